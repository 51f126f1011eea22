//! A bar on standard error for work that takes its time.

use std::io::{self, IsTerminal, Read};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Work that is done sooner shows no bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// Reads a file and shows how far it has come.
pub struct Progress<R> {
    reader: R,
    length: Option<u64>,
    read: u64,
    since: Instant,
    bar: Arc<OnceLock<ProgressBar>>,
}

impl<R: Read> Progress<R> {
    /// Reads `reader`, of which `length` bytes are to come if that is known.
    pub fn new(reader: R, length: Option<u64>) -> Self {
        Self { reader, length, read: 0, since: Instant::now(), bar: Arc::default() }
    }

    /// Where the bar will be once there is one, for what must not run into it.
    pub fn bar(&self) -> Arc<OnceLock<ProgressBar>> {
        Arc::clone(&self.bar)
    }

    fn show(&mut self) {
        if self.bar.get().is_none() && self.since.elapsed() > PATIENCE && io::stderr().is_terminal() {
            let template = match self.length {
                Some(_) => "{wide_bar} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left",
                None => "{spinner} {bytes}, {bytes_per_sec}",
            };
            let style = ProgressStyle::with_template(template).expect("a template that is right");
            let bar = self.length.map_or_else(ProgressBar::no_length, ProgressBar::new).with_style(style);
            self.bar.get_or_init(|| bar.with_elapsed(self.since.elapsed()));
        }
        if let Some(bar) = self.bar.get() {
            bar.set_position(self.read);
        }
    }
}

impl<R: Read> Read for Progress<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.read += read as u64;
        self.show();
        Ok(read)
    }
}

impl<R> Drop for Progress<R> {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
