//! Tests of the validator with entity types other than the built-in ones.
//!
//! They show that the checks depend on the table alone: a type may have other names, fewer properties, or up to 64 of them.

use super::context::Context;
use super::object::{check, check_slow, is_clean, is_valid};
use crate::options::{Contract, DateTimeGrammar, Members, Undeclared};
use crate::report::{Code, Severity, Violation};
use crate::schema::Presence::{Optional, ReadOnly, Required};
use crate::schema::{EntityType, EnumMember, EnumType, Presence, Property, Role, SENTINEL, Since, Type};

use Code::{
    CountsExceedTotal, DuplicateProperty, EmptyString, InvalidDateTime, MissingProperty, NegativeCount,
    NewerMember, NotAnInteger, NullNotAllowed, OutOfRange, ReadOnlyProperty, SentinelMember, StatusMismatch,
    TimesOutOfOrder, UndeclaredProperty, UnknownMember, WrongOdataType, WrongType,
};
use Severity::{Error, Warning};

static FINISH: EnumType = EnumType {
    name: "contoso.finish",
    members: &[
        EnumMember::new("matte", Since::Documented),
        EnumMember::new("glossy", Since::Documented),
        EnumMember::new(SENTINEL, Since::Documented),
        EnumMember::new("brushed", Since::Released("2026-01-01")),
    ],
};

static STATUS: EnumType = EnumType {
    name: "contoso.status",
    members: &[
        EnumMember::new("queued", Since::Documented),
        EnumMember::new("completed", Since::Documented),
        EnumMember::new("paused", Since::Documented),
    ],
};

/// A small type with a property of each [`Type`], and one count.
#[rustfmt::skip]
static WIDGET: EntityType = EntityType::new("contoso.widget", "contoso.entity", &[
    Property::new("id", "/id", Type::String, false, [ReadOnly, Required, Optional], None, "The key."),
    Property::new("finish", "/finish", Type::Enum(&FINISH), false, [Required, Required, Optional], None, "The finish."),
    Property::new("partCount", "/partCount", Type::Int32, false, [Required, Required, Optional], Some(Role::Count), "The number of parts."),
    Property::new("builtDateTime", "/builtDateTime", Type::DateTimeOffset, true, [Optional, Required, Optional], None, "The time."),
    Property::new("owner", "/owner", Type::Navigation("contoso.user"), false, [Optional, Optional, Optional], None, "The owner."),
    Property::new("parts", "/parts", Type::NavigationCollection("contoso.part"), true, [Optional, Optional, Optional], None, "The parts."),
]);

const OPTIONAL: [Presence; 3] = [Optional, Optional, Optional];

/// The properties with each role that a consistency rule refers to.
const ROLES: [Property; 7] = [
    Property::new("bad", "/bad", Type::Int32, false, OPTIONAL, Some(Role::FailedCount), "Failed."),
    Property::new(
        "left",
        "/left",
        Type::Int32,
        false,
        OPTIONAL,
        Some(Role::UnprocessedCount),
        "Unprocessed.",
    ),
    Property::new("all", "/all", Type::Int32, false, OPTIONAL, Some(Role::TotalCount), "Total."),
    Property::new("due", "/due", Type::DateTimeOffset, true, OPTIONAL, Some(Role::Scheduled), "Scheduled."),
    Property::new("from", "/from", Type::DateTimeOffset, true, OPTIONAL, Some(Role::Started), "Started."),
    Property::new("to", "/to", Type::DateTimeOffset, true, OPTIONAL, Some(Role::Completed), "Completed."),
    Property::new("state", "/state", Type::Enum(&STATUS), false, OPTIONAL, Some(Role::Status), "Status."),
];

/// A small type with the roles.
static JOB: EntityType = EntityType::new("contoso.job", "contoso.entity", &ROLES);

/// Returns a type with `count` properties: required integers named `p0`, `p1` and so on, and the roles at the end.
fn wide_type(count: usize) -> &'static EntityType {
    let mut properties = Vec::new();
    for index in 0..count - ROLES.len() {
        let pointer: &'static str = format!("/p{index}").leak();
        let presence = [Required, Required, Optional];
        let name = &pointer[1..];
        properties.push(Property::new(name, pointer, Type::Int32, false, presence, None, "A number."));
    }
    properties.extend(ROLES);
    Box::leak(Box::new(EntityType::new("contoso.wide", "contoso.entity", properties.leak())))
}

/// Returns the members `"p0":0,"p1":1` and so on of a wide type, in the order of the table.
fn wide_members(ty: &EntityType) -> String {
    let count = ty.properties.len() - ROLES.len();
    (0..count).map(|index| format!("\"p{index}\":{index}")).collect::<Vec<_>>().join(",")
}

/// Severity, code, path, and the text at the span: its last occurrence in the document.
type Expected<'a> = (Severity, Code, &'a str, &'a str);

/// Asserts the violations of a document, with and without the fast path.
#[track_caller]
fn assert_violations(ty: &'static EntityType, contract: Contract, json: &str, expected: &[Expected<'_>]) {
    let context = Context { ty, ..Context::new(&contract) };
    let report = check(&context, json.as_bytes());
    let found: Vec<_> = report
        .violations()
        .iter()
        .map(|violation| {
            let span = violation.span().expect("a violation of a text has a span");
            (violation.severity(), violation.code(), violation.path(), span)
        })
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|(severity, code, path, text)| {
            let start = json.rfind(text).expect("the text at the span is in the document");
            (*severity, *code, *path, start..start + text.len())
        })
        .collect();
    assert_eq!(found, expected, "{json}");
    assert_eq!(check_slow(context, json.as_bytes()), report, "{json}");
    let is_expected_valid = expected.iter().all(|(severity, ..)| *severity == Warning);
    assert_eq!(is_valid(&context, json.as_bytes()), is_expected_valid, "{json}");
}

/// Asserts that the fast path accepts a document, which has no violations.
#[track_caller]
fn assert_clean(ty: &'static EntityType, contract: Contract, json: &str) {
    assert_violations(ty, contract, json, &[]);
    assert!(is_clean(&Context { ty, ..Context::new(&contract) }, json.as_bytes()), "{json}");
}

#[test]
fn valid_documents_of_a_small_type_take_the_fast_path() {
    for contract in [Contract::CREATE, Contract::CREATE.consistency(true)] {
        assert_clean(&WIDGET, contract, r#"{"finish": "matte", "partCount": 3}"#);
        assert_clean(
            &WIDGET,
            contract,
            r##"{"@odata.type":"#contoso.widget","finish":"glossy","partCount":0}"##,
        );
        assert_clean(
            &WIDGET,
            contract,
            r#"{"parts": null, "builtDateTime": null, "partCount": 1, "finish": "matte"}"#,
        );
    }
    let resource = r#"{"id":"1","finish":"unknownFutureValue","partCount":2147483647,
        "builtDateTime":"2026-03-01T06:00:00Z","owner":{"id":"2"},"parts":[{"id":"3"}]}"#;
    assert_clean(&WIDGET, Contract::RESOURCE, resource);
    assert_violations(&WIDGET, Contract::PROJECTION, "{}", &[]);
    let current = Contract::PROJECTION.members(Members::Current).date_time(DateTimeGrammar::Odata);
    assert_clean(&WIDGET, current, r#"{"finish": "brushed", "builtDateTime": "2026-03-01t06:00z"}"#);
}

#[test]
fn missing_properties_are_reported_in_the_order_of_the_table() {
    assert_violations(
        &WIDGET,
        Contract::CREATE,
        r#"{"owner": {}}"#,
        &[(Error, MissingProperty, "/finish", "}"), (Error, MissingProperty, "/partCount", "}")],
    );
    assert_violations(
        &WIDGET,
        Contract::RESOURCE,
        r#"{"partCount": 1, "finish": "matte"}"#,
        &[(Error, MissingProperty, "/id", "}"), (Error, MissingProperty, "/builtDateTime", "}")],
    );
}

#[test]
fn values_of_another_json_type_are_reported_for_each_type() {
    let json = r#"{"id": 1, "finish": {"a": 2}, "partCount": "3", "builtDateTime": 4, "owner": [5], "parts": {"b": 6}}"#;
    assert_violations(
        &WIDGET,
        Contract::RESOURCE,
        json,
        &[
            (Error, WrongType, "/id", "1"),
            (Error, WrongType, "/finish", r#"{"a": 2}"#),
            (Error, WrongType, "/partCount", r#""3""#),
            (Error, WrongType, "/builtDateTime", "4"),
            (Error, WrongType, "/owner", "[5]"),
            (Error, WrongType, "/parts", r#"{"b": 6}"#),
        ],
    );
}

#[test]
fn invalid_values_are_reported_for_each_type() {
    let json = r#"{"id": "", "finish": "Matte", "partCount": 1.0, "builtDateTime": "2026-02-30T00:00:00Z"}"#;
    assert_violations(
        &WIDGET,
        Contract::RESOURCE,
        json,
        &[
            (Error, EmptyString, "/id", r#""""#),
            (Error, UnknownMember, "/finish", r#""Matte""#),
            (Error, NotAnInteger, "/partCount", "1.0"),
            (Error, InvalidDateTime, "/builtDateTime", "30"),
        ],
    );
    assert_violations(
        &WIDGET,
        Contract::CREATE,
        r#"{"finish": "brushed", "partCount": 2147483648}"#,
        &[(Error, NewerMember, "/finish", r#""brushed""#), (Error, OutOfRange, "/partCount", "2147483648")],
    );
    assert_violations(
        &WIDGET,
        Contract::CREATE,
        r#"{"finish": "unknownFutureValue", "id": "1", "partCount": 1}"#,
        &[
            (Warning, SentinelMember, "/finish", r#""unknownFutureValue""#),
            (Warning, ReadOnlyProperty, "/id", r#""id""#),
        ],
    );
}

#[test]
fn null_is_reported_for_a_property_that_is_not_nullable() {
    for name in ["id", "finish", "partCount", "owner"] {
        let json = format!(r#"{{"builtDateTime": null, "parts": null, "{name}": null}}"#);
        let path = format!("/{name}");
        assert_violations(&WIDGET, Contract::PROJECTION, &json, &[(Error, NullNotAllowed, &path, "null")]);
    }
}

#[test]
fn duplicates_are_reported_with_the_first_occurrence() {
    let json = r#"{"finish": "matte", "partCount": 1, "@a.b": 1, "finish": "glossy", "@a.b": 2}"#;
    assert_violations(
        &WIDGET,
        Contract::CREATE,
        json,
        &[
            (Error, DuplicateProperty, "/finish", r#""finish""#),
            (Error, DuplicateProperty, "/@a.b", r#""@a.b""#),
        ],
    );
    let report = check(&Context { ty: &WIDGET, ..Context::new(&Contract::CREATE) }, json.as_bytes());
    let related: Vec<_> = report.violations().iter().map(Violation::related).collect();
    assert_eq!(related, [Some(1..9), Some(36..42)]);
}

#[test]
fn undeclared_property_is_reported_with_a_suggestion_of_that_type() {
    let json = r#"{"finish": "matte", "partCount": 1, "partCuont": 1, "workflowVersion": 1}"#;
    let names = [r#""partCuont""#, r#""workflowVersion""#];
    assert_violations(
        &WIDGET,
        Contract::CREATE,
        json,
        &[
            (Error, UndeclaredProperty, "/partCuont", names[0]),
            (Error, UndeclaredProperty, "/workflowVersion", names[1]),
        ],
    );
    assert_violations(
        &WIDGET,
        Contract::PROJECTION,
        json,
        &[
            (Warning, UndeclaredProperty, "/partCuont", names[0]),
            (Warning, UndeclaredProperty, "/workflowVersion", names[1]),
        ],
    );
    assert_violations(&WIDGET, Contract::CREATE.undeclared(Undeclared::Allow), json, &[]);
    let report = check(&Context { ty: &WIDGET, ..Context::new(&Contract::CREATE) }, json.as_bytes());
    let suggestions: Vec<_> = report.violations().iter().map(Violation::suggestion).collect();
    assert_eq!(suggestions, [Some("partCount".into()), None]);
    assert!(report.violations()[0].message().contains("a property of widget"));
}

#[test]
fn type_annotation_must_name_that_type() {
    for valid in ["contoso.widget", "#contoso.widget", "https://example.com/$metadata#contoso.widget"] {
        let json = format!(r#"{{"@odata.type": "{valid}", "finish": "matte", "partCount": 1}}"#);
        assert_clean(&WIDGET, Contract::CREATE, &json);
    }
    for invalid in [
        r##""#contoso.job""##,
        r#""contoso.Widget""#,
        r##""#microsoft.graph.identityGovernance.userProcessingResult""##,
        "5",
    ] {
        let json = format!(r#"{{"finish": "matte", "partCount": 1, "@odata.type": {invalid}}}"#);
        let expected = [(Error, WrongOdataType, "/@odata.type", invalid)];
        assert_violations(&WIDGET, Contract::CREATE, &json, &expected);
    }
}

#[test]
fn consistency_of_a_type_with_one_count_is_that_it_is_not_negative() {
    let json = r#"{"finish": "matte", "partCount": -1}"#;
    let contract = Contract::CREATE.consistency(true);
    assert_violations(&WIDGET, contract, json, &[(Warning, NegativeCount, "/partCount", "-1")]);
    assert_clean(&WIDGET, Contract::CREATE, json);
}

/// Members with every contradiction that the rules know, and the violations of them.
const CONTRADICTIONS: (&str, [Expected<'static>; 5]) = (
    r#""bad":-1,"left":7,"all":5,"due":"2026-03-03T00:00:00Z","from":"2026-03-02T00:00:00Z","to":"2026-03-01T00:00:00Z","state":"queued""#,
    [
        (Warning, NegativeCount, "/bad", "-1"),
        (Warning, CountsExceedTotal, "/all", "5"),
        (Warning, TimesOutOfOrder, "/from", r#""2026-03-02T00:00:00Z""#),
        (Warning, TimesOutOfOrder, "/to", r#""2026-03-01T00:00:00Z""#),
        (Warning, StatusMismatch, "/state", r#""queued""#),
    ],
);

/// Members that satisfy every consistency rule.
const CONSISTENT: &str = r#""bad":1,"left":2,"all":3,"due":"2026-03-01T00:00:00Z","from":"2026-03-01T00:00:00Z","to":"2026-03-02T00:00:00Z","state":"completed""#;

#[test]
fn consistency_follows_the_roles_of_a_small_type() {
    let contract = Contract::RESOURCE.consistency(true);
    let (members, expected) = CONTRADICTIONS;
    assert_violations(&JOB, contract, &format!("{{{members}}}"), &expected);
    assert_clean(&JOB, Contract::RESOURCE, &format!("{{{members}}}"));
    assert_clean(&JOB, contract, &format!("{{{CONSISTENT}}}"));
    assert_clean(&JOB, contract, r#"{"state":"paused","to":"2026-03-01T00:00:00Z"}"#);
    let expected = [(Warning, StatusMismatch, "/state", r#""completed""#)];
    assert_violations(&JOB, contract, r#"{"state":"completed"}"#, &expected);
    assert_clean(&JOB, Contract::PROJECTION.consistency(true), r#"{"state":"completed"}"#);
}

#[test]
fn types_of_up_to_64_properties_are_validated_like_small_ones() {
    for count in [17, 32, 33, 40, 63, 64] {
        let ty = wide_type(count);
        let members = wide_members(ty);
        assert_clean(ty, Contract::CREATE, &format!("{{{members}}}"));
        assert_clean(ty, Contract::CREATE, &format!("{{{CONSISTENT},{members}}}"));

        let last = count - ROLES.len() - 1;
        let pointer = format!("/p{last}");
        let name = format!("\"p{last}\"");
        let value = format!("{name}:{last}");
        let missing = format!("{{{}}}", members.replace(&format!(",{value}"), ""));
        assert_violations(ty, Contract::CREATE, &missing, &[(Error, MissingProperty, &pointer, "}")]);
        let duplicate = format!("{{{members},{value}}}");
        assert_violations(ty, Contract::CREATE, &duplicate, &[(Error, DuplicateProperty, &pointer, &name)]);
        let wrong_type = format!("{{{}}}", members.replace(&value, &format!("{name}:true")));
        assert_violations(ty, Contract::CREATE, &wrong_type, &[(Error, WrongType, &pointer, "true")]);
        let wrong_state = format!("{{{members},\"state\":\"compleated\"}}");
        let expected = [(Error, UnknownMember, "/state", r#""compleated""#)];
        assert_violations(ty, Contract::CREATE, &wrong_state, &expected);
        let undeclared = format!("{{{members},\"p{count}\":1}}");
        let path = format!("/p{count}");
        let name = format!("\"p{count}\"");
        let expected = [(Error, UndeclaredProperty, &*path, &*name)];
        assert_violations(ty, Contract::CREATE, &undeclared, &expected);
    }
}

#[test]
fn empty_object_of_a_wide_type_misses_every_required_property() {
    let ty = wide_type(64);
    let paths: Vec<_> = (0..64 - ROLES.len()).map(|index| format!("/p{index}")).collect();
    let expected: Vec<_> = paths.iter().map(|path| (Error, MissingProperty, &**path, "}")).collect();
    assert_violations(ty, Contract::CREATE, "{}", &expected);
}

#[test]
fn consistency_of_more_than_32_properties_is_checked_without_the_fast_path() {
    let contract = Contract::RESOURCE.consistency(true);
    for count in [32, 33, 40, 64] {
        let ty = wide_type(count);
        let members = wide_members(ty);
        let consistent = format!("{{{members},{CONSISTENT}}}");
        assert_violations(ty, contract, &consistent, &[]);
        let context = Context { ty, ..Context::new(&contract) };
        assert_eq!(is_clean(&context, consistent.as_bytes()), count <= 32, "{count} properties");

        let (contradictory, expected) = CONTRADICTIONS;
        assert_violations(ty, contract, &format!("{{{members},{contradictory}}}"), &expected);
        assert_violations(ty, Contract::RESOURCE, &format!("{{{members},{contradictory}}}"), &[]);
    }
}
