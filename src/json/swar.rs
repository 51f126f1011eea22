//! Word-at-a-time arithmetic on text: SIMD within a register (SWAR), in safe code.
//!
//! A word is eight bytes of text as a little-endian `u64`, so the first byte of the text is the lowest byte of the
//! word. Past the end of the text a word is padded with zeros. A zero byte is not a digit and not valid in a JSON text,
//! so that no function here needs the length of the text.
//!
//! Additions may carry from a byte into the next one. Each function relies on the same invariant: only a byte that is
//! marked already carries, and only the first marked byte, or whether there is one, is used.

use alloc::string::String;
use core::fmt;

/// A word with 1 in each byte. Multiplied by a byte, it repeats that byte eight times.
const ONES: u64 = 0x0101_0101_0101_0101;
/// A word with the highest bit of each byte.
const HIGH_BITS: u64 = ONES * 0x80;
/// A word with the four upper bits of each byte.
const UPPER_HALVES: u64 = ONES * 0xF0;

/// Returns the first eight bytes of a text as a word, padded with zeros if the text is shorter.
#[inline(always)]
pub(crate) fn first_word(text: &[u8]) -> u64 {
    match text.first_chunk() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => padded_word(text),
    }
}

/// Returns a text of fewer than eight bytes as a word.
#[cold]
#[inline(never)]
fn padded_word(text: &[u8]) -> u64 {
    text.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
}

/// Returns the text after a prefix of at least eight bytes.
///
/// Returns `None` if the text does not start with the prefix, or if the prefix is shorter.
#[inline]
pub(crate) fn strip_long_prefix<'a>(text: &'a [u8], prefix: &[u8]) -> Option<&'a [u8]> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    let last = prefix.len().checked_sub(8)?;
    // The last word may overlap the one before it.
    let mut offsets = (0..last).step_by(8).chain([last]);
    offsets.all(|offset| first_word(&start[offset..]) == first_word(&prefix[offset..])).then_some(rest)
}

/// Returns the number of ASCII digits at the start of a text.
#[inline(always)]
pub(crate) fn count_digits(text: &[u8]) -> usize {
    match count_digits_in_word(first_word(text)) {
        8 => 8 + count_digits_by_byte(&text[8..]),
        count => count,
    }
}

/// Returns the number of digits at the start of a text, byte by byte. Few texts have more than eight digits.
#[cold]
fn count_digits_by_byte(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// Returns the number of ASCII digits at the start of a word, 0 to 8.
#[inline(always)]
pub(crate) fn count_digits_in_word(word: u64) -> usize {
    // A digit without the bits of `0` is 0 to 9. Only for these does neither the value nor the value plus six reach the
    // upper half of the byte.
    let value = word ^ (ONES * 0x30);
    first_marked_byte((value | value.wrapping_add(ONES * 6)) & UPPER_HALVES)
}

/// Returns the number that consists of the first `length` bytes of a text, 1 to 16, all of which must be digits.
#[inline(always)]
pub(crate) fn parse_digits(text: &[u8], length: usize) -> u64 {
    if length <= 8 {
        return parse_digits_in_word(first_word(text), length);
    }
    let rest = text.get(8..).unwrap_or_default();
    parse_digits_in_word(first_word(text), 8) * power_of_ten(length - 8)
        + parse_digits_in_word(first_word(rest), length - 8)
}

/// Returns the number that consists of the first `count` bytes of a word, 1 to 8, all of which must be digits.
#[inline(always)]
pub(crate) fn parse_digits_in_word(word: u64, count: usize) -> u64 {
    // The shift drops all bytes after the digits, and puts zeros before them, which do not change the number. Then
    // adjacent digits are joined into numbers of two, four and eight digits.
    let digits = (word ^ (ONES * 0x30)) << ((64 - 8 * count) & 63);
    let pairs = join_digits(digits) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs * 100 + (pairs >> 16)) & 0x0000_FFFF_0000_FFFF;
    (fours * 10_000 + (fours >> 32)) & 0xFFFF_FFFF
}

/// Returns 10 to a power from 0 to 19, or `u64::MAX` for a larger exponent.
#[inline(always)]
pub(crate) fn power_of_ten(exponent: usize) -> u64 {
    const POWERS: [u64; 20] = {
        let mut powers = [1; 20];
        let mut index = 1;
        while index < 20 {
            powers[index] = powers[index - 1] * 10;
            index += 1;
        }
        powers
    };
    POWERS.get(exponent).copied().unwrap_or(u64::MAX)
}

/// Returns a word in which each byte is the two-digit number of that digit and the next one. Each byte of `digits` is 0
/// to 9.
#[inline]
fn join_digits(digits: u64) -> u64 {
    digits.wrapping_mul(10).wrapping_add(digits >> 8)
}

/// Returns the index of the first byte with a bit in `marks`, or 8 if there is none.
#[inline]
fn first_marked_byte(marks: u64) -> usize {
    (marks.trailing_zeros() / 8) as usize
}

/// A template for eight bytes of text with two-digit numbers, such as `00:00:00`, in which `0` matches any digit.
pub(crate) struct DigitTemplate {
    pattern: u64,
    /// The largest number that can be added to a matching byte, after XOR with the pattern, without reaching the upper half
    /// of the byte: 6 for a digit, which is then 0 to 9, and 15 for a literal byte, which is then 0.
    digit_headroom: u64,
    /// The largest number that can be added to each two-digit number without reaching the high bit of its byte if the
    /// number is in range.
    max_headroom: u64,
}

impl DigitTemplate {
    /// Returns the template of a pattern.
    ///
    /// `numbers` contains the index of the first digit and the maximum of each two-digit number.
    pub(crate) const fn new<const N: usize>(pattern: [u8; 8], numbers: [(usize, u8); N]) -> Self {
        let mut digit_headroom = [15; 8];
        let mut index = 0;
        while index < 8 {
            if pattern[index] == b'0' {
                digit_headroom[index] = 6;
            }
            index += 1;
        }
        let mut max_headroom = [0; 8];
        let mut index = 0;
        while index < N {
            let (first_digit, max) = numbers[index];
            max_headroom[first_digit] = 0x7F - max;
            index += 1;
        }
        Self {
            pattern: u64::from_le_bytes(pattern),
            digit_headroom: u64::from_le_bytes(digit_headroom),
            max_headroom: u64::from_le_bytes(max_headroom),
        }
    }

    /// Returns the two-digit numbers in a word, each at the index of its first digit, and a mask of mismatches.
    ///
    /// The mask is 0 if and only if the word matches the pattern and each number is at most its maximum. The numbers are
    /// meaningless otherwise.
    #[inline(always)]
    pub(crate) fn numbers(&self, word: u64) -> ([u8; 8], u64) {
        let value = word ^ self.pattern;
        let mismatches = (value | value.wrapping_add(self.digit_headroom)) & UPPER_HALVES;
        let numbers = join_digits(value);
        let too_large = numbers.wrapping_add(self.max_headroom) & HIGH_BITS;
        (numbers.to_le_bytes(), mismatches | too_large)
    }
}

/// Returns the number of bytes at the start of a text before the first quote, backslash, control character or non-ASCII
/// byte.
///
/// Returns the length of the text if there is none.
#[inline(always)]
pub(crate) fn unescaped_ascii_len(text: &[u8]) -> usize {
    let mut rest = text;
    loop {
        let word = first_word(rest);
        // The high bit of each ASCII byte tells whether the byte is something else. ASCII bytes do not carry here, and
        // a non-ASCII byte is marked by its own high bit.
        let not_quote = (word ^ (ONES * 0x22)).wrapping_add(ONES * 0x7F);
        let not_backslash = (word ^ (ONES * 0x5C)).wrapping_add(ONES * 0x7F);
        let not_control = word.wrapping_add(ONES * 0x60);
        let ends = (word | !(not_quote & not_backslash & not_control)) & HIGH_BITS;
        if ends != 0 {
            return text.len() - rest.len() + first_marked_byte(ends);
        }
        rest = &rest[8..];
    }
}

/// The number of words of the longest [`QuotedName`].
const WORDS: usize = 4;

/// A name in quotes, prepared to be compared with the start of a text, at most 32 bytes long.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct QuotedName {
    /// The quoted name and what follows it, padded with zeros.
    words: [u64; WORDS],
    /// All bits of the bytes that belong to the name.
    masks: [u64; WORDS],
    /// The number of bytes, including the quotes and what follows them.
    length: usize,
}

/// The first 32 bytes of a text, padded with zeros, to be compared with several names.
#[derive(Clone, Copy)]
pub(crate) struct Prefix32([u64; WORDS]);

impl QuotedName {
    /// Returns the name in quotes, followed by `suffix`, such as a colon.
    ///
    /// # Panics
    ///
    /// If the result is longer than 32 bytes. Tables are constants, so this happens at compile time.
    pub(crate) const fn new(name: &str, suffix: &str) -> Self {
        let parts = [b"\"", name.as_bytes(), b"\"", suffix.as_bytes()];
        let mut words = [0; WORDS];
        let mut masks = [0; WORDS];
        let mut length = 0;
        let mut part = 0;
        while part < parts.len() {
            let mut index = 0;
            while index < parts[part].len() {
                assert!(length < 8 * WORDS, "a quoted name is at most 32 bytes long");
                words[length / 8] |= (parts[part][index] as u64) << (8 * (length % 8));
                masks[length / 8] |= 0xFF << (8 * (length % 8));
                index += 1;
                length += 1;
            }
            part += 1;
        }
        Self { words, masks, length }
    }

    /// Returns the text after the name, or `None` if the text does not start with it.
    #[inline(always)]
    pub(crate) fn strip<'a>(&self, text: &'a [u8]) -> Option<&'a [u8]> {
        let is_prefix = match text.first_chunk() {
            Some(chunk) => self.matches_words(&Prefix32::from_chunk(chunk)),
            None => self.matches(&Prefix32::padded(text)),
        };
        if is_prefix { text.get(self.length..) } else { None }
    }

    /// Returns whether a text starts with the name, without branches.
    #[inline(always)]
    fn matches_words(&self, prefix: &Prefix32) -> bool {
        let differs = |index: usize| (prefix.0[index] ^ self.words[index]) & self.masks[index];
        (differs(0) | differs(1) | differs(2) | differs(3)) == 0
    }

    /// Returns whether a text starts with the name.
    ///
    /// This is for a search among many names: nearly all of those that do not match differ in the first word, which is
    /// compared on its own.
    #[inline(always)]
    pub(crate) fn matches(&self, prefix: &Prefix32) -> bool {
        (prefix.0[0] ^ self.words[0]) & self.masks[0] == 0 && self.matches_words(prefix)
    }

    /// Returns the length in bytes, including the quotes and the suffix.
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
    /// Returns the first 32 bytes of a text, or all of a shorter one.
    #[inline(always)]
    pub(crate) fn of(text: &[u8]) -> Self {
        match text.first_chunk() {
            Some(chunk) => Self::from_chunk(chunk),
            None => Self::padded(text),
        }
    }

    #[inline(always)]
    fn from_chunk(chunk: &[u8; 8 * WORDS]) -> Self {
        let (words, _) = chunk.as_chunks();
        Self(core::array::from_fn(|index| u64::from_le_bytes(words[index])))
    }

    /// Returns all bytes of a text that is shorter than 32 bytes.
    #[cold]
    #[inline(never)]
    fn padded(text: &[u8]) -> Self {
        let mut chunk = [0; 8 * WORDS];
        chunk[..text.len()].copy_from_slice(text);
        Self::from_chunk(&chunk)
    }
}

#[cfg(test)]
mod tests {
    use super::{
        DigitTemplate, Prefix32, QuotedName, count_digits, count_digits_in_word, first_word, parse_digits,
        parse_digits_in_word, power_of_ten, strip_long_prefix, unescaped_ascii_len,
    };

    /// Passes to `check` every variant of a word in which one byte, or two adjacent bytes, have any value.
    ///
    /// Two bytes are enough to show that no carry from one byte changes the result for the next one.
    fn for_each_damage(word: [u8; 8], mut check: impl FnMut([u8; 8])) {
        for index in 0..7 {
            for bytes in 0..=u16::MAX {
                let mut damaged = word;
                [damaged[index], damaged[index + 1]] = bytes.to_le_bytes();
                check(damaged);
            }
        }
    }

    fn naive_digit_count(text: &[u8]) -> usize {
        text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len())
    }

    fn naive_number(digits: &[u8]) -> u64 {
        str::from_utf8(digits).expect("digits are ASCII").parse().expect("digits are a number")
    }

    #[test]
    fn first_word_of_any_length_is_padded_with_zeros() {
        let text = *b"\x01\x82\x03\x84\x05\x86\x07\x88\x09";
        for length in 0..=text.len() {
            let mut expected = [0; 8];
            let used = length.min(8);
            expected[..used].copy_from_slice(&text[..used]);
            assert_eq!(first_word(&text[..length]).to_le_bytes(), expected, "{length} bytes");
        }
    }

    #[test]
    fn digits_of_any_two_bytes_are_counted_in_a_word() {
        for_each_damage(*b"90817263", |word| {
            let found = count_digits_in_word(u64::from_le_bytes(word));
            assert_eq!(found, naive_digit_count(&word), "{word:?}");
        });
    }

    #[test]
    fn digits_of_any_length_are_counted() {
        for length in 0..=20 {
            let digits = &b"01234567890123456789"[..length];
            assert_eq!(count_digits(digits), length);
            for byte in 0..=u8::MAX {
                let text = [digits, &[byte], b"7"].concat();
                assert_eq!(count_digits(&text), naive_digit_count(&text), "{text:?}");
            }
        }
    }

    #[test]
    fn digits_of_any_length_are_parsed() {
        for length in 1..=16 {
            for background in *b"0159" {
                for index in 0..length {
                    for digit in b'0'..=b'9' {
                        let mut digits = vec![background; length];
                        digits[index] = digit;
                        let expected = naive_number(&digits);
                        for suffix in [&b""[..], b",", b"9", b"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"] {
                            let text = [&digits, suffix].concat();
                            assert_eq!(parse_digits(&text, length), expected, "{text:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn digits_of_every_short_number_are_parsed() {
        for number in 0..10_000 {
            let text = format!("{number:04}9999");
            let word = first_word(text.as_bytes());
            for length in 1..=8 {
                let expected = naive_number(&text.as_bytes()[..length]);
                assert_eq!(parse_digits_in_word(word, length), expected, "{length} of {text}");
            }
        }
    }

    #[test]
    fn power_of_ten_of_any_exponent_is_exact_or_the_maximum() {
        for (exponent, small) in (0..20).zip(0_u32..) {
            assert_eq!(power_of_ten(exponent), 10_u64.pow(small));
        }
        assert_eq!(power_of_ten(20), u64::MAX);
    }

    /// Compares a template with a comparison byte by byte.
    #[track_caller]
    fn assert_template_matches_oracle(pattern: [u8; 8], numbers: &[(usize, u8)], word: [u8; 8]) {
        let template = match *numbers {
            [a] => DigitTemplate::new(pattern, [a]),
            [a, b] => DigitTemplate::new(pattern, [a, b]),
            [a, b, c] => DigitTemplate::new(pattern, [a, b, c]),
            _ => panic!("one to three numbers"),
        };
        let has_form = pattern.iter().zip(word).all(|(expected, found)| match expected {
            b'0' => found.is_ascii_digit(),
            literal => found == *literal,
        });
        let (found, mismatches) = template.numbers(u64::from_le_bytes(word));
        let number = |index: usize| (word[index] - b'0') * 10 + (word[index + 1] - b'0');
        let is_match = has_form && numbers.iter().all(|(index, max)| number(*index) <= *max);
        assert_eq!(mismatches == 0, is_match, "{word:?}");
        if is_match {
            assert!(numbers.iter().all(|(index, _)| found[*index] == number(*index)), "{word:?}: {found:?}");
        }
    }

    /// A pattern, its numbers, and a text that matches it.
    type Template = ([u8; 8], &'static [(usize, u8)], [u8; 8]);

    const TEMPLATES: [Template; 3] = [
        (*b"0000-00-", &[(0, 99), (2, 99), (5, 12)], *b"2026-03-"),
        (*b"00T00:00", &[(0, 31)], *b"29T23:59"),
        (*b"00:00:00", &[(0, 23), (3, 59), (6, 59)], *b"19:38:57"),
    ];

    #[test]
    fn template_of_any_two_digit_number_returns_it_or_a_mismatch() {
        for (pattern, numbers, valid) in TEMPLATES {
            for (index, _) in numbers {
                for number in 0..100_u8 {
                    let mut word = valid;
                    word[*index] = b'0' + number / 10;
                    word[index + 1] = b'0' + number % 10;
                    assert_template_matches_oracle(pattern, numbers, word);
                }
            }
        }
    }

    #[test]
    fn template_of_any_two_damaged_bytes_is_a_mismatch() {
        for (pattern, numbers, valid) in TEMPLATES {
            for index in 0..8 {
                for byte in 0..=u8::MAX {
                    let mut word = valid;
                    word[index] = byte;
                    assert_template_matches_oracle(pattern, numbers, word);
                }
            }
        }
        let (pattern, numbers, valid) = TEMPLATES[2];
        for_each_damage(valid, |word| assert_template_matches_oracle(pattern, numbers, word));
    }

    fn naive_unescaped_ascii_len(text: &[u8]) -> usize {
        let is_end = |byte: &u8| matches!(byte, ..b' ' | b'"' | b'\\' | 0x80..);
        text.iter().position(is_end).unwrap_or(text.len())
    }

    #[test]
    fn unescaped_ascii_of_any_two_bytes_ends_at_the_first_special_byte() {
        for_each_damage(*b"a~ !#[]\x7F", |word| {
            assert_eq!(unescaped_ascii_len(&word), naive_unescaped_ascii_len(&word), "{word:?}");
        });
    }

    #[test]
    fn unescaped_ascii_of_any_length_ends_at_the_first_special_byte() {
        for length in 0..=20 {
            let text = &b"The name of a member"[..length];
            assert_eq!(unescaped_ascii_len(text), length);
            for index in 0..length {
                for byte in 0..=u8::MAX {
                    let mut text = text.to_vec();
                    text[index] = byte;
                    assert_eq!(unescaped_ascii_len(&text), naive_unescaped_ascii_len(&text), "{text:?}");
                }
            }
        }
    }

    #[test]
    fn long_prefix_of_any_length_is_stripped_like_strip_prefix() {
        const TEXT: &[u8] = b"microsoft.graph.identityGovernance.run";

        for length in 0..=TEXT.len() {
            let prefix = &TEXT[..length];
            for end in 0..=TEXT.len() {
                let expected = if length < 8 { None } else { TEXT[..end].strip_prefix(prefix) };
                assert_eq!(strip_long_prefix(&TEXT[..end], prefix), expected, "{length} {end}");
            }
            for index in 0..TEXT.len() {
                let mut text = TEXT.to_vec();
                text[index] ^= 0x20;
                let expected = if length < 8 { None } else { text.strip_prefix(prefix) };
                assert_eq!(strip_long_prefix(&text, prefix), expected, "{length} {index}");
            }
        }
    }

    /// Compares a name with `strip_prefix`; `quoted` is its text.
    #[track_caller]
    fn assert_name_matches_oracle(name: &QuotedName, quoted: &[u8], text: &[u8]) {
        let expected = text.strip_prefix(quoted);
        assert_eq!(name.strip(text), expected, "strip {name:?} of {text:?}");
        assert_eq!(name.matches(&Prefix32::of(text)), expected.is_some(), "{name:?} matches {text:?}");
    }

    #[test]
    fn quoted_name_of_any_length_is_stripped_like_strip_prefix() {
        for length in 0..=29 {
            let name = &"totalUnprocessedTasksCountName"[..length];
            let quoted = format!("\"{name}\":");
            let prepared = QuotedName::new(name, ":");
            assert_eq!(prepared.len(), quoted.len());
            assert_eq!(format!("{prepared:?}"), quoted);
            let text = format!("{quoted} 12, \"id\": \"1\"}}").into_bytes();
            for end in 0..=text.len() {
                assert_name_matches_oracle(&prepared, quoted.as_bytes(), &text[..end]);
            }
            for index in 0..text.len() {
                for byte in 0..=u8::MAX {
                    let mut damaged = text.clone();
                    damaged[index] = byte;
                    assert_name_matches_oracle(&prepared, quoted.as_bytes(), &damaged);
                }
            }
        }
    }
}
