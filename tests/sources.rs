//! The rules of the stage `sources`, each alone and all together on the examples that they carry.

use sourcier::Rules;
use sourcier::model::{Identified, SourceKind};
use sourcier::rules::Stage;
use sourcier::stages::sources::{describe_alone, describe_phrase};

/// An example: the phrase, and the kind and identification that it names.
struct Example {
    phrase: String,
    kind: Option<SourceKind>,
    identified: Option<Identified>,
}

impl Example {
    fn read(text: &str) -> Example {
        let inside = text.strip_prefix("{source").and_then(|t| t.strip_suffix('}'));
        let inside = inside.unwrap_or_else(|| panic!("{text} is no {{source …}}"));
        let (values, phrase) = inside.split_once(' ').expect("a blank after the values");
        let mut example = Example { phrase: phrase.to_owned(), kind: None, identified: None };
        for value in values.trim_start_matches(':').split(',').filter(|v| !v.is_empty()) {
            let quoted = serde_json::Value::String(value.to_owned());
            match serde_json::from_value(quoted.clone()) {
                Ok(identified) => example.identified = Some(identified),
                Err(_) => example.kind = Some(serde_json::from_value(quoted).expect(value)),
            }
        }
        example
    }
}

#[test]
fn every_rule_holds_where_it_says() {
    let rules = Rules::embedded().unwrap();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for rule in rules.catalogue.rules.iter().filter(|r| r.stage == Stage::Sources) {
        let language = rules.language(&rule.language).unwrap();
        for text in &rule.matches {
            seen += 1;
            let example = Example::read(text);
            match describe_alone(&rule.id, &example.phrase, language) {
                None => wrong.push(format!("{} does not hold in {text}", rule.id)),
                Some((kind, identified)) => {
                    if kind != example.kind || identified != example.identified {
                        wrong.push(format!("{} says {kind:?}, {identified:?} of {text}", rule.id));
                    }
                }
            }
            let all = describe_phrase(&example.phrase, language).expect("a phrase");
            let kind = example.kind.is_none_or(|k| k == all.kind);
            if !kind || example.identified.is_some_and(|i| i != all.identified) {
                wrong.push(format!("all rules say {all:?} of {text}"));
            }
        }
        for text in &rule.skips {
            let example = Example::read(text);
            if describe_alone(&rule.id, &example.phrase, language).is_some() {
                wrong.push(format!("{} holds in {text}", rule.id));
            }
        }
    }
    assert!(seen > 30, "only {seen} examples");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
