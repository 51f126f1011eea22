//! Exact comparison of instants whose years and fractions may have any number of digits.
//!
//! If two years differ by more than one, they decide the order, because an offset moves an instant by less than a day.
//! Otherwise both are moved to years from 400 to 800 with the same difference and the same place in the calendar, which
//! repeats every 400 years, and are compared as numbers. Digits of the fraction beyond those in the number decide last.

use core::cmp::Ordering;

use super::value::{DateTime, MAX_ATTO_DIGITS, MAX_YEAR_DIGITS};
use crate::json::swar::count_digits;

/// A date-time and the text from which it was parsed. The text may be empty if the date-time is not long.
pub(crate) type WithText<'a> = (&'a DateTime, &'a [u8]);

/// The number of years after which the Gregorian calendar repeats.
const CYCLE: i32 = 400;

/// Compares two date-times as instants.
pub(crate) fn compare(a: WithText<'_>, b: WithText<'_>) -> Ordering {
    if !a.0.is_long && !b.0.is_long {
        return a.0.instant().cmp(&b.0.instant());
    }
    let difference = year_difference(a, b);
    if difference.abs() > 1 {
        return difference.cmp(&0);
    }
    let year = year_of_cycle(a) + CYCLE;
    let instant_in = |date_time: &DateTime, year| DateTime { year, ..*date_time }.instant();
    let instants = instant_in(a.0, year).cmp(&instant_in(b.0, year - difference));
    instants.then_with(|| long_fraction(a).cmp(long_fraction(b)))
}

/// Returns the year within its cycle, from 0 to 399.
///
/// The last four digits are enough, because 10,000 years are 25 cycles.
fn year_of_cycle(date_time: WithText<'_>) -> i32 {
    let Some([.., thousands, hundreds, tens, ones]) = long_year(date_time) else {
        return date_time.0.year.rem_euclid(CYCLE);
    };
    let digits = [thousands, hundreds, tens, ones];
    let last_four = digits.iter().fold(0, |number, digit| number * 10 + i32::from(**digit - b'0'));
    (date_time.0.year.signum() * last_four).rem_euclid(CYCLE)
}

/// Returns the year of `a` minus the year of `b`, clamped to -2 and 2.
fn year_difference(a: WithText<'_>, b: WithText<'_>) -> i32 {
    let sign = a.0.year.signum();
    let magnitude = match (long_year(a), long_year(b)) {
        (None, None) => return (a.0.year - b.0.year).clamp(-2, 2),
        _ if sign != b.0.year.signum() => return if a.0.year > b.0.year { 2 } else { -2 },
        (Some(a), None) => {
            positive_difference(a, itoa::Buffer::new().format(b.0.year.unsigned_abs()).as_bytes())
        }
        (None, Some(b)) => {
            -positive_difference(b, itoa::Buffer::new().format(a.0.year.unsigned_abs()).as_bytes())
        }
        (Some(a), Some(b)) => match (a.len(), a).cmp(&(b.len(), b)) {
            Ordering::Less => -positive_difference(b, a),
            Ordering::Equal => 0,
            Ordering::Greater => positive_difference(a, b),
        },
    };
    sign * magnitude
}

/// Returns the larger of two numbers minus the smaller, clamped to 2. Both are decimal digits without leading zeros.
fn positive_difference(larger: &[u8], smaller: &[u8]) -> i32 {
    let mut carries = true;
    let zeros = core::iter::repeat(&b'0');
    let mut digits = larger.iter().rev().zip(smaller.iter().rev().chain(zeros));
    let differ_by_one = digits.all(|(digit, other)| {
        if !carries {
            return digit == other;
        }
        carries = *other == b'9';
        if carries { *digit == b'0' } else { *digit == other + 1 }
    });
    if differ_by_one { 1 } else { 2 }
}

/// Returns the digits of a year without its sign if there are more than [`MAX_YEAR_DIGITS`], and otherwise `None`.
fn long_year((date_time, text): WithText<'_>) -> Option<&[u8]> {
    let text = text.strip_prefix(b"-").unwrap_or(text);
    let length = count_digits(text);
    (date_time.is_long && length > MAX_YEAR_DIGITS).then(|| &text[..length])
}

/// Returns the digits of the fraction after the first [`MAX_ATTO_DIGITS`], without trailing zeros.
///
/// If there are any, the year has four digits, because no grammar allows both long years and long fractions. Therefore the
/// fraction always starts at the same offset.
fn long_fraction(date_time: WithText<'_>) -> &[u8] {
    const START: usize = "0000-00-00T00:00:00.".len() + MAX_ATTO_DIGITS;

    let rest = match long_year(date_time) {
        None => date_time.1.get(START..).unwrap_or_default(),
        Some(_) => b"",
    };
    let mut fraction = &rest[..count_digits(rest)];
    while let [shorter @ .., b'0'] = fraction {
        fraction = shorter;
    }
    fraction
}

#[cfg(test)]
mod tests {
    use core::cmp::Ordering;

    use proptest::prelude::*;

    use super::super::parser::parse;
    use super::positive_difference;
    use crate::DateTimeGrammar::{self, Odata, Rfc3339};
    use crate::testing::config;

    fn compare(a: &str, b: &str, grammar: DateTimeGrammar) -> Ordering {
        let read =
            |text: &str| parse(text.as_bytes(), grammar).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        let x = read(a);
        let y = read(b);
        let text_of_long = |text, is_long| if is_long { text } else { "" };
        let x_text = text_of_long(a, x.is_long);
        let y_text = text_of_long(b, y.is_long);
        super::compare((&x, x_text.as_bytes()), (&y, y_text.as_bytes()))
    }

    #[test]
    fn date_times_with_years_of_any_length_are_ordered_as_instants() {
        let long = "9".repeat(40);
        let next = format!("1{}", "0".repeat(40));
        for (earlier, later) in [
            ("3000000000-06-01T00:00:00Z".into(), "4000000000-01-01T00:00:00Z".into()),
            ("999999999-12-31T23:59:59Z".into(), "1000000000-01-01T00:00:00Z".into()),
            ("1000000000-01-01T00:00:00+01:00".into(), "999999999-12-31T23:59:59Z".into()),
            ("-1000000000-12-31T00:00:00Z".into(), "-999999999-01-01T00:00:00Z".into()),
            (format!("{long}-12-31T23:59:59.9Z"), format!("{next}-01-01T00:00:00Z")),
            (format!("{next}-01-01T00:30:00+01:00"), format!("{long}-12-31T23:31:00Z")),
            (format!("-{next}-12-31T23:59:59Z"), format!("-{long}-01-01T00:00:00Z")),
            (format!("-{long}-01-01T00:00:00Z"), format!("{long}-01-01T00:00:00Z")),
            (format!("{long}-01-01T00:00:00Z"), format!("{long}-01-01T00:00:00.000000000001Z")),
            ("0001-01-01T00:00:00Z".into(), format!("{long}-01-01T00:00:00Z")),
            (format!("-{long}-01-01T00:00:00Z"), "0000-01-01T00:00:00Z".into()),
            ("0000-01-01T00:00:00Z".into(), format!("{long}-01-01T00:00:00Z")),
            (format!("-{long}-01-01T00:00:00Z"), "-0001-01-01T00:00:00Z".into()),
        ] as [(String, String); 13]
        {
            assert_eq!(compare(&earlier, &later, Odata), Ordering::Less, "{earlier} {later}");
            assert_eq!(compare(&later, &earlier, Odata), Ordering::Greater, "{later} {earlier}");
            assert_eq!(compare(&earlier, &earlier, Odata), Ordering::Equal, "{earlier}");
        }
    }

    #[test]
    fn positive_difference_of_any_numbers_is_clamped_to_2() {
        for number in (0_u32..2000).chain([9_999_998, 9_999_999]) {
            for larger in [number + 1, number + 2, number + 10, number + 1000] {
                let expected = if larger == number + 1 { 1 } else { 2 };
                let found = positive_difference(larger.to_string().as_bytes(), number.to_string().as_bytes());
                assert_eq!(found, expected, "{larger} {number}");
            }
        }
    }

    proptest! {
        #![proptest_config(config(5000))]

        #[test]
        fn fractions_of_any_length_are_ordered_as_instants(
            a in "[0-9]{1,2}0{0,20}[0-9]{0,3}0{0,3}", b in "[0-9]{1,2}0{0,20}[0-9]{0,3}0{0,3}",
        ) {
            let text = |digits: &str| format!("2026-03-01T06:00:00.{digits}Z");
            let expected = a.trim_end_matches('0').cmp(b.trim_end_matches('0'));
            prop_assert_eq!(compare(&text(&a), &text(&b), Rfc3339), expected, "{} {}", a, b);
        }

        /// The oracle compares the years as `i128`.
        #[test]
        fn long_years_with_any_offset_are_ordered_as_numbers(
            a in 10_i128.pow(8)..10_i128.pow(10), distance in -2_i128..=2, is_negative in any::<bool>(),
            month in 1..=12, other_month in 1..=12, hours in -23..=23_i32,
        ) {
            let text = |year: i128, month: i32, hours: i32| {
                let sign = if is_negative { "-" } else { "" };
                let zone = if hours < 0 { '-' } else { '+' };
                format!("{sign}{year}-{month:02}-15T12:00:00{zone}{:02}:00", hours.abs())
            };
            let b = a + distance;
            let signed = |year: i128| if is_negative { -year } else { year };
            // No offset moves the middle of a month into another month.
            let expected = (signed(a), month, -hours).cmp(&(signed(b), other_month, 0));
            prop_assert_eq!(compare(&text(a, month, hours), &text(b, other_month, 0), Odata), expected);
        }
    }
}
