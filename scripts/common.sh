# Functions and versions for the other scripts, which source this from any folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

WASM_TARGET=wasm32-unknown-unknown
WASM_PACK=0.15.1
# The command and the crate of wasm-bindgen must have the same version.
WASM_BINDGEN=$(sed -n 's/^wasm-bindgen = .*"=\([0-9.]*\)".*/\1/p' pkg/wasm/Cargo.toml)
# The flags of the npm package, separated as CARGO_ENCODED_RUSTFLAGS asks for. The last one keeps paths of this machine out.
NPM_FLAGS=-Cllvm-args=-inline-threshold=40$'\x1f'-Cllvm-args=-unroll-threshold=1$'\x1f'--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src=
CARGO_DENY=0.20.2
CARGO_FUZZ=0.13.2
CARGO_HACK=0.6.46
CARGO_LLVM_COV=0.9.1
CARGO_MUTANTS=27.1.0
# The folder into which `tool` installs, for all clones of this project.
TOOLS=${XDG_CACHE_HOME:-$HOME/.cache}/user-processing-result
export PATH="$TOOLS/bin:$PATH"

# Selects the command `upr` for cargo.
COMMAND=(--package user-processing-result-cli)

say() { printf '\033[1m%s\033[0m\n' "$*"; }

# Reports what is missing and how to install it, and exits.
lacking() {
  echo "$1: $2" >&2
  exit 1
}

# Installs packages of Debian, with sudo unless this is root. Fails on other systems.
debian() {
  local sudo=()
  command -v apt-get >/dev/null || return 1
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  ${sudo[@]+"${sudo[@]}"} apt-get update -q >/dev/null
  ${sudo[@]+"${sudo[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@" >/dev/null
}

# Builds a command of a crate unless this version is installed. It is not optimized, which would take longer than the scripts
# run it.
tool() {
  local crate=$1 command=$2 version=$3
  local call=("$command")
  # `cargo-deny` is called as `cargo deny`.
  [[ $command != cargo-* ]] || call=(cargo "${command#cargo-}")
  if [ "$("${call[@]}" --version 2>/dev/null)" != "$command $version" ]; then
    say "building $crate $version, which takes some minutes"
    CARGO_PROFILE_DEV_DEBUG=0 cargo install --quiet --debug --root "$TOOLS" --target-dir target/tools \
      --version "$version" "$crate"
  fi
  "${call[@]}" --version
}

# Runs one of this repository's generators: tables, answers or conformance. Members and features are those of scripts/test,
# so that nothing is compiled twice.
generate() {
  cargo build --quiet --locked --workspace --all-features --exclude user-processing-result-wasm --bin xtask
  "${CARGO_TARGET_DIR:-target}/debug/xtask" "$@"
}

# Succeeds if a compiler has the standard library of the wasm target.
knows_wasm() {
  local libraries
  libraries=$("$1" --print target-libdir --target "$WASM_TARGET" 2>/dev/null) && compgen -G "$libraries/libstd-*.rlib" >/dev/null
}

# Prints the folder of a compiler that has it: the one in the path, or Debian's.
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

# Runs a command with that compiler. Debian's comes without a linker for wasm.
with_wasm_rust() {
  local bin linker=()
  bin=$(wasm_rust) || lacking "no Rust compiler has the target $WASM_TARGET" "run scripts/setup"
  if [ "$bin" = /usr/bin ]; then
    linker=(CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-22)
  fi
  env PATH="$bin:$PATH" CARGO_TARGET_DIR="$PWD/target/wasm" ${linker[@]+"${linker[@]}"} "$@"
}
