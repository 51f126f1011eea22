//! The fast yes: tells in one pass, looking at every byte about once, that nothing is wrong with a document.
//!
//! The explainer (`check`) reads whatever comes and says all that is wrong with it. Nearly every document has nothing
//! wrong, and is spelled as programs spell it. The recogniser bets on that, member by member:
//!
//! 1. The next name is that of the next row of the table, or else of another row: compared as words with the row's
//!    key, `"name":`. A name with an `@` is an annotation.
//! 2. The leaf rule of the row's type takes the value where it stands, and gives what comes after it.
//! 3. A comma or a brace follows.
//!
//! At whatever it did not bet on (an escape, a name twice, a fault) it gives up, and the explainer reads the document
//! from the start. It never says that something is wrong. Its law: of what it recognises the explainer says nothing,
//! or nothing but warnings where it answers [`Recognised::Valid`]. So it changes no answer, only how soon it is given.

use std::borrow::Cow;

use crate::leaves::Leaf;
use crate::read::{self, Json};
use crate::rules::Rules;
use crate::schema::{Property, Type};
use crate::word::{self, Head};
use crate::{date_time, int32, member, odata_type};

/// What a document is known to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Recognised {
    /// There is nothing to say of it.
    Clean,
    /// There is no error; what its values say together is not looked at.
    Valid,
}

/// Recognises a document, and gives every value of it to `keep` with the row it is for.
#[inline]
pub(crate) fn document<'a>(
    rules: &Rules<'_>,
    json: &'a [u8],
    keep: impl FnMut(usize, Leaf<'a>),
) -> Option<Recognised> {
    if json.len() > rules.contract.max_bytes {
        return None;
    }
    let mut object =
        Object { rules, keep, given: 0, next: 0, annotations: [b""; 4], verdict: Recognised::Clean };
    let mut rest = symbol(b'{', white_space(json))?;
    loop {
        rest = white_space(object.member(white_space(rest))?);
        match rest {
            [b',', after @ ..] => rest = after,
            [b'}', after @ ..] => {
                let is_end = white_space(after).is_empty();
                return (is_end && object.is_whole()).then_some(object.verdict);
            }
            _ => return None,
        }
    }
}

/// An object, as far as it is read.
struct Object<'a, 'r, F> {
    rules: &'r Rules<'r>,
    keep: F,
    /// A bit for each row that is given.
    given: u32,
    /// The row that is expected.
    next: usize,
    /// The names of the annotations that are given.
    annotations: [&'a [u8]; 4],
    verdict: Recognised,
}

impl<'a, F: FnMut(usize, Leaf<'a>)> Object<'a, '_, F> {
    #[inline]
    fn member(&mut self, text: &'a [u8]) -> Option<&'a [u8]> {
        let Some((row, rest)) = self.name(text) else { return self.annotation(text) };
        let property = &self.rules.ty.properties[row];
        if self.given & (1 << row) != 0 {
            return None;
        }
        self.given |= 1 << row;
        self.next = row + 1;
        if self.rules.is_read_only(property) {
            self.verdict = Recognised::Valid;
        }
        let (leaf, rest) = self.value(property, white_space(rest))?;
        (self.keep)(row, leaf);
        Some(rest)
    }

    /// The row of a name, sought from the one that is expected.
    #[inline]
    fn name(&self, text: &'a [u8]) -> Option<(usize, &'a [u8])> {
        let head = Head::of(text);
        let rows = self.rules.ty.properties;
        let found = |row: usize| Some((row, &text[rows[row].key.length_at(head)?..]));
        (self.next..rows.len()).find_map(found).or_else(|| (0..self.next).find_map(found))
    }

    fn annotation(&mut self, text: &'a [u8]) -> Option<&'a [u8]> {
        let (name, rest) = string(text)?;
        let is_new = name.contains(&b'@') && !self.annotations.contains(&name);
        let free = self.annotations.iter_mut().find(|other| other.is_empty()).filter(|_| is_new)?;
        *free = name;
        let value = white_space(symbol(b':', white_space(rest))?);
        if odata_type::is_asked(name) {
            let (ty, rest) = string(value)?;
            return odata_type::names_type(ty, self.rules.ty.name).then_some(rest);
        }
        match string(value) {
            Some((_, rest)) => Some(rest),
            None => read::skip(value).map(|(_, rest)| rest),
        }
    }

    #[inline]
    fn value(&mut self, property: &Property, text: &'a [u8]) -> Option<(Leaf<'a>, &'a [u8])> {
        if let [b'n', b'u', b'l', b'l', rest @ ..] = text {
            return property.nullable.then_some((Leaf::Null, rest));
        }
        match property.ty {
            Type::Int32 => {
                let (int32, rest) = int32::prefix(text)?;
                Some((Leaf::Int32(int32?), rest))
            }
            Type::DateTimeOffset => {
                let content = symbol(b'"', text)?;
                let (value, rest) = date_time::prefix(content, self.rules.contract.date_time).ok()?;
                Some((Leaf::DateTime(value), symbol(b'"', rest)?))
            }
            Type::Enum(ty) => {
                let (member, rest) = member::prefix(text, ty, self.rules.contract.members)?;
                if self.rules.is_discouraged(member.name) {
                    self.verdict = Recognised::Valid;
                }
                Some((Leaf::Text(Cow::Borrowed(member.name.as_bytes())), rest))
            }
            Type::String => {
                let (content, rest) = string(text)?;
                (!content.is_empty()).then_some((Leaf::Text(Cow::Borrowed(content)), rest))
            }
            Type::Navigation(_) => any(symbol(b'{', text).and(Some(text))?),
            Type::NavigationCollection(_) => any(symbol(b'[', text).and(Some(text))?),
        }
    }

    /// Whether all is given that is required.
    #[inline]
    fn is_whole(&self) -> bool {
        let rows = self.rules.ty.properties.iter().enumerate();
        rows.filter(|(row, _)| self.given & (1 << row) == 0).all(|(_, property)| !self.rules.requires(property))
    }
}

/// A value that is not judged.
fn any(text: &[u8]) -> Option<(Leaf<'_>, &[u8])> {
    let (value, rest) = read::skip(text)?;
    Some((Leaf::Any(Json::unplaced(value)), rest))
}

/// The content of a string without escapes.
#[inline]
fn string(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let text = symbol(b'"', text)?;
    let (length, is_ascii) = word::string(text)?;
    let content = &text[..length];
    (is_ascii || str::from_utf8(content).is_ok()).then_some((content, &text[length + 1..]))
}

#[inline]
fn symbol(symbol: u8, text: &[u8]) -> Option<&[u8]> {
    text.split_first().filter(|(first, _)| **first == symbol).map(|(_, rest)| rest)
}

/// What comes after white space.
#[inline]
fn white_space(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t' | b'\n' | b'\r', rest @ ..] = text {
        text = rest;
    }
    text
}
