//! Unescaping of JSON strings.
//!
//! serde_json keeps unpaired surrogates only when it deserializes bytes, and that links its printing of floats into the
//! wasm, which costs several kilobytes.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

/// Returns the content of a valid string literal, given with its quotes; an unpaired surrogate is encoded as WTF-8.
pub(crate) fn unescape(literal: &[u8]) -> Cow<'_, [u8]> {
    let content = &literal[1..literal.len() - 1];
    if memchr::memchr(b'\\', content).is_none() {
        return Cow::Borrowed(content);
    }
    let mut text = Vec::with_capacity(content.len());
    let mut rest = content;
    while let Some(backslash) = memchr::memchr(b'\\', rest) {
        text.extend_from_slice(&rest[..backslash]);
        rest = write_escape(&rest[backslash + 1..], &mut text);
    }
    text.extend_from_slice(rest);
    Cow::Owned(text)
}

/// Returns the text of a string that may contain unpaired surrogates, each of which is replaced by U+FFFD.
#[must_use]
pub fn lossy(wtf8: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = str::from_utf8(wtf8) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(wtf8.len());
    for chunk in wtf8.utf8_chunks() {
        text.push_str(chunk.valid());
        // A surrogate has three bytes, each of them an invalid chunk; only the first one is replaced.
        if chunk.invalid().first() == Some(&0xED) {
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    Cow::Owned(text)
}

/// Appends the character of an escape, given without its backslash, and returns the text after the escape.
fn write_escape<'a>(escape: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
    let (kind, rest) = escape.split_first().unwrap_or((&0, b""));
    match kind {
        b'u' => return write_code_unit(rest, out),
        b'b' => out.push(8),
        b'f' => out.push(12),
        b'n' => out.push(b'\n'),
        b'r' => out.push(b'\r'),
        b't' => out.push(b'\t'),
        verbatim => out.push(*verbatim),
    }
    rest
}

/// Appends the character of a `\u` escape, or of two of them that are a surrogate pair, and returns the text after it.
fn write_code_unit<'a>(digits: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
    let (first, rest) = digits.split_at(4);
    let second = rest.strip_prefix(b"\\u").map(|rest| rest.split_at(4));
    let units = [parse_hex(first), second.map_or(0, |(second, _)| parse_hex(second))];
    if let Some(Ok(character)) = char::decode_utf16(units).next() {
        out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        if character.len_utf16() == 2 { second.map_or(rest, |(_, rest)| rest) } else { rest }
    } else {
        let [high, low] = units[0].to_be_bytes();
        out.extend([0xED, 0x80 | (high & 0x0F) << 2 | low >> 6, 0x80 | (low & 0x3F)]);
        rest
    }
}

/// Returns the number of four hexadecimal digits. The literal is valid, so there is no other case.
fn parse_hex(digits: &[u8]) -> u16 {
    str::from_utf8(digits).ok().and_then(|digits| u16::from_str_radix(digits, 16).ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::unescape;
    use crate::json::reference::content;
    use crate::testing::config;

    proptest! {
        #![proptest_config(config(20_000))]

        #[test]
        fn strings_with_any_escapes_are_unescaped_as_by_serde_json(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..8)) {
            let literal = format!("\"{}\"", pieces.concat());
            prop_assert_eq!(unescape(literal.as_bytes()), content(&literal));
        }
    }

    const PIECES: &[&str] = &[
        "a", "ç", "漢", "🙂", r"\\", r"\/", r#"\""#, r"\b", r"\f", r"\n", r"\r", r"\t", r"\u0000", r"\u0041",
        r"\u00E7", r"\u6f22", r"\uFFFF", r"\uD83D", r"\ude42", r"\ud800", r"\uDFFF", "u0041",
    ];
}
