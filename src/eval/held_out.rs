//! Articles held out: what the program says of each gold article by weights that were fitted on the others.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::article::article;
use super::calibration::{Lessons, features};
use super::certainty::{Fitted, Outcome, cross_judge, fit};
use super::gold::Gold;
use super::prediction::Prediction;
use super::report::{ConfidenceSheet, Totals, confidence, totals};
use super::score::score;
use crate::export::bytes_to_codepoints;
use crate::model::{Document, Evidence};
use crate::pipeline;
use crate::rules::{CertaintyTable, RuleError, RuleFolder, Rules, write_confidence};
use crate::stages::attributions::CERTAINTY_TERMS;
use crate::stages::sources::LINK_TERMS;

/// Terms beside a score that knows most are held back strongly, or they fit single articles.
const TERM_PENALTY: f64 = 20.0;
/// Reasons for a link are all that is known of it.
const LINK_PENALTY: f64 = 2.0;

/// How weights are fitted.
#[derive(Clone, Copy, Debug)]
pub struct Fitting {
    /// Strength of the quadratic penalty.
    pub penalty: f64,
    /// Passes over the gold.
    pub rounds: usize,
    /// See [`crate::rules::Weights::threshold`].
    pub threshold: f64,
}

/// Gold and its lessons, and how they are divided.
pub struct Trial<'a> {
    pub gold: &'a [Gold],
    /// Those of the gold articles come first, in order.
    pub lessons: &'a Lessons,
    pub folder: &'a RuleFolder,
    pub rules: &'a Rules,
    pub lang: &'a str,
    /// The ids of those that links are fitted on; all without it.
    pub linked: Option<&'a BTreeSet<String>>,
    pub how: Fitting,
    pub folds: usize,
}

/// What came of one division into folds.
#[derive(Clone, Debug)]
pub struct Division {
    /// The measures on the articles held out.
    pub totals: Totals,
    pub attributions: Vec<Outcome>,
    pub links: Vec<Outcome>,
    /// The fold of each article.
    fold_of: Vec<usize>,
}

/// How well the probabilities of one division fit, by certainties fitted without the article's fold.
#[derive(Clone, Copy, Debug)]
pub struct Fit {
    pub attributions: Option<ConfidenceSheet>,
    pub links: Option<ConfidenceSheet>,
}

impl Trial<'_> {
    /// Divides the articles into folds, in an order that `number` and their names give, and reads each by weights that were
    /// fitted on the other folds.
    ///
    /// # Errors
    /// If the rules cannot be read with other weights.
    pub fn divide(&self, number: usize) -> Result<Division, RuleError> {
        let fold_of = self.fold_of(number);
        let mut sheets = vec![Default::default(); self.gold.len()];
        let (mut attributions, mut links) = (Vec::new(), Vec::new());
        for fold in 0..self.folds {
            let rules = self.rules_without(&fold_of, fold)?;
            for (i, gold) in self.gold.iter().enumerate().filter(|(i, _)| fold_of[*i] == fold) {
                let document = Document::from_text(gold.id.clone(), gold.text.clone());
                let mut annotation =
                    pipeline::analyse(&document, &rules, Some(self.lang)).annotation;
                bytes_to_codepoints(&mut annotation);
                let sheet = score(&article(gold, Some(&Prediction::of(&annotation))));
                for (j, a) in annotation.attributions.iter().enumerate() {
                    let right = sheet.right.contains(&j);
                    attributions.push(outcome(i, &a.evidence, &CERTAINTY_TERMS, right));
                }
                let linked = self.linked.is_none_or(|ids| ids.contains(&gold.id));
                for &(j, right) in sheet.links.iter().filter(|_| linked) {
                    let source = annotation.attributions[j].source.as_ref();
                    let link = source.and_then(|s| s.link.as_ref());
                    links.extend(link.map(|l| outcome(i, &l.evidence, &LINK_TERMS, right)));
                }
                sheets[i] = sheet;
            }
        }
        Ok(Division { totals: totals(&sheets), attributions, links, fold_of })
    }

    /// The fold of each article; neighbours in a folder are often of one outlet, so a hash of the name sets the order.
    fn fold_of(&self, number: usize) -> Vec<usize> {
        let key = |i: &usize| Sha256::digest(format!("{number} {}", self.gold[*i].id));
        let mut order: Vec<usize> = (0..self.gold.len()).collect();
        order.sort_by_cached_key(|i| (key(i), *i));
        let mut fold_of = vec![0; self.gold.len()];
        for (place, i) in order.into_iter().enumerate() {
            fold_of[i] = place % self.folds;
        }
        fold_of
    }

    /// The rules with weights fitted on the other folds, and with certainties that only name what holds.
    fn rules_without(&self, fold_of: &[usize], fold: usize) -> Result<Rules, RuleError> {
        let taught = self.lessons.articles.iter().enumerate();
        let taught = taught.filter(|(i, _)| fold_of.get(*i) != Some(&fold));
        let taught: Vec<_> = taught.map(|(_, a)| a.as_slice()).collect();
        let features = features(&taught, self.rules, self.lang, self.how.penalty, self.how.rounds);
        let naming = |name, terms: &[&str]| CertaintyTable {
            name,
            about: String::new(),
            scale: 1.0,
            terms: terms.iter().map(|t| ((*t).to_owned(), 1.0, 0)).collect(),
        };
        let tables = [naming("certainty", &CERTAINTY_TERMS), naming("links", &LINK_TERMS)];
        let mut folder = self.folder.clone();
        let text = write_confidence(self.lang, "", self.how.threshold, &features, &tables);
        folder.replace(&format!("{}/confidence.toml", self.lang), text);
        Rules::read(&folder)
    }
}

fn outcome(article: usize, evidence: &[Evidence], names: &[&str], right: bool) -> Outcome {
    let number = |e: &Evidence| names.iter().position(|n| *n == e.id);
    Outcome {
        article,
        score: evidence.iter().filter(|e| number(e).is_none()).map(|e| e.weight).sum(),
        terms: evidence.iter().filter_map(number).collect(),
        right,
        weight: 1.0,
    }
}

impl Division {
    /// How well the bare score fits, taken for the log-odds.
    pub fn bare(&self) -> Option<ConfidenceSheet> {
        let list = self.attributions.iter();
        confidence(&list.map(|o| (1.0 / (1.0 + (-o.score).exp()), o.right)).collect::<Vec<_>>())
    }

    /// How well the probabilities fit that a certainty gives which was fitted on the other folds.
    pub fn fit(&self, folds: usize) -> Fit {
        let judge = |list: &[Outcome], how: (usize, f64)| {
            confidence(&cross_judge(list, how, |i| self.fold_of[i], folds))
        };
        Fit {
            attributions: judge(&self.attributions, (CERTAINTY_TERMS.len(), TERM_PENALTY)),
            links: judge(&self.links, (LINK_TERMS.len(), LINK_PENALTY)),
        }
    }
}

/// The tables of the certainties fitted on all divisions, each of which counts as much as all together in one.
pub fn tables(divisions: &[Division]) -> Vec<CertaintyTable> {
    let table = |name,
                 about: &str,
                 (terms, penalty): (&[&str], f64),
                 list: fn(&Division) -> &[Outcome]| {
        let share = 1.0 / divisions.len().max(1) as f64;
        let outcomes: Vec<Outcome> = divisions
            .iter()
            .flat_map(list)
            .map(|o| Outcome { weight: share, ..o.clone() })
            .collect();
        let Fitted { scale, terms: weights } = fit(outcomes.iter(), terms.len(), penalty);
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        outcomes.iter().flat_map(|o| &o.terms).for_each(|&k| *counts.entry(k).or_default() += 1);
        let terms = terms.iter().zip(weights).enumerate();
        CertaintyTable {
            name,
            about: about.to_owned(),
            scale,
            terms: terms
                .filter_map(|(k, (id, weight))| {
                    let n = counts.get(&k)? / divisions.len();
                    Some(((*id).to_owned(), weight, n))
                })
                .collect(),
        }
    };
    vec![
        table(
            "certainty",
            "How a score becomes the probability that source and content are right, fitted on articles left out of fitting it.",
            (&CERTAINTY_TERMS, TERM_PENALTY),
            |d| &d.attributions,
        ),
        table(
            "links",
            "The probability that a source and the other mentions of its entity mean the same.",
            (&LINK_TERMS, LINK_PENALTY),
            |d| &d.links,
        ),
    ]
}
