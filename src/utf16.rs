//! Offsets as JavaScript and many editors count them: in UTF-16 units.

use alloc::vec::Vec;

use crate::report::{Report, Span, Violation};

impl Report {
    /// The same report with every offset counted in UTF-16 units of the text, instead of bytes.
    ///
    /// ```
    /// # use user_processing_result::Contract;
    /// let json = r#"{"id": "🙂", "workflowVersion": 1.0}"#;
    /// let report = Contract::PROJECTION.check(json);
    /// assert_eq!(report.violations()[0].span(), Some(34..37));
    /// assert_eq!(report.in_utf16(json).violations()[0].span(), Some(32..35));
    /// ```
    #[must_use]
    pub fn in_utf16(mut self, source: &str) -> Self {
        let source = source.as_bytes();
        // How many units stand before each step of the text.
        let steps = source
            .chunks(STEP)
            .scan(0, |before, step| Some(core::mem::replace(before, *before + units(step))));
        let steps: Vec<usize> = steps.collect();
        let convert = |offset: &mut usize| {
            let step = (*offset / STEP).min(steps.len().saturating_sub(1));
            *offset = steps
                .get(step)
                .map_or(0, |before| before + units(source.get(step * STEP..*offset).unwrap_or_default()));
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

/// Few enough bytes to be counted for each offset.
const STEP: usize = 256;

/// How many units begin in a piece of UTF-8: two where a character takes four bytes.
pub fn units(utf8: &[u8]) -> usize {
    if utf8.is_ascii() {
        return utf8.len();
    }
    utf8.iter().map(|byte| usize::from((byte & 0xC0) != 0x80) + usize::from(*byte >= 0xF0)).sum()
}
