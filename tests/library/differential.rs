//! The fast paths compared with the reference implementation: on cases, on generated documents, and on every edit of a
//! byte of ordinary documents.

use proptest::prelude::*;

use serde_json::Value;

use support::generate::{config, contract, document};
use user_processing_result::internal::{FastResults, assert_fast_matches_reference, fast_results};
use user_processing_result::schema::{PROCESSING_STATUS, USER_PROCESSING_RESULT, WORKFLOW_EXECUTION_TYPE};
use user_processing_result::{Contract, ContractKind, DateTimeGrammar, Members};

proptest! {
    #![proptest_config(config(6000))]

    #[test]
    fn generated_documents_match_reference(json in document(), contract in contract()) {
        assert_fast_matches_reference(contract, json.as_bytes());
    }

    #[test]
    fn edited_documents_match_reference(
        json in document(),
        contract in contract(),
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        edit in 0..3_u8,
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
fn cases_match_reference() {
    let accepted = support::cases()
        .iter()
        .filter(|case| assert_fast_matches_reference(case.options.contract(), &case.text))
        .count();
    assert!(accepted > 5, "the fast path accepts {accepted} cases");
}

/// Replaces, inserts and removes each byte, and truncates the document before it.
#[test]
fn edits_of_each_byte_match_reference() {
    for (contract, json) in ORDINARY_DOCUMENTS {
        assert!(
            assert_fast_matches_reference(*contract, json.as_bytes()),
            "the fast path gives up on {json}"
        );
        for at in 0..json.len() {
            for byte in b"\"\\{}[]:,.-+eZTn0129 \n\0x\x7F\x80\xB1\xC3\xFF" {
                let mut text = json.as_bytes().to_vec();
                text[at] = *byte;
                assert_fast_matches_reference(*contract, &text);
                text = json.as_bytes().to_vec();
                text.insert(at, *byte);
                assert_fast_matches_reference(*contract, &text);
            }
            let (before, rest) = json.as_bytes().split_at(at);
            assert_fast_matches_reference(*contract, &[before, &rest[1..]].concat());
            assert_fast_matches_reference(*contract, before);
        }
    }
}

/// Names are compared eight bytes at a time. Two differences in the same bits of two groups must not cancel out.
#[test]
fn names_with_the_same_bit_flipped_twice_match_reference() {
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

#[test]
fn values_of_each_type_for_each_property_match_reference() {
    for property in USER_PROCESSING_RESULT.properties {
        for value in VALUES {
            let json = format!("{{\"{}\":{value}}}", property.name);
            for kind in ContractKind::ALL {
                assert_fast_matches_reference(Contract::new(*kind), json.as_bytes());
            }
        }
    }
}

const VALUES: &[&str] = &[
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

/// The fast path is made for these documents, and accepts each under every contract under which it is valid.
#[test]
fn fast_path_accepts_valid_ordinary_documents() {
    for (_, json) in ORDINARY_DOCUMENTS {
        for kind in ContractKind::ALL {
            for members in Members::ALL {
                for grammar in DateTimeGrammar::ALL {
                    let contract = Contract::new(*kind).members(*members).date_time(*grammar);
                    let is_accepted = assert_fast_matches_reference(contract, json.as_bytes());
                    assert_eq!(is_accepted, contract.is_valid(json), "{kind} {members} {grammar}: {json}");
                    assert_fast_matches_reference(contract.consistency(true), json.as_bytes());
                }
            }
        }
    }
}

/// A valid document is never read twice, neither by `check`, nor by `is_valid`, nor by `parse`.
#[test]
fn fast_paths_are_conclusive_for_valid_ordinary_documents() {
    let mut clean = 0;
    let mut valid = 0;
    let mut values = 0;
    for (_, json) in ORDINARY_DOCUMENTS {
        for kind in ContractKind::ALL {
            for contract in [Contract::new(*kind), Contract::new(*kind).consistency(true)] {
                let report = contract.check(json);
                let FastResults { is_clean, is_valid, is_clean_value, typed } =
                    fast_results(&contract, json.as_bytes());
                assert_eq!(is_clean, report.violations().is_empty());
                assert_eq!(is_valid, report.is_valid());
                assert_eq!(typed, contract.parse(json).ok());
                clean += usize::from(report.violations().is_empty());
                valid += usize::from(report.is_valid());
                let value: Value = serde_json::from_str(json).unwrap_or_default();
                let is_known =
                    is_flat(&value) && report.violations().is_empty() && contract == Contract::new(*kind);
                assert!(!is_known || is_clean_value, "{value}");
                values += usize::from(is_known);
            }
        }
    }
    assert!(clean >= 8 && valid >= 12 && values >= 2, "{clean} clean, {valid} valid, {values} values");
}

/// Returns `true` for an object that the fast path for parsed values handles: only scalars, and no annotation such as
/// `@odata.context`.
fn is_flat(value: &Value) -> bool {
    let is_handled = |(name, value): (&String, &Value)| {
        !value.is_object() && !value.is_array() && !name.contains("@odata.c")
    };
    value.as_object().is_some_and(|members| members.iter().all(is_handled))
}

#[test]
fn max_bytes_does_not_apply_to_parsed_values() {
    let report = Contract::CREATE.max_bytes(1).check_value(&serde_json::json!({"id": "1"}));
    assert_eq!(report.violations().len(), 8, "{report}");
}

/// Documents in the usual form, each with a contract under which it is valid.
const ORDINARY_DOCUMENTS: &[(Contract, &str)] = &[
    // In the order of Microsoft's page.
    (
        Contract::CREATE,
        r##"{"@odata.type":"#microsoft.graph.identityGovernance.userProcessingResult","completedDateTime":null,"failedTasksCount":0,"processingStatus":"inProgress","scheduledDateTime":"2026-03-01T06:00:00Z","startedDateTime":"2026-03-01T06:00:04.25Z","totalTasksCount":12,"totalUnprocessedTasksCount":0,"workflowExecutionType":"onDemand","workflowVersion":3}"##,
    ),
    // Without `@odata.type`.
    (
        Contract::CREATE,
        r#"{"failedTasksCount":0,"processingStatus":"queued","scheduledDateTime":"2026-03-01T06:00:00Z","totalTasksCount":12,"totalUnprocessedTasksCount":12,"workflowExecutionType":"scheduled","workflowVersion":2147483647}"#,
    ),
    // An id that is not ASCII.
    (Contract::PROJECTION, r#"{"id":"çedilla 漢 👩","workflowVersion":12345678}"#),
    // As Microsoft Graph sends it.
    (
        Contract::RESOURCE,
        r#"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#x","id":"5c9c2f6e-1","completedDateTime":"2026-03-01T06:00:11.1348863Z","failedTasksCount":0,"processingStatus":"completed","scheduledDateTime":"2026-03-01T06:00:01.6476554Z","startedDateTime":"2026-03-01T06:00:04.490313Z","totalTasksCount":2,"totalUnprocessedTasksCount":0,"workflowExecutionType":"scheduled","workflowVersion":1,"subject":{"id":"çedilla 漢 👩"}}"#,
    ),
    // With annotations and navigation properties.
    (
        Contract::PROJECTION,
        r#"{"@odata.id":"1","@odata.etag":null,"id":"1","reprocessedRuns":[],"subject":{"id":"1","mail":"2"},"taskProcessingResults":[{"id":[{}]},1.5e3]}"#,
    ),
    // Shuffled, with white space and few optional JSON members.
    (
        Contract::CREATE,
        "{\n  \"workflowVersion\": 1,\n  \"totalTasksCount\": 4,\r\n\t\"scheduledDateTime\": \"2026-03-01T08:00:00+02:00\",\n  \"processingStatus\": \"completedWithErrors\",\n  \"failedTasksCount\": 0,\n  \"x@y\": [1e400, {\"a\": null}],\n  \"totalUnprocessedTasksCount\": -0,\n  \"workflowExecutionType\": \"onDemand\"\n}\n",
    ),
];
