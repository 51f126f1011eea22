//! What an object gives for each row of the table.

use crate::read::Json;
use crate::report::Span;
use crate::schema::EntityType;
use crate::value::Leaf;

/// One slot a row.
#[derive(Debug)]
pub(crate) struct Slots<'a> {
    ty: &'static EntityType,
    rows: Vec<Option<Slot<'a>>>,
}

/// What an object gives for one property.
#[derive(Debug)]
pub(crate) struct Slot<'a> {
    /// The name where it stands first.
    pub(crate) first: Span,
    /// The value given last.
    pub(crate) value: Json<'a>,
    /// The same, if it is right and the only one.
    pub(crate) leaf: Option<Leaf<'a>>,
}

impl<'a> Slots<'a> {
    pub(crate) fn new(ty: &'static EntityType) -> Self {
        let rows = ty.properties.iter().map(|_| None).collect();
        Self { ty, rows }
    }

    pub(crate) fn at(&self, row: usize) -> Option<&Slot<'a>> {
        self.rows[row].as_ref()
    }

    /// The slot of a property that the table declares.
    pub(crate) fn of(&self, name: &'static str) -> Option<&Slot<'a>> {
        let row = self.ty.position(name.as_bytes());
        debug_assert!(row.is_some(), "{name} is a row of the table");
        self.at(row?)
    }

    /// The right value of a property that is given just once.
    pub(crate) fn leaf(&self, name: &'static str) -> Option<&Leaf<'a>> {
        self.of(name)?.leaf.as_ref()
    }

    pub(crate) fn fill(&mut self, row: usize, name: Span, value: Json<'a>, leaf: Option<Leaf<'a>>) {
        self.rows[row] = Some(match self.rows[row].take() {
            None => Slot { first: name, value, leaf },
            Some(Slot { first, .. }) => Slot { first, value, leaf: None },
        });
    }
}
