//! A file as a slow disk gives it.

use std::io::{self, Read};

/// Gives a text in pieces that become longer.
pub struct Pieces<'a> {
    pub text: &'a [u8],
    pub most: usize,
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.most.min(self.text.len()).min(buffer.len());
        let (piece, rest) = self.text.split_at(length);
        buffer[..length].copy_from_slice(piece);
        (self.text, self.most) = (rest, self.most + self.most / 2);
        Ok(length)
    }
}
