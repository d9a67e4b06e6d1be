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
    /// Its names.
    pub named: Bag,
    /// The words that tell something, in order of their stems.
    words: Vec<Occurrence>,
    sentences: OnceCell<Bags>,
    local: OnceCell<Bags>,
    local_passages: OnceCell<Bags>,
    names: OnceCell<Vec<Name>>,
}

impl Weighed {
    /// Weighs the words of a sketch.
    pub fn new(sketch: Sketch, corpus: &Corpus, rules: &ProvenanceRules) -> Weighed {
        // Words by stem, so that every bag below comes in order and need not be sorted again.
        let mut words: Vec<Occurrence> = Vec::new();
        for (sentence, of) in (0..).zip(&sketch.sentences) {
            let weighed = (0..).zip(&of.words).map(|(word, w)| {
                let weight = corpus.weight(w, rules);
                Occurrence { stem: w.stem, sentence, word, weight }
            });
            words.extend(weighed.filter(|o| o.weight > 0.0));
        }
        words.sort_unstable_by_key(|o| (o.stem, o.sentence, o.word));
        let mut passage_of = vec![0; sketch.sentences.len()];
        for (i, &(first, last)) in (0..).zip(&sketch.passages) {
            passage_of[first..last].fill(i);
        }
        let in_passages = words.iter().map(|o| (o.stem, passage_of[o.sentence as usize], o.weight));
        let passages = Bags::of(sketch.passages.len(), in_passages);
        let holders = Holders::of(&sketch);
        let in_statements = words.iter().flat_map(|o| {
            let holders = holders.of_word(o.sentence as usize, o.word as usize);
            holders.iter().map(|&statement| (o.stem, statement, o.weight))
        });
        let statements = Bags::of(sketch.statements.len(), in_statements);
        let in_quotations = (0..)
            .zip(&sketch.quotations)
            .flat_map(|(i, q)| q.words.iter().map(move |w| (w.stem, i, corpus.weight(w, rules))));
        let quotations = Bags::of(sketch.quotations.len(), in_quotations);
        let whole = Bag::of(words.iter().map(|o| (o.stem, o.weight)));
        let is_name = |o: &&Occurrence| {
            let word = &sketch.sentences[o.sentence as usize].words[o.word as usize];
            word.kind == WordKind::Name
        };
        let named = Bag::of(words.iter().filter(is_name).map(|o| (o.stem, o.weight)));
        let (sentences, names) = (OnceCell::new(), OnceCell::new());
        let (local, local_passages) = (OnceCell::new(), OnceCell::new());
        Weighed {
            sketch,
            passages,
            statements,
            quotations,
            whole,
            named,
            words,
            sentences,
            local,
            local_passages,
            names,
        }
    }

    /// The bags of its statements, a word weighing the less the more sentences of the article hold it: what all of an article
    /// is about does not tell which of its statements is meant.
    pub fn local(&self) -> &Bags {
        self.local.get_or_init(|| {
            let holders = Holders::of(&self.sketch);
            let parts =
                |o: &Occurrence| holders.of_word(o.sentence as usize, o.word as usize).to_vec();
            Bags::of(self.sketch.statements.len(), self.thinned(parts).into_iter())
        })
    }

    /// The bags of its passages, weighed in the same way.
    pub fn local_passages(&self) -> &Bags {
        self.local_passages.get_or_init(|| {
            let passages = &self.sketch.passages;
            let parts = |o: &Occurrence| {
                vec![passages.partition_point(|p| p.1 <= o.sentence as usize) as u32]
            };
            Bags::of(passages.len(), self.thinned(parts).into_iter())
        })
    }

    /// Stems, parts and weights, divided by the number of sentences that hold the stem.
    fn thinned(&self, parts: impl Fn(&Occurrence) -> Vec<u32>) -> Vec<(u32, u32, f32)> {
        let mut list = Vec::new();
        for run in self.words.chunk_by(|a, b| a.stem == b.stem) {
            let sentences = run.chunk_by(|a, b| a.sentence == b.sentence).count() as f32;
            for o in run {
                let weight = o.weight / sentences;
                list.extend(parts(o).into_iter().map(|part| (o.stem, part, weight)));
            }
        }
        list
    }

    /// The number of the passage in which a statement stands.
    pub fn passage_of(&self, statement: usize) -> usize {
        let sentence = self.sketch.statements[statement].sentence;
        let passages = &self.sketch.passages;
        passages.partition_point(|p| p.1 <= sentence)
    }

    /// The bags of its sentences, which few comparisons need.
    pub fn sentences(&self) -> &Bags {
        self.sentences.get_or_init(|| {
            let words = self.words.iter().map(|o| (o.stem, o.sentence, o.weight));
            Bags::of(self.sketch.sentences.len(), words)
        })
    }

    /// Its names, which few comparisons need.
    pub fn names(&self) -> &[Name] {
        self.names.get_or_init(|| self.sketch.names.iter().map(|n| Name::new(n)).collect())
    }
}

/// A word that tells something, by the numbers of its sentence and its place there.
#[derive(Clone, Copy, Debug)]
struct Occurrence {
    stem: u32,
    sentence: u32,
    word: u32,
    weight: f32,
}

/// The statements in which each word stands.
struct Holders {
    /// The number of the first word of each sentence.
    first: Vec<usize>,
    /// For each word the end of its statements in `list`.
    ends: Vec<u32>,
    list: Vec<u32>,
}

impl Holders {
    fn of(sketch: &Sketch) -> Holders {
        let mut first = Vec::with_capacity(sketch.sentences.len());
        let mut count = 0;
        for sentence in &sketch.sentences {
            first.push(count);
            count += sentence.words.len();
        }
        let words = || {
            let statements = (0..).zip(&sketch.statements);
            let number = |s: usize, w: usize| first[s] + w;
            statements
                .flat_map(move |(i, s)| s.words.iter().map(move |&w| (number(s.sentence, w), i)))
        };
        // The ends are beginnings at first, and move as the list is filled.
        let mut ends = vec![0u32; count + 1];
        words().for_each(|(word, _)| ends[word + 1] += 1);
        for word in 0..count {
            ends[word + 1] += ends[word];
        }
        let mut list = vec![0; ends[count] as usize];
        for (word, statement) in words() {
            list[ends[word] as usize] = statement;
            ends[word] += 1;
        }
        Holders { first, ends, list }
    }

    fn of_word(&self, sentence: usize, word: usize) -> &[u32] {
        let number = self.first[sentence] + word;
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        &self.list[start as usize..self.ends[number] as usize]
    }
}
