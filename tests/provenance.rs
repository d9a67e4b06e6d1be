//! Provenance: the families beside their gold, the command and its index, and what may not depend on order or threads.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use sourcier::Rules;
use sourcier::export::write_line;
use sourcier::index::Sidecar;
use sourcier::model::{Document, LinkType, Provenance};
use sourcier::pipeline::annotate;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sourcier(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sourcier")).current_dir(dir).args(args).output().unwrap()
}

fn out(run: &Output) -> String {
    let told = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{told}");
    String::from_utf8(run.stdout.clone()).unwrap()
}

/// The annotations of the texts of a folder, a line each, by id.
fn annotations(folder: &Path) -> Vec<(String, String)> {
    let rules = Rules::embedded().unwrap();
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    let read = |p: &PathBuf| {
        let id = p.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(p).unwrap();
        let line = write_line(annotate(&Document::from_text(id.clone(), text), &rules));
        (id, String::from_utf8(line).unwrap())
    };
    paths.iter().map(read).collect()
}

fn family(name: &str) -> (tempfile::TempDir, Vec<(String, String)>) {
    let folder = root().join("corpus/provenance").join(name);
    let dir = tempfile::tempdir().unwrap();
    fs::copy(folder.join("meta.csv"), dir.path().join("meta.csv")).unwrap();
    let list = annotations(&folder);
    let lines: String = list.iter().map(|(_, l)| l.as_str()).collect();
    fs::write(dir.path().join("a.jsonl"), lines).unwrap();
    (dir, list)
}

/// The result of a run, valid by the committed schema, each place's spans within its article.
fn provenance(text: &str) -> Provenance {
    let schema =
        fs::read_to_string(root().join("schema/sourcier-provenance-1.schema.json")).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let value: Value = serde_json::from_str(text).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let wrong: Vec<String> = validator.iter_errors(&value).map(|e| e.to_string()).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    let read: Provenance = serde_json::from_value(value).unwrap();
    for link in &read.links {
        let sum: f64 = link.evidence.iter().map(|r| r.weight).sum();
        let again = 1.0 / (1.0 + (-sum).exp());
        assert!((again - link.confidence).abs() < 1e-3, "{}: {again}", link.id);
        assert!(link.to.is_some() || link.kind == LinkType::Cites, "{}", link.id);
        assert!(link.basis.iter().all(|b| read.links.iter().any(|l| l.id == *b)), "{}", link.id);
    }
    let ids: BTreeSet<&str> = read.links.iter().map(|l| l.id.as_str()).collect();
    assert_eq!(ids.len(), read.links.len(), "an id stands twice");
    read
}

#[test]
fn schema_is_the_committed_one() {
    let run = out(&sourcier(root(), &["schema", "--provenance"]));
    let committed = root().join("schema/sourcier-provenance-1.schema.json");
    assert!(
        run == fs::read_to_string(committed).unwrap(),
        "the types have changed; regenerate with \
         `cargo run -- schema --provenance > schema/sourcier-provenance-1.schema.json`"
    );
}

#[test]
fn families_reach_their_floors() {
    let floors: toml::Table =
        fs::read_to_string(root().join("corpus/provenance/floors.toml")).unwrap().parse().unwrap();
    for purpose in ["tune", "tune_2", "tune_3", "test", "test_2"] {
        let args = ["eval", "--families", "corpus/provenance", "--use", purpose, "--json"];
        let told: Value = serde_json::from_str(&out(&sourcier(root(), &args))).unwrap();
        for (name, floor) in floors[purpose].as_table().unwrap() {
            let f1 = told["provenance"][name]["f"].as_f64().unwrap();
            assert!(f1 >= floor.as_float().unwrap(), "{purpose}: {name} is {f1}, below {floor}");
        }
    }
}

#[test]
fn the_fitted_weights_are_those_that_the_command_writes() {
    let dir = tempfile::tempdir().unwrap();
    let copy = dir.path().join("provenance.toml");
    let shipped = root().join("rules/fr/provenance.toml");
    fs::copy(&shipped, &copy).unwrap();
    let families = ["calibrate", "--families", "corpus/provenance", "--apart"];
    let rest = ["corpus/press", "corpus/blind", "corpus/fr", "-o", copy.to_str().unwrap()];
    out(&sourcier(root(), &[&families[..], &rest[..]].concat()));
    assert_eq!(fs::read_to_string(copy).unwrap(), fs::read_to_string(shipped).unwrap());
}

#[test]
fn threads_and_order_do_not_show() {
    let (dir, list) = family("tunnel");
    let run = |args: &[&str]| out(&sourcier(dir.path(), &[&["provenance"], args].concat()));
    let one = run(&["a.jsonl", "--sidecar", "meta.csv", "-j", "1"]);
    assert_eq!(one, run(&["a.jsonl", "--sidecar", "meta.csv", "-j", "4"]));
    let turned: String = list.iter().rev().map(|(_, l)| l.as_str()).collect();
    fs::write(dir.path().join("b.jsonl"), turned).unwrap();
    let (first, second) =
        (provenance(&one), provenance(&run(&["b.jsonl", "--sidecar", "meta.csv"])));
    assert_eq!(first.links, second.links);
    assert_eq!(first.groups, second.groups);
    assert_eq!(first.scope.statement, "in this batch of 6 articles");
}

#[test]
fn articles_are_added_to_an_index() {
    let (dir, list) = family("fonderie");
    let parts = |range: std::ops::Range<usize>| -> String {
        list[range].iter().map(|(_, l)| l.as_str()).collect()
    };
    fs::write(dir.path().join("old.jsonl"), parts(0..3)).unwrap();
    fs::write(dir.path().join("new.jsonl"), parts(3..list.len())).unwrap();
    let run = |args: &[&str]| sourcier(dir.path(), &[&["provenance"], args].concat());
    let side = ["--sidecar", "meta.csv"];
    let with = |args: &[&str]| run(&[args, &side].concat());
    out(&with(&["old.jsonl", "--index", "i.redb"]));
    assert_eq!(with(&["new.jsonl", "--index", "i.redb"]).status.code(), Some(2));
    let added = provenance(&out(&with(&["new.jsonl", "--index", "i.redb", "--add"])));
    let whole = provenance(&out(&with(&["a.jsonl"])));
    // Links found before stay as they were, so those near the threshold may differ from a new index; the sure ones may not.
    type Ends = (LinkType, String, Option<String>);
    let ends = |p: &Provenance, least: f64| -> BTreeSet<Ends> {
        let to = |l: &sourcier::model::Link| l.to.as_ref().map(|t| t.article.clone());
        let sure = p.links.iter().filter(|l| l.confidence >= least);
        sure.map(|l| (l.kind, l.from.article.clone(), to(l))).collect()
    };
    assert!(ends(&added, 0.9).is_subset(&ends(&whole, 0.5)));
    assert!(ends(&whole, 0.9).is_subset(&ends(&added, 0.5)));
    assert_eq!(added.articles, whole.articles);
    // An article that is there already is refused, and the others are still linked.
    let again = run(&["new.jsonl", "--index", "i.redb", "--add"]);
    assert_eq!(again.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&again.stderr).contains("another article has the id"));
}

#[test]
fn references_are_roots_only() {
    let (dir, list) = family("peniche");
    let wires = dir.path().join("wires");
    fs::create_dir(&wires).unwrap();
    fs::write(wires.join("courrier.jsonl"), &list[0].1).unwrap();
    let rest: String = list[1..].iter().map(|(_, l)| l.as_str()).collect();
    fs::write(dir.path().join("rest.jsonl"), rest).unwrap();
    let args = ["provenance", "rest.jsonl", "--reference", "wires", "--sidecar", "meta.csv"];
    let found = provenance(&out(&sourcier(dir.path(), &args)));
    assert_eq!((found.scope.articles, found.scope.references), (4, 1));
    let of_root = |l: &&sourcier::model::Link| {
        l.from.article == "courrier" || l.to.as_ref().is_some_and(|t| t.article == "courrier")
    };
    let kinds: BTreeSet<LinkType> = found.links.iter().filter(of_root).map(|l| l.kind).collect();
    assert!(
        kinds.contains(&LinkType::SamePassage) && kinds.contains(&LinkType::Cites),
        "{kinds:?}"
    );
    assert!(!kinds.contains(&LinkType::SameClaim) && !kinds.contains(&LinkType::SourceLost));
}

#[test]
fn tables_and_bad_lines_are_told_with_their_place() {
    let (dir, list) = family("cantine");
    let run = |args: &[&str]| sourcier(dir.path(), &[&["provenance", "a.jsonl"], args].concat());
    let csv = out(&run(&["-t", "csv", "--sidecar", "meta.csv"]));
    assert!(csv.starts_with("id,type,form,from,") && csv.contains(",same_passage,"));
    for (name, text, told) in [
        ("x.csv", "id,url,published,site\na,,,\na,,,\n", "x.csv:3"),
        ("y.csv", "id,address\na,b\n", "y.csv"),
    ] {
        fs::write(dir.path().join(name), text).unwrap();
        let run = run(&["--sidecar", name]);
        assert_eq!(run.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&run.stderr).contains(told), "{run:?}");
    }
    fs::write(dir.path().join("n.csv"), "name,other,same\nA,B,perhaps\n").unwrap();
    let wrong = run(&["--aliases", "n.csv"]);
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("n.csv:2"));
    fs::write(dir.path().join("a.jsonl"), format!("{}nonsense\n{}", list[0].1, list[1].1)).unwrap();
    let bad = run(&[]);
    assert_eq!(bad.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&bad.stderr).contains("a.jsonl: line 2"));
    assert_eq!(provenance(&String::from_utf8(bad.stdout).unwrap()).articles.len(), 2);
}

#[test]
fn only_the_user_merges_names() {
    let dir = tempfile::tempdir().unwrap();
    let rules = Rules::embedded().unwrap();
    let line = |id: &str, text: &str| {
        String::from_utf8(write_line(annotate(&Document::from_text(id, text), &rules))).unwrap()
    };
    let lines = line(
        "a",
        "Le pont de Kertalic, sur la rivière Elven, a été emporté mardi par la crue, a déclaré le maire de Ploussec.\n",
    ) + &line(
        "b",
        "La crue a emporté mardi le pont de Ker Talic, sur la rivière Elven, selon le maire de Ploussec.\n",
    );
    fs::write(dir.path().join("a.jsonl"), lines).unwrap();
    let run = |args: &[&str]| {
        provenance(&out(&sourcier(dir.path(), &[&["provenance", "a.jsonl"], args].concat())))
    };
    let status =
        |p: &Provenance| p.aliases.iter().map(|a| format!("{:?}", a.status)).collect::<Vec<_>>();
    let free = run(&[]);
    assert_eq!(status(&free), ["Proposed"], "{:?}", free.aliases);
    fs::write(dir.path().join("yes.csv"), "name,other,same\nKertalic,Ker Talic,yes\n").unwrap();
    let merged = run(&["--aliases", "yes.csv"]);
    assert_eq!(status(&merged), ["Accepted"]);
    // One name more in common makes the same link surer.
    let top = |p: &Provenance| p.links.iter().map(|l| l.confidence).fold(0.0, f64::max);
    assert!(top(&merged) > top(&free), "{} {}", top(&merged), top(&free));
    fs::write(dir.path().join("no.csv"), "name,other,same\nKertalic,Ker Talic,no\n").unwrap();
    let apart = run(&["--aliases", "no.csv"]);
    assert_eq!(status(&apart), ["Rejected"]);
    assert_eq!(apart.links, free.links);
}

#[test]
fn the_five_articles_have_one_common_passage() {
    let seeds = root().join("../shared/corpus/seeds");
    if !seeds.is_dir() {
        println!("skipped: no {}", seeds.display());
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let list = annotations(&seeds);
    let lines: String = list.iter().map(|(_, l)| l.as_str()).collect();
    fs::write(dir.path().join("a.jsonl"), lines).unwrap();
    let found = provenance(&out(&sourcier(dir.path(), &["provenance", "a.jsonl"])));
    let passages: Vec<_> =
        found.groups.iter().filter(|g| g.kind == sourcier::model::GroupKind::Passage).collect();
    assert_eq!(passages.len(), 1, "{passages:#?}");
    let places: Vec<&str> = passages[0].places.iter().map(|p| &p.article[..3]).collect();
    assert_eq!(places, ["000", "001"]);
    assert_eq!(passages[0].places[1].spans[0].start, 0);
    let roots: Vec<&str> = passages[0].roots.iter().map(|r| r.name.as_str()).collect();
    assert_eq!(roots, ["Le Monde"]);
    assert!(passages[0].roots[0].by.iter().all(|p| p.article.starts_with("000")));
    let roots = found.groups.iter().flat_map(|g| &g.roots);
    assert!(roots.filter_map(|r| r.article.as_deref()).all(|a| !a.starts_with("001")));
    assert!(found.circles.is_empty());
    let aliases: Vec<_> = found.aliases.iter().map(|a| a.names.join(" = ")).collect();
    assert!(aliases.iter().any(|a| a == "CSP = CSP-DPA"), "{aliases:?}");
    assert!(aliases.iter().any(|a| a.contains("Tin Zaouatine")), "{aliases:?}");
}

#[test]
fn a_sidecar_knows_better_than_the_page() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("meta.csv");
    fs::write(&path, "id,url,published,site\na,,2031-01-02,Le Phare\n").unwrap();
    let mut meta = sourcier::model::Meta { url: Some("u".to_owned()), ..Default::default() };
    let sidecar = Sidecar::read(&path).unwrap();
    sidecar.apply("a", &mut meta);
    assert_eq!((meta.url.as_deref(), meta.site.as_deref()), (Some("u"), Some("Le Phare")));
    assert_eq!(sidecar.unknown(|_| false), ["a"]);
}

/// A short form in brackets behind the words that it stands for is no credit and no voice; a name behind a whole
/// sentence is one.
#[test]
fn brackets_in_a_sentence_are_no_credit() {
    let dir = tempfile::tempdir().unwrap();
    let told = [
        (
            "a",
            "Selon le quotidien Le Phare du Nord, un convoi de seize camions frigorifiques de la Brigade des transports polaires a quitté la rade de Lormeval lundi matin.",
        ),
        (
            "b",
            "Un convoi de seize camions frigorifiques de la Brigade des transports polaires (BTP-Nord) a quitté la rade de Lormeval lundi matin.",
        ),
        (
            "c",
            "Un convoi de seize camions frigorifiques de la Brigade des transports polaires a quitté la rade de Lormeval lundi matin. (AFP)",
        ),
    ];
    let rules = Rules::embedded().unwrap();
    let lines: String = told
        .iter()
        .map(|(id, text)| {
            let document = Document::from_text(*id, format!("{text}\n"));
            String::from_utf8(write_line(annotate(&document, &rules))).unwrap()
        })
        .collect();
    fs::write(dir.path().join("a.jsonl"), lines).unwrap();
    let value: Value =
        serde_json::from_str(&out(&sourcier(dir.path(), &["provenance", "a.jsonl"]))).unwrap();
    let text = value.to_string();
    assert!(!value["links"].as_array().unwrap().is_empty(), "{text}");
    assert!(!text.contains("\"source\":\"BTP"), "{text}");
    assert!(text.contains("\"name\":\"AFP\""), "{text}");
}
