//! What checks cost in memory, counted by the allocator of this one test: a right document nothing, a file of lines a
//! bounded amount, whatever its size.

use std::alloc::System;
use std::io::{BufReader, Read};

use peakmem_alloc::{INSTRUMENTED_SYSTEM, PeakMemAlloc, PeakMemAllocTrait};
use user_processing_result::{Code, Contract};

#[global_allocator]
static MEMORY: &PeakMemAlloc<System> = &INSTRUMENTED_SYSTEM;

/// A file that is made while it is read.
struct Repeated {
    unit: Vec<u8>,
    at: usize,
    left: usize,
}

impl Read for Repeated {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = buffer.len().min(self.left).min(self.unit.len() - self.at);
        buffer[..length].copy_from_slice(&self.unit[self.at..self.at + length]);
        self.at = (self.at + length) % self.unit.len();
        self.left -= length;
        Ok(length)
    }
}

fn file(unit: &str, bytes: usize) -> BufReader<Repeated> {
    BufReader::with_capacity(64 << 10, Repeated { unit: unit.into(), at: 0, left: bytes })
}

#[test]
fn memory() {
    valid_documents_cost_none();
    lines_cost_a_bounded_amount();
}

const CANONICAL: &str = r##"{"@odata.type":"#microsoft.graph.identityGovernance.userProcessingResult","completedDateTime":"2026-03-01T06:00:11.1348863Z","failedTasksCount":1,"processingStatus":"completedWithErrors","scheduledDateTime":"2026-03-01T06:00:00Z","startedDateTime":null,"totalTasksCount":12,"totalUnprocessedTasksCount":0,"workflowExecutionType":"onDemand","workflowVersion":3}"##;

const RESOURCE: &str = r#"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#x","id":"5c9c2f6e","completedDateTime":"2026-03-01T06:00:11.1348863Z","failedTasksCount":0,"processingStatus":"completed","scheduledDateTime":"2026-03-01T06:00:01Z","startedDateTime":"2026-03-01T06:00:04Z","totalTasksCount":2,"totalUnprocessedTasksCount":0,"workflowExecutionType":"scheduled","workflowVersion":1,"subject":{"id":"漢"}}"#;

fn valid_documents_cost_none() {
    let pretty =
        serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(CANONICAL).unwrap()).unwrap();
    for (contract, json) in
        [(Contract::CREATE, CANONICAL), (Contract::CREATE, &pretty), (Contract::RESOURCE, RESOURCE)]
    {
        for contract in [contract, contract.consistency(true)] {
            MEMORY.reset_peak_memory();
            let (is_valid, report) = (contract.is_valid(json), contract.check(json));
            let peak = MEMORY.get_peak_memory();
            assert!(is_valid && report.violations().is_empty(), "{report}");
            assert_eq!(peak, 0, "bytes allocated for {json}");
        }
    }
    // The count counts.
    MEMORY.reset_peak_memory();
    assert!(!Contract::CREATE.check("{}").is_valid());
    assert!(MEMORY.get_peak_memory() > 0);
}

fn lines_cost_a_bounded_amount() {
    let unit = "{\"id\": \"1\"}\n{\"failedTasksCount\": 1.0}\n".repeat(1000);
    let bytes = unit.len() * 150;
    let file = file(&unit, bytes);
    MEMORY.reset_peak_memory();
    let reports = Contract::PROJECTION.check_lines(file).map(Result::unwrap);
    let (lines, invalid) = reports
        .fold((0, 0), |(lines, invalid), (_, report)| (lines + 1, invalid + usize::from(!report.is_valid())));
    assert_eq!((lines, invalid), (300_000, 150_000));
    assert_below(1 << 20, bytes);

    // One line without an end is skipped, not kept.
    let endless = self::file(&"x".repeat(4096), 256 << 20);
    MEMORY.reset_peak_memory();
    let mut lines = Contract::PROJECTION.max_bytes(1 << 20).check_lines(endless);
    let (number, report) = lines.next().unwrap().unwrap();
    assert_eq!((number, report.violations()[0].code()), (1, Code::TooLarge));
    assert!(lines.next().is_none());
    assert_below(8 << 20, 256 << 20);
}

/// The peak stays below `most`, which is far below the size of the file.
fn assert_below(most: usize, bytes: usize) {
    let peak = MEMORY.get_peak_memory();
    println!("{peak} bytes at the peak for a file of {bytes}");
    assert!(peak < most && most < bytes / 4, "{peak} bytes at the peak for a file of {bytes}");
}
