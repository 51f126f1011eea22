//! SARIF: what the library says, at its place in the file, in a log that the published schema accepts.

use std::fs;
use std::process::Command;

use jsonschema::Validator;
use serde_json::{Value, json};
use user_processing_result::lines::Block;
use user_processing_result::{Code, Reason, Violation};

use crate::{run, run_on, scratch, upr};
use support::{Case, Input, Said, cases};

/// The schema that the standard comes with: the crate of its types is made from it.
fn schema() -> Value {
    let arguments = ["metadata", "--all-features", "--offline", "--locked", "--format-version=1"];
    let output =
        Command::new(env!("CARGO")).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut packages = metadata["packages"].as_array().unwrap().iter();
    let package = packages.find(|package| package["name"] == "serde-sarif").unwrap();
    let manifest = package["manifest_path"].as_str().unwrap();
    let schema = std::path::Path::new(manifest).with_file_name("src").join("schema.json");
    // The pattern of languages, of which a log names none, has a bracket too many.
    let schema = fs::read_to_string(schema).unwrap().replace("{2}]?$", "{2}$");
    serde_json::from_str(&schema).unwrap()
}

fn validator() -> Validator {
    jsonschema::options().should_validate_formats(true).build(&schema()).unwrap()
}

/// The log that the command prints; a result stands on a line of its own.
fn log(arguments: &[&str]) -> Value {
    let (_, stdout, _) = run(&[&["check", "--format=sarif"], arguments].concat());
    let log: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(stdout.lines().count(), 2 + results(&log).len());
    log
}

fn results(log: &Value) -> &[Value] {
    log["runs"][0]["results"].as_array().unwrap()
}

#[track_caller]
fn assert_accepted(validator: &Validator, log: &Value) {
    let errors: Vec<String> =
        validator.iter_errors(log).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(errors, [""; 0]);
}

/// A text as the standard tells consumers to show it.
fn shown(message: &Value) -> String {
    message["text"].as_str().unwrap().replace("{{", "{").replace("}}", "}").replace("] (", "](")
}

/// The bytes that a region names by offset and length, if it does.
fn named<'a>(region: &Value, file: &'a [u8]) -> Option<&'a [u8]> {
    let [start, length] = ["byteOffset", "byteLength"].map(|name| region[name].as_u64());
    let start = usize::try_from(start?).unwrap();
    Some(&file[start..start + usize::try_from(length.unwrap()).unwrap()])
}

/// The same by lines and columns, counted in the plainest way.
fn drawn<'a>(region: &Value, file: &'a [u8]) -> &'a [u8] {
    let [start, end] = ["start", "end"].map(|end| {
        let [line, column] =
            ["Line", "Column"].map(|name| region[format!("{end}{name}")].as_u64().unwrap() - 1);
        let mut line_ends = memchr::memchr_iter(b'\n', file);
        let mut at = (0..line).map(|_| line_ends.next().unwrap() + 1).last().unwrap_or(0);
        for _ in 0..column {
            let chunk = file[at..file.len().min(at + 4)].utf8_chunks().next().unwrap();
            at += chunk.valid().chars().next().map_or(chunk.invalid().len(), char::len_utf8);
        }
        at
    });
    &file[start..end]
}

/// Where a document begins in the file of its case.
fn offset(case: &Case, said: &Said) -> usize {
    case.text.split_inclusive(|byte| *byte == b'\n').take(said.line.unwrap_or(1) - 1).map(<[u8]>::len).sum()
}

#[test]
fn every_case_says_what_the_library_says() {
    let validator = validator();
    for case in cases() {
        let arguments = case.options.arguments();
        let mut arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        arguments.push(&case.name);
        let log = log(&arguments);
        assert_accepted(&validator, &log);
        let mut results = results(&log).iter();
        for said in case.said() {
            for violation in said.report.violations() {
                assert_same(results.next().unwrap(), violation, &case, &said, &log);
            }
        }
        assert_eq!(results.next(), None, "{}", case.name);
        assert_eq!(apply(&log, &case.text), fixed(&case), "{}", case.name);
    }
}

fn assert_same(result: &Value, violation: &Violation, case: &Case, said: &Said, log: &Value) {
    let code = violation.code().as_str();
    let rules = &log["runs"][0]["tool"]["driver"]["rules"];
    let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!([&result["ruleId"], &rules[index]["id"]], [code, code]);
    assert_eq!(result["level"], violation.severity().as_str());
    assert_eq!(shown(&result["message"]), violation.message());
    let location = &result["locations"][0];
    let path = &location["logicalLocations"][0]["fullyQualifiedName"];
    assert_eq!(path.as_str().unwrap_or_default(), violation.path());
    assert_eq!(location["physicalLocation"]["artifactLocation"]["uri"], case.name);
    let region = &location["physicalLocation"]["region"];
    assert_eq!(region["startLine"].as_u64(), violation.line().map(|line| line as u64));
    assert_region(region, violation.span(), case, said);
    let related = &result["relatedLocations"][0]["physicalLocation"]["region"];
    assert_region(related, violation.related(), case, said);
    let reason = violation.reason().map(Reason::as_str);
    assert_eq!(result["properties"]["reason"].as_str(), reason);
    assert_eq!(result["properties"]["suggestion"].as_str(), violation.suggestion().as_deref());
    assert_eq!(result.get("fixes").is_some(), violation.replacement().is_some());
}

/// The region is this span of the document, whichever way it is read.
fn assert_region(region: &Value, span: Option<std::ops::Range<usize>>, case: &Case, said: &Said) {
    let Some(span) = span else {
        let lone = region.as_object().is_none_or(|region| region.keys().eq(["startLine"]));
        return assert!(lone, "{}: {region}", case.name);
    };
    let start = offset(case, said) + span.start;
    assert_eq!(region["byteOffset"], start, "{}", case.name);
    let expected = Some(&said.text[span]);
    assert_eq!(named(region, &case.text), expected, "{}", case.name);
    assert_eq!(Some(drawn(region, &case.text)), expected, "{}: {region}", case.name);
}

/// The text with every fix of a log made.
fn apply(log: &Value, file: &[u8]) -> Vec<u8> {
    let (mut text, mut at) = (Vec::new(), 0);
    for fix in results(log).iter().filter_map(|result| result["fixes"].get(0)) {
        let replacement = &fix["artifactChanges"][0]["replacements"][0];
        let start = replacement["deletedRegion"]["byteOffset"].as_u64().unwrap().try_into().unwrap();
        text.extend_from_slice(&file[at..start]);
        text.extend_from_slice(replacement["insertedContent"]["text"].as_str().unwrap().as_bytes());
        at = start + named(&replacement["deletedRegion"], file).unwrap().len();
    }
    text.extend_from_slice(&file[at..]);
    text
}

/// The same by the library; where a file has several reports, the last comes first, so that offsets stay right.
fn fixed(case: &Case) -> Vec<u8> {
    let text = case.text.clone();
    if case.options.input == Input::Lines {
        let fixed = Block::new(text).fix(&case.options.contract());
        return fixed.map_or_else(|| case.text.clone(), |fixed| fixed.text);
    }
    let fix = |text: Vec<u8>, said: &Said| said.report.fix(&text).map_or(text, |fixed| fixed.text);
    case.said().iter().rev().fold(text, fix)
}

/// The check can fail.
#[test]
fn the_schema_refuses_what_is_broken() {
    let (validator, log) = (validator(), log(&["four-faults.json"]));
    assert_accepted(&validator, &log);
    for (pointer, value) in [
        ("/version", json!("2.0")),
        ("/runs/0/tool/driver/name", json!(1)),
        ("/runs/0/columnKind", json!("bytes")),
        ("/runs/0/results/0/message", json!({})),
        ("/runs/0/results/0/level", json!("fatal")),
        ("/runs/0/results/0/locations/0/physicalLocation/region/startLine", json!(0)),
        ("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri", json!("a b")),
        ("/runs/0/invocations/0/executionSuccessful", Value::Null),
    ] {
        let mut broken = log.clone();
        *broken.pointer_mut(pointer).unwrap() = value;
        assert!(!validator.is_valid(&broken), "{pointer}");
    }
}

#[test]
fn rules_are_the_codes() {
    let log = log(&["minimal.json"]);
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(rules.iter().map(|rule| rule["id"].as_str().unwrap()).eq(Code::NAMES.iter().copied()));
    for (rule, code) in rules.iter().zip(Code::ALL) {
        let explanation = code.explain();
        assert_eq!(rule["shortDescription"]["text"], explanation.what());
        assert_eq!(rule["fullDescription"]["text"], explanation.why());
        for help in ["text", "markdown"] {
            assert_eq!(rule["help"][help], explanation.to_string());
        }
        assert!(rule["helpUri"].as_str().unwrap().ends_with(&format!("enum.Code.html#variant.{code:?}")));
        let shown = explanation.report();
        let violation = shown.violations().iter().find(|violation| violation.code() == *code).unwrap();
        assert_eq!(rule["defaultConfiguration"]["level"], violation.severity().as_str());
    }
}

/// Lines in many blocks, blank ones and some too long, whoever reads them: each result leads to its line in the file.
#[test]
fn lines_stand_where_they_are_said_to_stand() {
    let file = scratch("sarif-lines").join("many.ndjson");
    let line = |number: usize| match number % 30 {
        0 => format!("{{\"id\": {number}}}\r\n"),
        7 => format!(" {{\"é😀\": {number}, \"workflowVersion\": \"7\"}}\n"),
        8 => "\n \r\n".to_owned(),
        9 if number > 7000 && number % 300 == 9 => format!("{{\"id\": \"{}\"}}\n", "z".repeat(600_000)),
        _ => format!("{{\"id\": \"{number}\", \"x@y\": \"{}\"}}\n", "z".repeat(100)),
    };
    let text: String = (0..9000).map(line).collect();
    fs::write(&file, &text).unwrap();
    let check = ["check", "--contract=projection", "--max-bytes=1000", "--format=sarif", "--input=lines"];
    let one = run(&[&check[..], &["--jobs=1", file.to_str().unwrap()]].concat());
    let many = run(&[&check[..], &["--jobs=7", file.to_str().unwrap()]].concat());
    assert!(one == many, "the same bytes");
    let (_, piped, _) = run_on(&check, text.as_bytes());
    let (log, file): (Value, _) = (serde_json::from_str(&one.1).unwrap(), text.as_bytes());
    assert_eq!(results(&log).len(), 300 + 2 * 300 + 6);
    let again: Value = serde_json::from_str(&piped).unwrap();
    for (result, piped) in results(&log).iter().zip(results(&again)) {
        let [region, same] =
            [result, piped].map(|result| &result["locations"][0]["physicalLocation"]["region"]);
        assert_eq!(region, same);
        if result["ruleId"] == "too_large" {
            assert!(region.as_object().unwrap().keys().eq(["startLine"]));
            continue;
        }
        let text = named(region, file).unwrap();
        assert_eq!(drawn(region, file), text);
        assert!(result["message"]["text"].as_str().unwrap().contains(str::from_utf8(text).unwrap()));
    }
}

/// The log says that it is not whole, and has all that could be read.
#[test]
fn files_that_cannot_be_read_are_told() {
    let arguments =
        ["check", "--format=sarif", "a missing.json", "int32-fraction.json", "consistency", "minimal.json"];
    let (status, stdout, stderr) = run(&arguments);
    let log: Value = serde_json::from_str(&stdout).unwrap();
    assert_accepted(&validator(), &log);
    assert_eq!((status, stderr.lines().count(), results(&log).len()), (2, 2, 1));
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!((&invocation["executionSuccessful"], &invocation["exitCode"]), (&json!(false), &json!(2)));
    let notifications = invocation["toolExecutionNotifications"].as_array().unwrap();
    for (notification, uri) in notifications.iter().zip(["a%20missing.json", "consistency"]) {
        assert_eq!(notification["level"], "error");
        assert!(stderr.contains(notification["message"]["text"].as_str().unwrap()));
        assert_eq!(notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], uri);
    }
    assert_eq!(notifications.len(), 2);
}

#[test]
fn what_is_left_out_is_told() {
    let log = log(&["one-hundred-and-twenty-faults.json"]);
    let notification = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!(notification["level"], "warning");
    let expected = cases().into_iter().find(|case| case.name == "one-hundred-and-twenty-faults.json");
    let omitted = expected.unwrap().said()[0].report.omitted();
    assert_eq!(notification["message"]["text"], format!("{omitted} more violations are left out"));
}

/// What the input says becomes neither a placeholder nor a link.
#[test]
fn messages_are_plain_text() {
    let check = ["check", "--format=sarif", "--contract=projection"];
    let (_, stdout, _) = run_on(&check, br#"{"{0}": 1, "[x](http://y)": 2, "workflowVersion": "}{1}"}"#);
    let log: Value = serde_json::from_str(&stdout).unwrap();
    let messages: Vec<&str> =
        results(&log).iter().map(|result| result["message"]["text"].as_str().unwrap()).collect();
    assert_eq!(
        messages,
        [
            r#"expected a property of userProcessingResult, found "{{0}}""#,
            r#"expected a property of userProcessingResult, found "[x] (http://y)""#,
            r#"expected an integer from -2147483648 to 2147483647, found the string "}}{{1}}""#,
        ]
    );
}

/// Names of files are URI references, from which the very bytes of the name can be had again.
#[cfg(unix)]
#[test]
fn odd_names_are_percent_encoded() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let (validator, folder) = (validator(), scratch("sarif-names"));
    for name in [
        &b"a b.json"[..],
        b"c#d?e.json",
        b"100%25.json",
        b"new\nline.json",
        b"not\xFFutf-8.json",
        b"\xC3\xA9.json",
        b"http:x",
        b"back\\slash.json",
    ] {
        let path = folder.join(OsStr::from_bytes(name));
        fs::write(&path, "{").unwrap();
        for (given, uri_start) in [(path.as_os_str(), "file:///"), (OsStr::from_bytes(name), "")] {
            let output = upr(&["check", "--format=sarif"]).arg(given).current_dir(&folder).output().unwrap();
            let log: Value = serde_json::from_slice(&output.stdout).unwrap();
            assert_accepted(&validator, &log);
            let place = &results(&log)[0]["locations"][0]["physicalLocation"];
            let uri = place["artifactLocation"]["uri"].as_str().unwrap();
            assert!(uri.starts_with(uri_start) && !uri[uri_start.len()..].contains(':'), "{uri}");
            let path = uri.strip_prefix("file://").unwrap_or(uri);
            assert_eq!(decoded(path), given.as_bytes(), "{uri}");
        }
    }
}

fn decoded(uri: &str) -> Vec<u8> {
    let mut pieces = uri.split('%');
    let mut bytes = pieces.next().unwrap().as_bytes().to_vec();
    for piece in pieces {
        bytes.push(u8::from_str_radix(&piece[..2], 16).unwrap());
        bytes.extend_from_slice(&piece.as_bytes()[2..]);
    }
    bytes
}

#[test]
fn standard_input_is_a_hyphen() {
    let (_, stdout, _) = run_on(&["check", "--format=sarif"], b"[");
    assert!(stdout.contains(r#""artifactLocation":{"uri":"-"}"#), "{stdout}");
}

/// One whole log, but for the rules.
#[test]
fn a_log() {
    let mut log = log(&["--contract=projection", "lines/duplicate-in-line.ndjson", "int32-in-quotes.json"]);
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array_mut().unwrap();
    rules.retain(|rule| rule["id"] == "byte_order_mark");
    insta::assert_snapshot!("sarif", serde_json::to_string_pretty(&log).unwrap());
}
