//! Detection of duplicate names.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;

use crate::json::Span;

/// A set of the names in an object that its table does not declare, each with the span of its first occurrence.
#[derive(Debug, Default)]
pub(crate) struct NameSet<'a> {
    /// The first four names. Most objects have no more, and therefore need no allocation.
    inline: [Option<(Cow<'a, [u8]>, Span)>; 4],
    /// All further names. This is a tree because an attacker could choose names that collide in a hash table without a
    /// random seed, which `no_std` does not provide.
    overflow: BTreeMap<Cow<'a, [u8]>, Span>,
}

impl<'a> NameSet<'a> {
    /// Adds a name with the span of this occurrence.
    ///
    /// Returns the span of the first occurrence if the set contains the name already, and otherwise `None`.
    pub(crate) fn add(&mut self, name: Cow<'a, [u8]>, span: Span) -> Option<Span> {
        for slot in &mut self.inline {
            match slot {
                Some((other, first)) if *other == name => return Some(*first),
                Some(_) => {}
                None => {
                    *slot = Some((name, span));
                    return None;
                }
            }
        }
        match self.overflow.entry(name) {
            Entry::Occupied(first) => Some(*first.get()),
            Entry::Vacant(vacant) => {
                vacant.insert(span);
                None
            }
        }
    }
}
