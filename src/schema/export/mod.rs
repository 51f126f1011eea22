//! Exports of the tables for other tools, one file per format. Each export iterates over the table.

mod csdl;
mod json_schema;
mod markdown;
mod pattern;
mod typescript;

pub use csdl::csdl;
pub use json_schema::{JsonSchema, json_schema, openapi};
pub use markdown::markdown;
pub use typescript::typescript;
