//! The laws of the quick readers: what they take, the thorough reader takes, and says the same of it.
//!
//! So each could be deleted, and no answer would change.

#[path = "../../tests/common/mod.rs"]
mod common;

use super::{Checker, explain, is_clean, typed};
use crate::check::Findings;
use crate::leaves::Leaves;
use crate::recognise::{self, Recognised};
use crate::rules::Rules;
use crate::scan::is_blank;
use crate::{Body, Contract, DateTimeGrammar, Members, Report, UserProcessingResult, read};

use crate::schema::USER_PROCESSING_RESULT;
pub(crate) use common::generate;
use common::generate::{config, contract, document};
use proptest::prelude::*;
use serde_json::Value;

/// The report by serde_json alone, and the typed value.
fn thorough(rules: Rules<'_>, json: &[u8]) -> (Report, Option<UserProcessingResult>) {
    let run = || {
        let mut checker = Checker::new(rules, Findings::new());
        let read =
            read::by_serde_json(json, rules.contract.max_bytes, |member| checker.member(None, false, member));
        let read = read.map(|end| checker.end(end));
        (checker, read)
    };
    let (checker, read) = run();
    let mut report = checker.into_report(read);
    super::locate(json, &mut report.violations);
    let (checker, read) = run();
    let value = if rules.is_typed { checker.into_typed(read).ok() } else { None };
    (report, value)
}

/// What a document was recognised as, if it is not too long and nothing but white space comes after it.
fn whole(json: &[u8], contract: &Contract, recognised: Option<(Recognised, &[u8])>) -> Option<Recognised> {
    let (recognised, rest) = recognised?;
    (json.len() <= contract.max_bytes && is_blank(rest)).then_some(recognised)
}

/// Holds every quick reader to the thorough one; gives whether the recogniser took the document.
#[track_caller]
fn hold(contract: Contract, json: &[u8]) -> bool {
    let shown = String::from_utf8_lossy(json);
    let rules = Rules::new(&USER_PROCESSING_RESULT, &contract);
    let (expected, _) = thorough(rules, json);
    assert_eq!(explain(rules, json), expected, "explain: {shown}");
    assert!(!is_clean(&rules, json) || expected.violations.is_empty(), "clean: {shown}");
    assert_eq!(contract.check(json), expected, "check: {shown}");
    assert_eq!(contract.is_valid(json), expected.is_valid(), "is_valid: {shown}");

    if let Ok(value) = serde_json::from_slice::<Value>(json) {
        let unlimited = contract.max_bytes(usize::MAX);
        let rules = Rules::new(&USER_PROCESSING_RESULT, &unlimited);
        let (expected, _) = thorough(rules, value.to_string().as_bytes());
        assert_eq!(super::value(&value, &contract), super::without_places(expected), "value: {shown}");
    }

    let without = contract.consistency(false);
    let rules = Rules::new(&USER_PROCESSING_RESULT, &without);
    let recognised = whole(json, &contract, recognise::object(&rules, json));
    match recognised {
        Some(Recognised::Clean) => assert_eq!(thorough(rules, json).0, Report::default(), "{shown}"),
        Some(Recognised::Valid) => assert!(thorough(rules, json).0.is_valid(), "{shown}"),
        None => {}
    }

    let rules = Rules { is_typed: true, ..Rules::new(&USER_PROCESSING_RESULT, &contract) };
    let (_, value) = thorough(rules, json);
    assert_eq!(typed(json, &contract).ok(), value, "typed: {shown}");
    let mut leaves = Leaves::default();
    if whole(json, &contract, recognise::values(&rules, json, &mut leaves)).is_some() {
        assert_eq!(UserProcessingResult::from_leaves(&leaves).ok(), value, "typed at once: {shown}");
    }
    recognised.is_some()
}

proptest! {
    #![proptest_config(config(6000))]

    #[test]
    fn generated(json in document(), contract in contract()) {
        hold(contract, json.as_bytes());
    }

    #[test]
    fn generated_and_edited(
        json in document(), contract in contract(), at in any::<prop::sample::Index>(), byte in any::<u8>(), edit in 0..3_u8,
    ) {
        let mut json = json.into_bytes();
        let at = at.index(json.len());
        match edit {
            0 => json[at] = byte,
            1 => json.insert(at, byte),
            _ => drop(json.remove(at)),
        }
        hold(contract, &json);
    }
}

#[test]
fn cases() {
    let taken = common::cases().iter().filter(|case| hold(case.options.contract(), &case.text)).count();
    assert!(taken > 5, "{taken} cases are recognised");
}

/// Whatever single byte is put, inserted or removed, under every contract.
#[test]
fn every_edit() {
    for (contract, json) in SPELLINGS {
        assert!(hold(*contract, json.as_bytes()), "recognised: {json}");
        for at in 0..json.len() {
            for byte in b"\"\\{}[]:,.-+eZTn0129 \n\0x\x7F\x80\xC3\xFF" {
                let mut text = json.as_bytes().to_vec();
                text[at] = *byte;
                hold(*contract, &text);
                text = json.as_bytes().to_vec();
                text.insert(at, *byte);
                hold(*contract, &text);
            }
            hold(*contract, &[&json.as_bytes()[..at], &json.as_bytes()[at + 1..]].concat());
            hold(*contract, &json.as_bytes()[..at]);
        }
    }
}

/// Every kind of value for every property.
#[test]
fn every_kind() {
    for property in USER_PROCESSING_RESULT.properties {
        for value in KINDS {
            let json = format!("{{\"{}\":{value}}}", property.name);
            for body in Body::ALL {
                hold(Contract::new(*body), json.as_bytes());
            }
        }
    }
}

const KINDS: &[&str] = &[
    "null",
    "nul",
    "true",
    "0",
    "-1",
    "01",
    "12345678901",
    "1.0",
    "\"\"",
    "\"1\"",
    "\"queued\"",
    "\"preview\"",
    "\"2026-03-01T06:00:00Z\"",
    "\"2026-02-30T06:00:00Z\"",
    "{}",
    "{\"id\":\"1\"}",
    "{\"id\":1}",
    "[]",
    "[\"1\"]",
    "[{}]",
];

/// What the recogniser is made for, and it takes all of it under every contract that it is right under.
#[test]
fn spellings() {
    for (_, json) in SPELLINGS {
        for body in Body::ALL {
            for members in Members::ALL {
                for grammar in DateTimeGrammar::ALL {
                    let contract = Contract::new(*body).members(*members).date_time(*grammar);
                    let is_taken = hold(contract, json.as_bytes());
                    assert_eq!(is_taken, contract.is_valid(json), "{body} {members} {grammar}: {json}");
                    hold(contract.consistency(true), json.as_bytes());
                }
            }
        }
    }
}

const SPELLINGS: &[(Contract, &str)] = &[
    // As the page has it.
    (
        Contract::CREATE,
        r##"{"@odata.type":"#microsoft.graph.identityGovernance.userProcessingResult","completedDateTime":null,"failedTasksCount":0,"processingStatus":"inProgress","scheduledDateTime":"2026-03-01T06:00:00Z","startedDateTime":"2026-03-01T06:00:04.25Z","totalTasksCount":12,"totalUnprocessedTasksCount":0,"workflowExecutionType":"onDemand","workflowVersion":3}"##,
    ),
    // As the service sends it.
    (
        Contract::RESOURCE,
        r#"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#x","id":"5c9c2f6e-1","completedDateTime":"2026-03-01T06:00:11.1348863Z","failedTasksCount":0,"processingStatus":"completed","scheduledDateTime":"2026-03-01T06:00:01.6476554Z","startedDateTime":"2026-03-01T06:00:04.490313Z","totalTasksCount":2,"totalUnprocessedTasksCount":0,"workflowExecutionType":"scheduled","workflowVersion":1,"subject":{"id":"çedilla 漢 👩"}}"#,
    ),
    // With all that may be there.
    (
        Contract::PROJECTION,
        r#"{"@odata.id":"1","@odata.etag":null,"id":"1","reprocessedRuns":[],"subject":{"id":"1","mail":"2"},"taskProcessingResults":[{"id":[{}]},1.5e3]}"#,
    ),
    // Shuffled, with white space and little more than is required.
    (
        Contract::CREATE,
        "{\n  \"workflowVersion\": 1,\n  \"totalTasksCount\": 4,\r\n\t\"scheduledDateTime\": \"2026-03-01T08:00:00+02:00\",\n  \"processingStatus\": \"completedWithErrors\",\n  \"failedTasksCount\": 0,\n  \"x@y\": [1e400, {\"a\": null}],\n  \"totalUnprocessedTasksCount\": -0,\n  \"workflowExecutionType\": \"onDemand\"\n}\n",
    ),
];
