//! How instructions and memory of the command grow with its input.
//!
//! Each shape is checked in each mode at sizes n and 4n. Growth is linear if the larger cost is about four times the smaller
//! one; nearly all cases end here. Otherwise size 2n is measured too, and the step from 2n to 4n is compared with that from n to
//! 2n, so that constant costs cancel: twice is linear, four times is quadratic. Under valgrind the command takes longer to start
//! than to check, so the number of runs decides how long this takes.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::command::upr;
use crate::shapes::{Input, SHAPES, Shape};
use crate::valgrind::{self, Cost};

/// The options of a mode of the command.
type Options = &'static [&'static str];

/// The modes, each with `true` if it applies to every shape, and `false` if only to those in which something can be fixed.
const MODES: &[(Options, bool)] = &[
    (&["--format=human"], true),
    (&["--format=json"], true),
    (&["--format=sarif"], true),
    (&["--format=github"], true),
    (&["--fix", "--dry-run"], false),
    (&["--fix", "--dry-run", "--format=github"], false),
    (&["--fix", "--quiet"], false),
];

/// Options of every run: those that enable every check, and one thread, so that the counts are the same in every run.
const COMMON: [&str; 3] = ["check", "--consistency", "--jobs=1"];

/// Up to this many percent of the cost at n, the cost at 4n is linear without a further look.
const LINEAR_PERCENT: u64 = 450;

/// The second step may be this many percent of the first one; 200 is linear.
const MAX_PERCENT: u64 = 250;

/// The approximate number of instructions of the larger run, and the sizes in bytes that are tried to reach it.
const INSTRUCTIONS: u64 = 10_000_000;
const SIZES: std::ops::RangeInclusive<usize> = 250..=32_000;

/// Steps below these are noise: hashing, and buffers that double.
const MIN_INSTRUCTIONS: u64 = 1_000_000;
const MIN_BYTES: u64 = 150_000;

/// Measures the shapes whose names contain `filter` in every mode; returns `false` if one grows too fast.
pub fn run(filter: &str) -> bool {
    if !valgrind::is_installed() {
        return false;
    }
    let shapes: Vec<&Shape> = SHAPES.iter().filter(|(name, ..)| name.contains(filter)).collect();
    let baselines = Baselines::default();
    let next = AtomicUsize::new(0);
    let cases = AtomicUsize::new(0);
    let faults = AtomicUsize::new(0);
    let work = || {
        let folder = tempfile::tempdir().expect("a temporary folder can be created");
        while let Some(shape) = shapes.get(next.fetch_add(1, Ordering::Relaxed)) {
            let messages = check_shape(folder.path(), shape, &baselines);
            cases.fetch_add(modes(shape).count(), Ordering::Relaxed);
            faults.fetch_add(messages.len(), Ordering::Relaxed);
            for message in messages {
                println!("growth: {message}");
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let faults = faults.into_inner();
    println!("growth: {} shapes, {} cases, {faults} grow too fast", shapes.len(), cases.into_inner());
    let exceeded = LIMITS.iter().filter(|limit| !is_within(limit)).count();
    println!("growth: {} files with large reports, {exceeded} exceed their memory", LIMITS.len());
    faults == 0 && exceeded == 0
}

/// Returns a message for each mode in which a shape grows too fast.
fn check_shape(folder: &Path, shape: &Shape, baselines: &Baselines) -> Vec<String> {
    let size = size_of(folder, shape, baselines);
    modes(shape).filter_map(|mode| excess(folder, shape, mode, size, baselines)).collect()
}

/// Returns the options of the modes that apply to a shape.
fn modes(shape: &Shape) -> impl Iterator<Item = Options> {
    let sample = shape.2(4000);
    let is_fixable =
        shape.1 != Input::Exchange && ["\"Completed\"", ":\"2\""].iter().any(|value| sample.contains(value));
    MODES.iter().filter(move |(_, is_for_all)| *is_for_all || is_fixable).map(|(mode, _)| *mode)
}

/// Returns the smaller size in bytes, such that the larger run takes about [`INSTRUCTIONS`].
fn size_of(folder: &Path, shape: &Shape, baselines: &Baselines) -> usize {
    let few = *SIZES.start();
    let mode = MODES[0].0;
    let baseline = baselines.get(folder, shape.1, mode).instructions;
    let cost = measure(folder, shape, mode, few).instructions.saturating_sub(baseline);
    let size = few as u64 * INSTRUCTIONS / cost.max(1) / 4;
    usize::try_from(size).unwrap_or(*SIZES.end()).clamp(*SIZES.start(), *SIZES.end())
}

/// Returns a message if a shape grows too fast in a mode.
fn excess(folder: &Path, shape: &Shape, mode: Options, size: usize, baselines: &Baselines) -> Option<String> {
    let baseline = baselines.get(folder, shape.1, mode);
    let four_times = measure(folder, shape, mode, 4 * size);
    if is_noise(four_times, baseline) {
        return None;
    }
    let once = measure(folder, shape, mode, size);
    if is_linear(once, four_times, baseline) {
        return None;
    }
    let costs = [once, measure(folder, shape, mode, 2 * size), four_times];
    let instructions = step_percent(costs.map(|cost| cost.instructions), MIN_INSTRUCTIONS);
    let bytes = step_percent(costs.map(|cost| cost.bytes), MIN_BYTES);
    let is_too_fast = instructions > MAX_PERCENT || bytes > MAX_PERCENT;
    is_too_fast.then(|| {
        format!(
            "{}, {}: {instructions} % for instructions, {bytes} % for memory, where 200 is linear; from {size} bytes on: {costs:?}",
            shape.0,
            mode.join(" ")
        )
    })
}

/// Returns `true` if neither of the two steps up to this cost can exceed the noise.
fn is_noise(cost: Cost, baseline: Cost) -> bool {
    cost.instructions < baseline.instructions + MIN_INSTRUCTIONS && cost.bytes < MIN_BYTES
}

/// Returns `true` if the cost at four times the size is about four times as large. Of the instructions, those for starting are
/// subtracted; the peak of memory needs no such correction, because what starting needs is released.
fn is_linear(once: Cost, four_times: Cost, baseline: Cost) -> bool {
    let above = |cost: Cost| cost.instructions.saturating_sub(baseline.instructions);
    100 * above(four_times) <= LINEAR_PERCENT * above(once)
        && 100 * four_times.bytes <= LINEAR_PERCENT * once.bytes
}

/// Returns the second step in percent of the first one; 0 if it is below `least`.
fn step_percent([once, twice, four_times]: [u64; 3], least: u64) -> u64 {
    let first = twice.saturating_sub(once);
    let second = four_times.saturating_sub(twice);
    if second < least { 0 } else { 100 * second / first.max(100 * least / MAX_PERCENT) }
}

/// The costs of checking an empty object, by how it is read and by mode; each is measured once.
#[derive(Default)]
struct Baselines(Mutex<HashMap<(Input, Options), Cost>>);

impl Baselines {
    fn get(&self, folder: &Path, input: Input, mode: Options) -> Cost {
        let known = self.0.lock().expect("no thread panicked").get(&(input, mode)).copied();
        known.unwrap_or_else(|| {
            let text = if input == Input::Exchange { "POST /x\n\n{}\n" } else { "{}\n" };
            let cost = run_on(folder, input, text, mode, "--date-time=odata");
            self.0.lock().expect("no thread panicked").insert((input, mode), cost);
            cost
        })
    }
}

/// Returns the cost of the command on a shape of this size in bytes.
fn measure(folder: &Path, (_, input, make): &Shape, mode: Options, size: usize) -> Cost {
    // Only RFC 3339 allows as many digits of a fraction as these shapes have.
    let date_time = if make(64).contains("06:00:00.") { "--date-time=rfc3339" } else { "--date-time=odata" };
    run_on(folder, *input, &make(size), mode, date_time)
}

fn run_on(folder: &Path, input: Input, text: &str, mode: Options, date_time: &str) -> Cost {
    let file = folder.join(input.file());
    fs::write(&file, text).expect("a temporary file can be written");
    let mut arguments: Vec<&OsStr> = COMMON.iter().chain(mode).map(OsStr::new).collect();
    arguments.extend([date_time, "--max-bytes=1000000000"].map(OsStr::new));
    arguments.push(file.as_os_str());
    valgrind::measure(folder, &upr(), &arguments)
}

/// The name and content of a file whose report is a thousand times as long, the options, and the address space in kB in which
/// it must be checked, because reports are written as they are made.
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

/// Returns `true` if a file is checked in every format within its limit.
fn is_within((name, make, options, kilobytes): &Limit) -> bool {
    let folder = tempfile::tempdir().expect("a temporary folder can be created");
    let file = folder.path().join(name);
    ["human", "json", "sarif", "github"].iter().all(|format| {
        fs::write(&file, make()).expect("a temporary file can be written");
        let script = format!(
            "ulimit -v {kilobytes}; exec \"$0\" check --jobs=2 {options} --format={format} \"$1\" >/dev/null 2>&1"
        );
        let status = Command::new("bash").args(["-c", &script]).arg(upr()).arg(&file).status().expect("bash is installed");
        let is_within = matches!(status.code(), Some(0..=2));
        if !is_within {
            println!("growth: {name} {options} --format={format}: {status} within {kilobytes} kB");
        }
        is_within
    })
}
