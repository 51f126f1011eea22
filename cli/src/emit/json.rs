//! Reports as JSON Lines: one object for each document that has violations, then a summary object.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use user_processing_result::Report;

use super::escaped_json;
use super::subject::Subject;
use super::summary::Summary;

/// Writes a report as one line.
pub fn write_report(report: &Report, subject: Subject<'_>, out: &mut impl Write) -> io::Result<()> {
    let file = subject.file.to_string_lossy();
    write_line(&ReportLine { file: &file, line: subject.line, report }, out)
}

/// Writes the summary as one line.
pub fn write_summary(summary: &Summary, out: &mut impl Write) -> io::Result<()> {
    write_line(&BTreeMap::from([("summary", summary)]), out)
}

#[derive(Serialize)]
struct ReportLine<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(flatten)]
    report: &'a Report,
}

fn write_line(value: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    escaped_json::write(value, &mut *out)?;
    writeln!(out)
}
