//! Enum members. They are case-sensitive, and white space around them is not trimmed.

use super::suggest;
use crate::json::lossy;
use crate::json::swar::Prefix32;
use crate::options::Members;
use crate::schema::{EnumMember, EnumType};

/// The reason why a string is not an accepted enum member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EnumError {
    /// The member exists, but the chosen set does not contain it.
    Newer(&'static EnumMember),
    /// The enumeration has no such member, but the string is an identifier and the set is open.
    Tolerated,
    /// The enumeration has no such member.
    Unknown,
}

/// Returns the enum member that the content of a string names.
///
/// # Errors
///
/// Returns the reason if `set` does not accept the content.
pub(crate) fn parse(
    content: &[u8],
    ty: &'static EnumType,
    set: Members,
) -> Result<&'static EnumMember, EnumError> {
    let known = ty.members.iter().find(|member| member.name.as_bytes() == content);
    match known {
        Some(member) if member.is_accepted(set) => Ok(member),
        Some(member) => Err(EnumError::Newer(member)),
        None if set == Members::Open && is_identifier(content) => Err(EnumError::Tolerated),
        None => Err(EnumError::Unknown),
    }
}

/// Parses the enum member at the start of a text, given with its quotes, and returns it with the text after it.
///
/// Returns `None` if the text does not start with a member that `set` accepts.
#[inline(always)]
pub(crate) fn parse_prefix<'a>(
    text: &'a [u8],
    ty: &'static EnumType,
    set: Members,
) -> Option<(&'static EnumMember, &'a [u8])> {
    let prefix = Prefix32::of(text);
    let member = ty.members.iter().find(|member| member.quoted_name.matches(&prefix))?;
    if member.is_accepted(set) { Some((member, &text[member.quoted_name.len()..])) } else { None }
}

/// Returns the accepted enum member that was probably meant, or `None` if none is similar.
///
/// The second value is `true` if the content differs from the member only in case and surrounding white space.
pub(crate) fn suggestion(
    content: &[u8],
    ty: &'static EnumType,
    set: Members,
) -> Option<(&'static str, bool)> {
    let text = lossy(content);
    let names = ty.accepted(set).map(|member| member.name);
    let same = names.clone().find(|name| name.eq_ignore_ascii_case(text.trim()));
    match same {
        Some(name) => Some((name, true)),
        None => suggest::closest(&text, names).map(|name| (name, false)),
    }
}

/// Returns `true` if the content can be the name of a member that was added later: it matches
/// `[A-Za-z_][A-Za-z0-9_]{0,127}`.
fn is_identifier(content: &[u8]) -> bool {
    content.len() <= 128
        && content.first().is_some_and(|first| !first.is_ascii_digit())
        && content.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}
