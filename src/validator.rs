//! The entry points: methods of [`Contract`] that check and parse.

#[cfg(feature = "std")]
use std::io::Read;

use serde_json::Value;

#[cfg(feature = "chrono")]
use crate::input::ParsedItems;
use crate::input::collection;
#[cfg(all(feature = "chrono", feature = "std"))]
use crate::input::lines::ParsedLines;
#[cfg(feature = "std")]
use crate::input::{line_reader, lines::Lines};
#[cfg(feature = "chrono")]
use crate::model::UserProcessingResult;
use crate::options::Contract;
use crate::report::Report;
use crate::validate::{Context, object};

impl Contract {
    /// Checks one document, and returns the report of all its violations.
    ///
    /// Spans are byte ranges of `json`. This function accepts any bytes, and never panics: input that is not JSON is
    /// reported as a violation.
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

    /// Returns `true` if [`check`](Self::check) would report no error. Faster for invalid documents, as it makes no report.
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

    /// Parses a document into its typed value. Warnings are dropped.
    ///
    /// The properties that are not an `Option` in the typed value are required, even under [`Contract::PROJECTION`].
    ///
    /// # Errors
    ///
    /// Returns the report of all violations if one of them is an error. A date-time whose year chrono does not support is
    /// an error too.
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

    /// Checks a value that serde_json has parsed, and returns the report of all its violations.
    ///
    /// The report is that of the text which serde_json prints for the value, without spans, lines and columns. It cannot
    /// include what parsing has removed: duplicate names, the notation of numbers (`-0` is `-0.0` in a [`Value`], and an
    /// integer of more than 64 bits is a float), and the length of the text. The option max-bytes does not apply.
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

    /// Checks a page of results (`{"value": [...]}`) or a bare array of them.
    ///
    /// Returns one report for the collection. The path of a violation starts with its item, such as `/value/3` or `/3`.
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

    /// Parses the items of a page of results (`{"value": [...]}`) or of a bare array, one at a time.
    ///
    /// Each item is parsed as by [`parse`](Self::parse): the iterator returned yields its value, or the report of the
    /// item if that has an error. Paths, spans, lines and columns are those of the whole text, such as `/value/3/id`.
    /// Memory does not grow with the number of items, unless the results are collected.
    ///
    /// # Errors
    ///
    /// Returns the report of the page itself if it has an error outside of its items: it is longer than max-bytes, is not
    /// JSON, has no `value` array, or repeats a name. Nothing is parsed in that case.
    ///
    /// ```
    /// # use user_processing_result::Contract;
    /// let page = r#"{"value": [{"id": "1"}, {
    ///     "failedTasksCount": 0, "processingStatus": "queued", "scheduledDateTime": "2026-03-01T06:00:00Z",
    ///     "totalTasksCount": 4, "totalUnprocessedTasksCount": 4, "workflowExecutionType": "scheduled",
    ///     "workflowVersion": 2}]}"#;
    /// let items: Vec<_> = Contract::CREATE.parse_collection(page)?.collect();
    /// let [Err(report), Ok(result)] = &items[..] else { panic!("one invalid item, one valid item") };
    /// assert_eq!(report.violations()[1].path(), "/value/0/failedTasksCount");
    /// assert_eq!(result.workflow_version, 2);
    /// # Ok::<_, user_processing_result::Report>(())
    /// ```
    #[cfg(feature = "chrono")]
    pub fn parse_collection<'a, J: AsRef<[u8]> + ?Sized>(
        &self,
        json: &'a J,
    ) -> Result<ParsedItems<'a, UserProcessingResult>, Report> {
        collection::parse(self, json.as_ref(), UserProcessingResult::parse_with)
    }

    /// Checks each line of a file of lines (NDJSON, JSON Lines) as a document of its own.
    ///
    /// The iterator returned yields the number of each line, from 1, and its report. The line of a violation is that of
    /// the file; spans are byte ranges of the line. Blank lines are skipped. Memory is bounded by the longest line that
    /// max-bytes allows.
    ///
    /// Every [`BufRead`](std::io::BufRead) is a [`Read`] too. Input is read in large blocks, so that a
    /// [`BufReader`](std::io::BufReader) is not needed.
    ///
    /// The iterator yields an error and ends if reading fails or if there is no memory for a line.
    ///
    /// ```
    /// # use user_processing_result::Contract;
    /// let file = "{\"id\": \"1\"}\n\n{\"id\": 2}\n";
    /// let mut invalid = Vec::new();
    /// for line in Contract::PROJECTION.check_lines(file.as_bytes()) {
    ///     let (number, report) = line?;
    ///     if !report.is_valid() {
    ///         invalid.push(number);
    ///     }
    /// }
    /// assert_eq!(invalid, [3]);
    /// # Ok::<_, std::io::Error>(())
    /// ```
    #[cfg(feature = "std")]
    pub fn check_lines<R: Read>(&self, reader: R) -> Lines<R> {
        line_reader::check(reader, *self)
    }

    /// Parses each line of a file of lines (NDJSON, JSON Lines) as a document of its own.
    ///
    /// The iterator returned yields the number of each line, from 1, and the result of [`parse`](Self::parse). The line of
    /// a violation is that of the file; spans are byte ranges of the line. Blank lines are skipped. Memory is bounded by
    /// the longest line that max-bytes allows.
    ///
    /// The iterator yields an error and ends if reading fails or if there is no memory for a line.
    ///
    /// ```
    /// # use user_processing_result::Contract;
    /// let file = r#"
    /// {"failedTasksCount":0,"processingStatus":"queued","scheduledDateTime":"2026-03-01T06:00:00Z","totalTasksCount":4,"totalUnprocessedTasksCount":4,"workflowExecutionType":"scheduled","workflowVersion":2}
    /// {"workflowVersion": 3}
    /// "#;
    /// let mut versions = Vec::new();
    /// for line in Contract::CREATE.parse_lines(file.as_bytes()) {
    ///     match line? {
    ///         (_, Ok(result)) => versions.push(result.workflow_version),
    ///         (number, Err(report)) => eprintln!("line {number}: {report}"),
    ///     }
    /// }
    /// assert_eq!(versions, [2]);
    /// # Ok::<_, std::io::Error>(())
    /// ```
    #[cfg(all(feature = "chrono", feature = "std"))]
    pub fn parse_lines<R: Read>(&self, reader: R) -> ParsedLines<R, UserProcessingResult> {
        line_reader::parse(reader, *self, UserProcessingResult::parse_with)
    }
}
