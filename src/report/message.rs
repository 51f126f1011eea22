//! The messages of violations.
//!
//! A message has the form `expected X, found Y`, and possibly `; hint`. It is written in pieces by `write_str`. The macros of
//! `core::fmt` would add several kilobytes to the wasm.

use core::fmt::{self, Write};

use super::escape;
use super::http_header;
use super::kind::{Expected, UnknownMemberHint, ViolationKind};
use crate::json::JsonType;
use crate::options::{ContractKind, Members};
use crate::schema::{EnumType, Since, Type};

/// The start of every message.
pub(crate) const BEFORE_EXPECTED: &str = "expected ";

impl ViolationKind {
    /// Writes the message.
    ///
    /// `quoted` is the offending part of the input as [`escape::quote`] returns it, or `None` if nothing is quoted.
    pub(crate) fn write_message(&self, quoted: Option<&str>, out: &mut impl Write) -> fmt::Result {
        out.write_str(BEFORE_EXPECTED)?;
        self.write_expected(out)?;
        self.write_after_expected(quoted, out)
    }

    /// Writes the part of the message after the expectation.
    pub(crate) fn write_after_expected(&self, quoted: Option<&str>, out: &mut impl Write) -> fmt::Result {
        out.write_str(", found ")?;
        self.write_found(quoted, out)?;
        self.write_remark(out)
    }

    /// Writes a description of what was expected.
    pub(crate) fn write_expected(&self, out: &mut impl Write) -> fmt::Result {
        match self {
            Self::TooLarge { max_bytes } => write_max_bytes(*max_bytes, out),
            Self::ByteOrderMark => out.write_str("JSON from the first byte"),
            Self::InvalidUtf8 { .. } => out.write_str("UTF-8"),
            Self::InvalidJson { message } => out.write_str(expected_json(message)),
            Self::DuplicateProperty => out.write_str("unique property names"),
            Self::WrongOdataType { ty } => write_all(&["\"#", ty.name, "\""], out),
            Self::UndeclaredProperty { owner, .. } => write_all(&["a property of ", owner], out),
            Self::ReadOnlyProperty => out.write_str("no read-only property"),
            Self::MissingProperty { name, expected, .. } => write_missing_property(name, *expected, out),
            Self::NotAnObject { expected, .. }
            | Self::NullNotAllowed { expected }
            | Self::WrongType { expected, .. } => expected.write(out),
            Self::NotAnInteger { .. } => out.write_str("an integer without a fraction or an exponent"),
            Self::OutOfRange => out.write_str(INT32),
            Self::InvalidDateTime { expected, .. } => out.write_str(expected),
            Self::NewerMember { .. } => out.write_str("a documented member"),
            Self::UnknownMember { ty, set, .. } => write_members(ty, *set, out),
            Self::SentinelMember => out.write_str("a member other than the sentinel"),
            Self::EmptyString => out.write_str("a non-empty string"),
            Self::NegativeCount => out.write_str("a count of at least 0"),
            Self::CountsExceedTotal { failed, unprocessed } => {
                write_minimum_total(*failed, *unprocessed, out)
            }
            Self::TimesOutOfOrder { earlier } => write_all(&["a time at or after ", earlier], out),
            Self::StatusMismatch { completed, is_completed } => write_status(completed, *is_completed, out),
            Self::WrongMethod => out.write_str(http_header::METHOD),
            Self::WrongTarget => write_all(&["a path that ends in ", http_header::PATH], out),
            Self::MissingHeader { header } => {
                write_all(&["the header `", header.name(), "` ("], out)?;
                header.write_expected(None, out)?;
                out.write_str(")")
            }
            Self::InvalidHeader { header, length, .. } => header.write_expected(*length, out),
            Self::WrongStatus => out.write_str(http_header::STATUS),
        }
    }

    /// Writes what was found. A part of an HTTP message head without `quoted` may be secret and is not shown.
    fn write_found(&self, quoted: Option<&str>, out: &mut impl Write) -> fmt::Result {
        if self.concerns_head() && quoted.is_none() && !matches!(self, Self::MissingHeader { .. }) {
            return out.write_str("a value that is not shown");
        }
        let quoted = quoted.unwrap_or_default();
        match self {
            Self::TooLarge { .. } => out.write_str("a longer document"),
            Self::ByteOrderMark => out.write_str("a UTF-8 byte order mark"),
            Self::InvalidUtf8 { byte, .. } => {
                out.write_str("the byte 0x")?;
                escape::write_hex(*byte, out)
            }
            Self::InvalidJson { message } => write_stop(message, quoted, out),
            Self::MissingProperty { .. } | Self::MissingHeader { .. } => out.write_str("nothing"),
            Self::WrongMethod | Self::WrongTarget | Self::InvalidHeader { .. } | Self::WrongStatus => {
                write_all(&["`", quoted, "`"], out)
            }
            Self::NotAnObject { found, .. } | Self::WrongType { found, .. } => match found {
                JsonType::Null | JsonType::Array | JsonType::Object => out.write_str(found.as_str()),
                JsonType::Boolean | JsonType::Number | JsonType::String => {
                    write_all(&["the ", found.noun(), " ", quoted], out)
                }
            },
            _ => out.write_str(quoted),
        }
    }

    /// Writes what qualifies the value that was found, if anything, and a hint in the imperative, if there is one.
    fn write_remark(&self, out: &mut impl Write) -> fmt::Result {
        match self {
            Self::TooLarge { .. } => out.write_str("; raise max-bytes to accept it"),
            Self::InvalidUtf8 { is_utf16: true, .. } => {
                out.write_str("; it looks like UTF-16, so convert it to UTF-8")
            }
            Self::InvalidJson { message } if &**message == "trailing characters" => {
                out.write_str("; check several documents, one per line, as `lines`")
            }
            Self::DuplicateProperty => out.write_str(" again"),
            Self::InvalidHeader { times: 2.., .. } => out.write_str("; give the header only once"),
            Self::ReadOnlyProperty => out.write_str("; remove it"),
            Self::MissingProperty { kind: Some(ContractKind::Resource), .. } => {
                out.write_str("; use contract `projection` if it was read with `$select`")
            }
            Self::NewerMember { member } => write_since(member.since, out),
            Self::SentinelMember => out.write_str("; replace it, as a service may reject it"),
            Self::UnknownMember { hint: UnknownMemberHint { is_tolerated: true, .. }, .. } => {
                out.write_str("; verify that it is a newer member")
            }
            Self::WrongType { is_placeholder: true, .. }
            | Self::InvalidDateTime { is_placeholder: true, .. }
            | Self::UnknownMember { hint: UnknownMemberHint { is_placeholder: true, .. }, .. } => {
                out.write_str("; replace this placeholder from Microsoft's page with a value")
            }
            _ => Ok(()),
        }
    }
}

/// The description of an `Edm.Int32`.
const INT32: &str = "an integer from -2147483648 to 2147483647";

/// Returns a description of what serde_json expected, given its message.
fn expected_json(message: &str) -> &str {
    match message.strip_prefix("expected ") {
        Some("value") => "a JSON value",
        Some("ident") => "`true`, `false` or `null`",
        Some(symbols) => symbols,
        None => "one JSON text",
    }
}

/// Writes the name of a missing property and a description of its value.
fn write_missing_property(name: &str, expected: Expected, out: &mut impl Write) -> fmt::Result {
    write_all(&["the property `", name, "` ("], out)?;
    expected.write(out)?;
    out.write_str(")")
}

/// Writes the maximum length of a document.
fn write_max_bytes(max_bytes: usize, out: &mut impl Write) -> fmt::Result {
    let unit = if max_bytes == 1 { " byte" } else { " bytes" };
    write_all(&["at most ", itoa::Buffer::new().format(max_bytes), unit], out)
}

/// Writes the minimum of the total number of tasks, which is a sum, and its terms.
fn write_minimum_total(failed: i32, unprocessed: i32, out: &mut impl Write) -> fmt::Result {
    let sum = i64::from(failed) + i64::from(unprocessed);
    write_all(&["at least ", itoa::Buffer::new().format(sum)], out)?;
    write_all(&[" (", itoa::Buffer::new().format(failed), " failed and "], out)?;
    write_all(&[itoa::Buffer::new().format(unprocessed), " unprocessed)"], out)
}

/// Writes the statuses that are consistent with the property `completed`, and the reason.
fn write_status(completed: &str, is_completed: bool, out: &mut impl Write) -> fmt::Result {
    let [statuses, state] = if is_completed {
        [r#"a terminal status ("completed", "completedWithErrors", "canceled" or "failed")"#, " is set"]
    } else {
        [r#"a non-terminal status ("queued" or "inProgress")"#, " is null or missing"]
    };
    write_all(&[statuses, " because ", completed, state], out)
}

/// Writes the input at which serde_json stopped, and its message unless that is an expectation.
fn write_stop(message: &str, quoted: &str, out: &mut impl Write) -> fmt::Result {
    match quoted {
        "" => out.write_str("end of input"),
        quoted => write_all(&["`", quoted, "`"], out),
    }?;
    match message.strip_prefix("EOF") {
        Some(context) => out.write_str(context),
        None if message == "trailing characters" => out.write_str(" after its end"),
        None if message.starts_with("expected ") => Ok(()),
        None => write_all(&[" (", message, ")"], out),
    }
}

/// Writes the version and the date that introduced an enum member, and the option that accepts it.
fn write_since(since: Since, out: &mut impl Write) -> fmt::Result {
    let [version, since] = match since {
        Since::Documented => return Ok(()),
        Since::Released(day) => ["v1.0", day],
        Since::Beta(year) => ["beta", year],
    };
    write_all(&[" (in ", version, " since ", since, "); use members `current` to accept it"], out)
}

/// Writes several pieces of text.
fn write_all(pieces: &[&str], out: &mut impl Write) -> fmt::Result {
    pieces.iter().try_for_each(|piece| out.write_str(piece))
}

impl Expected {
    /// Writes a description of the expected value.
    fn write(self, out: &mut impl Write) -> fmt::Result {
        let (property, set) = match self {
            Self::Object => return out.write_str("an object"),
            Self::Array => return out.write_str("an array"),
            Self::Collection => return out.write_str("an array or an object with a `value` array"),
            Self::Value(property, set) => (property, set),
        };
        match property.ty {
            Type::String => out.write_str("a string"),
            Type::DateTimeOffset => out.write_str("a date-time string such as \"2024-05-01T09:30:00Z\""),
            Type::Int32 => out.write_str(INT32),
            Type::Enum(ty) => write_members(ty, set, out),
            Type::Navigation(_) => out.write_str("an object"),
            Type::NavigationCollection(_) => out.write_str("an array"),
        }?;
        out.write_str(if property.nullable { ", or null" } else { "" })
    }
}

/// Writes the enum members that a set accepts, as in `one of "queued", "failed"`.
fn write_members(ty: &'static EnumType, set: Members, out: &mut impl Write) -> fmt::Result {
    for (index, member) in ty.accepted(set).enumerate() {
        write_all(&[if index == 0 { "one of \"" } else { ", \"" }, member.name, "\""], out)?;
    }
    Ok(())
}
