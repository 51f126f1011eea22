//! Reports as text for people or for programs, and the summary of all.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use user_processing_result::{Code, Report, Severity};

use crate::args::Format;

/// How reports are written.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    pub format: Format,
    pub quiet: bool,
    /// A diff is all there is to show.
    pub silent: bool,
    pub color: bool,
}

/// What all reports come to.
#[derive(Debug, Default, Serialize)]
pub struct Summary {
    pub documents: usize,
    pub valid: usize,
    pub invalid: usize,
    pub errors: usize,
    pub warnings: usize,
    pub codes: BTreeMap<Code, usize>,
    /// How many values were rewritten.
    #[serde(skip_serializing_if = "is_zero")]
    pub fixed: usize,
}

/// What a report is of.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    pub file: &'a str,
    /// The line, in a file of lines.
    pub line: Option<usize>,
    pub source: &'a [u8],
}

impl Style {
    /// Writes the report of one document, if there is anything in it.
    pub fn write(self, report: &Report, subject: Subject<'_>, out: &mut impl Write) -> io::Result<()> {
        if self.quiet || self.silent || report.violations().is_empty() {
            return Ok(());
        }
        let Subject { file, line, source } = subject;
        match self.format {
            Format::Human if self.color => writeln!(out, "{}", report.render_styled(source, file)),
            Format::Human => writeln!(out, "{}", report.render(source, file)),
            Format::Json => {
                serde_json::to_writer(&mut *out, &OfFile { file, line, report })?;
                writeln!(out)
            }
        }
    }

    /// Writes the summary.
    pub fn summarize(self, summary: &Summary, out: &mut impl Write) -> io::Result<()> {
        match self.format {
            _ if self.quiet || self.silent => Ok(()),
            Format::Human => writeln!(out, "{}", summary.sentence()),
            Format::Json => {
                let object = BTreeMap::from([("summary", summary)]);
                serde_json::to_writer(&mut *out, &object)?;
                writeln!(out)
            }
        }
    }
}

/// One line of the JSON format.
#[derive(Serialize)]
struct OfFile<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(flatten)]
    report: &'a Report,
}

impl Summary {
    /// Counts one report.
    pub fn add(&mut self, report: &Report) {
        self.documents += report.documents();
        self.invalid += report.invalid_documents();
        self.valid += report.documents() - report.invalid_documents();
        if report.violations().is_empty() {
            return;
        }
        for ((severity, code), count) in report.tally() {
            *self.codes.entry(code).or_default() += count;
            match severity {
                Severity::Error => self.errors += count,
                Severity::Warning => self.warnings += count,
            }
        }
    }

    /// Counts all that another summary has counted.
    pub fn merge(&mut self, other: &Self) {
        self.documents += other.documents;
        self.valid += other.valid;
        self.invalid += other.invalid;
        self.errors += other.errors;
        self.warnings += other.warnings;
        for (code, count) in &other.codes {
            *self.codes.entry(*code).or_default() += count;
        }
    }

    fn sentence(&self) -> String {
        let fixed = if self.fixed > 0 { format!("; {} fixed", self.fixed) } else { String::new() };
        format!(
            "{}: {} valid, {} invalid; {}, {}{fixed}",
            count(self.documents, "document"),
            self.valid,
            self.invalid,
            count(self.errors, "error"),
            count(self.warnings, "warning"),
        )
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference to the field")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}
