//! Violations at a name, at a value, at the end of an object, and of documents that cannot be read.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec;

use super::code::Severity;
use super::detail::Detail;
use super::escape;
use super::kind::{Expected, ViolationKind};
use super::path::PathPrefix;
use super::report::Report;
use super::violation::Violation;
use crate::json::{Member, RawValue, ReadError, ReadErrorKind, Span, lossy};

/// Returns a violation at the name of a member.
#[inline]
pub(crate) fn at_name(
    severity: Severity,
    kind: ViolationKind,
    prefix: PathPrefix<'_>,
    member: &Member<'_>,
) -> Violation {
    let quoted = escape::quote(&escape::literal(&lossy(&member.name)));
    at(severity, kind, prefix.of_member(&member.name), Some(member.name_span), Some(quoted))
}

/// Returns the violation of a name that occurred before, at the span `first`.
pub(crate) fn duplicate(prefix: PathPrefix<'_>, member: &Member<'_>, first: Span) -> Violation {
    let violation = at_name(Severity::Error, ViolationKind::DuplicateProperty, prefix, member);
    Violation { related: Some(first), ..violation }
}

/// Returns a violation at a value, or at the part of it that is `span`.
#[inline]
pub(crate) fn at_value(
    severity: Severity,
    kind: ViolationKind,
    path: Cow<'static, str>,
    value: &RawValue<'_>,
    span: Span,
) -> Violation {
    at(severity, kind, path, Some(span), Some(escape::quote(&value.text())))
}

/// Returns a violation at the closing brace of the object, as of a missing property.
#[inline]
pub(crate) fn at_end(
    severity: Severity,
    kind: ViolationKind,
    path: Cow<'static, str>,
    end: Span,
) -> Violation {
    at(severity, kind, path, Some(end), None)
}

/// Returns the report of a document that cannot be read, in which `expected` was expected.
pub(crate) fn unreadable(error: ReadError<'_>, expected: Expected, prefix: PathPrefix<'_>) -> Report {
    let quoted = error.found.map(|found| escape::quote(&lossy(found)));
    let kind = match error.kind {
        ReadErrorKind::TooLarge { max_bytes } => ViolationKind::TooLarge { max_bytes },
        ReadErrorKind::ByteOrderMark => ViolationKind::ByteOrderMark,
        ReadErrorKind::InvalidUtf8 { byte, is_utf16 } => ViolationKind::InvalidUtf8 { byte, is_utf16 },
        ReadErrorKind::InvalidJson { message } => ViolationKind::InvalidJson { message },
        ReadErrorKind::WrongRootType { found } => ViolationKind::NotAnObject { expected, found },
    };
    let violation = at(Severity::Error, kind, prefix.to_path().into(), error.span, quoted);
    Report { violations: vec![violation], invalid: 1, ..Report::default() }
}

#[inline]
fn at(
    severity: Severity,
    kind: ViolationKind,
    path: Cow<'static, str>,
    span: Option<Span>,
    quoted: Option<String>,
) -> Violation {
    Violation { severity, kind: Detail::Checked(kind), path, span, location: None, related: None, quoted }
}
