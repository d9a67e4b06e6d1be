//! Told: what an article tells of a source beside the words that its attribution has, before its cue or behind it.

use super::phrase::{Head, Phrase};
use super::view::View;
use crate::model::{Mood, Pos, Span};
use crate::rules::{DeterminerShape, NounSort};

/// Where a source ends that is told of between commas before its cue: *The section, which backs the plan, admits …*.
pub fn before_cue(view: View<'_>, phrase: &Phrase, span: Span, cues: &[usize]) -> Option<usize> {
    let cue = *cues.get(cues.partition_point(|&c| c < span.end))?;
    let open = view.tokens.partition_point(|t| t.span.start < span.end);
    let until = view.tokens.partition_point(|t| t.span.start < cue);
    let next = open + 1;
    let new = matches!(
        phrase.determiner,
        DeterminerShape::Definite | DeterminerShape::Indefinite | DeterminerShape::Count
    );
    let who = next < view.tokens.len() && view.is(next, view.classes().subject_relative);
    if phrase.own.is_some() && !who
        || !new && phrase.own.is_none()
        || matches!(phrase.head, Head::Pronoun(_))
        || next >= until
        || until - open > ASIDE
        || view.word(open) != ","
    {
        return None;
    }
    let parts = |i: usize| {
        matches!(
            view.word(i),
            ":" | ";" | "." | "!" | "?" | "«" | "»" | "“" | "”" | "\"" | "–" | "—"
        )
    };
    if (open..until).any(parts) {
        return None;
    }
    let close = (next..until).rev().find(|&i| view.word(i) == ",").filter(|&c| c > next)?;
    // Between the aside and the cue stand the cue's own small words.
    let light =
        (close + 1..until).all(|i| !matches!(view.pos(i), Pos::Noun | Pos::Propn | Pos::Num));
    let relative = view.is(next, view.classes().subject_relative);
    let told = matches!(view.pos(next), Pos::Adj | Pos::Propn)
        || view.pos(next) == Pos::Num
        || view.tokens[next].verb.is_some_and(|v| v.mood == Mood::ParticiplePast)
        || view.noun_at(next, close).is_some()
        || view.is_determiner(next)
            && (next + 1..close.min(next + 4)).any(|i| {
                view.noun_at(i, close)
                    .is_some_and(|(_, f)| view.actors().noun(f.entry).sort != NounSort::Document)
            });
    (light && (relative || told)).then(|| view.tokens[close - 1].span.end)
}

/// Where a source ends that stands behind its cue and of whom a clause tells who it is: *…, says Ana Moll, who heads the choir*.
pub fn behind_cue(view: View<'_>, phrase: &Phrase, span: Span, cues: &[usize]) -> Option<usize> {
    let open = view.tokens.partition_point(|t| t.span.start < span.end);
    let next = open + 1;
    let told = phrase.own.is_some() || matches!(phrase.head, Head::Noun(_));
    let opens = told
        && next < view.tokens.len()
        && view.word(open) == ","
        && view.is(next, view.classes().subject_relative);
    if !opens {
        return None;
    }
    let k = view.openings.partition_point(|&o| o <= next);
    let limit = view.openings.get(k).copied().unwrap_or(view.tokens.len());
    let closes = |i: &usize| {
        matches!(
            view.word(*i),
            "." | "!"
                | "?"
                | "«"
                | "»"
                | "“"
                | "”"
                | "\""
                | ","
                | ";"
                | ":"
                | "("
                | "…"
                | "–"
                | "—"
        )
    };
    let end = (next..limit.min(next + ASIDE)).find(closes).unwrap_or(limit.min(next + ASIDE));
    let clean = end == limit || matches!(view.word(end), "." | "!" | "?" | "…" | "«" | "“");
    let to = view.tokens[end - 1].span.end;
    let reports = cues[cues.partition_point(|&c| c < span.end)..].first().is_some_and(|&c| c < to);
    (clean && !reports && end > next + 1).then_some(to)
}

/// What is told of a source before its cue has so many words at most.
const ASIDE: usize = 40;
