//! Verdicts: whether a rule's conditions hold for a line.

use super::lines::Line;
use super::page::Page;
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

/// Whether what the rule says of the line itself holds.
pub fn holds_alone(rule: &BlockRule, line: &Line) -> bool {
    shape_holds(rule, line) && words_hold(rule, line)
}

/// Whether the rule holds for line `i` of a page that is laid out, given the line above it.
pub fn holds(rule: &BlockRule, page: &Page, i: usize, above: Option<Above>) -> bool {
    let line = &page.lines[i];
    shape_holds(rule, line) && place_holds(rule, page, i, above) && words_hold(rule, line)
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

fn shape_holds(rule: &BlockRule, line: &Line) -> bool {
    let among = |list: &[String], word: &str| list.is_empty() || list.iter().any(|p| p == word);
    (rule.min_words..=rule.max_words).contains(&line.words)
        && rule.lacks_stop.is_none_or(|wanted| wanted != line.has_stop)
        && (!rule.all_caps || line.all_caps)
        && line.link_share >= rule.min_link_share
        && among(&rule.element, &line.element)
        && (rule.context.is_empty() || line.context.iter().any(|c| rule.context.contains(c)))
}

fn words_hold(rule: &BlockRule, line: &Line) -> bool {
    let any = |list: &[String], holds: &dyn Fn(&str) -> bool| {
        list.is_empty() || list.iter().any(|p| holds(p))
    };
    // A phrase ends where a word ends, lest the beginning of a longer word count.
    let whole = |text: &str, at: usize| !text[at..].starts_with(char::is_alphanumeric);
    let bare = line.bare();
    any(&rule.equals, &|p| bare == p)
        && any(&rule.starts, &|p| {
            line.folded.starts_with(p) && whole(&line.folded, p.len())
                || bare.starts_with(p) && whole(bare, p.len())
        })
        && any(&rule.ends, &|p| line.folded.ends_with(p) || bare.ends_with(p))
        && any(&rule.contains, &|p| line.folded.contains(p))
        && rule.pattern.as_ref().is_none_or(|p| p.is_match(&line.printed))
}
