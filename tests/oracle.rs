//! Witnesses that are not ours: serde_json for the syntax, the crate jsonschema with our exported schema for the rest.

use std::collections::HashMap;
use std::sync::LazyLock;

use jsonschema::Validator;
use proptest::prelude::*;
use serde::de::IgnoredAny;
use serde_json::Value;
use support::generate::{config, contract, document};
use user_processing_result::{
    Contract, ContractKind, DateTimeGrammar, Members, Reason, Report, Undeclared, Violation, schema,
};

const CREATE: Contract = Contract::CREATE;
const RFC_3339: Contract = CREATE.date_time(DateTimeGrammar::Rfc3339);

/// By what they are made of.
static SCHEMAS: LazyLock<HashMap<String, Validator>> = LazyLock::new(|| {
    let contracts = ContractKind::ALL.iter().flat_map(|body| {
        let contracts = Members::ALL.iter().map(|members| Contract::new(*body).members(*members));
        let contracts = contracts.flat_map(|contract| {
            DateTimeGrammar::ALL.iter().map(move |grammar| contract.date_time(*grammar))
        });
        contracts.flat_map(|contract| {
            Undeclared::ALL.iter().map(move |undeclared| contract.undeclared(*undeclared)).chain([contract])
        })
    });
    let schemas = contracts.map(|contract| {
        let schema = serde_json::to_value(schema::json_schema(contract)).unwrap();
        assert!(jsonschema::draft202012::meta::is_valid(&schema));
        (schema.to_string(), jsonschema::draft202012::new(&schema).unwrap())
    });
    schemas.collect()
});

/// What the JSON Schema of a contract says of a text, where it can be read at all.
fn says(contract: Contract, json: &str) -> Option<bool> {
    let schema = serde_json::to_value(schema::json_schema(contract)).unwrap().to_string();
    serde_json::from_str::<Value>(json).ok().map(|value| SCHEMAS[&schema].is_valid(&value))
}

/// Everything that a JSON Schema cannot say, one by one.
struct Difference {
    what: &'static str,
    /// Whether a document of ours shows it.
    shows: fn(Contract, &Report) -> bool,
    contract: Contract,
    /// A member that shows it, put into a right body in place of the one of that name.
    example: (&'static str, &'static str),
}

/// In each of them the schema takes what is wrong.
const DIFFERENCES: &[Difference] = &[
    Difference {
        what: "a parsed value has no name that stands twice",
        shows: |_, report| has(report, "duplicate_property"),
        contract: CREATE,
        example: ("@odata.count\": 1, \"@odata.count", "2"),
    },
    Difference {
        what: "to JSON Schema 1.0 is an integer",
        shows: |_, report| has(report, "not_an_integer"),
        contract: CREATE,
        example: ("workflowVersion", "1.0"),
    },
    Difference {
        what: "whether it is 23:59 UTC is more than a pattern can tell of any offset",
        shows: |contract, report| {
            let mut reasons = report.violations().iter().filter_map(Violation::reason);
            contract == contract.date_time(DateTimeGrammar::Rfc3339)
                && reasons.any(|reason| reason == Reason::LeapSecond)
        },
        contract: RFC_3339,
        example: ("scheduledDateTime", "\"2016-12-31T12:00:60Z\""),
    },
];

fn has(report: &Report, code: &str) -> bool {
    report.violations().iter().any(|violation| violation.code().as_str() == code)
}

proptest! {
    #![proptest_config(config(6000))]

    #[test]
    fn the_schema_says_the_same(json in document(), contract in contract()) {
        let report = contract.check(&json);
        let known = DIFFERENCES.iter().any(|difference| (difference.shows)(contract, &report));
        if let (Some(verdict), false) = (says(contract, &json), known) {
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
    for Difference { what, shows, contract, example: (name, value) } in DIFFERENCES {
        let json = with(name, value);
        let report = contract.check(&json);
        assert!(shows(*contract, &report), "{what}: {report}");
        assert_eq!((report.is_valid(), says(*contract, &json).unwrap()), (false, true), "{what}");
    }
    let null = with("startedDateTime", "null");
    assert!(CREATE.is_valid(&null) && says(CREATE, &null).unwrap());
}

/// Every case under every contract, and every date-time of the corpus.
#[test]
fn the_schema_says_the_same_of_cases() {
    let date_times = include_str!("date_times.txt").lines().filter_map(|line| line.rsplit_once("\" "));
    let date_times = date_times.map(|(literal, _)| with("startedDateTime", &format!("{literal}\"")));
    let cases = support::cases().into_iter().filter_map(|case| String::from_utf8(case.text).ok());
    let mut compared = 0;
    for (json, body) in date_times
        .chain(cases)
        .flat_map(|json| ContractKind::ALL.iter().map(move |body| (json.clone(), body)))
    {
        for (grammar, members) in DateTimeGrammar::ALL.iter().zip(Members::ALL) {
            let contract = Contract::new(*body).date_time(*grammar).members(*members).max_bytes(usize::MAX);
            let report = contract.check(&json);
            let known = DIFFERENCES.iter().any(|difference| (difference.shows)(contract, &report));
            let Some(verdict) = says(contract, &json).filter(|_| !known) else { continue };
            assert_eq!(report.is_valid(), verdict, "{contract:?} {json}\n{report}");
            compared += 1;
        }
    }
    assert!(compared > 3000, "{compared} verdicts");
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
    for case in support::cases() {
        let report = CREATE.check(&case.text);
        let is_json =
            serde_json::from_slice::<IgnoredAny>(&case.text).is_ok() && str::from_utf8(&case.text).is_ok();
        let is_unreadable =
            ["invalid_json", "invalid_utf8", "byte_order_mark"].iter().any(|code| has(&report, code));
        assert_eq!(is_json, !is_unreadable, "{}", case.name);
    }
}
