//! Reports as a SARIF 2.1.0 log. Results are written one by one, so that a log is never in memory as a whole.

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

use super::escaped_json;
use super::extent::Extent;
use super::subject::Subject;
use super::summary::Summary;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

const DOCUMENTATION: &str = "https://docs.rs/user-processing-result/latest/user_processing_result/";

/// The characters of a path that are percent-encoded: all but the unreserved ones of RFC 3986 and the slash.
const ENCODED_IN_PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'/').remove(b'_').remove(b'~');

/// Writes the start of the log, up to the results.
pub fn begin(out: &mut impl Write) -> io::Result<()> {
    write!(out, r#"{{"$schema":"{SCHEMA}","version":"2.1.0","runs":[{{"tool":"#)?;
    escaped_json::write(&tool(), &mut *out)?;
    write!(out, r#","columnKind":"unicodeCodePoints","results":["#)
}

/// Writes one result for each violation, each on its own line after a comma; see [`LeadingCommaFilter`].
pub fn write_report(report: &Report, subject: Subject<'_>, out: &mut impl Write) -> io::Result<()> {
    let file = artifact_location(subject.file);
    for violation in report.violations() {
        out.write_all(b",\n")?;
        escaped_json::write(&result(violation, subject, &file), &mut *out)?;
    }
    Ok(())
}

/// Writes the end of the log, after the results.
pub fn end(summary: &Summary, out: &mut impl Write) -> io::Result<()> {
    write!(out, "\n],\"invocations\":[")?;
    escaped_json::write(&invocation(summary), &mut *out)?;
    writeln!(out, "]}}]}}")
}

/// A writer that drops a comma at the very start, which is the one before the first result.
///
/// It wraps the output after [`begin`]. Results are written in blocks by several threads, none of which knows whether its
/// block comes first. The output of the other formats never starts with a comma.
pub struct LeadingCommaFilter<W> {
    out: W,
    is_started: bool,
}

impl<W> LeadingCommaFilter<W> {
    pub fn new(out: W) -> Self {
        Self { out, is_started: false }
    }
}

impl<W: Write> Write for LeadingCommaFilter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let is_started = mem::replace(&mut self.is_started, true);
        if !is_started && bytes.first() == Some(&b',') { Ok(1) } else { self.out.write(bytes) }
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

/// Returns the rule for a code. Its default level is the severity that the code has in the example of its explanation.
fn rule(code: Code) -> ReportingDescriptor {
    let explanation = code.explain();
    let report = explanation.report();
    let example = report.violations().iter().find(|violation| violation.code() == code);
    let level = example.map_or(Severity::Error, Violation::severity);
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
    let region = region_of_violation(violation, subject);
    let replacement = violation.replacement().zip(region.clone());
    let fixes = replacement.map(|(text, region)| vec![fix(text, region, file.clone())]);
    let logical_locations = logical_locations(violation.path());
    let location = Location { logical_locations, ..location(file.clone(), region) };
    Result::builder()
        .rule_id(code.as_str())
        .opt_rule_index(Code::ALL.iter().position(|known| *known == code).map(saturating_i64))
        .level(result_level(violation.severity()))
        .message(message(&violation.message()))
        .locations([location])
        .opt_related_locations(related_locations(violation, subject, file))
        .opt_fixes(fixes)
        .opt_properties(properties(violation))
        .build()
}

fn result_level(severity: Severity) -> ResultLevel {
    match severity {
        Severity::Error => ResultLevel::Error,
        Severity::Warning => ResultLevel::Warning,
    }
}

/// Returns a message that consumers show as this text.
///
/// Section 3.11 of the standard reads braces as placeholders unless they are doubled, and `[text](target)` as a link; a space
/// before the parenthesis prevents the link.
fn message(text: &str) -> Message {
    Message::builder().text(text.replace('{', "{{").replace('}', "}}").replace("](", "] (")).build()
}

fn location(file: ArtifactLocation, region: Option<Region>) -> Location {
    let physical = PhysicalLocation::builder().artifact_location(file).opt_region(region).build();
    Location::builder().physical_location(physical).build()
}

/// Returns the path of a violation within the document, or `None` for the document itself.
fn logical_locations(path: &str) -> Option<Vec<LogicalLocation>> {
    if path.is_empty() {
        return None;
    }
    Some(vec![LogicalLocation::builder().fully_qualified_name(path).build()])
}

fn related_locations(
    violation: &Violation,
    subject: Subject<'_>,
    file: &ArtifactLocation,
) -> Option<Vec<Location>> {
    let extent = Extent::of_related(violation, subject.source)?;
    let location = location(file.clone(), Some(region(&extent, subject.offset)));
    Some(vec![Location { message: Some("the first occurrence is here".into()), ..location }])
}

/// Returns the region of the span of a violation, or of its line if it has no span.
fn region_of_violation(violation: &Violation, subject: Subject<'_>) -> Option<Region> {
    match Extent::of_span(violation, subject.source) {
        Some(extent) => Some(region(&extent, subject.offset)),
        None => violation.line().map(|line| Region::builder().start_line(saturating_i64(line)).build()),
    }
}

/// Returns the region of an extent in a source that starts at `offset` in the file.
fn region(Extent { bytes, start, end }: &Extent, offset: u64) -> Region {
    Region::builder()
        .start_line(saturating_i64(start.line))
        .start_column(saturating_i64(start.column))
        .end_line(saturating_i64(end.line))
        .end_column(saturating_i64(end.column))
        .byte_offset(saturating_i64(offset.saturating_add(bytes.start as u64)))
        .byte_length(saturating_i64(bytes.len()))
        .build()
}

fn fix(text: String, region: Region, file: ArtifactLocation) -> Fix {
    let description = message(&format!("use `{text}`"));
    let content = ArtifactContent::builder().text(text).build();
    let replacement = Replacement::builder().deleted_region(region).inserted_content(content).build();
    let change = ArtifactChange::builder().artifact_location(file).replacements([replacement]).build();
    Fix::builder().description(description).artifact_changes([change]).build()
}

/// Returns the reason and the suggestion, for which the standard has no members, or `None` if there is neither.
fn properties(violation: &Violation) -> Option<PropertyBag> {
    let reason = violation.reason().map(|reason| ("reason".to_owned(), reason.as_str().into()));
    let suggestion = violation.suggestion().map(|text| ("suggestion".to_owned(), text.into()));
    let properties: BTreeMap<_, _> = reason.into_iter().chain(suggestion).collect();
    (!properties.is_empty()).then(|| PropertyBag::builder().additional_properties(properties).build())
}

/// Returns the outcome of the run: the exit status, the errors of files, and the number of violations left out.
fn invocation(summary: &Summary) -> Invocation {
    let io_errors = &summary.io_errors;
    let mut notifications: Vec<Notification> =
        io_errors.first.iter().map(|(file, error)| io_error_notification(file, error)).collect();
    let more_errors = io_errors.count - io_errors.first.len();
    if more_errors > 0 {
        notifications.push(warning_notification(&format!("{more_errors} more could not be read")));
    }
    if summary.omitted > 0 {
        let omitted = summary.omitted;
        notifications.push(warning_notification(&format!("{omitted} more violations are left out")));
    }
    Invocation::builder()
        .execution_successful(io_errors.count == 0 && !summary.is_incomplete)
        .exit_code(i64::from(summary.exit_status()))
        .tool_execution_notifications(notifications)
        .build()
}

fn io_error_notification(file: &Path, error: &io::Error) -> Notification {
    let locations = Some(vec![location(artifact_location(file), None)]);
    Notification { locations, ..notification(Severity::Error, &error.to_string()) }
}

fn warning_notification(text: &str) -> Notification {
    notification(Severity::Warning, text)
}

fn notification(severity: Severity, text: &str) -> Notification {
    Notification::builder().level(severity.as_str()).message(message(text)).build()
}

/// Returns the name of a file as a URI reference. Standard input is `-`.
fn artifact_location(file: &Path) -> ArtifactLocation {
    let encoded = percent_encode(file.as_os_str().as_encoded_bytes(), ENCODED_IN_PATH).to_string();
    let path = if cfg!(windows) { encoded.replace("%5C", "/") } else { encoded };
    let root = match file.is_absolute() {
        true if path.starts_with('/') => "file://",
        true => "file:///",
        false => "",
    };
    ArtifactLocation::builder().uri(format!("{root}{path}")).build()
}

/// Returns a number in the type that the standard's types have.
fn saturating_i64(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}
