//! Date-times of the crate chrono.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;

use ::chrono::{Datelike, FixedOffset, NaiveDate, NaiveTime, Timelike};

use super::DateTime;

impl DateTime {
    /// The same for chrono, cut to nanoseconds, where chrono can hold the year.
    pub(crate) fn to_chrono(self) -> Option<::chrono::DateTime<FixedOffset>> {
        let date = NaiveDate::from_ymd_opt(self.year, self.month.into(), self.day.into())?;
        let nanos = u32::try_from(self.attos / 1_000_000_000).ok()?;
        let (second, nanos) = match self.second {
            60 => (59, nanos + 1_000_000_000),
            second => (second, nanos),
        };
        let (hour, minute) = (self.hour.into(), self.minute.into());
        let time = NaiveTime::from_hms_nano_opt(hour, minute, second.into(), nanos)?;
        let offset = FixedOffset::east_opt(i32::from(self.offset) * 60)?;
        date.and_time(time).and_local_timezone(offset).single()
    }
}

/// Writes chrono's date-time so that every grammar which can hold it reads it again.
pub(crate) fn print(value: &::chrono::DateTime<FixedOffset>) -> String {
    let minutes = value.offset().local_minus_utc() / 60;
    let zone = FixedOffset::east_opt(minutes * 60).expect("whole minutes of a valid offset");
    let value = value.with_timezone(&zone);
    let (sign, year) = (if value.year() < 0 { "-" } else { "" }, value.year().abs());
    let (leap, nanos) = (value.nanosecond() / 1_000_000_000, value.nanosecond() % 1_000_000_000);
    let second = value.second() + leap;
    let fraction = match nanos {
        0 => String::new(),
        nanos => format!(".{nanos:09}").trim_end_matches('0').to_owned(),
    };
    let offset = match (minutes, minutes.abs()) {
        (0, _) => "Z".to_owned(),
        (east, size) => format!("{}{:02}:{:02}", if east < 0 { '-' } else { '+' }, size / 60, size % 60),
    };
    let day = value.format("%m-%dT%H:%M");
    format!("{sign}{year:04}-{day}:{second:02}{fraction}{offset}")
}
