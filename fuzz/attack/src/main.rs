//! Attacks the library and the command `upr`, which `scripts/build` has built for release.
//!
//! ```text
//! attack laws SECONDS [SEED]   holds laws to generated input, a share of the time for each law
//! attack growth                measures how instructions and memory grow with the input
//! ```
//!
//! The first prints a line for each law, the second one for each case that grows too fast; each ends with status 1 where
//! something does not hold.

mod command;
mod generate;
mod growth;
mod laws;
mod shapes;

use std::path::PathBuf;
use std::process::ExitCode;

/// The seed where none is given.
const SEED: u64 = 0x5eed_2026;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let holds = match &arguments[..] {
        ["growth"] => growth::run(),
        ["laws", seconds] => laws::run(number(seconds), SEED),
        ["laws", seconds, seed] => laws::run(number(seconds), number(seed)),
        _ => usage(),
    };
    if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn number(text: &str) -> u64 {
    text.parse().unwrap_or_else(|_| usage())
}

fn usage() -> ! {
    eprintln!("usage: attack laws SECONDS [SEED], or attack growth");
    std::process::exit(2)
}

/// The root of the project.
fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}
