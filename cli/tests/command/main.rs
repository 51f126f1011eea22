//! Tests of the command as a process: its output, its exit status, and that its reports are those of the library.

#[cfg(unix)]
mod closed_output;
#[cfg(unix)]
mod failures;
mod fix;
mod github;
mod layers;
#[cfg(target_os = "linux")]
mod linux;
mod messages;
#[cfg(target_os = "linux")]
mod progress;
#[cfg(unix)]
mod safe_output;
mod sarif;
mod schema;
mod shell;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use support::{Case, CaseReport, cases};
use user_processing_result::Report;

const FORMATS: [&str; 4] = ["--format=human", "--format=json", "--format=sarif", "--format=github"];

/// A line with an error.
#[cfg(unix)]
const INVALID_LINE: &str = "{\"id\": 1}\n";

/// A document with two values that can be fixed.
const FIXABLE: &str =
    "{\"processingStatus\" :\" Completed\", \"tenant\": 1.0,\r\n\t\"workflowVersion\":\"2\"}\n";
/// [`FIXABLE`] after a fix.
const FIXED: &str = "{\"processingStatus\" :\"completed\", \"tenant\": 1.0,\r\n\t\"workflowVersion\":2}\n";

/// Returns the command, to be run in the folder of the cases, with empty standard input and no settings of colors or width.
fn upr(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_upr"));
    command.args(arguments).current_dir(support::cases_folder()).stdin(Stdio::null());
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(variable);
    }
    command
}

/// Runs the command and returns its exit status, standard output and standard error.
fn run(arguments: &[&str]) -> (i32, String, String) {
    status_and_text(&upr(arguments).output().unwrap())
}

/// Runs the command with this standard input.
fn run_with_input(arguments: &[&str], input: &[u8]) -> (i32, String, String) {
    let mut command = upr(arguments);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    status_and_text(&output)
}

fn status_and_text(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

/// Creates an empty folder for one test, which gives it a name of its own.
fn empty_folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Parses each line as JSON.
fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Returns the arguments that check a case in a format.
fn check_arguments(case: &Case, format: &str) -> Vec<String> {
    let mut arguments = vec!["check".to_owned(), format.to_owned(), case.name.clone()];
    arguments.extend(case.options.arguments());
    arguments
}

fn run_case(case: &Case, format: &str) -> (i32, String, String) {
    let arguments = check_arguments(case, format);
    run(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn json_and_human_reports_match_library() {
    for case in cases() {
        let (status, stdout, stderr) = run_case(&case, "--format=json");
        let mut lines = json_lines(&stdout);
        assert_eq!(lines.pop().unwrap(), expected_summary(&case), "{}", case.name);
        assert_eq!(lines, expected_lines(&case), "{}", case.name);
        let is_invalid = case.reports().iter().any(|document| !document.report.is_valid());
        assert_eq!((status, stderr.as_str()), (i32::from(is_invalid), ""), "{}", case.name);
        let (_, human, _) = run_case(&case, "--format=human");
        let rendered: String = case
            .reports()
            .iter()
            .filter(|document| !document.report.violations().is_empty())
            .map(|document| document.report.render(&document.text, &case.name) + "\n")
            .collect();
        assert_eq!(human.lines().count(), rendered.lines().count() + 1, "one summary line");
        assert!(human.starts_with(&rendered), "{}", case.name);
    }
}

/// Returns the lines of the JSON format before the summary.
fn expected_lines(case: &Case) -> Vec<Value> {
    let documents = case.reports().into_iter().filter(|document| !document.report.violations().is_empty());
    let objects = documents.map(|CaseReport { line, report, .. }| {
        let mut object = serde_json::to_value(&report).unwrap();
        object["file"] = case.name.as_str().into();
        if let Some(line) = line {
            object["line"] = line.into();
        }
        object
    });
    objects.collect()
}

fn expected_summary(case: &Case) -> Value {
    let reports: Vec<_> = case.reports().into_iter().map(|document| document.report).collect();
    let documents: usize = reports.iter().map(Report::documents).sum();
    let invalid: usize = reports.iter().map(Report::invalid_documents).sum();
    let mut codes = BTreeMap::<&str, usize>::new();
    let mut severities = BTreeMap::<&str, usize>::new();
    for ((severity, code), count) in reports.iter().flat_map(Report::tally) {
        *codes.entry(code.as_str()).or_default() += count;
        *severities.entry(severity.as_str()).or_default() += count;
    }
    let of_severity = |severity: &str| severities.get(severity).copied().unwrap_or(0);
    json!({"summary": {"documents": documents, "valid": documents - invalid, "invalid": invalid,
        "errors": of_severity("error"), "warnings": of_severity("warning"), "codes": codes}})
}

#[test]
fn json_names_standard_input_with_hyphen() {
    let document = b"{\"id\": 1}";
    for arguments in [&["check", "--format=json"][..], &["check", "--format=json", "-"]] {
        let (status, stdout, _) = run_with_input(arguments, document);
        assert_eq!((status, &json_lines(&stdout)[0]["file"]), (1, &json!("-")));
    }
}

#[test]
fn auto_input_depends_on_name_and_content() {
    let document_count = |file: &str| {
        let (_, stdout, _) = run(&["check", "--format=json", "--contract=projection", file]);
        json_lines(&stdout).pop().unwrap()["summary"]["documents"].as_u64().unwrap()
    };
    assert_eq!(document_count("minimal.json"), 1);
    assert_eq!(document_count("collection/page.json"), 2);
    assert_eq!(document_count("collection/bare-array.json"), 1);
    assert_eq!(document_count("collection/empty-array.json"), 0);
    assert_eq!(document_count("lines/all-kinds.ndjson"), 7);
    assert_eq!(document_count("collection/value-not-an-array.json"), 1);
    let folder = empty_folder("auto");
    fs::write(folder.join("a.jsonl"), "{}\n{}\n{}\n").unwrap();
    assert_eq!(document_count(folder.join("a.jsonl").to_str().unwrap()), 3);
}

#[test]
fn files_after_unreadable_ones_are_checked() {
    let (status, stdout, stderr) =
        run(&["check", "missing.json", "int32-fraction.json", "consistency", "minimal.json"]);
    assert_eq!(status, 2);
    assert!(
        stdout.contains("not_an_integer")
            && stdout.ends_with("2 documents: 1 valid, 1 invalid; 1 error, 0 warnings\n")
    );
    assert_eq!(stderr.lines().count(), 2, "{stderr}");
    assert!(stderr.contains("upr: missing.json: ") && stderr.contains("upr: consistency: "), "{stderr}");
}

#[test]
fn color_is_off_without_terminal_unless_requested() {
    let has_color = |command: &mut Command| command.output().unwrap().stdout.contains(&0x1B);
    let check = ["check", "empty-id.json"];
    assert!(!has_color(&mut upr(&check)));
    assert!(has_color(&mut upr(&[&check[..], &["--color=always"]].concat())));
    assert!(!has_color(upr(&check).env("NO_COLOR", "1")));
    assert!(!has_color(&mut upr(&[&check[..], &["--color=never"]].concat())));
}

#[test]
fn quiet_prints_nothing_and_keeps_exit_status() {
    assert_eq!(run(&["check", "--quiet", "empty-id.json"]), (1, String::new(), String::new()));
    assert_eq!(run(&["check", "-q", "minimal.json"]), (0, String::new(), String::new()));
    for format in FORMATS {
        assert_eq!(run(&["check", format, "-q", "minimal.json", "empty-id.json"]).1, "");
    }
}

#[test]
fn output_does_not_depend_on_jobs() {
    let folder = empty_folder("jobs");
    let file = folder.join("mixed.ndjson");
    let many_members: Vec<_> = (0..150).map(|number| format!("\"x{number}\": 0")).collect();
    let line = |number: u32| match number % 50 {
        0 => format!("{{\"id\": {number}, \"x\": 0}}\n"),
        1 if number % 10_000 == 1 => format!("{{{}}}\n", many_members.join(", ")),
        _ => format!("{{\"id\": \"{number}\", \"x@y\": \"{}\"}}\n", "z".repeat(100)),
    };
    fs::write(&file, (0..40_000).map(line).collect::<String>()).unwrap();
    let check = ["check", "--contract=projection", file.to_str().unwrap()];
    for format in FORMATS {
        let with_one_job = run(&[&check[..], &[format, "--jobs=1"]].concat());
        assert_eq!(with_one_job.0, 1);
        assert!(with_one_job.1.contains("39950"));
        let summary = match format {
            "--format=json" => {
                r#""invalid":800,"errors":800,"warnings":1400,"codes":{"undeclared_property":1400,"wrong_type":800}"#
            }
            "--format=sarif" => "200 more violations are left out",
            _ => "40000 documents: 39200 valid, 800 invalid; 800 errors, 1400 warnings",
        };
        assert!(with_one_job.1.contains(summary), "{summary}");
        for jobs in ["--jobs=2", "--jobs=7"] {
            assert!(run(&[&check[..], &[format, jobs]].concat()) == with_one_job, "{jobs}");
        }
    }
}

#[test]
fn document_over_max_bytes_is_too_large() {
    let (status, stdout, _) = run_with_input(&["check", "--max-bytes=1000"], &b"[".repeat(1 << 20));
    assert_eq!(status, 1);
    assert!(
        stdout.starts_with("error[too_large]: expected at most 1000 bytes, found a longer document"),
        "{stdout}"
    );
}

/// Standard output and standard error go to one pipe.
#[cfg(unix)]
#[test]
fn reports_and_errors_are_in_order_of_files() {
    let upr = env!("CARGO_BIN_EXE_upr");
    let files = "four-faults.json missing.json minimal.json not-there.json";
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("{upr} check {files} 2>&1")]).current_dir(support::cases_folder());
    let output = String::from_utf8(shell.output().unwrap().stdout).unwrap();
    let texts = ["four-faults.json:2", "upr: missing.json", "upr: not-there.json", "2 documents"];
    let offsets = texts.map(|text| output.find(text).unwrap_or_else(|| panic!("{text}: {output}")));
    assert!(offsets.is_sorted(), "{output}");
}

#[test]
fn readme_shows_actual_output() {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md")).unwrap();
    // Git may check out files with CR LF on Windows.
    let readme = readme.replace("\r\n", "\n");
    let blocks: Vec<_> = readme.split("```console\n$ cargo run --release -- ").skip(1).collect();
    assert_eq!(blocks.len(), 2);
    for block in blocks {
        let (command, rest) = block.split_once('\n').unwrap();
        let (expected, _) = rest.split_once("```").unwrap();
        let arguments: Vec<&str> = command.split(' ').collect();
        let output =
            upr(&arguments).current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).output().unwrap();
        assert_eq!(expected, String::from_utf8(output.stdout).unwrap());
    }
}

#[test]
fn usage_errors_name_the_choices() {
    for (arguments, expected) in [
        (&["check", "--contract=none"][..], "[possible values: create, resource, projection]"),
        (&["check", "--members=all"], "[possible values: documented, current, open]"),
        (&["check", "--date-time=iso"], "[possible values: graph, odata, rfc3339]"),
        (&["check", "--undeclared=no"], "[possible values: error, warning, allow]"),
        (&["check", "--format=xml"], "[possible values: human, json, sarif, github]"),
        (&["check", "--input=csv"], "[possible values: auto, document, collection, lines, http]"),
        (&["check", "--max-bytes=0"], "invalid value '0' for '--max-bytes"),
        (&["check", "--max-bytes=-1"], "invalid value '-1' for '--max-bytes"),
        (&["check", "--dry-run"], "required arguments were not provided:\n  --fix"),
        (&["check", "--jobs=0"], "invalid value '0' for '--jobs"),
        (&["explain", "nothing"], "invalid value 'nothing' for '[CODE]'"),
        (&["schema", "--format=xsd"], "[possible values: json-schema, openapi, typescript, markdown, csdl]"),
        (&["schema", "--contract=none"], "[possible values: create, resource, projection]"),
        (&["completions", "cmd"], "[possible values: bash, elvish, fish, powershell, zsh]"),
        (
            &["man", "nothing"],
            "expected a subcommand (check, explain, schema, completions, man), found `nothing`",
        ),
        (&["chekc"], "some similar subcommands exist: 'schema', 'check'"),
        (&[], "Usage: upr <COMMAND>"),
    ] {
        let (status, stdout, stderr) = run(arguments);
        assert_eq!((status, stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(stderr.contains(expected), "{arguments:?}: {stderr}");
    }
}

#[test]
fn explain_prints_one_or_all() {
    let (status, stdout, _) = run(&["explain", "out_of_range"]);
    assert_eq!(status, 0);
    insta::assert_snapshot!(stdout, @r#"
    out_of_range

    The integer does not fit in 32 bits.
    `Edm.Int32` ranges from -2147483648 to 2147483647; beyond it, readers wrap, saturate, or fail.

    The smallest body that shows it (contract projection):

        {"workflowVersion": 2147483648}
        error: /workflowVersion: expected an integer from -2147483648 to 2147483647, found 2147483648
    "#);
    assert!(run(&["explain", "no_such_day"]).1.contains("2024-02-30"));
    let all = run(&["explain"]).1;
    assert!(all.contains("too_large\n") && all.contains("malformed\n"));
}

#[test]
fn help_text() {
    insta::assert_snapshot!("help", run(&["--help"]).1);
    insta::assert_snapshot!("help-check", run(&["check", "--help"]).1);
    assert_eq!(run(&["--version"]).1, concat!("upr ", env!("CARGO_PKG_VERSION"), "\n"));
}
