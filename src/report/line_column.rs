//! A location as line and column.

/// A location in a text as people count it, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LineColumn {
    pub(crate) line: usize,
    /// The column in characters; `None` if the line as a whole is meant.
    pub(crate) column: Option<usize>,
}
