//! Prints as JSON the tables that the JavaScript package copies from the crate: names, the default limit, the
//! explanations, and the JSON Schema with a patch for each option.

use std::ops::RangeInclusive;

use serde::Serialize;
use serde_json::{Map, Value, json};
use user_processing_result::escape::UNPRINTABLE;
use user_processing_result::internal::VERSION;
use user_processing_result::schema::{JsonSchema, json_schema};
use user_processing_result::{
    Code, Contract, ContractKind, DateTimeGrammar, EntityKind, Explanation, Members, Reason, Severity,
    Undeclared,
};
use user_processing_result_border as border;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Tables {
    version: &'static str,
    severities: Names,
    codes: Names,
    reasons: Names,
    /// The meaning of the numbers that cross between the wasm and JavaScript.
    border: Border,
    /// The characters that are never printed as they are, as the inside of a class of a regular expression.
    unprintable: String,
    options: Options,
    max_bytes: usize,
    /// The names of the properties in the order of the table, and `@odata.type`.
    members: Vec<&'static str>,
    explanations: Vec<Explanation>,
    schema: JsonSchema,
    /// A JSON Merge Patch (RFC 7386) for each value of each option; apply them in the order of the fields.
    patches: Patches,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Options {
    contract: Names,
    members: Names,
    date_time: Names,
    undeclared: Names,
}

/// The patches of each option, in the order of its names in [`Options`].
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Patches {
    contract: Vec<Value>,
    members: Vec<Value>,
    date_time: Vec<Value>,
    undeclared: Vec<Value>,
}

/// The constants and lists of the crate `border`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Border {
    options: &'static [&'static str],
    default: u8,
    head: &'static [&'static str],
    report: &'static [&'static str],
    violation: &'static [&'static str],
    none: u32,
    nothing: usize,
    no_memory: usize,
    null: i32,
    int32: i32,
}

const BORDER: Border = Border {
    options: &border::OPTIONS,
    default: border::DEFAULT,
    head: &border::HEAD,
    report: &border::REPORT,
    violation: &border::VIOLATION,
    none: border::NONE,
    nothing: border::NOTHING,
    no_memory: border::NO_MEMORY,
    null: border::NULL,
    int32: border::INT32,
};

type Names = &'static [&'static str];

/// Returns a range in the notation of a character class of a regular expression with the flag `u`.
fn class(range: &RangeInclusive<char>) -> String {
    let [start, end] = [range.start(), range.end()].map(|end| u32::from(*end));
    format!("\\u{{{start:x}}}-\\u{{{end:x}}}")
}

pub fn print() {
    let codes = Code::ALL.iter().map(|code| code.explain());
    let reasons = Reason::ALL.iter().map(|reason| reason.explain());
    let properties = EntityKind::UserProcessingResult.table().properties.iter().map(|property| property.name);
    let tables = Tables {
        version: VERSION,
        severities: Severity::NAMES,
        codes: Code::NAMES,
        reasons: Reason::NAMES,
        border: BORDER,
        unprintable: UNPRINTABLE.iter().map(class).collect(),
        options: Options {
            contract: ContractKind::NAMES,
            members: Members::NAMES,
            date_time: DateTimeGrammar::NAMES,
            undeclared: Undeclared::NAMES,
        },
        max_bytes: 16 << 20,
        members: properties.chain(["@odata.type"]).collect(),
        explanations: codes.chain(reasons).collect(),
        schema: json_schema(Contract::CREATE),
        patches: patches(),
    };
    println!("{}", serde_json::to_string(&tables).expect("names and texts"));
}

fn patches() -> Patches {
    const CREATE: Contract = Contract::CREATE;
    // The first schema must differ from the second one: that of RESOURCE allows undeclared properties, that of CREATE
    // does not.
    let undeclared = |undeclared: &Undeclared| {
        let from = if *undeclared == Undeclared::Error { Contract::RESOURCE } else { CREATE };
        patch(from, from.undeclared(*undeclared))
    };
    Patches {
        contract: ContractKind::ALL.iter().map(|body| patch(CREATE, Contract::new(*body))).collect(),
        members: Members::ALL.iter().map(|members| patch(CREATE, CREATE.members(*members))).collect(),
        date_time: DateTimeGrammar::ALL
            .iter()
            .map(|grammar| patch(CREATE, CREATE.date_time(*grammar)))
            .collect(),
        undeclared: Undeclared::ALL.iter().map(undeclared).collect(),
    }
}

/// Returns the patch from the schema of one contract to that of another.
fn patch(from: Contract, to: Contract) -> Value {
    let [from, to] =
        [from, to].map(|contract| serde_json::to_value(json_schema(contract)).expect("a schema"));
    difference(&from, &to).unwrap_or_else(|| json!({}))
}

fn difference(from: &Value, to: &Value) -> Option<Value> {
    let (Value::Object(from), Value::Object(to)) = (from, to) else {
        return (from != to).then(|| to.clone());
    };
    let gone = from.keys().filter(|name| !to.contains_key(*name)).map(|name| (name.clone(), Value::Null));
    let changed = to.iter().filter_map(|(name, value)| {
        let patch = from.get(name).map_or_else(|| Some(value.clone()), |from| difference(from, value))?;
        Some((name.clone(), patch))
    });
    let patch: Map<_, _> = gone.chain(changed).collect();
    (!patch.is_empty()).then_some(Value::Object(patch))
}
