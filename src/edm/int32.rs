//! `Edm.Int32`, parsed from the text of a number and never through a float.
//!
//! ```text
//! number = int [ frac ] [ exp ]          RFC 8259
//! int    = [ "-" ] ( "0" / %x31-39 *DIGIT )
//! ```

use crate::json::scan::{self, Integer};
use crate::json::swar;

/// The reason why a JSON number is not an Int32.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Int32Error {
    /// The number has a fraction or an exponent. Contains the Int32 of the same value, if there is one.
    NotAnInteger(Option<i32>),
    /// The number is below -2147483648 or above 2147483647.
    OutOfRange,
}

/// Parses a JSON number.
pub(crate) fn parse(number: &[u8]) -> Result<i32, Int32Error> {
    match parse_prefix(number) {
        Some((int32, [])) => int32.ok_or(Int32Error::OutOfRange),
        _ => Err(Int32Error::NotAnInteger(whole(number))),
    }
}

/// Returns the Int32 that the content of a string consists of.
pub(crate) fn parse_string(content: &[u8]) -> Option<i32> {
    match parse_prefix(content)? {
        (int32, []) => int32,
        _ => None,
    }
}

/// Parses the integer at the start of a text, of any length. The value is `None` if it is out of range.
pub(crate) fn parse_prefix(text: &[u8]) -> Option<(Option<i32>, &[u8])> {
    const MAX_DIGITS: usize = 10;

    let Integer { is_negative, digits, length } = scan::integer(text)?;
    let rest = &digits[length..];
    if length > MAX_DIGITS {
        return Some((None, rest));
    }
    let amount = swar::parse_digits(digits, length).cast_signed();
    Some((i32::try_from(if is_negative { -amount } else { amount }).ok(), rest))
}

/// Parses an integer of 1 to 7 digits without a sign as one word. Returns `None` for any other text.
#[inline(always)]
pub(crate) fn parse_fast(text: &[u8]) -> Option<(i32, &[u8])> {
    let word = swar::first_word(text);
    let length = swar::count_digits_in_word(word);
    let is_zero_first = word.to_le_bytes()[0] == b'0';
    if !(1..=7).contains(&length) || (is_zero_first && length > 1) {
        return None;
    }
    // Always in range. `unwrap_or` keeps the optimizer from adding a check where the value is not used.
    let value = i32::try_from(swar::parse_digits_in_word(word, length)).unwrap_or(i32::MAX);
    Some((value, text.get(length..)?))
}

/// Returns the Int32 that equals a JSON number with a fraction or an exponent, computed from its digits.
fn whole(number: &[u8]) -> Option<i32> {
    let exponent = number.iter().position(|byte| matches!(byte, b'e' | b'E')).unwrap_or(number.len());
    let (mantissa, exponent) = number.split_at(exponent);
    let (sign, mantissa) = match mantissa {
        [b'-', rest @ ..] => (-1, rest),
        _ => (1, mantissa),
    };
    let point = mantissa.iter().position(|byte| *byte == b'.').unwrap_or(mantissa.len());
    let digits = || mantissa.iter().filter(|byte| **byte != b'.');
    let zeros = digits().rev().take_while(|digit| **digit == b'0').count();
    let significant = digits().count() - zeros;
    let (mut amount, fraction) = (0_i64, mantissa.len().saturating_sub(point + 1));
    for digit in digits().take(significant) {
        amount = amount.saturating_mul(10).saturating_add(i64::from(digit - b'0'));
    }
    if amount == 0 {
        return Some(0);
    }
    // The value is `amount` times 10 to this power; a negative power leaves a fraction.
    let power = int(exponent.get(1..).unwrap_or_default())
        .saturating_add(i64::try_from(zeros).ok()?)
        .saturating_sub(i64::try_from(fraction).ok()?);
    for _ in 0..u8::try_from(power).ok()? {
        amount = amount.saturating_mul(10);
    }
    i32::try_from(sign * amount).ok()
}

/// Parses an exponent, saturating at the bounds of `i64`.
fn int(exponent: &[u8]) -> i64 {
    let (sign, digits) = match exponent {
        [b'-', digits @ ..] => (-1, digits),
        [b'+', digits @ ..] | digits => (1, digits),
    };
    digits
        .iter()
        .fold(0, |int: i64, digit| int.saturating_mul(10).saturating_add(sign * i64::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::{Int32Error, parse, parse_fast, parse_prefix, parse_string};

    #[track_caller]
    fn ok(number: &str, expected: i32) {
        assert_eq!(parse(number.as_bytes()), Ok(expected));
        assert_eq!(parse_string(number.as_bytes()), Some(expected));
    }

    #[track_caller]
    fn not_an_integer(number: &str, whole: Option<i32>) {
        assert_eq!(parse(number.as_bytes()), Err(Int32Error::NotAnInteger(whole)));
        assert_eq!(parse_string(number.as_bytes()), None);
    }

    #[track_caller]
    fn out_of_range(number: &str) {
        assert_eq!(parse(number.as_bytes()), Err(Int32Error::OutOfRange));
        assert_eq!(parse_string(number.as_bytes()), None);
    }

    #[test]
    fn bounds() {
        ok("0", 0);
        ok("-0", 0);
        ok("2147483647", i32::MAX);
        ok("-2147483648", i32::MIN);
        out_of_range("2147483648");
        out_of_range("-2147483649");
        out_of_range("9223372036854775808");
        out_of_range(&format!("-1{}", "0".repeat(1000)));
    }

    #[test]
    fn fractions_and_exponents() {
        not_an_integer("1.0", Some(1));
        not_an_integer("-0.0", Some(0));
        not_an_integer("5e0", Some(5));
        not_an_integer("1.5E1", Some(15));
        not_an_integer("100e-2", Some(1));
        not_an_integer("2147483647.000", Some(i32::MAX));
        not_an_integer("-2147483648e0", Some(i32::MIN));
        not_an_integer("2147483648.0", None);
        not_an_integer("1.5", None);
        not_an_integer("15e-1", None);
        not_an_integer("1e400", None);
        not_an_integer("1e-400", None);
        not_an_integer("0e99999999999999999999", Some(0));
        not_an_integer("1e99999999999999999999", None);
        not_an_integer("1e-99999999999999999999", None);
        not_an_integer("0.00000000000000000000000000007e29", Some(7));
        not_an_integer(&format!("7{}e-1000", "0".repeat(1000)), Some(7));
    }

    #[test]
    fn strings_that_are_not_an_int32() {
        for content in ["", "-", "+1", "01", "-01", " 1", "1 ", "0x1", "\u{661}"] {
            assert_eq!(parse_string(content.as_bytes()), None, "{content:?}");
        }
    }

    /// What the fast form accepts, the general form accepts with the same result.
    #[test]
    fn parse_fast_is_right() {
        let mut taken = 0;
        for digits in
            ["", "-", "0", "00", "01", "1", "-1", "12", "1234567", "12345678", "123456789", "2147483648"]
        {
            for rest in ["", ",", "}", ".0", "e5", " ", "\"\"\"\"\"\"\"\"", "\u{ff10}\u{ff11}"] {
                let text = format!("{digits}{rest}");
                if let Some((value, after)) = parse_fast(text.as_bytes()) {
                    assert_eq!(parse_prefix(text.as_bytes()), Some((Some(value), after)), "{text}");
                    taken += 1;
                }
            }
        }
        assert_eq!(taken, 4 * 8);
    }
}
