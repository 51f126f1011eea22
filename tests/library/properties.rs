//! Invariants of reports, typed values and fixes, on generated documents and on edited cases.

use std::borrow::Cow;
use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::Value;
use support::cases;
use support::generate::{config, contract, document};
use support::invariants::{assert_report_invariants, assert_round_trip};
use user_processing_result::escape::is_unprintable;
use user_processing_result::{Contract, Report, UserProcessingResult, Violation, schema};

proptest! {
    #![proptest_config(config(4000))]

    #[test]
    fn reports_satisfy_invariants(json in document(), contract in contract()) {
        let report = contract.check(&json);
        assert_report_invariants(&report, json.as_bytes(), None);
        prop_assert_eq!(contract.is_valid(&json), report.is_valid());
    }

    #[test]
    fn typed_values_survive_a_round_trip(json in document(), contract in contract()) {
        match contract.parse(&json) {
            Ok(value) => {
                prop_assert!(contract.is_valid(&json));
                prop_assert!(assert_round_trip(&value, &contract));
            }
            Err(report) => {
                let is_projection = contract.kind().as_str() == "projection";
                prop_assert!(is_projection || !contract.is_valid(&json) || has_year_out_of_range(&report));
            }
        }
    }

    /// After a fix, the fixed violations are gone, the other violations are unchanged, and so is every byte outside the
    /// fixed spans.
    #[test]
    fn fixes_change_only_fixed_spans_and_remove_their_violations(json in document(), contract in contract()) {
        let before = contract.consistency(false).check(&json);
        let Some(fixed) = before.fix(&json) else { return Ok(()) };
        let after = contract.consistency(false).check(&fixed.text);
        let not_fixed = before.violations().iter().filter(|violation| violation.replacement().is_none());
        let expected: Vec<_> = not_fixed.map(|violation| summarize(violation, "")).collect();
        prop_assert_eq!(summarize_all(&after, ""), expected);
        let mut rest = &fixed.text[..];
        let mut at = 0;
        for violation in before.violations().iter().filter(|violation| violation.replacement().is_some()) {
            let span = violation.span().unwrap();
            let replacement = violation.replacement().unwrap();
            let expected = [&json[at..span.start], &replacement].concat();
            rest = rest.strip_prefix(expected.as_bytes()).unwrap();
            at = span.end;
        }
        prop_assert_eq!(rest, &json.as_bytes()[at..]);
    }

    /// Skips texts that a parsed value cannot represent: duplicates, `-0`, integers of more than 64 bits.
    #[test]
    fn parsed_values_get_the_violations_of_their_text(json in document(), contract in contract()) {
        let is_lossy = ["-0", "99999999999999999999", "\\ud83d", "1e400"].iter().any(|text| json.contains(text));
        if let (Ok(value), false) = (serde_json::from_str::<Value>(&json), is_lossy) {
            let of_text = contract.check(&json);
            let of_value = contract.check_value(&value);
            if !of_text.violations().iter().any(|violation| violation.code().as_str() == "duplicate_property") {
                // The members of a parsed object may be sorted by name.
                let sorted = |report| BTreeSet::from_iter(codes_and_paths(report));
                prop_assert_eq!(sorted(&of_text), sorted(&of_value));
            }
        }
    }

    /// Each item and each line gets the violations that it gets as a single document, at another location.
    #[test]
    fn items_and_lines_get_the_violations_of_documents(
        a in document(),
        b in document(),
        contract in contract(),
    ) {
        let page = contract.check_collection(format!("{{\"value\": [{a}, {b}]}}"));
        let array = contract.check_collection(format!("[{a},{b}]"));
        let of_a = contract.check(&a);
        let of_b = contract.check(&b);
        for (report, path) in [(&page, "/value"), (&array, "")] {
            let single = |report: &Report, item: usize| summarize_all(report, &format!("{path}/{item}"));
            prop_assert_eq!(summarize_all(report, ""), [single(&of_a, 0), single(&of_b, 1)].concat());
            prop_assert_eq!(report.is_valid(), of_a.is_valid() && of_b.is_valid());
            prop_assert_eq!(report.documents(), 2);
        }
        let lines = [&a, &b].map(|json| json.replace(['\n', '\r'], " "));
        let file = lines.join("\r\n");
        for ((line, report), json) in contract.check_lines(file.as_bytes()).map(Result::unwrap).zip(&lines) {
            assert_report_invariants(&report, json.as_bytes(), Some(line));
            prop_assert_eq!(codes_and_paths(&report), codes_and_paths(&contract.check(json)));
        }
    }

    /// `render` recognizes the text that was checked, and escapes its invisible characters and log commands.
    #[test]
    fn rendered_reports_are_escaped(text in document(), contract in contract()) {
        for report in [contract.check(&text), contract.check_collection(&text)] {
            let rendered = report.render(&text, "name");
            prop_assert!(!rendered.contains("not the one that was checked"), "{rendered}");
            let is_harmful = |character| is_unprintable(character) && character != '\n';
            prop_assert!(!rendered.contains(is_harmful) && !rendered.contains("##["), "{rendered:?}");
        }
    }

    #[test]
    fn random_bytes_satisfy_invariants(bytes in any::<Vec<u8>>(), contract in contract()) {
        check_every_way(&contract, &bytes);
    }

    #[test]
    fn random_punctuation_satisfies_invariants(
        text in r#"[\[\]{}:,"\\ud80eE+.0-9a-f@ \n-]{0,60}"#,
        contract in contract(),
    ) {
        check_every_way(&contract, text.as_bytes());
    }
}

#[test]
fn truncated_cases_satisfy_invariants() {
    for case in cases() {
        let contract = case.options.contract();
        for end in 0..case.text.len().min(2000) {
            check_every_way(&contract, &case.text[..end]);
        }
    }
}

#[test]
fn edited_cases_satisfy_invariants() {
    for case in cases().iter().filter(|case| case.text.len() < 1500) {
        let contract = case.options.contract();
        for at in 0..case.text.len() {
            for byte in [b'"', b'\\', b'}', b'0', 0xFF] {
                let mut text = case.text.clone();
                text[at] = byte;
                assert_report_invariants(&contract.check(&text), &text, None);
            }
        }
    }
}

/// A typed value with every property is serialized in the order of the table.
#[test]
fn every_property_is_a_field_of_the_model() {
    let optional = r#""id": "1", "subject": {}, "reprocessedRuns": [], "taskProcessingResults": [],
        "startedDateTime": "2026-03-01T06:00:00Z", "completedDateTime": "2026-03-01T06:00:00Z","#;
    let minimal =
        String::from_utf8(std::fs::read(support::cases_folder().join("minimal.json")).unwrap()).unwrap();
    let full: UserProcessingResult = minimal.replacen('{', &format!("{{{optional}"), 1).parse().unwrap();
    let printed = serde_json::to_string(&full).unwrap();
    let mut rest = &printed[1..];
    for row in schema::USER_PROCESSING_RESULT.properties {
        let value = rest.strip_prefix(&format!("\"{}\":", row.name)).expect(row.name);
        let mut values = serde_json::Deserializer::from_str(value).into_iter::<Value>();
        values.next().unwrap().unwrap();
        rest = value[values.byte_offset()..].trim_start_matches(',');
    }
    assert_eq!(rest, "}");
}

#[test]
fn every_enum_member_is_a_variant_of_the_model() {
    use user_processing_result::{
        LifecycleWorkflowProcessingStatus as Status, WorkflowExecutionType as Type,
    };

    for member in schema::PROCESSING_STATUS.members {
        let variant = Status::from(member.name.to_owned());
        assert_eq!(variant.as_str(), member.name);
        assert_eq!(format!("{variant:?}").to_lowercase(), member.name.to_lowercase());
    }
    for member in schema::WORKFLOW_EXECUTION_TYPE.members {
        let variant = Type::from(member.name.to_owned());
        assert_eq!(variant.as_str(), member.name);
        assert_eq!(format!("{variant:?}").to_lowercase(), member.name.to_lowercase());
    }
    assert_eq!(Status::from("archived".to_owned()), Status::Other("archived".to_owned()));
}

/// Checks bytes as a document, as a collection and as lines, and asserts the invariants.
fn check_every_way(contract: &Contract, bytes: &[u8]) {
    let report = contract.check(bytes);
    assert_report_invariants(&report, bytes, None);
    assert_eq!(contract.is_valid(bytes), report.is_valid());
    assert!(contract.parse(bytes).is_err() || report.is_valid());
    assert_report_invariants(&contract.check_collection(bytes), bytes, None);
    for line in contract.check_lines(bytes) {
        line.unwrap();
    }
}

fn has_year_out_of_range(report: &Report) -> bool {
    report.violations().iter().any(|violation| violation.expected().contains("chrono"))
}

/// Returns a summary of each violation, with a prefix before its path.
fn summarize_all(report: &Report, prefix: &str) -> Vec<Summary> {
    report.violations().iter().map(|violation| summarize(violation, prefix)).collect()
}

/// The severity and code, the path, the message and the suggestion of a violation, without its location in the text.
type Summary = (String, String, String, Option<String>);

fn summarize(violation: &Violation, prefix: &str) -> Summary {
    (
        format!("{} {}", violation.severity(), violation.code()),
        format!("{prefix}{}", violation.path()),
        violation.message(),
        violation.suggestion().map(Cow::into_owned),
    )
}

fn codes_and_paths(report: &Report) -> Vec<(String, String)> {
    let violations = report.violations().iter();
    violations.map(|violation| (violation.code().to_string(), violation.path().to_owned())).collect()
}
