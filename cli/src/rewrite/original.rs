//! The file that is read before it is replaced.

use std::fs::{self, File, Metadata};
use std::io::{self, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::platform;

/// An open file that may be replaced. Symbolic links are resolved once, when it is opened.
#[derive(Debug)]
pub struct Original {
    path: PathBuf,
    file: File,
    /// The metadata at the time of opening.
    metadata: Metadata,
}

impl Original {
    /// Opens a file for reading.
    ///
    /// # Errors
    ///
    /// Those of opening the file, and one if it is not a regular file.
    pub fn open(path: &Path) -> io::Result<Self> {
        let path = fs::canonicalize(path)?;
        let metadata = fs::metadata(&path)?;
        if metadata.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if !metadata.is_file() {
            let message = "refusing to rewrite: not a regular file";
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        let file = platform::open_no_follow(&path)?;
        let metadata = file.metadata()?;
        Ok(Self { path, file, metadata })
    }

    /// Returns the file, positioned at its start.
    pub fn reader(&self) -> io::Result<&File> {
        (&self.file).seek(SeekFrom::Start(0))?;
        Ok(&self.file)
    }

    /// Returns a second reader of the same file, which has a position of its own.
    ///
    /// # Errors
    ///
    /// Those of opening the file, and one if the path is that of another file by now.
    pub fn reopen(&self) -> io::Result<File> {
        let file = platform::open_no_follow(&self.path)?;
        self.ensure_same_file(&file.metadata()?)?;
        Ok(file)
    }

    /// Returns the path, in which symbolic links are resolved.
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn file(&self) -> &File {
        &self.file
    }

    /// Returns the metadata at the time of opening.
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// Returns an error unless the file at `path` is this file with the content that it had when it was opened.
    pub fn ensure_unchanged_at(&self, path: &Path) -> io::Result<()> {
        self.ensure_same_file(&fs::symlink_metadata(path)?)?;
        let now = self.file.metadata()?;
        if now.len() != self.metadata.len() || now.modified()? != self.metadata.modified()? {
            return Err(io::Error::other("refusing to rewrite: another program changed the file"));
        }
        Ok(())
    }

    fn ensure_same_file(&self, metadata: &Metadata) -> io::Result<()> {
        if !platform::is_same_file(metadata, &self.metadata) {
            return Err(io::Error::other("refusing to rewrite: another file has its name now"));
        }
        Ok(())
    }
}
