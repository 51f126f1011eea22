//! What must hold of every report, whatever it says.

use serde_json::Value;
use user_processing_result::escape::without_secrets;
use user_processing_result::{Contract, Report, UserProcessingResult, Violation};

/// What must hold of every report of a text, whatever it says.
pub fn assert_sound(report: &Report, text: &[u8], line: Option<usize>) {
    assert_eq!(
        report.is_valid(),
        report.errors().next().is_none() && report.omitted() == 0 || no_error(report)
    );
    assert_eq!(report.is_valid(), report.invalid_documents() == 0);
    let key = |violation: &Violation| {
        (!is_of_head(violation), violation.span().map(|span| span.start), violation.code())
    };
    assert!(report.violations().is_sorted_by_key(key), "in the order of the text, then of the codes");
    for violation in report.violations() {
        assert_spans_sound(violation, text, line);
        assert!(violation.path().is_empty() || violation.path().starts_with('/') || is_of_head(violation));
        assert_eq!(violation.reason().is_some(), violation.code().as_str() == "invalid_date_time");
        let message = violation.message();
        assert!(message.starts_with("expected ") && message.contains(", found "), "{message}");
        assert!(!message.chars().any(char::is_control), "{message:?}");
        assert!(violation.found().is_none_or(|found| found.chars().count() <= 64));
    }
}

/// What must hold of every report of a message in a text: where its body cannot be read, there is a line and no span.
pub fn assert_sound_message(report: &Report, text: &[u8]) {
    let is_unread = |violation: &&Violation| {
        matches!(violation.code().as_str(), "byte_order_mark" | "invalid_utf8" | "invalid_json" | "too_large")
    };
    if let Some(unread) = report.violations().iter().find(is_unread) {
        assert_eq!((unread.span(), unread.path()), (None, ""));
        assert!(unread.line().is_some() && report.violations().last() == Some(unread));
        let mut head = report.violations().iter().filter(|violation| violation.path() != "");
        assert!(head.all(|violation| is_of_head(violation) && violation.span().is_none()));
        return;
    }
    assert_sound(report, text, None);
}

/// What must hold of every typed value: it is printed so that it is read again, and is the same. Tells whether a value of
/// serde_json holds it too.
pub fn assert_prints_and_reads(value: &UserProcessingResult, contract: &Contract) -> bool {
    let printed = serde_json::to_string(value).expect("a value is JSON");
    assert_eq!(contract.max_bytes(usize::MAX).parse(&printed).as_ref(), Ok(value), "{printed}");
    // What is not judged may hold what a value of serde_json cannot: an unpaired surrogate, a number of many digits.
    let read = |json: &str| serde_json::from_str::<Value>(json).ok();
    let inner = read(&printed).filter(|inner| read(&inner.to_string()).as_ref() == Some(inner));
    let is_held = inner.is_some();
    if let Some(inner) = inner {
        assert_eq!(
            serde_json::from_str::<UserProcessingResult>(&printed).as_ref().ok(),
            Some(value),
            "{printed}"
        );
        assert_eq!(
            serde_json::from_value::<UserProcessingResult>(inner).as_ref().ok(),
            Some(value),
            "{printed}"
        );
    }
    is_held
}

/// Whether it is about the exchange around a body.
fn is_of_head(violation: &Violation) -> bool {
    matches!(violation.path(), "method" | "target" | "status") || violation.path().starts_with("header/")
}

fn no_error(report: &Report) -> bool {
    report.tally().keys().all(|(severity, _)| severity.as_str() == "warning")
}

fn assert_spans_sound(violation: &Violation, text: &[u8], line: Option<usize>) {
    if is_of_head(violation) {
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
    assert_eq!(violation.line().zip(violation.column()), Some(place(text, span.start, line)));
    assert_span_is_offending(violation, &text[span]);
}

/// The line and column of an offset, counted in the plainest way.
fn place(text: &[u8], at: usize, line: Option<usize>) -> (usize, usize) {
    let before = String::from_utf8_lossy(&text[..at]);
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    (line.unwrap_or(1 + before.matches('\n').count()), column)
}

/// The span, sliced, is what the code speaks of.
fn assert_span_is_offending(violation: &Violation, text: &[u8]) {
    let last = violation.path().rsplit('/').next().unwrap().replace("~1", "/").replace("~0", "~");
    let said = format!("{violation}: {}", String::from_utf8_lossy(text));
    match violation.code().as_str() {
        "missing_property" => assert_eq!(text, b"}", "{said}"),
        "duplicate_property" | "undeclared_property" | "read_only_property" => {
            let name: Result<String, _> = serde_json::from_slice(text);
            // What may be a secret in a name is hidden in paths too.
            let is_named = |name: String| without_secrets(&name) == last;
            assert!(name.is_ok_and(is_named) || last.contains('\u{FFFD}'), "{said}");
        }
        "byte_order_mark" => assert_eq!(text, b"\xEF\xBB\xBF"),
        "invalid_utf8" => assert_eq!(text.len(), 1),
        "invalid_json" => assert!(str::from_utf8(text).unwrap().chars().count() <= 1),
        "invalid_date_time" => assert!(!text.is_empty(), "{said}"),
        _ => assert!(serde_json::from_slice::<&serde_json::value::RawValue>(text).is_ok(), "{said}"),
    }
}
