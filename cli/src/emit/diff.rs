//! The changes of a fix as a unified diff without context.
//!
//! A fix never adds or removes a line, so the lines before and after correspond one to one, and no search for common lines
//! is needed. `patch` accepts the diff. A changed line that contains control characters, invisible characters or a possible
//! secret is not part of the diff; a comment, which `patch` ignores, shows it escaped.

use std::io::{self, Write};
use std::mem;

use user_processing_result::escape::{Escaped, is_safe_to_print, without_secrets};

/// The size from which a hunk is written, so that a diff is never in memory as a whole.
const MAX_HUNK_BYTES: usize = 64 << 10;

/// The maximum length of a line in a comment.
const MAX_COMMENT_CHARS: usize = 512;

/// A writer of the diff of one file, whose lines are pushed in order.
pub struct DiffWriter<'a> {
    file: String,
    /// `true` if a carriage return within a line may be printed. A CI log would end the line there.
    allow_carriage_return: bool,
    out: &'a mut dyn Write,
    /// The number of the next line, from 1.
    line: usize,
    /// `true` if the next hunk needs no file header because it follows another hunk.
    has_header: bool,
    hunk: Hunk,
}

/// Changed lines that follow each other.
#[derive(Default)]
struct Hunk {
    first_line: usize,
    line_count: usize,
    removed: Vec<u8>,
    added: Vec<u8>,
}

impl<'a> DiffWriter<'a> {
    pub fn new(file: &str, allow_carriage_return: bool, out: &'a mut dyn Write) -> Self {
        let file = Escaped::line(file).to_string();
        Self { file, allow_carriage_return, out, line: 1, has_header: false, hunk: Hunk::default() }
    }

    /// Skips unchanged lines up to the line with this number.
    pub fn skip_to(&mut self, line: usize) -> io::Result<()> {
        if self.line < line {
            self.end_hunk()?;
            self.line = line;
        }
        Ok(())
    }

    /// Compares the next lines before and after the fix.
    pub fn push(&mut self, before: &[u8], after: &[u8]) -> io::Result<()> {
        for (before, after) in lines(before).zip(lines(after)) {
            if before == after {
                self.end_hunk()?;
            } else if self.is_printable(before) && self.is_printable(after) {
                self.hunk.push(self.line, before, after);
            } else {
                self.write_comment(before, after)?;
            }
            self.line += 1;
            if self.hunk.removed.len() > MAX_HUNK_BYTES {
                self.end_hunk()?;
            }
        }
        Ok(())
    }

    /// Writes the last hunk.
    pub fn finish(mut self) -> io::Result<()> {
        self.end_hunk()
    }

    /// Returns `true` if a line can be printed without an escape.
    fn is_printable(&self, line: &[u8]) -> bool {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let allowed = if self.allow_carriage_return { "\t\r" } else { "\t" };
        str::from_utf8(line).is_ok_and(|line| is_safe_to_print(line, allowed))
    }

    fn end_hunk(&mut self) -> io::Result<()> {
        let Hunk { first_line, line_count, removed, added } = mem::take(&mut self.hunk);
        if line_count == 0 {
            return Ok(());
        }
        if !mem::replace(&mut self.has_header, true) {
            write!(self.out, "--- {0}\n+++ {0}\n", self.file)?;
        }
        writeln!(self.out, "@@ -{first_line},{line_count} +{first_line},{line_count} @@")?;
        self.out.write_all(&removed)?;
        self.out.write_all(&added)
    }

    /// Writes a change that is not part of the diff. A new file header follows the comment.
    fn write_comment(&mut self, before: &[u8], after: &[u8]) -> io::Result<()> {
        self.end_hunk()?;
        self.has_header = false;
        writeln!(
            self.out,
            "# line {}: changed, but not part of this diff because it contains text that is not safe to print",
            self.line
        )?;
        for (sign, line) in [('-', before), ('+', after)] {
            let line = String::from_utf8_lossy(line);
            let line = without_secrets(line.trim_end_matches(['\r', '\n']));
            writeln!(self.out, "#{sign}{}", Escaped::line(&line).truncated(MAX_COMMENT_CHARS))?;
        }
        Ok(())
    }
}

impl Hunk {
    fn push(&mut self, line: usize, before: &[u8], after: &[u8]) {
        if self.line_count == 0 {
            self.first_line = line;
        }
        self.line_count += 1;
        push_line(&mut self.removed, b'-', before);
        push_line(&mut self.added, b'+', after);
    }
}

fn push_line(text: &mut Vec<u8>, sign: u8, line: &[u8]) {
    text.push(sign);
    text.extend_from_slice(line);
    if !line.ends_with(b"\n") {
        text.extend_from_slice(b"\n\\ No newline at end of file\n");
    }
}

/// Returns the lines of a text, each with its line feed.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split_inclusive(|byte| *byte == b'\n')
}
