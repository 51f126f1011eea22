//! What is wrong: a code with its data. Prose is made of it only when somebody reads it.

use std::borrow::Cow;
use std::fmt;

use crate::code::{Code, Reason};
use crate::contract::{Body, Members};
use crate::date_time;
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
        }
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
                int32.map(|int32| Cow::Owned(int32.to_string()))
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
        match self {
            Self::TooLarge { max_bytes } => format!("at most {max_bytes} bytes"),
            Self::ByteOrderMark => "JSON from the first byte on".to_owned(),
            Self::InvalidUtf8 { .. } => "UTF-8".to_owned(),
            Self::InvalidJson { .. } => "one JSON text".to_owned(),
            Self::DuplicateProperty => "each name once".to_owned(),
            Self::WrongOdataType { ty } => format!("\"#{}\"", ty.name),
            Self::UndeclaredProperty { owner, .. } => format!("a property of {owner}"),
            Self::ReadOnlyProperty => "no read-only property".to_owned(),
            Self::MissingProperty { name, expected, .. } => format!("the property `{name}` ({expected})"),
            Self::NotAnObject { expected, .. }
            | Self::NullNotAllowed { expected }
            | Self::WrongType { expected, .. } => expected.to_string(),
            Self::NotAnInteger { .. } => "an integer without fraction and exponent".to_owned(),
            Self::OutOfRange => format!("an integer from {} to {}", i32::MIN, i32::MAX),
            Self::InvalidDateTime { expected, .. } => (*expected).to_owned(),
            Self::NewerMember { .. } => "a member that Microsoft's page lists".to_owned(),
            Self::UnknownMember { ty, set, .. } => Choices(ty, *set).to_string(),
            Self::SentinelMember => "a member that is a value".to_owned(),
            Self::EmptyString => "a string that is not empty".to_owned(),
            Self::NegativeCount => "a count of at least 0".to_owned(),
            Self::CountsExceedTotal { failed, unprocessed } => {
                let sum = i64::from(*failed) + i64::from(*unprocessed);
                format!("at least {sum}, for {failed} failed and {unprocessed} unprocessed")
            }
            Self::TimesOutOfOrder { earlier } => format!("a time not before {earlier}"),
            Self::StatusMismatch { is_completed: true } => {
                "a status of what has ended, as completedDateTime is given".to_owned()
            }
            Self::StatusMismatch { is_completed: false } => {
                "a status of what has not ended, as completedDateTime is null or absent".to_owned()
            }
        }
    }

    /// Says what was expected and what was found, the latter also as quoted from the input.
    pub(crate) fn message(&self, quoted: Option<&str>) -> String {
        let quoted = quoted.unwrap_or_default();
        let found: Cow<'_, str> = match self {
            Self::TooLarge { .. } => "more".into(),
            Self::ByteOrderMark => "a UTF-8 byte order mark".into(),
            Self::InvalidUtf8 { byte, .. } => format!("the byte 0x{byte:02X}").into(),
            Self::InvalidJson { .. } if quoted.is_empty() => "its end too early".into(),
            Self::InvalidJson { .. } => format!("`{quoted}`").into(),
            Self::MissingProperty { .. } => "none".into(),
            Self::NotAnObject { found, .. } | Self::WrongType { found, .. } => match found {
                Kind::Null | Kind::Array | Kind::Object => found.as_str().into(),
                Kind::Boolean | Kind::Number | Kind::String => {
                    format!("the {} {quoted}", found.as_str().trim_start_matches("a ")).into()
                }
            },
            _ => quoted.into(),
        };
        format!("expected {}, found {found}{}", self.expected(), self.remark())
    }

    /// What else there is to say.
    fn remark(&self) -> Cow<'static, str> {
        match self {
            Self::InvalidUtf8 { is_utf16: true, .. } => "; this looks like UTF-16".into(),
            Self::InvalidJson { what } if &**what == "trailing characters" => {
                " after the end of it; several documents, one a line, are `lines`".into()
            }
            Self::InvalidJson { what } => format!(" ({what})").into(),
            Self::DuplicateProperty => " again".into(),
            Self::ReadOnlyProperty => ", which only the service sets".into(),
            Self::MissingProperty { body: Some(Body::Resource), .. } => {
                "; what was read with `$select` is a `projection`".into()
            }
            Self::NewerMember { member } => match member.since {
                Since::Documented => "".into(),
                Since::Released(day) => format!(", in v1.0 since {day}: members `current` accepts it").into(),
                Since::Beta(year) => format!(", in beta since {year}: members `current` accepts it").into(),
            },
            Self::SentinelMember => {
                ", which stands for members not known yet: a service may refuse it".into()
            }
            Self::UnknownMember { meant: Meant { is_tolerated: true, .. }, .. } => {
                ", which may be a member added later".into()
            }
            Self::WrongType { is_placeholder: true, .. }
            | Self::InvalidDateTime { is_placeholder: true, .. }
            | Self::UnknownMember { meant: Meant { is_placeholder: true, .. }, .. } => {
                ", a placeholder of Microsoft's page: put a value in its place".into()
            }
            _ => "".into(),
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (property, set) = match *self {
            Self::Object => return f.write_str("an object"),
            Self::Array => return f.write_str("an array"),
            Self::Collection => return f.write_str("an array, or an object with a `value` array"),
            Self::Value(property, set) => (property, set),
        };
        match property.ty {
            Type::String => f.write_str("a string")?,
            Type::DateTimeOffset => f.write_str("a date-time string such as \"2024-05-01T09:30:00Z\"")?,
            Type::Int32 => write!(f, "an integer from {} to {}", i32::MIN, i32::MAX)?,
            Type::Enum(ty) => Choices(ty, set).fmt(f)?,
            Type::Navigation(_) => f.write_str("an object")?,
            Type::NavigationCollection(_) => f.write_str("an array")?,
        }
        f.write_str(if property.nullable { ", or null" } else { "" })
    }
}

/// The members of an enumeration that a set accepts.
struct Choices(&'static EnumType, Members);

impl fmt::Display for Choices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, member) in self.0.accepted(self.1).enumerate() {
            write!(f, "{}\"{}\"", if at == 0 { "one of " } else { ", " }, member.name)?;
        }
        Ok(())
    }
}

impl From<(date_time::Fault, bool)> for Fault {
    fn from((fault, is_placeholder): (date_time::Fault, bool)) -> Self {
        let date_time::Fault { reason, expected, .. } = fault;
        Self::InvalidDateTime { reason, expected, is_placeholder }
    }
}
