//! Prints the reports of the library for every case and for thousands of generated texts, as one JSON object on each
//! line. The command and the JavaScript package must return the same reports.
//!
//! Lines are read in chunks of several lengths and must get the same reports. With `--reference`, every text is also
//! compared with the reference implementation.

use std::io::{self, BufWriter, Write};

use http::{Request, Response};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde::Serialize;
use support::chunked_reader::ChunkedReader;
use support::generate::{SEED, document, seeded};
use support::{Input, Options, cases};
use user_processing_result::http::messages;
use user_processing_result::internal::assert_fast_matches_reference;
use user_processing_result::{ContractKind, DateTimeGrammar, Members, Report, Undeclared};

/// The number of generated documents. Each three of them are also joined to a page and to lines.
const DOCUMENTS: usize = 4000;
/// The number of generated requests and responses.
const MESSAGES: usize = 2000;

/// Prints the answers with the default seed or another one; compares them with the reference implementation on request.
pub fn print(seed: Option<u64>, compares: bool) -> io::Result<()> {
    let seed = seed.unwrap_or(SEED);
    let mut out = BufWriter::new(io::stdout().lock());
    for case in cases() {
        answer(&mut out, compares, &case.options, &case.text)?;
    }
    let mut runner = TestRunner::new(seeded(seed, 0));
    let mut documents: Vec<Vec<u8>> = Vec::new();
    for _ in 0..DOCUMENTS {
        let (options, document) =
            (options(), edited()).new_tree(&mut runner).expect("no value is rejected").current();
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
            if let Some(message) =
                Message::from_case(&message.expect("every message of the cases is valid"), &case.text)
            {
                exchange(&mut out, &case.options, &message)?;
            }
        }
    }
    for _ in 0..MESSAGES {
        let (options, message) =
            (options(), message()).new_tree(&mut runner).expect("no value is rejected").current();
        exchange(&mut out, &options, &message)?;
    }
    out.flush()
}

/// The results of every function for one text.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer<'a> {
    options: &'a Options,
    /// The bytes of the text, each as the character with this number.
    text: String,
    check: Report,
    check_collection: Report,
    check_lines: Vec<LineReport>,
    is_valid: bool,
    /// The report if there is no typed value, or `None` if there is one.
    parse: Option<Report>,
}

#[derive(Serialize)]
struct LineReport {
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
    for chunk_length in [1, 10, 1000] {
        let reader = io::BufReader::new(ChunkedReader { text, chunk_length });
        assert_eq!(contract.check_lines(reader).collect::<io::Result<Vec<_>>>()?, lines);
    }
    let answer = Answer {
        options,
        text: text.iter().copied().map(char::from).collect(),
        check: contract.check(text),
        check_collection: contract.check_collection(text),
        check_lines: lines.into_iter().map(|(line, report)| LineReport { line, report }).collect(),
        is_valid: contract.is_valid(text),
        parse: contract.parse(text).err(),
    };
    serde_json::to_writer(&mut *out, &answer)?;
    writeln!(out)
}

/// The report of a request or a response.
#[derive(Serialize)]
struct Exchange<'a> {
    options: &'a Options,
    message: &'a Message,
    report: Report,
}

/// A request, which has a method, or a response, which has a status, in the form that the JavaScript package accepts.
/// Each byte of the body is the character with this number.
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
    let body: Vec<u8> = message
        .body
        .chars()
        .map(|byte| u8::try_from(byte).expect("each character of the body is a byte"))
        .collect();
    let contract = options.contract();
    let report = if let Some(status) = message.status {
        let response = Response::builder().status(status);
        let response =
            message.headers.iter().fold(response, |response, (name, value)| response.header(name, value));
        contract.check_response(&response.body(body).expect("the status and the headers are valid"))
    } else {
        let request = Request::builder().method(message.method.as_deref().unwrap_or_default());
        let request = request.uri(message.url.as_deref().unwrap_or_default());
        let request =
            message.headers.iter().fold(request, |request, (name, value)| request.header(name, value));
        contract.check_request(&request.body(body).expect("the method, the target and the headers are valid"))
    };
    serde_json::to_writer(&mut *out, &Exchange { options, message, report })?;
    writeln!(out)
}

impl Message {
    /// Returns a message of a case, or `None` if the crate `http` cannot represent it.
    fn from_case(message: &user_processing_result::http::Message<'_>, text: &[u8]) -> Option<Self> {
        let head = str::from_utf8(&text[..message.body().start]).ok()?;
        let mut lines = head.lines().skip(message.line() - 1).take_while(|line| !line.trim().is_empty());
        let mut start = lines.next()?.split(' ').map(str::to_owned);
        let headers = lines.filter_map(|line| line.split_once(':'));
        let headers = headers.map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect();
        let body = text[message.body()].iter().copied().map(char::from).collect();
        let first = start.next()?;
        let second = start.next()?;
        if message.is_request() {
            second.parse::<http::Uri>().ok()?;
            return Some(Self { method: Some(first), url: Some(second), headers, body, ..Self::default() });
        }
        let status = second.parse().ok().filter(|status| (100..1000).contains(status));
        Some(Self { status: Some(status?), headers, body, ..Self::default() })
    }
}

/// Generates requests and responses.
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

/// Generates options for documents.
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

/// Generates documents. In a quarter of them one byte is replaced, so that the text may be neither JSON nor UTF-8.
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
