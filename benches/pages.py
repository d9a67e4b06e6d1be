#!/usr/bin/env python3
"""Kept text and pages a second, beside trafilatura, on the same pages, on one core, in turns.

    cargo build --release
    python3 benches/pages.py [FOLDER_OF_SETS] [--rounds 3]

A set is a folder with `html/` and `gold.jsonl`; beside the sets stands their scorer, `score_html.py`. Trafilatura is installed
from PyPI into an environment of its own under `target/`. Its time is that of the extraction alone, without the start of
Python and its imports; ours is that of the whole process, with loading the rules.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time
import venv

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = ROOT / "target"
PROGRAM = TARGET / "release" / "sourcier"

PEER = """
import json, pathlib, sys, time
import trafilatura
fast = sys.argv[1] == 'fast'
pages = sorted(pathlib.Path(sys.argv[2]).glob('*.html'))
start = time.perf_counter()
with open(sys.argv[3], 'w', encoding='utf-8') as out:
    for page in pages:
        text = trafilatura.extract(page.read_bytes(), fast=fast, include_comments=False)
        out.write(json.dumps({'id': page.stem, 'text': text}) + '\\n')
print(time.perf_counter() - start)
"""


def environment():
    """The Python of an environment that holds trafilatura."""
    folder = TARGET / "peers"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    if subprocess.run([python, "-c", "import trafilatura"], capture_output=True).returncode:
        subprocess.run([python, "-m", "pip", "install", "--quiet", "trafilatura", "lxml_html_clean"], check=True)
    return python


def one_core():
    """Keeps a process on one core where the system can."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def ours(html, out):
    start = time.perf_counter()
    command = [PROGRAM, "extract", "-j", "1", "-f", "html", "-t", "jsonl", "-o", out, html]
    subprocess.run(command, check=True, preexec_fn=one_core)
    return time.perf_counter() - start


def theirs(python, mode):
    def run(html, out):
        command = [python, "-c", PEER, mode, html, out]
        done = subprocess.run(command, check=True, preexec_fn=one_core, capture_output=True, text=True)
        return float(done.stdout)
    return run


def read(path):
    with open(path, encoding="utf-8") as lines:
        return {x["id"]: x["text"] or "" for x in map(json.loads, lines)}


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("sets", nargs="?", type=pathlib.Path, default=ROOT / "../shared/bench/pages")
    options.add_argument("--rounds", type=int, default=3)
    options = options.parse_args()
    if not (options.sets / "score_html.py").exists():
        sys.exit(f"skipped: no score_html.py in {options.sets}")
    if not PROGRAM.exists():
        sys.exit(f"{PROGRAM} is not there: run `cargo build --release`")
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(options.sets))
    from score_html import score

    python = environment()
    version = subprocess.run(
        [python, "-c", "import trafilatura; print(trafilatura.__version__)"], capture_output=True, text=True)
    programs = {
        "sourcier": ours,
        "trafilatura": theirs(python, "full"),
        "trafilatura, fast": theirs(python, "fast"),
    }
    print(f"trafilatura {version.stdout.strip()}, {options.rounds} rounds in turns")
    for folder in sorted(p.parent for p in options.sets.glob("*/gold.jsonl")):
        html = folder / "html"
        count = len(list(html.glob("*.html")))
        rows = [json.loads(line) for line in open(folder / "gold.jsonl", encoding="utf-8")]
        times = {name: [] for name in programs}
        kept = {}
        for _ in range(options.rounds):
            for name, run in programs.items():
                out = TARGET / f"peers-{name.replace(', ', '-')}.jsonl"
                times[name].append(run(html, out))
                kept[name] = read(out)
        print(f"\n{folder.name}: {count} pages")
        single = {name: [score([row], kept[name])["wordF1"] for row in rows] for name in programs}
        for name in programs:
            s = score(rows, kept[name])
            ratio = statistics.median(t / o for t, o in zip(times[name], times["sourcier"]))
            figures = "  ".join(f"{k} {s[k]:.3f}" for k in ("shP", "shR", "shF1", "exact", "wordF1", "chF1") if k in s)
            print(f"  {name:<18} {count / min(times[name]):6.0f} pages/s  {ratio:5.1f} times our time  {figures}")
        for name in list(programs)[1:]:
            pairs = list(zip(single["sourcier"], single[name]))
            better, worse = sum(a > b + 0.01 for a, b in pairs), sum(b > a + 0.01 for a, b in pairs)
            print(f"  word F1 by page: better than {name} on {better}, worse on {worse}, within 0.01 on {len(pairs) - better - worse}")


if __name__ == "__main__":
    main()
