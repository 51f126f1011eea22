//! The parts of a request or response head that violations name.

use alloc::string::String;

pub(crate) const METHOD: &str = "POST";
pub(crate) const PATH: &str = "/workflowBase/userProcessingResults";
pub(crate) const STATUS: &str = "201";

/// A header field that is checked, in the order of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HttpHeader {
    Authorization,
    ContentType,
    ContentLength,
}

const NAMES: [&str; 3] = ["Authorization", "Content-Type", "Content-Length"];
const PATHS: [&str; 3] = ["header/authorization", "header/content-type", "header/content-length"];

impl HttpHeader {
    pub(crate) const ALL: &[Self] = &[Self::Authorization, Self::ContentType, Self::ContentLength];

    pub(crate) fn name(self) -> &'static str {
        NAMES[self as usize]
    }

    /// Returns the path of violations of this field.
    pub(crate) fn path(self) -> &'static str {
        PATHS[self as usize]
    }

    /// Appends the expected value. `length` is that of the body in bytes, if it is known.
    pub(crate) fn write_expected(self, length: Option<usize>, out: &mut String) {
        match (self, length) {
            (Self::Authorization, _) => out.push_str("`Bearer` and one token"),
            (Self::ContentType, _) => out.push_str("`application/json`, with charset utf-8 if any"),
            (Self::ContentLength, Some(length)) => {
                out.extend([itoa::Buffer::new().format(length), " (the length of the body in bytes)"]);
            }
            (Self::ContentLength, None) => out.push_str("a number of bytes"),
        }
    }
}
