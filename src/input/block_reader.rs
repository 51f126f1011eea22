//! A file of lines, cut into whole lines, a block at a time.

use alloc::collections::TryReserveError;
use alloc::vec::Vec;

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

/// Some whole lines of a file.
#[derive(Debug, Default, Clone)]
pub struct Block {
    first: usize,
    /// Where it begins in the file.
    offset: u64,
    /// Longer than what is held: it is used again.
    buffer: Vec<u8>,
    length: usize,
    /// Stands for one line that was too long to be kept.
    is_too_long: bool,
}

/// One line that is not blank, and what is said of it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Line<'a> {
    /// Its number in the file, from 1.
    pub number: usize,
    /// Where it begins in the file, in bytes.
    pub offset: u64,
    /// The document, without the end of the line; empty where it was too long to be kept.
    pub text: &'a [u8],
    /// What is said of it.
    pub report: Report,
}

/// Cuts what is read into blocks; holds no more than the max_bytes line allowed.
#[derive(Debug)]
pub(crate) struct BlockReader {
    max_bytes: usize,
    /// The beginning of a line that is not read to its end.
    rest: Vec<u8>,
    /// The number of that line.
    line: usize,
    /// Where that line begins in the file.
    offset: u64,
    read_size: usize,
    state: State,
}

/// The reports of lines, one after another.
#[derive(Debug)]
pub struct LineReports {
    contract: Contract,
    splitter: BlockReader,
    block: Block,
    /// Where the next line begins in the block, and its number.
    next: (usize, usize),
}

/// What is being done with the block that is filled; it outlasts a reader that has nothing to give yet.
#[derive(Debug, Clone, Copy)]
enum State {
    Begin,
    /// Looking for the last end of a line; so many bytes have none.
    Fill {
        seen: usize,
    },
    /// Looking for the end of a line that is too long.
    Skip {
        all_blank: bool,
    },
}

impl BlockReader {
    /// Of lines longer than the contract allows nothing is kept.
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

    /// Fills a block with the next lines, as many as are there; false where there are no more.
    ///
    /// Where reading fails, or there is no memory for a line, it may be tried again with the same block, which holds what was
    /// read.
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
                    // One byte more may be the CR of its end.
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

    /// Gives the first bytes of a block as its lines; false where there are none.
    fn end_block(&mut self, block: &mut Block, length: usize) -> bool {
        (block.first, block.length, self.state) = (self.line, length, State::Begin);
        self.line += memchr::memchr_iter(b'\n', block.text()).count();
        self.offset += length as u64;
        length > 0
    }

    /// Adds to a block what one read gives; asks for more where that is as much as was asked for.
    fn fill<E: From<TryReserveError>>(
        &mut self,
        block: &mut Block,
        read: &mut impl FnMut(&mut [u8]) -> Result<usize, E>,
    ) -> Result<usize, E> {
        let length = read(block.room(self.read_size)?)?;
        block.length += length;
        if length == self.read_size {
            self.read_size = MAX_READ_BYTES.min(2 * length);
        }
        Ok(length)
    }

    /// Reads to the end of the line with which the block begins, without keeping it; false for a blank one.
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
            (block.length, self.state) = (0, State::Skip { all_blank });
            if self.fill(block, read)? == 0 {
                break;
            }
        }
        (block.first, block.length, block.is_too_long) = (self.line, 0, true);
        (self.line, self.state) = (self.line + 1, State::Begin);
        Ok(!all_blank)
    }
}

/// Appends bytes, if there is memory for them.
fn append(buffer: &mut Vec<u8>, bytes: &[u8]) -> Result<(), TryReserveError> {
    buffer.try_reserve(bytes.len())?;
    buffer.extend_from_slice(bytes);
    Ok(())
}

/// Makes a buffer at least so long, if there is memory for that.
fn grow(buffer: &mut Vec<u8>, length: usize) -> Result<(), TryReserveError> {
    buffer.try_reserve_exact(length.saturating_sub(buffer.len()))?;
    buffer.resize(length.max(buffer.len()), 0);
    Ok(())
}

impl LineReports {
    /// Creates a reader that checks every line under this contract.
    #[must_use]
    pub fn new(contract: Contract) -> Self {
        let (splitter, block) = (BlockReader::new(&contract), Block::default());
        Self { contract, splitter, block, next: (0, 0) }
    }

    /// The number of the next line and its report, if there is one.
    ///
    /// Where reading fails, it may be tried again.
    pub fn next<E: From<TryReserveError>>(
        &mut self,
        mut read: impl FnMut(&mut [u8]) -> Result<usize, E>,
    ) -> Result<Option<(usize, Report)>, E> {
        loop {
            if let Some((line, next)) = self.block.line_at(self.next, &self.contract) {
                self.next = next;
                return Ok(Some((line.number, line.report)));
            }
            // No line begins in it before it is filled.
            self.next = (usize::MAX, 0);
            if !self.splitter.next_block(&mut self.block, &mut read)? {
                return Ok(None);
            }
            self.next = (0, self.block.first);
        }
    }
}

impl Block {
    /// A whole text of lines.
    #[must_use]
    pub fn new(text: Vec<u8>) -> Self {
        Self { first: 1, offset: 0, length: text.len(), buffer: text, is_too_long: false }
    }

    /// What it holds.
    #[must_use]
    pub fn text(&self) -> &[u8] {
        &self.buffer[..self.length]
    }

    /// The number of its first line, from 1.
    #[must_use]
    pub fn first_line(&self) -> usize {
        self.first
    }

    /// Where it begins in the file, in bytes.
    #[must_use]
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Holds what is taken from `rest`, and nothing else.
    fn start_with(&mut self, rest: &mut Vec<u8>) -> Result<(), TryReserveError> {
        grow(&mut self.buffer, rest.len())?;
        self.length = rest.len();
        self.is_too_long = false;
        self.buffer[..self.length].copy_from_slice(rest);
        rest.clear();
        Ok(())
    }

    /// Room for so many bytes more.
    fn room(&mut self, read_size: usize) -> Result<&mut [u8], TryReserveError> {
        let room = self.length.saturating_add(read_size);
        if self.buffer.len() < room {
            // Long lines grow by doubling.
            let mut buffer = Vec::new();
            grow(&mut buffer, room.max(self.length.saturating_mul(2)))?;
            buffer[..self.length].copy_from_slice(self.text());
            self.buffer = buffer;
        }
        Ok(&mut self.buffer[self.length..room])
    }

    /// Its text with every line fixed where that is safe, if any is: see [`Report::fix`].
    #[must_use]
    pub fn fix(&self, contract: &Contract) -> Option<Fixed> {
        let (mut text, mut count, mut at) = (Vec::new(), 0, 0);
        for line in self.check(contract) {
            let Some(fixed) = line.report.fix(line.text) else { continue };
            let start = line.text.as_ptr() as usize - self.buffer.as_ptr() as usize;
            text.extend_from_slice(&self.text()[at..start]);
            text.extend_from_slice(&fixed.text);
            (at, count) = (start + line.text.len(), count + fixed.count);
        }
        text.extend_from_slice(&self.text()[at..]);
        (count > 0).then_some(Fixed { text, count })
    }

    /// Checks its lines one after another.
    pub fn check(&self, contract: &Contract) -> impl Iterator<Item = Line<'_>> {
        let mut next = (0, self.first);
        core::iter::from_fn(move || {
            let (line, after) = self.line_at(next, contract)?;
            next = after;
            Some(line)
        })
    }

    /// The first line that is not blank from this place on, and the place after it.
    fn line_at(
        &self,
        (mut at, mut number): (usize, usize),
        contract: &Contract,
    ) -> Option<(Line<'_>, (usize, usize))> {
        if self.is_too_long {
            let report = too_long(number, contract.max_bytes);
            let line = Line { number, offset: self.offset, text: b"", report };
            return (at == 0).then_some((line, (1, number)));
        }
        while at < self.length {
            let rest = &self.text()[at..];
            let (line, length) = match memchr::memchr(b'\n', rest) {
                Some(end) => (rest[..end].strip_suffix(b"\r").unwrap_or(&rest[..end]), end + 1),
                None => (rest, rest.len()),
            };
            let offset = self.offset + at as u64;
            at += length;
            number += 1;
            if !is_blank(line) {
                let number = number - 1;
                let mut report = object::check(&Context::new(contract), line);
                on_line(number, &mut report);
                return Some((Line { number, offset, text: line, report }, (at, number + 1)));
            }
        }
        None
    }
}

/// Says of which line of the file the report is.
fn on_line(number: usize, report: &mut Report) {
    for Violation { location, .. } in &mut report.violations {
        let column = location.and_then(|location| location.column);
        *location = Some(LineColumn { line: number, column });
    }
}

fn too_long(number: usize, max_bytes: usize) -> Report {
    let mut report = unreadable(ReadError::too_large(max_bytes), Expected::Object, PathPrefix::DOCUMENT);
    on_line(number, &mut report);
    report
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use alloc::collections::TryReserveError;

    use super::{Block, BlockReader, LineReports};
    use crate::testing::config;
    use crate::{Contract, Report};

    /// Why reading stops.
    #[derive(Debug)]
    struct Stop;

    impl From<TryReserveError> for Stop {
        fn from(_: TryReserveError) -> Self {
            Self
        }
    }

    /// A line for which there is no memory is an error, and the block holds what it held.
    #[test]
    fn a_line_without_memory_is_an_error() {
        let mut block = Block::new(b"{}".to_vec());
        assert!(block.room(usize::MAX).is_err());
        assert_eq!(block.text(), b"{}");
        assert_eq!(block.room(3).unwrap().len(), 3);
    }

    /// The lines of a text that comes in pieces, with nothing to read between them.
    fn lines(text: &[u8], pieces: &[usize], contract: Contract) -> Vec<(usize, Report)> {
        let (mut reports, mut lines, mut rest) = (LineReports::new(contract), Vec::new(), text);
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

        /// Wherever a file is cut, its lines are the same; those that are too long and those that are blank too.
        #[test]
        fn pieces_make_no_difference(
            text in "([{}\" \r]{0,4}|\\{\"id\":\"1\"\\}|\\{\"id\":\"12345678901234567890\"\\}|[ \t]{30}|\r?\n){0,12}",
            pieces in prop::collection::vec(0_usize..20, 0..20), max_bytes in prop::sample::select(&[1, 10, 24, 1000][..]),
        ) {
            let contract = Contract::PROJECTION.max_bytes(max_bytes);
            let expected: Result<Vec<_>, _> = contract.check_lines(text.as_bytes()).collect();
            prop_assert_eq!(lines(text.as_bytes(), &pieces, contract), expected.expect("nothing fails"));
        }

        /// However a file is read, each line begins where it is said to begin.
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
            let (mut splitter, mut block) = (BlockReader::new(&contract), Block::default());
            while splitter.next_block(&mut block, &mut read).expect("nothing fails") {
                for line in block.check(&contract) {
                    let before: usize = text.split_inclusive('\n').take(line.number - 1).map(str::len).sum();
                    prop_assert_eq!(line.offset, before as u64);
                    prop_assert!(text.as_bytes()[before..].starts_with(line.text));
                }
            }
        }
    }
}
