//! The enumerations of typed values.

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::schema::{EnumType, PROCESSING_STATUS, WORKFLOW_EXECUTION_TYPE};

/// The progress of a workflow for a user.
///
/// `From<&str>` and `Deserialize` accept every string: one that is not the exact name of a known member, with its case,
/// becomes `Other`. `Serialize` and `Display` write the name.
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
    /// `unknownFutureValue`, the sentinel for members that a client does not know yet.
    UnknownFutureValue,
    /// `canceling`
    Canceling,
    /// `quarantined`
    Quarantined,
    /// Any other string. [`Contract::parse`](crate::Contract::parse) accepts an identifier with
    /// [`Members::Open`](crate::Members::Open), and rejects all other strings. `Deserialize` accepts any string, even an
    /// empty one.
    Other(String),
}

/// The cause of a run of a workflow.
///
/// `From<&str>` and `Deserialize` accept every string: one that is not the exact name of a known member, with its case,
/// becomes `Other`. `Serialize` and `Display` write the name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WorkflowExecutionType {
    /// `scheduled`
    Scheduled,
    /// `onDemand`
    OnDemand,
    /// `unknownFutureValue`, the sentinel for members that a client does not know yet.
    UnknownFutureValue,
    /// `activatedWithScope`
    ActivatedWithScope,
    /// `preview`
    Preview,
    /// `extensibilityOnDemand`
    ExtensibilityOnDemand,
    /// Any other string. [`Contract::parse`](crate::Contract::parse) accepts an identifier with
    /// [`Members::Open`](crate::Members::Open), and rejects all other strings. `Deserialize` accepts any string, even an
    /// empty one.
    Other(String),
}

impl LifecycleWorkflowProcessingStatus {
    const TABLE: &'static EnumType = &PROCESSING_STATUS;
    /// The known members in table order.
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
    /// The known members in table order.
    const ALL: &'static [Self] = &[
        Self::Scheduled,
        Self::OnDemand,
        Self::UnknownFutureValue,
        Self::ActivatedWithScope,
        Self::Preview,
        Self::ExtensibilityOnDemand,
    ];
}

/// Implements the conversions between an enum and the names in its table.
macro_rules! impl_names {
    ($Enum:ident) => {
        impl $Enum {
            /// Returns the name of the member.
            #[must_use]
            pub fn as_str(&self) -> &str {
                if let Self::Other(name) = self {
                    return name;
                }
                let index = Self::ALL.iter().position(|known| known == self);
                Self::TABLE.members[index.expect("every variant but Other is in ALL")].name
            }
        }

        /// Returns the known member of this name, or `Other`.
        impl From<&str> for $Enum {
            fn from(name: &str) -> Self {
                let index = Self::TABLE.members.iter().position(|member| member.name == name);
                index.map_or_else(|| Self::Other(name.to_owned()), |index| Self::ALL[index].clone())
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

        /// Accepts every string, as `From<&str>` does.
        impl<'de> Deserialize<'de> for $Enum {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(Self::from)
            }
        }
    };
}

impl_names!(LifecycleWorkflowProcessingStatus);
impl_names!(WorkflowExecutionType);
