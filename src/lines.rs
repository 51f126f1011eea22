//! Files of lines (NDJSON, JSON Lines): each line is a document of its own.
//!
//! [`Lines`] gives one report after another. [`Blocks`] is what it stands on: whole lines in blocks as large as
//! the buffer of the reader, for those who want to judge blocks side by side.
//!
//! ```
//! use user_processing_result::{Contract, lines::Blocks};
//!
//! let file = "{\"id\": \"1\"}\r\n\r\n{\"id\": \"\"}";
//! let mut blocks = Blocks::new(file.as_bytes(), &Contract::PROJECTION);
//! while let Some(block) = blocks.next_block()? {
//!     for line in block.check(&Contract::PROJECTION) {
//!         assert_eq!((line.number, line.report.is_valid()), if line.number == 1 { (1, true) } else { (3, false) });
//!     }
//! }
//! # Ok::<_, std::io::Error>(())
//! ```

use std::io::{self, BufRead};

use crate::check;
use crate::contract::Contract;
use crate::fault::Fault;
use crate::fix::Fixed;
use crate::place::Base;
use crate::read::Unreadable;
use crate::report::{Position, Related, Report, Violation};
use crate::schema::USER_PROCESSING_RESULT;

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

/// Reads whole lines, a block at a time; its memory is bounded by the longest line allowed and the reader's buffer.
#[derive(Debug)]
pub struct Blocks<R> {
    reader: R,
    longest: usize,
    /// The beginning of a line that is not read to its end.
    rest: Vec<u8>,
    /// The number of that line.
    line: usize,
}

/// Some whole lines of a file.
#[derive(Debug, Default, Clone)]
pub struct Block {
    first: usize,
    text: Vec<u8>,
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
            match self.blocks.next_block() {
                Ok(Some(block)) => (self.next, self.block) = ((0, block.first), block),
                Ok(None) => self.is_over = true,
                Err(error) => {
                    self.is_over = true;
                    return Some(Err(error));
                }
            }
        }
        None
    }
}

impl<R: BufRead> Blocks<R> {
    /// Reads the lines of `reader`; those longer than the contract allows are skipped to their end.
    pub fn new(reader: R, contract: &Contract) -> Self {
        Self { reader, longest: contract.max_bytes, rest: Vec::new(), line: 1 }
    }

    /// What the lines are read from.
    pub fn reader(&self) -> &R {
        &self.reader
    }

    /// The next lines, as many as are there.
    ///
    /// # Errors
    ///
    /// Those of the reader; what was read of a line by then is not given.
    pub fn next_block(&mut self) -> io::Result<Option<Block>> {
        let mut seen = 0;
        loop {
            if let Some(end) = memchr::memrchr(b'\n', &self.rest[seen..]) {
                let rest = self.rest.split_off(seen + end + 1);
                return Ok(Some(self.take(rest)));
            }
            // One byte more may be the CR of its end.
            if self.rest.len() > self.longest.saturating_add(1) {
                if let Some(block) = self.skip_line()? {
                    return Ok(Some(block));
                }
                seen = 0;
                continue;
            }
            seen = self.rest.len();
            if self.fill()? == 0 {
                return Ok((seen > 0).then(|| self.take(Vec::new())));
            }
        }
    }

    /// The lines read, leaving the beginning of the next one.
    fn take(&mut self, rest: Vec<u8>) -> Block {
        let text = std::mem::replace(&mut self.rest, rest);
        let first = self.line;
        self.line += memchr::memchr_iter(b'\n', &text).count();
        Block { first, text, is_too_long: false }
    }

    /// Reads to the end of a line without keeping it; gives nothing for a blank one.
    fn skip_line(&mut self) -> io::Result<Option<Block>> {
        let mut is_blank = true;
        let rest = loop {
            let end = memchr::memchr(b'\n', &self.rest);
            is_blank = is_blank && is_white_space(&self.rest[..end.unwrap_or(self.rest.len())]);
            if let Some(end) = end {
                break self.rest.split_off(end + 1);
            }
            self.rest.clear();
            if self.fill()? == 0 {
                break Vec::new();
            }
        };
        self.rest = rest;
        self.line += 1;
        let block = Block { first: self.line - 1, text: Vec::new(), is_too_long: true };
        Ok((!is_blank).then_some(block))
    }

    /// Takes what the reader has at hand.
    fn fill(&mut self) -> io::Result<usize> {
        loop {
            match self.reader.fill_buf() {
                Ok(chunk) => {
                    let length = chunk.len();
                    self.rest.extend_from_slice(chunk);
                    self.reader.consume(length);
                    return Ok(length);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

impl Block {
    /// A whole text of lines.
    #[must_use]
    pub fn new(text: Vec<u8>) -> Self {
        Self { first: 1, text, is_too_long: false }
    }

    /// Its text with every line fixed where that is safe, if any is: see [`Report::fix`].
    #[must_use]
    pub fn fix(&self, contract: &Contract) -> Option<Fixed> {
        let (mut text, mut count, mut at) = (Vec::new(), 0, 0);
        for line in self.check(contract) {
            let Some(fixed) = line.report.fix(line.text) else { continue };
            let start = line.text.as_ptr() as usize - self.text.as_ptr() as usize;
            text.extend_from_slice(&self.text[at..start]);
            text.extend_from_slice(&fixed.text);
            (at, count) = (start + line.text.len(), count + fixed.count);
        }
        text.extend_from_slice(&self.text[at..]);
        (count > 0).then_some(Fixed { text, count })
    }

    /// How many bytes of the file it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether it holds no bytes, as that of a line which was too long does.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
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
        while at < self.text.len() {
            let rest = &self.text[at..];
            let (line, length) = match memchr::memchr(b'\n', rest) {
                Some(end) => (rest[..end].strip_suffix(b"\r").unwrap_or(&rest[..end]), end + 1),
                None => (rest, rest.len()),
            };
            at += length;
            number += 1;
            if !is_white_space(line) {
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

/// Whether these bytes are white space of RFC 8259 alone.
fn is_white_space(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
}
