//! Explanations of codes and reasons, each with the smallest body that shows it.
//!
//! The first sentence of an explanation is the doc comment of the code or reason.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::edm::Reason;
use crate::http::message::{self, MessageHead, StartLine};
use crate::options::{Contract, ContractKind};
use crate::report::escape::Escaped;
use crate::report::http_header::{METHOD, PATH};
use crate::report::{Code, Report, Violation};

/// The documentation of one code or reason.
///
/// ```
/// use user_processing_result::Code;
///
/// let explanation = Code::OutOfRange.explain();
/// assert_eq!(explanation.body(), br#"{"workflowVersion": 2147483648}"#);
/// let report = explanation.contract().check(explanation.body());
/// assert_eq!(report.violations()[0].code(), Code::OutOfRange);
/// ```
#[derive(Debug, Clone)]
pub struct Explanation {
    name: &'static str,
    what: &'static str,
    why: &'static str,
    contract: Contract,
    head: Option<Example>,
    body: Vec<u8>,
}

/// The head of a message that shows a violation of the HTTP exchange.
#[derive(Debug, Clone, Copy)]
struct Example {
    start: StartLine<'static>,
    headers: &'static [(&'static str, &'static str)],
}

impl Explanation {
    /// Returns the stable name of the code or reason.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Returns what the code or reason means, in one sentence.
    #[must_use]
    pub fn what(&self) -> &'static str {
        self.what
    }

    /// Returns why it matters or what to do about it.
    #[must_use]
    pub fn why(&self) -> &'static str {
        self.why
    }

    /// Returns the smallest body that shows the violation.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Returns the head of the message that shows the violation: a request or status line, and headers.
    ///
    /// `None` if the body alone shows it.
    #[must_use]
    pub fn head(&self) -> Option<String> {
        self.head.map(|head| head.to_string())
    }

    /// Returns the contract under which the body shows the violation; for a message see [`report`](Self::report).
    #[must_use]
    pub fn contract(&self) -> Contract {
        self.contract
    }

    /// Returns the report on the body or on the message.
    #[must_use]
    pub fn report(&self) -> Report {
        match &self.head {
            None => self.contract.check(&self.body),
            Some(Example { start, headers }) => {
                let mut head = MessageHead::new(*start, None);
                for (name, value) in *headers {
                    head.add(name, value.as_bytes(), None);
                }
                message::check(&head, &self.body, &self.contract)
            }
        }
    }

    fn is_of(&self, violation: &Violation) -> bool {
        violation.code().as_str() == self.name
            || violation.reason().is_some_and(|reason| reason.as_str() == self.name)
    }

    fn under(&self) -> String {
        let Contract { kind, consistency, max_bytes, .. } = self.contract;
        let consistency = if consistency { ", consistency on" } else { "" };
        let is_default = max_bytes == Contract::CREATE.max_bytes;
        let max_bytes = if is_default { String::new() } else { format!(", max-bytes {max_bytes}") };
        format!("contract {kind}{consistency}{max_bytes}")
    }
}

/// Returns the body as text, with invalid UTF-8 and unprintable characters escaped.
fn escaped(body: &[u8]) -> String {
    let mut text = String::new();
    for chunk in body.utf8_chunks() {
        text += &Escaped::line(chunk.valid()).to_string();
        text.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02X}")));
    }
    text
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n\n{}\n{}\n", self.name, self.what, self.why)?;
        match &self.head {
            None => writeln!(
                f,
                "The smallest body that shows it ({}):\n\n    {}",
                self.under(),
                escaped(&self.body)
            )?,
            Some(head) => writeln!(
                f,
                "The smallest message that shows it:\n\n    {}",
                head.to_string().replace('\n', "\n    ")
            )?,
        }
        let report = self.report();
        for violation in report.violations().iter().filter(|violation| self.is_of(violation)) {
            writeln!(f, "    {}: {violation}", violation.severity())?;
        }
        Ok(())
    }
}

impl fmt::Display for Example {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.start {
            StartLine::Request { method, target } => write!(f, "{method} {target} HTTP/1.1")?,
            StartLine::Response { status } => write!(f, "HTTP/1.1 {status}")?,
        }
        self.headers.iter().try_for_each(|(name, value)| write!(f, "\n{name}: {value}"))
    }
}

/// Serializes as the plain object that the JavaScript functions accept.
impl Serialize for Example {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut message = serializer.serialize_map(None)?;
        match self.start {
            StartLine::Request { method, target } => {
                message.serialize_entry("method", method)?;
                message.serialize_entry("url", target)?;
            }
            StartLine::Response { status } => {
                message.serialize_entry("status", &status.parse::<u16>().ok())?;
            }
        }
        let headers: BTreeMap<_, _> = self.headers.iter().copied().collect();
        message.serialize_entry("headers", &headers)?;
        message.end()
    }
}

/// Serializes with the JavaScript `options` under which the `body` shows the violation.
impl Serialize for Explanation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Options {
            contract: ContractKind,
            #[serde(skip_serializing_if = "Option::is_none")]
            consistency: Option<bool>,
            #[serde(skip_serializing_if = "Option::is_none")]
            max_bytes: Option<usize>,
        }

        #[derive(Serialize)]
        struct Json<'a> {
            name: &'a str,
            what: &'a str,
            why: &'a str,
            options: Options,
            #[serde(skip_serializing_if = "Option::is_none")]
            request: Option<Example>,
            #[serde(skip_serializing_if = "Option::is_none")]
            response: Option<Example>,
            body: Bytes<'a>,
        }

        let Contract { kind: contract, consistency, max_bytes, .. } = self.contract;
        let consistency = consistency.then_some(true);
        let max_bytes = Some(max_bytes).filter(|max_bytes| *max_bytes != Contract::CREATE.max_bytes);
        let options = Options { contract, consistency, max_bytes };
        let Self { name, what, why, head, body, .. } = self;
        let (request, response) = match head {
            Some(Example { start: StartLine::Response { .. }, .. }) => (None, *head),
            _ => (*head, None),
        };
        Json { name, what, why, options, request, response, body: Bytes(body) }.serialize(serializer)
    }
}

/// Bytes that are serialized as a string if they are UTF-8.
struct Bytes<'a>(&'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match str::from_utf8(self.0) {
            Ok(text) => serializer.serialize_str(text),
            Err(_) => serializer.serialize_bytes(self.0),
        }
    }
}

impl Code {
    /// Returns what this code means, with an example.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one row per code: the reference page")]
    pub fn explain(self) -> Explanation {
        const CREATE: Contract = Contract::CREATE;
        const PART: Contract = Contract::PROJECTION;
        const CONSISTENT: Contract = PART.consistency(true);

        let (why, contract, body): (_, _, &[u8]) = match self {
            Self::TooLarge => {
                ("The limit bounds memory use; raise it with the option max-bytes.", PART.max_bytes(1), b"{}")
            }
            Self::ByteOrderMark => (
                "RFC 8259 forbids sending one, and many parsers reject it; save the file without it.",
                PART,
                b"\xEF\xBB\xBF{}",
            ),
            Self::InvalidUtf8 => (
                "JSON is exchanged as UTF-8; convert files that other tools saved as UTF-16 or Windows-1252.",
                PART,
                b"\xFF",
            ),
            Self::InvalidJson => (
                "RFC 8259 allows one value, without comments, trailing commas, NaN, or leading zeros.",
                PART,
                b"{",
            ),
            Self::NotAnObject => (
                "A single result is an object; check an array or a page of results as a collection.",
                PART,
                b"0",
            ),
            Self::DuplicateProperty => (
                "Parsers keep the first value, keep the last, or fail; I-JSON (RFC 7493) forbids duplicate names.",
                PART,
                br#"{"id":"1","id":"2"}"#,
            ),
            Self::WrongOdataType => (
                "A service treats the object as the annotated type or rejects it; correct or remove the annotation.",
                PART,
                br##"{"@odata.type":"#microsoft.graph.user"}"##,
            ),
            Self::UndeclaredProperty => (
                "The type is closed: a service rejects the body, and a typed reader drops the value. Names are case-sensitive.",
                PART,
                br#"{"ID":"1"}"#,
            ),
            Self::ReadOnlyProperty => (
                "In the body of a create request it is ignored or rejected; remove it.",
                CREATE,
                br#"{"id":"1"}"#,
            ),
            Self::MissingProperty => (
                "A create body needs what Microsoft's page requires, and a resource needs every structural property, even if null. Check an object that was read with `$select` as a projection.",
                CREATE,
                b"{}",
            ),
            Self::NullNotAllowed => (
                "Only `startedDateTime` and `completedDateTime` may be null; set a value.",
                PART,
                br#"{"id":null}"#,
            ),
            Self::WrongType => (
                "For example, a number in quotes is a string: services reject it, and lenient readers hide the mistake.",
                PART,
                br#"{"id":1}"#,
            ),
            Self::NotAnInteger => (
                "`Edm.Int32` allows neither, even if the value is whole: strict readers reject `1.0`.",
                PART,
                br#"{"workflowVersion":1.0}"#,
            ),
            Self::OutOfRange => (
                "`Edm.Int32` ranges from -2147483648 to 2147483647; beyond it, readers wrap, saturate, or fail.",
                PART,
                br#"{"workflowVersion": 2147483648}"#,
            ),
            Self::InvalidDateTime => (
                "The reason names the cause. Lenient readers guess a time zone, a day, or a century: some read 2024-02-30 as March 1.",
                PART,
                br#"{"startedDateTime":""}"#,
            ),
            Self::NewerMember => (
                "Clients that were written from the page do not know it; set the option members to `current` to accept it.",
                PART,
                br#"{"workflowExecutionType":"preview"}"#,
            ),
            Self::UnknownMember => (
                "Members are case-sensitive and not trimmed: \"Completed\" is not one. Set the option members to `open` to turn identifiers into warnings.",
                PART,
                br#"{"processingStatus":""}"#,
            ),
            Self::SentinelMember => (
                "It represents members that a client does not know yet; a service may reject it, so send another member.",
                CREATE,
                br#"{"processingStatus":"unknownFutureValue"}"#,
            ),
            Self::EmptyString => {
                ("An entity without a key cannot be identified; set its `id`.", PART, br#"{"id":""}"#)
            }
            Self::NegativeCount => (
                "`Edm.Int32` allows it, but a number of tasks is at least 0.",
                CONSISTENT,
                br#"{"totalTasksCount":-1}"#,
            ),
            Self::CountsExceedTotal => (
                "`totalTasksCount` includes `failedTasksCount` and `totalUnprocessedTasksCount`.",
                CONSISTENT,
                br#"{"failedTasksCount":1,"totalUnprocessedTasksCount":0,"totalTasksCount":0}"#,
            ),
            Self::TimesOutOfOrder => (
                "A workflow is scheduled, then started, then completed. Times are compared as instants, whatever their offsets.",
                CONSISTENT,
                br#"{"scheduledDateTime":"2024-05-02T00:00:00Z","startedDateTime":"2024-05-01T00:00:00Z"}"#,
            ),
            Self::StatusMismatch => (
                "A result that is completed, completedWithErrors, canceled, or failed has a `completedDateTime`; one that is queued or inProgress does not.",
                CONSISTENT,
                br#"{"processingStatus":"failed","completedDateTime":null}"#,
            ),
            Self::WrongMethod => ("POST creates a result; methods are case-sensitive.", CREATE, b""),
            Self::WrongTarget => (
                "Send the request to `/workflowBase/userProcessingResults`, below `/beta` or `/v1.0` of the service.",
                CREATE,
                b"",
            ),
            Self::MissingHeader => (
                "`Authorization` identifies the client, and `Content-Type` declares that the body is JSON.",
                CREATE,
                b"",
            ),
            Self::InvalidHeader => (
                "`Authorization` is `Bearer` and one token, which is never shown. `Content-Type` is `application/json` in UTF-8. `Content-Length` is the length of the body in bytes, unless `Content-Encoding` declares an encoding. Give each header only once.",
                CREATE,
                b"",
            ),
            Self::WrongStatus => (
                "Only 201 Created returns a new result; the body of another response is something else.",
                Contract::RESOURCE,
                b"",
            ),
        };
        let (name, what) = (self.as_str(), self.summary());
        Explanation { name, what, why, contract, head: self.head(), body: body.to_vec() }
    }

    /// Returns the head of a message for a code that is not about the body.
    fn head(self) -> Option<Example> {
        let request =
            |method, target, headers| Example { start: StartLine::Request { method, target }, headers };
        match self {
            Self::WrongMethod => Some(request("GET", PATH, &[])),
            Self::WrongTarget => Some(request(METHOD, "/", &[])),
            Self::MissingHeader => Some(request(METHOD, PATH, &[])),
            Self::InvalidHeader => {
                let headers = &[("Authorization", "Basic dXBy"), ("Content-Type", "application/json")];
                Some(request(METHOD, PATH, headers))
            }
            Self::WrongStatus => Some(Example { start: StartLine::Response { status: "200" }, headers: &[] }),
            _ => None,
        }
    }
}

impl Reason {
    /// Returns what this reason of `invalid_date_time` means, with an example.
    #[must_use]
    pub fn explain(self) -> Explanation {
        let (why, example) = match self {
            Self::MissingOffset => (
                "Without an offset it is not an instant, and every reader assumes its own time zone; add `Z` or an offset.",
                "2024-05-01T09:30:00",
            ),
            Self::MissingSeconds => {
                ("The grammars `graph` and `rfc3339` require them; `odata` does not.", "2024-05-01T09:30Z")
            }
            Self::NoSuchDay => (
                "The calendar is the proleptic Gregorian one. Lenient readers turn the date into a day of the next month.",
                "2024-02-30T09:30:00Z",
            ),
            Self::MonthOutOfRange => ("The day and the month may be swapped.", "2024-13-01T09:30:00Z"),
            Self::DayOutOfRange => ("No month has more than 31 days.", "2024-05-32T09:30:00Z"),
            Self::HourOutOfRange => ("Write 24:00 as 00:00 of the next day.", "2024-05-01T24:00:00Z"),
            Self::MinuteOutOfRange => ("An hour has 60 minutes, counted from 00.", "2024-05-01T09:60:00Z"),
            Self::SecondOutOfRange => (
                "A minute has 60 seconds, counted from 00, or 61 with a leap second.",
                "2024-05-01T09:30:61Z",
            ),
            Self::LeapSecond => (
                "`graph` never allows it, `rfc3339` only at 23:59 UTC, and `odata` always.",
                "2016-12-31T23:59:60Z",
            ),
            Self::YearOutOfRange => (
                "`graph` allows 0001 to 9999; a typed value is limited to the years that chrono supports.",
                "0000-05-01T09:30:00Z",
            ),
            Self::OffsetOutOfRange => (
                "`graph` allows at most 14:00, as .NET does; `odata` and `rfc3339` allow at most 23:59.",
                "2024-05-01T09:30:00+14:30",
            ),
            Self::FractionTooLong => (
                "`Edm.DateTimeOffset` ends at the picosecond; `rfc3339` has no limit.",
                "2024-05-01T09:30:00.1234567890123Z",
            ),
            Self::LowerCase => {
                ("`graph` allows upper case only; `odata` and `rfc3339` allow both.", "2024-05-01t09:30:00Z")
            }
            Self::Malformed => (
                "The form is YYYY-MM-DDThh:mm:ss, an optional fraction, and an offset, in ASCII with nothing before or after it.",
                "2024-05-01 09:30:00Z",
            ),
        };
        let body = format!("{{\"startedDateTime\":\"{example}\"}}").into_bytes();
        let (name, what) = (self.as_str(), self.summary());
        Explanation { name, what, why, contract: Contract::PROJECTION, head: None, body }
    }
}
