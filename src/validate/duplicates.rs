//! Detection of duplicate names.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;

use crate::json::Span;

/// The names of an object that its table does not declare, each with the span of its first occurrence.
#[derive(Debug, Default)]
pub(crate) struct NameSet<'a> {
    few: [Option<(Cow<'a, [u8]>, Span)>; 4],
    /// All names after the first four. A tree, because names cannot be chosen to collide in it.
    others: BTreeMap<Cow<'a, [u8]>, Span>,
}

impl<'a> NameSet<'a> {
    /// Adds a name. Returns the span of its first occurrence if it is in the set already.
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
