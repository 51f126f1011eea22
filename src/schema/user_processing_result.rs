//! The table of `userProcessingResult`, with one row per property.

use super::enumerations::{PROCESSING_STATUS, WORKFLOW_EXECUTION_TYPE};
use super::types::Presence::{Optional, ReadOnly, Required};
use super::types::Role::{Completed, FailedCount, Scheduled, Started, Status, TotalCount, UnprocessedCount};
use super::types::{EntityType, Property, Type};

const RUN: &str = "microsoft.graph.identityGovernance.run";
const USER: &str = "microsoft.graph.user";
const TASK_RESULT: &str = "microsoft.graph.identityGovernance.taskProcessingResult";

/// Returns a [`Property`]. This is a macro because only a macro can derive the JSON Pointer from the name at compile time.
macro_rules! property {
    ($name:literal, $ty:expr, $nullable:literal, $presence:expr, $role:expr, $summary:literal) => {
        Property::new($name, concat!("/", $name), $ty, $nullable, $presence, $role, $summary)
    };
}

/// The entity type `microsoft.graph.identityGovernance.userProcessingResult`.
#[rustfmt::skip]
pub static USER_PROCESSING_RESULT: EntityType = EntityType::new(
    "microsoft.graph.identityGovernance.userProcessingResult",
    "microsoft.graph.entity",
    &[
        //        name                          type                                     nullable create    resource  projection    role                     summary
        property!("id",                         Type::String,                             false, [ReadOnly, Required, Optional], None,                    "The identifier, set by the service."),
        property!("completedDateTime",          Type::DateTimeOffset,                     true,  [Optional, Required, Optional], Some(Completed),         "When the last task completed."),
        property!("failedTasksCount",           Type::Int32,                              false, [Required, Required, Optional], Some(FailedCount),       "The number of tasks that failed."),
        property!("processingStatus",           Type::Enum(&PROCESSING_STATUS),           false, [Required, Required, Optional], Some(Status),            "The progress of the workflow."),
        property!("scheduledDateTime",          Type::DateTimeOffset,                     false, [Required, Required, Optional], Some(Scheduled),         "When the workflow was scheduled to run."),
        property!("startedDateTime",            Type::DateTimeOffset,                     true,  [Optional, Required, Optional], Some(Started),           "When the first task started."),
        property!("totalTasksCount",            Type::Int32,                              false, [Required, Required, Optional], Some(TotalCount),        "The number of tasks in the workflow."),
        property!("totalUnprocessedTasksCount", Type::Int32,                              false, [Required, Required, Optional], Some(UnprocessedCount),  "The number of tasks that did not run."),
        property!("workflowExecutionType",      Type::Enum(&WORKFLOW_EXECUTION_TYPE),     false, [Required, Required, Optional], None,                    "The cause of the run."),
        property!("workflowVersion",            Type::Int32,                              false, [Required, Required, Optional], None,                    "The version of the workflow that ran."),
        property!("reprocessedRuns",            Type::NavigationCollection(RUN),          false, [ReadOnly, Optional, Optional], None,                    "The runs that processed the user again; their content is not validated."),
        property!("subject",                    Type::Navigation(USER),                   false, [ReadOnly, Optional, Optional], None,                    "The user; its content is not validated."),
        property!("taskProcessingResults",      Type::NavigationCollection(TASK_RESULT),  false, [ReadOnly, Optional, Optional], None,                    "The result of each task; their content is not validated."),
    ],
);
