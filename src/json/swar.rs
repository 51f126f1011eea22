//! Bytes read eight at a time, as little-endian words: what safe Rust has in place of vector instructions.
//!
//! Past the end of the text a word holds zeros, which are no digits and stand in no JSON.

use alloc::string::String;
use core::fmt;

/// 1 in each of the eight bytes; times a byte it is that byte in each.
const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH_BITS: u64 = ONES * 0x80;

/// The first eight bytes.
#[inline(always)]
pub(crate) fn word(text: &[u8]) -> u64 {
    match text.first_chunk() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => last_word(text),
    }
}

#[cold]
#[inline(never)]
fn last_word(text: &[u8]) -> u64 {
    text.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
}

/// What comes after a text longer than a word in one that begins with it.
#[inline]
pub(crate) fn strip<'a>(text: &'a [u8], start: &[u8]) -> Option<&'a [u8]> {
    let (found, rest) = text.split_at_checked(start.len())?;
    let last = start.len().checked_sub(8)?;
    // The last word may overlap the one before.
    let mut places = (0..last).step_by(8).chain([last]);
    places.all(|at| word(&found[at..]) == word(&start[at..])).then_some(rest)
}

/// How many digits the text begins with.
#[inline(always)]
pub(crate) fn digits(text: &[u8]) -> usize {
    match digits_in(word(text)) {
        8 => 8 + more_digits(&text[8..]),
        few => few,
    }
}

#[cold]
fn more_digits(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// How many digits stand before what is none.
#[inline(always)]
pub(crate) fn digits_in(word: u64) -> usize {
    // A digit without the bits of `0` is 0 to 9: neither that nor six more reaches the upper half of its byte.
    let value = word ^ (ONES * 0x30);
    first((value | value.wrapping_add(ONES * 6)) & (ONES * 0xF0))
}

/// The number that the first `length` bytes make, which are digits: 1 to 16 of them.
#[inline(always)]
pub(crate) fn number(text: &[u8], length: usize) -> u64 {
    if length <= 8 {
        return upto_eight(word(text), length);
    }
    let rest = text.get(8..).unwrap_or_default();
    upto_eight(word(text), 8) * power_of_ten(length - 8) + upto_eight(word(rest), length - 8)
}

/// The number that the first `count` bytes make, which are digits: 1 to 8 of them.
#[inline(always)]
pub(crate) fn upto_eight(word: u64, count: usize) -> u64 {
    // Zeros before the digits change nothing. Then neighbours are joined: to pairs, to fours, to eight.
    let ones = (word ^ (ONES * 0x30)) << ((64 - 8 * count) & 63);
    let pairs = pairs(ones) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs * 100 + (pairs >> 16)) & 0x0000_FFFF_0000_FFFF;
    (fours * 10_000 + (fours >> 32)) & 0xFFFF_FFFF
}

/// 10 to a power up to 19.
#[inline(always)]
pub(crate) fn power_of_ten(exponent: usize) -> u64 {
    const POWERS: [u64; 20] = {
        let (mut powers, mut at) = ([1; 20], 1);
        while at < 20 {
            powers[at] = powers[at - 1] * 10;
            at += 1;
        }
        powers
    };
    POWERS.get(exponent).copied().unwrap_or(u64::MAX)
}

/// In each byte the number that its digit makes with the next.
#[inline]
fn pairs(ones: u64) -> u64 {
    ones.wrapping_mul(10).wrapping_add(ones >> 8)
}

/// The place of the first byte of which a high bit is set, 8 if there is none.
#[inline]
fn first(bits: u64) -> usize {
    (bits.trailing_zeros() / 8) as usize
}

/// A form of eight bytes, in which `0` stands for any digit, with two-digit numbers in it.
pub(crate) struct DigitTemplate {
    pattern: u64,
    /// What may be added to what is left of a byte of this form without reaching its upper half: to a digit 6, to
    /// nothing 15.
    digit_headroom: u64,
    /// What may be added to a number without reaching the high bit of its byte.
    max_headroom: u64,
}

impl DigitTemplate {
    /// The numbers are told by the place of their first digit and the largest that is right.
    pub(crate) const fn new<const N: usize>(pattern: [u8; 8], numbers: [(usize, u8); N]) -> Self {
        let (mut digit_headroom, mut at) = ([15; 8], 0);
        while at < 8 {
            if pattern[at] == b'0' {
                digit_headroom[at] = 6;
            }
            at += 1;
        }
        let (mut max_headroom, mut nth) = ([0; 8], 0);
        while nth < N {
            let (at, most) = numbers[nth];
            max_headroom[at] = 0x7F - most;
            nth += 1;
        }
        let [pattern, digit_headroom, max_headroom] = [
            u64::from_le_bytes(pattern),
            u64::from_le_bytes(digit_headroom),
            u64::from_le_bytes(max_headroom),
        ];
        Self { pattern, digit_headroom, max_headroom }
    }

    /// The numbers in a text of this form, each in the byte of its first digit, and bits for what is wrong.
    #[inline(always)]
    pub(crate) fn numbers(&self, word: u64) -> ([u8; 8], u64) {
        let value = word ^ self.pattern;
        let others = (value | value.wrapping_add(self.digit_headroom)) & (ONES * 0xF0);
        let numbers = pairs(value);
        let too_large = numbers.wrapping_add(self.max_headroom) & HIGH_BITS;
        (numbers.to_le_bytes(), others | too_large)
    }
}

/// How many bytes stand before the first that ends a run of plain ASCII: a quote, an escape, a control character, or
/// what is no ASCII.
#[inline(always)]
pub(crate) fn plain(text: &[u8]) -> usize {
    let mut rest = text;
    loop {
        let word = word(rest);
        // Of ASCII nothing is carried into the next byte, and what is none ends the run by its own high bit.
        let is_no_quote = (word ^ (ONES * 0x22)).wrapping_add(ONES * 0x7F);
        let is_no_escape = (word ^ (ONES * 0x5C)).wrapping_add(ONES * 0x7F);
        let is_no_control = word.wrapping_add(ONES * 0x60);
        let ends = (word | !(is_no_quote & is_no_escape & is_no_control)) & HIGH_BITS;
        if ends != 0 {
            return text.len() - rest.len() + first(ends);
        }
        rest = &rest[8..];
    }
}

/// A short text, prepared to be looked for.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct QuotedName {
    words: [u64; WORDS],
    masks: [u64; WORDS],
    length: usize,
}

/// How many words the longest key has.
const WORDS: usize = 4;

/// The first bytes of a text, to be compared with keys.
#[derive(Clone, Copy)]
pub(crate) struct Prefix32([u64; WORDS]);

impl QuotedName {
    /// The text in quotes, with something after them.
    pub(crate) const fn new(text: &str, after: &str) -> Self {
        let parts = [b"\"", text.as_bytes(), b"\"", after.as_bytes()];
        let (mut words, mut masks, mut length, mut part) = ([0; WORDS], [0; WORDS], 0, 0);
        while part < parts.len() {
            let mut at = 0;
            while at < parts[part].len() {
                assert!(length < 8 * WORDS, "a key is at most 32 bytes long");
                words[length / 8] |= (parts[part][at] as u64) << (8 * (length % 8));
                masks[length / 8] |= 0xFF << (8 * (length % 8));
                (at, length) = (at + 1, length + 1);
            }
            part += 1;
        }
        Self { words, masks, length }
    }

    /// What comes after it in a text that begins with it.
    #[inline(always)]
    pub(crate) fn strip<'a>(&self, text: &'a [u8]) -> Option<&'a [u8]> {
        let is_there = match text.first_chunk() {
            Some(chunk) => self.is_in(&Prefix32::words(chunk)),
            None => self.is_at(&Prefix32::padded(text)),
        };
        if is_there { text.get(self.length..) } else { None }
    }

    #[inline(always)]
    fn is_in(&self, head: &Prefix32) -> bool {
        let differs = |at: usize| (head.0[at] ^ self.words[at]) & self.masks[at];
        (differs(0) | differs(1) | differs(2) | differs(3)) == 0
    }

    /// The same for one of many: most of those that are not there differ in the first word.
    #[inline(always)]
    pub(crate) fn is_at(&self, head: &Prefix32) -> bool {
        (head.0[0] ^ self.words[0]) & self.masks[0] == 0 && self.is_in(head)
    }

    pub(crate) fn len(&self) -> usize {
        self.length
    }
}

impl fmt::Debug for QuotedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.words.map(u64::to_le_bytes);
        f.write_str(&String::from_utf8_lossy(&bytes.as_flattened()[..self.length]))
    }
}

impl Prefix32 {
    #[inline(always)]
    pub(crate) fn of(text: &[u8]) -> Self {
        match text.first_chunk() {
            Some(chunk) => Self::words(chunk),
            None => Self::padded(text),
        }
    }

    #[inline(always)]
    fn words(chunk: &[u8; 8 * WORDS]) -> Self {
        let (words, _) = chunk.as_chunks();
        Self(core::array::from_fn(|at| u64::from_le_bytes(words[at])))
    }

    #[cold]
    #[inline(never)]
    fn padded(text: &[u8]) -> Self {
        let mut chunk = [0; 8 * WORDS];
        chunk[..text.len()].copy_from_slice(text);
        Self::words(&chunk)
    }
}
