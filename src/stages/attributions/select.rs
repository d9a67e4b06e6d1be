//! Selection: the best consistent set of the chosen candidates.

use super::Reading;
use super::candidates::Candidate;
use super::features::{Base, Feature, Slot};
use super::finish;
use super::grid::Grid;
use super::score::{Choice, Scorer, overlap};
use crate::model::{Attribution, Cue, Span, overlaps_any, total_len};

/// Keeps one attribution a cue, the surest first, as long as it agrees with those already kept.
pub fn keep(
    reading: Reading<'_>,
    cues: &[Cue],
    scorer: &Scorer,
    groups: &[Vec<Candidate>],
) -> Vec<Attribution> {
    let mut chosen = choices(scorer, groups);
    chosen.sort_by(|a, b| b.1.confidence.total_cmp(&a.1.confidence).then(a.0.cmp(&b.0)));
    let mut kept: Vec<Kept<'_>> = Vec::new();
    let mut grid = Grid::default();
    for (group, choice) in chosen {
        let list = &groups[group];
        let near = |c: &Candidate| grid.near(c.place());
        let fits = |c: &Candidate| near(c).into_iter().all(|k| agree(c, kept[k].candidate));
        let choice = match fits(&list[choice.candidate]) {
            true => Some(choice),
            // What those already kept leave room for.
            false => scorer.choose_of(list, fits),
        };
        let Some(mut choice) = choice else { continue };
        // A content that takes in another report may as well end before it.
        let holds = |c: &Candidate| near(c).into_iter().any(|k| reaches(c, kept[k].candidate));
        if holds(&list[choice.candidate]) {
            let taken = &list[choice.candidate];
            let least = scorer.score(taken) - INDEPENDENCE;
            let apart = |c: &Candidate| {
                scorer.score(c) >= least && shortens(c, taken) && fits(c) && !holds(c)
            };
            choice = scorer.choose_of(list, apart).unwrap_or(choice);
        }
        let candidate = &list[choice.candidate];
        for k in grid.near(candidate.place()) {
            if reaches(kept[k].candidate, candidate) {
                let taken = kept[k].candidate;
                let least = scorer.score(taken) - INDEPENDENCE;
                let apart = |c: &Candidate| {
                    let agrees = |o: usize| o == k || agree(c, kept[o].candidate);
                    scorer.score(c) >= least
                        && shortens(c, taken)
                        && !reaches(c, candidate)
                        && agree(c, candidate)
                        && grid.near(c.place()).into_iter().all(agrees)
                };
                let own = kept[k].group;
                let other = scorer.choose_of(&groups[own], apart);
                if let Some(other) = other {
                    let candidate = &groups[own][other.candidate];
                    grid.put(k, candidate.place());
                    kept[k] = Kept { group: own, candidate, choice: other };
                }
            }
        }
        grid.put(kept.len(), candidate.place());
        kept.push(Kept { group, candidate, choice });
    }
    kept.sort_by_key(|k| (k.candidate.cue_spans[0].start, k.candidate.cue));
    finish::attributions(reading, cues, kept.into_iter().map(|k| (k.candidate, k.choice)).collect())
}

/// A reading of a cue that stands.
struct Kept<'a> {
    group: usize,
    candidate: &'a Candidate,
    choice: Choice,
}

/// How much better in score a content must be that takes in another report than one that ends before it: two reports side by
/// side are several times as frequent as one inside the other.
const INDEPENDENCE: f64 = 1.5;

/// Whether the content of one takes in the cue of the other. Who is told of in somebody's very words is a part of them.
fn reaches(outer: &Candidate, inner: &Candidate) -> bool {
    let quoted = Feature::of(Slot::Cue, Base::CueQuoted);
    inner.features.binary_search(&quoted).is_err()
        && inner.cue_spans.iter().all(|&c| overlaps_any(c, &outer.content))
}

/// Whether a reading is another one with the same source and with less content.
fn shortens(other: &Candidate, taken: &Candidate) -> bool {
    overlap(&other.source, &taken.source) >= 0.5
        && common_len(&other.content, &taken.content) == total_len(&other.content)
}

/// Keeps one attribution a cue without regard to the others.
pub fn each(
    reading: Reading<'_>,
    cues: &[Cue],
    scorer: &Scorer,
    groups: &[Vec<Candidate>],
) -> Vec<Attribution> {
    let list = choices(scorer, groups);
    let kept = list
        .into_iter()
        .map(|(group, choice)| (&groups[group][choice.candidate], choice))
        .collect();
    finish::attributions(reading, cues, kept)
}

fn choices(scorer: &Scorer, groups: &[Vec<Candidate>]) -> Vec<(usize, Choice)> {
    groups.iter().enumerate().filter_map(|(i, g)| Some((i, scorer.choose(g)?))).collect()
}

/// Whether two attributions may stand side by side.
fn agree(a: &Candidate, b: &Candidate) -> bool {
    let meet = |x: &[Span], y: &[Span]| x.iter().any(|&s| overlaps_any(s, y));
    // One word reports once, and a cue is no part of another's source phrase alone.
    if meet(&a.cue_spans, &b.cue_spans) {
        return false;
    }
    // The same words reported twice by two cues side by side: one of them is no cue.
    // One that passes on the other's words has them too.
    let relays = a.relay.is_some() != b.relay.is_some();
    if a.content == b.content && !a.content.is_empty() && !relays {
        return false;
    }
    // Who stands outside of a content does not speak in it: the content ends before that cue.
    let leaves = |inner: &Candidate, outer: &Candidate| {
        let within = |spans: &[Span]| common_len(spans, &outer.content) == total_len(spans);
        let reports = within(&inner.cue_spans) && within(&inner.content);
        reports && !inner.source.is_empty() && !meet(&inner.source, &outer.content)
    };
    if leaves(a, b) || leaves(b, a) {
        return false;
    }
    // Contents are apart or nested; a crossing pair cannot both be right.
    let common = common_len(&a.content, &b.content);
    common == 0 || common == total_len(&a.content) || common == total_len(&b.content)
}

fn common_len(a: &[Span], b: &[Span]) -> usize {
    a.iter()
        .flat_map(|x| b.iter().map(move |y| x.end.min(y.end).saturating_sub(x.start.max(y.start))))
        .sum()
}
