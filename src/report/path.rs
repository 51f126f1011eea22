//! JSON Pointers to the parts of a document.

use alloc::borrow::Cow;
use alloc::string::String;

use super::escape;
use crate::json::lossy;
use crate::schema::Property;

/// The path of the object that is checked: a stack of segments, each of which borrows the one before it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PathPrefix<'p> {
    parent: Option<&'p PathPrefix<'p>>,
    segment: Option<Segment>,
}

/// One reference token of a JSON Pointer.
#[derive(Debug, Clone, Copy)]
enum Segment {
    /// The name of a declared property, which needs no escaping.
    Name(&'static str),
    Index(usize),
}

impl<'p> PathPrefix<'p> {
    /// The path of a document by itself.
    pub(crate) const DOCUMENT: Self = Self { parent: None, segment: None };

    /// Returns the path of a property of this object.
    pub(crate) const fn name(&'p self, name: &'static str) -> Self {
        Self { parent: Some(self), segment: Some(Segment::Name(name)) }
    }

    /// Returns the path of an element of this array.
    pub(crate) const fn index(&'p self, index: usize) -> Self {
        Self { parent: Some(self), segment: Some(Segment::Index(index)) }
    }

    /// Returns the path of a declared property.
    pub(crate) fn of_property(&self, property: &'static Property) -> Cow<'static, str> {
        if self.parent.is_none() {
            return property.pointer.into();
        }
        let mut path = self.to_path();
        path.push_str(property.pointer);
        path.into()
    }

    /// Returns the path of a member by its unescaped name, in which anything that may be a secret is hidden.
    pub(crate) fn of_member(&self, name: &[u8]) -> Cow<'static, str> {
        let mut path = self.to_path();
        path.push('/');
        let name = lossy(name);
        let name = if escape::may_hold_secrets(name.as_bytes()) {
            escape::without_secrets(&name).into()
        } else {
            name
        };
        for character in name.chars() {
            match character {
                '~' => path.push_str("~0"),
                '/' => path.push_str("~1"),
                _ => path.push(character),
            }
        }
        path.into()
    }

    /// Returns the path of the object itself.
    pub(crate) fn to_path(self) -> String {
        let mut path = String::new();
        self.write(&mut path);
        path
    }

    /// Appends the path. The depth of the stack is bounded by the types that nest.
    fn write(&self, out: &mut String) {
        if let Some(parent) = self.parent {
            parent.write(out);
        }
        match self.segment {
            Some(Segment::Name(name)) => out.extend(["/", name]),
            Some(Segment::Index(index)) => out.extend(["/", itoa::Buffer::new().format(index)]),
            None => {}
        }
    }
}
