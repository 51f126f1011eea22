//! The value types of the Entity Data Model, each with its grammar.

pub(crate) mod date_time;
pub(crate) mod enumeration;
pub(crate) mod int32;
pub(crate) mod odata_type;
mod reason;
pub(crate) mod suggest;

pub(crate) use date_time::DateTimeError;
pub(crate) use enumeration::EnumError;
pub(crate) use int32::Int32Error;
pub use reason::Reason;
