//! What must hold of every report, on generated documents and on damaged cases.

use std::borrow::Cow;
use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::Value;
use support::cases;
use support::generate::{config, contract, document};
use support::sound::{assert_prints_and_reads, assert_sound};
use user_processing_result::escape::is_unprintable;
use user_processing_result::{Contract, Report, UserProcessingResult, Violation, schema};

proptest! {
    #![proptest_config(config(4000))]

    #[test]
    fn reports_are_sound(json in document(), contract in contract()) {
        let report = contract.check(&json);
        assert_sound(&report, json.as_bytes(), None);
        prop_assert_eq!(contract.is_valid(&json), report.is_valid());
    }

    #[test]
    fn typed_values_print_as_they_read(json in document(), contract in contract()) {
        match contract.parse(&json) {
            Ok(value) => {
                prop_assert!(contract.is_valid(&json));
                prop_assert!(assert_prints_and_reads(&value, &contract));
            }
            Err(report) => {
                let is_projection = contract.kind().as_str() == "projection";
                prop_assert!(is_projection || !contract.is_valid(&json) || beyond_chrono(&report));
            }
        }
    }

    /// After a fix the fixed faults are gone, nothing new appears, and every byte outside of their spans is the same.
    #[test]
    fn fixes_are_safe(json in document(), contract in contract()) {
        let before = contract.consistency(false).check(&json);
        let Some(fixed) = before.fix(&json) else { return Ok(()) };
        let after = contract.consistency(false).check(&fixed.text);
        let left = before.violations().iter().filter(|violation| violation.replacement().is_none());
        let said = |violation: &Violation| said(violation, "");
        prop_assert_eq!(after.violations().iter().map(said).collect::<Vec<_>>(), left.map(said).collect::<Vec<_>>());
        let mut rest = &fixed.text[..];
        let mut at = 0;
        for violation in before.violations().iter().filter(|violation| violation.replacement().is_some()) {
            let (span, replacement) = (violation.span().unwrap(), violation.replacement().unwrap());
            let expected = [&json[at..span.start], &replacement].concat();
            rest = rest.strip_prefix(expected.as_bytes()).unwrap();
            at = span.end;
        }
        prop_assert_eq!(rest, &json.as_bytes()[at..]);
    }

    /// But for what a parsed value cannot show: duplicates, `-0`, integers of more than 64 bits.
    #[test]
    fn parsed_values_get_the_same_verdicts(json in document(), contract in contract()) {
        let unseen = ["-0", "99999999999999999999", "\\ud83d", "1e400"].iter().any(|text| json.contains(text));
        if let (Ok(value), false) = (serde_json::from_str::<Value>(&json), unseen) {
            let of_text = contract.check(&json);
            let of_value = contract.check_value(&value);
            if !of_text.violations().iter().any(|violation| violation.code().as_str() == "duplicate_property") {
                // A parsed object may be sorted by name.
                let sorted = |report| BTreeSet::from_iter(verdicts(report));
                prop_assert_eq!(sorted(&of_text), sorted(&of_value));
            }
        }
    }

    /// Items and lines are documents: the same is said of them, at another place.
    #[test]
    fn bulk_says_what_single_documents_get(a in document(), b in document(), contract in contract()) {
        let page = contract.check_collection(format!("{{\"value\": [{a}, {b}]}}"));
        let array = contract.check_collection(format!("[{a},{b}]"));
        let (of_a, of_b) = (contract.check(&a), contract.check(&b));
        for (report, path) in [(&page, "/value"), (&array, "")] {
            let single = |report: &Report, item: usize| {
                let prefixed = |violation: &Violation| said(violation, &format!("{path}/{item}"));
                report.violations().iter().map(prefixed).collect::<Vec<_>>()
            };
            let bulk: Vec<_> = report.violations().iter().map(|violation| said(violation, "")).collect();
            prop_assert_eq!(bulk, [single(&of_a, 0), single(&of_b, 1)].concat());
            prop_assert_eq!(report.is_valid(), of_a.is_valid() && of_b.is_valid());
            prop_assert_eq!(report.documents(), 2);
        }
        let lines = [&a, &b].map(|json| json.replace(['\n', '\r'], " "));
        let file = lines.join("\r\n");
        for ((line, report), json) in contract.check_lines(file.as_bytes()).map(Result::unwrap).zip(&lines) {
            assert_sound(&report, json.as_bytes(), Some(line));
            prop_assert_eq!(verdicts(&report), verdicts(&contract.check(json)));
        }
    }

    /// The text of a report is known as such, and nothing harmful of it is shown.
    #[test]
    fn its_own_text_is_shown_harmlessly(text in document(), contract in contract()) {
        for report in [contract.check(&text), contract.check_collection(&text)] {
            let rendered = report.render(&text, "name");
            prop_assert!(!rendered.contains("not the one that was checked"), "{rendered}");
            let harmful = |character| is_unprintable(character) && character != '\n';
            prop_assert!(!rendered.contains(harmful) && !rendered.contains("##["), "{rendered:?}");
        }
    }

    #[test]
    fn random_bytes_never_panic(bytes in any::<Vec<u8>>(), contract in contract()) {
        all_faces(&contract, &bytes);
    }

    #[test]
    fn random_punctuation_never_panics(text in r#"[\[\]{}:,"\\ud80eE+.0-9a-f@ \n-]{0,60}"#, contract in contract()) {
        all_faces(&contract, text.as_bytes());
    }
}

#[test]
fn truncations_never_panic() {
    for case in cases() {
        let contract = case.options.contract();
        for end in 0..case.text.len().min(2000) {
            all_faces(&contract, &case.text[..end]);
        }
    }
}

#[test]
fn single_byte_edits_never_panic() {
    for case in cases().iter().filter(|case| case.text.len() < 1500) {
        let contract = case.options.contract();
        for at in 0..case.text.len() {
            for byte in [b'"', b'\\', b'}', b'0', 0xFF] {
                let mut text = case.text.clone();
                text[at] = byte;
                assert_sound(&contract.check(&text), &text, None);
            }
        }
    }
}

/// The table and the model say the same: a full value has every property, in the order of the table.
#[test]
fn every_row_is_a_field() {
    let id = r#""id": "1", "subject": {}, "reprocessedRuns": [], "taskProcessingResults": [],
        "startedDateTime": "2026-03-01T06:00:00Z", "completedDateTime": "2026-03-01T06:00:00Z","#;
    let minimal = String::from_utf8(std::fs::read(support::root().join("minimal.json")).unwrap()).unwrap();
    let full: UserProcessingResult = minimal.replacen('{', &format!("{{{id}"), 1).parse().unwrap();
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

/// Every member of the tables has a variant, and back.
#[test]
fn every_member_is_a_variant() {
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

fn all_faces(contract: &Contract, bytes: &[u8]) {
    let report = contract.check(bytes);
    assert_sound(&report, bytes, None);
    assert_eq!(contract.is_valid(bytes), report.is_valid());
    assert!(contract.parse(bytes).is_err() || report.is_valid());
    assert_sound(&contract.check_collection(bytes), bytes, None);
    for line in contract.check_lines(bytes) {
        line.unwrap();
    }
}

fn beyond_chrono(report: &Report) -> bool {
    report.violations().iter().any(|violation| violation.expected().contains("chrono"))
}

/// A violation without its place in the text.
fn said(violation: &Violation, prefix: &str) -> (String, String, String, Option<String>) {
    (
        format!("{} {}", violation.severity(), violation.code()),
        format!("{prefix}{}", violation.path()),
        violation.message(),
        violation.suggestion().map(Cow::into_owned),
    )
}

fn verdicts(report: &Report) -> Vec<(String, String)> {
    let verdicts = report.violations().iter();
    verdicts.map(|violation| (violation.code().to_string(), violation.path().to_owned())).collect()
}
