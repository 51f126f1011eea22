//! Files of lines, whose blocks are checked in parallel and reported in order.

use std::io::{Read, Write};
use std::mem;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::ProgressBar;
use user_processing_result::Contract;
use user_processing_result::lines::{Block, Blocks};

use super::error::CheckError;
use super::session::Session;
use crate::emit::{Emitter, Subject, Summary};
use crate::parallel::{FlushBatch, map_ordered};
use crate::progress::ProgressReader;

/// The minimum size of a file per thread: for less, starting a thread costs more than it gains.
const MIN_BYTES_PER_JOB: u64 = 64 << 10;

/// The size from which the output of a block is written before the whole block is checked.
const MAX_BATCH_OUTPUT_BYTES: usize = 256 << 10;

/// Checks and reports the lines of a file. `length` is the length of the file, if it is known.
pub fn check_lines<W: Write + Send>(
    session: &mut Session<W>,
    reader: ProgressReader<impl Read + Send>,
    length: Option<u64>,
    file: &Path,
) -> Result<(), CheckError> {
    let contract = session.contract;
    let emitter = session.emitter;
    let jobs = job_count(session.jobs, length);
    let pipe = session.pipe.clone();
    let may_stop_early = session.fix.is_none();
    let is_stopped_early = AtomicBool::new(false);
    let bar = reader.bar();
    let mut blocks = Blocks::new(reader, &contract);
    let result = map_ordered(
        jobs,
        |batch: &mut Batch| {
            let has_block = blocks.next_block(&mut batch.block).map_err(CheckError::Input)?;
            let stops_early = has_block && may_stop_early && pipe.is_closed();
            is_stopped_early.fetch_or(stops_early, Ordering::Relaxed);
            Ok(has_block && !stops_early)
        },
        |batch, flush| batch.check(&contract, emitter, file, flush),
        |batch| {
            session.summary.merge(&mem::take(&mut batch.summary));
            write_batch(batch, &mut session.out, &bar)
        },
    );
    session.summary.is_incomplete |= is_stopped_early.into_inner();
    result
}

/// Returns how many threads check a file of this length, at most `jobs`.
fn job_count(jobs: usize, length: Option<u64>) -> usize {
    let Some(length) = length else { return jobs };
    let useful_jobs = length.div_ceil(MIN_BYTES_PER_JOB).max(1);
    jobs.min(usize::try_from(useful_jobs).unwrap_or(usize::MAX))
}

/// Writes the output of a batch and clears it.
fn write_batch(batch: &mut Batch, out: &mut impl Write, bar: &ProgressBar) -> Result<(), CheckError> {
    if batch.output.is_empty() {
        return Ok(());
    }
    let mut write = || out.write_all(&batch.output).and_then(|()| out.flush());
    // Printing while the bar is shown would garble both.
    let result = if bar.is_hidden() { write() } else { bar.suspend(write) };
    batch.output.clear();
    result.map_err(CheckError::Output)
}

/// A block of lines with the output and the summary of its reports.
#[derive(Default)]
struct Batch {
    block: Block,
    /// The output that is not yet written.
    output: Vec<u8>,
    summary: Summary,
}

impl Batch {
    /// Checks the block. If the output grows large, `flush` writes it and empties the batch.
    fn check(&mut self, contract: &Contract, emitter: Emitter, file: &Path, flush: FlushBatch<'_, Self>) {
        let block = mem::take(&mut self.block);
        for line in block.check(contract) {
            self.summary.add(&line.report);
            emitter
                .write_report(&line.report, Subject::line_of(file, &line), &mut self.output)
                .expect("writing to a vector never fails");
            if self.output.len() > MAX_BATCH_OUTPUT_BYTES && !flush(self) {
                break;
            }
        }
        self.block = block;
    }
}
