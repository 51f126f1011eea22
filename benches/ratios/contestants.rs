//! The contestants: each is a function that accepts or rejects a document.

use std::hint::black_box;

use jsonschema::Validator;
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use user_processing_result::schema::{Type, USER_PROCESSING_RESULT};
use user_processing_result::{Contract, ContractKind, Members};

use support::peers::Lenient;

/// A validator or parser that is measured.
pub struct Contestant {
    pub name: &'static str,
    /// `true` if it rejects every invalid document, `false` if it may accept some.
    pub is_validator: bool,
    /// Returns `true` if it accepts a document.
    pub accepts: Accepts,
}

type Accepts = Box<dyn Fn(&[u8]) -> bool>;

pub const IS_VALID: &str = "is_valid";
pub const CHECK: &str = "check";
pub const PARSE: &str = "parse";
pub const SCHEMA_IS_VALID: &str = "serde_json Value, jsonschema is_valid";
pub const SCHEMA_ERRORS: &str = "serde_json Value, jsonschema iter_errors";
pub const SKIP: &str = "serde_json IgnoredAny";
pub const TYPED: &str = "serde_json typed, chrono";
pub const SONIC_TYPED: &str = "sonic-rs typed, chrono";

/// Returns every contestant, each set up for this contract as far as it supports it.
pub fn all(contract: Contract) -> Vec<Contestant> {
    let validator = || {
        jsonschema::options()
            .should_validate_formats(true)
            .build(&json_schema(contract))
            .expect("the schema is valid")
    };
    let verdicts = validator();
    let errors = validator();
    vec![
        contestant(IS_VALID, true, move |json| contract.is_valid(json)),
        contestant(CHECK, true, move |json| black_box(contract.check(json)).is_valid()),
        contestant(PARSE, true, move |json| black_box(contract.parse(json)).is_ok()),
        contestant(SCHEMA_IS_VALID, true, move |json| {
            serde_json::from_slice(json).is_ok_and(|value: Value| verdicts.is_valid(&value))
        }),
        contestant(SCHEMA_ERRORS, true, move |json| {
            serde_json::from_slice(json).is_ok_and(|value: Value| messages(&errors, &value).is_empty())
        }),
        contestant(SKIP, false, |json| serde_json::from_slice::<IgnoredAny>(json).is_ok()),
        contestant(TYPED, false, |json| black_box(serde_json::from_slice::<Lenient>(json)).is_ok()),
        contestant(SONIC_TYPED, false, |json| black_box(sonic_rs::from_slice::<Lenient>(json)).is_ok()),
    ]
}

fn contestant(
    name: &'static str,
    is_validator: bool,
    accepts: impl Fn(&[u8]) -> bool + 'static,
) -> Contestant {
    Contestant { name, is_validator, accepts: Box::new(accepts) }
}

fn messages(validator: &Validator, value: &Value) -> Vec<String> {
    black_box(
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect(),
    )
}

/// Returns the declared properties as a JSON Schema, with the rules that JSON Schema can express.
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
