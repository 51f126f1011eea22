//! Failures that need Linux, or tools that are common there, to be provoked: full disks, read errors, signals, limits, and
//! file names that are not UTF-8. macOS has no `/dev/full` and no `/proc`, and its file systems reject such names.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use crate::failures::{spawn, spawn_check};
use crate::{FIXABLE, FORMATS, INVALID_LINE, empty_folder, run, status_and_text, upr};

/// Starts the command with default signal handling, as a terminal does. A script in the background has SIGINT ignored.
fn spawn_interruptible(arguments: &[&OsStr]) -> Child {
    let mut command = Command::new("env");
    command.args(["--default-signal", env!("CARGO_BIN_EXE_upr"), "check", "--contract=projection"]);
    spawn(command.args(arguments).current_dir(support::cases_folder()).stdin(Stdio::piped()))
}

/// Runs the command after bash has set limits.
fn run_with_limits(limits: &str, arguments: &[&str]) -> Output {
    let script = format!("{limits}; exec \"$0\" \"$@\"");
    let mut command = Command::new("bash");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_upr")]).args(arguments);
    command.current_dir(support::cases_folder()).stdin(Stdio::null()).output().unwrap()
}

fn send_signal(signal: &str, child: &Child) {
    let signal = format!("-{signal}");
    assert!(Command::new("kill").args([&signal, &child.id().to_string()]).status().unwrap().success());
}

#[test]
fn full_disk_is_an_error_of_standard_output() {
    let lines = empty_folder("full").join("many.ndjson");
    fs::write(&lines, INVALID_LINE.repeat(5000)).unwrap();
    let lines = lines.to_str().unwrap();
    let checks = FORMATS
        .iter()
        .flat_map(|format| ["four-faults.json", lines].map(|file| vec!["check", *format, file]));
    for arguments in checks.chain([vec!["explain"], vec!["schema"], vec!["man"], vec!["completions", "bash"]])
    {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = upr(&arguments).stdout(full).output().unwrap();
        let (status, _, stderr) = status_and_text(&output);
        assert_eq!(status, 2, "{arguments:?}");
        assert!(stderr.starts_with("upr: standard output: No space left on device"), "{stderr}");
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
    }
}

/// `/proc/self/mem` can be opened, but reading from its start fails.
#[test]
fn files_after_a_read_error_are_checked() {
    for more in [&[][..], &["--input=lines"], &["--input=http"], &["--fix", "--dry-run"]] {
        let (status, stdout, stderr) =
            run(&[&["check", "/proc/self/mem"], more, &["four-faults.json"]].concat());
        let expected = "upr: /proc/self/mem: Input/output error (os error 5)\n";
        assert!(status == 2 && stderr.starts_with(expected), "{more:?}: {status} {stderr}");
        assert!(!stdout.is_empty() || more == ["--input=http"], "{more:?}: the next file is checked");
    }
}

#[test]
fn sigint_ends_check_of_lines() {
    let mut child = spawn_interruptible(&["--input=lines", "-"].map(OsStr::new));
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(INVALID_LINE.repeat(2000).as_bytes()).unwrap();
    child.stdout.take().unwrap().read_exact(&mut [0; 100]).unwrap();
    send_signal("INT", &child);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.signal(), Some(2));
}

/// After each interrupt the file has its old or its new content, and no other file is left.
#[test]
fn sigint_during_fix_leaves_old_or_new_content() {
    let folder = empty_folder("fix-interrupted");
    let file = folder.join("many.ndjson");
    let before = FIXABLE.replace('\n', " ") + "\n";
    let before = before.repeat(1000);
    fs::write(&file, &before).unwrap();
    let arguments = ["--fix", file.to_str().unwrap()].map(OsStr::new);
    let after = {
        spawn_check(&arguments).wait_with_output().unwrap();
        fs::read_to_string(&file).unwrap()
    };
    assert_ne!(before, after);
    let mut old_count = 0;
    let mut new_count = 0;
    for delay in 0..25 {
        fs::write(&file, &before).unwrap();
        let child = spawn_interruptible(&arguments);
        thread::sleep(Duration::from_millis(2 * delay));
        send_signal("INT", &child);
        let output = child.wait_with_output().unwrap();
        let end = (output.status.code(), output.status.signal());
        assert!([(Some(1), None), (Some(0), None), (None, Some(2))].contains(&end), "{end:?}");
        let text = fs::read_to_string(&file).unwrap();
        assert!(text == before || text == after, "after {delay}");
        if text == before {
            old_count += 1;
        } else {
            new_count += 1;
        }
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "no temporary file is left");
    }
    println!("{old_count} times interrupted before the file was replaced, {new_count} times after");
    assert!(old_count > 0, "at least one interrupt comes before the file is replaced");
}

/// The handlers of `--fix` end the command with the signal that they caught.
#[test]
fn signals_during_fix_end_the_command() {
    let file = empty_folder("fix-blocked").join("many.ndjson");
    fs::write(&file, INVALID_LINE.repeat(20_000)).unwrap();
    for (name, number) in [
        ("HUP", 1),
        ("INT", 2),
        ("QUIT", 3),
        ("USR1", 10),
        ("USR2", 12),
        ("ALRM", 14),
        ("TERM", 15),
        ("XCPU", 24),
    ] {
        let mut child =
            spawn_interruptible(&["--fix", "missing.json", file.to_str().unwrap()].map(OsStr::new));
        // After its first error the command fills the pipe of standard output, and waits.
        child.stderr.as_mut().unwrap().read_exact(&mut [0; 10]).unwrap();
        send_signal(name, &child);
        assert_eq!(child.wait_with_output().unwrap().status.signal(), Some(number), "SIG{name}");
    }
}

/// The shell ignores SIGHUP, as `nohup` does.
#[test]
fn ignored_signals_stay_ignored_during_fix() {
    let file = empty_folder("fix-nohup").join("body.json");
    let script = "trap '' HUP; exec \"$0\" check --fix --contract=projection missing.json \"$1\"";
    for _ in 0..3 {
        fs::write(&file, FIXABLE).unwrap();
        let mut command = Command::new("bash");
        command.args(["-c", script, env!("CARGO_BIN_EXE_upr"), file.to_str().unwrap()]);
        let mut child = spawn(&mut command);
        child.stderr.as_mut().unwrap().read_exact(&mut [0; 10]).unwrap();
        send_signal("HUP", &child);
        assert_eq!(child.wait_with_output().unwrap().status.code(), Some(2));
        assert_ne!(fs::read_to_string(&file).unwrap(), FIXABLE);
    }
}

#[test]
fn out_of_memory_is_an_error_of_the_file() {
    let folder = empty_folder("memory");
    let file = folder.join("large.json");
    File::create(&file).unwrap().set_len(512 << 20).unwrap();
    let file = file.to_str().unwrap();
    let (status, stdout, stderr) = status_and_text(&run_with_limits(
        "ulimit -v 200000",
        &["check", "--max-bytes=999999999", file, "int32-fraction.json"],
    ));
    assert_eq!((status, stderr), (2, format!("upr: {file}: out of memory\n")));
    assert!(stdout.ends_with("1 document: 0 valid, 1 invalid; 1 error, 0 warnings\n"), "{stdout}");
    // The memory does not suffice for the stacks of 20 threads, so fewer threads do the work.
    let lines = folder.join("many.ndjson");
    fs::write(&lines, INVALID_LINE.repeat(5000)).unwrap();
    let limits = "export RUST_MIN_STACK=100000000; ulimit -v 600000";
    let output = run_with_limits(limits, &["check", "--jobs=20", lines.to_str().unwrap()]);
    let (status, stdout, stderr) = status_and_text(&output);
    assert_eq!((status, stderr.as_str()), (1, ""));
    assert!(stdout.contains("\n5000 documents: 0 valid, 5000 invalid; "), "{stdout}");
}

#[test]
fn file_name_that_is_not_utf_8_is_printed_with_replacement_characters() {
    let folder = empty_folder("names");
    let (name, missing) = (OsStr::from_bytes(b"a\xFF.json"), OsStr::from_bytes(b"b\xFF.json"));
    fs::write(folder.join(name), FIXABLE).unwrap();
    let check = |more: &[&str]| {
        let mut command = upr(&["check", "--contract=projection"]);
        status_and_text(&command.args(more).args([name, missing]).current_dir(&folder).output().unwrap())
    };
    for format in FORMATS {
        let (status, stdout, stderr) = check(&[format]);
        assert_eq!(status, 2);
        let printed = if format == "--format=sarif" { "a%FF.json" } else { "a\u{FFFD}.json" };
        assert!(stdout.contains(printed), "{stdout}");
        assert!(stderr.starts_with("upr: b\u{FFFD}.json: No such file"), "{stderr}");
    }
    let (_, stdout, _) = check(&["--fix"]);
    assert!(stdout.contains("fixed"), "{stdout}");
    assert_ne!(fs::read_to_string(folder.join(name)).unwrap(), FIXABLE);
    assert_eq!(fs::read_dir(Path::new(&folder)).unwrap().count(), 1);
}

/// The limit on file sizes is zero, so the temporary file cannot be written.
#[test]
fn failed_fix_keeps_file_and_reports_all_violations() {
    let folder = empty_folder("fix-full");
    let file = folder.join("body.json");
    fs::write(&file, FIXABLE).unwrap();
    let script = "ulimit -f 0; exec \"$0\" check --fix --contract=projection \"$1\" minimal.json";
    let output = Command::new("bash")
        .args(["-c", script, env!("CARGO_BIN_EXE_upr"), file.to_str().unwrap()])
        .current_dir(support::cases_folder())
        .output()
        .unwrap();
    let (status, stdout, stderr) = status_and_text(&output);
    assert_eq!(status, 2);
    assert!(
        stderr.starts_with("upr: ") && stderr.contains("body.json: ") && stderr.lines().count() == 1,
        "{stderr}"
    );
    assert!(stdout.contains("unknown_member") && stdout.contains("wrong_type"), "{stdout}");
    assert!(stdout.ends_with("2 documents: 1 valid, 1 invalid; 2 errors, 1 warning\n"), "{stdout}");
    assert_eq!(fs::read_to_string(&file).unwrap(), FIXABLE);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "no temporary file is left");
}
