//! Every case: its report as a snapshot, and what must hold of all of them.

use std::collections::BTreeSet;

use support::{Case, Input, Said, cases, sound};
use user_processing_result::{Code, Reason, Violation};

/// Question and answer on one page: the options, the input, the report for people, the report for programs.
#[test]
fn reports() {
    for case in cases() {
        insta::with_settings!({
            prepend_module_to_snapshot => false,
            snapshot_path => "snapshots",
            description => format!("upr check {} tests/cases/{}", case.options.arguments().join(" "), case.name),
            omit_expression => true,
        }, {
            insta::assert_snapshot!(case.name.replace('/', "__"), page(&case));
        });
    }
}

fn page(case: &Case) -> String {
    let mut page = shown(&case.text);
    for Said { line, text, report } in case.said() {
        let of_line = line.map(|line| format!(" of line {line}")).unwrap_or_default();
        let rendered = report.render(&text, &case.name);
        let json = serde_json::to_string(&report).unwrap().replace("{\"severity\"", "\n  {\"severity\"");
        page.extend([format!("\n──────── report{of_line}\n{rendered}──────── json{of_line}\n{json}\n")]);
    }
    page
}

/// Bytes that are no UTF-8, and characters that cannot be seen, are escaped.
fn shown(text: &[u8]) -> String {
    let mut shown = String::new();
    for chunk in text.utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                '\n' => shown.push('\n'),
                '\u{FEFF}' | '\u{202E}' => shown.extend(character.escape_unicode()),
                _ if character.is_control() => shown.extend(character.escape_default()),
                _ => shown.push(character),
            }
        }
        shown.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02x}")));
    }
    shown
}

#[test]
fn are_sound() {
    for case in cases() {
        for Said { line, text, report } in case.said() {
            match case.options.input {
                Input::Http => sound::assert_sound_message(&report, &text),
                _ => sound::assert_sound(&report, &text, line),
            }
        }
    }
}

#[test]
fn every_code_and_reason_has_one() {
    let (mut codes, mut reasons) = (BTreeSet::new(), BTreeSet::new());
    for said in cases().iter().flat_map(Case::said) {
        codes.extend(said.report.violations().iter().map(Violation::code));
        reasons.extend(said.report.violations().iter().filter_map(Violation::reason));
    }
    assert_eq!(codes, Code::ALL.iter().copied().collect());
    assert_eq!(reasons, Reason::ALL.iter().copied().collect());
}

/// `is_valid` gives the verdict of the report, and a valid document has a typed value that prints as it reads.
#[test]
fn verdicts_and_typed_values_agree() {
    let mut typed = 0;
    for case in cases().into_iter().filter(|case| case.options.input == Input::Document) {
        let contract = case.options.contract();
        let report = contract.check(&case.text);
        assert_eq!(contract.is_valid(&case.text), report.is_valid(), "{}", case.name);
        let parsed = contract.parse(&case.text);
        match parsed {
            Err(refused) if contract.kind().as_str() != "projection" => {
                assert_eq!(refused, report, "{}", case.name);
            }
            Err(refused) => assert!(!refused.is_valid()),
            Ok(value) => {
                typed += 1;
                assert!(report.is_valid(), "{}", case.name);
                let is_held = sound::assert_prints_and_reads(&value, &contract);
                assert_eq!(is_held, case.name != "resource/not-judged-inside.json", "{}", case.name);
            }
        }
    }
    assert!(typed > 30, "{typed} typed values");
}

#[test]
fn explanations_show_what_they_explain() {
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
fn explanations_read_well() {
    let codes = Code::ALL.iter().map(|code| code.explain());
    let reasons = Reason::ALL.iter().map(|reason| reason.explain());
    let pages: Vec<_> = codes.chain(reasons).map(|explanation| explanation.to_string()).collect();
    insta::assert_snapshot!(pages.join("\n────────\n"));
}
