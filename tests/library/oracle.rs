//! Comparisons with other crates: serde_json for the syntax, jsonschema with the exported schema for everything else.

use std::collections::HashMap;
use std::sync::LazyLock;

use jsonschema::Validator;
use proptest::prelude::*;
use serde::de::IgnoredAny;
use serde_json::Value;
use support::create_body_with;
use support::generate::{config, contract, document};
use user_processing_result::{
    Contract, ContractKind, DateTimeGrammar, Members, Reason, Report, Undeclared, Violation, schema,
};

const CREATE: Contract = Contract::CREATE;
const RFC_3339: Contract = CREATE.date_time(DateTimeGrammar::Rfc3339);

/// The validators of all exported schemas, each under the text of its schema.
static SCHEMAS: LazyLock<HashMap<String, Validator>> = LazyLock::new(|| {
    let contracts = ContractKind::ALL.iter().flat_map(|kind| {
        let contracts = Members::ALL.iter().map(|members| Contract::new(*kind).members(*members));
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

/// Returns the verdict of the JSON Schema of a contract, or `None` if the text is not JSON.
fn schema_verdict(contract: Contract, json: &str) -> Option<bool> {
    let schema = serde_json::to_value(schema::json_schema(contract)).unwrap().to_string();
    serde_json::from_str::<Value>(json).ok().map(|value| SCHEMAS[&schema].is_valid(&value))
}

/// A rule that JSON Schema cannot express.
struct Difference {
    description: &'static str,
    /// Returns `true` if a report contains a violation of this rule.
    is_in: fn(Contract, &Report) -> bool,
    contract: Contract,
    /// The name and value of a JSON member that violates this rule in a body that is valid otherwise.
    example: (&'static str, &'static str),
}

/// All differences: the schema accepts each of these violations.
const DIFFERENCES: &[Difference] = &[
    Difference {
        description: "a parsed value does not have duplicate properties",
        is_in: |_, report| has(report, "duplicate_property"),
        contract: CREATE,
        example: ("@odata.count\": 1, \"@odata.count", "2"),
    },
    Difference {
        description: "JSON Schema defines 1.0 as an integer",
        is_in: |_, report| has(report, "not_an_integer"),
        contract: CREATE,
        example: ("workflowVersion", "1.0"),
    },
    Difference {
        description: "a pattern cannot compute whether a local time is 23:59 UTC",
        is_in: |contract, report| {
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
    fn schema_and_check_agree_on_generated_documents(json in document(), contract in contract()) {
        let report = contract.check(&json);
        let known = DIFFERENCES.iter().any(|difference| (difference.is_in)(contract, &report));
        if let (Some(verdict), false) = (schema_verdict(contract, &json), known) {
            prop_assert_eq!(report.is_valid(), verdict, "{}\n{}", json, report);
        }
    }

    #[test]
    fn serde_json_and_check_agree_on_the_syntax_of_edited_documents(
        json in document(),
        index in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut edited = json.into_bytes();
        let at = index.index(edited.len());
        edited[at] = byte;
        let report = CREATE.check(&edited);
        let is_unreadable = has(&report, "invalid_json") || has(&report, "invalid_utf8");
        prop_assert_eq!(is_json(&edited), !is_unreadable, "{}", String::from_utf8_lossy(&edited));
    }
}

fn is_json(text: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(text).is_ok() && str::from_utf8(text).is_ok()
}

#[test]
fn schema_accepts_the_example_of_each_difference() {
    for Difference { description, is_in, contract, example: (name, value) } in DIFFERENCES {
        let json = create_body_with(name, value);
        let report = contract.check(&json);
        assert!(is_in(*contract, &report), "{description}: {report}");
        assert!(!report.is_valid(), "{description}");
        assert_eq!(schema_verdict(*contract, &json), Some(true), "{description}");
    }
    let null = create_body_with("startedDateTime", "null");
    assert!(CREATE.is_valid(&null) && schema_verdict(CREATE, &null).unwrap());
}

/// Compares every case and every date-time of the corpus under every kind of contract.
#[test]
fn schema_and_check_agree_on_cases_and_date_times() {
    let date_times = include_str!("../date_times.txt").lines().filter_map(|line| line.rsplit_once("\" "));
    let date_times =
        date_times.map(|(literal, _)| create_body_with("startedDateTime", &format!("{literal}\"")));
    let cases = support::cases().into_iter().filter_map(|case| String::from_utf8(case.text).ok());
    let mut compared = 0;
    let with_each_kind = |json: String| ContractKind::ALL.iter().map(move |kind| (json.clone(), kind));
    for (json, kind) in date_times.chain(cases).flat_map(with_each_kind) {
        for (grammar, members) in DateTimeGrammar::ALL.iter().zip(Members::ALL) {
            let contract = Contract::new(*kind).date_time(*grammar).members(*members).max_bytes(usize::MAX);
            let report = contract.check(&json);
            let known = DIFFERENCES.iter().any(|difference| (difference.is_in)(contract, &report));
            let Some(verdict) = schema_verdict(contract, &json).filter(|_| !known) else { continue };
            assert_eq!(report.is_valid(), verdict, "{contract:?} {json}\n{report}");
            compared += 1;
        }
    }
    assert!(compared > 3000, "{compared} verdicts");
}

#[test]
fn serde_json_and_check_agree_on_the_syntax_of_cases() {
    for case in support::cases() {
        let report = CREATE.check(&case.text);
        let is_unreadable =
            ["invalid_json", "invalid_utf8", "byte_order_mark"].iter().any(|code| has(&report, code));
        assert_eq!(is_json(&case.text), !is_unreadable, "{}", case.name);
    }
}
