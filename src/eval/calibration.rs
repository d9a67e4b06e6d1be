//! Calibration: fits the weights of the score on gold.
//!
//! The model is a conditional log-linear one over the candidates of a cue and one more outcome, no report
//! (Berger, Della Pietra and Della Pietra 1996); it is fitted by gradient ascent with a quadratic penalty (AdaGrad, Duchi et al. 2011).

use std::collections::BTreeMap;

use super::gold::Gold;
use crate::model::{Document, Span};
use crate::pipeline;
use crate::rules::{AttributionRule, Rules};
use crate::stages::attributions::{Candidate, Feature, Usage, overlap, proposals, rule_names};

/// The candidates of one cue, with what gold says of them.
#[derive(Clone, Debug)]
pub struct Example {
    /// Numbers of the features of each candidate, that of its rule included.
    pub candidates: Vec<Vec<u32>>,
    /// Indices of the candidates that are right; empty when the cue reports nothing.
    pub right: Vec<usize>,
    /// How much the example counts.
    pub weight: f64,
}

/// What was found in the gold articles.
#[derive(Clone, Debug, Default)]
pub struct Lessons {
    /// One list an article.
    pub articles: Vec<Vec<Example>>,
    /// Gold attributions whose cue was found.
    pub cues_found: usize,
    /// Gold attributions for which a right candidate was proposed.
    pub reachable: usize,
    /// All gold attributions.
    pub gold: usize,
}

impl Lessons {
    /// Adds other lessons whose examples count `weight` times as much, and those that show no report `skipped` times.
    pub fn take(&mut self, mut other: Lessons, weight: f64, skipped: f64) {
        for example in other.articles.iter_mut().flatten() {
            example.weight *= if example.right.is_empty() { skipped } else { weight };
        }
        self.articles.append(&mut other.articles);
        self.cues_found += other.cues_found;
        self.reachable += other.reachable;
        self.gold += other.gold;
    }
}

/// The number of the first feature of a word, behind those of the rules.
fn usage_feature(rules: &[AttributionRule]) -> usize {
    Feature::COUNT + rules.len()
}

/// The number of a rule as a feature.
fn rule_feature(rule: usize) -> u32 {
    (Feature::COUNT + rule) as u32
}

/// Proposes candidates for every gold article and marks the right ones.
pub fn lessons(gold: &[Gold], rules: &Rules, lang: &str) -> Lessons {
    let mut lessons = Lessons::default();
    let words_from = rules.language(lang).map_or(0, |l| usage_feature(&l.attributions.rules));
    for article in gold {
        let document = Document::from_text(article.id.clone(), article.text.clone());
        let layers = pipeline::read(&document, rules, Some(lang));
        let groups = proposals(layers.reading(&document.text), &layers.cues);
        lessons.gold += article.attributions.len();
        let mut found = vec![false; article.attributions.len()];
        let mut reachable = vec![false; article.attributions.len()];
        let mut examples = Vec::new();
        for group in groups.iter().filter(|g| !g.is_empty()) {
            let cue = &group[0].cue_spans;
            let meets: Vec<usize> = (0..article.attributions.len())
                .filter(|&i| overlap(&article.attributions[i].cue, cue) > 0.0)
                .collect();
            let mut best: Option<(f64, usize)> = None;
            for &i in &meets {
                found[i] = true;
                let top = group.iter().map(|c| quality(c, article, i)).fold(0.0, f64::max);
                if top > 0.0 {
                    reachable[i] = true;
                    if best.is_none_or(|b| top > b.0) {
                        best = Some((top, i));
                    }
                }
            }
            let right = match best {
                Some((top, i)) => (0..group.len())
                    .filter(|&k| quality(&group[k], article, i) >= top - 0.02)
                    .collect(),
                None => Vec::new(),
            };
            // A cue that gold knows but for which nothing right was proposed teaches little.
            let weight = if right.is_empty() && !meets.is_empty() { 0.3 } else { 1.0 };
            let features = |c: &Candidate| {
                let mut list: Vec<u32> = c.features.iter().map(|f| u32::from(f.0)).collect();
                list.push(rule_feature(c.rule));
                let usage = c.usage.iter().flat_map(|u| u.features());
                list.extend(usage.map(|f| (words_from + f) as u32));
                list
            };
            examples.push(Example {
                candidates: group.iter().map(features).collect(),
                right,
                weight,
            });
        }
        lessons.cues_found += found.iter().filter(|f| **f).count();
        lessons.reachable += reachable.iter().filter(|f| **f).count();
        lessons.articles.push(examples);
    }
    lessons
}

/// How well a candidate agrees with a gold attribution; 0 when source or content agree by less than half.
fn quality(candidate: &Candidate, article: &Gold, i: usize) -> f64 {
    let gold = &article.attributions[i];
    let none: &[Span] = &[];
    let source = overlap(&candidate.source, gold.source.as_ref().map_or(none, |s| &s.spans));
    let content = overlap(&candidate.content, &gold.content);
    if source < 0.5 || content < 0.5 { 0.0 } else { source + content }
}

/// Fits weights of those features that were seen often enough; `size` is the number of all. Deterministic.
///
/// What a property means in one slot is shared with the like slots: each weight is the sum of one of the slot's own and one
/// of its group (after Daumé 2007), so that what is rare in a slot leans on what is known of the others.
fn fit(
    articles: &[&[Example]],
    size: usize,
    seen: impl Fn(u32) -> bool,
    penalty: f64,
    rounds: usize,
) -> Vec<f64> {
    let all = size + Feature::GROUPED;
    let shared = |f: u32| {
        let grouped = u16::try_from(f).ok().filter(|&f| usize::from(f) < Feature::COUNT);
        grouped.and_then(|f| Feature(f).grouped()).map(|g| (size + g) as u32)
    };
    let with_shared = |c: &Vec<u32>| -> Vec<u32> {
        let seen = c.iter().copied().filter(|&f| seen(f));
        seen.flat_map(|f| [Some(f), shared(f)]).flatten().collect()
    };
    let examples: Vec<Example> = articles
        .iter()
        .flat_map(|a| a.iter())
        .map(|e| Example {
            candidates: e.candidates.iter().map(with_shared).collect(),
            right: e.right.clone(),
            weight: e.weight,
        })
        .collect();
    let mut weights = ascend(&examples, all, penalty, rounds);
    for f in 0..size {
        if let Some(group) = shared(f as u32) {
            weights[f] += weights[group as usize];
        }
    }
    weights.truncate(size);
    weights
}

/// Gradient ascent on the penalised likelihood.
fn ascend(examples: &[Example], size: usize, penalty: f64, rounds: usize) -> Vec<f64> {
    let mut weights = vec![0.0; size];
    let mut squares = vec![1e-8; size];
    for _ in 0..rounds {
        let mut gradient: Vec<f64> = weights.iter().map(|w| -penalty * w).collect();
        for example in examples {
            let scores: Vec<f64> = example
                .candidates
                .iter()
                .map(|c| c.iter().map(|&f| weights[f as usize]).sum())
                .collect();
            let top = scores.iter().copied().fold(0.0, f64::max);
            let exps: Vec<f64> = scores.iter().map(|s| (s - top).exp()).collect();
            let all = (-top).exp() + exps.iter().sum::<f64>();
            let right: f64 = example.right.iter().map(|&k| exps[k]).sum();
            for (k, c) in example.candidates.iter().enumerate() {
                let expected = exps[k] / all;
                let wanted =
                    if example.right.contains(&k) { exps[k] / right.max(1e-300) } else { 0.0 };
                let step = example.weight * (wanted - expected);
                if step.abs() > 1e-9 {
                    for &f in c {
                        gradient[f as usize] += step;
                    }
                }
            }
        }
        for ((w, g), s) in weights.iter_mut().zip(&gradient).zip(&mut squares) {
            *s += g * g;
            *w += 0.5 * g / s.sqrt();
        }
    }
    weights
}

/// How often each feature occurs in the candidates that are right, or in any candidate of a cue.
fn counts(articles: &[&[Example]], size: usize) -> Vec<usize> {
    let mut counts = vec![0; size];
    for example in articles.iter().copied().flatten() {
        let mut seen: Vec<u32> = example.candidates.iter().flatten().copied().collect();
        seen.sort_unstable();
        seen.dedup();
        for f in seen {
            counts[f as usize] += 1;
        }
    }
    counts
}

/// The rows of `confidence.toml`: fitted weights of rules and properties, and of constructions and families as means of
/// their rules', for rules that the gold did not show.
pub fn features(
    articles: &[&[Example]],
    rules: &Rules,
    lang: &str,
    penalty: f64,
    rounds: usize,
) -> Vec<(String, f64, usize)> {
    let Some(language) = rules.language(lang) else { return Vec::new() };
    let names = &language.attributions.rules;
    let words = &language.cues.lemmas;
    let words_from = usage_feature(names);
    let size = words_from + Usage::count(words.len());
    let counts = counts(articles, size);
    let seen = |f: u32| (f as usize) < words_from || counts[f as usize] >= LEAST_SEEN;
    let weights = fit(articles, size, seen, penalty, rounds);
    let mut features = Vec::new();
    for (i, rule) in names.iter().enumerate() {
        let k = rule_feature(i) as usize;
        if counts[k] > 0 {
            let name = rule_names(&rule.id, None).remove(0);
            features.push((name, weights[k], counts[k]));
        }
    }
    for k in 0..Feature::COUNT {
        if counts[k] > 0 && weights[k].abs() >= LEAST_WEIGHT {
            features.push((Feature(k as u16).name(), weights[k], counts[k]));
        }
    }
    for k in words_from..size {
        if weights[k].abs() >= LEAST_WEIGHT {
            features.push((Usage::name(k - words_from, words), weights[k], counts[k]));
        }
    }
    features.extend(inherited(&features, names));
    features
}

/// What a word shows that occurred less often is chance.
const LEAST_SEEN: usize = 2;

/// What weighs less changes no choice.
const LEAST_WEIGHT: f64 = 0.005;

/// Weights of constructions and families, as means of their rules', weighted by how often these occurred.
fn inherited(
    features: &[(String, f64, usize)],
    rules: &[AttributionRule],
) -> Vec<(String, f64, usize)> {
    let mut sums: BTreeMap<String, (f64, usize)> = BTreeMap::new();
    for rule in rules {
        let names = rule_names(&rule.id, rule.construction.as_deref());
        let Some((_, weight, n)) = features.iter().find(|f| f.0 == names[0]) else { continue };
        for name in &names[1..] {
            let sum = sums.entry(name.clone()).or_default();
            sum.0 += weight * *n as f64;
            sum.1 += n;
        }
    }
    sums.into_iter().map(|(name, (sum, n))| (name, sum / n.max(1) as f64, n)).collect()
}
