//! The laws, held by the cases, by generated documents, and by every small edit of usual ones.

use proptest::prelude::*;

use serde_json::Value;

use support::generate::{config, contract, document};
use user_processing_result::internal::{FastResults, assert_fast_matches_reference, fast_results};
use user_processing_result::schema::{PROCESSING_STATUS, USER_PROCESSING_RESULT, WORKFLOW_EXECUTION_TYPE};
use user_processing_result::{Contract, ContractKind, DateTimeGrammar, Members};

proptest! {
    #![proptest_config(config(6000))]

    #[test]
    fn generated(json in document(), contract in contract()) {
        assert_fast_matches_reference(contract, json.as_bytes());
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
        assert_fast_matches_reference(contract, &json);
    }
}

#[test]
fn cases() {
    let taken = support::cases()
        .iter()
        .filter(|case| assert_fast_matches_reference(case.options.contract(), &case.text))
        .count();
    assert!(taken > 5, "{taken} cases are recognised");
}

/// Whatever single byte is put, inserted or removed, under every contract.
#[test]
fn every_edit() {
    for (contract, json) in SPELLINGS {
        assert!(assert_fast_matches_reference(*contract, json.as_bytes()), "recognised: {json}");
        for at in 0..json.len() {
            for byte in b"\"\\{}[]:,.-+eZTn0129 \n\0x\x7F\x80\xB1\xC3\xFF" {
                let mut text = json.as_bytes().to_vec();
                text[at] = *byte;
                assert_fast_matches_reference(*contract, &text);
                text = json.as_bytes().to_vec();
                text.insert(at, *byte);
                assert_fast_matches_reference(*contract, &text);
            }
            assert_fast_matches_reference(
                *contract,
                &[&json.as_bytes()[..at], &json.as_bytes()[at + 1..]].concat(),
            );
            assert_fast_matches_reference(*contract, &json.as_bytes()[..at]);
        }
    }
}

/// What is compared eight bytes at a time is told apart where two of them differ in the same bits.
#[test]
fn names_that_are_wrong_twice() {
    let ty = &USER_PROCESSING_RESULT;
    let members = [PROCESSING_STATUS.members, WORKFLOW_EXECUTION_TYPE.members].concat();
    let both = ty
        .properties
        .windows(2)
        .map(|rows| format!("{{\"{}\":null,\"{}\":null}}", rows[0].name, rows[1].name));
    let mut texts: Vec<_> = both.collect();
    texts.extend(members.iter().map(|member| format!("{{\"processingStatus\":\"{}\"}}", member.name)));
    texts.extend(members.iter().map(|member| format!("{{\"workflowExecutionType\":\"{}\"}}", member.name)));
    texts.push(format!("{{\"@odata.type\":\"#{}\"}}", ty.name));
    for text in texts {
        for (at, other) in
            (0..text.len()).flat_map(|at| (at + 8..text.len()).step_by(8).map(move |other| (at, other)))
        {
            for bits in [1, 2, 4] {
                let mut json = text.clone().into_bytes();
                json[at] ^= bits;
                json[other] ^= bits;
                assert_fast_matches_reference(Contract::PROJECTION.members(Members::Current), &json);
            }
        }
    }
}

/// Every kind of value for every property.
#[test]
fn every_kind() {
    for property in USER_PROCESSING_RESULT.properties {
        for value in KINDS {
            let json = format!("{{\"{}\":{value}}}", property.name);
            for body in ContractKind::ALL {
                assert_fast_matches_reference(Contract::new(*body), json.as_bytes());
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
        for body in ContractKind::ALL {
            for members in Members::ALL {
                for grammar in DateTimeGrammar::ALL {
                    let contract = Contract::new(*body).members(*members).date_time(*grammar);
                    let is_taken = assert_fast_matches_reference(contract, json.as_bytes());
                    assert_eq!(is_taken, contract.is_valid(json), "{body} {members} {grammar}: {json}");
                    assert_fast_matches_reference(contract.consistency(true), json.as_bytes());
                }
            }
        }
    }
}

/// A right document is never read twice, whatever is asked of it.
#[test]
fn right_documents_take_the_quick_way() {
    let (mut clean, mut valid, mut values) = (0, 0, 0);
    for (_, json) in SPELLINGS {
        for body in ContractKind::ALL {
            for contract in [Contract::new(*body), Contract::new(*body).consistency(true)] {
                let report = contract.check(json);
                let FastResults { is_clean, is_valid, is_clean_value, typed } =
                    fast_results(&contract, json.as_bytes());
                assert_eq!(is_clean, report.violations().is_empty());
                assert_eq!(is_valid, report.is_valid());
                assert_eq!(typed, contract.parse(json).ok());
                clean += usize::from(report.violations().is_empty());
                valid += usize::from(report.is_valid());
                // Of a value scalars alone are looked at.
                let value: Value = serde_json::from_str(json).unwrap_or_default();
                let is_flat = value.as_object().is_some_and(|members| {
                    members.iter().all(|(name, value)| {
                        !value.is_object() && !value.is_array() && !name.contains("@odata.c")
                    })
                });
                let is_known = is_flat && report.violations().is_empty() && contract == Contract::new(*body);
                assert!(!is_known || is_clean_value, "{value}");
                values += usize::from(is_known);
            }
        }
    }
    assert!(clean >= 8 && valid >= 12 && values >= 2, "{clean} clean, {valid} valid, {values} values");
}

/// A value has no length.
#[test]
fn values_are_never_too_long() {
    let report = Contract::CREATE.max_bytes(1).check_value(&serde_json::json!({"id": "1"}));
    assert_eq!(report.violations().len(), 8, "{report}");
}

const SPELLINGS: &[(Contract, &str)] = &[
    // As the page has it.
    (
        Contract::CREATE,
        r##"{"@odata.type":"#microsoft.graph.identityGovernance.userProcessingResult","completedDateTime":null,"failedTasksCount":0,"processingStatus":"inProgress","scheduledDateTime":"2026-03-01T06:00:00Z","startedDateTime":"2026-03-01T06:00:04.25Z","totalTasksCount":12,"totalUnprocessedTasksCount":0,"workflowExecutionType":"onDemand","workflowVersion":3}"##,
    ),
    // The same without a type.
    (
        Contract::CREATE,
        r#"{"failedTasksCount":0,"processingStatus":"queued","scheduledDateTime":"2026-03-01T06:00:00Z","totalTasksCount":12,"totalUnprocessedTasksCount":12,"workflowExecutionType":"scheduled","workflowVersion":2147483647}"#,
    ),
    // An id that is not ASCII.
    (Contract::PROJECTION, r#"{"id":"çedilla 漢 👩","workflowVersion":12345678}"#),
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
