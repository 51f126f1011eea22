//! Checks a file and prints its report, with the source lines.
//!
//! ```text
//! cargo run --example check_file -- body.json
//! ```
//!
//! The exit status is 0 if the document is valid, 1 if it is not, and 2 if the file cannot be read.

use std::process::ExitCode;
use std::{env, fs};

use user_processing_result::Contract;

fn main() -> ExitCode {
    let Some(path) = env::args().nth(1) else {
        eprintln!("usage: check_file FILE");
        return ExitCode::from(2);
    };
    let json = match fs::read(&path) {
        Ok(json) => json,
        Err(error) => {
            eprintln!("{path}: {error}");
            return ExitCode::from(2);
        }
    };

    let report = Contract::CREATE.check(&json);
    // Warnings are printed too, but do not make a document invalid. Without violations the text is empty.
    print!("{}", report.render(&json, &path));
    if report.is_valid() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
