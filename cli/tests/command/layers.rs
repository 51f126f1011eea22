//! The layers of the sources of the command, and that the check of layers can fail.

use std::fs;
use std::path::Path;

use support::layers::{assert_layers, layer_violations, layers_block};

#[test]
fn sources_import_as_the_layer_table_allows() {
    let source_folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let main = fs::read_to_string(source_folder.join("main.rs")).unwrap();
    assert_layers(&source_folder, &layers_block(&main));
}

const TABLE: &str = "1 base io\n2 report\n3 check";

/// Returns the violations in a small source folder, in which one file has another text.
fn violations_with(file: &str, text: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let sources = [
        ("main.rs", "mod base;\nmod check;\nmod io;\nmod report;\nfn main() { check::run(); }\n"),
        ("base.rs", "pub(crate) fn limit() -> usize { 1 }\n"),
        ("io.rs", "use crate::base::limit;\n"),
        ("report/mod.rs", "mod json;\nmod summary;\npub use json::write;\npub use summary::Summary;\n"),
        ("report/json.rs", "use super::summary::Summary;\npub fn write() {}\n"),
        ("report/summary.rs", "pub struct Summary;\n"),
        ("check.rs", "mod lines;\nuse crate::{base, report::{self, Summary}};\n"),
        ("check/lines.rs", "use crate::report::write;\n"),
    ];
    for (name, text) in sources.into_iter().chain([(file, text)]) {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    layer_violations(folder.path(), TABLE)
}

#[test]
fn allowed_imports_are_no_violations() {
    assert_eq!(violations_with("base.rs", "pub fn limit() -> usize { 1 }\n"), [""; 0]);
    let text_that_is_ignored = r##"
        //! [`Summary`](crate::report::Summary)
        /* use crate::check; /* nested */ use crate::check; */
        const TEXT: &str = "use crate::check;\" use crate::check;";
        const RAW: &str = r#"" use crate::check;"#;
        const QUOTES: [char; 2] = ['"', '\''];
        pub(in crate::check) fn f<'a>(text: &'a str) -> impl Iterator<Item = &'a str> + use<'a> { text.split(' ') }
        #[cfg(test)]
        use crate::{check, report};
        #[cfg(test)]
        mod tests { use crate::check; fn f() { crate::report::write(); } }
    "##;
    assert_eq!(violations_with("base.rs", text_that_is_ignored), [""; 0]);
}

#[test]
fn upward_import_is_a_violation() {
    let expected = ["upward import: base.rs (layer 1) -> report/mod.rs (layer 2)"];
    for text in [
        "use crate::report::Summary;",
        "use super::report::Summary;",
        "use crate::{\n    io,\n    report::{\n        Summary as Total,\n        write,\n    },\n};",
        "pub use crate::report::*;",
        "use crate::report::{self};",
        "fn f() { crate::report::write() }",
        "mod inline { use super::super::report::write; }",
        "mod inline { fn f(_: super::super::report::Summary) {} }",
        "#[cfg(not(test))]\nuse crate::report::Summary;",
        "#[cfg(test)]\nmod tests { }\nuse crate::report::Summary;",
    ] {
        let violations = violations_with("base.rs", text);
        let upward: Vec<&String> = violations.iter().filter(|text| text.starts_with("upward")).collect();
        assert_eq!(upward, expected, "{text}");
    }
    let text = "use crate::report::summary::Summary;";
    assert_eq!(
        violations_with("base.rs", text),
        ["upward import: base.rs (layer 1) -> report/summary.rs (layer 2)"]
    );
}

#[test]
fn import_from_the_crate_root_is_a_violation() {
    assert_eq!(
        violations_with("check.rs", "fn f() { crate::main() }"),
        ["upward import: check.rs (layer 3) -> main.rs (above all layers)"]
    );
}

#[test]
fn circle_within_a_layer_is_a_violation() {
    assert_eq!(
        violations_with("base.rs", "use crate::io::read;"),
        ["circle of imports: base.rs -> io.rs -> base.rs"]
    );
    assert_eq!(
        violations_with("report/summary.rs", "use super::json::write;"),
        ["circle of imports: report/json.rs -> report/summary.rs -> report/json.rs"]
    );
}

#[test]
fn import_from_the_module_that_declares_a_file_is_a_circle() {
    assert_eq!(
        violations_with("report/summary.rs", "use super::write;"),
        ["circle of imports: report/mod.rs -> report/json.rs -> report/summary.rs -> report/mod.rs"]
    );
    assert_eq!(
        violations_with("check/lines.rs", "use super::run;"),
        ["circle of imports: check.rs -> check/lines.rs -> check.rs"]
    );
}

#[test]
fn names_of_table_and_folder_must_agree() {
    assert_eq!(violations_with("extra.rs", ""), ["extra is not in the layer table"]);
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("lib.rs"), "").unwrap();
    assert_eq!(
        layer_violations(folder.path(), "1 gone"),
        ["gone is in the layer table, but not in the folder"]
    );
}

#[test]
fn layers_block_is_read_from_markdown_and_comments() {
    assert_eq!(layers_block("# Layers\n\n```layers\n1 a b\n2 c\n```\n\n```text\n```\n"), "1 a b\n2 c");
    assert_eq!(layers_block("//! Layers.\n//! ```layers\n//! 1 a b\n//! 2 c\n//! ```\n"), "1 a b\n2 c");
}
