//! Reports that are deserialized from their JSON form.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::code::{Code, Severity};
use super::detail::{Detail, Restored};
use super::line_column::LineColumn;
use super::report::{Omitted, Report};
use super::violation::Violation;
use crate::edm::Reason;
use crate::json::Span;

/// The JSON form of a report. Other members are ignored, such as the name of the file that the command adds.
#[derive(Deserialize)]
struct ReportJson {
    valid: bool,
    violations: Vec<Violation>,
    #[serde(default)]
    omitted: usize,
}

/// The JSON form of a violation.
#[derive(Deserialize)]
struct ViolationJson {
    severity: Severity,
    code: Code,
    path: String,
    span: Option<SpanJson>,
    line: Option<usize>,
    column: Option<usize>,
    message: String,
    expected: String,
    found: Option<String>,
    reason: Option<Reason>,
    suggestion: Option<String>,
    related: Option<SpanJson>,
}

#[derive(Deserialize)]
struct SpanJson {
    start: usize,
    end: usize,
}

/// Restores a report from its JSON form.
///
/// Every getter of the report and its violations returns what it returned before, except for what the JSON form does not
/// contain: [`documents`](Report::documents) is 1, [`invalid_documents`](Report::invalid_documents) is 0 or 1,
/// [`tally`](Report::tally) does not count omitted violations, and [`replacement`](Violation::replacement) returns `None`, so
/// that nothing can be fixed. For this reason a restored report is not equal to the original.
///
/// Unknown members are ignored, so that a line of the output of `upr check --format json` is accepted.
///
/// # Errors
///
/// Deserializing fails if a member is missing or malformed, a code or reason is unknown, a span ends before it starts, or
/// `valid` contradicts the violations.
///
/// ```
/// use user_processing_result::{Contract, Report};
///
/// let report = Contract::PROJECTION.check(r#"{"workflowVersion": 1.0}"#);
/// let restored: Report = serde_json::from_str(&serde_json::to_string(&report)?)?;
/// assert_eq!(restored.to_string(), report.to_string());
/// assert_eq!(restored.violations()[0].span(), Some(20..23));
/// # Ok::<_, serde_json::Error>(())
/// ```
impl<'de> Deserialize<'de> for Report {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let ReportJson { valid, violations, omitted } = ReportJson::deserialize(deserializer)?;
        let has_error = violations.iter().any(|violation| violation.severity == Severity::Error);
        // An error may be among the omitted violations.
        if valid == has_error && (valid || omitted == 0) {
            return Err(D::Error::custom("`valid` contradicts the violations"));
        }
        Ok(Self {
            violations,
            omitted: Omitted::restored(omitted),
            documents: 1,
            invalid: usize::from(!valid),
        })
    }
}

/// Restores a violation from its JSON form.
///
/// Every getter returns what it returned before, except that [`replacement`](Violation::replacement) returns `None`.
///
/// # Errors
///
/// Deserializing fails if a member is missing or malformed, a code or reason is unknown, a span ends before it starts, or
/// there is a column without a line.
impl<'de> Deserialize<'de> for Violation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = ViolationJson::deserialize(deserializer)?;
        let location = match (json.line, json.column) {
            (Some(line), column) => Some(LineColumn { line, column }),
            (None, None) => None,
            (None, Some(_)) => return Err(D::Error::custom("`column` without `line`")),
        };
        let ViolationJson { code, message, expected, reason, suggestion, .. } = json;
        Ok(Self {
            severity: json.severity,
            kind: Detail::Restored(Box::new(Restored { code, message, expected, reason, suggestion })),
            path: Cow::Owned(json.path),
            span: json.span.map(span).transpose()?,
            location,
            related: json.related.map(span).transpose()?,
            quoted: json.found,
        })
    }
}

fn span<E: Error>(SpanJson { start, end }: SpanJson) -> Result<Span, E> {
    if start > end {
        return Err(E::custom("a span that ends before it starts"));
    }
    Ok(Span { start, end })
}
