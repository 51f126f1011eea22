//! The typed value.

use alloc::borrow::{Cow, ToOwned};
use alloc::boxed::Box;
use alloc::string::{String, ToString};
use core::fmt;
use core::str::FromStr;

use chrono::{DateTime, FixedOffset};
use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::code::Reason;
use crate::contract::{Contract, DateTimeGrammar, Members, Undeclared};
use crate::fault::Fault;
use crate::leaves::{Contradiction, Leaf, Leaves};
use crate::read::lossy;
use crate::rules::Rules;
use crate::schema::{EnumType, PROCESSING_STATUS, USER_PROCESSING_RESULT, WORKFLOW_EXECUTION_TYPE, row_of};
use crate::{Report, check, date_time};

/// What a lifecycle workflow did for one user, as typed columns.
///
/// Read it with [`str::parse`], [`from_slice`](Self::from_slice) or [`Contract::parse`], which hold it to a contract
/// and give a [`Report`] of all that is wrong. Its serde implementations are for values inside other values: reading
/// goes through [`serde_json::Value`], with its limits (128 levels, numbers of 64 bits, no duplicate names, no unpaired
/// surrogates), accepts every enum member and every date-time that the printing side can write, and ignores undeclared
/// properties.
///
/// ```
/// use user_processing_result::{LifecycleWorkflowProcessingStatus, UserProcessingResult};
///
/// let result: UserProcessingResult = r#"{
///     "failedTasksCount": 0,
///     "processingStatus": "inProgress",
///     "scheduledDateTime": "2026-03-01T06:00:00Z",
///     "startedDateTime": "2026-03-01T06:00:04.25Z",
///     "totalTasksCount": 4,
///     "totalUnprocessedTasksCount": 1,
///     "workflowExecutionType": "scheduled",
///     "workflowVersion": 2
/// }"#
/// .parse()?;
/// assert_eq!(result.processing_status, LifecycleWorkflowProcessingStatus::InProgress);
/// assert_eq!(result.completed_date_time, None);
///
/// let printed = serde_json::to_string(&result)?;
/// assert_eq!(printed.parse::<UserProcessingResult>()?, result);
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UserProcessingResult {
    /// The identifier, which the service gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// When the last task was done.
    #[serde(serialize_with = "optional_date_time")]
    pub completed_date_time: Option<DateTime<FixedOffset>>,
    /// How many tasks failed.
    pub failed_tasks_count: i32,
    /// How far the workflow is.
    pub processing_status: LifecycleWorkflowProcessingStatus,
    /// When the workflow was to run.
    #[serde(serialize_with = "date_time")]
    pub scheduled_date_time: DateTime<FixedOffset>,
    /// When the first task began.
    #[serde(serialize_with = "optional_date_time")]
    pub started_date_time: Option<DateTime<FixedOffset>>,
    /// How many tasks the workflow has.
    pub total_tasks_count: i32,
    /// How many tasks were not run.
    pub total_unprocessed_tasks_count: i32,
    /// Why the workflow ran.
    pub workflow_execution_type: WorkflowExecutionType,
    /// The version of the workflow that ran.
    pub workflow_version: i32,
    /// The runs that processed the user again, an array.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reprocessed_runs: Option<RawJson>,
    /// The user, an object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<RawJson>,
    /// What each task did, an array.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task_processing_results: Option<RawJson>,
}

const BEYOND_CHRONO: Fault = Fault::InvalidDateTime {
    reason: Reason::YearOutOfRange,
    expected: "a year that chrono supports (-262143 to 262142)",
    is_placeholder: false,
};

/// The typed value of a document, or everything that is wrong with it.
pub(crate) fn parse(json: &[u8], contract: &Contract) -> Result<UserProcessingResult, Report> {
    check::typed(Rules::new(&USER_PROCESSING_RESULT, contract), json, UserProcessingResult::from_leaves)
}

impl UserProcessingResult {
    /// Reads a valid create body.
    ///
    /// # Errors
    ///
    /// The report of [`Contract::CREATE`], when it has an error.
    pub fn from_slice(json: &[u8]) -> Result<Self, Report> {
        Contract::CREATE.parse(json)
    }

    /// Takes the values of an object in which nothing is wrong and nothing required is missing.
    pub(crate) fn from_leaves(leaves: &Leaves<'_>) -> Result<Self, Contradiction> {
        Ok(Self {
            id: text(leaves, const { row_of("id") }).map(Cow::into_owned),
            completed_date_time: when(leaves, const { row_of("completedDateTime") })?,
            failed_tasks_count: int32(leaves, const { row_of("failedTasksCount") }),
            processing_status: member(leaves, const { row_of("processingStatus") }),
            scheduled_date_time: when(leaves, const { row_of("scheduledDateTime") })?.unwrap_or_default(),
            started_date_time: when(leaves, const { row_of("startedDateTime") })?,
            total_tasks_count: int32(leaves, const { row_of("totalTasksCount") }),
            total_unprocessed_tasks_count: int32(leaves, const { row_of("totalUnprocessedTasksCount") }),
            workflow_execution_type: member(leaves, const { row_of("workflowExecutionType") }),
            workflow_version: int32(leaves, const { row_of("workflowVersion") }),
            reprocessed_runs: any(leaves, const { row_of("reprocessedRuns") }),
            subject: any(leaves, const { row_of("subject") }),
            task_processing_results: any(leaves, const { row_of("taskProcessingResults") }),
        })
    }
}

fn text<'a>(leaves: &'a Leaves<'_>, row: usize) -> Option<Cow<'a, str>> {
    match leaves.leaf(row)? {
        Leaf::Text(content) => Some(lossy(content)),
        _ => None,
    }
}

fn member<T: for<'a> From<&'a str>>(leaves: &Leaves<'_>, row: usize) -> T {
    T::from(&text(leaves, row).unwrap_or_default())
}

fn int32(leaves: &Leaves<'_>, row: usize) -> i32 {
    match leaves.leaf(row) {
        Some(Leaf::Int32(int32)) => *int32,
        _ => 0,
    }
}

fn when(leaves: &Leaves<'_>, row: usize) -> Result<Option<DateTime<FixedOffset>>, Contradiction> {
    match leaves.leaf(row) {
        Some(Leaf::DateTime(date_time) | Leaf::LongDateTime(date_time, _)) => {
            date_time.to_chrono().map(Some).ok_or((row, BEYOND_CHRONO))
        }
        _ => Ok(None),
    }
}

fn any(leaves: &Leaves<'_>, row: usize) -> Option<RawJson> {
    match leaves.leaf(row)? {
        Leaf::Any(value) => Some(RawJson(value.text().into())),
        _ => None,
    }
}

impl FromStr for UserProcessingResult {
    type Err = Report;

    fn from_str(json: &str) -> Result<Self, Report> {
        Contract::CREATE.parse(json)
    }
}

impl<'de> Deserialize<'de> for UserProcessingResult {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const PRINTED: Contract = Contract::CREATE
            .members(Members::Open)
            .date_time(DateTimeGrammar::Odata)
            .undeclared(Undeclared::Allow);

        let value = Value::deserialize(deserializer)?;
        parse(value.to_string().as_bytes(), &PRINTED.max_bytes(usize::MAX))
            .map_err(check::without_places)
            .map_err(D::Error::custom)
    }
}

fn date_time<S: Serializer>(value: &DateTime<FixedOffset>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&date_time::print(value))
}

#[expect(clippy::ref_option, reason = "serde gives a reference to the field")]
fn optional_date_time<S: Serializer>(
    value: &Option<DateTime<FixedOffset>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => date_time(value, serializer),
        None => serializer.serialize_none(),
    }
}

/// JSON that is not judged and kept as it was written.
///
/// Two are equal when their text is, or the value that serde_json reads from it.
#[derive(Clone)]
pub struct RawJson(Box<str>);

impl RawJson {
    /// The JSON text.
    #[must_use]
    pub fn get(&self) -> &str {
        &self.0
    }
}

impl Serialize for RawJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_str(&self.0).map_err(S::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl PartialEq for RawJson {
    fn eq(&self, other: &Self) -> bool {
        let value = |raw: &Self| serde_json::from_str::<Value>(raw.get()).ok();
        self.get() == other.get() || value(self).is_some_and(|this| Some(this) == value(other))
    }
}

impl Eq for RawJson {}

impl fmt::Debug for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.get())
    }
}

impl fmt::Display for RawJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.get())
    }
}

/// How far a workflow is with a user.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LifecycleWorkflowProcessingStatus {
    /// `queued`
    Queued,
    /// `inProgress`
    InProgress,
    /// `completed`
    Completed,
    /// `completedWithErrors`
    CompletedWithErrors,
    /// `canceled`
    Canceled,
    /// `failed`
    Failed,
    /// `unknownFutureValue`, which stands for members a client does not know yet.
    UnknownFutureValue,
    /// `canceling`
    Canceling,
    /// `quarantined`
    Quarantined,
    /// A member that is none of these, read with [`Members::Open`].
    Other(String),
}

/// Why a workflow ran.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WorkflowExecutionType {
    /// `scheduled`
    Scheduled,
    /// `onDemand`
    OnDemand,
    /// `unknownFutureValue`, which stands for members a client does not know yet.
    UnknownFutureValue,
    /// `activatedWithScope`
    ActivatedWithScope,
    /// `preview`
    Preview,
    /// `extensibilityOnDemand`
    ExtensibilityOnDemand,
    /// A member that is none of these, read with [`Members::Open`].
    Other(String),
}

impl LifecycleWorkflowProcessingStatus {
    const TABLE: &'static EnumType = &PROCESSING_STATUS;
    /// In the order of the table.
    const ALL: &'static [Self] = &[
        Self::Queued,
        Self::InProgress,
        Self::Completed,
        Self::CompletedWithErrors,
        Self::Canceled,
        Self::Failed,
        Self::UnknownFutureValue,
        Self::Canceling,
        Self::Quarantined,
    ];
}

impl WorkflowExecutionType {
    const TABLE: &'static EnumType = &WORKFLOW_EXECUTION_TYPE;
    /// In the order of the table.
    const ALL: &'static [Self] = &[
        Self::Scheduled,
        Self::OnDemand,
        Self::UnknownFutureValue,
        Self::ActivatedWithScope,
        Self::Preview,
        Self::ExtensibilityOnDemand,
    ];
}

/// The spelling of an enumeration, as its table has it.
macro_rules! spelled {
    ($Enum:ident) => {
        impl $Enum {
            /// The name of the member.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match (self, Self::ALL.iter().position(|known| known == self)) {
                    (Self::Other(name), _) => name,
                    (_, place) => place.map_or("", |place| Self::TABLE.members[place].name),
                }
            }
        }

        impl From<&str> for $Enum {
            fn from(name: &str) -> Self {
                let place = Self::TABLE.members.iter().position(|member| member.name == name);
                place.map_or_else(|| Self::Other(name.to_owned()), |place| Self::ALL[place].clone())
            }
        }

        impl From<String> for $Enum {
            fn from(name: String) -> Self {
                Self::from(&*name)
            }
        }

        impl fmt::Display for $Enum {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl Serialize for $Enum {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $Enum {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(Self::from)
            }
        }
    };
}

spelled!(LifecycleWorkflowProcessingStatus);
spelled!(WorkflowExecutionType);
