//! Scanning of the parts of a JSON text, each at the start of the remaining text.
//!
//! A function returns the text after the part, or `None` if the part is not in the common form that the fast path handles.
//! The caller then falls back to serde_json, which decides whether it is JSON.

use serde::de::IgnoredAny;
use serde_json::Deserializer;

use super::swar;

/// Returns the text after a byte, or `None` if the text does not start with it.
#[inline(always)]
pub(crate) fn strip_byte(byte: u8, text: &[u8]) -> Option<&[u8]> {
    match text {
        [first, rest @ ..] if *first == byte => Some(rest),
        _ => None,
    }
}

/// Returns the text after the white space at its start, if there is any.
#[inline(always)]
pub(crate) fn skip_white_space(text: &[u8]) -> &[u8] {
    match text {
        [(..=b' '), ..] => skip_white_space_by_byte(text),
        _ => text,
    }
}

/// Returns the text after its white space.
///
/// It is a function of its own so that the common case, no white space, can be inlined everywhere.
#[inline(never)]
fn skip_white_space_by_byte(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t' | b'\n' | b'\r', rest @ ..] = text {
        text = rest;
    }
    text
}

/// Returns `true` if a text is empty or consists of white space.
#[inline(always)]
pub(crate) fn is_blank(text: &[u8]) -> bool {
    skip_white_space(text).is_empty()
}

/// Returns the content of a string and the text after it, or `None` if the string has escapes or is not valid.
#[inline]
pub(crate) fn string(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let text = strip_byte(b'"', text)?;
    let length = swar::unescaped_ascii_len(text);
    match &text[length..] {
        [b'"', rest @ ..] => Some((&text[..length], rest)),
        [(0x80..=0xFF), ..] => non_ascii_string(text),
        _ => None,
    }
}

/// Returns the content of a string like [`string`], given without its opening quote. It may contain any character.
fn non_ascii_string(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = text.iter().position(|byte| matches!(byte, ..b' ' | b'"' | b'\\'))?;
    let content = str::from_utf8(&text[..length]).ok()?;
    Some((content.as_bytes(), strip_byte(b'"', &text[length..])?))
}

/// Returns the text after a JSON value, or `None` if the text does not start with a valid one.
///
/// This function includes the fallback: `None` means that serde_json rejected the value.
#[inline]
pub(crate) fn skip_value(text: &[u8]) -> Option<&[u8]> {
    let fast = match text.first()? {
        b'"' => string(text).map(|(_, rest)| rest),
        b'-' | b'0'..=b'9' => {
            integer(text).map(|integer| &integer.digits[integer.length..]).filter(|rest| ends_value(rest))
        }
        _ => None,
    };
    fast.or_else(|| skip_with_serde(text))
}

/// An integer of any length at the start of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Integer<'a> {
    /// `true` if a minus sign precedes the digits.
    pub(crate) is_negative: bool,
    /// The text from the first digit on, including what follows the integer.
    pub(crate) digits: &'a [u8],
    /// The number of digits.
    pub(crate) length: usize,
}

/// Scans the integer at the start of a text: an optional minus sign, then the grammar `int` of RFC 8259.
///
/// Returns `None` if there is no digit, or a zero before other digits.
pub(crate) fn integer(text: &[u8]) -> Option<Integer<'_>> {
    let (is_negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let length = swar::count_digits(digits);
    if length == 0 || (digits[0] == b'0' && length > 1) {
        return None;
    }
    Some(Integer { is_negative, digits, length })
}

/// Returns `true` if a text starts with a byte that can follow a member's value. A number needs one to be complete.
#[inline(always)]
pub(crate) fn ends_value(rest: &[u8]) -> bool {
    matches!(rest, [b',' | b'}' | b' ' | b'\t' | b'\n' | b'\r', ..])
}

/// Returns the text after an object such as `{"id":"..."}`, whose values are strings.
///
/// Returns `None` for anything else, including an empty object, white space between the parts, and escapes.
pub(crate) fn skip_object_of_strings(text: &[u8]) -> Option<&[u8]> {
    let mut text = strip_byte(b'{', text)?;
    loop {
        let (_, after_name) = string(text)?;
        let (_, after_value) = string(strip_byte(b':', after_name)?)?;
        match after_value {
            [b',', rest @ ..] => text = rest,
            [b'}', rest @ ..] => return Some(rest),
            _ => return None,
        }
    }
}

/// Returns the text after a JSON value, or `None` if serde_json rejects the value or it is not UTF-8.
pub(crate) fn skip_with_serde(text: &[u8]) -> Option<&[u8]> {
    let mut values = Deserializer::from_slice(text).into_iter::<IgnoredAny>();
    values.next()?.ok()?;
    let (value, rest) = text.split_at(values.byte_offset());
    str::from_utf8(value).is_ok().then_some(rest)
}
