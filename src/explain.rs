//! What each code and each reason means, with the smallest body that shows it.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::code::{Code, Reason};
use crate::contract::{Body, Contract};
use crate::escape::Escaped;
use crate::exchange::{self, Head, Start};
use crate::report::{Report, Violation};

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

/// The head of a message that shows what concerns the exchange.
#[derive(Debug, Clone, Copy)]
struct Example {
    start: Start<'static>,
    headers: &'static [(&'static str, &'static str)],
}

impl Explanation {
    /// The stable name of the code or reason.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What is wrong, in one sentence.
    #[must_use]
    pub fn what(&self) -> &'static str {
        self.what
    }

    /// Why it matters, and what to do about it.
    #[must_use]
    pub fn why(&self) -> &'static str {
        self.why
    }

    /// The smallest body that shows it.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The head of the message that shows it, where it is no matter of the body: a request or status line, and headers.
    #[must_use]
    pub fn head(&self) -> Option<String> {
        self.head.map(|head| head.to_string())
    }

    /// The contract under which the body shows it; of a message see [`report`](Self::report).
    #[must_use]
    pub fn contract(&self) -> Contract {
        self.contract
    }

    /// What is said of the body, or of the message.
    #[must_use]
    pub fn report(&self) -> Report {
        match &self.head {
            None => self.contract.check(&self.body),
            Some(Example { start, headers }) => {
                let mut head = Head::new(*start, None);
                for (name, value) in *headers {
                    head.add(name, value.as_bytes(), None);
                }
                exchange::check(&head, &self.body, &self.contract)
            }
        }
    }

    fn is_of(&self, violation: &Violation) -> bool {
        violation.code().as_str() == self.name
            || violation.reason().is_some_and(|reason| reason.as_str() == self.name)
    }

    fn under(&self) -> String {
        let Contract { body, consistency, max_bytes, .. } = self.contract;
        let consistency = if consistency { ", consistency on" } else { "" };
        let is_default = max_bytes == Contract::CREATE.max_bytes;
        let max_bytes = if is_default { String::new() } else { format!(", max-bytes {max_bytes}") };
        format!("contract {body}{consistency}{max_bytes}")
    }
}

/// Bytes that cannot be shown as they are, escaped.
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
                "The smallest body that shows it, {}:\n\n    {}",
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
            Start::Request { method, target } => write!(f, "{method} {target} HTTP/1.1")?,
            Start::Response { status } => write!(f, "HTTP/1.1 {status}")?,
        }
        self.headers.iter().try_for_each(|(name, value)| write!(f, "\n{name}: {value}"))
    }
}

/// As JavaScript takes it: a plain object.
impl Serialize for Example {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut message = serializer.serialize_map(None)?;
        match self.start {
            Start::Request { method, target } => {
                message.serialize_entry("method", method)?;
                message.serialize_entry("url", target)?;
            }
            Start::Response { status } => message.serialize_entry("status", &status.parse::<u16>().ok())?,
        }
        let headers: BTreeMap<_, _> = self.headers.iter().copied().collect();
        message.serialize_entry("headers", &headers)?;
        message.end()
    }
}

/// With the `options` under which the `body` shows it, as JavaScript takes them.
impl Serialize for Explanation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Options {
            contract: Body,
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

        let Contract { body: contract, consistency, max_bytes, .. } = self.contract;
        let consistency = consistency.then_some(true);
        let max_bytes = Some(max_bytes).filter(|max_bytes| *max_bytes != Contract::CREATE.max_bytes);
        let options = Options { contract, consistency, max_bytes };
        let Self { name, what, why, head, body, .. } = self;
        let (request, response) = match head {
            Some(Example { start: Start::Response { .. }, .. }) => (None, *head),
            _ => (*head, None),
        };
        Json { name, what, why, options, request, response, body: Bytes(body) }.serialize(serializer)
    }
}

/// As a string where it is one.
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
    /// Says what this code means and shows it.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one row a code: the reference page")]
    pub fn explain(self) -> Explanation {
        const CREATE: Contract = Contract::CREATE;
        const PART: Contract = Contract::PROJECTION;
        const CONSISTENT: Contract = PART.consistency(true);

        let (what, why, contract, body): (_, _, _, &[u8]) = match self {
            Self::TooLarge => (
                "The document is longer than the contract allows.",
                "The limit guards memory; the option max-bytes moves it.",
                PART.max_bytes(1),
                b"{}",
            ),
            Self::ByteOrderMark => (
                "The document begins with the UTF-8 byte order mark.",
                "RFC 8259 forbids to send one, and many parsers stop at it: save the file without it.",
                PART,
                b"\xEF\xBB\xBF{}",
            ),
            Self::InvalidUtf8 => (
                "The document is not UTF-8.",
                "JSON that is exchanged is UTF-8; files written by other tools may be UTF-16 or Windows-1252.",
                PART,
                b"\xFF",
            ),
            Self::InvalidJson => (
                "The document is not one JSON text.",
                "RFC 8259 has no comments, no trailing commas, no NaN and no leading zeros, and one text is all.",
                PART,
                b"{",
            ),
            Self::NotAnObject => (
                "The document is JSON, but not an object.",
                "One result is an object; an array or a page of results is a collection.",
                PART,
                b"0",
            ),
            Self::DuplicateProperty => (
                "The same name stands twice in one object.",
                "Parsers keep the first, the last, or fail; I-JSON (RFC 7493) forbids it.",
                PART,
                br#"{"id":"1","id":"2"}"#,
            ),
            Self::WrongOdataType => (
                "The annotation @odata.type names another type.",
                "A service takes the object for what the annotation says, or refuses it.",
                PART,
                br##"{"@odata.type":"#microsoft.graph.user"}"##,
            ),
            Self::UndeclaredProperty => (
                "The type declares no property of this name.",
                "The type is not open: a service refuses the body, and a typed reader drops the value. Names are case exact.",
                PART,
                br#"{"ID":"1"}"#,
            ),
            Self::ReadOnlyProperty => (
                "Only the service sets this property.",
                "In the body of a create request it is ignored or refused: leave it out.",
                CREATE,
                br#"{"id":"1"}"#,
            ),
            Self::MissingProperty => (
                "A required property is not there.",
                "A create body must have what the page calls required; a resource has every structural property, be it null. What was read with $select is a projection.",
                CREATE,
                b"{}",
            ),
            Self::NullNotAllowed => (
                "The property is not nullable.",
                "Only startedDateTime and completedDateTime may be null.",
                PART,
                br#"{"id":null}"#,
            ),
            Self::WrongType => (
                "The value has the wrong JSON type.",
                "A number in quotes is a string: services refuse it, and lenient readers hide it.",
                PART,
                br#"{"id":1}"#,
            ),
            Self::NotAnInteger => (
                "The number is written with a fraction or an exponent.",
                "Edm.Int32 has neither, even where the value is whole: 1.0 is refused by strict readers.",
                PART,
                br#"{"workflowVersion":1.0}"#,
            ),
            Self::OutOfRange => (
                "The integer does not fit 32 bits.",
                "Edm.Int32 reaches from -2147483648 to 2147483647; beyond, readers wrap, saturate or fail.",
                PART,
                br#"{"workflowVersion": 2147483648}"#,
            ),
            Self::InvalidDateTime => (
                "The string is no date-time of the chosen grammar.",
                "The reason says why. Lenient readers guess a zone, a day or a century: 2024-02-30 becomes 1 March.",
                PART,
                br#"{"startedDateTime":""}"#,
            ),
            Self::NewerMember => (
                "The member is newer than Microsoft's page.",
                "Clients written from the page do not know it. The option members with `current` accepts it.",
                PART,
                br#"{"workflowExecutionType":"preview"}"#,
            ),
            Self::UnknownMember => (
                "The enumeration has no such member.",
                "Members are case exact and nothing is trimmed: \"Completed\" is none. The option members with `open` makes it a warning.",
                PART,
                br#"{"processingStatus":""}"#,
            ),
            Self::SentinelMember => (
                "The sentinel is sent as a value.",
                "unknownFutureValue stands for members a client does not know yet: a service may refuse it in a body.",
                CREATE,
                br#"{"processingStatus":"unknownFutureValue"}"#,
            ),
            Self::EmptyString => (
                "The string is empty.",
                "An entity without a key cannot be told from others.",
                PART,
                br#"{"id":""}"#,
            ),
            Self::NegativeCount => (
                "A count is below zero.",
                "It fits the type, but no number of tasks is negative.",
                CONSISTENT,
                br#"{"totalTasksCount":-1}"#,
            ),
            Self::CountsExceedTotal => (
                "More tasks failed or were left unprocessed than there are.",
                "failedTasksCount and totalUnprocessedTasksCount are parts of totalTasksCount.",
                CONSISTENT,
                br#"{"failedTasksCount":1,"totalUnprocessedTasksCount":0,"totalTasksCount":0}"#,
            ),
            Self::TimesOutOfOrder => (
                "A time lies before one that it must follow.",
                "A run is scheduled, then started, then completed; the instants are compared, whatever their offsets.",
                CONSISTENT,
                br#"{"scheduledDateTime":"2024-05-02T00:00:00Z","startedDateTime":"2024-05-01T00:00:00Z"}"#,
            ),
            Self::StatusMismatch => (
                "The status and the time of completion contradict each other.",
                "What is completed, canceled or failed has a completedDateTime; what is queued or in progress has none.",
                CONSISTENT,
                br#"{"processingStatus":"failed","completedDateTime":null}"#,
            ),
            Self::WrongMethod => (
                "The method of the request is not POST.",
                "POST creates an object; methods are case exact.",
                CREATE,
                b"",
            ),
            Self::WrongTarget => (
                "The request goes to another path.",
                "Results are created at /workflowBase/userProcessingResults, below /beta or /v1.0 of the service.",
                CREATE,
                b"",
            ),
            Self::MissingHeader => (
                "The request lacks a header that is required.",
                "Authorization says who asks, Content-Type that the body is JSON.",
                CREATE,
                b"",
            ),
            Self::InvalidHeader => (
                "A header says what is not so, or nothing that can be understood.",
                "Authorization is Bearer and one token, which is never shown; Content-Type is application/json in UTF-8; Content-Length is the length of the body in bytes, unless Content-Encoding says that it was sent in another form; each of them stands once.",
                CREATE,
                b"",
            ),
            Self::WrongStatus => (
                "The status of the response is not 201.",
                "201 Created is the only answer with a new object; with any other the body is something else.",
                Contract::RESOURCE,
                b"",
            ),
        };
        Explanation { name: self.as_str(), what, why, contract, head: self.head(), body: body.to_vec() }
    }

    /// The head of a message, where the body is no matter.
    fn head(self) -> Option<Example> {
        let request = |method, target, headers| Example { start: Start::Request { method, target }, headers };
        match self {
            Self::WrongMethod => Some(request("GET", exchange::PATH, &[])),
            Self::WrongTarget => Some(request(exchange::METHOD, "/", &[])),
            Self::MissingHeader => Some(request(exchange::METHOD, exchange::PATH, &[])),
            Self::InvalidHeader => {
                let headers = &[("Authorization", "Basic dXBy"), ("Content-Type", "application/json")];
                Some(request(exchange::METHOD, exchange::PATH, headers))
            }
            Self::WrongStatus => Some(Example { start: Start::Response { status: "200" }, headers: &[] }),
            _ => None,
        }
    }
}

impl Reason {
    /// Says what this reason of `invalid_date_time` means and shows it.
    #[must_use]
    pub fn explain(self) -> Explanation {
        let (what, why, example) = match self {
            Self::MissingOffset => (
                "The date-time is right up to its end, but has no offset from UTC.",
                "Without one it names no instant, and every reader guesses a zone of its own: add Z or an offset.",
                "2024-05-01T09:30:00",
            ),
            Self::MissingSeconds => (
                "The date-time has no seconds.",
                "The grammars graph and rfc3339 require them; odata lets them be left out.",
                "2024-05-01T09:30Z",
            ),
            Self::NoSuchDay => (
                "The month has fewer days.",
                "The calendar is the proleptic Gregorian one; readers that roll over turn it into a day of the next month.",
                "2024-02-30T09:30:00Z",
            ),
            Self::MonthOutOfRange => {
                ("The month is not 01 to 12.", "Day and month may be swapped.", "2024-13-01T09:30:00Z")
            }
            Self::DayOutOfRange => ("The day is not 01 to 31.", "No month has it.", "2024-05-32T09:30:00Z"),
            Self::HourOutOfRange => (
                "The hour is not 00 to 23.",
                "24:00 is no time of day: it is 00:00 of the next one.",
                "2024-05-01T24:00:00Z",
            ),
            Self::MinuteOutOfRange => {
                ("The minute is not 00 to 59.", "No hour has it.", "2024-05-01T09:60:00Z")
            }
            Self::SecondOutOfRange => (
                "The second is not 00 to 59, nor the 60 of a leap second.",
                "No minute has it.",
                "2024-05-01T09:30:61Z",
            ),
            Self::LeapSecond => (
                "The second is 60 where the grammar has none.",
                "graph has no leap second at all, rfc3339 only where it is 23:59 UTC, odata anywhere.",
                "2016-12-31T23:59:60Z",
            ),
            Self::YearOutOfRange => (
                "The year is not one of the grammar.",
                "graph has 0001 to 9999; a typed value has the years that chrono holds.",
                "0000-05-01T09:30:00Z",
            ),
            Self::OffsetOutOfRange => (
                "The offset is further from UTC than the grammar allows.",
                "graph has at most 14:00, as .NET has; odata and rfc3339 at most 23:59.",
                "2024-05-01T09:30:00+14:30",
            ),
            Self::FractionTooLong => (
                "The fraction has more than 12 digits.",
                "Edm.DateTimeOffset ends at the picosecond; rfc3339 has no limit.",
                "2024-05-01T09:30:00.1234567890123Z",
            ),
            Self::LowerCase => (
                "A t or z is in lower case.",
                "graph has upper case only; odata and rfc3339 take either.",
                "2024-05-01t09:30:00Z",
            ),
            Self::Malformed => (
                "The string does not have the shape of a date-time.",
                "It is YYYY-MM-DDThh:mm:ss, a fraction if need be, and an offset, in ASCII and with nothing around it.",
                "2024-05-01 09:30:00Z",
            ),
        };
        let body = format!("{{\"startedDateTime\":\"{example}\"}}").into_bytes();
        Explanation { name: self.as_str(), what, why, contract: Contract::PROJECTION, head: None, body }
    }
}
