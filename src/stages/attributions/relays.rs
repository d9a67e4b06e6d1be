//! Relays: reports that pass on what another one beside them tells (*selon le journal, qui cite des experts, …*).
//!
//! Whoever is cited says the same words as whoever cites, so that both have one content and one stands behind the other.

use super::Reading;
use super::candidates::{Candidate, cue_features, features_of, item_range, join_tokens, word_of};
use super::features::{Base, Slot};
use super::plane::Period;
use super::usage::Usage;
use super::who;
use crate::model::{Cue, CueKind, Span, cover};
use crate::rules::{ContentOperator, SourceOperator};

/// At most so many cues away stands the report that is relayed.
const REACH: usize = 4;

/// Which of two reports of the same words stands behind the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relay {
    /// Its source passes on what the source of the other report says (*un témoin, cité par l'agence, affirme …*).
    Outer,
    /// Its source is whom the source of the other report passes on (*selon l'agence, qui cite un témoin, …*).
    Inner,
}

/// Adds to the candidates of each cue that relays those with the content of the report beside it.
pub fn lend(
    reading: Reading<'_>,
    periods: &[Period],
    cues: &[Cue],
    places: &[Option<(usize, usize)>],
    groups: &mut [Vec<Candidate>],
) {
    let attributions = &reading.language.attributions;
    for (index, rule) in attributions.rules.iter().enumerate() {
        if rule.content != ContentOperator::Relayed {
            continue;
        }
        // Who is named behind *par* passes on, who is named as an object is passed on.
        let relay = match rule.source {
            Some(SourceOperator::Agent) => Relay::Outer,
            _ => Relay::Inner,
        };
        for number in 0..cues.len() {
            let cue = &cues[number];
            let Some(at) = places[number].filter(|_| super::candidates::holds(rule, cue)) else {
                continue;
            };
            let plane = &periods[at.0].planes[at.1];
            let Some(range) = item_range(plane, cue) else { continue };
            let Some(content) = told(reading, cues, places, groups, number, relay) else {
                continue;
            };
            for source in who::sources(plane, cue, range, rule, &attributions.classes) {
                let mut parts = cue.parts.clone();
                parts.extend(source.joint);
                parts.sort_unstable();
                let spans: Vec<Span> =
                    source.parts.iter().map(|&(a, b)| plane.span(a, b, false, &reading)).collect();
                let cue_spans = join_tokens(reading, &parts);
                let clear = |x: &[Span]| x.iter().all(|a| content.iter().all(|c| !a.overlaps(*c)));
                if !clear(&spans) || !clear(&cue_spans) {
                    continue;
                }
                let about_cue = cue_features(reading, cue, plane, rule);
                let mut shown = [
                    (source.slot, source.bases),
                    (Slot::Relayed, Base::Adjacent.into()),
                    (Slot::Cue, about_cue),
                ];
                let features = features_of(&mut shown);
                groups[number].push(Candidate {
                    cue: number,
                    rule: index,
                    cue_spans,
                    source: spans,
                    content: content.clone(),
                    features,
                    usage: word_of(reading, cue).map(|word| Usage { word, slot: Slot::Relayed }),
                    relay: Some(relay),
                });
            }
        }
    }
}

/// The content of the report that a cue stands beside, if that is likelier to be one than not.
fn told(
    reading: Reading<'_>,
    cues: &[Cue],
    places: &[Option<(usize, usize)>],
    groups: &[Vec<Candidate>],
    number: usize,
    relay: Relay,
) -> Option<Vec<Span>> {
    let here = reading.tokens.list[cues[number].first].span.start;
    let near = number.saturating_sub(REACH)..cues.len().min(number + REACH + 1);
    let reports = near.filter(|&k| {
        k != number
            && cues[k].kind != CueKind::Mark
            && places[k].map(|p| p.0) == places[number].map(|p| p.0)
    });
    let mut best: Option<(&Candidate, usize)> = None;
    for k in reports {
        let Some(likeliest) = reading.language.scorer.best(&groups[k]) else { continue };
        let report = &groups[k][likeliest];
        let Some(source) = cover(&report.source) else { continue };
        let behind = here.checked_sub(source.end);
        let beside = behind.is_some_and(|_| {
            let list = &reading.tokens.list;
            let from = list.partition_point(|t| t.span.start < source.end);
            let words = list[from..].iter().take_while(|t| t.span.start < here);
            words.filter(|t| t.span.of(reading.text).chars().any(char::is_alphanumeric)).count()
                <= 1
        });
        if report.relay.is_none()
            && !report.content.is_empty()
            && (beside || relay == Relay::Outer && source.start < here && here < source.end)
        {
            let far = behind.unwrap_or(0);
            if best.is_none_or(|b| far < b.1) {
                best = Some((report, far));
            }
        }
    }
    best.map(|(report, _)| report.content.clone())
}
