//! What an object is checked against.

use crate::options::{Contract, ContractKind};
use crate::schema::{EntityType, SENTINEL};

/// The table of a type, and the contract.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'c> {
    pub(crate) ty: &'static EntityType,
    pub(crate) contract: &'c Contract,
    /// Whether the properties that the typed value cannot do without are required under every contract.
    pub(crate) require_model_fields: bool,
}

impl<'c> Context<'c> {
    /// Returns the context of documents of the contract's own type.
    pub(crate) const fn new(contract: &'c Contract) -> Self {
        Self { ty: contract.entity.table(), contract, require_model_fields: false }
    }

    /// Returns a mask with one bit per required property.
    pub(crate) const fn required(&self) -> u64 {
        let by_model = if self.require_model_fields { self.ty.required(ContractKind::Create) } else { 0 };
        self.ty.required(self.contract.kind) | by_model
    }

    /// Returns a mask with one bit per property that only the service sets.
    pub(crate) const fn read_only(&self) -> u64 {
        self.ty.read_only(self.contract.kind)
    }

    /// Returns whether an enum member is the sentinel in a create body, which a service may reject.
    pub(crate) fn is_sentinel_in_create(&self, member: &str) -> bool {
        self.contract.kind == ContractKind::Create && member == SENTINEL
    }
}
