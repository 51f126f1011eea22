//! HTTP requests and responses: as text and as values of the crate `http` they get the same violations, in every
//! layout, and no report contains a token.

use std::ops::Range;

use http::{Request, Response};
use proptest::prelude::*;
use proptest::sample::select;
use support::generate::{config, document};
use support::{Case, Input, cases};
use user_processing_result::http::{Message, ParseError, check_request, check_response, messages};
use user_processing_result::{Code, Contract, Members, Report, Violation};

/// The token of every case.
const TOKEN: &str = "c2VjcmV0LXRva2Vu";

/// The head of a valid request.
const VALID_HEAD: &str = "POST /v1.0/workflowBase/userProcessingResults HTTP/1.1\r\n\
    Authorization: Bearer c2VjcmV0LXRva2Vu\r\nContent-Type: application/json\r\n\r\n";

fn http_cases() -> Vec<Case> {
    let cases: Vec<_> = cases().into_iter().filter(|case| case.options.input == Input::Http).collect();
    assert!(cases.len() > 25, "{} cases", cases.len());
    cases
}

/// Returns the message of a text, which must contain exactly one.
#[track_caller]
fn single_message(text: &[u8]) -> Message<'_> {
    let mut messages = messages(text);
    let message = messages.next().unwrap().unwrap();
    assert!(messages.next().is_none());
    message
}

fn codes(report: &Report) -> Vec<&'static str> {
    report.violations().iter().map(|violation| violation.code().as_str()).collect()
}

/// Checks the only message of a text under the contract `create`.
#[track_caller]
fn check_message(text: &str) -> Report {
    single_message(text.as_bytes()).check(&Contract::CREATE)
}

/// Returns the code, path and message of each violation, without its location in the text.
fn summarize(report: &Report) -> Vec<(Code, String, String)> {
    let summarize =
        |violation: &Violation| (violation.code(), violation.path().to_owned(), violation.message());
    report.violations().iter().map(summarize).collect()
}

/// Checks a message as a value of the crate `http`; returns `None` if that crate cannot represent it.
fn check_as_value(text: &[u8], message: &Message<'_>) -> Option<Report> {
    let head = str::from_utf8(&text[..message.body().start]).ok()?;
    let lines = head.lines().skip(message.line() - 1).take_while(|line| !line.trim().is_empty());
    let mut lines = lines.filter(|line| !line.starts_with('#'));
    let start: Vec<&str> = lines.next()?.split(' ').collect();
    let headers = lines.map(|line| line.split_once(':').unwrap());
    let body = text[message.body()].to_vec();
    if message.is_request() {
        let mut request = Request::builder().method(start[0]).uri(start[1]);
        for (name, value) in headers {
            request = request.header(name, value.trim());
        }
        return request.body(body).ok().map(|request| check_request(&request));
    }
    let mut response = Response::builder().status(start[1].parse::<u16>().ok()?);
    for (name, value) in headers {
        response = response.header(name, value.trim());
    }
    response.body(body).ok().map(|response| check_response(&response))
}

#[test]
fn values_get_the_violations_of_their_text() {
    let mut values = 0;
    for case in http_cases() {
        for message in messages(&case.text).map(Result::unwrap) {
            let Some(report) = check_as_value(&case.text, &message) else { continue };
            assert_eq!(summarize(&report), summarize(&message.check(&Contract::CREATE)), "{}", case.name);
            values += 1;
        }
    }
    assert!(values > 60, "{values} values");
}

#[test]
fn reports_never_contain_the_token() {
    let mut violations = 0;
    for case in http_cases() {
        for message in messages(&case.text).map(Result::unwrap) {
            let report = message.check(&Contract::CREATE);
            violations += report.violations().len();
            let outputs = [
                serde_json::to_string(&report).unwrap(),
                report.to_string(),
                format!("{report:?} {message:?} {:?}", messages(&case.text)),
            ];
            assert!(!outputs.concat().contains(TOKEN), "{}", case.name);
            assert!(!report.render(&case.text, &case.name).contains(TOKEN), "{}", case.name);
        }
    }
    assert!(violations > 100, "{violations} violations");
}

#[test]
fn debug_output_of_messages_has_lines_and_header_names_only() {
    let text = format!("\n{VALID_HEAD}{{}}\n###\nHTTP/1.1 201 Created\n\n{{}}");
    let mut messages = messages(text.as_bytes());
    assert_eq!(format!("{messages:?}"), "Messages { line: 1, .. }");
    let [request, response] = [(), ()].map(|()| messages.next().unwrap().unwrap());
    assert_eq!((request.is_request(), response.is_request()), (true, false));
    let expected = r#"Message { line: 2, headers: ["Authorization", "Content-Type"], .. }"#;
    assert_eq!(format!("{request:?}"), expected);
}

/// A violation of a header has a line and no span.
#[test]
fn locations_are_those_in_the_whole_text() {
    let text =
        format!("\n# a comment\n{VALID_HEAD}{{\"workflowVersion\": 1.0}}\n").replace("Bearer", "Basic");
    let report = check_message(&text);
    assert_eq!(
        (report.violations()[0].path(), report.violations()[0].line()),
        ("header/authorization", Some(4))
    );
    let number = &report.violations()[1];
    assert_eq!(&text[number.span().unwrap()], "1.0");
    assert_eq!((number.line(), number.column()), (Some(7), Some(21)));
}

/// A part of a start line that does not look like a method, a target or a status may be a token.
#[test]
fn start_lines_are_quoted_only_if_they_cannot_be_tokens() {
    let found = |line: &str| {
        let report = check_message(&format!("{line}\n\n{{}}"));
        let [first, ..] = report.violations() else { panic!("{line}: no violation") };
        first.found().map(str::to_owned)
    };
    for (line, expected) in [
        ("HTTP/1.1 9999", Some("9999")),
        ("HTTP/1.1 99999", None),
        ("HTTP/1.1 2O1", None),
        ("ABCDEFGHIJKLMNO /", Some("ABCDEFGHIJKLMNO")),
        ("ABCDEFGHIJKLMNOP /", None),
        ("PUT1 /", None),
        ("POST /a://b/c", Some("/a://b/c")),
        ("POST //a/b", Some("//a/b")),
        ("POST http://a", Some("/")),
        ("POST http://u:p@a/b?c#d", Some("/b")),
        ("POST /a@b", Some("b")),
        ("POST {{a}}:", None),
        ("POST *", Some("*")),
    ] {
        assert_eq!(found(line).as_deref(), expected, "{line}");
    }
}

#[test]
fn lines_of_another_form_than_a_start_line_are_errors() {
    for line in [
        "POST",
        "POST abc",
        "POST abc HTTP/1.1",
        "POST a?/workflowBase/userProcessingResults",
        "POST / HTTP",
        "POST / HTTP/1.1 x",
        "P(ST /",
        "bearer /abc",
        "Basic /abc",
        "HTTP/1.1",
    ] {
        assert!(messages(line.as_bytes()).next().unwrap().is_err(), "{line}");
    }
}

/// The message decides the kind of contract; the other options apply.
#[test]
fn options_except_the_kind_apply_to_bodies() {
    let newer = "{\"id\": \"1\", \"processingStatus\": \"quarantined\"}";
    let request = format!("{VALID_HEAD}{newer}");
    let response = format!("HTTP/1.1 201 Created\n\n{newer}");
    for contract in [Contract::CREATE, Contract::RESOURCE, Contract::PROJECTION] {
        let check = |text: &str, contract: Contract| single_message(text.as_bytes()).check(&contract);
        assert_eq!(summarize(&check(&request, contract)), summarize(&Contract::CREATE.check(newer)));
        assert_eq!(summarize(&check(&response, contract)), summarize(&Contract::RESOURCE.check(newer)));
        let current = contract.members(Members::Current);
        assert!(!codes(&check(&request, current)).contains(&"newer_member"));
        assert_eq!(codes(&check(&request, contract.max_bytes(3))), ["too_large"]);
    }
}

/// A report keeps at most 100 violations of head and body together.
#[test]
fn violations_of_the_head_count_toward_the_limit() {
    let members: Vec<String> = (0..150).map(|number| format!("\"x{number}\": 0")).collect();
    let text = format!("{}{{{}}}", VALID_HEAD.replace("POST", "PUT"), members.join(","));
    let report = check_message(&text);
    assert_eq!((report.violations().len(), report.omitted()), (100, 1 + 150 + 7 - 100));
    assert_eq!(report.violations()[0].code(), Code::WrongMethod);
    assert_eq!((report.documents(), report.invalid_documents()), (1, 1));
}

#[test]
fn layouts_do_not_change_the_violations() {
    let body = "{\r\n\"id\": 1\r\n}";
    let expected = summarize(&check_message(&format!("{VALID_HEAD}{body}")));
    for text in [
        format!("{VALID_HEAD}{body}").replace('\r', ""),
        format!("\u{FEFF}{VALID_HEAD}{body}\r\n\r\n"),
        format!("###\n\n### a\n@a = b\n// c\n{VALID_HEAD}{body}\n###\n\n###"),
        format!("{VALID_HEAD}{body}").replace(" HTTP/1.1", ""),
        format!("{VALID_HEAD}{body}").replace("Type: ", "Type:\t "),
        format!("{VALID_HEAD}{body}").replace("\r\n\r\n", "\r\n# a comment\r\n  \r\n"),
    ] {
        assert_eq!(summarize(&check_message(&text)), expected, "{text}");
    }
}

/// An error has the line of the message and quotes nothing of it.
#[test]
fn messages_after_an_invalid_one_are_read() {
    for (text, line, expected) in [
        ("{\"id\": 1}", 1, "a request line"),
        ("\n\nPOST", 3, "a request line"),
        ("POST /a b", 1, "a request line"),
        ("POST /a HTTP/1.1 b", 1, "a request line"),
        ("P{ST /a", 1, "a request line"),
        ("Bearer c2VjcmV0LXRva2Vu", 1, "a request line"),
        ("Authorization: Bearer c2VjcmV0LXRva2Vu", 1, "a request line"),
        ("bearer /c2VjcmV0LXRva2Vu", 1, "a request line"),
        ("HTTP/1.1", 1, "a status line"),
        ("POST /a\nAuthorization Bearer c2VjcmV0LXRva2Vu", 2, "a header"),
        ("POST /a\nAuthorization : Bearer c2VjcmV0LXRva2Vu", 2, "a header"),
        ("POST /a\nA: b\n c2VjcmV0LXRva2Vu: folded", 3, "a header"),
        ("POST /a\nA: b\n{\"id\": 1}", 3, "a header"),
        ("POST /a\nA: \0c2VjcmV0LXRva2Vu", 2, "a header"),
        ("\u{FF}\u{FE}P", 1, "a request line"),
    ] {
        let file = format!("{text}\n\n{{}}\n###\n{VALID_HEAD}{{}}");
        let [Err(error), Ok(message)] = &messages(file.as_bytes()).collect::<Vec<_>>()[..] else {
            panic!("{text}")
        };
        let ParseError { .. } = error;
        assert_eq!(error.line(), line, "{text}");
        assert!(error.expected().contains(expected), "{error}");
        assert!(!format!("{error} {error:?}").contains(TOKEN));
        assert_eq!(message.check(&Contract::CREATE).violations().len(), 7);
    }
    for text in ["", "\n", "###", "# a\n// b\n@c = d\n"] {
        assert_eq!(messages(text.as_bytes()).count(), 0, "{text}");
    }
}

/// The length in the header is not compared with an encoded body, which has another length after decoding.
#[test]
fn values_with_unusual_headers_are_checked() {
    let request = Request::post("http://localhost/beta/workflowBase/userProcessingResults")
        .header("authorization", "Bearer c2VjcmV0LXRva2Vu")
        .header("content-type", "application/json")
        .header("content-length", "7")
        .header("x-other", http::HeaderValue::from_bytes(b"\xFF").unwrap());
    let request = request.body(Vec::from("{}")).unwrap();
    assert_eq!(codes(&check_request(&request))[0], "invalid_header");
    let (mut parts, body) = request.into_parts();
    parts.headers.insert("content-encoding", "br".parse().unwrap());
    assert_eq!(codes(&check_request(&Request::from_parts(parts, body)))[0], "missing_property");
    let response = Response::builder().status(201).body("{\"id\": \"1\"}").unwrap();
    assert_eq!(codes(&check_response(&response))[0], "missing_property");
    assert_eq!(codes(&Contract::PROJECTION.check_response(&response))[0], "missing_property");
}

proptest! {
    #![proptest_config(config(2000))]

    /// Reads texts to their end. Spans must be within bodies, and reports must not contain the token.
    #[test]
    fn texts_of_random_pieces_satisfy_invariants(
        pieces in proptest::collection::vec(select(PIECES), 0..12),
        json in document(),
        bytes in any::<[u8; 4]>(),
    ) {
        let mut text: Vec<u8> = pieces.concat().replace("BODY", &json).into_bytes();
        // Half of the texts end with their last piece.
        text.extend(bytes.into_iter().filter(|_| bytes[0] % 2 == 0));
        for message in messages(&text).flatten() {
            let report = message.check(&Contract::CREATE);
            support::invariants::assert_message_invariants(&report, &text);
            for violation in report.violations() {
                let body = message.body();
                let is_in_body = |span: Range<usize>| body.start <= span.start && span.end <= body.end;
                prop_assert!(violation.span().is_none_or(is_in_body));
            }
            let output = format!("{report:?} {report} {}", report.render(&text, "a.http"));
            prop_assert!(!output.contains(TOKEN), "{}", output);
        }
    }

    /// After a valid head, a body gets the violations of a document, at other locations.
    #[test]
    fn bodies_get_the_violations_of_documents(json in document(), lines in 0..3_usize) {
        let before = "\n".repeat(lines);
        let text = format!("{before}{VALID_HEAD}{json}");
        let report = check_message(&text);
        let alone = Contract::CREATE.check(json.trim_end());
        prop_assert_eq!(summarize(&report), summarize(&alone));
        for (moved, violation) in report.violations().iter().zip(alone.violations()) {
            let offset = text.len() - json.len();
            let span = violation.span().map(|span| span.start + offset..span.end + offset);
            prop_assert_eq!(moved.span(), span);
            prop_assert_eq!(moved.line(), violation.line().map(|line| line + lines + 4));
            prop_assert_eq!(moved.column(), violation.column());
        }
    }
}

const PIECES: &[&str] = &[
    "POST /v1.0/workflowBase/userProcessingResults HTTP/1.1\n",
    "PUT http://u:c2VjcmV0LXRva2Vu@h/p?c2VjcmV0LXRva2Vu\r\n",
    "HTTP/1.1 201 Created\n",
    "HTTP/1.1 500\r\n",
    "Authorization: Bearer c2VjcmV0LXRva2Vu\r\n",
    "Authorization: c2VjcmV0LXRva2Vu\n",
    "Content-Type: application/json; charset=\"utf-8\"\n",
    "Content-Type: ;;\r\n",
    "Content-Length: 12\n",
    "Content-Length\n",
    "# comment\n",
    "###\n",
    "\n",
    "\r\n",
    "BODY",
    "BODY\n",
    "{\"id\": 1, \"id\": 2.0}\n",
    ": ",
];
