//! The HTTP exchange that creates a result: requests and responses, as values of the crate `http` or as text.
//!
//! A request carries the body of [`Contract::CREATE`], a response one of [`Contract::RESOURCE`]; what is wrong with the
//! head has no span, and its path is `method`, `target`, `status` or `header/` and a name. A token is never shown.
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
//! # Ok::<_, http::Unreadable>(())
//! ```
//!
//! Needs the feature `http`.

mod text;

use ::http::{HeaderMap, Request, Response};

use crate::Contract;
use crate::exchange::{self, Head, Start};
use crate::report::Report;

pub use text::{Message, Messages, Unreadable, messages};

/// Says everything that is wrong with a request that creates a result.
///
/// See [`Contract::check_request`] for one under other options.
#[must_use]
pub fn check_request<B: AsRef<[u8]>>(request: &Request<B>) -> Report {
    Contract::CREATE.check_request(request)
}

/// Says everything that is wrong with the response to a request that creates a result.
///
/// See [`Contract::check_response`] for one under other options.
#[must_use]
pub fn check_response<B: AsRef<[u8]>>(response: &Response<B>) -> Report {
    Contract::RESOURCE.check_response(response)
}

impl Contract {
    /// Says everything that is wrong with a request: of the body what is said of a create body under these options.
    ///
    /// Spans are bytes of the body. Needs the feature `http`.
    ///
    /// ```
    /// # use user_processing_result::{Code, Contract, Members};
    /// let request = http::Request::post("https://graph.microsoft.com/v1.0/workflowBase/userProcessingResults?a=b")
    ///     .header("Authorization", "Bearer c2VjcmV0")
    ///     .body("{}")?;
    /// let report = Contract::CREATE.members(Members::Current).check_request(&request);
    /// assert_eq!(report.violations()[0].code(), Code::MissingHeader);
    /// assert_eq!(report.violations()[0].path(), "header/content-type");
    /// assert_eq!(report.violations()[1].path(), "/failedTasksCount");
    /// # Ok::<_, http::Error>(())
    /// ```
    #[must_use]
    pub fn check_request<B: AsRef<[u8]>>(&self, request: &Request<B>) -> Report {
        let (method, target) = (request.method().as_str(), request.uri().path());
        let start = Start::Request { method, target };
        exchange::check(&head(start, request.headers()), request.body().as_ref(), self)
    }

    /// Says everything that is wrong with a response: of the body what is said of a resource under these options.
    ///
    /// Spans are bytes of the body. Needs the feature `http`.
    ///
    /// ```
    /// # use user_processing_result::{Code, Contract};
    /// let response = http::Response::builder().status(400).body(r#"{"error": {}}"#)?;
    /// let report = Contract::RESOURCE.check_response(&response);
    /// assert_eq!(report.violations()[0].code(), Code::WrongStatus);
    /// # Ok::<_, http::Error>(())
    /// ```
    #[must_use]
    pub fn check_response<B: AsRef<[u8]>>(&self, response: &Response<B>) -> Report {
        let status = response.status();
        let start = Start::Response { status: status.as_str() };
        exchange::check(&head(start, response.headers()), response.body().as_ref(), self)
    }
}

fn head<'a>(start: Start<'a>, headers: &HeaderMap) -> Head<'a> {
    let mut head = Head::new(start, None);
    for (name, value) in headers {
        head.add(name.as_str(), value.as_bytes(), None);
    }
    head
}
