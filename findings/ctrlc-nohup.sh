#!/usr/bin/env bash
# The Rust crate `ctrlc` takes away the protection of `nohup`.
#
# One would guess that a signal which whoever started the program has it ignore stays ignored: shells ignore SIGHUP for
# `nohup` and SIGINT for jobs in the background of a script, and programs inherit that over exec. With the feature
# `termination`, `ctrlc::set_handler` installs its handler for SIGINT, SIGTERM and SIGHUP without a look at what they were set
# to, so that a program which was started with `nohup` ends when the terminal is closed, though it asked to be told of Ctrl-C
# alone. Without the handler the same program goes on.
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

# Starts the program as nohup does, hangs up once it is ready, and gives its status.
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
