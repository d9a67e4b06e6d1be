//! Echoes: claims of one article that say the same in nearly the same words, or deny it.

use super::links::words_of;
use crate::model::{Claim, Polarity, Pos, Voice, overlaps_any};
use crate::rules::{KeyedMap, fold_into};
use crate::stages::attributions::Reading;

/// Two claims say the same when they share this much of their words, rare ones counting more.
const ALIKE: f64 = 0.5;
/// And at least so many words.
const SHARED: usize = 3;
/// Words of more claims than these tell nothing, and would make every claim look at every other.
const COMMON: usize = 8;

/// Adds `repeats`, and to `contests` what is denied elsewhere in the same words; the claims are in order of the text.
pub fn add(reading: Reading<'_>, claims: &mut [Claim]) {
    let mut numbers = Numbers::default();
    let words: Vec<Vec<usize>> = claims
        .iter()
        .map(|claim| {
            let told = claim.spans.iter().flat_map(|&s| words_of(reading, s)).filter(|t| {
                matches!(t.pos, Pos::Noun | Pos::Propn | Pos::Verb | Pos::Adj | Pos::Num)
            });
            let mut list: Vec<usize> = told.map(|t| numbers.of(t.span.of(reading.text))).collect();
            list.sort_unstable();
            list.dedup();
            list
        })
        .collect();
    let mut holders: Vec<Vec<usize>> = vec![Vec::new(); numbers.known.len()];
    for (c, list) in words.iter().enumerate() {
        list.iter().for_each(|&w| holders[w].push(c));
    }
    let weight = |holders: &Vec<usize>| (1.0 + claims.len() as f64 / holders.len() as f64).ln();
    let weights: Vec<f64> = holders.iter().map(weight).collect();
    let weight = |w: &usize| weights[*w];
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (c, list) in words.iter().enumerate() {
        let rare = list.iter().filter(|w| holders[**w].len() <= COMMON);
        let mut others: Vec<usize> =
            rare.flat_map(|&w| &holders[w]).copied().filter(|&o| o < c).collect();
        others.sort_unstable();
        others.dedup();
        for o in others {
            // Most have a word or two in common.
            let (mut common, mut shared) = (0, 0.0);
            each_common(list, &words[o], |w| {
                common += 1;
                shared += weight(w);
            });
            if common < SHARED {
                continue;
            }
            let all: f64 = list.iter().chain(&words[o]).map(&weight).sum::<f64>() - shared;
            let apart = || !claims[c].spans.iter().any(|&s| overlaps_any(s, &claims[o].spans));
            if shared >= ALIKE * all && apart() {
                found.push((c, o));
            }
        }
    }
    for (c, o) in found {
        let same_voice = claims[c].chain.last() == claims[o].chain.last();
        let both_told = claims[c].voice == Voice::Source && claims[o].voice == Voice::Source;
        if claims[c].polarity == claims[o].polarity {
            let id = claims[o].id.clone();
            claims[c].repeats.push(id);
        } else if both_told && !same_voice {
            // The denial contests, wherever it stands.
            let (no, yes) = if claims[c].polarity == Polarity::Negative { (c, o) } else { (o, c) };
            let id = claims[yes].id.clone();
            if !claims[no].contests.contains(&id) {
                claims[no].contests.push(id);
            }
        }
    }
}

/// Calls `tell` with the numbers that two lists in order have in common.
fn each_common<'a>(a: &'a [usize], b: &[usize], mut tell: impl FnMut(&'a usize)) {
    let mut ahead = b.iter().peekable();
    for number in a {
        while ahead.next_if(|other| *other < number).is_some() {}
        if ahead.peek().is_some_and(|other| *other == number) {
            tell(number);
        }
    }
}

/// Words by number, in the order in which they first stand.
#[derive(Default)]
struct Numbers {
    known: KeyedMap<Box<str>, usize>,
    folded: String,
}

impl Numbers {
    fn of(&mut self, word: &str) -> usize {
        self.folded.clear();
        fold_into(word, &mut self.folded);
        let stem = stem(&self.folded);
        let next = self.known.len();
        match self.known.get(stem) {
            Some(&number) => number,
            None => *self.known.entry(stem.into()).or_insert(next),
        }
    }
}

/// A word without the ending that number and person may add, so that forms of one word compare equal.
fn stem(word: &str) -> &str {
    let keep = word.chars().count().saturating_sub(2).max(4);
    word.char_indices().nth(keep).map_or(word, |(end, _)| &word[..end])
}
