//! Files that are rewritten: all of it or nothing, and nothing but what was read.

use std::fs::{self, File, Metadata};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::signals::Unfinished;

/// What happens to what is safe to rewrite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fix {
    InPlace,
    DryRun,
}

/// A file that may be rewritten. Its links are resolved once, when it is opened.
#[derive(Debug)]
pub struct Original {
    path: PathBuf,
    file: File,
    was: Metadata,
}

impl Original {
    /// Opens a file.
    ///
    /// # Errors
    ///
    /// Those of opening it, and one where it is no file that can be rewritten.
    pub fn open(path: &Path) -> io::Result<Self> {
        let path = fs::canonicalize(path)?;
        let kind = fs::metadata(&path)?;
        if kind.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if !kind.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "it is no file that can be rewritten"));
        }
        let file = open(&path)?;
        let was = file.metadata()?;
        Ok(Self { path, file, was })
    }

    /// Returns the file, to be read from its beginning.
    pub fn reader(&self) -> io::Result<&File> {
        (&self.file).seek(SeekFrom::Start(0))?;
        Ok(&self.file)
    }

    pub fn len(&self) -> u64 {
        self.was.len()
    }

    /// Opens the same file once more, to be read beside the first reader.
    fn reopen(&self) -> io::Result<File> {
        let file = open(&self.path)?;
        if is_same_file(&file.metadata()?, &self.was) { Ok(file) } else { Err(other_file()) }
    }

    /// Fails where the file has another text by now.
    fn ensure_unchanged(&self) -> io::Result<()> {
        let is = self.file.metadata()?;
        if is.len() == self.was.len() && is.modified()? == self.was.modified()? {
            return Ok(());
        }
        Err(io::Error::other("it was changed by something else meanwhile"))
    }
}

/// Opens what a name belongs to, and not what a link leads to that has come in its place.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;

    use rustix::fs::OFlags;

    // A pipe with a name would wait for its other end.
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    File::options().read(true).custom_flags(flags.bits().cast_signed()).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

fn other_file() -> io::Error {
    io::Error::other("its name belongs to another file by now")
}

/// The text that is to stand in the place of an original.
pub struct Replacement<'a> {
    original: &'a Original,
    file: NamedTempFile,
    /// A second reader of the original, and up to where its text is copied.
    source: File,
    copied: u64,
    /// Whether what has the name of the new text by now is somebody else's.
    is_kept: bool,
}

impl<'a> Replacement<'a> {
    /// Begins an empty text beside the original.
    ///
    /// # Errors
    ///
    /// Those of the system, and one where the original is read-only or has a hard link.
    pub fn begin(original: &'a Original) -> io::Result<Self> {
        if original.was.permissions().readonly() {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
        }
        ensure_one_name(&original.was)?;
        let source = original.reopen()?;
        let mut unfinished = Unfinished::lock();
        let file = NamedTempFile::new_in(original.path.parent().unwrap_or(Path::new(".")))?;
        unfinished.set(Some(file.path()));
        Ok(Self { original, file, source, copied: 0, is_kept: false })
    }

    /// Copies the original up to `start`, then writes `text` in the place of what stands up to `end`.
    pub fn replace(&mut self, start: u64, text: &[u8], end: u64) -> io::Result<()> {
        self.copy_to(start)?;
        self.file.write_all(text)?;
        self.source.seek(SeekFrom::Start(end))?;
        self.copied = end;
        Ok(())
    }

    fn copy_to(&mut self, end: u64) -> io::Result<()> {
        let length = end.saturating_sub(self.copied);
        let copied = io::copy(&mut io::Read::take(&self.source, length), &mut self.file)?;
        self.copied += copied;
        Ok(())
    }

    /// Copies what is left of the original and puts the text in its place, unless the original, or its name, is no longer
    /// what it was.
    ///
    /// Returns the file as it is then, to be read from its beginning.
    pub fn put_in_place(mut self) -> io::Result<File> {
        self.copy_to(u64::MAX)?;
        make_alike(self.file.as_file(), self.original)?;
        self.file.as_file().sync_all()?;
        // A signal waits until this is done.
        let unfinished = Unfinished::lock();
        let mut file = self.swap()?;
        drop(unfinished);
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    }

    /// Where the system can exchange two files, what is moved away is looked at after that: there is no moment between the
    /// look and the move.
    #[cfg(target_os = "linux")]
    fn swap(&mut self) -> io::Result<File> {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;

        let path = &self.original.path;
        let exchange = || renameat_with(CWD, self.file.path(), CWD, path, RenameFlags::EXCHANGE);
        match exchange() {
            Ok(()) => {}
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => return self.rename(),
            Err(error) => return Err(error.into()),
        }
        match self.ensure_original(self.file.path()) {
            Ok(()) => self.file.as_file().try_clone(),
            Err(error) => {
                exchange().map_err(|_| self.keep_moved())?;
                Err(error)
            }
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn swap(&mut self) -> io::Result<File> {
        self.rename()
    }

    /// Replaces the original by its name.
    fn rename(&mut self) -> io::Result<File> {
        self.ensure_original(&self.original.path)?;
        let file = self.file.as_file().try_clone()?;
        fs::rename(self.file.path(), &self.original.path)?;
        Ok(file)
    }

    /// Fails where a name does not belong to the original, with the text that it had.
    fn ensure_original(&self, path: &Path) -> io::Result<()> {
        if !is_same_file(&fs::symlink_metadata(path)?, &self.original.was) {
            return Err(other_file());
        }
        self.original.ensure_unchanged()
    }

    /// Leaves a file of somebody else's where it is by now.
    #[cfg(target_os = "linux")]
    fn keep_moved(&mut self) -> io::Error {
        self.is_kept = true;
        self.file.disable_cleanup(true);
        let path = self.file.path().display();
        io::Error::other(format!("its name belonged to another file, which is `{path}` now"))
    }
}

impl Drop for Replacement<'_> {
    /// Removes the file, be it the new text that was not put in place or the old one: only then nothing is unfinished.
    fn drop(&mut self) {
        let mut unfinished = Unfinished::lock();
        if !self.is_kept {
            // It may be gone already.
            let _ = fs::remove_file(self.file.path());
        }
        unfinished.set(None);
    }
}

#[cfg(unix)]
fn is_same_file(a: &Metadata, b: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;

    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

/// What has no number is known by its age.
#[cfg(not(unix))]
fn is_same_file(a: &Metadata, b: &Metadata) -> bool {
    a.is_file() && a.created().ok() == b.created().ok()
}

#[cfg(unix)]
fn ensure_one_name(was: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt;

    if was.nlink() > 1 {
        return Err(io::Error::other("it has another name, a hard link, which would keep the old text"));
    }
    Ok(())
}

#[cfg(not(unix))]
fn ensure_one_name(_: &Metadata) -> io::Result<()> {
    Ok(())
}

/// Gives a file the owner, the permissions and the extended attributes of the one in whose place it is put.
#[cfg(unix)]
fn make_alike(file: &File, original: &Original) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};

    let (old, new) = (&original.was, file.metadata()?);
    if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
        fchown(file, Some(old.uid()), Some(old.gid()))?;
    }
    file.set_permissions(fs::Permissions::from_mode(old.mode() & 0o7777))?;
    copy_attributes(file, &original.file)
}

#[cfg(not(unix))]
fn make_alike(file: &File, original: &Original) -> io::Result<()> {
    file.set_permissions(original.was.permissions())
}

/// Copies the extended attributes, access control lists among them, and removes what a folder gives to new files.
#[cfg(unix)]
fn copy_attributes(file: &File, old: &File) -> io::Result<()> {
    use std::ffi::OsString;

    use xattr::FileExt;

    let names = |file: &File| match file.list_xattr() {
        Ok(names) => Ok(names.collect::<Vec<OsString>>()),
        Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(Vec::new()),
        Err(error) => Err(error),
    };
    let kept = names(old)?;
    for name in names(file)?.iter().filter(|name| !kept.contains(name)) {
        file.remove_xattr(name)?;
    }
    for name in &kept {
        let Some(value) = old.get_xattr(name)? else { continue };
        if file.get_xattr(name)?.as_ref() != Some(&value) {
            let lost = |error| format!("its attribute {} would be lost: {error}", name.display());
            file.set_xattr(name, &value).map_err(|error| io::Error::new(error.kind(), lost(error)))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Read;
    use std::path::Path;

    use super::{Original, Replacement};

    /// Replaces `old` by `new` in a file, with something happening to it in between.
    fn replace(file: &Path, meanwhile: impl FnOnce()) -> std::io::Result<String> {
        let original = Original::open(file)?;
        let mut replacement = Replacement::begin(&original)?;
        replacement.replace(2, b"new", 5)?;
        meanwhile();
        let mut text = String::new();
        replacement.put_in_place()?.read_to_string(&mut text)?;
        Ok(text)
    }

    /// The names in a folder with what is in the files, and where links lead to.
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
    fn a_piece_is_replaced_and_the_rest_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("body.json");
        fs::write(&file, "a old b").unwrap();
        assert_eq!(replace(&file, || ()).unwrap(), "a new b");
        assert_eq!(contents(folder.path()), [("body.json".to_owned(), "a new b".to_owned())]);
    }

    /// What another program wrote while this one was reading stays.
    #[test]
    fn a_file_that_was_changed_meanwhile_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("body.json");
        for meanwhile in ["longer than it was", "a odd b"] {
            fs::write(&file, "a old b").unwrap();
            let change = || {
                fs::write(&file, meanwhile).unwrap();
                let changed = fs::File::options().write(true).open(&file).unwrap();
                changed.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
            };
            let error = replace(&file, change).unwrap_err();
            assert_eq!(error.to_string(), "it was changed by something else meanwhile");
            assert_eq!(contents(folder.path()), [("body.json".to_owned(), meanwhile.to_owned())]);
        }
    }

    /// Whatever has the name of the file by now, that is not what was read.
    #[cfg(unix)]
    #[test]
    fn what_has_the_name_by_now_is_not_replaced() {
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
            let meanwhile = || {
                fs::rename(&file, folder.path().join("moved.json")).unwrap();
                change(&file, &other);
                before = contents(folder.path());
                before.retain(|(name, _)| !name.starts_with(".tmp"));
            };
            replace(&file, meanwhile).unwrap_err();
            assert_eq!(
                contents(folder.path()),
                before,
                "everything is as it was, and nothing is left behind"
            );
        }
    }

    /// A link leads to the same file as before, which is another one.
    #[cfg(unix)]
    #[test]
    fn links_are_resolved_once() {
        use std::os::unix::fs::symlink;

        let folder = tempfile::tempdir().unwrap();
        let [file, other, link] = ["a.json", "b.json", "link.json"].map(|name| folder.path().join(name));
        fs::write(&file, "a old b").unwrap();
        fs::write(&other, "precious").unwrap();
        symlink(&file, &link).unwrap();
        let meanwhile = || {
            fs::remove_file(&link).unwrap();
            symlink(&other, &link).unwrap();
        };
        replace(&link, meanwhile).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "a new b");
        assert_eq!(fs::read_to_string(&other).unwrap(), "precious");
        assert_eq!(fs::read_link(&link).unwrap(), other);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn owner_mode_and_attributes_are_kept() {
        use std::os::unix::fs::PermissionsExt;

        // In the folder of the build: not every system has attributes in its folder of temporary files.
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
