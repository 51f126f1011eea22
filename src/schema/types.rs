//! The types of which the tables consist.

use crate::json::swar::{Prefix32, QuotedName};
use crate::options::{ContractKind, Members};

use Presence::{Optional, ReadOnly, Required};

/// The index of a property in the table of its type.
pub(crate) type PropertyIndex = usize;

/// An entity type of the CSDL.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EntityType {
    /// The qualified name, as in `@odata.type` after the `#`.
    pub name: &'static str,
    /// The qualified name of the base type.
    pub base_type: &'static str,
    /// The properties in table order. The first one is the key, which the base type declares.
    pub properties: &'static [Property],
    /// For each [`ContractKind`], one bit per property that it requires.
    required: [u64; ContractKind::ALL.len()],
    /// For each [`ContractKind`], one bit per property that is read-only.
    read_only: [u64; ContractKind::ALL.len()],
    /// The index of the property with each [`Role`] of which there is one.
    roles: [Option<PropertyIndex>; Role::COUNT],
}

/// A property: one row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Property {
    /// The name, case-sensitive.
    pub name: &'static str,
    /// The type of the value.
    pub ty: Type,
    /// Whether the value may be `null`.
    pub nullable: bool,
    /// The presence in a create body.
    pub create: Presence,
    /// The presence in a resource.
    pub resource: Presence,
    /// The presence in a projection.
    pub projection: Presence,
    /// The role in consistency rules, if there is one.
    pub role: Option<Role>,
    /// The meaning of the property in one sentence.
    pub summary: &'static str,
    /// The JSON Pointer to the property in a document.
    pub(crate) pointer: &'static str,
    /// The name as it starts a member: `"name":`.
    pub(crate) key: QuotedName,
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
    /// A number of things, which is not negative.
    Count,
    /// The number of tasks that failed.
    FailedCount,
    /// The number of tasks that did not run.
    UnprocessedCount,
    /// The number of all tasks, which is at least that of the failed and the unprocessed ones.
    TotalCount,
    /// The scheduled start, which comes before the start.
    Scheduled,
    /// The start, which comes before the completion.
    Started,
    /// The completion, which is set if the status is terminal.
    Completed,
    /// The processing status.
    Status,
}

/// An enumeration of the CSDL. It is not a flags enumeration, and it may get more members at any time.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EnumType {
    /// The qualified name.
    pub name: &'static str,
    /// The members in the order of their values.
    pub members: &'static [EnumMember],
}

/// A member of an enumeration. Its value is its index in [`EnumType::members`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EnumMember {
    /// The name, case-sensitive.
    pub name: &'static str,
    /// When Microsoft's metadata first contained the member.
    pub since: Since,
    /// The name as a value: `"name"`.
    pub(crate) key: QuotedName,
}

/// When Microsoft's metadata first contained an enum member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Since {
    /// From the start; Microsoft's page lists the member.
    Documented,
    /// In v1.0 since this day.
    Released(&'static str),
    /// Only in beta, since this year.
    Beta(&'static str),
}

/// The enum member that represents all members that a client does not know yet.
pub const SENTINEL: &str = "unknownFutureValue";

impl EntityType {
    /// The maximum number of properties, which is the number of bits in a mask.
    const MAX_PROPERTIES: usize = u64::BITS as usize;

    pub(super) const fn new(
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

    /// Returns a mask with one bit per property that this kind of body requires.
    pub(crate) const fn required(&self, kind: ContractKind) -> u64 {
        self.required[kind as usize]
    }

    /// Returns a mask with one bit per property that is read-only in this kind of body.
    pub(crate) const fn read_only(&self, kind: ContractKind) -> u64 {
        self.read_only[kind as usize]
    }

    /// Returns the index of the property with a role other than [`Role::Count`].
    pub(crate) const fn index_of_role(&self, role: Role) -> Option<PropertyIndex> {
        self.roles[role as usize]
    }

    /// Returns the name without its namespace.
    #[must_use]
    pub fn short_name(&self) -> &'static str {
        split_name(self.name).1
    }

    /// Returns the index of a property by its exact name.
    #[must_use]
    pub fn position(&self, name: &[u8]) -> Option<usize> {
        self.properties.iter().position(|property| property.name.as_bytes() == name)
    }

    /// Returns the index of a property that the type declares.
    ///
    /// # Panics
    ///
    /// If the type does not declare the property: at compile time, as it is called in constants.
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

    /// Returns whether the property is a number of things.
    #[must_use]
    pub const fn is_count(self) -> bool {
        matches!(self, Self::Count | Self::FailedCount | Self::UnprocessedCount | Self::TotalCount)
    }
}

impl Property {
    #[expect(clippy::too_many_arguments, reason = "the columns of a row")]
    pub(super) const fn new(
        name: &'static str,
        pointer: &'static str,
        ty: Type,
        nullable: bool,
        [create, resource, projection]: [Presence; 3],
        role: Option<Role>,
        summary: &'static str,
    ) -> Self {
        let key = QuotedName::new(name, ":");
        Self { name, ty, nullable, create, resource, projection, role, summary, pointer, key }
    }

    /// Returns the presence of the property in this kind of body.
    #[must_use]
    pub const fn presence(&self, kind: ContractKind) -> Presence {
        match kind {
            ContractKind::Create => self.create,
            ContractKind::Resource => self.resource,
            ContractKind::Projection => self.projection,
        }
    }

    /// Returns whether this kind of body requires the property.
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

    /// Returns the placeholder for a value of this type in the example bodies of Microsoft's page.
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
    /// Returns the members that a set accepts.
    pub fn accepted(&'static self, set: Members) -> impl Iterator<Item = &'static EnumMember> + Clone {
        self.members.iter().filter(move |member| member.is_accepted(set))
    }
}

impl EnumMember {
    pub(super) const fn new(name: &'static str, since: Since) -> Self {
        Self { name, since, key: QuotedName::new(name, "") }
    }

    /// Returns whether a set accepts the member.
    #[must_use]
    pub fn is_accepted(&self, set: Members) -> bool {
        set != Members::Documented || self.since == Since::Documented
    }
}

/// Returns the index of the property whose name, as `"name":`, is at the start of a text. `expected` is tried first.
#[inline]
pub(crate) fn property_at(
    properties: &[Property],
    text: &[u8],
    expected: PropertyIndex,
) -> Option<PropertyIndex> {
    match properties.get(expected) {
        Some(property) if property.key.strip(text).is_some() => Some(expected),
        _ if text.starts_with(b"\"@") => None,
        _ => {
            let start = Prefix32::of(text);
            properties.iter().position(|property| property.key.matches(&start))
        }
    }
}

/// Splits a qualified name into its namespace and its short name.
pub(super) fn split_name(name: &'static str) -> (&'static str, &'static str) {
    name.rsplit_once('.').unwrap_or(("", name))
}

#[cfg(feature = "chrono")]
const fn are_equal(a: &[u8], b: &[u8]) -> bool {
    match (a, b) {
        ([first, a @ ..], [other, b @ ..]) => *first == *other && are_equal(a, b),
        ([], []) => true,
        _ => false,
    }
}
