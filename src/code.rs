//! The stable names of what can be wrong.

use crate::names::named;

named! {
    /// How bad a violation is.
    pub enum Severity, "severity" {
        /// The document is not valid.
        Error = "error",
        /// The document is valid all the same.
        Warning = "warning",
    }
}

named! {
    /// What is wrong, in the order in which ties are listed. [`explain`](Self::explain) documents each.
    #[non_exhaustive]
    pub enum Code, "code" {
        /// The document is longer than the contract allows.
        TooLarge = "too_large",
        /// The document begins with a byte order mark.
        ByteOrderMark = "byte_order_mark",
        /// The document is not UTF-8.
        InvalidUtf8 = "invalid_utf8",
        /// The document is not one JSON text.
        InvalidJson = "invalid_json",
        /// The document is JSON, but not an object.
        NotAnObject = "not_an_object",
        /// A name stands twice in the same object.
        DuplicateProperty = "duplicate_property",
        /// `@odata.type` names another type.
        WrongOdataType = "wrong_odata_type",
        /// The type declares no such property.
        UndeclaredProperty = "undeclared_property",
        /// The service sets this property, not the client.
        ReadOnlyProperty = "read_only_property",
        /// A required property is not there.
        MissingProperty = "missing_property",
        /// The property cannot be `null`.
        NullNotAllowed = "null_not_allowed",
        /// The value has the wrong JSON type.
        WrongType = "wrong_type",
        /// The number is written with a fraction or an exponent.
        NotAnInteger = "not_an_integer",
        /// The integer does not fit 32 bits.
        OutOfRange = "out_of_range",
        /// The string is no date-time; a [`Reason`] says why.
        InvalidDateTime = "invalid_date_time",
        /// The enum member is newer than the chosen set.
        NewerMember = "newer_member",
        /// The enumeration has no such member.
        UnknownMember = "unknown_member",
        /// The sentinel is no value to send.
        SentinelMember = "sentinel_member",
        /// The string is empty.
        EmptyString = "empty_string",
        /// A count is below zero.
        NegativeCount = "negative_count",
        /// More tasks failed or were left unprocessed than there are.
        CountsExceedTotal = "counts_exceed_total",
        /// One time lies before another that it must follow.
        TimesOutOfOrder = "times_out_of_order",
        /// The status and the time of completion contradict each other.
        StatusMismatch = "status_mismatch",
        /// The method of the request is not POST.
        WrongMethod = "wrong_method",
        /// The request goes to another path.
        WrongTarget = "wrong_target",
        /// The request lacks a header that is required.
        MissingHeader = "missing_header",
        /// A header says what is not so, or nothing that can be understood.
        InvalidHeader = "invalid_header",
        /// The status of the response is not 201.
        WrongStatus = "wrong_status",
    }
}

named! {
    /// Why a string is no date-time: the first that applies, reading from left to right.
    #[non_exhaustive]
    pub enum Reason, "reason" {
        /// Right up to the end, then no offset: `2024-05-01T09:30:00`
        MissingOffset = "missing_offset",
        /// No seconds where the grammar requires them: `2024-05-01T09:30Z`
        MissingSeconds = "missing_seconds",
        /// The month has fewer days: `2024-02-30T09:30:00Z`
        NoSuchDay = "no_such_day",
        /// Not 01 to 12: `2024-13-01T09:30:00Z`
        MonthOutOfRange = "month_out_of_range",
        /// Not 01 to 31: `2024-05-32T09:30:00Z`
        DayOutOfRange = "day_out_of_range",
        /// Not 00 to 23: `2024-05-01T24:00:00Z`
        HourOutOfRange = "hour_out_of_range",
        /// Not 00 to 59: `2024-05-01T09:60:00Z`
        MinuteOutOfRange = "minute_out_of_range",
        /// Not 00 to 59, nor the 60 of a leap second: `2024-05-01T09:30:61Z`
        SecondOutOfRange = "second_out_of_range",
        /// A second of 60 where it is not allowed: `2016-12-31T23:59:60Z`
        LeapSecond = "leap_second",
        /// Not a year of the grammar: `0000-05-01T09:30:00Z`
        YearOutOfRange = "year_out_of_range",
        /// Further from UTC than the grammar allows: `2024-05-01T09:30:00+14:30`
        OffsetOutOfRange = "offset_out_of_range",
        /// More than 12 digits: `2024-05-01T09:30:00.1234567890123Z`
        FractionTooLong = "fraction_too_long",
        /// A `t` or `z` where the grammar has upper case only: `2024-05-01t09:30:00Z`
        LowerCase = "lower_case",
        /// Anything else: `2024-05-01 09:30:00Z`
        Malformed = "malformed",
    }
}
