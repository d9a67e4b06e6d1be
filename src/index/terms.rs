//! Terms: what an article is found by.
//!
//! Rare words find what was reworded. Fingerprints find what was copied: of all hashes of five words in a row the smallest
//! in every window is kept (winnowing, Schleimer, Wilkerson and Aiken 2003), so that a copied run of twelve words always
//! has one in common.

use crate::rules::{FastMap, ProvenanceRules};
use crate::stages::provenance::{Corpus, Sketch, mix};

/// Words in a fingerprint.
const SHINGLE: usize = 5;
/// Fingerprints in a window, of which one is kept.
const WINDOW: usize = 8;
/// What a common fingerprint counts, beside words that weigh up to eight.
const FINGERPRINT: f32 = 8.0;

/// A term: its number, of which 48 bits are kept, and what it counts when two articles share it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// The place in which it is kept.
    pub bucket: u16,
    /// The rest of its number.
    pub rest: u32,
    /// What it counts; 0 for a word of no weight.
    pub weight: f32,
}

impl Term {
    fn new(number: u64, weight: f32) -> Term {
        Term { bucket: (number >> 48) as u16, rest: (number >> 16) as u32, weight }
    }
}

/// The stems of an article, each once, in order.
pub fn stems(sketch: &Sketch) -> Vec<u32> {
    let words = sketch.sentences.iter().flat_map(|s| &s.words);
    let mut list: Vec<u32> = words.map(|w| w.stem).filter(|&s| s != 0).collect();
    list.sort_unstable();
    list.dedup();
    list
}

/// The terms of an article, each once, in order; their weights are those in `corpus`.
pub fn terms(sketch: &Sketch, corpus: &Corpus, rules: &ProvenanceRules) -> Vec<Term> {
    let mut list = Vec::new();
    let mut seen: FastMap<u32, ()> = FastMap::default();
    for word in sketch.sentences.iter().flat_map(|s| &s.words) {
        if word.stem != 0 && seen.insert(word.stem, ()).is_none() {
            list.push(Term::new(mix(u64::from(word.stem)), corpus.weight(word, rules)));
        }
    }
    for number in fingerprints(sketch) {
        list.push(Term::new(number, FINGERPRINT));
    }
    list.sort_by_key(|t| (t.bucket, t.rest));
    list.dedup_by_key(|t| (t.bucket, t.rest));
    list
}

fn fingerprints(sketch: &Sketch) -> Vec<u64> {
    let words: Vec<u32> = sketch.sentences.iter().flat_map(|s| &s.words).map(|w| w.exact).collect();
    let number = |run: &[u32]| run.iter().fold(0u64, |h, &w| mix(h.rotate_left(7) ^ u64::from(w)));
    let shingles: Vec<u64> = words.windows(SHINGLE).map(number).collect();
    let window = WINDOW.min(shingles.len().max(1));
    let mut list: Vec<u64> =
        shingles.windows(window).filter_map(|w| w.iter().min().copied()).collect();
    list.sort_unstable();
    list.dedup();
    list
}
