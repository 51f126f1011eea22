//! Reports as workflow commands, which GitHub Actions shows as annotations.

use std::io::{self, Write};

use user_processing_result::escape::Escaped;
use user_processing_result::{Report, Violation};

use crate::place::Extent;
use crate::report::{Subject, shown};

/// Writes a command for each violation.
pub fn write(report: &Report, subject: Subject<'_>, out: &mut impl Write) -> io::Result<()> {
    let file = property(&shown(subject.file));
    for violation in report.violations() {
        let (severity, code) = (violation.severity(), violation.code());
        let (place, text) = (place(violation, subject.source), data(&text(violation, subject.source)));
        writeln!(out, "::{severity} file={file}{place},title={code}::{text}")?;
    }
    match report.omitted() {
        0 => Ok(()),
        omitted => writeln!(out, "::notice file={file}::and {omitted} more"),
    }
}

/// Where it is; columns are taken only where both are on one line.
fn place(violation: &Violation, source: &[u8]) -> String {
    match (Extent::of(violation, source), violation.line()) {
        (Some(Extent { start, end, .. }), _) if start.line == end.line => {
            format!(",line={},col={},endColumn={}", start.line, start.column, end.column)
        }
        (Some(Extent { start, end, .. }), _) => format!(",line={},endLine={}", start.line, end.line),
        (None, Some(line)) => format!(",line={line}"),
        (None, None) => String::new(),
    }
}

fn text(violation: &Violation, source: &[u8]) -> String {
    let suggestion = violation.help().map(|help| format!("; {help}"));
    let related = Extent::of_related(violation, source).map(|Extent { start, .. }| start);
    let related =
        related.map(|start| format!("; the first occurrence is at {}:{}", start.line, start.column));
    format!("{violation}{}{}", suggestion.unwrap_or_default(), related.unwrap_or_default())
}

/// Text within one line, in which GitHub decodes nothing.
fn data(text: &str) -> String {
    Escaped::line(text).to_string().replace('%', "%25")
}

/// Text that ends no property either.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
