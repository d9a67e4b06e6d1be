//! Entries: every way by which bytes that others wrote come into the program, one function each.
//!
//! An entry takes any bytes, reads them as the program would, and panics if that breaks what is promised: no panic, no error
//! without its file, no endless reader, no annotation that breaks an invariant. The fuzz targets call them with what
//! coverage suggests, `tests/robustness.rs` with damaged seeds in seconds.

mod seeds;

use std::cell::OnceCell;
use std::fmt::Display;
use std::fs;
use std::path::Path;

use sourcier::eval::review::{self, Review};
use sourcier::eval::{check, gold, hunspell, prediction, treebank};
use sourcier::export::{self, brat};
use sourcier::index::{Sidecar, read_aliases};
use sourcier::ingest::{Articles, Columns, Format, Raw, Register, Walk, html};
use sourcier::model::{Annotation, Document};
use sourcier::pipeline::{analyse, reviewed};
use sourcier::rules::{Marked, RuleFolder, write_marked};
use sourcier::{Rules, annotate};

/// A way into the program.
pub struct Entry {
    /// Name of its fuzz target.
    pub name: &'static str,
    /// Reads bytes as the program would; whether they were what they should be.
    pub read: fn(&[u8]) -> bool,
    /// Bytes in order, from which damaged ones are made.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// What one reading costs, beside that of the cheapest entry.
    pub cost: u32,
}

/// All entries.
pub const ENTRIES: [Entry; 19] = [
    Entry { name: "text", read: text, seeds: seeds::texts, cost: 1 },
    Entry { name: "page", read: page, seeds: seeds::pages, cost: 1 },
    Entry { name: "lines", read: lines, seeds: seeds::lines, cost: 1 },
    Entry { name: "objects", read: objects, seeds: seeds::objects, cost: 1 },
    Entry { name: "table", read: table, seeds: seeds::tables, cost: 1 },
    Entry { name: "warc", read: warc, seeds: seeds::archives, cost: 1 },
    Entry { name: "packed", read: packed, seeds: seeds::packed, cost: 1 },
    Entry { name: "parquet", read: parquet, seeds: seeds::parquet, cost: 1 },
    Entry { name: "annotations", read: annotations, seeds: seeds::annotations, cost: 4 },
    Entry { name: "predictions", read: predictions, seeds: seeds::annotations, cost: 1 },
    Entry { name: "standoff", read: standoff, seeds: seeds::standoffs, cost: 1 },
    Entry { name: "reviews", read: reviews, seeds: seeds::reviews, cost: 1 },
    Entry { name: "register", read: register, seeds: seeds::registers, cost: 1 },
    Entry { name: "sidecar", read: sidecar, seeds: seeds::sidecars, cost: 1 },
    Entry { name: "trees", read: trees, seeds: seeds::trees, cost: 1 },
    Entry { name: "rules", read: rules, seeds: seeds::rules, cost: 16 },
    Entry { name: "model", read: model, seeds: seeds::models, cost: 16 },
    Entry { name: "notation", read: notation, seeds: seeds::notations, cost: 1 },
    Entry { name: "pipeline", read: pipeline, seeds: seeds::texts, cost: 4 },
];

/// An article longer than this is refused by the readers under test.
const MOST_BYTES: usize = 1 << 16;
/// Packed bytes may hold more articles than bytes; so many of them are read.
const MOST_ARTICLES: usize = 2000;

/// A file of one text.
pub fn text(bytes: &[u8]) -> bool {
    articles(bytes, "a.txt") & articles(bytes, "a")
}

/// A file of one page, and its blocks.
pub fn page(bytes: &[u8]) -> bool {
    let accepted = articles(bytes, "a.html");
    let source = String::from_utf8_lossy(bytes);
    with_rules(|rules| {
        let analysis = analyse(&html::page(&source), rules, Some("fr"));
        assert_eq!(analysis.check(), Ok(()));
    });
    accepted
}

/// Records, one a line.
pub fn lines(bytes: &[u8]) -> bool {
    articles(bytes, "a.jsonl")
}

/// Records over several lines.
pub fn objects(bytes: &[u8]) -> bool {
    articles(bytes, "a.json")
}

/// Rows of comma-separated values.
pub fn table(bytes: &[u8]) -> bool {
    articles(bytes, "a.csv")
}

/// The archive of a crawl.
pub fn warc(bytes: &[u8]) -> bool {
    articles(bytes, "a.warc")
}

/// A compressed archive, of gzip or Zstandard as its first bytes say.
pub fn packed(bytes: &[u8]) -> bool {
    articles(bytes, "a.warc.gz") | articles(bytes, "a.jsonl.zst")
}

/// A columnar file.
pub fn parquet(bytes: &[u8]) -> bool {
    articles(bytes, "a.parquet")
}

/// Whether there is an article.
fn articles(bytes: &[u8], name: &str) -> bool {
    on_disk(bytes, name, |path| {
        let walk = Walk::new(vec![path.to_owned()], None);
        let (mut count, mut read) = (0, 0);
        // A table of our own has its texts inside of this column.
        let text = name.ends_with("parquet").then(|| "annotation".to_owned());
        let columns = Columns { text, ..Columns::default() };
        let articles = Articles::new(walk, Format::Auto).up_to(MOST_BYTES).with_columns(columns);
        for raw in articles.take(MOST_ARTICLES) {
            count += 1;
            match raw.and_then(Raw::read) {
                Ok(document) => {
                    read += 1;
                    assert!(!document.id.is_empty(), "an article without an id");
                }
                Err(error) => {
                    told(&error, name);
                }
            }
        }
        let is_packed = name.ends_with("gz") || name.ends_with("zst") || name.ends_with("parquet");
        assert!(is_packed || count <= bytes.len() + 1, "more articles than bytes");
        read > 0
    })
}

/// Annotations, one a line, written again in every format.
pub fn annotations(bytes: &[u8]) -> bool {
    let mut accepted = false;
    for annotation in export::read_lines(bytes).flatten() {
        if annotation.check().is_err() {
            continue;
        }
        for format in export::Format::ALL {
            format.write(annotation.clone());
        }
        let line =
            String::from_utf8(export::write_line(annotation.clone())).expect("JSON is UTF-8");
        let again = export::read_line(&line, 1).expect("what was written can be read");
        assert_eq!(again, annotation);
        accepted = true;
    }
    accepted
}

/// Annotations of any program, as the evaluation reads them.
pub fn predictions(bytes: &[u8]) -> bool {
    // There is nothing to do with a prediction without its gold.
    prediction::read_jsonl(bytes).is_ok()
}

/// A text and its standoff, with a NUL between them.
pub fn standoff(bytes: &[u8]) -> bool {
    let whole = String::from_utf8_lossy(bytes);
    let (text, standoff) = whole.split_once('\0').unwrap_or((seeds::TEXT, &whole));
    let mut accepted = false;
    if let Ok(marks) = brat::read(text, standoff) {
        let document = Document::from_text("a", text);
        let annotation = with_rules(|rules| reviewed(&document, marks, rules, Some("fr")));
        if annotation.check().is_ok() {
            brat::standoff(&annotation);
            accepted = true;
        }
    }
    let gold = gold::parse("a", text.to_owned(), standoff);
    if let Ok(gold) = &gold {
        check::problems(gold);
    }
    accepted && gold.is_ok()
}

/// A review, merged with itself and turned into gold.
pub fn reviews(bytes: &[u8]) -> bool {
    let Ok(review) = review::parse(&String::from_utf8_lossy(bytes)) else { return false };
    let other = Review { reviewer: "B".into(), ..review.clone() };
    let (merged, _) = review::merge(&[review.clone(), other]);
    let gold = [&review, &merged].map(review::as_gold);
    review::precision(&[review]);
    gold.iter().all(Result::is_ok)
}

/// A register, in TOML or CSV, and what it says of an annotation.
pub fn register(bytes: &[u8]) -> bool {
    let read = |name: &str| {
        on_disk(bytes, name, |path| match Register::read(path) {
            Ok(register) => {
                register.rate(&mut example());
                true
            }
            Err(error) => told(&error, name),
        })
    };
    read("a.toml") | read("a.csv")
}

/// The tables beside a batch.
pub fn sidecar(bytes: &[u8]) -> bool {
    on_disk(bytes, "a.csv", |path| {
        let sidecar = match Sidecar::read(path) {
            Ok(sidecar) => {
                sidecar.apply("a", &mut example().meta);
                true
            }
            Err(error) => told(&error, "a.csv"),
        };
        sidecar | read_aliases(path).map_or_else(|error| told(&error, "a.csv"), |_| true)
    })
}

/// A treebank, and a spelling dictionary whose two files stand on either side of a NUL.
pub fn trees(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let (affixes, dictionary) = text.split_once('\0').unwrap_or((&text, ""));
    let forms = hunspell::read_forms(affixes, dictionary);
    !treebank::read_conllu(&text).is_empty() || !forms.is_empty()
}

/// A rule file or word list whose name stands on the first line, among those of the language; then a text by these rules.
pub fn rules(bytes: &[u8]) -> bool {
    let whole = String::from_utf8_lossy(bytes);
    let (name, content) = whole.split_once('\n').unwrap_or(("cues.toml", &whole));
    let known = seeds::rule_names();
    let name = known.iter().find(|k| *k == name).map_or("cues.toml", String::as_str);
    let mut folder = seeds::rule_folder();
    folder.replace(&format!("fr/{name}"), content.to_owned());
    read_rules(&folder)
}

/// A trained model, whose name stands on the first line.
pub fn model(bytes: &[u8]) -> bool {
    let end = bytes.iter().position(|b| *b == b'\n').unwrap_or(0);
    let name = if bytes[..end] == *b"lexicon.bin" { "lexicon.bin" } else { "tagger.bin" };
    let dir = tempfile::tempdir().expect("the system gives a folder");
    fs::create_dir(dir.path().join("fr")).expect("the folder is empty");
    let file = dir.path().join("fr").join(name);
    fs::write(&file, bytes.get(end + 1..).unwrap_or_default()).expect("the folder is ours");
    let mut folder = seeds::rule_folder();
    folder.extend_from(dir.path()).expect("a model is a rule file");
    read_rules(&folder)
}

fn read_rules(folder: &RuleFolder) -> bool {
    match Rules::read(folder) {
        Ok(rules) => {
            let analysis = analyse(&Document::from_text("a", seeds::TEXT), &rules, Some("fr"));
            assert_eq!(analysis.check(), Ok(()));
            true
        }
        // What one file lacks may be told where another asks for it.
        Err(error) => told(&error, "fr/"),
    }
}

/// An example in the notation.
pub fn notation(bytes: &[u8]) -> bool {
    let marked = String::from_utf8_lossy(bytes);
    match Marked::parse(&marked) {
        Ok(read) => {
            let again = Marked::parse(&write_marked(&read.text, &read.parts));
            assert_eq!(again.map(|m| m.text), Ok(read.text));
            true
        }
        Err(error) => {
            assert!(marked.get(error.at).is_some(), "a place outside of the text");
            false
        }
    }
}

/// A text through all stages.
pub fn pipeline(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let document = Document::from_text("a", text.as_ref());
    with_rules(|rules| {
        for language in [Some("fr"), None] {
            let analysis = analyse(&document, rules, language);
            assert_eq!(analysis.check(), Ok(()));
        }
    });
    !text.is_empty()
}

/// An error has to name the file that it is about.
fn told(error: &dyn Display, file: &str) -> bool {
    assert!(error.to_string().contains(file), "no {file} in {error}");
    false
}

fn on_disk<T>(bytes: &[u8], name: &str, read: impl FnOnce(&Path) -> T) -> T {
    let dir = tempfile::tempdir().expect("the system gives a folder");
    let path = dir.path().join(name);
    fs::write(&path, bytes).expect("the folder is ours");
    read(&path)
}

fn with_rules<T>(work: impl FnOnce(&Rules) -> T) -> T {
    thread_local!(static RULES: OnceCell<Rules> = const { OnceCell::new() });
    RULES.with(|rules| {
        work(
            rules.get_or_init(|| {
                Rules::embedded().expect("the project's own tests load these rules")
            }),
        )
    })
}

/// An annotation with sources.
fn example() -> Annotation {
    thread_local!(static EXAMPLE: OnceCell<Annotation> = const { OnceCell::new() });
    EXAMPLE.with(|example| {
        let make = || with_rules(|rules| annotate(&Document::from_text("a", seeds::TEXT), rules));
        example.get_or_init(make).clone()
    })
}
