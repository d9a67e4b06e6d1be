//! Quotations: the same words between quotation marks, or one utterance in other words.

use super::measures::{Evidence, Measure, Score};
use super::overlap::{Shared, common};
use super::weights::Weighed;
use crate::model::{LinkForm, LinkType};
use crate::rules::ProvenanceRules;

/// Longer quotations are compared by their first words.
const LONGEST: usize = 150;

/// Two quotations that hang together, by their numbers.
#[derive(Clone, Debug)]
pub struct QuotationPair {
    pub numbers: [usize; 2],
    pub kind: LinkType,
    pub form: Option<LinkForm>,
    pub confidence: f64,
    pub evidence: Vec<Evidence>,
}

/// The pairs of quotations that hang together; of an altered one only the nearest counts.
pub fn find(a: &Weighed, b: &Weighed, near: f32, rules: &ProvenanceRules) -> Vec<QuotationPair> {
    let mut found = Vec::new();
    let grid = a.quotations.shared(&b.quotations);
    for (i, k) in grid.pairs(1) {
        found.extend(compare(a, b, (i, k), grid.at(i, k), near, rules));
    }
    // Surest first; an altered quotation has one partner.
    found.sort_by(|x, y| y.confidence.total_cmp(&x.confidence).then(x.numbers.cmp(&y.numbers)));
    let mut taken: [Vec<usize>; 2] = Default::default();
    found.retain(|p| {
        let free = (0..2).all(|side| !taken[side].contains(&p.numbers[side]));
        (0..2).for_each(|side| taken[side].push(p.numbers[side]));
        free || p.kind == LinkType::SameQuotation
    });
    found.sort_by_key(|p| p.numbers);
    found
}

fn compare(
    a: &Weighed,
    b: &Weighed,
    (i, k): (usize, usize),
    shared: Shared,
    near: f32,
    rules: &ProvenanceRules,
) -> Option<QuotationPair> {
    let words = |of: &Weighed, q: usize| -> Vec<u32> {
        of.sketch.quotations[q].words.iter().take(LONGEST).map(|w| w.exact).collect()
    };
    let (x, y) = (words(a, i), words(b, k));
    let pairs = common(&x, &y);
    let shorter = x.len().min(y.len());
    let kept = pairs.len() as f32 / shorter as f32;
    let unbroken = pairs.len() == shorter && {
        let (from, to) = (pairs[0], pairs[pairs.len() - 1]);
        to.0 - from.0 == to.1 - from.1
    };
    let weight = (shared.weight / 10.0).min(5.0);
    let (mut score, kind, form) = if unbroken {
        let form = if x.len() == y.len() { LinkForm::Whole } else { LinkForm::Cut };
        let mut score = Score::of_link(rules, LinkType::SameQuotation);
        let longer = x.len().max(y.len());
        score.add(Measure::QuotationKept, shorter as f32 / longer as f32);
        (score, LinkType::SameQuotation, Some(form))
    } else {
        let mut score = Score::of_link(rules, LinkType::QuotationAltered);
        score
            .add(Measure::WordsKept, kept)
            .add(Measure::WordsContained, shared.contained)
            .add(Measure::ArticlesNear, near);
        (score, LinkType::QuotationAltered, None)
    };
    score.add(Measure::WordsShared, weight);
    score.holds().then(|| {
        let (confidence, evidence) = score.finish();
        QuotationPair { numbers: [i, k], kind, form, confidence, evidence }
    })
}
