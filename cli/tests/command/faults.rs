//! What goes wrong around it: disks, pipes, signals, memory, names, files that change. It is told, it ends as it should,
//! and no file is half written.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use crate::{FORMATS, UNFIXED, json_lines, run, scratch, shown, upr};

/// A line with a fault.
const FAULTY: &str = "{\"id\": 1}\n";

/// The command with nothing but pipes around it.
fn piped(arguments: &[&OsStr]) -> Child {
    spawned(upr(&["check", "--contract=projection"]).args(arguments))
}

/// The same as a terminal starts it: in the background of a script SIGINT is ignored.
#[cfg(target_os = "linux")]
fn interruptible(arguments: &[&OsStr]) -> Child {
    let mut command = Command::new("env");
    command.args(["--default-signal", env!("CARGO_BIN_EXE_upr"), "check", "--contract=projection"]);
    spawned(command.args(arguments).current_dir(support::root()).stdin(Stdio::piped()))
}

fn spawned(command: &mut Command) -> Child {
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Runs the command within limits that a shell sets.
fn limited(limits: &str, arguments: &[&str]) -> Output {
    let script = format!("{limits}; exec \"$0\" \"$@\"");
    let mut command = Command::new("bash");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_upr")]).args(arguments);
    command.current_dir(support::root()).stdin(Stdio::null()).output().unwrap()
}

#[cfg(target_os = "linux")]
fn interrupt(child: &Child) {
    kill("INT", child);
}

#[cfg(target_os = "linux")]
fn kill(signal: &str, child: &Child) {
    let signal = format!("-{signal}");
    assert!(Command::new("kill").args([&signal, &child.id().to_string()]).status().unwrap().success());
}

#[test]
fn a_full_disk_is_told() {
    let (folder, long) = (scratch("full"), FAULTY.repeat(5000));
    let lines = folder.join("many.ndjson");
    fs::write(&lines, long).unwrap();
    let lines = lines.to_str().unwrap();
    let checks = FORMATS
        .iter()
        .flat_map(|format| ["four-faults.json", lines].map(|file| vec!["check", *format, file]));
    for arguments in checks.chain([vec!["explain"], vec!["schema"], vec!["man"], vec!["completions", "bash"]])
    {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = upr(&arguments).stdout(full).output().unwrap();
        let (status, _, stderr) = shown(&output);
        assert_eq!(status, 2, "{arguments:?}");
        assert!(stderr.starts_with("upr: standard output: No space left on device"), "{stderr}");
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
    }
}

/// Of a file that the system opens and then does not read.
#[cfg(target_os = "linux")]
#[test]
fn a_read_error_is_told_and_loses_none_of_the_others() {
    for more in [&[][..], &["--input=lines"], &["--input=http"], &["--fix", "--dry-run"]] {
        let (status, stdout, stderr) =
            run(&[&["check", "/proc/self/mem"], more, &["four-faults.json"]].concat());
        let expected = "upr: /proc/self/mem: Input/output error (os error 5)\n";
        assert!(status == 2 && stderr.starts_with(expected), "{more:?}: {status} {stderr}");
        assert!(!stdout.is_empty() || more == ["--input=http"], "{more:?}: the next file is checked");
    }
}

/// Whatever a reader takes before it goes away.
#[test]
fn a_closed_pipe_ends_it_quietly() {
    let folder = scratch("pipe");
    let file = folder.join("many.ndjson");
    fs::write(&file, FAULTY.repeat(4000)).unwrap();
    for format in FORMATS {
        for taken in [0, 1, 100, 5000, 8192, 10_000, 65_536, 100_000, 500_000] {
            let mut child = piped(&[format, file.to_str().unwrap()].map(OsStr::new));
            let mut stdout = child.stdout.take().unwrap();
            stdout.read_exact(&mut vec![0; taken]).unwrap();
            drop(stdout);
            let output = child.wait_with_output().unwrap();
            // That of the documents, or that something was not checked.
            let status = output.status.code();
            assert!(status == Some(1) || status == Some(141), "{format} {taken}: {}", output.status);
            assert_eq!(output.stderr, b"", "{format} {taken}");
        }
    }
}

/// The command waits with what it has found for a reader; meanwhile its file becomes another.
#[test]
fn a_file_that_changes_while_it_is_read() {
    let folder = scratch("changing");
    let file = folder.join("many.ndjson");
    let many = 20_000;
    for (length, least, most) in [(0, 1, many - 1), (2 * many, 2 * many, 2 * many)] {
        fs::write(&file, FAULTY.repeat(many)).unwrap();
        let arguments = ["--format=json", "--jobs=1", file.to_str().unwrap()].map(OsStr::new);
        let mut child = piped(&arguments);
        let mut stdout = child.stdout.take().unwrap();
        let mut first = [0; 1];
        stdout.read_exact(&mut first).unwrap();
        let changed = OpenOptions::new().append(true).open(&file).unwrap();
        if length == 0 {
            changed.set_len(0).unwrap();
        } else {
            (&changed).write_all(FAULTY.repeat(length - many).as_bytes()).unwrap();
        }
        let mut text = String::from_utf8(first.to_vec()).unwrap();
        stdout.read_to_string(&mut text).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), &output.stderr[..]), (Some(1), &b""[..]));
        let lines = json_lines(&text);
        let documents = lines.len() - 1;
        assert_eq!(lines[documents]["summary"]["documents"], documents);
        assert!((least..=most).contains(&documents), "{documents}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn sigint_ends_it_in_mid_file() {
    let mut child = interruptible(&["--input=lines", "-"].map(OsStr::new));
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(FAULTY.repeat(2000).as_bytes()).unwrap();
    child.stdout.take().unwrap().read_exact(&mut [0; 100]).unwrap();
    interrupt(&child);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.signal(), Some(2));
}

/// Whenever it is interrupted, the file is the old one or the new one, and there is no other.
#[cfg(target_os = "linux")]
#[test]
fn sigint_leaves_no_file_half_fixed() {
    let folder = scratch("fix-interrupted");
    let file = folder.join("many.ndjson");
    let before = UNFIXED.replace('\n', " ") + "\n";
    let before = before.repeat(1000);
    fs::write(&file, &before).unwrap();
    let arguments = ["--fix", file.to_str().unwrap()].map(OsStr::new);
    let after = {
        piped(&arguments).wait_with_output().unwrap();
        fs::read_to_string(&file).unwrap()
    };
    assert_ne!(before, after);
    let (mut old, mut new) = (0, 0);
    for delay in 0..25 {
        fs::write(&file, &before).unwrap();
        let child = interruptible(&arguments);
        thread::sleep(Duration::from_millis(2 * delay));
        interrupt(&child);
        let output = child.wait_with_output().unwrap();
        let ended = (output.status.code(), output.status.signal());
        assert!([(Some(1), None), (Some(0), None), (None, Some(2))].contains(&ended), "{ended:?}");
        let text = fs::read_to_string(&file).unwrap();
        assert!(text == before || text == after, "after {delay}");
        *(if text == before { &mut old } else { &mut new }) += 1;
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing is left behind");
    }
    println!("{old} times interrupted before it was fixed, {new} times after");
    assert!(old > 0, "it is interrupted in time");
}

/// Where there may be an unfinished file, each signal is caught, and ends the command all the same.
#[cfg(target_os = "linux")]
#[test]
fn signals_end_it_with_their_own_status_while_it_fixes() {
    let file = scratch("fix-blocked").join("many.ndjson");
    fs::write(&file, FAULTY.repeat(20_000)).unwrap();
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
        let mut child = interruptible(&["--fix", "missing.json", file.to_str().unwrap()].map(OsStr::new));
        // By then it is about to fill the pipe, and waits.
        child.stderr.as_mut().unwrap().read_exact(&mut [0; 10]).unwrap();
        kill(name, &child);
        assert_eq!(child.wait_with_output().unwrap().status.signal(), Some(number), "SIG{name}");
    }
}

/// What `nohup` has it ignore stays ignored.
#[cfg(target_os = "linux")]
#[test]
fn ignored_signals_stay_ignored_while_it_fixes() {
    let file = scratch("fix-nohup").join("body.json");
    let script = "trap '' HUP; exec \"$0\" check --fix --contract=projection missing.json \"$1\"";
    for _ in 0..3 {
        fs::write(&file, UNFIXED).unwrap();
        let mut command = Command::new("bash");
        command.args(["-c", script, env!("CARGO_BIN_EXE_upr"), file.to_str().unwrap()]);
        let mut child = spawned(&mut command);
        child.stderr.as_mut().unwrap().read_exact(&mut [0; 10]).unwrap();
        kill("HUP", &child);
        assert_eq!(child.wait_with_output().unwrap().status.code(), Some(2));
        assert_ne!(fs::read_to_string(&file).unwrap(), UNFIXED);
    }
}

/// Where nobody hears of the trouble, the others are checked all the same.
#[test]
fn a_closed_standard_error_changes_nothing() {
    let mut child = piped(&["missing.json", "int32-fraction.json"].map(OsStr::new));
    drop(child.stderr.take());
    let (status, stdout, _) = shown(&child.wait_with_output().unwrap());
    assert_eq!(status, 2);
    assert!(stdout.ends_with("1 document: 0 valid, 1 invalid; 1 error, 0 warnings\n"), "{stdout}");
}

#[cfg(target_os = "linux")]
#[test]
fn too_little_memory_is_told() {
    let folder = scratch("memory");
    let file = folder.join("large.json");
    File::create(&file).unwrap().set_len(512 << 20).unwrap();
    let file = file.to_str().unwrap();
    let (status, stdout, stderr) =
        shown(&limited("ulimit -v 200000", &["check", "--max-bytes=999999999", file, "int32-fraction.json"]));
    assert_eq!((status, stderr), (2, format!("upr: {file}: out of memory\n")));
    assert!(stdout.ends_with("1 document: 0 valid, 1 invalid; 1 error, 0 warnings\n"), "{stdout}");
    // Where there is no room for more threads, those that are there do the work.
    let lines = folder.join("many.ndjson");
    fs::write(&lines, FAULTY.repeat(5000)).unwrap();
    let limits = "export RUST_MIN_STACK=100000000; ulimit -v 600000";
    let output = limited(limits, &["check", "--jobs=20", lines.to_str().unwrap()]);
    let (status, stdout, stderr) = shown(&output);
    assert_eq!((status, stderr.as_str()), (1, ""));
    assert!(stdout.contains("\n5000 documents: 0 valid, 5000 invalid; "), "{stdout}");
}

/// A name that is no UTF-8 is read, rewritten and shown, with U+FFFD for what is none.
#[test]
fn a_name_that_is_no_utf_8() {
    let folder = scratch("names");
    let (name, missing) = (OsStr::from_bytes(b"a\xFF.json"), OsStr::from_bytes(b"b\xFF.json"));
    fs::write(folder.join(name), UNFIXED).unwrap();
    let check = |more: &[&str]| {
        let mut command = upr(&["check", "--contract=projection"]);
        shown(&command.args(more).args([name, missing]).current_dir(&folder).output().unwrap())
    };
    for format in FORMATS {
        let (status, stdout, stderr) = check(&[format]);
        assert_eq!(status, 2);
        let shown = if format == "--format=sarif" { "a%FF.json" } else { "a\u{FFFD}.json" };
        assert!(stdout.contains(shown), "{stdout}");
        assert!(stderr.starts_with("upr: b\u{FFFD}.json: No such file"), "{stderr}");
    }
    let (_, stdout, _) = check(&["--fix"]);
    assert!(stdout.contains("fixed"), "{stdout}");
    assert_ne!(fs::read_to_string(folder.join(name)).unwrap(), UNFIXED);
    assert_eq!(fs::read_dir(Path::new(&folder)).unwrap().count(), 1);
}

/// A file that cannot be written stays as it was, and what is wrong with it is told; the next one is checked.
#[test]
fn a_fix_that_fails_loses_nothing() {
    let folder = scratch("fix-full");
    let file = folder.join("body.json");
    fs::write(&file, UNFIXED).unwrap();
    let script = "ulimit -f 0; exec \"$0\" check --fix --contract=projection \"$1\" minimal.json";
    let output = Command::new("bash")
        .args(["-c", script, env!("CARGO_BIN_EXE_upr"), file.to_str().unwrap()])
        .current_dir(support::root())
        .output()
        .unwrap();
    let (status, stdout, stderr) = shown(&output);
    assert_eq!(status, 2);
    assert!(
        stderr.starts_with("upr: ") && stderr.contains("body.json: ") && stderr.lines().count() == 1,
        "{stderr}"
    );
    assert!(stdout.contains("unknown_member") && stdout.contains("wrong_type"), "{stdout}");
    assert!(stdout.ends_with("2 documents: 1 valid, 1 invalid; 2 errors, 1 warning\n"), "{stdout}");
    assert_eq!(fs::read_to_string(&file).unwrap(), UNFIXED);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing is left behind");
}

/// What has another name, or is not to be written, is not replaced.
#[test]
fn hard_links_and_read_only_files_are_not_rewritten() {
    let folder = scratch("fix-links");
    let (file, link, fixed) = (folder.join("a.json"), folder.join("b.json"), folder.join("c.json"));
    fs::write(&file, UNFIXED).unwrap();
    fs::hard_link(&file, &link).unwrap();
    fs::write(&fixed, UNFIXED).unwrap();
    fs::set_permissions(&fixed, fs::Permissions::from_mode(0o444)).unwrap();
    for (path, why) in [(&file, "it has another name"), (&fixed, "it is read-only")] {
        let (status, stdout, stderr) =
            run(&["check", "--fix", "--contract=projection", path.to_str().unwrap()]);
        assert_eq!(status, 2);
        assert!(stderr.contains(why) && stdout.contains("unknown_member"), "{stderr}");
        assert_eq!(fs::read_to_string(path).unwrap(), UNFIXED);
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 3, "nothing is left behind");
}

/// Nothing is put in the place of what only gives bytes.
#[test]
fn a_pipe_with_a_name_is_not_rewritten() {
    let pipe = scratch("fix-pipe").join("pipe.json");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let (status, _, stderr) = run(&["check", "--fix", "--contract=projection", pipe.to_str().unwrap()]);
    assert_eq!(status, 2);
    assert!(stderr.ends_with(": it is no file that can be rewritten\n"), "{stderr}");
    assert!(!fs::metadata(&pipe).unwrap().is_file());
}
