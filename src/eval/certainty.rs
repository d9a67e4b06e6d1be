//! Certainty: how a score becomes a probability, fitted on outcomes that the score was not fitted on.
//!
//! A logistic regression on the score and on named terms (Platt 1999), with a quadratic penalty that draws the scale
//! towards 1 and the terms towards 0.

/// What was said, what spoke for it, and whether it was right.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The article that it is of.
    pub article: usize,
    /// The score, in log-odds.
    pub score: f64,
    /// Numbers of the terms that hold; the first of all terms is the offset.
    pub terms: Vec<usize>,
    pub right: bool,
    /// How much it counts.
    pub weight: f64,
}

/// A fitted certainty.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    pub scale: f64,
    pub terms: Vec<f64>,
}

/// Passes over the outcomes; the function is convex and small.
const ROUNDS: usize = 1000;

impl Fitted {
    /// The probability of an outcome to be right.
    pub fn probability(&self, outcome: &Outcome) -> f64 {
        let terms: f64 = outcome.terms.iter().map(|&k| self.terms[k]).sum();
        1.0 / (1.0 + (-(self.scale * outcome.score + terms)).exp())
    }
}

/// Fits scale and `size` terms; `penalty` holds back the terms, the offset aside, and the scale. Deterministic.
pub fn fit<'o>(
    outcomes: impl Iterator<Item = &'o Outcome> + Clone,
    size: usize,
    penalty: f64,
) -> Fitted {
    let mut fitted = Fitted { scale: 1.0, terms: vec![0.0; size] };
    let mut squares = vec![1e-8; size + 1];
    for _ in 0..ROUNDS {
        let mut gradient = vec![0.0; size + 1];
        for (k, g) in gradient.iter_mut().enumerate().take(size).skip(1) {
            *g = -penalty * fitted.terms[k];
        }
        gradient[size] = -penalty * (fitted.scale - 1.0);
        for o in outcomes.clone() {
            let wanted = if o.right { 1.0 } else { 0.0 };
            let error = o.weight * (wanted - fitted.probability(o));
            for &k in &o.terms {
                gradient[k] += error;
            }
            gradient[size] += error * o.score;
        }
        for k in 0..=size {
            squares[k] += gradient[k] * gradient[k];
            let step = 0.3 * gradient[k] / squares[k].sqrt();
            if k == size { fitted.scale += step } else { fitted.terms[k] += step }
        }
    }
    fitted
}

/// Judges every outcome by a certainty fitted without its article's fold.
pub fn cross_judge(
    outcomes: &[Outcome],
    (size, penalty): (usize, f64),
    fold_of: impl Fn(usize) -> usize,
    folds: usize,
) -> Vec<(f64, bool)> {
    let mut judged = vec![(0.0, false); outcomes.len()];
    for fold in 0..folds {
        let fitted = fit(outcomes.iter().filter(|o| fold_of(o.article) != fold), size, penalty);
        for (place, o) in judged.iter_mut().zip(outcomes) {
            if fold_of(o.article) == fold {
                *place = (fitted.probability(o), o.right);
            }
        }
    }
    judged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcomes(list: &[(f64, usize, bool, usize)]) -> Vec<Outcome> {
        let made = |&(score, term, right, n): &(f64, usize, bool, usize)| {
            let terms = if term > 0 { vec![0, term] } else { vec![0] };
            vec![Outcome { article: 0, score, terms, right, weight: 1.0 }; n]
        };
        list.iter().flat_map(made).collect()
    }

    #[test]
    fn a_score_that_boasts_is_brought_down() {
        // A score of 2 says 0.88; it was right six times of ten.
        let list = outcomes(&[(2.0, 0, true, 60), (2.0, 0, false, 40)]);
        let fitted = fit(list.iter(), 1, 1.0);
        assert!((fitted.probability(&list[0]) - 0.6).abs() < 0.01, "{fitted:?}");
    }

    #[test]
    fn a_term_takes_what_the_score_does_not_know() {
        let list = outcomes(&[
            (0.0, 0, true, 90),
            (0.0, 0, false, 10),
            (0.0, 1, true, 20),
            (0.0, 1, false, 80),
        ]);
        let fitted = fit(list.iter(), 2, 1.0);
        assert!(fitted.terms[0] > 1.5 && fitted.terms[1] < -2.0, "{fitted:?}");
    }
}
