#!/usr/bin/env bash
# `patch` rejects the unified diff of the Rust crate `similar` if a line contains a carriage return.
#
# Expected: `patch` applies the output of `unified_diff()`, which is documented as "like `diff -u`".
# Found: `TextDiff::from_lines` ends a line at a lone carriage return, as it does at `\r\n`; `diff` and `patch` end lines at
# line feeds only. A line with a carriage return inside, which is white space in JSON, becomes two lines of the diff. The
# count in the hunk's header is then off by one, and `patch` rejects the diff. It applies the output of `diff -u`.
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
echo "patch applies the diff of diff -u"
if patch --binary --quiet --force --output=by-similar.out before by-similar >refusal 2>&1 && cmp -s by-similar.out after; then
  echo "patch applies the diff of similar too; this finding is outdated" >&2
  exit 1
fi
echo "patch rejects the diff of similar: $(head -n 1 refusal)"
