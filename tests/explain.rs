//! Explanations and control samples, as a user meets them, and the words that explanations are made of.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use sourcier::rules::{ExplainWords, RuleFolder, is_construction};
use sourcier::stages::attributions::{Base, CERTAINTY_TERMS, Slot};
use sourcier::stages::sources::LINK_TERMS;

const TEXT: &str = "La digue tiendra, a affirmé la maire de Port-Lanic, Inès Kerdal. Elle dément que trente familles aient été relogées. Selon la préfecture, le canal sera vidé le 4 mai.\n";

fn sourcier(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sourcier")).current_dir(dir).args(args).output().unwrap()
}

fn printed(dir: &Path, args: &[&str]) -> String {
    let out = sourcier(dir, args);
    assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

fn desk() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.txt"), TEXT).unwrap();
    dir
}

#[test]
fn every_reason_has_words_in_every_language_of_explanations() {
    let folder = RuleFolder::embedded();
    for lang in ["en", "fr"] {
        let words = ExplainWords::read(&folder, lang).unwrap().unwrap();
        let features = Slot::ALL
            .iter()
            .flat_map(|s| Base::ALL.iter().map(move |b| format!("{}.{}", s.name(), b.name())));
        let terms = CERTAINTY_TERMS.iter().chain(&LINK_TERMS).map(|t| (*t).to_owned());
        let more = ["rule.x", "construction.A1", "family.A", "readings.alike", "readings.other"];
        let all = features.chain(terms).chain(more.map(str::to_owned));
        let bare: Vec<String> = all.filter(|id| words.reason(id).is_none()).collect();
        assert!(bare.is_empty(), "{lang}: {bare:?}");
        for family in 'A'..='E' {
            for n in 1..=30 {
                let id = format!("{family}{n}");
                let known = words.construction(&id) != id;
                assert_eq!(known, is_construction(&id), "{lang}: {id}");
            }
        }
    }
}

#[test]
fn an_attribution_is_explained_in_two_languages() {
    let desk = desk();
    let all = printed(desk.path(), &["explain", "a.txt"]);
    let parts = "{propos La digue tiendra}, {formule a affirmé} {source la maire de Port-Lanic, Inès Kerdal}.";
    assert!(all.contains(parts), "{all}");
    for line in [
        "rattachement  0.",
        "règle  fr.attributions.",
        "indices\n",
        "écarté\n",
        "  rien n'est rapporté ici\n",
    ] {
        assert!(all.contains(line), "no {line:?} in {all}");
    }
    let id = all.lines().next().unwrap();
    let one = printed(desk.path(), &["explain", "a.txt", "--attribution", id, "--words", "en"]);
    assert!(
        one.contains("{content La digue tiendra}") && one.contains("rejected instead\n"),
        "{one}"
    );
    assert!(!one.contains("Selon"), "{one}");
    // The reasons add up to the confidence.
    let told =
        |head: &str| one.lines().find(|l| l.trim_start().starts_with(head)).unwrap().to_owned();
    let sum: f64 = one
        .lines()
        .skip_while(|l| *l != "evidence")
        .skip(1)
        .take_while(|l| l.ends_with(']'))
        .map(|l| l.split_whitespace().next().unwrap().parse::<f64>().unwrap())
        .sum();
    let confidence: f64 = told("confidence").split_whitespace().last().unwrap().parse().unwrap();
    assert!((1.0 / (1.0 + (-sum).exp()) - confidence).abs() < 0.03, "{sum} {confidence}");
    let wrong = sourcier(desk.path(), &["explain", "a.txt", "--attribution", "a-none"]);
    assert_eq!(wrong.status.code(), Some(2));
    let wrong = sourcier(desk.path(), &["explain", "a.txt", "--words", "xx"]);
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("no words for explanations in `xx`"));
}

#[test]
fn a_sample_is_drawn_marked_and_judged() {
    let desk = desk();
    printed(desk.path(), &["annotate", "a.txt", "-o", "batch.jsonl"]);
    printed(desk.path(), &["sample", "batch.jsonl", "-n", "2", "-o", "sample.csv"]);
    let table = fs::read_to_string(desk.path().join("sample.csv")).unwrap();
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 3, "{table}");
    assert_eq!(
        lines[0],
        "article,attribution,site,construction,confidence,source,cue,content,context,right"
    );
    assert_eq!(table, printed(desk.path(), &["sample", "batch.jsonl", "-n", "2"]));
    let bare = sourcier(desk.path(), &["sample", "--marked", "sample.csv"]);
    assert!(String::from_utf8_lossy(&bare.stderr).contains("nothing is marked"));
    let marked = format!("{}\n{}1\n{}n\n", lines[0], lines[1], lines[2]);
    fs::write(desk.path().join("marked.csv"), &marked).unwrap();
    let told = printed(desk.path(), &["sample", "--marked", "marked.csv", "--json"]);
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["all"]["precision"], 0.5);
    assert!(told["all"]["interval"][0].as_f64().unwrap() < 0.1);
    fs::write(desk.path().join("marked.csv"), marked.replace("n\n", "maybe\n")).unwrap();
    let wrong = sourcier(desk.path(), &["sample", "--marked", "marked.csv"]);
    let told = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(told.contains("marked.csv: row 3: `maybe` is no mark"), "{told}");
}

fn annotate(dir: &Path, more: &[&str]) -> serde_json::Value {
    let out = printed(dir, &[&["annotate", "a.txt"], more].concat());
    serde_json::from_str(&out).unwrap()
}

#[test]
fn what_is_not_sure_enough_is_left_out_with_all_that_rests_on_it() {
    let desk = desk();
    let all = annotate(desk.path(), &[]);
    assert_eq!(all["attributions"].as_array().unwrap().len(), 3);
    let none = annotate(desk.path(), &["--min-confidence", "1"]);
    for key in ["attributions", "sources", "speech_acts"] {
        assert_eq!(none[key], serde_json::json!([]), "{key}");
    }
    assert!(none["claims"].as_array().unwrap().iter().all(|c| c["voice"] == "article"));
    assert_eq!(none["profile"]["claims_by_source"], 0);
    assert!(
        none["notes"][0].as_str().unwrap().contains("below 1 were left out: 3"),
        "{}",
        none["notes"]
    );
    let wrong = sourcier(desk.path(), &["annotate", "a.txt", "--min-confidence", "2"]);
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn a_year_is_never_invented() {
    let desk = desk();
    let dates = |annotation: &serde_json::Value| -> Vec<(String, bool)> {
        let claims = annotation["claims"].as_array().unwrap().iter();
        let all = claims.flat_map(|c| c["checkable"].as_array().unwrap());
        all.filter(|c| c["type"] == "date")
            .map(|c| (c["date"].as_str().unwrap().to_owned(), c["year_from"].is_string()))
            .collect()
    };
    assert_eq!(dates(&annotate(desk.path(), &[])), [("--05-04".to_owned(), false)]);
    let told = annotate(desk.path(), &["--published", "2024-04-30"]);
    assert_eq!(dates(&told), [("2024-05-04".to_owned(), true)]);
    let wrong = sourcier(desk.path(), &["annotate", "a.txt", "--published", "April"]);
    assert_eq!(wrong.status.code(), Some(2));
    // A line of the page tells it too.
    let page = format!(
        "<html><body><article><h1>La digue</h1><p class=\"date\">Publié le 30 avril 2024 à 19:24</p><p>{TEXT}</p></article></body></html>"
    );
    fs::write(desk.path().join("p.html"), page).unwrap();
    let out = printed(desk.path(), &["annotate", "p.html"]);
    let told: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(dates(&told), [("2024-05-04".to_owned(), true)], "{}", told["blocks"]);
}
