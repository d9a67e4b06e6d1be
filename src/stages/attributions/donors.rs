//! Donors: the sources of neighbouring cues, for a quotation that stands alone and names nobody.
//!
//! A quotation printed as a heading or pull quote belongs to a speaker whom another sentence names, most surely the one
//! who says the same words there.

use super::Reading;
use super::candidates::Candidate;
use super::features::{Base, Feature, Slot};
use super::plane::{Kind, Period};
use super::score::Scorer;
use crate::model::{Cue, CueKind, Span};
use crate::rules::SourceOperator;

/// Cues farther away lend no source.
const REACH: usize = 8;
/// So many cues on each side lend theirs.
const MOST: usize = 2;
/// A shorter quotation repeats others by chance.
const LEAST_ECHO: usize = 3;

/// Adds to the candidates of each mark that opens a quotation standing alone those with a neighbour's source.
pub fn lend(
    reading: Reading<'_>,
    periods: &[Period],
    cues: &[Cue],
    places: &[Option<(usize, usize)>],
    groups: &mut [Vec<Candidate>],
    only: Option<usize>,
) {
    let rules = &reading.language.attributions.rules;
    let asking: Vec<usize> = (0..rules.len())
        .filter(|&r| rules[r].kind == CueKind::Mark)
        .filter(|&r| rules[r].source == Some(SourceOperator::Nearest))
        .filter(|&r| only.is_none_or(|o| o == r))
        .collect();
    if asking.is_empty() {
        return;
    }
    let scorer = &reading.language.scorer;
    let mut best: Vec<Option<Option<usize>>> = vec![None; cues.len()];
    for number in 0..cues.len() {
        let alone = cues[number].kind == CueKind::Mark
            && places[number].is_some_and(|(period, _)| periods[period].is_pure_quote());
        if !alone {
            continue;
        }
        let Some(own) = own_quotation(reading, &cues[number]) else { continue };
        let mut lent = Vec::new();
        let before = (0..number).rev().take(REACH);
        let after = (number + 1..cues.len()).take(REACH);
        for (side, from) in
            [(Base::DonorBefore, before.collect::<Vec<_>>()), (Base::DonorAfter, after.collect())]
        {
            let mut rank = 0;
            for donor in from {
                let top = *best[donor].get_or_insert_with(|| speaker(scorer, &groups[donor]));
                let Some(top) = top.filter(|_| cues[donor].kind != CueKind::Mark) else { continue };
                let donor = &groups[donor][top];
                // Who is named inside the quotation does not say it as a whole.
                if donor.source.iter().any(|s| s.overlaps(own)) {
                    continue;
                }
                let echo = repeats(reading, own, &donor.content);
                if rank >= MOST && !echo {
                    continue;
                }
                let mut bases = vec![side, [Base::Adjacent, Base::Second][rank.min(1)]];
                bases.extend(echo.then_some(Base::DonorEcho));
                lent.push((donor.source.clone(), bases));
                rank += 1;
            }
        }
        for &rule in &asking {
            for (source, bases) in &lent {
                let mut features: Vec<Feature> =
                    bases.iter().map(|&b| Feature::of(Slot::Nearest, b)).collect();
                features.extend(shape(reading, &cues[number], own));
                features.sort_unstable();
                features.dedup();
                groups[number].push(Candidate {
                    cue: number,
                    rule,
                    cue_spans: vec![reading.tokens.list[cues[number].head].span],
                    source: source.clone(),
                    content: vec![own],
                    features,
                    relay: None,
                });
            }
        }
    }
}

/// The quotation that a mark opens.
fn own_quotation(reading: Reading<'_>, cue: &Cue) -> Option<Span> {
    let start = reading.tokens.list[cue.head].span.start;
    let i = reading.quotations.partition_point(|q| q.start < start);
    reading.quotations.get(i).filter(|q| q.start == start).map(|q| q.span())
}

/// The candidate that is likeliest to name who speaks, if the cue is likelier to report than not.
fn speaker(scorer: &Scorer, candidates: &[Candidate]) -> Option<usize> {
    let choice = scorer.choose(candidates)?;
    (!candidates[choice.candidate].source.is_empty()).then_some(choice.candidate)
}

/// Whether the words of a quotation stand in another content.
fn repeats(reading: Reading<'_>, own: Span, content: &[Span]) -> bool {
    let words = own.of(reading.text).trim_matches(|c: char| !c.is_alphanumeric());
    words.split_whitespace().count() >= LEAST_ECHO
        && content.iter().any(|s| !s.overlaps(own) && s.of(reading.text).contains(words))
}

/// What the quotation itself shows.
fn shape(reading: Reading<'_>, cue: &Cue, own: Span) -> Vec<Feature> {
    let words = own.of(reading.text).split_whitespace().count();
    let place = reading.tokens.list[cue.head].span.start;
    let block = reading.blocks[..reading.blocks.partition_point(|b| b.start <= place)].last();
    let mut list = vec![Feature::of(Slot::Cue, Base::CueKnown)];
    let mut put = |holds: bool, slot: Slot, base: Base| {
        if holds {
            list.push(Feature::of(slot, base));
        }
    };
    put(words <= 3, Slot::Own, Base::Short);
    put(words > 12, Slot::Own, Base::Long);
    let alone = block.is_some_and(|b| b.span().of(reading.text).trim().len() <= own.len() + 2);
    put(alone, Slot::Own, Base::StartEdge);
    list
}

/// The item of a plane that is the quotation which a mark opens.
pub fn item_of_mark(items: &[super::plane::Item], token: usize) -> Option<usize> {
    let at = items.partition_point(|i| i.first < token);
    items.get(at).filter(|i| i.first == token && matches!(i.kind, Kind::Quote(_))).map(|_| at)
}
