//! A member of an enumeration: case exact, nothing trimmed.

use crate::contract::Members;
use crate::read::lossy;
use crate::schema::{EnumMember, EnumType};
use crate::suggest;
use crate::word::Head;

/// Why a string is no accepted member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A member of the table that the chosen set lacks.
    Newer(&'static EnumMember),
    /// No member of the table; but an open set puts up with it.
    Tolerated,
    /// No member of the table.
    Unknown,
}

/// Judges the content of a string.
pub(crate) fn judge(
    content: &[u8],
    ty: &'static EnumType,
    set: Members,
) -> Result<&'static EnumMember, Fault> {
    let known = ty.members.iter().find(|member| member.name.as_bytes() == content);
    match known {
        Some(member) if member.is_accepted(set) => Ok(member),
        Some(member) => Err(Fault::Newer(member)),
        None if set == Members::Open && is_identifier(content) => Err(Fault::Tolerated),
        None => Err(Fault::Unknown),
    }
}

/// Reads the string of an accepted member, with its quotes.
#[inline(always)]
pub(crate) fn prefix<'a>(
    text: &'a [u8],
    ty: &'static EnumType,
    set: Members,
) -> Option<(&'static EnumMember, &'a [u8])> {
    let head = Head::of(text);
    let member = ty.members.iter().find(|member| member.key.is_at(&head))?;
    if member.is_accepted(set) { Some((member, &text[member.key.len()..])) } else { None }
}

/// The accepted member that was probably meant, and whether nothing but case and white space tells it apart.
pub(crate) fn suggestion(
    content: &[u8],
    ty: &'static EnumType,
    set: Members,
) -> Option<(&'static str, bool)> {
    let text = lossy(content);
    let names = ty.accepted(set).map(|member| member.name);
    let same = names.clone().find(|known| known.eq_ignore_ascii_case(text.trim()));
    match same {
        Some(known) => Some((known, true)),
        None => suggest::closest(&text, names).map(|known| (known, false)),
    }
}

/// `[A-Za-z_][A-Za-z0-9_]{0,127}`
fn is_identifier(content: &[u8]) -> bool {
    content.len() <= 128
        && content.first().is_some_and(|first| !first.is_ascii_digit())
        && content.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}
