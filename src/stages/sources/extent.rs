//! Extent: how far a mention reaches beyond what its phrase needed to be understood.
//!
//! Who is introduced stands with brackets, appositions and a clause that says who it is: *Lena Moll (PDR), head of the
//! district and farmer*. The phrase is understood without all of it, but whoever looks a source up wants the whole.

use super::names::Name;
use super::phrase::{Head, Phrase};
use super::view::View;
use crate::model::{Mood, Number, Pos};
use crate::rules::{DeterminerShape, NounSort};

/// Behind the last token of all that introduces a named one; `limit` is the end of its sentence.
pub fn reach(view: View<'_>, phrase: &Phrase, limit: usize) -> usize {
    let whole = |n: &Name| n.end > n.bare + 1 || n.bare > n.first || view.is_given(n.bare);
    let named = phrase.own.as_ref().is_some_and(whole) || phrase.acronym.is_some();
    let mut end = phrase.end.min(limit);
    if is_released(view, phrase, limit) {
        return closed(view, end, limit).unwrap_or(end);
    }
    if phrase.is_told_of()
        && let Some(further) = clause(view, end, limit)
    {
        return further;
    }
    if !named || phrase.number == Number::Plural {
        return end;
    }
    // What the phrase has read of an apposition is its noun; where somebody works goes on behind it.
    if is_set_off(view, phrase, end) && goes_on_at(view, end, limit) {
        end = closed(view, end, limit).unwrap_or(end);
    }
    for _ in 0..PARTS {
        let next = bracket(view, end, limit)
            .or_else(|| coordinated(view, phrase, end, limit))
            .or_else(|| apposition(view, end, limit));
        match next {
            Some(further) => end = further,
            None => break,
        }
    }
    end
}

/// A clause between commas that tells who a subject is, with its verb behind: *Ana Moll, who heads the choir, has sung*.
fn clause(view: View<'_>, at: usize, limit: usize) -> Option<usize> {
    let next = at + 1;
    if next >= limit || view.word(at) != "," || !view.is(next, view.classes().subject_relative) {
        return None;
    }
    let until = limit.min(at + LONG);
    let stop = |&i: &usize| {
        matches!(view.word(i), ";" | ":" | "." | "!" | "?" | "«" | "»" | "“" | "”" | "–" | "—")
    };
    let until = (next..until).find(stop).unwrap_or(until);
    let verb = (next..until).find(|&i| view.opens_predicate(i))?;
    (verb..until).find(|&i| view.word(i) == "," && i + 1 < until && view.opens_predicate(i + 1))
}

/// Whether what somebody is was read behind the own name and a comma.
fn is_set_off(view: View<'_>, phrase: &Phrase, end: usize) -> bool {
    let set_off = |n: &Name| (n.end..end).any(|i| view.word(i) == ",");
    phrase.own.as_ref().is_some_and(set_off)
}

/// Whether a preposition or a participle goes on with what somebody is: *researcher* | *at the institute*.
fn goes_on_at(view: View<'_>, at: usize, limit: usize) -> bool {
    let participle = |i: usize| view.tokens[i].verb.is_some_and(|v| v.mood == Mood::ParticiplePast);
    at < limit && (view.pos(at) == Pos::Adp || participle(at) && !view.opens_predicate(at))
}

/// Whether a participle behind a document tells when and where it came out: *a note published on Friday*.
fn is_released(view: View<'_>, phrase: &Phrase, limit: usize) -> bool {
    let document = match phrase.head {
        Head::Noun(entry) => view.actors().noun(entry).sort == NounSort::Document,
        _ => false,
    };
    let participle = |i: usize| {
        view.tokens[i].verb.is_some_and(|v| v.mood == Mood::ParticiplePast)
            && !view.opens_predicate(i)
    };
    document && phrase.end < limit && participle(phrase.end)
}

/// A short bracket right behind a name, as that of a party or a place.
fn bracket(view: View<'_>, at: usize, limit: usize) -> Option<usize> {
    let close = (at + 1..limit.min(at + SHORT)).find(|&i| view.word(i) == ")")?;
    (at < limit && view.word(at) == "(").then_some(close + 1)
}

/// A second office behind a conjunction, as in *mayor of the town and senator*.
fn coordinated(view: View<'_>, phrase: &Phrase, at: usize, limit: usize) -> Option<usize> {
    let next = at + 1;
    // A name closes what can be told without a comma.
    let open = phrase.own.as_ref().is_some_and(|n| n.end < at);
    let and = next < limit && open && view.is(at, view.classes().coordinator);
    if !and || !opens_trade(view, next, limit) {
        return None;
    }
    closed(view, next, limit)
}

/// What stands between commas behind a name and says who it is.
fn apposition(view: View<'_>, at: usize, limit: usize) -> Option<usize> {
    let next = at + 1;
    if next >= limit || view.word(at) != "," {
        return None;
    }
    let age = view.pos(next) == Pos::Num && next + 1 < limit && view.pos(next + 1) == Pos::Noun;
    let origin = opens_origin(view, next, limit);
    // *Ana Moll, 33, pregnant for the first time*.
    let state = view.pos(next) == Pos::Adj
        || view.tokens[next].verb.is_some_and(|v| v.mood == Mood::ParticiplePast);
    if age || origin || opens_trade(view, next, limit) {
        return closed(view, next, limit);
    }
    if state {
        return closed(view, next, limit).filter(|end| end - next <= STATE);
    }
    None
}

/// Whether a noun for what somebody is or a body's noun opens there, behind a determiner and adjectives or without.
fn opens_trade(view: View<'_>, at: usize, limit: usize) -> bool {
    let mut at = at;
    while at < limit
        && (view.is_determiner(at) && !view.is(at, view.classes().of)
            || view.pos(at) == Pos::Adj && view.noun_at(at, limit).is_none())
    {
        at += 1;
    }
    at < limit && view.is_people(at)
        || at < limit
            && !view.is_capital(at)
            && view.noun_at(at, limit).is_some_and(|(_, form)| {
                let noun = view.actors().noun(form.entry);
                matches!(noun.sort, NounSort::Person | NounSort::Body)
                    && form.number != Number::Plural
            })
}

/// Where a part without a verb of its own ends, if a comma, a bracket or the end of the sentence closes it.
fn closed(view: View<'_>, at: usize, limit: usize) -> Option<usize> {
    let stop = |&i: &usize| {
        view.opens_predicate(i) && !view.is_determiner(i)
            || matches!(
                view.word(i),
                "," | ";" | ":" | "." | "!" | "?" | "«" | "»" | "“" | "”" | "(" | ")" | "–" | "—"
            )
    };
    let end =
        (at..limit.min(at + LONG)).find(stop).or_else(|| (limit <= at + LONG).then_some(limit))?;
    let ends = end == limit || matches!(view.word(end), "," | "." | "»" | "”" | ")" | ";" | ":");
    (ends && end > at).then_some(end)
}

/// Whether a mention that somebody else gave the extent of is cut short by a part that belongs to it.
pub fn is_cut(view: View<'_>, phrase: &Phrase, limit: usize) -> bool {
    let person = match phrase.head {
        Head::Name => true,
        Head::Noun(entry) => view.actors().noun(entry).sort == NounSort::Person,
        _ => false,
    };
    let next = phrase.end + 1;
    is_released(view, phrase, limit)
        || person && is_set_off(view, phrase, phrase.end) && goes_on_at(view, phrase.end, limit)
        || person
            && phrase.determiner != DeterminerShape::Indefinite
            && next < limit
            && view.word(phrase.end) == ","
            && (opens_trade(view, next, limit)
                || phrase.head == Head::Name && opens_origin(view, next, limit))
}

/// Whether it is told there where somebody is from: *Ana Moll, of the union of bakers*.
fn opens_origin(view: View<'_>, at: usize, limit: usize) -> bool {
    let body = |i: usize| {
        let noun = view.noun_at(i, limit).map(|(_, form)| view.actors().noun(form.entry).sort);
        noun == Some(NounSort::Body)
    };
    let mut next = at + 1;
    while next < limit && view.is_determiner(next) {
        next += 1;
    }
    at < limit
        && view.is(at, view.classes().of)
        && next < limit
        && (view.is_capital(next) || body(next))
}

/// What state somebody is in is told in so many words at most.
const STATE: usize = 5;

/// So many parts introduce one person at most.
const PARTS: usize = 3;

/// A bracket behind a name has so many tokens at most.
const SHORT: usize = 8;

/// An apposition has so many tokens at most.
const LONG: usize = 30;
