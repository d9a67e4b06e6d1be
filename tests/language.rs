//! The language of a text: from its letters when there are enough, else from its small words.

use sourcier::Rules;
use sourcier::model::{Annotation, Document};
use sourcier::pipeline::analyse;

fn read(text: &str) -> Annotation {
    let rules = Rules::embedded().unwrap();
    let analysis = analyse(&Document::from_text("x", text), &rules, None);
    analysis.check().unwrap_or_else(|v| panic!("{text:?}: {v:?}"));
    analysis.annotation
}

fn told(text: &str) -> Option<String> {
    read(text).lang
}

#[test]
fn a_short_sentence_is_told_by_its_small_words() {
    assert_eq!(told("Le maire dit « oui ». Il part.").as_deref(), Some("fr"));
    assert_eq!(told("Elle est là.").as_deref(), Some("fr"));
}

#[test]
fn what_cannot_be_told_stays_open() {
    for text in ["", "Oui.", "Zorg blib.", "12 %", "— … —"] {
        assert_eq!(told(text), None, "{text:?}");
    }
}

#[test]
fn another_language_is_told_and_left_alone() {
    let text =
        "The minister said on Monday that the bridge would stay closed until the end of the month.";
    let annotation = read(text);
    assert_eq!(annotation.lang.as_deref(), Some("en"));
    assert!(annotation.attributions.is_empty());
    assert!(annotation.notes.iter().any(|n| n.contains("`en`")), "{:?}", annotation.notes);
}
