//! Those that are measured: each says whether it takes a document.

use std::hint::black_box;

use chrono::{DateTime, FixedOffset};
use jsonschema::Validator;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use user_processing_result::schema::{Type, USER_PROCESSING_RESULT};
use user_processing_result::{Contract, ContractKind, Members};

/// What a contestant does with one document.
pub struct Contestant {
    pub name: &'static str,
    /// Whether it sees faults, and not only what is no JSON.
    pub judges: bool,
    pub takes: Takes,
}

/// Whether a document is right, as far as this one can tell.
type Takes = Box<dyn Fn(&[u8]) -> bool>;

pub const IS_VALID: &str = "is_valid";
pub const CHECK: &str = "check";
pub const PARSE: &str = "parse";
pub const SCHEMA_IS_VALID: &str = "serde_json Value, jsonschema is_valid";
pub const SCHEMA_ERRORS: &str = "serde_json Value, jsonschema iter_errors";
pub const SKIP: &str = "serde_json IgnoredAny";
pub const TYPED: &str = "serde_json typed, chrono";
pub const SONIC_TYPED: &str = "sonic-rs typed, chrono";

/// All of them, each holding documents to the same contract as far as it can.
pub fn all(contract: Contract) -> Vec<Contestant> {
    let validator = || {
        jsonschema::options()
            .should_validate_formats(true)
            .build(&json_schema(contract))
            .expect("the schema is one")
    };
    let (quick, thorough) = (validator(), validator());
    vec![
        contestant(IS_VALID, true, move |json| contract.is_valid(json)),
        contestant(CHECK, true, move |json| black_box(contract.check(json)).is_valid()),
        contestant(PARSE, true, move |json| black_box(contract.parse(json)).is_ok()),
        contestant(SCHEMA_IS_VALID, true, move |json| {
            serde_json::from_slice(json).is_ok_and(|value: Value| quick.is_valid(&value))
        }),
        contestant(SCHEMA_ERRORS, true, move |json| {
            serde_json::from_slice(json).is_ok_and(|value: Value| messages(&thorough, &value).is_empty())
        }),
        contestant(SKIP, false, |json| serde_json::from_slice::<IgnoredAny>(json).is_ok()),
        contestant(TYPED, false, |json| black_box(serde_json::from_slice::<Typed>(json)).is_ok()),
        contestant(SONIC_TYPED, false, |json| black_box(sonic_rs::from_slice::<Typed>(json)).is_ok()),
    ]
}

fn contestant(name: &'static str, judges: bool, takes: impl Fn(&[u8]) -> bool + 'static) -> Contestant {
    Contestant { name, judges, takes: Box::new(takes) }
}

fn messages(validator: &Validator, value: &Value) -> Vec<String> {
    black_box(
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect(),
    )
}

/// The declared table as a JSON Schema, as far as one can say it.
pub fn json_schema(contract: Contract) -> Value {
    let body = contract.kind();
    let rows = USER_PROCESSING_RESULT.properties;
    let properties: serde_json::Map<_, _> = rows
        .iter()
        .map(|row| {
            let schema = value_schema(row.ty);
            let schema = if row.nullable { json!({"anyOf": [{"type": "null"}, schema]}) } else { schema };
            (row.name.to_owned(), schema)
        })
        .chain([("@odata.type".to_owned(), json!({"const": format!("#{}", USER_PROCESSING_RESULT.name)}))])
        .collect();
    let required: Vec<_> = rows.iter().filter(|row| row.is_required(body)).map(|row| row.name).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": properties,
        "patternProperties": {"@": true},
        "additionalProperties": body != ContractKind::Create,
        "required": required,
    })
}

fn value_schema(ty: Type) -> Value {
    match ty {
        Type::String => json!({"type": "string", "minLength": 1}),
        Type::DateTimeOffset => json!({"type": "string", "format": "date-time"}),
        Type::Int32 => json!({"type": "integer", "minimum": i32::MIN, "maximum": i32::MAX}),
        Type::Enum(ty) => {
            let names: Vec<_> = ty.accepted(Members::Documented).map(|member| member.name).collect();
            json!({"enum": names})
        }
        Type::Navigation(_) => json!({"type": "object"}),
        Type::NavigationCollection(_) => json!({"type": "array"}),
        _ => json!(true),
    }
}

/// What a careful user of serde would write.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "read, and dropped")]
struct Typed {
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
