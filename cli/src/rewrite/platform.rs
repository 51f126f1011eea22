//! The parts of rewriting that differ between operating systems.

use std::fs::{File, Metadata};
use std::io;
use std::path::Path;

#[cfg(unix)]
use std::os::unix::fs::MetadataExt;

/// Opens a file for reading, but not one that a symbolic link at this path leads to.
#[cfg(unix)]
pub fn open_no_follow(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;

    use rustix::fs::OFlags;

    // Without NONBLOCK, opening a named pipe waits for its writer.
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    File::options().read(true).custom_flags(flags.bits().cast_signed()).open(path)
}

#[cfg(not(unix))]
pub fn open_no_follow(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Returns `true` if both are metadata of one file.
#[cfg(unix)]
pub fn is_same_file(a: &Metadata, b: &Metadata) -> bool {
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

/// Returns `true` if both are metadata of files that were created at the same time.
///
/// The standard library has no stable access to file numbers on Windows.
#[cfg(not(unix))]
pub fn is_same_file(a: &Metadata, b: &Metadata) -> bool {
    a.is_file() && a.created().ok() == b.created().ok()
}

/// Returns an error if the file has more than one hard link: the others would keep the old content.
#[cfg(unix)]
pub fn ensure_single_link(metadata: &Metadata) -> io::Result<()> {
    if metadata.nlink() > 1 {
        return Err(io::Error::other("refusing to rewrite: the file has several hard links"));
    }
    Ok(())
}

/// Gives `new` the owner, the permissions and the extended attributes of `old`.
#[cfg(unix)]
pub fn copy_metadata(old: &File, old_metadata: &Metadata, new: &File) -> io::Result<()> {
    use std::fs::Permissions;
    use std::os::unix::fs::{PermissionsExt, fchown};

    let new_metadata = new.metadata()?;
    let owner = (old_metadata.uid(), old_metadata.gid());
    if (new_metadata.uid(), new_metadata.gid()) != owner {
        fchown(new, Some(owner.0), Some(owner.1))?;
    }
    new.set_permissions(Permissions::from_mode(old_metadata.mode() & 0o7777))?;
    copy_attributes(old, new)
}

/// Gives `new` the permissions of `old`.
#[cfg(not(unix))]
pub fn copy_metadata(_: &File, old_metadata: &Metadata, new: &File) -> io::Result<()> {
    new.set_permissions(old_metadata.permissions())
}

/// Gives `new` the extended attributes of `old`, such as access control lists, and removes those that it inherited from its
/// folder.
#[cfg(unix)]
fn copy_attributes(old: &File, new: &File) -> io::Result<()> {
    use xattr::FileExt;

    let names = attribute_names(old)?;
    for name in attribute_names(new)?.iter().filter(|name| !names.contains(name)) {
        new.remove_xattr(name)?;
    }
    for name in &names {
        let Some(value) = old.get_xattr(name)? else { continue };
        if new.get_xattr(name)?.as_ref() != Some(&value) {
            let describe = |error| format!("cannot keep the attribute {}: {error}", name.display());
            new.set_xattr(name, &value).map_err(|error| io::Error::new(error.kind(), describe(error)))?;
        }
    }
    Ok(())
}

/// Returns the names of the extended attributes; none if the file system does not support them.
#[cfg(unix)]
fn attribute_names(file: &File) -> io::Result<Vec<std::ffi::OsString>> {
    use xattr::FileExt;

    match file.list_xattr() {
        Ok(names) => Ok(names.collect()),
        Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}
