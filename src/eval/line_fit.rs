//! The fitting of the weights by which lines are judged: logistic regression with a quadratic penalty.
//!
//! Steps are those of Adam (Kingma and Ba 2015) over all pages at once, so that a fit is the same on every run.

use super::line_lessons::Lesson;
use crate::rules::{LineFeature, LineWeights};

/// How weights are fitted.
#[derive(Clone, Copy, Debug)]
pub struct Fitting {
    /// Strength of the quadratic penalty.
    pub penalty: f64,
    /// Passes over the pages.
    pub rounds: usize,
    /// The probabilities from which on a line is kept that a rule takes for furniture, and one that no rule knows.
    pub thresholds: (f64, f64),
}

/// Fits weights to the lines whose labels are known and on which the score decides.
///
/// Gold that breaks off calls good paragraphs furniture. What the first fit contradicts flatly is left out of a second one.
pub fn fit(lessons: &[&Lesson], how: Fitting) -> LineWeights {
    let shares = lessons.iter().map(|lesson| shares(lesson)).collect::<Vec<_>>();
    let first = descend(lessons, &shares, how);
    let trusted: Vec<Vec<f64>> =
        lessons.iter().zip(shares).map(|(lesson, own)| trust(lesson, own, &first)).collect();
    descend(lessons, &trusted, how)
}

/// How much each line of a lesson counts: a long line more than a short one, a line of a long page less, nothing where the
/// label is unknown or the score has no say.
fn shares(lesson: &Lesson) -> Vec<f64> {
    /// Longer lines count no more.
    const MOST_WORDS: usize = 60;
    /// A line of average length on a page of so many lines counts once.
    const USUAL_LINES: f64 = 200.0;
    /// Lines of shorter pages count no more.
    const FEWEST_LINES: f64 = 40.0;
    let n = lesson.labels.len() as f64;
    let size = |i: usize| (lesson.observed.words[i].clamp(1, MOST_WORDS) as f64).sqrt();
    let sizes: f64 = (0..lesson.labels.len()).map(size).sum();
    let usual = lesson.weight * (USUAL_LINES / n.max(FEWEST_LINES)).sqrt() * n / sizes.max(1.0);
    let known = |i: usize| lesson.labels[i].is_some() && lesson.observed.free[i];
    let share = |i: usize| if known(i) { usual * size(i) } else { 0.0 };
    (0..lesson.labels.len()).map(share).collect()
}

/// The shares without those of the lines that these weights contradict.
fn trust(lesson: &Lesson, mut shares: Vec<f64>, weights: &LineWeights) -> Vec<f64> {
    /// A label is doubted when its probability is as small.
    const DOUBTED: f64 = 0.1;
    for (i, share) in shares.iter_mut().enumerate().filter(|(_, share)| **share > 0.0) {
        let p = weights.probability(&lesson.observed.marks, i);
        let told = if lesson.labels[i] == Some(true) { p } else { 1.0 - p };
        if told < DOUBTED {
            *share = 0.0;
        }
    }
    shares
}

fn descend(lessons: &[&Lesson], shares: &[Vec<f64>], how: Fitting) -> LineWeights {
    /// How far a step goes at first.
    const STEP: f64 = 0.1;
    /// How much of the mean and of the mean square of earlier gradients is kept.
    const KEPT: (f64, f64) = (0.9, 0.99);
    let size = LineFeature::COUNT;
    let (threshold, alone) = how.thresholds;
    let mut weights = LineWeights { features: vec![0.0; size], threshold, alone };
    let (mut mean, mut square) = (vec![0.0; size], vec![0.0; size]);
    for round in 1..=how.rounds {
        let mut gradient: Vec<f64> = weights.features.iter().map(|w| -how.penalty * w).collect();
        for (lesson, shares) in lessons.iter().zip(shares) {
            add_gradient(lesson, shares, &weights, &mut gradient);
        }
        // Steps shrink so that the last rounds settle.
        let step = STEP * (1.0 - round as f64 / (how.rounds + 1) as f64);
        let bias = (1.0 - KEPT.1.powi(round as i32)).sqrt() / (1.0 - KEPT.0.powi(round as i32));
        for k in 0..size {
            mean[k] = KEPT.0 * mean[k] + (1.0 - KEPT.0) * gradient[k];
            square[k] = KEPT.1 * square[k] + (1.0 - KEPT.1) * gradient[k] * gradient[k];
            weights.features[k] += step * bias * mean[k] / (square[k].sqrt() + 1e-9);
        }
    }
    weights
}

fn add_gradient(lesson: &Lesson, shares: &[f64], weights: &LineWeights, gradient: &mut [f64]) {
    let marks = &lesson.observed.marks;
    for (i, share) in shares.iter().enumerate().filter(|(_, share)| **share > 0.0) {
        let told = if lesson.labels[i] == Some(true) { 1.0 } else { 0.0 };
        let error = share * (told - weights.probability(marks, i));
        LineFeature::each(marks, i, |feature| gradient[feature] += error);
    }
}

/// How many lines have each feature.
pub fn counts(lessons: &[Lesson]) -> Vec<usize> {
    let mut counts = vec![0; LineFeature::COUNT];
    for marks in lessons.iter().map(|l| &l.observed.marks) {
        for i in 0..marks.len() {
            LineFeature::each(marks, i, |feature| counts[feature] += 1);
        }
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
