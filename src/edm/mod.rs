//! The value types of the Entity Data Model (EDM), each with its grammar.
//!
//! A grammar has a general form, and where speed matters a fast form for the common spelling. Tests compare the two.

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
