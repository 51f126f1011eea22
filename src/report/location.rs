//! Lines and columns of byte offsets.

use super::line_column::LineColumn;
use super::violation::Violation;

/// Sets the location of every violation that has a span. The violations must be in order of their spans.
pub(crate) fn locate(text: &[u8], violations: &mut [Violation]) {
    let last = violations.last().and_then(|violation| violation.span).map_or(0, |span| span.start);
    LocationCursor::new(&text[..last]).locate(violations);
}

/// Returns the location of each offset, or `None` for an offset that is beyond the text or before its predecessor.
#[cfg(feature = "render")]
pub(crate) fn locations(
    text: &[u8],
    offsets: impl Iterator<Item = Option<usize>>,
) -> impl Iterator<Item = Option<LineColumn>> {
    let mut cursor = LocationCursor::new(text);
    offsets.map(move |offset| {
        let offset = offset.filter(|offset| (cursor.at..=text.len()).contains(offset))?;
        Some(cursor.location(offset))
    })
}

/// An offset that only moves forward, so that all locations are found in one pass.
pub(crate) struct LocationCursor<'a> {
    text: &'a [u8],
    at: usize,
    line: usize,
    column: usize,
    line_end: usize,
    is_ascii: bool,
}

impl<'a> LocationCursor<'a> {
    pub(crate) fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0, line: 1, column: 1, line_end: line_end(text, 0), is_ascii: text.is_ascii() }
    }

    /// Sets the location of every violation that has a span. The spans must be in order, also between calls.
    pub(crate) fn locate(&mut self, violations: &mut [Violation]) {
        for Violation { span, location, .. } in violations {
            *location = span.map(|span| self.location(span.start));
        }
    }

    fn location(&mut self, at: usize) -> LineColumn {
        while self.line_end < at {
            self.line += 1;
            self.column = 1;
            self.at = self.line_end + 1;
            self.line_end = line_end(self.text, self.at);
        }
        self.column += if self.is_ascii { at - self.at } else { count_chars(&self.text[self.at..at]) };
        self.at = at;
        LineColumn { line: self.line, column: Some(self.column) }
    }
}

fn line_end(text: &[u8], start: usize) -> usize {
    memchr::memchr(b'\n', &text[start..]).map_or(text.len(), |length| start + length)
}

/// Returns the number of characters that start in a slice of UTF-8.
fn count_chars(utf8: &[u8]) -> usize {
    // Chunks whose count fits a byte, so that the compiler adds many bytes at once.
    let in_chunk = |chunk: &[u8]| chunk.iter().map(|byte| u8::from((byte & 0xC0) != 0x80)).sum::<u8>();
    utf8.chunks(u8::MAX.into()).map(|chunk| usize::from(in_chunk(chunk))).sum()
}
