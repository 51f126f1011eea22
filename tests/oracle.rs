//! Witnesses that are not ours: serde_json for the syntax, a JSON Schema written by hand for the rest.

mod common;

use std::sync::LazyLock;

use common::generate::{config, document};
use jsonschema::Validator;
use proptest::prelude::*;
use serde::de::IgnoredAny;
use serde_json::Value;
use user_processing_result::{Contract, Report};

const CREATE: Contract = Contract::CREATE;

static SCHEMA: LazyLock<Validator> = LazyLock::new(|| {
    let schema: Value = serde_json::from_str(include_str!("create.schema.json")).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
});

/// What the JSON Schema says of a text, where it can be read at all.
fn says(json: &str) -> Option<bool> {
    serde_json::from_str::<Value>(json).ok().map(|value| SCHEMA.is_valid(&value))
}

/// Everything that the two are known to see differently, one by one.
struct Difference {
    what: &'static str,
    /// Whether a document of ours shows it.
    shows: fn(&Report) -> bool,
    /// A member that shows it, put into a right body in place of the one of that name.
    example: (&'static str, &'static str),
    /// What we say of it, and what the schema says.
    verdicts: (bool, bool),
}

const DIFFERENCES: &[Difference] = &[
    Difference {
        what: "a parsed value has no duplicate names",
        shows: |report| has(report, "duplicate_property"),
        example: ("@odata.count\": 1, \"@odata.count", "2"),
        verdicts: (false, true),
    },
    Difference {
        what: "to JSON Schema 1.0 is an integer",
        shows: |report| has(report, "not_an_integer"),
        example: ("workflowVersion", "1.0"),
        verdicts: (false, true),
    },
];

fn has(report: &Report, code: &str) -> bool {
    report.violations().iter().any(|violation| violation.code().as_str() == code)
}

proptest! {
    #![proptest_config(config(6000))]

    #[test]
    fn the_schema_says_the_same(json in document()) {
        let report = CREATE.check(&json);
        let known = DIFFERENCES.iter().any(|difference| (difference.shows)(&report));
        if let (Some(verdict), false) = (says(&json), known) {
            prop_assert_eq!(report.is_valid(), verdict, "{}\n{}", json, report);
        }
    }

    #[test]
    fn serde_json_reads_the_same_texts(json in document(), cut in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut damaged = json.into_bytes();
        let at = cut.index(damaged.len());
        damaged[at] = byte;
        let is_json = serde_json::from_slice::<IgnoredAny>(&damaged).is_ok() && str::from_utf8(&damaged).is_ok();
        let report = CREATE.check(&damaged);
        let is_unreadable = has(&report, "invalid_json") || has(&report, "invalid_utf8");
        prop_assert_eq!(is_json, !is_unreadable, "{}", String::from_utf8_lossy(&damaged));
    }
}

#[test]
fn differences_are_real() {
    for Difference { what, shows, example: (name, value), verdicts } in DIFFERENCES {
        let json = with(name, value);
        let report = CREATE.check(&json);
        assert!(shows(&report), "{what}: {report}");
        assert_eq!((report.is_valid(), says(&json).unwrap()), *verdicts, "{what}");
    }
    assert!(
        CREATE.is_valid(with("startedDateTime", "null")) && says(&with("startedDateTime", "null")).unwrap()
    );
}

/// A right body with one member more or another value.
fn with(name: &str, value: &str) -> String {
    let members = [
        ("failedTasksCount", "0"),
        ("processingStatus", "\"queued\""),
        ("scheduledDateTime", "\"2026-03-01T06:00:00Z\""),
        ("totalTasksCount", "1"),
        ("totalUnprocessedTasksCount", "1"),
        ("workflowExecutionType", "\"onDemand\""),
        ("workflowVersion", "1"),
    ];
    let others = members.iter().filter(|(other, _)| *other != name);
    let others: Vec<_> = others.map(|(name, value)| format!("\"{name}\": {value}")).collect();
    format!("{{{}, \"{name}\": {value}}}", others.join(", "))
}

/// The texts of the syntax, and of nothing else: both readers take or refuse them together.
#[test]
fn serde_json_reads_the_same_cases() {
    for case in common::cases() {
        let report = CREATE.check(&case.text);
        let is_json =
            serde_json::from_slice::<IgnoredAny>(&case.text).is_ok() && str::from_utf8(&case.text).is_ok();
        let is_unreadable =
            ["invalid_json", "invalid_utf8", "byte_order_mark"].iter().any(|code| has(&report, code));
        assert_eq!(is_json, !is_unreadable, "{}", case.name);
    }
}
