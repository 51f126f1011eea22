use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate};
use regex::Regex;
use user_processing_result::{Contract, DateTimeGrammar};

/// The verdict on a date-time is that of a regular expression and a calendar that are not ours, in every grammar; and
/// what chrono reads is the same instant.
pub fn date_time(data: &[u8]) {
    let content = String::from_utf8_lossy(data);
    let literal = serde_json::to_string(&content).expect("a string is JSON");
    for grammar in DateTimeGrammar::ALL {
        let contract = Contract::PROJECTION.date_time(*grammar).max_bytes(usize::MAX);
        let report = contract.check(format!("{{\"startedDateTime\":{literal}}}"));
        assert_eq!(report.is_valid(), is_right(&content, *grammar), "{content:?} {grammar}: {report}");
    }
    let contract = Contract::CREATE.date_time(DateTimeGrammar::Rfc3339).max_bytes(usize::MAX);
    if let Ok(value) = contract.parse(body(&literal)) {
        let instant = DateTime::parse_from_rfc3339(&content).expect("what rfc3339 takes, chrono reads");
        assert_eq!(value.scheduled_date_time, instant);
        assert_eq!(value.scheduled_date_time.offset(), instant.offset());
    }
}

fn body(scheduled: &str) -> String {
    format!(
        r#"{{"failedTasksCount": 0, "processingStatus": "queued", "scheduledDateTime": {scheduled},
            "totalTasksCount": 1, "totalUnprocessedTasksCount": 1, "workflowExecutionType": "onDemand",
            "workflowVersion": 1}}"#
    )
}

const GRAPH: &str = r"(?-u)\A([0-9]{4})-([0-9]{2})-([0-9]{2})T([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])(?:\.[0-9]{1,12})?(?:Z|([+-])(0[0-9]|1[0-3]):([0-5][0-9])|[+-]14:00)\z";
const ODATA: &str = r"(?-u)\A(-?(?:0[0-9]{3}|[1-9][0-9]{3,}))-([0-9]{2})-([0-9]{2})[Tt]([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]|60)(?:\.[0-9]{1,12})?)?(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))\z";
const RFC_3339: &str = r"(?-u)\A([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9]|60)(?:\.[0-9]+)?(?:[Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))\z";

static FORMS: LazyLock<[Regex; 3]> =
    LazyLock::new(|| [GRAPH, ODATA, RFC_3339].map(|form| Regex::new(form).expect("a regular expression")));

fn is_right(content: &str, grammar: DateTimeGrammar) -> bool {
    let Some(parts) = FORMS[grammar as usize].captures(content) else { return false };
    let part = |at: usize| parts.get(at).map(|part| part.as_str());
    let number = |at: usize| part(at).map_or(0, |digits| digits.parse::<i32>().expect("two digits"));
    let year = &parts[1];
    // The calendar repeats itself after 400 years, so the last four digits tell.
    let cycle: i32 = year[year.len() - 4..].parse().expect("four digits");
    let (month, day) = (number(2).unsigned_abs(), number(3).unsigned_abs());
    let is_day = NaiveDate::from_ymd_opt(2000 + cycle % 400, month, day).is_some();
    let is_year = grammar != DateTimeGrammar::Graph || cycle > 0;
    let east = (number(8) * 60 + number(9)) * if part(7) == Some("-") { -1 } else { 1 };
    let is_last_minute = (number(4) * 60 + number(5) - east).rem_euclid(1440) == 1439;
    let is_second = grammar != DateTimeGrammar::Rfc3339 || number(6) < 60 || is_last_minute;
    is_day && is_year && is_second
}
