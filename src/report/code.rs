//! The stable names of severities and codes.

use crate::string_enum::string_enum;

string_enum! {
    /// The severity of a violation.
    pub enum Severity, "severity" {
        /// The document is invalid.
        Error = "error",
        /// The document is valid despite the violation.
        Warning = "warning",
    }
}

string_enum! {
    /// The kind of a violation. [`explain`](Self::explain) documents each code with an example.
    ///
    /// Violations at the same place are reported in the order of the codes.
    #[non_exhaustive]
    pub enum Code, "code" {
        /// The document is longer than the contract allows.
        TooLarge = "too_large",
        /// The document begins with a UTF-8 byte order mark.
        ByteOrderMark = "byte_order_mark",
        /// The document is not UTF-8.
        InvalidUtf8 = "invalid_utf8",
        /// The document is not exactly one JSON text.
        InvalidJson = "invalid_json",
        /// The document is JSON, but not an object.
        NotAnObject = "not_an_object",
        /// An object contains the same property name twice.
        DuplicateProperty = "duplicate_property",
        /// The annotation `@odata.type` names another type.
        WrongOdataType = "wrong_odata_type",
        /// The type declares no property with this name.
        UndeclaredProperty = "undeclared_property",
        /// Only the service sets this property.
        ReadOnlyProperty = "read_only_property",
        /// A required property is missing.
        MissingProperty = "missing_property",
        /// The value is null, but the property is not nullable.
        NullNotAllowed = "null_not_allowed",
        /// The value is not of the JSON type that the property requires.
        WrongType = "wrong_type",
        /// The number is written with a fraction or an exponent.
        NotAnInteger = "not_an_integer",
        /// The integer does not fit in 32 bits.
        OutOfRange = "out_of_range",
        /// The string is not a date-time of the chosen grammar.
        InvalidDateTime = "invalid_date_time",
        /// The enum member is newer than Microsoft's documentation page.
        NewerMember = "newer_member",
        /// The enumeration has no such member.
        UnknownMember = "unknown_member",
        /// The sentinel `unknownFutureValue` is sent as a value.
        SentinelMember = "sentinel_member",
        /// The string is empty.
        EmptyString = "empty_string",
        /// A count is negative.
        NegativeCount = "negative_count",
        /// The failed and unprocessed tasks outnumber the total.
        CountsExceedTotal = "counts_exceed_total",
        /// A time is earlier than one that must precede it.
        TimesOutOfOrder = "times_out_of_order",
        /// The status contradicts `completedDateTime`.
        StatusMismatch = "status_mismatch",
        /// The method of the request is not POST.
        WrongMethod = "wrong_method",
        /// The path of the request is not the one that creates results.
        WrongTarget = "wrong_target",
        /// The request lacks a required header.
        MissingHeader = "missing_header",
        /// A header is malformed, repeated, or does not match the body.
        InvalidHeader = "invalid_header",
        /// The status of the response is not 201.
        WrongStatus = "wrong_status",
    }
}
