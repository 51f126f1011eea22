//! Public functions that no other test calls.

use std::io::{self, BufReader, Read};

use proptest::prelude::*;
use serde_json::{Value, json};
use support::generate::{config, contract, document};
use user_processing_result::lines::{Block, Blocks, Line};
use user_processing_result::{
    Code, Contract, ContractKind, DateTimeGrammar, LifecycleWorkflowProcessingStatus, Members, Reason,
    Severity, Undeclared, UserProcessingResult, WorkflowExecutionType, is_collection, schema,
};

proptest! {
    #![proptest_config(config(2000))]

    #[test]
    fn utf16_offsets_match_those_of_the_standard_library(
        before in "[a-zç漢🙂]{0,300}",
        json in document(),
        contract in contract(),
    ) {
        let text = format!("{{\"x@y\":\"{before}\",{}", json.trim_start().trim_start_matches('{'));
        let bytes = contract.check(&text);
        let units = contract.check(&text).into_utf16_offsets(&text);
        let count = |offset: usize| text[..offset].encode_utf16().count();
        prop_assert_eq!(bytes.violations().len(), units.violations().len());
        for (byte, unit) in bytes.violations().iter().zip(units.violations()) {
            prop_assert_eq!(unit.span(), byte.span().map(|span| count(span.start)..count(span.end)));
            prop_assert_eq!(unit.related(), byte.related().map(|span| count(span.start)..count(span.end)));
            prop_assert_eq!(unit.message(), byte.message());
        }
    }
}

/// A report keeps the first 100 violations in document order, even if a later check finds them, and counts the others.
#[test]
fn violations_after_the_first_hundred_are_counted() {
    let undeclared: Vec<_> = (0..99).map(|number| format!("\"x{number}\": 0")).collect();
    let undeclared = undeclared.join(", ");
    let counts = "\"failedTasksCount\": -1, \"totalTasksCount\": -2, \"totalUnprocessedTasksCount\": -3";
    let contract = Contract::PROJECTION.consistency(true);
    for (json, first) in [
        (format!("{{{undeclared}, {counts}}}"), Code::UndeclaredProperty),
        (format!("{{{counts}, {undeclared}}}"), Code::NegativeCount),
    ] {
        let report = contract.check(&json);
        assert_eq!((report.violations().len(), report.violations()[0].code()), (100, first));
        assert_eq!(report.warnings().count(), 100);
        assert_eq!(report.errors().count(), 0);
        assert_eq!(report.omitted(), 2);
        assert!(report.to_string().ends_with("\n2 more"), "{report}");
        assert_eq!(serde_json::to_value(&report).unwrap()["omitted"], 2);
        let tally = report.tally().into_iter().collect::<Vec<_>>();
        let warnings = |code, count| ((Severity::Warning, code), count);
        assert_eq!(tally, [warnings(Code::UndeclaredProperty, 99), warnings(Code::NegativeCount, 3)]);
    }
}

#[test]
fn is_collection_decides_by_the_start_of_the_text() {
    for json in ["[", " [1", r#"{"value":[x"#, r#"{"a": [1], "value" : []}"#, r#"{"v\u0061lue":[]}"#] {
        assert!(is_collection(json), "{json}");
    }
    for json in
        ["", "1", "{}", r#"{"value":1}"#, r#"{"a":[1]}"#, r#"{"a" "value":[]}"#, r#"{"a":{"value":[]}}"#]
    {
        assert!(!is_collection(json), "{json}");
    }
}

/// A page with an error outside its items counts as one more document.
#[test]
fn documents_of_a_collection_are_counted() {
    let counts = |json: &str| {
        let report = Contract::PROJECTION.check_collection(json);
        (report.documents(), report.invalid_documents(), report.violations().len(), report.omitted())
    };
    assert_eq!(counts("[]"), (0, 0, 0, 0));
    assert_eq!(counts(r#"[{"id": "1"}, {"id": "2"}, {"id": ""}]"#), (3, 1, 1, 0));
    assert_eq!(counts(r#"{"a": 1, "value": [{"id": "1"}]}"#), (1, 0, 1, 0));
    assert_eq!(counts(r#"{"value": [{"id": "1"}, {"id": ""}], "value": 1}"#), (3, 2, 3, 0));
    assert_eq!(counts("{}"), (1, 1, 1, 0));
    assert_eq!(counts("1"), (1, 1, 1, 0));
    let names: Vec<_> = (0..150).map(|number| format!("\"x{number}\": 0")).collect();
    assert_eq!(counts(&format!("{{{}, \"value\": []}}", names.join(","))), (0, 0, 100, 50));
}

#[test]
fn control_characters_in_names_are_escaped_in_text_and_not_in_paths() {
    let report = Contract::PROJECTION.check(r#"{"a\tb\rc\nd\u0001": 1}"#);
    assert_eq!(report.violations()[0].path(), "/a\tb\rc\nd\u{1}");
    assert!(report.to_string().starts_with(r"/a\tb\rc\nd\u0001: "), "{report}");
}

#[test]
fn errors_of_unknown_option_names_list_the_known_ones() {
    let errors = [
        (
            "Create".parse::<ContractKind>().unwrap_err(),
            "contract: expected `create`, `resource` or `projection`, found `Create`",
        ),
        (
            "all".parse::<Members>().unwrap_err(),
            "members: expected `documented`, `current` or `open`, found `all`",
        ),
        (
            "iso".parse::<DateTimeGrammar>().unwrap_err(),
            "date-time: expected `graph`, `odata` or `rfc3339`, found `iso`",
        ),
        (
            "deny".parse::<Undeclared>().unwrap_err(),
            "undeclared: expected `error`, `warning` or `allow`, found `deny`",
        ),
        ("fatal".parse::<Severity>().unwrap_err(), "severity: expected `error` or `warning`, found `fatal`"),
    ];
    for (error, expected) in errors {
        assert_eq!(error.to_string(), expected);
        assert_eq!(error.choices().len(), expected.matches('`').count() / 2 - 1);
    }
    assert_eq!("nothing".parse::<Code>().unwrap_err().choices(), Code::NAMES);
}

/// An explanation has its name, its texts, and an example: options, and a body or a whole HTTP message.
#[test]
fn explanations_as_json_have_names_texts_and_examples() {
    let mut requests = 0;
    let mut responses = 0;
    let codes = Code::ALL.iter().map(|code| (code.explain(), code.as_str()));
    for (explanation, name) in
        codes.chain(Reason::ALL.iter().map(|reason| (reason.explain(), reason.as_str())))
    {
        let json = serde_json::to_value(&explanation).unwrap();
        assert_eq!((&json["name"], explanation.name()), (&json!(name), name));
        assert_eq!((&json["what"], &json["why"]), (&json!(explanation.what()), &json!(explanation.why())));
        let contract: ContractKind = json["options"]["contract"].as_str().unwrap().parse().unwrap();
        assert_eq!(json["options"].get("maxBytes").is_some(), name == "too_large");
        let is_bytes = json["body"].is_array();
        assert_eq!(is_bytes, name == "invalid_utf8", "{name}");
        let request = &json["request"];
        let response = &json["response"];
        requests += usize::from(request["method"].is_string() && request["headers"].is_object());
        responses += usize::from(response["status"].is_number() && response["headers"].is_object());
        assert_eq!(explanation.head().is_some(), !(request.is_null() && response.is_null()));
        let consistency = json["options"]["consistency"].as_bool().unwrap_or_default();
        if let (None, Value::String(body), false) = (explanation.head(), &json["body"], name == "too_large") {
            let report = Contract::new(contract).consistency(consistency).check(body);
            let expected = explanation.report();
            assert_eq!(report.violations().len(), expected.violations().len(), "{name}");
        }
    }
    assert_eq!((requests, responses), (4, 1));
}

#[test]
fn typed_values_have_the_values_of_the_document() {
    let json = r#"{"failedTasksCount": 0, "processingStatus": "completed", "scheduledDateTime": "2026-03-01T06:00:00Z",
        "totalTasksCount": 4, "totalUnprocessedTasksCount": 1, "workflowExecutionType": "onDemand", "workflowVersion": 2,
        "subject": {"id": 1.50}, "reprocessedRuns": []}"#;
    let value = UserProcessingResult::from_slice(json.as_bytes()).unwrap();
    assert_eq!(
        (value.total_tasks_count, value.total_unprocessed_tasks_count, value.workflow_version),
        (4, 1, 2)
    );
    let subject = value.subject.as_ref().unwrap();
    assert_eq!((subject.get(), subject.to_string().as_str()), (r#"{"id": 1.50}"#, r#"{"id": 1.50}"#));
    assert!(format!("{subject:?}").contains("1.50"));
    let with_subject =
        |subject: &str| json.replace(r#"{"id": 1.50}"#, subject).parse::<UserProcessingResult>().unwrap();
    assert_eq!(value, with_subject(r#"{ "id" : 1.5 }"#));
    assert_ne!(value, with_subject(r#"{"id": 2}"#));
    assert_eq!(
        (value.processing_status.to_string(), format!("{:>9}", value.workflow_execution_type)),
        ("completed".into(), " onDemand".into())
    );
    for name in ["queued", "archived"] {
        let status: LifecycleWorkflowProcessingStatus = serde_json::from_value(json!(name)).unwrap();
        assert_eq!(serde_json::to_value(&status).unwrap(), json!(name));
    }
    assert_eq!(
        serde_json::from_value::<WorkflowExecutionType>(json!("onDemand")).unwrap(),
        value.workflow_execution_type
    );
    assert!(UserProcessingResult::from_slice(b"{}").unwrap_err().errors().count() == 7);
}

#[test]
fn fix_of_a_block_changes_only_fixable_values() {
    let contract = Contract::PROJECTION;
    let fixed = |text: &str| Block::new(text.into()).fix(&contract);
    assert_eq!(fixed("{\"id\": \"1\"}\n{\"id\": \"\"}\n"), None);
    let text = "\r\n{\"id\": \"1\"}\n {\"workflowVersion\": \"2\"} \r\n{\n{\"id\":\"\", \"totalTasksCount\": 1.0, \
        \"workflowExecutionType\": \" Scheduled\"}";
    let fixed = fixed(text).unwrap();
    let expected = text.replace("\"2\"", "2").replace("1.0", "1").replace(" Scheduled", "scheduled");
    assert_eq!((str::from_utf8(&fixed.text).unwrap(), fixed.count), (&*expected, 3));
}

#[test]
fn reused_block_returns_the_lines_of_a_new_block() {
    let lines: Vec<_> = (0..3000).map(|number| format!("{{\"workflowVersion\": {number}.0}}\n")).collect();
    let lines = lines.concat();
    let contract = Contract::PROJECTION;
    let mut blocks = Blocks::new(lines.as_bytes(), &contract);
    let mut other_blocks = Blocks::new(lines.as_bytes(), &contract);
    let mut reused = Block::default();
    let mut count = 0;
    loop {
        let mut new = Block::default();
        let is_filled = blocks.next_block(&mut reused).unwrap();
        assert_eq!(other_blocks.next_block(&mut new).unwrap(), is_filled);
        if !is_filled {
            break;
        }
        let fields = |line: Line<'_>| (line.number, line.offset, line.text.to_vec(), line.report);
        count += reused.check(&contract).count();
        assert!(reused.check(&contract).map(fields).eq(new.check(&contract).map(fields)));
    }
    assert_eq!(count, 3000);
}

#[test]
fn default_contract_is_create() {
    assert_eq!(Contract::default(), Contract::CREATE);
    assert_eq!(Contract::default().kind(), ContractKind::Create);
}

/// A create body should not send the sentinel, so no fix writes it into one.
#[test]
fn fix_writes_the_sentinel_only_outside_create_bodies() {
    let replacement = |contract: Contract, member: &str| {
        let report = contract.check(format!("{{\"processingStatus\": \"{member}\"}}"));
        report.violations()[0].replacement()
    };
    assert_eq!(
        replacement(Contract::PROJECTION, "UnknownFutureValue").as_deref(),
        Some("\"unknownFutureValue\"")
    );
    assert_eq!(replacement(Contract::CREATE, "UnknownFutureValue"), None);
    assert_eq!(replacement(Contract::CREATE, "Queued").as_deref(), Some("\"queued\""));
    assert_eq!(replacement(Contract::CREATE, "queue"), None, "a similar name is only a suggestion");
    let json = "{\"processingStatus\": \"queue\"}";
    assert_eq!(Contract::PROJECTION.check(json).fix(json), None);
}

#[test]
fn fix_refuses_a_text_that_was_not_checked() {
    let json = r#"{"workflowVersion": "2", "processingStatus": "Completed"}"#;
    let report = Contract::PROJECTION.check(json);
    assert_eq!(report.fix(json).unwrap().count, 2);
    let others = [
        r#"{"workflowVersion": "3", "processingStatus": "Completed"}"#,
        r#"{"workflowVersion": "2", "processingStatus": "completed"}"#,
        r#"{"id": "a longer text", "workflowVersion": "2", "processingStatus": "Completed"}"#,
        r#"{"workflowVersion": "2"}"#,
        "",
    ];
    for other in others {
        assert_eq!(report.fix(other), None, "{other}");
    }
}

#[test]
fn debug_output_of_a_property_has_its_quoted_name() {
    let [id, ..] = schema::USER_PROCESSING_RESULT.properties else { panic!("the table is empty") };
    assert!(format!("{id:?}").contains(r#"quoted_name: "id":"#), "{id:?}");
}

#[test]
fn duplicates_have_the_span_of_the_first_name() {
    let json = r#"{"id": "1", "x": 1, "id": "2", "x": 2}"#;
    let report = Contract::PROJECTION.undeclared(Undeclared::Allow).check(json);
    let related = report.violations().iter().map(|violation| violation.related().map(|span| &json[span]));
    assert_eq!(related.collect::<Vec<_>>(), [Some(r#""id""#), Some(r#""x""#)]);
    assert_eq!(report.violations()[0].related(), Some(1..5));
}

#[test]
fn styled_reports_differ_from_plain_ones_in_color_only() {
    let json = r#"{"id": "", "workflowVersion": "1"}"#;
    let report = Contract::PROJECTION.check(json);
    let styled = report.render_styled(json, "name");
    let mut parts = styled.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    plain.extend(parts.map(|part| part.split_once('m').unwrap().1));
    assert_eq!(plain, report.render(json, "name"));
    assert_ne!(plain, styled);
}

/// An interrupted read is repeated; any other error ends the lines.
#[test]
fn lines_end_after_a_read_error() {
    struct FailingReader(Vec<Result<&'static str, io::ErrorKind>>);

    impl Read for FailingReader {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            match self.0.pop() {
                None => Ok(0),
                Some(Err(kind)) => Err(kind.into()),
                Some(Ok(text)) => {
                    buffer[..text.len()].copy_from_slice(text.as_bytes());
                    Ok(text.len())
                }
            }
        }
    }

    use io::ErrorKind::{Interrupted, TimedOut};
    let reads =
        vec![Ok("{\"id\": \"3\"}"), Err(TimedOut), Ok("{\"id\": \"2\"}\n{"), Err(Interrupted), Ok("{}\n")];
    let mut lines = Contract::PROJECTION.check_lines(BufReader::new(FailingReader(reads)));
    assert_eq!(lines.next().unwrap().unwrap().0, 1);
    assert_eq!(lines.next().unwrap().unwrap().0, 2);
    assert_eq!(lines.next().unwrap().unwrap_err().kind(), TimedOut);
    assert!(lines.next().is_none());
    assert!(lines.next().is_none(), "the iterator is fused");
}
