//! Totals over all reports, and the exit status that follows from them.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;
use user_processing_result::{Code, Report, Severity};

use crate::exit_status::{EXIT_ERROR, EXIT_INVALID, EXIT_UNCHECKED};

/// The totals of all reports. The serialized members are those of the JSON format.
#[derive(Debug, Default, Serialize)]
pub struct Summary {
    pub documents: usize,
    pub valid: usize,
    pub invalid: usize,
    pub errors: usize,
    pub warnings: usize,
    pub codes: BTreeMap<Code, usize>,
    /// The number of values that `--fix` rewrote.
    #[serde(skip_serializing_if = "is_zero")]
    pub fixed: usize,
    /// The number of violations that the reports leave out. The other numbers include them.
    #[serde(skip)]
    pub omitted: usize,
    #[serde(skip)]
    pub io_errors: IoErrors,
    /// `true` if something was not checked because the reader of the output closed it.
    #[serde(skip)]
    pub is_incomplete: bool,
}

/// The errors of reading and rewriting files: their number, and the first 100.
#[derive(Debug, Default)]
pub struct IoErrors {
    pub count: usize,
    pub first: Vec<(PathBuf, io::Error)>,
}

impl IoErrors {
    /// The maximum number of errors in `first`: a file of requests and responses can cause any number of errors.
    const MAX_KEPT: usize = 100;

    pub fn add(&mut self, file: &Path, error: io::Error) {
        self.count += 1;
        if self.first.len() < Self::MAX_KEPT {
            self.first.push((file.to_owned(), error));
        }
    }
}

impl Summary {
    /// Adds the counts of one report.
    pub fn add(&mut self, report: &Report) {
        self.documents += report.documents();
        self.invalid += report.invalid_documents();
        self.valid += report.documents() - report.invalid_documents();
        if report.violations().is_empty() {
            return;
        }
        self.omitted += report.omitted();
        for ((severity, code), count) in report.tally() {
            *self.codes.entry(code).or_default() += count;
            match severity {
                Severity::Error => self.errors += count,
                Severity::Warning => self.warnings += count,
            }
        }
    }

    /// Adds the counts of another summary of reports. Fixes and errors of files are not added.
    pub fn merge(&mut self, other: &Self) {
        self.documents += other.documents;
        self.valid += other.valid;
        self.invalid += other.invalid;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.omitted += other.omitted;
        for (code, count) in &other.codes {
            *self.codes.entry(*code).or_default() += count;
        }
    }

    pub fn exit_status(&self) -> u8 {
        if self.is_incomplete {
            return EXIT_UNCHECKED;
        }
        if self.io_errors.count > 0 {
            return EXIT_ERROR;
        }
        if self.invalid > 0 { EXIT_INVALID } else { 0 }
    }
}

/// Writes the summary line without a line feed.
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let documents = counted(self.documents, "document");
        let errors = counted(self.errors, "error");
        let warnings = counted(self.warnings, "warning");
        write!(f, "{documents}: {} valid, {} invalid; {errors}, {warnings}", self.valid, self.invalid)?;
        if self.fixed > 0 {
            write!(f, "; {} fixed", self.fixed)?;
        }
        Ok(())
    }
}

fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference to the field")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}
