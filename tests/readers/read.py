"""Reads every format with readers that others wrote, and compares what they see with the annotations themselves.

    read.py ANNOTATIONS.jsonl DIR     where DIR holds what `sourcier convert` made of them, a file or folder a format
"""

import csv
import glob
import io
import importlib.util
import json
import os
import sys
from collections import Counter

FORMULA = tuple("=+-@\t\r\n'\uff1d\uff0b\uff0d\uff20")


def main(annotations, folder):
    with open(annotations, encoding="utf-8") as lines:
        articles = {a["id"]: a for a in map(json.loads, lines)}
    for check in [brat, csv_attributions, csv_claims, web_annotation, label_studio, prodigy, tei, prov]:
        seen = check(articles, folder)
        print(f"{check.__name__.replace('_', '-')}: {seen}")


def words(article, spans):
    return [article["text"][s:e] for s, e in spans]


def joined(article, spans):
    return " […] ".join(words(article, spans)).replace("\0", "\ufffd")


def brat(articles, folder):
    from bioc import brat as reader

    root = os.path.join(folder, "brat")
    paths = sorted(glob.glob(os.path.join(glob.escape(root), "**", "*.ann"), recursive=True))
    assert len(paths) == len(articles), (len(paths), len(articles))
    texts = {a["text"]: a for a in articles.values()}
    count = 0
    for path in paths:
        with open(path[:-4] + ".txt", encoding="utf-8", newline="") as file:
            article = texts[file.read()]
        with open(path[:-4] + ".txt", encoding="utf-8", newline="") as text, \
                open(path, encoding="utf-8", newline="\n") as ann:
            document = reader.load(text, ann)
        events = list(document.events)
        assert len(events) == len(article["attributions"]), path
        bounds = {e.id: e for e in document.entities}
        for event, a in zip(events, article["attributions"]):
            cue = bounds[event.trigger_id]
            assert cue.type == "Cue" and [(r.begin, r.end) for r in sorted(cue.locations)] == list(map(tuple, a["cue"])), path
            count += 1
    return f"{len(paths)} files, {count} events by bioc"


def plain(cell):
    return cell[1:] if cell.startswith("'") else cell


def table(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    for row in rows:
        for column, cell in row.items():
            assert cell is not None and column is not None, row
            assert not cell.startswith(FORMULA) or cell.startswith("'"), (column, cell)
    return [{k: plain(v) for k, v in row.items()} for row in rows]


def csv_attributions(articles, folder):
    rows = table(folder, "csv-attributions")
    told = [(a, x) for a in articles.values() for x in a["attributions"]]
    assert len(rows) == len(told)
    for row, (article, a) in zip(rows, told):
        assert row["article"] == article["id"] and row["attribution"] == a["id"]
        assert row["content"] == joined(article, a["content"]), row
        assert row["cue"] == joined(article, a["cue"])
        assert float(row["confidence"]) == a["confidence"]
        assert row["source_id"] == (a["source"]["id"] if a["source"] else "")
        spans = [tuple(map(int, s.split("-"))) for s in row["content_spans"].split(";") if s]
        assert spans == list(map(tuple, a["content"]))
    return f"{len(rows)} rows by csv"


def csv_claims(articles, folder):
    rows = table(folder, "csv-claims")
    told = [(a, c) for a in articles.values() for c in a["claims"]]
    assert len(rows) == len(told)
    for row, (article, c) in zip(rows, told):
        assert row["claim"] == c["id"] and row["text"] == joined(article, c["spans"])
        assert row["voice"] == c["voice"] and (row["source_id"] or None) == (c["chain"] or [None])[-1]
    return f"{len(rows)} rows by csv"


def web_annotation(articles, folder):
    import rdflib
    from pyld import jsonld

    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "anno.jsonld"), encoding="utf-8") as file:
        context = json.load(file)

    def load(url, _options):
        assert url == "http://www.w3.org/ns/anno.jsonld", url
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": context}

    with open(os.path.join(folder, "web-annotation"), encoding="utf-8") as file:
        pages = json.load(file)
    assert len(pages) == len(articles)
    oa, count = "http://www.w3.org/ns/oa#", 0
    for page, article in zip(pages, articles.values()):
        nquads = jsonld.to_rdf(page, {"documentLoader": load, "format": "application/n-quads"})
        graph = rdflib.Dataset()
        graph.parse(data=nquads, format="nquads")
        of = lambda kind: set(graph.subjects(rdflib.RDF.type, rdflib.URIRef(oa + kind)))
        own = sum(c["voice"] == "article" for c in article["claims"])
        boilerplate = sum(b["boilerplate"] for b in article["blocks"])
        found = of("Annotation")
        assert len(found) == len(article["attributions"]) + own + boilerplate, article["id"]
        targets = set(graph.objects(None, rdflib.URIRef(oa + "hasSource")))
        assert all(str(t).startswith(("https://", "urn:sourcier:")) for t in targets), targets
        one = lambda s, p: graph.value(s, rdflib.URIRef(oa + p), any=False)
        for place in of("SpecificResource"):
            parts = {}
            for selector in graph.objects(place, rdflib.URIRef(oa + "hasSelector")):
                for name in ["exact", "prefix", "suffix", "start", "end"]:
                    value = one(selector, name)
                    if value is not None:
                        parts[name] = value.toPython()
            start, end, text = parts["start"], parts["end"], article["text"]
            assert text[start:end] == parts["exact"], parts
            assert text[max(0, start - 32):start] == parts["prefix"]
            assert text[end:end + 32] == parts["suffix"]
        confidences = set(graph.objects(None, rdflib.URIRef("urn:sourcier:terms:confidence")))
        assert len(confidences) >= bool(article["attributions"])
        count += len(found)
    return f"{len(pages)} pages, {count} annotations by PyLD and rdflib"


def label_studio(articles, folder):
    from label_studio_sdk.label_interface import LabelInterface

    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "../../docs/formats/label-studio.xml"), encoding="utf-8") as file:
        interface = LabelInterface(file.read())
    with open(os.path.join(folder, "label-studio"), encoding="utf-8") as file:
        tasks = json.load(file)
    assert len(tasks) == len(articles)
    count = 0
    for task, article in zip(tasks, articles.values()):
        # The reader's own check of a task with predictions lacks an argument; both halves are checked here.
        assert interface.validate_task({"data": task["data"]})
        prediction = task["predictions"][0]
        wrong = interface.validate_prediction(prediction, return_errors=True)
        assert not wrong, wrong
        regions = {r["id"]: r for r in prediction["result"] if r["type"] == "labels"}
        for region in prediction["result"]:
            if region["type"] == "relation":
                assert region["from_id"] in regions and region["to_id"] in regions
            else:
                value = region["value"]
                assert article["text"][value["start"]:value["end"]] == value["text"]
        cues = [r for r in regions.values() if r.get("meta", {}).get("attribution")]
        assert len(cues) == len(article["attributions"])
        count += len(regions)
    return f"{len(tasks)} tasks, {count} regions by label-studio-sdk"


def prodigy(articles, folder):
    import srsly

    tasks = list(srsly.read_jsonl(os.path.join(folder, "prodigy")))
    assert len(tasks) == len(articles)
    count = 0
    for task, article in zip(tasks, articles.values()):
        text = task["text"]
        assert text == article["text"]
        end = 0
        for i, token in enumerate(task["tokens"]):
            assert token["id"] == i and token["start"] >= end and text[end:token["start"]].strip() == ""
            assert text[token["start"]:token["end"]] == token["text"]
            if i:
                assert task["tokens"][i - 1]["ws"] == (token["start"] > end)
            end = token["end"]
        assert text[end:].strip() == ""
        for span in task["spans"]:
            assert task["tokens"][span["token_start"]]["start"] == span["start"]
            assert task["tokens"][span["token_end"]]["end"] == span["end"]
        for relation in task["relations"]:
            for name in ["head", "child"]:
                span = relation[name + "_span"]
                assert relation[name] == span["token_start"] and span["start"] < span["end"]
        told = [s["attribution"] for s in task["spans"] if "attribution" in s]
        assert told == [a["id"] for a in article["attributions"]]
        count += len(task["spans"])
    return f"{len(tasks)} tasks, {count} spans by srsly"


def tei(articles, folder):
    from lxml import etree

    home = os.path.dirname(importlib.util.find_spec("trafilatura").origin)
    with open(os.path.join(home, "data", "tei_corpus.dtd"), encoding="utf-8") as file:
        definition = file.read()
    # This edition of the TEI lacks two of its modules, certainty and analysis; what is used of them is declared here as
    # there: the element is of the class model.global.meta, the attribute global.
    for name, more in [
        ('<!ENTITY % model.global.meta "', "certainty |"),
        ("<!ENTITY % att.global.attributes '", "ana CDATA #IMPLIED "),
    ]:
        assert definition.count(name) == 1, name
        definition = definition.replace(name, name + more)
    definition += """
<!ELEMENT certainty EMPTY>
<!ATTLIST certainty xmlns CDATA "http://www.tei-c.org/ns/1.0" target CDATA #IMPLIED match CDATA #IMPLIED
  locus (name|start|end|location|value) #REQUIRED degree CDATA #IMPLIED>
"""
    dtd = etree.DTD(io.StringIO(definition))
    parser = etree.XMLParser(resolve_entities=False, huge_tree=True)
    corpus = etree.parse(os.path.join(folder, "tei"), parser)
    assert dtd.validate(corpus), list(dtd.error_log)[:5]
    t = "{http://www.tei-c.org/ns/1.0}"
    key = "{http://www.w3.org/XML/1998/namespace}id"
    documents = corpus.getroot().findall(t + "TEI")
    assert len(documents) == len(articles)
    ids = Counter(e.get(key) for e in corpus.iter() if isinstance(e.tag, str) and e.get(key))
    assert all(n == 1 for n in ids.values())
    count = 0
    for document, article in zip(documents, articles.values()):
        body = document.find(f"{t}text/{t}body")
        printable = "".join(c if valid(c) else "\ufffd" for c in article["text"])
        assert "".join(body.itertext()) == printable, article["id"]
        for element in document.iter():
            for name in ["who", "corresp", "next", "prev", "ana"]:
                for pointer in (element.get(name) or "").split():
                    assert pointer[0] == "#" and pointer[1:] in ids, pointer
        said = [s for s in body.iter(t + "said") if not s.get("prev")]
        silent = [s for s in body.iter(t + "seg") if s.get("n") and not s.get("prev")]
        told = Counter(s.get("n") for s in said + silent)
        assert told == Counter(a["id"] for a in article["attributions"]), article["id"]
        by_id = {a["id"]: a for a in article["attributions"]}
        pieces = {e.get(key): e for e in body.iter() if isinstance(e.tag, str) and e.get(key)}
        for element in said:
            a, shown = by_id[element.get("n")], ""
            assert float(element.find(t + "certainty").get("degree")) == a["confidence"]
            while element is not None:
                shown += "".join(element.itertext())
                element = pieces.get((element.get("next") or "#")[1:])
            content = "".join(words(article, a["content"]))
            squeeze = lambda s: "".join("".join(c if valid(c) else "\ufffd" for c in s).split())
            assert squeeze(shown) == squeeze(content), (shown, content)
        count += len(said)
    return f"{len(documents)} documents, {count} said, valid by lxml and the TEI DTD"


def valid(c):
    return c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c >= "\U00010000"


def prov(articles, folder):
    from prov.model import ProvAttribution, ProvDerivation, ProvDocument, ProvEntity

    document = ProvDocument.deserialize(os.path.join(folder, "prov"), format="json")
    bundles = list(document.bundles)
    assert len(bundles) == len(articles)
    count = 0
    for bundle, article in zip(bundles, articles.values()):
        statements = {
            str(e.label or e.identifier) for e in bundle.get_records(ProvEntity) if e.value
        }
        own = sum(c["voice"] == "article" for c in article["claims"])
        found = [e for e in bundle.get_records(ProvEntity) if e.value]
        assert len(found) == len(article["attributions"]) + own, (article["id"], statements)
        documents = {s["id"] for s in article["sources"] if s["kind"] == "document"}
        named = [a for a in article["attributions"] if a["source"]]
        people = [a for a in named if a["source"]["id"] not in documents]
        assert len(list(bundle.get_records(ProvAttribution))) == len(people), article["id"]
        derived = len(found) + len(named) - len(people) + sum(bool(a["parent"]) for a in article["attributions"])
        assert len(list(bundle.get_records(ProvDerivation))) == derived
        count += len(found)
    again = ProvDocument.deserialize(content=document.serialize(format="json"), format="json")
    assert again == document
    return f"{len(bundles)} bundles, {count} statements by prov"


if __name__ == "__main__":
    main(*sys.argv[1:])
