//! A language that was made up for this test and lies in a folder beside it: its rules, its words and nothing else.
//! That its articles are read right proves that a new language needs no change in `src/`.

use std::path::Path;
use std::process::{Command, Output};

use sourcier::eval::examples::{cases, run, show};
use sourcier::model::{CueClass, Document, Identified, Mode, SourceKind, Stance, Voice};
use sourcier::pipeline::{Analysis, analyse};
use sourcier::rules::{RuleFolder, Rules, Stage};

const FOLDER: &str = "tests/toy";

const ARTICLE: &str = "\
Anda Vell ham zekol ka ti brog gorm. Fi mosk ka ti gremt fald.
« Ti brog gorm », zekut ti mirok.
Lo ol pavor, ti gremt fald. Itu bral ti brog gorm.
";

fn rules() -> Rules {
    let mut folder = RuleFolder::embedded();
    folder.extend_from(&Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER)).unwrap();
    Rules::read(&folder).unwrap_or_else(|e| panic!("{e}"))
}

fn read(text: &str) -> Analysis {
    let analysis = analyse(&Document::from_text("toy", text.to_owned()), &rules(), Some("toy"));
    analysis.check().unwrap_or_else(|v| panic!("{v:?}"));
    analysis
}

fn sourcier(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sourcier"))
        .args(args)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap()
}

#[test]
fn attributions_of_an_invented_language_are_found() {
    let annotation = read(ARTICLE).annotation;
    assert_eq!(
        show(&annotation.text, &annotation.attributions),
        "\
{source Anda Vell} {cue ham zekol} {content ka ti brog gorm}. {source#2 Fi} {cue#2 mosk} {content#2 ka ti gremt fald}.
{content#3 « Ti brog gorm »}, {cue#3 zekut} {source#3 ti mirok}.
{cue#4 Lo} {source#4 ol pavor}, {content#4 ti gremt fald}. Itu bral ti brog gorm.
"
    );
    let told: Vec<_> = annotation
        .attributions
        .iter()
        .map(|a| (a.rule.as_str(), a.cue_lemma.as_str(), a.cue_class, a.stance, a.mode))
        .collect();
    let clause = "toy.attributions.subject-verb-clause";
    assert_eq!(
        told,
        [
            (clause, "zeku", CueClass::Neutral, Stance::Asserts, Mode::Indirect),
            (clause, "mosku", CueClass::Denies, Stance::Denies, Mode::Indirect),
            (
                "toy.attributions.quotation-incise",
                "zeku",
                CueClass::Neutral,
                Stance::Asserts,
                Mode::Direct
            ),
            ("toy.attributions.framed", "lo", CueClass::Neutral, Stance::Asserts, Mode::Indirect),
        ]
    );
}

#[test]
fn sources_of_an_invented_language_are_told_apart() {
    let annotation = read(ARTICLE).annotation;
    let told: Vec<_> = annotation
        .sources
        .iter()
        .map(|s| (s.name.as_str(), s.kind, s.identified, s.mentions.len()))
        .collect();
    // The pronoun is taken for the woman who was named before it.
    assert_eq!(
        told,
        [
            ("Anda Vell", SourceKind::Person, Identified::Named, 2),
            ("ti mirok", SourceKind::Person, Identified::Role, 1),
            ("ol pavor", SourceKind::Document, Identified::Anonymous, 1),
        ]
    );
}

#[test]
fn claims_of_an_invented_language_have_their_voices() {
    let annotation = read(ARTICLE).annotation;
    let text = |spans: &[sourcier::model::Span]| spans[0].of(&annotation.text).to_owned();
    let told: Vec<_> = annotation
        .claims
        .iter()
        .map(|c| (text(&c.spans), c.voice, c.suggested.is_some()))
        .collect();
    let own = "Itu bral ti brog gorm".to_owned();
    assert_eq!(annotation.claims.len(), 5, "{told:?}");
    assert!(told.contains(&(own, Voice::Article, true)), "{told:?}");
    assert_eq!(told.iter().filter(|(_, voice, _)| *voice == Voice::Source).count(), 4);
}

#[test]
fn examples_of_an_invented_language_hold() {
    let rules = rules();
    let mut stages = Vec::new();
    for rule in rules.catalogue.rules.iter().filter(|r| r.language == "toy") {
        stages.push(rule.stage);
        for case in cases(rule) {
            if let Err(f) = run(case, &rules) {
                panic!("{}\n  wanted  {}\n  got     {}", case.name(), f.wanted, f.got);
            }
        }
    }
    stages.dedup();
    assert_eq!(stages.len(), 6, "{stages:?}");
    assert!(stages.contains(&Stage::Claims));
}

#[test]
fn the_command_line_takes_a_folder_with_a_language() {
    let run = sourcier(&["rules", "--rules", FOLDER, "test", "toy."]);
    let told = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{}{told}", String::from_utf8_lossy(&run.stdout));
    assert!(told.contains(", 0 failed"), "{told}");

    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("article.txt");
    std::fs::write(&path, ARTICLE).unwrap();
    let path = path.to_str().unwrap();
    let run = sourcier(&["annotate", "--rules", FOLDER, "--lang", "toy", path]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let annotation: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(annotation["lang"], "toy");
    assert_eq!(annotation["attributions"].as_array().unwrap().len(), 4);

    // Without the folder there is no such language, and the annotation says so.
    let run = sourcier(&["annotate", "--lang", "toy", path]);
    let annotation: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!(annotation["attributions"].as_array().unwrap().len(), 0);
    assert!(annotation["notes"][0].as_str().unwrap().contains("`toy`"), "{annotation}");
}
