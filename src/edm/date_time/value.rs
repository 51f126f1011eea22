//! A date-time as numbers.

/// A date-time as it is written, with its own offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DateTime {
    /// The year, from -999999999 to 999999999. A year of more than 9 digits is clamped to this range.
    pub(super) year: i32,
    pub(super) month: u8,
    pub(super) day: u8,
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: u8,
    /// The fraction of the second in units of 10^-18 s. Further digits are truncated.
    pub(super) attos: u64,
    /// The offset in minutes east of UTC.
    pub(super) offset: i16,
    /// `true` if the year has more than 9 digits or the fraction more than 18, so that the fields above are not exact.
    pub(crate) is_long: bool,
}

/// The maximum number of digits of a year that is compared as a number. Longer years are compared as text.
pub(super) const MAX_YEAR_DIGITS: usize = 9;
/// The largest year of [`MAX_YEAR_DIGITS`] digits.
pub(super) const MAX_YEAR: i32 = 999_999_999;
/// The maximum number of digits of a fraction that are compared as a number. Further digits are compared as text.
pub(super) const MAX_ATTO_DIGITS: usize = 18;

impl DateTime {
    /// Returns the instant as a tuple that is ordered like instants: the seconds since 1970-01-01T00:00:00Z, `true` for
    /// the leap second after that second, and the fraction in units of 10^-18 s.
    ///
    /// It is exact unless the date-time is long.
    pub(crate) fn instant(&self) -> (i64, bool, u64) {
        let minutes = i64::from(self.hour) * 60 + i64::from(self.minute) - i64::from(self.offset);
        let second = i64::from(self.second.min(59));
        let seconds = self.days() * 86_400 + minutes * 60 + second;
        (seconds, self.second == 60, self.attos)
    }

    /// Returns the number of days since 1970-01-01.
    ///
    /// Years are counted from March, so that the leap day is the last day of a year.
    fn days(&self) -> i64 {
        let months = i64::from(self.month) + 9;
        let year = i64::from(self.year) - 1 + months / 12;
        let day_of_year = (153 * (months % 12) + 2) / 5 + i64::from(self.day) - 1;
        let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
        year * 365 + leap_days + day_of_year - 719_468
    }

    /// Returns `true` if the minute is 23:59 UTC, after which a leap second can be inserted.
    pub(super) fn is_last_minute_of_utc_day(&self) -> bool {
        let minutes = i32::from(self.hour) * 60 + i32::from(self.minute) - i32::from(self.offset);
        minutes.rem_euclid(24 * 60) == 24 * 60 - 1
    }
}
