//! Runs of the command.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

/// Returns the path of the command, which must be built for release.
pub fn upr() -> PathBuf {
    let path = crate::root().join("target/release/upr");
    assert!(path.is_file(), "{} does not exist; run scripts/build", path.display());
    path
}

/// Returns `upr check`, to run in a folder with pipes for its output and nothing on standard input.
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
    assert!(done.is_ok_and(|status| status.success()), "kill is installed");
}

/// Applies a diff to a file with `patch`; panics if that is not installed.
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
