//! Bytes to members: names and values as slices of the text, in document order.
//!
//! Nothing is lost on the way: order, duplicates and the text of numbers are kept. What programs usually write is read
//! at once; whatever else comes, a name, a value or an error, serde_json has the last word on it. Nothing recurses.

#[cfg(any(test, feature = "__reference"))]
pub(crate) mod witness;

use alloc::borrow::Cow;
use alloc::string::{String, ToString};

use serde::de::IgnoredAny;

use crate::escape;
use crate::fault::{Expected, Fault};
use crate::report::Span;
use crate::scan::{self, is_blank, symbol, white_space};
use crate::schema::{Property, row_at};
use crate::unescape::unescape;

/// A document that cannot be read: what is wrong, and where.
#[derive(Debug)]
pub(crate) struct Unreadable {
    pub(crate) fault: Fault,
    pub(crate) span: Option<Span>,
    /// What stands there, fit to be shown.
    pub(crate) quoted: Option<String>,
}

impl Unreadable {
    pub(crate) fn too_large(max_bytes: usize) -> Self {
        Self { fault: Fault::TooLarge { max_bytes }, span: None, quoted: None }
    }
}

/// One member of an object.
#[derive(Debug)]
pub(crate) struct Member<'a> {
    /// The name, unescaped; an unpaired surrogate in WTF-8.
    pub(crate) name: Cow<'a, [u8]>,
    pub(crate) name_span: Span,
    pub(crate) value: Json<'a>,
}

/// A value, a slice of a text that is UTF-8.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Json<'a> {
    pub(crate) span: Span,
    text: &'a [u8],
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

    /// The type without it.
    pub(crate) fn noun(self) -> &'static str {
        let name = self.as_str();
        name.strip_prefix("an ").or(name.strip_prefix("a ")).unwrap_or(name)
    }
}

/// An object that is read member by member; where it gives nothing, it is none.
#[derive(Debug)]
pub(crate) struct Object<'a> {
    text: &'a [u8],
    /// Where it begins in the document.
    start: usize,
    rest: &'a [u8],
    is_begun: bool,
}

/// What comes next in an object.
#[derive(Debug)]
pub(crate) enum Next {
    Member,
    /// Its closing brace, and nothing after it.
    End(Span),
}

/// The name of a member.
#[derive(Debug)]
pub(crate) struct Name<'a> {
    /// The row of the table that has it, if that is seen at once.
    pub(crate) row: Option<usize>,
    pub(crate) content: Cow<'a, [u8]>,
    pub(crate) span: Span,
}

impl<'a> Object<'a> {
    /// An object that begins at `start` of the document.
    pub(crate) fn open(text: &'a [u8], start: usize) -> Option<Self> {
        Some(Self { text, start, rest: symbol(b'{', white_space(text))?, is_begun: false })
    }

    #[inline]
    pub(crate) fn next(&mut self) -> Option<Next> {
        self.rest = white_space(self.rest);
        match self.rest {
            [b'}', after @ ..] if is_blank(after) => return Some(Next::End(self.span(&self.rest[..1]))),
            [b',', after @ ..] if self.is_begun => self.rest = white_space(after),
            _ if self.is_begun => return None,
            _ => self.is_begun = true,
        }
        Some(Next::Member)
    }

    /// The name of a member; the row that is expected is tried first.
    #[inline]
    pub(crate) fn name(&mut self, rows: &'static [Property], expected: usize) -> Option<Name<'a>> {
        let row = row_at(rows, self.rest, expected);
        let (content, after) = match row {
            Some(row) => (Cow::Borrowed(rows[row].name.as_bytes()), &self.rest[rows[row].name.len() + 2..]),
            None => self.other_name()?,
        };
        let span = self.span(&self.rest[..self.rest.len() - after.len()]);
        self.rest = white_space(symbol(b':', white_space(after))?);
        Some(Name { row, content, span })
    }

    fn other_name(&self) -> Option<(Cow<'a, [u8]>, &'a [u8])> {
        symbol(b'"', self.rest)?;
        let after = scan::value(self.rest)?;
        Some((unescape(&self.rest[..self.rest.len() - after.len()]), after))
    }

    /// The value of the member, what comes after which may be known.
    #[inline]
    pub(crate) fn value(&mut self, after: Option<&'a [u8]>) -> Option<Json<'a>> {
        let after = match after {
            Some(after) => after,
            None => scan::value(self.rest)?,
        };
        let text = &self.rest[..self.rest.len() - after.len()];
        self.rest = after;
        Some(Json { span: self.span(text), text })
    }

    /// What is not read yet.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    fn span(&self, slice: &[u8]) -> Span {
        let start = self.start + (slice.as_ptr() as usize - self.text.as_ptr() as usize);
        Span { start, end: start + slice.len() }
    }
}

/// Refuses a document that is too long.
pub(crate) fn limited(bytes: &[u8], max_bytes: usize) -> Result<(), Unreadable> {
    if bytes.len() > max_bytes { Err(Unreadable::too_large(max_bytes)) } else { Ok(()) }
}

/// Why a text, which begins at `start` of the document, could not be read as what was expected.
pub(crate) fn unreadable(text: &[u8], start: usize, expected: Expected) -> Unreadable {
    match value(text, start) {
        Ok(json) => json.is_no(expected),
        Err(unreadable) => unreadable,
    }
}

/// The one value that a text is, which begins at `start` of the document.
pub(crate) fn value(text: &[u8], start: usize) -> Result<Json<'_>, Unreadable> {
    utf8(text)?;
    serde_json::from_slice::<IgnoredAny>(text).map_err(|error| invalid_json(text, &error))?;
    let value = white_space(text);
    let length = value.iter().rposition(|byte| *byte > b' ').map_or(0, |last| last + 1);
    let start = start + text.len() - value.len();
    Ok(Json { span: Span { start, end: start + length }, text: &value[..length] })
}

fn utf8(bytes: &[u8]) -> Result<&str, Unreadable> {
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

impl<'a> Json<'a> {
    /// Says that the value is not what was expected.
    fn is_no(&self, expected: Expected) -> Unreadable {
        let fault = Fault::NotAnObject { expected, found: self.kind() };
        let quoted = Some(escape::quote(&self.text()));
        Unreadable { fault, span: Some(self.span), quoted }
    }

    /// A value of which nobody asks where it stands.
    pub(crate) fn unplaced(text: &'a [u8]) -> Self {
        Self { span: Span { start: 0, end: text.len() }, text }
    }

    pub(crate) fn kind(&self) -> Kind {
        Kind::of(self.text)
    }

    /// The value as JSON text.
    pub(crate) fn text(&self) -> Cow<'a, str> {
        lossy(self.text)
    }

    /// The same as bytes.
    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.text
    }

    /// The content of a string, unescaped; an unpaired surrogate in WTF-8.
    pub(crate) fn string(&self) -> Cow<'a, [u8]> {
        unescape(self.text)
    }

    /// Whether byte for byte the content of this string is the text between its quotes.
    pub(crate) fn is_verbatim(&self) -> bool {
        memchr::memchr(b'\\', self.text).is_none()
    }
}

/// The text of a string that may hold unpaired surrogates: U+FFFD for each.
pub fn lossy(wtf8: &[u8]) -> Cow<'_, str> {
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

/// Returns where a string of a text, all of which is JSON so far, has an escape that JSON does not have: the place after its
/// `\`, or after its `\u`. serde_json reads the four digits at once, and stops after them or at the end of the text.
fn bad_escape(text: &[u8]) -> Option<usize> {
    // Backslashes stand in strings alone.
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

/// Where serde_json stopped reading `text`, and why.
fn invalid_json(text: &[u8], error: &serde_json::Error) -> Unreadable {
    let message = error.to_string();
    let mut place = String::from(" at line ");
    place.push_str(itoa::Buffer::new().format(error.line()));
    place.extend([" column ", itoa::Buffer::new().format(error.column())]);
    let what = message.strip_suffix(&*place).unwrap_or(&message);
    let line_start = match error.line() {
        0 | 1 => 0,
        line => memchr::memchr_iter(b'\n', text).nth(line - 2).map_or(0, |at| at + 1),
    };
    // The column counts the bytes up to and with the offending one, but for a control character up to it.
    let stop = line_start + error.column();
    let stop = if what.starts_with("control character") { stop } else { stop.saturating_sub(1) };
    let stop = if error.is_eof() { text.len() } else { stop };
    let is_in_string = what == "invalid escape" || what == "EOF while parsing a string";
    let bad_escape = if is_in_string { bad_escape(text) } else { None };
    let (stop, what) = bad_escape.map_or((stop, what), |stop| (stop, "invalid escape"));
    let is_boundary = |at: &usize| text.get(*at).is_none_or(|byte| (byte & 0xC0) != 0x80);
    let start = (0..=stop).rev().find(is_boundary).unwrap_or(0);
    let end = (start + 1..text.len()).find(is_boundary).unwrap_or(text.len());
    let found = &text[start..end];
    let what = if what == "key must be a string" && found == b"}" { "trailing comma" } else { what };
    let fault = Fault::InvalidJson { what: what.into() };
    let quoted = (!found.is_empty()).then(|| escape::quote(&lossy(found)));
    Unreadable { fault, span: Some(Span { start, end }), quoted }
}
