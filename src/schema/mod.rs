//! The tables of the entity types and enumerations, as public data, and exports of them for other tools.
//!
//! All checks, messages and exports read these tables; no property is named anywhere else. The exports are JSON Schema, the
//! schema object of OpenAPI, TypeScript, Markdown, and CSDL.
//!
//! ```
//! use user_processing_result::{ContractKind, EntityKind};
//!
//! let required: Vec<_> = EntityKind::UserProcessingResult
//!     .table()
//!     .properties
//!     .iter()
//!     .filter(|property| property.is_required(ContractKind::Create))
//!     .map(|property| property.name)
//!     .collect();
//! assert_eq!(required.len(), 7);
//! assert!(required.contains(&"workflowVersion"));
//! ```

mod enumerations;
mod export;
mod table;
mod types;
mod user_processing_result;

pub use enumerations::{PROCESSING_STATUS, WORKFLOW_EXECUTION_TYPE};
pub use export::{JsonSchema, csdl, json_schema, markdown, openapi, typescript};
pub use types::{EntityType, EnumMember, EnumType, Presence, Property, Role, SENTINEL, Since, Type};
pub use user_processing_result::USER_PROCESSING_RESULT;

pub(crate) use types::{PropertyIndex, property_at};
