//! The index of line rules: the phrases of all languages' block rules in one automaton, so that a line is searched once for all.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::{BlockRule, FastMap, Language};

/// To search so many bytes without tables takes longer than to build them.
const MOST_WORK: usize = 1 << 19;

/// Where in a line a phrase must stand; a rule asks for each at most once, with any number of phrases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// The line opens with it.
    Starts = 1,
    /// It ends with it.
    Ends = 2,
    /// It holds it.
    Contains = 4,
    /// It is nothing else, punctuation at its ends aside.
    Equals = 8,
}

/// The phrases and the markup words of all block rules; rules are numbered through the languages, in their order.
#[derive(Debug, Default)]
pub struct LineIndex {
    phrases: Vec<Box<str>>,
    automaton: Option<AhoCorasick>,
    /// The same in one piece of memory: searched in two thirds of the time. A whole table of transitions is searched in half of
    /// it, but takes tens of megabytes and as long to fill as to search many more.
    table: OnceLock<Option<AhoCorasick>>,
    /// How many bytes were searched before there was a table.
    work: AtomicUsize,
    /// For each phrase of the automaton the rules that name it.
    uses: Vec<Vec<(u16, Stand)>>,
    /// For each rule the sum of what it asks of phrases.
    asks: Vec<u8>,
    /// The numbers of the words of markup that rules name.
    markup: FastMap<Box<str>, u16>,
    /// For each rule the numbers of its `context`.
    context: Vec<Vec<u16>>,
}

impl LineIndex {
    /// Indexes the rules of all languages.
    pub fn of(languages: &[Language]) -> LineIndex {
        let mut index = LineIndex::default();
        let mut numbers: FastMap<&str, usize> = FastMap::default();
        let mut phrases: Vec<Box<str>> = Vec::new();
        for (rule, number) in languages.iter().flat_map(|l| &l.blocks.rules).zip(0..) {
            let mut asks = 0;
            for (stand, list) in lists(rule) {
                if !list.is_empty() {
                    asks |= stand as u8;
                }
                for phrase in list {
                    let at = *numbers.entry(phrase).or_insert_with(|| {
                        phrases.push(phrase.as_str().into());
                        index.uses.push(Vec::new());
                        phrases.len() - 1
                    });
                    index.uses[at].push((number, stand));
                }
            }
            index.asks.push(asks);
            let context = rule.context.iter().map(|word| index.number(word)).collect();
            index.context.push(context);
            for word in &rule.outside {
                index.number(word);
            }
        }
        index.automaton = automaton(AhoCorasickKind::NoncontiguousNFA, &phrases);
        index.phrases = phrases;
        index
    }

    fn number(&mut self, word: &str) -> u16 {
        let next = self.markup.len() as u16;
        *self.markup.entry(word.into()).or_insert(next)
    }

    /// How many rules there are.
    pub fn len(&self) -> usize {
        self.asks.len()
    }

    /// Whether there is no rule at all.
    pub fn is_empty(&self) -> bool {
        self.asks.is_empty()
    }

    /// What a rule asks of phrases: the sum of its [`Stand`]s.
    pub fn asks(&self, rule: usize) -> u8 {
        self.asks[rule]
    }

    /// The numbers of the markup words of a rule's `context`.
    pub fn context(&self, rule: usize) -> &[u16] {
        &self.context[rule]
    }

    /// The number of a word of markup that a rule names.
    pub fn markup(&self, word: &str) -> Option<u16> {
        self.markup.get(word).copied()
    }

    /// How many words of markup rules name.
    pub fn markup_words(&self) -> usize {
        self.markup.len()
    }

    /// Calls `found` with start, end, rule and place of every phrase in a folded text.
    pub fn search(&self, folded: &str, mut found: impl FnMut(usize, usize, usize, Stand)) {
        let automaton = if self.work.load(Ordering::Relaxed) < MOST_WORK {
            self.work.fetch_add(folded.len(), Ordering::Relaxed);
            &self.automaton
        } else {
            self.table.get_or_init(|| automaton(AhoCorasickKind::ContiguousNFA, &self.phrases))
        };
        for hit in automaton.iter().flat_map(|a| a.find_overlapping_iter(folded)) {
            for &(rule, stand) in &self.uses[hit.pattern().as_usize()] {
                found(hit.start(), hit.end(), usize::from(rule), stand);
            }
        }
    }
}

/// Without an automaton there are no phrases to find.
fn automaton(kind: AhoCorasickKind, phrases: &[Box<str>]) -> Option<AhoCorasick> {
    let mut builder = AhoCorasick::builder();
    let phrases = phrases.iter().map(|p| &**p);
    // Rows for more than the first letters are slow to fill, too.
    builder.match_kind(MatchKind::Standard).kind(Some(kind)).dense_depth(1).build(phrases).ok()
}

fn lists(rule: &BlockRule) -> [(Stand, &[String]); 4] {
    [
        (Stand::Starts, &rule.starts),
        (Stand::Ends, &rule.ends),
        (Stand::Contains, &rule.contains),
        (Stand::Equals, &rule.equals),
    ]
}
