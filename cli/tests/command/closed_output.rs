//! The exit status if the reader of the output closes the pipe.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{FIXABLE, FIXED, FORMATS, INVALID_LINE, empty_folder, status_and_text, upr};

/// Runs the command with a closed pipe as standard output, and returns its exit status.
fn run_with_closed_output(command: &mut Command) -> i32 {
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    let (status, stdout, stderr) = status_and_text(&command.stdout(writer).output().unwrap());
    assert_eq!((stdout, stderr), (String::new(), String::new()), "it prints no error");
    status
}

fn check(format: &str, files: &[PathBuf]) -> Command {
    let mut command = upr(&["check", "--contract=projection", format]);
    command.args(files);
    command
}

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let file = folder.join(name);
    fs::write(&file, text).unwrap();
    file
}

#[test]
fn status_is_0_or_1_if_everything_was_checked() {
    let folder = empty_folder("closed-all");
    let (valid, invalid) = (write(&folder, "a.json", "{}"), write(&folder, "b.json", "{\"id\": \"\"}"));
    for format in ["--format=human", "--format=json", "--format=github"] {
        assert_eq!(
            run_with_closed_output(&mut check(format, &[valid.clone(), valid.clone()])),
            0,
            "{format}"
        );
        assert_eq!(
            run_with_closed_output(&mut check(format, &[valid.clone(), invalid.clone()])),
            1,
            "{format}"
        );
        assert_eq!(
            run_with_closed_output(check(format, std::slice::from_ref(&invalid)).arg("--quiet")),
            1,
            "{format}"
        );
    }
}

#[test]
fn status_is_141_if_something_was_not_checked() {
    let folder = empty_folder("closed-early");
    let valid = write(&folder, "valid.json", "{}");
    let lines = write(&folder, "lines.ndjson", &INVALID_LINE.repeat(200_000));
    let pages = vec![write(&folder, "body.json", &format!("[{}]", ["{\"id\":1}"; 1000].join(","))); 3];
    let messages = write(&folder, "many.http", &"GET / HTTP/1.1\n\n{}\n###\n".repeat(1000));
    let one_invalid_line = format!("{INVALID_LINE}{}", "{}\n".repeat(2_000_000));
    let warnings = write(&folder, "warnings.ndjson", &"{\"x\": 1}\n".repeat(200_000));
    for format in FORMATS {
        for jobs in ["--jobs=1", "--jobs=2"] {
            assert_eq!(
                run_with_closed_output(check(format, std::slice::from_ref(&lines)).arg(jobs)),
                141,
                "{format}"
            );
        }
        assert_eq!(
            run_with_closed_output(&mut check(format, &[pages.clone(), vec![valid.clone()]].concat())),
            141
        );
        assert_eq!(
            run_with_closed_output(&mut check(format, std::slice::from_ref(&messages))),
            141,
            "{format}"
        );
        assert_eq!(
            run_with_closed_output(&mut check(format, std::slice::from_ref(&warnings))),
            141,
            "{format}: warnings alone"
        );
    }
    // The first write finds the pipe closed: there is one write per block, and all other blocks have no output.
    let file = write(&folder, "late.ndjson", &one_invalid_line);
    assert_eq!(run_with_closed_output(check("--format=human", &[file]).arg("--jobs=1")), 141);
    // The start of a log is longer than the output buffer, so nothing is checked.
    assert_eq!(run_with_closed_output(&mut check("--format=sarif", &[valid])), 141);
}

#[test]
fn fix_rewrites_all_files_although_output_is_closed() {
    let folder = empty_folder("closed-fix");
    for format in FORMATS {
        let invalid = write(&folder, "invalid.ndjson", &INVALID_LINE.repeat(5000));
        let files: Vec<PathBuf> = (0..20).map(|at| write(&folder, &format!("{at}.json"), FIXABLE)).collect();
        let all = [vec![invalid], files.clone()].concat();
        assert_eq!(run_with_closed_output(check(format, &all).arg("--fix")), 1, "{format}");
        for file in &files {
            assert_eq!(fs::read_to_string(file).unwrap(), FIXED, "{format}");
        }
        assert_eq!(
            run_with_closed_output(check(format, &files).arg("--fix")),
            0,
            "{format}: all files are valid now"
        );
    }
    let many: Vec<PathBuf> = (0..200).map(|at| write(&folder, &format!("{at}.json"), FIXABLE)).collect();
    assert_eq!(run_with_closed_output(check("--format=human", &many).args(["--fix", "--dry-run"])), 141);
    assert_eq!(fs::read_to_string(&many[0]).unwrap(), FIXABLE);
}
