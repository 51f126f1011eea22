//! Every case: its reports as a snapshot, and the invariants of all of them.

use std::collections::BTreeSet;
use std::env;
use std::path::PathBuf;
use std::process::Command;

use rstest::rstest;
use support::{Case, CaseReport, Input, cases, invariants};
use user_processing_result::{Code, Reason, Violation};

/// A snapshot has on one page: the options, the input, the report for people, and the report as JSON.
#[rstest]
fn reports_match_snapshot(
    #[files("tests/cases/**/*")]
    #[exclude("options\\.json$")]
    path: PathBuf,
) {
    let case = Case::read(&path);
    let arguments = case.options.arguments().join(" ");
    insta::with_settings!({
        prepend_module_to_snapshot => false,
        snapshot_path => "../snapshots",
        description => format!("upr check {arguments} tests/cases/{}", case.name),
        omit_expression => true,
    }, {
        insta::assert_snapshot!(case.name.replace('/', "__"), page(&case));
    });
}

#[rstest]
fn reports_satisfy_invariants(
    #[files("tests/cases/**/*")]
    #[exclude("options\\.json$")]
    path: PathBuf,
) {
    let case = Case::read(&path);
    for CaseReport { line, text, report } in case.reports() {
        match case.options.input {
            Input::Http => invariants::assert_message_invariants(&report, &text),
            _ => invariants::assert_report_invariants(&report, &text, line),
        }
    }
}

/// The tests above are generated when this file is compiled, and cargo does not compile it again for a new case.
#[test]
fn every_case_file_has_a_test() {
    let tests = names_of_tests("cases::reports_match_snapshot::");
    let has_test = |case: &Case| tests.iter().any(|test| is_named_after(test, case));
    let missing: Vec<_> = cases().into_iter().filter(|case| !has_test(case)).map(|case| case.name).collect();
    let repair = "run `touch tests/library/cases.rs` and test again";
    assert!(missing.is_empty(), "{missing:?} have no test; {repair}");
    assert_eq!(tests.len(), cases().len(), "a case was removed; {repair}");
    assert_eq!(tests.len(), names_of_tests("cases::reports_satisfy_invariants::").len());
}

/// Returns the names of the tests of this binary that contain a text.
fn names_of_tests(filter: &str) -> Vec<String> {
    let binary = env::current_exe().unwrap();
    let output = Command::new(binary).args(["--list", "--format=terse", filter]).output().unwrap();
    let list = String::from_utf8(output.stdout).unwrap();
    list.lines().filter_map(|line| line.strip_suffix(": test")).map(str::to_owned).collect()
}

/// Returns `true` if rstest may have derived the name of a test from the path of a case; it truncates long names.
fn is_named_after(test: &str, case: &Case) -> bool {
    let ident = case.name.replace(|character: char| !character.is_ascii_alphanumeric(), "_");
    test.split_once("_tests_cases_").is_some_and(|(_, path)| ident.starts_with(path))
}

fn page(case: &Case) -> String {
    let mut page = escape_invisible(&case.text);
    for CaseReport { line, text, report } in case.reports() {
        let of_line = line.map(|line| format!(" of line {line}")).unwrap_or_default();
        let rendered = report.render(&text, &case.name);
        let json = serde_json::to_string(&report).unwrap().replace("{\"severity\"", "\n  {\"severity\"");
        page.extend([format!("\n──────── report{of_line}\n{rendered}──────── json{of_line}\n{json}\n")]);
    }
    page
}

/// Returns a text in which bytes that are not UTF-8 and invisible characters are escaped.
fn escape_invisible(text: &[u8]) -> String {
    let mut escaped = String::new();
    for chunk in text.utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                '\n' => escaped.push('\n'),
                '\u{FEFF}' | '\u{202E}' => escaped.extend(character.escape_unicode()),
                _ if character.is_control() => escaped.extend(character.escape_default()),
                _ => escaped.push(character),
            }
        }
        escaped.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")));
    }
    escaped
}

#[test]
fn every_code_and_reason_has_a_case() {
    let mut codes = BTreeSet::new();
    let mut reasons = BTreeSet::new();
    for CaseReport { report, .. } in cases().iter().flat_map(Case::reports) {
        codes.extend(report.violations().iter().map(Violation::code));
        reasons.extend(report.violations().iter().filter_map(Violation::reason));
    }
    assert_eq!(codes, Code::ALL.iter().copied().collect());
    assert_eq!(reasons, Reason::ALL.iter().copied().collect());
}

/// `is_valid` returns the verdict of the report, and `parse` returns a typed value for each valid document.
#[test]
fn is_valid_and_parse_agree_with_check() {
    let mut typed = 0;
    for case in cases().into_iter().filter(|case| case.options.input == Input::Document) {
        let contract = case.options.contract();
        let report = contract.check(&case.text);
        assert_eq!(contract.is_valid(&case.text), report.is_valid(), "{}", case.name);
        let parsed = contract.parse(&case.text);
        match parsed {
            Err(parse_report) if contract.kind().as_str() != "projection" => {
                assert_eq!(parse_report, report, "{}", case.name);
            }
            Err(parse_report) => assert!(!parse_report.is_valid()),
            Ok(value) => {
                typed += 1;
                assert!(report.is_valid(), "{}", case.name);
                let is_representable = invariants::assert_round_trip(&value, &contract);
                // serde_json's `Value` has no number for 1e999.
                let expected = !String::from_utf8_lossy(&case.text).contains("1e999");
                assert_eq!(is_representable, expected, "{}", case.name);
            }
        }
    }
    assert!(typed > 30, "{typed} typed values");
}

#[test]
fn example_of_each_explanation_triggers_its_code_or_reason() {
    for code in Code::ALL {
        let explanation = code.explain();
        assert_eq!(explanation.report().violations().first().map(Violation::code), Some(*code));
        if explanation.head().is_none() {
            assert_eq!(explanation.contract().check(explanation.body()), explanation.report());
        }
    }
    for reason in Reason::ALL {
        let explanation = reason.explain();
        let report = explanation.contract().check(explanation.body());
        assert_eq!(report.violations().first().and_then(Violation::reason), Some(*reason));
    }
}

#[test]
fn explanations_match_snapshot() {
    let codes = Code::ALL.iter().map(|code| code.explain());
    let reasons = Reason::ALL.iter().map(|reason| reason.explain());
    let pages: Vec<_> = codes.chain(reasons).map(|explanation| explanation.to_string()).collect();
    insta::with_settings!({
        prepend_module_to_snapshot => false,
        snapshot_path => "../snapshots",
        omit_expression => true,
    }, {
        insta::assert_snapshot!("explanations", pages.join("\n────────\n"));
    });
}
