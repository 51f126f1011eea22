//! The state of `upr check` that all files share.

use std::io::{self, Write};
use std::path::Path;

use user_processing_result::{Contract, Report};

use crate::args::{FixMode, Input};
use crate::console::{display_name, print_error};
use crate::emit::{Emitter, Subject, Summary};
use crate::output_writer::PipeState;

pub struct Session<W: Write> {
    pub contract: Contract,
    /// How many bytes of a document are read: one more than its maximum length, so that a longer document is noticed.
    pub read_limit: u64,
    pub input: Input,
    pub fix: Option<FixMode>,
    pub emitter: Emitter,
    /// The maximum number of threads.
    pub jobs: usize,
    pub out: W,
    pub pipe: PipeState,
    pub summary: Summary,
}

impl<W: Write> Session<W> {
    /// Returns `true` if nothing is left to do: nobody reads the reports, and no file is rewritten.
    pub fn is_abandoned(&self) -> bool {
        self.fix != Some(FixMode::InPlace) && self.pipe.is_closed()
    }

    /// Adds a report to the summary and writes it.
    pub fn report(&mut self, report: &Report, subject: Subject<'_>) -> io::Result<()> {
        self.summary.add(report);
        self.emitter.write_report(report, subject, &mut self.out)
    }

    /// Adds an error of a file to the summary and prints it, after the reports that come before it.
    pub fn report_io_error(&mut self, file: &Path, error: io::Error) -> io::Result<()> {
        self.out.flush()?;
        print_error(format_args!("{}: {error}", display_name(file)));
        self.summary.io_errors.add(file, error);
        Ok(())
    }
}
