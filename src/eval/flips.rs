//! Flips: single attributions that are right in one reading and wrong in another.
//!
//! Figures may stay the same while what is behind them changes, so each attribution is followed by itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::article::{Article, Told};
use super::bootstrap;
use super::errors::{ErrorKind, context};
use super::score::{Counts, Sheet};

/// What a reading got wrong, by article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Gold attributions that no prediction agrees with by half, by their ids.
    pub missed: BTreeMap<String, BTreeSet<String>>,
    /// Predictions that nothing in gold stands for, by the code point at which their cue begins.
    pub invented: BTreeMap<String, BTreeSet<usize>>,
}

/// Which way an attribution flipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    Worse,
    Better,
}

/// An attribution that is judged otherwise than before.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Flip {
    pub article: String,
    pub turn: Turn,
    pub what: Flipped,
}

/// What flipped.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flipped {
    /// A gold attribution, by its id.
    Gold(String),
    /// A prediction that nothing in gold stands for, by the beginning of its cue.
    Invented(usize),
}

impl Standing {
    /// What the sheets of these articles say.
    pub fn of(articles: &[Article], sheets: &[Sheet]) -> Standing {
        let mut standing = Standing::default();
        for (article, sheet) in articles.iter().zip(sheets) {
            for error in &sheet.errors {
                if let Some(i) = error.gold {
                    let ids = standing.missed.entry(article.id.clone()).or_default();
                    ids.insert(article.gold[i].id.clone());
                }
                if let (ErrorKind::False, Some(j)) = (error.kind, error.told) {
                    let starts = standing.invented.entry(article.id.clone()).or_default();
                    starts.insert(cue_start(&article.told[j]));
                }
            }
        }
        standing
    }

    /// What flipped between an old standing and this one, in order of the articles.
    pub fn since(&self, old: &Standing) -> Vec<Flip> {
        let mut list = turns(&old.missed, &self.missed, |id| Flipped::Gold(id.clone()));
        list.extend(turns(&old.invented, &self.invented, |at| Flipped::Invented(*at)));
        list.sort();
        list
    }
}

fn cue_start(told: &Told) -> usize {
    told.parts[0].first().map_or(0, |p| p.0)
}

fn turns<K: Ord + Clone>(
    old: &BTreeMap<String, BTreeSet<K>>,
    new: &BTreeMap<String, BTreeSet<K>>,
    what: impl Fn(&K) -> Flipped,
) -> Vec<Flip> {
    let empty = BTreeSet::new();
    let articles: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mut list = Vec::new();
    for article in articles {
        let (a, b) = (old.get(article).unwrap_or(&empty), new.get(article).unwrap_or(&empty));
        let made = |turn, k: &K| Flip { article: article.clone(), turn, what: what(k) };
        list.extend(b.difference(a).map(|k| made(Turn::Worse, k)));
        list.extend(a.difference(b).map(|k| made(Turn::Better, k)));
    }
    list
}

/// The flips for people, article by article; `-` is worse, `+` better.
pub fn to_text(flips: &[Flip], articles: &[Article]) -> String {
    let by_id: BTreeMap<&str, &Article> = articles.iter().map(|a| (a.id.as_str(), a)).collect();
    let mut out = String::new();
    let mut last = "";
    for flip in flips {
        if flip.article != last {
            let _ = writeln!(out, "  {}", flip.article);
            last = &flip.article;
        }
        let article = by_id.get(flip.article.as_str());
        let sign = if flip.turn == Turn::Worse { '-' } else { '+' };
        let (name, words) = match &flip.what {
            Flipped::Gold(id) => {
                let gold = article.and_then(|a| Some((a, a.gold.iter().find(|g| g.id == *id)?)));
                let what = if flip.turn == Turn::Worse { "lost" } else { "found" };
                (format!("{what} {id}"), gold.map(|(a, g)| context(&a.text, g)))
            }
            Flipped::Invented(at) => {
                let what = if flip.turn == Turn::Worse { "invented" } else { "no longer invented" };
                (what.to_owned(), article.map(|a| at_cue(a, *at)))
            }
        };
        let _ = writeln!(out, "    {sign} {name}  {}", words.unwrap_or_default());
    }
    out
}

/// The prediction whose cue begins at a place, or the text there.
fn at_cue(article: &Article, at: usize) -> String {
    if let Some(told) = article.told.iter().find(|t| cue_start(t) == at && !t.parts[0].is_empty()) {
        return context(&article.text, told);
    }
    const AROUND: usize = 40;
    let from = at.saturating_sub(AROUND).min(article.text.len());
    let to = (at + AROUND).min(article.text.len());
    let words: String = article.text[from..to].iter().collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Two readings of the same gold, the older one first.
pub struct Pair<'a> {
    pub old: (&'a [Article], &'a [Sheet]),
    pub new: (&'a [Article], &'a [Sheet]),
}

impl Pair<'_> {
    /// What the new reading won and lost, each attribution as gold, the old and the new reading have it.
    pub fn to_text(&self) -> String {
        let standing = |(a, s): (&[Article], &[Sheet])| Standing::of(a, s);
        let flips = standing(self.new).since(&standing(self.old));
        let won = flips.iter().filter(|f| f.turn == Turn::Better).count();
        let mut out = String::new();
        let _ = writeln!(out, "{won} won, {} lost", flips.len() - won);
        for key in ["cue", "relation@0.5", "relation_exact"] {
            let (a, b) = (counts(self.old.1, key), counts(self.new.1, key));
            let f1 = |list: &[Counts]| sum(list.iter().copied()).f1();
            // The same articles are drawn for both, so that what an article is like does not count.
            let (low, high) = bootstrap::interval(a.len(), |drawn| {
                let of = |list: &[Counts]| sum(drawn.iter().map(|&i| list[i])).f1();
                of(&b) - of(&a)
            });
            let _ = writeln!(
                out,
                "  {key:<16} {:.3} -> {:.3}  {:+.3}   95 % interval {low:+.3} to {high:+.3}",
                f1(&a),
                f1(&b),
                f1(&b) - f1(&a)
            );
        }
        for (turn, head) in [(Turn::Better, "WON"), (Turn::Worse, "LOST")] {
            for flip in flips.iter().filter(|f| f.turn == turn) {
                self.side_by_side(flip, head, &mut out);
            }
        }
        out
    }

    fn side_by_side(&self, flip: &Flip, head: &str, out: &mut String) {
        let Some(i) = self.old.0.iter().position(|a| a.id == flip.article) else { return };
        let (old, new) = (&self.old.0[i], &self.new.0[i]);
        let (gold, at) = match &flip.what {
            Flipped::Gold(id) => {
                let Some(gold) = old.gold.iter().find(|g| g.id == *id) else { return };
                (Some(gold), cue_start(gold))
            }
            Flipped::Invented(at) => (None, *at),
        };
        // What a reading has there: the prediction whose cue meets gold's, or begins where the invented one does.
        let there = |article: &Article| {
            let told = article.told.iter().find(|t| match gold {
                Some(g) => t.cue.meets(&g.cue),
                None => cue_start(t) == at,
            });
            told.map_or("nothing".to_owned(), |t| context(&article.text, t))
        };
        let id = match &flip.what {
            Flipped::Gold(id) => id.as_str(),
            Flipped::Invented(_) => "invented",
        };
        let gold = gold.map_or("nothing".to_owned(), |g| context(&old.text, g));
        let _ = writeln!(out, "\n{head}  {}  {id}", flip.article);
        let _ =
            writeln!(out, "    gold  {gold}\n    old   {}\n    new   {}", there(old), there(new));
    }
}

fn counts(sheets: &[Sheet], key: &str) -> Vec<Counts> {
    sheets.iter().map(|s| s.counts.get(key).copied().unwrap_or_default()).collect()
}

fn sum(list: impl Iterator<Item = Counts>) -> Counts {
    let mut sum = Counts::default();
    list.for_each(|c| sum.add(c));
    sum
}
