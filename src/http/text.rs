//! Requests and responses written as text: a start line, headers, a blank line, the body.

use alloc::borrow::{Cow, ToOwned};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use httparse::EMPTY_HEADER;

use super::message::{self, MessageHead, StartLine};
use crate::options::Contract;
use crate::report::http_header::PATH;
use crate::report::{LineColumn, Report, Violation};

/// Returns an iterator over the messages of a text.
///
/// A message is a request line or a status line, headers, a blank line, and the body. Lines end in LF or CRLF. The text can
/// also be an `.http` file as editors use it:
///
/// * A line that starts with `###` separates two messages.
/// * A request line may omit the version.
/// * Before the body, lines that start with `#` or `//` are comments. Before the head, lines that start with `@` are
///   definitions. Both are ignored.
/// * Variables are not replaced.
#[must_use]
pub fn messages(text: &[u8]) -> Messages<'_> {
    let at = if text.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    Messages { lines: Lines { text, at, number: 1 } }
}

/// An iterator over the messages of a text, made by [`messages`].
#[derive(Clone)]
pub struct Messages<'a> {
    lines: Lines<'a>,
}

/// A request or a response in a text.
#[derive(Clone)]
pub struct Message<'a> {
    start: ParsedStartLine<'a>,
    headers: Vec<ParsedHeader>,
    body: &'a [u8],
    /// The offset of the body in the text, in bytes.
    offset: usize,
    /// The line on which the message starts, from 1.
    line: usize,
    /// The line on which the body starts, from 1.
    body_line: usize,
}

#[derive(Debug, Clone)]
enum ParsedStartLine<'a> {
    Request { method: Cow<'a, str>, target: Cow<'a, str> },
    Response { status: Cow<'a, str> },
}

#[derive(Clone)]
struct ParsedHeader {
    name: String,
    value: Vec<u8>,
    line: usize,
}

/// The error of a text that is not an HTTP message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: expected {expected}, found a line that is not shown")]
pub struct ParseError {
    line: usize,
    expected: &'static str,
}

impl ParseError {
    /// Returns the line at which parsing stopped, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// Returns what was expected at the line, for people. The line itself is not quoted, as it may contain a secret.
    #[must_use]
    pub fn expected(&self) -> &'static str {
        self.expected
    }
}

impl Message<'_> {
    /// Checks the message with the options of a contract: the body of a request as a create body, and that of a response as
    /// a resource, whatever the kind of the contract.
    ///
    /// Spans and lines are those of the whole text. A violation of the head has a line, but no span. A body that cannot be
    /// read has no span either, because it may be another head, which is not to be shown.
    #[must_use]
    pub fn check(&self, options: &Contract) -> Report {
        let mut head = MessageHead::new(self.start.borrowed(), Some(self.line));
        for ParsedHeader { name, value, line } in &self.headers {
            head.add(name, value, Some(*line));
        }
        let mut report = message::check(&head, self.body, options);
        for violation in report.violations.iter_mut().skip_while(|violation| violation.kind.concerns_head()) {
            self.relocate(violation);
        }
        report
    }

    /// Converts the location of a violation from the body to the whole text.
    fn relocate(&self, violation: &mut Violation) {
        let Violation { span, related, location, kind, .. } = violation;
        let column = location.and_then(|location| location.column);
        let line = location.map_or(1, |location| location.line) + self.body_line - 1;
        *location = Some(LineColumn { line, column: column.filter(|_| !self.body.is_empty()) });
        if kind.is_read_error() {
            // Text that is not JSON may be another head, and is not shown.
            *span = None;
        }
        for span in span.iter_mut().chain(related) {
            span.start += self.offset;
            span.end += self.offset;
        }
    }

    /// Returns `true` for a request, and `false` for a response.
    #[must_use]
    pub fn is_request(&self) -> bool {
        matches!(self.start, ParsedStartLine::Request { .. })
    }

    /// Returns the line on which the message starts, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// Returns the byte range of the body in the text.
    #[must_use]
    pub fn body(&self) -> Range<usize> {
        self.offset..self.offset + self.body.len()
    }
}

/// The values of headers are left out, as they may be secret.
impl fmt::Debug for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|header| &header.name[..]).collect();
        f.debug_struct("Message").field("line", &self.line()).field("headers", &names).finish_non_exhaustive()
    }
}

impl<'a> ParsedStartLine<'a> {
    fn parse(line: &Line<'a>) -> Result<Self, ParseError> {
        let mut words = line.text.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        let start = match (words.next(), words.next(), words.next(), words.next()) {
            (Some(version), Some(status), ..) if is_version(version) => {
                Some(Self::Response { status: String::from_utf8_lossy(status) })
            }
            (Some(method), Some(target), version, None)
                if version.is_none_or(is_version) && is_method(method) && is_target(target) =>
            {
                let [method, target] = [method, target].map(String::from_utf8_lossy);
                Some(Self::Request { method, target })
            }
            _ => None,
        };
        start.ok_or(ParseError {
            line: line.number,
            expected: "a request line such as `POST /path HTTP/1.1` or a status line such as `HTTP/1.1 201 Created`",
        })
    }

    fn borrowed(&self) -> StartLine<'_> {
        match self {
            Self::Request { method, target } => StartLine::Request { method, target },
            Self::Response { status } => StartLine::Response { status },
        }
    }
}

impl fmt::Debug for Messages<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Messages").field("line", &self.lines.number).finish_non_exhaustive()
    }
}

impl<'a> Iterator for Messages<'a> {
    type Item = Result<Message<'a>, ParseError>;

    fn next(&mut self) -> Option<Self::Item> {
        let first = self.lines.find(|line| !line.is_ignored() && !line.text.starts_with(b"@"))?;
        let message = self.message(&first);
        if message.is_err() {
            self.lines.find(Line::is_separator);
        }
        Some(message)
    }
}

impl<'a> Messages<'a> {
    fn message(&mut self, first: &Line<'a>) -> Result<Message<'a>, ParseError> {
        let start = ParsedStartLine::parse(first)?;
        let mut headers = Vec::new();
        let end = loop {
            match self.lines.next() {
                Some(line) if line.is_blank() || line.is_separator() => break Some(line),
                Some(line) if line.is_ignored() => {}
                Some(line) => headers.push(ParsedHeader::parse(&line)?),
                None => break None,
            }
        };
        let (offset, body_line, end) = match end {
            Some(line) if line.is_blank() => {
                let (offset, body_line) = (self.lines.at, self.lines.number);
                let separator = self.lines.find(Line::is_separator);
                (offset, body_line, separator.map_or(self.lines.at, |line| line.offset))
            }
            Some(line) => (line.offset, line.number, line.offset),
            None => (self.lines.at, self.lines.number, self.lines.at),
        };
        let body = body(&self.lines.text[offset..end], &headers);
        Ok(Message { start, headers, body, offset, line: first.number, body_line })
    }
}

/// Returns the body in the text before the next message. White space at its end is only part of it if Content-Length includes
/// it.
fn body<'a>(text: &'a [u8], headers: &[ParsedHeader]) -> &'a [u8] {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    let shortest = text.iter().rposition(|byte| !is_space(byte)).map_or(0, |last| last + 1);
    let length = headers.iter().find(|header| header.name.eq_ignore_ascii_case("Content-Length"));
    let length = length.and_then(|header| str::from_utf8(&header.value).ok()?.trim().parse().ok());
    let length = length.filter(|length| (shortest..=text.len()).contains(length));
    &text[..length.unwrap_or(shortest)]
}

impl ParsedHeader {
    fn parse(line: &Line<'_>) -> Result<Self, ParseError> {
        let text = [line.text, b"\n\n"].concat();
        let mut headers = [EMPTY_HEADER];
        match httparse::parse_headers(&text, &mut headers) {
            Ok(httparse::Status::Complete((_, [header]))) => {
                Ok(Self { name: header.name.to_owned(), value: header.value.to_vec(), line: line.number })
            }
            _ => Err(ParseError {
                line: line.number,
                expected: "a header such as `Content-Type: application/json` or a blank line before the body",
            }),
        }
    }
}

/// Returns whether a word can be a method: a token (RFC 9110) other than an authentication scheme, which would mean that the
/// line is a misplaced credential.
fn is_method(word: &[u8]) -> bool {
    let is_scheme = [&b"Bearer"[..], b"Basic"].iter().any(|scheme| scheme.eq_ignore_ascii_case(word));
    message::token(word).1.is_empty() && !is_scheme
}

/// Returns whether a word can be a target, or a variable for one.
fn is_target(word: &[u8]) -> bool {
    let path = word.split(|byte| *byte == b'?').next().unwrap_or_default();
    word == b"*"
        || word.starts_with(b"/")
        || path.ends_with(PATH.as_bytes())
        || word.starts_with(b"{{")
        || word.windows(3).any(|three| three == b"://")
}

fn is_version(word: &[u8]) -> bool {
    matches!(word, [b'H', b'T', b'T', b'P', b'/', b'0'..=b'9', ..])
}

/// A line of the text, without its end.
struct Line<'a> {
    text: &'a [u8],
    /// The offset of the line in the text, in bytes.
    offset: usize,
    /// The number of the line, from 1.
    number: usize,
}

impl Line<'_> {
    fn is_blank(&self) -> bool {
        self.text.trim_ascii().is_empty()
    }

    /// Returns whether the line separates two messages.
    fn is_separator(&self) -> bool {
        self.text.starts_with(b"###")
    }

    /// Returns whether the line is blank or a comment.
    fn is_ignored(&self) -> bool {
        self.is_blank() || self.text.starts_with(b"#") || self.text.starts_with(b"//")
    }
}

/// An iterator over the lines of a text.
#[derive(Clone)]
struct Lines<'a> {
    text: &'a [u8],
    /// The offset of the next line, in bytes.
    at: usize,
    /// The number of the next line, from 1.
    number: usize,
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = &self.text[self.at..];
        let end = memchr::memchr(b'\n', rest);
        let length = end.map_or(rest.len(), |end| end + 1);
        let text = &rest[..end.unwrap_or(rest.len())];
        let line =
            Line { text: text.strip_suffix(b"\r").unwrap_or(text), offset: self.at, number: self.number };
        self.at += length;
        self.number += usize::from(end.is_some());
        (length > 0).then_some(line)
    }
}
