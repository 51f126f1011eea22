//! Conversion from and to date-times of the crate chrono.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;

use ::chrono::{Datelike, FixedOffset, NaiveDate, NaiveTime, Timelike};

use super::value::DateTime;

impl DateTime {
    /// Returns the date-time as one of chrono, truncated to nanoseconds.
    ///
    /// Returns `None` if chrono does not support the year. A leap second is the second 59 with 10^9 ns or more, as chrono
    /// represents it.
    pub(crate) fn to_chrono(self) -> Option<::chrono::DateTime<FixedOffset>> {
        let date = NaiveDate::from_ymd_opt(self.year, self.month.into(), self.day.into())?;
        let nanos = u32::try_from(self.attos / 1_000_000_000).ok()?;
        let (second, nanos) = match self.second {
            60 => (59, nanos + 1_000_000_000),
            second => (second, nanos),
        };
        let time = NaiveTime::from_hms_nano_opt(self.hour.into(), self.minute.into(), second.into(), nanos)?;
        let offset = FixedOffset::east_opt(i32::from(self.offset) * 60)?;
        date.and_time(time).and_local_timezone(offset).single()
    }
}

/// Returns the JSON content of a date-time of chrono, in a form that each grammar accepts if it allows the value.
///
/// The seconds of an offset are dropped, as no grammar has them; the instant stays the same.
pub(crate) fn print(value: &::chrono::DateTime<FixedOffset>) -> String {
    let minutes = value.offset().local_minus_utc() / 60;
    let zone = FixedOffset::east_opt(minutes * 60).expect("whole minutes of a valid offset");
    let value = value.with_timezone(&zone);
    let sign = if value.year() < 0 { "-" } else { "" };
    let year = value.year().abs();
    // chrono represents a leap second by 10^9 ns or more.
    let second = value.second() + value.nanosecond() / 1_000_000_000;
    let nanos = value.nanosecond() % 1_000_000_000;
    let fraction = match nanos {
        0 => String::new(),
        nanos => format!(".{nanos:09}").trim_end_matches('0').to_owned(),
    };
    let offset = match (minutes, minutes.abs()) {
        (0, _) => "Z".to_owned(),
        (east, distance) => {
            format!("{}{:02}:{:02}", if east < 0 { '-' } else { '+' }, distance / 60, distance % 60)
        }
    };
    let day_to_minute = value.format("%m-%dT%H:%M");
    format!("{sign}{year:04}-{day_to_minute}:{second:02}{fraction}{offset}")
}
