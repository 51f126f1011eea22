//! Invariants for arbitrary bytes, one function for each; `scripts/fuzz` searches for bytes that violate one.
//!
//! The first three bytes select the contract, as [`split_contract`] reads them; the others are the text.

#![expect(clippy::missing_panics_doc, reason = "each function panics if its invariant does not hold")]

mod date_time;
mod lines;

pub use date_time::date_time;
pub use lines::lines;

use serde::de::IgnoredAny;
use user_processing_result::http::messages;
use user_processing_result::{Contract, ContractKind, DateTimeGrammar, Members, Undeclared, Violation};

use support::invariants::{assert_message_invariants, assert_report_invariants, assert_round_trip};

/// Returns the contract that the first three bytes select, and the text after them; `None` if there are fewer bytes.
fn split_contract(data: &[u8]) -> Option<(Contract, &[u8])> {
    let ([low, high, limit], text) = data.split_first_chunk()?;
    let mut number = usize::from(u16::from_le_bytes([*low, *high]));
    let mut choose = |count: usize| {
        let choice = number % count;
        number /= count;
        choice
    };
    let contract = Contract::new(ContractKind::ALL[choose(3)])
        .members(Members::ALL[choose(3)])
        .date_time(DateTimeGrammar::ALL[choose(3)])
        .consistency(choose(2) == 1);
    let contract = match Undeclared::ALL.get(choose(4)) {
        Some(undeclared) => contract.undeclared(*undeclared),
        None => contract,
    };
    Some((if choose(8) == 7 { contract.max_bytes((*limit).into()) } else { contract }, text))
}

/// Asserts the invariants of reports, and that no output panics.
pub fn sound(data: &[u8]) {
    let Some((contract, text)) = split_contract(data) else { return };
    let report = contract.check(text);
    assert_report_invariants(&report, text, None);
    assert_eq!(contract.is_valid(text), report.is_valid());
    assert!(contract.parse(text).is_err() || report.is_valid());
    let page = contract.check_collection(text);
    assert_report_invariants(&page, text, None);
    for report in [report, page] {
        let _ = (report.to_string(), report.render(text, "name"));
        if let Ok(text) = str::from_utf8(text) {
            let _ = report.clone().into_utf16_offsets(text);
        }
        let json = serde_json::to_value(&report).expect("a report is JSON");
        assert_eq!(json["violations"].as_array().map(Vec::len), Some(report.violations().len()));
    }
}

/// Asserts that the fast paths return the results of the reference implementation, which uses serde_json alone.
pub fn law(data: &[u8]) {
    if let Some((contract, text)) = split_contract(data) {
        user_processing_result::internal::assert_fast_matches_reference(contract, text);
    }
}

/// Asserts that a text has a syntax error if and only if serde_json rejects it.
pub fn syntax(data: &[u8]) {
    let is_json = str::from_utf8(data).is_ok() && serde_json::from_slice::<IgnoredAny>(data).is_ok();
    for report in [Contract::CREATE.check(data), Contract::RESOURCE.check_collection(data)] {
        let codes = report.violations().iter().map(|violation| violation.code().as_str());
        let is_unreadable =
            codes.clone().any(|code| code.starts_with("invalid_json") || code == "invalid_utf8");
        assert_eq!(
            is_json,
            !is_unreadable && codes.clone().all(|code| code != "byte_order_mark"),
            "{report}"
        );
    }
}

/// Asserts that a typed value is equal to the one that is parsed from it as JSON.
pub fn round_trip(data: &[u8]) {
    let Some((contract, text)) = split_contract(data) else { return };
    let Ok(value) = contract.parse(text) else { return };
    assert!(contract.is_valid(text));
    assert_round_trip(&value, &contract);
}

/// Asserts that a fix changes only the spans of fixed violations, and that exactly the other violations remain.
pub fn fix(data: &[u8]) {
    let Some((contract, text)) = split_contract(data) else { return };
    let contract = contract.consistency(false);
    let before = contract.check(text);
    let Some(fixed) = before.fix(text) else { return };
    let mut expected = Vec::new();
    let mut at = 0;
    for violation in before.violations() {
        let (Some(replacement), Some(span)) = (violation.replacement(), violation.span()) else { continue };
        expected.extend_from_slice(&text[at..span.start]);
        expected.extend_from_slice(replacement.as_bytes());
        at = span.end;
    }
    expected.extend_from_slice(&text[at..]);
    assert_eq!(fixed.text, expected);
    if before.omitted() > 0 {
        return;
    }
    let summarize = |violation: &Violation| (violation.path().to_owned(), violation.message());
    let after = contract.max_bytes(usize::MAX).check(&fixed.text);
    let not_fixed = before.violations().iter().filter(|violation| violation.replacement().is_none());
    assert!(after.violations().iter().map(summarize).eq(not_fixed.map(summarize)), "{before}\n{after}");
    assert_eq!(after.fix(&fixed.text), None);
}

/// Asserts that messages are read to the end of the text, that spans are in bodies, and that no output contains the
/// token.
pub fn exchange(data: &[u8]) {
    let Some((contract, text)) = split_contract(data) else { return };
    let token = token(text);
    let mut outputs = Vec::new();
    for message in messages(text) {
        let message = match message {
            Ok(message) => message,
            Err(error) => {
                outputs.push(format!("{error} {error:?}"));
                continue;
            }
        };
        let report = message.check(&contract);
        assert_message_invariants(&report, text);
        let body = message.body();
        for span in report.violations().iter().filter_map(Violation::span) {
            assert!(body.start <= span.start && span.end <= body.end);
        }
        outputs.push(format!("{message:?} {report} {report:?} {}", report.render(text, "name")));
    }
    assert!(token.is_none_or(|token| !outputs.concat().contains(token)), "{outputs:?}");
}

/// Returns the token of the first `Authorization` header, or `None` if the text contains it a second time.
fn token(text: &[u8]) -> Option<&str> {
    const HEADER: &str = "\nAuthorization: Bearer ";
    let text = str::from_utf8(text).ok()?;
    let (head, token) = text.split_once(HEADER)?;
    // A token in a body may be quoted.
    let is_in_head = !head.contains("\n\n") && !head.contains("\r\n\r\n") && !head.contains("\n\r\n");
    let token = token.lines().next()?.trim();
    let is_token = token.len() >= 12 && token.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (is_in_head && is_token && text.matches(token).count() == 1).then_some(token)
}

#[cfg(test)]
mod tests {
    #[test]
    fn cases_satisfy_every_invariant_under_several_contracts() {
        for case in support::cases() {
            crate::syntax(&case.text);
            for contract in [[0, 0, 0], [1, 0, 0], [2, 0, 99], [75, 1, 7], [0xFF, 0xFF, 40]] {
                let data = [&contract[..], &case.text].concat();
                for check in
                    [crate::sound, crate::law, crate::lines, crate::round_trip, crate::fix, crate::exchange]
                {
                    check(&data);
                }
            }
        }
    }

    #[test]
    fn date_times_of_the_corpus_match_the_pattern() {
        let corpus = include_str!("../../tests/date_times.txt").lines();
        let contents: Vec<&str> =
            corpus.filter_map(|line| line.strip_prefix('"')?.split('"').next()).collect();
        assert!(contents.len() > 150, "{} strings", contents.len());
        for content in contents {
            crate::date_time(content.as_bytes());
        }
    }
}
