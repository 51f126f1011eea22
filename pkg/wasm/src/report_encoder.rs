//! Reports in the form that JavaScript reads: words of 32 bits, and one text that contains all strings.

use alloc::string::String;
use alloc::vec::Vec;

use user_processing_result::internal::{utf16_len, write_message};
use user_processing_result::{Report, Violation};
use user_processing_result_border::{self as border, NONE, position};

/// The words before the first report.
const HEAD_WORDS: usize = border::HEAD.len();

/// An encoder of reports.
#[derive(Debug)]
pub(crate) struct ReportEncoder {
    words: Vec<u32>,
    text: String,
    /// The position of the last report if it has no violations, so that the lines after it can be counted in it.
    last_clean: Option<usize>,
}

impl ReportEncoder {
    pub(crate) const fn new() -> Self {
        Self { words: Vec::new(), text: String::new(), last_clean: None }
    }

    pub(crate) fn clear(&mut self) {
        self.words.clear();
        self.words.resize(HEAD_WORDS, 0);
        self.text.clear();
        self.last_clean = None;
    }

    /// Returns the number of words of all reports.
    pub(crate) fn len(&self) -> usize {
        self.words.len() - HEAD_WORDS
    }

    /// Adds the report of a line, or of a document, for which `line` has no meaning.
    pub(crate) fn add(&mut self, line: usize, report: &Report) {
        const LINE: usize = position(&border::REPORT, "line");
        const LINES: usize = position(&border::REPORT, "lines");

        let violations = report.violations();
        if let (Some(at), []) = (self.last_clean, violations) {
            // Blank lines have no report, so the next report need not be that of the next line.
            if self.words[at + LINE] + self.words[at + LINES] == word(line) {
                self.words[at + LINES] += 1;
                return;
            }
        }
        self.last_clean = if violations.is_empty() { Some(self.words.len()) } else { None };
        let mut words = [0; border::REPORT.len()];
        words[LINE] = word(line);
        words[LINES] = 1;
        words[const { position(&border::REPORT, "valid") }] = report.is_valid().into();
        words[const { position(&border::REPORT, "omitted") }] = word(report.omitted());
        words[const { position(&border::REPORT, "violations") }] = word(violations.len());
        self.words.extend(words);
        for violation in violations {
            self.violation(violation);
        }
    }

    /// Writes the head, and returns the address of the words.
    pub(crate) fn finish(&mut self) -> usize {
        self.words[const { position(&border::HEAD, "textAddress") }] = word(self.text.as_ptr() as usize);
        self.words[const { position(&border::HEAD, "textLength") }] = word(self.text.len());
        self.words[const { position(&border::HEAD, "words") }] = word(self.words.len());
        self.words.as_ptr() as usize
    }

    fn violation(&mut self, violation: &Violation) {
        let mut words = [NONE; border::VIOLATION.len()];
        words[const { field("severity") }] = violation.severity() as u32;
        words[const { field("code") }] = violation.code() as u32;
        words[const { field("path") }] = self.string(violation.path());
        self.message(violation, &mut words);
        if let Some(found) = violation.found() {
            words[const { field("found") }] = self.string(found);
        }
        if let Some(suggestion) = violation.suggestion() {
            words[const { field("suggestion") }] = self.string(&suggestion);
        }
        if let Some(span) = violation.span() {
            words[const { field("start") }] = word(span.start);
            words[const { field("end") }] = word(span.end);
        }
        words[const { field("line") }] = violation.line().map_or(NONE, word);
        words[const { field("column") }] = violation.column().map_or(NONE, word);
        words[const { field("reason") }] = violation.reason().map_or(NONE, |reason| reason as u32);
        if let Some(related) = violation.related() {
            words[const { field("relatedStart") }] = word(related.start);
            words[const { field("relatedEnd") }] = word(related.end);
        }
        self.words.extend(words);
    }

    fn message(&mut self, violation: &Violation, words: &mut [u32; border::VIOLATION.len()]) {
        let start = self.text.len();
        let expected = write_message(violation, &mut self.text);
        let text = self.text.as_bytes();
        words[const { field("message") }] = word(utf16_len(&text[start..]));
        words[const { field("expectedStart") }] = word(utf16_len(&text[start..expected.start]));
        words[const { field("expectedLength") }] = word(utf16_len(&text[expected]));
    }

    /// Appends a string to the text, and returns its length in UTF-16 code units.
    fn string(&mut self, string: &str) -> u32 {
        self.text.push_str(string);
        word(utf16_len(string.as_bytes()))
    }
}

/// Returns the position of a word of a violation.
const fn field(name: &str) -> usize {
    position(&border::VIOLATION, name)
}

/// Converts a number, which fits because the memory has 32-bit addresses.
fn word(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(NONE)
}
