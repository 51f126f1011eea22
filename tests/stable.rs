//! Names that programs rely on: none comes, goes or changes without a word in the changelog.

use std::collections::BTreeSet;

use serde_json::Value;
use user_processing_result::{
    Code, ContractKind, DateTimeGrammar, Members, Reason, Severity, Undeclared, schema,
};

/// The names of the last release, one a line; a release takes over those of its own.
const RELEASED: &str = include_str!("stable.txt");

const CHANGELOG: &str = include_str!("../CHANGELOG.md");

#[test]
fn names_change_only_with_a_word_in_the_changelog() {
    let (now, released) = (names(), RELEASED.lines().map(str::to_owned).collect::<BTreeSet<_>>());
    if std::env::var_os("RELEASE").is_some() {
        let lines: Vec<String> = now.into_iter().collect();
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stable.txt");
        std::fs::write(path, lines.join("\n") + "\n").unwrap();
        return;
    }
    let unreleased = CHANGELOG.split("\n## ").nth(1).unwrap();
    assert!(unreleased.starts_with("Unreleased"), "the first section is that of the next release");
    for changed in now.symmetric_difference(&released) {
        let (kind, name) = changed.split_once(' ').unwrap();
        let is_told = unreleased.contains(&format!("`{name}`"));
        assert!(is_told, "the {kind} `{name}` came or went: CHANGELOG.md, Unreleased, has to say so");
    }
    assert!(now.len() > 80, "{} names", now.len());
}

/// Each as its kind and its name.
fn names() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut add =
        |kind: &str, those: &[&str]| names.extend(those.iter().map(|name| format!("{kind} {name}")));
    add("code", Code::NAMES);
    add("reason", Reason::NAMES);
    add("severity", Severity::NAMES);
    add("contract", ContractKind::NAMES);
    add("members", Members::NAMES);
    add("date-time", DateTimeGrammar::NAMES);
    add("undeclared", Undeclared::NAMES);
    for property in schema::USER_PROCESSING_RESULT.properties {
        add("path", &[&format!("/{}", property.name)]);
    }
    for case in support::cases() {
        for said in case.said() {
            members("", &serde_json::to_value(&said.report).unwrap(), &mut names);
        }
    }
    names
}

/// The members of a report as JSON, with what each holds.
fn members(path: &str, value: &Value, names: &mut BTreeSet<String>) {
    let kind = match value {
        Value::Object(members_of) => {
            for (name, value) in members_of {
                members(&format!("{path}/{name}"), value, names);
            }
            return;
        }
        Value::Array(items) => {
            for item in items {
                members(&format!("{path}/*"), item, names);
            }
            return;
        }
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
    };
    names.insert(format!("report {path}, {kind}"));
}
