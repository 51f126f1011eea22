//! Standard output that discards the rest when its reader closes the pipe.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A writer that treats a closed pipe as a reason to stop, not as an error.
///
/// After the first [`BrokenPipe`](io::ErrorKind::BrokenPipe) it discards everything, and [`PipeState::is_closed`] returns
/// `true`.
pub struct OutputWriter<W> {
    out: W,
    pipe: PipeState,
}

/// The state of the pipe of an [`OutputWriter`], shared between threads.
#[derive(Debug, Clone, Default)]
pub struct PipeState(Arc<AtomicBool>);

impl PipeState {
    /// Returns `true` if a write found the pipe closed.
    pub fn is_closed(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl<W: Write> OutputWriter<W> {
    pub fn new(out: W) -> Self {
        Self { out, pipe: PipeState::default() }
    }

    pub fn pipe(&self) -> PipeState {
        self.pipe.clone()
    }

    /// Calls `write` and returns its result, or `discarded` if the pipe is closed.
    fn write_unless_closed<T>(
        &mut self,
        discarded: T,
        write: impl FnOnce(&mut W) -> io::Result<T>,
    ) -> io::Result<T> {
        if self.pipe.is_closed() {
            return Ok(discarded);
        }
        match write(&mut self.out) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.pipe.0.store(true, Ordering::Relaxed);
                Ok(discarded)
            }
            result => result,
        }
    }
}

impl<W: Write> Write for OutputWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_unless_closed(bytes.len(), |out| out.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.write_unless_closed((), Write::flush)
    }
}
