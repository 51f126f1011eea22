//! Bytes to members: names and values as slices of the text, by serde_json, in document order.
//!
//! Nothing is lost on the way: order, duplicates and the text of numbers are kept, and a span is the distance of a
//! slice from the beginning of the text. Nothing recurses.

use std::borrow::Cow;
use std::fmt;

use serde::Deserializer as _;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Deserializer, Value};

use crate::excerpt;
use crate::fault::{Expected, Fault};
use crate::report::Span;
use crate::scan::{self, string, symbol, white_space};
use crate::schema::{EntityType, Property};

/// A document that cannot be read: what is wrong, and where.
#[derive(Debug)]
pub(crate) struct Unreadable {
    pub(crate) fault: Fault,
    pub(crate) span: Option<Span>,
    /// What stands there, fit to be shown.
    pub(crate) quoted: Option<String>,
}

/// One member of an object.
#[derive(Debug)]
pub(crate) struct Member<'a> {
    /// The name, unescaped; an unpaired surrogate in WTF-8.
    pub(crate) name: Cow<'a, [u8]>,
    pub(crate) name_span: Span,
    pub(crate) value: Json<'a>,
}

/// A value, as text or parsed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Json<'a> {
    pub(crate) span: Span,
    source: Source<'a>,
}

#[derive(Debug, Clone, Copy)]
enum Source<'a> {
    Text(&'a str),
    /// The same as bytes; a string has no escapes.
    Usual(&'a [u8]),
    Parsed(&'a Value),
}

/// The JSON type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}

impl Kind {
    /// The type of a JSON text.
    fn of(text: &[u8]) -> Self {
        match text.first() {
            Some(b'n') => Self::Null,
            Some(b't' | b'f') => Self::Boolean,
            Some(b'"') => Self::String,
            Some(b'[') => Self::Array,
            Some(b'{') => Self::Object,
            _ => Self::Number,
        }
    }

    /// The type with its article.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

/// The text of a document that is not too long.
pub(crate) fn text(bytes: &[u8], max_bytes: usize) -> Result<&str, Unreadable> {
    if bytes.len() > max_bytes {
        let fault = Fault::TooLarge { max_bytes };
        return Err(Unreadable { fault, span: None, quoted: None });
    }
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        let (fault, span) = (Fault::ByteOrderMark, Some(Span { start: 0, end: 3 }));
        return Err(Unreadable { fault, span, quoted: None });
    }
    str::from_utf8(bytes).map_err(|error| {
        let start = error.valid_up_to();
        let is_utf16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
        let fault = Fault::InvalidUtf8 { byte: bytes[start], is_utf16 };
        Unreadable { fault, span: Some(Span { start, end: start + 1 }), quoted: None }
    })
}

/// The one value that the text is.
pub(crate) fn value(text: &str) -> Result<Json<'_>, Unreadable> {
    serde_json::from_str::<&RawValue>(text)
        .map(|raw| Json::slice(text, raw.get()))
        .map_err(|error| invalid_json(text, &error))
}

/// The members of an object, which is `text` or a slice of it; gives the span of its closing brace.
///
/// What is not an object gives its span as `not_an_object`, once it is known to be JSON.
pub(crate) fn members<'a>(
    text: &'a str,
    object: &'a str,
    each: impl FnMut(Member<'a>),
) -> Result<Span, Unreadable> {
    let span = span_of(text, object.trim_matches(WHITE_SPACE));
    if text.as_bytes().get(span.start) != Some(&b'{') {
        let found = Json { span, ..value(object)? };
        return Err(found.is_no_object(Expected::Object));
    }
    let mut reader = Deserializer::from_str(object);
    let read = reader.deserialize_map(Members { text, each }).and_then(|()| reader.end());
    read.map_err(|error| invalid_json(object, &error))?;
    Ok(Span { start: span.end - 1, end: span.end })
}

/// The same of an object that begins at `start`, if it is spelled as programs spell them, and mostly in the order of
/// the table; where it gives none, nothing is known, and what it has told so far is void.
///
/// Tells the row of the names it has looked for, and whether `right` has taken the value, to give what comes after it.
pub(crate) fn usual_members<'a>(
    ty: &'static EntityType,
    object: &'a [u8],
    start: usize,
    right: impl Fn(&Property, &'a [u8]) -> Option<&'a [u8]>,
    mut each: impl FnMut(Option<usize>, bool, &Member<'a>),
) -> Option<Span> {
    let place = |rest: &[u8]| start + object.len() - rest.len();
    let mut expected = 0;
    let mut rest = symbol(b'{', white_space(object))?;
    loop {
        let member = white_space(rest);
        let row = ty.row_at(member, expected);
        let (name, after_name) = match row {
            Some(row) => {
                expected = row + 1;
                let (name, rest) = member.split_at(ty.properties[row].name.len() + 2);
                (&name[1..name.len() - 1], rest)
            }
            None => string(member)?,
        };
        let value = white_space(symbol(b':', white_space(after_name))?);
        let after_right = row.and_then(|row| right(&ty.properties[row], value));
        let after_value = after_right.or_else(|| scan::value(value))?;
        let source = Source::Usual(&value[..value.len() - after_value.len()]);
        let name_span = Span { start: place(member), end: place(after_name) };
        let value_span = Span { start: place(value), end: place(after_value) };
        let value = Json { span: value_span, source };
        each(row, after_right.is_some(), &Member { name: Cow::Borrowed(name), name_span, value });
        let close = white_space(after_value);
        match close {
            [b',', after @ ..] => rest = after,
            [b'}', after @ ..] if white_space(after).is_empty() => {
                return Some(Span { start: place(close), end: place(after) });
            }
            _ => return None,
        }
    }
}

/// The members of a parsed object, with their places in it for spans.
pub(crate) fn parsed_members(object: &Value) -> Result<impl Iterator<Item = Member<'_>>, Unreadable> {
    let place = |start| Span { start, end: start };
    let Some(members) = object.as_object() else {
        let found = Json { span: place(0), source: Source::Parsed(object) };
        return Err(found.is_no_object(Expected::Object));
    };
    Ok(members.iter().enumerate().map(move |(at, (name, value))| Member {
        name: Cow::Borrowed(name.as_bytes()),
        name_span: place(2 * at),
        value: Json { span: place(2 * at + 1), source: Source::Parsed(value) },
    }))
}

/// The white space of RFC 8259.
pub(crate) const WHITE_SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

impl<'a> Json<'a> {
    /// Says that the value is not what an object was expected in.
    pub(crate) fn is_no_object(&self, expected: Expected) -> Unreadable {
        let fault = Fault::NotAnObject { expected, found: self.kind() };
        let quoted = Some(excerpt::cut(&self.text()));
        Unreadable { fault, span: Some(self.span), quoted }
    }

    /// A value of a usual spelling, of which nobody asks where it stands.
    pub(crate) fn unplaced(text: &'a [u8]) -> Self {
        Self { span: Span { start: 0, end: text.len() }, source: Source::Usual(text) }
    }

    fn slice(text: &str, slice: &'a str) -> Self {
        Self { span: span_of(text, slice), source: Source::Text(slice) }
    }

    pub(crate) fn kind(&self) -> Kind {
        match self.source {
            Source::Text(text) => Kind::of(text.as_bytes()),
            Source::Usual(text) => Kind::of(text),
            Source::Parsed(Value::Null) => Kind::Null,
            Source::Parsed(Value::Bool(_)) => Kind::Boolean,
            Source::Parsed(Value::Number(_)) => Kind::Number,
            Source::Parsed(Value::String(_)) => Kind::String,
            Source::Parsed(Value::Array(_)) => Kind::Array,
            Source::Parsed(Value::Object(_)) => Kind::Object,
        }
    }

    /// The value as JSON text.
    pub(crate) fn text(&self) -> Cow<'a, str> {
        match self.source {
            Source::Text(text) => Cow::Borrowed(text),
            Source::Usual(text) => lossy(text),
            Source::Parsed(value) => Cow::Owned(value.to_string()),
        }
    }

    /// The same as bytes.
    pub(crate) fn bytes(&self) -> Cow<'a, [u8]> {
        match self.source {
            Source::Text(text) => Cow::Borrowed(text.as_bytes()),
            Source::Usual(text) => Cow::Borrowed(text),
            Source::Parsed(value) => Cow::Owned(value.to_string().into_bytes()),
        }
    }

    /// The content of a string, unescaped; an unpaired surrogate in WTF-8.
    pub(crate) fn string(&self) -> Cow<'a, [u8]> {
        match self.source {
            Source::Text(text) => unescape(text),
            Source::Usual(text) => Cow::Borrowed(&text[1..text.len() - 1]),
            Source::Parsed(Value::String(content)) => Cow::Borrowed(content.as_bytes()),
            Source::Parsed(_) => Cow::Borrowed(b""),
        }
    }

    /// Whether byte for byte the content of this string is the text between its quotes.
    pub(crate) fn is_verbatim(&self) -> bool {
        match self.source {
            Source::Text(text) => !text.contains('\\'),
            Source::Usual(_) => true,
            Source::Parsed(_) => false,
        }
    }
}

/// The text of a string that may hold unpaired surrogates: U+FFFD for each.
pub(crate) fn lossy(wtf8: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = str::from_utf8(wtf8) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(wtf8.len());
    for chunk in wtf8.utf8_chunks() {
        text.push_str(chunk.valid());
        // Of the three bytes of a surrogate the first alone stands for it.
        if chunk.invalid().first() == Some(&0xED) {
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    Cow::Owned(text)
}

/// The content of a string literal.
fn unescape(literal: &str) -> Cow<'_, [u8]> {
    if !literal.contains('\\') {
        return Cow::Borrowed(&literal.as_bytes()[1..literal.len() - 1]);
    }
    let content = Deserializer::from_str(literal).deserialize_bytes(Content);
    Cow::Owned(content.expect("a string literal that was read before"))
}

fn span_of(text: &str, slice: &str) -> Span {
    let start = slice.as_ptr() as usize - text.as_ptr() as usize;
    Span { start, end: start + slice.len() }
}

/// Where serde_json stopped reading `text`, and why.
fn invalid_json(text: &str, error: &serde_json::Error) -> Unreadable {
    let message = error.to_string();
    let (what, _) = message.rsplit_once(" at line ").unwrap_or((&message, ""));
    let line_start = match error.line() {
        0 | 1 => 0,
        line => memchr::memchr_iter(b'\n', text.as_bytes()).nth(line - 2).map_or(0, |at| at + 1),
    };
    // The column counts the bytes up to and with the offending one, but for a control character up to it.
    let stop = line_start + error.column();
    let stop = if what.starts_with("control character") { stop } else { stop.saturating_sub(1) };
    let stop = if error.is_eof() { text.len() } else { stop };
    let start = (0..=stop).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let found = text[start..].chars().next();
    let end = start + found.map_or(0, char::len_utf8);
    let fault = Fault::InvalidJson { what: what.into() };
    let quoted = found.map(|found| excerpt::cut(found.encode_utf8(&mut [0; 4])));
    Unreadable { fault, span: Some(Span { start, end }), quoted }
}

/// Reads an object, a slice of `text`, member by member.
struct Members<'a, F> {
    text: &'a str,
    each: F,
}

impl<'a, F: FnMut(Member<'a>)> Visitor<'a> for Members<'a, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some((name, value)) = map.next_entry::<&'a RawValue, &'a RawValue>()? {
            (self.each)(Member {
                name: unescape(name.get()),
                name_span: span_of(self.text, name.get()),
                value: Json::slice(self.text, value.get()),
            });
        }
        Ok(())
    }
}

/// Unescapes a string into bytes, for only so does serde_json let an unpaired surrogate through.
struct Content;

impl Visitor<'_> for Content {
    type Value = Vec<u8>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
        Ok(bytes.to_vec())
    }
}
