//! Completions and manual pages.

#[cfg(target_os = "linux")]
use std::fs;
#[cfg(target_os = "linux")]
use std::process::{Command, Stdio};

#[cfg(target_os = "linux")]
use crate::empty_folder;
use crate::run;

const SUBCOMMANDS: [&str; 5] = ["check", "explain", "schema", "completions", "man"];

#[test]
fn completion_scripts_contain_commands_options_and_values() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let (status, script, stderr) = run(&["completions", shell]);
        assert_eq!((status, stderr.as_str()), (0, ""), "{shell}");
        for word in SUBCOMMANDS.into_iter().chain(["contract", "consistency"]) {
            assert!(script.contains(word), "{shell}: {word}");
        }
        // The scripts for the other shells do not complete values.
        if ["bash", "fish", "zsh"].contains(&shell) {
            let values = ["create", "resource", "projection", "rfc3339", "sarif"];
            assert!(values.iter().all(|value| script.contains(value)), "{shell}");
        }
    }
}

/// Passes without a test if bash is not installed.
#[cfg(target_os = "linux")]
#[test]
fn bash_completes_values() {
    let file = empty_folder("completions").join("upr.bash");
    fs::write(&file, run(&["completions", "bash"]).1).unwrap();
    let bash = |arguments: &[&str]| Command::new("bash").args(arguments).arg(&file).output();
    let Ok(parsed) = bash(&["-n"]) else { return };
    assert!(parsed.status.success() && parsed.stderr.is_empty(), "{parsed:?}");
    let complete = "source \"$0\"; COMP_WORDS=(upr check --contract ''); COMP_CWORD=3; \
        _upr upr '' --contract; printf '%s\\n' \"${COMPREPLY[@]}\"";
    let completed = bash(&["--norc", "-c", complete]).unwrap();
    assert_eq!(String::from_utf8(completed.stdout).unwrap(), "create\nresource\nprojection\n");
}

/// Returns the long options in a help text.
fn long_options(help: &str) -> Vec<&str> {
    help.split_whitespace().filter_map(|word| word.strip_prefix("--")).collect()
}

#[test]
fn manual_pages_contain_all_commands_and_options() {
    let (status, page, _) = run(&["man"]);
    assert_eq!(status, 0);
    for command in SUBCOMMANDS {
        assert!(page.contains(&format!("upr\\-{command}(1)")), "{command}");
        let (_, page, _) = run(&["man", command]);
        let title = format!(".TH upr-{command} 1  \"upr {}\"", env!("CARGO_PKG_VERSION"));
        assert!(page.contains(&title) && page.contains(".SH SYNOPSIS"), "{page}");
        let text = page.replace("\\-", "-");
        let (_, help, _) = run(&[command, "--help"]);
        for option in long_options(&help) {
            assert!(text.contains(option), "{command}: {option}");
        }
    }
}

/// Passes without a test if groff is not installed.
#[cfg(target_os = "linux")]
#[test]
fn groff_formats_manual_pages_without_warnings() {
    let groff = ["-man", "-Tascii", "-P-cbou", "-ww"];
    if Command::new("groff").arg("-v").stdout(Stdio::null()).status().is_err() {
        return;
    }
    for arguments in [&["man"][..], &["man", "check"], &["man", "explain"], &["man", "man"]] {
        let page = empty_folder("man").join("page.1");
        fs::write(&page, run(arguments).1).unwrap();
        let output = Command::new("groff").args(groff).arg(&page).output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("NAME") && text.contains("OPTIONS"));
        if arguments.ends_with(&["check"]) {
            for option in ["--contract", "--input", "--max-bytes", "--format", "--dry-run", "--jobs"] {
                assert!(text.contains(option), "{option}");
            }
            assert!(text.contains("Exit status:"));
        }
    }
}
