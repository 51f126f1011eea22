//! What a document is checked by.

use crate::contract::{Body, Contract};
use crate::schema::{EntityType, Presence, Property, SENTINEL};

/// The table, and what it is held to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rules<'c> {
    pub(crate) ty: &'static EntityType,
    pub(crate) contract: &'c Contract,
    /// Whether what the typed value cannot do without is required.
    pub(crate) is_typed: bool,
}

impl<'c> Rules<'c> {
    pub(crate) fn new(ty: &'static EntityType, contract: &'c Contract) -> Self {
        Self { ty, contract, is_typed: false }
    }

    pub(crate) fn requires(&self, property: &Property) -> bool {
        let is_field = self.is_typed && property.create == Presence::Required;
        is_field || property.is_required(self.contract.body)
    }

    pub(crate) fn is_read_only(&self, property: &Property) -> bool {
        property.presence(self.contract.body) == Presence::ReadOnly
    }

    /// Whether a member is one that a create body should not send.
    pub(crate) fn is_discouraged(&self, member: &str) -> bool {
        self.contract.body == Body::Create && member == SENTINEL
    }
}
