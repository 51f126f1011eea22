//! Text made safe to show: the one place that decides what a terminal, a CI log or an error message may contain.
//!
//! Everything that quotes input goes through here: messages, source lines, diffs, file names, standard error. Three rules
//! hold of the result:
//!
//! 1. It contains no character of [`UNPRINTABLE`] and no `##[`, with which GitHub Actions begins a command. Both are
//!    escaped as JSON escapes them, so an escaped text is escaped to itself.
//! 2. It contains no text that looks like a secret: see [`secrets`].
//! 3. It is truncated at a bound.

mod secrets;

use alloc::borrow::ToOwned;
use alloc::string::String;
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
        let is_kept = |character| self.keeps_lines && matches!(character, '\n' | '\t');
        if self.text.len() <= self.max_chars && is_printable(self.text, is_kept) {
            return f.write_str(self.text);
        }
        let mut line = Line { out: f, max_chars: self.max_chars, held: None };
        let mut hashes = 0;
        for character in self.text.chars() {
            if is_kept(character) {
                line.push(character)?;
            } else {
                escape(character, &mut hashes, |character| line.push(character))?;
            }
        }
        line.finish()
    }
}

/// Writes characters up to a maximum.
struct Line<'a, W> {
    out: &'a mut W,
    /// How many more may be written.
    max_chars: usize,
    /// The character that is the last one allowed: it is written if no other follows.
    held: Option<char>,
}

impl<W: Write> Line<'_, W> {
    fn push(&mut self, character: char) -> fmt::Result {
        match self.max_chars {
            0 => {
                if self.held.take().is_some() {
                    self.out.write_char('…')?;
                }
                Ok(())
            }
            1 => {
                (self.max_chars, self.held) = (0, Some(character));
                Ok(())
            }
            _ => {
                self.max_chars -= 1;
                self.out.write_char(character)
            }
        }
    }

    fn finish(self) -> fmt::Result {
        self.held.map_or(Ok(()), |character| self.out.write_char(character))
    }
}

/// Returns whether a text needs no escaping.
fn is_printable(text: &str, is_kept: impl Fn(char) -> bool) -> bool {
    let is_fit = |character: char| !is_unprintable(character) || is_kept(character);
    !text.contains("##[")
        && (text.bytes().all(|byte| matches!(byte, b' '..=b'~')) || text.chars().all(is_fit))
}

/// Gives the characters as which one character is shown; `hashes` counts the `#` right before it.
pub(crate) fn escape<E>(
    character: char,
    hashes: &mut usize,
    mut push: impl FnMut(char) -> Result<(), E>,
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
    for unit in character.encode_utf16(&mut [0; 2]) {
        push('\\')?;
        push('u')?;
        for digit in [12, 8, 4, 0] {
            push(hex_digit(*unit >> digit, b"0123456789abcdef"))?;
        }
    }
    Ok(())
}

fn hex_digit(number: u16, alphabet: &[u8; 16]) -> char {
    alphabet[usize::from(number & 0xF)].into()
}

/// Appends a byte as two hexadecimal digits.
pub(crate) fn write_hex(byte: u8, out: &mut String) {
    out.extend([byte >> 4, byte].map(|digit| hex_digit(digit.into(), b"0123456789ABCDEF")));
}

/// Returns a piece of the input as a message quotes it: without secrets, escaped, at most 64 characters long.
pub(crate) fn quote(text: &str) -> String {
    if text.len() <= MAX_QUOTED_CHARS
        && !text.contains("##[")
        && text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
        && !may_hold_secrets(text.as_bytes())
    {
        return text.to_owned();
    }
    // A secret is recognized by what follows it, too: a little more is looked at than is shown.
    let end = text.char_indices().nth(4 * MAX_QUOTED_CHARS).map_or(text.len(), |(end, _)| end);
    let visible = without_secrets(&text[..end]);
    let mut quoted = String::new();
    let is_cut = end < text.len();
    let shown = Escaped::line(&visible).truncated(MAX_QUOTED_CHARS);
    // A string takes whatever is written.
    let _ = write!(quoted, "{shown}");
    if is_cut && !quoted.ends_with('…') {
        quoted.push('…');
    }
    quoted
}

/// Returns whether a text can be shown as it is: it has no unprintable characters but those allowed, no `##[`, and nothing
/// that may be a secret.
///
/// ```
/// use user_processing_result::escape::is_printed_as_it_is;
///
/// assert!(is_printed_as_it_is("a\tb", "\t") && !is_printed_as_it_is("a\tb", ""));
/// assert!(!is_printed_as_it_is("Bearer abc", ""));
/// ```
#[must_use]
pub fn is_printed_as_it_is(text: &str, allowed: &str) -> bool {
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
        visible.extend([&text[at..start], HIDDEN]);
        at = end;
    }
    visible.push_str(&text[at..]);
    visible
}

/// Returns a name or a string as JSON text.
pub(crate) fn literal(content: &str) -> String {
    serde_json::to_string(content).unwrap_or_default()
}
