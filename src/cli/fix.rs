//! Files rewritten as a whole, or shown as a diff.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use similar::TextDiff;
use tempfile::NamedTempFile;

/// What happens to what is safe to rewrite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fix {
    InPlace,
    DryRun,
}

/// Puts `text` in the place of a file, all of it or nothing.
pub fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    // A link stays one: what it leads to is replaced.
    let path = fs::canonicalize(path)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(text)?;
    file.as_file().set_permissions(fs::metadata(&path)?.permissions())?;
    file.as_file().sync_all()?;
    file.persist(&path)?;
    Ok(())
}

/// Shows what would change, as a unified diff.
pub fn show(file: &str, before: &[u8], after: &[u8], out: &mut impl Write) -> io::Result<()> {
    let (before, after) = (String::from_utf8_lossy(before), String::from_utf8_lossy(after));
    let diff = TextDiff::from_lines(&*before, &*after);
    write!(out, "{}", diff.unified_diff().header(file, file))
}
