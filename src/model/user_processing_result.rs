//! The typed value of a `userProcessingResult`.

use alloc::borrow::Cow;
use alloc::string::String;
use core::str::FromStr;

use chrono::{DateTime, FixedOffset};
use serde::de::{Error as _, Unexpected};
use serde::{Deserialize, Deserializer, Serialize};

use super::date_time;
use super::enumerations::{LifecycleWorkflowProcessingStatus, WorkflowExecutionType};
use super::raw_json::RawJson;
use crate::edm::Reason;
use crate::json::lossy;
use crate::options::{Contract, EntityKind, Members};
use crate::report::{Expected, Report, ViolationKind};
use crate::schema::{EntityType, PropertyIndex};
use crate::validate::{Context, Contradiction, ParsedValue, PropertyValues, object};

/// The result of a lifecycle workflow for one user, as a typed value.
///
/// [`str::parse`], [`from_slice`](Self::from_slice) and [`Contract::parse`] check a document and return its value, or a
/// [`Report`] of every problem.
///
/// `Deserialize` is meant for a value inside another value. It accepts everything that `Serialize` writes, and stops at the
/// first error. It is more lenient than parsing: a string that is not a known enum member becomes `Other`, a date-time can
/// have any form of the OData grammar whose year chrono supports, and undeclared properties are ignored.
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserProcessingResult {
    /// The identifier, set by the service.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "id")]
    pub id: Option<String>,
    /// When the last task completed.
    #[serde(default, with = "date_time::optional")]
    pub completed_date_time: Option<DateTime<FixedOffset>>,
    /// The number of tasks that failed.
    pub failed_tasks_count: i32,
    /// The progress of the workflow.
    pub processing_status: LifecycleWorkflowProcessingStatus,
    /// When the workflow was scheduled to run.
    #[serde(with = "date_time")]
    pub scheduled_date_time: DateTime<FixedOffset>,
    /// When the first task started.
    #[serde(default, with = "date_time::optional")]
    pub started_date_time: Option<DateTime<FixedOffset>>,
    /// The number of tasks in the workflow.
    pub total_tasks_count: i32,
    /// The number of tasks that did not run.
    pub total_unprocessed_tasks_count: i32,
    /// The cause of the run.
    pub workflow_execution_type: WorkflowExecutionType,
    /// The version of the workflow that ran.
    pub workflow_version: i32,
    /// The runs that processed the user again, an array whose content is not checked.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub reprocessed_runs: Option<RawJson>,
    /// The user, an object whose content is not checked.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub subject: Option<RawJson>,
    /// The result of each task, an array whose content is not checked.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub task_processing_results: Option<RawJson>,
}

const TYPE: &EntityType = EntityKind::UserProcessingResult.table();

/// The number of properties of the type.
pub(crate) const PROPERTIES: usize = TYPE.properties.len();

impl UserProcessingResult {
    /// Creates a value from the properties that every create body requires. All other properties are `None`.
    ///
    /// ```
    /// use chrono::DateTime;
    /// use user_processing_result::{Contract, UserProcessingResult};
    ///
    /// let scheduled = DateTime::parse_from_rfc3339("2026-03-01T06:00:00Z").expect("a valid date-time");
    /// let result = UserProcessingResult::new(0, "queued".into(), scheduled, 4, 4, "onDemand".into(), 1).with_id("1");
    /// assert!(Contract::PROJECTION.is_valid(serde_json::to_string(&result)?));
    /// # Ok::<_, serde_json::Error>(())
    /// ```
    #[must_use]
    pub const fn new(
        failed_tasks_count: i32,
        processing_status: LifecycleWorkflowProcessingStatus,
        scheduled_date_time: DateTime<FixedOffset>,
        total_tasks_count: i32,
        total_unprocessed_tasks_count: i32,
        workflow_execution_type: WorkflowExecutionType,
        workflow_version: i32,
    ) -> Self {
        Self {
            id: None,
            completed_date_time: None,
            failed_tasks_count,
            processing_status,
            scheduled_date_time,
            started_date_time: None,
            total_tasks_count,
            total_unprocessed_tasks_count,
            workflow_execution_type,
            workflow_version,
            reprocessed_runs: None,
            subject: None,
            task_processing_results: None,
        }
    }

    /// Sets the identifier.
    #[must_use]
    pub fn with_id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets when the first task started.
    #[must_use]
    pub fn with_started_date_time(mut self, started: DateTime<FixedOffset>) -> Self {
        self.started_date_time = Some(started);
        self
    }

    /// Sets when the last task completed.
    #[must_use]
    pub fn with_completed_date_time(mut self, completed: DateTime<FixedOffset>) -> Self {
        self.completed_date_time = Some(completed);
        self
    }

    /// Sets the user.
    #[must_use]
    pub fn with_subject(mut self, subject: RawJson) -> Self {
        self.subject = Some(subject);
        self
    }

    /// Sets the result of each task.
    #[must_use]
    pub fn with_task_processing_results(mut self, results: RawJson) -> Self {
        self.task_processing_results = Some(results);
        self
    }

    /// Sets the runs that processed the user again.
    #[must_use]
    pub fn with_reprocessed_runs(mut self, runs: RawJson) -> Self {
        self.reprocessed_runs = Some(runs);
        self
    }

    /// Parses a create body, as [`Contract::CREATE`] does. Warnings are dropped.
    ///
    /// # Errors
    ///
    /// Returns the report of all violations if one of them is an error.
    pub fn from_slice(json: &[u8]) -> Result<Self, Report> {
        Self::parse_with(json, &Contract::CREATE)
    }

    /// Parses a document under a contract, with the properties that the value cannot do without as required ones.
    pub(crate) fn parse_with(json: &[u8], contract: &Contract) -> Result<Self, Report> {
        object::parse::<_, PROPERTIES>(Context::new(contract), json, Self::from_values)
    }

    /// Builds the value from the values of an object without errors.
    ///
    /// # Errors
    ///
    /// Returns the property that prevents it: a date-time whose year chrono does not support. A missing value would be an
    /// error too, as there is no default for it.
    pub(crate) fn from_values(values: PropertyValues<'_, '_>) -> Result<Self, Contradiction> {
        let values = Values(values);
        Ok(Self {
            id: values.text(const { TYPE.index_of("id") }).map(Cow::into_owned),
            completed_date_time: values.date_time(const { TYPE.index_of("completedDateTime") })?,
            failed_tasks_count: values.int32(const { TYPE.index_of("failedTasksCount") })?,
            processing_status: values.member(const { TYPE.index_of("processingStatus") })?,
            scheduled_date_time: values.required_date_time(const { TYPE.index_of("scheduledDateTime") })?,
            started_date_time: values.date_time(const { TYPE.index_of("startedDateTime") })?,
            total_tasks_count: values.int32(const { TYPE.index_of("totalTasksCount") })?,
            total_unprocessed_tasks_count: values
                .int32(const { TYPE.index_of("totalUnprocessedTasksCount") })?,
            workflow_execution_type: values.member(const { TYPE.index_of("workflowExecutionType") })?,
            workflow_version: values.int32(const { TYPE.index_of("workflowVersion") })?,
            reprocessed_runs: values.raw(const { TYPE.index_of("reprocessedRuns") })?,
            subject: values.raw(const { TYPE.index_of("subject") })?,
            task_processing_results: values.raw(const { TYPE.index_of("taskProcessingResults") })?,
        })
    }
}

/// Parses a create body, as [`from_slice`](UserProcessingResult::from_slice) does.
impl FromStr for UserProcessingResult {
    type Err = Report;

    fn from_str(json: &str) -> Result<Self, Report> {
        Self::from_slice(json.as_bytes())
    }
}

/// Typed access to the values of an object.
#[derive(Clone, Copy)]
struct Values<'v, 'a>(PropertyValues<'v, 'a>);

impl<'v> Values<'v, '_> {
    fn text(self, index: PropertyIndex) -> Option<Cow<'v, str>> {
        match self.0.value(index)? {
            ParsedValue::Text(content) => Some(lossy(content)),
            _ => None,
        }
    }

    fn member<T: for<'t> From<&'t str>>(self, index: PropertyIndex) -> Result<T, Contradiction> {
        let name = self.text(index).ok_or_else(|| missing(index))?;
        Ok(T::from(&name))
    }

    fn int32(self, index: PropertyIndex) -> Result<i32, Contradiction> {
        match self.0.value(index) {
            Some(ParsedValue::Int32(int32)) => Ok(*int32),
            _ => Err(missing(index)),
        }
    }

    fn date_time(self, index: PropertyIndex) -> Result<Option<DateTime<FixedOffset>>, Contradiction> {
        match self.0.value(index) {
            Some(ParsedValue::DateTime(date_time) | ParsedValue::LongDateTime(date_time, _)) => {
                date_time.to_chrono().map(Some).ok_or((index, YEAR_OUT_OF_RANGE))
            }
            _ => Ok(None),
        }
    }

    fn required_date_time(self, index: PropertyIndex) -> Result<DateTime<FixedOffset>, Contradiction> {
        self.date_time(index)?.ok_or_else(|| missing(index))
    }

    fn raw(self, index: PropertyIndex) -> Result<Option<RawJson>, Contradiction> {
        match self.0.value(index) {
            Some(ParsedValue::Raw(value)) => value.text().parse().map(Some).map_err(|_| missing(index)),
            _ => Ok(None),
        }
    }
}

const YEAR_OUT_OF_RANGE: ViolationKind = ViolationKind::InvalidDateTime {
    reason: Reason::YearOutOfRange,
    expected: "a year that chrono supports (-262143 to 262142)",
    is_placeholder: false,
};

/// The violation of a value that checking has not required. It cannot occur, and is an error instead of a default.
fn missing(index: PropertyIndex) -> Contradiction {
    let property = &TYPE.properties[index];
    let expected = Expected::Value(property, Members::Open);
    (index, ViolationKind::MissingProperty { name: property.name, expected, kind: None })
}

/// Deserializes an identifier, which is not empty.
fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let id = Cow::<str>::deserialize(deserializer)?;
    if id.is_empty() {
        return Err(D::Error::invalid_value(Unexpected::Str(""), &"a non-empty string"));
    }
    Ok(Some(id.into_owned()))
}

/// Deserializes a value that is not `null`.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<RawJson>, D::Error> {
    RawJson::deserialize(deserializer).map(Some)
}
