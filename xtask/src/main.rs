//! Generates what the scripts of this repository need from the library.
//!
//! ```text
//! cargo xtask tables                          the tables of the JavaScript package, as JSON
//! cargo xtask answers [SEED] [--reference]    every answer to every case and to generated texts, one per line
//! cargo xtask conformance                     the verdicts of Rust validators on the texts of standard input
//! ```

mod answers;
mod conformance;
mod tables;

use std::env;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["tables"] => tables::print(),
        ["answers"] => answers::print(None, false)?,
        ["answers", "--reference"] => answers::print(None, true)?,
        ["answers", seed] => answers::print(Some(seed.parse()?), false)?,
        ["answers", seed, "--reference"] => answers::print(Some(seed.parse()?), true)?,
        ["conformance"] => conformance::print()?,
        _ => return Err("usage: cargo xtask tables | answers [SEED] [--reference] | conformance".into()),
    }
    Ok(())
}
