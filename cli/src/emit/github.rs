//! Reports as workflow commands, which GitHub Actions shows as annotations.

use std::io::{self, Write};

use user_processing_result::escape::Escaped;
use user_processing_result::{Report, Violation};

use super::extent::Extent;
use super::subject::Subject;
use crate::console::display_name;

/// Writes one command for each violation, and a notice if the report leaves out violations.
pub fn write_report(report: &Report, subject: Subject<'_>, out: &mut impl Write) -> io::Result<()> {
    let file = escape_property(&display_name(subject.file));
    for violation in report.violations() {
        let severity = violation.severity();
        let code = violation.code();
        let location = location_properties(violation, subject.source);
        let message = escape_message(&message(violation, subject.source));
        writeln!(out, "::{severity} file={file}{location},title={code}::{message}")?;
    }
    match report.omitted() {
        0 => Ok(()),
        omitted => writeln!(out, "::notice file={file}::and {omitted} more"),
    }
}

/// Returns the properties for the location of a violation. GitHub ignores columns if the span has several lines.
fn location_properties(violation: &Violation, source: &[u8]) -> String {
    match (Extent::of_span(violation, source), violation.line()) {
        (Some(Extent { start, end, .. }), _) if start.line == end.line => {
            format!(",line={},col={},endColumn={}", start.line, start.column, end.column)
        }
        (Some(Extent { start, end, .. }), _) => format!(",line={},endLine={}", start.line, end.line),
        (None, Some(line)) => format!(",line={line}"),
        (None, None) => String::new(),
    }
}

fn message(violation: &Violation, source: &[u8]) -> String {
    let help = violation.help().map(|help| format!("; {help}"));
    let related = Extent::of_related(violation, source)
        .map(|Extent { start, .. }| format!("; the first occurrence is at {}:{}", start.line, start.column));
    format!("{violation}{}{}", help.unwrap_or_default(), related.unwrap_or_default())
}

/// Escapes the message of a command: it stays on one line, and GitHub decodes it to the same text.
fn escape_message(text: &str) -> String {
    Escaped::line(text).to_string().replace('%', "%25")
}

/// Escapes the value of a property, in which a colon or a comma would end the property.
fn escape_property(text: &str) -> String {
    escape_message(text).replace(':', "%3A").replace(',', "%2C")
}
