//! What is said of a document: a flat list of violations.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use serde::{Serialize, Serializer};

use crate::code::{Code, Reason, Severity};
use crate::escape::{Escaped, MAX_PATH_CHARS};
use crate::fault::Fault;

/// All that is wrong with a document, or with a collection of them, in the order of the text.
///
/// As an error it prints one line a violation, `path: message`; as JSON it is
/// `{"valid": false, "violations": [...]}`, with the number `omitted` where violations were left out.
///
/// ```
/// use user_processing_result::{Code, Contract};
///
/// let report = Contract::CREATE.check("{\"workflowVersion\": 1e0,\n \"id\": \"\"}");
/// assert!(!report.is_valid());
/// let codes: Vec<Code> = report.errors().map(|violation| violation.code()).collect();
/// assert_eq!(codes[..2], [Code::NotAnInteger, Code::EmptyString]);
/// assert_eq!(report.warnings().count(), 1, "the service sets the id");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub(crate) violations: Vec<Violation>,
    pub(crate) omitted: Omitted,
    pub(crate) documents: usize,
    pub(crate) invalid: usize,
}

/// How many violations there are of each severity and code.
pub type Tally = BTreeMap<(Severity, Code), usize>;

/// What was left out, counted; nearly always nothing, and then nothing is allocated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Omitted(Option<Box<Counts>>);

/// One a severity and code.
type Counts = [[usize; Code::ALL.len()]; Severity::ALL.len()];

impl Omitted {
    pub(crate) fn add(&mut self, severity: Severity, code: Code) {
        self.0.get_or_insert_default()[severity as usize][code as usize] += 1;
    }

    fn append(&mut self, other: &Self) {
        if let Some(others) = &other.0 {
            let counts = self.0.get_or_insert_default();
            for (count, other) in counts.as_flattened_mut().iter_mut().zip(others.as_flattened()) {
                *count += other;
            }
        }
    }

    fn sum(&self) -> usize {
        self.0.iter().flat_map(|counts| counts.as_flattened()).sum()
    }

    fn tally(&self) -> Tally {
        let keys = Severity::ALL.iter().flat_map(|severity| Code::ALL.iter().map(|code| (*severity, *code)));
        let counts = self.0.iter().flat_map(|counts| counts.as_flattened());
        keys.zip(counts).filter(|(_, count)| **count > 0).map(|(key, count)| (key, *count)).collect()
    }
}

/// How many violations are kept for one document, for one item of a collection, for one line.
pub(crate) const MOST: usize = 100;

/// One thing that is wrong: where, which, what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pub(crate) severity: Severity,
    pub(crate) fault: Fault,
    pub(crate) path: Cow<'static, str>,
    pub(crate) span: Option<Span>,
    pub(crate) position: Option<Position>,
    pub(crate) related: Option<Span>,
    pub(crate) quoted: Option<String>,
}

/// A range of bytes of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A place in the text as people count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) line: usize,
    /// None where the whole line is meant.
    pub(crate) column: Option<usize>,
}

impl Report {
    /// Whether no violation is an error.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.invalid == 0
    }

    /// The violations, in the order of the text; at most 100 for one document.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// The violations that are errors.
    pub fn errors(&self) -> impl Iterator<Item = &Violation> {
        self.of(Severity::Error)
    }

    /// The violations that are warnings.
    pub fn warnings(&self) -> impl Iterator<Item = &Violation> {
        self.of(Severity::Warning)
    }

    /// How many violations were left out because one document has more than 100.
    #[must_use]
    pub fn omitted(&self) -> usize {
        self.omitted.sum()
    }

    /// How many violations there are of each severity and code, those left out too.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let mut tally = self.omitted.tally();
        for violation in &self.violations {
            *tally.entry((violation.severity, violation.code())).or_default() += 1;
        }
        tally
    }

    /// How many documents this is said of: 1, or the items of a collection.
    ///
    /// What is wrong with the page itself, and not with an item of it, counts as one more.
    #[must_use]
    pub fn documents(&self) -> usize {
        self.documents
    }

    /// How many of the [`documents`](Self::documents) are not valid.
    #[must_use]
    pub fn invalid_documents(&self) -> usize {
        self.invalid
    }

    /// Adds what is said of another document, keeping no more violations than `most`.
    pub(crate) fn append(&mut self, other: Self, most: usize) {
        let mut violations = other.violations.into_iter();
        self.violations.extend(violations.by_ref().take(most.saturating_sub(self.violations.len())));
        for violation in violations {
            self.omitted.add(violation.severity, violation.code());
        }
        self.omitted.append(&other.omitted);
        self.documents += other.documents;
        self.invalid += other.invalid;
    }

    fn of(&self, severity: Severity) -> impl Iterator<Item = &Violation> {
        self.violations.iter().filter(move |violation| violation.severity == severity)
    }
}

/// That of a document with which nothing is wrong.
impl Default for Report {
    fn default() -> Self {
        Self { violations: Vec::new(), omitted: Omitted::default(), documents: 1, invalid: 0 }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, violation) in self.violations.iter().enumerate() {
            write!(f, "{}{violation}", if at == 0 { "" } else { "\n" })?;
        }
        match self.omitted() {
            0 => Ok(()),
            omitted => write!(f, "\n{omitted} more"),
        }
    }
}

impl core::error::Error for Report {}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Json<'a> {
            valid: bool,
            violations: &'a [Violation],
            #[serde(skip_serializing_if = "Option::is_none")]
            omitted: Option<usize>,
        }

        let omitted = Some(self.omitted()).filter(|omitted| *omitted > 0);
        Json { valid: self.is_valid(), violations: &self.violations, omitted }.serialize(serializer)
    }
}

impl Violation {
    /// Error or warning.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// What is wrong, as a stable name.
    #[must_use]
    pub fn code(&self) -> Code {
        self.fault.code()
    }

    /// Where in the document, as a JSON Pointer (RFC 6901); of a missing property, where it would be.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Where in the text, in bytes; of a missing property, the closing brace.
    #[must_use]
    pub fn span(&self) -> Option<Range<usize>> {
        self.span.map(Range::from)
    }

    /// The line on which the span starts, from 1; of lines, the line in the file.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.position.map(|position| position.line)
    }

    /// The column at which the span starts, in characters from 1.
    #[must_use]
    pub fn column(&self) -> Option<usize> {
        self.position.and_then(|position| position.column)
    }

    /// What was expected and what was found, for people.
    #[must_use]
    pub fn message(&self) -> String {
        self.fault.message(self.quoted.as_deref())
    }

    /// What would have been right, for people.
    #[must_use]
    pub fn expected(&self) -> String {
        self.fault.expected()
    }

    /// What was found as it stands in the text, cut to 64 characters, with control characters escaped.
    #[must_use]
    pub fn found(&self) -> Option<&str> {
        self.quoted.as_deref()
    }

    /// Why a string is no date-time.
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        self.fault.reason()
    }

    /// The name, the member or the number that was probably meant.
    #[must_use]
    pub fn suggestion(&self) -> Option<Cow<'static, str>> {
        self.fault.suggestion()
    }

    /// Where in the text the name stood first that is here again, in bytes.
    #[must_use]
    pub fn related(&self) -> Option<Range<usize>> {
        self.related.map(Range::from)
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", Escaped::line(&self.path).truncated(MAX_PATH_CHARS))?;
        }
        f.write_str(&self.message())
    }
}

impl Serialize for Violation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Json<'a> {
            severity: Severity,
            code: Code,
            path: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            span: Option<Span>,
            #[serde(skip_serializing_if = "Option::is_none")]
            line: Option<usize>,
            #[serde(skip_serializing_if = "Option::is_none")]
            column: Option<usize>,
            message: String,
            expected: String,
            #[serde(skip_serializing_if = "Option::is_none")]
            found: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            reason: Option<Reason>,
            #[serde(skip_serializing_if = "Option::is_none")]
            suggestion: Option<Cow<'static, str>>,
            #[serde(skip_serializing_if = "Option::is_none")]
            related: Option<Span>,
        }

        Json {
            severity: self.severity,
            code: self.code(),
            path: &self.path,
            span: self.span,
            line: self.line(),
            column: self.column(),
            message: self.message(),
            expected: self.expected(),
            found: self.found(),
            reason: self.reason(),
            suggestion: self.suggestion(),
            related: self.related,
        }
        .serialize(serializer)
    }
}

impl From<Span> for Range<usize> {
    fn from(Span { start, end }: Span) -> Self {
        start..end
    }
}
