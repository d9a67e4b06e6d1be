#!/usr/bin/env python3
"""Memory of a long run: the most that the program ever held, after each tenth of an input made of the own articles.

    cargo build --release
    python3 benches/memory.py [GIGABYTES...] [--jobs 2]        # default: 1

The input is JSONL, written beside the build and removed afterwards; the output is thrown away.
"""
import argparse
import itertools
import json
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = ROOT / "target"
PROGRAM = TARGET / "release" / "sourcier"


def write(path, size):
    """Writes records until there are so many bytes; every id is another."""
    texts = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "corpus/fr").glob("*.txt"))]
    written = 0
    with open(path, "wb") as out:
        for number, text in enumerate(itertools.cycle(texts)):
            if written >= size:
                break
            written += out.write(json.dumps({"id": f"a{number}", "text": text}, ensure_ascii=False).encode() + b"\n")
    return number


def held(process):
    """The most memory that a process ever held, in MB, and how many bytes it has read."""
    folder = pathlib.Path(f"/proc/{process.pid}")
    try:
        status, io = (folder / "status").read_text(), (folder / "io").read_text()
        most = next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))
        return most, int(io.split()[1])
    except (OSError, StopIteration):
        return None


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("sizes", nargs="*", type=float, default=[1.0])
    options.add_argument("--jobs", type=int, default=2)
    options = options.parse_args()
    if not PROGRAM.exists():
        sys.exit(f"{PROGRAM} is not there: run `cargo build --release`")
    path = TARGET / "memory.jsonl"
    for size in options.sizes:
        try:
            count, size = write(path, size * 1e9), size * 1e9
            start, marks = time.time(), []
            command = [PROGRAM, "annotate", "-j", str(options.jobs), path]
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            most = 0.0
            while process.poll() is None:
                time.sleep(0.2)
                if now := held(process):
                    most = max(most, now[0])
                    while len(marks) < 10 and now[1] >= size * (len(marks) + 1) / 10.0:
                        marks.append(now[0])
            seconds = time.time() - start
            if process.returncode:
                sys.exit(f"the program ended with {process.returncode}")
            tenths = " ".join(f"{m:.0f}" for m in marks)
            print(f"{size / 1e9:g} GB, {count} articles, -j {options.jobs}: {most:.0f} MB; after each tenth {tenths}; {size / 1e6 / seconds:.1f} MB/s", flush=True)
        finally:
            path.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
