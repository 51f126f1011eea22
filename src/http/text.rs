//! Requests and responses written as text: a start line, headers, a blank line, the body.

use alloc::borrow::{Cow, ToOwned};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use httparse::EMPTY_HEADER;

use super::message::{self, MessageHead, StartLine as BorrowedStartLine};
use crate::options::Contract;
use crate::report::http_header::PATH;
use crate::report::{LineColumn, Report, Violation};

/// The messages of a text, one after another.
///
/// A message is a request line or a status line, headers, a blank line, and the body; lines end in LF or CRLF. Where
/// there are several, a line that begins with `###` stands between two of them, as in the `.http` files of editors; as
/// there, the version may be left out of a request line, and in a head and above it lines that begin with `#` or `//` are
/// comments; those above it that begin with `@` are definitions. Variables stay as they are written.
#[must_use]
pub fn messages(text: &[u8]) -> Messages<'_> {
    let at = if text.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    Messages { lines: Lines { text, at, number: 1 } }
}

/// The messages of a text: see [`messages`].
#[derive(Clone)]
pub struct Messages<'a> {
    lines: Lines<'a>,
}

/// A request or a response in a text.
#[derive(Clone)]
pub struct Message<'a> {
    start: StartLine<'a>,
    headers: Vec<Header>,
    body: &'a [u8],
    /// Where the body begins in the text.
    offset: usize,
    /// The lines on which the message begins, and the body.
    lines: [usize; 2],
}

#[derive(Debug, Clone)]
enum StartLine<'a> {
    Request { method: Cow<'a, str>, target: Cow<'a, str> },
    Response { status: Cow<'a, str> },
}

#[derive(Clone)]
struct Header {
    name: String,
    value: Vec<u8>,
    line: usize,
}

/// A text that is no message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: expected {expected}, found a line that is not shown")]
pub struct ParseError {
    line: usize,
    expected: &'static str,
}

impl ParseError {
    /// The line, from 1, at which reading stopped.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// What should have been there, for people; what was there may be secret.
    #[must_use]
    pub fn expected(&self) -> &'static str {
        self.expected
    }
}

impl Message<'_> {
    /// Says everything that is wrong with it under these options: of the body of a request what is said of a create
    /// body, of that of a response what is said of a resource.
    ///
    /// Spans and lines are those of the whole text. What is wrong with the head has a line, but no span; nor has a body
    /// that cannot be read, as it may be another head.
    #[must_use]
    pub fn check(&self, options: &Contract) -> Report {
        let mut head = MessageHead::new(self.start.borrowed(), Some(self.line()));
        for Header { name, value, line } in &self.headers {
            head.add(name, value, Some(*line));
        }
        let mut report = message::check(&head, self.body, options);
        for violation in report.violations.iter_mut().skip_while(|violation| violation.kind.concerns_head()) {
            self.place(violation);
        }
        report
    }

    /// Moves what is said of the body to its place in the text.
    fn place(&self, violation: &mut Violation) {
        let Violation { span, related, location, kind, .. } = violation;
        let column = location.and_then(|location| location.column);
        let line = location.map_or(1, |location| location.line) + self.lines[1] - 1;
        *location = Some(LineColumn { line, column: column.filter(|_| !self.body.is_empty()) });
        if kind.is_read_error() {
            // What is not JSON may be another head, and is not quoted.
            *span = None;
        }
        for span in span.iter_mut().chain(related) {
            span.start += self.offset;
            span.end += self.offset;
        }
    }

    /// Whether it is a request, and not a response.
    #[must_use]
    pub fn is_request(&self) -> bool {
        matches!(self.start, StartLine::Request { .. })
    }

    /// The line on which it begins, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.lines[0]
    }

    /// Where the body stands in the text, in bytes.
    #[must_use]
    pub fn body(&self) -> Range<usize> {
        self.offset..self.offset + self.body.len()
    }
}

/// Without what a header says: that may be secret.
impl fmt::Debug for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|header| &header.name[..]).collect();
        f.debug_struct("Message").field("line", &self.line()).field("headers", &names).finish_non_exhaustive()
    }
}

impl<'a> StartLine<'a> {
    fn read(line: &Line<'a>) -> Result<Self, ParseError> {
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

    fn borrowed(&self) -> BorrowedStartLine<'_> {
        match self {
            Self::Request { method, target } => BorrowedStartLine::Request { method, target },
            Self::Response { status } => BorrowedStartLine::Response { status },
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
        let first = self.lines.find(|line| !line.is_aside() && !line.text.starts_with(b"@"))?;
        let message = self.message(&first);
        if message.is_err() {
            self.lines.find(Line::is_separator);
        }
        Some(message)
    }
}

impl<'a> Messages<'a> {
    fn message(&mut self, first: &Line<'a>) -> Result<Message<'a>, ParseError> {
        let (start, mut headers) = (StartLine::read(first)?, Vec::new());
        let end = loop {
            match self.lines.next() {
                Some(line) if line.is_blank() || line.is_separator() => break Some(line),
                Some(line) if line.is_aside() => {}
                Some(line) => headers.push(Header::read(&line)?),
                None => break None,
            }
        };
        let (offset, number, end) = match end {
            Some(line) if line.is_blank() => {
                let (offset, number) = (self.lines.at, self.lines.number);
                let separator = self.lines.find(Line::is_separator);
                (offset, number, separator.map_or(self.lines.at, |line| line.offset))
            }
            Some(line) => (line.offset, line.number, line.offset),
            None => (self.lines.at, self.lines.number, self.lines.at),
        };
        let body = body(&self.lines.text[offset..end], &headers);
        Ok(Message { start, headers, body, offset, lines: [first.number, number] })
    }
}

/// The body in what stands before the next message: without white space at its end, unless its length takes that in.
fn body<'a>(text: &'a [u8], headers: &[Header]) -> &'a [u8] {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    let shortest = text.iter().rposition(|byte| !is_space(byte)).map_or(0, |last| last + 1);
    let length = headers.iter().find(|header| header.name.eq_ignore_ascii_case("Content-Length"));
    let length = length.and_then(|header| str::from_utf8(&header.value).ok()?.trim().parse().ok());
    let length = length.filter(|length| (shortest..=text.len()).contains(length));
    &text[..length.unwrap_or(shortest)]
}

impl Header {
    fn read(line: &Line<'_>) -> Result<Self, ParseError> {
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

/// Whether a word is a token (RFC 9110), and not the scheme of a token that stands here by mistake.
fn is_method(word: &[u8]) -> bool {
    let is_scheme = [&b"Bearer"[..], b"Basic"].iter().any(|scheme| scheme.eq_ignore_ascii_case(word));
    message::token(word).1.is_empty() && !is_scheme
}

/// Whether a word is a target, or a variable for one; `Bearer` and a token are no request line.
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
    /// Where it begins.
    offset: usize,
    /// Its number, from 1.
    number: usize,
}

impl Line<'_> {
    fn is_blank(&self) -> bool {
        self.text.trim_ascii().is_empty()
    }

    /// Whether it stands between two messages.
    fn is_separator(&self) -> bool {
        self.text.starts_with(b"###")
    }

    /// Whether it says nothing of a message.
    fn is_aside(&self) -> bool {
        self.is_blank() || self.text.starts_with(b"#") || self.text.starts_with(b"//")
    }
}

/// Lines one after another.
#[derive(Clone)]
struct Lines<'a> {
    text: &'a [u8],
    /// Where the next one begins, and its number.
    at: usize,
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
