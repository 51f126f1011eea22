//! What a document is held to, and the ways to hold it to that.

#[cfg(feature = "std")]
use std::io::BufRead;

#[cfg(feature = "std")]
use crate::Lines;
#[cfg(feature = "std")]
use crate::lines::reader;
use crate::names::named;
use crate::rules::Rules;
use crate::schema::USER_PROCESSING_RESULT;
use crate::{Report, check, collection};
#[cfg(feature = "chrono")]
use crate::{UserProcessingResult, model};

named! {
    /// Which of the three bodies that carry the type.
    #[non_exhaustive]
    pub enum Body, "contract" {
        /// The request body that creates an object.
        Create = "create",
        /// A whole object as the service returns it.
        Resource = "resource",
        /// An object read with `$select`, or a reference: nothing is required, what is there must be right.
        Projection = "projection",
    }
}

named! {
    /// Which members of the enumerations are accepted.
    #[non_exhaustive]
    pub enum Members, "members" {
        /// Those on Microsoft's page.
        Documented = "documented",
        /// All that Microsoft's metadata has by now.
        Current = "current",
        /// The same; and an identifier that is no member is a warning instead of an error.
        Open = "open",
    }
}

named! {
    /// The grammar of a date-time.
    #[non_exhaustive]
    pub enum DateTimeGrammar, "date-time" {
        /// What Microsoft Graph reads and writes: upper case, seconds, at most 12 digits of fraction, offsets up to 14:00.
        Graph = "graph",
        /// `dateTimeOffsetValue` of the OData ABNF 4.01.
        Odata = "odata",
        /// RFC 3339.
        Rfc3339 = "rfc3339",
    }
}

named! {
    /// What a property is that the type does not declare.
    #[non_exhaustive]
    pub enum Undeclared, "undeclared" {
        /// An error.
        Error = "error",
        /// A warning.
        Warning = "warning",
        /// Fine.
        Allow = "allow",
    }
}

/// What a document is held to: one of three bodies, and the options.
///
/// ```
/// use user_processing_result::{Contract, Members};
///
/// const STRICT: Contract = Contract::RESOURCE.members(Members::Current).consistency(true);
///
/// assert!(!STRICT.is_valid("{}"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contract {
    pub(crate) body: Body,
    pub(crate) members: Members,
    pub(crate) date_time: DateTimeGrammar,
    pub(crate) undeclared: Option<Undeclared>,
    pub(crate) consistency: bool,
    pub(crate) max_bytes: usize,
}

impl Contract {
    /// A request body that creates an object. The default.
    pub const CREATE: Self = Self::new(Body::Create);
    /// A whole object as the service returns it.
    pub const RESOURCE: Self = Self::new(Body::Resource);
    /// An object read with `$select`, or a reference.
    pub const PROJECTION: Self = Self::new(Body::Projection);

    /// The contract of this body, with every option at its default.
    #[must_use]
    pub const fn new(body: Body) -> Self {
        Self {
            body,
            members: Members::Documented,
            date_time: DateTimeGrammar::Graph,
            undeclared: None,
            consistency: false,
            max_bytes: 16 << 20,
        }
    }

    /// Which enum members are accepted; [`Members::Documented`] unless told.
    #[must_use]
    pub const fn members(mut self, members: Members) -> Self {
        self.members = members;
        self
    }

    /// The date-time grammar; [`DateTimeGrammar::Graph`] unless told.
    #[must_use]
    pub const fn date_time(mut self, grammar: DateTimeGrammar) -> Self {
        self.date_time = grammar;
        self
    }

    /// What an undeclared property is; in a create body an error, in the others a warning unless told.
    #[must_use]
    pub const fn undeclared(mut self, undeclared: Undeclared) -> Self {
        self.undeclared = Some(undeclared);
        self
    }

    /// Whether to warn of values that contradict each other; off unless told.
    #[must_use]
    pub const fn consistency(mut self, on: bool) -> Self {
        self.consistency = on;
        self
    }

    /// The longest single document in bytes (of lines: the longest line); 16 MiB unless told.
    #[must_use]
    pub const fn max_bytes(mut self, bytes: usize) -> Self {
        self.max_bytes = bytes;
        self
    }

    /// Which body this is the contract of.
    #[must_use]
    pub const fn body(&self) -> Body {
        self.body
    }

    pub(crate) const fn of_undeclared(&self) -> Undeclared {
        match (self.undeclared, self.body) {
            (Some(undeclared), _) => undeclared,
            (None, Body::Create) => Undeclared::Error,
            (None, Body::Resource | Body::Projection) => Undeclared::Warning,
        }
    }

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
        check::document(&Rules::new(&USER_PROCESSING_RESULT, self), json.as_ref())
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
        check::verdict(&Rules::new(&USER_PROCESSING_RESULT, self), json.as_ref())
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
        model::parse(json.as_ref(), self)
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
    pub fn check_value(&self, value: &serde_json::Value) -> Report {
        check::value(value, self)
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
        collection::check(&USER_PROCESSING_RESULT, json.as_ref(), self)
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
    pub fn check_lines<R: BufRead>(&self, input: R) -> Lines<R> {
        reader::check(input, *self)
    }
}

impl Default for Contract {
    fn default() -> Self {
        Self::CREATE
    }
}
