//! The cases, which are the files of `tests/cases`, each checked under the options of its folder.
#![expect(
    missing_docs,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "only tests use this crate"
)]

pub mod chunked_reader;
pub mod generate;
pub mod invariants;
pub mod layers;
pub mod peers;

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use user_processing_result::{Contract, ContractKind, Report};

/// One file of `tests/cases` and the options to check it with.
pub struct Case {
    /// The path below `tests/cases`, with slashes.
    pub name: String,
    pub path: PathBuf,
    pub text: Vec<u8>,
    pub options: Options,
}

/// The content of `options.json` of a folder, with the option names that JavaScript uses.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Options {
    #[serde(skip_serializing)]
    pub input: Input,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub members: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undeclared: Option<String>,
    pub consistency: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_bytes: Option<usize>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Input {
    #[default]
    Document,
    Collection,
    Lines,
    Http,
}

/// One report of a case, with the text that was checked.
pub struct CaseReport {
    /// The line number, or `None` if the input is not lines.
    pub line: Option<usize>,
    pub text: Vec<u8>,
    pub report: Report,
}

/// Returns the folder `tests/cases`.
pub fn cases_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("cases")
}

/// Returns all cases, sorted by name.
pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    read_cases(&cases_folder(), &mut cases);
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(cases.len() > 150, "found only {} cases", cases.len());
    cases
}

fn read_cases(folder: &Path, cases: &mut Vec<Case>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_cases(&path, cases);
        } else if !path.ends_with("options.json") {
            cases.push(Case::read(&path));
        }
    }
}

/// Returns a valid create body in which one JSON member was added, or replaced if the body has one of this name.
pub fn create_body_with(name: &str, value: &str) -> String {
    let members = [
        ("failedTasksCount", "0"),
        ("processingStatus", "\"queued\""),
        ("scheduledDateTime", "\"2026-03-01T06:00:00Z\""),
        ("totalTasksCount", "1"),
        ("totalUnprocessedTasksCount", "1"),
        ("workflowExecutionType", "\"onDemand\""),
        ("workflowVersion", "1"),
    ];
    let others = members.iter().filter(|(other, _)| *other != name);
    let others: Vec<_> = others.map(|(name, value)| format!("\"{name}\": {value}")).collect();
    format!("{{{}, \"{name}\": {value}}}", others.join(", "))
}

impl Options {
    pub fn contract(&self) -> Contract {
        let kind = self.contract.as_deref().map_or(ContractKind::Create, |name| name.parse().unwrap());
        let mut contract = Contract::new(kind).consistency(self.consistency);
        if let Some(name) = &self.members {
            contract = contract.members(name.parse().unwrap());
        }
        if let Some(name) = &self.date_time {
            contract = contract.date_time(name.parse().unwrap());
        }
        if let Some(name) = &self.undeclared {
            contract = contract.undeclared(name.parse().unwrap());
        }
        self.max_bytes.map_or(contract, |bytes| contract.max_bytes(bytes))
    }

    /// Returns these options as arguments of the command `upr check`.
    pub fn arguments(&self) -> Vec<String> {
        let input = match self.input {
            Input::Document => "document",
            Input::Collection => "collection",
            Input::Lines => "lines",
            Input::Http => "http",
        };
        let mut arguments = vec![format!("--input={input}")];
        let mut push = |name: &str, value: &Option<String>| {
            arguments.extend(value.as_ref().map(|value| format!("--{name}={value}")));
        };
        push("contract", &self.contract);
        push("members", &self.members);
        push("date-time", &self.date_time);
        push("undeclared", &self.undeclared);
        push("max-bytes", &self.max_bytes.map(|bytes| bytes.to_string()));
        arguments.extend(self.consistency.then(|| "--consistency".to_owned()));
        arguments
    }
}

impl Case {
    /// Reads a file of `tests/cases`, and `options.json` of its folder if there is one.
    pub fn read(path: &Path) -> Self {
        let below = path.strip_prefix(cases_folder()).expect("a case is a file of tests/cases");
        let names: Vec<_> = below.iter().map(|name| name.to_str().unwrap()).collect();
        let options = fs::read(path.with_file_name("options.json"));
        Self {
            name: names.join("/"),
            path: path.to_owned(),
            text: fs::read(path).unwrap(),
            options: options
                .map_or_else(|_| Options::default(), |text| serde_json::from_slice(&text).unwrap()),
        }
    }

    /// Checks the case, and returns one report; for lines and messages, one for each of them.
    pub fn reports(&self) -> Vec<CaseReport> {
        let contract = self.options.contract();
        match self.options.input {
            Input::Document => vec![self.whole(contract.check(&self.text))],
            Input::Collection => vec![self.whole(contract.check_collection(&self.text))],
            Input::Lines => self.line_reports(&contract),
            Input::Http => self.message_reports(&contract),
        }
    }

    fn whole(&self, report: Report) -> CaseReport {
        CaseReport { line: None, text: self.text.clone(), report }
    }

    fn message_reports(&self, contract: &Contract) -> Vec<CaseReport> {
        let messages = user_processing_result::http::messages(&self.text);
        messages.map(|message| self.whole(message.unwrap().check(contract))).collect()
    }

    fn line_reports(&self, contract: &Contract) -> Vec<CaseReport> {
        let lines: Vec<&[u8]> = self.text.split_inclusive(|byte| *byte == b'\n').collect();
        let reports = contract.check_lines(&self.text[..]).map(|line| {
            let (number, report) = line.unwrap();
            let line = lines[number - 1];
            let text = line.strip_suffix(b"\n").map_or(line, |line| line.strip_suffix(b"\r").unwrap_or(line));
            CaseReport { line: Some(number), text: text.to_vec(), report }
        });
        reports.collect()
    }
}
