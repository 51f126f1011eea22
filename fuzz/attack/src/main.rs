//! Attacks on the library and on the command `upr` (which `scripts/build` builds for release), and what they cost.
//!
//! ```text
//! attack laws SECONDS [SEED]     checks laws on generated input, a share of the time for each law
//! attack growth [NAME]           measures how instructions and memory grow, for shapes with NAME in their name
//! attack instructions [--write]  compares instruction counts with the stored ones, or stores new ones
//! attack repeat NAME CALLS       makes the call that `instructions` measures under valgrind
//! ```
//!
//! Each prints a line for each result and exits with status 1 on a failure.

mod command;
mod generate;
mod growth;
mod instructions;
mod laws;
mod shapes;
mod valgrind;

use std::path::PathBuf;
use std::process::ExitCode;

/// The default seed.
const SEED: u64 = 0x5eed_2026;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let is_success = match &arguments[..] {
        ["growth"] => growth::run(""),
        ["growth", filter] => growth::run(filter),
        ["instructions"] => instructions::compare(),
        ["instructions", "--write"] => instructions::store(),
        ["laws", seconds] => laws::run(number(seconds), SEED),
        ["laws", seconds, seed] => laws::run(number(seconds), number(seed)),
        ["repeat", name, calls] => instructions::repeat(name, number(calls)),
        _ => usage(),
    };
    if is_success { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn number(text: &str) -> u64 {
    text.parse().unwrap_or_else(|_| usage())
}

fn usage() -> ! {
    eprintln!(
        "usage: attack laws SECONDS [SEED] | growth [NAME] | instructions [--write] | repeat NAME CALLS"
    );
    std::process::exit(2)
}

/// Returns the root of the project.
fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}
