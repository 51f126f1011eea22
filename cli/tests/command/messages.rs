//! Files of requests and responses.

use std::fs;

use crate::{empty_folder, json_lines, run, run_with_input};
use support::{Input, cases};

/// The head of a valid request.
const REQUEST_HEAD: &str = "POST /workflowBase/userProcessingResults\nAuthorization: Bearer c2VjcmV0LXRva2Vu\n\
    Content-Type: application/json\n\n";
const TOKEN: &str = "c2VjcmV0LXRva2Vu";

#[test]
fn tokens_are_never_printed() {
    let invalid = empty_folder("tokens").join("invalid.http");
    fs::write(&invalid, format!("Bearer {TOKEN}\n\n{{}}\n###\nPOST /\nBearer {TOKEN}\n###\n{REQUEST_HEAD}"))
        .unwrap();
    let cases = cases().into_iter().filter(|case| case.options.input == Input::Http).map(|case| case.name);
    let mut files: Vec<String> = cases.collect();
    assert!(files.len() > 25);
    files.push(invalid.to_str().unwrap().to_owned());
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    for format in ["human", "json", "sarif", "github"] {
        for color in ["--color=always", "--color=never"] {
            let arguments = [&["check", "--format", format, color][..], &files].concat();
            let (status, stdout, stderr) = run(&arguments);
            assert_eq!((status, stderr.lines().count()), (2, 2), "{stderr}");
            assert!(stdout.contains("invalid_header") && !stdout.contains(TOKEN), "{format}");
            assert!(!stderr.contains(TOKEN), "{stderr}");
        }
    }
}

#[test]
fn messages_after_an_unparsable_one_are_checked() {
    let text = format!("{REQUEST_HEAD}{{}}\n###\nnonsense\n\n{{}}\n###\nHTTP/1.1 201 Created\n\n{{}}\n");
    let (status, stdout, stderr) =
        run_with_input(&["check", "--input=http", "--format=json"], text.as_bytes());
    assert_eq!(status, 2);
    assert!(stderr.starts_with("upr: -: line 7: expected a request line such as `POST "), "{stderr}");
    assert_eq!(stderr.lines().count(), 1);
    let lines = json_lines(&stdout);
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["violations"].as_array().unwrap().len(), 7);
    assert_eq!(lines[1]["violations"].as_array().unwrap().len(), 10);
    assert_eq!(
        (&lines[1]["violations"][0]["line"], &lines[2]["summary"]["documents"]),
        (&13.into(), &2.into())
    );
    let (status, _, stderr) = run_with_input(&["check", "--input=http"], b"\n# nothing\n");
    assert_eq!((status, &stderr[..]), (2, "upr: -: expected a request or a response, found nothing\n"));
}

#[test]
fn contract_follows_from_message_and_other_options_apply() {
    let body = "{\"id\": \"1\", \"processingStatus\": \"quarantined\"}";
    let text = format!("{REQUEST_HEAD}{body}");
    for contract in ["create", "resource", "projection"] {
        let report_with = |more: &[&str]| {
            let arguments = ["check", "--input=http", "--contract", contract];
            run_with_input(&[&arguments[..], more].concat(), text.as_bytes()).1
        };
        assert!(report_with(&[]).contains("newer_member") && report_with(&[]).contains("7 errors"));
        assert!(!report_with(&["--members=current"]).contains("newer_member"));
        assert!(report_with(&["--max-bytes=2"]).contains("too_large"));
    }
}

#[test]
fn file_over_max_bytes_is_an_error() {
    let text = format!("{REQUEST_HEAD}{}", " ".repeat(3 << 20));
    let (status, stdout, stderr) =
        run_with_input(&["check", "--input=http", "--max-bytes=1000"], text.as_bytes());
    assert_eq!(
        (status, &stderr[..]),
        (2, "upr: -: expected at most --max-bytes without the heads, found a longer file\n")
    );
    assert!(stdout.starts_with("0 documents"), "{stdout}");
}

#[test]
fn fix_of_messages_is_an_error() {
    let file = empty_folder("http-fix").join("a.http");
    let text = format!("{REQUEST_HEAD}{{\"workflowVersion\": 1.0}}");
    fs::write(&file, &text).unwrap();
    for more in [&["--fix"][..], &["--fix", "--dry-run"]] {
        let (status, _, stderr) = run(&[&["check", file.to_str().unwrap()], more].concat());
        assert_eq!(status, 2);
        assert!(
            stderr.ends_with(": refusing to rewrite: --fix does not apply to requests and responses\n"),
            "{stderr}"
        );
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
    }
}
