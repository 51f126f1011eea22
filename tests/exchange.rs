//! The exchange: as text and as values the same is said of it, in every layout, and never a token.

use http::{Request, Response};
use proptest::prelude::*;
use proptest::sample::select;
use support::generate::{config, document};
use support::{Case, Input, cases};
use user_processing_result::http::{Message, ParseError, check_request, check_response, messages};
use user_processing_result::{Code, Contract, Members, Report, Violation};

/// That of every case.
const TOKEN: &str = "c2VjcmV0LXRva2Vu";

const RIGHT: &str = "POST /v1.0/workflowBase/userProcessingResults HTTP/1.1\r\n\
    Authorization: Bearer c2VjcmV0LXRva2Vu\r\nContent-Type: application/json\r\n\r\n";

fn exchanges() -> Vec<Case> {
    let cases: Vec<_> = cases().into_iter().filter(|case| case.options.input == Input::Http).collect();
    assert!(cases.len() > 25);
    cases
}

fn one(text: &[u8]) -> Message<'_> {
    let mut messages = messages(text);
    let message = messages.next().unwrap().unwrap();
    assert!(messages.next().is_none());
    message
}

fn codes(report: &Report) -> Vec<&'static str> {
    report.violations().iter().map(|violation| violation.code().as_str()).collect()
}

/// Where, which and what, without the place in a text.
fn said(report: &Report) -> Vec<(Code, String, String)> {
    let said = |violation: &Violation| (violation.code(), violation.path().to_owned(), violation.message());
    report.violations().iter().map(said).collect()
}

/// The crate's value of a message, where it can be one; headers are read in the plainest way.
fn value(text: &[u8], message: &Message<'_>) -> Option<Report> {
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
fn values_and_texts_get_the_same() {
    let mut values = 0;
    for case in exchanges() {
        for message in messages(&case.text).map(Result::unwrap) {
            let Some(report) = value(&case.text, &message) else { continue };
            assert_eq!(said(&report), said(&message.check(&Contract::CREATE)), "{}", case.name);
            values += 1;
        }
    }
    assert!(values > 60, "{values} values");
}

#[test]
fn tokens_are_never_shown() {
    let mut violations = 0;
    for case in exchanges() {
        for message in messages(&case.text).map(Result::unwrap) {
            let report = message.check(&Contract::CREATE);
            violations += report.violations().len();
            let shown = [
                serde_json::to_string(&report).unwrap(),
                report.to_string(),
                format!("{report:?} {message:?} {:?}", messages(&case.text)),
            ];
            assert!(!shown.concat().contains(TOKEN), "{}", case.name);
            assert!(!report.render(&case.text, &case.name).contains(TOKEN), "{}", case.name);
        }
    }
    assert!(violations > 100, "{violations} violations");
}

#[test]
fn messages_show_where_they_are_and_no_more() {
    let text = format!("\n{RIGHT}{{}}\n###\nHTTP/1.1 201 Created\n\n{{}}");
    let mut read = messages(text.as_bytes());
    assert_eq!(format!("{read:?}"), "Messages { line: 1, .. }");
    let [request, response] = [(), ()].map(|()| read.next().unwrap().unwrap());
    assert_eq!((request.is_request(), response.is_request()), (true, false));
    let shown = r#"Message { line: 2, headers: ["Authorization", "Content-Type"], .. }"#;
    assert_eq!(format!("{request:?}"), shown);
}

/// The line is that of the header, though it has no span.
#[test]
fn places_are_those_of_the_text() {
    let text = format!("\n# a comment\n{RIGHT}{{\"workflowVersion\": 1.0}}\n").replace("Bearer", "Basic");
    let report = one(text.as_bytes()).check(&Contract::CREATE);
    assert_eq!(
        (report.violations()[0].path(), report.violations()[0].line()),
        ("header/authorization", Some(4))
    );
    let number = &report.violations()[1];
    assert_eq!(&text[number.span().unwrap()], "1.0");
    assert_eq!((number.line(), number.column()), (Some(7), Some(21)));
}

/// Those of the exchange's own body, whatever the contract; the other options hold.
/// What has not the look of what it should be may be a token.
#[test]
fn what_may_be_shown_of_a_start_line() {
    let shown = |line: &str| {
        let report = one(format!("{line}\n\n{{}}").as_bytes()).check(&Contract::CREATE);
        let [first, ..] = report.violations() else { panic!("{line}: nothing is said") };
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
        assert_eq!(shown(line).as_deref(), expected, "{line}");
    }
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

#[test]
fn options_hold_but_for_the_body() {
    let newer = "{\"id\": \"1\", \"processingStatus\": \"quarantined\"}";
    let request = format!("{RIGHT}{newer}");
    let response = format!("HTTP/1.1 201 Created\n\n{newer}");
    for contract in [Contract::CREATE, Contract::RESOURCE, Contract::PROJECTION] {
        let of = |text: &str, contract: Contract| one(text.as_bytes()).check(&contract);
        assert_eq!(said(&of(&request, contract)), said(&Contract::CREATE.check(newer)));
        assert_eq!(said(&of(&response, contract)), said(&Contract::RESOURCE.check(newer)));
        let current = contract.members(Members::Current);
        assert!(!codes(&of(&request, current)).contains(&"newer_member"));
        assert_eq!(codes(&of(&request, contract.max_bytes(3))), ["too_large"]);
    }
}

/// At most a hundred are kept, head and body together.
#[test]
fn the_head_counts_too() {
    let members: Vec<String> = (0..150).map(|number| format!("\"x{number}\": 0")).collect();
    let text = format!("{}{{{}}}", RIGHT.replace("POST", "PUT"), members.join(","));
    let report = one(text.as_bytes()).check(&Contract::CREATE);
    assert_eq!((report.violations().len(), report.omitted()), (100, 1 + 150 + 7 - 100));
    assert_eq!(report.violations()[0].code(), Code::WrongMethod);
    assert_eq!((report.documents(), report.invalid_documents()), (1, 1));
}

#[test]
fn layouts_make_no_difference() {
    let body = "{\r\n\"id\": 1\r\n}";
    let expected = said(&one(format!("{RIGHT}{body}").as_bytes()).check(&Contract::CREATE));
    for text in [
        format!("{RIGHT}{body}").replace('\r', ""),
        format!("\u{FEFF}{RIGHT}{body}\r\n\r\n"),
        format!("###\n\n### a\n@a = b\n// c\n{RIGHT}{body}\n###\n\n###"),
        format!("{RIGHT}{body}").replace(" HTTP/1.1", ""),
        format!("{RIGHT}{body}").replace("Type: ", "Type:\t "),
        format!("{RIGHT}{body}").replace("\r\n\r\n", "\r\n# a comment\r\n  \r\n"),
    ] {
        assert_eq!(said(&one(text.as_bytes()).check(&Contract::CREATE)), expected, "{text}");
    }
}

/// A message that cannot be read is told by its line, and nothing of it is shown; the others are read.
#[test]
fn what_is_no_message_loses_none_of_the_others() {
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
        let file = format!("{text}\n\n{{}}\n###\n{RIGHT}{{}}");
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

/// What is encoded is as long as the header says in another form.
#[test]
fn values_as_the_crate_has_them() {
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

    /// Whatever is in the text, it is read to its end, and spans are in bodies.
    #[test]
    fn any_text_is_read(
        pieces in proptest::collection::vec(select(PIECES), 0..12),
        json in document(),
        bytes in any::<[u8; 4]>(),
    ) {
        let mut text: Vec<u8> = pieces.concat().replace("BODY", &json).into_bytes();
        // Half of them end as their last piece does.
        text.extend(bytes.into_iter().filter(|_| bytes[0] % 2 == 0));
        for message in messages(&text).flatten() {
            let report = message.check(&Contract::CREATE);
            support::sound::assert_sound_message(&report, &text);
            for violation in report.violations() {
                let body = message.body();
                prop_assert!(violation.span().is_none_or(|span| body.start <= span.start && span.end <= body.end));
            }
            let shown = format!("{report:?} {report}");
            prop_assert!(!shown.contains(TOKEN));
            {
                let rendered = report.render(&text, "a.http");
                prop_assert!(!rendered.contains(TOKEN), "{}", rendered);
            }
        }
    }

    /// A right head changes nothing but the places.
    #[test]
    fn bodies_are_judged_as_documents(json in document(), lines in 0..3_usize) {
        let before = "\n".repeat(lines);
        let text = format!("{before}{RIGHT}{json}");
        let (message, trimmed) = (one(text.as_bytes()), json.trim_end());
        let (report, alone) = (message.check(&Contract::CREATE), Contract::CREATE.check(trimmed));
        prop_assert_eq!(said(&report), said(&alone));
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
