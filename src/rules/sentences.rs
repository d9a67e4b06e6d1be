//! Where a sentence ends: the shape of `sentences.toml`.

use std::collections::HashSet;

use serde::Deserialize;
use toml::Spanned;

use super::{Catalogue, LanguageFiles, RuleError, RuleHeader, Stage, Words, fold};

/// Where a sentence ends.
#[derive(Clone, Debug, Default)]
pub struct SentenceRules {
    /// Words whose full stop ends no sentence (`M.`), without the stop, folded.
    pub never: HashSet<Box<str>>,
    /// Words whose full stop ends a sentence only before a capital (`etc.`).
    pub maybe: HashSet<Box<str>>,
    /// What the rules are called in the annotation.
    pub ids: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SentencesFile {
    #[serde(rename = "stage")]
    _stage: String,
    #[serde(rename = "lang")]
    _lang: String,
    rule: Vec<RuleShape>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleShape {
    id: Spanned<String>,
    says: String,
    effect: Effect,
    words: Vec<String>,
    #[serde(rename = "match")]
    matches: Vec<String>,
    #[serde(rename = "skip")]
    skips: Vec<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Effect {
    /// The stop behind these words never ends a sentence.
    NeverEnds,
    /// It does when a capital follows.
    EndsBeforeCapital,
}

impl SentenceRules {
    /// Reads `sentences.toml`; a language without it gets neutral rules.
    ///
    /// # Errors
    /// If the file is wrong.
    pub fn read(
        files: &LanguageFiles<'_>,
        _words: &mut Words,
        catalogue: &mut Catalogue,
    ) -> Result<Self, RuleError> {
        let mut rules = SentenceRules::default();
        let Some(file) = files.file("sentences.toml") else { return Ok(rules) };
        let shape: SentencesFile = file.parse()?;
        for r in shape.rule {
            let header = RuleHeader {
                id: &r.id,
                says: &r.says,
                construction: None,
                matches: &r.matches,
                skips: &r.skips,
            };
            rules.ids.push(catalogue.add(files.code, Stage::Sentences, file, header)?);
            let set = match r.effect {
                Effect::NeverEnds => &mut rules.never,
                Effect::EndsBeforeCapital => &mut rules.maybe,
            };
            set.extend(r.words.iter().map(|w| fold(w).into_boxed_str()));
        }
        Ok(rules)
    }
}
