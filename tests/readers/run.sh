#!/usr/bin/env bash
# Reads every format back with readers that others wrote, in an environment of its own under target/.
set -euo pipefail
cd "$(dirname "$0")/../.."

program=${SOURCIER:-target/release/sourcier}
if ! command -v python3 >/dev/null || ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
    echo "tests/readers: skipped, there is no Python 3 with venv"
    exit 0
fi
env=target/readers/env
if ! cmp -s tests/readers/requirements.txt "$env/requirements.txt"; then
    rm -rf "$env"
    python3 -m venv "$env"
    if ! "$env/bin/pip" install --quiet --disable-pip-version-check -r tests/readers/requirements.txt; then
        echo "tests/readers: skipped, the readers could not be installed"
        exit 0
    fi
    cp tests/readers/requirements.txt "$env/requirements.txt"
fi

work=target/readers/work
rm -rf "$work"
mkdir -p "$work"
"$env/bin/python" tests/readers/hostile.py >"$work/hostile.jsonl"
"$program" annotate "$work/hostile.jsonl" -o "$work/hostile.annotations.jsonl"
"$program" annotate corpus/fr -o "$work/read.annotations.jsonl"
"$program" convert corpus/fr -o "$work/gold.annotations.jsonl"
for set in hostile read gold; do
    for format in csv-attributions csv-claims web-annotation label-studio prodigy tei prov; do
        mkdir -p "$work/$set"
        "$program" convert "$work/$set.annotations.jsonl" -t "$format" -o "$work/$set/$format"
    done
    "$program" convert "$work/$set.annotations.jsonl" -t brat -o "$work/$set/brat/"
    echo "$set:"
    "$env/bin/python" tests/readers/read.py "$work/$set.annotations.jsonl" "$work/$set" | sed 's/^/  /'
done
