//! Pieces of JSON text, each taken from the front of what is left: what the quick readers are made of.
//!
//! None says nothing but that a piece is not of the kind that programs write; whether it is JSON the other reader tells.

use serde::de::IgnoredAny;
use serde_json::Deserializer;

use super::swar;

/// One byte.
#[inline(always)]
pub(crate) fn symbol(symbol: u8, text: &[u8]) -> Option<&[u8]> {
    match text {
        [first, rest @ ..] if *first == symbol => Some(rest),
        _ => None,
    }
}

/// White space, if there is any.
#[inline(always)]
pub(crate) fn skip_white_space(text: &[u8]) -> &[u8] {
    match text {
        [(..=b' '), ..] => after_white_space(text),
        _ => text,
    }
}

#[inline(never)]
fn after_white_space(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t' | b'\n' | b'\r', rest @ ..] = text {
        text = rest;
    }
    text
}

/// Whether nothing but white space is left.
#[inline(always)]
pub(crate) fn is_blank(text: &[u8]) -> bool {
    skip_white_space(text).is_empty()
}

/// The content of a string without escapes.
#[inline]
pub(crate) fn string(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let text = symbol(b'"', text)?;
    let length = swar::unescaped_ascii_len(text);
    match &text[length..] {
        [b'"', rest @ ..] => Some((&text[..length], rest)),
        [(0x80..=0xFF), ..] => foreign_string(text),
        _ => None,
    }
}

/// The same where not all is ASCII.
fn foreign_string(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = text.iter().position(|byte| matches!(byte, ..b' ' | b'"' | b'\\'))?;
    let content = str::from_utf8(&text[..length]).ok()?;
    Some((content.as_bytes(), symbol(b'"', &text[length..])?))
}

/// A value, whichever it is.
#[inline]
pub(crate) fn value(text: &[u8]) -> Option<&[u8]> {
    let usual = match text.first()? {
        b'"' => string(text).map(|(_, rest)| rest),
        b'-' | b'0'..=b'9' => {
            integer(text).map(|integer| &integer.digits[integer.length..]).filter(|rest| is_end(rest))
        }
        _ => None,
    };
    usual.or_else(|| skip_with_serde(text))
}

/// An integer of any length at the start of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Integer<'a> {
    pub(crate) is_negative: bool,
    /// The text from the first digit on, beyond the end of the integer.
    pub(crate) digits: &'a [u8],
    /// The number of digits.
    pub(crate) length: usize,
}

/// Scans an integer without a leading zero, as the grammar `int` of RFC 8259 with a sign.
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

/// Whether a value that ends here is over.
#[inline(always)]
pub(crate) fn is_end(rest: &[u8]) -> bool {
    matches!(rest, [b',' | b'}' | b' ' | b'\t' | b'\n' | b'\r', ..])
}

/// An object of strings alone without white space, as `{"id":"..."}`.
pub(crate) fn strings(text: &[u8]) -> Option<&[u8]> {
    let mut text = symbol(b'{', text)?;
    loop {
        let (_, rest) = string(text)?;
        let (_, rest) = string(symbol(b':', rest)?)?;
        match rest {
            [b',', rest @ ..] => text = rest,
            [b'}', rest @ ..] => return Some(rest),
            _ => return None,
        }
    }
}

/// A value, as serde_json reads it.
pub(crate) fn skip_with_serde(text: &[u8]) -> Option<&[u8]> {
    let mut values = Deserializer::from_slice(text).into_iter::<IgnoredAny>();
    values.next()?.ok()?;
    let (value, rest) = text.split_at(values.byte_offset());
    str::from_utf8(value).is_ok().then_some(rest)
}
