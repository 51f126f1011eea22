//! JSON that is harmless wherever it is printed: what a terminal would act on or hide is escaped, which JSON has for every
//! character.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{CompactFormatter, Formatter};
use user_processing_result::escape::Escaped;

/// Writes a value as JSON text on one line.
pub fn write(value: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(out, Harmless)).map_err(io::Error::from)
}

/// Escapes what [`Escaped`] escapes: it does so as JSON does.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let fragment = Escaped::line(fragment);
        write!(out, "{fragment}")
    }

    fn write_char_escape<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        escape: serde_json::ser::CharEscape,
    ) -> io::Result<()> {
        CompactFormatter.write_char_escape(out, escape)
    }
}

#[cfg(test)]
mod tests {
    use user_processing_result::escape::is_unprintable;

    #[test]
    fn escaped_json_is_the_same_json() {
        let text: String = ('\0'..='\u{FFFF}').chain("##[\u{E0041}🙂\"\\".chars()).collect();
        let mut json = Vec::new();
        super::write(&text, &mut json).unwrap();
        let json = String::from_utf8(json).unwrap();
        assert!(!json.chars().any(is_unprintable) && !json.contains("##["));
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
