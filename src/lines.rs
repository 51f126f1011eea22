//! Files of lines (NDJSON, JSON Lines): each line is a document of its own.
//!
//! [`Lines`] gives one report after another. [`Blocks`] is what it stands on: whole lines in large blocks, for those
//! who want to judge blocks side by side.
//!
//! ```
//! use user_processing_result::{Contract, lines::{Block, Blocks}};
//!
//! let file = "{\"id\": \"1\"}\r\n\r\n{\"id\": \"\"}";
//! let mut blocks = Blocks::new(file.as_bytes(), &Contract::PROJECTION);
//! let mut block = Block::default();
//! while blocks.next_block(&mut block)? {
//!     for line in block.check(&Contract::PROJECTION) {
//!         assert_eq!((line.number, line.report.is_valid()), if line.number == 1 { (1, true) } else { (3, false) });
//!     }
//! }
//! # Ok::<_, std::io::Error>(())
//! ```

use std::io::{self, Read};

use crate::contract::Contract;
use crate::report::Report;
pub use crate::split::{Block, Line};
use crate::split::{Reports, Splitter};

/// One report a line; made by [`Contract::check_lines`].
#[derive(Debug)]
pub struct Lines<R> {
    reader: R,
    reports: Reports,
    is_over: bool,
}

/// Reads whole lines, a block at a time; its memory is bounded by the longest line allowed.
#[derive(Debug)]
pub struct Blocks<R> {
    reader: R,
    splitter: Splitter,
}

pub(crate) fn check<R: Read>(reader: R, contract: Contract) -> Lines<R> {
    Lines { reader, reports: Reports::new(contract), is_over: false }
}

impl<R: Read> Iterator for Lines<R> {
    /// The number of the line and its report, or why the input could not be read any further.
    type Item = io::Result<(usize, Report)>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let line = self.reports.next(|buffer| read(&mut self.reader, buffer)).transpose();
        self.is_over = !matches!(line, Some(Ok(_)));
        line
    }
}

impl<R: Read> Blocks<R> {
    /// Reads the lines of `reader`; those longer than the contract allows are skipped to their end.
    pub fn new(reader: R, contract: &Contract) -> Self {
        Self { reader, splitter: Splitter::new(contract) }
    }

    /// Reads the next lines into `block`, as many as are there; false where there are no more.
    ///
    /// # Errors
    ///
    /// Those of the reader; what was read of a line by then is not given.
    pub fn next_block(&mut self, block: &mut Block) -> io::Result<bool> {
        self.splitter.next_block(block, |buffer| read(&mut self.reader, buffer))
    }
}

fn read(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match reader.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}
