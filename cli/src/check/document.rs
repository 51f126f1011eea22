//! Files that are one document or one collection.

use std::io::{self, Read, Write};
use std::path::Path;

use user_processing_result::{Report, is_collection};

use super::error::CheckError;
use super::session::Session;
use crate::args::Input;
use crate::emit::Subject;

/// Reads, checks and reports a document or a collection. `length` is the length of the file, if it is known.
pub fn check_document<W: Write>(
    session: &mut Session<W>,
    reader: impl Read,
    length: Option<u64>,
    file: &Path,
) -> Result<(), CheckError> {
    let (source, report) = read_and_check(session, reader, length).map_err(CheckError::Input)?;
    session.report(&report, Subject::whole_file(file, &source)).map_err(CheckError::Output)
}

/// Reads a document or a collection up to the limit of the session, and returns it and its report.
pub fn read_and_check<W: Write>(
    session: &Session<W>,
    reader: impl Read,
    length: Option<u64>,
) -> io::Result<(Vec<u8>, Report)> {
    let expected_length = length.unwrap_or(0).min(session.read_limit);
    let mut source = Vec::new();
    source
        .try_reserve_exact(usize::try_from(expected_length).unwrap_or(0))
        .map_err(|_| io::ErrorKind::OutOfMemory)?;
    reader.take(session.read_limit).read_to_end(&mut source)?;
    let is_collection = match session.input {
        Input::Auto => is_collection(&source),
        input => input == Input::Collection,
    };
    let contract = &session.contract;
    let report = if is_collection { contract.check_collection(&source) } else { contract.check(&source) };
    Ok((source, report))
}
