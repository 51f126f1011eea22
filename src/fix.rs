//! Rewrites what is safe to rewrite, and leaves every other byte as it is.

use alloc::string::String;
use alloc::vec::Vec;

use crate::report::{Report, Violation};

/// A text in which something was rewritten.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fixed {
    /// The text.
    pub text: Vec<u8>,
    /// How many values were rewritten.
    pub count: usize,
}

impl Report {
    /// The text that this report is of with every [`replacement`](Violation::replacement) made, if there is any.
    ///
    /// None, too, of another text in which there are no such places.
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
        let (mut text, mut count, mut at) = (Vec::new(), 0, 0);
        for violation in &self.violations {
            let (Some(replacement), Some(span)) = (violation.replacement(), violation.span) else { continue };
            text.extend_from_slice(source.get(at..span.start)?);
            text.extend_from_slice(replacement.as_bytes());
            (at, count) = (span.end, count + 1);
        }
        text.extend_from_slice(source.get(at..)?);
        (count > 0).then_some(Fixed { text, count })
    }
}

impl Violation {
    /// The JSON to put in place of the [`span`](Self::span), where that is safe: a member in the wrong case or with
    /// white space around it, a whole number with a fraction or an exponent, an Int32 in quotes.
    #[must_use]
    pub fn replacement(&self) -> Option<String> {
        self.fault.replacement()
    }
}
