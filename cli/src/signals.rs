//! What a signal leaves behind: nothing.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The file that is being written, which nothing that ends the command may leave behind.
static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);

/// The right to say which file is unfinished; a signal waits until it is given back.
pub struct Unfinished(MutexGuard<'static, Option<PathBuf>>);

impl Unfinished {
    pub fn lock() -> Self {
        Self(UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn set(&mut self, file: Option<&Path>) {
        *self.0 = file.map(Path::to_owned);
    }
}

/// Removes the unfinished file, and has no other begun after it.
fn clean_up() {
    let unfinished = Unfinished::lock();
    if let Some(path) = &*unfinished.0 {
        // There is nobody left to tell.
        let _ = std::fs::remove_file(path);
    }
    // To the end of the process nothing is put in place any more.
    std::mem::forget(unfinished);
}

/// Has every signal that ends the command remove the unfinished file first, and then end it as it would have done; a file
/// that grows past the limit of the process is an error of writing, and no end.
#[cfg(unix)]
pub fn catch() -> io::Result<()> {
    use signal_hook::consts::{
        SIGALRM, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGXCPU, SIGXFSZ,
    };
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::emulate_default_handler;

    let ignored = ignored();
    let ending = [SIGALRM, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGXCPU];
    let mut signals = Signals::new(ending.into_iter().filter(|signal| ignored >> (signal - 1) & 1 == 0))?;
    signal_hook::flag::register(SIGXFSZ, std::sync::Arc::default())?;
    let wait = move || {
        if let Some(signal) = signals.forever().next() {
            clean_up();
            let _ = emulate_default_handler(signal);
            std::process::exit(128 + signal);
        }
    };
    std::thread::Builder::new().name("signals".to_owned()).spawn(wait)?;
    Ok(())
}

/// The signals that whoever started the command has it ignore, as `nohup` does, a bit each.
#[cfg(unix)]
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}

#[cfg(not(unix))]
pub fn catch() -> io::Result<()> {
    let end = || {
        clean_up();
        std::process::exit(130)
    };
    ctrlc::set_handler(end).map_err(io::Error::other)
}
