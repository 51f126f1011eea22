//! The messages of violations.
//!
//! A message has the form `expected X, found Y`, and possibly `; hint`. It is appended to a `String` without `core::fmt`,
//! which would add several kilobytes to the wasm.

use alloc::string::String;
use core::ops::Range;

use super::escape;
use super::http_header;
use super::kind::{Expected, UnknownMemberHint, ViolationKind};
use crate::json::JsonType;
use crate::options::{ContractKind, Members};
use crate::schema::{EnumType, Since, Type};

impl ViolationKind {
    /// Returns a description of what was expected.
    pub(crate) fn expected(&self) -> String {
        written(|out| self.write_expected(out))
    }

    /// Returns the message. `quoted` is the offending part of the input as [`escape::quote`] returns it, or `None`.
    pub(crate) fn message(&self, quoted: Option<&str>) -> String {
        written(|out| {
            self.write_message(quoted, out);
        })
    }

    /// Appends the message to `out`, and returns the byte range of the expectation within `out`.
    ///
    /// `quoted` is the offending part of the input as [`escape::quote`] returns it, or `None` if nothing is quoted.
    pub(crate) fn write_message(&self, quoted: Option<&str>, out: &mut String) -> Range<usize> {
        out.push_str("expected ");
        let start = out.len();
        self.write_expected(out);
        let expected = start..out.len();
        out.push_str(", found ");
        self.write_found(quoted, out);
        self.write_remark(out);
        expected
    }

    /// Appends a description of what was expected.
    fn write_expected(&self, out: &mut String) {
        match self {
            Self::TooLarge { max_bytes } => write_max_bytes(*max_bytes, out),
            Self::ByteOrderMark => out.push_str("JSON from the first byte"),
            Self::InvalidUtf8 { .. } => out.push_str("UTF-8"),
            Self::InvalidJson { message } => out.push_str(expected_json(message)),
            Self::DuplicateProperty => out.push_str("unique property names"),
            Self::WrongOdataType { ty } => out.extend(["\"#", ty.name, "\""]),
            Self::UndeclaredProperty { owner, .. } => out.extend(["a property of ", owner]),
            Self::ReadOnlyProperty => out.push_str("no read-only property"),
            Self::MissingProperty { name, expected, .. } => write_missing_property(name, *expected, out),
            Self::NotAnObject { expected, .. }
            | Self::NullNotAllowed { expected }
            | Self::WrongType { expected, .. } => expected.write(out),
            Self::NotAnInteger { .. } => out.push_str("an integer without a fraction or an exponent"),
            Self::OutOfRange => out.push_str(INT32),
            Self::InvalidDateTime { expected, .. } => out.push_str(expected),
            Self::NewerMember { .. } => out.push_str("a documented member"),
            Self::UnknownMember { ty, set, .. } => write_members(ty, *set, out),
            Self::SentinelMember => out.push_str("a member other than the sentinel"),
            Self::EmptyString => out.push_str("a non-empty string"),
            Self::NegativeCount => out.push_str("a count of at least 0"),
            Self::CountsExceedTotal { failed, unprocessed } => {
                write_minimum_total(*failed, *unprocessed, out);
            }
            Self::TimesOutOfOrder { earlier } => out.extend(["a time at or after ", earlier]),
            Self::StatusMismatch { completed, is_completed } => write_status(completed, *is_completed, out),
            Self::WrongMethod => out.push_str(http_header::METHOD),
            Self::WrongTarget => out.extend(["a path that ends in ", http_header::PATH]),
            Self::MissingHeader { header } => {
                out.extend(["the header `", header.name(), "` ("]);
                header.write_expected(None, out);
                out.push(')');
            }
            Self::InvalidHeader { header, length, .. } => header.write_expected(*length, out),
            Self::WrongStatus => out.push_str(http_header::STATUS),
        }
    }

    /// Appends what was found. A part of an HTTP message head without `quoted` may be secret and is not shown.
    fn write_found(&self, quoted: Option<&str>, out: &mut String) {
        if self.concerns_head() && quoted.is_none() && !matches!(self, Self::MissingHeader { .. }) {
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
            Self::InvalidJson { message } => write_stop(message, quoted, out),
            Self::MissingProperty { .. } | Self::MissingHeader { .. } => out.push_str("nothing"),
            Self::WrongMethod | Self::WrongTarget | Self::InvalidHeader { .. } | Self::WrongStatus => {
                out.extend(["`", quoted, "`"]);
            }
            Self::NotAnObject { found, .. } | Self::WrongType { found, .. } => match found {
                JsonType::Null | JsonType::Array | JsonType::Object => out.push_str(found.as_str()),
                JsonType::Boolean | JsonType::Number | JsonType::String => {
                    out.extend(["the ", found.noun(), " ", quoted]);
                }
            },
            _ => out.push_str(quoted),
        }
    }

    /// Appends what qualifies the value that was found, if anything, and a hint in the imperative, if there is one.
    fn write_remark(&self, out: &mut String) {
        match self {
            Self::TooLarge { .. } => out.push_str("; raise max-bytes to accept it"),
            Self::InvalidUtf8 { is_utf16: true, .. } => {
                out.push_str("; it looks like UTF-16, so convert it to UTF-8");
            }
            Self::InvalidJson { message } if &**message == "trailing characters" => {
                out.push_str("; check several documents, one per line, as `lines`");
            }
            Self::DuplicateProperty => out.push_str(" again"),
            Self::InvalidHeader { times: 2.., .. } => out.push_str("; give the header only once"),
            Self::ReadOnlyProperty => out.push_str("; remove it"),
            Self::MissingProperty { kind: Some(ContractKind::Resource), .. } => {
                out.push_str("; use contract `projection` if it was read with `$select`");
            }
            Self::NewerMember { member } => write_since(member.since, out),
            Self::SentinelMember => out.push_str("; replace it, as a service may reject it"),
            Self::UnknownMember { hint: UnknownMemberHint { is_tolerated: true, .. }, .. } => {
                out.push_str("; verify that it is a newer member");
            }
            Self::WrongType { is_placeholder: true, .. }
            | Self::InvalidDateTime { is_placeholder: true, .. }
            | Self::UnknownMember { hint: UnknownMemberHint { is_placeholder: true, .. }, .. } => {
                out.push_str("; replace this placeholder from Microsoft's page with a value");
            }
            _ => {}
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

/// Appends the name of a missing property and a description of its value.
fn write_missing_property(name: &str, expected: Expected, out: &mut String) {
    out.extend(["the property `", name, "` ("]);
    expected.write(out);
    out.push(')');
}

/// Appends the maximum length of a document.
fn write_max_bytes(max_bytes: usize, out: &mut String) {
    let unit = if max_bytes == 1 { " byte" } else { " bytes" };
    out.extend(["at most ", itoa::Buffer::new().format(max_bytes), unit]);
}

/// Appends the minimum of the total number of tasks, which is a sum, and its terms.
fn write_minimum_total(failed: i32, unprocessed: i32, out: &mut String) {
    let sum = i64::from(failed) + i64::from(unprocessed);
    out.extend(["at least ", itoa::Buffer::new().format(sum)]);
    out.extend([" (", itoa::Buffer::new().format(failed), " failed and "]);
    out.extend([itoa::Buffer::new().format(unprocessed), " unprocessed)"]);
}

/// Appends the statuses that are consistent with the property `completed`, and the reason.
fn write_status(completed: &str, is_completed: bool, out: &mut String) {
    let [statuses, state] = if is_completed {
        [r#"a terminal status ("completed", "completedWithErrors", "canceled" or "failed")"#, " is set"]
    } else {
        [r#"a non-terminal status ("queued" or "inProgress")"#, " is null or missing"]
    };
    out.extend([statuses, " because ", completed, state]);
}

/// Appends the input at which serde_json stopped, and its message unless that is an expectation.
fn write_stop(message: &str, quoted: &str, out: &mut String) {
    match quoted {
        "" => out.push_str("end of input"),
        quoted => out.extend(["`", quoted, "`"]),
    }
    match message.strip_prefix("EOF") {
        Some(context) => out.push_str(context),
        None if message == "trailing characters" => out.push_str(" after its end"),
        None if message.starts_with("expected ") => {}
        None => out.extend([" (", message, ")"]),
    }
}

/// Appends the version and the date that introduced an enum member, and the option that accepts it.
fn write_since(since: Since, out: &mut String) {
    let [version, since] = match since {
        Since::Documented => return,
        Since::Released(day) => ["v1.0", day],
        Since::Beta(year) => ["beta", year],
    };
    out.extend([" (in ", version, " since ", since, "); use members `current` to accept it"]);
}

/// Returns the text that `write` appends.
fn written(write: impl FnOnce(&mut String)) -> String {
    let mut text = String::new();
    write(&mut text);
    text
}

impl Expected {
    /// Appends a description of the expected value.
    fn write(self, out: &mut String) {
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
            Type::Enum(ty) => write_members(ty, set, out),
            Type::Navigation(_) => out.push_str("an object"),
            Type::NavigationCollection(_) => out.push_str("an array"),
        }
        out.push_str(if property.nullable { ", or null" } else { "" });
    }
}

/// Appends the enum members that a set accepts, as in `one of "queued", "failed"`.
fn write_members(ty: &'static EnumType, set: Members, out: &mut String) {
    for (index, member) in ty.accepted(set).enumerate() {
        out.extend([if index == 0 { "one of \"" } else { ", \"" }, member.name, "\""]);
    }
}
