//! Attributions: cues with their sources and contents.
//!
//! Rules propose, one score decides.

mod bases;
mod beside;
mod candidates;
mod certainty;
mod clauses;
mod donors;
mod echo;
mod features;
mod finish;
mod grid;
mod head;
mod inverted;
mod neighbours;
mod objects;
mod plane;
mod relays;
mod rivals;
mod score;
mod select;
mod set_off;
mod setting;
mod shape;
mod spoke_before;
mod subjects;
mod taken_up;
mod usage;
mod what;
mod who;

pub use candidates::{Candidate, join_tokens};
pub use certainty::{FITTED as CERTAINTY_TERMS, weigh};
pub use features::{Base, Feature, Slot};
pub use rivals::{Rival, rivals};
pub use score::{Scorer, overlap, rule_names};
pub use usage::Usage;

use crate::model::{Attribution, Block, Cue, CueKind, Quotation, Sentence, Tokens};
use crate::rules::Language;

/// What the stages before have found.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    pub text: &'a str,
    pub blocks: &'a [Block],
    pub quotations: &'a [Quotation],
    pub sentences: &'a [Sentence],
    pub tokens: &'a Tokens,
    pub language: &'a Language,
}

/// Links cues to sources and contents. The sources have no entity yet: their ids are empty until the next stage.
pub fn link(reading: Reading<'_>, cues: &[Cue]) -> Vec<Attribution> {
    let groups = proposals(reading, cues);
    let mut attributions = select::keep(reading, cues, &reading.language.scorer, &groups);
    setting::tell(reading, &mut attributions);
    attributions
}

/// All candidates, cue by cue.
pub fn proposals(reading: Reading<'_>, cues: &[Cue]) -> Vec<Vec<Candidate>> {
    propose_with(reading, cues, None)
}

/// The attributions that one rule alone proposes, at most one a cue, whatever the other rules say.
pub fn propose_alone(rule_id: &str, reading: Reading<'_>, cues: &[Cue]) -> Vec<Attribution> {
    let rules = &reading.language.attributions.rules;
    let Some(only) = rules.iter().position(|r| r.id == rule_id) else { return Vec::new() };
    let scorer = reading.language.scorer.without_threshold();
    let groups = propose_with(reading, cues, Some(only));
    select::each(reading, cues, &scorer, &groups)
}

/// So many candidates an article may have, many times what a long one has; of the cues behind them only the best are kept.
const PLENTY: usize = 100_000;
/// So many of a cue are kept then.
const BEST: usize = 4;

fn propose_with(reading: Reading<'_>, cues: &[Cue], only: Option<usize>) -> Vec<Vec<Candidate>> {
    let mut count = 0;
    let periods = plane::periods(reading, cues);
    // The last word of each; one without a word takes the place of the one before it.
    let ends: Vec<usize> = periods
        .iter()
        .scan(0, |end, p| {
            *end = p.planes[0].items.last().map_or(*end, |item| item.last);
            Some(*end)
        })
        .collect();
    let locate = |cue| locate(&periods, &ends, cue);
    let places: Vec<Option<(usize, usize)>> = cues.iter().map(locate).collect();
    let mut groups: Vec<Vec<Candidate>> = cues
        .iter()
        .zip(&places)
        .enumerate()
        .map(|(number, (cue, at))| match at {
            Some(at) => {
                let mut group = candidates::propose(reading, &periods, *at, number, cue);
                if count > PLENTY {
                    reading.language.scorer.keep_best(&mut group, BEST);
                }
                count += group.len();
                group
            }
            None => Vec::new(),
        })
        .collect();
    let told = spoke_before::tell(&reading.language.scorer, cues, &places, &mut groups);
    donors::lend(reading, &periods, cues, &places, &mut groups, &told, only);
    relays::lend(reading, &periods, cues, &places, &mut groups);
    if let Some(only) = only {
        groups.iter_mut().for_each(|g| g.retain(|c| c.rule == only));
    }
    groups
}

/// The period and plane in which a cue's head stands.
fn locate(periods: &[plane::Period], ends: &[usize], cue: &Cue) -> Option<(usize, usize)> {
    let mut period = ends.partition_point(|&end| end < cue.head);
    while period < periods.len() && periods[period].planes[0].items.is_empty() {
        period += 1;
    }
    let planes = &periods.get(period)?.planes;
    if cue.kind == CueKind::Mark {
        return donors::item_of_mark(&planes[0].items, cue.head).map(|_| (period, 0));
    }
    let plane = (0..planes.len()).rev().find(|&i| planes[i].item_of(cue.head).is_some())?;
    Some((period, plane))
}
