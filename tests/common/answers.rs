//! Prints what the library says of every case and of thousands of generated texts, as JSON, one a line: what the
//! JavaScript package is held to.

#[path = "mod.rs"]
mod common;

use std::io::{self, BufWriter, Write};

use common::generate::{config, document};
use common::{Options, cases};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde::Serialize;
use user_processing_result::{Body, DateTimeGrammar, Members, Report, Undeclared};

/// Generated documents; of three at a time a page and a file of lines are made.
const DOCUMENTS: usize = 4000;

fn main() -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for case in cases() {
        answer(&mut out, &case.options, &case.text)?;
    }
    let mut runner = TestRunner::new(config(0));
    let mut documents: Vec<Vec<u8>> = Vec::new();
    for _ in 0..DOCUMENTS {
        let (options, document) = (options(), edited()).new_tree(&mut runner).expect("a value").current();
        answer(&mut out, &options, &document)?;
        documents.push(document);
        if documents.len() == 3 {
            answer(&mut out, &options, &[b"{\"value\": [", &documents.join(&b", "[..])[..], b"]}"].concat())?;
            answer(&mut out, &options, &documents.join(&b"\r\n"[..]))?;
            documents.clear();
        }
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

fn answer(out: &mut impl Write, options: &Options, text: &[u8]) -> io::Result<()> {
    let contract = options.contract();
    let lines = contract.check_lines(text).map(|line| line.map(|(line, report)| OfLine { line, report }));
    let answer = Answer {
        options,
        text: text.iter().copied().map(char::from).collect(),
        check: contract.check(text),
        check_collection: contract.check_collection(text),
        check_lines: lines.collect::<io::Result<_>>()?,
        is_valid: contract.is_valid(text),
        parse: contract.parse(text).err(),
    };
    serde_json::to_writer(&mut *out, &answer)?;
    writeln!(out)
}

fn options() -> impl Strategy<Value = Options> {
    let max_bytes = prop_oneof![9 => Just(None), 1 => (1_usize..600).prop_map(Some)];
    let name = |names: &'static [&'static str]| proptest::option::of(select(names).prop_map(str::to_owned));
    (
        name(Body::NAMES),
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
