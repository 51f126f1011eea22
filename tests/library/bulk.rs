//! Parsing of lines and collections, and reports that are read back from JSON.

use std::borrow::Cow;
use std::io::{self, Read};

use proptest::prelude::*;
use support::generate::{config, contract, document};
use user_processing_result::{Code, Contract, Report, UserProcessingResult, Violation};

const VALID: &str = r#"{"failedTasksCount":0,"processingStatus":"queued","scheduledDateTime":"2026-03-01T06:00:00Z","totalTasksCount":4,"totalUnprocessedTasksCount":4,"workflowExecutionType":"scheduled","workflowVersion":2}"#;

type Parsed = Result<UserProcessingResult, Report>;

/// Returns all getters of a violation, apart from the location.
fn getters(violation: &Violation) -> impl PartialEq + std::fmt::Debug {
    (
        (violation.severity(), violation.code(), violation.reason()),
        (violation.message(), violation.expected(), violation.found().map(str::to_owned)),
        violation.suggestion().map(Cow::into_owned),
    )
}

/// Returns the path and the location of a violation.
fn location(violation: &Violation) -> impl PartialEq + std::fmt::Debug {
    (
        violation.path().to_owned(),
        (violation.span(), violation.related()),
        (violation.line(), violation.column()),
    )
}

#[track_caller]
fn assert_restored(report: &Report) {
    let json = serde_json::to_string(report).unwrap();
    let restored: Report = serde_json::from_str(&json).unwrap();
    assert_eq!(serde_json::to_string(&restored).unwrap(), json);
    assert_eq!(restored.is_valid(), report.is_valid());
    assert_eq!(restored.omitted(), report.omitted());
    assert_eq!(restored.to_string(), report.to_string());
    assert_eq!(restored.violations().len(), report.violations().len());
    for (restored, violation) in restored.violations().iter().zip(report) {
        assert_eq!(getters(restored), getters(violation));
        assert_eq!(location(restored), location(violation));
        assert_eq!(restored.to_string(), violation.to_string());
        assert_eq!(restored.replacement(), None);
    }
}

fn lines(contract: Contract, text: &str) -> Vec<(usize, Parsed)> {
    contract.parse_lines(text.as_bytes()).collect::<io::Result<_>>().unwrap()
}

#[test]
fn parsed_lines_have_the_numbers_of_the_file() {
    let text = format!("{VALID}\n\n  \r\n{{\"id\": \"\"}}\r\n{VALID}");
    let lines = lines(Contract::CREATE, &text);
    let numbers: Vec<_> = lines.iter().map(|(number, result)| (*number, result.is_ok())).collect();
    assert_eq!(numbers, [(1, true), (4, false), (5, true)]);
    let report = lines[1].1.as_ref().unwrap_err();
    assert_eq!(report.violations()[0].span(), Some(1..5));
    assert!(report.violations().iter().all(|violation| violation.line() == Some(4)));
}

#[test]
fn a_line_that_is_too_long_is_an_error_of_its_line() {
    let text = format!("{VALID}\n{}\n{VALID}", " {}".repeat(1 << 20));
    let lines = lines(Contract::CREATE.max_bytes(1000), &text);
    let [(1, Ok(_)), (2, Err(report)), (3, Ok(_))] = &lines[..] else { panic!("{lines:?}") };
    assert_eq!(report.violations()[0].code(), Code::TooLarge);
    assert_eq!(report.violations()[0].line(), Some(2));
}

#[test]
fn a_failing_reader_ends_the_parsed_lines() {
    struct Failing;

    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("gone"))
        }
    }

    let mut lines = Contract::CREATE.parse_lines(VALID.as_bytes().chain(&b"\n{"[..]).chain(Failing));
    assert!(matches!(lines.next(), Some(Ok((1, Ok(_))))));
    assert_eq!(lines.next().unwrap().unwrap_err().to_string(), "gone");
    assert!(lines.next().is_none());
}

#[test]
fn lines_of_an_endless_reader_are_parsed_one_by_one() {
    struct Endless;

    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let line = format!("{VALID}\n");
            let length = buffer.len().min(line.len());
            buffer[..length].copy_from_slice(&line.as_bytes()[..length]);
            Ok(length)
        }
    }

    let lines: io::Result<Vec<_>> = Contract::CREATE.parse_lines(Endless).take(3).collect();
    let numbers: Vec<_> = lines.unwrap().iter().map(|(number, result)| (*number, result.is_ok())).collect();
    assert_eq!(numbers, [(1, true), (2, true), (3, true)]);
}

#[test]
fn parsed_items_have_the_locations_of_the_page() {
    let page = format!("{{\"value\": [{VALID},\n {{\"é\": 1, \"id\": \"\"}}, 5,\n  {{\"id\": \"\"}}]}}");
    let contract = Contract::CREATE;
    let items: Vec<_> = contract.parse_collection(&page).unwrap().collect();
    assert_eq!(items.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, false, false]);
    let parsed = items.iter().filter_map(|item| item.as_ref().err()).flatten().map(location);
    let checked = contract.check_collection(&page);
    assert_eq!(parsed.collect::<Vec<_>>(), checked.violations().iter().map(location).collect::<Vec<_>>());
    let not_an_object = &items[2].as_ref().unwrap_err().violations()[0];
    assert_eq!((not_an_object.path(), not_an_object.line()), ("/value/2", Some(2)));
}

#[test]
fn only_errors_of_the_page_itself_prevent_parsing() {
    let code = |page: &str| {
        let report = Contract::CREATE.parse_collection(page).unwrap_err();
        (report.violations()[0].code(), report.violations()[0].path().to_owned(), report.violations().len())
    };
    assert_eq!(code("[{}"), (Code::InvalidJson, String::new(), 1));
    assert_eq!(code("7"), (Code::NotAnObject, String::new(), 1));
    assert_eq!(code("{}"), (Code::MissingProperty, "/value".to_owned(), 1));
    assert_eq!(code(r#"{"value": {}}"#), (Code::WrongType, "/value".to_owned(), 1));
    assert_eq!(code(r#"{"value": [{}], "value": []}"#), (Code::DuplicateProperty, "/value".to_owned(), 1));
    assert_eq!(Contract::CREATE.parse_collection(r#"{"more": 1, "value": []}"#).unwrap().count(), 0);
    assert_eq!(Contract::CREATE.parse_collection(" [ ] ").unwrap().count(), 0);
}

#[test]
fn reports_of_every_kind_are_restored() {
    assert_restored(&Contract::CREATE.check(VALID));
    assert_restored(&Contract::CREATE.check("{"));
    assert_restored(&Contract::CREATE.max_bytes(1).check(VALID));
    assert_restored(&Contract::CREATE.check(format!("{{{}\"a\":1}}", "\"\\u001b\u{202e}\":1,".repeat(200))));
    assert_restored(&Contract::RESOURCE.check_value(&serde_json::json!({"id": 1})));
    assert_restored(&Contract::CREATE.check_collection(format!("[{}{{}}]", "{},".repeat(9))));
    for code in Code::ALL {
        assert_restored(&code.explain().report());
    }
    for reason in user_processing_result::Reason::ALL {
        assert_restored(&reason.explain().report());
    }
}

#[test]
fn a_line_of_the_command_is_a_report() {
    let json = r#"{"file": "a.ndjson", "line": 17, "valid": true, "violations": []}"#;
    assert!(serde_json::from_str::<Report>(json).unwrap().is_valid());
}

#[test]
fn json_that_no_report_serializes_to_is_rejected() {
    let error = |json: &str| serde_json::from_str::<Report>(json).unwrap_err().to_string();
    let violation = |members: &str| {
        error(&format!(
            r#"{{"valid": false, "violations": [{{"severity": "error", "path": "", "message": "m", "expected": "e", {members}}}]}}"#
        ))
    };
    assert!(error(r#"{"valid": false, "violations": []}"#).starts_with("`valid` contradicts the violations"));
    assert!(error(r#"{"valid": true}"#).starts_with("missing field `violations`"));
    assert!(violation(r#""code": "unheard_of""#).contains("found `unheard_of`"));
    assert!(
        violation(r#""code": "empty_string", "span": {"start": 2, "end": 1}"#).contains("a span that ends")
    );
    assert!(violation(r#""code": "empty_string", "column": 1"#).contains("`column` without `line`"));
    let valid_despite_error = r#"{"valid": true, "violations": [{"severity": "error", "code": "empty_string",
        "path": "", "message": "m", "expected": "e"}]}"#;
    assert!(error(valid_despite_error).starts_with("`valid` contradicts the violations"));
}

/// A report from elsewhere can claim anything.
#[test]
fn restored_reports_of_hostile_json_are_harmless() {
    let json = r#"{"valid": false, "omitted": 18446744073709551615, "violations": [{"severity": "error",
        "code": "missing_property", "path": "/\u001b[2J", "span": {"start": 7, "end": 18446744073709551615},
        "line": 0, "column": 0, "message": "\u001b[2J\n##[error]", "expected": "\u001b", "found": "\u001b",
        "related": {"start": 18446744073709551615, "end": 18446744073709551615}}]}"#;
    let report: Report = serde_json::from_str(json).unwrap();
    assert_eq!(report.to_string(), "/\\u001b[2J: \\u001b[2J\\n##\\u005berror]\n18446744073709551615 more");
    assert_eq!(report.fix("{}"), None);
    assert!(!report.tally().is_empty());
    #[cfg(feature = "render")]
    assert!(!report.render("{}", "name").contains('\u{1b}'));
    assert!(report.into_utf16_offsets("{}").violations()[0].span().is_some());
}

proptest! {
    #![proptest_config(config(4000))]

    #[test]
    fn generated_reports_are_restored(json in document(), contract in contract()) {
        assert_restored(&contract.check(&json));
        let collection = format!("{{\"value\": [{json},{json}]}}");
        assert_restored(&contract.check_collection(&collection));
        for line in contract.check_lines(format!("\n{}\n", json.replace('\n', " ")).as_bytes()) {
            assert_restored(&line.unwrap().1);
        }
    }

    /// Each line is parsed as by itself, but with its line number.
    #[test]
    fn lines_are_parsed_as_documents(a in document(), b in document(), contract in contract()) {
        let [a, b] = [a, b].map(|json| json.replace(['\n', '\r'], " "));
        let lines = lines(contract, &format!("{a}\n\n{b}\r\n"));
        prop_assert_eq!(lines.len(), 2);
        for ((number, result), (expected_number, json)) in lines.iter().zip([(1, &a), (3, &b)]) {
            prop_assert_eq!(*number, expected_number);
            match (result, contract.parse(json)) {
                (Ok(value), Ok(expected)) => prop_assert_eq!(value, &expected),
                (Err(report), Err(expected)) => {
                    prop_assert_eq!(report.tally(), expected.tally());
                    for (violation, expected) in report.violations().iter().zip(&expected) {
                        prop_assert_eq!(getters(violation), getters(expected));
                        prop_assert_eq!(violation.span(), expected.span());
                        prop_assert_eq!(violation.line(), Some(expected_number));
                    }
                }
                (result, expected) => prop_assert!(false, "{result:?} is not {expected:?}"),
            }
        }
    }

    /// The items of a collection are parsed as by themselves, and have the locations of `check_collection`.
    #[test]
    fn items_are_parsed_as_documents(a in document(), b in document(), contract in contract(), is_page: bool) {
        let collection = if is_page {
            format!("{{\"@odata.count\": 2,\r\n\"value\" :\n[ {a} , {b} ] }}")
        } else {
            format!("\n[{a},{b}]")
        };
        let items: Vec<_> = contract.parse_collection(&collection).unwrap().collect();
        prop_assert_eq!(items.len(), 2);
        let checked = contract.check_collection(&collection);
        for (item, json) in items.iter().zip([&a, &b]) {
            match (item, contract.parse(json)) {
                (Ok(value), Ok(expected)) => prop_assert_eq!(value, &expected),
                (Err(report), Err(expected)) => {
                    prop_assert_eq!(report.tally(), expected.tally());
                    for violation in report.violations() {
                        let known = checked.violations().iter().any(|known| known == violation);
                        // Properties that a typed value cannot do without are missing for `parse` alone.
                        let is_of_parse = expected.tally() != contract.check(json).tally();
                        prop_assert!(known || is_of_parse, "{violation:?}");
                        let span = violation.span().unwrap();
                        prop_assert!(span.end <= collection.len());
                        let start = &collection[..span.start];
                        prop_assert_eq!(violation.line().unwrap(), start.matches('\n').count() + 1);
                        let line = start.rsplit('\n').next().unwrap();
                        prop_assert_eq!(violation.column().unwrap(), line.chars().count() + 1);
                    }
                }
                (item, expected) => prop_assert!(false, "{item:?} is not {expected:?}"),
            }
        }
    }
}
