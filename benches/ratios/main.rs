//! The time to validate a document, as ratios to the times of other crates on the same bytes in the same run.
//!
//! ```text
//! cargo bench                                    measures, and prints the table
//! cargo bench --bench ratios -- --lines N        prints N documents on lines, one in a hundred invalid
//! cargo bench --bench ratios -- --schema         prints the JSON Schema that the contestants use
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

/// The number of documents in a set.
const DOCUMENTS: usize = 50_000;

/// A set, its contract, and the contestants that are measured on it.
const RUNS: &[(Set, Contract, &[&str])] = &[
    (Set::Canonical, Contract::CREATE, &[IS_VALID, CHECK, SCHEMA_IS_VALID, SKIP, PARSE, TYPED, SONIC_TYPED]),
    (Set::Graph, Contract::RESOURCE, &[IS_VALID, CHECK, SCHEMA_IS_VALID, SKIP, PARSE, TYPED, SONIC_TYPED]),
    (Set::Pretty, Contract::CREATE, &[CHECK, SCHEMA_IS_VALID, SKIP]),
    (Set::Faulty, Contract::CREATE, &[CHECK, SCHEMA_ERRORS]),
    (Set::Mixed, Contract::CREATE, &[CHECK, SCHEMA_ERRORS, SKIP]),
];

/// The rows of the table: a contestant of this library, a set, and the contestant that it is compared with.
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
    println!("{DOCUMENTS} documents per set, seed {SEED:#x}");
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
                bencher
                    .iter(|| documents.iter().filter(|json| (contestant.accepts)(json.as_bytes())).count());
            });
        }
        group.finish();
    }
    print_table(&figures)
}

/// Panics if the contestants disagree: validators accept the valid documents only, parsers accept at least those.
fn agree(set: Set, documents: &[String], all: &[Contestant]) {
    let valid = documents.iter().filter(|json| (all[0].accepts)(json.as_bytes())).count();
    let bytes: usize = documents.iter().map(String::len).sum();
    println!("\n{set:?}: {valid} valid, {} bytes per document", bytes / documents.len());
    for json in documents {
        let expected = (all[0].accepts)(json.as_bytes());
        for contestant in all {
            let accepted = (contestant.accepts)(json.as_bytes());
            let agrees = accepted == expected || (accepted && !contestant.is_validator);
            assert!(agrees, "{} and {} disagree on {json}", contestant.name, all[0].name);
        }
    }
}

fn print_table(figures: &Path) -> io::Result<()> {
    println!("\n| call | documents | ns each | compared with | ns each | times as fast |");
    println!("|---|---|---:|---|---:|---:|");
    for (work, set, against) in ROWS {
        let ours = median(figures, *set, work)?;
        let theirs = median(figures, *set, against)?;
        let set = format!("{set:?}").to_lowercase();
        println!("| `{work}` | {set} | {ours:.0} | {against} | {theirs:.0} | {:.2} |", theirs / ours);
    }
    Ok(())
}

/// Returns the median of this run, in nanoseconds per document.
fn median(figures: &Path, set: Set, contestant: &str) -> io::Result<f64> {
    let file = figures.join(format!("{set:?}")).join(contestant).join("new/estimates.json");
    let estimates: Value = serde_json::from_slice(&fs::read(file)?)?;
    let nanoseconds = estimates["median"]["point_estimate"].as_f64().ok_or(io::ErrorKind::InvalidData)?;
    #[expect(clippy::cast_precision_loss, reason = "the number is small")]
    Ok(nanoseconds / DOCUMENTS as f64)
}
