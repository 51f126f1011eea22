//! The command line: subcommands, options and their help texts.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use user_processing_result::{Code, Contract, ContractKind, DateTimeGrammar, Members, Reason, Undeclared};

/// Validates Microsoft Graph userProcessingResult JSON and reports every problem with its exact source location
#[derive(Debug, Parser)]
#[command(name = "upr", bin_name = "upr", version, max_term_width = 100)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check documents, collections, files of lines, requests and responses
    #[command(after_long_help = EXAMPLES)]
    Check(CheckArgs),
    /// Explain a code or a reason, with the smallest document that triggers it
    Explain {
        /// A code such as `out_of_range`, or a reason such as `no_such_day`; all of them if omitted
        #[arg(value_name = "CODE", value_parser = code_or_reason(), hide_possible_values = true)]
        name: Option<String>,
    },
    /// Print the contract as JSON Schema, OpenAPI, TypeScript, Markdown or CSDL
    Schema(SchemaArgs),
    /// Print the completion script for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page of upr or of one of its subcommands
    Man {
        /// The subcommand, such as `check`; upr itself if omitted
        command: Option<String>,
    },
}

const EXAMPLES: &str = "\
Examples:
  upr check body.json                              check the body of a create request
  upr check --contract resource page.json          check a response: one object, or a page of them
  upr check --contract projection --input lines -  check objects read with $select, one per line
  upr check create.http                            check requests and responses
  upr check --format json *.ndjson | jq .          print JSON for other programs
  upr check --format sarif *.json > upr.sarif      print a log for code scanning

Exit status:
  0    Every document was checked and is valid; there may be warnings.
  1    Every document was checked, and at least one has an error.
  2    The arguments are invalid, or a file could not be read or rewritten. The other files are
       still checked.
  141  The reader of the output closed it before everything was checked, as `head` does. With
       --fix, every file is still rewritten, and the status is 0, 1 or 2.";

const CONTRACT_HEADING: &str = "Contract";
const FIXING_HEADING: &str = "Fixing";
const INPUT_HEADING: &str = "Input";
const OUTPUT_HEADING: &str = "Output";

#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct CheckArgs {
    /// Files to check; standard input if omitted or `-`
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// How the files are read
    #[arg(long, value_enum, default_value_t = Input::Auto, help_heading = INPUT_HEADING)]
    pub input: Input,

    /// The maximum length of a document, of a line, or of a file of requests and responses (heads aside), in bytes
    #[arg(long, value_name = "BYTES", default_value = "16777216", value_parser = parse_positive, help_heading = INPUT_HEADING)]
    pub max_bytes: NonZeroUsize,

    /// The maximum number of threads that check lines, up to the number of cores [default: the number of cores]
    #[arg(long, value_name = "N", value_parser = parse_positive, help_heading = INPUT_HEADING)]
    pub jobs: Option<NonZeroUsize>,

    #[command(flatten)]
    pub contract: ContractArgs,

    /// Warn if counts, times and status contradict each other
    #[arg(long, help_heading = CONTRACT_HEADING)]
    pub consistency: bool,

    /// The format of the reports
    #[arg(long, value_enum, default_value_t = Format::Human, help_heading = OUTPUT_HEADING)]
    pub format: Format,

    /// Print no reports and no summary; the exit status is the result
    #[arg(long, short, help_heading = OUTPUT_HEADING)]
    pub quiet: bool,

    /// When to color the reports; auto means on a terminal, unless `NO_COLOR` is set
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = clap::ColorChoice::Auto, help_heading = OUTPUT_HEADING)]
    pub color: clap::ColorChoice,

    /// Apply the safe fixes in place, then report the remaining violations
    ///
    /// Three kinds of edits are safe: correcting the case of enum members and removing white space around them, writing
    /// whole numbers without a fraction or an exponent, and removing the quotes around integers. Only violations in the
    /// report are fixed, so at most 100 per document. All other bytes are kept, and so are the permissions of the file and,
    /// on Unix, its owner and extended attributes. A file is replaced completely or left unchanged; on Windows, Ctrl-C can
    /// leave a temporary file beside it.
    ///
    /// Read-only files, files with several hard links, and requests and responses are not rewritten.
    #[arg(long, help_heading = FIXING_HEADING)]
    pub fix: bool,

    /// Print the changes of --fix as a diff instead of making them
    ///
    /// `patch` accepts the diff. A changed line that contains control characters, invisible characters or a possible
    /// secret is not part of the diff; a comment shows it escaped.
    #[arg(long, requires = "fix", help_heading = FIXING_HEADING)]
    pub dry_run: bool,
}

/// The options that select the contract, except those that only `check` has.
#[derive(Debug, clap::Args)]
pub struct ContractArgs {
    /// The kind of document
    #[arg(
        long = "contract",
        default_value = "create",
        value_parser = named_values::<ContractKind>(ContractKind::NAMES, describe_contract),
        help_heading = CONTRACT_HEADING,
    )]
    pub kind: ContractKind,

    /// The accepted enum members
    #[arg(
        long,
        default_value = "documented",
        value_parser = named_values::<Members>(Members::NAMES, describe_members),
        help_heading = CONTRACT_HEADING,
    )]
    pub members: Members,

    /// The grammar of date-times
    #[arg(
        long,
        value_name = "GRAMMAR",
        default_value = "graph",
        value_parser = named_values::<DateTimeGrammar>(DateTimeGrammar::NAMES, describe_date_time),
        help_heading = CONTRACT_HEADING,
    )]
    pub date_time: DateTimeGrammar,

    /// How to report properties that the type does not declare [default: error for create, otherwise warning]
    #[arg(
        long,
        value_name = "LEVEL",
        value_parser = named_values::<Undeclared>(Undeclared::NAMES, describe_undeclared),
        help_heading = CONTRACT_HEADING,
    )]
    pub undeclared: Option<Undeclared>,
}

#[derive(Debug, clap::Args)]
pub struct SchemaArgs {
    /// The format of the schema
    #[arg(long, value_enum, default_value_t = SchemaFormat::JsonSchema, help_heading = OUTPUT_HEADING)]
    pub format: SchemaFormat,

    #[command(flatten)]
    pub contract: ContractArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaFormat {
    /// JSON Schema, draft 2020-12
    JsonSchema,
    /// A schema object of OpenAPI 3.1
    Openapi,
    /// TypeScript declarations
    Typescript,
    /// A Markdown table
    Markdown,
    /// OData 4.01 CSDL in XML; it lists every enum member and ignores the options of the contract
    Csdl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Input {
    /// Files named .ndjson or .jsonl as lines and .http as http; otherwise an array, or an object with an array `value`, as
    /// a collection, and anything else as a document
    Auto,
    /// One object
    Document,
    /// A page of results, or an array of objects
    Collection,
    /// One object per line: NDJSON, JSON Lines
    Lines,
    /// Requests and responses, separated by lines that start with ###; the body of a request is checked as `create`, that
    /// of a response as `resource`
    Http,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Source lines with carets, then a summary
    Human,
    /// One JSON object per line for each document that has violations, then a summary object
    Json,
    /// One SARIF 2.1.0 log
    Sarif,
    /// Workflow commands, which GitHub Actions shows as annotations, then a summary
    Github,
}

/// The mode of `--fix`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FixMode {
    InPlace,
    DryRun,
}

impl CheckArgs {
    pub fn contract(&self) -> Contract {
        self.contract.contract().consistency(self.consistency).max_bytes(self.max_bytes.get())
    }

    /// Returns the mode of `--fix`, or `None` without that option.
    pub fn fix_mode(&self) -> Option<FixMode> {
        match (self.fix, self.dry_run) {
            (false, _) => None,
            (true, false) => Some(FixMode::InPlace),
            (true, true) => Some(FixMode::DryRun),
        }
    }
}

impl ContractArgs {
    pub fn contract(&self) -> Contract {
        let contract = Contract::new(self.kind).members(self.members).date_time(self.date_time);
        self.undeclared.map_or(contract, |undeclared| contract.undeclared(undeclared))
    }
}

/// Returns a parser of an enum whose values have names; `describe` returns the help text of a name.
fn named_values<T>(
    names: &'static [&'static str],
    describe: fn(&str) -> &'static str,
) -> impl TypedValueParser<Value = T>
where
    T: FromStr<Err: std::error::Error + Send + Sync> + Clone + Send + Sync + 'static,
{
    let values = names.iter().map(|name| PossibleValue::new(*name).help(describe(name)));
    PossibleValuesParser::new(values).try_map(|name| name.parse())
}

fn describe_contract(name: &str) -> &'static str {
    match name {
        "create" => "The body of the request that creates an object",
        "resource" => "A whole object as the service returns it",
        "projection" => "An object read with $select, or a reference; no property is required",
        _ => "",
    }
}

fn describe_members(name: &str) -> &'static str {
    match name {
        "documented" => "The members on Microsoft's documentation page",
        "current" => "The members in Microsoft's current metadata as well",
        "open" => "Any identifier; one that is not in the metadata is a warning",
        _ => "",
    }
}

fn describe_date_time(name: &str) -> &'static str {
    match name {
        "graph" => "The form that Microsoft Graph reads and writes",
        "odata" => "OData ABNF 4.01, in which seconds are optional",
        "rfc3339" => "RFC 3339",
        _ => "",
    }
}

fn describe_undeclared(name: &str) -> &'static str {
    match name {
        "error" => "Report an error",
        "warning" => "Report a warning",
        "allow" => "Report nothing",
        _ => "",
    }
}

fn code_or_reason() -> PossibleValuesParser {
    PossibleValuesParser::new(Code::NAMES.iter().chain(Reason::NAMES))
}

/// Parses a number of at least 1.
fn parse_positive(text: &str) -> Result<NonZeroUsize, String> {
    text.parse().map_err(|_| format!("expected a whole number from 1 to {}, found `{text}`", usize::MAX))
}
