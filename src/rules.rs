//! What a document is checked by.

use crate::contract::{Body, Contract};
use crate::schema::{EntityType, SENTINEL};

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

    /// A bit for each row that has to be given.
    pub(crate) fn required(&self) -> u32 {
        let of_value = if self.is_typed { self.ty.required(Body::Create) } else { 0 };
        self.ty.required(self.contract.body) | of_value
    }

    /// A bit for each row that the service sets.
    pub(crate) fn read_only(&self) -> u32 {
        self.ty.read_only(self.contract.body)
    }

    /// Whether a member is one that a create body should not send.
    pub(crate) fn is_discouraged(&self, member: &str) -> bool {
        self.contract.body == Body::Create && member == SENTINEL
    }
}
