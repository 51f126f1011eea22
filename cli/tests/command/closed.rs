//! Readers of the output that go away: the exit status says whether everything was checked all the same.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{FIXED, FORMATS, UNFIXED, scratch, shown, upr};

/// A line with an error.
const FAULTY: &str = "{\"id\": 1}\n";

/// Runs the command with an output that nobody reads.
fn run_unread(command: &mut Command) -> i32 {
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    let (status, stdout, stderr) = shown(&command.stdout(writer).output().unwrap());
    assert_eq!((stdout, stderr), (String::new(), String::new()), "it ends quietly");
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
fn status_is_that_of_the_documents_if_all_were_checked() {
    let folder = scratch("closed-all");
    let (valid, invalid) = (write(&folder, "a.json", "{}"), write(&folder, "b.json", "{\"id\": \"\"}"));
    for format in ["--format=human", "--format=json", "--format=github"] {
        assert_eq!(run_unread(&mut check(format, &[valid.clone(), valid.clone()])), 0, "{format}");
        assert_eq!(run_unread(&mut check(format, &[valid.clone(), invalid.clone()])), 1, "{format}");
        assert_eq!(run_unread(check(format, std::slice::from_ref(&invalid)).arg("--quiet")), 1, "{format}");
    }
}

#[test]
fn status_is_141_if_something_was_not_checked() {
    let folder = scratch("closed-early");
    let valid = write(&folder, "valid.json", "{}");
    let lines = write(&folder, "lines.ndjson", &FAULTY.repeat(200_000));
    let pages = vec![write(&folder, "body.json", &format!("[{}]", ["{\"id\":1}"; 1000].join(","))); 3];
    let messages = write(&folder, "many.http", &"GET / HTTP/1.1\n\n{}\n###\n".repeat(1000));
    let one_invalid_line = format!("{FAULTY}{}", "{}\n".repeat(2_000_000));
    let warnings = write(&folder, "warnings.ndjson", &"{\"x\": 1}\n".repeat(200_000));
    for format in FORMATS {
        for jobs in ["--jobs=1", "--jobs=2"] {
            assert_eq!(run_unread(check(format, std::slice::from_ref(&lines)).arg(jobs)), 141, "{format}");
        }
        assert_eq!(run_unread(&mut check(format, &[pages.clone(), vec![valid.clone()]].concat())), 141);
        assert_eq!(run_unread(&mut check(format, std::slice::from_ref(&messages))), 141, "{format}");
        assert_eq!(
            run_unread(&mut check(format, std::slice::from_ref(&warnings))),
            141,
            "{format}: no error so far"
        );
    }
    // The reports of a block are written at once: the reader is missed with the first of them.
    let file = write(&folder, "late.ndjson", &one_invalid_line);
    assert_eq!(run_unread(check("--format=human", &[file]).arg("--jobs=1")), 141);
    // The head of a log is longer than what is held back, so that nothing is checked at all.
    assert_eq!(run_unread(&mut check("--format=sarif", &[valid])), 141);
}

/// Files are rewritten whether anybody reads of it or not.
#[test]
fn fixing_goes_on() {
    let folder = scratch("closed-fix");
    for format in FORMATS {
        let faulty = write(&folder, "faulty.ndjson", &FAULTY.repeat(5000));
        let files: Vec<PathBuf> = (0..20).map(|at| write(&folder, &format!("{at}.json"), UNFIXED)).collect();
        let all = [vec![faulty], files.clone()].concat();
        assert_eq!(run_unread(check(format, &all).arg("--fix")), 1, "{format}");
        for file in &files {
            assert_eq!(fs::read_to_string(file).unwrap(), FIXED, "{format}");
        }
        assert_eq!(run_unread(check(format, &files).arg("--fix")), 0, "{format}: nothing is wrong any more");
    }
    let many: Vec<PathBuf> = (0..200).map(|at| write(&folder, &format!("{at}.json"), UNFIXED)).collect();
    assert_eq!(run_unread(check("--format=human", &many).args(["--fix", "--dry-run"])), 141);
    assert_eq!(fs::read_to_string(&many[0]).unwrap(), UNFIXED);
}
