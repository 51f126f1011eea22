//! The errors that end the check of a file.

use std::io;

/// Why a file is not checked to its end.
pub enum CheckError {
    /// The file cannot be read. The other files are still checked.
    Input(io::Error),
    /// Standard output cannot be written. The command ends.
    Output(io::Error),
}

impl CheckError {
    /// Returns the error for a file whose content cannot be checked.
    pub fn unsuitable_input(message: &'static str) -> Self {
        Self::Input(io::Error::new(io::ErrorKind::InvalidData, message))
    }
}
