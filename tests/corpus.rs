//! The own corpus: its articles are sound, and the program reads them no worse than it did.

use std::path::{Path, PathBuf};
use std::process::Command;

use sourcier::Rules;
use sourcier::eval::check::problems;
use sourcier::eval::gold::{Gold, read_folder};
use sourcier::model::Document;
use sourcier::pipeline::analyse;

/// Words of an article: long enough to be one, short enough to be annotated with care.
const WORDS: std::ops::RangeInclusive<usize> = 300..=700;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

fn articles() -> Vec<Gold> {
    read_folder(&corpus().join("fr")).unwrap()
}

/// Articles that weights are fitted on, without voices of sentences.
fn more_articles() -> Vec<Gold> {
    read_folder(&corpus().join("press")).unwrap()
}

/// Articles that nothing is fitted on: they tell how the program reads what it has not seen.
fn blind_articles() -> Vec<Gold> {
    read_folder(&corpus().join("blind")).unwrap()
}

/// Articles in which rare ways of reporting are crowded.
fn rare_articles() -> Vec<Gold> {
    read_folder(&corpus().join("rare")).unwrap()
}

#[test]
fn every_text_has_gold() {
    let folders = [
        ("fr", articles()),
        ("press", more_articles()),
        ("blind", blind_articles()),
        ("rare", rare_articles()),
    ];
    for (folder, articles) in folders {
        let files = std::fs::read_dir(corpus().join(folder)).unwrap().map(|f| f.unwrap().path());
        let (texts, others): (Vec<PathBuf>, Vec<PathBuf>) =
            files.partition(|f| f.extension().is_some_and(|e| e == "txt"));
        let bare: Vec<&PathBuf> =
            texts.iter().filter(|t| !t.with_extension("ann").exists()).collect();
        assert!(bare.is_empty(), "without gold: {bare:?}");
        assert_eq!(
            texts.len(),
            others.len(),
            "a text and its annotation are two files: {others:?}"
        );
        assert_eq!(articles.len(), texts.len());
    }
}

#[test]
fn gold_is_sound() {
    let mut found = Vec::new();
    let more = more_articles().into_iter().chain(blind_articles()).chain(rare_articles());
    for g in articles().into_iter().chain(more) {
        found.extend(problems(&g).into_iter().map(|p| format!("{}: {p}", g.id)));
        let unnamed = g.attributions.iter().filter(|a| a.construction.is_none());
        found.extend(unnamed.map(|a| format!("{}: {}: Construction is missing", g.id, a.id)));
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_sentence_has_a_voice() {
    let mut bare = Vec::new();
    let mut voices = std::collections::BTreeMap::<Option<String>, usize>::new();
    for g in articles() {
        g.sentences.iter().for_each(|(_, v)| *voices.entry(v.clone()).or_default() += 1);
        // What lies between the sentences and outside of the page's own lines holds no word.
        let furniture = g.boilerplate.iter().flat_map(|b| b.0.iter());
        let mut told: Vec<_> = g.sentences.iter().map(|s| &s.0).chain(furniture).collect();
        told.sort();
        let mut at = 0;
        for span in told {
            let gap = g.text.get(at..span.start).unwrap_or_default();
            if gap.chars().any(char::is_alphanumeric) {
                bare.push(format!("{}: {gap:?}", g.id));
            }
            at = at.max(span.end);
        }
        if g.text[at..].chars().any(char::is_alphanumeric) {
            bare.push(format!("{}: {:?}", g.id, &g.text[at..]));
        }
    }
    assert!(bare.is_empty(), "{bare:#?}");
    let names: Vec<_> = voices.keys().flatten().map(String::as_str).collect();
    assert_eq!(names, ["Article", "Both", "Source"]);
}

/// In some articles hardly anybody says anything; a program that hears voices everywhere shows there.
#[test]
fn some_articles_are_quiet() {
    let quiet = articles().iter().filter(|g| g.attributions.len() <= 2).count();
    assert!((3..=articles().len() / 4).contains(&quiet), "{quiet} quiet articles");
}

#[test]
fn every_construction_occurs_twice() {
    let mut counts = std::collections::BTreeMap::<String, usize>::new();
    let families = [('A', 19), ('B', 10), ('C', 11), ('D', 7), ('E', 16)];
    for (family, last) in families {
        counts.extend((1..=last).map(|n| (format!("{family}{n}"), 0)));
    }
    for a in articles().iter().flat_map(|g| &g.attributions) {
        *counts.entry(a.construction.clone().unwrap_or_default()).or_default() += 1;
    }
    let rare: Vec<_> = counts.iter().filter(|(_, n)| **n < 2).collect();
    assert!(rare.is_empty(), "{rare:?}");
}

#[test]
fn articles_are_of_a_fit_length() {
    for g in articles() {
        let words = g.text.split_whitespace().count();
        assert!(WORDS.contains(&words), "{} has {words} words, not {WORDS:?}", g.id);
    }
}

#[test]
fn annotations_keep_every_invariant() {
    let rules = Rules::embedded().unwrap();
    let mut broken = Vec::new();
    for g in articles() {
        let analysis = analyse(&Document::from_text(g.id.clone(), g.text), &rules, None);
        let list = analysis.check().err().unwrap_or_default();
        broken.extend(list.into_iter().map(|v| format!("{}: {v}", g.id)));
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn no_measure_falls_below_its_floor() {
    let out = Command::new(env!("CARGO_BIN_EXE_sourcier"))
        .arg("eval")
        .arg("--gold")
        .arg(corpus().join("fr"))
        .arg("--gate")
        .arg(corpus().join("baseline"))
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&out.stdout);
    let verdict = printed.split("recall by construction").last().unwrap_or_default();
    assert!(out.status.success(), "{verdict}{}", String::from_utf8_lossy(&out.stderr));
}
