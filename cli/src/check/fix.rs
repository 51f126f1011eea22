//! `--fix`: files are rewritten, then checked.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use user_processing_result::lines::{Block, Blocks};

use super::document::{check_document, read_and_check};
use super::error::CheckError;
use super::lines::check_lines;
use super::session::Session;
use crate::args::Input;
use crate::progress::ProgressReader;
use crate::rewrite::{Original, Replacement};

/// The error for a file of requests and responses: a fix would change the length that a head declares.
const MESSAGES_NOT_FIXED: &str = "refusing to rewrite: --fix does not apply to requests and responses";

/// Fixes a file in place, then reports the remaining violations.
///
/// If the file cannot be rewritten, the error is reported, and so are all violations.
pub fn fix_in_place<W: Write + Send>(
    session: &mut Session<W>,
    input: Input,
    file: &Path,
) -> Result<(), CheckError> {
    let original = Original::open(file).map_err(CheckError::Input)?;
    let result = match input {
        Input::Http => return Err(refuse_messages()),
        Input::Lines => fix_lines(session, &original),
        Input::Auto | Input::Document | Input::Collection => fix_document(session, &original),
    };
    let fixed = match result {
        Ok(fixed) => fixed,
        Err(error) => {
            session.report_io_error(file, error).map_err(CheckError::Output)?;
            None
        }
    };
    match &fixed {
        Some(fixed) => {
            session.summary.fixed += fixed.count;
            check_file(session, &fixed.file, input, file)
        }
        None => check_file(session, original.reader().map_err(CheckError::Input)?, input, file),
    }
}

/// Returns the error for a file of requests and responses.
pub fn refuse_messages() -> CheckError {
    CheckError::unsuitable_input(MESSAGES_NOT_FIXED)
}

/// A file that was rewritten.
struct FixedFile {
    /// The new file, positioned at its start.
    file: File,
    /// The number of values that were rewritten.
    count: usize,
}

/// Rewrites a document or a collection, and returns `None` if there is nothing to fix.
fn fix_document<W: Write>(session: &Session<W>, original: &Original) -> io::Result<Option<FixedFile>> {
    let (source, report) = read_and_check(session, original.reader()?, Some(original.metadata().len()))?;
    let Some(fixed) = report.fix(&source) else { return Ok(None) };
    let mut replacement = Replacement::create(original)?;
    replacement.replace(0, &fixed.text, source.len() as u64)?;
    Ok(Some(FixedFile { file: replacement.commit()?, count: fixed.count }))
}

/// Rewrites a file of lines block by block, and returns `None` if there is nothing to fix.
fn fix_lines<W: Write>(session: &Session<W>, original: &Original) -> io::Result<Option<FixedFile>> {
    let reader = ProgressReader::new(original.reader()?, Some(original.metadata().len()));
    let mut blocks = Blocks::new(reader, &session.contract);
    let mut block = Block::default();
    let mut replacement = None;
    let mut count = 0;
    while blocks.next_block(&mut block)? {
        let Some(fixed) = block.fix(&session.contract) else { continue };
        let replacement = match &mut replacement {
            Some(replacement) => replacement,
            None => replacement.insert(Replacement::create(original)?),
        };
        let end = block.offset() + block.text().len() as u64;
        replacement.replace(block.offset(), &fixed.text, end)?;
        count += fixed.count;
    }
    let Some(replacement) = replacement else { return Ok(None) };
    Ok(Some(FixedFile { file: replacement.commit()?, count }))
}

fn check_file<W: Write + Send>(
    session: &mut Session<W>,
    reader: &File,
    input: Input,
    file: &Path,
) -> Result<(), CheckError> {
    let length = reader.metadata().map_err(CheckError::Input)?.len();
    match input {
        Input::Lines => check_lines(session, ProgressReader::new(reader, Some(length)), Some(length), file),
        _ => check_document(session, reader, Some(length), file),
    }
}
