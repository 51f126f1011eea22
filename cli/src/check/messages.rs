//! Files of requests and responses.

use std::io::{self, Read, Write};
use std::path::Path;

use user_processing_result::http::messages;

use super::error::CheckError;
use super::session::Session;
use crate::emit::Subject;

/// The maximum length of all heads in a file, in addition to the maximum length of a document.
const MAX_HEAD_BYTES: u64 = 1 << 20;

/// Checks and reports each request and response. One that cannot be parsed is an error, and the next one is checked.
pub fn check_messages<W: Write>(
    session: &mut Session<W>,
    reader: impl Read,
    file: &Path,
) -> Result<(), CheckError> {
    let source = read_source(session, reader)?;
    let mut messages = messages(&source).peekable();
    if messages.peek().is_none() {
        return Err(CheckError::unsuitable_input("expected a request or a response, found nothing"));
    }
    for message in messages {
        if session.is_abandoned() {
            session.summary.is_incomplete = true;
            break;
        }
        let result = match message {
            Ok(message) => {
                let report = message.check(&session.contract);
                session.report(&report, Subject::whole_file(file, &source))
            }
            Err(error) => session.report_io_error(file, io::Error::new(io::ErrorKind::InvalidData, error)),
        };
        result.map_err(CheckError::Output)?;
    }
    Ok(())
}

fn read_source<W: Write>(session: &Session<W>, reader: impl Read) -> Result<Vec<u8>, CheckError> {
    let limit = session.read_limit.saturating_add(MAX_HEAD_BYTES);
    let mut source = Vec::new();
    reader.take(limit).read_to_end(&mut source).map_err(CheckError::Input)?;
    if source.len() as u64 == limit {
        return Err(CheckError::unsuitable_input(
            "expected at most --max-bytes without the heads, found a longer file",
        ));
    }
    Ok(source)
}
