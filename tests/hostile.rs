//! Input that is meant to hurt: it costs linear time and no stack.

use std::thread;

use user_processing_result::{Code, Contract};

const LARGE: Contract = Contract::PROJECTION.max_bytes(usize::MAX);

/// Runs on a stack that no recursion over the input fits on.
fn on_a_small_stack(test: impl FnOnce() + Send + 'static) {
    thread::Builder::new().stack_size(128 << 10).spawn(test).unwrap().join().unwrap();
}

#[test]
fn a_value_nested_a_million_deep() {
    on_a_small_stack(|| {
        let (open, close) = ("[".repeat(1_000_000), "]".repeat(1_000_000));
        let json = format!("{{\"a@b\": {open}{close}, \"reprocessedRuns\": {open}{close}}}");
        assert_eq!(LARGE.check(&json).violations(), []);
        let unclosed = format!("{{\"a@b\": {open}");
        assert_eq!(LARGE.check(unclosed).violations()[0].code(), Code::InvalidJson);
        let items = format!("[{open}{close}]");
        assert_eq!(LARGE.check_collection(items).violations()[0].code(), Code::NotAnObject);
        let wrong = format!("{{\"id\": {open}{close}}}");
        assert_eq!(LARGE.check(wrong).violations()[0].code(), Code::WrongType);
    });
}

/// Nested values that are kept as they are fit the typed value too.
#[test]
fn a_typed_value_nested_a_million_deep() {
    on_a_small_stack(|| {
        let body = String::from_utf8(include_bytes!("cases/minimal.json").to_vec()).unwrap();
        let deep = format!("{{\"subject\": {{\"a\": {}{}}},", "[".repeat(1_000_000), "]".repeat(1_000_000));
        let json = body.replacen('{', &deep, 1);
        let value = LARGE.parse(json).unwrap();
        assert_eq!(value.subject.unwrap().get().len(), 2_000_007);
    });
}

#[test]
fn a_name_of_sixteen_megabytes() {
    on_a_small_stack(|| {
        let json = format!("{{\"{}\": 1}}", "n".repeat(16 << 20));
        let report = LARGE.check(&json);
        let [violation] = report.violations() else { panic!("one violation") };
        assert_eq!(violation.path().len(), 1 + (16 << 20));
        assert!(violation.message().len() < 200 && violation.found().unwrap().len() < 70);
    });
}

#[test]
fn a_million_undeclared_names() {
    on_a_small_stack(|| {
        let members: Vec<_> =
            (0..1_000_000).map(|number| format!("\"failedTasksCoun{number:06}\": 1")).collect();
        let report = LARGE.check(format!("{{{}}}", members.join(",")));
        assert_eq!((report.violations().len(), report.omitted()), (100, 999_900));
        assert!(report.is_valid(), "in a projection they are warnings");
    });
}

#[test]
fn a_million_duplicates() {
    on_a_small_stack(|| {
        let json = format!("{{{}\"id\": 2}}", "\"id\": 1,".repeat(999_999));
        let report = LARGE.check(json);
        assert_eq!((report.violations().len(), report.omitted()), (100, 1_999_999 - 100));
        assert!(!report.is_valid());
    });
}

/// What is kept of a collection is bounded however many items are wrong.
#[test]
fn a_million_items_that_are_no_objects() {
    let json = format!("[{}0]", "0,".repeat(999_999));
    let report = LARGE.check_collection(json);
    assert_eq!((report.violations().len(), report.omitted()), (100_000, 900_000));
    assert_eq!((report.documents(), report.invalid_documents()), (1_000_000, 1_000_000));
    // What is wrong with the page itself is kept beside them.
    let page = format!("{{\"x\": 0, \"value\": [{}0]}}", "0,".repeat(199_999));
    let report = LARGE.check_collection(page);
    assert_eq!((report.violations().len(), report.omitted()), (100_001, 100_000));
}
