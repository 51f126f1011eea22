//! Validates Microsoft Graph `userProcessingResult` JSON and reports every problem in one pass, each with its exact source
//! location.
//!
//! ```
//! use user_processing_result::Contract;
//! let report = Contract::CREATE.check(r#"{"processingStatus": "Completed", "failedTasksCount": 1.0,
//!     "scheduledDateTime": "2026-02-30T00:00:00Z", "totalTasksCount": 1, "totalUnprocessedTasksCount": 0,
//!     "workflowExecutionType": "onDemand"}"#);
//! let paths: Vec<_> = report.iter().map(|violation| violation.path()).collect();
//! assert_eq!(paths, ["/processingStatus", "/failedTasksCount", "/scheduledDateTime", "/workflowVersion"]);
//! ```
//!
//! A valid document can be parsed into a typed value:
//!
//! ```
//! # #[cfg(feature = "chrono")] {
//! use user_processing_result::{LifecycleWorkflowProcessingStatus, UserProcessingResult};
//! let json = r#"{"failedTasksCount": 0, "processingStatus": "queued", "scheduledDateTime": "2026-03-01T06:00:00Z",
//!     "totalTasksCount": 4, "totalUnprocessedTasksCount": 4, "workflowExecutionType": "onDemand", "workflowVersion": 2}"#;
//! let result: UserProcessingResult = json.parse()?;
//! assert_eq!(result.processing_status, LifecycleWorkflowProcessingStatus::Queued);
//! # }
//! # Ok::<_, user_processing_result::Report>(())
//! ```
//!
//! # Features
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `std` | yes | files of lines from a reader, and reports from JSON; without it the crate needs only `alloc` |
//! | `chrono` | yes | typed values: [`UserProcessingResult`] and [`Contract::parse`] |
//! | `http` | no | requests and responses: the module [`http`] |
//! | `render` | no | reports as text with source lines and carets: [`Report::render`] |

#![cfg_attr(not(test), no_std)]
#![cfg_attr(docsrs, feature(doc_cfg))]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod edm;
mod explain;
#[cfg(feature = "http")]
pub mod http;
#[cfg(not(feature = "http"))]
mod http;
mod input;
#[doc(hidden)]
pub mod internal;
mod json;
#[cfg(feature = "chrono")]
mod model;
mod options;
mod report;
pub mod schema;
mod string_enum;
#[cfg(test)]
mod testing;
mod validate;
mod validator;

pub use edm::Reason;
pub use explain::Explanation;
#[cfg(feature = "chrono")]
pub use input::ParsedItems;
#[cfg(feature = "std")]
pub use input::lines::Lines;
#[cfg(all(feature = "chrono", feature = "std"))]
pub use input::lines::ParsedLines;
pub use input::{is_collection, lines};
#[cfg(feature = "chrono")]
pub use model::{LifecycleWorkflowProcessingStatus, RawJson, UserProcessingResult, WorkflowExecutionType};
pub use options::{Contract, ContractKind, DateTimeGrammar, EntityKind, Members, Undeclared};
pub use report::{Code, Fixed, Report, Severity, Tally, Violation, escape};
pub use string_enum::ParseNameError;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
