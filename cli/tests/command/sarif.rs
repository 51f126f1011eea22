//! SARIF logs: they match the reports of the library, and the published schema accepts them.

use std::fs;
use std::ops::Range;
use std::process::Command;

use jsonschema::Validator;
use serde_json::{Value, json};
use user_processing_result::lines::Block;
use user_processing_result::{Code, Reason, Violation};

use crate::{empty_folder, run, run_with_input, upr};
use support::{Case, CaseReport, Input, cases};

/// Returns the schema of the standard. It is part of the crate serde-sarif, which generates its types from it.
fn schema() -> Value {
    let arguments = ["metadata", "--all-features", "--locked", "--format-version=1"];
    let output =
        Command::new(env!("CARGO")).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut packages = metadata["packages"].as_array().unwrap().iter();
    let package = packages.find(|package| package["name"] == "serde-sarif").unwrap();
    let manifest = package["manifest_path"].as_str().unwrap();
    let schema = std::path::Path::new(manifest).with_file_name("src").join("schema.json");
    // The pattern of language tags has an extra bracket. No log contains a language tag.
    let schema = fs::read_to_string(schema).unwrap().replace("{2}]?$", "{2}$");
    serde_json::from_str(&schema).unwrap()
}

fn validator() -> Validator {
    jsonschema::options().should_validate_formats(true).build(&schema()).unwrap()
}

/// Runs the command and returns its log, after a check that each result is on a line of its own.
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

/// Returns the text of a message as the standard requires consumers to show it.
fn displayed_text(message: &Value) -> String {
    message["text"].as_str().unwrap().replace("{{", "{").replace("}}", "}").replace("] (", "](")
}

/// Returns the bytes of a region by its offset and length, or `None` if it has no offset.
fn bytes_by_offset<'a>(region: &Value, file: &'a [u8]) -> Option<&'a [u8]> {
    let [start, length] = ["byteOffset", "byteLength"].map(|name| region[name].as_u64());
    let start = usize::try_from(start?).unwrap();
    Some(&file[start..start + usize::try_from(length.unwrap()).unwrap()])
}

/// Returns the bytes of a region by its lines and columns, as an oracle for [`bytes_by_offset`].
fn bytes_by_line_and_column<'a>(region: &Value, file: &'a [u8]) -> &'a [u8] {
    let [start, end] = ["start", "end"].map(|end| {
        let [line, column] =
            ["Line", "Column"].map(|name| region[format!("{end}{name}")].as_u64().unwrap() - 1);
        let mut line_ends = memchr::memchr_iter(b'\n', file);
        let mut offset = (0..line).map(|_| line_ends.next().unwrap() + 1).last().unwrap_or(0);
        for _ in 0..column {
            let chunk = file[offset..file.len().min(offset + 4)].utf8_chunks().next().unwrap();
            offset += chunk.valid().chars().next().map_or(chunk.invalid().len(), char::len_utf8);
        }
        offset
    });
    &file[start..end]
}

/// Returns the byte offset of a document in the file of its case.
fn document_offset(case: &Case, document: &CaseReport) -> usize {
    case.text
        .split_inclusive(|byte| *byte == b'\n')
        .take(document.line.unwrap_or(1) - 1)
        .map(<[u8]>::len)
        .sum()
}

#[test]
fn sarif_results_match_library() {
    let validator = validator();
    for case in cases() {
        let arguments = case.options.arguments();
        let mut arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        arguments.push(&case.name);
        let log = log(&arguments);
        assert_accepted(&validator, &log);
        let mut results = results(&log).iter();
        for document in case.reports() {
            for violation in document.report.violations() {
                assert_matches(results.next().unwrap(), violation, &case, &document, &log);
            }
        }
        assert_eq!(results.next(), None, "{}", case.name);
        assert_eq!(apply_fixes(&log, &case.text), fixed_by_library(&case), "{}", case.name);
    }
}

fn assert_matches(result: &Value, violation: &Violation, case: &Case, document: &CaseReport, log: &Value) {
    let code = violation.code().as_str();
    let rules = &log["runs"][0]["tool"]["driver"]["rules"];
    let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!([&result["ruleId"], &rules[index]["id"]], [code, code]);
    assert_eq!(result["level"], violation.severity().as_str());
    assert_eq!(displayed_text(&result["message"]), violation.message());
    let location = &result["locations"][0];
    let path = &location["logicalLocations"][0]["fullyQualifiedName"];
    assert_eq!(path.as_str().unwrap_or_default(), violation.path());
    assert_eq!(location["physicalLocation"]["artifactLocation"]["uri"], case.name);
    let region = &location["physicalLocation"]["region"];
    assert_eq!(region["startLine"].as_u64(), violation.line().map(|line| line as u64));
    assert_region(region, violation.span(), case, document);
    let related = &result["relatedLocations"][0]["physicalLocation"]["region"];
    assert_region(related, violation.related(), case, document);
    let reason = violation.reason().map(Reason::as_str);
    assert_eq!(result["properties"]["reason"].as_str(), reason);
    assert_eq!(result["properties"]["suggestion"].as_str(), violation.suggestion().as_deref());
    assert_eq!(result.get("fixes").is_some(), violation.replacement().is_some());
}

/// Asserts that a region is this span of a document, by offset and by line and column; without a span, that it has only a
/// line.
fn assert_region(region: &Value, span: Option<Range<usize>>, case: &Case, document: &CaseReport) {
    let Some(span) = span else {
        let has_line_only = region.as_object().is_none_or(|region| region.keys().eq(["startLine"]));
        return assert!(has_line_only, "{}: {region}", case.name);
    };
    let start = document_offset(case, document) + span.start;
    assert_eq!(region["byteOffset"], start, "{}", case.name);
    let expected = Some(&document.text[span]);
    assert_eq!(bytes_by_offset(region, &case.text), expected, "{}", case.name);
    assert_eq!(Some(bytes_by_line_and_column(region, &case.text)), expected, "{}: {region}", case.name);
}

/// Returns the text of a file with every fix of a log applied.
fn apply_fixes(log: &Value, file: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    let mut end = 0;
    for fix in results(log).iter().filter_map(|result| result["fixes"].get(0)) {
        let replacement = &fix["artifactChanges"][0]["replacements"][0];
        let start = replacement["deletedRegion"]["byteOffset"].as_u64().unwrap().try_into().unwrap();
        text.extend_from_slice(&file[end..start]);
        text.extend_from_slice(replacement["insertedContent"]["text"].as_str().unwrap().as_bytes());
        end = start + bytes_by_offset(&replacement["deletedRegion"], file).unwrap().len();
    }
    text.extend_from_slice(&file[end..]);
    text
}

/// Returns the text of a case with every fix of the library applied.
fn fixed_by_library(case: &Case) -> Vec<u8> {
    let text = case.text.clone();
    if case.options.input == Input::Lines {
        let fixed = Block::new(text).fix(&case.options.contract());
        return fixed.map_or_else(|| case.text.clone(), |fixed| fixed.text);
    }
    // The last report comes first, so that the spans of the others stay valid.
    let fix =
        |text: Vec<u8>, document: &CaseReport| document.report.fix(&text).map_or(text, |fixed| fixed.text);
    case.reports().iter().rev().fold(text, fix)
}

#[test]
fn schema_rejects_invalid_logs() {
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
        let mut invalid_log = log.clone();
        *invalid_log.pointer_mut(pointer).unwrap() = value;
        assert!(!validator.is_valid(&invalid_log), "{pointer}");
    }
}

#[test]
fn rules_match_codes_and_explanations() {
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
        let report = explanation.report();
        let violation = report.violations().iter().find(|violation| violation.code() == *code).unwrap();
        assert_eq!(rule["defaultConfiguration"]["level"], violation.severity().as_str());
    }
}

/// The file has many blocks, with blank lines and lines over the maximum length.
#[test]
fn regions_in_lines_are_valid_for_any_number_of_jobs() {
    let file = empty_folder("sarif-lines").join("many.ndjson");
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
    let with_one_job = run(&[&check[..], &["--jobs=1", file.to_str().unwrap()]].concat());
    let with_seven_jobs = run(&[&check[..], &["--jobs=7", file.to_str().unwrap()]].concat());
    assert!(with_one_job == with_seven_jobs, "the output depends on the number of jobs");
    let (_, piped, _) = run_with_input(&check, text.as_bytes());
    let (log, file): (Value, _) = (serde_json::from_str(&with_one_job.1).unwrap(), text.as_bytes());
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
        let text = bytes_by_offset(region, file).unwrap();
        assert_eq!(bytes_by_line_and_column(region, file), text);
        assert!(result["message"]["text"].as_str().unwrap().contains(str::from_utf8(text).unwrap()));
    }
}

#[test]
fn unreadable_files_are_notifications() {
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
fn number_of_omitted_violations_is_a_notification() {
    let log = log(&["one-hundred-and-twenty-faults.json"]);
    let notification = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0];
    assert_eq!(notification["level"], "warning");
    let expected = cases().into_iter().find(|case| case.name == "one-hundred-and-twenty-faults.json");
    let omitted = expected.unwrap().reports()[0].report.omitted();
    assert_eq!(notification["message"]["text"], format!("{omitted} more violations are left out"));
}

#[test]
fn quoted_input_is_not_a_placeholder_or_link() {
    let check = ["check", "--format=sarif", "--contract=projection"];
    let (_, stdout, _) =
        run_with_input(&check, br#"{"{0}": 1, "[x](http://y)": 2, "workflowVersion": "}{1}"}"#);
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

/// Decoding the URI returns the bytes of the name. Not on macOS, whose file systems reject names that are not UTF-8.
#[cfg(target_os = "linux")]
#[test]
fn file_names_are_percent_encoded() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let (validator, folder) = (validator(), empty_folder("sarif-names"));
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
            let location = &results(&log)[0]["locations"][0]["physicalLocation"];
            let uri = location["artifactLocation"]["uri"].as_str().unwrap();
            assert!(uri.starts_with(uri_start) && !uri[uri_start.len()..].contains(':'), "{uri}");
            let path = uri.strip_prefix("file://").unwrap_or(uri);
            assert_eq!(decode_percent(path), given.as_bytes(), "{uri}");
        }
    }
}

/// Decodes percent-encoding.
#[cfg(target_os = "linux")]
fn decode_percent(uri: &str) -> Vec<u8> {
    let mut pieces = uri.split('%');
    let mut bytes = pieces.next().unwrap().as_bytes().to_vec();
    for piece in pieces {
        bytes.push(u8::from_str_radix(&piece[..2], 16).unwrap());
        bytes.extend_from_slice(&piece.as_bytes()[2..]);
    }
    bytes
}

#[test]
fn uri_of_standard_input_is_hyphen() {
    let (_, stdout, _) = run_with_input(&["check", "--format=sarif"], b"[");
    assert!(stdout.contains(r#""artifactLocation":{"uri":"-"}"#), "{stdout}");
}

/// All rules but one are left out.
#[test]
fn sarif_snapshot() {
    let mut log = log(&["--contract=projection", "lines/duplicate-in-line.ndjson", "int32-in-quotes.json"]);
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array_mut().unwrap();
    rules.retain(|rule| rule["id"] == "byte_order_mark");
    insta::assert_snapshot!("sarif", serde_json::to_string_pretty(&log).unwrap());
}
