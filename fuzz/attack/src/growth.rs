//! How instructions and memory grow with the input, counted by valgrind's DHAT and so the same on every machine.
//!
//! Each shape is checked in each mode at sizes n, 2n and 4n. What is constant cancels in differences: the second step is
//! twice the first where growth is linear, and four times where it is quadratic.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::command::upr;
use crate::shapes::{Input, SHAPES, Shape};
use crate::valgrind::{self, Cost};

/// What the command is asked for, and whether that is of every shape, or of those in which something can be fixed.
const MODES: &[(&[&str], bool)] = &[
    (&["--format=human"], true),
    (&["--format=json"], true),
    (&["--format=sarif"], true),
    (&["--format=github"], true),
    (&["--fix", "--dry-run"], false),
    (&["--fix", "--dry-run", "--format=github"], false),
    (&["--fix", "--quiet"], false),
];

/// Options of every run: those under which most is looked at.
const COMMON: [&str; 3] = ["check", "--consistency", "--jobs=1"];

/// How many hundredths of the first step the second may be.
const MAX_PERCENT: u64 = 250;

/// How many instructions the largest run is to take, about; and the sizes that are tried for that.
const INSTRUCTIONS: u64 = 10_000_000;
const SIZES: std::ops::RangeInclusive<usize> = 500..=32_000;

/// Steps below these are noise: of hashing, of a buffer that doubles.
const MIN_INSTRUCTIONS: u64 = 1_000_000;
const MIN_BYTES: u64 = 150_000;

/// Measures every shape in every mode; returns whether all grow no faster than they should.
pub fn run() -> bool {
    if !valgrind::is_installed() {
        return false;
    }
    let (next, cases, faults) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let work = || {
        let folder = tempfile::tempdir().expect("a folder");
        while let Some(shape) = SHAPES.get(next.fetch_add(1, Ordering::Relaxed)) {
            let size = size_of(folder.path(), shape);
            for mode in modes(shape) {
                cases.fetch_add(1, Ordering::Relaxed);
                if let Some(fault) = fault(folder.path(), shape, mode, size) {
                    println!("growth: {fault}");
                    faults.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let (cases, faults) = (cases.into_inner(), faults.into_inner());
    println!(
        "growth: {} shapes, {cases} cases, of which {faults} grow faster than their input",
        SHAPES.len()
    );
    println!(
        "growth: {} files of which there is a thousand times as much to say, in little memory",
        LIMITS.len()
    );
    let is_bounded = LIMITS.iter().filter(|limit| !is_within(limit)).count() == 0;
    faults == 0 && is_bounded
}

/// The modes that say anything of a shape: of one in which nothing can be fixed the others do not.
fn modes(shape: &Shape) -> impl Iterator<Item = &'static [&'static str]> {
    let sample = shape.2(4000);
    let is_fixable =
        shape.1 != Input::Exchange && ["\"Completed\"", ":\"2\""].iter().any(|value| sample.contains(value));
    MODES.iter().filter(move |(_, is_for_all)| *is_for_all || is_fixable).map(|(mode, _)| *mode)
}

/// Files of which there is a thousand times as much to say as they hold, and the address space in kB that is enough all the
/// same: what is said is written as it is said.
type Limit = (&'static str, fn() -> String, &'static str, u32);

const LIMITS: &[Limit] = &[
    ("lines.ndjson", || "{}\n".repeat(50_000), "", 150_000),
    (
        "fixed.ndjson",
        || "{\"workflowVersion\":\"2\"}\n".repeat(500_000),
        "--contract=projection --fix",
        60_000,
    ),
    (
        "shown.ndjson",
        || "{\"workflowVersion\":\"2\"}\n".repeat(500_000),
        "--contract=projection --dry-run --fix",
        60_000,
    ),
    ("messages.http", || "x\n###\n".repeat(500_000), "", 60_000),
];

/// Returns whether a file is checked in every format within its limit.
fn is_within((name, make, options, kilobytes): &Limit) -> bool {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(name);
    ["human", "json", "sarif", "github"].iter().all(|format| {
        fs::write(&file, make()).expect("a file");
        let script = format!(
            "ulimit -v {kilobytes}; exec \"$0\" check --jobs=2 {options} --format={format} \"$1\" >/dev/null 2>&1"
        );
        let status = Command::new("bash").args(["-c", &script]).arg(upr()).arg(&file).status().expect("bash runs");
        let is_within = matches!(status.code(), Some(0..=2));
        if !is_within {
            println!("growth: {name} {options} --format={format}: {status} within {kilobytes} kB");
        }
        is_within
    })
}

/// Returns the smallest of the three sizes: so that the largest run takes about as many instructions as it should.
fn size_of(folder: &Path, shape: &Shape) -> usize {
    let few = SIZES.start() / 2;
    let cost = |size: usize| measure(folder, shape, MODES[0].0, size).instructions;
    let cost_of_few = cost(2 * few).saturating_sub(cost(few)).max(1);
    let size = usize::try_from(few as u64 * INSTRUCTIONS / cost_of_few / 4).unwrap_or(*SIZES.end());
    size.clamp(*SIZES.start(), *SIZES.end())
}

/// Says what grows too fast, if anything does.
fn fault(folder: &Path, shape: &Shape, mode: &[&str], size: usize) -> Option<String> {
    let costs = [size, 2 * size, 4 * size].map(|size| measure(folder, shape, mode, size));
    let instructions = percent(costs.map(|cost| cost.instructions), MIN_INSTRUCTIONS);
    let bytes = percent(costs.map(|cost| cost.bytes), MIN_BYTES);
    let is_too_fast = instructions > MAX_PERCENT || bytes > MAX_PERCENT;
    is_too_fast.then(|| {
        format!(
            "{}, {}: {instructions} % for instructions, {bytes} % for memory, where 200 is linear; from {size} bytes on: {costs:?}",
            shape.0,
            mode.join(" ")
        )
    })
}

/// How many hundredths of the first step the second is; 0 where it is too small to tell.
fn percent([once, twice, four_times]: [u64; 3], least: u64) -> u64 {
    let (first, second) = (twice.saturating_sub(once), four_times.saturating_sub(twice));
    if second < least { 0 } else { 100 * second / first.max(100 * least / MAX_PERCENT) }
}

/// Runs the command on a shape of this size in bytes, and returns its cost.
fn measure(folder: &Path, (_, input, make): &Shape, mode: &[&str], size: usize) -> Cost {
    let file = folder.join(input.file());
    fs::write(&file, make(size)).expect("a temporary file can be written");
    let date_time = if make(64).contains("06:00:00.") { "--date-time=rfc3339" } else { "--date-time=odata" };
    let mut arguments: Vec<&OsStr> = COMMON.iter().chain(mode).map(OsStr::new).collect();
    arguments.extend([date_time, "--max-bytes=1000000000"].map(OsStr::new));
    arguments.push(file.as_os_str());
    valgrind::measure(folder, &upr(), &arguments)
}
