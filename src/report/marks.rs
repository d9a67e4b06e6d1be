//! Marks: the text cut into segments, each with the roles that it plays, so that spans may overlap and nest.

use std::collections::BTreeMap;

use super::article::Article;
use crate::model::{Span, Voice};

/// A run of the text in which all marks are the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The run.
    pub span: Span,
    /// Whether it names a source.
    pub source: bool,
    /// Whether it reports.
    pub cue: bool,
    /// How many contents it stands in.
    pub depth: usize,
    /// The cards that it opens, the innermost first.
    pub cards: Vec<String>,
    /// The cards of claims that begin here.
    pub begins: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Cue,
    Source,
    Content,
    Claim,
}

/// The card that an attribution is shown on: its claim's, its own if it is a speech act, or that of the claim which it
/// relays.
pub fn cards(article: &Article<'_>) -> BTreeMap<String, String> {
    let mut cards = BTreeMap::new();
    for act in &article.annotation.speech_acts {
        cards.insert(act.attribution.clone(), act.attribution.clone());
    }
    for claim in &article.annotation.claims {
        let mut next = article.carrier(claim);
        let mut steps = 0;
        while let Some(a) = next {
            cards.entry(a.id.clone()).or_insert_with(|| claim.id.clone());
            steps += 1;
            let parent = a.parent.as_deref().and_then(|p| article.attribution(p));
            // A relay has no claim of its own; any other parent has.
            next = parent.filter(|p| p.content == a.content && steps < 100);
        }
    }
    cards
}

/// The segments of the whole text, in order.
pub fn segments(article: &Article<'_>) -> Vec<Segment> {
    let cards = cards(article);
    let mut marks: Vec<(Span, Role, &str)> = Vec::new();
    for a in &article.annotation.attributions {
        let Some(card) = cards.get(&a.id) else { continue };
        let source = a.source.as_ref().map_or(&[][..], |s| &s.spans);
        for (role, spans) in
            [(Role::Cue, &a.cue[..]), (Role::Source, source), (Role::Content, &a.content)]
        {
            marks.extend(spans.iter().map(|&s| (s, role, card.as_str())));
        }
    }
    for claim in article.annotation.claims.iter().filter(|c| c.voice == Voice::Article) {
        marks.extend(claim.spans.iter().map(|&s| (s, Role::Claim, claim.id.as_str())));
    }
    let mut begins: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let shown = article.annotation.claims.iter().map(|c| (c.id.as_str(), &c.spans[..]));
    let acts = article.annotation.speech_acts.iter().filter_map(|act| {
        let a = article.attribution(&act.attribution)?;
        Some((a.id.as_str(), if a.content.is_empty() { &a.cue[..] } else { &a.content[..] }))
    });
    for (id, spans) in shown.chain(acts) {
        if let Some(first) = spans.first() {
            begins.entry(first.start).or_default().push(id.to_owned());
        }
    }
    sweep(article.text().len(), &marks, begins)
}

fn sweep(
    end: usize,
    marks: &[(Span, Role, &str)],
    mut begins: BTreeMap<usize, Vec<String>>,
) -> Vec<Segment> {
    // Places where something opens (true) or closes, with the mark's number.
    let mut events: BTreeMap<usize, Vec<(bool, usize)>> = BTreeMap::new();
    for (i, (span, _, _)) in marks.iter().enumerate().filter(|(_, m)| !m.0.is_empty()) {
        events.entry(span.start).or_default().push((true, i));
        events.entry(span.end).or_default().push((false, i));
    }
    for &at in begins.keys() {
        events.entry(at).or_default();
    }
    events.entry(end).or_default();
    let mut active: Vec<usize> = Vec::new();
    let mut list = Vec::new();
    let mut at = 0;
    for (place, changes) in events {
        if at < place {
            list.push(segment(Span::new(at, place), &active, marks, begins.remove(&at)));
        }
        for (opens, mark) in changes {
            if opens {
                active.push(mark);
            } else {
                active.retain(|m| *m != mark);
            }
        }
        at = place;
    }
    list
}

fn segment(
    span: Span,
    active: &[usize],
    marks: &[(Span, Role, &str)],
    begins: Option<Vec<String>>,
) -> Segment {
    let is = |role: Role| active.iter().filter(|m| marks[**m].1 == role).count();
    // What is narrowest was meant by who points at it; of equals the last to open.
    let mut inner: Vec<&usize> = active.iter().rev().collect();
    inner.sort_by_key(|m| (marks[**m].0.len(), marks[**m].1));
    let mut cards: Vec<String> = Vec::new();
    for mark in inner {
        if !cards.iter().any(|c| c == marks[*mark].2) {
            cards.push(marks[*mark].2.to_owned());
        }
    }
    Segment {
        span,
        source: is(Role::Source) > 0,
        cue: is(Role::Cue) > 0,
        depth: is(Role::Content),
        cards,
        begins: begins.unwrap_or_default(),
    }
}
