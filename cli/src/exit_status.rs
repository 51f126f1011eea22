//! The exit statuses that are not those of a successful check.

/// At least one document has an error.
pub const EXIT_INVALID: u8 = 1;

/// The arguments are invalid, or a file could not be read or rewritten.
pub const EXIT_ERROR: u8 = 2;

/// The reader of the output closed it before everything was checked.
///
/// A shell reports the same status for a command that SIGPIPE ends.
pub const EXIT_UNCHECKED: u8 = 141;
