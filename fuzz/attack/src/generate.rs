//! Input that is nearly right: what a grammar makes, mutated token by token.

use fastrand::Rng;

const NAMES: &[&str] = &[
    "id",
    "completedDateTime",
    "failedTasksCount",
    "processingStatus",
    "scheduledDateTime",
    "startedDateTime",
    "totalTasksCount",
    "totalUnprocessedTasksCount",
    "workflowExecutionType",
    "workflowVersion",
    "reprocessedRuns",
    "subject",
    "taskProcessingResults",
    "@odata.type",
    "@odata.context",
    "tenant",
    "Id",
    "i\\u0064",
    "value",
    "漢字",
];

const VALUES: &[&str] = &[
    "\"5c9c2f6e\"",
    "\"\"",
    "null",
    "true",
    "0",
    "-1",
    "1.0",
    "1e0",
    "2147483648",
    "\"2\"",
    "\"completed\"",
    "\" Completed\"",
    "\"queued\"",
    "\"onDemand\"",
    "\"2026-03-01T06:00:00Z\"",
    "\"2026-03-01T06:00:00.1234567+02:00\"",
    "\"2026-02-30T00:00:00Z\"",
    "\"#microsoft.graph.identityGovernance.userProcessingResult\"",
    "{\"id\":\"1\"}",
    "[]",
    "[{\"a\":[1,{}]}]",
    "\"\\ud83d\"",
    "\"a\\u12\"",
    "\"\u{202e}\u{9b}\"",
    "\"##[error]\"",
    "\"::error::x\"",
];

/// Tokens that a mutation puts anywhere.
const TOKENS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "\\",
    "\n",
    "\r",
    "\r\n",
    "\t",
    " ",
    "0",
    "-",
    "e",
    ".",
    "null",
    "\"id\"",
    "\u{feff}",
    "\u{0}",
    "\u{1b}[2J",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "\u{200b}",
    "\u{e0041}",
    "##[",
    "::error::",
    "\\u0000",
    "漢",
    "🙂",
];

pub fn choose<'a>(rng: &mut Rng, choices: &[&'a str]) -> &'a str {
    choices[rng.usize(0..choices.len())]
}

/// The tokens of a document.
fn document(rng: &mut Rng) -> Vec<String> {
    let mut tokens = vec!["{".to_owned()];
    for member in 0..rng.usize(0..14) {
        if member > 0 {
            tokens.push(",".to_owned());
        }
        tokens.extend([
            format!("\"{}\"", choose(rng, NAMES)),
            ":".to_owned(),
            choose(rng, VALUES).to_owned(),
        ]);
    }
    tokens.push("}".to_owned());
    tokens
}

/// What a text is to be read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Document,
    Collection,
    Lines,
    Exchange,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Document, Self::Collection, Self::Lines, Self::Exchange];

    /// The name of a file that is read as such.
    pub fn file(self) -> &'static str {
        match self {
            Self::Document | Self::Collection => "body.json",
            Self::Lines => "lines.ndjson",
            Self::Exchange => "exchange.http",
        }
    }

    /// The value of the option `--input`.
    pub fn input(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Collection => "collection",
            Self::Lines => "lines",
            Self::Exchange => "http",
        }
    }
}

/// The tokens of a text of this kind.
fn tokens(rng: &mut Rng, kind: Kind) -> Vec<String> {
    let count = rng.usize(0..5);
    let mut tokens = Vec::new();
    match kind {
        Kind::Document => return document(rng),
        Kind::Collection => {
            let is_page = rng.bool();
            tokens.push(if is_page { "{\"value\":[" } else { "[" }.to_owned());
            for item in 0..count {
                if item > 0 {
                    tokens.push(",".to_owned());
                }
                tokens.extend(document(rng));
            }
            tokens.push(if is_page { "]}" } else { "]" }.to_owned());
        }
        Kind::Lines => {
            for _ in 0..count {
                tokens.extend(document(rng));
                tokens.push(choose(rng, &["\n", "\r\n", "\n\n"]).to_owned());
            }
        }
        Kind::Exchange => {
            for _ in 0..count {
                let starts = [
                    "POST /v1.0/workflowBase/userProcessingResults HTTP/1.1\n",
                    "HTTP/1.1 201 Created\n",
                    "GET /x\n",
                    "# a comment\nPOST https://graph.microsoft.com/workflowBase/userProcessingResults\n",
                ];
                tokens.push(choose(rng, &starts).to_owned());
                tokens.push(
                    choose(rng, &["", "Authorization: Bearer c2VjcmV0\n", "Authorization: x\n"]).to_owned(),
                );
                tokens.push(
                    choose(rng, &["", "Content-Type: application/json\n", "Content-Length: 3\n"]).to_owned(),
                );
                tokens.push("\n".to_owned());
                tokens.extend(document(rng));
                tokens.push("\n###\n".to_owned());
            }
        }
    }
    tokens
}

/// A text of this kind, in which a few tokens may be others.
pub fn text(rng: &mut Rng, kind: Kind) -> Vec<u8> {
    let mut tokens = tokens(rng, kind);
    let mutations = if rng.bool() { 0 } else { rng.usize(1..4) };
    for _ in 0..mutations {
        let at = rng.usize(0..=tokens.len());
        match rng.usize(0..5) {
            0 => tokens.insert(at, choose(rng, TOKENS).to_owned()),
            1 if at < tokens.len() => drop(tokens.remove(at)),
            2 if at < tokens.len() => choose(rng, TOKENS).clone_into(&mut tokens[at]),
            3 if at < tokens.len() => tokens.insert(at, tokens[at].clone()),
            4 => tokens.truncate(at),
            _ => {}
        }
    }
    let mut text = tokens.concat().into_bytes();
    if rng.usize(0..20) == 0 {
        text.insert(rng.usize(0..=text.len()), 0xFF);
    }
    text
}
