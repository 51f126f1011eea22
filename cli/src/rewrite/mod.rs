//! Atomic replacement of files: a file gets all of its new content or keeps the old one, with owner, permissions and
//! extended attributes.

mod original;
mod platform;
mod replacement;

pub use original::Original;
pub use replacement::Replacement;
