//! Where something is wrong: violations at a name, at a value, at the end of an object.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec;

use crate::code::Severity;
use crate::escape;
use crate::fault::Fault;
use crate::read::{self, Json, Member, Unreadable};
use crate::report::{Report, Span, Violation};
use crate::schema::Property;

/// Where a document stands: alone, or as an item of a collection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Base(Option<(&'static str, usize)>);

impl Base {
    pub(crate) const DOCUMENT: Self = Self(None);

    /// An item of the array at this path.
    pub(crate) const fn item(array: &'static str, index: usize) -> Self {
        Self(Some((array, index)))
    }

    /// The path of a property that is declared.
    pub(crate) fn path(self, property: &'static Property) -> Cow<'static, str> {
        if self.0.is_none() {
            return property.pointer.into();
        }
        let mut path = self.to_path();
        path.push_str(property.pointer);
        path.into()
    }

    /// The path of a member, by its name unescaped; what may be a secret in the name is hidden.
    pub(crate) fn path_of(self, name: &[u8]) -> Cow<'static, str> {
        let mut path = self.to_path();
        path.push('/');
        let name = read::lossy(name);
        let name = if escape::may_hold_secrets(name.as_bytes()) {
            escape::without_secrets(&name).into()
        } else {
            name
        };
        for character in name.chars() {
            match character {
                '~' => path.push_str("~0"),
                '/' => path.push_str("~1"),
                _ => path.push(character),
            }
        }
        path.into()
    }

    /// The path of the document itself.
    fn to_path(self) -> String {
        let mut path = String::new();
        if let Some((array, index)) = self.0 {
            path.extend([array, "/", itoa::Buffer::new().format(index)]);
        }
        path
    }
}

/// A violation at the name of a member.
#[inline]
pub(crate) fn at_name(severity: Severity, fault: Fault, base: Base, member: &Member<'_>) -> Violation {
    let quoted = escape::quote(&escape::literal(&read::lossy(&member.name)));
    at(severity, fault, base.path_of(&member.name), Some(member.name_span), Some(quoted))
}

/// A name that stood at `first` before.
pub(crate) fn duplicate(base: Base, member: &Member<'_>, first: Span) -> Violation {
    Violation { related: Some(first), ..at_name(Severity::Error, Fault::DuplicateProperty, base, member) }
}

/// A violation at a value, or at the part of it that `span` is.
#[inline]
pub(crate) fn at_value(
    severity: Severity,
    fault: Fault,
    path: Cow<'static, str>,
    value: &Json<'_>,
    span: Span,
) -> Violation {
    at(severity, fault, path, Some(span), Some(escape::quote(&value.text())))
}

/// A missing property, at the end of the object.
#[inline]
pub(crate) fn at_end(fault: Fault, path: Cow<'static, str>, end: Span) -> Violation {
    at(Severity::Error, fault, path, Some(end), None)
}

#[inline]
fn at(
    severity: Severity,
    fault: Fault,
    path: Cow<'static, str>,
    span: Option<Span>,
    quoted: Option<String>,
) -> Violation {
    Violation { severity, fault, path, span, position: None, related: None, quoted }
}

impl Unreadable {
    /// A report with nothing else in it.
    pub(crate) fn into_report(self, base: Base) -> Report {
        let violations = vec![at(Severity::Error, self.fault, base.to_path().into(), self.span, self.quoted)];
        Report { violations, invalid: 1, ..Report::default() }
    }
}
