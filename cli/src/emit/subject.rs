//! The document that a report is about.

use std::path::Path;

use user_processing_result::lines::Line;

/// A document with its place in a file.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    pub file: &'a Path,
    /// The line number, from 1, if the document is a line of a file of lines.
    pub line: Option<usize>,
    /// The byte offset of `source` in the file.
    pub offset: u64,
    pub source: &'a [u8],
}

impl<'a> Subject<'a> {
    /// Returns the subject for a source that is all of a file.
    pub fn whole_file(file: &'a Path, source: &'a [u8]) -> Self {
        Self { file, line: None, offset: 0, source }
    }

    /// Returns the subject for a line of a file.
    pub fn line_of(file: &'a Path, line: &Line<'a>) -> Self {
        Self { file, line: Some(line.number), offset: line.offset, source: line.text }
    }
}
