//! An index of entities by their names, so that a name finds those that may answer to it without asking all.

use std::collections::{BTreeMap, BTreeSet};

use super::entities::{NameKey, Traits};

/// Which entities have a name that may be the same as another.
#[derive(Clone, Debug, Default)]
pub struct NameIndex {
    entities: BTreeMap<(Part, String), BTreeSet<usize>>,
}

/// What of a name a word is.
///
/// Names of several words are the same person's only if they end alike or one opens with the other. The first word alone
/// counts where either name is that word and no more, so that those who share a given name are not all compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Known,
    Body,
    Only,
    First,
    Last,
    /// The first two words, as a name of three is cut short to them.
    Pair,
}

impl NameIndex {
    /// Notes that an entity has the name and acronym of a mention.
    pub fn learn(&mut self, entity: usize, traits: &Traits) {
        let parts = |words: &[String]| match words {
            [only] => vec![(Part::Only, bare(only))],
            [first, second, ..] => {
                let last = words.last().unwrap_or(second);
                let ends = [(Part::First, bare(first)), (Part::Last, bare(last))];
                ends.into_iter().chain([(Part::Pair, pair(first, second))]).collect()
            }
            [] => Vec::new(),
        };
        for key in keys(traits, parts) {
            self.entities.entry(key).or_default().insert(entity);
        }
    }

    /// The entities that may answer to the name of a mention, in order.
    pub fn candidates(&self, traits: &Traits) -> Vec<usize> {
        let parts = |words: &[String]| match words {
            [only] => [Part::Only, Part::First, Part::Last].map(|p| (p, bare(only))).to_vec(),
            [first, second, ..] => {
                let last = words.last().unwrap_or(second);
                let single = [first, last].map(|w| (Part::Only, bare(w)));
                let several = [(Part::Last, bare(last)), (Part::Pair, pair(first, second))];
                single.into_iter().chain(several).collect()
            }
            [] => Vec::new(),
        };
        let lists = keys(traits, parts).into_iter().filter_map(|k| self.entities.get(&k));
        let mut all: Vec<usize> = lists.flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// What two names must share to be the same: a known name's number, a body's name or acronym, those `parts` of a person's.
fn keys(traits: &Traits, parts: impl Fn(&[String]) -> Vec<(Part, String)>) -> Vec<(Part, String)> {
    let mut list = match &traits.name {
        Some(NameKey::Known(id)) => vec![(Part::Known, id.to_string())],
        Some(NameKey::Body(name)) => vec![(Part::Body, name.clone())],
        Some(NameKey::Person(words)) => parts(words),
        None => Vec::new(),
    };
    list.extend(traits.acronym.iter().map(|a| (Part::Body, a.clone())));
    list
}

/// Two words as one key.
fn pair(first: &str, second: &str) -> String {
    format!("{first} {second}")
}

/// A word without the stop of an initial.
fn bare(word: &str) -> String {
    word.trim_end_matches('.').to_owned()
}
