//! `Edm.DateTimeOffset`, in three grammars.
//!
//! ```text
//! date-time = year "-" month "-" day "T" hour ":" minute [ ":" second [ "." fraction ] ] offset
//! offset    = "Z" / ( "+" / "-" ) 2DIGIT ":" 2DIGIT
//!
//!           graph                odata                          rfc3339
//! year      0001 to 9999         [ "-" ] 4DIGIT, or more        0000 to 9999
//!                                without a leading zero
//! T, Z      upper case           any case                       any case
//! second    00 to 59             none, or 00 to 60              00 to 59, or 60 where it is 23:59 UTC
//! fraction  1*12DIGIT            1*12DIGIT                      1*DIGIT
//! offset    up to 14:00          up to 23:59                    up to 23:59
//! ```
//!
//! In all three the calendar is the proleptic Gregorian one and the hour is 00 to 23. An error is the first one from left
//! to right.

#[cfg(feature = "chrono")]
mod chrono;
pub(crate) mod exact;
mod parser;
mod value;

#[cfg(feature = "chrono")]
pub(crate) use chrono::print;
pub(crate) use parser::{DateTimeError, parse, parse_fast, parse_prefix};
pub(crate) use value::DateTime;
