//! Aliases: names that may mean the same. They are proposed; only the user's file merges them.

use std::collections::{BTreeMap, BTreeSet};

use super::measures::{Judged, Measure, Score, reasons};
use super::words::{hash, letters_of, stem_hash, words_of};
use crate::model::{Alias, AliasStatus, Reason};
use crate::rules::ProvenanceRules;

/// Shorter names differ by one letter too easily.
const SHORTEST: usize = 6;

/// What the user decided about pairs of names.
#[derive(Clone, Debug, Default)]
pub struct AliasBook {
    decisions: BTreeMap<(String, String), Decision>,
}

/// What the user decided about two names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    Same,
    Other,
}

impl AliasBook {
    /// Notes a decision; the order of the names does not matter.
    pub fn decide(&mut self, a: &str, b: &str, decision: Decision) {
        self.decisions.insert(pair(a, b), decision);
    }

    /// The decision about two names.
    pub fn decision(&self, a: &str, b: &str) -> Option<Decision> {
        self.decisions.get(&pair(a, b)).copied()
    }

    /// Every name that means the same as another, as the letters of its words, with the stem that stands for both;
    /// the longest first.
    pub fn same(&self) -> Vec<(Vec<String>, u32)> {
        let mut stems: BTreeMap<&str, u32> = BTreeMap::new();
        for ((a, b), decision) in &self.decisions {
            if *decision == Decision::Same {
                let known = [a, b].into_iter().find_map(|n| stems.get(n.as_str()).copied());
                let stem = known.unwrap_or_else(|| stem_hash(&words_of(a).join(" ")));
                stems.insert(a, stem);
                stems.insert(b, stem);
            }
        }
        let mut list: Vec<(Vec<String>, u32)> =
            stems.into_iter().map(|(name, stem)| (words_of(name), stem)).collect();
        list.retain(|(words, _)| !words.is_empty());
        list.sort_by(|x, y| y.0.len().cmp(&x.0.len()).then_with(|| x.cmp(y)));
        list
    }

    /// All decisions as text, to tell whether they have changed.
    pub fn digest(&self) -> u64 {
        let lines: Vec<String> =
            self.decisions.iter().map(|((a, b), d)| format!("{a}\t{b}\t{d:?}\n")).collect();
        hash(lines.concat().as_bytes())
    }
}

fn pair(a: &str, b: &str) -> (String, String) {
    if a <= b { (a.to_owned(), b.to_owned()) } else { (b.to_owned(), a.to_owned()) }
}

/// A pair of names that may mean the same, with its confidence and reasons.
pub type Proposal = (String, String, f64, Vec<Reason>);

/// A name, read for comparing it.
#[derive(Clone, Debug)]
pub struct Name {
    name: String,
    /// The letters of its words, with blanks.
    plain: String,
    letters: String,
    /// How many letters there are.
    length: usize,
    digits: bool,
    /// The capitals that open its words.
    initials: String,
    /// Whether it is all capitals.
    acronym: bool,
}

impl Name {
    /// Reads a name.
    pub fn new(name: &str) -> Name {
        let letters = letters_of(name);
        let initials = name
            .split([' ', '-', '\'', '\u{2019}'])
            .filter_map(|w| w.chars().next())
            .filter(|c| c.is_uppercase());
        Name {
            plain: words_of(name).join(" "),
            length: letters.chars().count(),
            digits: letters.chars().any(|c| c.is_ascii_digit()),
            initials: initials.collect(),
            acronym: name.chars().count() >= 2 && name.chars().all(|c| c.is_uppercase()),
            name: name.to_owned(),
            letters,
        }
    }
}

/// Pairs of names of two articles that may mean the same.
pub fn propose(a: &[Name], b: &[Name], rules: &ProvenanceRules) -> Vec<Proposal> {
    let mut list = Vec::new();
    // A name that both articles know needs no other.
    fn alone<'n>(of: &'n [Name], other: &[Name]) -> Vec<&'n Name> {
        let known: BTreeSet<&str> = other.iter().map(|n| n.plain.as_str()).collect();
        of.iter().filter(|n| !known.contains(n.plain.as_str())).collect()
    }
    let others = alone(b, a);
    for x in alone(a, b) {
        for y in &others {
            let mut score = Score::new(rules, Judged::Alias);
            score
                .add(Measure::NamesSpacing, spacing(x, y))
                .add(Measure::NamesEdit, edit(x, y))
                .add(Measure::NamesAcronym, acronym(x, y))
                .add(Measure::ArticlesLinked, 1.0);
            if score.holds() {
                let (confidence, evidence) = score.finish();
                let (x, y) = pair(&x.name, &y.name);
                list.push((x, y, confidence, reasons(Judged::Alias, &evidence, rules)));
            }
        }
    }
    list
}

/// Whether the names differ in blanks and hyphens only.
fn spacing(x: &Name, y: &Name) -> f32 {
    f32::from(x.letters == y.letters)
}

/// How alike long names are that differ in few letters and begin alike; 0 when they are not.
fn edit(x: &Name, y: &Name) -> f32 {
    let length = x.length.max(y.length);
    let most = length / 6;
    if x.letters == y.letters
        || length < SHORTEST
        || x.length.abs_diff(y.length) > most
        || x.digits
        || y.digits
        || x.letters.chars().next() != y.letters.chars().next()
    {
        return 0.0;
    }
    let distance = distance(&x.letters, &y.letters);
    // Inflected forms and given names differ by a letter at the end as well; one in five or six may.
    if distance <= most { 1.0 - distance as f32 / length as f32 } else { 0.0 }
}

/// Whether one is an acronym and the other begins with it, or its words begin with the acronym's letters.
fn acronym(x: &Name, y: &Name) -> f32 {
    let one_way = |short: &Name, long: &Name| {
        let opens = |long: &str| {
            long.strip_prefix(short.name.as_str()).is_some_and(|rest| {
                rest.starts_with('-') && rest[1..].chars().all(|c| c.is_uppercase() || c == '-')
            })
        };
        let of_words = || long.initials == short.name && long.name.contains(' ');
        short.acronym && (opens(&long.name) || of_words())
    };
    f32::from(one_way(x, y) || one_way(y, x))
}

/// Edit distance (Levenshtein 1966).
fn distance(x: &str, y: &str) -> usize {
    let y: Vec<char> = y.chars().collect();
    let mut row: Vec<usize> = (0..=y.len()).collect();
    for (i, a) in x.chars().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (k, b) in y.iter().enumerate() {
            let cost = before + usize::from(a != *b);
            before = row[k + 1];
            row[k + 1] = cost.min(row[k] + 1).min(before + 1);
        }
    }
    row[y.len()]
}

/// The proposals of all comparisons, each pair of names once.
#[derive(Debug, Default)]
pub struct Proposals {
    pairs: BTreeMap<(String, String), Proposed>,
}

/// What speaks for a pair of names, and the articles that hold one of them.
#[derive(Debug)]
struct Proposed {
    confidence: f64,
    evidence: Vec<Reason>,
    articles: BTreeSet<u32>,
}

impl Proposals {
    /// Adds a proposal from the comparison of two articles, which are told by their places in the order of ids.
    pub fn add(&mut self, articles: [u32; 2], (x, y, confidence, evidence): Proposal) {
        let new = || Proposed { confidence, evidence, articles: BTreeSet::new() };
        self.pairs.entry((x, y)).or_insert_with(new).articles.extend(articles);
    }

    /// The aliases, with what the user decided; `ids` are those of the articles, in order.
    pub fn aliases(self, ids: &[&str], book: &AliasBook) -> Vec<Alias> {
        let mut pairs: BTreeMap<(String, String), Alias> = BTreeMap::new();
        for ((x, y), Proposed { confidence, evidence, articles }) in self.pairs {
            let articles = articles.into_iter().map(|a| ids[a as usize].to_owned()).collect();
            let status = status(book.decision(&x, &y));
            let names = [x.clone(), y.clone()];
            pairs.insert((x, y), Alias { names, articles, status, confidence, evidence });
        }
        with_decisions(pairs, book)
    }
}

fn with_decisions(mut pairs: BTreeMap<(String, String), Alias>, book: &AliasBook) -> Vec<Alias> {
    // What the user decided is shown, found or not.
    for ((x, y), decision) in &book.decisions {
        pairs.entry((x.clone(), y.clone())).or_insert_with(|| Alias {
            names: [x.clone(), y.clone()],
            articles: Vec::new(),
            status: status(Some(*decision)),
            confidence: 1.0,
            evidence: Vec::new(),
        });
    }
    pairs.into_values().collect()
}

fn status(decision: Option<Decision>) -> AliasStatus {
    match decision {
        None => AliasStatus::Proposed,
        Some(Decision::Same) => AliasStatus::Accepted,
        Some(Decision::Other) => AliasStatus::Rejected,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared() {
        let both = |x: &str, y: &str| (Name::new(x), Name::new(y));
        let told = |of: fn(&Name, &Name) -> f32, (x, y): (Name, Name)| of(&x, &y);
        assert!(told(edit, both("Oulmaten", "Oulmatten")) > 0.8);
        assert_eq!(told(edit, both("Marne", "Marly")), 0.0);
        assert_eq!(told(acronym, both("FLK", "FLK-DPA")), 1.0);
        assert_eq!(told(acronym, both("FLK", "Front Libre Kesran")), 1.0);
        assert_eq!(told(acronym, both("FLK", "FLKX")), 0.0);
        assert_eq!(told(spacing, both("Oul Mat", "Oulmat")), 1.0);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
