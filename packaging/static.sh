#!/usr/bin/env bash
# Builds the program for Linux as one static, stripped file that needs no library of the system it runs on.
#
#     packaging/static.sh [FILE]        # default: target/sourcier-ARCHITECTURE-linux
#
# It needs a C compiler for musl (Debian: musl-tools; Alpine's own) for zstd and the allocator.
set -euo pipefail
cd "$(dirname "$0")/.."

architecture=$(uname -m)
triple=$architecture-unknown-linux-musl
file=${1:-target/sourcier-$architecture-linux}

if command -v rustup >/dev/null && ! rustup target list --installed | grep -qx "$triple"; then
    rustup target add "$triple"
fi
if ! command -v musl-gcc >/dev/null && ! command -v "$architecture-linux-musl-gcc" >/dev/null \
    && ! ldd --version 2>&1 | grep -q musl; then
    echo "no C compiler for musl: install musl-tools" >&2
    exit 1
fi
cargo build --profile dist --target "$triple" --bin sourcier
mkdir -p "$(dirname "$file")"
cp "target/$triple/dist/sourcier" "$file"

# A static file has no interpreter, and `ldd` names no library.
if ldd "$file" 2>/dev/null | grep -q '=>'; then
    echo "$file needs libraries:" >&2
    ldd "$file" >&2
    exit 1
fi
ls -lh "$file"
