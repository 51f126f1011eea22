//! A file of lines, split into blocks of whole lines.

use alloc::collections::TryReserveError;
use alloc::vec::Vec;

#[cfg(all(feature = "chrono", feature = "std"))]
use super::parse::Parse;
use crate::json::ReadError;
use crate::json::scan::is_blank;
use crate::options::Contract;
use crate::report::place::unreadable;
use crate::report::{Expected, Fixed, LineColumn, PathPrefix, Report, Violation};
use crate::validate::{Context, object};

/// The number of bytes of the first read.
const MIN_READ_BYTES: usize = 8 << 10;

/// The maximum number of bytes per read: few enough to stay in the cache of one core until they are checked.
const MAX_READ_BYTES: usize = 256 << 10;

/// A block of whole lines of a file.
#[derive(Debug, Default, Clone)]
pub struct Block {
    first: usize,
    /// The offset of the block in the file, in bytes.
    offset: u64,
    /// The lines, then bytes that are not part of the block: a buffer is used again, and never made shorter.
    buffer: Vec<u8>,
    length: usize,
    /// The block represents one line that was too long to be kept.
    is_too_long: bool,
}

/// One line that is not blank, and its report.
#[derive(Debug)]
#[non_exhaustive]
pub struct Line<'a> {
    /// The number of the line in the file, from 1.
    pub number: usize,
    /// The offset of the line in the file, in bytes.
    pub offset: u64,
    /// The document, without the end of the line. Empty if the line was too long to be kept.
    pub text: &'a [u8],
    /// The report of the document. Its spans are bytes of `text`, and its lines are those of the file.
    pub report: Report,
}

/// One line that is not blank, before it is checked.
#[derive(Debug)]
pub(super) struct RawLine<'a> {
    pub(super) number: usize,
    offset: u64,
    /// The document, without the end of the line. `None` if the line was too long to be kept.
    text: Option<&'a [u8]>,
}

/// A position in a block: the offset of a line in bytes, and its number.
type Position = (usize, usize);

/// The position at the end of every block.
const END: Position = (usize::MAX, 0);

/// Splits what is read into blocks. Its memory is bounded by the max-bytes of the contract.
#[derive(Debug)]
pub(crate) struct BlockReader {
    max_bytes: usize,
    /// The start of a line whose end has not been read.
    rest: Vec<u8>,
    /// The number of that line.
    line: usize,
    /// The offset of that line in the file, in bytes.
    offset: u64,
    read_size: usize,
    state: State,
}

/// The lines of a file, one after another.
#[derive(Debug)]
pub(super) struct LineReader {
    block_reader: BlockReader,
    block: Block,
    next: Position,
}

/// The reports of the lines of a file, one after another.
#[derive(Debug)]
pub struct LineReports {
    contract: Contract,
    lines: LineReader,
}

/// The state of filling a block. It is kept if the reader has nothing to give yet.
#[derive(Debug, Clone, Copy)]
enum State {
    Begin,
    /// Looking for the last line feed, which is not among the first `seen` bytes.
    Fill {
        seen: usize,
    },
    /// Looking for the end of a line that is too long.
    Skip {
        all_blank: bool,
    },
}

impl BlockReader {
    /// Creates a reader that skips lines which are longer than the contract allows.
    pub(crate) fn new(contract: &Contract) -> Self {
        Self {
            max_bytes: contract.max_bytes,
            rest: Vec::new(),
            line: 1,
            offset: 0,
            read_size: MIN_READ_BYTES,
            state: State::Begin,
        }
    }

    /// Fills a block with the next lines, as many as one read completes. Returns `false` at the end of the file.
    ///
    /// If reading fails, or there is no memory for a line, the call can be repeated with the same block, which contains the
    /// bytes that were read.
    pub(crate) fn next_block<E: From<TryReserveError>>(
        &mut self,
        block: &mut Block,
        mut read: impl FnMut(&mut [u8]) -> Result<usize, E>,
    ) -> Result<bool, E> {
        loop {
            match self.state {
                State::Begin => {
                    block.start_with(&mut self.rest)?;
                    block.offset = self.offset;
                    self.state = State::Fill { seen: 0 };
                }
                State::Fill { seen } => {
                    if let Some(end) = memchr::memrchr(b'\n', &block.text()[seen..]) {
                        let end = seen + end + 1;
                        append(&mut self.rest, &block.text()[end..])?;
                        return Ok(self.end_block(block, end));
                    }
                    // One more byte may be the CR of the line end.
                    if block.length > self.max_bytes.saturating_add(1) {
                        self.state = State::Skip { all_blank: true };
                        continue;
                    }
                    self.state = State::Fill { seen: block.length };
                    if self.fill(block, &mut read)? == 0 {
                        return Ok(self.end_block(block, block.length));
                    }
                }
                State::Skip { all_blank } => {
                    if self.skip_line(block, all_blank, &mut read)? {
                        return Ok(true);
                    }
                }
            }
        }
    }

    /// Completes a block that consists of its first `length` bytes. Returns `false` if that is none.
    fn end_block(&mut self, block: &mut Block, length: usize) -> bool {
        block.first = self.line;
        block.length = length;
        self.state = State::Begin;
        self.line += memchr::memchr_iter(b'\n', block.text()).count();
        self.offset += length as u64;
        length > 0
    }

    /// Appends the bytes of one read to a block, and returns their number. Doubles the next read if this one was full.
    fn fill<E: From<TryReserveError>>(
        &mut self,
        block: &mut Block,
        read: &mut impl FnMut(&mut [u8]) -> Result<usize, E>,
    ) -> Result<usize, E> {
        let length = read(block.reserve(self.read_size)?)?;
        block.length += length;
        if length == self.read_size {
            self.read_size = MAX_READ_BYTES.min(2 * length);
        }
        Ok(length)
    }

    /// Reads to the end of the line with which the block begins, without keeping it. Returns `false` if the line is blank.
    fn skip_line<E: From<TryReserveError>>(
        &mut self,
        block: &mut Block,
        mut all_blank: bool,
        read: &mut impl FnMut(&mut [u8]) -> Result<usize, E>,
    ) -> Result<bool, E> {
        loop {
            let text = block.text();
            let end = memchr::memchr(b'\n', text);
            all_blank = all_blank && is_blank(&text[..end.unwrap_or(text.len())]);
            if let Some(end) = end {
                append(&mut self.rest, &text[end + 1..])?;
            }
            self.offset += end.map_or(text.len(), |end| end + 1) as u64;
            if end.is_some() {
                break;
            }
            block.length = 0;
            self.state = State::Skip { all_blank };
            if self.fill(block, read)? == 0 {
                break;
            }
        }
        block.first = self.line;
        block.length = 0;
        block.is_too_long = true;
        self.line += 1;
        self.state = State::Begin;
        Ok(!all_blank)
    }
}

/// Appends bytes, if there is memory for them.
fn append(buffer: &mut Vec<u8>, bytes: &[u8]) -> Result<(), TryReserveError> {
    buffer.try_reserve(bytes.len())?;
    buffer.extend_from_slice(bytes);
    Ok(())
}

/// Extends a buffer to at least `length` bytes, if there is memory for them.
fn grow(buffer: &mut Vec<u8>, length: usize) -> Result<(), TryReserveError> {
    buffer.try_reserve_exact(length.saturating_sub(buffer.len()))?;
    buffer.resize(length.max(buffer.len()), 0);
    Ok(())
}

impl LineReader {
    pub(super) fn new(contract: &Contract) -> Self {
        Self { block_reader: BlockReader::new(contract), block: Block::default(), next: END }
    }

    /// Passes the next line to `use_line`, and returns the result. `None` at the end of the file.
    ///
    /// If reading fails, the call can be repeated.
    #[inline]
    pub(super) fn next<T, E: From<TryReserveError>>(
        &mut self,
        mut read: impl FnMut(&mut [u8]) -> Result<usize, E>,
        use_line: impl FnOnce(RawLine<'_>) -> T,
    ) -> Result<Option<T>, E> {
        loop {
            if let Some((line, next)) = self.block.line_at(self.next) {
                self.next = next;
                return Ok(Some(use_line(line)));
            }
            // A block that is only partly filled has no lines yet.
            self.next = END;
            if !self.block_reader.next_block(&mut self.block, &mut read)? {
                return Ok(None);
            }
            self.next = self.block.start();
        }
    }
}

impl LineReports {
    /// Creates a reader that checks every line under this contract.
    #[must_use]
    pub fn new(contract: Contract) -> Self {
        Self { contract, lines: LineReader::new(&contract) }
    }

    /// Returns the number of the next line, from 1, and its report. `None` at the end of the file.
    ///
    /// # Errors
    ///
    /// Returns the error of `read`, or that there is no memory for a line. The call can be repeated.
    pub fn next<E: From<TryReserveError>>(
        &mut self,
        read: impl FnMut(&mut [u8]) -> Result<usize, E>,
    ) -> Result<Option<(usize, Report)>, E> {
        let contract = &self.contract;
        self.lines.next(read, |line| (line.number, line.check(contract)))
    }
}

impl RawLine<'_> {
    /// Returns the report of the line.
    #[inline]
    pub(super) fn check(&self, contract: &Contract) -> Report {
        let Some(text) = self.text else { return too_long(self.number, contract) };
        on_line(self.number, object::check(&Context::new(contract), text))
    }

    /// Returns the value that `parse` makes of the line, or the report of the line.
    #[cfg(all(feature = "chrono", feature = "std"))]
    pub(super) fn parse<T>(&self, contract: &Contract, parse: Parse<T>) -> Result<T, Report> {
        let Some(text) = self.text else { return Err(too_long(self.number, contract)) };
        parse(text, contract).map_err(|report| on_line(self.number, report))
    }
}

impl Block {
    /// Creates a block from a whole text of lines.
    #[must_use]
    pub fn new(text: Vec<u8>) -> Self {
        Self { first: 1, offset: 0, length: text.len(), buffer: text, is_too_long: false }
    }

    /// Returns the lines as they were read. Empty if the block represents a line that was too long to be kept.
    #[must_use]
    pub fn text(&self) -> &[u8] {
        &self.buffer[..self.length]
    }

    /// Returns the number of the first line, from 1; 0 if the block was never filled.
    #[must_use]
    pub fn first_line(&self) -> usize {
        self.first
    }

    /// Returns the offset of the block in the file, in bytes.
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Returns the text with every safe fix of every line applied, or `None` if there is none. See [`Report::fix`].
    #[must_use]
    pub fn fix(&self, contract: &Contract) -> Option<Fixed> {
        let mut text = Vec::new();
        let mut count = 0;
        let mut at = 0;
        for line in self.check(contract) {
            let Some(fixed) = line.report.fix(line.text) else { continue };
            let start = line.text.as_ptr() as usize - self.buffer.as_ptr() as usize;
            text.extend_from_slice(&self.text()[at..start]);
            text.extend_from_slice(&fixed.text);
            at = start + line.text.len();
            count += fixed.count;
        }
        text.extend_from_slice(&self.text()[at..]);
        (count > 0).then_some(Fixed { text, count })
    }

    /// Checks the lines one after another, and skips blank ones.
    pub fn check(&self, contract: &Contract) -> impl Iterator<Item = Line<'_>> {
        let mut next = self.start();
        core::iter::from_fn(move || {
            let (line, after) = self.line_at(next)?;
            next = after;
            let report = line.check(contract);
            let RawLine { number, offset, text } = line;
            Some(Line { number, offset, text: text.unwrap_or_default(), report })
        })
    }

    fn start(&self) -> Position {
        (0, self.first)
    }

    /// Replaces the content with that of `rest`, which is empty afterwards.
    fn start_with(&mut self, rest: &mut Vec<u8>) -> Result<(), TryReserveError> {
        grow(&mut self.buffer, rest.len())?;
        self.length = rest.len();
        self.is_too_long = false;
        self.buffer[..self.length].copy_from_slice(rest);
        rest.clear();
        Ok(())
    }

    /// Returns the space for the next `read_size` bytes.
    fn reserve(&mut self, read_size: usize) -> Result<&mut [u8], TryReserveError> {
        let needed = self.length.saturating_add(read_size);
        if self.buffer.len() < needed {
            // Doubling keeps the copying for a long line proportional to its length.
            let mut buffer = Vec::new();
            grow(&mut buffer, needed.max(self.length.saturating_mul(2)))?;
            buffer[..self.length].copy_from_slice(self.text());
            self.buffer = buffer;
        }
        Ok(&mut self.buffer[self.length..needed])
    }

    /// Returns the first line at or after a position that is not blank, and the position after it.
    #[inline]
    fn line_at(&self, (mut at, mut number): Position) -> Option<(RawLine<'_>, Position)> {
        if self.is_too_long {
            let line = RawLine { number, offset: self.offset, text: None };
            return (at == 0).then_some((line, (1, number)));
        }
        while at < self.length {
            let rest = &self.text()[at..];
            let (line, length) = match memchr::memchr(b'\n', rest) {
                Some(end) => (rest[..end].strip_suffix(b"\r").unwrap_or(&rest[..end]), end + 1),
                None => (rest, rest.len()),
            };
            if !is_blank(line) {
                let line = RawLine { number, offset: self.offset + at as u64, text: Some(line) };
                return Some((line, (at + length, number + 1)));
            }
            at += length;
            number += 1;
        }
        None
    }
}

/// Sets the line of every violation to the line of the file.
fn on_line(number: usize, mut report: Report) -> Report {
    for Violation { location, .. } in &mut report.violations {
        let column = location.and_then(|location| location.column);
        *location = Some(LineColumn { line: number, column });
    }
    report
}

fn too_long(number: usize, contract: &Contract) -> Report {
    let error = ReadError::too_large(contract.max_bytes);
    on_line(number, unreadable(error, Expected::Object, PathPrefix::DOCUMENT))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use alloc::collections::TryReserveError;

    use super::{Block, BlockReader, LineReports};
    use crate::testing::config;
    use crate::{Contract, Report};

    /// The error of a reader that has nothing to give yet.
    #[derive(Debug)]
    struct Stop;

    impl From<TryReserveError> for Stop {
        fn from(_: TryReserveError) -> Self {
            Self
        }
    }

    /// A line for which there is no memory is an error, and the block stays as it was.
    #[test]
    fn a_line_without_memory_is_an_error() {
        let mut block = Block::new(b"{}".to_vec());
        assert!(block.reserve(usize::MAX).is_err());
        assert_eq!(block.text(), b"{}");
        assert_eq!(block.reserve(3).unwrap().len(), 3);
    }

    /// Returns the reports of a text that arrives in pieces, with a failed read between them.
    fn lines(text: &[u8], pieces: &[usize], contract: Contract) -> Vec<(usize, Report)> {
        let mut reports = LineReports::new(contract);
        let mut lines = Vec::new();
        let mut rest = text;
        let mut pieces = pieces.iter().copied();
        loop {
            let length = pieces.next().unwrap_or(rest.len()).min(rest.len());
            let (mut piece, after) = rest.split_at(length);
            rest = after;
            let is_over = rest.is_empty();
            loop {
                let read = |buffer: &mut [u8]| {
                    let length = buffer.len().min(piece.len());
                    if length == 0 && !is_over {
                        return Err(Stop);
                    }
                    let (given, after) = piece.split_at(length);
                    buffer[..length].copy_from_slice(given);
                    piece = after;
                    Ok(length)
                };
                match reports.next(read) {
                    Ok(Some(line)) => lines.push(line),
                    Ok(None) => return lines,
                    Err(Stop) => break,
                }
            }
        }
    }

    #[test]
    fn the_end_of_a_line_is_not_counted() {
        let (line, contract) = (b"{\"id\":\"1\"}\r\n", Contract::PROJECTION.max_bytes(10));
        for piece in 1..12 {
            assert_eq!(lines(line, &[piece], contract), [(1, Report::default())], "{piece}");
        }
    }

    proptest! {
        #![proptest_config(config(5000))]

        /// The reports do not depend on how the text is divided into reads, even for blank lines and lines that are too long.
        #[test]
        fn pieces_make_no_difference(
            text in "([{}\" \r]{0,4}|\\{\"id\":\"1\"\\}|\\{\"id\":\"12345678901234567890\"\\}|[ \t]{30}|\r?\n){0,12}",
            pieces in prop::collection::vec(0_usize..20, 0..20), max_bytes in prop::sample::select(&[1, 10, 24, 1000][..]),
        ) {
            let contract = Contract::PROJECTION.max_bytes(max_bytes);
            let expected: Result<Vec<_>, _> = contract.check_lines(text.as_bytes()).collect();
            prop_assert_eq!(lines(text.as_bytes(), &pieces, contract), expected.expect("nothing fails"));
        }

        /// The offset of each line is its offset in the file, however the file is divided into reads.
        #[test]
        fn offsets_are_those_of_the_file(
            text in "([{}\" ]{0,4}|\\{\"id\":\"12345678901234567890\"\\}|[ \t]{30}|\r?\n){0,12}",
            pieces in prop::collection::vec(1_usize..20, 0..20), max_bytes in prop::sample::select(&[1, 10, 1000][..]),
        ) {
            let contract = Contract::PROJECTION.max_bytes(max_bytes);
            let (mut rest, mut pieces) = (text.as_bytes(), pieces.into_iter());
            let mut read = |buffer: &mut [u8]| {
                let length = pieces.next().unwrap_or(rest.len()).min(rest.len()).min(buffer.len());
                let (piece, after) = rest.split_at(length);
                buffer[..length].copy_from_slice(piece);
                rest = after;
                Ok::<_, Stop>(length)
            };
            let mut block_reader = BlockReader::new(&contract);
            let mut block = Block::default();
            while block_reader.next_block(&mut block, &mut read).expect("nothing fails") {
                for line in block.check(&contract) {
                    let before: usize = text.split_inclusive('\n').take(line.number - 1).map(str::len).sum();
                    prop_assert_eq!(line.offset, before as u64);
                    prop_assert!(text.as_bytes()[before..].starts_with(line.text));
                }
            }
        }
    }
}
