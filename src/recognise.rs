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
    let mut rest = object.member(symbol(b'{', white_space(json))?)?;
    loop {
        // What is usual: the name of the next row.
        if let [b',', after @ ..] = rest
            && let Some(row) = rules.ty.properties.get(object.next)
            && let Some(value) = row.key.strip(after)
        {
            rest = object.declared(object.next, value)?;
            continue;
        }
        match white_space(rest) {
            [b',', after @ ..] => rest = object.member(after)?,
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
    /// Any member.
    fn member(&mut self, text: &'a [u8]) -> Option<&'a [u8]> {
        let text = white_space(text);
        if text.starts_with(b"\"@") {
            return self.annotation(text);
        }
        let (head, rows) = (Head::of(text), self.rules.ty.properties);
        match rows.iter().position(|row| row.key.is_at(&head)) {
            Some(row) => self.declared(row, &text[rows[row].key.len()..]),
            None => self.annotation(text),
        }
    }

    #[inline(always)]
    fn declared(&mut self, row: usize, text: &'a [u8]) -> Option<&'a [u8]> {
        let bit = 1 << row;
        if self.given & bit != 0 {
            return None;
        }
        self.given |= bit;
        self.next = row + 1;
        let property = &self.rules.ty.properties[row];
        if self.rules.is_read_only(property) {
            self.verdict = Recognised::Valid;
        }
        let text = white_space(text);
        if let Some(rest) = self.value(row, property, text) {
            return Some(rest);
        }
        let rest = text.strip_prefix(b"null").filter(|_| property.nullable)?;
        (self.keep)(row, Leaf::Null);
        Some(rest)
    }

    fn annotation(&mut self, text: &'a [u8]) -> Option<&'a [u8]> {
        let ty = self.rules.ty.name;
        if let Some(rest) = odata_type::usual(text, ty) {
            return self.is_new(b"@odata.type").then_some(rest);
        }
        let (name, rest) = string(text)?;
        if !name.contains(&b'@') || !self.is_new(name) {
            return None;
        }
        let value = white_space(symbol(b':', white_space(rest))?);
        match string(value) {
            Some((content, rest)) if odata_type::is_asked(name) => {
                odata_type::names_type(content, ty).then_some(rest)
            }
            Some((_, rest)) => Some(rest),
            None if odata_type::is_asked(name) => None,
            None => read::skip(value).map(|(_, rest)| rest),
        }
    }

    /// Whether an annotation is given for the first time, and there is room to remember it.
    fn is_new(&mut self, name: &'a [u8]) -> bool {
        for other in &mut self.annotations {
            if other.is_empty() {
                *other = name;
                return true;
            }
            if *other == name {
                break;
            }
        }
        false
    }

    #[inline(always)]
    fn value(&mut self, row: usize, property: &Property, text: &'a [u8]) -> Option<&'a [u8]> {
        match property.ty {
            Type::Int32 => {
                let (int32, rest) = int32::prefix(text)?;
                (self.keep)(row, Leaf::Int32(int32?));
                Some(rest)
            }
            Type::DateTimeOffset => {
                let content = symbol(b'"', text)?;
                let (value, rest) = match date_time::usual(content) {
                    Some(usual) => usual,
                    None => date_time::prefix(content, self.rules.contract.date_time).ok()?,
                };
                (self.keep)(row, Leaf::DateTime(value));
                symbol(b'"', rest)
            }
            Type::Enum(ty) => {
                let (member, rest) = member::prefix(text, ty, self.rules.contract.members)?;
                if self.rules.is_discouraged(member.name) {
                    self.verdict = Recognised::Valid;
                }
                (self.keep)(row, Leaf::Text(Cow::Borrowed(member.name.as_bytes())));
                Some(rest)
            }
            Type::String => {
                let (content, rest) = string(text)?;
                (self.keep)(row, Leaf::Text(Cow::Borrowed(content)));
                (!content.is_empty()).then_some(rest)
            }
            Type::Navigation(_) => self.any(row, b'{', text),
            Type::NavigationCollection(_) => self.any(row, b'[', text),
        }
    }

    /// A value that is not judged.
    fn any(&mut self, row: usize, open: u8, text: &'a [u8]) -> Option<&'a [u8]> {
        symbol(open, text)?;
        let (value, rest) = read::skip(text)?;
        (self.keep)(row, Leaf::Any(Json::unplaced(value)));
        Some(rest)
    }

    /// Whether all is given that is required.
    fn is_whole(&self) -> bool {
        let rows = self.rules.ty.properties;
        let mut others = !self.given & ((1 << rows.len()) - 1);
        while others != 0 {
            if self.rules.requires(&rows[others.trailing_zeros() as usize]) {
                return false;
            }
            others &= others - 1;
        }
        true
    }
}

/// The content of a string without escapes.
#[inline]
fn string(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let text = symbol(b'"', text)?;
    let (length, is_ascii) = word::string(text)?;
    let content = &text[..length];
    (is_ascii || str::from_utf8(content).is_ok()).then_some((content, &text[length + 1..]))
}

#[inline(always)]
fn symbol(symbol: u8, text: &[u8]) -> Option<&[u8]> {
    text.split_first().filter(|(first, _)| **first == symbol).map(|(_, rest)| rest)
}

/// What comes after white space.
#[inline(always)]
fn white_space(text: &[u8]) -> &[u8] {
    match text {
        [..=b' ', ..] => after_white_space(text),
        _ => text,
    }
}

fn after_white_space(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t' | b'\n' | b'\r', rest @ ..] = text {
        text = rest;
    }
    text
}
