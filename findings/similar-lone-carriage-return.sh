#!/usr/bin/env bash
# The unified diff of the Rust crate `similar` is not one for `patch` where a line holds a carriage return.
#
# One would guess that the text which `unified_diff()` gives is a unified diff, so that `patch` applies it: "like `diff -u`".
# `TextDiff::from_lines` takes a lone carriage return for the end of a line, as it takes `\r\n` for one; `diff` and `patch`
# know line feeds alone. So a line with a carriage return within it, which is white space in JSON, becomes two lines of the
# diff, the count in the hunk's header is off by one, and `patch` refuses the whole. The diff of `diff -u` is applied.
set -euo pipefail

VERSION=3.2.1
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
similar = "=$VERSION"
TOML
cat >src/main.rs <<'RUST'
fn main() {
    let [before, after] = ["before", "after"].map(|name| std::fs::read_to_string(name).unwrap());
    let diff = similar::TextDiff::from_lines(&before, &after);
    print!("{}", diff.unified_diff().header("before", "before"));
}
RUST
printf '{"a": 1,\r"b": "old"}\n' >before
printf '{"a": 1,\r"b": "new"}\n' >after
cargo run --quiet >by-similar
diff -u before after >by-diff || true

echo "similar $VERSION, $(patch --version | head -n 1), a text of $(wc -l <before) line with a carriage return in it"
echo "the header of the hunk by similar: $(grep '^@@' by-similar), by diff: $(grep '^@@' by-diff)"
patch --binary --quiet --output=by-diff.out before by-diff
cmp by-diff.out after
echo "patch applies the diff of diff"
if patch --binary --quiet --force --output=by-similar.out before by-similar >refusal 2>&1 && cmp -s by-similar.out after; then
  echo "patch applies the diff of similar too: this finding is out of date" >&2
  exit 1
fi
echo "patch refuses the diff of similar: $(head -n 1 refusal)"
