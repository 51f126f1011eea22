//! Pieces of the input, made fit to be shown.

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;

/// How many characters of the input are quoted at most.
const MOST: usize = 64;

/// The text with control characters escaped, cut to 64 characters.
pub(crate) fn cut(text: &str) -> String {
    if text.len() <= MOST && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    let mut shown = String::new();
    for (count, character) in text.chars().enumerate() {
        // Escaping makes no character shorter: so many are enough.
        if count > MOST {
            break;
        }
        show(character, &mut shown);
    }
    if shown.chars().nth(MOST).is_none() {
        return shown;
    }
    let mut cut: String = shown.chars().take(MOST - 1).collect();
    cut.push('…');
    cut
}

/// A name or a string as JSON text.
pub(crate) fn literal(content: &str) -> String {
    serde_json::to_string(content).unwrap_or_default()
}

/// Shows a text with control characters and what reorders or breaks lines escaped as JSON escapes them.
pub(crate) struct Shown<'a>(pub(crate) &'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = String::new();
        self.0.chars().for_each(|character| show(character, &mut shown));
        f.write_str(&shown)
    }
}

fn show(character: char, out: &mut String) {
    match character {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        _ if is_unfit(character) => {
            out.push_str("\\u");
            put_hex(character.into(), 4, "0123456789abcdef", out);
        }
        _ => out.push(character),
    }
}

/// Adds the last digits of a number to the base of 16.
pub(crate) fn put_hex(number: u32, digits: u32, alphabet: &str, out: &mut String) {
    for digit in (0..digits).rev() {
        let digit = number >> (4 * digit) & 0xF;
        out.push(alphabet.as_bytes()[digit as usize].into());
    }
}

/// Control characters, line separators, and the marks that change the direction of text.
pub(crate) fn is_unfit(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}
