//! Reports for people: source lines with carets.

use std::io::{self, Write};

use user_processing_result::Report;

use super::subject::Subject;
use super::summary::Summary;
use crate::console::display_name;

/// Writes the violations of a report, then a blank line.
pub fn write_report(
    report: &Report,
    subject: Subject<'_>,
    use_color: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    for violation in report.render_each(subject.source, &display_name(subject.file), use_color) {
        out.write_all(violation.as_bytes())?;
    }
    writeln!(out)
}

/// Writes the summary line.
pub fn write_summary(summary: &Summary, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{summary}")
}
