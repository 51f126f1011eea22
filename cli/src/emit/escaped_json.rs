//! JSON in which every character that a terminal or a CI log would act on, or hide, is escaped.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{CharEscape, CompactFormatter, Formatter};
use user_processing_result::escape::Escaped;

/// Writes a value as JSON on one line, without a line feed.
pub fn write(value: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, EscapingFormatter)).map_err(io::Error::from)
}

/// A compact formatter that escapes strings as [`Escaped`] does. All of its escapes are JSON escapes.
struct EscapingFormatter;

impl Formatter for EscapingFormatter {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        write!(out, "{}", Escaped::line(fragment))
    }

    fn write_char_escape<W: ?Sized + Write>(&mut self, out: &mut W, escape: CharEscape) -> io::Result<()> {
        CompactFormatter.write_char_escape(out, escape)
    }
}

#[cfg(test)]
mod tests {
    use user_processing_result::escape::is_unprintable;

    #[test]
    fn escaped_json_parses_to_the_original_text() {
        let text: String = ('\0'..='\u{FFFF}').chain("##[\u{E0041}🙂\"\\".chars()).collect();
        let mut json = Vec::new();
        super::write(&text, &mut json).unwrap();
        let json = String::from_utf8(json).unwrap();
        assert!(!json.chars().any(is_unprintable) && !json.contains("##["));
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
