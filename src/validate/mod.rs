//! Validation of one object against the table of its entity type.
//!
//! [`fast_path`] proves in one pass that a document in the common form is valid, or gives up. [`object`] then reads the
//! document member by member and collects every violation. Both use [`value`], which applies the grammars of `edm`. The
//! module [`consistency`] compares the valid values with each other.

pub(crate) mod consistency;
pub(crate) mod context;
#[cfg(any(test, feature = "__reference"))]
pub mod differential;
mod duplicates;
pub(crate) mod fast_path;
pub(crate) mod object;
#[cfg(test)]
mod other_types;
mod value;
pub(crate) mod values;

pub(crate) use context::Context;
pub(crate) use duplicates::NameSet;
#[cfg(feature = "chrono")]
pub(crate) use values::{Contradiction, ParsedValue, PropertyValues};
