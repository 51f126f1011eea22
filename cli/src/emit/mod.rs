//! Reports, the summary and diffs: one file per format, and [`Emitter`] on top.
//!
//! ```text
//! Emitter ──> human, json, github, sarif ──> subject, summary, extent, escaped_json
//! ```

mod diff;
mod escaped_json;
mod extent;
mod github;
mod human;
mod json;
mod sarif;
mod subject;
mod summary;

use std::io::{self, Write};

use user_processing_result::Report;

use crate::args::Format;

pub use diff::DiffWriter;
pub use sarif::LeadingCommaFilter;
pub use subject::Subject;
pub use summary::Summary;

/// The settings of the output. They select what is written, and the format selects who writes it.
#[derive(Debug, Clone, Copy)]
pub struct Emitter {
    pub format: Format,
    pub content: Content,
    pub use_color: bool,
    /// `true` if a diff may contain a carriage return within a line. A terminal would overwrite the line from its start, and
    /// the log of GitHub Actions would end the line there.
    pub allow_carriage_return: bool,
}

/// The content of standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Reports and the summary.
    Reports,
    /// The diffs of `--dry-run`.
    Diffs,
    /// Nothing, because of `--quiet`.
    Nothing,
}

impl Emitter {
    /// Writes what comes before the reports.
    pub fn begin(self, out: &mut impl Write) -> io::Result<()> {
        if self.content != Content::Reports {
            return Ok(());
        }
        match self.format {
            Format::Sarif => sarif::begin(out),
            Format::Human | Format::Json | Format::Github => Ok(()),
        }
    }

    /// Writes the report of one document. A report without violations has no output.
    pub fn write_report(self, report: &Report, subject: Subject<'_>, out: &mut impl Write) -> io::Result<()> {
        if self.content != Content::Reports || report.violations().is_empty() {
            return Ok(());
        }
        match self.format {
            Format::Human => human::write_report(report, subject, self.use_color, out),
            Format::Json => json::write_report(report, subject, out),
            Format::Sarif => sarif::write_report(report, subject, out),
            Format::Github => github::write_report(report, subject, out),
        }
    }

    /// Writes what comes after the reports: the summary.
    pub fn end(self, summary: &Summary, out: &mut impl Write) -> io::Result<()> {
        if self.content != Content::Reports {
            return Ok(());
        }
        match self.format {
            Format::Human | Format::Github => human::write_summary(summary, out),
            Format::Json => json::write_summary(summary, out),
            Format::Sarif => sarif::end(summary, out),
        }
    }
}
