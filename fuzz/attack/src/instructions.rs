//! Instruction counts of five calls of the library, compared with the counts stored in `fuzz/attack/instructions.txt`.
//!
//! Time varies with the machine and its load; the number of instructions does not, so a change of 3 % is visible. It depends
//! on the compiler, so counts are compared only under the compiler that they were stored with.

use std::fmt::Write;
use std::hint::black_box;
use std::path::PathBuf;
use std::process::Command;
use std::{env, fs};

use user_processing_result::Contract;

use crate::valgrind::{self, measure};

/// A name and the call that it measures.
type Measurement = (&'static str, fn());

const MEASUREMENTS: &[Measurement] = &[
    ("check-canonical", || check(CANONICAL)),
    ("check-pretty", || check(PRETTY)),
    ("check-faulty-with-messages", check_and_read_messages),
    ("is_valid-canonical", is_valid),
    ("parse-canonical", parse),
];

const CANONICAL: &str = include_str!("../documents/canonical.json");
const PRETTY: &str = include_str!("../documents/pretty.json");
const FAULTY: &str = include_str!("../documents/faulty.json");

/// The number of calls in the shorter run; the longer run has twice as many.
const CALLS: u64 = 1000;

/// A count may exceed the stored one by this many percent.
const SLACK: u64 = 3;

const WRITE: &str = "scripts/instructions --write";

fn check(json: &str) {
    let report = black_box(Contract::CREATE).check(black_box(json));
    assert!(black_box(report).is_valid());
}

fn check_and_read_messages() {
    let report = black_box(Contract::CREATE).check(black_box(FAULTY));
    for violation in black_box(report).violations() {
        black_box(violation.message());
    }
}

fn is_valid() {
    assert!(black_box(Contract::CREATE).is_valid(black_box(CANONICAL)));
}

fn parse() {
    assert!(black_box(black_box(Contract::CREATE).parse(black_box(CANONICAL))).is_ok());
}

/// Makes the call of a measurement `calls` times; returns `false` if there is no measurement of this name.
///
/// This runs under valgrind.
pub fn repeat(name: &str, calls: u64) -> bool {
    let Some((_, call)) = MEASUREMENTS.iter().find(|(known, _)| *known == name) else {
        eprintln!("instructions: unknown measurement {name:?}");
        return false;
    };
    for _ in 0..calls {
        call();
    }
    true
}

/// Counts, and compares with the stored counts; returns `false` if a count grew past the slack.
pub fn compare() -> bool {
    let stored = fs::read_to_string(file()).unwrap_or_default();
    let compiler = compiler();
    let stored_compiler = value(&stored, "compiler").unwrap_or("none");
    if stored_compiler != compiler {
        println!(
            "instructions: NOTHING WAS COMPARED: the stored counts are of {stored_compiler}, this is {compiler}; run `{WRITE}` on a known good commit to store new ones"
        );
        return true;
    }
    if !valgrind::is_installed() {
        return false;
    }
    MEASUREMENTS.iter().filter(|(name, _)| !is_within(name, value(&stored, name))).count() == 0
}

/// Counts, and stores the counts and the compiler; returns `false` if valgrind is not installed.
pub fn store() -> bool {
    if !valgrind::is_installed() {
        return false;
    }
    let mut text = format!("# Instructions for each call. Written by {WRITE}.\ncompiler: {}\n", compiler());
    for (name, _) in MEASUREMENTS {
        writeln!(text, "{name}: {}", count(name)).expect("a string takes text");
    }
    fs::write(file(), &text).expect("the stored counts are writable");
    print!("{text}");
    true
}

/// Counts one measurement and prints it beside the stored count; returns `false` if it grew past the slack.
fn is_within(name: &str, stored: Option<&str>) -> bool {
    let count = count(name);
    let Some(stored) = stored.and_then(|stored| stored.parse::<u64>().ok()) else {
        println!("instructions: {name}: {count}, no count is stored; run `{WRITE}`");
        return false;
    };
    println!("instructions: {name}: {count}, stored {stored}");
    if 100 * count > (100 + SLACK) * stored {
        println!(
            "instructions: {name} exceeds the stored count by more than {SLACK} %; make it faster again, or run `{WRITE}` and justify the new counts in the commit"
        );
        return false;
    }
    if (100 + SLACK) * count < 100 * stored {
        println!("instructions: {name} became faster; run `{WRITE}` so that it stays so");
    }
    true
}

/// Returns the instructions of one call: the difference of two runs, in which the cost of starting cancels out.
fn count(name: &str) -> u64 {
    let folder = tempfile::tempdir().expect("a temporary folder can be created");
    let program = env::current_exe().expect("the path of this program is known");
    let run =
        |calls: u64| measure(folder.path(), &program, &["repeat", name, &calls.to_string()]).instructions;
    (run(2 * CALLS) - run(CALLS)) / CALLS
}

/// Returns the compiler's version and host, such as `rustc 1.88.0 (6b00bc388 2025-06-23), x86_64-unknown-linux-gnu`.
fn compiler() -> String {
    let output =
        Command::new("rustc").arg("-vV").current_dir(crate::root()).output().expect("rustc is installed");
    let output = String::from_utf8(output.stdout).expect("rustc prints UTF-8");
    let version = output.lines().next().unwrap_or_default();
    format!("{version}, {}", value(&output, "host").unwrap_or_default())
}

/// Returns the value of a line `name: value`, or `None` if there is no such line.
fn value<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

fn file() -> PathBuf {
    crate::root().join("fuzz/attack/instructions.txt")
}
