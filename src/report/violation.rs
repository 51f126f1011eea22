//! One violation.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;
use core::ops::Range;

use serde::{Serialize, Serializer};

use super::code::{Code, Severity};
use super::detail::Detail;
use super::escape::{self, Escaped, HIDDEN, MAX_PATH_CHARS};
use super::line_column::LineColumn;
use crate::edm::Reason;
use crate::json::unescape::unescape;
use crate::json::{Span, lossy};

/// One problem of a document: its severity and code, its location, and its message.
///
/// It displays as `path: message`, or as the message alone if it concerns the document as a whole. Unprintable characters
/// are escaped. It serializes as a JSON object with a member for each getter from [`severity`](Self::severity) to
/// [`related`](Self::related); members without a value are left out.
#[derive(Clone, PartialEq, Eq)]
pub struct Violation {
    pub(crate) severity: Severity,
    pub(crate) kind: Detail,
    pub(crate) path: Cow<'static, str>,
    pub(crate) span: Option<Span>,
    pub(crate) location: Option<LineColumn>,
    pub(crate) related: Option<Span>,
    pub(crate) quoted: Option<String>,
}

impl Violation {
    /// Returns whether the violation is an error or a warning.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// Returns the stable code of the violation.
    #[must_use]
    pub fn code(&self) -> Code {
        self.kind.code()
    }

    /// Returns the JSON Pointer (RFC 6901) to the value, or to where a missing property would be. Empty for the document.
    ///
    /// A violation in the head of an HTTP message has `method`, `target`, `status` or `header/<name>` instead.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the byte range in the text. For a missing property it is the closing brace of the object.
    ///
    /// `None` for a document that is too large, for a value that was checked without a text, and for the head of an HTTP
    /// message. In a file of lines, offsets are relative to the line.
    #[must_use]
    pub fn span(&self) -> Option<Range<usize>> {
        self.span.map(Range::from)
    }

    /// Returns the line on which the span starts, from 1. In a file of lines it is the line of the file.
    ///
    /// `None` without a span, except in a file of lines and in the head of an HTTP message that was read from text.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.location.map(|location| location.line)
    }

    /// Returns the column at which the span starts, in characters from 1. `None` without a span.
    #[must_use]
    pub fn column(&self) -> Option<usize> {
        self.location.and_then(|location| location.column)
    }

    /// Returns the message for people: what was expected, what was found, and possibly a hint.
    #[must_use]
    pub fn message(&self) -> String {
        written(|out| self.kind.write_message(self.found(), out))
    }

    /// Writes the [`message`](Self::message) without allocating a string.
    ///
    /// # Errors
    ///
    /// Returns the error of the writer.
    ///
    /// ```
    /// # use user_processing_result::Contract;
    /// let mut text = String::new();
    /// for violation in &Contract::PROJECTION.check(r#"{"id": ""}"#) {
    ///     violation.write_message(&mut text)?;
    /// }
    /// assert_eq!(text, r#"expected a non-empty string, found """#);
    /// # Ok::<_, std::fmt::Error>(())
    /// ```
    pub fn write_message(&self, out: &mut impl fmt::Write) -> fmt::Result {
        self.kind.write_message(self.found(), out)
    }

    /// Returns what was expected, for people.
    #[must_use]
    pub fn expected(&self) -> String {
        written(|out| self.kind.write_expected(out))
    }

    /// Returns what was found, quoted from the text: at most 64 characters, escaped, and without secrets. `None` if nothing
    /// is quoted, as for a missing property.
    #[must_use]
    pub fn found(&self) -> Option<&str> {
        self.quoted.as_deref()
    }

    /// Returns the reason why a string is not a date-time. `None` unless the code is [`Code::InvalidDateTime`].
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        self.kind.reason()
    }

    /// Returns the property name, enum member or number that was probably meant, or `None` if nothing is close enough.
    #[must_use]
    pub fn suggestion(&self) -> Option<Cow<'static, str>> {
        self.kind.suggestion()
    }

    /// For a duplicate property, returns the byte range of the first occurrence of its name. `None` for other codes.
    #[must_use]
    pub fn related(&self) -> Option<Range<usize>> {
        self.related.map(Range::from)
    }

    /// Returns `true` if what the violation quotes can contain this part of the source.
    pub(super) fn is_about(&self, part: &[u8]) -> bool {
        let Some(quoted) = &self.quoted else {
            return self.code() != Code::MissingProperty || part == b"}";
        };
        if quoted.ends_with('…') || quoted.contains(HIDDEN) {
            return true;
        }
        let is_string = part.len() >= 2 && part.starts_with(b"\"") && part.ends_with(b"\"");
        let quoted_name = || escape::quote(&escape::literal(&lossy(&unescape(part))));
        quoted.contains(&escape::quote(&lossy(part))) || (is_string && *quoted == quoted_name())
    }
}

/// Returns the text that `write` writes.
fn written(write: impl FnOnce(&mut String) -> fmt::Result) -> String {
    // Most messages fit, so that the string need not grow piece by piece.
    let mut text = String::with_capacity(128);
    // A string accepts any text.
    let _ = write(&mut text);
    text
}

impl fmt::Debug for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Violation")
            .field("severity", &self.severity)
            .field("code", &self.code())
            .field("path", &self.path)
            .field("span", &self.span())
            .field("message", &self.message())
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", Escaped::line(&self.path).truncated(MAX_PATH_CHARS))?;
        }
        // The message of a check is escaped already, and escaping does not change it. A deserialized one may contain anything.
        write!(f, "{}", Escaped::line(&self.message()))
    }
}

impl Serialize for Violation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Json<'a> {
            severity: Severity,
            code: Code,
            path: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            span: Option<Span>,
            #[serde(skip_serializing_if = "Option::is_none")]
            line: Option<usize>,
            #[serde(skip_serializing_if = "Option::is_none")]
            column: Option<usize>,
            message: String,
            expected: String,
            #[serde(skip_serializing_if = "Option::is_none")]
            found: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            reason: Option<Reason>,
            #[serde(skip_serializing_if = "Option::is_none")]
            suggestion: Option<Cow<'static, str>>,
            #[serde(skip_serializing_if = "Option::is_none")]
            related: Option<Span>,
        }

        Json {
            severity: self.severity,
            code: self.code(),
            path: &self.path,
            span: self.span,
            line: self.line(),
            column: self.column(),
            message: self.message(),
            expected: self.expected(),
            found: self.found(),
            reason: self.reason(),
            suggestion: self.suggestion(),
            related: self.related,
        }
        .serialize(serializer)
    }
}
