//! Reports in the format that is asked for, and the summary of all.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use user_processing_result::escape::Escaped;
use user_processing_result::lines::Line;
use user_processing_result::{Code, Report, Severity};

use crate::args::{Format, TROUBLE, UNCHECKED};
use crate::{github, json, sarif};

/// How reports are written.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct Style {
    pub format: Format,
    pub quiet: bool,
    /// A diff is all there is to show.
    pub silent: bool,
    pub color: bool,
    /// Whether a diff has carriage returns within lines as they are: a terminal goes back to the beginning of the line, and
    /// the log of GitHub Actions takes them for its end.
    pub prints_returns: bool,
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
    /// How many violations were left out, which the other numbers count.
    #[serde(skip)]
    pub omitted: usize,
    #[serde(skip)]
    pub unread: Unread,
    /// Whether something was not checked because nobody read the output any more.
    #[serde(skip)]
    pub is_incomplete: bool,
}

/// What could not be read: how often there was such trouble, and the first of it.
#[derive(Debug, Default)]
pub struct Unread {
    pub count: usize,
    pub first: Vec<(PathBuf, io::Error)>,
}

impl Unread {
    /// How much of it is kept: a text of messages may have any number.
    const MAX_KEPT: usize = 100;

    pub fn add(&mut self, file: &Path, error: io::Error) {
        self.count += 1;
        if self.first.len() < Self::MAX_KEPT {
            self.first.push((file.to_owned(), error));
        }
    }
}

/// What a report is of.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    pub file: &'a Path,
    /// The line, in a file of lines.
    pub line: Option<usize>,
    /// Where the source begins in the file.
    pub offset: u64,
    pub source: &'a [u8],
}

impl<'a> Subject<'a> {
    /// A line of a file.
    pub fn of(file: &'a Path, line: &Line<'a>) -> Self {
        Self { file, line: Some(line.number), offset: line.offset, source: line.text }
    }
}

impl Style {
    /// Writes what stands before all reports.
    pub fn begin(self, out: &mut impl Write) -> io::Result<()> {
        match self.format {
            _ if self.is_silent() => Ok(()),
            Format::Sarif => sarif::begin(out),
            Format::Human | Format::Json | Format::Github => Ok(()),
        }
    }

    /// Writes the report of one document, if there is anything in it.
    pub fn write(self, report: &Report, subject: Subject<'_>, out: &mut impl Write) -> io::Result<()> {
        if self.is_silent() || report.violations().is_empty() {
            return Ok(());
        }
        let file = subject.file.to_string_lossy();
        match self.format {
            Format::Human => {
                for part in report.render_each(subject.source, &shown(subject.file), self.color) {
                    out.write_all(part.as_bytes())?;
                }
                writeln!(out)
            }
            Format::Json => write_json(&OfFile { file: &file, line: subject.line, report }, out),
            Format::Sarif => sarif::write(report, subject, out),
            Format::Github => github::write(report, subject, out),
        }
    }

    /// Writes what stands after all reports: the summary.
    pub fn end(self, summary: &Summary, out: &mut impl Write) -> io::Result<()> {
        match self.format {
            _ if self.is_silent() => Ok(()),
            Format::Human | Format::Github => writeln!(out, "{}", summary.sentence()),
            Format::Json => write_json(&BTreeMap::from([("summary", summary)]), out),
            Format::Sarif => sarif::end(summary, out),
        }
    }

    fn is_silent(self) -> bool {
        self.quiet || self.silent
    }
}

/// Tells of trouble on standard error; where that is closed, the exit status tells.
pub fn complain(trouble: impl Display) {
    complain_as_it_is(&format!("upr: {trouble}\n"));
}

/// The same of a text that says itself whose it is.
pub fn complain_as_it_is(text: &str) {
    let _ = write!(io::stderr(), "{}", Escaped::lines(text).truncated(MAX_TROUBLE_CHARS));
}

/// The name of a file, fit for a line of text.
pub fn shown(file: &Path) -> String {
    Escaped::line(&file.to_string_lossy()).truncated(MAX_NAME_CHARS).to_string()
}

/// A name in full, and what is said of it.
const MAX_TROUBLE_CHARS: usize = 2 * MAX_NAME_CHARS;

/// No system has longer names.
const MAX_NAME_CHARS: usize = 4096;

fn write_json(line: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    json::write(line, &mut *out)?;
    writeln!(out)
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
        self.omitted += report.omitted();
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
        self.omitted += other.omitted;
        for (code, count) in &other.codes {
            *self.codes.entry(*code).or_default() += count;
        }
    }

    /// The exit status.
    pub fn status(&self) -> u8 {
        match self {
            Self { is_incomplete: true, .. } => UNCHECKED,
            Self { unread, .. } if unread.count > 0 => TROUBLE,
            Self { invalid, .. } => (*invalid > 0).into(),
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
