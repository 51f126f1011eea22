//! Says everything that is wrong with a Microsoft Graph `userProcessingResult`, at once, at its place in the text.
//!
//! ```
//! use user_processing_result::Contract;
//!
//! let report = Contract::CREATE.check(
//!     r#"{"processingStatus": "Completed", "failedTasksCount": 1.0, "scheduledDateTime": "2026-02-30T00:00:00Z",
//!         "totalTasksCount": 1, "totalUnprocessedTasksCount": 0, "workflowExecutionType": "onDemand"}"#,
//! );
//! let paths: Vec<_> = report.violations().iter().map(|violation| violation.path()).collect();
//! assert_eq!(paths, ["/processingStatus", "/failedTasksCount", "/scheduledDateTime", "/workflowVersion"]);
//! ```
//!
//! Data goes one way: bytes, members, checks, report.
//!
//! 1. [`schema`] declares the type, [`Contract`] says what a document is held to.
//! 2. `recognise` tells at once of most documents that nothing is wrong with them. What comes next is for the others.
//! 3. `read` turns bytes into members with spans.
//! 4. `check` walks the members, `value` judges each value by the leaf rules `int32`, `date_time`, `member` and
//!    `odata_type`, `consistency` looks at them together.
//! 5. `findings` collects [`Violation`]s, each at its `place`, into a [`Report`]; `fault` makes prose of them when
//!    somebody reads it.
//! 6. `collection` and [`lines`] do the same for documents in bulk, `exchange` for the request or response around one;
//!    `model` is the typed value.
//!
//! `export` is the table for other tools.

#![cfg_attr(not(test), no_std)]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod check;
mod code;
mod collection;
mod consistency;
mod contract;
mod date_time;
pub mod escape;
mod exchange;
mod explain;
mod export;
mod fault;
mod findings;
mod fix;
#[cfg(feature = "http")]
pub mod http;
mod int32;
#[doc(hidden)]
pub mod internal;
mod leaves;
pub mod lines;
mod member;
#[cfg(feature = "chrono")]
mod model;
mod names;
mod odata_type;
mod place;
mod read;
mod recognise;
#[cfg(feature = "render")]
mod render;
mod report;
mod rules;
mod scan;
pub mod schema;
mod seen;
mod split;
mod suggest;
#[cfg(test)]
mod testing;
mod unescape;
mod utf16;
mod value;
mod word;

pub use code::{Code, Reason, Severity};
pub use collection::is_collection;
pub use contract::{Body, Contract, DateTimeGrammar, Members, Undeclared};
pub use explain::Explanation;
pub use fix::Fixed;
#[cfg(feature = "std")]
pub use lines::Lines;
#[cfg(feature = "chrono")]
pub use model::{LifecycleWorkflowProcessingStatus, RawJson, UserProcessingResult, WorkflowExecutionType};
pub use names::UnknownName;
pub use report::{Report, Tally, Violation};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
