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
pub fn fit(lessons: &[&Lesson], how: Fitting) -> LineWeights {
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
        for lesson in lessons {
            add_gradient(lesson, &weights, &mut gradient);
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

fn add_gradient(lesson: &Lesson, weights: &LineWeights, gradient: &mut [f64]) {
    let marks = &lesson.observed.marks;
    for (i, label) in lesson.labels.iter().enumerate() {
        let Some(label) = label.filter(|_| lesson.observed.free[i]) else { continue };
        let told = if label { 1.0 } else { 0.0 };
        let error = lesson.weight * (told - weights.probability(marks, i));
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
