//! Regular expressions for JSON Schema.
//!
//! They use only syntax that ECMAScript shares with other implementations: no lookaround, and no predefined classes such as
//! `\d`, which matches all Unicode digits in some of them.

use alloc::format;
use alloc::string::String;

use crate::options::DateTimeGrammar;

/// Matches an OData identifier, which may be an enum member that was added later.
pub(super) const IDENTIFIER: &str = "^[A-Za-z_][A-Za-z0-9_]{0,127}$";

/// Matches the name of the annotation that names the type: `@odata.type` or `@type`.
pub(super) const ODATA_TYPE: &str = r"^@(?:odata\.)?type$";

/// Returns a pattern for a value of that annotation: `T`, `#T`, or an absolute URI that ends in `#T`.
pub(super) fn names_type(ty: &str) -> String {
    let uri = r"[A-Za-z][A-Za-z0-9+.-]*:[!$%&'()*+,./0-9:;=?@A-Z\[\]_a-z~-]*";
    format!("^(?:(?:{uri})?#)?{}$", ty.replace('.', r"\."))
}

/// Returns a pattern for a date-time that exists in the calendar.
///
/// For RFC 3339 it accepts a second of 60 at any time of day, because the offset decides which minute is 23:59 UTC.
pub(super) fn date_time(grammar: DateTimeGrammar) -> String {
    let (year, leap_year) = match grammar {
        DateTimeGrammar::Graph => (
            "(?:[0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})",
            "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)",
        ),
        DateTimeGrammar::Odata => (
            "-?(?:[1-9][0-9]*)?[0-9]{4}",
            "-?(?:[1-9][0-9]*)?(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)",
        ),
        DateTimeGrammar::Rfc3339 => {
            ("[0-9]{4}", "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)")
        }
    };
    let (t, seconds, offset) = match grammar {
        DateTimeGrammar::Graph => {
            ("T", r":[0-5][0-9](?:\.[0-9]{1,12})?", "(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))")
        }
        DateTimeGrammar::Odata => (
            "[Tt]",
            r"(?::(?:[0-5][0-9]|60)(?:\.[0-9]{1,12})?)?",
            "(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])",
        ),
        DateTimeGrammar::Rfc3339 => {
            ("[Tt]", r":(?:[0-5][0-9]|60)(?:\.[0-9]+)?", "(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])")
        }
    };
    let long = "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])";
    let short = "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)";
    let february = "02-(?:0[1-9]|1[0-9]|2[0-8])";
    let date = format!("(?:{year}-(?:{long}|{short}|{february})|{leap_year}-02-29)");
    format!("^{date}{t}(?:[01][0-9]|2[0-3]):[0-5][0-9]{seconds}{offset}$")
}
