//! Where sentences end, compared with gold.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::bootstrap::interval;
use super::measure::{Measure, Table};
use super::prediction::Pair;
use super::score::Counts;

/// The sentences of a text as pairs of code points.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SentenceList {
    pub id: String,
    pub sentences: Vec<Pair>,
}

/// A text with the sentences of gold and of a program.
#[derive(Clone, Copy, Debug)]
pub struct Divided<'t> {
    pub text: &'t str,
    pub gold: &'t [Pair],
    pub told: &'t [Pair],
}

/// Scores the boundaries of all texts together.
///
/// A boundary is the number of visible characters before it; that at the end of a text is no decision and does not count.
pub fn score(texts: &[Divided<'_>]) -> Table {
    let counts: Vec<Counts> = texts.iter().map(count).collect();
    let sum = |drawn: &[usize]| {
        let mut sum = Counts::default();
        drawn.iter().for_each(|&i| sum.add(counts[i]));
        sum
    };
    let c = sum(&(0..counts.len()).collect::<Vec<_>>());
    // Where there is nothing to find, nothing is wrong.
    let p = if c.predicted == 0 { 1.0 } else { c.precision() };
    let r = if c.gold == 0 { 1.0 } else { c.recall() };
    let f = if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) };
    let interval = interval(counts.len(), |drawn| sum(drawn).f1());
    Table {
        name: "sentences",
        pages: texts.len(),
        measures: vec![Measure { name: "boundary", p, r, f, interval }],
        shares: Vec::new(),
    }
}

fn count(text: &Divided<'_>) -> Counts {
    let mut visible = vec![0];
    for c in text.text.chars() {
        let before = visible[visible.len() - 1];
        visible.push(before + usize::from(!is_blank(c)));
    }
    let last = visible[visible.len() - 1];
    let ends = |list: &[Pair]| -> BTreeSet<usize> {
        let places = list.iter().filter_map(|&(_, end)| visible.get(end).copied());
        places.filter(|&n| n != last).collect()
    };
    let (gold, told) = (ends(text.gold), ends(text.told));
    Counts { right: gold.intersection(&told).count(), predicted: told.len(), gold: gold.len() }
}

/// Blanks, and the four control characters that Python counts among them.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}
