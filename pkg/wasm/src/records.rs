//! Reports as JavaScript takes them: numbers, and one text in which all their strings stand one after another.
//!
//! A report is `[line, lines, valid, omitted, violations]`, the same for so many lines from `line` on; then come its
//! violations, each as the numbers of [`Records::violation`]: a string as the UTF-16 units that are its own, what is
//! not there as `NONE`.

use alloc::string::String;
use alloc::vec::Vec;

use user_processing_result::internal::{utf16_len, write_message};
use user_processing_result::{Report, Violation};

const NONE: u32 = u32::MAX;
/// Where the address and the length of the text stand, and how many numbers there are with these three.
const HEAD: usize = 3;

/// Reports to be taken.
#[derive(Debug)]
pub(super) struct Records {
    numbers: Vec<u32>,
    text: String,
    /// Where the report of the lines before is, if nothing is to be said of them.
    clean: Option<usize>,
}

impl Records {
    pub(super) const fn new() -> Self {
        Self { numbers: Vec::new(), text: String::new(), clean: None }
    }

    pub(super) fn clear(&mut self) {
        self.numbers.clear();
        self.numbers.resize(HEAD, 0);
        self.text.clear();
        self.clean = None;
    }

    /// How many numbers there are.
    pub(super) fn len(&self) -> usize {
        self.numbers.len() - HEAD
    }

    /// The report of a line; of a document that is none, any.
    pub(super) fn add(&mut self, line: usize, report: &Report) {
        let violations = report.violations();
        if let (Some(clean), []) = (self.clean, violations) {
            // Of blank lines there is no report.
            if self.numbers[clean] + self.numbers[clean + 1] == number(line) {
                self.numbers[clean + 1] += 1;
                return;
            }
        }
        self.clean = violations.is_empty().then_some(self.numbers.len());
        let is_valid = report.is_valid().into();
        self.numbers.extend([number(line), 1, is_valid, number(report.omitted()), number(violations.len())]);
        for violation in violations {
            self.violation(violation);
        }
    }

    /// Where they are, once there are all.
    pub(super) fn end(&mut self) -> usize {
        let head = [self.text.as_ptr() as usize, self.text.len(), self.numbers.len()];
        self.numbers[..HEAD].copy_from_slice(&head.map(number));
        self.numbers.as_ptr() as usize
    }

    fn violation(&mut self, violation: &Violation) {
        let path = self.string(violation.path());
        let start = self.text.len();
        let expected = write_message(violation, &mut self.text);
        let text = self.text.as_bytes();
        let (message, expected) = (number(utf16_len(&text[start..])), number(utf16_len(&text[expected])));
        let found = violation.found().map_or(NONE, |found| self.string(found));
        let suggestion = violation.suggestion().map_or(NONE, |suggestion| self.string(&suggestion));
        let span = violation.span().map_or([NONE; 2], |span| [span.start, span.end].map(number));
        let related = violation.related().map_or([NONE; 2], |span| [span.start, span.end].map(number));
        self.numbers.extend([
            violation.severity() as u32,
            violation.code() as u32,
            path,
            span[0],
            span[1],
            violation.line().map_or(NONE, number),
            violation.column().map_or(NONE, number),
            message,
            expected,
            found,
            violation.reason().map_or(NONE, |reason| reason as u32),
            suggestion,
            related[0],
            related[1],
        ]);
    }

    fn string(&mut self, string: &str) -> u32 {
        self.text.push_str(string);
        number(utf16_len(string.as_bytes()))
    }
}

/// What memory of 32 bits holds can be counted.
fn number(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(NONE)
}
