//! Failures that any Unix can provoke: closed pipes, and files that change or must not be rewritten.

use std::ffi::OsStr;
use std::fs::{self, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command, Stdio};

use crate::{FIXABLE, FORMATS, INVALID_LINE, empty_folder, json_lines, run, status_and_text, upr};

/// Starts the command with pipes as standard output and standard error.
pub fn spawn_check(arguments: &[&OsStr]) -> Child {
    spawn(upr(&["check", "--contract=projection"]).args(arguments))
}

pub fn spawn(command: &mut Command) -> Child {
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

#[test]
fn closed_pipe_is_not_an_error() {
    let folder = empty_folder("pipe");
    let file = folder.join("many.ndjson");
    fs::write(&file, INVALID_LINE.repeat(4000)).unwrap();
    for format in FORMATS {
        for length in [0, 1, 100, 5000, 8192, 10_000, 65_536, 100_000, 500_000] {
            let mut child = spawn_check(&[format, file.to_str().unwrap()].map(OsStr::new));
            let mut stdout = child.stdout.take().unwrap();
            stdout.read_exact(&mut vec![0; length]).unwrap();
            drop(stdout);
            let output = child.wait_with_output().unwrap();
            // 1: all documents were checked; 141: some were not.
            let status = output.status.code();
            assert!(status == Some(1) || status == Some(141), "{format} {length}: {}", output.status);
            assert_eq!(output.stderr, b"", "{format} {length}");
        }
    }
}

/// The file is truncated or extended while the command waits for the reader of its output.
#[test]
fn file_that_changes_during_the_check_is_read_to_its_new_end() {
    let folder = empty_folder("changing");
    let file = folder.join("many.ndjson");
    let line_count = 20_000;
    for (new_count, expected) in [(0, 1..=line_count - 1), (2 * line_count, 2 * line_count..=2 * line_count)]
    {
        fs::write(&file, INVALID_LINE.repeat(line_count)).unwrap();
        let arguments = ["--format=json", "--jobs=1", file.to_str().unwrap()].map(OsStr::new);
        let mut child = spawn_check(&arguments);
        let mut stdout = child.stdout.take().unwrap();
        let mut first = [0; 1];
        stdout.read_exact(&mut first).unwrap();
        let changed = OpenOptions::new().append(true).open(&file).unwrap();
        if new_count == 0 {
            changed.set_len(0).unwrap();
        } else {
            (&changed).write_all(INVALID_LINE.repeat(new_count - line_count).as_bytes()).unwrap();
        }
        let mut text = String::from_utf8(first.to_vec()).unwrap();
        stdout.read_to_string(&mut text).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), &output.stderr[..]), (Some(1), &b""[..]));
        let lines = json_lines(&text);
        let documents = lines.len() - 1;
        assert_eq!(lines[documents]["summary"]["documents"], documents);
        assert!(expected.contains(&documents), "{documents}");
    }
}

#[test]
fn files_are_checked_although_standard_error_is_closed() {
    let mut child = spawn_check(&["missing.json", "int32-fraction.json"].map(OsStr::new));
    drop(child.stderr.take());
    let (status, stdout, _) = status_and_text(&child.wait_with_output().unwrap());
    assert_eq!(status, 2);
    assert!(stdout.ends_with("1 document: 0 valid, 1 invalid; 1 error, 0 warnings\n"), "{stdout}");
}

#[test]
fn fix_refuses_hard_links_and_read_only_files() {
    let folder = empty_folder("fix-links");
    let [file, link, read_only] = ["a.json", "b.json", "c.json"].map(|name| folder.join(name));
    fs::write(&file, FIXABLE).unwrap();
    fs::hard_link(&file, &link).unwrap();
    fs::write(&read_only, FIXABLE).unwrap();
    fs::set_permissions(&read_only, fs::Permissions::from_mode(0o444)).unwrap();
    let reasons = [(&file, "the file has several hard links"), (&read_only, "the file is read-only")];
    for (path, reason) in reasons {
        let (status, stdout, stderr) =
            run(&["check", "--fix", "--contract=projection", path.to_str().unwrap()]);
        assert_eq!(status, 2);
        assert!(stderr.contains(reason) && stdout.contains("unknown_member"), "{stderr}");
        assert_eq!(fs::read_to_string(path).unwrap(), FIXABLE);
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 3, "no temporary file is left");
}

#[test]
fn fix_refuses_named_pipe() {
    let pipe = empty_folder("fix-pipe").join("pipe.json");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let (status, _, stderr) = run(&["check", "--fix", "--contract=projection", pipe.to_str().unwrap()]);
    assert_eq!(status, 2);
    assert!(stderr.ends_with(": refusing to rewrite: not a regular file\n"), "{stderr}");
    assert!(!fs::metadata(&pipe).unwrap().is_file());
}
