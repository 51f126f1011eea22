//! `Edm.Int32`, judged on the text of its literal and never through a float.
//!
//! ```text
//! number = int [ frac ] [ exp ]          RFC 8259
//! int    = [ "-" ] ( "0" / %x31-39 *DIGIT )
//! ```

use crate::word;

/// Why a number is no Int32.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It has a fraction or an exponent; the Int32 of the same value, where there is one.
    NotAnInteger(Option<i32>),
    /// It is below -2147483648 or above 2147483647.
    OutOfRange,
}

/// Judges a JSON number.
pub(crate) fn judge(number: &[u8]) -> Result<i32, Fault> {
    match prefix(number) {
        Some((int32, [])) => int32.ok_or(Fault::OutOfRange),
        _ => Err(Fault::NotAnInteger(whole(number))),
    }
}

/// The Int32 that the content of a string spells, if it spells one and nothing else.
pub(crate) fn spelled(content: &[u8]) -> Option<i32> {
    match prefix(content)? {
        (int32, []) => int32,
        _ => None,
    }
}

/// Reads an `int`, however long: its value, if it is in range.
pub(crate) fn prefix(text: &[u8]) -> Option<(Option<i32>, &[u8])> {
    /// No Int32 has more digits.
    const LONGEST: usize = 10;

    let (sign, text) = match text {
        [b'-', rest @ ..] => (-1, rest),
        _ => (1, text),
    };
    let length = word::digits(text);
    if length == 0 || (text[0] == b'0' && length > 1) {
        return None;
    }
    let amount = (length <= LONGEST).then(|| sign * word::number(text, length).cast_signed());
    Some((amount.and_then(|amount| i32::try_from(amount).ok()), &text[length..]))
}

/// Reads what nearly every count is, up to seven digits without a sign, all at once.
#[inline(always)]
pub(crate) fn usual(text: &[u8]) -> Option<(i32, &[u8])> {
    let word = word::word(text);
    let length = word::digits_in(word);
    let is_zero_first = word.to_le_bytes()[0] == b'0';
    if !(1..=7).contains(&length) || (is_zero_first && length > 1) {
        return None;
    }
    // Never out of range; said so that nothing is checked where nobody asks for the value.
    let value = i32::try_from(word::upto_eight(word, length)).unwrap_or(i32::MAX);
    Some((value, text.get(length..)?))
}

/// The Int32 of the same value as a JSON number with a fraction or an exponent, told from its digits.
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
    // The value is the amount followed by so many zeros; below none of them, a fraction is left.
    let power = int(exponent.get(1..).unwrap_or_default())
        .saturating_add(i64::try_from(zeros).ok()?)
        .saturating_sub(i64::try_from(fraction).ok()?);
    for _ in 0..u8::try_from(power).ok()? {
        amount = amount.saturating_mul(10);
    }
    i32::try_from(sign * amount).ok()
}

/// An exponent; one that no `i64` holds comes out as the nearest that does.
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
    use super::{Fault, judge, prefix, spelled, usual};

    #[track_caller]
    fn ok(number: &str, expected: i32) {
        assert_eq!(judge(number.as_bytes()), Ok(expected));
        assert_eq!(spelled(number.as_bytes()), Some(expected));
    }

    #[track_caller]
    fn not_an_integer(number: &str, whole: Option<i32>) {
        assert_eq!(judge(number.as_bytes()), Err(Fault::NotAnInteger(whole)));
        assert_eq!(spelled(number.as_bytes()), None);
    }

    #[track_caller]
    fn out_of_range(number: &str) {
        assert_eq!(judge(number.as_bytes()), Err(Fault::OutOfRange));
        assert_eq!(spelled(number.as_bytes()), None);
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
    fn strings_that_spell_none() {
        for content in ["", "-", "+1", "01", "-01", " 1", "1 ", "0x1", "\u{661}"] {
            assert_eq!(spelled(content.as_bytes()), None, "{content:?}");
        }
    }

    /// What is taken at once is what is taken in any case.
    #[test]
    fn usual_is_right() {
        let mut taken = 0;
        for digits in
            ["", "-", "0", "00", "01", "1", "-1", "12", "1234567", "12345678", "123456789", "2147483648"]
        {
            for rest in ["", ",", "}", ".0", "e5", " ", "\"\"\"\"\"\"\"\"", "\u{ff10}\u{ff11}"] {
                let text = format!("{digits}{rest}");
                if let Some((value, after)) = usual(text.as_bytes()) {
                    assert_eq!(prefix(text.as_bytes()), Some((Some(value), after)), "{text}");
                    taken += 1;
                }
            }
        }
        assert_eq!(taken, 4 * 8);
    }
}
