//! Checks a file of JSON lines, one document per line, and counts the violations by code.
//!
//! ```text
//! cargo run --example stream_lines -- results.ndjson
//! ```
//!
//! Without an argument it reads standard input. Memory is bounded by the longest line, whatever the length of the file.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::{self, Read};
use std::{env, process};

use user_processing_result::{Code, Contract};

/// The results of checking all lines.
#[derive(Default)]
struct Summary {
    valid: usize,
    invalid: usize,
    codes: BTreeMap<Code, usize>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let reader: Box<dyn Read> = match env::args().nth(1) {
        Some(path) => Box::new(File::open(path)?),
        None => Box::new(io::stdin().lock()),
    };

    let summary = check(reader)?;
    println!("{} valid, {} invalid", summary.valid, summary.invalid);
    for (code, count) in &summary.codes {
        println!("{count:>8} {code}");
    }
    process::exit(i32::from(summary.invalid > 0));
}

fn check(reader: impl Read) -> io::Result<Summary> {
    let mut summary = Summary::default();
    for line in Contract::RESOURCE.check_lines(reader) {
        let (_number, report) = line?;
        if report.is_valid() {
            summary.valid += 1;
        } else {
            summary.invalid += 1;
        }
        // Unlike `violations`, the tally includes those beyond the first 100 of a document.
        for ((_severity, code), count) in report.tally() {
            *summary.codes.entry(code).or_default() += count;
        }
    }
    Ok(summary)
}
