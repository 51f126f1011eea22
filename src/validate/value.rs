//! Validation of the value of one property.
//!
//! [`accept_inline`] is the fast path, which accepts a value in place. [`validate`] is the general form: it returns the
//! parsed value, its violation, or both.

use alloc::borrow::Cow;
use core::ops::Range;

use super::context::Context;
use super::values::{ParsedValue, Scalar};
use crate::edm::{DateTimeError, EnumError, Int32Error, date_time, enumeration, int32};
use crate::json::scan::{skip_object_of_strings, skip_with_serde, string, strip_byte};
use crate::json::{JsonType, RawValue, Span};
use crate::report::{Expected, Severity, UnknownMemberHint, ViolationKind};
use crate::schema::{EnumType, Property, PropertyIndex, Type};

/// The violation of a value, with the span of the value or of its offending part.
#[derive(Debug)]
pub(crate) struct ValueViolation {
    pub(crate) severity: Severity,
    pub(crate) kind: ViolationKind,
    pub(crate) span: Span,
}

/// The parsed value, or `None` if it has an error, and its violation, or `None` if it has neither an error nor a warning.
pub(crate) type ValueOutcome<'a> = (Option<ParsedValue<'a>>, Option<ValueViolation>);

/// Accepts the value at the start of a text if it has no violation, and returns the text after it.
///
/// `keep` receives the value. `None` is inconclusive: the value may be valid in another form. `keep` may have been called
/// even if the result is `None`.
#[inline(always)]
pub(crate) fn accept_inline<'a>(
    context: &Context<'_>,
    index: PropertyIndex,
    property: &Property,
    text: &'a [u8],
    keep: &mut impl FnMut(PropertyIndex, ParsedValue<'a>),
) -> Option<&'a [u8]> {
    if property.nullable
        && let Some(rest) = text.strip_prefix(b"null")
    {
        keep(index, ParsedValue::Null);
        return Some(rest);
    }
    match property.ty {
        Type::Int32 => {
            let (int32, rest) = match int32::parse_fast(text) {
                Some(fast) => fast,
                None => int32::parse_prefix(text).and_then(|(int32, rest)| Some((int32?, rest)))?,
            };
            keep(index, ParsedValue::Int32(int32));
            Some(rest)
        }
        Type::DateTimeOffset => {
            let after_quote = strip_byte(b'"', text)?;
            let (value, rest) = match date_time::parse_fast(after_quote) {
                Some(fast) => fast,
                None => date_time::parse_prefix(after_quote, context.contract.date_time).ok()?,
            };
            if value.is_long {
                return None;
            }
            keep(index, ParsedValue::DateTime(value));
            strip_byte(b'"', rest)
        }
        Type::Enum(ty) => {
            let (member, rest) = enumeration::parse_prefix(text, ty, context.contract.members)?;
            keep(index, ParsedValue::Text(Cow::Borrowed(member.name.as_bytes())));
            (!context.is_sentinel_in_create(member.name)).then_some(rest)
        }
        Type::String => {
            let (unquoted, rest) = string(text)?;
            keep(index, ParsedValue::Text(Cow::Borrowed(unquoted)));
            (!unquoted.is_empty()).then_some(rest)
        }
        Type::Navigation(_) | Type::NavigationCollection(_) => {
            let rest = skip_unchecked(property.ty, text)?;
            keep(index, ParsedValue::Raw(RawValue::new(&text[..text.len() - rest.len()], 0)));
            Some(rest)
        }
    }
}

/// Accepts a value like [`accept_inline`], as a function of its own.
///
/// Without `std`, as in the wasm, all callers share it, since its size matters more than its speed.
#[cfg_attr(feature = "std", inline)]
#[cfg_attr(not(feature = "std"), inline(never))]
pub(crate) fn accept<'a>(
    context: &Context<'_>,
    index: PropertyIndex,
    text: &'a [u8],
    keep: &mut impl FnMut(PropertyIndex, ParsedValue<'a>),
) -> Option<&'a [u8]> {
    accept_inline(context, index, &context.ty.properties[index], text, keep)
}

/// Drops the value. This is the `keep` of callers that need no values.
pub(crate) fn ignore(_index: PropertyIndex, _value: ParsedValue<'_>) {}

/// Returns the text after the value of a navigation property, of which only the JSON type is checked.
///
/// Returns `None` if the value is of another type, or is not valid JSON.
fn skip_unchecked(ty: Type, text: &[u8]) -> Option<&[u8]> {
    let opening = if let Type::Navigation(_) = ty { b'{' } else { b'[' };
    match skip_object_of_strings(text) {
        Some(rest) if opening == b'{' => Some(rest),
        _ => strip_byte(opening, text).and_then(|_| skip_with_serde(text)),
    }
}

/// Returns `true` if a value that was parsed already has no violation; `false` is inconclusive.
///
/// The content of navigation properties is not available here, so that they are always inconclusive.
pub(crate) fn accepts_scalar(property: &Property, value: Scalar<'_>, context: &Context<'_>) -> bool {
    match (property.ty, value) {
        (_, Scalar::Null) => property.nullable,
        (Type::Int32, Scalar::Int32) => true,
        (Type::DateTimeOffset, Scalar::Text(text)) => match date_time::parse_fast(text) {
            Some((_, rest)) => rest.is_empty(),
            None => date_time::parse(text, context.contract.date_time).is_ok(),
        },
        (Type::Enum(ty), Scalar::Text(text)) => enumeration::parse(text, ty, context.contract.members)
            .is_ok_and(|member| !context.is_sentinel_in_create(member.name)),
        (Type::String, Scalar::Text(text)) => !text.is_empty(),
        _ => false,
    }
}

/// Validates a value, and returns the parsed value and its violation.
///
/// `suggest` is `false` if the violation will not be kept. The search for a suggestion is then skipped.
pub(crate) fn validate<'a>(
    property: &'static Property,
    value: &RawValue<'a>,
    context: &Context<'_>,
    suggest: bool,
) -> ValueOutcome<'a> {
    let expected = Expected::Value(property, context.contract.members);
    match (property.ty, value.json_type()) {
        (_, JsonType::Null) if property.nullable => (Some(ParsedValue::Null), None),
        (_, JsonType::Null) => error(value, ViolationKind::NullNotAllowed { expected }),
        (Type::Int32, JsonType::Number) => number(value),
        (Type::String, JsonType::String) => text(value),
        (Type::DateTimeOffset, JsonType::String) => date_time(property.ty, value, context),
        (Type::Enum(ty), JsonType::String) => enum_member(ty, property.ty, value, context, suggest),
        (Type::Navigation(_), JsonType::Object) | (Type::NavigationCollection(_), JsonType::Array) => {
            (Some(ParsedValue::Raw(*value)), None)
        }
        (ty, found) => error(value, wrong_type(ty, expected, value, found)),
    }
}

/// Validates a number as an `Edm.Int32`.
fn number<'a>(value: &RawValue<'a>) -> ValueOutcome<'a> {
    match int32::parse(value.bytes()) {
        Ok(int32) => (Some(ParsedValue::Int32(int32)), None),
        Err(Int32Error::OutOfRange) => error(value, ViolationKind::OutOfRange),
        Err(Int32Error::NotAnInteger(int32)) => error(value, ViolationKind::NotAnInteger { int32 }),
    }
}

/// Validates a string as an `Edm.String`, which must not be empty.
fn text<'a>(value: &RawValue<'a>) -> ValueOutcome<'a> {
    let content = value.string();
    if content.is_empty() {
        return error(value, ViolationKind::EmptyString);
    }
    (Some(ParsedValue::Text(content)), None)
}

/// Validates a string as an `Edm.DateTimeOffset`.
fn date_time<'a>(ty: Type, value: &RawValue<'a>, context: &Context<'_>) -> ValueOutcome<'a> {
    let unescaped = value.string();
    match date_time::parse(&unescaped, context.contract.date_time) {
        Ok(date_time) if date_time.is_long => (Some(ParsedValue::LongDateTime(date_time, unescaped)), None),
        Ok(date_time) => (Some(ParsedValue::DateTime(date_time)), None),
        Err(DateTimeError { reason, expected, part }) => {
            let span = span_of_part(value, &unescaped, part);
            let is_placeholder = is_placeholder(ty, &unescaped);
            let kind = ViolationKind::InvalidDateTime { reason, expected, is_placeholder };
            (None, Some(ValueViolation { severity: Severity::Error, kind, span }))
        }
    }
}

/// Returns the span of a part of the content of a string, or of the whole string if it is empty or contains escapes.
///
/// For an empty part, which is at the end of the content, it is the span of the closing quote.
fn span_of_part(value: &RawValue<'_>, content: &[u8], part: Range<usize>) -> Span {
    let Span { start, end } = value.span;
    if !value.is_verbatim() || content.is_empty() {
        return value.span;
    }
    if part.is_empty() {
        return Span { start: end - 1, end };
    }
    Span { start: start + 1 + part.start, end: start + 1 + part.end }
}

/// Validates a string as an enum member.
fn enum_member<'a>(
    ty: &'static EnumType,
    property: Type,
    value: &RawValue<'a>,
    context: &Context<'_>,
    suggest: bool,
) -> ValueOutcome<'a> {
    let unescaped = value.string();
    let set = context.contract.members;
    let is_tolerated = match enumeration::parse(&unescaped, ty, set) {
        Ok(member) if context.is_sentinel_in_create(member.name) => {
            let violation = warning(value, ViolationKind::SentinelMember);
            return (Some(ParsedValue::Text(unescaped)), Some(violation));
        }
        Ok(_) => return (Some(ParsedValue::Text(unescaped)), None),
        Err(EnumError::Newer(member)) => return error(value, ViolationKind::NewerMember { member }),
        Err(EnumError::Tolerated) => true,
        Err(EnumError::Unknown) => false,
    };
    let suggestion = if suggest { enumeration::suggestion(&unescaped, ty, set) } else { None };
    let hint = UnknownMemberHint {
        suggestion: suggestion.map(|(member, _)| member),
        // The sentinel in a create body is a warning itself, so replacing a value by it is not a fix.
        is_same: suggestion
            .is_some_and(|(member, is_same)| is_same && !context.is_sentinel_in_create(member)),
        is_placeholder: is_placeholder(property, &unescaped),
        is_tolerated,
    };
    let kind = ViolationKind::UnknownMember { ty, set, hint };
    if is_tolerated {
        return (Some(ParsedValue::Text(unescaped)), Some(warning(value, kind)));
    }
    error(value, kind)
}

/// Returns the violation of a value of another JSON type than the property has.
fn wrong_type(ty: Type, expected: Expected, value: &RawValue<'_>, found: JsonType) -> ViolationKind {
    let content = if found == JsonType::String { value.string() } else { Cow::default() };
    let int32 = match ty {
        Type::Int32 => int32::parse_string(&content),
        _ => None,
    };
    ViolationKind::WrongType { expected, found, int32, is_placeholder: is_placeholder(ty, &content) }
}

/// Returns `true` if the content of a string is the placeholder in the example bodies of Microsoft's page.
fn is_placeholder(ty: Type, content: &[u8]) -> bool {
    ty.placeholder().is_some_and(|placeholder| placeholder.as_bytes() == content)
}

/// Returns the outcome of a value with an error, at the whole value.
fn error<'a>(value: &RawValue<'a>, kind: ViolationKind) -> ValueOutcome<'a> {
    (None, Some(ValueViolation { severity: Severity::Error, kind, span: value.span }))
}

/// Returns a warning at the whole value.
fn warning(value: &RawValue<'_>, kind: ViolationKind) -> ValueViolation {
    ValueViolation { severity: Severity::Warning, kind, span: value.span }
}
