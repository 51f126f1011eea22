//! Output is safe to print for any names and contents of files: it contains no control characters, no invisible characters
//! and no commands of a CI log.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::Path;
use std::process::Output;

use fastrand::Rng;
use user_processing_result::escape::is_unprintable;

use crate::{FORMATS, empty_folder, upr};

const SEED: u64 = 0x5eed_2026;

const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "\\",
    "\n",
    "\r",
    "\r\n",
    "\t",
    " ",
    "x",
    "1",
    "1.0",
    "漢",
    "🙂",
    "\0",
    "\u{1b}[2J",
    "\u{1b}]0;t\u{7}",
    "\u{7f}",
    "\u{85}",
    "\u{9b}31m",
    "\u{2028}",
    "\u{2029}",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\u{200d}",
    "\u{feff}",
    "\u{ad}",
    "\u{61c}",
    "\u{e0041}",
    "\u{fe0f}",
    "##[error]",
    "::error::",
    "::stop-commands::x",
    "\n::warning::y",
    "\r::notice::z",
    "\n ::debug::w",
    "\"id\"",
    "\"processingStatus\"",
    "\"Completed\"",
    "\"workflowVersion\":\"2\"",
    "{\"workflowVersion\":1.0,\"x\":\"",
    "\"}\n",
    "POST /workflowBase HTTP/1.1\n",
    "\n\n",
    "HTTP/1.1 200 OK\n",
    "###\n",
    "Content-Type: a/\u{9b}b\n",
    "%0A",
    "<b>",
    "](",
    "`",
];

fn random_text(rng: &mut Rng, max_pieces: usize) -> String {
    let count = rng.usize(0..max_pieces);
    (0..count).map(|_| PIECES[rng.usize(0..PIECES.len())]).collect()
}

/// Returns a valid file name with one of the extensions that select how a file is read.
fn random_name(rng: &mut Rng) -> OsString {
    let name = random_text(rng, 5).replace(['/', '\0'], "-");
    let end = [".json", ".ndjson", ".http", ""][rng.usize(0..4)];
    format!("n{name}{end}").into()
}

/// Returns a random text, or a document or lines in which a value can be fixed beside random text.
fn random_content(rng: &mut Rng) -> Vec<u8> {
    let random = random_text(rng, 40);
    let mut content = match rng.usize(0..3) {
        0 => random.into_bytes(),
        1 => {
            let printable =
                random.replace(|character: char| character < ' ' || "\"\\".contains(character), "");
            format!("{{\"workflowVersion\":\"2\",\"x\":\"{printable}\",\r\"{printable}\":1}}\n").into_bytes()
        }
        _ => format!("{{\"processingStatus\":\" Completed\"}}\n{random}\n{{\"workflowVersion\":1e0}}")
            .into_bytes(),
    };
    if rng.usize(0..4) == 0 {
        content.insert(rng.usize(0..=content.len()), 0xFF);
    }
    content
}

fn assert_safe_to_print(output: &Output, arguments: &[&str], allowed: &str) {
    for bytes in [&output.stdout, &output.stderr] {
        let text = str::from_utf8(bytes).unwrap_or_else(|error| panic!("{arguments:?}: {error}"));
        let unsafe_character =
            text.chars().find(|character| is_unprintable(*character) && !allowed.contains(*character));
        assert_eq!(unsafe_character, None, "{arguments:?}: {text:?}");
        assert!(!text.contains("##["), "{arguments:?}: {text:?}");
        for line in text.split(['\n', '\r']).filter(|line| line.trim_start().starts_with("::")) {
            let is_annotation = ["::error file=", "::warning file=", "::notice file="]
                .iter()
                .any(|start| line.starts_with(start));
            assert!(is_annotation && arguments.contains(&"--format=github"), "{arguments:?}: {line:?}");
        }
    }
}

#[test]
fn output_for_random_files_is_safe_to_print() {
    let folder = empty_folder("harmless");
    let mut rng = Rng::with_seed(SEED);
    println!("seed {SEED:#x}");
    for _ in 0..40 {
        let names: Vec<OsString> = (0..6).map(|_| random_name(&mut rng)).collect();
        for name in &names {
            fs::write(folder.join(name), random_content(&mut rng)).unwrap();
        }
        let diffs = FORMATS.map(|format| vec![format, "--fix", "--dry-run"]);
        let reports = FORMATS.map(|format| vec![format]);
        for arguments in reports.into_iter().chain(diffs) {
            let allowed =
                if arguments.len() == 3 && arguments[0] != "--format=github" { "\n\t\r" } else { "\n\t" };
            assert_safe_to_print(&check_files(&folder, &arguments, &names), &arguments, allowed);
        }
        let colored = ["--color=always"];
        let output = check_files(&folder, &colored, &names);
        let without_color = |bytes: &[u8]| anstream::adapter::strip_bytes(bytes).into_vec();
        let plain =
            Output { stdout: without_color(&output.stdout), stderr: output.stderr, status: output.status };
        assert_safe_to_print(&plain, &colored, "\n\t");
        for name in &names {
            drop(fs::remove_file(folder.join(name)));
        }
    }
}

/// Runs the command on these files and on one that does not exist.
fn check_files(folder: &Path, arguments: &[&str], names: &[OsString]) -> Output {
    let missing = OsStr::new("missing\u{1b}[2J\n::error::x\u{202e}##[y");
    let mut command = upr(&["check", "--contract=projection"]);
    command.args(arguments).args(names).arg(missing).current_dir(folder).output().unwrap()
}

#[test]
fn error_for_long_argument_is_short() {
    let long = "x".repeat(100_000);
    for arguments in
        [vec!["check", "--contract", &long], vec![&long], vec!["explain", &long], vec!["man", &long]]
    {
        let output = upr(&arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stderr.len() < 9000, "{} bytes", output.stderr.len());
    }
}

/// Arguments can be file names that somebody else chose, or contain a secret.
#[test]
fn error_for_invalid_argument_is_safe_to_print() {
    for argument in
        ["--contract=\u{1b}[2J##[x", "--\u{9b}31m", "--format=\u{202e}", "explain\u{7}", "--x=token=abcdef"]
    {
        for arguments in
            [vec![argument], vec!["check", argument], vec!["explain", argument], vec!["man", argument]]
        {
            let output = upr(&arguments).output().unwrap();
            assert_safe_to_print(&output, &arguments, "\n\t");
            assert_eq!(output.status.code(), Some(2), "{arguments:?}");
            assert!(!String::from_utf8_lossy(&output.stderr).contains("abcdef"), "{arguments:?}");
        }
    }
}
