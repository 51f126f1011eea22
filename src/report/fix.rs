//! Safe fixes.

use alloc::string::String;
use alloc::vec::Vec;

use super::report::Report;
use super::violation::Violation;

/// A text with its safe fixes applied.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fixed {
    /// The fixed text.
    pub text: Vec<u8>,
    /// The number of values that were rewritten.
    pub count: usize,
}

impl Report {
    /// Returns the checked text with every [`replacement`](Violation::replacement) applied. All other bytes stay the same.
    ///
    /// Returns `None` if there is no replacement, or if `source` is not the text that was checked, as far as the replaced
    /// values show.
    ///
    /// ```
    /// # use user_processing_result::Contract;
    /// let json = r#"{"processingStatus": "Completed",  "workflowVersion": "2"}"#;
    /// let fixed = Contract::PROJECTION.check(json).fix(json).unwrap();
    /// assert_eq!(fixed.text, br#"{"processingStatus": "completed",  "workflowVersion": 2}"#);
    /// assert_eq!(fixed.count, 2);
    /// ```
    #[must_use]
    pub fn fix(&self, source: impl AsRef<[u8]>) -> Option<Fixed> {
        let source = source.as_ref();
        let mut text = Vec::new();
        let mut count = 0;
        let mut at = 0;
        for violation in &self.violations {
            let (Some(replacement), Some(span)) = (violation.replacement(), violation.span) else { continue };
            if !violation.is_about(source.get(span.start..span.end)?) {
                return None;
            }
            text.extend_from_slice(source.get(at..span.start)?);
            text.extend_from_slice(replacement.as_bytes());
            at = span.end;
            count += 1;
        }
        text.extend_from_slice(source.get(at..)?);
        (count > 0).then_some(Fixed { text, count })
    }
}

impl Violation {
    /// Returns the JSON that safely replaces the [`span`](Self::span), or `None` if no replacement is safe.
    ///
    /// There are three safe replacements: of an enum member that differs in case or surrounding white space, of a whole
    /// number with a fraction or an exponent, and of an Int32 in quotes. `None` for a deserialized violation.
    #[must_use]
    pub fn replacement(&self) -> Option<String> {
        self.kind.replacement()
    }
}
