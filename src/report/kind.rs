//! The kind of a violation: its code and the data of its message.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};

use super::code::Code;
use super::http_header::HttpHeader;
use crate::edm::Reason;
use crate::json::JsonType;
use crate::options::{ContractKind, Members};
use crate::schema::{EntityType, EnumMember, EnumType, Property};

/// The kind of a violation, with one variant per [`Code`], in the order of the codes.
///
/// It contains data instead of text. The message is written only when a caller reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ViolationKind {
    TooLarge { max_bytes: usize },
    ByteOrderMark,
    InvalidUtf8 { byte: u8, is_utf16: bool },
    InvalidJson { message: Box<str> },
    NotAnObject { expected: Expected, found: JsonType },
    DuplicateProperty,
    WrongOdataType { ty: &'static EntityType },
    UndeclaredProperty { owner: &'static str, suggestion: Option<&'static str> },
    ReadOnlyProperty,
    MissingProperty { name: &'static str, expected: Expected, kind: Option<ContractKind> },
    NullNotAllowed { expected: Expected },
    WrongType { expected: Expected, found: JsonType, int32: Option<i32>, is_placeholder: bool },
    NotAnInteger { int32: Option<i32> },
    OutOfRange,
    InvalidDateTime { reason: Reason, expected: &'static str, is_placeholder: bool },
    NewerMember { member: &'static EnumMember },
    UnknownMember { ty: &'static EnumType, set: Members, hint: UnknownMemberHint },
    SentinelMember,
    EmptyString,
    NegativeCount,
    CountsExceedTotal { failed: i32, unprocessed: i32 },
    TimesOutOfOrder { earlier: &'static str },
    StatusMismatch { completed: &'static str, is_completed: bool },
    WrongMethod,
    WrongTarget,
    MissingHeader { header: HttpHeader },
    InvalidHeader { header: HttpHeader, length: Option<usize>, times: usize },
    WrongStatus,
}

/// The possible explanations of an unknown enum member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct UnknownMemberHint {
    /// The enum member that was probably meant.
    pub(crate) suggestion: Option<&'static str>,
    /// `true` if the suggestion differs only in case and surrounding white space, so that the replacement is safe.
    pub(crate) is_same: bool,
    /// `true` if the string is the placeholder in the example bodies of Microsoft's page.
    pub(crate) is_placeholder: bool,
    /// `true` if the set of members is open and the string may be an enum member that was added later.
    pub(crate) is_tolerated: bool,
}

/// The value that was expected in place of the one found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expected {
    /// An object.
    Object,
    /// An array.
    Array,
    /// An array, or an object with an array as its property `value`.
    Collection,
    /// A value of the property, with enum members of this set.
    Value(&'static Property, Members),
}

impl ViolationKind {
    /// Returns the stable code of the violation.
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

    /// Returns `true` if the violation concerns the head of an HTTP message.
    pub(crate) fn concerns_head(&self) -> bool {
        self.code() >= Code::WrongMethod
    }

    /// Returns `true` if the violation is that a document cannot be read as JSON, so that it is the only one.
    #[cfg(feature = "http")]
    pub(crate) fn is_read_error(&self) -> bool {
        self.code() <= Code::InvalidJson
    }

    /// Returns the reason why a string is not a date-time, or `None` for any other violation.
    pub(crate) fn reason(&self) -> Option<Reason> {
        match self {
            Self::InvalidDateTime { reason, .. } => Some(*reason),
            _ => None,
        }
    }

    /// Returns the property name, enum member or number that was probably meant, or `None` if there is none.
    pub(crate) fn suggestion(&self) -> Option<Cow<'static, str>> {
        match self {
            Self::UndeclaredProperty { suggestion, .. } => suggestion.map(Cow::Borrowed),
            Self::UnknownMember { hint, .. } => hint.suggestion.map(Cow::Borrowed),
            Self::NotAnInteger { int32 } | Self::WrongType { int32, .. } => {
                int32.map(|int32| Cow::Owned(String::from(itoa::Buffer::new().format(int32))))
            }
            _ => None,
        }
    }

    /// Returns valid JSON of the same meaning as the value that was found, or `None` if there is none.
    pub(crate) fn replacement(&self) -> Option<String> {
        match self {
            Self::UnknownMember { hint: UnknownMemberHint { is_same: true, suggestion, .. }, .. } => {
                suggestion.map(|member| format!("\"{member}\""))
            }
            Self::NotAnInteger { int32 } | Self::WrongType { int32, .. } => {
                int32.map(|int32| int32.to_string())
            }
            _ => None,
        }
    }
}
