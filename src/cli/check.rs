//! `upr check`: files in, reports out.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;
use std::process::ExitCode;
use std::thread;

use anstream::AutoStream;
use user_processing_result::lines::{Block, Blocks};
use user_processing_result::{Contract, Report, is_collection};

use crate::args::{Check, Input, TROUBLE};
use crate::fix::{self, Fix};
use crate::jobs;
use crate::progress::Progress;
use crate::report::{Style, Subject, Summary};

/// Checks every file and tells the exit status; an error is one of standard output.
pub fn run(args: &Check) -> io::Result<ExitCode> {
    let color = match args.color {
        clap::ColorChoice::Auto => AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
        choice => choice == clap::ColorChoice::Always,
    };
    let mut session = Session {
        contract: args.contract(),
        most: (args.max_bytes.get() as u64).saturating_add(1),
        input: args.input,
        fix: args.fix.then_some(if args.dry_run { Fix::DryRun } else { Fix::InPlace }),
        style: Style { format: args.format, quiet: args.quiet, silent: args.dry_run, color },
        jobs: args.jobs.or_else(|| thread::available_parallelism().ok()).map_or(1, usize::from),
        out: BufWriter::new(io::stdout()),
        summary: Summary::default(),
    };
    let mut status = 0;
    let standard_input = [Path::new("-").to_owned()];
    let files = if args.files.is_empty() { &standard_input[..] } else { &args.files };
    if session.fix == Some(Fix::InPlace) && files.contains(&standard_input[0]) {
        eprintln!("upr: standard input cannot be rewritten in place: name files, or add --dry-run");
        return Ok(ExitCode::from(TROUBLE));
    }
    for file in files {
        match session.file(file) {
            Ok(()) => {}
            Err(Trouble::Output(error)) => return session.interrupted(error),
            Err(Trouble::Input(error)) => {
                if let Err(closed) = session.out.flush() {
                    return session.interrupted(closed);
                }
                eprintln!("upr: {}: {error}", file.display());
                status = TROUBLE;
            }
        }
    }
    match session.style.summarize(&session.summary, &mut session.out).and_then(|()| session.out.flush()) {
        Ok(()) => Ok(ExitCode::from(status.max(session.status()))),
        Err(error) => session.interrupted(error),
    }
}

/// Why a file is not checked to its end.
enum Trouble {
    Input(io::Error),
    Output(io::Error),
}

/// What is common to all files.
struct Session<W: Write> {
    contract: Contract,
    /// How much of a document is read: one byte more than may be, so that more is noticed.
    most: u64,
    input: Input,
    fix: Option<Fix>,
    style: Style,
    jobs: usize,
    out: W,
    summary: Summary,
}

impl<W: Write + Send> Session<W> {
    fn status(&self) -> u8 {
        (self.summary.invalid > 0).into()
    }

    /// A reader that has gone away wants no more, and what was found so far is the answer.
    fn interrupted(&self, error: io::Error) -> io::Result<ExitCode> {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Ok(ExitCode::from(self.status())),
            _ => Err(error),
        }
    }

    fn file(&mut self, path: &Path) -> Result<(), Trouble> {
        if path == Path::new("-") {
            return self.reader(io::stdin(), None, path);
        }
        let file = File::open(path).map_err(Trouble::Input)?;
        let metadata = file.metadata().map_err(Trouble::Input)?;
        if metadata.is_dir() {
            return Err(Trouble::Input(io::ErrorKind::IsADirectory.into()));
        }
        self.reader(file, metadata.is_file().then_some(metadata.len()), path)
    }

    fn reader(&mut self, reader: impl Read + Send, length: Option<u64>, path: &Path) -> Result<(), Trouble> {
        let name = path.display().to_string();
        let reader = Progress::new(reader, length);
        let is_lines = match self.input {
            Input::Auto => matches!(path.extension().and_then(OsStr::to_str), Some("ndjson" | "jsonl")),
            input => input == Input::Lines,
        };
        match (self.fix, is_lines) {
            (None, true) => self.lines(reader, &name),
            (None, false) => self.whole(reader, length, &name),
            (Some(fix), _) => self.fix(fix, is_lines, reader, path),
        }
    }

    /// Checks a document or a collection, of which no more is read than may be.
    fn whole(&mut self, reader: impl Read + Send, length: Option<u64>, file: &str) -> Result<(), Trouble> {
        let expected = length.unwrap_or(0).min(self.most);
        let mut source = Vec::with_capacity(usize::try_from(expected).unwrap_or(0));
        reader.take(self.most).read_to_end(&mut source).map_err(Trouble::Input)?;
        self.say(&self.judge(&source), file, None, &source).map_err(Trouble::Output)
    }

    /// The report of a document or a collection.
    fn judge(&self, source: &[u8]) -> Report {
        let is_collection = match self.input {
            Input::Auto => is_collection(source),
            input => input == Input::Collection,
        };
        if is_collection { self.contract.check_collection(source) } else { self.contract.check(source) }
    }

    fn say(&mut self, report: &Report, file: &str, line: Option<usize>, source: &[u8]) -> io::Result<()> {
        self.summary.add(report);
        self.style.write(report, Subject { file, line, source }, &mut self.out)
    }

    /// Rewrites what is safe and reports what is left; or shows what would be rewritten.
    fn fix(
        &mut self,
        fix: Fix,
        is_lines: bool,
        reader: impl Read + Send,
        path: &Path,
    ) -> Result<(), Trouble> {
        let (contract, file) = (self.contract, path.display().to_string());
        let mut source = Vec::new();
        let most = if is_lines { u64::MAX } else { self.most };
        reader.take(most).read_to_end(&mut source).map_err(Trouble::Input)?;
        let fixed = if is_lines {
            Block::new(source.clone()).fix(&contract)
        } else {
            self.judge(&source).fix(&source)
        };
        match (fix, fixed) {
            (Fix::InPlace, Some(fixed)) => {
                fix::replace(path, &fixed.text).map_err(Trouble::Input)?;
                self.summary.fixed += fixed.count;
                source = fixed.text;
            }
            (Fix::DryRun, Some(fixed)) if !self.style.quiet => {
                fix::show(&file, &source, &fixed.text, &mut self.out).map_err(Trouble::Output)?;
            }
            _ => {}
        }
        if !is_lines {
            return self.say(&self.judge(&source), &file, None, &source).map_err(Trouble::Output);
        }
        for line in Block::new(source).check(&contract) {
            self.say(&line.report, &file, Some(line.number), line.text).map_err(Trouble::Output)?;
        }
        Ok(())
    }

    /// Checks lines, as many blocks side by side as there are jobs.
    fn lines(&mut self, reader: Progress<impl Read + Send>, file: &str) -> Result<(), Trouble> {
        let (contract, style, bar) = (self.contract, self.style, reader.bar());
        let mut blocks = Blocks::new(reader, &contract);
        jobs::in_order(
            self.jobs,
            |piece: &mut Piece| blocks.next_block(&mut piece.block).map_err(Trouble::Input),
            |piece| piece.check(&contract, style, file),
            |piece| {
                self.summary.merge(&piece.summary);
                if piece.text.is_empty() {
                    return Ok(());
                }
                let mut write = || self.out.write_all(&piece.text).and_then(|()| self.out.flush());
                // Past the bar, if there is one.
                let written = match bar.get() {
                    Some(bar) => bar.suspend(write),
                    None => write(),
                };
                written.map_err(Trouble::Output)
            },
        )
    }
}

/// Some lines of a file, and what is said of them.
#[derive(Default)]
struct Piece {
    block: Block,
    /// The reports, as they are shown.
    text: Vec<u8>,
    summary: Summary,
}

impl Piece {
    fn check(&mut self, contract: &Contract, style: Style, file: &str) {
        let Self { block, text, summary } = self;
        text.clear();
        *summary = Summary::default();
        for line in block.check(contract) {
            summary.add(&line.report);
            let subject = Subject { file, line: Some(line.number), source: line.text };
            style.write(&line.report, subject, text).expect("memory takes whatever is written");
        }
    }
}
