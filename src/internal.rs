//! Internals for the other crates of this repository. Nothing here is part of the public API.

use alloc::string::String;
use core::ops::Range;

use crate::check;
use crate::contract::{Contract, Undeclared};
use crate::place::Base;
use crate::read::Unreadable;
use crate::recognise::{self, Recognised};
use crate::report::{Report, Violation};
use crate::rules::Rules;
use crate::schema::USER_PROCESSING_RESULT;

#[cfg(any(test, feature = "__reference"))]
pub use crate::check::laws::{Quick, hold, quick};
pub use crate::exchange::{Head, Start, check as check_message};
pub use crate::read::lossy;
pub use crate::recognise::Scalar;
pub use crate::split::Reports;
pub use crate::utf16::units;

/// Checks a document, and requires every property that the typed value cannot do without.
#[must_use]
pub fn check_typed(contract: &Contract, json: &[u8]) -> Report {
    check::document(&Rules { is_typed: true, ..Rules::new(&USER_PROCESSING_RESULT, contract) }, json)
}

/// Checks a value that was printed as JSON to be checked, so that its report has no locations.
#[must_use]
pub fn check_printed(contract: &Contract, json: &[u8]) -> Report {
    check::without_places(contract.check(json))
}

/// Returns `true` if the fast path proves that a flat object has no violations; `false` is inconclusive.
///
/// Each member is the index of its property, or `None` for `@odata.type`, and its value.
pub fn is_clean<'a>(
    contract: &Contract,
    members: impl Iterator<Item = Option<(Option<usize>, Scalar<'a>)>>,
) -> bool {
    let rules = Rules::new(&USER_PROCESSING_RESULT, contract);
    recognise::members(&rules, members) == Some(Recognised::Clean)
}

/// Returns the report of a document that is longer than `max_bytes`.
#[must_use]
pub fn too_large(max_bytes: usize) -> Report {
    Unreadable::too_large(max_bytes).into_report(Base::DOCUMENT)
}

/// Appends the message of a violation, and returns the range of what was expected within `out`.
pub fn write_message(violation: &Violation, out: &mut String) -> Range<usize> {
    violation.fault.put_message(violation.found(), out)
}

/// Returns the contract with this way to report undeclared properties, or with the default one.
#[must_use]
pub fn with_undeclared(contract: Contract, undeclared: Option<Undeclared>) -> Contract {
    Contract { undeclared, ..contract }
}
