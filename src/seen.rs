//! Names that were met before.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;

use crate::report::Span;

/// The names of one object that no table declares, each with the place where it stands first.
#[derive(Debug, Default)]
pub(crate) struct Seen<'a> {
    few: [Option<(Cow<'a, [u8]>, Span)>; 4],
    /// Those that came later, where there are many; in a tree, as nobody can make its names collide.
    others: BTreeMap<Cow<'a, [u8]>, Span>,
}

impl<'a> Seen<'a> {
    /// Where the name stood before, if it did.
    pub(crate) fn add(&mut self, name: Cow<'a, [u8]>, span: Span) -> Option<Span> {
        for place in &mut self.few {
            match place {
                Some((other, first)) if *other == name => return Some(*first),
                Some(_) => {}
                None => {
                    *place = Some((name, span));
                    return None;
                }
            }
        }
        match self.others.entry(name) {
            Entry::Occupied(first) => Some(*first.get()),
            Entry::Vacant(vacant) => {
                vacant.insert(span);
                None
            }
        }
    }
}
