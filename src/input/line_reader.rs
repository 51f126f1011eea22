//! Files of lines from a reader.

use std::io::{self, Read};

use super::block_reader::{Block, BlockReader, LineReports};
use crate::options::Contract;
use crate::report::Report;

/// One report a line; made by [`Contract::check_lines`].
#[derive(Debug)]
pub struct Lines<R> {
    reader: R,
    reports: LineReports,
    is_over: bool,
}

/// Reads whole lines, a block at a time; its memory is bounded by the longest line allowed.
#[derive(Debug)]
pub struct Blocks<R> {
    reader: R,
    block_reader: BlockReader,
}

pub(crate) fn check<R: Read>(reader: R, contract: Contract) -> Lines<R> {
    Lines { reader, reports: LineReports::new(contract), is_over: false }
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
        Self { reader, block_reader: BlockReader::new(contract) }
    }

    /// Reads the next lines into `block`, as many as are there; false where there are no more.
    ///
    /// # Errors
    ///
    /// Those of the reader; what was read of a line by then is not given.
    pub fn next_block(&mut self, block: &mut Block) -> io::Result<bool> {
        self.block_reader.next_block(block, |buffer| read(&mut self.reader, buffer))
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
