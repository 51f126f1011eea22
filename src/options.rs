//! The contract: the requirements for a document, as plain data with const builder methods.

use crate::string_enum::string_enum;

string_enum! {
    /// The kind of document that contains the object.
    #[non_exhaustive]
    pub enum ContractKind, "contract" {
        /// The body of a request that creates an object.
        Create = "create",
        /// A whole object as the service returns it.
        Resource = "resource",
        /// An object read with `$select`, or a reference: no property is required, and each one given must be valid.
        Projection = "projection",
    }
}

string_enum! {
    /// The entity type of a document.
    #[non_exhaustive]
    pub enum EntityKind, "type" {
        /// `microsoft.graph.identityGovernance.userProcessingResult`
        UserProcessingResult = "userProcessingResult",
    }
}

string_enum! {
    /// The members of enumerations that are accepted.
    #[non_exhaustive]
    pub enum Members, "members" {
        /// The members that Microsoft's page lists.
        Documented = "documented",
        /// All members in Microsoft's metadata.
        Current = "current",
        /// All members in Microsoft's metadata; any other identifier is a warning instead of an error.
        Open = "open",
    }
}

string_enum! {
    /// The grammar of date-times.
    #[non_exhaustive]
    pub enum DateTimeGrammar, "date-time" {
        /// The grammar of Microsoft Graph: uppercase letters, seconds, a fraction of up to 12 digits, offsets up to 14:00.
        Graph = "graph",
        /// `dateTimeOffsetValue` of the OData ABNF 4.01.
        Odata = "odata",
        /// RFC 3339.
        Rfc3339 = "rfc3339",
    }
}

string_enum! {
    /// How to report properties that the type does not declare.
    #[non_exhaustive]
    pub enum Undeclared, "undeclared" {
        /// As an error.
        Error = "error",
        /// As a warning.
        Warning = "warning",
        /// Not at all.
        Allow = "allow",
    }
}

/// The requirements for a document: an entity type, a kind of document, and options.
///
/// The builder methods are const, so that a contract can be a constant. The functions that check and parse documents are
/// methods of the contract.
///
/// ```
/// use user_processing_result::{Contract, Members};
///
/// const STRICT: Contract = Contract::RESOURCE.members(Members::Current).consistency(true);
///
/// assert!(!STRICT.is_valid("{}"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contract {
    pub(crate) entity: EntityKind,
    pub(crate) kind: ContractKind,
    pub(crate) members: Members,
    pub(crate) date_time: DateTimeGrammar,
    pub(crate) undeclared: Option<Undeclared>,
    pub(crate) consistency: bool,
    pub(crate) max_bytes: usize,
}

impl Contract {
    /// The body of a request that creates a `userProcessingResult`. The default.
    pub const CREATE: Self = Self::new(ContractKind::Create);
    /// A whole `userProcessingResult` as the service returns it.
    pub const RESOURCE: Self = Self::new(ContractKind::Resource);
    /// A `userProcessingResult` read with `$select`, or a reference to one.
    pub const PROJECTION: Self = Self::new(ContractKind::Projection);

    /// Returns the contract of a `userProcessingResult` of this kind, with the default of every option.
    #[must_use]
    pub const fn new(kind: ContractKind) -> Self {
        Self {
            entity: EntityKind::UserProcessingResult,
            kind,
            members: Members::Documented,
            date_time: DateTimeGrammar::Graph,
            undeclared: None,
            consistency: false,
            max_bytes: 16 << 20,
        }
    }

    /// Sets the enum members that are accepted. The default is [`Members::Documented`].
    #[must_use]
    pub const fn members(mut self, members: Members) -> Self {
        self.members = members;
        self
    }

    /// Sets the grammar of date-times. The default is [`DateTimeGrammar::Graph`].
    #[must_use]
    pub const fn date_time(mut self, grammar: DateTimeGrammar) -> Self {
        self.date_time = grammar;
        self
    }

    /// Sets how undeclared properties are reported. The default is an error in a create body, and otherwise a warning.
    #[must_use]
    pub const fn undeclared(mut self, undeclared: Undeclared) -> Self {
        self.undeclared = Some(undeclared);
        self
    }

    /// Sets whether values that contradict each other are reported as warnings. The default is `false`.
    #[must_use]
    pub const fn consistency(mut self, on: bool) -> Self {
        self.consistency = on;
        self
    }

    /// Sets the maximum length in bytes of a document, or of a line in a file of lines. The default is 16 MiB.
    #[must_use]
    pub const fn max_bytes(mut self, bytes: usize) -> Self {
        self.max_bytes = bytes;
        self
    }

    /// Returns the kind of document.
    #[must_use]
    pub const fn kind(&self) -> ContractKind {
        self.kind
    }

    /// Returns the entity type.
    #[must_use]
    pub const fn entity(&self) -> EntityKind {
        self.entity
    }

    /// Returns how undeclared properties are reported, with the default of the kind applied.
    pub(crate) const fn undeclared_level(&self) -> Undeclared {
        match (self.undeclared, self.kind) {
            (Some(undeclared), _) => undeclared,
            (None, ContractKind::Create) => Undeclared::Error,
            (None, ContractKind::Resource | ContractKind::Projection) => Undeclared::Warning,
        }
    }
}

impl Default for Contract {
    fn default() -> Self {
        Self::CREATE
    }
}
