//! The entry points: methods of [`Contract`] that check and parse.

#[cfg(feature = "std")]
use std::io::Read;

use serde_json::Value;

use crate::input::collection;
#[cfg(feature = "std")]
use crate::input::{line_reader, lines::Lines};
#[cfg(feature = "chrono")]
use crate::model::UserProcessingResult;
use crate::options::Contract;
use crate::report::Report;
use crate::validate::{Context, object};

impl Contract {
    /// Says everything that is wrong with one document.
    ///
    /// Spans are bytes of `json`. Never fails and never panics, whatever the bytes.
    ///
    /// ```
    /// use user_processing_result::{Code, Contract};
    ///
    /// let report = Contract::PROJECTION.check(r#"{"failedTasksCount": 1.0}"#);
    /// let [violation] = report.violations() else { panic!("{report}") };
    /// assert_eq!(violation.code(), Code::NotAnInteger);
    /// assert_eq!(violation.span(), Some(21..24));
    /// assert_eq!(violation.suggestion().as_deref(), Some("1"));
    /// ```
    #[must_use]
    pub fn check(&self, json: impl AsRef<[u8]>) -> Report {
        object::check(&Context::new(self), json.as_ref())
    }

    /// Whether the document is valid: the verdict of [`check`](Self::check), without its report.
    ///
    /// ```
    /// # use user_processing_result::Contract;
    /// assert!(Contract::PROJECTION.is_valid(r#"{"id": "1"}"#));
    /// assert!(!Contract::CREATE.is_valid("[]"));
    /// ```
    #[must_use]
    pub fn is_valid(&self, json: impl AsRef<[u8]>) -> bool {
        object::is_valid(&Context::new(self), json.as_ref())
    }

    /// Reads a valid document into its typed value.
    ///
    /// What the typed value cannot do without is required here under every contract.
    ///
    /// # Errors
    ///
    /// The report of [`check`](Self::check), when it has an error; a year that chrono cannot hold is one here.
    ///
    /// ```
    /// # use user_processing_result::{Code, Contract};
    /// let report = Contract::PROJECTION.parse(r#"{"id": "1"}"#).unwrap_err();
    /// assert_eq!(report.violations().len(), 7);
    /// assert_eq!(report.violations()[0].code(), Code::MissingProperty);
    /// ```
    #[cfg(feature = "chrono")]
    pub fn parse(&self, json: impl AsRef<[u8]>) -> Result<UserProcessingResult, Report> {
        UserProcessingResult::parse_with(json.as_ref(), self)
    }

    /// Says everything that is wrong with a parsed value.
    ///
    /// The report is that of the text which `serde_json` would print for the value, without spans, lines and columns.
    /// What the parser has already lost cannot be told: duplicate names, the spelling of numbers (`-0` has become
    /// `-0.0`, an integer past 64 bits a float), the length of the text. No options about the text apply.
    ///
    /// ```
    /// # use user_processing_result::{Code, Contract};
    /// let report = Contract::PROJECTION.check_value(&serde_json::json!({"workflowVersion": "1"}));
    /// assert_eq!(report.violations()[0].code(), Code::WrongType);
    /// assert_eq!(report.violations()[0].path(), "/workflowVersion");
    /// ```
    #[must_use]
    pub fn check_value(&self, value: &Value) -> Report {
        object::check_value(&Context::new(self), value)
    }

    /// Says everything that is wrong with a page of results (`{"value": [...]}`) or a bare array of them.
    ///
    /// One report for all; its paths tell the item.
    ///
    /// ```
    /// # use user_processing_result::Contract;
    /// let report = Contract::PROJECTION.check_collection(r#"{"value": [{"id": "1"}, {"id": ""}]}"#);
    /// assert_eq!(report.violations()[0].path(), "/value/1/id");
    /// ```
    #[must_use]
    pub fn check_collection(&self, json: impl AsRef<[u8]>) -> Report {
        collection::check(self, json.as_ref())
    }

    /// Says everything that is wrong with each line of a file of lines (NDJSON, JSON Lines).
    ///
    /// Gives the number of the line, from 1, and its report; blank lines are skipped. Memory stays bounded by the
    /// longest line allowed, whatever the length of the input.
    ///
    /// ```
    /// # use user_processing_result::Contract;
    /// let lines = "{\"id\": \"1\"}\n\n{\"id\": 2}\n";
    /// for line in Contract::PROJECTION.check_lines(lines.as_bytes()) {
    ///     let (number, report) = line?;
    ///     assert_eq!(report.is_valid(), number == 1);
    /// }
    /// # Ok::<_, std::io::Error>(())
    /// ```
    #[cfg(feature = "std")]
    pub fn check_lines<R: Read>(&self, input: R) -> Lines<R> {
        line_reader::check(input, *self)
    }
}
