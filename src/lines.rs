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

use std::io::{self, BufRead, Read};

use crate::check;
use crate::contract::Contract;
use crate::fault::Fault;
use crate::fix::Fixed;
use crate::place::Base;
use crate::read::Unreadable;
use crate::report::{Position, Related, Report, Violation};
use crate::scan::is_blank;
use crate::schema::USER_PROCESSING_RESULT;

/// How many bytes are asked for at once in the end: few enough to stay in a core's own cache until they are judged.
const AT_ONCE: usize = 256 << 10;

/// One report a line; made by [`Contract::check_lines`].
#[derive(Debug)]
pub struct Lines<R> {
    blocks: Blocks<R>,
    contract: Contract,
    block: Block,
    /// Where the next line begins in the block, and its number.
    next: (usize, usize),
    is_over: bool,
}

/// Reads whole lines, a block at a time; its memory is bounded by the longest line allowed.
#[derive(Debug)]
pub struct Blocks<R> {
    reader: R,
    longest: usize,
    /// The beginning of a line that is not read to its end.
    rest: Vec<u8>,
    /// The number of that line.
    line: usize,
    at_once: usize,
}

/// Some whole lines of a file.
#[derive(Debug, Default, Clone)]
pub struct Block {
    first: usize,
    /// Longer than what is held: it is used again.
    buffer: Vec<u8>,
    length: usize,
    /// Stands for one line that was too long to be kept.
    is_too_long: bool,
}

/// One line that is not blank, and what is said of it.
#[derive(Debug)]
pub struct Line<'a> {
    /// Its number in the file, from 1.
    pub number: usize,
    /// The document, without the end of the line; empty where it was too long to be kept.
    pub text: &'a [u8],
    /// What is said of it.
    pub report: Report,
}

pub(crate) fn check<R: BufRead>(reader: R, contract: Contract) -> Lines<R> {
    let blocks = Blocks::new(reader, &contract);
    Lines { blocks, contract, block: Block::default(), next: (0, 0), is_over: false }
}

impl<R: BufRead> Iterator for Lines<R> {
    /// The number of the line and its report, or why the input could not be read any further.
    type Item = io::Result<(usize, Report)>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_over {
            if let Some((line, next)) = self.block.line_at(self.next, &self.contract) {
                self.next = next;
                return Some(Ok((line.number, line.report)));
            }
            match self.blocks.next_block(&mut self.block) {
                Ok(true) => self.next = (0, self.block.first),
                Ok(false) => self.is_over = true,
                Err(error) => {
                    self.is_over = true;
                    return Some(Err(error));
                }
            }
        }
        None
    }
}

impl<R: Read> Blocks<R> {
    /// Reads the lines of `reader`; those longer than the contract allows are skipped to their end.
    pub fn new(reader: R, contract: &Contract) -> Self {
        Self { reader, longest: contract.max_bytes, rest: Vec::new(), line: 1, at_once: 8 << 10 }
    }

    /// Reads the next lines into `block`, as many as are there; false where there are no more.
    ///
    /// # Errors
    ///
    /// Those of the reader; what was read of a line by then is not given.
    pub fn next_block(&mut self, block: &mut Block) -> io::Result<bool> {
        block.start_with(&mut self.rest);
        let mut seen = 0;
        loop {
            if let Some(end) = memchr::memrchr(b'\n', &block.text()[seen..]) {
                let end = seen + end + 1;
                self.rest.extend_from_slice(&block.text()[end..]);
                block.length = end;
                break;
            }
            // One byte more may be the CR of its end.
            if block.length > self.longest.saturating_add(1) {
                if self.skip_line(block)? {
                    return Ok(true);
                }
                block.start_with(&mut self.rest);
                seen = 0;
                continue;
            }
            seen = block.length;
            if self.fill(block)? == 0 {
                break;
            }
        }
        block.first = self.line;
        self.line += memchr::memchr_iter(b'\n', block.text()).count();
        Ok(block.length > 0)
    }

    /// Adds to a block what one read gives; asks for more where that is as much as was asked for.
    fn fill(&mut self, block: &mut Block) -> io::Result<usize> {
        let length = block.fill(&mut self.reader, self.at_once)?;
        if length == self.at_once {
            self.at_once = AT_ONCE.min(2 * length);
        }
        Ok(length)
    }

    /// Reads to the end of the line with which the block begins, without keeping it; false for a blank one.
    fn skip_line(&mut self, block: &mut Block) -> io::Result<bool> {
        let mut all_blank = true;
        loop {
            let text = block.text();
            let end = memchr::memchr(b'\n', text);
            all_blank = all_blank && is_blank(&text[..end.unwrap_or(text.len())]);
            if let Some(end) = end {
                self.rest.extend_from_slice(&text[end + 1..]);
                break;
            }
            block.length = 0;
            if self.fill(block)? == 0 {
                break;
            }
        }
        (block.first, block.length, block.is_too_long) = (self.line, 0, true);
        self.line += 1;
        Ok(!all_blank)
    }
}

impl Block {
    /// A whole text of lines.
    #[must_use]
    pub fn new(text: Vec<u8>) -> Self {
        Self { first: 1, length: text.len(), buffer: text, is_too_long: false }
    }

    /// What it holds.
    #[must_use]
    pub fn text(&self) -> &[u8] {
        &self.buffer[..self.length]
    }

    /// Holds what is taken from `rest`, and nothing else.
    fn start_with(&mut self, rest: &mut Vec<u8>) {
        self.length = rest.len();
        self.is_too_long = false;
        if self.buffer.len() < self.length {
            self.buffer.resize(self.length, 0);
        }
        self.buffer[..self.length].copy_from_slice(rest);
        rest.clear();
    }

    /// Adds what one read gives of so many bytes; 0 at the end.
    fn fill(&mut self, reader: &mut impl Read, at_once: usize) -> io::Result<usize> {
        let room = self.length + at_once;
        if self.buffer.len() < room {
            // Long lines grow by doubling.
            let mut buffer = vec![0; room.max(2 * self.length)];
            buffer[..self.length].copy_from_slice(self.text());
            self.buffer = buffer;
        }
        loop {
            match reader.read(&mut self.buffer[self.length..room]) {
                Ok(length) => {
                    self.length += length;
                    return Ok(length);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
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
        std::iter::from_fn(move || {
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
            let line = Line { number, text: b"", report: too_long(number, contract.max_bytes) };
            return (at == 0).then_some((line, (1, number)));
        }
        while at < self.length {
            let rest = &self.text()[at..];
            let (line, length) = match memchr::memchr(b'\n', rest) {
                Some(end) => (rest[..end].strip_suffix(b"\r").unwrap_or(&rest[..end]), end + 1),
                None => (rest, rest.len()),
            };
            at += length;
            number += 1;
            if !is_blank(line) {
                let number = number - 1;
                let mut report = check::document(&USER_PROCESSING_RESULT, line, contract);
                on_line(number, &mut report);
                return Some((Line { number, text: line, report }, (at, number + 1)));
            }
        }
        None
    }
}

/// Says of which line of the file the report is.
fn on_line(number: usize, report: &mut Report) {
    for Violation { position, related, .. } in &mut report.violations {
        let column = position.and_then(|position| position.column);
        *position = Some(Position { line: number, column });
        if let Some(Related { position: Some(position), .. }) = related.as_deref_mut() {
            position.line = number;
        }
    }
}

fn too_long(number: usize, max_bytes: usize) -> Report {
    let unreadable = Unreadable { fault: Fault::TooLarge { max_bytes }, span: None, quoted: None };
    let mut report = unreadable.into_report(Base::DOCUMENT);
    on_line(number, &mut report);
    report
}
