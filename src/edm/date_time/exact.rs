//! Instants compared exactly, however many digits their years and their fractions have.
//!
//! Two years that are further apart than one decide: an offset moves an instant by less than a day. Of the others nothing
//! counts but their distance, and their place in the cycle of 400 years after which the calendar repeats.

use core::cmp::Ordering;

use super::{DateTime, MAX_ATTO_DIGITS, MAX_YEAR_DIGITS};
use crate::json::swar::count_digits;

/// A date-time with the text of which it was read.
pub(crate) type Read<'a> = (&'a DateTime, &'a [u8]);

/// The calendar repeats itself after so many years.
const CYCLE: i32 = 400;

/// Compares two date-times as instants. The text of one that is not long may be empty.
pub(crate) fn compare(a: Read<'_>, b: Read<'_>) -> Ordering {
    if !a.0.is_long && !b.0.is_long {
        return a.0.instant().cmp(&b.0.instant());
    }
    let distance = distance(a, b);
    if distance.abs() > 1 {
        return distance.cmp(&0);
    }
    let year = place_in_cycle(a) + CYCLE;
    let near = |date_time: &DateTime, year| DateTime { year, ..*date_time }.instant();
    near(a.0, year).cmp(&near(b.0, year - distance)).then_with(|| fraction(a).cmp(fraction(b)))
}

/// Returns the year of the cycle, from 0 to 399: the last four digits tell, as 10,000 years are 25 cycles.
fn place_in_cycle(read: Read<'_>) -> i32 {
    let Some([.., thousands, hundreds, tens, ones]) = long_year(read) else {
        return read.0.year.rem_euclid(CYCLE);
    };
    let digits = [thousands, hundreds, tens, ones];
    let last_four = digits.iter().fold(0, |number, digit| number * 10 + i32::from(**digit - b'0'));
    (read.0.year.signum() * last_four).rem_euclid(CYCLE)
}

/// Returns by how many years `a` is later than `b`, between -2 and 2: those stand for all that is further away.
fn distance(a: Read<'_>, b: Read<'_>) -> i32 {
    let sign = a.0.year.signum();
    let magnitude = match (long_year(a), long_year(b)) {
        (None, None) => return (a.0.year - b.0.year).clamp(-2, 2),
        _ if sign != b.0.year.signum() => return if a.0.year > b.0.year { 2 } else { -2 },
        (Some(a), None) => ahead(a, itoa::Buffer::new().format(b.0.year.unsigned_abs()).as_bytes()),
        (None, Some(b)) => -ahead(b, itoa::Buffer::new().format(a.0.year.unsigned_abs()).as_bytes()),
        (Some(a), Some(b)) => match (a.len(), a).cmp(&(b.len(), b)) {
            Ordering::Less => -ahead(b, a),
            Ordering::Equal => 0,
            Ordering::Greater => ahead(a, b),
        },
    };
    sign * magnitude
}

/// Returns 1 where the larger of two numbers in decimal digits is the next one, and 2 otherwise.
fn ahead(larger: &[u8], smaller: &[u8]) -> i32 {
    let mut carries = true;
    let zeros = core::iter::repeat(&b'0');
    let mut digits = larger.iter().rev().zip(smaller.iter().rev().chain(zeros));
    let is_next = digits.all(|(digit, other)| {
        if !carries {
            return digit == other;
        }
        carries = *other == b'9';
        if carries { *digit == b'0' } else { *digit == other + 1 }
    });
    if is_next { 1 } else { 2 }
}

/// The digits of a year that has too many for a number.
fn long_year((date_time, text): Read<'_>) -> Option<&[u8]> {
    let text = text.strip_prefix(b"-").unwrap_or(text);
    let length = count_digits(text);
    (date_time.is_long && length > MAX_YEAR_DIGITS).then(|| &text[..length])
}

/// The digits of the fraction after those of which the number is made, without zeros at their end. Where there are so many,
/// the year has four digits: the grammar that allows the one does not allow the other.
fn fraction(read: Read<'_>) -> &[u8] {
    const START: usize = "0000-00-00T00:00:00.".len() + MAX_ATTO_DIGITS;

    let rest = read.1.get(START..).filter(|_| long_year(read).is_none()).unwrap_or_default();
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

    use super::super::parse;
    use super::ahead;
    use crate::DateTimeGrammar::{self, Odata, Rfc3339};
    use crate::testing::config;

    fn compare(a: &str, b: &str, grammar: DateTimeGrammar) -> Ordering {
        let read =
            |text: &str| parse(text.as_bytes(), grammar).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        let (x, y) = (read(a), read(b));
        let text = |text, is_long| if is_long { text } else { "" };
        super::compare((&x, text(a, x.is_long).as_bytes()), (&y, text(b, y.is_long).as_bytes()))
    }

    #[test]
    fn years_of_any_length_are_compared_as_instants() {
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
    fn the_next_number_is_known() {
        for number in (0_u32..2000).chain([9_999_998, 9_999_999]) {
            for larger in [number + 1, number + 2, number + 10, number + 1000] {
                let expected = if larger == number + 1 { 1 } else { 2 };
                let found = ahead(larger.to_string().as_bytes(), number.to_string().as_bytes());
                assert_eq!(found, expected, "{larger} {number}");
            }
        }
    }

    proptest! {
        #![proptest_config(config(5000))]

        /// Fractions are compared digit by digit, zeros at their end aside.
        #[test]
        fn fractions_of_any_length_are_compared_as_instants(
            a in "[0-9]{1,2}0{0,20}[0-9]{0,3}0{0,3}", b in "[0-9]{1,2}0{0,20}[0-9]{0,3}0{0,3}",
        ) {
            let text = |digits: &str| format!("2026-03-01T06:00:00.{digits}Z");
            let (x, y) = (a.trim_end_matches('0'), b.trim_end_matches('0'));
            prop_assert_eq!(compare(&text(&a), &text(&b), Rfc3339), x.cmp(y), "{} {}", a, b);
        }

        /// Long years are compared as the numbers that they are, whatever the rest; an `i128` is the oracle.
        #[test]
        fn long_years_are_compared_as_numbers(
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
            // The middle of a month stays in it whatever the offset.
            let expected = (signed(a), month, -hours).cmp(&(signed(b), other_month, 0));
            prop_assert_eq!(compare(&text(a, month, hours), &text(b, other_month, 0), Odata), expected);
        }
    }
}
