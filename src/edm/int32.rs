//! `Edm.Int32`, parsed from the text of a number. A float would lose the difference between `1` and `1.0`.
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
    /// The number has a fraction or an exponent. Contains the Int32 of equal value, such as 1 for `1.0`, if there is one.
    NotAnInteger(Option<i32>),
    /// The number is below -2147483648 or above 2147483647.
    OutOfRange,
}

/// Parses a valid JSON number.
///
/// # Errors
///
/// Returns the reason if the number is not an Int32.
pub(crate) fn parse(number: &[u8]) -> Result<i32, Int32Error> {
    match parse_prefix(number) {
        Some((int32, [])) => int32.ok_or(Int32Error::OutOfRange),
        _ => Err(Int32Error::NotAnInteger(equal_int32(number))),
    }
}

/// Returns the Int32 that the content of a string consists of, or `None` if it is anything else.
pub(crate) fn parse_string(content: &[u8]) -> Option<i32> {
    match parse_prefix(content)? {
        (int32, []) => int32,
        _ => None,
    }
}

/// Parses the integer at the start of a text, and returns its value and the text after it.
///
/// The value is `None` if it is out of range. Returns `None` if the text does not start with an integer.
pub(crate) fn parse_prefix(text: &[u8]) -> Option<(Option<i32>, &[u8])> {
    /// The number of digits of the largest Int32.
    const MAX_DIGITS: usize = 10;

    let Integer { is_negative, digits, length } = scan::integer(text)?;
    let rest = &digits[length..];
    if length > MAX_DIGITS {
        return Some((None, rest));
    }
    let magnitude = swar::parse_digits(digits, length).cast_signed();
    Some((i32::try_from(if is_negative { -magnitude } else { magnitude }).ok(), rest))
}

/// Parses an integer of 1 to 7 digits without a sign, and returns its value and the text after it.
///
/// The digits are read as one word. Returns `None` for any other text, which [`parse_prefix`] may accept.
#[inline(always)]
pub(crate) fn parse_fast(text: &[u8]) -> Option<(i32, &[u8])> {
    let word = swar::first_word(text);
    let length = swar::count_digits_in_word(word);
    let is_zero_first = word.to_le_bytes()[0] == b'0';
    if !(1..=7).contains(&length) || (is_zero_first && length > 1) {
        return None;
    }
    // Seven digits are always in range. `unwrap_or` avoids a check, which the optimizer would keep even where the value is
    // not used.
    let value = i32::try_from(swar::parse_digits_in_word(word, length)).unwrap_or(i32::MAX);
    Some((value, text.get(length..)?))
}

/// Returns the Int32 of equal value to a JSON number with a fraction or an exponent, or `None` if there is none.
///
/// It is computed exactly from the decimal digits: a float would round.
fn equal_int32(number: &[u8]) -> Option<i32> {
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
    let fraction = mantissa.len().saturating_sub(point + 1);
    let mut amount = 0_i64;
    for digit in digits().take(significant) {
        amount = amount.saturating_mul(10).saturating_add(i64::from(digit - b'0'));
    }
    if amount == 0 {
        return Some(0);
    }
    // The value is `amount` times 10 to this power; a negative power leaves a fraction.
    let power = parse_exponent(exponent.get(1..).unwrap_or_default())
        .saturating_add(i64::try_from(zeros).ok()?)
        .saturating_sub(i64::try_from(fraction).ok()?);
    for _ in 0..u8::try_from(power).ok()? {
        amount = amount.saturating_mul(10);
    }
    i32::try_from(sign * amount).ok()
}

/// Parses an exponent with an optional sign. The result saturates at the bounds of `i64`.
fn parse_exponent(exponent: &[u8]) -> i64 {
    let (sign, digits) = match exponent {
        [b'-', digits @ ..] => (-1, digits),
        [b'+', digits @ ..] | digits => (1, digits),
    };
    digits
        .iter()
        .fold(0, |value: i64, digit| value.saturating_mul(10).saturating_add(sign * i64::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::{Int32Error, parse, parse_fast, parse_prefix, parse_string};

    #[track_caller]
    fn assert_int32(number: &str, expected: i32) {
        assert_eq!(parse(number.as_bytes()), Ok(expected));
        assert_eq!(parse_string(number.as_bytes()), Some(expected));
    }

    #[track_caller]
    fn assert_not_an_integer(number: &str, equal: Option<i32>) {
        assert_eq!(parse(number.as_bytes()), Err(Int32Error::NotAnInteger(equal)));
        assert_eq!(parse_string(number.as_bytes()), None);
    }

    #[track_caller]
    fn assert_out_of_range(number: &str) {
        assert_eq!(parse(number.as_bytes()), Err(Int32Error::OutOfRange));
        assert_eq!(parse_string(number.as_bytes()), None);
    }

    #[test]
    fn integer_at_a_bound_is_an_int32_and_beyond_it_is_out_of_range() {
        assert_int32("0", 0);
        assert_int32("-0", 0);
        assert_int32("2147483647", i32::MAX);
        assert_int32("-2147483648", i32::MIN);
        assert_out_of_range("2147483648");
        assert_out_of_range("-2147483649");
        assert_out_of_range("9223372036854775808");
        assert_out_of_range(&format!("-1{}", "0".repeat(1000)));
    }

    #[test]
    fn number_with_a_fraction_or_an_exponent_is_not_an_integer() {
        assert_not_an_integer("1.0", Some(1));
        assert_not_an_integer("-0.0", Some(0));
        assert_not_an_integer("5e0", Some(5));
        assert_not_an_integer("1.5E1", Some(15));
        assert_not_an_integer("100e-2", Some(1));
        assert_not_an_integer("2147483647.000", Some(i32::MAX));
        assert_not_an_integer("-2147483648e0", Some(i32::MIN));
        assert_not_an_integer("2147483648.0", None);
        assert_not_an_integer("1.5", None);
        assert_not_an_integer("15e-1", None);
        assert_not_an_integer("1e400", None);
        assert_not_an_integer("1e-400", None);
        assert_not_an_integer("0e99999999999999999999", Some(0));
        assert_not_an_integer("1e99999999999999999999", None);
        assert_not_an_integer("1e-99999999999999999999", None);
        assert_not_an_integer("0.00000000000000000000000000007e29", Some(7));
        assert_not_an_integer(&format!("7{}e-1000", "0".repeat(1000)), Some(7));
    }

    #[test]
    fn string_in_another_form_is_not_an_int32() {
        for content in ["", "-", "+1", "01", "-01", " 1", "1 ", "0x1", "\u{661}"] {
            assert_eq!(parse_string(content.as_bytes()), None, "{content:?}");
        }
    }

    #[test]
    fn parse_fast_of_accepted_text_agrees_with_parse_prefix() {
        let mut accepted = 0;
        for digits in
            ["", "-", "0", "00", "01", "1", "-1", "12", "1234567", "12345678", "123456789", "2147483648"]
        {
            for rest in ["", ",", "}", ".0", "e5", " ", "\"\"\"\"\"\"\"\"", "\u{ff10}\u{ff11}"] {
                let text = format!("{digits}{rest}");
                if let Some((value, after)) = parse_fast(text.as_bytes()) {
                    assert_eq!(parse_prefix(text.as_bytes()), Some((Some(value), after)), "{text}");
                    accepted += 1;
                }
            }
        }
        assert_eq!(accepted, 4 * 8);
    }
}
