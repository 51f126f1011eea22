//! `--fix --dry-run`: the changes are printed as a diff, and no file is rewritten.

use std::io::{Read, Write};
use std::path::Path;

use user_processing_result::lines::{Block, Blocks};

use super::document::read_and_check;
use super::error::CheckError;
use super::session::Session;
use crate::console::display_name;
use crate::emit::{Content, DiffWriter};

/// Prints the changes in a document or a collection. `length` is the length of the file, if it is known.
pub fn diff_document<W: Write>(
    session: &mut Session<W>,
    reader: impl Read,
    length: Option<u64>,
    file: &Path,
) -> Result<(), CheckError> {
    let (source, report) = read_and_check(session, reader, length).map_err(CheckError::Input)?;
    session.summary.add(&report);
    let Some(fixed) = report.fix(&source) else { return Ok(()) };
    if session.emitter.content != Content::Diffs {
        return Ok(());
    }
    let allow_carriage_return = session.emitter.allow_carriage_return;
    let mut diff = DiffWriter::new(&display_name(file), allow_carriage_return, &mut session.out);
    diff.push(&source, &fixed.text).map_err(CheckError::Output)?;
    diff.finish().map_err(CheckError::Output)
}

/// Prints the changes in a file of lines, of which one block at a time is in memory.
pub fn diff_lines<W: Write>(
    session: &mut Session<W>,
    reader: impl Read,
    file: &Path,
) -> Result<(), CheckError> {
    let contract = session.contract;
    let mut blocks = Blocks::new(reader, &contract);
    let mut block = Block::default();
    let allow_carriage_return = session.emitter.allow_carriage_return;
    let mut diff = DiffWriter::new(&display_name(file), allow_carriage_return, &mut session.out);
    while blocks.next_block(&mut block).map_err(CheckError::Input)? {
        if session.pipe.is_closed() {
            session.summary.is_incomplete = true;
            break;
        }
        for line in block.check(&contract) {
            session.summary.add(&line.report);
        }
        if let Some(fixed) = block.fix(&contract)
            && session.emitter.content == Content::Diffs
        {
            diff.skip_to(block.first_line()).map_err(CheckError::Output)?;
            diff.push(block.text(), &fixed.text).map_err(CheckError::Output)?;
        }
    }
    diff.finish().map_err(CheckError::Output)
}
