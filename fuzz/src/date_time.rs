use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate};
use regex::Regex;
use support::create_body_with;
use user_processing_result::{Contract, DateTimeGrammar};

/// Asserts that every grammar accepts the date-times that a regular expression and chrono's calendar accept, and that
/// the typed value is the instant that chrono parses.
pub fn date_time(data: &[u8]) {
    let content = String::from_utf8_lossy(data);
    let literal = serde_json::to_string(&content).expect("a string can be serialized");
    for grammar in DateTimeGrammar::ALL {
        let contract = Contract::PROJECTION.date_time(*grammar).max_bytes(usize::MAX);
        let report = contract.check(format!("{{\"startedDateTime\":{literal}}}"));
        assert_eq!(report.is_valid(), is_valid(&content, *grammar), "{content:?} {grammar}: {report}");
    }
    let contract = Contract::CREATE.date_time(DateTimeGrammar::Rfc3339).max_bytes(usize::MAX);
    if let Ok(value) = contract.parse(create_body_with("scheduledDateTime", &literal)) {
        let instant = DateTime::parse_from_rfc3339(&content)
            .expect("chrono parses every date-time of the grammar rfc3339");
        assert_eq!(value.scheduled_date_time, instant);
        assert_eq!(value.scheduled_date_time.offset(), instant.offset());
    }
}

const GRAPH: &str = r"(?-u)\A([0-9]{4})-([0-9]{2})-([0-9]{2})T([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])(?:\.[0-9]{1,12})?(?:Z|([+-])(0[0-9]|1[0-3]):([0-5][0-9])|[+-]14:00)\z";
const ODATA: &str = r"(?-u)\A(-?(?:0[0-9]{3}|[1-9][0-9]{3,}))-([0-9]{2})-([0-9]{2})[Tt]([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]|60)(?:\.[0-9]{1,12})?)?(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))\z";
const RFC_3339: &str = r"(?-u)\A([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9]|60)(?:\.[0-9]+)?(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))\z";

/// The patterns, in the order of `DateTimeGrammar::ALL`.
static PATTERNS: LazyLock<[Regex; 3]> = LazyLock::new(|| {
    [GRAPH, ODATA, RFC_3339].map(|pattern| Regex::new(pattern).expect("the patterns are valid"))
});

fn is_valid(content: &str, grammar: DateTimeGrammar) -> bool {
    let Some(parts) = PATTERNS[grammar as usize].captures(content) else { return false };
    let part = |at: usize| parts.get(at).map(|part| part.as_str());
    let number = |at: usize| {
        part(at).map_or(0, |digits| digits.parse::<i32>().expect("the pattern allows two digits"))
    };
    let year = &parts[1];
    // The calendar repeats after 400 years, so the last four digits decide.
    let cycle: i32 = year[year.len() - 4..].parse().expect("the pattern requires four digits");
    let month = number(2).unsigned_abs();
    let day = number(3).unsigned_abs();
    let is_day = NaiveDate::from_ymd_opt(2000 + cycle % 400, month, day).is_some();
    let is_year = grammar != DateTimeGrammar::Graph || cycle > 0;
    let east = (number(8) * 60 + number(9)) * if part(7) == Some("-") { -1 } else { 1 };
    let is_last_minute = (number(4) * 60 + number(5) - east).rem_euclid(1440) == 1439;
    let is_second = grammar != DateTimeGrammar::Rfc3339 || number(6) < 60 || is_last_minute;
    is_day && is_year && is_second
}
