//! Inputs of any size, each of a kind that could cost more than linear time or memory.

/// The kind of input that the command reads a shape as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Input {
    Document,
    Lines,
    Exchange,
}

impl Input {
    /// Returns the name of a file that the command reads as this.
    pub fn file(self) -> &'static str {
        match self {
            Self::Document => "shape.json",
            Self::Lines => "shape.ndjson",
            Self::Exchange => "shape.http",
        }
    }
}

/// A name, the kind of input, and a function that makes a text of about this number of bytes.
pub type Shape = (&'static str, Input, fn(usize) -> String);

/// Returns a unit repeated up to a length in bytes, with each `#` replaced by the number of the repetition.
fn repeated(unit: &str, length: usize) -> String {
    let mut text = String::with_capacity(length + unit.len() + 8);
    let mut number = 0;
    while text.len() < length {
        text.push_str(&unit.replace('#', &number.to_string()));
        number += 1;
    }
    text
}

/// Returns an object of repeated members and a last one.
fn object(member: &str, length: usize) -> String {
    format!("{{{}\"z\":1}}", repeated(member, length))
}

/// Returns an array of repeated items after one that is longer than a report shows of a line.
fn array(item: &str, length: usize) -> String {
    format!("[{{\"@x\":\"{}\"}},{}{{}}]", "y".repeat(3000), repeated(&format!("{item},"), length))
}

use Input::{Document, Exchange, Lines};

pub const SHAPES: &[Shape] = &[
    ("one name again and again", Document, |n| object("\"a\":1,", n)),
    ("undeclared names", Document, |n| object("\"x#\":1,", n)),
    ("names that are nearly declared", Document, |n| object("\"workflowVersio#\":1,", n)),
    ("long names", Document, |n| object(&format!("\"#{}\":1,", "y".repeat(500)), n)),
    ("a name of great length", Document, |n| format!("{{\"{}\":1}}", "n".repeat(n))),
    ("a value of great length", Document, |n| {
        format!("{{\"id\":1,\"processingStatus\":\"{}\"}}", "v".repeat(n))
    }),
    ("nested arrays", Document, |n| format!("{{\"subject\":{}{}}}", "[".repeat(n / 2), "]".repeat(n / 2))),
    ("nested objects", Document, |n| format!("{{\"x\":{}1{}}}", "{\"a\":".repeat(n / 6), "}".repeat(n / 6))),
    ("items with everything missing", Document, |n| array("{}", n)),
    ("faulty items on one line", Document, |n| array("{\"id\":1,\"workflowVersion\":1.0}", n)),
    ("items that can be fixed, on one line", Document, |n| array("{\"processingStatus\":\"Completed\"}", n)),
    ("items that can be fixed, a line each", Document, |n| array("\n{\"workflowVersion\":\"2\"}", n)),
    ("items with a name given twice", Document, |n| array("{\"a\":1,\"a\":2}", n)),
    ("escapes", Document, |n| format!("{{\"id\":1,\"x{}\":1}}", "\\u0041".repeat(n / 6))),
    ("invisible characters", Document, |n| object("\"#\u{202e}\u{200b}\u{9b}\u{e0041}\":1,", n)),
    ("commands of a log", Document, |n| object("\"##[error]#\":\"::error::\",", n)),
    ("words that end a command", Document, |n| {
        format!("{{\"processingStatus\":\"Completed\",\"x\":\"##[ {}\"}}", repeated("upr-# ", n))
    }),
    ("words before secrets", Document, |n| {
        format!("{{\"id\":1,\"x\":\"{}\"}}", repeated("Bearer token secret ", n))
    }),
    ("quotes after a secret", Document, |n| format!("{{\"id\":1,\"token\":\"{}\"}}", "\\\"".repeat(n / 2))),
    ("brackets after a secret", Document, |n| format!("{{\"id\":1,\"token\":{}", "[{".repeat(n / 2))),
    ("white space", Document, |n| format!("{{{}\"id\":1{}}}", " \n\t\r".repeat(n / 8), "\n".repeat(n / 2))),
    ("carriage returns", Document, |n| format!("{{\"id\":1,{}\"workflowVersion\":\"2\"}}", "\r".repeat(n))),
    ("numbers of many digits", Document, |n| {
        format!("{{\"workflowVersion\":{},\"totalTasksCount\":1e{}}}", "9".repeat(n / 2), "0".repeat(n / 2))
    }),
    ("a fraction of many digits", Document, |n| {
        format!(
            "{{\"scheduledDateTime\":\"2026-03-01T06:00:00.{0}2Z\",\"startedDateTime\":\"2026-03-01T06:00:00.{0}1Z\"}}",
            "0".repeat(n / 2)
        )
    }),
    ("a year of many digits", Document, |n| {
        format!(
            "{{\"scheduledDateTime\":\"{0}0-01-01T06:00:00Z\",\"startedDateTime\":\"{0}1-01-01T06:00:00Z\"}}",
            "1".repeat(n / 2)
        )
    }),
    ("a byte order mark and text after it", Document, |n| format!("\u{feff}{}", "{}".repeat(n / 2))),
    ("lines with everything missing", Lines, |n| "{}\n".repeat(n / 3)),
    ("faulty lines", Lines, |n| repeated("{\"id\":#,\"x\":1}\n", n)),
    ("lines that can be fixed", Lines, |n| repeated("{\"workflowVersion\":\"2\",\"id\":\"#\"}\n", n)),
    ("lines that are not JSON", Lines, |n| "x\n".repeat(n / 2)),
    ("one line", Lines, |n| format!("{{\"id\":1,\"x\":\"{}\"}}", "v".repeat(n))),
    ("lines of headers", Lines, |n| repeated("Authorization: Bearer abc#\n", n)),
    ("messages that cannot be read", Exchange, |n| "x\n###\n".repeat(n / 6)),
    ("messages", Exchange, |n| "POST /x\n\n{}\n###\n".repeat(n / 16)),
    ("headers", Exchange, |n| format!("POST /x\n{}\n{{}}", repeated("X-#: a\n", n))),
    ("one header again and again", Exchange, |n| {
        format!("POST /x\n{}\n{{}}", "Content-Type: a\n".repeat(n / 16))
    }),
    ("a header of great length", Exchange, |n| format!("POST /x\nContent-Type: {}\n\n{{}}", "a".repeat(n))),
    ("a target of great length", Exchange, |n| format!("POST /{}\n\n{{}}", "a/".repeat(n / 2))),
];
