//! The corpus of date-times under each grammar, and chrono as a witness.

use chrono::DateTime;
use user_processing_result::{Contract, DateTimeGrammar};

const CORPUS: &str = include_str!("date_times.txt");

/// A string as JSON, and what each grammar says of it.
struct Line {
    literal: &'static str,
    verdicts: [&'static str; 3],
}

fn corpus() -> Vec<Line> {
    let lines = CORPUS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let lines: Vec<Line> = lines
        .map(|line| {
            let (literal, verdicts) =
                line.rsplit_once("\" ").map(|(text, rest)| (&line[..=text.len()], rest)).unwrap();
            let verdicts = verdicts.split_whitespace().collect::<Vec<_>>().try_into().unwrap();
            Line { literal, verdicts }
        })
        .collect();
    assert!(lines.len() >= 200, "{} strings", lines.len());
    lines
}

#[test]
fn every_verdict_and_reason() {
    for Line { literal, verdicts } in corpus() {
        for (grammar, expected) in DateTimeGrammar::ALL.iter().zip(verdicts) {
            let json = format!("{{\"startedDateTime\": {literal}}}");
            let report = Contract::PROJECTION.date_time(*grammar).check(&json);
            let said = match report.violations() {
                [] => "ok",
                [violation] => violation.reason().map_or(violation.code().as_str(), |reason| reason.as_str()),
                _ => panic!("{literal} under {grammar}:\n{report}"),
            };
            assert_eq!(said, expected, "{literal} under {grammar}");
        }
    }
}

/// What `rfc3339` accepts, chrono reads; and the typed value is the same instant.
#[test]
fn instants_are_those_of_chrono() {
    let mut compared = 0;
    for Line { literal, verdicts } in corpus() {
        let text: String = serde_json::from_str(literal).unwrap();
        for (grammar, verdict) in DateTimeGrammar::ALL.iter().zip(verdicts) {
            let (Ok(chrono), "ok") = (DateTime::parse_from_rfc3339(&text), verdict) else { continue };
            let json = body(literal);
            let value = Contract::CREATE.date_time(*grammar).parse(json).unwrap();
            assert_eq!(value.scheduled_date_time, chrono, "{literal} under {grammar}");
            assert_eq!(value.scheduled_date_time.offset(), chrono.offset(), "{literal} under {grammar}");
            compared += 1;
        }
        assert!(verdicts[2] != "ok" || DateTime::parse_from_rfc3339(&text).is_ok(), "chrono reads {literal}");
    }
    assert!(compared > 100, "{compared} instants");
}

/// A year that chrono cannot hold is right as text, and told when a typed value is asked for.
#[test]
fn years_past_chrono() {
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

fn body(scheduled: &str) -> String {
    format!(
        r#"{{"failedTasksCount": 0, "processingStatus": "queued", "scheduledDateTime": {scheduled},
            "totalTasksCount": 1, "totalUnprocessedTasksCount": 1, "workflowExecutionType": "onDemand",
            "workflowVersion": 1}}"#
    )
}
