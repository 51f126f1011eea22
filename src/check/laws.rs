//! The laws of the quick readers: what they take, the thorough reader takes, and says the same of it.
//!
//! So each could be deleted, and no answer would change.

use alloc::string::{String, ToString};

use serde_json::Value;

use super::{Checker, explain, is_clean, is_clean_value, is_valid, typed_at_once};
use crate::findings::Findings;
use crate::read::witness;
use crate::recognise::{self, Recognised};
use crate::rules::Rules;
use crate::scan::is_blank;
use crate::schema::USER_PROCESSING_RESULT;
use crate::{Contract, Report, UserProcessingResult, model};

/// The report by serde_json alone, and the typed value.
fn thorough(rules: Rules<'_>, json: &[u8]) -> (Report, Option<UserProcessingResult>) {
    let run = || {
        let mut checker = Checker::new(rules, Findings::new());
        let read = witness::by_serde_json(json, rules.contract.max_bytes, |member| {
            checker.member(None, false, member);
        });
        let read = read.map(|end| checker.end(end));
        (checker, read)
    };
    let (checker, read) = run();
    let mut report = checker.into_report(read);
    super::locate(json, &mut report.violations);
    let (checker, read) = run();
    let value =
        if rules.is_typed { checker.into_typed(read, UserProcessingResult::from_leaves).ok() } else { None };
    (report, value)
}

/// What a document was recognised as, if it is not too long and nothing but white space comes after it.
fn whole(json: &[u8], contract: &Contract, recognised: Option<(Recognised, &[u8])>) -> Option<Recognised> {
    let (recognised, rest) = recognised?;
    (json.len() <= contract.max_bytes && is_blank(rest)).then_some(recognised)
}

/// Holds every quick reader to the thorough one; gives whether the recogniser took the document.
///
/// # Panics
///
/// Where one of them says something else.
#[track_caller]
pub fn hold(contract: Contract, json: &[u8]) -> bool {
    let shown = String::from_utf8_lossy(json);
    let rules = Rules::new(&USER_PROCESSING_RESULT, &contract);
    let (expected, _) = thorough(rules, json);
    assert_eq!(explain(rules, json), expected, "explain: {shown}");
    assert!(!is_clean(&rules, json) || expected.violations.is_empty(), "clean: {shown}");
    assert_eq!(contract.check(json), expected, "check: {shown}");
    assert_eq!(contract.is_valid(json), expected.is_valid(), "is_valid: {shown}");

    if let Ok(value) = serde_json::from_slice::<Value>(json) {
        let unlimited = contract.max_bytes(usize::MAX);
        let rules = Rules::new(&USER_PROCESSING_RESULT, &unlimited);
        let (expected, _) = thorough(rules, value.to_string().as_bytes());
        assert_eq!(super::value(&value, &contract), super::without_places(expected), "value: {shown}");
    }

    let without = contract.consistency(false);
    let rules = Rules::new(&USER_PROCESSING_RESULT, &without);
    let recognised = whole(json, &contract, recognise::object(&rules, json));
    match recognised {
        Some(Recognised::Clean) => assert_eq!(thorough(rules, json).0, Report::default(), "{shown}"),
        Some(Recognised::Valid) => assert!(thorough(rules, json).0.is_valid(), "{shown}"),
        None => {}
    }

    let rules = Rules { is_typed: true, ..Rules::new(&USER_PROCESSING_RESULT, &contract) };
    let (_, value) = thorough(rules, json);
    assert_eq!(model::parse(json, &contract).ok(), value, "typed: {shown}");
    let at_once = typed_at_once(&rules, json, UserProcessingResult::from_leaves);
    assert!(at_once.is_none() || at_once == value, "typed at once: {shown}");
    recognised.is_some()
}

/// What the quick readers take of a document, each by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quick {
    /// It has no violations.
    pub is_clean: bool,
    /// It has no errors.
    pub is_valid: bool,
    /// Its parsed value has no violations.
    pub is_clean_value: bool,
    /// Its typed value.
    pub typed: Option<UserProcessingResult>,
}

/// Puts a document to each of the quick readers.
#[must_use]
pub fn quick(contract: &Contract, json: &[u8]) -> Quick {
    let rules = Rules::new(&USER_PROCESSING_RESULT, contract);
    let value: Value = serde_json::from_slice(json).unwrap_or_default();
    let typed = Rules { is_typed: true, ..rules };
    Quick {
        is_clean: is_clean(&rules, json),
        is_valid: is_valid(&rules, json),
        is_clean_value: is_clean_value(&rules, &value),
        typed: typed_at_once(&typed, json, UserProcessingResult::from_leaves),
    }
}
