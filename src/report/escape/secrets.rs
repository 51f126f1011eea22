//! Recognition of text that may be a secret, so that it is not quoted. False positives only hide a part of a quotation.
//!
//! ```text
//! secret    = keyword name-tail separators value     value is hidden
//!           / jwt / opaque                           all of it is hidden
//! keyword   = "authorization" / "bearer" / "password" / "secret" / "token"      in any case, anywhere in a word
//! name-tail = *( ALPHA / DIGIT / "_" )               as in passwordHash, which is a name and not a secret
//! value     = a quoted string                        to its end
//!           / a JSON value after a quoted name       to the next "," "}" "]" or quote
//!           / an object or an array                  to its end
//!           / anything else                          to the next quote or line feed
//! jwt       = "eyJ" 13*token-char                    a JSON object in base64url
//! opaque    = 32*token-char                          with a digit, a small and a capital letter, without "."
//! ```

use core::ops::Range;

/// The text that replaces a secret.
pub(crate) const HIDDEN: &str = "***";

/// The words before a secret, in lower case.
const KEYWORDS: [&[u8]; 5] = [b"authorization", b"bearer", b"password", b"secret", b"token"];

/// The minimum length of a word that looks like a JSON Web Token (JWT), in bytes.
const MIN_JWT_BYTES: usize = 16;
/// The minimum length of a word that looks like an opaque token, in bytes.
const MIN_OPAQUE_BYTES: usize = 32;

/// An iterator over the byte ranges of a text that may be secrets, in ascending order, each on character boundaries.
#[derive(Debug, Clone)]
pub(crate) struct Secrets<'a> {
    text: &'a [u8],
    /// The offset at which the search continues.
    position: usize,
}

impl<'a> Secrets<'a> {
    /// Returns the secrets of a text, which must be UTF-8.
    pub(crate) fn new(text: &'a [u8]) -> Self {
        Self { text, position: 0 }
    }
}

impl Iterator for Secrets<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let text = self.text;
        loop {
            let start = self.position + text[self.position..].iter().position(|byte| is_token_char(*byte))?;
            let end = start + text[start..].iter().take_while(|byte| is_token_char(**byte)).count();
            let word = &text[start..end];
            let secret = match keyword_end(word) {
                Some(end) => value_after(text, start + end),
                None => is_token(word).then_some(start..end),
            };
            match secret {
                Some(range) => {
                    self.position = range.end;
                    return Some(range);
                }
                None => self.position = end,
            }
        }
    }
}

/// Returns `true` if any part of a text may be a secret.
pub(crate) fn may_hold_secrets(text: &[u8]) -> bool {
    Secrets::new(text).next().is_some()
}

/// Returns `true` for a character of a token, such as one in base64url.
fn is_token_char(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~+".contains(&byte)
}

/// Returns the offset of the end of the first keyword in a word, or `None` if it contains no keyword.
fn keyword_end(word: &[u8]) -> Option<usize> {
    (0..word.len()).find_map(|start| {
        let rest = &word[start..];
        // No keyword starts with any other letter. This is faster than five comparisons.
        if !matches!(rest[0] | 0x20, b'a' | b'b' | b'p' | b's' | b't') {
            return None;
        }
        let is_keyword = |keyword: &&&[u8]| {
            rest.get(..keyword.len()).is_some_and(|start| start.eq_ignore_ascii_case(keyword))
        };
        KEYWORDS.iter().find(is_keyword).map(|keyword| start + keyword.len())
    })
}

/// Returns `true` if a word without a keyword looks like a token.
fn is_token(word: &[u8]) -> bool {
    let is_jwt = word.len() >= MIN_JWT_BYTES && word.starts_with(b"eyJ");
    is_jwt || (word.len() >= MIN_OPAQUE_BYTES && word.split(|byte| *byte == b'.').any(is_opaque))
}

/// Returns `true` if a word looks like an opaque token: it is long, and has a digit, a small and a capital letter.
fn is_opaque(word: &[u8]) -> bool {
    let has = |is: fn(&u8) -> bool| word.iter().any(is);
    word.len() >= MIN_OPAQUE_BYTES
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_uppercase)
}

/// Returns the range of the value after a keyword, or `None` if no value follows. `keyword_end` is the end of the keyword.
fn value_after(text: &[u8], keyword_end: usize) -> Option<Range<usize>> {
    let name_tail = text[keyword_end..].iter();
    let name_tail = name_tail.take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_');
    let mut start = keyword_end + name_tail.count();
    let mut kind = ValueKind::Other;
    loop {
        match text.get(start)? {
            quote @ (b'"' | b'\'') => kind = ValueKind::String(*quote),
            b':' if kind != ValueKind::Other => kind = ValueKind::Json,
            b',' | b'}' | b']' | b'\n' => return None,
            b'{' | b'[' => {
                kind = ValueKind::Nested;
                break;
            }
            byte if byte.is_ascii_alphanumeric() || !byte.is_ascii() => break,
            _ => {}
        }
        start += 1;
    }
    Some(start..value_end(kind, text, start))
}

/// The kind of a value after a keyword, as the separators between them show it. It determines where the value ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ValueKind {
    /// A string in these quotes.
    String(u8),
    /// A JSON value other than a string, an object or an array, after a quoted name and a colon.
    Json,
    /// An object or an array.
    Nested,
    /// Any other text.
    Other,
}

/// Returns the offset of the end of a value, which is the length of the text if the value is not closed.
fn value_end(kind: ValueKind, text: &[u8], start: usize) -> usize {
    let mut depth = 0_usize;
    let mut in_string = false;
    let mut is_escaped = false;
    for (offset, byte) in text.iter().enumerate().skip(start) {
        let is_quote = *byte == b'"' && !is_escaped;
        let ends = match kind {
            ValueKind::String(quote) => *byte == b'\n' || (*byte == quote && !is_escaped),
            ValueKind::Json => b",}]\"\n".contains(byte),
            ValueKind::Other => b"\"\n".contains(byte),
            ValueKind::Nested => {
                depth = match byte {
                    b'{' | b'[' if !in_string => depth + 1,
                    b'}' | b']' if !in_string => depth - 1,
                    _ => depth,
                };
                if depth == 0 {
                    return offset + 1;
                }
                false
            }
        };
        if ends {
            return offset;
        }
        in_string ^= is_quote;
        is_escaped = *byte == b'\\' && !is_escaped;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use proptest::prelude::*;

    use crate::report::escape::{Escaped, is_unprintable, quote, without_secrets};
    use crate::testing::config;

    #[test]
    fn text_with_a_secret_is_hidden_and_a_name_is_not() {
        for (text, visible) in [
            ("Bearer abc", "Bearer ***"),
            ("BEARER   abc def", "BEARER   ***"),
            ("Authorization: Basic dXNlcjpwYXNz", "Authorization: ***"),
            ("Authorization: Bearer a.b.c", "Authorization: ***"),
            (r#"{"access_token": "abc, \"def\"", "id": 1}"#, r#"{"access_token": "***", "id": 1}"#),
            (r#"{"clientSecret":12,"id":1}"#, r#"{"clientSecret":***,"id":1}"#),
            (r#"{"secret": {"a": "}\"", "b": [1]}, "id": 1}"#, r#"{"secret": ***, "id": 1}"#),
            (r#"{"secrets": ["a", {"b": "c"#, r#"{"secrets": ***"#),
            (r#"{"passwordProfile": null, "id": 1}"#, r#"{"passwordProfile": ***, "id": 1}"#),
            (r#"["token", "id"]"#, r#"["token", "id"]"#),
            (r#""passwordProfile""#, r#""passwordProfile""#),
            ("application/json; token=abc", "application/json; token=***"),
            ("/v1.0/token/abc", "/v1.0/token/***"),
            ("x?access_token=abc&b=c", "x?access_token=***"),
            ("Token 漢字\nnext", "Token ***\nnext"),
            ("\"eyJhbGciOiJIUzI1NiJ9.e30.abc-_\"", "\"***\""),
            ("x=abcdefghijklmnopqrstuvwxyz0123456789ABCDEF==", "x=***=="),
            ("5c9c2f6e-1b2a-4c3d-9e8f-0123456789ab", "5c9c2f6e-1b2a-4c3d-9e8f-0123456789ab"),
            (
                "#microsoft.graph.identityGovernance.userProcessingResult",
                "#microsoft.graph.identityGovernance.userProcessingResult",
            ),
            ("2026-03-01T06:00:11.1348863Z", "2026-03-01T06:00:11.1348863Z"),
            ("token", "token"),
            ("token: ", "token: "),
            ("", ""),
        ] {
            assert_eq!(without_secrets(text), visible, "{text}");
        }
    }

    #[test]
    fn unprintable_ranges_are_in_ascending_order() {
        let ranges = crate::report::escape::UNPRINTABLE;
        assert!(ranges.windows(2).all(|pair| pair[0].end() < pair[1].start()));
        assert!(ranges.iter().all(|range| range.start() <= range.end()));
    }

    proptest! {
        #![proptest_config(config(4000))]

        #[test]
        fn escaped_text_of_any_characters_is_printable_bounded_and_unchanged_by_escaping_again(text in r"(\PC|\pC|[a-z#\[ \n\t\r\\]){0,90}", max_chars in 1..100_usize) {
            let line = Escaped::line(&text).truncated(max_chars).to_string();
            prop_assert!(!line.chars().any(is_unprintable) && !line.contains("##["), "{line:?}");
            prop_assert!(line.chars().count() <= max_chars, "{line:?}");
            let whole = Escaped::line(&text).to_string();
            prop_assert_eq!(Escaped::line(&whole).to_string(), whole.as_str());
            prop_assert_eq!(line == whole, whole.chars().count() <= max_chars);
            let lines = Escaped::lines(&text).to_string();
            let is_safe = |character| !is_unprintable(character) || matches!(character, '\n' | '\t');
            prop_assert!(lines.chars().all(is_safe) && !lines.contains("##["), "{lines:?}");
            let quoted = quote(&text);
            prop_assert!(!quoted.chars().any(is_unprintable) && quoted.chars().count() <= 64, "{quoted:?}");
        }

        #[test]
        fn token_after_a_keyword_in_any_text_is_not_quoted(
            before in "[a-z {}:,\"=/]{0,20}", keyword in prop::sample::select(&["bearer", "Token", "SECRET", "passWord", "clientSecret", "Authorization"][..]),
            separator in "[ ]?[:= /]{1,3}[\"']?", token in "[a-zA-Z0-9._-]{8,30}Q7", after in "[ ,}\"a-z]{0,10}",
        ) {
            let text = format!("{before}{keyword}{separator}{token}{after}");
            prop_assert!(!without_secrets(&text).contains("Q7"), "{}", without_secrets(&text));
            prop_assert!(!quote(&text).contains("Q7"), "{}", quote(&text));
        }
    }
}
