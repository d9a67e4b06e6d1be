//! Who spoke before: a verb that shares its subject, and a participle or infinitive without one, go on from the report before
//! them, so that whoever that report's source is likely is theirs too.

use super::candidates::Candidate;
use super::features::{Base, Feature, Slot};
use super::score::Scorer;
use crate::model::{Cue, CueKind, Span, overlaps_any};

/// So many reports before a cue are looked at.
const REACH: usize = 3;

/// Adds to the candidates of each cue whether their source, or more or less than it, is that of a report before it on the
/// same plane. Returns the likeliest reading of each cue, if it is likelier to report than not and names somebody.
pub fn tell(
    scorer: &Scorer,
    cues: &[Cue],
    places: &[Option<(usize, usize)>],
    groups: &mut [Vec<Candidate>],
) -> Vec<Option<usize>> {
    let mut told = vec![None; groups.len()];
    // The reports before, the last one first.
    let mut before: Vec<Vec<Span>> = Vec::new();
    let mut plane = None;
    for number in 0..groups.len() {
        if places[number].is_none() || cues[number].kind == CueKind::Mark {
            continue;
        }
        if plane != places[number] {
            before.clear();
            plane = places[number];
        }
        if !before.is_empty() {
            groups[number].iter_mut().for_each(|c| mark(c, &before));
        }
        told[number] = speaker(scorer, &groups[number]);
        if let Some(best) = told[number] {
            before.insert(0, groups[number][best].source.clone());
            before.truncate(REACH);
        }
    }
    told
}

/// What is told of the source of one candidate.
fn mark(candidate: &mut Candidate, before: &[Vec<Span>]) {
    let slot = candidate.features.iter().map(|f| f.slot()).find(|s| *s < Slot::Quote);
    let Some(slot) = slot.filter(|_| !candidate.source.is_empty()) else { return };
    let part = || before.iter().flatten().any(|s| overlaps_any(*s, &candidate.source));
    let base = match before.contains(&candidate.source) {
        true => Base::SpokeBefore,
        false if part() => Base::SpokePart,
        false => return,
    };
    let feature = Feature::of(slot, base);
    if let Err(at) = candidate.features.binary_search(&feature) {
        candidate.features.insert(at, feature);
    }
}

/// The likeliest reading of a cue, if it is likelier to report than not and names somebody.
pub fn speaker(scorer: &Scorer, group: &[Candidate]) -> Option<usize> {
    scorer.best(group).filter(|&best| !group[best].source.is_empty())
}
