//! The fast path: one pass that proves that a document has no violations, or gives up.
//!
//! Most documents are valid and in the form that programs write. The fast path expects this form, member by member:
//!
//! 1. The next name is that of the next property of the table, or else of another property, compared in words of eight
//!    bytes with `"name":`. A name that contains `@` is an annotation.
//! 2. The grammar of the property accepts the value in place, and returns the text after it.
//! 3. A comma or a closing brace follows.
//!
//! At anything else, such as an escape, a duplicate name, or an invalid value, it returns `None`, and
//! [`object`](super::object) reads the document again from its start. It never reports a violation. Invariant: a
//! document with the verdict [`FastVerdict::Clean`] has no violations, and one with [`FastVerdict::Valid`] has no
//! errors. Therefore removing the fast path changes no result, only the time.

use super::context::Context;
use super::value;
use super::values::{ParsedValue, Scalar};
use crate::edm::odata_type;
use crate::json::scan::{skip_white_space, skip_with_serde, string, strip_byte};
use crate::schema::{PropertyIndex, property_at};

/// The result of the fast path for a document that it accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FastVerdict {
    /// The document has no violations, apart from consistency, which is not checked here.
    Clean,
    /// The document has no errors.
    Valid,
}

/// Checks the object at the start of a text, and returns the verdict and the text after the object.
///
/// `None` is inconclusive: the object may be invalid, or valid in another form. The consistency rules are not checked.
#[inline(never)]
pub(crate) fn object<'a>(context: &Context<'_>, text: &'a [u8]) -> Option<(FastVerdict, &'a [u8])> {
    values(context, text, value::ignore)
}

/// Checks the object at the start of a text like [`object`], and passes the value of each property to `keep`.
///
/// `keep` may be called before the fast path gives up.
#[inline(always)]
pub(crate) fn values<'a>(
    context: &Context<'_>,
    text: &'a [u8],
    keep: impl FnMut(PropertyIndex, ParsedValue<'a>),
) -> Option<(FastVerdict, &'a [u8])> {
    let mut object = Object { context, keep, present: 0, next: 0, annotations: [b""; 4] };
    let inside = strip_byte(b'{', skip_white_space(text))?;
    let mut rest = match odata_type::strip_fast(inside, context.ty.name) {
        Some(rest) => {
            object.annotations[0] = b"@odata.type";
            rest
        }
        None => object.member(inside)?,
    };
    loop {
        rest = skip_white_space(object.members(rest)?);
        match rest {
            [b',', after @ ..] => rest = object.member(after)?,
            [b'}', after @ ..] => return Some((verdict(context, object.present)?, after)),
            _ => return None,
        }
    }
}

/// Checks the members of an object that was parsed already and has no duplicate names. `None` is inconclusive.
///
/// Each member is the index of its property, or `None` for `@odata.type`, and its value. A member with another name, or
/// whose value is not a scalar, must be `None` as a whole; the result is then inconclusive.
pub(crate) fn members<'a>(
    context: &Context<'_>,
    mut members: impl Iterator<Item = Option<(Option<PropertyIndex>, Scalar<'a>)>>,
) -> Option<FastVerdict> {
    let mut present = 0;
    let are_valid = members.all(|member| match member {
        Some((Some(index), scalar)) => {
            present |= 1_u64 << index;
            value::accepts_scalar(&context.ty.properties[index], scalar, context)
        }
        Some((None, Scalar::Text(text))) => odata_type::names_type(text, context.ty.name),
        Some((None, _)) | None => false,
    });
    if are_valid && !context.contract.consistency { verdict(context, present) } else { None }
}

/// Returns the verdict on an object in which the value of each present property is valid.
///
/// Returns `None` if a required property is missing.
fn verdict(context: &Context<'_>, present: u64) -> Option<FastVerdict> {
    if context.required() & !present != 0 {
        return None;
    }
    Some(if context.read_only() & present == 0 { FastVerdict::Clean } else { FastVerdict::Valid })
}

/// The state of reading one object.
struct Object<'a, 'r, F> {
    context: &'r Context<'r>,
    /// A callback that receives the value of each property.
    keep: F,
    /// A mask of the properties that have occurred: one bit for each, by its index.
    present: u64,
    /// The index of the property that is expected next.
    next: PropertyIndex,
    /// The names of the annotations that have occurred, followed by empty names.
    annotations: [&'a [u8]; 4],
}

impl<'a, F: FnMut(PropertyIndex, ParsedValue<'a>)> Object<'a, '_, F> {
    /// Reads members as long as they are in table order and without white space between them.
    ///
    /// Stops before any other member, for which the caller calls [`member`](Self::member). The state is in local variables
    /// during the loop.
    #[inline(always)]
    fn members(&mut self, mut text: &'a [u8]) -> Option<&'a [u8]> {
        let mut properties = self.context.ty.properties.get(self.next..).unwrap_or_default();
        let mut index = self.next;
        let mut bit = 1_u64.checked_shl(u32::try_from(index).unwrap_or(u32::MAX)).unwrap_or(0);
        let mut present = self.present;
        let required = self.context.required();
        while let ([property, next_properties @ ..], [b',', after @ ..]) = (properties, text) {
            match property.quoted_name.strip(after) {
                Some(_) if present & bit != 0 => return None,
                Some(value) => {
                    text = value::accept_inline(self.context, index, property, value, &mut self.keep)?;
                    present |= bit;
                }
                None if required & bit != 0 => break,
                None => {}
            }
            properties = next_properties;
            index += 1;
            bit <<= 1;
        }
        self.next = index;
        self.present = present;
        Some(text)
    }

    /// Reads one member, which may be any property that has not occurred, or an annotation.
    fn member(&mut self, text: &'a [u8]) -> Option<&'a [u8]> {
        let text = skip_white_space(text);
        let Some(index) = property_at(self.context.ty.properties, text, self.next) else {
            return self.annotation(text);
        };
        let property = &self.context.ty.properties[index];
        if self.present & (1 << index) != 0 {
            return None;
        }
        self.present |= 1 << index;
        self.next = index + 1;
        let text = skip_white_space(&text[property.quoted_name.len()..]);
        value::accept(self.context, index, text, &mut self.keep)
    }

    /// Reads an annotation. A type annotation must name the entity type.
    fn annotation(&mut self, text: &'a [u8]) -> Option<&'a [u8]> {
        let (name, rest) = string(text)?;
        if !name.contains(&b'@') || !self.remember_annotation(name) {
            return None;
        }
        let value = skip_white_space(strip_byte(b':', skip_white_space(rest))?);
        match string(value) {
            Some((content, rest)) if odata_type::is_type_annotation(name) => {
                odata_type::names_type(content, self.context.ty.name).then_some(rest)
            }
            Some((_, rest)) => Some(rest),
            None if odata_type::is_type_annotation(name) => None,
            None => skip_with_serde(value),
        }
    }

    /// Remembers the name of an annotation.
    ///
    /// Returns `false` if the name has occurred before, or if four other names have.
    fn remember_annotation(&mut self, name: &'a [u8]) -> bool {
        for other in &mut self.annotations {
            if other.is_empty() {
                *other = name;
                return true;
            }
            if *other == name {
                break;
            }
        }
        false
    }
}
