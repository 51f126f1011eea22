//! The new content of a file.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use super::original::Original;
use super::platform;
use crate::signals::TemporaryFileLock;

/// The new content of a file, written to a temporary file beside it.
pub struct Replacement<'a> {
    original: &'a Original,
    file: NamedTempFile,
    /// A second reader of the original, for the parts that are copied.
    source: File,
    /// The offset in the original up to which the new content is complete.
    position: u64,
    /// `true` if the path of the temporary file is that of another program's file, which must not be removed.
    keeps_temporary_file: bool,
}

impl<'a> Replacement<'a> {
    /// Creates an empty temporary file beside the original.
    ///
    /// # Errors
    ///
    /// Those of the file system, and one if the original is read-only or has several hard links.
    pub fn create(original: &'a Original) -> io::Result<Self> {
        if original.metadata().permissions().readonly() {
            let message = "refusing to rewrite: the file is read-only";
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, message));
        }
        #[cfg(unix)]
        platform::ensure_single_link(original.metadata())?;
        let source = original.reopen()?;
        let mut lock = TemporaryFileLock::acquire();
        let file = NamedTempFile::new_in(original.path().parent().unwrap_or(Path::new(".")))?;
        lock.set(Some(file.path()));
        Ok(Self { original, file, source, position: 0, keeps_temporary_file: false })
    }

    /// Copies the original up to the offset `start`, then writes `text` in place of the bytes up to `end`.
    ///
    /// Calls must be in the order of the offsets.
    pub fn replace(&mut self, start: u64, text: &[u8], end: u64) -> io::Result<()> {
        self.copy_to(start)?;
        self.file.write_all(text)?;
        self.source.seek(SeekFrom::Start(end))?;
        self.position = end;
        Ok(())
    }

    /// Copies the rest of the original, then replaces it by the temporary file.
    ///
    /// Returns the new file, positioned at its start.
    ///
    /// # Errors
    ///
    /// Those of the file system, and one if the original was changed meanwhile or its path is that of another file. The file
    /// at the path is then left as it is.
    pub fn commit(mut self) -> io::Result<File> {
        self.copy_to(u64::MAX)?;
        platform::copy_metadata(self.original.file(), self.original.metadata(), self.file.as_file())?;
        self.file.as_file().sync_all()?;
        // A signal does not end the command between the exchange of the files and the check after it.
        let lock = TemporaryFileLock::acquire();
        let mut file = self.swap()?;
        drop(lock);
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    }

    fn copy_to(&mut self, end: u64) -> io::Result<()> {
        let length = end.saturating_sub(self.position);
        self.position += io::copy(&mut Read::take(&self.source, length), &mut self.file)?;
        Ok(())
    }

    /// Exchanges the two files, checks the one that was moved away, and exchanges them again if it is not the original.
    ///
    /// Checking first and then renaming, as other systems do, leaves a moment in which another program's file can get the
    /// name and be lost.
    #[cfg(target_os = "linux")]
    fn swap(&mut self) -> io::Result<File> {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;

        let path = self.original.path();
        let exchange = || renameat_with(CWD, self.file.path(), CWD, path, RenameFlags::EXCHANGE);
        match exchange() {
            Ok(()) => {}
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => return self.rename(),
            Err(error) => return Err(error.into()),
        }
        match self.original.ensure_unchanged_at(self.file.path()) {
            Ok(()) => self.file.as_file().try_clone(),
            Err(error) => {
                exchange().map_err(|_| self.keep_temporary_file())?;
                Err(error)
            }
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn swap(&mut self) -> io::Result<File> {
        self.rename()
    }

    /// Renames the temporary file to the path of the original.
    fn rename(&mut self) -> io::Result<File> {
        self.original.ensure_unchanged_at(self.original.path())?;
        let file = self.file.as_file().try_clone()?;
        fs::rename(self.file.path(), self.original.path())?;
        Ok(file)
    }

    /// Keeps another program's file at the path of the temporary file, and returns an error that names the path.
    #[cfg(target_os = "linux")]
    fn keep_temporary_file(&mut self) -> io::Error {
        self.keeps_temporary_file = true;
        self.file.disable_cleanup(true);
        let path = self.file.path().display();
        io::Error::other(format!("another file had its name; that file is `{path}` now"))
    }
}

impl Drop for Replacement<'_> {
    /// Removes the file at the path of the temporary file: the new content if it was not committed, else the old content.
    fn drop(&mut self) {
        let mut lock = TemporaryFileLock::acquire();
        if !self.keeps_temporary_file {
            // It does not exist any more after a rename.
            let _ = fs::remove_file(self.file.path());
        }
        lock.set(None);
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Read;
    use std::path::Path;

    use super::super::original::Original;
    use super::Replacement;

    /// Replaces `old` by `new` in a file and calls `interfere` before the commit. Returns the content of the new file.
    fn replace(file: &Path, interfere: impl FnOnce()) -> std::io::Result<String> {
        let original = Original::open(file)?;
        let mut replacement = Replacement::create(&original)?;
        replacement.replace(2, b"new", 5)?;
        interfere();
        let mut text = String::new();
        replacement.commit()?.read_to_string(&mut text)?;
        Ok(text)
    }

    /// Returns the names in a folder, in order, each with the content of the file or the target of the link.
    fn contents(folder: &Path) -> Vec<(String, String)> {
        let mut contents: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| {
                let path = entry.unwrap().path();
                let link = fs::read_link(&path).map(|link| format!("to {}", link.display()));
                let text =
                    link.or_else(|_| fs::read_to_string(&path)).unwrap_or_else(|_| "folder".to_owned());
                (path.file_name().unwrap().to_str().unwrap().to_owned(), text)
            })
            .collect();
        contents.sort();
        contents
    }

    #[test]
    fn replace_keeps_all_other_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("body.json");
        fs::write(&file, "a old b").unwrap();
        assert_eq!(replace(&file, || ()).unwrap(), "a new b");
        assert_eq!(contents(folder.path()), [("body.json".to_owned(), "a new b".to_owned())]);
    }

    #[test]
    fn commit_fails_if_content_changed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("body.json");
        for changed_text in ["longer than it was", "a odd b"] {
            fs::write(&file, "a old b").unwrap();
            let change = || {
                fs::write(&file, changed_text).unwrap();
                let changed = fs::File::options().write(true).open(&file).unwrap();
                changed.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
            };
            let error = replace(&file, change).unwrap_err();
            assert_eq!(error.to_string(), "refusing to rewrite: another program changed the file");
            assert_eq!(contents(folder.path()), [("body.json".to_owned(), changed_text.to_owned())]);
        }
    }

    #[cfg(unix)]
    #[test]
    fn commit_fails_if_another_file_has_the_name() {
        use std::os::unix::fs::symlink;

        type Change = fn(&Path, &Path);
        let changes: [Change; 5] = [
            |file, _| fs::write(file, "a old b").unwrap(),
            |file, other| symlink(other, file).unwrap(),
            |file, other| fs::copy(other, file).map(drop).unwrap(),
            |file, _| fs::create_dir(file).unwrap(),
            |_, _| {},
        ];
        for change in changes {
            let folder = tempfile::tempdir().unwrap();
            let (file, other) = (folder.path().join("body.json"), folder.path().join("other.json"));
            fs::write(&file, "a old b").unwrap();
            fs::write(&other, "precious").unwrap();
            let mut before = Vec::new();
            let interfere = || {
                fs::rename(&file, folder.path().join("moved.json")).unwrap();
                change(&file, &other);
                before = contents(folder.path());
                before.retain(|(name, _)| !name.starts_with(".tmp"));
            };
            replace(&file, interfere).unwrap_err();
            assert_eq!(contents(folder.path()), before, "no file is changed, added or removed");
        }
    }

    #[cfg(unix)]
    #[test]
    fn link_is_resolved_when_opened() {
        use std::os::unix::fs::symlink;

        let folder = tempfile::tempdir().unwrap();
        let [file, other, link] = ["a.json", "b.json", "link.json"].map(|name| folder.path().join(name));
        fs::write(&file, "a old b").unwrap();
        fs::write(&other, "precious").unwrap();
        symlink(&file, &link).unwrap();
        let interfere = || {
            fs::remove_file(&link).unwrap();
            symlink(&other, &link).unwrap();
        };
        replace(&link, interfere).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "a new b");
        assert_eq!(fs::read_to_string(&other).unwrap(), "precious");
        assert_eq!(fs::read_link(&link).unwrap(), other);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn commit_keeps_mode_and_attributes() {
        use std::os::unix::fs::PermissionsExt;

        // Not in the default folder for temporary files: its file system may not support attributes.
        let folder = tempfile::tempdir_in(env!("CARGO_MANIFEST_DIR")).unwrap();
        let file = folder.path().join("body.json");
        fs::write(&file, "a old b").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o4640)).unwrap();
        xattr::set(&file, "user.origin", b"export\0of 2026").unwrap();
        xattr::set(&file, "user.empty", b"").unwrap();
        replace(&file, || ()).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "a new b");
        assert_eq!(xattr::get(&file, "user.origin").unwrap().unwrap(), b"export\0of 2026");
        assert_eq!(xattr::get(&file, "user.empty").unwrap().unwrap(), b"");
        assert_eq!(
            xattr::list(&file).unwrap().filter(|name| name.to_string_lossy().starts_with("user.")).count(),
            2
        );
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o7777, 0o4640);
    }
}
