//! Reports as SARIF 2.1.0, one result after another: a log is never held as a whole.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::mem;
use std::path::Path;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use serde_sarif::sarif::{
    ArtifactChange, ArtifactContent, ArtifactLocation, Fix, Invocation, Location, LogicalLocation, Message,
    MultiformatMessageString, Notification, PhysicalLocation, PropertyBag, Region, Replacement,
    ReportingConfiguration, ReportingDescriptor, Result, ResultLevel, Tool, ToolComponent,
};
use user_processing_result::{Code, Report, Severity, Violation};

use crate::json;
use crate::place::Extent;
use crate::report::{Subject, Summary};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

const DOCUMENTATION: &str = "https://docs.rs/user-processing-result/latest/user_processing_result/";

/// What stands in a path as it is: RFC 3986 calls it unreserved, and the slash.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'/').remove(b'_').remove(b'~');

/// Writes what stands before the results.
pub fn begin(out: &mut impl Write) -> io::Result<()> {
    write!(out, r#"{{"$schema":"{SCHEMA}","version":"2.1.0","runs":[{{"tool":"#)?;
    json::write(&tool(), &mut *out)?;
    write!(out, r#","columnKind":"unicodeCodePoints","results":["#)
}

/// Writes a result for each violation, each after a comma and on a line of its own; see [`Results`].
pub fn write(report: &Report, subject: Subject<'_>, out: &mut impl Write) -> io::Result<()> {
    let file = artifact(subject.file);
    for violation in report.violations() {
        out.write_all(b",\n")?;
        json::write(&result(violation, subject, &file), &mut *out)?;
    }
    Ok(())
}

/// Writes what stands after the results.
pub fn end(summary: &Summary, out: &mut impl Write) -> io::Result<()> {
    write!(out, "\n],\"invocations\":[")?;
    json::write(&invocation(summary), &mut *out)?;
    writeln!(out, "]}}]}}")
}

/// Passes on what is written, but for the comma with which the first result begins.
pub struct Results<W> {
    out: W,
    is_begun: bool,
}

impl<W> Results<W> {
    pub fn new(out: W) -> Self {
        Self { out, is_begun: false }
    }
}

impl<W: Write> Write for Results<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let is_begun = mem::replace(&mut self.is_begun, true);
        if !is_begun && bytes.first() == Some(&b',') { Ok(1) } else { self.out.write(bytes) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn tool() -> Tool {
    let rules: Vec<_> = Code::ALL.iter().map(|code| rule(*code)).collect();
    ToolComponent::builder()
        .name("upr")
        .full_name(concat!("upr ", env!("CARGO_PKG_VERSION")))
        .semantic_version(env!("CARGO_PKG_VERSION"))
        .information_uri(DOCUMENTATION)
        .rules(rules)
        .build()
        .into()
}

/// A code, as it is explained; what its own example shows is what it usually is.
fn rule(code: Code) -> ReportingDescriptor {
    let explanation = code.explain();
    let shown = explanation.report();
    let itself = shown.violations().iter().find(|violation| violation.code() == code);
    let level = itself.map_or(Severity::Error, Violation::severity);
    let help = explanation.to_string();
    ReportingDescriptor::builder()
        .id(code.as_str())
        .short_description(&explanation.what().to_owned())
        .full_description(&explanation.why().to_owned())
        .help(MultiformatMessageString::builder().markdown(&help).text(&help).build())
        .help_uri(format!("{DOCUMENTATION}enum.Code.html#variant.{code:?}"))
        .default_configuration(ReportingConfiguration::builder().level(level.as_str()).build())
        .build()
}

fn result(violation: &Violation, subject: Subject<'_>, file: &ArtifactLocation) -> Result {
    let code = violation.code();
    let region = region(violation, subject);
    let fix = violation.replacement().zip(region.clone());
    let fix = fix.map(|(text, region)| vec![fix_of(text, region, file.clone())]);
    let place = Location { logical_locations: logical(violation.path()), ..location(file.clone(), region) };
    Result::builder()
        .rule_id(code.as_str())
        .opt_rule_index(Code::ALL.iter().position(|known| *known == code).map(number))
        .level(level(violation.severity()))
        .message(message(&violation.message()))
        .locations([place])
        .opt_related_locations(related(violation, subject, file))
        .opt_fixes(fix)
        .opt_properties(properties(violation))
        .build()
}

fn level(severity: Severity) -> ResultLevel {
    match severity {
        Severity::Error => ResultLevel::Error,
        Severity::Warning => ResultLevel::Warning,
    }
}

/// A message that is plain text: by section 3.11 of the standard braces stand twice, and a link is none with a space in it.
fn message(text: &str) -> Message {
    Message::builder().text(text.replace('{', "{{").replace('}', "}}").replace("](", "] (")).build()
}

fn location(file: ArtifactLocation, region: Option<Region>) -> Location {
    let place = PhysicalLocation::builder().artifact_location(file).opt_region(region).build();
    Location::builder().physical_location(place).build()
}

/// The path within the document, unless it is the document itself.
fn logical(path: &str) -> Option<Vec<LogicalLocation>> {
    let location = || LogicalLocation::builder().fully_qualified_name(path).build();
    (!path.is_empty()).then(|| vec![location()])
}

fn related(violation: &Violation, subject: Subject<'_>, file: &ArtifactLocation) -> Option<Vec<Location>> {
    let extent = Extent::of_related(violation, subject.source)?;
    let location = location(file.clone(), Some(region_of(&extent, subject.offset)));
    Some(vec![Location { message: Some("the first occurrence is here".into()), ..location }])
}

/// What is wrong; of what is no piece of the source, the line.
fn region(violation: &Violation, subject: Subject<'_>) -> Option<Region> {
    match Extent::of(violation, subject.source) {
        Some(extent) => Some(region_of(&extent, subject.offset)),
        None => violation.line().map(|line| Region::builder().start_line(number(line)).build()),
    }
}

/// A piece of a source that begins at this offset in the file.
fn region_of(Extent { bytes, start, end }: &Extent, offset: u64) -> Region {
    Region::builder()
        .start_line(number(start.line))
        .start_column(number(start.column))
        .end_line(number(end.line))
        .end_column(number(end.column))
        .byte_offset(number(offset.saturating_add(bytes.start as u64)))
        .byte_length(number(bytes.len()))
        .build()
}

fn fix_of(text: String, region: Region, file: ArtifactLocation) -> Fix {
    let description = message(&format!("use `{text}`"));
    let content = ArtifactContent::builder().text(text).build();
    let replacement = Replacement::builder().deleted_region(region).inserted_content(content).build();
    let change = ArtifactChange::builder().artifact_location(file).replacements([replacement]).build();
    Fix::builder().description(description).artifact_changes([change]).build()
}

/// What the standard has no member for.
fn properties(violation: &Violation) -> Option<PropertyBag> {
    let reason = violation.reason().map(|reason| ("reason".to_owned(), reason.as_str().into()));
    let suggestion = violation.suggestion().map(|text| ("suggestion".to_owned(), text.into()));
    let properties: BTreeMap<_, _> = reason.into_iter().chain(suggestion).collect();
    (!properties.is_empty()).then(|| PropertyBag::builder().additional_properties(properties).build())
}

/// How the run ended: the files that could not be read, and how much was left out.
fn invocation(summary: &Summary) -> Invocation {
    let unread = summary.unread.first.iter().map(|(file, error)| {
        let locations = Some(vec![location(artifact(file), None)]);
        Notification { locations, ..notification(Severity::Error, &error.to_string()) }
    });
    let more_unread = summary.unread.count - summary.unread.first.len();
    let left_out =
        [(more_unread, "more could not be read"), (summary.omitted, "more violations are left out")];
    let left_out = left_out.iter().filter(|(count, _)| *count > 0);
    let left_out = left_out.map(|(count, what)| notification(Severity::Warning, &format!("{count} {what}")));
    let notifications: Vec<Notification> = unread.chain(left_out).collect();
    Invocation::builder()
        .execution_successful(summary.unread.count == 0 && !summary.is_incomplete)
        .exit_code(i64::from(summary.status()))
        .tool_execution_notifications(notifications)
        .build()
}

fn notification(severity: Severity, text: &str) -> Notification {
    Notification::builder().level(severity.as_str()).message(message(text)).build()
}

/// A file by its name as a URI reference; `-` is standard input.
fn artifact(file: &Path) -> ArtifactLocation {
    let name = percent_encode(file.as_os_str().as_encoded_bytes(), PATH).to_string();
    let name = if cfg!(windows) { name.replace("%5C", "/") } else { name };
    let root = match file.is_absolute() {
        true if name.starts_with('/') => "file://",
        true => "file:///",
        false => "",
    };
    ArtifactLocation::builder().uri(format!("{root}{name}")).build()
}

/// A number as the standard's types have it.
fn number(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}
