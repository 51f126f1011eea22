//! The violations of one document while it is being checked.

use alloc::vec::Vec;

use crate::code::{Code, Severity};
use crate::report::{MOST, Omitted, Position, Report, Violation};

/// Collects violations, or only the verdict.
#[derive(Debug)]
pub(crate) struct Findings {
    most: usize,
    kept: Vec<Violation>,
    omitted: Omitted,
    has_error: bool,
}

impl Findings {
    pub(crate) fn new() -> Self {
        Self { most: MOST, ..Self::verdict() }
    }

    /// Keeps nothing but whether there was an error.
    pub(crate) fn verdict() -> Self {
        Self { most: 0, kept: Vec::new(), omitted: Omitted::default(), has_error: false }
    }

    pub(crate) fn has_error(&self) -> bool {
        self.has_error
    }

    /// Whether nothing that is still to come changes anything.
    pub(crate) fn is_decided(&self) -> bool {
        self.most == 0 && self.has_error
    }

    /// Whether a violation added now would be kept.
    pub(crate) fn has_room(&self) -> bool {
        self.kept.len() < self.most
    }

    /// Counts a violation that starts no earlier than those before, and tells whether it is to be kept.
    pub(crate) fn count(&mut self, severity: Severity, code: Code) -> bool {
        self.has_error |= severity == Severity::Error;
        if !self.has_room() {
            self.omitted.add(severity, code);
        }
        self.has_room()
    }

    /// Keeps a violation that was counted.
    pub(crate) fn keep(&mut self, violation: Violation) {
        self.kept.push(violation);
    }

    /// Adds a violation that may start anywhere, once all the others are there; there are few of them.
    pub(crate) fn push_late(&mut self, violation: Violation) {
        self.has_error |= violation.severity == Severity::Error;
        let place = self.kept.partition_point(|other| order(other) <= order(&violation));
        self.kept.insert(place, violation);
    }

    /// The report, in order, with no more violations than are kept.
    pub(crate) fn into_report(mut self) -> Report {
        while self.kept.len() > self.most
            && let Some(last) = self.kept.pop()
        {
            self.omitted.add(last.severity, last.code());
        }
        Report { violations: self.kept, omitted: self.omitted, documents: 1, invalid: self.has_error.into() }
    }
}

/// By where they start, then by code.
fn order(violation: &Violation) -> (usize, Code) {
    (violation.span.map_or(0, |span| span.start), violation.code())
}

/// Finds the lines and columns of all places, in one walk over the text.
pub(crate) fn locate(text: &[u8], violations: &mut [Violation]) {
    let last = violations.last().and_then(|violation| violation.span).map_or(0, |span| span.start);
    let text = &text[..last];
    let mut cursor = Cursor::new(text);
    for Violation { span, position, .. } in violations {
        *position = span.map(|span| cursor.position(span.start));
    }
}

/// Finds the lines and columns of offsets in ascending order, in one walk over the text; those beyond its end, or before the
/// last one, have none.
#[cfg(feature = "render")]
pub(crate) fn locations(
    text: &[u8],
    offsets: impl Iterator<Item = Option<usize>>,
) -> impl Iterator<Item = Option<Position>> {
    let mut cursor = Cursor::new(text);
    offsets.map(move |offset| {
        let offset = offset.filter(|offset| (cursor.at..=text.len()).contains(offset))?;
        Some(cursor.position(offset))
    })
}

/// A place in a text, which moves on.
struct Cursor<'a> {
    text: &'a [u8],
    at: usize,
    line: usize,
    column: usize,
    /// Where the line ends.
    end: usize,
    is_ascii: bool,
}

impl<'a> Cursor<'a> {
    fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0, line: 1, column: 1, end: end_of_line(text, 0), is_ascii: text.is_ascii() }
    }

    fn position(&mut self, at: usize) -> Position {
        while self.end < at {
            (self.line, self.column, self.at) = (self.line + 1, 1, self.end + 1);
            self.end = end_of_line(self.text, self.at);
        }
        self.column += if self.is_ascii { at - self.at } else { characters(&self.text[self.at..at]) };
        self.at = at;
        Position { line: self.line, column: Some(self.column) }
    }
}

fn end_of_line(text: &[u8], start: usize) -> usize {
    memchr::memchr(b'\n', &text[start..]).map_or(text.len(), |length| start + length)
}

/// How many characters begin in a piece of UTF-8.
fn characters(utf8: &[u8]) -> usize {
    // Counted in bytes as far as one holds the count: so the compiler takes many at a time.
    let in_chunk = |chunk: &[u8]| chunk.iter().map(|byte| u8::from((byte & 0xC0) != 0x80)).sum::<u8>();
    utf8.chunks(u8::MAX.into()).map(|chunk| usize::from(in_chunk(chunk))).sum()
}
