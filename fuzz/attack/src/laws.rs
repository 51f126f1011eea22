//! The laws, each checked on generated input for its share of the time.

use std::fs;
use std::io::Read;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use fastrand::Rng;
use serde_json::Value;
use user_processing_result::escape::is_unprintable;
use user_processing_result::http::messages;
use user_processing_result::{Contract, Report};
use user_processing_result_fuzz as fuzz;

use crate::command::{check, output, patch, signal};
use crate::generate::{self, Kind, choose};

/// Tries a law once: panics if the law is broken, and leaves the input in the last argument.
type Law = fn(&mut Rng, &Path, &mut Vec<u8>);

const LAWS: &[(&str, Law)] = &[
    ("sound: every invariant of a report holds", |rng, _, tried| bytes(rng, tried, fuzz::sound)),
    ("syntax: exactly the texts that serde_json accepts are read", |rng, _, tried| {
        bytes(rng, tried, fuzz::syntax);
    }),
    ("fix: fixed values are valid, and no other byte changes", |rng, _, tried| {
        bytes(rng, tried, fuzz::fix);
    }),
    ("exchange: messages are read to the end, and no token is printed", |rng, _, tried| {
        bytes(rng, tried, fuzz::exchange);
    }),
    ("lines: a file has the same lines in every chunking", |rng, _, tried| bytes(rng, tried, fuzz::lines)),
    ("date_time: exactly the date-times that match a pattern are accepted", |rng, _, tried| {
        bytes(rng, tried, fuzz::date_time);
    }),
    ("round_trip: a typed value is printed and parsed again", |rng, _, tried| {
        bytes(rng, tried, fuzz::round_trip);
    }),
    ("faces: the command reports what the library reports", faces),
    ("kill: a file is the old one or the new one, and no temporary file is left", kill),
    ("swap: a file that took the name of the input is not rewritten", swap),
    ("close: a closed output neither hides errors nor stops a fix", close),
    ("harmless: printed text has no control characters and no commands", harmless),
    ("patch: applying the diff equals --fix", patched),
    ("secrets: the word after a keyword is not printed", secrets),
];

/// Checks every law for its share of the seconds; returns `false` if one is broken.
pub fn run(seconds: u64, seed: u64) -> bool {
    println!("seed {seed:#x}");
    // A broken law is reported on its own line.
    panic::set_hook(Box::new(|_| {}));
    let share = Duration::from_secs(seconds) / u32::try_from(LAWS.len()).expect("a few laws");
    LAWS.iter().filter(|(name, law)| !check_repeatedly(name, *law, share, seed)).count() == 0
}

/// Tries a law for its share of the time; prints the result, and returns `false` if the law is broken.
fn check_repeatedly(name: &str, law: Law, share: Duration, seed: u64) -> bool {
    let folder = tempfile::tempdir().expect("a folder");
    let mut rng = Rng::with_seed(seed);
    let start = Instant::now();
    let mut count = 0;
    let mut tried = Vec::new();
    while count == 0 || start.elapsed() < share {
        count += 1;
        tried.clear();
        let result = panic::catch_unwind(AssertUnwindSafe(|| law(&mut rng, folder.path(), &mut tried)));
        if let Err(panic) = result {
            let message =
                panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
            let file = keep(name, &tried);
            println!("{name}: BROKEN in case {count}: {}; the input is {file}", message.unwrap_or("a panic"));
            return false;
        }
    }
    println!("{name}: {count} cases");
    true
}

/// Keeps the input that a law was tried on.
fn keep(name: &str, tried: &[u8]) -> String {
    let folder = crate::root().join("target/attack");
    let file = folder.join(name.split(':').next().unwrap_or(name));
    let kept = fs::create_dir_all(&folder).and_then(|()| fs::write(&file, tried));
    kept.map_or_else(|error| error.to_string(), |()| file.display().to_string())
}

/// Tries a law of arbitrary bytes, the first three of which select the contract.
fn bytes(rng: &mut Rng, tried: &mut Vec<u8>, law: fn(&[u8])) {
    let kind = Kind::ALL[rng.usize(0..Kind::ALL.len())];
    tried.extend([rng.u8(..), rng.u8(..), rng.u8(..)]);
    tried.extend(generate::text(rng, kind));
    law(tried);
}

fn faces(rng: &mut Rng, folder: &Path, tried: &mut Vec<u8>) {
    let kind = Kind::ALL[rng.usize(0..Kind::ALL.len())];
    *tried = generate::text(rng, kind);
    fs::write(folder.join(kind.file()), &*tried).expect("a file");
    let contract = Contract::PROJECTION.consistency(true);
    let reports: Vec<Report> = match kind {
        Kind::Document => vec![contract.check(&*tried)],
        Kind::Collection => vec![contract.check_collection(&*tried)],
        Kind::Lines => contract.check_lines(&tried[..]).map(|line| line.expect("memory is read").1).collect(),
        Kind::Exchange => {
            messages(tried).filter_map(Result::ok).map(|message| message.check(&contract)).collect()
        }
    };
    let input = format!("--input={}", kind.input());
    let arguments = ["--contract=projection", "--consistency", "--format=json", &input, kind.file()];
    let output = output(folder, &arguments);
    let stdout = String::from_utf8(output.stdout).expect("JSON is UTF-8");
    let mut lines: Vec<Value> =
        stdout.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    let summary = &lines.pop().expect("a summary")["summary"];
    let sum = |count: fn(&Report) -> usize| reports.iter().map(count).sum::<usize>();
    assert_eq!(summary["documents"], sum(Report::documents));
    assert_eq!(summary["invalid"], sum(Report::invalid_documents));
    let expected = reports.iter().filter(|report| !report.violations().is_empty());
    let expected: Vec<Value> = expected
        .map(|report| serde_json::to_value(report).expect("a report is JSON")["violations"].take())
        .collect();
    let found: Vec<Value> = lines.iter_mut().map(|line| line["violations"].take()).collect();
    assert_eq!(found, expected);
    let status = match output.stderr.len() {
        0 => i32::from(sum(Report::invalid_documents) > 0),
        _ => 2,
    };
    assert_eq!(output.status.code(), Some(status));
}

/// A line that can be fixed; `FIXED` is the same line after the fix.
const UNFIXED: &str = "{\"id\":\"1\",\"processingStatus\":\" Completed\",\"workflowVersion\":\"2\"}\n";
const FIXED: &str = "{\"id\":\"1\",\"processingStatus\":\"completed\",\"workflowVersion\":2}\n";

fn kill(rng: &mut Rng, folder: &Path, tried: &mut Vec<u8>) {
    let signals = ["KILL", "TERM", "HUP", "INT", "QUIT", "USR1", "XCPU"];
    let name = choose(rng, &signals);
    let lines = rng.usize(1..20_000);
    let wait = Duration::from_micros(rng.u64(0..40_000));
    tried.extend(format!("SIG{name} after {wait:?}, {lines} lines").into_bytes());
    let file = folder.join("many.ndjson");
    fs::write(&file, UNFIXED.repeat(lines)).expect("a file");
    let mut child = check(folder, &["--contract=projection", "--fix", "--quiet", "many.ndjson"])
        .spawn()
        .expect("it runs");
    thread::sleep(wait);
    signal(name, &child);
    let status = child.wait().expect("it ends");
    assert_killed(status, name);
    let text = fs::read_to_string(&file).expect("the file");
    assert!(text == UNFIXED.repeat(lines) || text == FIXED.repeat(lines), "the file is neither");
    let others = fs::read_dir(folder).expect("the folder").filter_map(Result::ok);
    let others: Vec<_> = others.map(|entry| entry.path()).filter(|path| *path != file).collect();
    assert!(others.is_empty() || name == "KILL", "left behind: {others:?}");
    for path in others {
        fs::remove_file(path).expect("what is left behind");
    }
}

/// Panics unless the command ended by itself or by the signal.
#[cfg(unix)]
fn assert_killed(status: std::process::ExitStatus, name: &str) {
    use std::os::unix::process::ExitStatusExt;

    let numbers =
        [("HUP", 1), ("INT", 2), ("QUIT", 3), ("KILL", 9), ("USR1", 10), ("TERM", 15), ("XCPU", 24)];
    let number = numbers.iter().find(|(known, _)| *known == name).map(|(_, number)| *number);
    assert!(status.code() == Some(0) || status.signal() == number, "{status}");
}

#[cfg(not(unix))]
fn assert_killed(_: std::process::ExitStatus, _: &str) {}

#[cfg(unix)]
fn swap(rng: &mut Rng, folder: &Path, tried: &mut Vec<u8>) {
    use std::os::unix::fs::symlink;

    let replacement = rng.usize(0..4);
    let lines = rng.usize(1..30_000);
    let wait = Duration::from_micros(rng.u64(0..20_000));
    tried.extend(format!("replacement {replacement} after {wait:?}, {lines} lines").into_bytes());
    let [file, moved, precious] = ["mine.ndjson", "moved", "precious"].map(|name| folder.join(name));
    fs::write(&file, UNFIXED.repeat(lines)).expect("a file");
    fs::write(&precious, "P".repeat(UNFIXED.len() * lines)).expect("a file");
    let mut child = check(folder, &["--contract=projection", "--fix", "--quiet", "mine.ndjson"])
        .spawn()
        .expect("it runs");
    thread::sleep(wait);
    fs::rename(&file, &moved).expect("a name");
    match replacement {
        0 => symlink(&precious, &file).expect("a link"),
        1 => fs::copy(&precious, &file).map(drop).expect("a copy"),
        2 => fs::create_dir(&file).expect("a folder"),
        _ => {}
    }
    let status = child.wait().expect("it ends");
    let is_moved_late = fs::read_to_string(&moved).expect("what was moved") == FIXED.repeat(lines);
    // The command may have opened the other file, in which nothing can be fixed.
    assert!(is_moved_late || matches!(status.code(), Some(1 | 2)), "{status}");
    let precious_text = fs::read_to_string(&precious).expect("the other file");
    assert!(precious_text.bytes().all(|byte| byte == b'P'), "another file was rewritten");
    match replacement {
        0 => assert!(fs::symlink_metadata(&file).is_ok_and(|metadata| metadata.is_symlink())),
        1 => assert_eq!(fs::read_to_string(&file).expect("the copy"), precious_text),
        2 => assert!(file.is_dir()),
        _ => assert!(!file.exists()),
    }
    for entry in fs::read_dir(folder).expect("the folder").filter_map(Result::ok) {
        let path = entry.path();
        assert!([&file, &moved, &precious].contains(&&path), "left behind: {}", path.display());
        let removed = if path.is_dir() { fs::remove_dir(&path) } else { fs::remove_file(&path) };
        removed.expect("a file");
    }
}

#[cfg(not(unix))]
fn swap(_: &mut Rng, _: &Path, _: &mut Vec<u8>) {}

fn close(rng: &mut Rng, folder: &Path, tried: &mut Vec<u8>) {
    let format = choose(rng, &["--format=human", "--format=json", "--format=sarif", "--format=github"]);
    let is_fixing = rng.bool();
    let taken = rng.usize(0..200_000) * rng.usize(0..2);
    let texts: Vec<String> = (0..8).map(|_| UNFIXED.repeat(rng.usize(1..400))).collect();
    let names: Vec<_> = (0..texts.len()).map(|number| format!("{number}.ndjson")).collect();
    tried.extend(format!("{format}, fixing: {is_fixing}, closed after {taken} bytes").into_bytes());
    for (name, text) in names.iter().zip(&texts) {
        fs::write(folder.join(name), text).expect("a file");
    }
    let fix = is_fixing.then_some("--fix");
    let mut command = check(folder, &["--contract=projection", "--jobs=2", format]);
    let mut child = command.args(fix).args(&names).spawn().expect("it runs");
    let mut stdout = child.stdout.take().expect("a pipe");
    let read = std::io::copy(&mut (&mut stdout).take(taken as u64), &mut std::io::sink()).expect("a pipe");
    drop(stdout);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.stderr.is_empty(), "nothing is printed about the closed output");
    let status = output.status.code();
    if is_fixing {
        assert_eq!(status, Some(0), "every file was fixed and is valid");
        for (name, text) in names.iter().zip(&texts) {
            assert_eq!(
                fs::read_to_string(folder.join(name)).expect("the file").len(),
                text.len() / UNFIXED.len() * FIXED.len()
            );
        }
    } else {
        assert!(status == Some(1) || status == Some(141), "{status:?} after {read} bytes");
    }
}

const FORMATS: [&[&str]; 6] = [
    &["--format=human"],
    &["--format=json"],
    &["--format=sarif"],
    &["--format=github"],
    &["--fix", "--dry-run"],
    &["--fix", "--dry-run", "--format=github"],
];

fn harmless(rng: &mut Rng, folder: &Path, tried: &mut Vec<u8>) {
    let kind = Kind::ALL[rng.usize(0..Kind::ALL.len())];
    *tried = generate::text(rng, kind);
    let pieces = [
        "\u{1b}[2J",
        "\u{9b}",
        "\u{202e}",
        "\u{200b}",
        "##[x",
        "\n::error::y",
        "\r",
        "a",
        "%0A",
        "\u{2028}",
        " ",
    ];
    let name: String = (0..rng.usize(0..4)).map(|_| choose(rng, &pieces)).collect();
    let name = format!("n{name}{}", kind.file());
    fs::write(folder.join(&name), &*tried).expect("a file");
    for format in FORMATS {
        let output = output(folder, &[format, &["--contract=projection", &name]].concat());
        let is_diff = format.len() == 2;
        for bytes in [&output.stdout, &output.stderr] {
            let text = str::from_utf8(bytes).expect("UTF-8");
            let is_fit = |character| {
                !is_unprintable(character) || "\n\t".contains(character) || (is_diff && character == '\r')
            };
            assert!(text.chars().all(is_fit) && !text.contains("##["), "{format:?}: {text:?}");
            let mut lines = text.split(['\n', '\r']).filter(|line| line.trim_start().starts_with("::"));
            let ours = ["::error file=", "::warning file=", "::notice file="];
            let is_github = format == ["--format=github"];
            assert!(
                lines.all(|line| is_github && ours.iter().any(|start| line.starts_with(start))),
                "{text:?}"
            );
        }
    }
    fs::remove_file(folder.join(&name)).expect("the file");
}

fn patched(rng: &mut Rng, folder: &Path, tried: &mut Vec<u8>) {
    let kind = [Kind::Document, Kind::Collection, Kind::Lines][rng.usize(0..3)];
    let text = generate::text(rng, kind);
    // A diff leaves out lines that are printed with escapes: see below.
    let is_printed = str::from_utf8(&text)
        .is_ok_and(|text| user_processing_result::escape::is_safe_to_print(text, "\n\r\t"));
    *tried = text;
    let [before, after] = ["before", "after"].map(|name| folder.join(format!("{name}-{}", kind.file())));
    for file in [&before, &after] {
        fs::write(file, &*tried).expect("a file");
    }
    let name = |file: &Path| file.file_name().expect("a name").to_owned();
    let common = ["--contract=projection", "--fix"].map(std::ffi::OsString::from);
    let diff = output(folder, &[&common[..], &["--dry-run".into(), name(&before)]].concat()).stdout;
    output(folder, &[&common[..], &["--quiet".into(), name(&after)]].concat());
    if !diff.is_empty() && is_printed {
        let applied = patch(&before, &diff);
        assert!(applied.status.success(), "{}", String::from_utf8_lossy(&applied.stdout));
        assert_eq!(fs::read(&before).expect("a file"), fs::read(&after).expect("a file"));
    }
    assert_eq!(diff.is_empty(), fs::read(&after).expect("a file") == *tried, "a change is shown");
}

/// Words after which a secret follows.
const KEYWORDS: &[&str] = &[
    "Authorization: Bearer ",
    "authorization: Basic ",
    "token=",
    "Token: ",
    "\"password\": \"",
    "secret:",
    "BEARER ",
];

/// Texts in which each `X` is replaced by a keyword and a secret.
const PLACES: &[&str] = &[
    "POST /workflowBase/userProcessingResults HTTP/1.1\nX\n\n{}\n",
    "X\n{\"id\": 1}\n{\"id\": 2",
    "POST /X/workflowBase HTTP/1.1\n\n{}",
    "POST /workflowBase/userProcessingResults\nAuthorization: Bearer a\nContent-Type: application/json; X\n\n{}",
    "HTTP/1.1 X\n\n{}",
    "HTTP/1.1 201 Created\nContent-Length: X\n\n[]",
    "\"X\"",
    "{\"id\": [\"X\"], \"processingStatus\": \"X\"}",
    "{\"X\": 1, \"workflowVersion\": \"X\"}",
    "{\"id\": 1, \"x\": \"X\", \"workflowVersion\": \"2\"}\n",
    "x X",
];

fn secrets(rng: &mut Rng, folder: &Path, tried: &mut Vec<u8>) {
    let secret: String = (0..rng.usize(12..60)).map(|_| rng.alphanumeric()).collect();
    let keyword = choose(rng, KEYWORDS);
    let inside = format!("{keyword}{secret}");
    let place = choose(rng, PLACES);
    // Quotes inside a string must be escaped.
    let inside = if place.contains("\"X\"") { inside.replace('"', "\\\"") } else { inside };
    let kind = Kind::ALL[rng.usize(0..Kind::ALL.len())];
    tried.extend(place.replace('X', &inside).into_bytes());
    fs::write(folder.join(kind.file()), &*tried).expect("a file");
    for format in FORMATS {
        let input = format!("--input={}", kind.input());
        let output = output(folder, &[format, &["--contract=projection", &input, kind.file()]].concat());
        for bytes in [&output.stdout, &output.stderr] {
            let text = String::from_utf8_lossy(bytes);
            assert!(!text.contains(&secret), "{format:?} {kind:?}: {text}");
        }
    }
}
