//! Ranges of bytes.

use core::ops::Range;

use serde::Serialize;

/// A range of byte offsets into a document: from `start` up to, but not including, `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl From<Span> for Range<usize> {
    fn from(Span { start, end }: Span) -> Self {
        start..end
    }
}
