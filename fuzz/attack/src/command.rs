//! Runs of the command.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

/// The command as it is built for release.
pub fn upr() -> PathBuf {
    let path = crate::root().join("target/release/upr");
    assert!(path.is_file(), "there is no {}: run scripts/build", path.display());
    path
}

/// `upr check` in a folder, with nothing but pipes around it.
pub fn check(folder: &Path, arguments: &[impl AsRef<OsStr>]) -> Command {
    let mut command = Command::new(upr());
    command.arg("check").args(arguments).current_dir(folder);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub fn output(folder: &Path, arguments: &[impl AsRef<OsStr>]) -> Output {
    check(folder, arguments).output().expect("the command runs")
}

pub fn signal(name: &str, child: &Child) {
    let signal = format!("-{name}");
    let done = Command::new("kill").args([&signal, &child.id().to_string()]).status();
    assert!(done.is_ok_and(|status| status.success()), "kill is there");
}

/// Applies a diff to a file as `patch` does; fails where that is not there.
pub fn patch(file: &Path, diff: &[u8]) -> Output {
    let mut command = Command::new("patch");
    command.args(["--quiet", "--force", "--binary"]).arg(file);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("patch: {error}: apt-get install patch"));
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(diff).expect("patch reads");
    drop(stdin);
    child.wait_with_output().expect("patch ends")
}
