//! Finishing: mode, hedging, nesting and ids of the attributions that were kept.

use std::collections::HashSet;

use super::Reading;
use super::candidates::Candidate;
use super::grid::Grid;
use super::relays::Relay;
use super::score::Choice;
use crate::model::{
    Attribution, Cue, Identified, Mode, Mood, SourceKind, SourceMention, Span, cover, hash_id,
    is_alphanumeric, overlaps_any, total_len,
};

/// Makes attributions of the kept candidates, in order of the text.
pub fn attributions(
    reading: Reading<'_>,
    cues: &[Cue],
    kept: Vec<(&Candidate, Choice)>,
) -> Vec<Attribution> {
    let rules = &reading.language.attributions.rules;
    let mut list: Vec<Attribution> = Vec::with_capacity(kept.len());
    let mut ids: HashSet<String> = HashSet::with_capacity(kept.len());
    let mut relays: Vec<(usize, Relay)> = Vec::new();
    for (candidate, choice) in kept {
        relays.extend(candidate.relay.map(|r| (list.len(), r)));
        let cue = &cues[candidate.cue];
        let rule = &rules[candidate.rule];
        let groups: [&[Span]; 3] = [&candidate.cue_spans, &candidate.source, &candidate.content];
        let mut id = hash_id("a-", &groups, 0);
        let mut salt = 1;
        while !ids.insert(id.clone()) {
            id = hash_id("a-", &groups, salt);
            salt += 1;
        }
        list.push(Attribution {
            id,
            rule: rule.id.clone(),
            construction: rule.construction.clone(),
            cue: candidate.cue_spans.clone(),
            cue_lemma: cue.lemma.clone(),
            cue_class: cue.class,
            source: (!candidate.source.is_empty()).then(|| SourceMention {
                id: String::new(),
                spans: candidate.source.clone(),
                kind: SourceKind::Other,
                identified: Identified::Anonymous,
                link: None,
            }),
            mode: mode(reading, &candidate.content),
            hedged: is_hedged(reading, cue, &candidate.content),
            content: candidate.content.clone(),
            stance: rule.stance(cue.stance),
            parent: None,
            channel: None,
            said_on: None,
            confidence: choice.confidence,
            evidence: choice.evidence,
        });
    }
    nest(&mut list);
    for (at, relay) in relays {
        pass_on(&mut list, at, relay);
    }
    list
}

/// How much of the content stands in quotation marks; marks around a mere name do not count.
pub fn mode(reading: Reading<'_>, content: &[Span]) -> Mode {
    let text = reading.text;
    let (mut inside, mut outside) = (0, 0);
    for &span in content {
        let from = reading.quotations.partition_point(|q| q.level == 0 && q.end <= span.start);
        let quotes: Vec<Span> = reading.quotations[from..]
            .iter()
            .take_while(|q| q.start < span.end)
            .filter(|q| q.level == 0 && !is_name(text, q.inner))
            .map(|q| q.span())
            .collect();
        let all: usize = letters(span.of(text));
        let quoted: usize = quotes
            .iter()
            .filter(|q| q.overlaps(span))
            .map(|q| letters(&text[q.start.max(span.start)..q.end.min(span.end)]))
            .sum();
        inside += quoted;
        outside += all - quoted.min(all);
    }
    match (inside, outside) {
        (0, _) => Mode::Indirect,
        (_, 0) => Mode::Direct,
        _ => Mode::Mixed,
    }
}

fn letters(text: &str) -> usize {
    text.chars().filter(|&c| is_alphanumeric(c)).count()
}

/// One to three words that all begin with a capital.
fn is_name(text: &str, inner: Span) -> bool {
    let mut words = inner.of(text).split_whitespace();
    let few = words.clone().count() <= 3;
    few && words.all(|w| w.chars().next().is_some_and(char::is_uppercase))
        && !inner.of(text).ends_with(['.', '!', '?'])
}

/// Whether the content stands under a conditional of report or holds a softening word.
fn is_hedged(reading: Reading<'_>, cue: &Cue, content: &[Span]) -> bool {
    let softener = reading.language.words.class("softener");
    // Behind a cue in the past the conditional is a future seen from there.
    let past = cue.perfect
        || cue.mood == Some(Mood::Indicative)
            && reading.tokens.list[cue.first..=cue.last]
                .iter()
                .any(|t| t.verb.is_some_and(|v| v.tense == crate::model::Tense::Imperfect));
    content.iter().any(|&span| {
        let list = &reading.tokens.list;
        let from = list.partition_point(|t| t.span.start < span.start);
        let quoted = |s: Span| reading.quotations.iter().any(|q| q.span().contains(s));
        list[from..].iter().take_while(|t| t.span.start < span.end).any(|t| {
            t.classes.meets(softener)
                || t.verb.is_some_and(|v| v.mood == Mood::Conditional) && !past && !quoted(t.span)
        })
    })
}

/// Puts a report that passes on the same words as another one before or behind it.
fn pass_on(list: &mut [Attribution], at: usize, relay: Relay) {
    /// Both stand in one sentence, so that few others lie between them.
    const REACH: usize = 16;
    let near = at.saturating_sub(REACH)..list.len().min(at + REACH + 1);
    let other = near.into_iter().find(|&k| k != at && list[k].content == list[at].content);
    let Some(other) = other else { return };
    let (outer, inner) = match relay {
        Relay::Outer => (at, other),
        Relay::Inner => (other, at),
    };
    list[outer].parent = list[other].parent.take();
    list[inner].parent = Some(list[outer].id.clone());
}

/// Gives each attribution the narrowest other one in whose content its cue and content lie.
fn nest(list: &mut [Attribution]) {
    let inside = |inner: &Attribution, outer: &Attribution| {
        let held: usize = inner
            .content
            .iter()
            .flat_map(|x| {
                outer
                    .content
                    .iter()
                    .map(move |y| x.end.min(y.end).saturating_sub(x.start.max(y.start)))
            })
            .sum();
        inner.id != outer.id
            && !inner.content.is_empty()
            && held == total_len(&inner.content)
            && total_len(&outer.content) > total_len(&inner.content)
            && inner.cue.iter().all(|&c| outer.content.iter().any(|o| o.contains(c)))
            && inner
                .source
                .as_ref()
                .is_none_or(|s| cover(&s.spans).is_none_or(|s| !overlaps_any(s, &outer.cue)))
    };
    let mut grid = Grid::default();
    for (i, a) in list.iter().enumerate() {
        if let Some(place) = cover(&a.content) {
            grid.put(i, place);
        }
    }
    for i in 0..list.len() {
        let Some(place) = cover(&list[i].content) else { continue };
        let parent = grid
            .near(place)
            .into_iter()
            .filter(|&j| inside(&list[i], &list[j]))
            .min_by_key(|&j| (total_len(&list[j].content), j))
            .map(|j| list[j].id.clone());
        list[i].parent = parent;
    }
}
