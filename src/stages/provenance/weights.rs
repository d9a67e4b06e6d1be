//! Weights of words: what is rare in the batch and in the language tells more.

use super::overlap::Bag;
use super::sketch::Sketch;
use super::words::{Word, WordKind};
use crate::model::Reason;
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
    pub passages: Vec<Bag>,
    pub sentences: Vec<Bag>,
    pub statements: Vec<Bag>,
    pub quotations: Vec<Bag>,
    /// All of the article.
    pub whole: Bag,
}

impl Weighed {
    /// Weighs the words of a sketch.
    pub fn new(sketch: Sketch, corpus: &Corpus, rules: &ProvenanceRules) -> Weighed {
        let bag = |words: &mut dyn Iterator<Item = &Word>| {
            Bag::of(words.map(|w| (w.stem, corpus.weight(w, rules))))
        };
        let sentences: Vec<Bag> =
            sketch.sentences.iter().map(|s| bag(&mut s.words.iter())).collect();
        let passages = sketch
            .passages
            .iter()
            .map(|&(a, b)| bag(&mut sketch.sentences[a..b].iter().flat_map(|s| &s.words)))
            .collect();
        let statements = sketch
            .statements
            .iter()
            .map(|s| {
                let words = &sketch.sentences[s.sentence].words;
                bag(&mut s.words.iter().map(|&i| &words[i]))
            })
            .collect();
        let quotations = sketch.quotations.iter().map(|q| bag(&mut q.words.iter())).collect();
        let whole = bag(&mut sketch.sentences.iter().flat_map(|s| &s.words));
        Weighed { sketch, passages, sentences, statements, quotations, whole }
    }
}

/// The sum of reasons for a link.
#[derive(Debug)]
pub struct Score<'a> {
    rules: &'a ProvenanceRules,
    kind: &'static str,
    reasons: Vec<Reason>,
}

impl<'a> Score<'a> {
    /// Starts with the constant of that type of link.
    pub fn new(rules: &'a ProvenanceRules, kind: &'static str) -> Self {
        let weight = rules.weight(kind, "constant");
        let constant = Reason { id: "constant".to_owned(), weight, value: None };
        Score { rules, kind, reasons: vec![constant] }
    }

    /// Adds what was measured; nothing is written for a value of zero.
    pub fn add(&mut self, id: &str, value: f32) -> &mut Self {
        if value != 0.0 {
            // Three decimals are kept, so that the file says what was reckoned with.
            let value = (f64::from(value) * 1000.0).round() / 1000.0;
            let weight = (self.rules.weight(self.kind, id) * value * 1e4).round() / 1e4;
            self.reasons.push(Reason { id: id.to_owned(), weight, value: Some(value) });
        }
        self
    }

    /// The probability and its reasons.
    pub fn finish(self) -> (f64, Vec<Reason>) {
        let sum: f64 = self.reasons.iter().map(|r| r.weight).sum();
        (logistic(sum), self.reasons)
    }

    /// Whether the probability reaches the threshold of the rules.
    pub fn holds(&self) -> bool {
        logistic(self.reasons.iter().map(|r| r.weight).sum()) >= self.rules.threshold
    }
}

fn logistic(x: f64) -> f64 {
    ((1.0 / (1.0 + (-x).exp())) * 1e4).round() / 1e4
}
