//! The project's own articles: their gold is sound, their annotations keep every invariant, and no measure is below its
//! floor.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use sourcier::Rules;
use sourcier::eval::article::article;
use sourcier::eval::gate;
use sourcier::eval::gold::{Gold, read_folder};
use sourcier::eval::prediction::Prediction;
use sourcier::eval::report::{Totals, totals};
use sourcier::eval::score::score;
use sourcier::export::bytes_to_codepoints;
use sourcier::model::{Document, Span};
use sourcier::pipeline::analyse;
use sourcier::rules::is_construction;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name)
}

fn gold() -> Vec<Gold> {
    let list = read_folder(&folder("fr")).unwrap();
    assert!(list.len() >= 5, "the corpus holds {} articles", list.len());
    list
}

/// Annotates the articles and measures them.
fn measure(gold: &[Gold]) -> Totals {
    let rules = Rules::embedded().unwrap();
    let sheets: Vec<_> = gold
        .iter()
        .map(|g| {
            let document = Document::from_text(g.id.clone(), g.text.clone());
            let analysis = analyse(&document, &rules, None);
            analysis.check().unwrap_or_else(|v| panic!("{}: {v:?}", g.id));
            let mut annotation = analysis.annotation;
            bytes_to_codepoints(&mut annotation);
            score(&article(g, Some(&Prediction::of(&annotation))))
        })
        .collect();
    totals(&sheets)
}

#[test]
fn articles_are_of_a_length_that_articles_have() {
    for g in gold() {
        let words = g.text.split_whitespace().count();
        assert!((300..=700).contains(&words), "{} has {words} words", g.id);
    }
}

#[test]
fn gold_is_complete_and_sound() {
    for g in gold() {
        let boilerplate: Vec<Span> =
            g.boilerplate.iter().flat_map(|(spans, _)| spans.iter().copied()).collect();
        let ids: BTreeSet<&str> = g.attributions.iter().map(|a| a.id.as_str()).collect();
        assert!(g.attributions.len() >= 10, "{} has {} attributions", g.id, ids.len());
        for a in &g.attributions {
            let place = format!("{} {}", g.id, a.id);
            let construction = a.construction.as_deref().unwrap_or_default();
            assert!(is_construction(construction), "{place}: construction {construction:?}");
            assert!(a.mode.is_some() && a.stance.is_some(), "{place}: mode or stance is missing");
            if let Some(s) = &a.source {
                assert!(s.kind.is_some(), "{place}: the source has no kind");
                assert!(s.identified.is_some(), "{place}: whether it is identified is not told");
            }
            let source: &[Span] = a.source.as_ref().map_or(&[], |s| &s.spans);
            for span in a.cue.iter().chain(source).chain(&a.content) {
                let clear = boilerplate.iter().all(|b| !b.overlaps(*span));
                assert!(clear, "{place}: {:?} lies in boilerplate", span.of(&g.text));
                let trimmed = span.of(&g.text).trim() == span.of(&g.text);
                assert!(trimmed, "{place}: blanks around {:?}", span.of(&g.text));
            }
            if let Some(parent) = &a.parent {
                assert!(ids.contains(parent.as_str()), "{place}: no parent {parent}");
            }
        }
    }
}

#[test]
fn no_measure_is_below_its_floor() {
    let digest = gate::digest(&[folder("fr")]).unwrap();
    let verdict = gate::check(&measure(&gold()), &digest, &folder("baseline")).unwrap();
    assert!(verdict.holds(), "\n{verdict}");
    assert!(verdict.other_gold.is_empty(), "\n{verdict}");
}

#[test]
fn a_measure_below_its_floor_is_told() {
    let digest = gate::digest(&[folder("fr")]).unwrap();
    let good = measure(&gold());
    let dir = tempfile::tempdir().unwrap();
    gate::write(&good, &digest, dir.path()).unwrap();
    assert!(gate::check(&good, &digest, dir.path()).unwrap().holds());

    let mut bad = good.clone();
    let cue = bad.counts.iter_mut().find(|(key, ..)| *key == "cue").unwrap();
    cue.1.right -= 5;
    let verdict = gate::check(&bad, "other", dir.path()).unwrap();
    assert!(!verdict.holds());
    assert_eq!(verdict.other_gold, gate::STAGES);
    let lines: Vec<String> = verdict.to_string().lines().map(str::to_owned).collect();
    assert!(lines.iter().any(|l| l.starts_with("FALLEN  cues") && l.contains("cue")), "{lines:?}");

    let risen = gate::check(&good, &digest, dir.path()).unwrap();
    gate::write(&bad, &digest, dir.path()).unwrap();
    assert!(risen.risen.is_empty());
    assert!(!gate::check(&good, &digest, dir.path()).unwrap().risen.is_empty());
}
