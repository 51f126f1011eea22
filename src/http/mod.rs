//! The HTTP exchange that creates a result: requests and responses, as values of the crate `http` or as text.
//!
//! The body of a request is checked as a create body ([`ContractKind::Create`]), and that of a response as a resource
//! ([`ContractKind::Resource`]). A violation of the head has no span, and its path is `method`, `target`, `status` or
//! `header/<name>`. Tokens are never quoted.
//!
//! [`ContractKind::Create`]: crate::ContractKind::Create
//! [`ContractKind::Resource`]: crate::ContractKind::Resource
//!
//! ```
//! use user_processing_result::{Code, Contract, http};
//!
//! let text = b"POST /v1.0/workflowBase/userProcessingResults HTTP/1.1
//! Authorization: Basic c2VjcmV0
//! Content-Type: application/json
//!
//! {}
//! ####
//! HTTP/1.1 200 OK
//!
//! {}
//! ";
//! let mut reports = Vec::new();
//! for message in http::messages(text) {
//!     reports.push(message?.check(&Contract::default()));
//! }
//! let [request, response] = &reports[..] else { panic!("two messages") };
//! assert_eq!(request.violations()[0].code(), Code::InvalidHeader);
//! assert_eq!(request.violations()[0].path(), "header/authorization");
//! assert_eq!(request.violations()[0].line(), Some(2));
//! assert_eq!(response.violations()[0].code(), Code::WrongStatus);
//! # Ok::<_, http::ParseError>(())
//! ```

pub(crate) mod message;
#[cfg(feature = "http")]
mod requests;
#[cfg(feature = "http")]
mod text;

#[cfg(feature = "http")]
pub use requests::{check_request, check_response};
#[cfg(feature = "http")]
pub use text::{Message, Messages, ParseError, messages};
