//! What the command is told.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use user_processing_result::{Code, Contract, ContractKind, DateTimeGrammar, Members, Reason, Undeclared};

/// The exit status of wrong use, and of a file that cannot be read.
pub const TROUBLE: u8 = 2;

/// The exit status where the reader of the output went away before everything was checked: that of a command which SIGPIPE
/// ends.
pub const UNCHECKED: u8 = 141;

/// Says everything that is wrong with a Microsoft Graph userProcessingResult, at once, at its place in the text.
#[derive(Debug, Parser)]
#[command(name = "upr", version, max_term_width = 100)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check documents, collections, files of lines, requests and responses
    #[command(after_long_help = EXAMPLES)]
    Check(Check),
    /// Explain a code or a reason with the smallest body that shows it; all of them without a name
    Explain {
        /// A code such as `out_of_range`, or a reason such as `no_such_day`
        #[arg(value_name = "CODE", value_parser = names(), hide_possible_values = true)]
        name: Option<String>,
    },
    /// Print what documents are held to, for other tools
    Schema(Schema),
    /// Print what makes a shell complete the options of this command
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page of this command, or of one of its subcommands
    Man {
        /// A subcommand such as `check`
        command: Option<String>,
    },
}

const EXAMPLES: &str = "\
Examples:
  upr check body.json                              the body of a create request
  upr check --contract resource page.json          what a service returned, one object or a page
  upr check --contract projection --input lines -  objects read with $select, one a line
  upr check create.http                            a request, or requests and responses
  upr check --format json *.ndjson | jq .          for programs
  upr check --format sarif *.json > upr.sarif      for code scanning

Exit status:
  0    everything was checked, and every document is valid (there may be warnings)
  1    everything was checked, and at least one document has an error
  2    wrong use, or a file that cannot be read or rewritten (the others are checked all the same)
  141  the reader of the output closed it before everything was checked, as `head` does; with --fix
       every file is rewritten all the same, and the status is one of the others";

#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct Check {
    /// What to check; none or - is standard input
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,

    #[command(flatten)]
    pub held: Held,

    /// What the files hold
    #[arg(long, value_enum, default_value_t = Input::Auto)]
    pub input: Input,

    /// Warn of values that contradict each other: counts, times, status
    #[arg(long)]
    pub consistency: bool,

    /// The longest document, the longest line, or the longest file of requests and responses, in bytes
    #[arg(long, value_name = "BYTES", default_value = "16777216")]
    pub max_bytes: NonZeroUsize,

    /// How to report
    ///
    /// human: the source lines with carets;
    /// json: an object a line for each document with a violation, then a summary;
    /// sarif: a log of SARIF 2.1.0;
    /// github: workflow commands, which GitHub Actions shows as annotations.
    #[arg(long, value_enum, default_value_t = Format::Human, verbatim_doc_comment)]
    pub format: Format,

    /// Rewrite in place what is safe, then report what is left
    ///
    /// Enum members in the wrong case or with white space around them, whole numbers with a fraction or an
    /// exponent, integers in quotes: those that a report has, so the first 100 faults of a document. Every other byte
    /// stays, and so do owner, permissions and extended attributes. Not rewritten are requests and responses, for their length would be another,
    /// read-only files, and those with hard links.
    #[arg(long)]
    pub fix: bool,

    /// Show what --fix would change as a diff, and change nothing
    ///
    /// `patch` accepts the diff. A line that contains control characters, invisible characters or what may be a secret is
    /// not part of it, but is shown escaped in comments.
    #[arg(long, requires = "fix")]
    pub dry_run: bool,

    /// Print nothing: the exit status tells
    #[arg(long, short)]
    pub quiet: bool,

    /// When to colour the report; `NO_COLOR` is honoured
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = clap::ColorChoice::Auto)]
    pub color: clap::ColorChoice,

    /// How many threads check lines, at most one a core [default: the number of cores]
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
}

/// What documents are held to.
#[derive(Debug, clap::Args)]
pub struct Held {
    /// Which of the three bodies that carry the type
    ///
    /// create: the request body that creates an object;
    /// resource: a whole object as the service returns it;
    /// projection: an object read with $select, or a reference: nothing is required.
    #[arg(long, default_value = "create", value_parser = known::<ContractKind>(ContractKind::NAMES), verbatim_doc_comment)]
    pub contract: ContractKind,

    /// Which enum members are accepted
    ///
    /// documented: those on Microsoft's page;
    /// current: all that its metadata has by now;
    /// open: the same, and others are warnings if they are identifiers.
    #[arg(long, default_value = "documented", value_parser = known::<Members>(Members::NAMES), verbatim_doc_comment)]
    pub members: Members,

    /// The grammar of date-times
    ///
    /// graph: what Microsoft Graph reads and writes;
    /// odata: the OData ABNF 4.01, where seconds may be left out;
    /// rfc3339: RFC 3339.
    #[arg(long, value_name = "GRAMMAR", default_value = "graph", value_parser = known::<DateTimeGrammar>(DateTimeGrammar::NAMES), verbatim_doc_comment)]
    pub date_time: DateTimeGrammar,

    /// What a property is that the type does not declare [default: error in a create body, else warning]
    #[arg(long, value_parser = known::<Undeclared>(Undeclared::NAMES))]
    pub undeclared: Option<Undeclared>,
}

#[derive(Debug, clap::Args)]
pub struct Schema {
    /// For which reader
    ///
    /// json-schema: draft 2020-12;
    /// openapi: a schema object of OpenAPI 3.1;
    /// typescript: declarations;
    /// markdown: a table;
    /// csdl: OData 4.01, XML, with every member whatever the options.
    #[arg(long, value_enum, default_value_t = Export::JsonSchema, verbatim_doc_comment)]
    pub format: Export,

    #[command(flatten)]
    pub held: Held,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Export {
    JsonSchema,
    Openapi,
    Typescript,
    Markdown,
    Csdl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Input {
    /// .ndjson and .jsonl are lines, .http is an exchange; an array or an object with a `value` array is a collection,
    /// anything else a document
    Auto,
    /// One object
    Document,
    /// A page of results, or an array of them
    Collection,
    /// One object a line: NDJSON, JSON Lines
    Lines,
    /// Requests and responses, ### between two of them; the contract is that of each
    Http,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Human,
    Json,
    Sarif,
    Github,
}

impl Check {
    /// What the documents are held to.
    pub fn contract(&self) -> Contract {
        self.held.contract().consistency(self.consistency).max_bytes(self.max_bytes.get())
    }
}

impl Held {
    pub fn contract(&self) -> Contract {
        let contract = Contract::new(self.contract).members(self.members).date_time(self.date_time);
        self.undeclared.map_or(contract, |undeclared| contract.undeclared(undeclared))
    }
}

/// Parses one of these names.
fn known<T>(names: &'static [&'static str]) -> impl TypedValueParser<Value = T>
where
    T: FromStr<Err: std::error::Error + Send + Sync> + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(names).try_map(|name| name.parse())
}

/// All that can be explained.
fn names() -> PossibleValuesParser {
    PossibleValuesParser::new(Code::NAMES.iter().chain(Reason::NAMES))
}
