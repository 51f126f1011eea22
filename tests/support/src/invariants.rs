//! The invariants of every report and every typed value.

use serde_json::Value;
use user_processing_result::escape::without_secrets;
use user_processing_result::{Contract, Report, UserProcessingResult, Violation};

/// Asserts the invariants of a report of a text, which is the line with this number if one is given.
pub fn assert_report_invariants(report: &Report, text: &[u8], line: Option<usize>) {
    let has_no_kept_error = report.errors().next().is_none() && report.omitted() == 0;
    assert_eq!(report.is_valid(), has_no_kept_error || has_no_error(report));
    assert_eq!(report.is_valid(), report.invalid_documents() == 0);
    let key = |violation: &Violation| {
        (!is_about_head(violation), violation.span().map(|span| span.start), violation.code())
    };
    assert!(report.violations().is_sorted_by_key(key), "in document order, then in the order of codes");
    for violation in report.violations() {
        assert_location_invariants(violation, text, line);
        let path = violation.path();
        assert!(path.is_empty() || path.starts_with('/') || is_about_head(violation), "{path}");
        assert_eq!(violation.reason().is_some(), violation.code().as_str() == "invalid_date_time");
        let message = violation.message();
        assert!(message.starts_with("expected ") && message.contains(", found "), "{message}");
        assert!(!message.chars().any(char::is_control), "{message:?}");
        assert!(violation.found().is_none_or(|found| found.chars().count() <= 64));
    }
}

/// Asserts the invariants of a report of an HTTP message in a text.
///
/// If the body cannot be read, the last violation has a line and no span.
pub fn assert_message_invariants(report: &Report, text: &[u8]) {
    let is_unreadable = |violation: &&Violation| {
        matches!(violation.code().as_str(), "byte_order_mark" | "invalid_utf8" | "invalid_json" | "too_large")
    };
    if let Some(unreadable) = report.violations().iter().find(is_unreadable) {
        assert_eq!((unreadable.span(), unreadable.path()), (None, ""));
        assert!(unreadable.line().is_some() && report.violations().last() == Some(unreadable));
        let mut head = report.violations().iter().filter(|violation| violation.path() != "");
        assert!(head.all(|violation| is_about_head(violation) && violation.span().is_none()));
        return;
    }
    assert_report_invariants(report, text, None);
}

/// Asserts that a typed value is equal to the one that is parsed from it as JSON.
///
/// Returns `true` if serde_json's `Value` can represent the JSON, so that a parsed value could be compared too.
pub fn assert_round_trip(value: &UserProcessingResult, contract: &Contract) -> bool {
    let json = serde_json::to_string(value).expect("a typed value can be serialized");
    assert_eq!(contract.max_bytes(usize::MAX).parse(&json).as_ref(), Ok(value), "{json}");
    let Some(json_value) = representable(&json) else { return false };
    assert_eq!(serde_json::from_str::<UserProcessingResult>(&json).as_ref().ok(), Some(value), "{json}");
    assert_eq!(
        serde_json::from_value::<UserProcessingResult>(json_value).as_ref().ok(),
        Some(value),
        "{json}"
    );
    true
}

/// Returns the parsed JSON, or `None` if serde_json's `Value` cannot represent it.
///
/// Nested values are kept as text, and may contain an unpaired surrogate or a number with too many digits.
fn representable(json: &str) -> Option<Value> {
    let parse = |json: &str| serde_json::from_str::<Value>(json).ok();
    parse(json).filter(|value| parse(&value.to_string()).as_ref() == Some(value))
}

/// Returns `true` if a violation is about the head of an HTTP message and not about its body.
fn is_about_head(violation: &Violation) -> bool {
    matches!(violation.path(), "method" | "target" | "status") || violation.path().starts_with("header/")
}

fn has_no_error(report: &Report) -> bool {
    report.tally().keys().all(|(severity, _)| severity.as_str() == "warning")
}

fn assert_location_invariants(violation: &Violation, text: &[u8], line: Option<usize>) {
    if is_about_head(violation) {
        assert_eq!((violation.span(), violation.related(), violation.column()), (None, None, None));
        return;
    }
    let Some(span) = violation.span() else {
        assert_eq!((violation.code().as_str(), violation.line()), ("too_large", line));
        return;
    };
    for span in [Some(span.clone()), violation.related()].into_iter().flatten() {
        assert!(span.start <= span.end && span.end <= text.len());
        if let Ok(text) = str::from_utf8(text) {
            assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
        }
    }
    assert_eq!(violation.line().zip(violation.column()), Some(line_column(text, span.start, line)));
    assert_span_matches_code(violation, &text[span]);
}

/// Returns the line and the column of a byte offset, computed as simply as possible.
fn line_column(text: &[u8], offset: usize, line: Option<usize>) -> (usize, usize) {
    let before = String::from_utf8_lossy(&text[..offset]);
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    (line.unwrap_or(1 + before.matches('\n').count()), column)
}

/// Asserts that the text of the span is of the kind that the code of the violation is about.
fn assert_span_matches_code(violation: &Violation, text: &[u8]) {
    let last = violation.path().rsplit('/').next().unwrap().replace("~1", "/").replace("~0", "~");
    let context = format!("{violation}: {}", String::from_utf8_lossy(text));
    match violation.code().as_str() {
        "missing_property" => assert_eq!(text, b"}", "{context}"),
        "duplicate_property" | "undeclared_property" | "read_only_property" => {
            let name: Result<String, _> = serde_json::from_slice(text);
            // A part of a name that may be a secret is hidden in paths too.
            let matches_path = |name: String| without_secrets(&name) == last;
            assert!(name.is_ok_and(matches_path) || last.contains('\u{FFFD}'), "{context}");
        }
        "byte_order_mark" => assert_eq!(text, b"\xEF\xBB\xBF"),
        "invalid_utf8" => assert_eq!(text.len(), 1),
        "invalid_json" => assert!(str::from_utf8(text).unwrap().chars().count() <= 1),
        "invalid_date_time" => assert!(!text.is_empty(), "{context}"),
        _ => assert!(serde_json::from_slice::<&serde_json::value::RawValue>(text).is_ok(), "{context}"),
    }
}
