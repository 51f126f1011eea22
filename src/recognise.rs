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

use crate::leaves::{Leaf, Leaves};
use crate::rules::Rules;
use crate::scan::{skip, string, symbol, white_space};
use crate::schema::row_at;
use crate::{odata_type, value};

/// What a document is known to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Recognised {
    /// There is nothing to say of it.
    Clean,
    /// There is no error; what its values say together is not looked at.
    Valid,
}

/// Recognises the object with which a text begins, and gives what comes after it.
#[inline(never)]
pub(crate) fn object<'a>(rules: &Rules<'_>, text: &'a [u8]) -> Option<(Recognised, &'a [u8])> {
    read(rules, text, value::ignore)
}

/// The same, and gives every value of it too.
pub(crate) fn values<'a>(
    rules: &Rules<'_>,
    text: &'a [u8],
    leaves: &mut Leaves<'a>,
) -> Option<(Recognised, &'a [u8])> {
    read(rules, text, |row, leaf| leaves.fill(row, Some(leaf)))
}

#[inline(always)]
fn read<'a>(
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
            [b'}', after @ ..] => return Some((verdict(rules, object.given)?, after)),
            _ => return None,
        }
    }
}

/// A value that was parsed already.
#[derive(Debug, Clone, Copy)]
pub enum Scalar<'a> {
    /// `null`
    Null,
    /// An integer of 32 bits.
    Int32,
    /// A string, by its content.
    Text(&'a [u8]),
}

/// Recognises an object that was parsed already, of which no member is there twice: each as the row it is for or, where
/// that is none, as its `@odata.type`; not at all, where it is neither or its value no scalar.
pub(crate) fn members<'a>(
    rules: &Rules<'_>,
    mut members: impl Iterator<Item = Option<(Option<usize>, Scalar<'a>)>>,
) -> Option<Recognised> {
    let mut given = 0;
    let are_right = members.all(|member| match member {
        Some((Some(row), scalar)) => {
            given |= 1 << row;
            value::is_right(&rules.ty.properties[row], scalar, rules)
        }
        Some((None, Scalar::Text(content))) => odata_type::names_type(content, rules.ty.name),
        Some((None, _)) | None => false,
    });
    if are_right && !rules.contract.consistency { verdict(rules, given) } else { None }
}

/// What an object is in which everything is right that is given.
fn verdict(rules: &Rules<'_>, given: u32) -> Option<Recognised> {
    if rules.required() & !given != 0 {
        return None;
    }
    Some(if rules.read_only() & given == 0 { Recognised::Clean } else { Recognised::Valid })
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
                    text = value::prefix(self.rules, row, property, value, &mut self.keep)?;
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
        let Some(row) = row_at(self.rules.ty.properties, text, self.next) else {
            return self.annotation(text);
        };
        let property = &self.rules.ty.properties[row];
        if self.given & (1 << row) != 0 {
            return None;
        }
        self.given |= 1 << row;
        self.next = row + 1;
        let text = white_space(&text[property.key.len()..]);
        value::right(self.rules, row, text, &mut self.keep)
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
}
