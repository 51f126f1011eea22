//! One value against its property.

use alloc::borrow::Cow;

use crate::code::Severity;
use crate::fault::{Expected, Fault, Meant};
use crate::leaves::Leaf;
use crate::read::{Json, Kind};
use crate::recognise::Scalar;
use crate::report::Span;
use crate::rules::Rules;
use crate::scan::{skip, string, strings, symbol};
use crate::schema::{EnumType, Property, Type};
use crate::{date_time, int32, member};

/// What is wrong with a value, and where.
#[derive(Debug)]
pub(crate) struct Wrong {
    pub(crate) severity: Severity,
    pub(crate) fault: Fault,
    pub(crate) span: Span,
}

/// The value, if it is right, and what is to be said of it.
pub(crate) type Judged<'a> = (Option<Leaf<'a>>, Option<Wrong>);

/// Reads the value that a text begins with, if there is nothing to say of it, and gives what comes after it.
#[inline(always)]
pub(crate) fn prefix<'a>(
    rules: &Rules<'_>,
    row: usize,
    property: &Property,
    text: &'a [u8],
    keep: &mut impl FnMut(usize, Leaf<'a>),
) -> Option<&'a [u8]> {
    if property.nullable
        && let Some(rest) = text.strip_prefix(b"null")
    {
        keep(row, Leaf::Null);
        return Some(rest);
    }
    match property.ty {
        Type::Int32 => {
            let (int32, rest) = match int32::usual(text) {
                Some(usual) => usual,
                None => int32::prefix(text).and_then(|(int32, rest)| Some((int32?, rest)))?,
            };
            keep(row, Leaf::Int32(int32));
            Some(rest)
        }
        Type::DateTimeOffset => {
            let content = symbol(b'"', text)?;
            let (value, rest) = match date_time::usual(content) {
                Some(usual) => usual,
                None => date_time::prefix(content, rules.contract.date_time).ok()?,
            };
            if value.is_long {
                return None;
            }
            keep(row, Leaf::DateTime(value));
            symbol(b'"', rest)
        }
        Type::Enum(ty) => {
            let (member, rest) = member::prefix(text, ty, rules.contract.members)?;
            keep(row, Leaf::Text(Cow::Borrowed(member.name.as_bytes())));
            (!rules.is_discouraged(member.name)).then_some(rest)
        }
        Type::String => {
            let (content, rest) = string(text)?;
            keep(row, Leaf::Text(Cow::Borrowed(content)));
            (!content.is_empty()).then_some(rest)
        }
        Type::Navigation(_) | Type::NavigationCollection(_) => {
            let rest = unjudged(property.ty, text)?;
            keep(row, Leaf::Any(Json::unplaced(&text[..text.len() - rest.len()])));
            Some(rest)
        }
    }
}

/// The same.
#[inline]
pub(crate) fn right<'a>(
    rules: &Rules<'_>,
    row: usize,
    text: &'a [u8],
    keep: &mut impl FnMut(usize, Leaf<'a>),
) -> Option<&'a [u8]> {
    prefix(rules, row, &rules.ty.properties[row], text, keep)
}

/// Keeps nothing.
pub(crate) fn ignore(_row: usize, _leaf: Leaf<'_>) {}

/// What comes after a value of which only the type is judged.
fn unjudged(ty: Type, text: &[u8]) -> Option<&[u8]> {
    let open = if let Type::Navigation(_) = ty { b'{' } else { b'[' };
    match strings(text) {
        Some(rest) if open == b'{' => Some(rest),
        _ => symbol(open, text).and_then(|_| skip(text)),
    }
}

/// Whether there is nothing to say of a value that was parsed already.
pub(crate) fn is_right(property: &Property, value: Scalar<'_>, rules: &Rules<'_>) -> bool {
    match (property.ty, value) {
        (_, Scalar::Null) => property.nullable,
        (Type::Int32, Scalar::Int32) => true,
        (Type::DateTimeOffset, Scalar::Text(content)) => match date_time::usual(content) {
            Some((_, rest)) => rest.is_empty(),
            None => date_time::judge(content, rules.contract.date_time).is_ok(),
        },
        (Type::Enum(ty), Scalar::Text(content)) => member::judge(content, ty, rules.contract.members)
            .is_ok_and(|member| !rules.is_discouraged(member.name)),
        (Type::String, Scalar::Text(content)) => !content.is_empty(),
        _ => false,
    }
}

/// Judges one value. A suggestion that takes a search is made only if it will be read.
pub(crate) fn judge<'a>(
    property: &'static Property,
    value: &Json<'a>,
    rules: &Rules<'_>,
    suggest: bool,
) -> Judged<'a> {
    let expected = Expected::Value(property, rules.contract.members);
    match (property.ty, value.kind()) {
        (_, Kind::Null) if property.nullable => (Some(Leaf::Null), None),
        (_, Kind::Null) => wrong(value, Fault::NullNotAllowed { expected }),
        (Type::Int32, Kind::Number) => number(value),
        (Type::String, Kind::String) => text(value),
        (Type::DateTimeOffset, Kind::String) => date_time(property.ty, value, rules),
        (Type::Enum(ty), Kind::String) => enum_member(ty, property.ty, value, rules, suggest),
        (Type::Navigation(_), Kind::Object) | (Type::NavigationCollection(_), Kind::Array) => {
            (Some(Leaf::Any(*value)), None)
        }
        (ty, found) => wrong(value, wrong_type(ty, expected, value, found)),
    }
}

fn number<'a>(value: &Json<'a>) -> Judged<'a> {
    match int32::judge(value.bytes()) {
        Ok(int32) => (Some(Leaf::Int32(int32)), None),
        Err(int32::Fault::OutOfRange) => wrong(value, Fault::OutOfRange),
        Err(int32::Fault::NotAnInteger(whole)) => wrong(value, Fault::NotAnInteger { whole }),
    }
}

fn text<'a>(value: &Json<'a>) -> Judged<'a> {
    let content = value.string();
    if content.is_empty() {
        return wrong(value, Fault::EmptyString);
    }
    (Some(Leaf::Text(content)), None)
}

fn date_time<'a>(ty: Type, value: &Json<'a>, rules: &Rules<'_>) -> Judged<'a> {
    let content = value.string();
    let fault = match date_time::judge(&content, rules.contract.date_time) {
        Ok(date_time) if date_time.is_long => return (Some(Leaf::LongDateTime(date_time, content)), None),
        Ok(date_time) => return (Some(Leaf::DateTime(date_time)), None),
        Err(fault) => fault,
    };
    // The part is told in bytes of the content: they are those of the text where nothing is escaped.
    let Span { start, end } = value.span;
    let span = match fault.part.is_empty() {
        _ if !value.is_verbatim() || content.is_empty() => value.span,
        true => Span { start: end - 1, end },
        false => Span { start: start + 1 + fault.part.start, end: start + 1 + fault.part.end },
    };
    let fault = Fault::InvalidDateTime {
        reason: fault.reason,
        expected: fault.expected,
        is_placeholder: is_placeholder(ty, &content),
    };
    (None, Some(Wrong { severity: Severity::Error, fault, span }))
}

fn enum_member<'a>(
    ty: &'static EnumType,
    property: Type,
    value: &Json<'a>,
    rules: &Rules<'_>,
    suggest: bool,
) -> Judged<'a> {
    let (content, set) = (value.string(), rules.contract.members);
    let is_tolerated = match member::judge(&content, ty, set) {
        Ok(member) if rules.is_discouraged(member.name) => {
            return (Some(Leaf::Text(content)), Some(warning(value, Fault::SentinelMember)));
        }
        Ok(_) => return (Some(Leaf::Text(content)), None),
        Err(member::Fault::Newer(member)) => return wrong(value, Fault::NewerMember { member }),
        Err(member::Fault::Tolerated) => true,
        Err(member::Fault::Unknown) => false,
    };
    let suggestion = if suggest { member::suggestion(&content, ty, set) } else { None };
    let meant = Meant {
        suggestion: suggestion.map(|(member, _)| member),
        // What a create body should not send is no fix for it.
        is_same: suggestion.is_some_and(|(member, is_same)| is_same && !rules.is_discouraged(member)),
        is_placeholder: is_placeholder(property, &content),
        is_tolerated,
    };
    let fault = Fault::UnknownMember { ty, set, meant };
    if is_tolerated {
        return (Some(Leaf::Text(content)), Some(warning(value, fault)));
    }
    wrong(value, fault)
}

fn wrong_type(ty: Type, expected: Expected, value: &Json<'_>, found: Kind) -> Fault {
    let content = if found == Kind::String { value.string() } else { Cow::default() };
    let int32 = match ty {
        Type::Int32 => int32::spelled(&content),
        _ => None,
    };
    Fault::WrongType { expected, found, int32, is_placeholder: is_placeholder(ty, &content) }
}

fn is_placeholder(ty: Type, content: &[u8]) -> bool {
    ty.placeholder().is_some_and(|placeholder| placeholder.as_bytes() == content)
}

fn wrong<'a>(value: &Json<'a>, fault: Fault) -> Judged<'a> {
    (None, Some(Wrong { severity: Severity::Error, fault, span: value.span }))
}

fn warning(value: &Json<'_>, fault: Fault) -> Wrong {
    Wrong { severity: Severity::Warning, fault, span: value.span }
}
