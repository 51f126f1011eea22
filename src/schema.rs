//! The declared table: what a `userProcessingResult` is made of.
//!
//! Every check, message and export walks this table; nothing repeats it. The exports are texts for other tools: a JSON
//! Schema, an OpenAPI schema object, TypeScript, Markdown, CSDL.
//!
//! ```
//! use user_processing_result::{Body, schema};
//!
//! let required: Vec<_> = schema::USER_PROCESSING_RESULT
//!     .properties
//!     .iter()
//!     .filter(|property| property.is_required(Body::Create))
//!     .map(|property| property.name)
//!     .collect();
//! assert_eq!(required.len(), 7);
//! assert!(required.contains(&"workflowVersion"));
//! ```

use crate::contract::{Body, Members};
pub use crate::export::{JsonSchema, csdl, json_schema, markdown, openapi, typescript};
use crate::word::{Head, Key};

use Presence::{Optional, ReadOnly, Required};

/// An entity type of the CSDL.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EntityType {
    /// The qualified name, as `@odata.type` gives it after the `#`.
    pub name: &'static str,
    /// The qualified name of the base type.
    pub base_type: &'static str,
    /// The properties, in the order in which everything walks them; the first is the key, which the base type declares.
    pub properties: &'static [Property],
    /// For each [`Body`] a bit for each property that it requires.
    required: [u32; 3],
    /// For each [`Body`] a bit for each property that is read-only in it.
    read_only: [u32; 3],
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Property {
    /// The name, case exact.
    pub name: &'static str,
    /// The type of its value.
    pub ty: Type,
    /// Whether `null` is a value.
    pub nullable: bool,
    /// In a [`Body::Create`].
    pub create: Presence,
    /// In a [`Body::Resource`].
    pub resource: Presence,
    /// In a [`Body::Projection`].
    pub projection: Presence,
    /// What it says, in one sentence.
    pub summary: &'static str,
    /// The JSON Pointer to it in a document.
    pub(crate) pointer: &'static str,
    pub(crate) key: Key,
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
    /// A navigation property to one entity of this type.
    Navigation(&'static str),
    /// A navigation property to a collection of entities of this type.
    NavigationCollection(&'static str),
}

/// What a body does with a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Presence {
    /// It must be there, be it as `null`.
    Required,
    /// It may be there.
    Optional,
    /// It may be there, but the service sets it: a warning.
    ReadOnly,
}

/// An enumeration of the CSDL; not flags, and evolvable: a member may be added at any time.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EnumType {
    /// The qualified name.
    pub name: &'static str,
    /// The members, by value.
    pub members: &'static [EnumMember],
}

/// One member of an enumeration. Its value is its place in [`EnumType::members`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct EnumMember {
    /// The name, case exact.
    pub name: &'static str,
    /// Since when Microsoft's metadata has it.
    pub since: Since,
    pub(crate) key: Key,
}

/// When the metadata first had a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Since {
    /// From the start: the documentation's page lists it.
    Documented,
    /// In v1.0 since this day.
    Released(&'static str),
    /// In beta only, since this year.
    Beta(&'static str),
}

/// The member that stands for all members a client does not know yet.
pub const SENTINEL: &str = "unknownFutureValue";

macro_rules! row {
    ($name:literal, $ty:expr, $nullable:literal, $presence:expr, $summary:literal) => {
        row($name, concat!("/", $name), $ty, $nullable, $presence, $summary)
    };
}

/// `microsoft.graph.identityGovernance.userProcessingResult`
#[rustfmt::skip]
pub static USER_PROCESSING_RESULT: EntityType = EntityType::new(
    "microsoft.graph.identityGovernance.userProcessingResult",
    "microsoft.graph.entity",
    &[
        //   name                          type                                     nullable create    resource  projection    summary
        row!("id",                         Type::String,                             false, [ReadOnly, Required, Optional], "The identifier, set by the service."),
        row!("completedDateTime",          Type::DateTimeOffset,                     true,  [Optional, Required, Optional], "When the last task completed."),
        row!("failedTasksCount",           Type::Int32,                              false, [Required, Required, Optional], "The number of tasks that failed."),
        row!("processingStatus",           Type::Enum(&PROCESSING_STATUS),           false, [Required, Required, Optional], "The progress of the workflow."),
        row!("scheduledDateTime",          Type::DateTimeOffset,                     false, [Required, Required, Optional], "When the workflow was scheduled to run."),
        row!("startedDateTime",            Type::DateTimeOffset,                     true,  [Optional, Required, Optional], "When the first task started."),
        row!("totalTasksCount",            Type::Int32,                              false, [Required, Required, Optional], "The number of tasks in the workflow."),
        row!("totalUnprocessedTasksCount", Type::Int32,                              false, [Required, Required, Optional], "The number of tasks that did not run."),
        row!("workflowExecutionType",      Type::Enum(&WORKFLOW_EXECUTION_TYPE),     false, [Required, Required, Optional], "What caused the workflow to run."),
        row!("workflowVersion",            Type::Int32,                              false, [Required, Required, Optional], "The version of the workflow that ran."),
        row!("reprocessedRuns",            Type::NavigationCollection(RUN),          false, [ReadOnly, Optional, Optional], "The runs that processed the user again; their content is not validated."),
        row!("subject",                    Type::Navigation(USER),                   false, [ReadOnly, Optional, Optional], "The user; its content is not validated."),
        row!("taskProcessingResults",      Type::NavigationCollection(TASK_RESULT),  false, [ReadOnly, Optional, Optional], "The result of each task; their content is not validated."),
    ],
);

const RUN: &str = "microsoft.graph.identityGovernance.run";
const USER: &str = "microsoft.graph.user";
const TASK_RESULT: &str = "microsoft.graph.identityGovernance.taskProcessingResult";

/// `microsoft.graph.identityGovernance.lifecycleWorkflowProcessingStatus`
pub static PROCESSING_STATUS: EnumType = EnumType {
    name: "microsoft.graph.identityGovernance.lifecycleWorkflowProcessingStatus",
    members: &[
        member("queued", Since::Documented),
        member("inProgress", Since::Documented),
        member("completed", Since::Documented),
        member("completedWithErrors", Since::Documented),
        member("canceled", Since::Documented),
        member("failed", Since::Documented),
        member(SENTINEL, Since::Documented),
        member("canceling", Since::Released("2026-07-03")),
        member("quarantined", Since::Released("2026-06-25")),
    ],
};

/// `microsoft.graph.identityGovernance.workflowExecutionType`
pub static WORKFLOW_EXECUTION_TYPE: EnumType = EnumType {
    name: "microsoft.graph.identityGovernance.workflowExecutionType",
    members: &[
        member("scheduled", Since::Documented),
        member("onDemand", Since::Documented),
        member(SENTINEL, Since::Documented),
        member("activatedWithScope", Since::Released("2025-11-06")),
        member("preview", Since::Released("2026-06-25")),
        member("extensibilityOnDemand", Since::Beta("2026")),
    ],
};

/// How many rows a table has at most.
pub(crate) const MOST_ROWS: usize = 16;

/// The place in the table of a property that it declares.
pub(crate) const fn row_of(name: &str) -> usize {
    let rows = USER_PROCESSING_RESULT.properties;
    let mut row = 0;
    while !is_same(rows[row].name.as_bytes(), name.as_bytes()) {
        row += 1;
    }
    row
}

/// The namespace and the short name that a qualified name is made of.
pub(crate) fn split_name(name: &'static str) -> (&'static str, &'static str) {
    name.rsplit_once('.').unwrap_or(("", name))
}

const fn is_same(a: &[u8], b: &[u8]) -> bool {
    match (a, b) {
        ([first, a @ ..], [other, b @ ..]) => *first == *other && is_same(a, b),
        ([], []) => true,
        _ => false,
    }
}

impl EntityType {
    const fn new(name: &'static str, base_type: &'static str, properties: &'static [Property]) -> Self {
        assert!(properties.len() <= MOST_ROWS, "there is room for every row");
        let (mut required, mut read_only, mut at) = ([0; 3], [0; 3], 0);
        while at < 3 * properties.len() {
            let (row, body) = (at / 3, Body::ALL[at % 3]);
            match properties[row].presence(body) {
                Required => required[body as usize] |= 1 << row,
                ReadOnly => read_only[body as usize] |= 1 << row,
                Optional => {}
            }
            at += 1;
        }
        Self { name, base_type, properties, required, read_only }
    }

    /// A bit for each property that this body requires.
    pub(crate) fn required(&self, body: Body) -> u32 {
        self.required[body as usize]
    }

    /// A bit for each property that is read-only in this body.
    pub(crate) fn read_only(&self, body: Body) -> u32 {
        self.read_only[body as usize]
    }

    /// The name without its namespace.
    #[must_use]
    pub fn short_name(&self) -> &'static str {
        split_name(self.name).1
    }

    /// The place of a property in the table, by its exact name.
    #[must_use]
    pub fn position(&self, name: &[u8]) -> Option<usize> {
        self.properties.iter().position(|property| property.name.as_bytes() == name)
    }
}

/// The place of the property whose name a text begins with, spelled `"name":`; the one that is expected is tried first.
#[inline]
pub(crate) fn row_at(rows: &[Property], text: &[u8], expected: usize) -> Option<usize> {
    match rows.get(expected) {
        Some(property) if property.key.strip(text).is_some() => Some(expected),
        _ if text.starts_with(b"\"@") => None,
        _ => {
            let head = Head::of(text);
            rows.iter().position(|property| property.key.is_at(&head))
        }
    }
}

impl Property {
    /// What this body does with the property.
    #[must_use]
    pub const fn presence(&self, body: Body) -> Presence {
        match body {
            Body::Create => self.create,
            Body::Resource => self.resource,
            Body::Projection => self.projection,
        }
    }

    /// Whether this body must have the property.
    #[must_use]
    pub fn is_required(&self, body: Body) -> bool {
        self.presence(body) == Required
    }
}

impl Type {
    /// The name of the type as the CSDL spells it.
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

    /// What Microsoft's page writes in an example body where a value of this type belongs.
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
    /// The members that this set accepts.
    pub fn accepted(&'static self, set: Members) -> impl Iterator<Item = &'static EnumMember> + Clone {
        self.members.iter().filter(move |member| member.is_accepted(set))
    }
}

impl EnumMember {
    /// Whether this set has the member.
    #[must_use]
    pub fn is_accepted(&self, set: Members) -> bool {
        set != Members::Documented || self.since == Since::Documented
    }
}

const fn row(
    name: &'static str,
    pointer: &'static str,
    ty: Type,
    nullable: bool,
    [create, resource, projection]: [Presence; 3],
    summary: &'static str,
) -> Property {
    let key = Key::quoted(name, ":");
    Property { name, ty, nullable, create, resource, projection, summary, pointer, key }
}

const fn member(name: &'static str, since: Since) -> EnumMember {
    EnumMember { name, since, key: Key::quoted(name, "") }
}
