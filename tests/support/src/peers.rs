//! The document as users of serde would declare it, for comparisons in the benchmark and on the conformance page.

use chrono::{DateTime, FixedOffset};
use serde::Deserialize;

/// A document with unknown JSON members ignored, which is serde's default.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "the fields are deserialized and not read")]
pub struct Lenient {
    id: Option<String>,
    completed_date_time: Option<DateTime<FixedOffset>>,
    failed_tasks_count: i32,
    processing_status: Status,
    scheduled_date_time: DateTime<FixedOffset>,
    started_date_time: Option<DateTime<FixedOffset>>,
    total_tasks_count: i32,
    total_unprocessed_tasks_count: i32,
    workflow_execution_type: ExecutionType,
    workflow_version: i32,
}

/// A create body with unknown JSON members rejected.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "the fields are deserialized and not read")]
pub struct Strict {
    #[serde(rename = "@odata.type")]
    odata_type: Option<OdataType>,
    completed_date_time: Option<DateTime<FixedOffset>>,
    failed_tasks_count: i32,
    processing_status: Status,
    scheduled_date_time: DateTime<FixedOffset>,
    started_date_time: Option<DateTime<FixedOffset>>,
    total_tasks_count: i32,
    total_unprocessed_tasks_count: i32,
    workflow_execution_type: ExecutionType,
    workflow_version: i32,
}

#[derive(Deserialize)]
#[allow(dead_code, reason = "only the strict type has it")]
enum OdataType {
    #[serde(rename = "#microsoft.graph.identityGovernance.userProcessingResult")]
    UserProcessingResult,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Status {
    Queued,
    InProgress,
    Completed,
    CompletedWithErrors,
    Canceled,
    Failed,
    UnknownFutureValue,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum ExecutionType {
    Scheduled,
    OnDemand,
    UnknownFutureValue,
}
