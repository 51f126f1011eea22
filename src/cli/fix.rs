//! Files rewritten as a whole, or shown as a diff.

use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::{Mutex, PoisonError};

use similar::TextDiff;
use tempfile::NamedTempFile;

/// What happens to what is safe to rewrite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fix {
    InPlace,
    DryRun,
}

/// The file that is being written, which nothing that ends the command may leave behind.
static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Takes the unfinished file away where a signal ends the command.
pub fn clean_up_on_signals() -> io::Result<()> {
    let end = || {
        // Held to the end, so that nothing is put in place any more.
        let unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(path) = &*unfinished {
            // There is nobody left to tell.
            let _ = fs::remove_file(path);
        }
        process::exit(130)
    };
    ctrlc::set_handler(end).map_err(io::Error::other)
}

/// Puts `text` in the place of a file, all of it or nothing, unless the file is no longer what it `was`.
pub fn replace(path: &Path, was: &Metadata, text: &[u8]) -> io::Result<()> {
    // A link stays one: what it leads to is replaced.
    let path = fs::canonicalize(path)?;
    if was.permissions().readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let lock = || UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
    let mut file = {
        let mut unfinished = lock();
        let file = NamedTempFile::new_in(folder)?;
        *unfinished = Some(file.path().to_owned());
        file
    };
    file.write_all(text)?;
    make_alike(file.as_file(), was)?;
    file.as_file().sync_all()?;
    let mut unfinished = lock();
    let is = fs::metadata(&path)?;
    if is.len() != was.len() || is.modified()? != was.modified()? {
        return Err(io::Error::other("it was changed by something else meanwhile"));
    }
    file.persist(&path)?;
    *unfinished = None;
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

#[cfg(test)]
mod tests {
    use super::{fs, replace};

    /// What another program wrote while this one was reading stays.
    #[test]
    fn a_file_that_was_changed_meanwhile_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("body.json");
        fs::write(&file, "old").unwrap();
        let was = fs::metadata(&file).unwrap();
        for meanwhile in ["longer than it was", "new"] {
            fs::write(&file, meanwhile).unwrap();
            let changed = fs::File::options().write(true).open(&file).unwrap();
            changed.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
            let error = replace(&file, &was, b"fixed").unwrap_err();
            assert_eq!(error.to_string(), "it was changed by something else meanwhile");
            assert_eq!(fs::read_to_string(&file).unwrap(), meanwhile);
        }
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing is left behind");
        replace(&file, &fs::metadata(&file).unwrap(), b"fixed").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "fixed");
    }
}
