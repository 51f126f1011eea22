//! Pieces of the input, made fit to be shown.

use std::fmt::{self, Write};

/// How many characters of the input are quoted at most.
const MOST: usize = 64;

/// The text with control characters escaped, cut to 64 characters.
pub(crate) fn cut(text: &str) -> String {
    if text.len() <= MOST && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    // Escaping makes no character shorter: so many are enough to know whether it has to be cut.
    let head: String = text.chars().take(MOST + 1).collect();
    let shown = Shown(&head).to_string();
    match shown.char_indices().nth(MOST) {
        None => shown,
        Some(_) => shown.chars().take(MOST - 1).chain(['…']).collect(),
    }
}

/// A name or a string as JSON text.
pub(crate) fn literal(content: &str) -> String {
    serde_json::to_string(content).unwrap_or_default()
}

/// Shows a text with control characters and what reorders or breaks lines escaped as JSON escapes them.
pub(crate) struct Shown<'a>(pub(crate) &'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|character| match character {
            '\n' => f.write_str("\\n"),
            '\r' => f.write_str("\\r"),
            '\t' => f.write_str("\\t"),
            _ if is_unfit(character) => write!(f, "\\u{:04x}", u32::from(character)),
            _ => f.write_char(character),
        })
    }
}

/// Control characters, line separators, and the marks that change the direction of text.
pub(crate) fn is_unfit(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}
