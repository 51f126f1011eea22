//! `upr schema`: the contract in the languages of other tools.

use std::io::{self, Write};

use user_processing_result::schema::{csdl, json_schema, markdown, openapi, typescript};

use crate::args::{SchemaArgs, SchemaFormat};

/// Prints the contract in the selected format.
pub fn print_schema(args: &SchemaArgs) -> io::Result<()> {
    let contract = args.contract.contract();
    let text = match args.format {
        SchemaFormat::JsonSchema => format!("{}\n", json_schema(contract)),
        SchemaFormat::Openapi => format!("{}\n", openapi(contract)),
        SchemaFormat::Typescript => typescript(contract),
        SchemaFormat::Markdown => markdown(contract),
        SchemaFormat::Csdl => csdl(),
    };
    io::stdout().lock().write_all(text.as_bytes())
}
