//! The score: a linear model over named features that chooses among the candidates of a cue.
//!
//! It is a conditional log-linear model with one more outcome, that the cue reports nothing, whose score is 0.

use std::sync::Arc;

use super::candidates::Candidate;
use super::features::Feature;
use super::usage::UsageWeights;
use crate::model::{Evidence, Span, total_len};
use crate::rules::{AttributionRules, CueRules, Weights};

/// The weights of a language, by number of feature and of rule.
#[derive(Clone, Debug)]
pub struct Scorer {
    features: Vec<f64>,
    rules: Vec<(String, f64)>,
    usage: UsageWeights,
    /// The words of the lists, by their numbers.
    words: Arc<[String]>,
    threshold: f64,
}

/// The candidate that was chosen for a cue.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Index into the candidates.
    pub candidate: usize,
    /// Probability that source and content are right.
    pub confidence: f64,
    /// What it adds up from.
    pub evidence: Vec<Evidence>,
}

impl Scorer {
    /// The fitted weights of a language, or its priors.
    pub fn new(weights: &Weights, attributions: &AttributionRules, cues: &CueRules) -> Scorer {
        let table = if weights.fitted { &weights.weights } else { &attributions.priors };
        let mut features = vec![0.0; Feature::COUNT];
        for (name, &weight) in table {
            if let Some(feature) = Feature::named(name) {
                features[feature.0 as usize] = weight;
            }
        }
        let rules = attributions
            .rules
            .iter()
            .map(|r| {
                // A rule without a weight inherits its construction's, then its family's.
                let names = rule_names(&r.id, r.construction.as_deref());
                let found = names.iter().find_map(|n| table.get(n).map(|w| (n.clone(), *w)));
                found.unwrap_or_else(|| (names[0].clone(), 0.0))
            })
            .collect();
        Scorer {
            features,
            rules,
            usage: UsageWeights::new(table, &cues.lemmas),
            words: cues.lemmas.clone(),
            threshold: weights.threshold,
        }
    }

    /// The same weights, with every cue taken as one that reports.
    pub fn without_threshold(&self) -> Scorer {
        Scorer { threshold: 0.0, ..self.clone() }
    }

    /// The score of a candidate, in log-odds against no report.
    pub fn score(&self, candidate: &Candidate) -> f64 {
        let sum: f64 = candidate.features.iter().map(|f| self.features[f.0 as usize]).sum();
        let usage: f64 = candidate.usage.map_or(0.0, |u| self.usage.of(u).iter().sum());
        sum + self.rules[candidate.rule].1 + usage
    }

    /// Leaves so many of the candidates with the highest scores, in their order.
    pub fn keep_best(&self, candidates: &mut Vec<Candidate>, most: usize) {
        let mut scores: Vec<f64> = candidates.iter().map(|c| self.score(c)).collect();
        scores.sort_by(|a, b| b.total_cmp(a));
        if let Some(&least) = scores.get(most - 1) {
            candidates.retain(|c| self.score(c) >= least);
            candidates.truncate(most);
            candidates.shrink_to_fit();
            candidates.iter_mut().for_each(|c| c.features.shrink_to_fit());
        }
    }

    /// What the score of a candidate adds up from.
    pub fn evidence(&self, candidate: &Candidate) -> Vec<Evidence> {
        let (id, weight) = self.rules[candidate.rule].clone();
        let mut list = Vec::with_capacity(candidate.features.len() + 5);
        list.push(Evidence { id, weight });
        let weighed = candidate.features.iter().map(|f| (f, self.features[f.0 as usize]));
        let telling = weighed.filter(|(_, weight)| *weight != 0.0);
        list.extend(telling.map(|(f, weight)| Evidence { id: f.name(), weight }));
        list.extend(candidate.usage.into_iter().flat_map(|u| self.usage.evidence(u, &self.words)));
        list
    }

    /// Chooses among the candidates of one cue, or none of them.
    pub fn choose(&self, candidates: &[Candidate]) -> Option<Choice> {
        self.choose_of(candidates, |_| true)
    }

    /// The candidate that would be chosen; how sure that is, is not asked.
    pub fn best(&self, candidates: &[Candidate]) -> Option<usize> {
        Some(self.weigh(candidates, |_| true)?.best)
    }

    /// Chooses among those candidates of one cue that may be, or none of them.
    pub fn choose_of(
        &self,
        candidates: &[Candidate],
        may_be: impl Fn(&Candidate) -> bool,
    ) -> Option<Choice> {
        let Weighed { scores, all, best } = self.weigh(candidates, may_be)?;
        // Readings that are nearly the same speak for the choice, the others against it.
        let near = |i: usize| scores[i].is_finite() && alike(&candidates[i], &candidates[best]);
        let near: f64 = (0..scores.len()).filter(|&i| near(i)).map(|i| scores[i].exp()).sum();
        let other = all - near;
        let mut evidence = self.evidence(&candidates[best]);
        evidence
            .push(Evidence { id: "readings.alike".to_owned(), weight: near.ln() - scores[best] });
        evidence.push(Evidence {
            id: "readings.other".to_owned(),
            weight: -(1.0 + other.max(0.0)).ln(),
        });
        Some(Choice { candidate: best, confidence: Evidence::probability(&evidence), evidence })
    }

    /// Weighs those candidates of one cue that may be; `None` if it rather reports nothing.
    fn weigh(
        &self,
        candidates: &[Candidate],
        may_be: impl Fn(&Candidate) -> bool,
    ) -> Option<Weighed> {
        // What may not be has no weight, as if it had never been proposed.
        let score = |c| if may_be(c) { self.score(c) } else { f64::NEG_INFINITY };
        let scores: Vec<f64> = candidates.iter().map(score).collect();
        let top = (0..scores.len())
            .filter(|&i| scores[i].is_finite())
            .max_by(|&a, &b| scores[a].total_cmp(&scores[b]).then(b.cmp(&a)))?;
        let all: f64 = scores.iter().map(|s| s.exp()).sum();
        if all / (1.0 + all) < self.threshold {
            return None;
        }
        let best = consensus(candidates, &scores, top);
        Some(Weighed { scores, all, best })
    }
}

/// The scores of candidates, the weight of all of them, and which one is chosen.
struct Weighed {
    scores: Vec<f64>,
    all: f64,
    best: usize,
}

/// Whether two readings are nearly the same.
fn alike(a: &Candidate, b: &Candidate) -> bool {
    overlap(&a.content, &b.content) >= 0.5 && overlap(&a.source, &b.source) >= 0.5
}

/// The candidate that most of the weight agrees with, more or less: of many readings that differ by a word each the best one
/// of them stands for all, where a single one that is unlike them may have the highest score alone (minimum Bayes risk,
/// Kumar and Byrne 2004).
fn consensus(candidates: &[Candidate], scores: &[f64], top: usize) -> usize {
    /// What is so much worse than the best counts for nothing.
    const REACH: f64 = 3.5;
    /// So many are compared.
    const MOST: usize = 24;
    /// Being exactly right counts three times as much as being half right.
    const EXACT: f64 = 3.0;
    let mut near: Vec<usize> =
        (0..scores.len()).filter(|&i| scores[i] >= scores[top] - REACH).collect();
    near.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
    near.truncate(MOST);
    // How much each counts for each other one, which is the same both ways.
    let mut counts = [[EXACT; MOST]; MOST];
    for (a, &i) in near.iter().enumerate() {
        for (b, &j) in near[..a].iter().enumerate() {
            let (x, y) = (&candidates[i], &candidates[j]);
            let same = x.content == y.content && x.source == y.source;
            let count = if same { EXACT } else { f64::from(u8::from(alike(x, y))) };
            (counts[a][b], counts[b][a]) = (count, count);
        }
    }
    let weights: Vec<f64> = near.iter().map(|&j| (scores[j] - scores[top]).exp()).collect();
    let worth = |a: usize| -> f64 { counts[a].iter().zip(&weights).map(|(c, w)| c * w).sum() };
    // Of equals the best alone wins.
    let first = near.iter().position(|&i| i == top).unwrap_or_default();
    let mut best = (top, worth(first));
    for (a, &i) in near.iter().enumerate() {
        let worth = worth(a);
        if worth > best.1 {
            best = (i, worth);
        }
    }
    best.0
}

/// The names under which a rule may have a weight, the narrowest first.
pub fn rule_names(id: &str, construction: Option<&str>) -> Vec<String> {
    let mut names = vec![format!("rule.{id}")];
    if let Some(c) = construction {
        names.push(format!("construction.{c}"));
        names.push(format!("family.{}", &c[..1]));
    }
    names
}

/// Share of two lists of spans that they have in common, by length.
pub fn overlap(a: &[Span], b: &[Span]) -> f64 {
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    let common: usize = a
        .iter()
        .flat_map(|x| b.iter().map(move |y| x.end.min(y.end).saturating_sub(x.start.max(y.start))))
        .sum();
    let union = total_len(a) + total_len(b) - common;
    if union == 0 { 0.0 } else { common as f64 / union as f64 }
}
