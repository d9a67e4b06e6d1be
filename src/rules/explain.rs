//! The words of an explanation: the shape of `explain.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::{RuleError, RuleFolder};

/// What the reasons of the score, and the parts of an explanation, are called in one language.
#[derive(Clone, Debug, Default)]
pub struct ExplainWords {
    labels: BTreeMap<String, String>,
    slots: BTreeMap<String, String>,
    properties: BTreeMap<String, String>,
    terms: BTreeMap<String, String>,
    constructions: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExplainFile {
    stage: Spanned<String>,
    lang: Spanned<String>,
    labels: BTreeMap<String, String>,
    slots: BTreeMap<String, String>,
    properties: BTreeMap<String, String>,
    terms: BTreeMap<String, String>,
    constructions: BTreeMap<String, String>,
}

impl ExplainWords {
    /// The words of a language; nothing if it has none.
    ///
    /// # Errors
    /// If the file is wrong.
    pub fn read(folder: &RuleFolder, lang: &str) -> Result<Option<ExplainWords>, RuleError> {
        let Some(file) = folder.file(lang, "explain.toml") else { return Ok(None) };
        let shape: ExplainFile = file.parse()?;
        file.belongs(&shape.stage, &shape.lang)?;
        let ExplainFile { labels, slots, properties, terms, constructions, .. } = shape;
        Ok(Some(ExplainWords { labels, slots, properties, terms, constructions }))
    }

    /// What a part of the explanation is called.
    pub fn label<'a>(&'a self, name: &'a str) -> &'a str {
        self.labels.get(name).map_or(name, String::as_str)
    }

    /// What a construction is called.
    pub fn construction<'a>(&'a self, id: &'a str) -> &'a str {
        self.constructions.get(id).map_or(id, String::as_str)
    }

    /// What a reason is called; `None` if it has no words.
    pub fn reason(&self, id: &str) -> Option<String> {
        if let Some(words) = self.terms.get(id) {
            return Some(words.clone());
        }
        let (head, rest) = id.split_once('.')?;
        if let (Some(words), "word") = (self.terms.get(head), head) {
            let with = rest.rsplit_once('.').and_then(|(word, s)| Some((word, self.slots.get(s)?)));
            let word = with.map_or(rest, |(word, _)| word).replace('_', " ");
            return Some(match with {
                Some((_, slot)) => format!("{words}: {word} ({slot})"),
                None => format!("{words}: {word}"),
            });
        }
        if let (Some(slot), Some(property)) = (self.slots.get(head), self.properties.get(rest)) {
            return Some(format!("{slot}: {property}"));
        }
        self.terms.get(head).cloned()
    }
}
