//! The reference implementation of [`ObjectReader`](super::ObjectReader), which reads members and strings with serde_json
//! alone.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use serde::Deserializer as _;
use serde::de::{MapAccess, Visitor};
use serde_json::Deserializer;
use serde_json::value::RawValue as SerdeValue;

use super::object_reader::{Member, RawValue};
use super::read_error::{ReadError, check_length, check_utf8, invalid_json, read_error};
use super::span::Span;

/// Passes each member of the document, which is an object, to `visit`. Returns the span of the closing brace.
///
/// # Errors
///
/// Returns the error that [`read_error`] returns, after the members before the error have been passed.
///
/// # Panics
///
/// If serde_json reports another position when it reads the document as a whole.
pub(crate) fn read_members<'a>(
    json: &'a [u8],
    max_bytes: usize,
    visit: impl FnMut(&Member<'a>),
) -> Result<Span, ReadError<'a>> {
    check_length(json, max_bytes)?;
    let text = check_utf8(json)?;
    if !text.trim_start_matches([' ', '\t', '\n', '\r']).starts_with('{') {
        return Err(read_error(json, 0));
    }
    let mut reader = Deserializer::from_str(text);
    let read = reader.deserialize_map(Members { text, visit }).and_then(|()| reader.end());
    if let Err(error) = read {
        let expected = invalid_json(json, &error).span;
        let found = read_error(json, 0);
        // The messages may differ, but not the positions.
        assert_eq!(found.span, expected, "{text}: {error}");
        return Err(found);
    }
    let end = text.rfind('}').expect("an object ends with a brace");
    Ok(Span { start: end, end: end + 1 })
}

/// A visitor that passes each member of an object to `visit`.
struct Members<'a, F> {
    text: &'a str,
    visit: F,
}

impl<'a, F: FnMut(&Member<'a>)> Visitor<'a> for Members<'a, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(mut self, mut map: A) -> Result<(), A::Error> {
        let start = |slice: &str| slice.as_ptr() as usize - self.text.as_ptr() as usize;
        while let Some((name, value)) = map.next_entry::<&'a SerdeValue, &'a SerdeValue>()? {
            let name = name.get();
            let value = value.get();
            let name_span = Span { start: start(name), end: start(name) + name.len() };
            let value = RawValue::new(value.as_bytes(), start(value));
            (self.visit)(&Member { name: Cow::Owned(content(name)), name_span, value });
        }
        Ok(())
    }
}

/// Returns the content of a string literal as serde_json deserializes it into bytes; an unpaired surrogate is WTF-8.
///
/// # Panics
///
/// If `literal` is not a valid string literal.
pub(crate) fn content(literal: &str) -> Vec<u8> {
    struct Content;

    impl Visitor<'_> for Content {
        type Value = Vec<u8>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
            Ok(bytes.to_vec())
        }
    }

    Deserializer::from_str(literal).deserialize_bytes(Content).expect("a valid string literal")
}
