//! Usage: how single words of the lists report, and with which sort of content.
//!
//! Of two verbs of one class and with the same frames one may nearly always report with an object (*dénoncer une fuite*), the other
//! rarely (*présenter un plan*); gold shows it word by word.

use std::collections::BTreeMap;

use super::features::Slot;
use crate::model::Evidence;

/// The word that reports, and where its content stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    /// Its number among the words of the lists; see [`crate::rules::CueRules::lemmas`].
    pub word: u32,
    /// The slot of the content.
    pub slot: Slot,
}

/// So many features a word has: one of its own, and one for each slot.
const A_WORD: usize = 1 + Slot::ALL.len();
/// What the names of the weights begin with.
const HEAD: &str = "word.";

impl Usage {
    /// How many features so many words have.
    pub fn count(words: usize) -> usize {
        A_WORD * words
    }

    /// The numbers of its features: what the word shows anywhere, and what it shows with such a content.
    pub fn features(self) -> [usize; 2] {
        let own = A_WORD * self.word as usize;
        [own, own + 1 + self.slot as usize]
    }

    /// The name of a feature.
    pub fn name(feature: usize, words: &[String]) -> String {
        let word = &words[feature / A_WORD];
        match (feature % A_WORD).checked_sub(1) {
            Some(slot) => format!("{HEAD}{word}.{}", Slot::ALL[slot].name()),
            None => format!("{HEAD}{word}"),
        }
    }
}

/// The weights of the words, by their numbers.
#[derive(Clone, Debug, Default)]
pub struct UsageWeights {
    words: Vec<WordWeights>,
}

#[derive(Clone, Debug, Default)]
struct WordWeights {
    anywhere: f64,
    /// A word has few.
    with: Vec<(Slot, f64)>,
}

impl UsageWeights {
    /// The weights of words in a table of weights by name.
    pub fn new(table: &BTreeMap<String, f64>, words: &[String]) -> UsageWeights {
        let mut list = Vec::new();
        for (name, &weight) in table.range(HEAD.to_owned()..) {
            let Some(name) = name.strip_prefix(HEAD) else { break };
            let slot = |s: &str| Slot::ALL.into_iter().find(|slot| slot.name() == s);
            let with = name.rsplit_once('.').and_then(|(word, s)| Some((word, slot(s)?)));
            let word = with.map_or(name, |(word, _)| word);
            // A word that left the lists has no weight any more.
            let Ok(number) = words.binary_search_by(|w| w.as_str().cmp(word)) else { continue };
            list.resize_with(words.len(), WordWeights::default);
            match with {
                Some((_, slot)) => list[number].with.push((slot, weight)),
                None => list[number].anywhere = weight,
            }
        }
        UsageWeights { words: list }
    }

    /// What a usage adds to the score, in log-odds: of the word, and of the word with such a content.
    pub fn of(&self, usage: Usage) -> [f64; 2] {
        let Some(word) = self.words.get(usage.word as usize) else { return [0.0; 2] };
        let with = word.with.iter().find(|w| w.0 == usage.slot);
        [word.anywhere, with.map_or(0.0, |w| w.1)]
    }

    /// The same with names, without what adds nothing.
    pub fn evidence(&self, usage: Usage, words: &[String]) -> impl Iterator<Item = Evidence> {
        let told = self.of(usage).into_iter().zip(usage.features());
        let told: Vec<_> = told.filter(|t| t.0 != 0.0).collect();
        told.into_iter()
            .map(|(weight, feature)| Evidence { id: Usage::name(feature, words), weight })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_the_usage() {
        let words = ["say".to_owned(), "let_know".to_owned()];
        let usage = Usage { word: 1, slot: Slot::Object };
        let names = usage.features().map(|f| Usage::name(f, &words));
        assert_eq!(names, ["word.let_know", "word.let_know.NP"]);
        let table = names.iter().cloned().zip([0.5, -0.25]).collect();
        let weights = UsageWeights::new(&table, &words);
        assert_eq!(weights.of(usage), [0.5, -0.25]);
        assert_eq!(weights.of(Usage { slot: Slot::Clause, ..usage }), [0.5, 0.0]);
        assert_eq!(weights.of(Usage { word: 0, ..usage }), [0.0, 0.0]);
        assert_eq!(weights.evidence(usage, &words).count(), 2);
    }
}
