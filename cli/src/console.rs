//! Error messages on standard error, with everything escaped that a terminal or a CI log would act on.

use std::ffi::OsString;
use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;

use user_processing_result::escape::{Escaped, is_safe_to_print, without_secrets};

/// The maximum length of a file name in an output. No operating system has longer names.
const MAX_NAME_CHARS: usize = 4096;

/// The maximum length of an error message: a file name and a description.
const MAX_ERROR_CHARS: usize = 2 * MAX_NAME_CHARS;

/// The length from which an argument is not printed as it is.
const MAX_ARGUMENT_BYTES: usize = 1024;

/// Prints an error message on standard error, after the name of the command.
///
/// If standard error is closed, the message is lost; the exit status still reports the error.
pub fn print_error(message: impl Display) {
    print_escaped(&format!("upr: {message}\n"));
}

/// Returns the name of a file for one line of text: escaped, with U+FFFD for bytes that are not UTF-8.
pub fn display_name(file: &Path) -> String {
    Escaped::line(&file.to_string_lossy()).truncated(MAX_NAME_CHARS).to_string()
}

/// Prints a help text or an error about the arguments as clap formats it, and exits with its status.
///
/// Arguments can be file names that somebody else chose. If one of them is long, contains unprintable characters, or looks
/// like a secret, the text is escaped first, and its colors are lost.
pub fn exit_with(error: &clap::Error) -> ! {
    if std::env::args_os().all(is_safe_argument) {
        error.exit();
    }
    print_escaped(&without_secrets(&error.to_string()));
    std::process::exit(error.exit_code())
}

#[expect(clippy::needless_pass_by_value, reason = "the type of the iterator's items")]
fn is_safe_argument(argument: OsString) -> bool {
    let argument = argument.to_string_lossy();
    argument.len() < MAX_ARGUMENT_BYTES && is_safe_to_print(&argument, "\n\t")
}

fn print_escaped(text: &str) {
    // Nothing is left to report an error to.
    let _ = write!(io::stderr(), "{}", Escaped::lines(text).truncated(MAX_ERROR_CHARS));
}
