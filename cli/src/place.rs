//! Where a span begins and ends, as people count it.

use std::ops::Range;

use user_processing_result::Violation;

/// A place in a file: the line and the character of the line, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub line: usize,
    pub column: usize,
}

/// A piece of a source: its bytes, and the places of its ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extent {
    pub bytes: Range<usize>,
    pub start: Place,
    /// That of the first character after it.
    pub end: Place,
}

impl Extent {
    /// What is wrong, if it is a piece of the source.
    pub fn of(violation: &Violation, source: &[u8]) -> Option<Self> {
        let start = Place { line: violation.line()?, column: violation.column()? };
        Self::from(start, violation.span()?, source)
    }

    /// Where the name stood first that is here again.
    pub fn of_related(violation: &Violation, source: &[u8]) -> Option<Self> {
        let bytes = violation.related()?;
        let later = Self::of(violation, source)?;
        let start = later.start.before(source.get(..later.bytes.start)?, bytes.start)?;
        Self::from(start, bytes, source)
    }

    fn from(start: Place, bytes: Range<usize>, source: &[u8]) -> Option<Self> {
        let end = start.after(source.get(bytes.clone())?);
        Some(Self { bytes, start, end })
    }
}

impl Place {
    /// The place after a text that begins here.
    fn after(self, text: &[u8]) -> Self {
        match lines(text) {
            0 => Self { column: self.column + characters(text), ..self },
            lines => Self { line: self.line + lines, column: 1 + characters(last_line(text)) },
        }
    }

    /// The place of an offset in all that stands before this one. No more is looked at than need be: lines are long.
    fn before(self, text: &[u8], at: usize) -> Option<Self> {
        let (head, between) = text.split_at_checked(at)?;
        let place = match lines(between) {
            0 => Self { column: self.column.saturating_sub(characters(between)), ..self },
            lines => Self { line: self.line.saturating_sub(lines), column: 1 + characters(last_line(head)) },
        };
        Some(place)
    }
}

fn lines(text: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', text).count()
}

fn last_line(text: &[u8]) -> &[u8] {
    &text[memchr::memrchr(b'\n', text).map_or(0, |newline| newline + 1)..]
}

fn characters(text: &[u8]) -> usize {
    String::from_utf8_lossy(text).chars().count()
}
