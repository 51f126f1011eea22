//! What is wrong: a code with its data. Prose is made of it only when somebody reads it.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use core::ops::Range;

use crate::code::{Code, Reason};
use crate::contract::{Body, Members};
use crate::escape;
use crate::exchange::{self, Header};
use crate::read::Kind;
use crate::schema::{EntityType, EnumMember, EnumType, Property, Since, Type};

/// One variant a code, in the order of [`Code`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    TooLarge { max_bytes: usize },
    ByteOrderMark,
    InvalidUtf8 { byte: u8, is_utf16: bool },
    InvalidJson { what: Box<str> },
    NotAnObject { expected: Expected, found: Kind },
    DuplicateProperty,
    WrongOdataType { ty: &'static EntityType },
    UndeclaredProperty { owner: &'static str, suggestion: Option<&'static str> },
    ReadOnlyProperty,
    MissingProperty { name: &'static str, expected: Expected, body: Option<Body> },
    NullNotAllowed { expected: Expected },
    WrongType { expected: Expected, found: Kind, int32: Option<i32>, is_placeholder: bool },
    NotAnInteger { whole: Option<i32> },
    OutOfRange,
    InvalidDateTime { reason: Reason, expected: &'static str, is_placeholder: bool },
    NewerMember { member: &'static EnumMember },
    UnknownMember { ty: &'static EnumType, set: Members, meant: Meant },
    SentinelMember,
    EmptyString,
    NegativeCount,
    CountsExceedTotal { failed: i32, unprocessed: i32 },
    TimesOutOfOrder { earlier: &'static str },
    StatusMismatch { is_completed: bool },
    WrongMethod,
    WrongTarget,
    MissingHeader { header: Header },
    InvalidHeader { header: Header, length: Option<usize>, times: usize },
    WrongStatus,
}

/// What stands behind a string that is no member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Meant {
    pub(crate) suggestion: Option<&'static str>,
    /// The suggestion says the same, spelled right.
    pub(crate) is_same: bool,
    pub(crate) is_placeholder: bool,
    pub(crate) is_tolerated: bool,
}

/// What should have been there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expected {
    Object,
    Array,
    Collection,
    Value(&'static Property, Members),
}

impl Fault {
    pub(crate) fn code(&self) -> Code {
        match self {
            Self::TooLarge { .. } => Code::TooLarge,
            Self::ByteOrderMark => Code::ByteOrderMark,
            Self::InvalidUtf8 { .. } => Code::InvalidUtf8,
            Self::InvalidJson { .. } => Code::InvalidJson,
            Self::NotAnObject { .. } => Code::NotAnObject,
            Self::DuplicateProperty => Code::DuplicateProperty,
            Self::WrongOdataType { .. } => Code::WrongOdataType,
            Self::UndeclaredProperty { .. } => Code::UndeclaredProperty,
            Self::ReadOnlyProperty => Code::ReadOnlyProperty,
            Self::MissingProperty { .. } => Code::MissingProperty,
            Self::NullNotAllowed { .. } => Code::NullNotAllowed,
            Self::WrongType { .. } => Code::WrongType,
            Self::NotAnInteger { .. } => Code::NotAnInteger,
            Self::OutOfRange => Code::OutOfRange,
            Self::InvalidDateTime { .. } => Code::InvalidDateTime,
            Self::NewerMember { .. } => Code::NewerMember,
            Self::UnknownMember { .. } => Code::UnknownMember,
            Self::SentinelMember => Code::SentinelMember,
            Self::EmptyString => Code::EmptyString,
            Self::NegativeCount => Code::NegativeCount,
            Self::CountsExceedTotal { .. } => Code::CountsExceedTotal,
            Self::TimesOutOfOrder { .. } => Code::TimesOutOfOrder,
            Self::StatusMismatch { .. } => Code::StatusMismatch,
            Self::WrongMethod => Code::WrongMethod,
            Self::WrongTarget => Code::WrongTarget,
            Self::MissingHeader { .. } => Code::MissingHeader,
            Self::InvalidHeader { .. } => Code::InvalidHeader,
            Self::WrongStatus => Code::WrongStatus,
        }
    }

    /// Whether it is about the head of a message.
    #[cfg(feature = "http")]
    pub(crate) fn is_of_head(&self) -> bool {
        self.code() >= Code::WrongMethod
    }

    /// Whether it is about what cannot be read.
    #[cfg(feature = "http")]
    pub(crate) fn is_of_reading(&self) -> bool {
        self.code() <= Code::InvalidJson
    }

    pub(crate) fn reason(&self) -> Option<Reason> {
        match self {
            Self::InvalidDateTime { reason, .. } => Some(*reason),
            _ => None,
        }
    }

    pub(crate) fn suggestion(&self) -> Option<Cow<'static, str>> {
        match self {
            Self::UndeclaredProperty { suggestion, .. } => suggestion.map(Cow::Borrowed),
            Self::UnknownMember { meant, .. } => meant.suggestion.map(Cow::Borrowed),
            Self::NotAnInteger { whole: int32 } | Self::WrongType { int32, .. } => {
                int32.map(|int32| Cow::Owned(String::from(itoa::Buffer::new().format(int32))))
            }
            _ => None,
        }
    }

    /// JSON that says the same and is right.
    pub(crate) fn replacement(&self) -> Option<String> {
        match self {
            Self::UnknownMember { meant: Meant { is_same: true, suggestion, .. }, .. } => {
                suggestion.map(|member| format!("\"{member}\""))
            }
            Self::NotAnInteger { whole: int32 } | Self::WrongType { int32, .. } => {
                int32.map(|int32| int32.to_string())
            }
            _ => None,
        }
    }

    /// What would have been right.
    pub(crate) fn expected(&self) -> String {
        text(|out| self.put_expected(out))
    }

    /// Says what was expected and what was found, the latter also as quoted from the input.
    pub(crate) fn message(&self, quoted: Option<&str>) -> String {
        text(|out| {
            self.put_message(quoted, out);
        })
    }

    /// Adds the message to a text, and gives the part of that which is what was expected.
    pub(crate) fn put_message(&self, quoted: Option<&str>, out: &mut String) -> Range<usize> {
        out.push_str("expected ");
        let start = out.len();
        self.put_expected(out);
        let expected = start..out.len();
        out.push_str(", found ");
        self.put_found(quoted, out);
        self.put_remark(out);
        expected
    }

    fn put_expected(&self, out: &mut String) {
        match self {
            Self::TooLarge { max_bytes } => {
                let unit = if *max_bytes == 1 { " byte" } else { " bytes" };
                out.extend(["at most ", itoa::Buffer::new().format(*max_bytes), unit]);
            }
            Self::ByteOrderMark => out.push_str("JSON from the first byte"),
            Self::InvalidUtf8 { .. } => out.push_str("UTF-8"),
            Self::InvalidJson { what } => out.push_str(expected_json(what)),
            Self::DuplicateProperty => out.push_str("unique property names"),
            Self::WrongOdataType { ty } => out.extend(["\"#", ty.name, "\""]),
            Self::UndeclaredProperty { owner, .. } => out.extend(["a property of ", owner]),
            Self::ReadOnlyProperty => out.push_str("no read-only property"),
            Self::MissingProperty { name, expected, .. } => {
                out.extend(["the property `", name, "` ("]);
                expected.put(out);
                out.push(')');
            }
            Self::NotAnObject { expected, .. }
            | Self::NullNotAllowed { expected }
            | Self::WrongType { expected, .. } => expected.put(out),
            Self::NotAnInteger { .. } => out.push_str("an integer without a fraction or an exponent"),
            Self::OutOfRange => out.push_str(INT32),
            Self::InvalidDateTime { expected, .. } => out.push_str(expected),
            Self::NewerMember { .. } => out.push_str("a documented member"),
            Self::UnknownMember { ty, set, .. } => put_members(ty, *set, out),
            Self::SentinelMember => out.push_str("a member other than the sentinel"),
            Self::EmptyString => out.push_str("a non-empty string"),
            Self::NegativeCount => out.push_str("a count of at least 0"),
            Self::CountsExceedTotal { failed, unprocessed } => {
                let sum = i64::from(*failed) + i64::from(*unprocessed);
                out.extend(["at least ", itoa::Buffer::new().format(sum)]);
                out.extend([" (", itoa::Buffer::new().format(*failed), " failed and "]);
                out.extend([itoa::Buffer::new().format(*unprocessed), " unprocessed)"]);
            }
            Self::TimesOutOfOrder { earlier } => out.extend(["a time at or after ", earlier]),
            Self::StatusMismatch { is_completed } => out.push_str(expected_status(*is_completed)),
            Self::WrongMethod => out.push_str(exchange::METHOD),
            Self::WrongTarget => out.extend(["a path that ends in ", exchange::PATH]),
            Self::MissingHeader { header } => {
                out.extend(["the header `", header.name(), "` ("]);
                header.put_expected(None, out);
                out.push(')');
            }
            Self::InvalidHeader { header, length, .. } => header.put_expected(*length, out),
            Self::WrongStatus => out.push_str(exchange::STATUS),
        }
    }

    fn put_found(&self, quoted: Option<&str>, out: &mut String) {
        let is_of_head = self.code() >= Code::WrongMethod;
        if is_of_head && quoted.is_none() && !matches!(self, Self::MissingHeader { .. }) {
            return out.push_str("a value that is not shown");
        }
        let quoted = quoted.unwrap_or_default();
        match self {
            Self::TooLarge { .. } => out.push_str("a longer document"),
            Self::ByteOrderMark => out.push_str("a UTF-8 byte order mark"),
            Self::InvalidUtf8 { byte, .. } => {
                out.push_str("the byte 0x");
                escape::write_hex(*byte, out);
            }
            Self::InvalidJson { what } => put_stop(what, quoted, out),
            Self::MissingProperty { .. } | Self::MissingHeader { .. } => out.push_str("nothing"),
            Self::WrongMethod | Self::WrongTarget | Self::InvalidHeader { .. } | Self::WrongStatus => {
                out.extend(["`", quoted, "`"]);
            }
            Self::NotAnObject { found, .. } | Self::WrongType { found, .. } => match found {
                Kind::Null | Kind::Array | Kind::Object => out.push_str(found.as_str()),
                Kind::Boolean | Kind::Number | Kind::String => {
                    out.extend(["the ", found.noun(), " ", quoted]);
                }
            },
            _ => out.push_str(quoted),
        }
    }

    /// Appends what qualifies the value that was found, and a hint in the imperative.
    fn put_remark(&self, out: &mut String) {
        match self {
            Self::TooLarge { .. } => out.push_str("; raise max-bytes to accept it"),
            Self::InvalidUtf8 { is_utf16: true, .. } => {
                out.push_str("; it looks like UTF-16, so convert it to UTF-8");
            }
            Self::InvalidJson { what } if &**what == "trailing characters" => {
                out.push_str("; check several documents, one per line, as `lines`");
            }
            Self::DuplicateProperty => out.push_str(" again"),
            Self::InvalidHeader { times: 2.., .. } => out.push_str("; give the header only once"),
            Self::ReadOnlyProperty => out.push_str("; remove it"),
            Self::MissingProperty { body: Some(Body::Resource), .. } => {
                out.push_str("; use contract `projection` if it was read with `$select`");
            }
            Self::NewerMember { member } => put_since(member.since, out),
            Self::SentinelMember => out.push_str("; replace it, as a service may reject it"),
            Self::UnknownMember { meant: Meant { is_tolerated: true, .. }, .. } => {
                out.push_str("; verify that it is a newer member");
            }
            Self::WrongType { is_placeholder: true, .. }
            | Self::InvalidDateTime { is_placeholder: true, .. }
            | Self::UnknownMember { meant: Meant { is_placeholder: true, .. }, .. } => {
                out.push_str("; replace this placeholder from Microsoft's page with a value");
            }
            _ => {}
        }
    }
}

const INT32: &str = "an integer from -2147483648 to 2147483647";

/// Returns what would have been valid JSON, given the message of serde_json.
fn expected_json(what: &str) -> &str {
    match what.strip_prefix("expected ") {
        Some("value") => "a JSON value",
        Some("ident") => "`true`, `false` or `null`",
        Some(symbols) => symbols,
        None => "one JSON text",
    }
}

const fn expected_status(is_completed: bool) -> &'static str {
    if is_completed {
        "a terminal status (\"completed\", \"completedWithErrors\", \"canceled\" or \"failed\") \
         because completedDateTime is set"
    } else {
        "a non-terminal status (\"queued\" or \"inProgress\") because completedDateTime is null or missing"
    }
}

/// Appends the input at which serde_json stopped, and its reason unless that was an expectation.
fn put_stop(what: &str, quoted: &str, out: &mut String) {
    match quoted {
        "" => out.push_str("end of input"),
        quoted => out.extend(["`", quoted, "`"]),
    }
    match what.strip_prefix("EOF") {
        Some(context) => out.push_str(context),
        None if what == "trailing characters" => out.push_str(" after its end"),
        None if what.starts_with("expected ") => {}
        None => out.extend([" (", what, ")"]),
    }
}

/// Appends since when a member exists, and the option that accepts it.
fn put_since(since: Since, out: &mut String) {
    let [version, since] = match since {
        Since::Documented => return,
        Since::Released(day) => ["v1.0", day],
        Since::Beta(year) => ["beta", year],
    };
    out.extend([" (in ", version, " since ", since, "); use members `current` to accept it"]);
}

fn text(put: impl FnOnce(&mut String)) -> String {
    let mut text = String::new();
    put(&mut text);
    text
}

impl Expected {
    fn put(self, out: &mut String) {
        let (property, set) = match self {
            Self::Object => return out.push_str("an object"),
            Self::Array => return out.push_str("an array"),
            Self::Collection => return out.push_str("an array or an object with a `value` array"),
            Self::Value(property, set) => (property, set),
        };
        match property.ty {
            Type::String => out.push_str("a string"),
            Type::DateTimeOffset => out.push_str("a date-time string such as \"2024-05-01T09:30:00Z\""),
            Type::Int32 => out.push_str(INT32),
            Type::Enum(ty) => put_members(ty, set, out),
            Type::Navigation(_) => out.push_str("an object"),
            Type::NavigationCollection(_) => out.push_str("an array"),
        }
        out.push_str(if property.nullable { ", or null" } else { "" });
    }
}

/// The members of an enumeration that a set accepts.
fn put_members(ty: &'static EnumType, set: Members, out: &mut String) {
    for (at, member) in ty.accepted(set).enumerate() {
        out.extend([if at == 0 { "one of \"" } else { ", \"" }, member.name, "\""]);
    }
}
