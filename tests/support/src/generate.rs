//! Documents for proptest: a valid one, mutated in up to four places, in one of three layouts.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, RngSeed};
use user_processing_result::{Contract, ContractKind, DateTimeGrammar, Members, Undeclared};

pub const SEED: u64 = 0x5eed_2026;

/// Returns a configuration with a fixed seed, so that every run generates the same documents.
pub fn config(cases: u32) -> Config {
    seeded(SEED, cases)
}

/// Returns a configuration with another seed, and prints the seed.
pub fn seeded(seed: u64, cases: u32) -> Config {
    eprintln!("seed {seed:#x}");
    Config { cases, rng_seed: RngSeed::Fixed(seed), failure_persistence: None, ..Config::default() }
}

/// Generates contracts of every kind with every option.
pub fn contract() -> impl Strategy<Value = Contract> {
    (
        select(ContractKind::ALL),
        select(Members::ALL),
        select(DateTimeGrammar::ALL),
        proptest::option::of(select(Undeclared::ALL)),
        any::<bool>(),
    )
        .prop_map(|(kind, members, grammar, undeclared, consistency)| {
            let contract = Contract::new(kind).members(members).date_time(grammar).consistency(consistency);
            undeclared.map_or(contract, |undeclared| contract.undeclared(undeclared))
        })
}

/// Generates documents as text.
pub fn document() -> impl Strategy<Value = String> {
    let mutations =
        proptest::collection::vec((any::<u8>(), any::<Index>(), any::<Index>(), any::<Index>()), 0..5);
    (mutations, 0..3_u8).prop_map(|(mutations, layout)| {
        let mut members: Vec<(&str, &str)> = VALID_MEMBERS.to_vec();
        for (mutation, position, name, value) in mutations {
            mutate(&mut members, mutation, position, name, value);
        }
        format_object(&members, layout)
    })
}

/// Removes, replaces, repeats, moves or inserts one JSON member.
fn mutate(members: &mut Vec<(&str, &str)>, mutation: u8, position: Index, name: Index, value: Index) {
    let at = position.index(members.len() + 1);
    let value = VALUES[value.index(VALUES.len())];
    match mutation % 6 {
        0 if at < members.len() => drop(members.remove(at)),
        1 | 2 if at < members.len() => members[at].1 = fitting_value(members[at].0, value),
        3 if at < members.len() => members.push((members[at].0, value)),
        4 if at < members.len() => members.rotate_left(at),
        _ => members.insert(at, (NAMES[name.index(NAMES.len())], value)),
    }
}

/// Returns the value if it fits the name or its length is even, so that about half of all values fit, and `"completed"`
/// otherwise.
fn fitting_value<'a>(name: &str, value: &'a str) -> &'a str {
    let fits = match name {
        _ if value.len().is_multiple_of(2) => true,
        name if name.ends_with("DateTime") => value.contains("T0") || value == "null",
        name if name.ends_with("Count") || name == "workflowVersion" => {
            value.contains(|c: char| c.is_ascii_digit())
        }
        _ => true,
    };
    if fits { value } else { "\"completed\"" }
}

fn format_object(members: &[(&str, &str)], layout: u8) -> String {
    let (open, colon, comma, close) =
        [("{", ":", ",", "}"), ("{\n  ", ": ", ",\n  ", "\n}\n"), (" {\t", "\r\n:", " ,", "} \n")]
            [usize::from(layout)];
    let members: Vec<_> = members.iter().map(|(name, value)| format!("\"{name}\"{colon}{value}")).collect();
    format!("{open}{}{close}", members.join(comma))
}

const VALID_MEMBERS: &[(&str, &str)] = &[
    ("@odata.type", r##""#microsoft.graph.identityGovernance.userProcessingResult""##),
    ("id", r#""5c9c2f6e""#),
    ("completedDateTime", r#""2026-03-01T06:00:11.1348863Z""#),
    ("failedTasksCount", "0"),
    ("processingStatus", r#""completed""#),
    ("scheduledDateTime", r#""2026-03-01T06:00:00Z""#),
    ("startedDateTime", r#""2026-03-01T08:00:04.25+02:00""#),
    ("totalTasksCount", "4"),
    ("totalUnprocessedTasksCount", "0"),
    ("workflowExecutionType", r#""scheduled""#),
    ("workflowVersion", "2"),
    ("subject", r#"{"id": "5c9c2f70"}"#),
];

const NAMES: &[&str] = &[
    "@odata.type",
    "@odata.context",
    "@type",
    "completedDateTime@odata.type",
    "@",
    "id",
    "Id",
    "ID",
    "i\\u0064",
    "subject",
    "reprocessedRuns",
    "reprocessedRuns",
    "taskProcessingResults",
    "failedTasksCount",
    "FailedTasksCount",
    "failedTaskCount",
    "processingStatus",
    "scheduledDateTime",
    "workflowVersion",
    "tenant",
    "a/b~c",
    "",
    "漢字",
    "\\ud83d",
    "value",
    "completedDateTime",
    "startedDateTime",
    "x\\u0000y",
];

const VALUES: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-0",
    "1",
    "-1",
    "5",
    "2147483647",
    "2147483648",
    "-2147483648",
    "-2147483649",
    "99999999999999999999",
    "1.0",
    "-0.0",
    "5e0",
    "12e-1",
    "1e400",
    r#""5""#,
    r#""-0""#,
    r#""05""#,
    r#""""#,
    r#""Integer""#,
    r#""String""#,
    r#""String (timestamp)""#,
    r#""completed""#,
    r#""Completed""#,
    r#"" completed""#,
    r#""completedWithErrors""#,
    r#""queued""#,
    r#""inProgress""#,
    r#""failed""#,
    r#""cancelled""#,
    r#""quarantined""#,
    r#""canceling""#,
    r#""unknownFutureValue""#,
    r#""scheduled""#,
    r#""onDemand""#,
    r#""preview""#,
    r#""archived""#,
    r#""extensibilityOnDemand""#,
    r#""2nd one""#,
    r#""\u0063ompleted""#,
    r#""\ud83d""#,
    r#""漢字 👩""#,
    r#""2026-03-01T06:00:00Z""#,
    r#""2026-03-01T07:00:00+01:00""#,
    r#""2026-02-28T06:00:00.999999999999Z""#,
    r#""2026-02-30T06:00:00Z""#,
    r#""2026-03-01T06:00Z""#,
    r#""2026-03-01t06:00:00z""#,
    r#""2016-12-31T23:59:60Z""#,
    r#""0000-01-01T00:00:00Z""#,
    r#""-0044-03-15T06:00:00Z""#,
    r#""12026-03-01T06:00:00Z""#,
    r#""2026-03-01T06:00:00""#,
    r#""2026-03-01T06:00:00+23:59""#,
    r#""2026-03-01\u005406:00:00Z""#,
    r#""2026-03-01T06:00:00.1234567890123Z""#,
    "{}",
    "[]",
    r#"{"id": "1", "id": [1, {"a": null}]}"#,
    "[ ]",
    r#"[{"a": 1}]"#,
    r#"{"id":"1"}"#,
    r#"["1","2"]"#,
    r##""#microsoft.graph.identityGovernance.userProcessingResult""##,
    r##""#microsoft.graph.user""##,
    r#""microsoft.graph.identityGovernance.userProcessingResult""#,
];
