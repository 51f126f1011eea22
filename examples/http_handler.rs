//! An axum server that accepts a result, or answers 400 with the report of everything that is wrong with it.
//!
//! ```text
//! cargo run --example http_handler
//! curl -d '{"workflowVersion": 2.0}' http://127.0.0.1:3000/workflowBase/userProcessingResults
//! ```

use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use user_processing_result::UserProcessingResult;

fn router() -> Router {
    Router::new().route("/workflowBase/userProcessingResults", post(create))
}

/// Takes the body as bytes: the extractor `Json` would stop at the first problem.
async fn create(body: Bytes) -> Response {
    match UserProcessingResult::from_slice(&body) {
        Ok(result) => (StatusCode::CREATED, Json(result)).into_response(),
        Err(report) => (StatusCode::BAD_REQUEST, Json(report)).into_response(),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    axum::serve(listener, router()).await
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use axum::http::Request;
    use tower::ServiceExt;
    use user_processing_result::{Code, Report};

    use super::*;

    #[tokio::test]
    async fn an_invalid_body_is_answered_with_its_report() {
        let request = Request::post("/workflowBase/userProcessingResults");
        let request = request.body(r#"{"workflowVersion": 2.0}"#.to_owned()).unwrap();
        let response = router().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let report: Report = serde_json::from_slice(&body).unwrap();
        assert_eq!(report.violations()[0].code(), Code::NotAnInteger);
        assert_eq!(report.violations()[0].path(), "/workflowVersion");
    }

    #[tokio::test]
    async fn a_valid_body_is_created() {
        let body = Bytes::from_static(include_bytes!("../tests/cases/minimal.json"));
        assert_eq!(create(body).await.status(), StatusCode::CREATED);
    }
}
