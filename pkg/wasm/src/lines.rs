//! Files of lines that arrive in chunks.

use alloc::collections::TryReserveError;
use alloc::vec::Vec;

use user_processing_result::internal::LineReports;
use user_processing_result::{Contract, Report};
use user_processing_result_border::{NO_MEMORY, NOTHING};

use crate::report_encoder::ReportEncoder;

/// About the number of words of reports that are returned at once.
const MAX_WORDS: usize = 16 << 10;

/// The open readers, by number.
pub(crate) struct LineReaders {
    readers: Vec<(usize, LineReader)>,
    /// The number of readers that were ever opened, so that each has a number of its own.
    opened: usize,
}

/// A reader of one file.
pub(crate) struct LineReader {
    reports: LineReports,
    /// The number of bytes of the chunk that were read.
    at: usize,
    is_end: bool,
}

/// The reason why reading stops.
enum Stop {
    /// No other line ends in the chunk.
    NeedsChunk,
    NoMemory,
}

impl From<TryReserveError> for Stop {
    fn from(_: TryReserveError) -> Self {
        Self::NoMemory
    }
}

impl LineReaders {
    pub(crate) const fn new() -> Self {
        Self { readers: Vec::new(), opened: 0 }
    }

    /// Opens a reader, and returns its number.
    pub(crate) fn open(&mut self, contract: Contract) -> usize {
        self.opened += 1;
        let reader = LineReader { reports: LineReports::new(contract), at: 0, is_end: false };
        self.readers.push((self.opened, reader));
        self.opened
    }

    pub(crate) fn get(&mut self, number: usize) -> Option<&mut LineReader> {
        self.readers.iter_mut().find(|(known, _)| *known == number).map(|(_, reader)| reader)
    }

    pub(crate) fn close(&mut self, number: usize) {
        self.readers.retain(|(known, _)| *known != number);
    }

    pub(crate) fn len(&self) -> usize {
        self.readers.len()
    }
}

impl LineReader {
    /// Starts the next chunk, or the end of the file.
    pub(crate) fn set_chunk(&mut self, is_end: bool) {
        self.at = 0;
        self.is_end = is_end;
    }

    /// Encodes the reports of some of the lines that end in the chunk, and returns their address.
    pub(crate) fn check(&mut self, chunk: &[u8], encoder: &mut ReportEncoder) -> usize {
        encoder.clear();
        while encoder.len() < MAX_WORDS {
            match self.next(chunk) {
                Ok(Some((line, report))) => encoder.add(line, &report),
                // Reports that are encoded already are returned first; the next call runs out of memory again.
                Err(Stop::NoMemory) if encoder.len() == 0 => return NO_MEMORY,
                Ok(None) | Err(Stop::NeedsChunk | Stop::NoMemory) => break,
            }
        }
        if encoder.len() == 0 { NOTHING } else { encoder.finish() }
    }

    /// Returns the number and the report of the next line, or `None` at the end of the file.
    fn next(&mut self, chunk: &[u8]) -> Result<Option<(usize, Report)>, Stop> {
        self.reports.next(|buffer| {
            let length = buffer.len().min(chunk.len() - self.at);
            if length == 0 && !self.is_end {
                return Err(Stop::NeedsChunk);
            }
            buffer[..length].copy_from_slice(&chunk[self.at..self.at + length]);
            self.at += length;
            Ok(length)
        })
    }
}
