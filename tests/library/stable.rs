//! Names that programs match: none is added, removed or changed without an entry in the changelog.

use std::collections::BTreeSet;

use serde_json::Value;
use support::CaseReport;
use user_processing_result::{
    Code, ContractKind, DateTimeGrammar, Members, Reason, Severity, Undeclared, schema,
};

/// The names of the last release, one on each line. With the environment variable `RELEASE` the test stores the current
/// ones.
const RELEASED: &str = include_str!("../stable.txt");

const CHANGELOG: &str = include_str!("../../CHANGELOG.md");

#[test]
fn stable_names_change_only_with_an_entry_in_the_changelog() {
    let current = names();
    let released: BTreeSet<String> = RELEASED.lines().map(str::to_owned).collect();
    if std::env::var_os("RELEASE").is_some() {
        let lines: Vec<String> = current.into_iter().collect();
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stable.txt");
        std::fs::write(path, lines.join("\n") + "\n").unwrap();
        return;
    }
    let unreleased = CHANGELOG.split("\n## ").nth(1).unwrap();
    assert!(unreleased.starts_with("Unreleased"), "the first section of CHANGELOG.md is `Unreleased`");
    for changed in current.symmetric_difference(&released) {
        let (kind, name) = changed.split_once(' ').unwrap();
        let is_listed = unreleased.contains(&format!("`{name}`"));
        assert!(
            is_listed,
            "the {kind} `{name}` was added or removed; list it in CHANGELOG.md under Unreleased"
        );
    }
    assert!(current.len() > 80, "{} names", current.len());
}

/// Returns all stable names, each after its kind.
fn names() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut add = |kind: &str, new: &[&str]| names.extend(new.iter().map(|name| format!("{kind} {name}")));
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
        for CaseReport { report, .. } in case.reports() {
            add_members("", &serde_json::to_value(&report).unwrap(), &mut names);
        }
    }
    names
}

/// Adds the path of each JSON member of a report, with the type of its value.
fn add_members(path: &str, value: &Value, names: &mut BTreeSet<String>) {
    let kind = match value {
        Value::Object(members) => {
            for (name, value) in members {
                add_members(&format!("{path}/{name}"), value, names);
            }
            return;
        }
        Value::Array(items) => {
            for item in items {
                add_members(&format!("{path}/*"), item, names);
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
