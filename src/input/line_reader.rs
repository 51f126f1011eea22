//! Files of lines from a reader.

use std::io::{self, Read};

use super::block_reader::{Block, BlockReader, LineReader, RawLine};
#[cfg(feature = "chrono")]
use super::parse::Parse;
use crate::options::Contract;
use crate::report::Report;

/// An iterator over the reports of a file of lines, made by [`Contract::check_lines`].
#[derive(Debug)]
pub struct Lines<R> {
    source: Source<R>,
    contract: Contract,
}

/// An iterator over the typed values of a file of lines, made by [`Contract::parse_lines`].
#[cfg(feature = "chrono")]
#[derive(Debug)]
pub struct ParsedLines<R, T> {
    source: Source<R>,
    contract: Contract,
    parse: Parse<T>,
}

/// A reader of whole lines in large blocks. Its memory is bounded by the max-bytes of the contract.
#[derive(Debug)]
pub struct Blocks<R> {
    reader: R,
    block_reader: BlockReader,
}

/// The lines of a reader until its end or its first error.
#[derive(Debug)]
struct Source<R> {
    reader: R,
    lines: LineReader,
    is_over: bool,
}

pub(crate) fn check<R: Read>(reader: R, contract: Contract) -> Lines<R> {
    Lines { source: Source::new(reader, &contract), contract }
}

#[cfg(feature = "chrono")]
pub(crate) fn parse<R: Read, T>(reader: R, contract: Contract, parse: Parse<T>) -> ParsedLines<R, T> {
    ParsedLines { source: Source::new(reader, &contract), contract, parse }
}

impl<R: Read> Iterator for Lines<R> {
    /// The number of the line, from 1, and its report; or the error that ended reading.
    type Item = io::Result<(usize, Report)>;

    fn next(&mut self) -> Option<Self::Item> {
        let contract = &self.contract;
        self.source.next(|line| (line.number, line.check(contract)))
    }
}

#[cfg(feature = "chrono")]
impl<R: Read, T> Iterator for ParsedLines<R, T> {
    /// The number of the line, from 1, and its value or its report; or the error that ended reading.
    type Item = io::Result<(usize, Result<T, Report>)>;

    fn next(&mut self) -> Option<Self::Item> {
        let contract = &self.contract;
        let parse = self.parse;
        self.source.next(|line| (line.number, line.parse(contract, parse)))
    }
}

impl<R: Read> Blocks<R> {
    /// Creates a reader of the lines of `reader`. Lines that are longer than the contract allows are skipped to their end.
    pub fn new(reader: R, contract: &Contract) -> Self {
        Self { reader, block_reader: BlockReader::new(contract) }
    }

    /// Replaces the content of `block` with the next lines, as many as are available. Returns `false` at the end.
    ///
    /// A line that is too long to be kept is a block of its own.
    ///
    /// # Errors
    ///
    /// Returns the error of the reader. Lines that were read completely before it are not lost: repeat the call with
    /// the same block to continue.
    pub fn next_block(&mut self, block: &mut Block) -> io::Result<bool> {
        self.block_reader.next_block(block, |buffer| read(&mut self.reader, buffer))
    }
}

impl<R: Read> Source<R> {
    fn new(reader: R, contract: &Contract) -> Self {
        Self { reader, lines: LineReader::new(contract), is_over: false }
    }

    #[inline]
    fn next<T>(&mut self, use_line: impl FnOnce(RawLine<'_>) -> T) -> Option<io::Result<T>> {
        if self.is_over {
            return None;
        }
        let line = self.lines.next(|buffer| read(&mut self.reader, buffer), use_line).transpose();
        self.is_over = !matches!(line, Some(Ok(_)));
        line
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
