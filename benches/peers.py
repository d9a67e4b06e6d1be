#!/usr/bin/env python3
"""One table: what a user would take instead, on the same pages and texts, on one core, in turns.

    cargo build --release
    python3 benches/peers.py [FOLDER] [--rounds 3]

FOLDER holds `pages/` (sets of pages with their scorer) and `sentences/` (sets of texts with gold). The peers are installed
from PyPI into an environment of their own under `target/`. The time of a peer is that of its work alone, without the start
of Python, its imports and its models; ours on pages is that of the whole process, with loading the rules. On sentences it is
that of the stage (`cargo bench --bench stages`), since no command does only that. Quality is scored by one scorer for all.
"""
import argparse
import json
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
import venv

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from pages import PROGRAM, ROOT, TARGET, one_core, ours, read  # noqa: E402

PACKAGES = {
    "trafilatura": "trafilatura", "justext": "justext", "resiliparse": "resiliparse", "pysbd": "pysbd", "spacy": "spacy",
    "lxml_html_clean": "lxml_html_clean",
}

PAGES = """
import json, pathlib, sys, time
name, html, out = sys.argv[1:]
pages = sorted(pathlib.Path(html).glob('*.html'))
if name.startswith('trafilatura'):
    import trafilatura
    fast = name.endswith('fast')
    def extract(page):
        return trafilatura.extract(page, fast=fast, include_comments=False) or ''
elif name == 'jusText':
    import justext
    words = {lang: justext.get_stoplist(lang) for lang in ('English', 'French')}
    both = words['English'] | words['French']
    def extract(page):
        return '\\n'.join(p.text for p in justext.justext(page, both) if not p.is_boilerplate)
else:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import detect_encoding
    from resiliparse.parse.html import HTMLTree
    def extract(page):
        tree = HTMLTree.parse_from_bytes(page, detect_encoding(page))
        return extract_plain_text(tree, main_content=True, comments=False)
start = time.perf_counter()
with open(out, 'w', encoding='utf-8') as lines:
    for page in pages:
        try:
            text = extract(page.read_bytes())
        except Exception as error:
            print(f'{name}: {page.name}: {error}', file=sys.stderr)
            text = ''
        lines.write(json.dumps({'id': page.stem, 'text': text}) + '\\n')
print(time.perf_counter() - start)
"""

SENTENCES = """
import json, pathlib, sys, time
name, folder, out = sys.argv[1:]
texts = [(p.stem, p.read_text(encoding='utf-8')) for p in sorted(pathlib.Path(folder).glob('*.txt'))]
if name == 'pySBD':
    import pysbd
    segmenter = pysbd.Segmenter(language='fr', clean=False)
    divide = segmenter.segment
else:
    import spacy
    nlp = spacy.blank('fr')
    nlp.add_pipe('sentencizer')
    def divide(line):
        return [s.text for s in nlp(line).sents]
start = time.perf_counter()
# A line break ends a sentence in these texts, which the peers are told by getting line by line.
divided = [(stem, [(line, divide(line)) for line in text.splitlines(keepends=True) if line.strip()], text) for stem, text in texts]
seconds = time.perf_counter() - start
with open(out, 'w', encoding='utf-8') as lines:
    for stem, parts, text in divided:
        at, spans = 0, []
        for line, sentences in parts:
            for sentence in sentences:
                sentence = sentence.strip()
                found = text.find(sentence, at)
                if sentence and found >= 0:
                    at = found + len(sentence)
                    spans.append([found, at])
        lines.write(json.dumps({'id': stem, 'sentences': spans}) + '\\n')
print(seconds)
"""


def environment():
    """The Python of an environment that holds the peers, and their versions."""
    folder = TARGET / "peers"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    asked = "import importlib.util, sys; sys.exit(any(importlib.util.find_spec(m) is None for m in sys.argv[1:]))"
    if subprocess.run([python, "-c", asked, *PACKAGES]).returncode:
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES.values()], check=True)
    tell = "import importlib.metadata as m, sys; print(', '.join(f'{p} {m.version(p)}' for p in sys.argv[1:]))"
    listed = [p for p in PACKAGES if p != "lxml_html_clean"]
    print(subprocess.run([python, "-c", tell, *listed], capture_output=True, text=True, check=True).stdout.strip())
    return python


def peer(python, code, name):
    def run(folder, out):
        done = subprocess.run([python, "-c", code, name, folder, out], check=True, preexec_fn=one_core, stdout=subprocess.PIPE, text=True)
        return float(done.stdout)
    return run


def in_turns(programs, folder, rounds, scratch):
    """Best seconds of each program, and the median over the rounds of how many times the first one's time it took."""
    times = {name: [] for name in programs}
    for _ in range(rounds):
        for name, run in programs.items():
            times[name].append(run(folder, scratch / f"{name.replace(' ', '-')}.jsonl"))
    first = times[next(iter(times))]
    ratio = {name: statistics.median(t / f for t, f in zip(list_, first)) for name, list_ in times.items()}
    return {name: min(list_) for name, list_ in times.items()}, ratio


def pages(python, sets, rounds, scratch):
    sys.path.insert(0, str(sets))
    from score_html import score
    names = ["trafilatura", "trafilatura fast", "jusText", "resiliparse"]
    programs = {"sourcier": ours, **{name: peer(python, PAGES, name) for name in names}}
    print("\n| pages | set | pages/s | times our time | word F1 | shingle F1 |\n|---|---|---|---|---|---|")
    for folder in sorted(p.parent for p in sets.glob("*/gold.jsonl")):
        rows = [json.loads(line) for line in open(folder / "gold.jsonl", encoding="utf-8")]
        count = len(list((folder / "html").glob("*.html")))
        best, ratio = in_turns(programs, folder / "html", rounds, scratch)
        for name in programs:
            s = score(rows, read(scratch / f"{name.replace(' ', '-')}.jsonl"))
            print(f"| {name} | {folder.name} | {count / best[name]:.0f} | {ratio[name]:.1f} | {s['wordF1']:.3f} | {s['shF1']:.3f} |", flush=True)


def stage(folder, _out):
    """Seconds of our sentence stage for a folder's texts."""
    command = ["cargo", "bench", "--quiet", "--bench", "stages", "--", TARGET / "no-pages", folder]
    told = subprocess.run(command, check=True, preexec_fn=one_core, capture_output=True, text=True, cwd=ROOT).stdout
    rate = float(re.search(r"^  sentences +([0-9.]+) MB/s", told, re.MULTILINE)[1])
    return sum(p.stat().st_size for p in pathlib.Path(folder).glob("*.txt")) / 1e6 / rate


def sentences(python, sets, rounds, scratch):
    names = ["pySBD", "spaCy sentencizer"]
    programs = {"sourcier": stage, **{name: peer(python, SENTENCES, name) for name in names}}
    print("\n| sentences | set | MB/s | times our time | F1 |\n|---|---|---|---|---|")
    for folder in sorted(p.with_name(p.name.removesuffix(".gold.jsonl")) for p in sets.glob("*.gold.jsonl")):
        size = sum(p.stat().st_size for p in folder.glob("*.txt")) / 1e6
        best, ratio = in_turns(programs, folder, rounds, scratch)
        for name in programs:
            predicted = [] if name == "sourcier" else ["--pred", scratch / f"{name.replace(' ', '-')}.jsonl"]
            told = subprocess.run([PROGRAM, "eval", "--sentences", folder, "--json", *predicted], check=True, capture_output=True, text=True)
            f1 = json.loads(told.stdout)["sentences"]["boundary"]["f"]
            print(f"| {name} | {folder.name} | {size / best[name]:.3g} | {ratio[name]:.1f} | {f1:.3f} |", flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", nargs="?", type=pathlib.Path, default=ROOT / "../shared/bench")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--only", choices=["pages", "sentences"])
    options = options.parse_args()
    if not options.folder.exists():
        sys.exit(f"skipped: no {options.folder}")
    if not PROGRAM.exists():
        sys.exit(f"{PROGRAM} is not there: run `cargo build --release`")
    python = environment()
    print(f"{options.rounds} rounds in turns on one core, {time.strftime('%Y-%m-%d')}")
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        if options.only != "sentences":
            pages(python, options.folder / "pages", options.rounds, scratch)
        if options.only != "pages":
            sentences(python, options.folder / "sentences", options.rounds, scratch)


if __name__ == "__main__":
    main()
