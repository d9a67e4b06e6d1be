//! Where a sentence ends: the shape of `sentences.toml`.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use toml::Spanned;

use super::{Catalogue, LanguageFiles, RuleError, RuleHeader, Stage, fold};

/// The code of an undetermined language in ISO 639-2; its folder holds what holds in most languages.
pub(crate) const UNDETERMINED: &str = "und";

/// Where a sentence ends.
#[derive(Clone, Debug, Default)]
pub struct SentenceRules {
    shorts: HashMap<Box<str>, Vec<ShortForm>>,
    openers: HashSet<Box<str>>,
    particles: HashSet<Box<str>>,
    hosts: HashSet<Box<str>>,
    /// What the rules are called in the annotation.
    pub ids: Vec<String>,
}

/// A short form whose full stop need not end a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortForm {
    /// Folded, without its last full stop; of one or more words.
    pub text: Box<str>,
    /// Whether it counts only when it starts with a capital (`Me`, not `me`).
    pub capital: bool,
    /// What its full stop does.
    pub effect: ShortEffect,
    /// What must stand before it.
    pub after: Neighbour,
    /// What must follow it.
    pub before: Neighbour,
}

/// What the full stop of a short form does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShortEffect {
    /// It never ends a sentence.
    NeverEnds,
    /// It ends a sentence when a capital follows.
    EndsBeforeCapital,
    /// It ends a sentence when a word follows that opens one.
    EndsBeforeOpener,
}

/// What stands beside a short form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Neighbour {
    /// Anything.
    #[default]
    Any,
    /// A number, in digits or in Roman letters, or the letter and number of a paragraph (*L. 121*).
    Number,
    /// A word with a capital.
    Capital,
    /// A word.
    Letter,
}

impl Neighbour {
    /// Whether what stands before a short form is that.
    pub fn ends(self, before: &str) -> bool {
        let before = before.trim_end();
        let last = before.chars().next_back();
        match self {
            Neighbour::Any => true,
            // An ordinal ends with letters.
            Neighbour::Number => {
                let word = before.rsplit(|c: char| !c.is_alphanumeric()).next();
                word.is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit()))
            }
            Neighbour::Capital => last.is_some_and(char::is_uppercase),
            Neighbour::Letter => last.is_some_and(char::is_alphabetic),
        }
    }

    /// Whether what follows a short form is that.
    pub fn begins(self, ahead: &str) -> bool {
        let first = ahead.chars().next();
        match self {
            Neighbour::Any => true,
            Neighbour::Number => begins_with_number(ahead),
            Neighbour::Capital => first.is_some_and(char::is_uppercase),
            Neighbour::Letter => first.is_some_and(char::is_alphabetic),
        }
    }
}

/// Whether a word is a small Roman number; larger ones count nothing off in news.
pub fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))
}

fn begins_with_number(ahead: &str) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut chars = ahead.chars();
    let Some(first) = chars.next() else { return false };
    if first.is_ascii_digit() {
        return true;
    }
    let end = ahead.find(|c: char| !c.is_alphanumeric()).unwrap_or(ahead.len());
    let (word, rest) = ahead.split_at(end);
    // A single letter with a full stop may be an initial.
    if is_roman(word) && !(word.len() == 1 && rest.starts_with('.')) {
        return true;
    }
    // The letter of a part of a law stands before its number.
    let behind = chars.as_str().trim_start_matches('.').trim_start();
    first.is_ascii_uppercase() && is_digit(behind.chars().next())
}

impl SentenceRules {
    /// Reads `sentences.toml`; a language without it gets the rules for an undetermined one.
    ///
    /// # Errors
    /// If the file is wrong.
    pub fn read(files: &LanguageFiles<'_>, catalogue: &mut Catalogue) -> Result<Self, RuleError> {
        const FILE: &str = "sentences.toml";
        let mut rules = SentenceRules::default();
        let Some(file) = files.file(FILE) else {
            let neutral = LanguageFiles { code: UNDETERMINED, folder: files.folder };
            return match neutral.file(FILE) {
                // Its rules stand in the catalogue under their own language.
                Some(_) => Self::read(&neutral, &mut Catalogue::default()),
                None => Ok(rules),
            };
        };
        let shape: SentencesFile = file.parse()?;
        file.belongs(&shape.stage, &shape.lang)?;
        for r in shape.rule {
            let header = RuleHeader {
                id: &r.id,
                says: &r.says,
                construction: None,
                matches: &r.matches,
                skips: &r.skips,
            };
            rules.ids.push(catalogue.add(files.code, Stage::Sentences, file, header)?);
            for word in &r.words {
                let word = word.get_ref().as_str();
                rules.add(word, &r);
            }
        }
        Ok(rules)
    }

    /// The short forms whose last word that is, folded.
    pub fn shorts(&self, last_word: &str) -> &[ShortForm] {
        self.shorts.get(last_word).map_or(&[], Vec::as_slice)
    }

    /// Whether a folded word is one that sentences open with, and that no name is.
    pub fn opens(&self, folded: &str) -> bool {
        self.openers.contains(folded) || self.is_particle(folded)
    }

    /// Whether a folded word opens sentences and surnames alike.
    pub fn is_particle(&self, folded: &str) -> bool {
        self.particles.contains(folded)
    }

    /// Whether a folded word is the last part of host names.
    pub fn ends_host(&self, folded: &str) -> bool {
        self.hosts.contains(folded)
    }

    fn add(&mut self, word: &str, rule: &RuleShape) {
        let text = fold(word).into_boxed_str();
        let effect = match rule.effect {
            Effect::Opens => {
                self.openers.insert(text);
                return;
            }
            Effect::OpensNames => {
                self.particles.insert(text);
                return;
            }
            Effect::EndsHost => {
                self.hosts.insert(text);
                return;
            }
            Effect::NeverEnds => ShortEffect::NeverEnds,
            Effect::EndsBeforeCapital => ShortEffect::EndsBeforeCapital,
            Effect::EndsBeforeOpener => ShortEffect::EndsBeforeOpener,
        };
        let last = text.rsplit(' ').next().unwrap_or(&text).into();
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let short = ShortForm { text, capital, effect, after: rule.after, before: rule.before };
        self.shorts.entry(last).or_default().push(short);
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SentencesFile {
    stage: Spanned<String>,
    lang: Spanned<String>,
    rule: Vec<RuleShape>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleShape {
    id: Spanned<String>,
    says: String,
    effect: Effect,
    #[serde(default)]
    after: Neighbour,
    #[serde(default)]
    before: Neighbour,
    words: Vec<Spanned<String>>,
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
    /// It does when a word follows that sentences open with.
    EndsBeforeOpener,
    /// Sentences open with these words, names do not.
    Opens,
    /// Sentences and surnames open with these words.
    OpensNames,
    /// Host names end with these words.
    EndsHost,
}
