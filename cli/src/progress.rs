//! A bar on standard error for work that takes its time; it clears itself when that is done.

use std::io::{self, IsTerminal, Read};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Work that is done sooner shows no bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// Reads a file and shows how far it has come.
pub struct Progress<R> {
    reader: R,
    /// There from the beginning, so that it knows how fast it goes when it is shown.
    bar: ProgressBar,
}

impl<R: Read> Progress<R> {
    /// Reads `reader`, of which `length` bytes are to come if that is known.
    pub fn new(reader: R, length: Option<u64>) -> Self {
        Self { reader, bar: ProgressBar::with_draw_target(length, ProgressDrawTarget::hidden()) }
    }

    /// The bar, for what must not run into it.
    pub fn bar(&self) -> ProgressBar {
        self.bar.clone()
    }

    fn show(&self) {
        let template = match self.bar.length() {
            Some(_) => "{wide_bar} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left",
            None => "{spinner} {bytes}, {bytes_per_sec}",
        };
        self.bar.set_style(ProgressStyle::with_template(template).expect("a template that is right"));
        self.bar.set_draw_target(ProgressDrawTarget::stderr());
    }
}

impl<R: Read> Read for Progress<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.bar.inc(read as u64);
        if self.bar.is_hidden() && self.bar.elapsed() > PATIENCE && io::stderr().is_terminal() {
            self.show();
        }
        Ok(read)
    }
}
