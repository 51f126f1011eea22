#!/usr/bin/env bash
# The Rust crate `ctrlc` removes the protection of `nohup`.
#
# Expected: a signal that is ignored when the program starts stays ignored. `nohup` ignores SIGHUP, shells ignore SIGINT for
# background jobs of a script, and programs inherit ignored signals across exec.
# Found: with the feature `termination`, `ctrlc::set_handler` installs its handler for SIGINT, SIGTERM and SIGHUP without
# checking whether they are ignored. A program started with `nohup` therefore exits when the terminal is closed. Without the
# handler it continues.
set -euo pipefail

VERSION=3.5.3
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
cd "$folder"

mkdir src
cat >Cargo.toml <<TOML
[package]
name = "finding"
version = "0.0.0"
edition = "2024"

[dependencies]
ctrlc = { version = "=$VERSION", features = ["termination"] }
TOML
cat >src/main.rs <<'RUST'
fn main() {
    if std::env::args().nth(1).as_deref() == Some("handler") {
        ctrlc::set_handler(|| std::process::exit(7)).unwrap();
    }
    println!("ready");
    std::thread::sleep(std::time::Duration::from_secs(2));
    println!("went on");
}
RUST
cargo build --quiet

# Starts the program as nohup does, sends SIGHUP once it is ready, and prints its exit status.
hung_up() {
  local status=0
  : >ready
  (trap '' HUP && exec target/debug/finding "$@") >ready &
  until grep -q ready ready; do sleep 0.1; done
  kill -HUP $!
  wait $! || status=$?
  echo $status
}

without=$(hung_up plain)
with=$(hung_up handler)
echo "ctrlc $VERSION with the feature termination, on $(uname -s)"
echo "SIGHUP ignored by the parent, no handler: status $without"
echo "SIGHUP ignored by the parent, ctrlc::set_handler: status $with, the handler was called"
[ "$without $with" = "0 7" ]
