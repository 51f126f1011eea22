//! Instruction counts and peak memory of a program, measured by valgrind's DHAT.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// The cost of one run of a program.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    pub instructions: u64,
    /// The largest number of bytes that were allocated at the same time.
    pub bytes: u64,
}

/// Returns `true` if valgrind can be started; prints how to install it otherwise.
pub fn is_installed() -> bool {
    let is_installed = Command::new("valgrind").arg("--version").stdout(Stdio::null()).status().is_ok();
    if !is_installed {
        eprintln!("valgrind is not installed; run `apt-get install valgrind`");
    }
    is_installed
}

/// Runs a program under DHAT and returns its cost; `folder` receives DHAT's output file.
///
/// Panics if the program exits with a status other than 0, 1 or 2.
pub fn measure<A: AsRef<OsStr>>(folder: &Path, program: &Path, arguments: &[A]) -> Cost {
    let counts = folder.join("dhat.json");
    let output = Command::new("valgrind")
        // Only totals are read, so DHAT need not walk the stack of every allocation nor read debug information.
        .args(["--tool=dhat", "--num-callers=1", "--read-inline-info=no"])
        .arg(format!("--dhat-out-file={}", counts.display()))
        .arg(program)
        .args(arguments)
        .output()
        .expect("valgrind is installed");
    assert!(matches!(output.status.code(), Some(0..=2)), "{}", String::from_utf8_lossy(&output.stderr));
    let counts = fs::read_to_string(&counts).expect("DHAT writes its output file");
    cost(&serde_json::from_str(&counts).expect("DHAT writes JSON"))
}

fn cost(counts: &serde_json::Value) -> Cost {
    let points = counts["pps"].as_array().expect("DHAT lists its program points");
    Cost {
        instructions: counts["te"].as_u64().expect("DHAT counts instructions"),
        bytes: points.iter().filter_map(|point| point["gb"].as_u64()).sum(),
    }
}
