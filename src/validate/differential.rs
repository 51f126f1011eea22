//! Comparison of the fast paths with a reference implementation, for the tests of this repository.
//!
//! The reference implementation reads the members with serde_json alone and validates each of them. Every fast path must
//! agree with it. Therefore removing a fast path changes no result.

use alloc::string::{String, ToString};

use serde_json::Value;

use super::context::Context;
use super::fast_path::{self, FastVerdict};
use super::object::{
    Build, Validator, check, check_slow, check_value, is_clean, is_clean_value, is_valid, is_valid_fast,
    parse, parse_fast, strip_locations,
};
use crate::json::reference;
use crate::json::scan::is_blank;
use crate::options::Contract;
use crate::report::{Report, ViolationCollector, locate};

/// The results of the fast paths for one document. `false` and `None` are inconclusive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FastResults<T> {
    /// `true` if the fast path proved that the text has no violations.
    pub is_clean: bool,
    /// `true` if the fast path proved that the text has no errors.
    pub is_valid: bool,
    /// `true` if the fast path proved that the value parsed by serde_json has no violations.
    pub is_clean_value: bool,
    /// The typed value, if the fast path built it.
    pub typed: Option<T>,
}

/// Returns the result of each fast path for a document. `N` is the number of properties of the type.
pub(crate) fn fast_results<T, const N: usize>(
    contract: &Contract,
    json: &[u8],
    build: Build<T>,
) -> FastResults<T> {
    let context = Context::new(contract);
    let value: Value = serde_json::from_slice(json).unwrap_or_default();
    let typed = Context { require_model_fields: true, ..context };
    FastResults {
        is_clean: is_clean(&context, json),
        is_valid: is_valid_fast(&context, json),
        is_clean_value: is_clean_value(&context, &value),
        typed: parse_fast::<T, N>(&typed, json, build),
    }
}

/// Compares every result for a document with the reference implementation.
///
/// Returns `true` if the fast path accepted the document. `N` is the number of properties of the type.
///
/// # Panics
///
/// If a result differs.
#[track_caller]
pub(crate) fn assert_fast_matches_reference<T, const N: usize>(
    contract: Contract,
    json: &[u8],
    build: Build<T>,
) -> bool
where
    T: PartialEq + core::fmt::Debug,
{
    let text = String::from_utf8_lossy(json);
    let context = Context::new(&contract);
    let (expected, _) = reference_result(context, json, build);
    assert_eq!(check_slow(context, json), expected, "check_slow: {text}");
    assert!(!is_clean(&context, json) || expected.violations().is_empty(), "is_clean: {text}");
    assert_eq!(check(&context, json), expected, "check: {text}");
    assert_eq!(is_valid(&context, json), expected.is_valid(), "is_valid: {text}");

    if let Ok(value) = serde_json::from_slice::<Value>(json) {
        let unlimited = contract.max_bytes(usize::MAX);
        let printed = value.to_string();
        let (expected, _) = reference_result(Context::new(&unlimited), printed.as_bytes(), build);
        assert_eq!(check_value(&context, &value), strip_locations(expected), "check_value: {text}");
    }

    let typed = Context { require_model_fields: true, ..context };
    let (_, value) = reference_result(typed, json, build);
    assert_eq!(parse::<T, N>(context, json, build).ok(), value, "parse: {text}");
    let fast = parse_fast::<T, N>(&typed, json, build);
    assert!(fast.is_none() || fast == value, "parse_fast: {text}");

    let verdict = verdict(&contract, json);
    let without = contract.consistency(false);
    let (expected, _) = reference_result(Context::new(&without), json, build);
    match verdict {
        Some(FastVerdict::Clean) => assert_eq!(expected, Report::default(), "fast path: {text}"),
        Some(FastVerdict::Valid) => assert!(expected.is_valid(), "fast path: {text}"),
        None => {}
    }
    verdict.is_some()
}

/// Returns the report, and the typed value if the context requires its fields, of the reference implementation.
fn reference_result<T>(context: Context<'_>, json: &[u8], build: Build<T>) -> (Report, Option<T>) {
    let validate = || {
        let mut validator = Validator::new(context, ViolationCollector::new());
        let read = reference::read_members(json, context.contract.max_bytes, |member| {
            validator.member(None, false, member);
        });
        let read = read.map(|end| validator.finish(end));
        (validator, read)
    };
    let (validator, read) = validate();
    let mut report = validator.into_report(read);
    locate(json, &mut report.violations);
    let (validator, read) = validate();
    let value = if context.require_model_fields { validator.into_typed(read, build).ok() } else { None };
    (report, value)
}

/// Returns the verdict of the fast path on a whole document, without the consistency rules.
fn verdict(contract: &Contract, json: &[u8]) -> Option<FastVerdict> {
    let contract = contract.consistency(false);
    let (verdict, rest) = fast_path::object(&Context::new(&contract), json)?;
    (json.len() <= contract.max_bytes && is_blank(rest)).then_some(verdict)
}
