//! A progress bar on standard error for files that take more than half a second to read.

use std::io::{self, IsTerminal, Read};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long a file is read before the bar is shown.
const BAR_DELAY: Duration = Duration::from_millis(500);

/// A reader that shows how much of a file is read. The bar is cleared when the reader is dropped.
pub struct ProgressReader<R> {
    reader: R,
    /// Hidden at first. It exists from the start so that it measures the rate from the first byte.
    bar: ProgressBar,
}

impl<R: Read> ProgressReader<R> {
    /// Wraps a reader of `length` bytes; `None` if the length is not known.
    pub fn new(reader: R, length: Option<u64>) -> Self {
        Self { reader, bar: ProgressBar::with_draw_target(length, ProgressDrawTarget::hidden()) }
    }

    /// Returns a handle to the bar, which suspends it while something else is printed.
    pub fn bar(&self) -> ProgressBar {
        self.bar.clone()
    }

    fn show_bar(&self) {
        let template = match self.bar.length() {
            Some(_) => "{wide_bar} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left",
            None => "{spinner} {bytes}, {bytes_per_sec}",
        };
        let style = ProgressStyle::with_template(template).expect("the template is a valid constant");
        self.bar.set_style(style);
        self.bar.set_draw_target(ProgressDrawTarget::stderr());
    }
}

impl<R: Read> Read for ProgressReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.reader.read(buffer)?;
        self.bar.inc(length as u64);
        if self.bar.is_hidden() && self.bar.elapsed() > BAR_DELAY && io::stderr().is_terminal() {
            self.show_bar();
        }
        Ok(length)
    }
}
