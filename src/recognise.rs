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

use crate::leaves::Leaf;
use crate::rules::Rules;
use crate::scan::{is_blank, skip, string, symbol, white_space};
use crate::schema::Property;
use crate::{odata_type, value};

/// What a document is known to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Recognised {
    /// There is nothing to say of it.
    Clean,
    /// There is no error; what its values say together is not looked at.
    Valid,
}

/// Recognises a document, and gives every value of it to `keep` with the row it is for.
#[inline(always)]
pub(crate) fn document<'a>(
    rules: &Rules<'_>,
    json: &'a [u8],
    keep: impl FnMut(usize, Leaf<'a>),
) -> Option<Recognised> {
    if json.len() > rules.contract.max_bytes {
        return None;
    }
    object(rules, json, keep).filter(|(_, rest)| is_blank(rest)).map(|(recognised, _)| recognised)
}

/// Recognises the object with which a text begins, and gives what comes after it too.
#[inline(always)]
pub(crate) fn object<'a>(
    rules: &Rules<'_>,
    text: &'a [u8],
    keep: impl FnMut(usize, Leaf<'a>),
) -> Option<(Recognised, &'a [u8])> {
    let mut object = Object { rules, keep, given: 0, next: 0, annotations: [b""; 4] };
    let inside = symbol(b'{', white_space(text))?;
    let mut rest = match odata_type::usual(inside, rules.ty.name) {
        Some(rest) => {
            object.annotations[0] = b"@odata.type";
            rest
        }
        None => object.member(inside)?,
    };
    loop {
        rest = white_space(object.members(rest)?);
        match rest {
            [b',', after @ ..] => rest = object.member(after)?,
            [b'}', after @ ..] => return Some((object.verdict()?, after)),
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
}

impl<'a, F: FnMut(usize, Leaf<'a>)> Object<'a, '_, F> {
    /// As many members as follow each other in the order of the table, without white space between them.
    #[inline(always)]
    fn members(&mut self, mut text: &'a [u8]) -> Option<&'a [u8]> {
        let mut rows = self.rules.ty.properties.get(self.next..).unwrap_or_default();
        let (mut row, mut bit, mut given) = (self.next, 1 << self.next, self.given);
        let required = self.rules.required();
        while let ([property, others @ ..], [b',', after @ ..]) = (rows, text) {
            match property.key.strip(after) {
                Some(_) if given & bit != 0 => return None,
                Some(value) => {
                    text = self.value(row, property, value)?;
                    given |= bit;
                }
                None if required & bit != 0 => break,
                None => {}
            }
            (rows, row, bit) = (others, row + 1, bit << 1);
        }
        (self.next, self.given) = (row, given);
        Some(text)
    }

    /// One member, whichever it is.
    fn member(&mut self, text: &'a [u8]) -> Option<&'a [u8]> {
        let text = white_space(text);
        let Some(row) = self.rules.ty.row_at(text, self.next) else { return self.annotation(text) };
        let property = &self.rules.ty.properties[row];
        if self.given & (1 << row) != 0 {
            return None;
        }
        self.given |= 1 << row;
        self.next = row + 1;
        self.value(row, property, white_space(&text[property.key.len()..]))
    }

    fn annotation(&mut self, text: &'a [u8]) -> Option<&'a [u8]> {
        let (name, rest) = string(text)?;
        if !name.contains(&b'@') || !self.is_new(name) {
            return None;
        }
        let value = white_space(symbol(b':', white_space(rest))?);
        match string(value) {
            Some((content, rest)) if odata_type::is_asked(name) => {
                odata_type::names_type(content, self.rules.ty.name).then_some(rest)
            }
            Some((_, rest)) => Some(rest),
            None if odata_type::is_asked(name) => None,
            None => skip(value),
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
        value::prefix(property, text, self.rules, |leaf| (self.keep)(row, leaf))
    }

    /// What the object is, now that all of it is known.
    fn verdict(&self) -> Option<Recognised> {
        if self.rules.required() & !self.given != 0 {
            return None;
        }
        let is_clean = self.rules.read_only() & self.given == 0;
        Some(if is_clean { Recognised::Clean } else { Recognised::Valid })
    }
}
