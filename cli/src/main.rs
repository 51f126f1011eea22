//! The command `upr`: converts arguments, files and reports, and judges nothing itself.

mod args;
mod check;
mod diff;
mod fix;
mod github;
mod jobs;
mod json;
mod output;
mod place;
mod progress;
mod report;
mod sarif;
mod shell;
mod signals;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use user_processing_result::schema::{csdl, json_schema, markdown, openapi, typescript};
use user_processing_result::{Code, Explanation, Reason, escape};

use args::{Args, Command, Export, Schema};

fn main() -> ExitCode {
    let args = Args::try_parse().unwrap_or_else(|error| refuse(&error));
    let done = match args.command {
        Command::Check(args) => check::run(&args),
        Command::Explain { name } => explain(name.as_deref()).map(|()| ExitCode::SUCCESS),
        Command::Schema(args) => schema(&args).map(|()| ExitCode::SUCCESS),
        Command::Completions { shell } => shell::completions(shell).map(|()| ExitCode::SUCCESS),
        Command::Man { command } => shell::man(command.as_deref()).map(|()| ExitCode::SUCCESS),
    };
    done.unwrap_or_else(|error| {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return ExitCode::SUCCESS;
        }
        report::complain(format_args!("standard output: {error}"));
        ExitCode::from(args::TROUBLE)
    })
}

/// Longer arguments are not shown as a whole.
const MAX_ARGUMENT_BYTES: usize = 1024;

/// Prints an error of the command line, or the help, and exits. Arguments may have come from a name that somebody else chose.
fn refuse(error: &clap::Error) -> ! {
    let is_harmless = |argument: OsString| {
        let argument = argument.to_string_lossy();
        argument.len() < MAX_ARGUMENT_BYTES && escape::is_safe_to_print(&argument, "\n\t")
    };
    if std::env::args_os().all(is_harmless) {
        error.exit();
    }
    report::complain_as_it_is(&escape::without_secrets(&error.to_string()));
    std::process::exit(error.exit_code())
}

/// Explains one code or reason, or all of them.
fn explain(name: Option<&str>) -> io::Result<()> {
    let codes = Code::ALL.iter().map(|code| code.explain());
    let reasons = Reason::ALL.iter().map(|reason| reason.explain());
    let chosen: Vec<Explanation> = codes
        .chain(reasons)
        .filter(|explanation| name.is_none_or(|name| name == explanation.name()))
        .collect();
    let texts: Vec<String> = chosen.iter().map(Explanation::to_string).collect();
    io::stdout().lock().write_all(texts.join("\n\n").as_bytes())
}

/// Prints what a contract holds documents to.
fn schema(args: &Schema) -> io::Result<()> {
    let contract = args.held.contract();
    let text = match args.format {
        Export::JsonSchema => format!("{}\n", json_schema(contract)),
        Export::Openapi => format!("{}\n", openapi(contract)),
        Export::Typescript => typescript(contract),
        Export::Markdown => markdown(contract),
        Export::Csdl => csdl(),
    };
    io::stdout().lock().write_all(text.as_bytes())
}
