//! The corpus of date-times under each grammar, compared with chrono.

use chrono::DateTime;
use support::create_body_with;
use user_processing_result::{Contract, DateTimeGrammar};

const CORPUS: &str = include_str!("../date_times.txt");

/// A line of the corpus.
struct Entry {
    /// The string as JSON.
    literal: &'static str,
    /// For each grammar `ok`, or the reason.
    verdicts: [&'static str; 3],
}

fn corpus() -> Vec<Entry> {
    let lines = CORPUS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let entries: Vec<Entry> = lines.map(entry).collect();
    assert!(entries.len() >= 200, "{} strings", entries.len());
    entries
}

fn entry(line: &'static str) -> Entry {
    let (text, verdicts) = line.rsplit_once("\" ").unwrap();
    let verdicts = verdicts.split_whitespace().collect::<Vec<_>>();
    Entry { literal: &line[..=text.len()], verdicts: verdicts.try_into().unwrap() }
}

#[test]
fn each_grammar_returns_the_verdicts_of_the_corpus() {
    for Entry { literal, verdicts } in corpus() {
        for (grammar, expected) in DateTimeGrammar::ALL.iter().zip(verdicts) {
            let json = format!("{{\"startedDateTime\": {literal}}}");
            let report = Contract::PROJECTION.date_time(*grammar).check(&json);
            let verdict = match report.violations() {
                [] => "ok",
                [violation] => violation.reason().map_or(violation.code().as_str(), |reason| reason.as_str()),
                _ => panic!("{literal} under {grammar}:\n{report}"),
            };
            assert_eq!(verdict, expected, "{literal} under {grammar}");
        }
    }
}

/// chrono parses every string that `rfc3339` accepts, and the typed value is the same instant under every grammar.
#[test]
fn typed_date_times_equal_those_of_chrono() {
    let mut compared = 0;
    for Entry { literal, verdicts } in corpus() {
        let text: String = serde_json::from_str(literal).unwrap();
        let expected = DateTime::parse_from_rfc3339(&text);
        for (grammar, verdict) in DateTimeGrammar::ALL.iter().zip(verdicts) {
            let (Ok(expected), "ok") = (&expected, verdict) else { continue };
            let value = Contract::CREATE.date_time(*grammar).parse(body(literal)).unwrap();
            assert_eq!(value.scheduled_date_time, *expected, "{literal} under {grammar}");
            assert_eq!(value.scheduled_date_time.offset(), expected.offset(), "{literal} under {grammar}");
            compared += 1;
        }
        assert!(verdicts[2] != "ok" || expected.is_ok(), "chrono rejects {literal}");
    }
    assert!(compared > 100, "{compared} instants");
}

/// A year that chrono cannot represent is valid as text; only `parse` reports it.
#[test]
fn parse_rejects_years_out_of_the_range_of_chrono() {
    let contract = Contract::CREATE.date_time(DateTimeGrammar::Odata);
    for (literal, fits) in [
        ("\"262142-01-01T00:00:00Z\"", true),
        ("\"-262143-12-31T23:59:59Z\"", true),
        ("\"262143-01-01T00:00:00Z\"", false),
        ("\"-262144-01-01T00:00:00Z\"", false),
        ("\"999999999999999999999-01-01T00:00:00Z\"", false),
    ] {
        assert!(contract.is_valid(body(literal)), "{literal}");
        let parsed = contract.parse(body(literal));
        assert_eq!(parsed.is_ok(), fits, "{literal}");
        if let Err(report) = parsed {
            assert_eq!(report.violations()[0].reason().unwrap().as_str(), "year_out_of_range");
            assert_eq!(report.violations()[0].path(), "/scheduledDateTime");
        }
    }
}

fn body(literal: &str) -> String {
    create_body_with("scheduledDateTime", literal)
}
