//! Members and strings, read by serde_json alone.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use serde::Deserializer as _;
use serde::de::{MapAccess, Visitor};
use serde_json::Deserializer;
use serde_json::value::RawValue;

use super::{Json, Member, Unreadable, invalid_json, limited, unreadable, utf8};
use crate::fault::Expected;
use crate::report::Span;

/// The members of an object as serde_json gives them, and its closing brace.
pub(crate) fn by_serde_json<'a>(
    json: &'a [u8],
    max_bytes: usize,
    each: impl FnMut(&Member<'a>),
) -> Result<Span, Unreadable> {
    limited(json, max_bytes)?;
    let text = utf8(json)?;
    if !text.trim_start_matches([' ', '\t', '\n', '\r']).starts_with('{') {
        return Err(unreadable(json, 0, Expected::Object));
    }
    let mut reader = Deserializer::from_str(text);
    let read = reader.deserialize_map(Members { text, each }).and_then(|()| reader.end());
    if let Err(error) = read {
        let expected = invalid_json(json, &error).span;
        let unreadable = unreadable(json, 0, Expected::Object);
        // Not always in the same words, but at the same place.
        assert_eq!(unreadable.span, expected, "{text}: {error}");
        return Err(unreadable);
    }
    let end = text.rfind('}').expect("the end of an object");
    Ok(Span { start: end, end: end + 1 })
}

struct Members<'a, F> {
    text: &'a str,
    each: F,
}

impl<'a, F: FnMut(&Member<'a>)> Visitor<'a> for Members<'a, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(mut self, mut map: A) -> Result<(), A::Error> {
        let span = |slice: &str| {
            let start = slice.as_ptr() as usize - self.text.as_ptr() as usize;
            Span { start, end: start + slice.len() }
        };
        while let Some((name, value)) = map.next_entry::<&'a RawValue, &'a RawValue>()? {
            let (name_span, content) = (span(name.get()), content(name.get()));
            let value = Json { span: span(value.get()), text: value.get().as_bytes() };
            (self.each)(&Member { name: Cow::Owned(content), name_span, value });
        }
        Ok(())
    }
}

/// A string as serde_json unescapes it into bytes, unpaired surrogates too.
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

    Deserializer::from_str(literal).deserialize_bytes(Content).expect("a string")
}
