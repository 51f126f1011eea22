//! What a fix would change, as a unified diff without context.
//!
//! A fix never adds or removes a line, so the lines of both texts correspond one to one, and no search is needed for which
//! of them are the same. `patch` accepts the diff. A line that must not be shown as it is, because it contains control
//! characters, invisible characters or what may be a secret, is not part of the diff: `patch` passes over it, as it is
//! shown in comments, escaped.

use std::io::{self, Write};

use user_processing_result::escape::{Escaped, is_safe_to_print, without_secrets};

/// A hunk is written when it has so many bytes: a diff is never held as a whole.
const MAX_HUNK_BYTES: usize = 64 << 10;

/// How many characters of a line are shown in a comment.
const MAX_COMMENT_CHARS: usize = 512;

/// Writes the diff of one file, of which the lines come one after another.
pub struct Diff<'a> {
    file: String,
    /// Whether a carriage return within a line may be printed: a CI log takes it for the end of the line.
    prints_returns: bool,
    out: &'a mut dyn Write,
    /// The number of the next line.
    line: usize,
    /// Whether a hunk can follow right after what was written.
    continues: bool,
    hunk: Hunk,
}

/// Lines that are changed, one right after another.
#[derive(Default)]
struct Hunk {
    first: usize,
    count: usize,
    removed: Vec<u8>,
    added: Vec<u8>,
}

impl<'a> Diff<'a> {
    pub fn new(file: &str, prints_returns: bool, out: &'a mut dyn Write) -> Self {
        let file = Escaped::line(file).to_string();
        Self { file, prints_returns, out, line: 1, continues: false, hunk: Hunk::default() }
    }

    /// Passes over lines that stay as they are.
    pub fn skip_to(&mut self, line: usize) -> io::Result<()> {
        if self.line < line {
            self.end_hunk()?;
            self.line = line;
        }
        Ok(())
    }

    /// Compares the next lines before and after.
    pub fn push(&mut self, before: &[u8], after: &[u8]) -> io::Result<()> {
        for (before, after) in lines(before).zip(lines(after)) {
            if before == after {
                self.end_hunk()?;
            } else if self.is_fit(before) && self.is_fit(after) {
                self.hunk.push(self.line, before, after);
            } else {
                self.comment(before, after)?;
            }
            self.line += 1;
            if self.hunk.removed.len() > MAX_HUNK_BYTES {
                self.end_hunk()?;
            }
        }
        Ok(())
    }

    /// Writes what is left.
    pub fn finish(mut self) -> io::Result<()> {
        self.end_hunk()
    }

    /// Whether a line can be printed as it is.
    fn is_fit(&self, line: &[u8]) -> bool {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let allowed = if self.prints_returns { "\t\r" } else { "\t" };
        str::from_utf8(line).is_ok_and(|line| is_safe_to_print(line, allowed))
    }

    fn end_hunk(&mut self) -> io::Result<()> {
        let Hunk { first, count, removed, added } = std::mem::take(&mut self.hunk);
        if count == 0 {
            return Ok(());
        }
        if !std::mem::replace(&mut self.continues, true) {
            write!(self.out, "--- {0}\n+++ {0}\n", self.file)?;
        }
        writeln!(self.out, "@@ -{first},{count} +{first},{count} @@")?;
        self.out.write_all(&removed)?;
        self.out.write_all(&added)
    }

    /// Shows a change that is not part of the diff, which begins again after it.
    fn comment(&mut self, before: &[u8], after: &[u8]) -> io::Result<()> {
        self.end_hunk()?;
        self.continues = false;
        writeln!(
            self.out,
            "# line {}: changed too, but not part of this diff: it contains what is not printed as it is",
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
        if self.count == 0 {
            self.first = line;
        }
        self.count += 1;
        for (sign, line, text) in [(b'-', before, &mut self.removed), (b'+', after, &mut self.added)] {
            text.push(sign);
            text.extend_from_slice(line);
            if !line.ends_with(b"\n") {
                text.extend_from_slice(b"\n\\ No newline at end of file\n");
            }
        }
    }
}

/// The lines of a text, each with its line feed.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split_inclusive(|byte| *byte == b'\n')
}
