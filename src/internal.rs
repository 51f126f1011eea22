//! Internals for the other crates of this repository. Nothing here is part of the public API.

use alloc::string::String;
use core::ops::Range;

pub use crate::http::message::{MessageHead, StartLine, check as check_message};
pub use crate::input::LineReports;
pub use crate::json::lossy;
pub use crate::report::utf16_len;
pub use crate::validate::values::Scalar;

use crate::json::ReadError;
#[cfg(feature = "__reference")]
use crate::model;
#[cfg(feature = "__reference")]
use crate::model::UserProcessingResult;
use crate::options::Contract;
use crate::report::place::unreadable;
use crate::report::{BEFORE_EXPECTED, Expected, PathPrefix, Report, Violation};
#[cfg(feature = "__reference")]
use crate::validate::differential;
#[cfg(feature = "__reference")]
pub use crate::validate::differential::FastResults;
use crate::validate::fast_path::{self, FastVerdict};
use crate::validate::{Context, object};

/// The version of the library.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Checks a document, and requires every property that the typed value cannot do without.
#[must_use]
pub fn check_typed(contract: &Contract, json: &[u8]) -> Report {
    object::check(&Context { require_model_fields: true, ..Context::new(contract) }, json)
}

/// Checks a value that was printed as JSON to be checked, so that its report has no locations.
#[must_use]
pub fn check_printed(contract: &Contract, json: &[u8]) -> Report {
    object::strip_locations(contract.check(json))
}

/// Returns `true` if the fast path proves that a flat object has no violations; `false` is inconclusive.
///
/// Each member is the index of its property, or `None` for `@odata.type`, and its value.
pub fn is_clean<'a>(
    contract: &Contract,
    members: impl Iterator<Item = Option<(Option<usize>, Scalar<'a>)>>,
) -> bool {
    fast_path::members(&Context::new(contract), members) == Some(FastVerdict::Clean)
}

/// Returns the report of a document that is longer than `max_bytes`.
#[must_use]
pub fn too_large(max_bytes: usize) -> Report {
    unreadable(ReadError::too_large(max_bytes), Expected::Object, PathPrefix::DOCUMENT)
}

/// Appends the message of a checked violation, and returns the range of the expectation within `out`.
pub fn write_message(violation: &Violation, out: &mut String) -> Range<usize> {
    let quoted = violation.found();
    out.push_str(BEFORE_EXPECTED);
    let start = out.len();
    // A string accepts any text.
    let _ = violation.kind.write_expected(out);
    let end = out.len();
    let _ = violation.kind.write_after_expected(quoted, out);
    start..end
}

/// Runs each fast path on a document.
#[cfg(feature = "__reference")]
#[must_use]
pub fn fast_results(contract: &Contract, json: &[u8]) -> FastResults<UserProcessingResult> {
    differential::fast_results::<_, { model::PROPERTIES }>(contract, json, UserProcessingResult::from_values)
}

/// Compares every result for a document with the reference implementation, and returns whether the fast path accepted it.
///
/// # Panics
///
/// If a result differs.
#[cfg(feature = "__reference")]
#[track_caller]
#[expect(clippy::must_use_candidate, reason = "it is an assertion")]
pub fn assert_fast_matches_reference(contract: Contract, json: &[u8]) -> bool {
    let build = UserProcessingResult::from_values;
    differential::assert_fast_matches_reference::<_, { model::PROPERTIES }>(contract, json, build)
}
