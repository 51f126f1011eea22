//! Spans with the line and column of both ends.

use std::ops::Range;

use user_processing_result::Violation;

/// A position in a file: the line, and the column in characters, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineColumn {
    pub line: usize,
    pub column: usize,
}

/// A span of a source: its bytes, and the positions of its ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extent {
    pub bytes: Range<usize>,
    pub start: LineColumn,
    /// The position of the first character after the span.
    pub end: LineColumn,
}

impl Extent {
    /// Returns the extent of the span of a violation, or `None` if the violation has no span.
    pub fn of_span(violation: &Violation, source: &[u8]) -> Option<Self> {
        let start = LineColumn { line: violation.line()?, column: violation.column()? };
        Self::new(start, violation.span()?, source)
    }

    /// Returns the extent of the first occurrence of a duplicate name, or `None` for any other violation.
    pub fn of_related(violation: &Violation, source: &[u8]) -> Option<Self> {
        let bytes = violation.related()?;
        let duplicate = Self::of_span(violation, source)?;
        let text_before = source.get(..duplicate.bytes.start)?;
        let start = duplicate.start.moved_back_to(bytes.start, text_before)?;
        Self::new(start, bytes, source)
    }

    fn new(start: LineColumn, bytes: Range<usize>, source: &[u8]) -> Option<Self> {
        let end = start.moved_past(source.get(bytes.clone())?);
        Some(Self { bytes, start, end })
    }
}

impl LineColumn {
    /// Returns the position after a text that starts at this position.
    fn moved_past(self, text: &[u8]) -> Self {
        match count_line_feeds(text) {
            0 => Self { column: self.column + count_chars(text), ..self },
            lines => Self { line: self.line + lines, column: 1 + count_chars(last_line(text)) },
        }
    }

    /// Returns the position of a byte offset in the text before this position, or `None` if the text is shorter.
    ///
    /// Only the text from the offset on and the line of the offset are read, because the text before a position can be long.
    fn moved_back_to(self, offset: usize, text_before: &[u8]) -> Option<Self> {
        let (head, between) = text_before.split_at_checked(offset)?;
        let position = match count_line_feeds(between) {
            0 => Self { column: self.column.saturating_sub(count_chars(between)), ..self },
            lines => Self { line: self.line.saturating_sub(lines), column: 1 + count_chars(last_line(head)) },
        };
        Some(position)
    }
}

fn count_line_feeds(text: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', text).count()
}

fn last_line(text: &[u8]) -> &[u8] {
    &text[memchr::memrchr(b'\n', text).map_or(0, |line_feed| line_feed + 1)..]
}

fn count_chars(text: &[u8]) -> usize {
    String::from_utf8_lossy(text).chars().count()
}
