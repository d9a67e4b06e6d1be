//! Selection: the best consistent set of the chosen candidates.

use super::Reading;
use super::candidates::Candidate;
use super::finish;
use super::grid::Grid;
use super::score::{Choice, Scorer};
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
    let mut kept: Vec<(&Candidate, Choice)> = Vec::new();
    let mut grid = Grid::default();
    for (group, choice) in chosen {
        let fits = |c: &Candidate| grid.near(c.place()).into_iter().all(|k| agree(c, kept[k].0));
        let choice = match fits(&groups[group][choice.candidate]) {
            true => Some(choice),
            // What those already kept leave room for.
            false => scorer.choose_of(&groups[group], fits),
        };
        if let Some(choice) = choice {
            let candidate = &groups[group][choice.candidate];
            grid.put(kept.len(), candidate.place());
            kept.push((candidate, choice));
        }
    }
    kept.sort_by_key(|(c, _)| (c.cue_spans[0].start, c.cue));
    finish::attributions(reading, cues, kept)
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
    if a.content == b.content && !a.content.is_empty() {
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
