//! Hostile input: it is checked in linear time, and the depth of the stack does not depend on it.

use std::thread;

use user_processing_result::{Code, Contract};

const LARGE: Contract = Contract::PROJECTION.max_bytes(usize::MAX);

/// Runs a test on a stack that is too small for recursion over the input.
fn on_a_small_stack(test: impl FnOnce() + Send + 'static) {
    thread::Builder::new().stack_size(128 << 10).spawn(test).unwrap().join().unwrap();
}

#[test]
fn values_nested_a_million_deep_do_not_overflow_the_stack() {
    on_a_small_stack(|| {
        let open = "[".repeat(1_000_000);
        let close = "]".repeat(1_000_000);
        let json = format!("{{\"a@b\": {open}{close}, \"reprocessedRuns\": {open}{close}}}");
        assert_eq!(LARGE.check(&json).violations(), []);
        let unclosed = format!("{{\"a@b\": {open}");
        assert_eq!(LARGE.check(unclosed).violations()[0].code(), Code::InvalidJson);
        let items = format!("[{open}{close}]");
        assert_eq!(LARGE.check_collection(items).violations()[0].code(), Code::NotAnObject);
        let nested_id = format!("{{\"id\": {open}{close}}}");
        assert_eq!(LARGE.check(nested_id).violations()[0].code(), Code::WrongType);
    });
}

#[test]
fn parse_keeps_values_nested_a_million_deep() {
    on_a_small_stack(|| {
        let body = String::from_utf8(include_bytes!("../cases/minimal.json").to_vec()).unwrap();
        let deep = format!("{{\"subject\": {{\"a\": {}{}}},", "[".repeat(1_000_000), "]".repeat(1_000_000));
        let json = body.replacen('{', &deep, 1);
        let value = LARGE.parse(json).unwrap();
        assert_eq!(value.subject.unwrap().get().len(), 2_000_007);
    });
}

#[test]
fn name_of_sixteen_megabytes_has_a_short_message() {
    on_a_small_stack(|| {
        let json = format!("{{\"{}\": 1}}", "n".repeat(16 << 20));
        let report = LARGE.check(&json);
        let [violation] = report.violations() else { panic!("{report}") };
        assert_eq!(violation.path().len(), 1 + (16 << 20));
        assert!(violation.message().len() < 200 && violation.found().unwrap().len() < 70);
    });
}

#[test]
fn a_million_undeclared_names_are_counted() {
    on_a_small_stack(|| {
        let members: Vec<_> =
            (0..1_000_000).map(|number| format!("\"failedTasksCoun{number:06}\": 1")).collect();
        let report = LARGE.check(format!("{{{}}}", members.join(",")));
        assert_eq!((report.violations().len(), report.omitted()), (100, 999_900));
        assert!(report.is_valid(), "undeclared properties are warnings in a projection");
    });
}

#[test]
fn a_million_duplicates_are_counted() {
    on_a_small_stack(|| {
        let json = format!("{{{}\"id\": 2}}", "\"id\": 1,".repeat(999_999));
        let report = LARGE.check(json);
        assert_eq!((report.violations().len(), report.omitted()), (100, 1_999_999 - 100));
        assert!(!report.is_valid());
    });
}

/// The number of violations that a report of a collection keeps is bounded.
#[test]
fn a_million_items_that_are_not_objects_are_counted() {
    let json = format!("[{}0]", "0,".repeat(999_999));
    let report = LARGE.check_collection(json);
    assert_eq!((report.violations().len(), report.omitted()), (100_000, 900_000));
    assert_eq!((report.documents(), report.invalid_documents()), (1_000_000, 1_000_000));
    // Violations of the page itself are kept in addition.
    let page = format!("{{\"x\": 0, \"value\": [{}0]}}", "0,".repeat(199_999));
    let report = LARGE.check_collection(page);
    assert_eq!((report.violations().len(), report.omitted()), (100_001, 100_000));
}
