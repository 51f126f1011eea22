//! `upr check`: files in, reports out.

use std::error::Error;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Read, Write};
use std::mem;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use anstream::AutoStream;
use user_processing_result::http::messages;
use user_processing_result::lines::{Block, Blocks};
use user_processing_result::{Contract, Report, is_collection};

use crate::args::{Check, Format, Input, TROUBLE};
use crate::diff::Diff;
use crate::fix::{Fix, Original, Replacement};
use crate::jobs::{self, Turn};
use crate::output::{Output, Reader};
use crate::progress::Progress;
use crate::report::{Style, Subject, Summary, complain, shown};
use crate::sarif::Results;
use crate::signals;

/// Checks every file and tells the exit status; an error is one of standard output.
pub fn run(args: &Check) -> io::Result<ExitCode> {
    let color = match args.color {
        clap::ColorChoice::Auto => AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
        choice => choice == clap::ColorChoice::Always,
    };
    let fix = args.fix.then_some(if args.dry_run { Fix::DryRun } else { Fix::InPlace });
    let standard_input = [Path::new("-").to_owned()];
    let files = if args.files.is_empty() { &standard_input[..] } else { &args.files };
    if fix == Some(Fix::InPlace) && files.contains(&standard_input[0]) {
        complain("standard input cannot be rewritten in place: name files, or add --dry-run");
        return Ok(ExitCode::from(TROUBLE));
    }
    if fix == Some(Fix::InPlace)
        && let Err(error) = signals::catch()
    {
        complain(format_args!("signals: {error}"));
        return Ok(ExitCode::from(TROUBLE));
    }
    let style = Style {
        format: args.format,
        quiet: args.quiet,
        silent: args.dry_run,
        color,
        prints_returns: args.format != Format::Github && !io::stdout().is_terminal(),
    };
    let mut out = Output::new(BufWriter::new(io::stdout()));
    let reader = out.reader();
    style.begin(&mut out)?;
    let mut session = Session {
        contract: args.contract(),
        most: (args.max_bytes.get() as u64).saturating_add(1),
        input: args.input,
        fix,
        style,
        jobs: jobs(args.jobs),
        out: Results::new(out),
        reader,
        summary: Summary::default(),
    };
    session.files(files)?;
    Ok(ExitCode::from(session.summary.status()))
}

/// How many threads are of use: the work never waits for anything, so no more than there are cores.
fn jobs(asked: Option<NonZeroUsize>) -> usize {
    let cores = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    asked.map_or(cores, |asked| asked.min(cores)).get()
}

/// Why a file is not checked to its end.
enum Trouble {
    Input(io::Error),
    Output(io::Error),
}

/// How much the heads in a text of requests and responses may be.
const HEADS: u64 = 1 << 20;

fn unfit(why: impl Into<Box<dyn Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
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
    reader: Reader,
    summary: Summary,
}

impl<W: Write + Send> Session<W> {
    /// Checks one file after another, then sums up; an error is one of standard output.
    fn files(&mut self, files: &[PathBuf]) -> io::Result<()> {
        for path in files {
            if self.is_abandoned() {
                self.summary.is_incomplete = true;
                break;
            }
            match self.file(path) {
                Ok(()) => {}
                Err(Trouble::Output(error)) => return Err(error),
                Err(Trouble::Input(error)) => self.tell(path, error)?,
            }
        }
        self.style.end(&self.summary, &mut self.out)?;
        self.out.flush()
    }

    /// Whether there is no use in going on: nobody reads the reports, and nothing is to be rewritten.
    fn is_abandoned(&self) -> bool {
        self.fix != Some(Fix::InPlace) && self.reader.is_gone()
    }

    /// Tells of what could not be read, past what is reported so far.
    fn tell(&mut self, path: &Path, error: io::Error) -> io::Result<()> {
        self.out.flush()?;
        complain(format_args!("{}: {error}", shown(path)));
        self.summary.unread.add(path, error);
        Ok(())
    }

    fn file(&mut self, path: &Path) -> Result<(), Trouble> {
        let input = self.input_of(path);
        if path == Path::new("-") {
            return self.reader(io::stdin(), None, input, path);
        }
        if self.fix == Some(Fix::InPlace) {
            return self.fix_in_place(&Original::open(path).map_err(Trouble::Input)?, input, path);
        }
        let file = File::open(path).map_err(Trouble::Input)?;
        let metadata = file.metadata().map_err(Trouble::Input)?;
        if metadata.is_dir() {
            return Err(Trouble::Input(io::ErrorKind::IsADirectory.into()));
        }
        self.reader(file, metadata.is_file().then_some(metadata.len()), input, path)
    }

    /// What a file holds, as far as its name tells.
    fn input_of(&self, path: &Path) -> Input {
        match (self.input, path.extension().and_then(OsStr::to_str)) {
            (Input::Auto, Some("ndjson" | "jsonl")) => Input::Lines,
            (Input::Auto, Some("http")) => Input::Http,
            (input, _) => input,
        }
    }

    /// Checks what a reader gives, of which the length may be known.
    fn reader(
        &mut self,
        reader: impl Read + Send,
        length: Option<u64>,
        input: Input,
        path: &Path,
    ) -> Result<(), Trouble> {
        let reader = Progress::new(reader, length);
        match (self.fix, input) {
            (Some(_), Input::Http) => Err(not_rewritten()),
            (Some(_), Input::Lines) => self.show_fixed_lines(reader, path),
            (Some(_), _) => self.show_fixed(reader, length, path),
            (None, Input::Lines) => self.lines(reader, length, path),
            (None, Input::Http) => self.messages(reader, path),
            (None, _) => self.whole(reader, length, path),
        }
    }

    /// Checks the requests and responses of a text; one that cannot be read loses none of the others.
    fn messages(&mut self, reader: impl Read + Send, file: &Path) -> Result<(), Trouble> {
        let (mut source, most) = (Vec::new(), self.most.saturating_add(HEADS));
        reader.take(most).read_to_end(&mut source).map_err(Trouble::Input)?;
        if source.len() as u64 == most {
            return Err(Trouble::Input(unfit("longer than --max-bytes, heads aside")));
        }
        let mut messages = messages(&source).peekable();
        if messages.peek().is_none() {
            return Err(Trouble::Input(unfit("expected a request or a response, found none")));
        }
        for message in messages {
            if self.is_abandoned() {
                self.summary.is_incomplete = true;
                break;
            }
            let told = match message {
                Ok(message) => {
                    let subject = Subject { file, line: None, offset: 0, source: &source };
                    self.say(&message.check(&self.contract), subject)
                }
                Err(error) => self.tell(file, unfit(error)),
            };
            told.map_err(Trouble::Output)?;
        }
        Ok(())
    }

    /// Checks a document or a collection.
    fn whole(&mut self, reader: impl Read + Send, length: Option<u64>, file: &Path) -> Result<(), Trouble> {
        let source = self.read(reader, length).map_err(Trouble::Input)?;
        self.say_whole(file, &source).map_err(Trouble::Output)
    }

    /// Reads a document or a collection, and no more than is needed to see that it is too long.
    fn read(&self, reader: impl Read, length: Option<u64>) -> io::Result<Vec<u8>> {
        let expected = length.unwrap_or(0).min(self.most);
        let mut source = Vec::new();
        source
            .try_reserve_exact(usize::try_from(expected).unwrap_or(0))
            .map_err(|_| io::ErrorKind::OutOfMemory)?;
        reader.take(self.most).read_to_end(&mut source)?;
        Ok(source)
    }

    /// The report of a document or a collection.
    fn judge(&self, source: &[u8]) -> Report {
        let is_collection = match self.input {
            Input::Auto => is_collection(source),
            input => input == Input::Collection,
        };
        if is_collection { self.contract.check_collection(source) } else { self.contract.check(source) }
    }

    /// Judges a document or a collection, and reports it.
    fn say_whole(&mut self, file: &Path, source: &[u8]) -> io::Result<()> {
        let report = self.judge(source);
        self.say(&report, Subject { file, line: None, offset: 0, source })
    }

    fn say(&mut self, report: &Report, subject: Subject<'_>) -> io::Result<()> {
        self.summary.add(report);
        self.style.write(report, subject, &mut self.out)
    }

    /// Rewrites what is safe in a file, then reports what is left.
    fn fix_in_place(&mut self, original: &Original, input: Input, file: &Path) -> Result<(), Trouble> {
        if input == Input::Http {
            return Err(not_rewritten());
        }
        let fixed = match input {
            Input::Lines => self.fixed_lines(original),
            _ => self.fixed(original),
        };
        // Where it cannot be rewritten, the file is as it was, and so is what is said of it.
        let fixed = match fixed {
            Ok(fixed) => fixed,
            Err(error) => {
                self.tell(file, error).map_err(Trouble::Output)?;
                None
            }
        };
        let reader = match &fixed {
            Some(fixed) => {
                self.summary.fixed += fixed.count;
                &fixed.file
            }
            None => original.reader().map_err(Trouble::Input)?,
        };
        let length = reader.metadata().map_err(Trouble::Input)?.len();
        match input {
            Input::Lines => self.lines(Progress::new(reader, Some(length)), Some(length), file),
            _ => self.whole(reader, Some(length), file),
        }
    }

    /// Rewrites a document or a collection, if there is anything to rewrite.
    fn fixed(&self, original: &Original) -> io::Result<Option<FixedFile>> {
        let source = self.read(original.reader()?, Some(original.len()))?;
        let Some(fixed) = self.judge(&source).fix(&source) else { return Ok(None) };
        let mut replacement = Replacement::begin(original)?;
        replacement.replace(0, &fixed.text, source.len() as u64)?;
        Ok(Some(FixedFile { file: replacement.put_in_place()?, count: fixed.count }))
    }

    /// The same of lines, of which a block at a time is held.
    fn fixed_lines(&self, original: &Original) -> io::Result<Option<FixedFile>> {
        let reader = Progress::new(original.reader()?, Some(original.len()));
        let mut blocks = Blocks::new(reader, &self.contract);
        let (mut block, mut replacement, mut count) = (Block::default(), None, 0);
        while blocks.next_block(&mut block)? {
            let Some(fixed) = block.fix(&self.contract) else { continue };
            count += fixed.count;
            let replacement = match &mut replacement {
                Some(replacement) => replacement,
                None => replacement.insert(Replacement::begin(original)?),
            };
            let end = block.offset() + block.text().len() as u64;
            replacement.replace(block.offset(), &fixed.text, end)?;
        }
        let Some(replacement) = replacement else { return Ok(None) };
        Ok(Some(FixedFile { file: replacement.put_in_place()?, count }))
    }

    /// Shows what would be rewritten in a document or a collection.
    fn show_fixed(&mut self, reader: impl Read, length: Option<u64>, file: &Path) -> Result<(), Trouble> {
        let source = self.read(reader, length).map_err(Trouble::Input)?;
        let report = self.judge(&source);
        self.summary.add(&report);
        if let Some(fixed) = report.fix(&source)
            && !self.style.quiet
        {
            let mut diff = Diff::new(&shown(file), self.style.prints_returns, &mut self.out);
            diff.push(&source, &fixed.text).and_then(|()| diff.finish()).map_err(Trouble::Output)?;
        }
        Ok(())
    }

    /// The same of lines, of which a block at a time is held.
    fn show_fixed_lines(&mut self, reader: impl Read, file: &Path) -> Result<(), Trouble> {
        let contract = self.contract;
        let mut blocks = Blocks::new(reader, &contract);
        let mut block = Block::default();
        let mut diff = Diff::new(&shown(file), self.style.prints_returns, &mut self.out);
        while blocks.next_block(&mut block).map_err(Trouble::Input)? {
            if self.reader.is_gone() {
                self.summary.is_incomplete = true;
                break;
            }
            for line in block.check(&contract) {
                self.summary.add(&line.report);
            }
            if let Some(fixed) = block.fix(&contract)
                && !self.style.quiet
            {
                let shown =
                    diff.skip_to(block.first_line()).and_then(|()| diff.push(block.text(), &fixed.text));
                shown.map_err(Trouble::Output)?;
            }
        }
        diff.finish().map_err(Trouble::Output)
    }

    /// Checks lines, as many blocks side by side as there are jobs.
    fn lines(
        &mut self,
        reader: Progress<impl Read + Send>,
        length: Option<u64>,
        file: &Path,
    ) -> Result<(), Trouble> {
        let (contract, style, bar) = (self.contract, self.style, reader.bar());
        let (is_fixing, output) = (self.fix.is_some(), self.reader.clone());
        let is_incomplete = AtomicBool::new(false);
        let mut blocks = Blocks::new(reader, &contract);
        let checked = jobs::in_order(
            jobs_for(self.jobs, length),
            |piece: &mut Piece| {
                let has_more = blocks.next_block(&mut piece.block).map_err(Trouble::Input)?;
                let is_abandoned = has_more && output.is_gone() && !is_fixing;
                is_incomplete.fetch_or(is_abandoned, Ordering::Relaxed);
                Ok(has_more && !is_abandoned)
            },
            |piece, turn| piece.check(&contract, style, file, turn),
            |piece| {
                self.summary.merge(&piece.summary);
                piece.summary = Summary::default();
                if piece.text.is_empty() {
                    return Ok(());
                }
                let mut write = || self.out.write_all(&piece.text).and_then(|()| self.out.flush());
                // Past the bar, if it is shown.
                let written = if bar.is_hidden() { write() } else { bar.suspend(write) };
                piece.text.clear();
                written.map_err(Trouble::Output)
            },
        );
        self.summary.is_incomplete |= is_incomplete.into_inner();
        checked
    }
}

/// How many threads a file of lines keeps busy: each works on a block of some size.
fn jobs_for(jobs: usize, length: Option<u64>) -> usize {
    let blocks = length.map_or(u64::MAX, |length| length.div_ceil(MIN_BYTES_A_JOB).max(1));
    jobs.min(usize::try_from(blocks).unwrap_or(usize::MAX))
}

/// A thread is not worth its start for less.
const MIN_BYTES_A_JOB: u64 = 64 << 10;

fn not_rewritten() -> Trouble {
    Trouble::Input(unfit("requests and responses are not rewritten"))
}

/// A file that was rewritten, and how many values were.
struct FixedFile {
    file: File,
    count: usize,
}

/// Some lines of a file, and what is said of them.
#[derive(Default)]
struct Piece {
    block: Block,
    /// The reports that are not yet written, as they are shown.
    text: Vec<u8>,
    summary: Summary,
}

/// How much of the reports of a block is held until it is its turn to be written.
const MAX_HELD_BYTES: usize = 256 << 10;

impl Piece {
    fn check(&mut self, contract: &Contract, style: Style, file: &Path, turn: Turn<'_, Self>) {
        let block = mem::take(&mut self.block);
        for line in block.check(contract) {
            self.summary.add(&line.report);
            style
                .write(&line.report, Subject::of(file, &line), &mut self.text)
                .expect("memory takes whatever is written");
            if self.text.len() > MAX_HELD_BYTES && !turn(self) {
                break;
            }
        }
        self.block = block;
    }
}
