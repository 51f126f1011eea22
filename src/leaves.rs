//! What an object gives for each row of the table, as the consistency rules and the typed value take it.

use alloc::borrow::Cow;

use crate::date_time::DateTime;
use crate::fault::Fault;
use crate::read::Json;
use crate::schema::MOST_ROWS;

/// A value that is right.
#[derive(Debug, Clone)]
pub(crate) enum Leaf<'a> {
    Null,
    /// The content of a string, be it a member of an enumeration.
    Text(Cow<'a, [u8]>),
    Int32(i32),
    DateTime(DateTime),
    /// One of more digits than its numbers hold, with the content of its string.
    LongDateTime(DateTime, Cow<'a, [u8]>),
    /// What is not judged any further.
    #[cfg_attr(not(feature = "chrono"), expect(dead_code, reason = "only the typed value takes it"))]
    Any(Json<'a>),
}

/// The row of a value that is right by itself, and what is wrong with it nevertheless.
pub(crate) type Contradiction = (usize, Fault);

/// What an object gives for one property.
#[derive(Debug, Default)]
pub(crate) enum Given<'a> {
    #[default]
    Absent,
    /// Wrong, or more than once.
    Unfit,
    Right(Leaf<'a>),
}

/// One a row.
#[derive(Debug, Default)]
pub(crate) struct Leaves<'a>([Given<'a>; MOST_ROWS]);

impl<'a> Leaves<'a> {
    pub(crate) fn at(&self, row: usize) -> &Given<'a> {
        &self.0[row]
    }

    /// The right value of a property that is given just once.
    pub(crate) fn leaf(&self, row: usize) -> Option<&Leaf<'a>> {
        match self.at(row) {
            Given::Right(leaf) => Some(leaf),
            Given::Absent | Given::Unfit => None,
        }
    }

    /// Takes a value, if it is right.
    pub(crate) fn fill(&mut self, row: usize, leaf: Option<Leaf<'a>>) {
        self.0[row] = match (self.at(row), leaf) {
            (Given::Absent, Some(leaf)) => Given::Right(leaf),
            _ => Given::Unfit,
        };
    }
}
