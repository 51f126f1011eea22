//! Prints what the validators of Rust say of texts, as JSON, one a line. Standard input has a JSON Schema on its first
//! line, then a text on each.

use std::error::Error;
use std::io;

use chrono::{DateTime, FixedOffset};
use serde::Deserialize;
use serde_json::{Value, json};
use user_processing_result::Contract;

pub fn print() -> Result<(), Box<dyn Error>> {
    let mut lines = io::stdin().lines();
    let schema: Value = serde_json::from_str(&lines.next().ok_or("no schema")??)?;
    let schema = jsonschema::options().should_validate_formats(true).build(&schema)?;
    for text in lines {
        let text = text?;
        let verdicts = json!({
            "ours": Contract::CREATE.check(&text),
            "jsonschema": serde_json::from_str(&text).is_ok_and(|value: Value| schema.is_valid(&value)),
            "serde": serde_json::from_str::<Typed>(&text).is_ok(),
        });
        println!("{verdicts}");
    }
    Ok(())
}

/// What a strict user of serde would write.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "read, and dropped")]
struct Typed {
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
