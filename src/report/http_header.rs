//! The parts of an HTTP message head that violations refer to.

use core::fmt::{self, Write};

/// The method of a create request.
pub(crate) const METHOD: &str = "POST";
/// The end of the path of a create request.
pub(crate) const PATH: &str = "/workflowBase/userProcessingResults";
/// The status of the response to a create request.
pub(crate) const STATUS: &str = "201";

/// A header field that is checked. The variants are in the order in which violations are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HttpHeader {
    Authorization,
    ContentType,
    ContentLength,
}

const NAMES: [&str; 3] = ["Authorization", "Content-Type", "Content-Length"];
const PATHS: [&str; 3] = ["header/authorization", "header/content-type", "header/content-length"];

impl HttpHeader {
    /// All fields, in the order in which violations are reported.
    pub(crate) const ALL: &[Self] = &[Self::Authorization, Self::ContentType, Self::ContentLength];

    /// Returns the name of the field.
    pub(crate) fn name(self) -> &'static str {
        NAMES[self as usize]
    }

    /// Returns the path of violations of this field, such as `header/authorization`.
    pub(crate) fn path(self) -> &'static str {
        PATHS[self as usize]
    }

    /// Writes a description of the expected value. `length` is the length of the body in bytes, or `None` if it is
    /// unknown.
    pub(crate) fn write_expected(self, length: Option<usize>, out: &mut impl Write) -> fmt::Result {
        match (self, length) {
            (Self::Authorization, _) => out.write_str("`Bearer` and one token"),
            (Self::ContentType, _) => out.write_str("`application/json`, with charset utf-8 if any"),
            (Self::ContentLength, Some(length)) => {
                out.write_str(itoa::Buffer::new().format(length))?;
                out.write_str(" (the length of the body in bytes)")
            }
            (Self::ContentLength, None) => out.write_str("a number of bytes"),
        }
    }
}
