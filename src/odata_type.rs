//! The annotation `@odata.type`: `T`, `#T`, or an absolute URI that ends in `#T`.

use crate::scan::symbol;
use crate::word;

/// Whether an annotation is this one, by either of its names.
pub(crate) fn is_asked(annotation: &[u8]) -> bool {
    matches!(annotation, b"@odata.type" | b"@type")
}

/// What comes after `"@odata.type":"#T"`, as nearly everybody writes it.
#[inline]
pub(crate) fn usual<'a>(text: &'a [u8], ty: &str) -> Option<&'a [u8]> {
    let name = text.strip_prefix(b"\"@odata.type\":\"#")?;
    symbol(b'"', word::strip(name, ty.as_bytes())?)
}

/// Whether the content of a string names the type `T`.
pub(crate) fn names_type(content: &[u8], ty: &str) -> bool {
    let Some(before) = content.strip_suffix(ty.as_bytes()) else { return false };
    match before {
        b"" | b"#" => true,
        [uri @ .., b'#'] => is_absolute_uri(uri),
        _ => false,
    }
}

/// `scheme ":" hier-part [ "?" query ]` of RFC 3986, by its characters.
fn is_absolute_uri(uri: &[u8]) -> bool {
    let Some(colon) = uri.iter().position(|byte| *byte == b':') else { return false };
    let (scheme, rest) = uri.split_at(colon);
    scheme.first().is_some_and(u8::is_ascii_alphabetic)
        && scheme.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte))
        && rest.iter().all(|byte| byte.is_ascii_graphic() && !b"\"#<>\\^`{|}".contains(byte))
}
