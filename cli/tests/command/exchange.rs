//! Requests and responses: what is read of a text of them, and what is never shown.

use std::fs;

use crate::{json_lines, run, run_on, scratch};
use support::{Input, cases};

const RIGHT: &str = "POST /workflowBase/userProcessingResults\nAuthorization: Bearer c2VjcmV0LXRva2Vu\n\
    Content-Type: application/json\n\n";
const TOKEN: &str = "c2VjcmV0LXRva2Vu";

/// Whichever format, whatever is wrong, be it no message at all.
#[test]
fn tokens_are_never_shown() {
    let broken = scratch("tokens").join("broken.http");
    fs::write(&broken, format!("Bearer {TOKEN}\n\n{{}}\n###\nPOST /\nBearer {TOKEN}\n###\n{RIGHT}")).unwrap();
    let cases = cases().into_iter().filter(|case| case.options.input == Input::Http).map(|case| case.name);
    let mut files: Vec<String> = cases.collect();
    assert!(files.len() > 25);
    files.push(broken.to_str().unwrap().to_owned());
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
fn what_is_no_message_loses_none_of_the_others() {
    let text = format!("{RIGHT}{{}}\n###\nnonsense\n\n{{}}\n###\nHTTP/1.1 201 Created\n\n{{}}\n");
    let (status, stdout, stderr) = run_on(&["check", "--input=http", "--format=json"], text.as_bytes());
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
    let (status, _, stderr) = run_on(&["check", "--input=http"], b"\n# nothing\n");
    assert_eq!((status, &stderr[..]), (2, "upr: -: expected a request or a response, found none\n"));
}

/// The contract is that of each message, the other options hold.
#[test]
fn options_hold() {
    let body = "{\"id\": \"1\", \"processingStatus\": \"quarantined\"}";
    let text = format!("{RIGHT}{body}");
    for contract in ["create", "resource", "projection"] {
        let of = |more: &[&str]| {
            let arguments = ["check", "--input=http", "--contract", contract];
            run_on(&[&arguments[..], more].concat(), text.as_bytes()).1
        };
        assert!(of(&[]).contains("newer_member") && of(&[]).contains("7 errors"));
        assert!(!of(&["--members=current"]).contains("newer_member"));
        assert!(of(&["--max-bytes=2"]).contains("too_large"));
    }
}

/// Neither its heads nor its end make a text of messages endless.
#[test]
fn an_endless_text_is_not_held() {
    let text = format!("{RIGHT}{}", " ".repeat(3 << 20));
    let (status, stdout, stderr) = run_on(&["check", "--input=http", "--max-bytes=1000"], text.as_bytes());
    assert_eq!((status, &stderr[..]), (2, "upr: -: longer than --max-bytes, heads aside\n"));
    assert!(stdout.starts_with("0 documents"), "{stdout}");
}

#[test]
fn messages_are_not_rewritten() {
    let file = scratch("http-fix").join("a.http");
    let text = format!("{RIGHT}{{\"workflowVersion\": 1.0}}");
    fs::write(&file, &text).unwrap();
    for more in [&["--fix"][..], &["--fix", "--dry-run"]] {
        let (status, _, stderr) = run(&[&["check", file.to_str().unwrap()], more].concat());
        assert_eq!(status, 2);
        assert!(stderr.ends_with(": requests and responses are not rewritten\n"), "{stderr}");
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
    }
}
