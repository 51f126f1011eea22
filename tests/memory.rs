//! Memory use, counted by an allocator that only this binary has: a valid document allocates nothing, and a file of
//! lines of any size a bounded amount.

use std::alloc::System;
use std::io::{BufReader, Read};

use peakmem_alloc::{INSTRUMENTED_SYSTEM, PeakMemAlloc, PeakMemAllocTrait};
use user_processing_result::{Code, Contract};

#[global_allocator]
static MEMORY: &PeakMemAlloc<System> = &INSTRUMENTED_SYSTEM;

/// A reader that repeats a text, so that no file has to be kept in memory.
struct RepeatingReader {
    unit: Vec<u8>,
    /// The offset of the next byte in the text.
    position: usize,
    /// The number of bytes until the end.
    remaining: usize,
}

impl Read for RepeatingReader {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = buffer.len().min(self.remaining).min(self.unit.len() - self.position);
        buffer[..length].copy_from_slice(&self.unit[self.position..self.position + length]);
        self.position = (self.position + length) % self.unit.len();
        self.remaining -= length;
        Ok(length)
    }
}

fn repeat(unit: &str, bytes: usize) -> BufReader<RepeatingReader> {
    let reader = RepeatingReader { unit: unit.into(), position: 0, remaining: bytes };
    BufReader::with_capacity(64 << 10, reader)
}

/// One test, because tests that run at the same time would count each other's allocations.
#[test]
fn peak_memory_is_bounded() {
    assert_valid_documents_allocate_nothing();
    assert_lines_allocate_a_bounded_amount();
    assert_an_endless_line_is_not_kept();
}

const CANONICAL: &str = r##"{"@odata.type":"#microsoft.graph.identityGovernance.userProcessingResult","completedDateTime":"2026-03-01T06:00:11.1348863Z","failedTasksCount":1,"processingStatus":"completedWithErrors","scheduledDateTime":"2026-03-01T06:00:00Z","startedDateTime":null,"totalTasksCount":12,"totalUnprocessedTasksCount":0,"workflowExecutionType":"onDemand","workflowVersion":3}"##;

const RESOURCE: &str = r#"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#x","id":"5c9c2f6e","completedDateTime":"2026-03-01T06:00:11.1348863Z","failedTasksCount":0,"processingStatus":"completed","scheduledDateTime":"2026-03-01T06:00:01Z","startedDateTime":"2026-03-01T06:00:04Z","totalTasksCount":2,"totalUnprocessedTasksCount":0,"workflowExecutionType":"scheduled","workflowVersion":1,"subject":{"id":"漢"}}"#;

fn assert_valid_documents_allocate_nothing() {
    let pretty =
        serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(CANONICAL).unwrap()).unwrap();
    for (contract, json) in
        [(Contract::CREATE, CANONICAL), (Contract::CREATE, &pretty), (Contract::RESOURCE, RESOURCE)]
    {
        for contract in [contract, contract.consistency(true)] {
            MEMORY.reset_peak_memory();
            let is_valid = contract.is_valid(json);
            let report = contract.check(json);
            let peak = MEMORY.get_peak_memory();
            assert!(is_valid && report.violations().is_empty(), "{report}");
            assert_eq!(peak, 0, "bytes allocated for {json}");
        }
    }
    // The allocator does count.
    MEMORY.reset_peak_memory();
    assert!(!Contract::CREATE.check("{}").is_valid());
    assert!(MEMORY.get_peak_memory() > 0);
}

fn assert_lines_allocate_a_bounded_amount() {
    let unit = "{\"id\": \"1\"}\n{\"failedTasksCount\": 1.0}\n".repeat(1000);
    let bytes = unit.len() * 150;
    let file = repeat(&unit, bytes);
    MEMORY.reset_peak_memory();
    let reports = Contract::PROJECTION.check_lines(file).map(Result::unwrap);
    let (lines, invalid) = reports
        .fold((0, 0), |(lines, invalid), (_, report)| (lines + 1, invalid + usize::from(!report.is_valid())));
    assert_eq!((lines, invalid), (300_000, 150_000));
    assert_peak_below(1 << 20, bytes);
}

fn assert_an_endless_line_is_not_kept() {
    let endless = repeat(&"x".repeat(4096), 256 << 20);
    MEMORY.reset_peak_memory();
    let mut lines = Contract::PROJECTION.max_bytes(1 << 20).check_lines(endless);
    let (number, report) = lines.next().unwrap().unwrap();
    assert_eq!((number, report.violations()[0].code()), (1, Code::TooLarge));
    assert!(lines.next().is_none());
    assert_peak_below(8 << 20, 256 << 20);
}

/// Asserts that the peak is below a limit in bytes, which must be far below the size of the file.
#[track_caller]
fn assert_peak_below(limit: usize, bytes: usize) {
    let peak = MEMORY.get_peak_memory();
    println!("{peak} bytes at the peak for a file of {bytes}");
    assert!(peak < limit && limit < bytes / 4, "{peak} bytes at the peak for a file of {bytes}");
}
