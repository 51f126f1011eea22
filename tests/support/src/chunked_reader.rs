//! A reader that returns a text in chunks.

use std::io::{self, Read};

/// A reader whose chunks become longer: each is half as long again as the one before it.
pub struct ChunkedReader<'a> {
    pub text: &'a [u8],
    /// The length of the next chunk in bytes, if the text and the buffer of the caller are long enough.
    pub chunk_length: usize,
}

impl Read for ChunkedReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.chunk_length.min(self.text.len()).min(buffer.len());
        let (chunk, rest) = self.text.split_at(length);
        buffer[..length].copy_from_slice(chunk);
        self.text = rest;
        self.chunk_length += self.chunk_length / 2;
        Ok(length)
    }
}
