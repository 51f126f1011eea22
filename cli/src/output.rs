//! Standard output that notices when nobody reads it any more.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Passes on what is written until its reader goes away, and from then on discards it: a closed pipe is no error, but a
/// reason to stop, which [`Reader::is_gone`] tells.
pub struct Output<W> {
    out: W,
    reader: Reader,
}

/// The reader of an [`Output`].
#[derive(Debug, Clone, Default)]
pub struct Reader(Arc<AtomicBool>);

impl Reader {
    /// Returns whether the pipe was found to be closed.
    pub fn is_gone(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl<W: Write> Output<W> {
    pub fn new(out: W) -> Self {
        Self { out, reader: Reader::default() }
    }

    pub fn reader(&self) -> Reader {
        self.reader.clone()
    }

    fn unless_gone<T>(&mut self, discarded: T, write: impl FnOnce(&mut W) -> io::Result<T>) -> io::Result<T> {
        if self.reader.is_gone() {
            return Ok(discarded);
        }
        match write(&mut self.out) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.reader.0.store(true, Ordering::Relaxed);
                Ok(discarded)
            }
            written => written,
        }
    }
}

impl<W: Write> Write for Output<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.unless_gone(bytes.len(), |out| out.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.unless_gone((), Write::flush)
    }
}
