//! `upr check`: files are read, and reports are written.
//!
//! ```text
//! run ──> files ──> document, lines, messages, fix, dry_run ──> session, error
//! ```

mod document;
mod dry_run;
mod error;
mod files;
mod fix;
mod lines;
mod messages;
mod session;

use std::io::{self, BufWriter, IsTerminal};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

use anstream::AutoStream;

use crate::args::{CheckArgs, FixMode, Format};
use crate::console::print_error;
use crate::emit::{Content, Emitter, LeadingCommaFilter, Summary};
use crate::exit_status::EXIT_ERROR;
use crate::output_writer::OutputWriter;
#[cfg(unix)]
use crate::signals;

use files::check_files;
use session::Session;

/// Checks every file and returns the exit status. An error is one of standard output.
pub fn run(args: &CheckArgs) -> io::Result<ExitCode> {
    let files = if args.files.is_empty() { vec![PathBuf::from("-")] } else { args.files.clone() };
    if args.fix_mode() == Some(FixMode::InPlace) && !prepare_fix(&files) {
        return Ok(ExitCode::from(EXIT_ERROR));
    }
    let emitter = emitter(args);
    let mut out = OutputWriter::new(BufWriter::new(io::stdout()));
    let pipe = out.pipe();
    emitter.begin(&mut out)?;
    let mut session = Session {
        contract: args.contract(),
        read_limit: (args.max_bytes.get() as u64).saturating_add(1),
        input: args.input,
        fix: args.fix_mode(),
        emitter,
        jobs: job_limit(args.jobs),
        out: LeadingCommaFilter::new(out),
        pipe,
        summary: Summary::default(),
    };
    check_files(&mut session, &files)?;
    Ok(ExitCode::from(session.summary.exit_status()))
}

/// Prepares for rewriting files. Returns `false`, after printing an error, if that is not possible.
fn prepare_fix(files: &[PathBuf]) -> bool {
    if files.iter().any(|file| file == Path::new("-")) {
        print_error("expected files to rewrite, found standard input; add --dry-run to print the changes");
        return false;
    }
    #[cfg(unix)]
    if let Err(error) = signals::install_handlers() {
        print_error(format_args!("cannot handle signals: {error}"));
        return false;
    }
    true
}

fn emitter(args: &CheckArgs) -> Emitter {
    let use_color = match args.color {
        clap::ColorChoice::Auto => AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
        choice => choice == clap::ColorChoice::Always,
    };
    let content = match (args.quiet, args.dry_run) {
        (true, _) => Content::Nothing,
        (false, true) => Content::Diffs,
        (false, false) => Content::Reports,
    };
    Emitter {
        format: args.format,
        content,
        use_color,
        allow_carriage_return: args.format != Format::Github && !io::stdout().is_terminal(),
    }
}

/// Returns the maximum number of threads. More threads than cores are never useful, because the threads never wait.
fn job_limit(requested: Option<NonZeroUsize>) -> usize {
    let cores = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    requested.map_or(cores, |requested| requested.min(cores)).get()
}
