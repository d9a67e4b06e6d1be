//! The fitting of the weights by which lines are judged: maximum likelihood of a chain with a quadratic penalty.
//!
//! The gradient is the difference of two expectations, with the known labels and without them (Lafferty et al. 2001); steps
//! are those of Adam (Kingma and Ba 2015) over all pages at once, so that a fit is the same on every run.

use super::pages::Lesson;
use crate::rules::{AROUND, LineWeights, Mark, Tie};
use crate::stages::blocks::{Marked, around, marginals};

/// How weights are fitted.
#[derive(Clone, Copy, Debug)]
pub struct Fitting {
    /// Strength of the quadratic penalty.
    pub penalty: f64,
    /// Passes over the pages.
    pub rounds: usize,
    /// The probability from which on a line is kept.
    pub threshold: f64,
}

const NEIGHBOURS: usize = AROUND.len();
/// Weights of marks, then those of ties.
const SIZE: usize = Mark::COUNT * NEIGHBOURS + Tie::ALL.len();

/// Fits weights to pages.
pub fn fit(lessons: &[&Lesson], how: Fitting) -> LineWeights {
    /// How far a step goes at first.
    const STEP: f64 = 0.1;
    let (mut mean, mut square) = (vec![0.0; SIZE], vec![0.0; SIZE]);
    let mut flat = vec![0.0; SIZE];
    for round in 1..=how.rounds {
        let mut gradient: Vec<f64> = flat.iter().map(|w| -how.penalty * w).collect();
        let weights = unpack(&flat, how.threshold);
        for lesson in lessons {
            add_gradient(lesson, &weights, &mut gradient);
        }
        // Steps shrink so that the last rounds settle.
        let step = STEP * (1.0 - round as f64 / (how.rounds + 1) as f64);
        let (a, b) = (0.9_f64, 0.99_f64);
        let bias = (1.0 - b.powi(round as i32)).sqrt() / (1.0 - a.powi(round as i32));
        for k in 0..SIZE {
            mean[k] = a * mean[k] + (1.0 - a) * gradient[k];
            square[k] = b * square[k] + (1.0 - b) * gradient[k] * gradient[k];
            flat[k] += step * bias * mean[k] / (square[k].sqrt() + 1e-9);
        }
    }
    unpack(&flat, how.threshold)
}

fn unpack(flat: &[f64], threshold: f64) -> LineWeights {
    let (marks, ties) = flat.split_at(Mark::COUNT * NEIGHBOURS);
    let mut weights = LineWeights { threshold, ..LineWeights::default() };
    for (row, values) in weights.marks.iter_mut().zip(marks.chunks(NEIGHBOURS)) {
        row.copy_from_slice(values);
    }
    weights.ties.copy_from_slice(ties);
    weights
}

fn add_gradient(lesson: &Lesson, weights: &LineWeights, gradient: &mut [f64]) {
    let page = &lesson.observed.marked;
    let labels = labels(lesson);
    let told = marginals(page, weights, Some(&labels));
    let expected = marginals(page, weights, None);
    let n = page.marks.len();
    for i in 0..n {
        let error = lesson.weight * (told.own[i] - expected.own[i]);
        if error.abs() > 1e-6 {
            for (k, j) in around(i, n) {
                for mark in &page.marks[j] {
                    gradient[usize::from(mark.0) * NEIGHBOURS + k] += error;
                }
            }
        }
        if i > 0 {
            let error = lesson.weight * (told.same[i - 1] - expected.same[i - 1]);
            for (k, _) in page.ties[i].iter().enumerate().filter(|(_, holds)| **holds) {
                gradient[Mark::COUNT * NEIGHBOURS + k] += error;
            }
        }
    }
}

/// What is known of the lines on which the score decides.
fn labels(lesson: &Lesson) -> Vec<Option<bool>> {
    let known = lesson.labels.iter().zip(&lesson.observed.free);
    known.map(|(label, free)| label.filter(|_| *free)).collect()
}

/// In how many lines each mark stands.
pub fn counts(lessons: &[Lesson]) -> Vec<usize> {
    let mut counts = vec![0; Mark::COUNT];
    let pages = lessons.iter().map(|l| &l.observed.marked);
    for mark in pages.flat_map(|page: &Marked| page.marks.iter().flatten()) {
        counts[usize::from(mark.0)] += 1;
    }
    counts
}

/// Parts lessons into folds by group; the n-th list holds those that fold n is measured on.
pub fn folds(lessons: &[Lesson], n: usize) -> Vec<Vec<usize>> {
    let mut groups: Vec<&str> = lessons.iter().map(|l| l.group.as_str()).collect();
    groups.sort_unstable();
    groups.dedup();
    let mut folds = vec![Vec::new(); n];
    for (i, lesson) in lessons.iter().enumerate() {
        let group = groups.binary_search(&lesson.group.as_str()).unwrap_or_default();
        folds[group % n].push(i);
    }
    folds
}
