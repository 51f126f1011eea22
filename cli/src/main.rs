//! The command `upr`: converts arguments and files for the library, and its reports for people and programs.
//!
//! It has no rule, no message about a document, no table and no JSON parser of its own.
//!
//! Each line is a layer: its number, then the names of its files and folders. The lowest layer comes first. A file imports
//! only from lower layers and from its own layer, without a circle; `tests/command/layers.rs` compares this block with the
//! imports.
//!
//! ```layers
//! 1 exit_status console output_writer parallel progress signals
//! 2 args
//! 3 emit rewrite
//! 4 check explain schema shell
//! ```
//!
//! * `args` declares the command line. `console` prints errors. `output_writer` stops when the reader of the output is gone.
//! * `emit` writes reports and the summary: one file per format.
//! * `rewrite` replaces files for `--fix`.
//! * `check`, `explain`, `schema` and `shell` are the subcommands.

mod args;
mod check;
mod console;
mod emit;
mod exit_status;
mod explain;
mod output_writer;
mod parallel;
mod progress;
mod rewrite;
mod schema;
mod shell;
mod signals;

use std::io;
use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};

fn main() -> ExitCode {
    let args = Args::try_parse().unwrap_or_else(|error| console::exit_with(&error));
    run(args.command).unwrap_or_else(|error| {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return ExitCode::SUCCESS;
        }
        console::print_error(format_args!("standard output: {error}"));
        ExitCode::from(exit_status::EXIT_ERROR)
    })
}

/// Runs a subcommand and returns the exit status. An error is one of standard output.
fn run(command: Command) -> io::Result<ExitCode> {
    match command {
        Command::Check(args) => return check::run(&args),
        Command::Explain { name } => explain::print_explanations(name.as_deref())?,
        Command::Schema(args) => schema::print_schema(&args)?,
        Command::Completions { shell } => shell::print_completions(shell)?,
        Command::Man { command } => shell::print_manual(command.as_deref())?,
    }
    Ok(ExitCode::SUCCESS)
}
