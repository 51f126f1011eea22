//! A reader of the members of an object, one at a time.

use alloc::borrow::Cow;

use super::json_type::JsonType;
use super::scan::{self, is_blank, skip_white_space, strip_byte};
use super::span::Span;
use super::unescape::{lossy, unescape};

/// A reader of an object, from its opening brace to its closing brace.
///
/// Its methods return `None` where the text is not a valid JSON object; [`read_error`](super::read_error()) then finds out
/// why. Read a member by [`step`](Self::step), [`name`](Self::name) and [`value`](Self::value), in this order.
#[derive(Debug)]
pub(crate) struct ObjectReader<'a> {
    /// The text from which spans are computed.
    text: &'a [u8],
    /// The offset of `text` in the document, in bytes.
    start: usize,
    /// The text that has not been read yet.
    rest: &'a [u8],
    /// `true` after the first step, when a comma must precede a member.
    has_started: bool,
}

/// The result of [`ObjectReader::step`].
#[derive(Debug)]
pub(crate) enum Step {
    /// A member, to be read by [`ObjectReader::name`] and [`ObjectReader::value`].
    Member,
    /// The span of the closing brace, which only white space follows.
    End(Span),
}

/// The name of a member, as [`ObjectReader::name`] reads it.
#[derive(Debug)]
pub(crate) struct Name<'a> {
    /// The index that the callback returned for the name, or `None` if it did not recognize the name.
    pub(crate) index: Option<usize>,
    /// The unescaped name; an unpaired surrogate is encoded as WTF-8.
    pub(crate) content: Cow<'a, [u8]>,
    /// The span of the name with its quotes.
    pub(crate) span: Span,
}

/// A member of an object: a name and a value.
#[derive(Debug)]
pub(crate) struct Member<'a> {
    /// The unescaped name; an unpaired surrogate is encoded as WTF-8.
    pub(crate) name: Cow<'a, [u8]>,
    /// The span of the name with its quotes.
    pub(crate) name_span: Span,
    pub(crate) value: RawValue<'a>,
}

/// A valid JSON value as a slice of a document, without the white space around it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RawValue<'a> {
    /// The span of the value in the document.
    pub(crate) span: Span,
    text: &'a [u8],
}

impl<'a> ObjectReader<'a> {
    /// Opens the object `text`, which starts at offset `start` of the document.
    ///
    /// Returns `None` if the text does not start with a brace.
    pub(crate) fn open(text: &'a [u8], start: usize) -> Option<Self> {
        let rest = strip_byte(b'{', skip_white_space(text))?;
        Some(Self { text, start, rest, has_started: false })
    }

    /// Advances to the next member, or to the end of the object.
    ///
    /// Returns `None` if a comma is missing, or if anything but white space follows the closing brace.
    #[inline]
    pub(crate) fn step(&mut self) -> Option<Step> {
        self.rest = skip_white_space(self.rest);
        match self.rest {
            [b'}', after @ ..] if is_blank(after) => return Some(Step::End(self.span(&self.rest[..1]))),
            [b',', after @ ..] if self.has_started => self.rest = skip_white_space(after),
            _ if self.has_started => return None,
            _ => self.has_started = true,
        }
        Some(Step::Member)
    }

    /// Reads the name of a member and the colon after it.
    ///
    /// `recognize` receives the remaining text. If the text starts with a name that it knows, it returns the index of the
    /// name and the name itself, which is then neither scanned nor unescaped.
    #[inline]
    pub(crate) fn name(
        &mut self,
        recognize: impl FnOnce(&[u8]) -> Option<(usize, &'static str)>,
    ) -> Option<Name<'a>> {
        let (index, content, after) = match recognize(self.rest) {
            Some((index, name)) => {
                let after = &self.rest[name.len() + 2..];
                (Some(index), Cow::Borrowed(name.as_bytes()), after)
            }
            None => self.unrecognized_name()?,
        };
        let span = self.span(&self.rest[..self.rest.len() - after.len()]);
        self.rest = skip_white_space(strip_byte(b':', skip_white_space(after))?);
        Some(Name { index, content, span })
    }

    /// Reads the value of a member.
    ///
    /// `after` is the text after the value if the caller has scanned the value already, and otherwise `None`.
    #[inline]
    pub(crate) fn value(&mut self, after: Option<&'a [u8]>) -> Option<RawValue<'a>> {
        let after = match after {
            Some(after) => after,
            None => scan::skip_value(self.rest)?,
        };
        let text = &self.rest[..self.rest.len() - after.len()];
        self.rest = after;
        Some(RawValue { span: self.span(text), text })
    }

    /// Returns the text that has not been read yet.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Scans a name. Returns no index, the unescaped name, and the text after it.
    #[expect(clippy::type_complexity, reason = "a tuple that only `name` takes apart")]
    fn unrecognized_name(&self) -> Option<(Option<usize>, Cow<'a, [u8]>, &'a [u8])> {
        strip_byte(b'"', self.rest)?;
        let after = scan::skip_value(self.rest)?;
        Some((None, unescape(&self.rest[..self.rest.len() - after.len()]), after))
    }

    /// Returns the span of a slice of the text.
    ///
    /// Its offset is the distance of the two pointers, so that no function has to count bytes.
    fn span(&self, slice: &[u8]) -> Span {
        let start = self.start + (slice.as_ptr() as usize - self.text.as_ptr() as usize);
        Span { start, end: start + slice.len() }
    }
}

impl<'a> RawValue<'a> {
    /// Returns the JSON value `text`, which starts at offset `start` of the document and has no white space around it.
    pub(crate) fn new(text: &'a [u8], start: usize) -> Self {
        Self { span: Span { start, end: start + text.len() }, text }
    }

    /// Returns the JSON type of the value.
    pub(crate) fn json_type(&self) -> JsonType {
        JsonType::of(self.text)
    }

    /// Returns the JSON text as bytes.
    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.text
    }

    /// Returns the JSON text as a string.
    pub(crate) fn text(&self) -> Cow<'a, str> {
        lossy(self.text)
    }

    /// Returns the unescaped content of a string; an unpaired surrogate is encoded as WTF-8.
    pub(crate) fn string(&self) -> Cow<'a, [u8]> {
        unescape(self.text)
    }

    /// Returns `true` if the value has no escapes, so that the content of a string is the text between its quotes.
    pub(crate) fn is_verbatim(&self) -> bool {
        memchr::memchr(b'\\', self.text).is_none()
    }
}
