//! The report of a document or of many.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::fmt;

use serde::{Serialize, Serializer};

use super::code::{Code, Severity};
use super::violation::Violation;

/// The violations of a document, or of a collection of documents, in the order of the text.
///
/// A report is also an error, displayed as one line `path: message` per violation. It serializes as
/// `{"valid": false, "violations": [...]}`, with the number `omitted` if violations were left out, and deserializes from
/// that.
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

/// The number of violations of each severity and code.
pub type Tally = BTreeMap<(Severity, Code), usize>;

/// The number of violations that were left out, by severity and code. Allocates only if there are some.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Omitted {
    by_code: Option<Box<Counts>>,
    /// The number of violations whose severity and code are unknown, as the report was deserialized.
    #[cfg(feature = "std")]
    unknown: usize,
}

type Counts = [[usize; Code::ALL.len()]; Severity::ALL.len()];

impl Omitted {
    /// Returns the number of violations that a deserialized report left out.
    #[cfg(feature = "std")]
    pub(super) fn restored(unknown: usize) -> Self {
        Self { unknown, ..Self::default() }
    }

    pub(crate) fn add(&mut self, severity: Severity, code: Code) {
        self.by_code.get_or_insert_default()[severity as usize][code as usize] += 1;
    }

    fn append(&mut self, other: &Self) {
        if let Some(others) = &other.by_code {
            let counts = self.by_code.get_or_insert_default();
            for (count, other) in counts.as_flattened_mut().iter_mut().zip(others.as_flattened()) {
                *count += other;
            }
        }
    }

    fn sum(&self) -> usize {
        let known: usize = self.by_code.iter().flat_map(|counts| counts.as_flattened()).sum();
        known.saturating_add(self.unknown())
    }

    /// Returns the number of violations whose severity and code are unknown.
    #[cfg_attr(
        not(feature = "std"),
        expect(clippy::unused_self, reason = "only std has deserialized reports")
    )]
    fn unknown(&self) -> usize {
        #[cfg(feature = "std")]
        let unknown = self.unknown;
        #[cfg(not(feature = "std"))]
        let unknown = 0;
        unknown
    }

    fn tally(&self) -> Tally {
        let keys = Severity::ALL.iter().flat_map(|severity| Code::ALL.iter().map(|code| (*severity, *code)));
        let counts = self.by_code.iter().flat_map(|counts| counts.as_flattened());
        keys.zip(counts).filter(|(_, count)| **count > 0).map(|(key, count)| (key, *count)).collect()
    }
}

/// The maximum number of violations that are kept for a document, an item of a collection, or a line.
pub(crate) const MAX_VIOLATIONS: usize = 100;

impl Report {
    /// Returns `true` if no violation is an error.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.invalid == 0
    }

    /// Returns the violations in the order of the text, at most 100 for each document.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// Returns an iterator over the violations in the order of the text.
    pub fn iter(&self) -> core::slice::Iter<'_, Violation> {
        self.violations.iter()
    }

    /// Returns an iterator over the violations that are errors.
    pub fn errors(&self) -> impl Iterator<Item = &Violation> {
        self.with_severity(Severity::Error)
    }

    /// Returns an iterator over the violations that are warnings.
    pub fn warnings(&self) -> impl Iterator<Item = &Violation> {
        self.with_severity(Severity::Warning)
    }

    /// Returns the number of violations that were left out because a document has more than 100, or a
    /// collection more than 100,000.
    #[must_use]
    pub fn omitted(&self) -> usize {
        self.omitted.sum()
    }

    /// Returns the number of violations of each severity and code, including those that were left out.
    ///
    /// A deserialized report does not count those that were left out, as its JSON form does not contain their codes.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let mut tally = self.omitted.tally();
        for violation in &self.violations {
            *tally.entry((violation.severity, violation.code())).or_default() += 1;
        }
        tally
    }

    /// Returns the number of documents that were checked: 1, or the number of items of a collection.
    ///
    /// An error of the page itself, outside of its items, counts as one more document. A deserialized report counts as one
    /// document.
    #[must_use]
    pub fn documents(&self) -> usize {
        self.documents
    }

    /// Returns the number of [`documents`](Self::documents) that are invalid.
    #[must_use]
    pub fn invalid_documents(&self) -> usize {
        self.invalid
    }

    /// Appends the report of another document, keeping no more than `max` violations in total.
    pub(crate) fn append(&mut self, other: Self, max: usize) {
        let mut violations = other.violations.into_iter();
        self.violations.extend(violations.by_ref().take(max.saturating_sub(self.violations.len())));
        for violation in violations {
            self.omitted.add(violation.severity, violation.code());
        }
        self.omitted.append(&other.omitted);
        self.documents += other.documents;
        self.invalid += other.invalid;
    }

    fn with_severity(&self, severity: Severity) -> impl Iterator<Item = &Violation> {
        self.violations.iter().filter(move |violation| violation.severity == severity)
    }
}

/// The report of a document without violations.
impl Default for Report {
    fn default() -> Self {
        Self { violations: Vec::new(), omitted: Omitted::default(), documents: 1, invalid: 0 }
    }
}

impl<'a> IntoIterator for &'a Report {
    type Item = &'a Violation;
    type IntoIter = core::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
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
