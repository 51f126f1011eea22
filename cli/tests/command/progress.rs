//! The progress bar on a terminal, with `script` of util-linux as the terminal.

use std::process::{Command, Stdio};

/// Returns the output on a terminal for two lines with a pause between them, in seconds.
fn terminal_output(pause: &str, options: &str) -> String {
    let lines = format!("{{ echo '{{}}'; sleep {pause}; echo '{{}}'; }}");
    let check =
        format!("{} check --contract=projection --input=lines - {options}", env!("CARGO_BIN_EXE_upr"));
    let mut script = Command::new("script");
    script.args(["-qec", &format!("{lines} | {check}"), "/dev/null"]).stdin(Stdio::null());
    String::from_utf8(script.output().expect("`script`, of util-linux").stdout).unwrap()
}

/// The control sequence that clears a line.
const CLEAR_LINE: &str = "\r\u{1b}[2K";
const SUMMARY: &str = "2 documents: 2 valid, 0 invalid; 0 errors, 0 warnings\r\n";

#[test]
fn slow_input_shows_bar_and_clears_it() {
    let output = terminal_output("0.7", "");
    assert!(output.contains("6 B, ") && output.contains("B/s"), "{output:?}");
    assert!(output.ends_with(&format!("{CLEAR_LINE}{SUMMARY}")), "{output:?}");
}

#[test]
fn fast_input_shows_no_bar() {
    assert_eq!(terminal_output("0", ""), SUMMARY);
    assert!(!terminal_output("0.7", "2>/dev/null").contains("B/s"), "standard error is not a terminal");
}
