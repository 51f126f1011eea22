//! Removal of the temporary file of `--fix` when a signal ends the command.
//!
//! Only Unix has this. On Windows, Ctrl-C during `--fix` ends the process at once: the file that is being fixed keeps its
//! old or its new content, but a temporary file named `.tmp` and six more characters can be left beside it. A handler would
//! prevent only that, which is not worth a dependency.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The temporary file that is removed when a signal ends the command.
static TEMPORARY_FILE: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Exclusive access to the name of the temporary file. A signal does not end the command while it exists.
pub struct TemporaryFileLock(MutexGuard<'static, Option<PathBuf>>);

impl TemporaryFileLock {
    pub fn acquire() -> Self {
        Self(TEMPORARY_FILE.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Sets the temporary file, or removes the entry if `file` is `None`.
    pub fn set(&mut self, file: Option<&Path>) {
        *self.0 = file.map(Path::to_owned);
    }
}

/// Starts a thread that removes the temporary file when a signal arrives, and then ends the command as the signal does.
///
/// Signals that the parent process set to be ignored, as `nohup` does, stay ignored. SIGXFSZ no longer ends the command:
/// exceeding the limit on file sizes becomes a write error.
///
/// # Errors
///
/// Those of installing the handlers and of starting the thread.
#[cfg(unix)]
pub fn install_handlers() -> std::io::Result<()> {
    use signal_hook::consts::{
        SIGALRM, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGXCPU, SIGXFSZ,
    };
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    let ignored = ignored_signals();
    let fatal = [SIGALRM, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGXCPU];
    let mut signals = Signals::new(fatal.into_iter().filter(|signal| ignored >> (signal - 1) & 1 == 0))?;
    signal_hook::flag::register(SIGXFSZ, std::sync::Arc::default())?;
    let wait = move || {
        if let Some(signal) = signals.forever().next() {
            remove_temporary_file();
            let _ = emulate_default_handler(signal);
            std::process::exit(128 + signal);
        }
    };
    std::thread::Builder::new().name("signals".to_owned()).spawn(wait)?;
    Ok(())
}

/// Removes the temporary file and never releases the lock, so that no other file is started or moved into place.
#[cfg(unix)]
fn remove_temporary_file() {
    let lock = TemporaryFileLock::acquire();
    if let Some(path) = &*lock.0 {
        // An error cannot be reported: the process is about to end.
        let _ = std::fs::remove_file(path);
    }
    std::mem::forget(lock);
}

/// Returns the signals that the parent process set to be ignored: signal `n` is bit `n - 1`.
///
/// The result is 0 on systems without `/proc`, such as macOS: there, ignored signals end the command during `--fix`.
#[cfg(unix)]
fn ignored_signals() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}
