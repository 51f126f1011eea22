//! Reading of JSON text.
//!
//! [`ObjectReader`] returns the members of an object in document order, as slices of the text with their spans. The
//! order of members, duplicate names and the text of numbers are kept. The common form is read by [`scan`], eight bytes
//! at a time with [`swar`]. serde_json decides about everything else, including every error. No function recurses over
//! the input, so that deep nesting cannot overflow the stack.

pub(crate) mod json_type;
pub(crate) mod object_reader;
pub(crate) mod read_error;
#[cfg(any(test, feature = "__reference"))]
pub(crate) mod reference;
pub(crate) mod scan;
pub(crate) mod span;
pub(crate) mod swar;
pub(crate) mod unescape;

pub(crate) use json_type::JsonType;
pub(crate) use object_reader::{Member, ObjectReader, RawValue, Step};
pub(crate) use read_error::{ReadError, ReadErrorKind, check_length, read_error, read_value};
pub(crate) use span::Span;
pub use unescape::lossy;
