//! `upr check`: files in, reports out.

use std::error::Error;
use std::ffi::OsStr;
use std::fs::{File, Metadata};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

use anstream::AutoStream;
use user_processing_result::http::messages;
use user_processing_result::lines::{Block, Blocks};
use user_processing_result::{Contract, Report, is_collection};

use crate::args::{Check, Format, Input, TROUBLE};
use crate::fix::{self, Fix};
use crate::progress::Progress;
use crate::report::{Style, Subject, Summary, Unread, complain, shown};
use crate::sarif::Results;
use crate::{github, jobs};

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
        && let Err(error) = fix::clean_up_on_signals()
    {
        complain(format_args!("signals: {error}"));
        return Ok(ExitCode::from(TROUBLE));
    }
    let style = Style { format: args.format, quiet: args.quiet, silent: args.dry_run, color };
    let mut out = BufWriter::new(io::stdout());
    style.begin(&mut out)?;
    let mut session = Session {
        contract: args.contract(),
        most: (args.max_bytes.get() as u64).saturating_add(1),
        input: args.input,
        fix,
        style,
        jobs: args.jobs.or_else(|| thread::available_parallelism().ok()).map_or(1, usize::from),
        out: Results::new(out),
        summary: Summary::default(),
    };
    match session.files(files) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
        // A reader that has gone away wants no more, and what was found so far is the answer.
        _ => Ok(ExitCode::from(session.summary.status())),
    }
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
    summary: Summary,
}

impl<W: Write + Send> Session<W> {
    /// Checks one file after another, then sums up; an error is one of standard output.
    fn files(&mut self, files: &[PathBuf]) -> io::Result<()> {
        for path in files {
            match self.file(path) {
                Ok(()) => {}
                Err(Trouble::Output(error)) => return Err(error),
                Err(Trouble::Input(error)) => self.tell(path, error)?,
            }
        }
        self.style.end(&self.summary, &mut self.out)?;
        self.out.flush()
    }

    /// Tells of what could not be read, past what is reported so far.
    fn tell(&mut self, path: &Path, error: io::Error) -> io::Result<()> {
        self.out.flush()?;
        complain(format_args!("{}: {error}", shown(path)));
        self.summary.unread.push(Unread { file: path.to_owned(), error });
        Ok(())
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
        self.reader(file, metadata.is_file().then_some(metadata), path)
    }

    /// Checks what a reader gives; of a file with a length it is told what the file was.
    fn reader(
        &mut self,
        reader: impl Read + Send,
        was: Option<Metadata>,
        path: &Path,
    ) -> Result<(), Trouble> {
        let length = was.as_ref().map(Metadata::len);
        let reader = Progress::new(reader, length);
        let input = match (self.input, path.extension().and_then(OsStr::to_str)) {
            (Input::Auto, Some("ndjson" | "jsonl")) => Input::Lines,
            (Input::Auto, Some("http")) => Input::Http,
            (input, _) => input,
        };
        match (self.fix, input) {
            (None, Input::Lines) => self.lines(reader, path),
            (None, Input::Http) => self.messages(reader, path),
            (None, _) => self.whole(reader, length, path),
            (Some(Fix::InPlace), _) if was.is_none() => {
                Err(Trouble::Input(unfit("it is no file that can be rewritten")))
            }
            (Some(_), Input::Http) => Err(Trouble::Input(unfit("requests and responses are not rewritten"))),
            (Some(fix), _) => {
                let was = was.filter(|_| fix == Fix::InPlace);
                self.fix(was.as_ref(), input == Input::Lines, reader, path)
            }
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

    /// Checks a document or a collection, of which no more is read than may be.
    fn whole(&mut self, reader: impl Read + Send, length: Option<u64>, file: &Path) -> Result<(), Trouble> {
        let expected = length.unwrap_or(0).min(self.most);
        let mut source = Vec::new();
        source
            .try_reserve_exact(usize::try_from(expected).unwrap_or(0))
            .map_err(|_| Trouble::Input(io::ErrorKind::OutOfMemory.into()))?;
        reader.take(self.most).read_to_end(&mut source).map_err(Trouble::Input)?;
        self.say_whole(file, &source).map_err(Trouble::Output)
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

    /// Rewrites what is safe in a file that `was` so, and reports what is left; or shows what would be rewritten.
    fn fix(
        &mut self,
        was: Option<&Metadata>,
        is_lines: bool,
        reader: impl Read + Send,
        file: &Path,
    ) -> Result<(), Trouble> {
        let contract = self.contract;
        let mut source = Vec::new();
        let most = if is_lines { u64::MAX } else { self.most };
        reader.take(most).read_to_end(&mut source).map_err(Trouble::Input)?;
        let mut held = Block::new(source);
        let fixed = if is_lines { held.fix(&contract) } else { self.judge(held.text()).fix(held.text()) };
        match (was, fixed) {
            (Some(was), Some(fixed)) => match fix::replace(file, was, &fixed.text) {
                Ok(()) => {
                    self.summary.fixed += fixed.count;
                    held = Block::new(fixed.text);
                }
                // The file is as it was, and so is what is said of it.
                Err(error) => self.tell(file, error).map_err(Trouble::Output)?,
            },
            (None, Some(fixed)) if !self.style.quiet => {
                self.show(&fix::diff(&shown(file), held.text(), &fixed.text)).map_err(Trouble::Output)?;
            }
            _ => {}
        }
        if !is_lines {
            return self.say_whole(file, held.text()).map_err(Trouble::Output);
        }
        for line in held.check(&contract) {
            self.say(&line.report, Subject::of(file, &line)).map_err(Trouble::Output)?;
        }
        Ok(())
    }

    /// Shows a diff, in which nothing is a command of the format.
    fn show(&mut self, diff: &str) -> io::Result<()> {
        match self.style.format {
            Format::Github => github::write_text(diff, &mut self.out),
            _ => self.out.write_all(diff.as_bytes()),
        }
    }

    /// Checks lines, as many blocks side by side as there are jobs.
    fn lines(&mut self, reader: Progress<impl Read + Send>, file: &Path) -> Result<(), Trouble> {
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
                // Past the bar, if it is shown.
                let written = if bar.is_hidden() { write() } else { bar.suspend(write) };
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
    fn check(&mut self, contract: &Contract, style: Style, file: &Path) {
        let Self { block, text, summary } = self;
        text.clear();
        *summary = Summary::default();
        for line in block.check(contract) {
            summary.add(&line.report);
            style
                .write(&line.report, Subject::of(file, &line), text)
                .expect("memory takes whatever is written");
        }
    }
}
