//! Aliases: names that may mean the same. They are proposed; only the user's file merges them.

use std::collections::{BTreeMap, BTreeSet};

use super::weights::Score;
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

/// Pairs of names of two articles that may mean the same.
pub fn propose(
    a: &[String],
    b: &[String],
    rules: &ProvenanceRules,
) -> Vec<(String, String, f64, Vec<Reason>)> {
    let mut list = Vec::new();
    // A name that both articles know needs no other.
    let alone = |of: &[String], other: &[String]| -> Vec<String> {
        let plain = |n: &String| words_of(n).join(" ");
        let known: BTreeSet<String> = other.iter().map(plain).collect();
        of.iter().filter(|n| !known.contains(&plain(n))).cloned().collect()
    };
    for x in &alone(a, b) {
        for y in &alone(b, a) {
            let mut score = Score::new(rules, "alias");
            score
                .add("names.spacing", spacing(x, y))
                .add("names.edit", edit(x, y))
                .add("names.acronym", acronym(x, y))
                .add("articles.linked", 1.0);
            if score.holds() {
                let (confidence, evidence) = score.finish();
                let (x, y) = pair(x, y);
                list.push((x, y, confidence, evidence));
            }
        }
    }
    list
}

/// Whether the names differ in blanks and hyphens only.
fn spacing(x: &str, y: &str) -> f32 {
    f32::from(letters_of(x) == letters_of(y))
}

/// How alike long names are that differ in few letters and begin alike; 0 when they are not.
fn edit(x: &str, y: &str) -> f32 {
    let (x, y) = (letters_of(x), letters_of(y));
    let length = x.chars().count().max(y.chars().count());
    let digits = |s: &str| s.chars().any(|c| c.is_ascii_digit());
    if x == y
        || length < SHORTEST
        || digits(&x)
        || digits(&y)
        || x.chars().next() != y.chars().next()
    {
        return 0.0;
    }
    let distance = distance(&x, &y);
    // Inflected forms and given names differ by a letter at the end as well; one in five or six may.
    if distance * 6 <= length { 1.0 - distance as f32 / length as f32 } else { 0.0 }
}

/// Whether one is an acronym and the other begins with it, or its words begin with the acronym's letters.
fn acronym(x: &str, y: &str) -> f32 {
    let one_way = |short: &str, long: &str| {
        let capitals = short.chars().count() >= 2 && short.chars().all(|c| c.is_uppercase());
        let opens = long.strip_prefix(short).is_some_and(|rest| {
            rest.starts_with('-') && rest[1..].chars().all(|c| c.is_uppercase() || c == '-')
        });
        let initials: String = long
            .split([' ', '-', '\'', '\u{2019}'])
            .filter_map(|w| w.chars().next())
            .filter(|c| c.is_uppercase())
            .collect();
        capitals && (opens || initials == short && long.contains(' '))
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

/// The proposals of all comparisons, each pair once, with what the user decided. `found` holds the ids of two articles and
/// the pair with its reasons.
pub fn merge<'a>(
    found: impl Iterator<Item = ([&'a str; 2], &'a (String, String, f64, Vec<Reason>))>,
    book: &AliasBook,
) -> Vec<Alias> {
    let mut pairs: BTreeMap<(String, String), Alias> = BTreeMap::new();
    for (articles, (x, y, confidence, evidence)) in found {
        let alias = pairs.entry((x.clone(), y.clone())).or_insert_with(|| Alias {
            names: [x.clone(), y.clone()],
            articles: Vec::new(),
            status: status(book.decision(x, y)),
            confidence: *confidence,
            evidence: evidence.clone(),
        });
        alias.articles.extend(articles.map(str::to_owned));
    }
    for alias in pairs.values_mut() {
        alias.articles.sort();
        alias.articles.dedup();
    }
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
        assert!(edit("Oulmaten", "Oulmatten") > 0.8);
        assert_eq!(edit("Marne", "Marly"), 0.0);
        assert_eq!(acronym("FLK", "FLK-DPA"), 1.0);
        assert_eq!(acronym("FLK", "Front Libre Kesran"), 1.0);
        assert_eq!(acronym("FLK", "FLKX"), 0.0);
        assert_eq!(spacing("Oul Mat", "Oulmat"), 1.0);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
