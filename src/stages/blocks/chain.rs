//! The chain: each line is the article's own or not, and neighbours tend to agree.
//!
//! A conditional random field over the lines of a page with two labels (Lafferty, McCallum and Pereira 2001). Its marginal
//! probabilities are exact (forward and backward over the chain), so the confidence of a verdict is read off, not guessed.

use super::marks::Marked;
use crate::rules::{AROUND, LineWeights, Tie};

/// What the chain says of the lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marginals {
    /// The probability of each line to be the article's own.
    pub own: Vec<f64>,
    /// The probability of each line to have the verdict of the next one.
    pub same: Vec<f64>,
}

/// The probabilities of the lines under these weights; where `labels` knows a line, it is held to that.
pub fn marginals(page: &Marked, weights: &LineWeights, labels: Option<&[Option<bool>]>) -> Marginals {
    /// As good as certain.
    const CERTAIN: f64 = 40.0;
    let n = page.marks.len();
    let score = |i: usize| match labels.and_then(|l| l[i]) {
        Some(true) => CERTAIN,
        Some(false) => -CERTAIN,
        None => line_score(page, weights, i),
    };
    // Odds of either label, halved between the two so that neither overflows.
    let own: Vec<[f64; 2]> = (0..n)
        .map(|i| score(i).clamp(-CERTAIN, CERTAIN) / 2.0)
        .map(|s| [(-s).exp(), s.exp()])
        .collect();
    let tie: Vec<f64> = (1..n).map(|i| tie_score(page, weights, i).clamp(-10.0, 10.0).exp()).collect();
    let mut forward = vec![[1.0; 2]; n];
    for i in 0..n {
        let from = |y: usize| match i.checked_sub(1) {
            Some(k) => forward[k][y] * tie[k] + forward[k][1 - y],
            None => 1.0,
        };
        forward[i] = normalised([from(0) * own[i][0], from(1) * own[i][1]]);
    }
    let mut backward = vec![[1.0; 2]; n];
    for i in (0..n.saturating_sub(1)).rev() {
        let at = |y: usize| backward[i + 1][y] * own[i + 1][y];
        backward[i] = normalised([at(0) * tie[i] + at(1), at(1) * tie[i] + at(0)]);
    }
    let both = |i: usize| normalised([forward[i][0] * backward[i][0], forward[i][1] * backward[i][1]]);
    let same = |i: usize| {
        let pair = |a: usize, b: usize| forward[i][a] * own[i + 1][b] * backward[i + 1][b];
        let agree = (pair(0, 0) + pair(1, 1)) * tie[i];
        agree / (agree + pair(0, 1) + pair(1, 0))
    };
    Marginals {
        own: (0..n).map(|i| both(i)[1]).collect(),
        same: (0..n.saturating_sub(1)).map(same).collect(),
    }
}

fn normalised(pair: [f64; 2]) -> [f64; 2] {
    let sum = pair[0] + pair[1];
    [pair[0] / sum, pair[1] / sum]
}

/// The lines whose marks count for line `i`, each with its place in [`AROUND`].
pub fn around(i: usize, n: usize) -> impl Iterator<Item = (usize, usize)> {
    let at = move |(k, by): (usize, isize)| Some((k, i.checked_add_signed(by).filter(|&j| j < n)?));
    AROUND.into_iter().enumerate().filter_map(at)
}

fn line_score(page: &Marked, weights: &LineWeights, i: usize) -> f64 {
    around(i, page.marks.len())
        .map(|(k, j)| page.marks[j].iter().map(|m| weights.marks[usize::from(m.0)][k]).sum::<f64>())
        .sum()
}

/// What line `i` and the one above it gain by having one verdict.
fn tie_score(page: &Marked, weights: &LineWeights, i: usize) -> f64 {
    let ties = page.ties[i].iter().zip(weights.ties);
    ties.map(|(&holds, weight)| if holds { weight } else { 0.0 }).sum()
}

/// How a page's ties are told: for each line, which of them it has with the line above.
pub type Ties = [bool; Tie::ALL.len()];
