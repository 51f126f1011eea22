//! Typed values.

mod date_time;
mod enumerations;
mod raw_json;
mod user_processing_result;

pub use enumerations::{LifecycleWorkflowProcessingStatus, WorkflowExecutionType};
pub use raw_json::RawJson;
pub use user_processing_result::UserProcessingResult;

#[cfg(feature = "__reference")]
pub(crate) use user_processing_result::PROPERTIES;
