//! What is told of an entity: its name, function and side, and how well a reader could find it again.

use std::collections::BTreeSet;

use super::describe::{self, Known};
use super::entities::{Entity, Sort};
use super::mentions::Mention;
use super::phrase::{Head, Phrase};
use super::view::View;
use crate::model::{Identified, Number, Pos, Source, SourceKind, Span};
use crate::rules::{DeterminerShape, Lean, NounSort};

/// Makes the source of an entity; `said` are its mentions that are the source of an attribution.
pub fn paint(view: View<'_>, mentions: &[Mention], entity: &Entity, said: &[usize]) -> Source {
    let fullest = fullest(view, mentions, entity, said);
    let role = entity.mentions.iter().find_map(|&m| role(view, &mentions[m].phrase));
    let side =
        [fullest].iter().chain(&entity.mentions).find_map(|&m| side(view, &mentions[m].phrase));
    let phrase = &mentions[fullest].phrase;
    let name = match (&entity.sort, &phrase.own) {
        (Sort::Person, Some(own)) => view.span(own.bare, own.end).of(view.text).to_owned(),
        _ => mentions[fullest].span.of(view.text).to_owned(),
    };
    let told = introductions(view, mentions, entity, said);
    let shown = said.iter().chain([&fullest]).chain(&told);
    let first = said.iter().copied().find(|&m| mentions[m].introduced != mentions[m].span);
    let place = |m: usize| {
        let brought_in = first == Some(m) && said.len() > 1;
        if brought_in { mentions[m].introduced } else { mentions[m].span }
    };
    let mut spans: Vec<Span> = shown.map(|&m| place(m)).collect();
    spans.sort_unstable();
    spans.dedup();
    let role = role.filter(|_| entity.sort == Sort::Person);
    let known =
        Known { kind: entity.kind, identified: entity.identified, function: role.is_some() };
    let (traceability, traceability_rule) = describe::rung(view, phrase, known);
    Source {
        id: String::new(),
        name,
        kind: entity.kind,
        identified: entity.identified,
        role,
        side,
        names: names(view, mentions, entity),
        traceability,
        traceability_rule,
        flags: Vec::new(),
        rating: None,
        mentions: apart(spans),
    }
}

/// Names and acronyms, as the article writes them.
fn names(view: View<'_>, mentions: &[Mention], entity: &Entity) -> Vec<String> {
    let mut list: BTreeSet<String> = BTreeSet::new();
    for phrase in entity.mentions.iter().map(|&m| &mentions[m].phrase) {
        let own = phrase.own.as_ref().map(|n| n.bare..n.end);
        let acronym = phrase.acronym.map(|i| i..i + 1);
        // The name of a body that opens with a noun is the phrase up to its acronym.
        let long = phrase.acronym.filter(|&i| phrase.own.is_none() && i > phrase.head_at.start + 1);
        let long = long.map(|i| phrase.head_at.start..i - 1);
        for range in own.into_iter().chain(acronym).chain(long) {
            list.insert(view.span(range.start, range.end).of(view.text).to_owned());
        }
    }
    list.into_iter().collect()
}

/// The mention that tells most: with a name and a function, with a name, the longest.
fn fullest(view: View<'_>, mentions: &[Mention], entity: &Entity, said: &[usize]) -> usize {
    let fullness = |m: usize| {
        let phrase = &mentions[m].phrase;
        let name = name_length(phrase);
        let described = usize::from(!phrase.nouns.is_empty() || phrase.acronym.is_some());
        let pronoun = matches!(phrase.head, Head::Pronoun(_));
        let words = (phrase.first..phrase.end).filter(|&i| view.is_wordy(i)).count().min(40);
        (
            !pronoun,
            name.min(4) + 2 * described * usize::from(name > 0),
            words * usize::from(name > 0 || !phrase.nouns.is_empty()),
            // Both lists are in order of the text.
            said.binary_search(&m).is_ok(),
        )
    };
    // Of equal ones the one that the first pronoun looks back to.
    let spoken =
        said.iter().copied().find(|&m| matches!(mentions[m].phrase.head, Head::Pronoun(_)));
    let limit = spoken.map_or(0, |m| mentions[m].span.start);
    // A state and its capital are two names of one: it is shown by the one under which it speaks.
    let called = said.iter().copied().find(|&m| mentions[m].phrase.own.is_some());
    if let Some(called) = called.filter(|_| entity.sort == Sort::State) {
        return called;
    }
    let mut best = entity.mentions[0];
    let mut most = fullness(best);
    for &m in &entity.mentions {
        let later =
            mentions[m].span.start > mentions[best].span.start && mentions[m].span.start < limit;
        let full = fullness(m);
        if full > most || full == most && later {
            (best, most) = (m, full);
        }
    }
    best
}

/// How many words the own name of a phrase has; a body's reaches up to the acronym that it introduces.
fn name_length(phrase: &Phrase) -> usize {
    let introduced = || phrase.acronym.map_or(0, |i| i.saturating_sub(phrase.head_at.start));
    phrase.own.as_ref().map_or_else(introduced, |n| n.end - n.bare)
}

/// Mentions that tell who a source is where it speaks by less than its full form: those with the whole name, or the
/// first one of who has no name.
fn introductions(
    view: View<'_>,
    mentions: &[Mention],
    entity: &Entity,
    said: &[usize],
) -> Vec<usize> {
    let name = |m: usize| name_length(&mentions[m].phrase);
    let whole = entity.mentions.iter().map(|&m| name(m)).max().unwrap_or(0);
    if said.iter().all(|&m| name(m) == whole && whole > 0) {
        return long_form(view, mentions, entity, said).into_iter().collect();
    }
    if whole > 0 {
        return entity.mentions.iter().copied().filter(|&m| name(m) == whole).collect();
    }
    let words = |m: usize| {
        let phrase = &mentions[m].phrase;
        let opens = phrase.first + usize::from(view.is_determiner(phrase.first));
        (opens..phrase.end).map(|i| view.folded(i)).collect::<Vec<_>>()
    };
    let first = entity.mentions[0];
    // *A note … the note says*: the first one is where it is brought in.
    let brought_in = !said.contains(&first)
        && mentions[first].phrase.determiner == DeterminerShape::Indefinite
        && matches!(mentions[first].phrase.head, Head::Noun(_));
    let again = said.iter().any(|&m| m == first || words(m) == words(first));
    if again && !brought_in { Vec::new() } else { vec![first] }
}

/// The first mention whose words have the letters of the short name as initials by which a body speaks.
fn long_form(
    view: View<'_>,
    mentions: &[Mention],
    entity: &Entity,
    said: &[usize],
) -> Option<usize> {
    let own = mentions[*said.first()?].phrase.own.as_ref()?;
    let short = own.end == own.bare + 1 && view.is_acronym(own.bare);
    let letters = view.folded(own.bare).replace('.', "");
    let long = |m: &usize| mentions[*m].phrase.initials(view) == letters;
    entity.mentions.iter().copied().find(long).filter(|_| short)
}

/// The function of a person: from its noun to the end of what belongs to it, without the name.
pub fn role(view: View<'_>, phrase: &Phrase) -> Option<String> {
    let own = phrase.own.as_ref();
    let head = match phrase.head {
        Head::Noun(entry) if view.actors().noun(entry).sort == NounSort::Person => {
            phrase.head_at.start
        }
        Head::Name => {
            let described = phrase.described.first().map(|d| first_noun(view, d.clone()));
            // A title that is a noun as well tells the function: *Colonel Sow*.
            let titled = own.filter(|n| n.bare > n.first && !phrase.nouns.is_empty());
            described.or(titled.map(|n| n.first))?
        }
        _ => return None,
    };
    let end = match own {
        Some(n) if n.first == head => n.bare,
        Some(n) if n.first > head => n.first,
        _ => phrase.end,
    };
    let mut end = end.min(phrase.end);
    // *The head of the fleet, the admiral Moll*: what belongs to the title before the name is none of the function.
    let loose = |i: usize| {
        view.pos(i) == Pos::Punct && view.word(i) != ")"
            || view.is_determiner(i) && i > head && view.word(i - 1) == ","
    };
    while end > head + 1 && loose(end - 1) {
        end -= 1;
    }
    (end > head).then(|| view.span(head, end).of(view.text).to_owned())
}

fn first_noun(view: View<'_>, range: std::ops::Range<usize>) -> usize {
    range.clone().find(|&i| !view.is_determiner(i)).unwrap_or(range.start)
}

/// The side as told: the body in the complements, or the modifiers that tell it.
///
/// An office or a kin is nobody's side, and neither is a body's noun that tells not which body.
fn side(view: View<'_>, phrase: &Phrase) -> Option<String> {
    let (kind, at) = phrase.side.as_ref()?;
    let first = first_noun(view, at.clone());
    let told = view.side_at(first, at.end).is_some() || view.is_people(first);
    let mut end = at.end;
    if let Some((_, form)) = view.noun_at(first, at.end).filter(|_| !told) {
        let noun = view.actors().noun(form.entry);
        let forces = matches!(kind, SourceKind::ArmedGroup | SourceKind::Military);
        match noun.sort {
            NounSort::Body if noun.lean == Lean::Role => {}
            NounSort::Body => {
                end = complements(view, phrase, end);
                if end == at.end && !view.is_capital(first) {
                    return None;
                }
            }
            NounSort::Person if forces && form.number == Number::Plural => {}
            _ => return None,
        }
    }
    // Further modifiers of the same run belong to it: *militaire malienne*.
    while end < phrase.end
        && (view.side_at(end, phrase.end).is_some()
            || view.is_people(end)
            || view.pos(end) == Pos::Adj)
    {
        end += 1;
    }
    let end = end.max(at.end).min(phrase.end.max(at.end));
    Some(view.span(at.start, end).of(view.text).to_owned())
}

/// Where the complements and modifiers of a noun end that stands in a phrase.
fn complements(view: View<'_>, phrase: &Phrase, from: usize) -> usize {
    let own = phrase.own.as_ref().map_or(phrase.end, |n| n.first);
    let limit = if own >= from { own.min(phrase.end) } else { phrase.end };
    let parts = |&i: &usize| {
        view.pos(i) == Pos::Punct
            || view.opens_predicate(i)
            || view.is(i, view.classes().relative)
            || view.pos(i) == Pos::Adp && !view.is(i, view.classes().of)
    };
    (from..limit).find(parts).unwrap_or(limit).max(from)
}

/// Mentions that overlap are one: the longer stays.
fn apart(spans: Vec<Span>) -> Vec<Span> {
    let mut kept: Vec<Span> = Vec::new();
    for span in spans {
        match kept.last_mut() {
            Some(last) if last.overlaps(span) => {
                if span.len() > last.len() {
                    *last = span;
                }
            }
            _ => kept.push(span),
        }
    }
    kept
}

/// An actor that never speaks: where it is first mentioned and its name. A place, and what is named in passing, is none.
pub fn unheard(view: View<'_>, mentions: &[Mention], entity: &Entity) -> Option<(usize, String)> {
    let acts = |m: &&usize| mentions[**m].subject && !mentions[**m].place && !mentions[**m].nested;
    let named = entity.mentions.iter().filter(|&&m| !mentions[m].place).count();
    let acting = entity.mentions.iter().filter(acts).count();
    let often = match entity.sort {
        Sort::Person | Sort::Body => named > 1 && acting > 0 || named > 2,
        // Most of what is told of a state is told of a country.
        Sort::State => acting > 1,
        _ => false,
    };
    let own = entity.mentions.iter().filter_map(|&m| mentions[m].phrase.own.as_ref());
    let fullest = own.max_by_key(|n| (n.end - n.bare, std::cmp::Reverse(n.first)))?;
    let first = entity.mentions.iter().map(|&m| mentions[m].span.start).min()?;
    let fits = often && entity.identified == Identified::Named && entity.kind != SourceKind::Media;
    fits.then(|| (first, view.span(fullest.bare, fullest.end).of(view.text).to_owned()))
}
