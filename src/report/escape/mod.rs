//! Escaping of text from the input, so that it is safe in a terminal, a CI log or an error message.
//!
//! Everything that quotes input uses this module: messages, source lines, diffs, file names, and standard error. The result
//! satisfies three rules:
//!
//! 1. It contains no character of [`UNPRINTABLE`] and no `##[`, with which GitHub Actions starts a command. Both are
//!    escaped as in JSON. Escaping an escaped text again does not change it.
//! 2. If it quotes input, it contains no text that looks like a secret: see [`without_secrets`].
//! 3. It is truncated at a maximum length.

mod secrets;

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::convert::Infallible;
use core::fmt::{self, Write};
use core::ops::{Range, RangeInclusive};

pub(crate) use secrets::{HIDDEN, Secrets, may_hold_secrets};

/// The characters that are always escaped, as ranges in ascending order.
///
/// They are control characters (C0, DEL, C1), line and paragraph separators, marks that change the direction of text,
/// and the default-ignorable characters of Unicode, which are invisible. [`Escaped::lines`] keeps line feeds and tabs.
pub const UNPRINTABLE: &[RangeInclusive<char>] = &[
    '\0'..='\u{1F}',
    '\u{7F}'..='\u{9F}',
    '\u{AD}'..='\u{AD}',
    '\u{34F}'..='\u{34F}',
    '\u{61C}'..='\u{61C}',
    '\u{115F}'..='\u{1160}',
    '\u{17B4}'..='\u{17B5}',
    '\u{180B}'..='\u{180F}',
    '\u{200B}'..='\u{200F}',
    '\u{2028}'..='\u{202E}',
    '\u{2060}'..='\u{206F}',
    '\u{3164}'..='\u{3164}',
    '\u{FE00}'..='\u{FE0F}',
    '\u{FEFF}'..='\u{FEFF}',
    '\u{FFA0}'..='\u{FFA0}',
    '\u{FFF0}'..='\u{FFFB}',
    '\u{1BCA0}'..='\u{1BCA3}',
    '\u{1D173}'..='\u{1D17A}',
    '\u{E0000}'..='\u{E0FFF}',
];

/// The maximum number of characters of the input that a message quotes.
const MAX_QUOTED_CHARS: usize = 64;

/// The maximum number of characters of a path in a message. No path of declared properties is that long.
pub(crate) const MAX_PATH_CHARS: usize = 1024;

/// Returns `true` if a character is always escaped, because it is one of [`UNPRINTABLE`].
///
/// ```
/// use user_processing_result::escape::is_unprintable;
///
/// assert!(is_unprintable('\u{1b}') && is_unprintable('\u{202e}'));
/// assert!(!is_unprintable('é'));
/// ```
#[must_use]
pub fn is_unprintable(character: char) -> bool {
    // Most characters are printable ASCII, for which no range is searched.
    match character {
        ' '..='~' => false,
        _ => UNPRINTABLE.iter().any(|range| range.contains(&character)),
    }
}

/// A text that is displayed with every unprintable character and every `##[` escaped as in JSON, and possibly truncated.
///
/// ```
/// use user_processing_result::escape::Escaped;
///
/// assert_eq!(Escaped::line("a\tb\u{1b}[2J").to_string(), r"a\tb\u001b[2J");
/// assert_eq!(Escaped::lines("a\tb\r\n##[x").to_string(), "a\tb\\r\n##\\u005bx");
/// assert_eq!(Escaped::line("abcdef").truncated(4).to_string(), "abc…");
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Escaped<'a> {
    text: &'a str,
    /// `true` to keep line feeds and tabs.
    keeps_lines: bool,
    /// The maximum number of characters that are displayed.
    max_chars: usize,
}

impl<'a> Escaped<'a> {
    /// Returns a text that is displayed on one line: line feeds and tabs are escaped, too.
    #[must_use]
    pub fn line(text: &'a str) -> Self {
        Self { text, keeps_lines: false, max_chars: usize::MAX }
    }

    /// Returns a text that is displayed on several lines: line feeds and tabs are kept.
    #[must_use]
    pub fn lines(text: &'a str) -> Self {
        Self { text, keeps_lines: true, max_chars: usize::MAX }
    }

    /// Limits the displayed text to `max_chars` characters. If it is longer, the last of them is `…`.
    #[must_use]
    pub fn truncated(self, max_chars: usize) -> Self {
        Self { max_chars, ..self }
    }
}

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_unchanged() {
            f.write_str(self.text)
        } else {
            self.write(|character| f.write_char(character))
        }
    }
}

impl Escaped<'_> {
    /// Returns `true` for a line feed or a tab that is not escaped.
    fn keeps(&self, character: char) -> bool {
        self.keeps_lines && matches!(character, '\n' | '\t')
    }

    /// Returns `true` if the text needs neither escaping nor truncation.
    fn is_unchanged(&self) -> bool {
        self.text.len() <= self.max_chars && is_printable(self.text, |character| self.keeps(character))
    }

    /// Passes the displayed characters to `write`, one by one.
    ///
    /// The last character that fits is kept back until the end, because `…` replaces it if another one follows.
    fn write<E>(&self, mut write: impl FnMut(char) -> Result<(), E>) -> Result<(), E> {
        let mut count = 0;
        let mut last = None;
        let mut hashes = 0;
        let mut push = |character: char| {
            count += 1;
            if count < self.max_chars {
                return write(character);
            }
            last = Some(if count == self.max_chars { character } else { '…' });
            Ok(())
        };
        for character in self.text.chars() {
            if self.keeps(character) {
                push(character)?;
            } else {
                escape(character, &mut hashes, &mut push)?;
            }
        }
        last.map_or(Ok(()), write)
    }
}

/// Returns `true` if a text needs no escaping. `is_allowed` returns `true` for unprintable characters that are kept.
fn is_printable(text: &str, is_allowed: impl Fn(char) -> bool) -> bool {
    let is_safe = |character: char| !is_unprintable(character) || is_allowed(character);
    !has_command(text) && (is_printable_ascii(text) || text.chars().all(is_safe))
}

fn is_printable_ascii(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Returns `true` if a text contains `##[`, with which GitHub Actions starts a command.
fn has_command(text: &str) -> bool {
    text.as_bytes().windows(3).any(|three| three == b"##[")
}

/// Passes a character to `push`, escaped if necessary. `hashes` is the number of `#` directly before it, and is updated.
pub(crate) fn escape<E>(
    character: char,
    hashes: &mut usize,
    push: &mut impl FnMut(char) -> Result<(), E>,
) -> Result<(), E> {
    let hashes_before = core::mem::replace(hashes, if character == '#' { *hashes + 1 } else { 0 });
    let escape = match character {
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        '[' if hashes_before >= 2 => 'u',
        _ if is_unprintable(character) => 'u',
        _ => return push(character),
    };
    if escape != 'u' {
        push('\\')?;
        return push(escape);
    }
    match u32::from(character).checked_sub(0x1_0000) {
        None => escape_unit(character.into(), push),
        Some(supplementary) => {
            escape_unit(0xD800 | supplementary >> 10, push)?;
            escape_unit(0xDC00 | supplementary & 0x3FF, push)
        }
    }
}

/// Passes the escape `\uXXXX` of a UTF-16 code unit to `push`.
fn escape_unit<E>(unit: u32, push: &mut impl FnMut(char) -> Result<(), E>) -> Result<(), E> {
    push('\\')?;
    push('u')?;
    for shift in [12, 8, 4, 0] {
        push(hex_digit(unit >> shift, b"0123456789abcdef"))?;
    }
    Ok(())
}

/// Returns the hexadecimal digit of the lowest four bits of a number.
fn hex_digit(number: u32, alphabet: &[u8; 16]) -> char {
    alphabet[(number & 0xF) as usize].into()
}

/// Appends a byte as two uppercase hexadecimal digits.
pub(crate) fn write_hex(byte: u8, out: &mut impl Write) -> fmt::Result {
    out.write_char(hex_digit((byte >> 4).into(), b"0123456789ABCDEF"))?;
    out.write_char(hex_digit(byte.into(), b"0123456789ABCDEF"))
}

/// Returns a part of the input as a message quotes it: without secrets, escaped, and truncated to 64 characters.
pub(crate) fn quote(text: &str) -> String {
    if text.len() <= MAX_QUOTED_CHARS
        && !has_command(text)
        && is_printable_ascii(text)
        && !may_hold_secrets(text.as_bytes())
    {
        return text.to_owned();
    }
    // The text after the quoted part can show that the part is a secret, so more is searched than is quoted.
    let end = text.char_indices().nth(4 * MAX_QUOTED_CHARS).map_or(text.len(), |(end, _)| end);
    let mut visible = without_secrets(text.get(..end).unwrap_or_default());
    if end < text.len() {
        visible.push('…');
    }
    let mut quoted = String::new();
    // This does not use `Display`, because `core::fmt` would add to the size of the wasm.
    let Ok(()) = Escaped::line(&visible).truncated(MAX_QUOTED_CHARS).write(|character| {
        quoted.push(character);
        Ok::<_, Infallible>(())
    });
    quoted
}

/// Returns `true` if a text can be printed unchanged: it has no unprintable characters except those in `allowed`, no `##[`,
/// and nothing that may be a secret.
///
/// ```
/// use user_processing_result::escape::is_safe_to_print;
///
/// assert!(is_safe_to_print("a\tb", "\t") && !is_safe_to_print("a\tb", ""));
/// assert!(!is_safe_to_print("Bearer abc", ""));
/// ```
#[must_use]
pub fn is_safe_to_print(text: &str, allowed: &str) -> bool {
    is_printable(text, |character| allowed.contains(character)) && !may_hold_secrets(text.as_bytes())
}

/// Returns the text with `***` in place of everything that may be a secret.
///
/// That is a value after `Bearer`, `token`, `secret`, `password` or `Authorization`, in any case, and anything that
/// looks like a token.
///
/// ```
/// use user_processing_result::escape::without_secrets;
///
/// assert_eq!(without_secrets("Authorization: Bearer abc"), "Authorization: ***");
/// ```
#[must_use]
pub fn without_secrets(text: &str) -> String {
    let mut visible = String::new();
    let mut position = 0;
    for Range { start, end } in Secrets::new(text.as_bytes()) {
        // A slice that can panic would add more to the wasm than this whole function.
        visible.push_str(text.get(position..start).unwrap_or_default());
        visible.push_str(HIDDEN);
        position = end;
    }
    visible.push_str(text.get(position..).unwrap_or_default());
    visible
}

/// Returns a string as JSON text, with quotes.
pub(crate) fn literal(content: &str) -> String {
    serde_json::to_string(content).unwrap_or_default()
}
