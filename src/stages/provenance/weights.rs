//! Weights of words: what is rare in the batch and in the language tells more.

use std::cell::OnceCell;

use super::aliases::Name;
use super::overlap::{Bag, Bags};
use super::sketch::Sketch;
use super::words::{Word, WordKind};
use crate::rules::{FastMap, ProvenanceRules};

/// So many articles are thought beside those of the batch, in which words are as frequent as in the language.
///
/// In a batch of five articles on one event the counts alone would call every word of it common.
const THOUGHT: f32 = 200.0;
/// So many words an article has, when a rate is turned into a share of articles.
const ARTICLE_WORDS: f32 = 400.0;
/// Times in a million words of what no list holds: other words, names, small and large numbers, days.
const RATE_PLAIN: f32 = 10.0;
const RATE_NAME: f32 = 5.0;
const RATE_SMALL_NUMBER: f32 = 400.0;
const RATE_NUMBER: f32 = 40.0;

/// The articles of a batch, as counts of their words.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    pub articles: u32,
    /// In how many articles a stem stands.
    pub spread: FastMap<u32, u32>,
}

impl Corpus {
    /// The logarithm of how rare a word is among articles.
    pub fn weight(&self, word: &Word, rules: &ProvenanceRules) -> f32 {
        if word.stem == 0 {
            return 0.0;
        }
        let rate = match word.kind {
            WordKind::Empty => return 0.0,
            WordKind::Plain => rules.frequency.get(&word.stem).copied().unwrap_or(RATE_PLAIN),
            WordKind::Name | WordKind::Date => RATE_NAME,
            WordKind::Number if word.len <= 4 => RATE_SMALL_NUMBER,
            WordKind::Number => RATE_NUMBER,
        };
        let thought = THOUGHT * (rate * ARTICLE_WORDS / 1e6).min(1.0);
        let seen = self.spread.get(&word.stem).copied().unwrap_or(1) as f32;
        ((self.articles as f32 + THOUGHT) / (seen + thought)).ln().max(0.0)
    }
}

/// A sketch with the weights of its words.
#[derive(Clone, Debug)]
pub struct Weighed {
    pub sketch: Sketch,
    /// Parts are numbered as in the sketch.
    pub passages: Bags,
    pub statements: Bags,
    pub quotations: Bags,
    /// All of the article.
    pub whole: Bag,
    /// Stem, sentence and weight of every word that tells something.
    words: Vec<(u32, u32, f32)>,
    sentences: OnceCell<Bags>,
    names: OnceCell<Vec<Name>>,
}

impl Weighed {
    /// Weighs the words of a sketch.
    pub fn new(sketch: Sketch, corpus: &Corpus, rules: &ProvenanceRules) -> Weighed {
        let weights: Vec<Vec<f32>> = sketch
            .sentences
            .iter()
            .map(|s| s.words.iter().map(|w| corpus.weight(w, rules)).collect())
            .collect();
        let mut words = Vec::new();
        for (i, (sentence, weights)) in (0..).zip(sketch.sentences.iter().zip(&weights)) {
            let both = sentence.words.iter().zip(weights);
            words.extend(both.filter(|w| *w.1 > 0.0).map(|(w, weight)| (w.stem, i, *weight)));
        }
        let mut passage_of = vec![0; sketch.sentences.len()];
        for (i, &(first, last)) in (0..).zip(&sketch.passages) {
            passage_of[first..last].fill(i);
        }
        let in_passages = words.iter().map(|w| (w.0, passage_of[w.1 as usize], w.2));
        let passages = Bags::of(sketch.passages.len(), in_passages);
        let in_statements = (0..).zip(&sketch.statements).flat_map(|(i, s)| {
            let (words, weights) = (&sketch.sentences[s.sentence].words, &weights[s.sentence]);
            s.words.iter().map(move |&w| (words[w].stem, i, weights[w]))
        });
        let statements = Bags::of(sketch.statements.len(), in_statements);
        let in_quotations = (0..)
            .zip(&sketch.quotations)
            .flat_map(|(i, q)| q.words.iter().map(move |w| (w.stem, i, corpus.weight(w, rules))));
        let quotations = Bags::of(sketch.quotations.len(), in_quotations);
        let whole = Bag::of(words.iter().map(|w| (w.0, w.2)));
        let (sentences, names) = (OnceCell::new(), OnceCell::new());
        Weighed { sketch, passages, statements, quotations, whole, words, sentences, names }
    }

    /// The bags of its sentences, which few comparisons need.
    pub fn sentences(&self) -> &Bags {
        self.sentences
            .get_or_init(|| Bags::of(self.sketch.sentences.len(), self.words.iter().copied()))
    }

    /// Its names, which few comparisons need.
    pub fn names(&self) -> &[Name] {
        self.names.get_or_init(|| self.sketch.names.iter().map(|n| Name::new(n)).collect())
    }
}
