//! Text made safe to show: the one place that decides what a terminal, a CI log or an error message may contain.
//!
//! Everything that quotes input goes through here: messages, source lines, diffs, file names, standard error. Three rules
//! hold of the result:
//!
//! 1. It contains no character of [`UNPRINTABLE`] and no `##[`, with which GitHub Actions begins a command. Both are
//!    escaped as JSON escapes them, so an escaped text is escaped to itself.
//! 2. It contains no text that looks like a secret, where it quotes input: see [`without_secrets`].
//! 3. It is truncated at a bound.

mod secrets;

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::convert::Infallible;
use core::fmt::{self, Write};
use core::ops::{Range, RangeInclusive};

pub(crate) use secrets::{HIDDEN, Secrets, may_hold_secrets};

/// Characters that are never printed as they are, as ranges in ascending order: controls (C0, DEL, C1), line and paragraph
/// separators, marks that change the direction of text, and what Unicode calls default-ignorable, which has no width.
///
/// [`Escaped::lines`] makes an exception of line feed and tab.
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

/// The maximum number of characters that a message quotes of the input.
const MAX_QUOTED_CHARS: usize = 64;

/// The maximum number of characters that a message shows of a path: more than any path of declared names has.
pub(crate) const MAX_PATH_CHARS: usize = 1024;

/// Returns whether a character is never printed as it is: see [`UNPRINTABLE`].
///
/// ```
/// use user_processing_result::escape::is_unprintable;
///
/// assert!(is_unprintable('\u{1b}') && is_unprintable('\u{202e}'));
/// assert!(!is_unprintable('é'));
/// ```
#[must_use]
pub fn is_unprintable(character: char) -> bool {
    // Most text is ASCII.
    match character {
        ' '..='~' => false,
        _ => UNPRINTABLE.iter().any(|range| range.contains(&character)),
    }
}

/// Displays a text with every unprintable character and every `##[` escaped as in JSON, and truncated.
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
    keeps_lines: bool,
    max_chars: usize,
}

impl<'a> Escaped<'a> {
    /// Returns a text to be shown within one line: line feeds and tabs are escaped too.
    #[must_use]
    pub fn line(text: &'a str) -> Self {
        Self { text, keeps_lines: false, max_chars: usize::MAX }
    }

    /// Returns a text of several lines: line feeds and tabs are kept.
    #[must_use]
    pub fn lines(text: &'a str) -> Self {
        Self { text, keeps_lines: true, max_chars: usize::MAX }
    }

    /// Limits the result to so many characters, the last of which is `…` where something was left out.
    #[must_use]
    pub fn truncated(self, max_chars: usize) -> Self {
        Self { max_chars, ..self }
    }
}

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_shown_as_it_is() {
            f.write_str(self.text)
        } else {
            self.write(|character| f.write_char(character))
        }
    }
}

impl Escaped<'_> {
    fn keeps(&self, character: char) -> bool {
        self.keeps_lines && matches!(character, '\n' | '\t')
    }

    fn is_shown_as_it_is(&self) -> bool {
        self.text.len() <= self.max_chars && is_printable(self.text, |character| self.keeps(character))
    }

    /// Gives the characters that are shown, one by one. The last one allowed is held back until another follows.
    fn write<E>(&self, mut put: impl FnMut(char) -> Result<(), E>) -> Result<(), E> {
        let (mut count, mut last, mut hashes) = (0, None, 0);
        let mut push = |character: char| {
            count += 1;
            if count < self.max_chars {
                return put(character);
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
        last.map_or(Ok(()), put)
    }
}

/// Returns whether a text needs no escaping.
fn is_printable(text: &str, is_kept: impl Fn(char) -> bool) -> bool {
    let is_fit = |character: char| !is_unprintable(character) || is_kept(character);
    !has_command(text) && (text.bytes().all(|byte| matches!(byte, b' '..=b'~')) || text.chars().all(is_fit))
}

fn has_command(text: &str) -> bool {
    text.as_bytes().windows(3).any(|three| three == b"##[")
}

/// Gives the characters as which one character is shown; `hashes` counts the `#` right before it.
pub(crate) fn escape<E>(
    character: char,
    hashes: &mut usize,
    push: &mut impl FnMut(char) -> Result<(), E>,
) -> Result<(), E> {
    let before = core::mem::replace(hashes, if character == '#' { *hashes + 1 } else { 0 });
    let short = match character {
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        '[' if before >= 2 => 'u',
        _ if is_unprintable(character) => 'u',
        _ => return push(character),
    };
    if short != 'u' {
        push('\\')?;
        return push(short);
    }
    match u32::from(character).checked_sub(0x1_0000) {
        None => escape_unit(character.into(), push),
        Some(above) => {
            escape_unit(0xD800 | above >> 10, push)?;
            escape_unit(0xDC00 | above & 0x3FF, push)
        }
    }
}

/// Gives a UTF-16 unit as JSON escapes it.
fn escape_unit<E>(unit: u32, push: &mut impl FnMut(char) -> Result<(), E>) -> Result<(), E> {
    push('\\')?;
    push('u')?;
    for digit in [12, 8, 4, 0] {
        push(hex_digit(unit >> digit, b"0123456789abcdef"))?;
    }
    Ok(())
}

fn hex_digit(number: u32, alphabet: &[u8; 16]) -> char {
    alphabet[(number & 0xF) as usize].into()
}

/// Appends a byte as two hexadecimal digits.
pub(crate) fn write_hex(byte: u8, out: &mut String) {
    for digit in [byte >> 4, byte] {
        out.push(hex_digit(digit.into(), b"0123456789ABCDEF"));
    }
}

/// Returns a piece of the input as a message quotes it: without secrets, escaped, at most 64 characters long.
pub(crate) fn quote(text: &str) -> String {
    if text.len() <= MAX_QUOTED_CHARS
        && !has_command(text)
        && text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
        && !may_hold_secrets(text.as_bytes())
    {
        return text.to_owned();
    }
    // A secret is recognized by what follows it, too: a little more is looked at than is shown.
    let end = text.char_indices().nth(4 * MAX_QUOTED_CHARS).map_or(text.len(), |(end, _)| end);
    let mut visible = without_secrets(text.get(..end).unwrap_or_default());
    if end < text.len() {
        visible.push('…');
    }
    let mut quoted = String::new();
    // Not by way of its `Display`: the machinery of that would weigh in the wasm.
    let Ok(()) = Escaped::line(&visible).truncated(MAX_QUOTED_CHARS).write(|character| {
        quoted.push(character);
        Ok::<_, Infallible>(())
    });
    quoted
}

/// Returns whether a text can be shown as it is: it has no unprintable characters but those allowed, no `##[`, and nothing
/// that may be a secret.
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

/// Returns the text with `***` in place of everything that may be a secret: what follows `Bearer`, `token`, `secret`,
/// `password` or `Authorization` in any case, and what looks like a token by itself.
///
/// ```
/// use user_processing_result::escape::without_secrets;
///
/// assert_eq!(without_secrets("Authorization: Bearer abc"), "Authorization: ***");
/// ```
#[must_use]
pub fn without_secrets(text: &str) -> String {
    let (mut visible, mut at) = (String::new(), 0);
    for Range { start, end } in Secrets::new(text.as_bytes()) {
        // Slices that could panic would weigh more in the wasm than all of this.
        visible.push_str(text.get(at..start).unwrap_or_default());
        visible.push_str(HIDDEN);
        at = end;
    }
    visible.push_str(text.get(at..).unwrap_or_default());
    visible
}

/// Returns a name or a string as JSON text.
pub(crate) fn literal(content: &str) -> String {
    serde_json::to_string(content).unwrap_or_default()
}
