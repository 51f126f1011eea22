//! Workflow commands: they match the reports of the library, and no text of the input becomes a command.

use std::collections::BTreeMap;
use std::fs;

use user_processing_result::Violation;
use user_processing_result::escape::Escaped;

use crate::{empty_folder, run, run_case, upr};
use support::{CaseReport, cases};

/// A workflow command as the runner of GitHub Actions parses it.
struct Annotation {
    command: String,
    properties: BTreeMap<String, String>,
    message: String,
}

fn parse_command(line: &str) -> Annotation {
    let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
    let (command, properties) = head.split_once(' ').unwrap();
    let properties = properties.split(',').map(|property| {
        let (name, value) = property.split_once('=').unwrap();
        (name.to_owned(), decode(value))
    });
    Annotation { command: command.to_owned(), properties: properties.collect(), message: decode(message) }
}

/// Decodes all escapes. The percent sign is last, because decoding it can produce the text of another escape.
fn decode(text: &str) -> String {
    [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")]
        .into_iter()
        .fold(text.to_owned(), |text, (escape, character)| text.replace(escape, character))
}

#[test]
fn github_reports_match_library() {
    for case in cases() {
        let (_, stdout, _) = run_case(&case, "--format=github");
        let (_, human, _) = run_case(&case, "--format=human");
        let mut lines = stdout.lines();
        for document in case.reports() {
            for violation in document.report.violations() {
                assert_matches(&parse_command(lines.next().unwrap()), violation, &case.name, &document);
            }
            if document.report.omitted() > 0 {
                let notice = parse_command(lines.next().unwrap());
                let expected = format!("and {} more", document.report.omitted());
                assert_eq!((notice.command, notice.message), ("notice".to_owned(), expected));
            }
        }
        assert_eq!(lines.next(), human.lines().last(), "{}: the summary", case.name);
        assert_eq!(lines.next(), None, "{}", case.name);
    }
}

fn assert_matches(annotation: &Annotation, violation: &Violation, file: &str, document: &CaseReport) {
    let Annotation { command, properties, message } = annotation;
    let get = |name: &str| properties.get(name).map(String::as_str);
    let number = |name: &str| get(name).map(|number| number.parse::<usize>().unwrap());
    assert_eq!(command, violation.severity().as_str());
    assert_eq!((get("file"), get("title")), (Some(file), Some(violation.code().as_str())));
    assert_eq!(number("line"), violation.line());
    let rest = message.strip_prefix(&violation.to_string()).unwrap();
    let help = violation.help().map_or(String::new(), |help| format!("; {help}"));
    let rest = rest.strip_prefix(&help).unwrap();
    assert_eq!(rest.starts_with("; the first occurrence is at "), violation.related().is_some(), "{message}");
    let text = violation.span().map(|span| String::from_utf8_lossy(&document.text[span]).into_owned());
    match text {
        Some(text) if text.contains('\n') => {
            let end = violation.line().unwrap() + text.matches('\n').count();
            assert_eq!((number("endLine"), number("col"), number("endColumn")), (Some(end), None, None));
        }
        Some(text) => {
            let end = violation.column().unwrap() + text.chars().count();
            assert_eq!(
                (number("endLine"), number("col"), number("endColumn")),
                (None, violation.column(), Some(end))
            );
        }
        None => assert_eq!((number("endLine"), number("col"), number("endColumn")), (None, None, None)),
    }
}

#[cfg(unix)]
#[test]
fn text_of_file_and_name_is_never_a_command() {
    let folder = empty_folder("github-names");
    for name in ["a\n::error::b", "a\r\n::warning::c", "x::y,line=9", "100%0A::debug::d", "a=b, c"] {
        for contents in ["", "\n::notice::e", r#"{"\n::stop-commands::f%0A": 1, "%0A\r::notice::g": 2}"#] {
            fs::write(folder.join(name), contents).unwrap();
            let arguments =
                ["check", "--format=github", "--contract=projection", name, "missing\n::error::h"];
            let output = upr(&arguments).current_dir(&folder).output().unwrap();
            let stdout = String::from_utf8(output.stdout).unwrap();
            let mut lines: Vec<&str> = stdout.split(['\n', '\r']).filter(|line| !line.is_empty()).collect();
            assert!(lines.pop().unwrap().starts_with("1 document: "));
            assert!(!lines.is_empty());
            for annotation in lines.into_iter().map(parse_command) {
                assert!(["error", "warning"].contains(&annotation.command.as_str()));
                assert_eq!(annotation.properties["file"], Escaped::line(name).to_string());
            }
            assert_eq!(
                String::from_utf8(output.stderr).unwrap().lines().count(),
                1,
                "the error for the missing file"
            );
        }
    }
}

#[test]
fn github_snapshot() {
    let arguments = ["check", "--format=github", "--contract=projection"];
    let files = ["four-faults.json", "duplicate-name.json", "value-on-many-lines.json"];
    insta::assert_snapshot!("github", run(&[&arguments[..], &files].concat()).1);
}

/// The diff has no context lines, so only changed lines could be a command; those that could are in comments.
#[test]
fn diff_contains_no_command() {
    let file = empty_folder("github-diff").join("a.ndjson");
    fs::write(
        &file,
        "{\"workflowVersion\":\"1\"}\n::warning::upr-0\n{\"workflowVersion\":\"2\",\"x\":\"##[error]\"}\r\n\
         {\"workflowVersion\":\"3\",\r\"x\":1}",
    )
    .unwrap();
    let arguments = ["check", "--fix", "--dry-run", "--contract=projection", "a.ndjson"];
    let diff = |more: &[&str]| {
        let mut command = upr(&[&arguments[..], more].concat());
        String::from_utf8(command.current_dir(file.parent().unwrap()).output().unwrap().stdout).unwrap()
    };
    insta::assert_snapshot!("github-diff", diff(&["--format=github"]));
    // Only a CI log ends a line at a carriage return, so a diff for `patch` contains this line.
    insta::assert_snapshot!("human-diff", diff(&[]).replace('\r', "<CR>"));
}
