//! Prints what the library says of every case and of thousands of generated texts, as JSON, one a line: what the
//! command and the JavaScript package are held to.
//!
//! However a file of lines is read, it gets the same reports. With `--cfg fuzzing` every text is held to the laws of the
//! quick readers too: with the recogniser and without it, as a text and as a parsed value. An argument is another seed.

use std::io::{self, BufWriter, Write};

use http::{Request, Response};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde::Serialize;
use support::generate::{SEED, document, seeded};
use support::pieces::Pieces;
use support::{Input, Options, cases};
use user_processing_result::http::messages;
use user_processing_result::internal::assert_fast_matches_reference;
use user_processing_result::{ContractKind, DateTimeGrammar, Members, Report, Undeclared};

/// Generated documents; of three at a time a page and a file of lines are made.
const DOCUMENTS: usize = 4000;
/// Generated requests and responses.
const MESSAGES: usize = 2000;

pub fn print(seed: Option<u64>, compares: bool) -> io::Result<()> {
    let seed = seed.unwrap_or(SEED);
    let mut out = BufWriter::new(io::stdout().lock());
    for case in cases() {
        answer(&mut out, compares, &case.options, &case.text)?;
    }
    let mut runner = TestRunner::new(seeded(seed, 0));
    let mut documents: Vec<Vec<u8>> = Vec::new();
    for _ in 0..DOCUMENTS {
        let (options, document) = (options(), edited()).new_tree(&mut runner).expect("a value").current();
        answer(&mut out, compares, &options, &document)?;
        documents.push(document);
        if documents.len() == 3 {
            answer(
                &mut out,
                compares,
                &options,
                &[b"{\"value\": [", &documents.join(&b", "[..])[..], b"]}"].concat(),
            )?;
            answer(&mut out, compares, &options, &documents.join(&b"\r\n"[..]))?;
            documents.clear();
        }
    }
    for case in cases().iter().filter(|case| case.options.input == Input::Http) {
        for message in messages(&case.text) {
            if let Some(message) = Message::of(&message.expect("a message"), &case.text) {
                exchange(&mut out, &case.options, &message)?;
            }
        }
    }
    for _ in 0..MESSAGES {
        let (options, message) = (options(), message()).new_tree(&mut runner).expect("a value").current();
        exchange(&mut out, &options, &message)?;
    }
    out.flush()
}

/// Everything that can be asked of a text.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer<'a> {
    options: &'a Options,
    /// A character a byte.
    text: String,
    check: Report,
    check_collection: Report,
    check_lines: Vec<OfLine>,
    is_valid: bool,
    /// Why there is no typed value.
    parse: Option<Report>,
}

#[derive(Serialize)]
struct OfLine {
    line: usize,
    #[serde(flatten)]
    report: Report,
}

fn answer(out: &mut impl Write, compares: bool, options: &Options, text: &[u8]) -> io::Result<()> {
    let contract = options.contract();
    if compares {
        assert_fast_matches_reference(contract, text);
    }
    let lines = contract.check_lines(text).collect::<io::Result<Vec<_>>>()?;
    for most in [1, 10, 1000] {
        let pieces = io::BufReader::new(Pieces { text, most });
        assert_eq!(contract.check_lines(pieces).collect::<io::Result<Vec<_>>>()?, lines);
    }
    let answer = Answer {
        options,
        text: text.iter().copied().map(char::from).collect(),
        check: contract.check(text),
        check_collection: contract.check_collection(text),
        check_lines: lines.into_iter().map(|(line, report)| OfLine { line, report }).collect(),
        is_valid: contract.is_valid(text),
        parse: contract.parse(text).err(),
    };
    serde_json::to_writer(&mut *out, &answer)?;
    writeln!(out)
}

/// What is said of a request or of a response.
#[derive(Serialize)]
struct Exchange<'a> {
    options: &'a Options,
    message: &'a Message,
    report: Report,
}

/// As JavaScript takes it, with a method or with a status; in the body a character a byte.
#[derive(Debug, Clone, Default, Serialize)]
struct Message {
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    headers: Vec<(String, String)>,
    body: String,
}

fn exchange(out: &mut impl Write, options: &Options, message: &Message) -> io::Result<()> {
    let body: Vec<u8> = message.body.chars().map(|byte| u8::try_from(byte).expect("a byte")).collect();
    let contract = options.contract();
    let report = if let Some(status) = message.status {
        let response = Response::builder().status(status);
        let response =
            message.headers.iter().fold(response, |response, (name, value)| response.header(name, value));
        contract.check_response(&response.body(body).expect("a response"))
    } else {
        let request = Request::builder().method(message.method.as_deref().unwrap_or_default());
        let request = request.uri(message.url.as_deref().unwrap_or_default());
        let request =
            message.headers.iter().fold(request, |request, (name, value)| request.header(name, value));
        contract.check_request(&request.body(body).expect("a request"))
    };
    serde_json::to_writer(&mut *out, &Exchange { options, message, report })?;
    writeln!(out)
}

impl Message {
    /// That of a case, unless the crate `http` cannot have it.
    fn of(message: &user_processing_result::http::Message<'_>, text: &[u8]) -> Option<Self> {
        let head = str::from_utf8(&text[..message.body().start]).ok()?;
        let mut lines = head.lines().skip(message.line() - 1).take_while(|line| !line.trim().is_empty());
        let mut start = lines.next()?.split(' ').map(str::to_owned);
        let headers = lines.filter_map(|line| line.split_once(':'));
        let headers = headers.map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect();
        let body = text[message.body()].iter().copied().map(char::from).collect();
        let (first, second) = (start.next()?, start.next()?);
        if message.is_request() {
            second.parse::<http::Uri>().ok()?;
            return Some(Self { method: Some(first), url: Some(second), headers, body, ..Self::default() });
        }
        let status = second.parse().ok().filter(|status| (100..1000).contains(status));
        Some(Self { status: Some(status?), headers, body, ..Self::default() })
    }
}

fn message() -> impl Strategy<Value = Message> {
    let header = prop_oneof![
        (
            "(?i-u:authorization)",
            prop_oneof![Just("Bearer a.b-c"), Just("bearer  eA=="), Just("Basic a"), Just("")]
        ),
        ("(?i-u:content-type)", select(TYPES)),
        ("(?i-u:content-length)", select(&["2", "02", "", "398", "x", "2, 2"][..])),
        ("(?i-u:content-encoding)", select(&["gzip", "identity", ""][..])),
        ("[a-z]{1,3}", select(&["x", ":", ""][..])),
    ];
    let start = prop_oneof![
        (select(&["POST", "post", "PUT", "X"][..]), select(TARGETS)).prop_map(|(method, url)| Message {
            method: Some(method.to_owned()),
            url: Some(url.to_owned()),
            ..Message::default()
        }),
        select(&[201_u16, 200, 999, 100][..])
            .prop_map(|status| Message { status: Some(status), ..Message::default() }),
    ];
    let body = prop_oneof![Just(Vec::from("{}")), edited()];
    (start, proptest::collection::vec(header, 0..5), body).prop_map(|(start, headers, body)| Message {
        headers: headers.into_iter().map(|(name, value)| (name, value.to_owned())).collect(),
        body: body.into_iter().map(char::from).collect(),
        ..start
    })
}

const TYPES: &[&str] = &[
    "application/json",
    "APPLICATION/Json;charset=UTF-8",
    "application/json; a=\"b;\\\"c\"; charset=\"utf\\-8\"",
    "application/json; charset=latin1",
    "application/json;",
    "application/json; charset",
    "text/plain",
    "",
];

const TARGETS: &[&str] = &[
    "/workflowBase/userProcessingResults",
    "https://graph.microsoft.com/beta/workflowBase/userProcessingResults?a=//b",
    "https://user:secret@graph.microsoft.com?token=/workflowBase/userProcessingResults",
    "/workflowBase/userProcessingResults/",
    "/v1.0/me?a=b",
    "*",
];

fn options() -> impl Strategy<Value = Options> {
    let max_bytes = prop_oneof![9 => Just(None), 1 => (1_usize..600).prop_map(Some)];
    let name = |names: &'static [&'static str]| proptest::option::of(select(names).prop_map(str::to_owned));
    (
        name(ContractKind::NAMES),
        name(Members::NAMES),
        name(DateTimeGrammar::NAMES),
        name(Undeclared::NAMES),
        any::<bool>(),
        max_bytes,
    )
        .prop_map(|(contract, members, date_time, undeclared, consistency, max_bytes)| Options {
            contract,
            members,
            date_time,
            undeclared,
            consistency,
            max_bytes,
            ..Options::default()
        })
}

/// A document, of which now and then a byte is another, so that it may be no JSON and no UTF-8.
fn edited() -> impl Strategy<Value = Vec<u8>> {
    (document(), 0..4_u8, any::<Index>(), any::<u8>()).prop_map(|(document, edit, at, byte)| {
        let mut document = document.into_bytes();
        if edit == 0 {
            let at = at.index(document.len());
            document[at] = byte;
        }
        document
    })
}
