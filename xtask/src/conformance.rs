//! Prints the verdicts of Rust validators on texts, as one JSON value on each line. The first line of standard input is
//! a JSON Schema, every other line a text.

use std::error::Error;
use std::io;

use serde_json::{Value, json};
use support::peers::Strict;
use user_processing_result::Contract;

pub fn print() -> Result<(), Box<dyn Error>> {
    let mut lines = io::stdin().lines();
    let schema: Value = serde_json::from_str(&lines.next().ok_or("no schema")??)?;
    let schema = jsonschema::options().should_validate_formats(true).build(&schema)?;
    for text in lines {
        let text = text?;
        let verdicts = json!({
            "ours": Contract::CREATE.check(&text),
            "jsonschema": serde_json::from_str(&text).is_ok_and(|value: Value| schema.is_valid(&value)),
            "serde": serde_json::from_str::<Strict>(&text).is_ok(),
        });
        println!("{verdicts}");
    }
    Ok(())
}
