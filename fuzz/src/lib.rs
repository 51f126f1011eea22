//! What must hold of any bytes, a function for each law; `scripts/fuzz` looks for bytes of which it does not.
//!
//! The first three bytes choose what is asked, as [`asked`] reads them, the others are the text.

#![expect(clippy::missing_panics_doc, reason = "each panics where its law does not hold")]

mod date_time;
mod lines;

pub use date_time::date_time;
pub use lines::lines;

use serde::de::IgnoredAny;
use user_processing_result::http::messages;
use user_processing_result::{Contract, ContractKind, DateTimeGrammar, Members, Undeclared, Violation};

use support::sound::{assert_prints_and_reads, assert_sound, assert_sound_message};

/// The contract that three bytes choose, and what comes after them.
fn asked(data: &[u8]) -> Option<(Contract, &[u8])> {
    let ([low, high, limit], text) = data.split_first_chunk()?;
    let mut number = usize::from(u16::from_le_bytes([*low, *high]));
    let mut choose = |count: usize| {
        let chosen = number % count;
        number /= count;
        chosen
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

/// Nothing panics, and every invariant of a report holds.
pub fn sound(data: &[u8]) {
    let Some((contract, text)) = asked(data) else { return };
    let report = contract.check(text);
    assert_sound(&report, text, None);
    assert_eq!(contract.is_valid(text), report.is_valid());
    assert!(contract.parse(text).is_err() || report.is_valid());
    let page = contract.check_collection(text);
    assert_sound(&page, text, None);
    for report in [report, page] {
        let _ = (report.to_string(), report.render(text, "name"));
        if let Ok(text) = str::from_utf8(text) {
            let _ = report.clone().into_utf16_offsets(text);
        }
        let json = serde_json::to_value(&report).expect("a report is JSON");
        assert_eq!(json["violations"].as_array().map(Vec::len), Some(report.violations().len()));
    }
}

/// The quick readers say what serde_json alone says.
pub fn law(data: &[u8]) {
    if let Some((contract, text)) = asked(data) {
        user_processing_result::internal::assert_fast_matches_reference(contract, text);
    }
}

/// What serde_json reads is read, and nothing else.
pub fn syntax(data: &[u8]) {
    let is_json = str::from_utf8(data).is_ok() && serde_json::from_slice::<IgnoredAny>(data).is_ok();
    for report in [Contract::CREATE.check(data), Contract::RESOURCE.check_collection(data)] {
        let codes = report.violations().iter().map(|violation| violation.code().as_str());
        let is_unread = codes.clone().any(|code| code.starts_with("invalid_json") || code == "invalid_utf8");
        assert_eq!(is_json, !is_unread && codes.clone().all(|code| code != "byte_order_mark"), "{report}");
    }
}

/// A typed value is printed so that it is read again, and is the same.
pub fn round_trip(data: &[u8]) {
    let Some((contract, text)) = asked(data) else { return };
    let Ok(value) = contract.parse(text) else { return };
    assert!(contract.is_valid(text));
    assert_prints_and_reads(&value, &contract);
}

/// What is rewritten is right then, nothing else is wrong then, and every other byte is the same.
pub fn fix(data: &[u8]) {
    let Some((contract, text)) = asked(data) else { return };
    let contract = contract.consistency(false);
    let before = contract.check(text);
    let Some(fixed) = before.fix(text) else { return };
    let (mut expected, mut at) = (Vec::new(), 0);
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
    let said = |violation: &Violation| (violation.path().to_owned(), violation.message());
    let after = contract.max_bytes(usize::MAX).check(&fixed.text);
    let left = before.violations().iter().filter(|violation| violation.replacement().is_none());
    assert!(after.violations().iter().map(said).eq(left.map(said)), "{before}\n{after}");
    assert_eq!(after.fix(&fixed.text), None);
}

/// Requests and responses are read to the end of the text, spans are in bodies, and no token is shown.
pub fn exchange(data: &[u8]) {
    let Some((contract, text)) = asked(data) else { return };
    let token = token(text);
    let mut shown = Vec::new();
    for message in messages(text) {
        let message = match message {
            Ok(message) => message,
            Err(error) => {
                shown.push(format!("{error} {error:?}"));
                continue;
            }
        };
        let report = message.check(&contract);
        assert_sound_message(&report, text);
        let body = message.body();
        for span in report.violations().iter().filter_map(Violation::span) {
            assert!(body.start <= span.start && span.end <= body.end);
        }
        shown.push(format!("{message:?} {report} {report:?} {}", report.render(text, "name")));
    }
    assert!(token.is_none_or(|token| !shown.concat().contains(token)), "{shown:?}");
}

/// The token of the first header that has one, unless it stands elsewhere too.
fn token(text: &[u8]) -> Option<&str> {
    const BEFORE: &str = "\nAuthorization: Bearer ";
    let text = str::from_utf8(text).ok()?;
    let (head, token) = text.split_once(BEFORE)?;
    // In a body it may be quoted.
    let is_in_head = !head.contains("\n\n") && !head.contains("\r\n\r\n") && !head.contains("\n\r\n");
    let token = token.lines().next()?.trim();
    let is_token = token.len() >= 12 && token.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (is_in_head && is_token && text.matches(token).count() == 1).then_some(token)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    /// Every law holds of every case, whatever is asked of it.
    #[test]
    fn cases() {
        let mut count = 0;
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder of cases") {
                let path = entry.expect("a case").path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let text = fs::read(&path).expect("a case");
                for asked in [[0, 0, 0], [1, 0, 0], [2, 0, 99], [75, 1, 7], [0xFF, 0xFF, 40]] {
                    let data = [&asked[..], &text].concat();
                    for law in [crate::sound, crate::lines, crate::round_trip, crate::fix, crate::exchange] {
                        law(&data);
                    }
                    crate::syntax(&text);
                    count += 1;
                }
            }
        }
        assert!(count > 700, "{count} texts");
    }

    /// So does that of date-times, of the whole corpus.
    #[test]
    fn date_times() {
        let corpus = include_str!("../../tests/date_times.txt").lines();
        let contents: Vec<&str> =
            corpus.filter_map(|line| line.strip_prefix('"')?.split('"').next()).collect();
        assert!(contents.len() > 150);
        for content in contents {
            crate::date_time(content.as_bytes());
        }
    }
}
