//! The types of the tables: entity types, properties, enumerations and their members.

use crate::json::swar::{Prefix32, QuotedName};
use crate::options::{ContractKind, Members};

use Presence::{Optional, ReadOnly, Required};

/// The index of a property in the table of its type.
pub(crate) type PropertyIndex = usize;

/// An entity type of the CSDL.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EntityType {
    /// The qualified name, which follows the `#` in `@odata.type`.
    pub name: &'static str,
    /// The qualified name of the base type.
    pub base_type: &'static str,
    /// The properties in table order. The first one is the key, which the base type declares.
    pub properties: &'static [Property],
    /// For each [`ContractKind`], one bit per property that it requires.
    required: [u64; ContractKind::ALL.len()],
    /// For each [`ContractKind`], one bit per property that is read-only.
    read_only: [u64; ContractKind::ALL.len()],
    /// For each [`Role`] except [`Role::Count`], the index of the property that has it, or `None` if no property does.
    roles: [Option<PropertyIndex>; Role::COUNT],
}

/// A property of an entity type: one row of its table.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Property {
    /// The name, case-sensitive.
    pub name: &'static str,
    /// The type of the value.
    pub ty: Type,
    /// `true` if the value may be `null`.
    pub nullable: bool,
    /// The presence in a create body ([`ContractKind::Create`]).
    pub create: Presence,
    /// The presence in a resource ([`ContractKind::Resource`]).
    pub resource: Presence,
    /// The presence in a projection ([`ContractKind::Projection`]).
    pub projection: Presence,
    /// The role in the consistency rules, or `None` if no rule applies to the property.
    pub role: Option<Role>,
    /// The meaning of the property in one sentence.
    pub summary: &'static str,
    /// The JSON Pointer to the property in a document, such as `/id`.
    pub(crate) pointer: &'static str,
    /// The name as it starts a JSON member: `"name":`.
    pub(crate) quoted_name: QuotedName,
}

/// The type of a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Type {
    /// `Edm.String`
    String,
    /// `Edm.DateTimeOffset`
    DateTimeOffset,
    /// `Edm.Int32`
    Int32,
    /// An enumeration.
    Enum(&'static EnumType),
    /// A navigation property to one entity of the type with this qualified name.
    Navigation(&'static str),
    /// A navigation property to a collection of entities of the type with this qualified name.
    NavigationCollection(&'static str),
}

/// The presence of a property in a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Presence {
    /// The property must be given, possibly as `null`.
    Required,
    /// The property may be given.
    Optional,
    /// The property may be given, with a warning, because the service sets it.
    ReadOnly,
}

/// The role of a property in the consistency rules.
///
/// Except for [`Count`](Self::Count), at most one property of a type has each role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// A count that no other rule refers to. Like every count, it is not negative.
    Count,
    /// The number of tasks that failed.
    FailedCount,
    /// The number of tasks that did not run.
    UnprocessedCount,
    /// The number of all tasks, which is at least the sum of the failed and the unprocessed ones.
    TotalCount,
    /// The time of the scheduled start, which is not after the start.
    Scheduled,
    /// The time of the start, which is not after the completion.
    Started,
    /// The time of the completion, which is set if and only if the status is terminal.
    Completed,
    /// The processing status.
    Status,
}

/// An enumeration of the CSDL. It is not a flags enumeration, and it may get more members at any time.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EnumType {
    /// The qualified name, such as `microsoft.graph.identityGovernance.workflowExecutionType`.
    pub name: &'static str,
    /// The enum members in the order of their values.
    pub members: &'static [EnumMember],
}

/// An enum member. Its numeric value is its index in [`EnumType::members`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EnumMember {
    /// The name, case-sensitive.
    pub name: &'static str,
    /// When Microsoft's metadata first contained the member.
    pub since: Since,
    /// The name as a JSON string: `"name"`.
    pub(crate) quoted_name: QuotedName,
}

/// When Microsoft's metadata first contained an enum member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Since {
    /// From the start. Microsoft's documentation page lists the member.
    Documented,
    /// In version v1.0 since this day, as `YYYY-MM-DD`.
    Released(&'static str),
    /// Only in the version beta, since this year, as `YYYY`.
    Beta(&'static str),
}

/// The enum member that represents all members that a client does not know yet.
pub const SENTINEL: &str = "unknownFutureValue";

impl EntityType {
    /// The maximum number of properties, which is the number of bits in a mask.
    const MAX_PROPERTIES: usize = u64::BITS as usize;

    /// Returns the table of an entity type, with the masks and indices that are computed from its properties.
    ///
    /// # Panics
    ///
    /// If there are more than [`MAX_PROPERTIES`](Self::MAX_PROPERTIES). Tables are constants, so this happens at
    /// compile time.
    pub(crate) const fn new(
        name: &'static str,
        base_type: &'static str,
        properties: &'static [Property],
    ) -> Self {
        assert!(properties.len() <= Self::MAX_PROPERTIES, "a mask has a bit for each property");
        let mut required = [0; ContractKind::ALL.len()];
        let mut read_only = [0; ContractKind::ALL.len()];
        let mut roles = [None; Role::COUNT];
        let mut index = 0;
        while index < properties.len() {
            let mut kind = 0;
            while kind < ContractKind::ALL.len() {
                match properties[index].presence(ContractKind::ALL[kind]) {
                    Required => required[kind] |= 1 << index,
                    ReadOnly => read_only[kind] |= 1 << index,
                    Optional => {}
                }
                kind += 1;
            }
            if let Some(role) = properties[index].role {
                roles[role as usize] = Some(index);
            }
            index += 1;
        }
        Self { name, base_type, properties, required, read_only, roles }
    }

    /// Returns a mask of the properties that this kind of document requires: one bit for each, by its index.
    pub(crate) const fn required(&self, kind: ContractKind) -> u64 {
        self.required[kind as usize]
    }

    /// Returns a mask of the properties that are read-only in this kind of document: one bit for each, by its index.
    pub(crate) const fn read_only(&self, kind: ContractKind) -> u64 {
        self.read_only[kind as usize]
    }

    /// Returns the index of the property that has a role, or `None` if there is none.
    ///
    /// The role must not be [`Role::Count`], which several properties may have.
    pub(crate) const fn index_of_role(&self, role: Role) -> Option<PropertyIndex> {
        self.roles[role as usize]
    }

    /// Returns the name without its namespace, such as `userProcessingResult`.
    #[must_use]
    pub fn short_name(&self) -> &'static str {
        split_name(self.name).1
    }

    /// Returns the index of the property with exactly this name, or `None` if the type does not declare it.
    #[must_use]
    pub fn position(&self, name: &[u8]) -> Option<usize> {
        self.properties.iter().position(|property| property.name.as_bytes() == name)
    }

    /// Returns the index of a property that the type declares, for use in constants.
    ///
    /// # Panics
    ///
    /// If the type does not declare the property. In a constant, this happens at compile time.
    #[cfg(feature = "chrono")]
    pub(crate) const fn index_of(&self, name: &str) -> PropertyIndex {
        let mut index = 0;
        while !are_equal(self.properties[index].name.as_bytes(), name.as_bytes()) {
            index += 1;
        }
        index
    }
}

impl Role {
    const COUNT: usize = Self::Status as usize + 1;

    /// Returns `true` if the property is a count, which is not negative.
    #[must_use]
    pub const fn is_count(self) -> bool {
        matches!(self, Self::Count | Self::FailedCount | Self::UnprocessedCount | Self::TotalCount)
    }
}

impl Property {
    /// Returns a row of a table. `presence` is that in a create body, in a resource and in a projection.
    ///
    /// # Panics
    ///
    /// If the name is longer than 29 bytes, which is the limit of the fast path. Tables are constants, so this happens at
    /// compile time.
    pub(crate) const fn new(
        name: &'static str,
        pointer: &'static str,
        ty: Type,
        nullable: bool,
        presence: [Presence; 3],
        role: Option<Role>,
        summary: &'static str,
    ) -> Self {
        let [create, resource, projection] = presence;
        let quoted_name = QuotedName::new(name, ":");
        Self { name, ty, nullable, create, resource, projection, role, summary, pointer, quoted_name }
    }

    /// Returns the presence of the property in this kind of document.
    #[must_use]
    pub const fn presence(&self, kind: ContractKind) -> Presence {
        match kind {
            ContractKind::Create => self.create,
            ContractKind::Resource => self.resource,
            ContractKind::Projection => self.projection,
        }
    }

    /// Returns `true` if this kind of document requires the property.
    #[must_use]
    pub fn is_required(&self, kind: ContractKind) -> bool {
        self.presence(kind) == Required
    }
}

impl Type {
    /// Returns the name of the type as in the CSDL.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::String => "Edm.String",
            Self::DateTimeOffset => "Edm.DateTimeOffset",
            Self::Int32 => "Edm.Int32",
            Self::Enum(ty) => ty.name,
            Self::Navigation(name) | Self::NavigationCollection(name) => name,
        }
    }

    /// Returns the placeholder for a value of this type in the example bodies of Microsoft's documentation page.
    ///
    /// Returns `None` for a type without a placeholder, and for `Edm.String`, whose placeholder is a valid string.
    #[must_use]
    pub fn placeholder(self) -> Option<&'static str> {
        match self {
            Self::DateTimeOffset => Some("String (timestamp)"),
            Self::Int32 => Some("Integer"),
            Self::Enum(_) => Some("String"),
            Self::String | Self::Navigation(_) | Self::NavigationCollection(_) => None,
        }
    }
}

impl EnumType {
    /// Returns the enum members that a set accepts, in the order of their values.
    pub fn accepted(&'static self, set: Members) -> impl Iterator<Item = &'static EnumMember> + Clone {
        self.members.iter().filter(move |member| member.is_accepted(set))
    }
}

impl EnumMember {
    /// Returns an enum member.
    ///
    /// # Panics
    ///
    /// If the name is longer than 30 bytes. Tables are constants, so this happens at compile time.
    pub(crate) const fn new(name: &'static str, since: Since) -> Self {
        Self { name, since, quoted_name: QuotedName::new(name, "") }
    }

    /// Returns `true` if a set accepts the enum member.
    #[must_use]
    pub fn is_accepted(&self, set: Members) -> bool {
        set != Members::Documented || self.since == Since::Documented
    }
}

/// Returns the index of the property whose name, as `"name":`, is at the start of a text, or `None` if there is none.
///
/// The property at the index `expected` is tried first, because most documents are in the order of the table.
#[inline]
pub(crate) fn property_at(
    properties: &[Property],
    text: &[u8],
    expected: PropertyIndex,
) -> Option<PropertyIndex> {
    match properties.get(expected) {
        Some(property) if property.quoted_name.strip(text).is_some() => Some(expected),
        _ if text.starts_with(b"\"@") => None,
        _ => {
            let prefix = Prefix32::of(text);
            properties.iter().position(|property| property.quoted_name.matches(&prefix))
        }
    }
}

/// Splits a qualified name into its namespace and its short name. The namespace is empty if there is none.
pub(super) fn split_name(name: &'static str) -> (&'static str, &'static str) {
    name.rsplit_once('.').unwrap_or(("", name))
}

/// Returns `true` if two slices are equal. `==` is not const.
#[cfg(feature = "chrono")]
const fn are_equal(a: &[u8], b: &[u8]) -> bool {
    match (a, b) {
        ([first, a @ ..], [other, b @ ..]) => *first == *other && are_equal(a, b),
        ([], []) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::property_at;
    use crate::schema::USER_PROCESSING_RESULT;

    /// The start of a member with each property, as text.
    fn quoted_names() -> Vec<String> {
        let properties = USER_PROCESSING_RESULT.properties.iter();
        properties.map(|property| format!("\"{}\":", property.name)).collect()
    }

    /// Compares `property_at` with `starts_with`, for several properties that are tried first.
    #[track_caller]
    fn assert_property_matches_oracle(quoted_names: &[String], text: &[u8]) -> Option<usize> {
        let index = quoted_names.iter().position(|name| text.starts_with(name.as_bytes()));
        for expected in [0, 6, 12, quoted_names.len()].into_iter().chain(index) {
            let found = property_at(USER_PROCESSING_RESULT.properties, text, expected);
            assert_eq!(found, index, "{text:?}, expected {expected}");
        }
        index
    }

    #[test]
    fn property_at_a_name_of_any_length_of_text_is_found_if_it_is_whole() {
        let names = quoted_names();
        for (index, name) in names.iter().enumerate() {
            let text = format!("{name} null, \"@odata.type\": \"#microsoft.graph.run\"}}");
            for end in 0..=text.len() {
                let found = assert_property_matches_oracle(&names, &text.as_bytes()[..end]);
                assert_eq!(found, (end >= name.len()).then_some(index), "{end} bytes of {text}");
            }
        }
    }

    #[test]
    fn property_at_a_name_with_any_damaged_byte_is_not_found() {
        let names = quoted_names();
        for (index, name) in names.iter().enumerate() {
            let mut text = format!("{name} 12, \"@odata.type\"").into_bytes();
            for position in 0..name.len() {
                let original = text[position];
                for byte in 0..=u8::MAX {
                    text[position] = byte;
                    let found = assert_property_matches_oracle(&names, &text);
                    assert_eq!(found, (byte == original).then_some(index), "{text:?}");
                }
                text[position] = original;
            }
        }
    }

    #[test]
    fn property_at_another_text_is_not_found() {
        let names = quoted_names();
        for text in ["", "\"", "\"@odata.type\":", "\"id\" :", "id:", "\"id@odata.type\":1", "{}", ":"] {
            assert_eq!(assert_property_matches_oracle(&names, text.as_bytes()), None, "{text}");
        }
    }
}
