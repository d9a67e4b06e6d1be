//! Verdicts: whether a rule's conditions hold for a line.

use super::lines::Line;
use super::page::Page;
use super::wording::{Wording, pattern_holds};
use crate::model::BlockKind;
use crate::rules::BlockRule;

/// The line above: its kind, and what a list under it may rest on.
#[derive(Clone, Copy, Debug)]
pub struct Above {
    pub kind: BlockKind,
    /// Whether a rule flagged it only for what stands above it in turn.
    follows: bool,
    /// Whether its own words make it the head of a list, or it stands under such a head.
    headed: bool,
}

impl Above {
    /// What a line is to the line below it, given its kind, its rule and the line above it.
    pub fn new(kind: BlockKind, rule: Option<&BlockRule>, above: Option<Above>) -> Above {
        let follows = rule.is_some_and(|r| !r.follows.is_empty());
        let headed = match rule {
            Some(r) if follows => r.kind == kind && above.is_some_and(|a| a.headed),
            Some(r) => !r.asks_for_place(),
            None => false,
        };
        Above { kind, follows, headed }
    }
}

/// Whether what the rule says of the line itself holds, wherever the line stands.
pub fn holds_alone(wording: &Wording, rank: u16, line: &Line) -> bool {
    let rule = wording.rule(rank);
    // The pattern of other rules was tried when the candidates were found.
    wording.context_holds(rank, line)
        && (!rule.asks_for_place() && !rule.hint || pattern_holds(rule, line))
}

/// Whether the rule, one of the line's candidates, holds for line `i` of a page that is laid out, given the line above it.
pub fn holds(wording: &Wording, rank: u16, page: &Page, i: usize, above: Option<Above>) -> bool {
    place_holds(wording.rule(rank), page, i, above) && holds_alone(wording, rank, &page.lines[i])
}

fn place_holds(rule: &BlockRule, page: &Page, i: usize, above: Option<Above>) -> bool {
    page.stands(i, rule.place)
        && (!rule.repeats || page.repeats(i))
        && (!rule.foreign || page.is_foreign(i))
        && page.topic(i) <= rule.max_topic
        && page.run(i) >= rule.min_run
        && page.distance(i) >= rule.min_distance
        && (rule.outside.is_empty() || page.is_outside(i))
        && (rule.follows.is_empty()
            || above.is_some_and(|a| {
                // A rule that asks how long the head of a list is means the head itself.
                let head = rule.follows_words == usize::MAX || !a.follows;
                rule.follows.contains(&a.kind)
                    && head
                    && (a.headed || !a.kind.is_boilerplate())
                    && page.lines[i - 1].words <= rule.follows_words
            }))
}
