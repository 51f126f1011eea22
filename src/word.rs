//! Bytes read eight at a time, as little-endian words: what safe Rust has in place of vector instructions.
//!
//! Past the end of the text a word holds zeros, which are no digits and stand in no JSON.

use std::fmt;

/// 1 in each of the eight bytes; times a byte it is that byte in each.
const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH_BITS: u64 = ONES * 0x80;

/// The eight bytes from this place on.
#[inline]
pub(crate) fn word(text: &[u8], at: usize) -> u64 {
    let rest = text.get(at..).unwrap_or_default();
    match rest.first_chunk() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

/// How many digits the text begins with.
#[inline]
pub(crate) fn digits(text: &[u8]) -> usize {
    let mut length = 0;
    loop {
        // A digit without the bits of `0` is 0 to 9: neither that nor six more reaches the upper half of its byte.
        let value = word(text, length) ^ (ONES * 0x30);
        let others = (value | value.wrapping_add(ONES * 6)) & (ONES * 0xF0);
        length += first(others);
        if others != 0 {
            return length;
        }
    }
}

/// The number that the first `length` bytes make, which are digits; at most 19.
#[inline]
pub(crate) fn number(text: &[u8], length: usize) -> u64 {
    let (mut number, mut at) = (0, 0);
    while at < length {
        let count = (length - at).min(8);
        number = number * TENS[count] + upto_eight(word(text, at), count);
        at += count;
    }
    number
}

const TENS: [u64; 9] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

/// The number that the first `count` bytes make: 1 to 8 digits.
#[inline]
fn upto_eight(word: u64, count: usize) -> u64 {
    // Zeros before the digits change nothing. Then neighbours are joined: to pairs, to fours, to eight.
    let ones = (word ^ (ONES * 0x30)) << (64 - 8 * count);
    let pairs = pairs(ones) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs * 100 + (pairs >> 16)) & 0x0000_FFFF_0000_FFFF;
    (fours * 10_000 + (fours >> 32)) & 0xFFFF_FFFF
}

/// In each byte the number that its digit makes with the next.
#[inline]
fn pairs(ones: u64) -> u64 {
    ones * 10 + (ones >> 8)
}

/// The place of the first byte of which a high bit is set, 8 if there is none.
#[inline]
fn first(bits: u64) -> usize {
    (bits.trailing_zeros() / 8) as usize
}

/// A form of eight bytes, in which `0` stands for any digit.
pub(crate) struct Form {
    pattern: u64,
    /// What may be added to what is left of a byte of this form without reaching the upper half: to a digit 6, to
    /// nothing 15.
    slack: u64,
}

impl Form {
    pub(crate) const fn new(pattern: [u8; 8]) -> Self {
        let (mut slack, mut at) = ([15; 8], 0);
        while at < 8 {
            if pattern[at] == b'0' {
                slack[at] = 6;
            }
            at += 1;
        }
        Self { pattern: u64::from_le_bytes(pattern), slack: u64::from_le_bytes(slack) }
    }

    /// The two-digit numbers in a text that begins with this form, each in the byte of its first digit.
    #[inline]
    pub(crate) fn numbers(&self, word: u64) -> Option<[u8; 8]> {
        let value = word ^ self.pattern;
        let others = (value | value.wrapping_add(self.slack)) & (ONES * 0xF0);
        (others == 0).then(|| pairs(value).to_le_bytes())
    }
}

/// How long the content of a string is, up to its closing quote, and whether all of it is ASCII.
///
/// None where there is an escape, a control character, or no closing quote.
#[inline]
pub(crate) fn string(text: &[u8]) -> Option<(usize, bool)> {
    let (mut length, mut high) = (0, 0);
    loop {
        let word = word(text, length);
        let (quote, backslash) = (word ^ (ONES * 0x22), word ^ (ONES * 0x5C));
        let ends = (quote.wrapping_sub(ONES) & !quote)
            | (backslash.wrapping_sub(ONES) & !backslash)
            | (word.wrapping_sub(ONES * 0x20) & !word);
        high |= word & HIGH_BITS;
        length += first(ends & HIGH_BITS);
        if ends & HIGH_BITS != 0 {
            return (text.get(length) == Some(&b'"')).then_some((length, high == 0));
        }
    }
}

/// A short text, prepared to be looked for.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Key {
    words: [u64; WORDS],
    masks: [u64; WORDS],
    length: usize,
}

/// How many words the longest key has.
const WORDS: usize = 4;

/// The first bytes of a text, to be compared with keys.
#[derive(Clone, Copy)]
pub(crate) struct Head([u64; WORDS]);

impl Key {
    /// The text in quotes, with `after` behind them.
    pub(crate) const fn quoted(text: &str, after: &str) -> Self {
        let (text, after) = (text.as_bytes(), after.as_bytes());
        let length = text.len() + 2 + after.len();
        assert!(length <= 8 * WORDS, "a key is at most 32 bytes long");
        let (mut words, mut masks) = ([0; WORDS], [0; WORDS]);
        let mut at = 0;
        while at < length {
            let byte = if at == 0 || at == text.len() + 1 {
                b'"'
            } else if at <= text.len() {
                text[at - 1]
            } else {
                after[at - text.len() - 2]
            };
            words[at / 8] |= (byte as u64) << (8 * (at % 8));
            masks[at / 8] |= 0xFF << (8 * (at % 8));
            at += 1;
        }
        Self { words, masks, length }
    }

    /// How long it is, where the text begins with it.
    #[inline]
    pub(crate) fn length_at(&self, head: Head) -> Option<usize> {
        let differs = |at: usize| (head.0[at] ^ self.words[at]) & self.masks[at];
        // Most keys that are not there differ in the first word.
        let is_there = differs(0) == 0 && (differs(1) | differs(2) | differs(3)) == 0;
        is_there.then_some(self.length)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.words.map(u64::to_le_bytes);
        f.write_str(&String::from_utf8_lossy(&bytes.as_flattened()[..self.length]))
    }
}

impl Head {
    #[inline]
    pub(crate) fn of(text: &[u8]) -> Self {
        Self(std::array::from_fn(|at| word(text, 8 * at)))
    }
}
