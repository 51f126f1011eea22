# What the scripts share; sourced by them, from wherever they are called.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

WASM_TARGET=wasm32-unknown-unknown
WASM_PACK=0.15.1
# The command must be of the version that the crate pins.
WASM_BINDGEN=$(sed -n 's/^wasm-bindgen = .*"=\([0-9.]*\)".*/\1/p' pkg/wasm/Cargo.toml)
# The npm package is built with these, which cargo takes with a separator between them. No path of a machine goes out.
NPM_FLAGS=-Cllvm-args=-inline-threshold=40$'\x1f'-Cllvm-args=-unroll-threshold=1$'\x1f'--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src=
CARGO_DENY=0.20.2
CARGO_FUZZ=0.13.2
CARGO_LLVM_COV=0.9.1
CARGO_MUTANTS=27.1.0
# Tools of these versions that the machine does not have, for all clones of this project.
TOOLS=${XDG_CACHE_HOME:-$HOME/.cache}/user-processing-result
export PATH="$TOOLS/bin:$PATH"

say() { printf '\033[1m%s\033[0m\n' "$*"; }

# What cannot be had, and the one command that brings it.
lacking() {
  echo "$1: $2" >&2
  exit 1
}

# Debian's packages, as root.
debian() {
  local sudo=()
  command -v apt-get >/dev/null || return 1
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  ${sudo[@]+"${sudo[@]}"} apt-get update -q >/dev/null
  ${sudo[@]+"${sudo[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@" >/dev/null
}

# A command of a crate, in this version.
tool() {
  local crate=$1 command=$2 version=$3
  # A subcommand of cargo is called with its own name first.
  local call=("$command")
  [ "$command" != cargo-llvm-cov ] || call+=(llvm-cov)
  if [ "$("${call[@]}" --version 2>/dev/null)" != "$command $version" ]; then
    say "building $crate $version, which takes some minutes"
    cargo install --quiet --root "$TOOLS" --target-dir target/tools --version "$version" "$crate"
    rm -rf target/tools
  fi
  "${call[@]}" --version
}

# Whether a compiler has the standard library of the wasm target.
knows_wasm() {
  local libraries
  libraries=$("$1" --print target-libdir --target "$WASM_TARGET" 2>/dev/null) && compgen -G "$libraries/libstd-*.rlib" >/dev/null
}

# The folder of a Rust that does: that of the path, or Debian's.
wasm_rust() {
  local rustc
  for rustc in rustc /usr/bin/rustc; do
    if command -v "$rustc" >/dev/null && knows_wasm "$rustc"; then
      dirname "$(command -v "$rustc")"
      return
    fi
  done
  return 1
}

# Runs a command with that Rust. Debian's has no linker of its own.
with_wasm_rust() {
  local bin linker=()
  bin=$(wasm_rust) || lacking "a Rust that has the target $WASM_TARGET is not there" scripts/setup
  if [ "$bin" = /usr/bin ]; then
    linker=(CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-22)
  fi
  env PATH="$bin:$PATH" CARGO_TARGET_DIR="$PWD/target/wasm" ${linker[@]+"${linker[@]}"} "$@"
}
