//! The sentence stage: cases, and scores on treebank texts where they are at hand.

mod cases;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use libtest_mimic::{Arguments, Trial};
use sourcier::Rules;
use sourcier::model::{Document, Span};
use sourcier::stages::{blocks, sentences};

fn main() {
    let rules = Rules::embedded().unwrap_or_else(|e| panic!("{e}"));
    let mut trials = treebanks();
    trials.extend(cases::trials("sentences", move |case| {
        // The title tells the language where it is not French.
        let code = case.title.rsplit_once('[').map_or("fr", |(_, code)| code.trim_end_matches(']'));
        let language = rules.language(code).unwrap_or(&rules.neutral);
        let document = Document::from_text("", case.input.as_str());
        let text = document.text.as_str();
        let blocks = blocks::divide(&document, &rules, language);
        let quotations = blocks::pair(text, &blocks);
        let list = sentences::split(text, &blocks, &quotations, |_| &language.sentences);
        // Who writes a challenge need not know how a link to a quotation is shown.
        let is_link =
            |l: &str| l.strip_prefix('q').is_some_and(|l| l.starts_with(char::is_numeric));
        let shows_links = !case.challenge || case.wanted.lines().any(is_link);
        let lines = list.iter().map(|s| {
            let linked =
                s.quotation.filter(|_| shows_links).map_or(String::new(), |q| format!("q{q} "));
            format!("{linked}{}\n", s.span().of(text).replace('\n', "⏎"))
        });
        lines.collect()
    }));
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

/// F1 of the boundaries on texts rebuilt from treebanks, which are no part of the project.
fn treebanks() -> Vec<Trial> {
    let floors =
        [("fr_gsd_dev", 0.994), ("fr_pud_wiki", 0.997), ("fr_frwiki", 0.992), ("fr_partut", 0.994)];
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/bench/sentences");
    let trial = |(set, floor): (&'static str, f64)| {
        let dir = dir.clone();
        Trial::test(format!("treebank/{set}"), move || {
            if !dir.is_dir() {
                println!("skipped: {} is not there", dir.display());
                return Ok(());
            }
            let f1 = boundary_f1(&dir, set);
            println!("{set}: F1 {:.2} %", 100.0 * f1);
            if f1 >= floor { Ok(()) } else { Err(format!("F1 {f1:.4} below {floor}").into()) }
        })
    };
    floors.into_iter().map(trial).collect()
}

fn boundary_f1(dir: &Path, set: &str) -> f64 {
    let rules = Rules::embedded().unwrap();
    let rules = &rules.language("fr").unwrap().sentences;
    let (mut hits, mut found, mut wanted) = (0, 0, 0);
    let gold = fs::read_to_string(dir.join(format!("{set}.news.gold.jsonl"))).unwrap();
    for line in gold.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let id = record["id"].as_str().unwrap();
        let text = fs::read_to_string(dir.join(format!("{set}.news/{id}.txt"))).unwrap();
        // A boundary is the number of visible characters before it; the last one of a text is no decision.
        let visible = |s: &str| s.chars().filter(|c| !c.is_whitespace()).count();
        let all = visible(&text);
        let points: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let ends = record["sentences"].as_array().unwrap().iter();
        let mut gold: BTreeSet<usize> = ends
            .map(|s| visible(&text[..points[usize::try_from(s[1].as_u64().unwrap()).unwrap()]]))
            .collect();
        let mut mine = BTreeSet::new();
        let mut start = 0;
        for raw in text.split_inclusive('\n') {
            for s in sentences::split_plain(raw, rules) {
                let s = Span::new(s.start + start, s.end + start);
                mine.insert(visible(&text[..s.end]));
            }
            start += raw.len();
        }
        gold.remove(&all);
        mine.remove(&all);
        hits += gold.intersection(&mine).count();
        found += mine.len();
        wanted += gold.len();
    }
    2.0 * hits as f64 / (found + wanted) as f64
}
