//! How fast a document is judged, as ratios to what others do with the same bytes in the same run.
//!
//! ```text
//! cargo bench                                    measures, and prints the table
//! cargo bench --bench ratios -- --lines N        prints N documents as lines, one in a hundred faulty
//! cargo bench --bench ratios -- --schema         prints the JSON Schema that the contestants judge by
//! ```

mod contestants;
mod data;

use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::Duration;
use std::{env, fs};

use contestants::{
    CHECK, Contestant, IS_VALID, PARSE, SCHEMA_ERRORS, SCHEMA_IS_VALID, SKIP, SONIC_TYPED, TYPED,
};
use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput};
use data::{SEED, Set};
use serde_json::Value;
use user_processing_result::Contract;

/// How many documents a set has.
const DOCUMENTS: usize = 50_000;

/// A set, the contract that its documents are held to, and who is measured on it.
const RUNS: &[(Set, Contract, &[&str])] = &[
    (Set::Canonical, Contract::CREATE, &[IS_VALID, CHECK, SCHEMA_IS_VALID, SKIP, PARSE, TYPED, SONIC_TYPED]),
    (Set::Graph, Contract::RESOURCE, &[IS_VALID, CHECK, SCHEMA_IS_VALID, SKIP, PARSE, TYPED, SONIC_TYPED]),
    (Set::Pretty, Contract::CREATE, &[CHECK, SCHEMA_IS_VALID, SKIP]),
    (Set::Faulty, Contract::CREATE, &[CHECK, SCHEMA_ERRORS]),
    (Set::Mixed, Contract::CREATE, &[CHECK, SCHEMA_ERRORS, SKIP]),
];

/// One line of the table: which work on which set, against what.
const ROWS: &[(&str, Set, &str)] = &[
    (IS_VALID, Set::Canonical, SCHEMA_IS_VALID),
    (IS_VALID, Set::Canonical, SKIP),
    (CHECK, Set::Canonical, SCHEMA_IS_VALID),
    (CHECK, Set::Canonical, SKIP),
    (PARSE, Set::Canonical, TYPED),
    (PARSE, Set::Canonical, SONIC_TYPED),
    (IS_VALID, Set::Graph, SCHEMA_IS_VALID),
    (IS_VALID, Set::Graph, SKIP),
    (CHECK, Set::Graph, SCHEMA_IS_VALID),
    (CHECK, Set::Graph, SKIP),
    (PARSE, Set::Graph, TYPED),
    (CHECK, Set::Pretty, SCHEMA_IS_VALID),
    (CHECK, Set::Pretty, SKIP),
    (CHECK, Set::Mixed, SCHEMA_ERRORS),
    (CHECK, Set::Faulty, SCHEMA_ERRORS),
];

fn main() -> io::Result<()> {
    let args: Vec<_> = env::args().skip(1).filter(|arg| arg != "--bench").collect();
    match &args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => measure(),
        ["--lines", number] => print_lines(number.parse().map_err(io::Error::other)?),
        ["--schema"] => {
            serde_json::to_writer_pretty(io::stdout(), &contestants::json_schema(Contract::CREATE))
                .map_err(io::Error::from)
        }
        _ => Err(io::Error::other("no arguments, --lines N, or --schema")),
    }
}

fn print_lines(number: usize) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for document in data::documents(Set::Mixed).take(number) {
        writeln!(out, "{document}")?;
    }
    out.flush()
}

fn measure() -> io::Result<()> {
    println!("{DOCUMENTS} documents a set, seed {SEED:#x}");
    let figures = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/criterion");
    let mut criterion = Criterion::default()
        .output_directory(&figures)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3))
        .sample_size(20)
        .without_plots();
    for (set, contract, names) in RUNS {
        let documents: Vec<_> = data::documents(*set).take(DOCUMENTS).collect();
        let all = contestants::all(*contract);
        agree(*set, &documents, &all);
        let mut group = criterion.benchmark_group(format!("{set:?}"));
        group.sampling_mode(SamplingMode::Flat).throughput(Throughput::Elements(DOCUMENTS as u64));
        for contestant in all.iter().filter(|contestant| names.contains(&contestant.name)) {
            group.bench_function(BenchmarkId::from_parameter(contestant.name), |bencher| {
                bencher.iter(|| documents.iter().filter(|json| (contestant.takes)(json.as_bytes())).count());
            });
        }
        group.finish();
    }
    print_table(&figures)
}

/// Stops where the contestants do not say the same of every document.
fn agree(set: Set, documents: &[String], all: &[Contestant]) {
    let right = documents.iter().filter(|json| (all[0].takes)(json.as_bytes())).count();
    let bytes: usize = documents.iter().map(String::len).sum();
    println!("\n{set:?}: {} valid, {} bytes a document", right, bytes / documents.len());
    for json in documents {
        let expected = (all[0].takes)(json.as_bytes());
        for contestant in all {
            // Who does not judge need not see a fault, but takes whatever is right.
            let says = (contestant.takes)(json.as_bytes());
            assert!(says == expected || (says && !contestant.judges), "{}: {says}: {json}", contestant.name);
        }
    }
}

fn print_table(figures: &Path) -> io::Result<()> {
    println!("\n| work | documents | ns each | against | ns each | times as fast |");
    println!("|---|---|---:|---|---:|---:|");
    for (work, set, against) in ROWS {
        let (ours, theirs) = (median(figures, *set, work)?, median(figures, *set, against)?);
        let set = format!("{set:?}").to_lowercase();
        println!("| `{work}` | {set} | {ours:.0} | {against} | {theirs:.0} | {:.2} |", theirs / ours);
    }
    Ok(())
}

/// Nanoseconds a document, the median of this run.
fn median(figures: &Path, set: Set, contestant: &str) -> io::Result<f64> {
    let file = figures.join(format!("{set:?}")).join(contestant).join("new/estimates.json");
    let estimates: Value = serde_json::from_slice(&fs::read(file)?)?;
    let nanoseconds = estimates["median"]["point_estimate"].as_f64().ok_or(io::ErrorKind::InvalidData)?;
    #[expect(clippy::cast_precision_loss, reason = "the number is small")]
    Ok(nanoseconds / DOCUMENTS as f64)
}
