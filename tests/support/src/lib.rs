//! The cases: files of `tests/cases`, each checked under the options of its folder.
#![expect(
    missing_docs,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "read by tests alone"
)]

pub mod generate;
pub mod layers;
pub mod peers;
pub mod pieces;
pub mod sound;

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use user_processing_result::{Contract, ContractKind, Report};

/// One file, and what it is held to.
pub struct Case {
    /// The path below `tests/cases`.
    pub name: String,
    pub path: PathBuf,
    pub text: Vec<u8>,
    pub options: Options,
}

/// `options.json` of a folder, with the names that JavaScript uses.
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

/// What is said of one document of a case: the line, the text, the report.
pub struct Said {
    pub line: Option<usize>,
    pub text: Vec<u8>,
    pub report: Report,
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../cases")
}

/// All cases, by name.
pub fn cases() -> Vec<Case> {
    let mut cases = folder(&root(), "");
    for entry in fs::read_dir(root()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let name = path.file_name().unwrap().to_str().unwrap();
            cases.extend(folder(&path, &format!("{name}/")));
        }
    }
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(cases.len() > 150, "the cases are found");
    cases
}

fn folder(path: &Path, prefix: &str) -> Vec<Case> {
    let options = fs::read(path.join("options.json"))
        .map_or_else(|_| Options::default(), |text| serde_json::from_slice(&text).unwrap());
    let files = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.is_file() && !path.ends_with("options.json"));
    files
        .map(|path| Case {
            name: format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap()),
            text: fs::read(&path).unwrap(),
            options: options.clone(),
            path,
        })
        .collect()
}

impl Options {
    pub fn contract(&self) -> Contract {
        let body = self.contract.as_deref().map_or(ContractKind::Create, |name| name.parse().unwrap());
        let mut contract = Contract::new(body).consistency(self.consistency);
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

    /// The same for the command.
    pub fn arguments(&self) -> Vec<String> {
        let input = match self.input {
            Input::Document => "document",
            Input::Collection => "collection",
            Input::Lines => "lines",
            Input::Http => "http",
        };
        let mut arguments = vec![format!("--input={input}")];
        let mut give = |name: &str, value: &Option<String>| {
            arguments.extend(value.as_ref().map(|value| format!("--{name}={value}")));
        };
        give("contract", &self.contract);
        give("members", &self.members);
        give("date-time", &self.date_time);
        give("undeclared", &self.undeclared);
        give("max-bytes", &self.max_bytes.map(|bytes| bytes.to_string()));
        arguments.extend(self.consistency.then(|| "--consistency".to_owned()));
        arguments
    }
}

impl Case {
    /// The reports of the case: one, or one a line.
    pub fn said(&self) -> Vec<Said> {
        let contract = self.options.contract();
        let whole = |report| vec![Said { line: None, text: self.text.clone(), report }];
        match self.options.input {
            Input::Document => whole(contract.check(&self.text)),
            Input::Collection => whole(contract.check_collection(&self.text)),
            Input::Lines => self.lines(&contract),
            Input::Http => self.messages(&contract),
        }
    }

    fn messages(&self, contract: &Contract) -> Vec<Said> {
        let messages = user_processing_result::http::messages(&self.text);
        let said = messages.map(|message| {
            let report = message.unwrap().check(contract);
            Said { line: None, text: self.text.clone(), report }
        });
        said.collect()
    }

    fn lines(&self, contract: &Contract) -> Vec<Said> {
        let lines: Vec<&[u8]> = self.text.split_inclusive(|byte| *byte == b'\n').collect();
        let said = contract.check_lines(&self.text[..]).map(|line| {
            let (number, report) = line.unwrap();
            let line = lines[number - 1];
            let text = line.strip_suffix(b"\n").map_or(line, |line| line.strip_suffix(b"\r").unwrap_or(line));
            Said { line: Some(number), text: text.to_vec(), report }
        });
        said.collect()
    }
}
