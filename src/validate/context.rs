//! The table and the options with which an object is checked.

use crate::options::{Contract, ContractKind};
use crate::schema::{EntityType, SENTINEL};

/// The table of an entity type, and the contract.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'c> {
    /// The entity type of the object, which need not be that of the contract.
    pub(crate) ty: &'static EntityType,
    /// The kind of document, and the options.
    pub(crate) contract: &'c Contract,
    /// `true` to require the properties of a create body under every contract, because the typed value needs them.
    pub(crate) require_model_fields: bool,
}

impl<'c> Context<'c> {
    /// Returns the context of a document of the contract's own entity type.
    pub(crate) const fn new(contract: &'c Contract) -> Self {
        Self { ty: contract.entity.table(), contract, require_model_fields: false }
    }

    /// Returns a mask of the required properties: one bit for each, by its index.
    pub(crate) const fn required(&self) -> u64 {
        let by_model = if self.require_model_fields { self.ty.required(ContractKind::Create) } else { 0 };
        self.ty.required(self.contract.kind) | by_model
    }

    /// Returns a mask of the properties that only the service sets: one bit for each, by its index.
    pub(crate) const fn read_only(&self) -> u64 {
        self.ty.read_only(self.contract.kind)
    }

    /// Returns `true` if an enum member is the sentinel and the body is a create body. A service may reject it there.
    pub(crate) fn is_sentinel_in_create(&self, member: &str) -> bool {
        self.contract.kind == ContractKind::Create && member == SENTINEL
    }
}
