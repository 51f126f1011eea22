//! Conversion of byte offsets to UTF-16 code units, the unit in which JavaScript and many editors count.

use alloc::vec::Vec;

use super::report::Report;
use super::violation::Violation;
use crate::json::Span;

impl Report {
    /// Converts the span and the related span of every violation from byte offsets to UTF-16 code units.
    ///
    /// `source` must be the text that was checked. For any other text the resulting offsets are meaningless,
    /// but this function never panics. Lines, columns and messages do not change.
    ///
    /// Convert a report only once, and render it before the conversion: rendering expects byte offsets.
    ///
    /// ```
    /// # use user_processing_result::Contract;
    /// let json = r#"{"id": "🙂", "workflowVersion": 1.0}"#;
    /// let report = Contract::PROJECTION.check(json);
    /// assert_eq!(report.violations()[0].span(), Some(34..37));
    /// assert_eq!(report.into_utf16_offsets(json).violations()[0].span(), Some(32..35));
    /// ```
    #[must_use]
    pub fn into_utf16_offsets(mut self, source: &str) -> Self {
        let source = source.as_bytes();
        // For each chunk of `STEP` bytes, the number of UTF-16 code units that precede the chunk.
        let steps = source
            .chunks(STEP)
            .scan(0, |before, step| Some(core::mem::replace(before, *before + utf16_len(step))));
        let steps: Vec<usize> = steps.collect();
        let convert = |offset: &mut usize| {
            let step = (*offset / STEP).min(steps.len().saturating_sub(1));
            *offset = steps
                .get(step)
                .map_or(0, |before| before + utf16_len(source.get(step * STEP..*offset).unwrap_or_default()));
        };
        for Violation { span, related, .. } in &mut self.violations {
            for Span { start, end } in span.iter_mut().chain(related) {
                convert(start);
                convert(end);
            }
        }
        self
    }
}

/// The chunk size in bytes: converting one offset scans at most this much of the text.
const STEP: usize = 256;

/// Returns the number of UTF-16 code units in a slice of UTF-8, which may start or end inside a character.
///
/// Each character is counted at its first byte: as 2 if it takes 4 bytes (a surrogate pair in UTF-16), as 1
/// otherwise. Continuation bytes count as 0, so the counts of adjacent slices add up to that of the whole.
#[must_use]
pub fn utf16_len(utf8: &[u8]) -> usize {
    if utf8.is_ascii() {
        return utf8.len();
    }
    utf8.iter().map(|byte| usize::from((byte & 0xC0) != 0x80) + usize::from(*byte >= 0xF0)).sum()
}
