//! The violations of one document while it is being checked.

use alloc::vec::Vec;

use super::code::{Code, Severity};
use super::report::{MAX_VIOLATIONS, Omitted, Report};
use super::violation::Violation;

/// A collector of violations, or of the verdict alone.
#[derive(Debug)]
pub(crate) struct ViolationCollector {
    max: usize,
    violations: Vec<Violation>,
    omitted: Omitted,
    has_error: bool,
}

impl ViolationCollector {
    /// Creates a collector that keeps the first [`MAX_VIOLATIONS`] violations and counts the rest.
    pub(crate) fn new() -> Self {
        Self { max: MAX_VIOLATIONS, ..Self::verdict_only() }
    }

    /// Creates a collector that keeps no violation, only whether there was an error.
    pub(crate) fn verdict_only() -> Self {
        Self { max: 0, violations: Vec::new(), omitted: Omitted::default(), has_error: false }
    }

    pub(crate) fn has_error(&self) -> bool {
        self.has_error
    }

    /// Returns `true` if no further violation changes the result.
    pub(crate) fn is_decided(&self) -> bool {
        self.max == 0 && self.has_error
    }

    /// Returns whether a violation that is added now would be kept.
    pub(crate) fn has_room(&self) -> bool {
        self.violations.len() < self.max
    }

    /// Counts a violation that starts no earlier than the ones before it, and returns whether to keep it.
    pub(crate) fn count(&mut self, severity: Severity, code: Code) -> bool {
        self.has_error |= severity == Severity::Error;
        if !self.has_room() {
            self.omitted.add(severity, code);
        }
        self.has_room()
    }

    /// Keeps a violation that was counted.
    pub(crate) fn keep(&mut self, violation: Violation) {
        self.violations.push(violation);
    }

    /// Inserts a violation that may start anywhere. There are few of them, after all others.
    pub(crate) fn insert(&mut self, violation: Violation) {
        self.has_error |= violation.severity == Severity::Error;
        let at = self.violations.partition_point(|other| sort_key(other) <= sort_key(&violation));
        self.violations.insert(at, violation);
    }

    /// Returns the report, with no more violations than are kept.
    pub(crate) fn into_report(mut self) -> Report {
        while self.violations.len() > self.max
            && let Some(last) = self.violations.pop()
        {
            self.omitted.add(last.severity, last.code());
        }
        Report {
            violations: self.violations,
            omitted: self.omitted,
            documents: 1,
            invalid: self.has_error.into(),
        }
    }
}

/// Violations are sorted by where they start, then by code.
fn sort_key(violation: &Violation) -> (usize, Code) {
    (violation.span.map_or(0, |span| span.start), violation.code())
}
