//! Files rewritten as a whole, or shown as a diff.

use std::fs::{self, File, Metadata};
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
    let metadata = fs::metadata(&path)?;
    if metadata.permissions().readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(text)?;
    make_alike(file.as_file(), &metadata)?;
    file.as_file().sync_all()?;
    file.persist(&path)?;
    Ok(())
}

/// Gives a file the owner and the permissions of the one in whose place it is put.
#[cfg(unix)]
fn make_alike(file: &File, old: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};

    if old.nlink() > 1 {
        return Err(io::Error::other("it has another name, a hard link, which would keep the old text"));
    }
    let new = file.metadata()?;
    if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
        fchown(file, Some(old.uid()), Some(old.gid()))?;
    }
    file.set_permissions(fs::Permissions::from_mode(old.mode() & 0o777))
}

#[cfg(not(unix))]
fn make_alike(file: &File, old: &Metadata) -> io::Result<()> {
    file.set_permissions(old.permissions())
}

/// What would change, as a unified diff.
pub fn diff(file: &str, before: &[u8], after: &[u8]) -> String {
    let (before, after) = (String::from_utf8_lossy(before), String::from_utf8_lossy(after));
    TextDiff::from_lines(&*before, &*after).unified_diff().header(file, file).to_string()
}
