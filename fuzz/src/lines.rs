use std::io;

use user_processing_result::lines::{Block, Blocks};
use user_processing_result::{Contract, Report, Violation};

use crate::asked;
use support::pieces::Pieces;

/// However a file is read, each of its lines gets the report that it gets as a document of its own.
pub fn lines(data: &[u8]) {
    let Some((contract, text)) = asked(data) else { return };
    let expected = one_by_one(text, &contract);
    let piece = usize::from(data[2] >> 2) + 1;
    let lines = contract.check_lines(io::BufReader::new(Pieces { text, most: piece }));
    let lines: Vec<_> = lines.map(|line| line.expect("nothing fails")).map(said).collect();
    assert_eq!(lines, expected);

    let (mut blocks, mut block) = (Blocks::new(Pieces { text, most: piece }, &contract), Block::default());
    let mut lines = Vec::new();
    while blocks.next_block(&mut block).expect("nothing fails") {
        for line in block.check(&contract) {
            let offset = usize::try_from(line.offset).expect("an offset in memory");
            assert!(text[offset..].starts_with(line.text));
            lines.push(said((line.number, line.report)));
        }
    }
    assert_eq!(lines, expected);
}

/// The number of a line, whether it is valid, and what is said of it where.
type Said = (usize, bool, Vec<(String, String, Option<usize>)>);

fn one_by_one(text: &[u8], contract: &Contract) -> Vec<Said> {
    let lines = text.split(|byte| *byte == b'\n').enumerate();
    // What comes after the last line end is no line if nothing does.
    let lines = lines.map(|(at, line)| {
        (at + 1, if ends(text, line) { line.strip_suffix(b"\r").unwrap_or(line) } else { line })
    });
    let lines = lines.filter(|(_, line)| line.iter().any(|byte| !matches!(byte, b' ' | b'\t' | b'\r')));
    lines.map(|(number, line)| said((number, contract.check(line)))).collect()
}

/// Whether a line of the text ends with a line end.
fn ends(text: &[u8], line: &[u8]) -> bool {
    line.as_ptr_range().end < text.as_ptr_range().end
}

fn said((line, report): (usize, Report)) -> Said {
    let said = |violation: &Violation| (violation.path().to_owned(), violation.message(), violation.column());
    (line, report.is_valid(), report.violations().iter().map(said).collect())
}
