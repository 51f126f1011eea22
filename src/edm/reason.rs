//! The reasons why a string is not a date-time.

use crate::string_enum::string_enum;

string_enum! {
    /// The reason why a string is not a date-time: the first that applies, reading from left to right.
    /// [`explain`](Self::explain) documents each reason with an example.
    #[non_exhaustive]
    pub enum Reason, "reason" {
        /// The date-time has no offset from UTC.
        MissingOffset = "missing_offset",
        /// The date-time has no seconds.
        MissingSeconds = "missing_seconds",
        /// The month does not have this day.
        NoSuchDay = "no_such_day",
        /// The month is not 01 to 12.
        MonthOutOfRange = "month_out_of_range",
        /// The day is not 01 to 31.
        DayOutOfRange = "day_out_of_range",
        /// The hour is not 00 to 23.
        HourOutOfRange = "hour_out_of_range",
        /// The minute is not 00 to 59.
        MinuteOutOfRange = "minute_out_of_range",
        /// The second is neither 00 to 59 nor the 60 of a leap second.
        SecondOutOfRange = "second_out_of_range",
        /// The second is 60 where the grammar does not allow it.
        LeapSecond = "leap_second",
        /// The year is outside the range of the grammar.
        YearOutOfRange = "year_out_of_range",
        /// The offset is too far from UTC or has more than 59 minutes.
        OffsetOutOfRange = "offset_out_of_range",
        /// The fraction has more than 12 digits.
        FractionTooLong = "fraction_too_long",
        /// The `T` or the `Z` is in lower case.
        LowerCase = "lower_case",
        /// The string does not have the form of a date-time.
        Malformed = "malformed",
    }
}
