//! Instants compared exactly, however many digits their years and their fractions have.
//!
//! Two years that are further apart than one decide: an offset moves an instant by less than a day. Of the others nothing
//! counts but their distance, and their place in the cycle of 400 years after which the calendar repeats.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::DateTime;

/// The digits of a date-time that its numbers do not hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct MoreDigits {
    /// All digits of a year that is too long, without leading zeros.
    pub(super) year: Option<Vec<u8>>,
    /// The digits of the fraction after the 18th, without zeros at their end.
    pub(super) fraction: Vec<u8>,
}

/// The calendar repeats itself after so many years.
const CYCLE: i64 = 400;

/// Compares two date-times as instants.
pub(super) fn compare(a: &DateTime, b: &DateTime) -> Ordering {
    if a.more.is_none() && b.more.is_none() {
        return a.instant().cmp(&b.instant());
    }
    let distance = distance(a, b);
    if distance.abs() > 1 {
        return distance.cmp(&0);
    }
    let year = place_in_cycle(a) + CYCLE;
    let near = |date_time: &DateTime, year| DateTime { year, more: None, ..date_time.clone() }.instant();
    near(a, year).cmp(&near(b, year - distance)).then_with(|| fraction(a).cmp(fraction(b)))
}

/// Returns the year of the cycle, from 0 to 399: the last four digits tell, as 10,000 years are 25 cycles.
fn place_in_cycle(date_time: &DateTime) -> i64 {
    let Some([.., thousands, hundreds, tens, ones]) = long_year(date_time) else {
        return date_time.year.rem_euclid(CYCLE);
    };
    let digits = [thousands, hundreds, tens, ones];
    let last_four = digits.iter().fold(0, |number, digit| number * 10 + i64::from(**digit - b'0'));
    (date_time.year.signum() * last_four).rem_euclid(CYCLE)
}

/// Returns by how many years `a` is later than `b`, between -2 and 2: those stand for all that is further away.
fn distance(a: &DateTime, b: &DateTime) -> i64 {
    let (is_negative, other_is_negative) = (a.year < 0, b.year < 0);
    if let (None, None) = (long_year(a), long_year(b)) {
        return (a.year - b.year).clamp(-2, 2);
    }
    if is_negative != other_is_negative {
        return if is_negative { -2 } else { 2 };
    }
    let (digits, other) = (year_digits(a), year_digits(b));
    let order = digits.len().cmp(&other.len()).then_with(|| digits.cmp(&other));
    let magnitude = match order {
        Ordering::Equal => 0,
        Ordering::Greater => magnitude(&digits, &other),
        Ordering::Less => -magnitude(&other, &digits),
    };
    if is_negative { -magnitude } else { magnitude }
}

/// Returns 1 where the larger of two numbers is the next one, and 2 otherwise.
fn magnitude(larger: &[u8], smaller: &[u8]) -> i64 {
    if successor(smaller) == larger { 1 } else { 2 }
}

/// Adds 1 to a number in decimal digits.
fn successor(digits: &[u8]) -> Vec<u8> {
    let kept = digits.iter().rposition(|digit| *digit != b'9').map_or(0, |last| last + 1);
    let (head, nines) = digits.split_at(kept);
    let mut next = match head.split_last() {
        Some((last, head)) => [head, &[last + 1]].concat(),
        None => b"1".to_vec(),
    };
    next.resize(next.len() + nines.len(), b'0');
    next
}

fn long_year(date_time: &DateTime) -> Option<&[u8]> {
    date_time.more.as_ref()?.year.as_deref()
}

/// The digits of a year without sign and leading zeros.
fn year_digits(date_time: &DateTime) -> Cow<'_, [u8]> {
    match long_year(date_time) {
        Some(digits) => Cow::Borrowed(digits),
        None => Cow::Owned(itoa::Buffer::new().format(date_time.year.unsigned_abs()).as_bytes().to_vec()),
    }
}

/// The digits of the fraction after the 18th.
fn fraction(date_time: &DateTime) -> &[u8] {
    date_time.more.as_ref().map_or(&[], |more| &more.fraction)
}

#[cfg(test)]
mod tests {
    use core::cmp::Ordering;

    use proptest::prelude::*;

    use super::{compare, successor};
    use crate::DateTimeGrammar::Odata;
    use crate::DateTimeGrammar::Rfc3339;
    use crate::common::generate::config;
    use crate::date_time::{DateTime, judge};

    fn odata(text: &str) -> DateTime {
        judge(text.as_bytes(), Odata).unwrap_or_else(|error| panic!("{text}: {error:?}"))
    }

    #[test]
    fn years_of_any_length_are_compared_as_instants() {
        let long = "9".repeat(40);
        let next = format!("1{}", "0".repeat(40));
        for (earlier, later) in [
            ("3000000000-06-01T00:00:00Z".into(), "4000000000-01-01T00:00:00Z".into()),
            ("999999999999999999-12-31T23:59:59Z".into(), "1000000000000000000-01-01T00:00:00Z".into()),
            ("-1000000000000000000-12-31T00:00:00Z".into(), "-999999999999999999-01-01T00:00:00Z".into()),
            (format!("{long}-12-31T23:59:59.9Z"), format!("{next}-01-01T00:00:00Z")),
            (format!("{next}-01-01T00:30:00+01:00"), format!("{long}-12-31T23:31:00Z")),
            (format!("-{next}-12-31T23:59:59Z"), format!("-{long}-01-01T00:00:00Z")),
            (format!("-{long}-01-01T00:00:00Z"), format!("{long}-01-01T00:00:00Z")),
            (format!("{long}-01-01T00:00:00Z"), format!("{long}-01-01T00:00:00.000000000001Z")),
            ("0001-01-01T00:00:00Z".into(), format!("{long}-01-01T00:00:00Z")),
            (format!("-{long}-01-01T00:00:00Z"), "-0001-01-01T00:00:00Z".into()),
        ] as [(String, String); 10]
        {
            let (a, b) = (odata(&earlier), odata(&later));
            assert_eq!(compare(&a, &b), Ordering::Less, "{earlier} {later}");
            assert_eq!(compare(&b, &a), Ordering::Greater, "{later} {earlier}");
            assert_eq!(compare(&a, &a), Ordering::Equal, "{earlier}");
        }
    }

    #[test]
    fn successors_are_those_of_numbers() {
        for number in (0_u32..2000).chain([9_999_998, 9_999_999]) {
            let next = (number + 1).to_string();
            assert_eq!(successor(number.to_string().as_bytes()), next.as_bytes(), "{number}");
        }
    }

    proptest! {
        #![proptest_config(config(5000))]

        /// Fractions are compared digit by digit, zeros at their end aside.
        #[test]
        fn fractions_of_any_length_are_compared_as_instants(
            a in "[0-9]{1,2}0{0,20}[0-9]{0,3}0{0,3}", b in "[0-9]{1,2}0{0,20}[0-9]{0,3}0{0,3}",
        ) {
            let read = |digits: &str| {
                let text = format!("2026-03-01T06:00:00.{digits}Z");
                judge(text.as_bytes(), Rfc3339).expect("a date-time")
            };
            let (x, y) = (a.trim_end_matches('0'), b.trim_end_matches('0'));
            prop_assert_eq!(compare(&read(&a), &read(&b)), x.cmp(y), "{} {}", a, b);
        }

        /// Long years are compared as the numbers that they are, whatever the rest; an `i128` is the oracle.
        #[test]
        fn long_years_are_compared_as_numbers(
            a in 10_i128.pow(14)..10_i128.pow(16), distance in -2_i128..=2, is_negative in any::<bool>(),
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
            prop_assert_eq!(compare(&odata(&text(a, month, hours)), &odata(&text(b, other_month, 0))), expected);
        }
    }
}
