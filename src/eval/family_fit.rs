//! The fitting of the weights by which two statements are told to say the same or to contradict each other.
//!
//! Logistic regression with a sign for each measure and a quadratic penalty on the way from a plain weight, solved
//! coordinate by coordinate, so that a fit is the same on every run.

use std::collections::BTreeMap;

use super::family_lessons::{KINDS, Lesson};
use super::score::Counts;
use crate::stages::provenance::{Judged, Measure};

/// How much a weight that differs from its plain one by 1 costs, if nothing else is told.
///
/// With about a hundred links of a kind a weaker pull was no better on families left out: F1 of single pairs was 0.804 and 0.735
/// with 10, 0.809 and 0.748 with 100, 0.814 and 0.744 with this, which leaves nearly what earlier fits found.
pub const PENALTY: f64 = 1000.0;
/// The same for what a third article adds, which has no plain weight.
const THIRD_PENALTY: f64 = 1.0;
/// So much counts a pair of statements of articles on different matters, of which there are many, by kind.
const APART: [f64; 2] = [0.03, 0.01];
/// A third article has a word only where F1 of families left out gains so much by it.
const WORTH: f64 = 0.02;
/// Passes over the measures.
const ROUNDS: usize = 150;
/// No step goes further, so that the first ones do not overshoot.
const STEP: f64 = 1.0;

/// Weights of one kind: the constant, the measures with how many pairs have them, and what a third article adds.
#[derive(Clone, Debug)]
pub struct Weights {
    pub constant: f64,
    pub measures: Vec<(Measure, f64, usize)>,
    pub third: (f64, usize),
}

impl Weights {
    fn sum(&self, lesson: &Lesson) -> f64 {
        self.constant + self.measures.iter().map(|(m, w, _)| w * lesson.value(*m)).sum::<f64>()
    }
}

/// A fit with what it came to on each family by weights fitted without it.
#[derive(Clone, Debug)]
pub struct Fit {
    /// For each of [`KINDS`].
    pub weights: [Weights; 2],
    /// For each of [`KINDS`], by family.
    pub left_out: [Vec<Counts>; 2],
    /// The same with a third article's word.
    pub with_third: [Vec<Counts>; 2],
    /// How many pairs of articles on different matters would be linked.
    pub apart: [usize; 2],
}

/// Fits both kinds, on all families and with each left out in turn.
pub fn fit(lessons: &[Lesson], families: usize, penalty: f64) -> Fit {
    let whole = [0, 1].map(|k| solve(lessons, k, None, penalty));
    let mut sums: Vec<[f64; 2]> = vec![[0.0; 2]; lessons.len()];
    for family in 0..families {
        let left = [0, 1].map(|k| solve(lessons, k, Some(family), penalty));
        for (lesson, sums) in lessons.iter().zip(&mut sums) {
            if lesson.family == Some(family) {
                *sums = [0, 1].map(|k| left[k].sum(lesson));
            }
        }
    }
    let thirds = thirds(lessons, &sums);
    let third = [0, 1].map(|k| third_weight(lessons, &sums, &thirds, k));
    let count = |k: usize, third: f64| -> Vec<Counts> {
        let mut list = vec![Counts::default(); families];
        for (i, lesson) in lessons.iter().enumerate() {
            let (Some(family), Some(gold)) = (lesson.family, lesson.linked[k]) else { continue };
            let sum = sums[i][k] + third * thirds[i][k];
            let told = lesson.tells(k) && sum >= 0.0 && sums[i][k] >= sums[i][1 - k].min(0.0);
            let c = &mut list[family];
            c.gold += usize::from(gold);
            c.predicted += usize::from(told);
            c.right += usize::from(told && gold);
        }
        list
    };
    let mut weights = whole;
    let left_out = [0, 1].map(|k| count(k, 0.0));
    let with_third = [0, 1].map(|k| count(k, third[k].0));
    let total = |list: &[Counts]| {
        let mut sum = Counts::default();
        list.iter().for_each(|c| sum.add(*c));
        sum.f1()
    };
    for k in 0..2 {
        let gain = total(&with_third[k]) - total(&left_out[k]);
        weights[k].third = (if gain >= WORTH { third[k].0 } else { 0.0 }, third[k].1);
    }
    let held = |k: usize| {
        let apart = lessons.iter().filter(|l| l.family.is_none() && l.tells(k));
        apart.filter(|l| weights[k].sum(l) >= 0.0).count()
    };
    let apart = [0, 1].map(held);
    Fit { left_out, with_third, apart, weights }
}

/// The sign that a weight may have and the plain weight that it is drawn to, which is about what earlier fits found: there is
/// little material, and a new family should move the weights no further than it gives reason to. The constant has one too.
fn plain(kind: usize, measure: Measure) -> Option<(f64, f64)> {
    use Measure::*;
    let (same, other) = match measure {
        Constant => (-10.28, -7.34),
        WordsContained => (0.45, 2.32),
        WordsWeighted => (3.31, 0.0),
        WordsShared => (1.96, 1.43),
        WordsLocal => (1.93, 1.76),
        WordsBest => (0.44, 0.76),
        WordsPlain => (0.44, 0.11),
        WordsContext => (1.33, 0.0),
        PassagesNear => (3.47, 0.73),
        ArticlesNear => (2.08, 0.0),
        ArticlesMatter => (3.02, 2.06),
        ArticlesNames => (0.25, 0.42),
        ArticlesLinked => (0.07, 0.0),
        VoiceSame => (1.21, 0.25),
        FiguresSame => (2.55, -3.49),
        FiguresCounted => (2.25, -1.91),
        FiguresOther => (-3.64, 4.57),
        SenseOpposite => (-0.48, 1.72),
        SenseTurned => (-2.26, 0.0),
        SenseDenied => (-1.3, 1.42),
        SenseCovered => (-1.55, 0.82),
        SenseAgrees => (1.0, -0.5),
        DatesOther => (-1.0, -1.01),
        _ => return None,
    };
    let mean = [same, other][kind];
    let sign = match measure {
        SenseTurned => [-1.0, 1.0][kind],
        _ if mean < 0.0 => -1.0,
        _ => 1.0,
    };
    Some((sign, mean))
}

/// Fits the weights of a kind on all lessons but those of one family.
fn solve(lessons: &[Lesson], kind: usize, without: Option<usize>, penalty: f64) -> Weights {
    let used = |l: &&Lesson| {
        l.linked[kind].is_some() && l.tells(kind) && (l.family.is_none() || l.family != without)
    };
    let used: Vec<&Lesson> = lessons.iter().filter(used).collect();
    let shares: Vec<f64> =
        used.iter().map(|l| if l.family.is_some() { 1.0 } else { APART[kind] }).collect();
    let gold: Vec<f64> = used.iter().map(|l| f64::from(l.linked[kind] == Some(true))).collect();
    let listed = Judged::Link(KINDS[kind]).measures();
    let features: Vec<(Measure, f64, f64)> = listed
        .iter()
        .filter_map(|m| plain(kind, *m).map(|(sign, mean)| (*m, sign, mean)))
        .collect();
    let columns: Vec<Vec<(usize, f64)>> = features
        .iter()
        .map(|(m, ..)| {
            let values = used.iter().enumerate().map(|(i, l)| (i, l.value(*m)));
            values.filter(|v| v.1 != 0.0).collect()
        })
        .collect();
    let mut weights: Vec<f64> = features.iter().map(|f| f.2).collect();
    let plain_constant = plain(kind, Measure::Constant).map_or(0.0, |p| p.1);
    let mut constant = plain_constant;
    let mut sums: Vec<f64> = vec![constant; used.len()];
    for (column, weight) in columns.iter().zip(&weights) {
        column.iter().for_each(|(i, v)| sums[*i] += v * weight);
    }
    let slope = |i: usize, sum: f64| {
        let p = 1.0 / (1.0 + (-sum).exp());
        (shares[i] * (p - gold[i]), shares[i] * p * (1.0 - p))
    };
    for _ in 0..ROUNDS {
        let (mut g, mut h) = (penalty * (constant - plain_constant), penalty);
        for (i, sum) in sums.iter().enumerate() {
            let (first, second) = slope(i, *sum);
            (g, h) = (g + first, h + second);
        }
        let step = (-g / h).clamp(-STEP, STEP);
        constant += step;
        sums.iter_mut().for_each(|s| *s += step);
        for (k, column) in columns.iter().enumerate() {
            let (_, sign, mean) = features[k];
            let (mut g, mut h) = (penalty * (weights[k] - mean), penalty);
            for (i, v) in column {
                let (first, second) = slope(*i, sums[*i]);
                (g, h) = (g + first * v, h + second * v * v);
            }
            let aim = weights[k] + (-g / h).clamp(-STEP, STEP);
            let next = if aim * sign < 0.0 { 0.0 } else { aim };
            let step = next - weights[k];
            weights[k] = next;
            column.iter().for_each(|(i, v)| sums[*i] += v * step);
        }
    }
    let measures = features.iter().zip(&weights).zip(&columns);
    let measures = measures.map(|((f, w), c)| (f.0, *w, c.len())).collect();
    Weights { constant, measures, third: (0.0, 0) }
}

/// For each lesson and kind how surely a third article speaks for it, by the product of two links that lead through it.
fn thirds(lessons: &[Lesson], sums: &[[f64; 2]]) -> Vec<[f64; 2]> {
    type End<'a> = (usize, &'a str, u32);
    let mut ties: BTreeMap<End<'_>, BTreeMap<End<'_>, [f64; 2]>> = BTreeMap::new();
    for (lesson, sums) in lessons.iter().zip(sums) {
        let Some(family) = lesson.family else { continue };
        let [a, b] = [0, 1].map(|s| (family, lesson.ends[s].0.as_str(), lesson.ends[s].1));
        let kind = usize::from(lesson.tells(1) && sums[1] > sums[0]);
        if sums[kind] < 0.0 {
            continue;
        }
        let sure = 1.0 / (1.0 + (-sums[kind]).exp());
        for (x, y) in [(a, b), (b, a)] {
            ties.entry(x).or_default().entry(y).or_default()[kind] = sure;
        }
    }
    let none = BTreeMap::new();
    let mut list = vec![[0.0_f64; 2]; lessons.len()];
    for (lesson, third) in lessons.iter().zip(&mut list) {
        let Some(family) = lesson.family else { continue };
        let [a, b] = [0, 1].map(|s| (family, lesson.ends[s].0.as_str(), lesson.ends[s].1));
        let (x, y) = (ties.get(&a).unwrap_or(&none), ties.get(&b).unwrap_or(&none));
        for (other, p) in x {
            let Some(q) = y.get(other) else { continue };
            third[0] = third[0].max(p[0] * q[0]);
            third[1] = third[1].max(p[0] * q[1]).max(p[1] * q[0]);
        }
    }
    list
}

/// What a third article's word weighs beside the sum, and how many pairs below the threshold have one.
fn third_weight(
    lessons: &[Lesson],
    sums: &[[f64; 2]],
    thirds: &[[f64; 2]],
    kind: usize,
) -> (f64, usize) {
    let open = |i: &usize| {
        lessons[*i].linked[kind].is_some()
            && lessons[*i].tells(kind)
            && thirds[*i][kind] > 0.0
            && sums[*i].iter().all(|s| *s < 0.0)
    };
    let open: Vec<usize> = (0..lessons.len()).filter(open).collect();
    let mut weight = 0.0_f64;
    for _ in 0..ROUNDS {
        let (mut g, mut h) = (THIRD_PENALTY * weight, THIRD_PENALTY);
        for &i in &open {
            let third = thirds[i][kind];
            let p = 1.0 / (1.0 + (-(sums[i][kind] + weight * third)).exp());
            g += (p - f64::from(lessons[i].linked[kind] == Some(true))) * third;
            h += p * (1.0 - p) * third * third;
        }
        weight = (weight - (g / h).clamp(-STEP, STEP)).max(0.0);
    }
    (weight, open.len())
}
