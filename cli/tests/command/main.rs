//! The command as it is built: what it prints, how it ends, and that it says what the library says.

#[cfg(unix)]
mod closed;
mod exchange;
#[cfg(unix)]
mod faults;
mod github;
#[cfg(unix)]
mod harmless;
#[cfg(target_os = "linux")]
mod progress;
mod sarif;
mod schema;
mod shell;

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use support::{Case, Said, cases};

const FORMATS: [&str; 4] = ["--format=human", "--format=json", "--format=sarif", "--format=github"];

/// The command, run in the folder of the cases, on nothing.
fn upr(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_upr"));
    command.args(arguments).current_dir(support::root()).stdin(Stdio::null());
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(variable);
    }
    command
}

fn run(arguments: &[&str]) -> (i32, String, String) {
    shown(&upr(arguments).output().unwrap())
}

fn run_on(arguments: &[&str], input: &[u8]) -> (i32, String, String) {
    let mut command = upr(arguments);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    shown(&output)
}

fn shown(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

/// A folder of the test's own, emptied before.
fn scratch(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Every case: the same reports as the library's, as JSON and as text, from a file and from standard input.
#[test]
fn says_what_the_library_says() {
    for case in cases() {
        let arguments = case.options.arguments();
        let mut arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        arguments.insert(0, "check");
        let expected = expected(&case, &case.name);
        let as_json = [&arguments[..], &["--format=json", &case.name]].concat();
        let (status, stdout, stderr) = run(&as_json);
        let mut lines = json_lines(&stdout);
        assert_eq!(lines.pop().unwrap(), summary(&case), "{}", case.name);
        assert_eq!(lines, expected, "{}", case.name);
        let invalid = case.said().iter().any(|said| !said.report.is_valid());
        assert_eq!((status, stderr.as_str()), (i32::from(invalid), ""), "{}", case.name);
        let (_, human, _) = run(&[&arguments[..], &[&case.name]].concat());
        let rendered: String = case
            .said()
            .iter()
            .filter(|said| !said.report.violations().is_empty())
            .map(|said| said.report.render(&said.text, &case.name) + "\n")
            .collect();
        assert_eq!(human.lines().count(), rendered.lines().count() + 1, "one summary line");
        assert!(human.starts_with(&rendered), "{}", case.name);
    }
}

fn expected(case: &Case, file: &str) -> Vec<Value> {
    let said = case.said().into_iter().filter(|said| !said.report.violations().is_empty());
    let objects = said.map(|Said { line, report, .. }| {
        let mut object = serde_json::to_value(&report).unwrap();
        object["file"] = file.into();
        if let Some(line) = line {
            object["line"] = line.into();
        }
        object
    });
    objects.collect()
}

fn summary(case: &Case) -> Value {
    let said = case.said();
    let sum = |count: fn(&Said) -> usize| said.iter().map(count).sum::<usize>();
    let (documents, invalid) =
        (sum(|said| said.report.documents()), sum(|said| said.report.invalid_documents()));
    let mut codes = serde_json::Map::new();
    let (mut errors, mut warnings) = (0, 0);
    for ((severity, code), count) in said.iter().flat_map(|said| said.report.tally()) {
        let before = codes.get(code.as_str()).and_then(Value::as_u64).unwrap_or(0);
        codes.insert(code.to_string(), (before + count as u64).into());
        *if severity.as_str() == "error" { &mut errors } else { &mut warnings } += count;
    }
    json!({"summary": {"documents": documents, "valid": documents - invalid, "invalid": invalid,
        "errors": errors, "warnings": warnings, "codes": codes}})
}

#[test]
fn standard_input_is_named_with_a_hyphen() {
    let broken = b"{\"id\": 1}";
    for arguments in [&["check", "--format=json"][..], &["check", "--format=json", "-"]] {
        let (status, stdout, _) = run_on(arguments, broken);
        assert_eq!((status, &json_lines(&stdout)[0]["file"]), (1, &json!("-")));
    }
}

/// The input is told from the name and from the text.
#[test]
fn auto_finds_out_what_a_file_holds() {
    let documents = |arguments: &[&str]| {
        let (_, stdout, _) = run(&[&["check", "--format=json", "--contract=projection"], arguments].concat());
        json_lines(&stdout).pop().unwrap()["summary"]["documents"].as_u64().unwrap()
    };
    assert_eq!(documents(&["minimal.json"]), 1);
    assert_eq!(documents(&["collection/page.json"]), 2);
    assert_eq!(documents(&["collection/bare-array.json"]), 1);
    assert_eq!(documents(&["collection/empty-array.json"]), 0);
    assert_eq!(documents(&["lines/all-kinds.ndjson"]), 7);
    assert_eq!(documents(&["collection/value-not-an-array.json"]), 1);
    let folder = scratch("auto");
    fs::write(folder.join("a.jsonl"), "{}\n{}\n{}\n").unwrap();
    assert_eq!(documents(&[folder.join("a.jsonl").to_str().unwrap()]), 3);
}

#[test]
fn files_that_cannot_be_read_lose_none_of_the_others() {
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
fn colour_is_for_terminals_or_on_demand() {
    let colored = |command: &mut Command| command.output().unwrap().stdout.contains(&0x1B);
    let check = ["check", "empty-id.json"];
    assert!(!colored(&mut upr(&check)));
    assert!(colored(&mut upr(&[&check[..], &["--color=always"]].concat())));
    assert!(!colored(upr(&check).env("NO_COLOR", "1")));
    assert!(!colored(&mut upr(&[&check[..], &["--color=never"]].concat())));
}

#[test]
fn quiet_leaves_the_exit_status() {
    assert_eq!(run(&["check", "--quiet", "empty-id.json"]), (1, String::new(), String::new()));
    assert_eq!(run(&["check", "-q", "minimal.json"]), (0, String::new(), String::new()));
    for format in FORMATS {
        assert_eq!(run(&["check", format, "-q", "minimal.json", "empty-id.json"]).1, "");
    }
}

/// However many threads there are, the output is the same and in order.
#[test]
fn jobs_change_nothing() {
    let folder = scratch("jobs");
    let file = folder.join("mixed.ndjson");
    let many: Vec<_> = (0..150).map(|number| format!("\"x{number}\": 0")).collect();
    let line = |number: u32| match number % 50 {
        0 => format!("{{\"id\": {number}, \"x\": 0}}\n"),
        1 if number % 10_000 == 1 => format!("{{{}}}\n", many.join(", ")),
        _ => format!("{{\"id\": \"{number}\", \"x@y\": \"{}\"}}\n", "z".repeat(100)),
    };
    fs::write(&file, (0..40_000).map(line).collect::<String>()).unwrap();
    let check = ["check", "--contract=projection", file.to_str().unwrap()];
    for format in FORMATS {
        let one = run(&[&check[..], &[format, "--jobs=1"]].concat());
        assert_eq!(one.0, 1);
        assert!(one.1.contains("39950"));
        let summary = match format {
            "--format=json" => {
                r#""invalid":800,"errors":800,"warnings":1400,"codes":{"undeclared_property":1400,"wrong_type":800}"#
            }
            "--format=sarif" => "200 more violations are left out",
            _ => "40000 documents: 39200 valid, 800 invalid; 800 errors, 1400 warnings",
        };
        assert!(one.1.contains(summary), "{summary}");
        for jobs in ["--jobs=2", "--jobs=7"] {
            assert!(run(&[&check[..], &[format, jobs]].concat()) == one, "{jobs}");
        }
    }
}

/// No more of a document is read than may be.
#[test]
fn an_endless_document_is_too_large() {
    let (status, stdout, _) = run_on(&["check", "--max-bytes=1000"], &b"[".repeat(1 << 20));
    assert_eq!(status, 1);
    assert!(
        stdout.starts_with("error[too_large]: expected at most 1000 bytes, found a longer document"),
        "{stdout}"
    );
}

const UNFIXED: &str =
    "{\"processingStatus\" :\" Completed\", \"tenant\": 1.0,\r\n\t\"workflowVersion\":\"2\"}\n";
const FIXED: &str = "{\"processingStatus\" :\"completed\", \"tenant\": 1.0,\r\n\t\"workflowVersion\":2}\n";

/// Where both streams are one, what is said of a file stands before the trouble with the next.
#[cfg(unix)]
#[test]
fn reports_and_troubles_keep_their_order() {
    let upr = env!("CARGO_BIN_EXE_upr");
    let files = "four-faults.json missing.json minimal.json not-there.json";
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("{upr} check {files} 2>&1")]).current_dir(support::root());
    let said = String::from_utf8(shell.output().unwrap().stdout).unwrap();
    let at = |text: &str| said.find(text).unwrap_or_else(|| panic!("{text}: {said}"));
    let places =
        [at("four-faults.json:2"), at("upr: missing.json"), at("upr: not-there.json"), at("2 documents")];
    assert!(places.is_sorted(), "{said}");
}

#[test]
fn fix_rewrites_what_is_safe_and_no_other_byte() {
    let file = scratch("fix").join("body.json");
    fs::write(&file, UNFIXED).unwrap();
    let name = file.to_str().unwrap();
    let (status, stdout, _) = run(&["check", "--fix", "--dry-run", "--contract=projection", name]);
    assert_eq!((status, fs::read_to_string(&file).unwrap().as_str()), (1, UNFIXED));
    for format in FORMATS {
        let silent = run(&["check", "--fix", "--dry-run", "--contract=projection", format, name]);
        assert_eq!(silent.1, stdout, "nothing but the change, {format}");
    }
    let quiet = run(&["check", "--fix", "--dry-run", "--quiet", "--contract=projection", name]);
    assert_eq!(quiet, (1, String::new(), String::new()));
    assert!(
        stdout.contains("-{\"processingStatus\" :\" Completed\"")
            && stdout.contains("+\t\"workflowVersion\":2}")
    );
    let other = scratch("fix-json").join("body.json");
    fs::write(&other, UNFIXED).unwrap();
    let (_, stdout, _) =
        run(&["check", "--fix", "--contract=projection", "--format=json", other.to_str().unwrap()]);
    assert!(stdout.ends_with("\"fixed\":2}}\n"), "{stdout}");
    let (status, stdout, _) = run(&["check", "--fix", "--contract=projection", name]);
    assert_eq!((status, fs::read_to_string(&file).unwrap().as_str()), (0, FIXED));
    assert!(stdout.ends_with("1 document: 1 valid, 0 invalid; 0 errors, 1 warning; 2 fixed\n"), "{stdout}");
    let (_, stdout, _) = run(&["check", "--fix", "--contract=projection", "--format=json", name]);
    assert!(!stdout.contains("fixed"), "nothing is left to fix");
}

/// A file of lines keeps its blank, broken and long lines; what leads to a file, and who may read it, stay.
#[cfg(unix)]
#[test]
fn fix_keeps_lines_links_and_permissions() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};

    let folder = scratch("fix-lines");
    let (file, link) = (folder.join("a.ndjson"), folder.join("link.ndjson"));
    let before =
        b"{\"id\": \"1\"}\r\n\n{\"workflowVersion\": 1.0}\r\n\xff\n{broken\n{\"workflowVersion\": \"3\"}";
    fs::write(&file, before).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    // Who is root may give it to somebody else.
    drop(chown(&file, Some(1), Some(1)));
    let owner = |file| fs::metadata(file).map(|metadata| (metadata.uid(), metadata.gid())).unwrap();
    let was = owner(&file);
    symlink(&file, &link).unwrap();
    let (status, stdout, _) = run(&["check", "--fix", "--contract=projection", link.to_str().unwrap()]);
    assert_eq!(status, 1);
    assert!(stdout.ends_with("5 documents: 3 valid, 2 invalid; 2 errors, 0 warnings; 2 fixed\n"), "{stdout}");
    let after = b"{\"id\": \"1\"}\r\n\n{\"workflowVersion\": 1}\r\n\xff\n{broken\n{\"workflowVersion\": 3}";
    assert_eq!(fs::read(&file).unwrap(), after);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(owner(&file), was);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2, "nothing is left behind");
}

#[test]
fn standard_input_cannot_be_fixed_in_place() {
    let (status, stdout, stderr) = run_on(&["check", "--fix"], UNFIXED.as_bytes());
    assert_eq!((status, stdout.as_str()), (2, ""));
    assert!(stderr.contains("--dry-run"), "{stderr}");
    let (status, stdout, _) =
        run_on(&["check", "--fix", "--dry-run", "--contract=projection"], UNFIXED.as_bytes());
    assert_eq!(status, 1);
    assert!(stdout.starts_with("--- -\n+++ -\n"), "{stdout}");
}

/// The README shows what the command prints.
#[test]
fn readme_is_true() {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md")).unwrap();
    let blocks: Vec<_> =
        readme.split("```console\n$ cargo run --release --features cli -- ").skip(1).collect();
    assert_eq!(blocks.len(), 2);
    for block in blocks {
        let (command, rest) = block.split_once('\n').unwrap();
        let (shown, _) = rest.split_once("```").unwrap();
        let arguments: Vec<&str> = command.split(' ').collect();
        let output =
            upr(&arguments).current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).output().unwrap();
        assert_eq!(shown, String::from_utf8(output.stdout).unwrap());
    }
}

#[test]
fn wrong_use_names_the_choices() {
    for (arguments, said) in [
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
            "no subcommand `nothing`: expected one of check, explain, schema, completions, man",
        ),
        (&["chekc"], "some similar subcommands exist: 'schema', 'check'"),
        (&[], "Usage: upr <COMMAND>"),
    ] {
        let (status, stdout, stderr) = run(arguments);
        assert_eq!((status, stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(stderr.contains(said), "{arguments:?}: {stderr}");
    }
}

#[test]
fn explains_codes_and_reasons() {
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
fn helps() {
    insta::assert_snapshot!("help", run(&["--help"]).1);
    insta::assert_snapshot!("help-check", run(&["check", "--help"]).1);
    assert_eq!(run(&["--version"]).1, concat!("upr ", env!("CARGO_PKG_VERSION"), "\n"));
}
