"""How long a report takes, how much memory, and how long its pages take to open.

    python3 benches/report.py [ARTICLES...]        # default: 1000 10000
    python3 benches/report.py --short 100000       # articles of three paragraphs; 9 GB of pages

Articles are those of corpus/fr under other ids, or, with --short, three of their paragraphs each. Pages are opened in Chromium where `npm ci --prefix tests/browser` was
run; a time is from navigation until the page's script has run.
"""

import json
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BINARY = ROOT / "target/release/sourcier"


def child(code, *args):
    """Runs Python code in a process of its own, so that its children's memory is told apart."""
    return subprocess.run([sys.executable, "-c", code, *map(str, args)], check=True, capture_output=True, text=True).stdout


MEASURE = """
import resource, subprocess, sys, time
start = time.time()
subprocess.run(sys.argv[1:], check=True)
print(time.time() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
"""


def write_whole(count, path):
    """Annotations of the corpus, again and again, under other ids."""
    lines = subprocess.run([BINARY, "annotate", ROOT / "corpus/fr"], check=True, capture_output=True, text=True).stdout
    annotations = [json.loads(line) for line in lines.splitlines()]
    with open(path, "w") as out:
        for i in range(count):
            annotation = dict(annotations[i % len(annotations)], id=f"article{i:06}")
            out.write(json.dumps(annotation, ensure_ascii=False) + "\n")


def write_short(count, path):
    """Annotations of so many different articles of three paragraphs each, which are drawn."""
    texts = [p.read_text() for p in sorted((ROOT / "corpus/fr").glob("*.txt"))]
    paragraphs = [line.strip() for text in texts for line in text.splitlines() if len(line) > 80]
    draw = random.Random(1)
    articles = path.with_name("articles.jsonl")
    with open(articles, "w") as out:
        for i in range(count):
            text = "\n\n".join(draw.sample(paragraphs, 3))
            article = {"id": f"article{i:06}", "text": text, "site": f"site{i % 300}.example"}
            out.write(json.dumps(article, ensure_ascii=False) + "\n")
    subprocess.run([BINARY, "annotate", articles, "-o", path], check=True)


def main():
    short = "--short" in sys.argv
    counts = [int(n) for n in sys.argv[1:] if n != "--short"] or [1000, 10000]
    make = write_short if short else write_whole
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            make(count, folder / "a.jsonl")
            seconds, memory = map(float, child(MEASURE, BINARY, "report", folder / "a.jsonl", "-o", folder / "report").split())
            pages = sorted((folder / "report/articles").iterdir(), key=lambda p: p.stat().st_size)
            print(f"{count} articles: {seconds:.1f} s, {memory:.0f} MB, index {(folder / 'report/index.html').stat().st_size / 1e6:.1f} MB, largest page {pages[-1].stat().st_size / 1e3:.0f} kB", flush=True)
            browser = shutil.which("chromium")
            if browser and (ROOT / "tests/browser/node_modules").is_dir():
                for page in (folder / "report/index.html", pages[-1]):
                    subprocess.run(["node", ROOT / "tests/browser/open.mjs", browser, page], check=True)


if __name__ == "__main__":
    main()
