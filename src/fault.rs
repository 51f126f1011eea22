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
                out.extend(["at most ", itoa::Buffer::new().format(*max_bytes), " bytes"]);
            }
            Self::ByteOrderMark => out.push_str("JSON from the first byte on"),
            Self::InvalidUtf8 { .. } => out.push_str("UTF-8"),
            Self::InvalidJson { .. } => out.push_str("one JSON text"),
            Self::DuplicateProperty => out.push_str("each name once"),
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
            Self::NotAnInteger { .. } => out.push_str("an integer without fraction and exponent"),
            Self::OutOfRange => out.push_str(INT32),
            Self::InvalidDateTime { expected, .. } => out.push_str(expected),
            Self::NewerMember { .. } => out.push_str("a member that Microsoft's page lists"),
            Self::UnknownMember { ty, set, .. } => put_members(ty, *set, out),
            Self::SentinelMember => out.push_str("a member that is a value"),
            Self::EmptyString => out.push_str("a string that is not empty"),
            Self::NegativeCount => out.push_str("a count of at least 0"),
            Self::CountsExceedTotal { failed, unprocessed } => {
                let sum = i64::from(*failed) + i64::from(*unprocessed);
                out.extend(["at least ", itoa::Buffer::new().format(sum)]);
                out.extend([", for ", itoa::Buffer::new().format(*failed), " failed"]);
                out.extend([" and ", itoa::Buffer::new().format(*unprocessed), " unprocessed"]);
            }
            Self::TimesOutOfOrder { earlier } => out.extend(["a time not before ", earlier]),
            Self::StatusMismatch { is_completed: true } => {
                out.push_str("a status of what has ended, as completedDateTime is given");
            }
            Self::StatusMismatch { is_completed: false } => {
                out.push_str("a status of what has not ended, as completedDateTime is null or absent");
            }
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
            return out.push_str("something else, which is not shown");
        }
        let quoted = quoted.unwrap_or_default();
        match self {
            Self::TooLarge { .. } => out.push_str("more"),
            Self::ByteOrderMark => out.push_str("a UTF-8 byte order mark"),
            Self::InvalidUtf8 { byte, .. } => {
                out.push_str("the byte 0x");
                escape::write_hex(*byte, out);
            }
            Self::InvalidJson { .. } if quoted.is_empty() => out.push_str("its end too early"),
            Self::InvalidJson { .. } => out.extend(["`", quoted, "`"]),
            Self::MissingProperty { .. } | Self::MissingHeader { .. } => out.push_str("none"),
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

    /// What else there is to say.
    fn put_remark(&self, out: &mut String) {
        match self {
            Self::InvalidUtf8 { is_utf16: true, .. } => out.push_str("; this looks like UTF-16"),
            Self::InvalidJson { what } if &**what == "trailing characters" => {
                out.push_str(" after the end of it; several documents, one a line, are `lines`");
            }
            Self::InvalidJson { what } => out.extend([" (", what, ")"]),
            Self::DuplicateProperty => out.push_str(" again"),
            Self::InvalidHeader { times: 2.., .. } => out.push_str("; the header is given more than once"),
            Self::ReadOnlyProperty => out.push_str(", which only the service sets"),
            Self::MissingProperty { body: Some(Body::Resource), .. } => {
                out.push_str("; what was read with `$select` is a `projection`");
            }
            Self::NewerMember { member } => match member.since {
                Since::Documented => {}
                Since::Released(day) => {
                    out.extend([", in v1.0 since ", day, ": members `current` accepts it"]);
                }
                Since::Beta(year) => out.extend([", in beta since ", year, ": members `current` accepts it"]),
            },
            Self::SentinelMember => {
                out.push_str(", which stands for members not known yet: a service may refuse it");
            }
            Self::UnknownMember { meant: Meant { is_tolerated: true, .. }, .. } => {
                out.push_str(", which may be a member added later");
            }
            Self::WrongType { is_placeholder: true, .. }
            | Self::InvalidDateTime { is_placeholder: true, .. }
            | Self::UnknownMember { meant: Meant { is_placeholder: true, .. }, .. } => {
                out.push_str(", a placeholder of Microsoft's page: put a value in its place");
            }
            _ => {}
        }
    }
}

const INT32: &str = "an integer from -2147483648 to 2147483647";

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
            Self::Collection => return out.push_str("an array, or an object with a `value` array"),
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
