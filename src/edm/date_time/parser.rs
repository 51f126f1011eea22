//! Parsing of date-times, part by part, and the fast form of services.

use core::ops::{Range, RangeInclusive};

use super::super::reason::Reason;
use super::value::{DateTime, MAX_ATTO_DIGITS, MAX_YEAR, MAX_YEAR_DIGITS};
use crate::json::swar::{DigitTemplate, count_digits, first_word, parse_digits, power_of_ten};
use crate::options::DateTimeGrammar;

use DateTimeGrammar::{Graph, Odata, Rfc3339};

/// The reason why a string is not a date-time, and the offending part of its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DateTimeError {
    pub(crate) reason: Reason,
    /// A description of what the grammar expects in place of the part, for the message.
    pub(crate) expected: &'static str,
    /// The offending range of bytes of the content. It is empty, at the end of the content, if something is missing there.
    pub(crate) part: Range<usize>,
}

/// Parses the content of a string, which must be a date-time and nothing else.
///
/// # Errors
///
/// Returns the first error from left to right.
pub(crate) fn parse(content: &[u8], grammar: DateTimeGrammar) -> Result<DateTime, DateTimeError> {
    match parse_prefix(content, grammar)? {
        (value, []) => Ok(value),
        (_, rest) => Err(DateTimeError {
            reason: Reason::Malformed,
            expected: "nothing after the offset",
            part: content.len() - rest.len()..content.len(),
        }),
    }
}

/// Parses the date-time at the start of a text part by part, and returns it with the text after it.
///
/// # Errors
///
/// Returns the first error from left to right.
pub(crate) fn parse_prefix(
    text: &[u8],
    grammar: DateTimeGrammar,
) -> Result<(DateTime, &[u8]), DateTimeError> {
    let mut parser = Parser { text, position: 0, grammar, is_long: false };
    let mut value = parser.local_date_time()?;
    value.offset = parser.utc_offset()?;
    if value.second == 60 && grammar == Rfc3339 && !value.is_last_minute_of_utc_day() {
        let expected = "a second of 60 only at 23:59 UTC";
        return Err(error(Reason::LeapSecond, expected, 17..19));
    }
    Ok((value, &text[parser.position..]))
}

/// Parses a date-time such as `2026-03-01T06:00:00Z` or `2026-03-01T06:00:00.25Z`, and returns it with the text after it.
///
/// It reads eight bytes at a time. Each grammar accepts this form, which services write. Returns `None` for any other text,
/// which [`parse_prefix`] may accept.
#[inline(always)]
pub(crate) fn parse_fast(text: &[u8]) -> Option<(DateTime, &[u8])> {
    const DATE: DigitTemplate = DigitTemplate::new(*b"0000-00-", [(0, 99), (2, 99), (5, *MONTHS.end())]);
    const DAY: DigitTemplate = DigitTemplate::new(*b"00T00:00", [(0, *DAYS.end())]);
    const TIME: DigitTemplate =
        DigitTemplate::new(*b"00:00:00", [(0, *HOURS.end()), (3, *MINUTES.end()), (6, *SECONDS.end())]);

    let (start, rest) = text.split_first_chunk::<19>()?;
    let ([century, _, year, _, _, month, ..], not_date) = DATE.numbers(first_word(&start[..8]));
    let ([day, ..], not_day) = DAY.numbers(first_word(&start[8..16]));
    let ([hour, _, _, minute, _, _, second, _], not_time) = TIME.numbers(first_word(&start[11..]));
    if not_date | not_day | not_time != 0 {
        return None;
    }
    let year = u16::from(century) * 100 + u16::from(year);
    if year == 0 || month == 0 || day == 0 || (day >= 29 && day > last_day(month, is_leap(year))) {
        return None;
    }
    let (attos, rest) = match rest {
        [b'.', rest @ ..] => fraction(rest)?,
        _ => (0, rest),
    };
    let [b'Z', rest @ ..] = rest else { return None };
    let value =
        DateTime { year: year.into(), month, day, hour, minute, second, attos, offset: 0, is_long: false };
    Some((value, rest))
}

/// Parses a fraction of 1 to 12 digits, and returns it in units of 10^-18 s with the text after it.
///
/// Returns `None` for another number of digits, which not every grammar accepts.
#[inline(always)]
fn fraction(text: &[u8]) -> Option<(u64, &[u8])> {
    let length = count_digits(text);
    if !(1..=12).contains(&length) {
        return None;
    }
    Some((parse_digits(text, length) * power_of_ten(18 - length), &text[length..]))
}

// The ranges of the parts in every grammar. `Odata` and `Rfc3339` also accept a second of 60.
const MONTHS: RangeInclusive<u8> = 1..=12;
const DAYS: RangeInclusive<u8> = 1..=31;
const HOURS: RangeInclusive<u8> = 0..=23;
const MINUTES: RangeInclusive<u8> = 0..=59;
const SECONDS: RangeInclusive<u8> = 0..=59;

/// Returns `true` if a year is a leap year, given its last four digits: 10,000 years are 25 cycles of the calendar.
#[inline]
fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

/// Returns the number of days of a month.
#[inline]
fn last_day(month: u8, is_leap: bool) -> u8 {
    match month {
        2 => 28 + u8::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A parser of one date-time. Each method parses one part at the current position, or returns the error of that part.
struct Parser<'a> {
    text: &'a [u8],
    /// The number of bytes that have been parsed.
    position: usize,
    grammar: DateTimeGrammar,
    /// `true` once a part had more digits than its number keeps.
    is_long: bool,
}

impl<'a> Parser<'a> {
    /// Parses everything before the offset, which is 0 in the result.
    fn local_date_time(&mut self) -> Result<DateTime, DateTimeError> {
        let (year, month, day) = self.date()?;
        self.letter(b'T', "an uppercase `T`", "`T` between date and time")?;
        let hour_start = self.position;
        let hour = self.two_digits_in("an hour from 00 to 23", Reason::HourOutOfRange, HOURS)?;
        self.expect(b':', "`:` between hour and minute")?;
        let minute = self.two_digits_in("a minute from 00 to 59", Reason::MinuteOutOfRange, MINUTES)?;
        let (second, attos) = self.seconds(hour_start)?;
        let is_long = self.is_long;
        Ok(DateTime { year, month, day, hour, minute, second, attos, offset: 0, is_long })
    }

    /// Parses the year, the month and the day, and checks that the month has this day.
    fn date(&mut self) -> Result<(i32, u8, u8), DateTimeError> {
        let (year, is_leap) = self.year()?;
        self.expect(b'-', "`-` between year and month")?;
        let month = self.two_digits_in("a month from 01 to 12", Reason::MonthOutOfRange, MONTHS)?;
        self.expect(b'-', "`-` between month and day")?;
        let day = self.two_digits_in("a day from 01 to 31", Reason::DayOutOfRange, DAYS)?;
        let last = last_day(month, is_leap);
        if day > last {
            let expected = match last {
                28 => "a day from 01 to 28 (not a leap year)",
                29 => "a day from 01 to 29",
                _ => "a day from 01 to 30",
            };
            return Err(error(Reason::NoSuchDay, expected, self.position - 2..self.position));
        }
        Ok((year, month, day))
    }

    /// Parses the year. The second value is `true` for a leap year.
    fn year(&mut self) -> Result<(i32, bool), DateTimeError> {
        let start = self.position;
        let is_negative = self.grammar == Odata && self.consume(b'-');
        let digits = self.digits();
        let is_longer_year = self.grammar == Odata && digits.len() >= 5 && digits[0] != b'0';
        if digits.len() != 4 && !is_longer_year {
            self.position -= digits.len().saturating_sub(4);
            return Err(self.malformed("a four-digit year"));
        }
        let year = digits.iter().fold(0_i32, |year, digit| {
            year.saturating_mul(10).saturating_add(i32::from(digit - b'0')).min(MAX_YEAR)
        });
        self.is_long |= digits.len() > MAX_YEAR_DIGITS;
        if year == 0 && self.grammar == Graph {
            let expected = "a year from 0001 to 9999";
            return Err(error(Reason::YearOutOfRange, expected, start..self.position));
        }
        let last_four = &digits[digits.len() - 4..];
        let last_four = last_four.iter().fold(0, |number, digit| number * 10 + u16::from(digit - b'0'));
        Ok((if is_negative { -year } else { year }, is_leap(last_four)))
    }

    /// Parses the seconds, with the colon before them, and their fraction in units of 10^-18 s.
    ///
    /// `hour_start` is the position of the hour, from which missing seconds are reported.
    fn seconds(&mut self, hour_start: usize) -> Result<(u8, u64), DateTimeError> {
        if self.peek() != Some(b':') {
            return match self.peek() {
                _ if self.grammar == Odata => Ok((0, 0)),
                None | Some(b'Z' | b'z' | b'+' | b'-') => {
                    let expected = "seconds such as `:00` after the minutes";
                    Err(error(Reason::MissingSeconds, expected, hour_start..self.position))
                }
                Some(_) => Err(self.malformed("`:` between minute and second")),
            };
        }
        self.position += 1;
        let second = match (self.grammar, self.text.get(self.position..self.position + 2)) {
            (Graph, Some(b"60")) => {
                let expected = "a second from 00 to 59 (no leap seconds)";
                return Err(error(Reason::LeapSecond, expected, self.position..self.position + 2));
            }
            (Graph, _) => self.two_digits_in("a second from 00 to 59", Reason::SecondOutOfRange, SECONDS)?,
            (Odata | Rfc3339, _) => {
                self.two_digits_in("a second from 00 to 60", Reason::SecondOutOfRange, 0..=60)?
            }
        };
        Ok((second, self.fraction()?))
    }

    /// Parses the fraction of the second, if there is one, in units of 10^-18 s.
    fn fraction(&mut self) -> Result<u64, DateTimeError> {
        if !self.consume(b'.') {
            return Ok(0);
        }
        let start = self.position;
        let digits = self.digits();
        if digits.is_empty() {
            return Err(self.malformed("digits after the `.`"));
        }
        if digits.len() > 12 && self.grammar != Rfc3339 {
            let expected = "a fraction of 1 to 12 digits";
            return Err(error(Reason::FractionTooLong, expected, start..self.position));
        }
        self.is_long |= digits.len() > MAX_ATTO_DIGITS;
        let padded = digits.iter().copied().chain(core::iter::repeat(b'0'));
        Ok(padded.take(MAX_ATTO_DIGITS).fold(0, |attos, digit| attos * 10 + u64::from(digit - b'0')))
    }

    /// Parses the offset, in minutes east of UTC.
    fn utc_offset(&mut self) -> Result<i16, DateTimeError> {
        let start = self.position;
        let sign = match self.peek() {
            Some(b'+') => 1,
            Some(b'-') => -1,
            Some(b'Z' | b'z') => {
                return self.letter(b'Z', "an uppercase `Z`", "`Z`").map(|()| 0);
            }
            Some(_) => return Err(self.malformed("an offset (`Z` or ±hh:mm)")),
            None => {
                let expected = "an offset (`Z` or ±hh:mm) at the end";
                return Err(error(Reason::MissingOffset, expected, start..start));
            }
        };
        self.position += 1;
        let hours = self.two_digits()?;
        self.expect(b':', "`:` between the hours and the minutes of the offset")?;
        let minutes = self.two_digits()?;
        let (max, expected) = match self.grammar {
            Graph => ((14, 0), "an offset up to 14:00 with minutes from 00 to 59"),
            Odata | Rfc3339 => ((23, 59), "an offset up to 23:59 with minutes from 00 to 59"),
        };
        if minutes > 59 || (hours, minutes) > max {
            return Err(error(Reason::OffsetOutOfRange, expected, start..self.position));
        }
        Ok(sign * (i16::from(hours) * 60 + i16::from(minutes)))
    }

    /// Parses a number of two digits. The error of one outside `range` has this expectation and reason.
    fn two_digits_in(
        &mut self,
        expected: &'static str,
        reason: Reason,
        range: RangeInclusive<u8>,
    ) -> Result<u8, DateTimeError> {
        let value = self.two_digits()?;
        if !range.contains(&value) {
            return Err(error(reason, expected, self.position - 2..self.position));
        }
        Ok(value)
    }

    /// Parses a number of two digits.
    fn two_digits(&mut self) -> Result<u8, DateTimeError> {
        let mut value = 0;
        for _ in 0..2 {
            match self.peek() {
                Some(digit @ b'0'..=b'9') => value = value * 10 + (digit - b'0'),
                _ => return Err(self.malformed("two digits")),
            }
            self.position += 1;
        }
        Ok(value)
    }

    /// Parses the letter `upper`, or its lower case if the grammar allows it.
    ///
    /// `if_lower` and `if_missing` are the expectations of the two errors.
    fn letter(
        &mut self,
        upper: u8,
        if_lower: &'static str,
        if_missing: &'static str,
    ) -> Result<(), DateTimeError> {
        match self.peek() {
            Some(byte) if byte.eq_ignore_ascii_case(&upper) => self.position += 1,
            _ => return Err(self.malformed(if_missing)),
        }
        if self.grammar == Graph && self.text[self.position - 1] != upper {
            return Err(error(Reason::LowerCase, if_lower, self.position - 1..self.position));
        }
        Ok(())
    }

    /// Consumes a byte that must be next.
    fn expect(&mut self, byte: u8, expected: &'static str) -> Result<(), DateTimeError> {
        if self.consume(byte) { Ok(()) } else { Err(self.malformed(expected)) }
    }

    /// Consumes a byte if it is next, and returns `true` if it was.
    fn consume(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.position += usize::from(is_next);
        is_next
    }

    /// Consumes all digits that are next, possibly none.
    fn digits(&mut self) -> &'a [u8] {
        let rest = &self.text[self.position..];
        let length = count_digits(rest);
        self.position += length;
        &rest[..length]
    }

    /// Returns the next byte, or `None` at the end of the text.
    fn peek(&self) -> Option<u8> {
        self.text.get(self.position).copied()
    }

    /// Returns the error of a character that is not the expected one. At the start, the whole text is the offending part.
    fn malformed(&self, expected: &'static str) -> DateTimeError {
        let rest = self.text.iter().skip(self.position).enumerate();
        let length = match self.position {
            0 => self.text.len(),
            _ => rest.take_while(|(index, byte)| *index == 0 || (**byte & 0xC0) == 0x80).count(),
        };
        error(Reason::Malformed, expected, self.position..self.position + length)
    }
}

/// Returns the error of a part of the content.
fn error(reason: Reason, expected: &'static str, part: Range<usize>) -> DateTimeError {
    DateTimeError { reason, expected, part }
}

#[cfg(test)]
mod tests {
    use super::{DateTimeGrammar, parse_fast, parse_prefix};
    use proptest::prelude::*;

    use crate::testing::config;

    proptest! {
        #![proptest_config(config(20_000))]

        #[test]
        fn parse_fast_of_accepted_text_agrees_with_parse_prefix_in_each_grammar(
            year in prop::sample::select(&[0_u16, 1, 4, 100, 400, 1900, 2000, 2023, 2024, 2026, 9999][..]), month in 0_u8..=13, day in 0_u8..=32, hour in 0_u8..=24, minute in 0_u8..=60,
            second in 0_u8..=61, fraction in r"(\.[0-9]{0,14})?", rest in r#"[Zz+]?"?,?"#,
            edit in any::<prop::sample::Index>(), byte in any::<u8>(), is_edited in any::<bool>(),
        ) {
            let text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}{rest}");
            let mut text = text.into_bytes();
            if is_edited {
                let at = edit.index(text.len());
                text[at] = byte;
            }
            for grammar in DateTimeGrammar::ALL {
                if let Some(value) = parse_fast(&text) {
                    prop_assert_eq!(parse_prefix(&text, *grammar), Ok(value));
                }
            }
        }

        #[test]
        fn instant_in_any_year_of_chrono_is_that_of_chrono(
            year in -262_142..=262_141, month in 1..=12, day in 1..=28, hour in 0..=23, minute in 0..=59,
            second in 0..=60, nanos in 0..1_000_000_000_u32, sign in "[+-]", east in 0..=23, minutes in 0..=59,
        ) {
            let year_sign = if year < 0 { "-" } else { "" };
            let year = i32::abs(year);
            let text = format!(
                "{year_sign}{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{nanos:09}{sign}{east:02}:{minutes:02}"
            );
            let (value, _) = parse_prefix(text.as_bytes(), DateTimeGrammar::Odata).expect("a date-time");
            let chrono = value.to_chrono().expect("chrono supports the year");
            let expected = (chrono.timestamp(), second == 60, u64::from(nanos) * 1_000_000_000);
            prop_assert_eq!(value.instant(), expected, "{}", text);
        }
    }

    #[test]
    fn parse_fast_of_common_date_times_accepts_them() {
        for text in
            ["2022-08-24T23:28:11.1348863Z", "2024-02-29T00:00:00Z\"", "0001-01-01T00:00:00.000000000001Z}"]
        {
            assert!(parse_fast(text.as_bytes()).is_some(), "{text}");
        }
    }
}
