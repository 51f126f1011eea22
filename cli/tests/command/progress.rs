//! The bar on a terminal: there for work that takes its time, and gone when it is done.

use std::process::{Command, Stdio};

/// What a terminal is given by the command, which reads two documents with a pause between them.
fn on_a_terminal(pause: &str, options: &str) -> String {
    let lines = format!("{{ echo '{{}}'; sleep {pause}; echo '{{}}'; }}");
    let check =
        format!("{} check --contract=projection --input=lines - {options}", env!("CARGO_BIN_EXE_upr"));
    let mut script = Command::new("script");
    script.args(["-qec", &format!("{lines} | {check}"), "/dev/null"]).stdin(Stdio::null());
    String::from_utf8(script.output().expect("`script`, of util-linux").stdout).unwrap()
}

const CLEARED: &str = "\r\u{1b}[2K";
const SUMMARY: &str = "2 documents: 2 valid, 0 invalid; 0 errors, 0 warnings\r\n";

#[test]
fn work_that_takes_its_time_shows_a_bar_and_clears_it() {
    let shown = on_a_terminal("0.7", "");
    assert!(shown.contains("6 B, ") && shown.contains("B/s"), "{shown:?}");
    assert!(shown.ends_with(&format!("{CLEARED}{SUMMARY}")), "{shown:?}");
}

#[test]
fn quick_work_shows_none() {
    assert_eq!(on_a_terminal("0", ""), SUMMARY);
    assert!(!on_a_terminal("0.7", "2>/dev/null").contains("B/s"), "standard error is no terminal");
}
