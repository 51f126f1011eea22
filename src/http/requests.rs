//! Requests and responses as values of the crate `http`.

use ::http::{HeaderMap, Request, Response};

use super::message::{self, MessageHead, StartLine};
use crate::options::Contract;
use crate::report::Report;

/// Checks a request that creates a result, with the default options.
///
/// [`Contract::check_request`] accepts other options.
#[must_use]
pub fn check_request<B: AsRef<[u8]>>(request: &Request<B>) -> Report {
    Contract::CREATE.check_request(request)
}

/// Checks the response to a request that creates a result, with the default options.
///
/// [`Contract::check_response`] accepts other options.
#[must_use]
pub fn check_response<B: AsRef<[u8]>>(response: &Response<B>) -> Report {
    Contract::RESOURCE.check_response(response)
}

impl Contract {
    /// Checks a request that creates a result: its method, path and headers, and its body.
    ///
    /// The body is checked as a create body with the options of this contract, whatever its kind. Spans are byte ranges of
    /// the body.
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
        let start = StartLine::Request { method, target };
        message::check(&head(start, request.headers()), request.body().as_ref(), self)
    }

    /// Checks the response to a request that creates a result: its status and headers, and its body.
    ///
    /// The body is checked as a resource with the options of this contract, whatever its kind. Spans are byte ranges of the
    /// body.
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
        let start = StartLine::Response { status: status.as_str() };
        message::check(&head(start, response.headers()), response.body().as_ref(), self)
    }
}

fn head<'a>(start: StartLine<'a>, headers: &HeaderMap) -> MessageHead<'a> {
    let mut head = MessageHead::new(start, None);
    for (name, value) in headers {
        head.add(name.as_str(), value.as_bytes(), None);
    }
    head
}
