//! The value of the annotation `@odata.type`: `T`, `#T`, or an absolute URI that ends in `#T`.

use crate::json::scan::strip_byte;
use crate::json::swar;

/// Returns `true` if the name of an annotation is `@odata.type`, or its short form `@type`.
pub(crate) fn is_type_annotation(annotation: &[u8]) -> bool {
    matches!(annotation, b"@odata.type" | b"@type")
}

/// Returns the text after the member `"@odata.type":"#T"`, or `None` if the text does not start with it in this form.
#[inline]
pub(crate) fn strip_fast<'a>(text: &'a [u8], ty: &str) -> Option<&'a [u8]> {
    let name = text.strip_prefix(b"\"@odata.type\":\"#")?;
    strip_byte(b'"', swar::strip_long_prefix(name, ty.as_bytes())?)
}

/// Returns `true` if the content of a string names the type `ty`: it is `T`, `#T`, or an absolute URI that ends in `#T`.
pub(crate) fn names_type(content: &[u8], ty: &str) -> bool {
    let Some(before) = content.strip_suffix(ty.as_bytes()) else { return false };
    match before {
        b"" | b"#" => true,
        [uri @ .., b'#'] => is_absolute_uri(uri),
        _ => false,
    }
}

/// Returns `true` if a text has a scheme, a colon, and then only characters that an absolute URI may contain (RFC 3986).
fn is_absolute_uri(uri: &[u8]) -> bool {
    let Some(colon) = uri.iter().position(|byte| *byte == b':') else { return false };
    let (scheme, rest) = uri.split_at(colon);
    scheme.first().is_some_and(u8::is_ascii_alphabetic)
        && scheme.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte))
        && rest.iter().all(|byte| byte.is_ascii_graphic() && !b"\"#<>\\^`{|}".contains(byte))
}
