//! The files of the command line, one after another.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::document::check_document;
use super::dry_run::{diff_document, diff_lines};
use super::error::CheckError;
use super::fix::{fix_in_place, refuse_messages};
use super::lines::check_lines;
use super::messages::check_messages;
use super::session::Session;
use crate::args::{FixMode, Input};
use crate::progress::ProgressReader;

/// Checks all files, then writes the summary. An error is one of standard output.
pub fn check_files<W: Write + Send>(session: &mut Session<W>, files: &[PathBuf]) -> io::Result<()> {
    for file in files {
        if session.is_abandoned() {
            session.summary.is_incomplete = true;
            break;
        }
        match check_file(session, file) {
            Ok(()) => {}
            Err(CheckError::Output(error)) => return Err(error),
            Err(CheckError::Input(error)) => session.report_io_error(file, error)?,
        }
    }
    session.emitter.end(&session.summary, &mut session.out)?;
    session.out.flush()
}

fn check_file<W: Write + Send>(session: &mut Session<W>, file: &Path) -> Result<(), CheckError> {
    let input = input_of(session.input, file);
    if file == Path::new("-") {
        return check_reader(session, io::stdin(), None, input, file);
    }
    if session.fix == Some(FixMode::InPlace) {
        return fix_in_place(session, input, file);
    }
    let reader = File::open(file).map_err(CheckError::Input)?;
    let metadata = reader.metadata().map_err(CheckError::Input)?;
    if metadata.is_dir() {
        return Err(CheckError::Input(io::ErrorKind::IsADirectory.into()));
    }
    let length = metadata.is_file().then_some(metadata.len());
    check_reader(session, reader, length, input, file)
}

/// Returns how a file is read: as `--input` selects, or by its extension.
fn input_of(selected: Input, file: &Path) -> Input {
    match (selected, file.extension().and_then(OsStr::to_str)) {
        (Input::Auto, Some("ndjson" | "jsonl")) => Input::Lines,
        (Input::Auto, Some("http")) => Input::Http,
        (input, _) => input,
    }
}

/// Checks the content of a file, or prints what a fix would change. `length` is the length of the file, if it is known.
fn check_reader<W: Write + Send>(
    session: &mut Session<W>,
    reader: impl Read + Send,
    length: Option<u64>,
    input: Input,
    file: &Path,
) -> Result<(), CheckError> {
    let reader = ProgressReader::new(reader, length);
    match (session.fix, input) {
        (Some(_), Input::Http) => Err(refuse_messages()),
        (Some(_), Input::Lines) => diff_lines(session, reader, file),
        (Some(_), _) => diff_document(session, reader, length, file),
        (None, Input::Lines) => check_lines(session, reader, length, file),
        (None, Input::Http) => check_messages(session, reader, file),
        (None, _) => check_document(session, reader, length, file),
    }
}
