//! Errors of reading a JSON text, each with the span of the offending part.

use alloc::boxed::Box;
use alloc::string::{String, ToString};

use serde::de::IgnoredAny;

use super::json_type::JsonType;
use super::object_reader::RawValue;
use super::scan::skip_white_space;
use super::span::Span;

/// The error of a text that cannot be read as the expected value.
#[derive(Debug)]
pub(crate) struct ReadError<'a> {
    pub(crate) kind: ReadErrorKind,
    /// The span of the offending part, or `None` if the error concerns the text as a whole.
    pub(crate) span: Option<Span>,
    /// The offending part of the text, or `None` if it cannot be quoted: at the end of the text, or if it is not UTF-8.
    pub(crate) found: Option<&'a [u8]>,
}

/// The reason why a text cannot be read.
#[derive(Debug)]
pub(crate) enum ReadErrorKind {
    /// The text is longer than `max_bytes`.
    TooLarge { max_bytes: usize },
    /// The text starts with a UTF-8 byte order mark.
    ByteOrderMark,
    /// The text is not UTF-8. `byte` is the first offending byte; `is_utf16` is set if a UTF-16 byte order mark
    /// precedes it.
    InvalidUtf8 { byte: u8, is_utf16: bool },
    /// The text is not exactly one JSON value. `message` is the message of serde_json without its line and column.
    InvalidJson { message: Box<str> },
    /// The text is a JSON value of another type than expected.
    WrongRootType { found: JsonType },
}

impl ReadError<'_> {
    /// Returns the error of a text that is longer than `max_bytes`.
    pub(crate) fn too_large(max_bytes: usize) -> Self {
        Self { kind: ReadErrorKind::TooLarge { max_bytes }, span: None, found: None }
    }
}

/// Returns an error if a document is longer than `max_bytes`.
pub(crate) fn check_length(bytes: &[u8], max_bytes: usize) -> Result<(), ReadError<'static>> {
    if bytes.len() > max_bytes { Err(ReadError::too_large(max_bytes)) } else { Ok(()) }
}

/// Returns the reason why a text was not read as the expected value. `start` is the offset of the text in the document.
///
/// A text that is valid JSON must be of another type than expected.
pub(crate) fn read_error(text: &[u8], start: usize) -> ReadError<'_> {
    match read_value(text, start) {
        Ok(value) => ReadError {
            kind: ReadErrorKind::WrongRootType { found: value.json_type() },
            span: Some(value.span),
            found: Some(value.bytes()),
        },
        Err(error) => error,
    }
}

/// Reads a text that consists of exactly one JSON value. `start` is the offset of the text in the document.
///
/// # Errors
///
/// Returns an error if the text is not UTF-8, starts with a byte order mark, or is not exactly one JSON value.
pub(crate) fn read_value(text: &[u8], start: usize) -> Result<RawValue<'_>, ReadError<'_>> {
    check_utf8(text)?;
    serde_json::from_slice::<IgnoredAny>(text).map_err(|error| invalid_json(text, &error))?;
    let value = skip_white_space(text);
    let length = value.iter().rposition(|byte| *byte > b' ').map_or(0, |last| last + 1);
    Ok(RawValue::new(&value[..length], start + text.len() - value.len()))
}

/// Returns the text as a string, or an error if it is not UTF-8 or starts with a byte order mark.
pub(crate) fn check_utf8(bytes: &[u8]) -> Result<&str, ReadError<'_>> {
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        let span = Some(Span { start: 0, end: 3 });
        return Err(ReadError { kind: ReadErrorKind::ByteOrderMark, span, found: None });
    }
    str::from_utf8(bytes).map_err(|error| {
        let start = error.valid_up_to();
        let is_utf16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
        let kind = ReadErrorKind::InvalidUtf8 { byte: bytes[start], is_utf16 };
        ReadError { kind, span: Some(Span { start, end: start + 1 }), found: None }
    })
}

/// Converts an error of serde_json into one with the span of the character at which it stopped reading `text`.
pub(crate) fn invalid_json<'a>(text: &'a [u8], error: &serde_json::Error) -> ReadError<'a> {
    let printed = error.to_string();
    let message = strip_location(&printed, error);
    let is_in_string = message == "invalid escape" || message == "EOF while parsing a string";
    let invalid_escape = if is_in_string { invalid_escape_offset(text) } else { None };
    let (stop, message) = match invalid_escape {
        Some(stop) => (stop, "invalid escape"),
        None => (stop_offset(text, error, message), message),
    };
    let span = character_at(text, stop);
    let found = &text[span.start..span.end];
    let is_trailing_comma = message == "key must be a string" && found == b"}";
    let message = if is_trailing_comma { "trailing comma" } else { message };
    ReadError {
        kind: ReadErrorKind::InvalidJson { message: message.into() },
        span: Some(span),
        found: if found.is_empty() { None } else { Some(found) },
    }
}

/// Returns the message of a serde_json error without the line and column at its end.
fn strip_location<'a>(printed: &'a str, error: &serde_json::Error) -> &'a str {
    let mut location = String::from(" at line ");
    location.push_str(itoa::Buffer::new().format(error.line()));
    location.extend([" column ", itoa::Buffer::new().format(error.column())]);
    printed.strip_suffix(&*location).unwrap_or(printed)
}

/// Returns the span of the character that contains the byte at `offset`, empty at the end of the text.
fn character_at(text: &[u8], offset: usize) -> Span {
    let is_boundary = |offset: &usize| text.get(*offset).is_none_or(|byte| (byte & 0xC0) != 0x80);
    let start = (0..=offset).rev().find(is_boundary).unwrap_or(0);
    let end = (start + 1..text.len()).find(is_boundary).unwrap_or(text.len());
    Span { start, end }
}

/// Returns the offset of the byte at which serde_json stopped, or the length of the text if that is its end.
fn stop_offset(text: &[u8], error: &serde_json::Error, message: &str) -> usize {
    if error.is_eof() {
        return text.len();
    }
    let line_start = match error.line() {
        0 | 1 => 0,
        line => memchr::memchr_iter(b'\n', text).nth(line - 2).map_or(0, |at| at + 1),
    };
    let stop = line_start + error.column();
    // The column is the number of bytes on the line up to and including the offending one. Only for a control character it
    // excludes that one.
    if message.starts_with("control character") { stop } else { stop.saturating_sub(1) }
}

/// Returns the offset of the first invalid escape: of the byte after its `\`, or after its `\u`.
///
/// All text before the escape must be valid JSON. The offset at which serde_json stops is not exact: it reads the four
/// digits of a `\u` at once, and stops after them or at the end of the text.
fn invalid_escape_offset(text: &[u8]) -> Option<usize> {
    // In the valid JSON before the escape, a backslash occurs only in strings.
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte != b'\\' {
            continue;
        }
        let (kind, after) = rest.split_first()?;
        if *kind == b'u' {
            let length = after.iter().take(4).take_while(|digit| digit.is_ascii_hexdigit()).count();
            if length < after.len().min(4) {
                return Some(text.len() - after.len());
            }
        } else if !b"\"\\/bfnrt".contains(kind) {
            return Some(text.len() - rest.len());
        }
        rest = after;
    }
    None
}
