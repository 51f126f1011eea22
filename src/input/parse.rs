//! Parsing of documents into values of a type that is not known here.

use crate::options::Contract;
use crate::report::Report;

/// A function that parses a document.
pub(super) type Parse<T> = fn(&[u8], &Contract) -> Result<T, Report>;
