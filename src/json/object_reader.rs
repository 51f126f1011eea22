//! The members of an object, one at a time.

use alloc::borrow::Cow;

use super::json_type::JsonType;
use super::scan::{self, is_blank, skip_white_space, symbol};
use super::span::Span;
use super::unescape::{lossy, unescape};

/// A reader of an object that returns `None` at the first member that is not valid JSON.
#[derive(Debug)]
pub(crate) struct ObjectReader<'a> {
    text: &'a [u8],
    /// The offset of `text` in the document.
    start: usize,
    rest: &'a [u8],
    has_started: bool,
}

/// The next thing in an object.
#[derive(Debug)]
pub(crate) enum Step {
    /// A member, to be read by [`ObjectReader::name`] and [`ObjectReader::value`].
    Member,
    /// The closing brace, followed by nothing but white space.
    End(Span),
}

/// The name of a member.
#[derive(Debug)]
pub(crate) struct Name<'a> {
    /// The index that `find` returned for the name.
    pub(crate) index: Option<usize>,
    /// The unescaped name; an unpaired surrogate is encoded as WTF-8.
    pub(crate) content: Cow<'a, [u8]>,
    pub(crate) span: Span,
}

/// A member of an object.
#[derive(Debug)]
pub(crate) struct Member<'a> {
    /// The unescaped name; an unpaired surrogate is encoded as WTF-8.
    pub(crate) name: Cow<'a, [u8]>,
    pub(crate) name_span: Span,
    pub(crate) value: RawValue<'a>,
}

/// A JSON value as a slice of a document that is UTF-8.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RawValue<'a> {
    pub(crate) span: Span,
    text: &'a [u8],
}

impl<'a> ObjectReader<'a> {
    /// Opens the object that starts at offset `start` of the document. Returns `None` if the text is not an object.
    pub(crate) fn open(text: &'a [u8], start: usize) -> Option<Self> {
        let rest = symbol(b'{', skip_white_space(text))?;
        Some(Self { text, start, rest, has_started: false })
    }

    /// Advances to the next member, or to the end of the object.
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
    /// `find` gets the remaining text and may recognize a known name at its start: it returns the index of the name and
    /// the name itself, which is then neither scanned nor unescaped.
    #[inline]
    pub(crate) fn name(
        &mut self,
        find: impl FnOnce(&[u8]) -> Option<(usize, &'static str)>,
    ) -> Option<Name<'a>> {
        let (index, content, after) = match find(self.rest) {
            Some((index, name)) => {
                (Some(index), Cow::Borrowed(name.as_bytes()), &self.rest[name.len() + 2..])
            }
            None => self.unknown_name()?,
        };
        let span = self.span(&self.rest[..self.rest.len() - after.len()]);
        self.rest = skip_white_space(symbol(b':', skip_white_space(after))?);
        Some(Name { index, content, span })
    }

    /// Reads the value of a member. `after` is the text after the value, if the caller already knows it.
    #[inline]
    pub(crate) fn value(&mut self, after: Option<&'a [u8]>) -> Option<RawValue<'a>> {
        let after = match after {
            Some(after) => after,
            None => scan::value(self.rest)?,
        };
        let text = &self.rest[..self.rest.len() - after.len()];
        self.rest = after;
        Some(RawValue { span: self.span(text), text })
    }

    /// Returns the text that has not been read yet.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    #[expect(clippy::type_complexity, reason = "what `name` needs, once")]
    fn unknown_name(&self) -> Option<(Option<usize>, Cow<'a, [u8]>, &'a [u8])> {
        symbol(b'"', self.rest)?;
        let after = scan::value(self.rest)?;
        Some((None, unescape(&self.rest[..self.rest.len() - after.len()]), after))
    }

    /// Returns the span of a slice of the text, by the distance of their pointers.
    fn span(&self, slice: &[u8]) -> Span {
        let start = self.start + (slice.as_ptr() as usize - self.text.as_ptr() as usize);
        Span { start, end: start + slice.len() }
    }
}

impl<'a> RawValue<'a> {
    /// Returns the value that is `text`, at offset `start` of the document.
    pub(crate) fn new(text: &'a [u8], start: usize) -> Self {
        Self { span: Span { start, end: start + text.len() }, text }
    }

    pub(crate) fn json_type(&self) -> JsonType {
        JsonType::of(self.text)
    }

    /// Returns the JSON text as bytes.
    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.text
    }

    /// Returns the JSON text; an unpaired surrogate in it is U+FFFD.
    pub(crate) fn text(&self) -> Cow<'a, str> {
        lossy(self.text)
    }

    /// Returns the unescaped content of a string; an unpaired surrogate is encoded as WTF-8.
    pub(crate) fn string(&self) -> Cow<'a, [u8]> {
        unescape(self.text)
    }

    /// Returns whether the content of a string equals the text between its quotes, byte for byte.
    pub(crate) fn is_verbatim(&self) -> bool {
        memchr::memchr(b'\\', self.text).is_none()
    }
}
