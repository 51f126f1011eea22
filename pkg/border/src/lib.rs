//! The language border of the npm package: every number whose meaning Rust and JavaScript share.
//!
//! This is the only list. The wasm looks its positions up by name at compile time. `cargo xtask tables` prints the list into
//! the tables of the JavaScript sources, which look positions up by name too.

#![no_std]

/// The options, one byte each in this order: the index of the value among its names, or [`DEFAULT`].
pub const OPTIONS: [&str; 5] = ["contract", "members", "dateTime", "undeclared", "consistency"];

/// The byte of an option that is left out.
pub const DEFAULT: u8 = u8::MAX;

/// The words before the first report: the address and the length in bytes of the text, and the number of all words.
pub const HEAD: [&str; 3] = ["textAddress", "textLength", "words"];

/// The words before the violations of each report.
///
/// The report is that of `lines` consecutive lines from `line` on. `line` has no meaning in the report of a document.
pub const REPORT: [&str; 5] = ["line", "lines", "valid", "omitted", "violations"];

/// The words of a violation.
///
/// `severity`, `code` and `reason` are indexes of names. `path`, `message`, `found` and `suggestion` are lengths of strings,
/// which follow each other in the text in this order. `expectedStart` and `expectedLength` are a part of the message. All
/// lengths are in UTF-16 code units. A word that is absent is [`NONE`].
pub const VIOLATION: [&str; 15] = [
    "severity",
    "code",
    "path",
    "message",
    "expectedStart",
    "expectedLength",
    "found",
    "suggestion",
    "start",
    "end",
    "line",
    "column",
    "reason",
    "relatedStart",
    "relatedEnd",
];

/// The word of an absent field.
pub const NONE: u32 = u32::MAX;

/// The address of the report of a document without violations, and of no more reports of lines.
pub const NOTHING: usize = 0;

/// The address of the reports of lines if there is no memory for a line.
pub const NO_MEMORY: usize = 1;

/// The value of a property of a flat object that is `null`. A string has its length in bytes instead.
pub const NULL: i32 = -1;

/// The value of a property of a flat object that is a 32-bit integer.
pub const INT32: i32 = -2;

/// Returns the position of a name in one of the lists above.
///
/// # Panics
///
/// If the list does not contain the name: at compile time, as it is called in constants.
#[must_use]
pub const fn position(list: &[&str], name: &str) -> usize {
    let mut at = 0;
    while !are_equal(list[at].as_bytes(), name.as_bytes()) {
        at += 1;
    }
    at
}

const fn are_equal(a: &[u8], b: &[u8]) -> bool {
    match (a, b) {
        ([first, a @ ..], [other, b @ ..]) => *first == *other && are_equal(a, b),
        ([], []) => true,
        _ => false,
    }
}
