//! Certainty: the probability that an attribution which was chosen is right.
//!
//! The score tells which of several readings is the best. How often such a choice is right was measured on articles that
//! its weights were not fitted on; the measured scale and terms, which stand beside the weights, turn one into the other.

use std::collections::BTreeSet;

use crate::model::{Attribution, Evidence, Identified, Mode};
use crate::rules::Language;

/// The names of all terms, in order.
pub const FITTED: [&str; 13] = [
    "certainty.offset",
    "certainty.content.direct",
    "certainty.content.mixed",
    "certainty.source.named",
    "certainty.source.anonymous",
    "certainty.source.absent",
    "certainty.inside-another",
    "certainty.around-another",
    "certainty.family.A",
    "certainty.family.B",
    "certainty.family.C",
    "certainty.family.D",
    "certainty.family.E",
];

/// Turns the scores of attributions, whose sources are known by now, into probabilities.
pub fn weigh(language: &Language, attributions: &mut [Attribution]) {
    let certainty = &language.weights.certainty;
    let outer: BTreeSet<String> = attributions.iter().filter_map(|a| a.parent.clone()).collect();
    for a in attributions {
        for e in &mut a.evidence {
            e.weight *= certainty.scale;
        }
        let terms = terms(a, outer.contains(&a.id));
        a.evidence.extend(terms.into_iter().filter_map(|k| {
            let weight = *certainty.terms.get(FITTED[k])?;
            (weight != 0.0).then(|| Evidence { id: FITTED[k].to_owned(), weight })
        }));
        a.confidence = Evidence::probability(&a.evidence);
    }
}

/// Which of the terms hold for an attribution.
fn terms(a: &Attribution, holds_another: bool) -> Vec<usize> {
    let identified = a.source.as_ref().map(|s| s.identified);
    let family = |letter: char| a.construction.as_ref().is_some_and(|c| c.starts_with(letter));
    let holds = [
        true,
        a.mode == Mode::Direct,
        a.mode == Mode::Mixed,
        identified == Some(Identified::Named),
        identified == Some(Identified::Anonymous),
        identified.is_none(),
        a.parent.is_some(),
        holds_another,
        family('A'),
        family('B'),
        family('C'),
        family('D'),
        family('E'),
    ];
    (0..holds.len()).filter(|&k| holds[k]).collect()
}
