use std::io;

use user_processing_result::lines::{Block, Blocks};
use user_processing_result::{Contract, Report, Violation};

use crate::split_contract;
use support::chunked_reader::ChunkedReader;

/// Asserts that each line gets the report of a single document, whatever the lengths of the chunks that are read.
pub fn lines(data: &[u8]) {
    let Some((contract, text)) = split_contract(data) else { return };
    let expected = check_separately(text, &contract);
    let chunk_length = usize::from(data[2] >> 2) + 1;
    let lines = contract.check_lines(io::BufReader::new(ChunkedReader { text, chunk_length }));
    let lines: Vec<_> = lines.map(|line| summarize(line.expect("reading from memory succeeds"))).collect();
    assert_eq!(lines, expected);

    let mut blocks = Blocks::new(ChunkedReader { text, chunk_length }, &contract);
    let mut block = Block::default();
    let mut lines = Vec::new();
    while blocks.next_block(&mut block).expect("reading from memory succeeds") {
        for line in block.check(&contract) {
            let offset = usize::try_from(line.offset).expect("the text is in memory");
            assert!(text[offset..].starts_with(line.text));
            lines.push(summarize((line.number, line.report)));
        }
    }
    assert_eq!(lines, expected);
}

/// The number of a line, `true` if it is valid, and the path, message and column of each violation.
type Summary = (usize, bool, Vec<(String, String, Option<usize>)>);

/// Checks each line as a single document; blank lines have no report.
fn check_separately(text: &[u8], contract: &Contract) -> Vec<Summary> {
    let lines = text.split(|byte| *byte == b'\n').enumerate();
    let lines = lines.map(|(index, line)| (index + 1, without_carriage_return(text, line)));
    let lines = lines.filter(|(_, line)| line.iter().any(|byte| !matches!(byte, b' ' | b'\t' | b'\r')));
    lines.map(|(number, line)| summarize((number, contract.check(line)))).collect()
}

/// Returns a line of the text without the carriage return before its line feed; a last line without a line feed keeps
/// it.
fn without_carriage_return<'a>(text: &[u8], line: &'a [u8]) -> &'a [u8] {
    let has_line_feed = line.as_ptr_range().end < text.as_ptr_range().end;
    if has_line_feed { line.strip_suffix(b"\r").unwrap_or(line) } else { line }
}

fn summarize((line, report): (usize, Report)) -> Summary {
    let summarize =
        |violation: &Violation| (violation.path().to_owned(), violation.message(), violation.column());
    (line, report.is_valid(), report.violations().iter().map(summarize).collect())
}
