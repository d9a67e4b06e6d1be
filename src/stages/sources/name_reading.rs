//! What the article as a whole tells of its names: who is a person, what is a place, which kind a body is of.

use std::collections::BTreeMap;

use super::name_book::NameBook;
use super::names::{Name, listed, name_at};
use super::view::View;
use crate::model::{Number, Pos, SourceKind};
use crate::rules::{NameSort, NounSort};
use crate::stages::attributions::Reading;

/// Reads what the article as a whole tells of its names.
pub fn read(view: View<'_>, reading: Reading<'_>) -> NameBook {
    let mut book = NameBook::default();
    for range in &reading.tokens.sentences {
        let mut at = range.start;
        while at < range.end {
            let Some(name) = name_at(view, at, range.end) else {
                at += 1;
                continue;
            };
            let article = view.is_determiner(name.bare) && name.known.is_none();
            if article && name.end > name.bare + 1 && name.sort == Some(NameSort::Body) {
                book.entitled.insert(name.joined(view));
            }
            if name.sort.is_none() && stands_in_place(view, name.first) {
                book.places.insert(name.joined(view));
            }
            let at_site = at > range.start && view.is(at - 1, view.classes().to);
            if name.sort.is_none() && at_site && !view.is_given(name.bare) {
                book.sites.insert(name.joined(view));
            }
            if name.sort.is_none() && name.known.is_none() && relays(view, name.first, range.start)
            {
                let words = name.joined(view);
                book.bodies.insert(words.clone());
                book.kinds.entry(words).or_insert(SourceKind::Media);
            }
            if name.sort.is_none() && !view.is_given(name.bare) && name.bare == name.first {
                read_owner(view, &name, range.start, &mut book);
            }
            if name.is_person() || is_told_person(view, &name, range.clone()) {
                let words = name.words(view);
                // *Le Pen* is a surname of two words: all behind the given name.
                let surname = match words.len() {
                    0 | 1 => words.join(" "),
                    _ if view.is_given(name.bare) => words[1..].join(" "),
                    _ => words.join(" "),
                };
                if let Some(last) = words.last().filter(|w| w.chars().count() > 2) {
                    book.surnames.entry(last.clone()).or_insert(name.gender);
                }
                book.surnames.entry(surname).or_insert(name.gender);
            }
            at = name.end;
        }
    }
    read_kinds(view, reading, &mut book);
    book
}

/// Whether something or somebody was got hold of *by* the name that stands there: *reached by the Zorg*.
fn relays(view: View<'_>, at: usize, opening: usize) -> bool {
    let mut before = at;
    while before > opening
        && view.is_determiner(before - 1)
        && !view.is(before - 1, view.classes().of)
    {
        before -= 1;
    }
    before > opening + 1
        && view.is(before - 1, view.classes().by)
        && view.pos(before - 1) == Pos::Adp
        && view.is(before - 2, view.classes().relay)
}

/// Whose spokesperson, head or member somebody is, is a body; in whose columns something stands, a medium.
fn read_owner(view: View<'_>, name: &Name, opening: usize, book: &mut NameBook) {
    let mut at = name.first;
    // The article belongs to the name: *of the Zorg*.
    while at > opening
        && view.is(at - 1, view.classes().definite)
        && !view.is(at - 1, view.classes().of)
    {
        at -= 1;
    }
    if at < opening + 2 || !view.is(at - 1, view.classes().of) {
        return;
    }
    let words = name.joined(view);
    if view.is(at - 2, view.classes().media_trace) {
        book.kinds.entry(words.clone()).or_insert(SourceKind::Media);
    }
    // *The Turkish club of Zorg Malko*: of several words it is the body's name.
    let noun = (opening..at - 1).rev().take(2).find(|&i| view.pos(i) != Pos::Adj);
    let body = noun.and_then(|i| view.noun_at(i, at)).is_some_and(|(_, form)| {
        let noun = view.actors().noun(form.entry);
        noun.sort == NounSort::Body
            && form.number != Number::Plural
            && noun.kind == Some(SourceKind::Organisation)
    });
    let several = name.end > name.bare + 1;
    if body && several
        || view.is(at - 2, view.classes().belongs)
        || view.is(at - 2, view.classes().media_trace)
    {
        book.bodies.insert(words);
    }
}

/// Whether a name of two words or more is that of a person by the trade beside it, as in *the baker Zorg Malko*,
/// *the head of the choir, Zorg Malko*, or *Zorg Malko, baker*.
fn is_told_person(view: View<'_>, name: &Name, sentence: std::ops::Range<usize>) -> bool {
    let classes = view.classes();
    let several = name.end > name.bare + 1 && name.sort.is_none();
    if !several || (name.bare..name.end).any(|i| view.is_acronym(i) && !view.is_initial(i)) {
        return false;
    }
    // *Zorg Malko, 38 years old*.
    let aged = |i: usize| {
        i + 2 < sentence.end
            && view.word(i) == ","
            && view.pos(i + 1) == Pos::Num
            && view.is(i + 2, classes.years)
    };
    if aged(name.end) {
        return true;
    }
    let trade = |i: usize| {
        let (_, form) = view.noun_at(i, sentence.end)?;
        let noun = view.actors().noun(form.entry);
        (!view.is_capital(i) && form.number != Number::Plural).then_some(noun.sort)
    };
    let person = |i: usize| trade(i) == Some(NounSort::Person);
    let at = name.first;
    // Without an article and before a verb it is mostly a person who is called by two words.
    let bare = at == sentence.start
        || !view.is_determiner(at - 1)
            && !view.is(at - 1, classes.place_preposition)
            && !matches!(view.pos(at - 1), Pos::Noun | Pos::Propn | Pos::Adj | Pos::X)
            && !view.is_capital(at - 1);
    if bare && name.end < sentence.end && view.opens_predicate(name.end) {
        return true;
    }
    if at > sentence.start && person(at - 1) {
        return true;
    }
    // Behind a comma: what the phrase before it is.
    if at > sentence.start + 1 && view.word(at - 1) == "," {
        let from = at.saturating_sub(TOLD).max(sentence.start);
        let clause = (from..at - 1).rfind(|&i| {
            view.opens_predicate(i) && !view.is_determiner(i)
                || matches!(view.word(i), "," | ";" | "»")
        });
        let opens = clause.map_or(from, |i| i + 1);
        let head = (opens..at - 1).find_map(trade);
        if head == Some(NounSort::Person) {
            return true;
        }
    }
    // The trade behind the name.
    let mut next = name.end + 1;
    if next >= sentence.end
        || view.word(name.end) != ","
        || at > sentence.start && view.is_determiner(at - 1)
    {
        return false;
    }
    while next < sentence.end
        && (view.is_determiner(next) && !view.is(next, classes.of)
            || view.pos(next) == Pos::Adj && view.noun_at(next, sentence.end).is_none())
    {
        next += 1;
    }
    next < sentence.end && person(next)
}

/// A trade stands so many words before the name at most.
const TOLD: usize = 16;

/// Whether a preposition of place stands before a name, with or without a noun that says so as well.
fn stands_in_place(view: View<'_>, at: usize) -> bool {
    let before = |n: usize| at.checked_sub(n);
    let is = |n: usize, class| before(n).is_some_and(|i| view.is(i, class));
    let classes = view.classes();
    is(1, classes.inside_preposition)
        || is(1, classes.of) && (is(2, classes.place_noun) || is(2, classes.near))
}

/// Kinds of bodies that no list has, from the noun before the name and the description behind it.
fn read_kinds(view: View<'_>, reading: Reading<'_>, book: &mut NameBook) {
    let mut told: Vec<(String, SourceKind)> = Vec::new();
    for range in &reading.tokens.sentences {
        for at in range.clone() {
            let acronym = view.is_acronym(at) && at > range.start;
            if !acronym
                || view.actors().names.longest(std::iter::once(view.tokens[at].word)).is_some()
            {
                continue;
            }
            let bracketed = view.word(at - 1) == "(";
            // The noun that the name belongs to stands at most a dozen words before a name in brackets, else right before it.
            let reach = if bracketed { 14 } else { 3 };
            let from = at.saturating_sub(reach).max(range.start);
            let before = (from..at).find_map(|i| kind_of_noun(view, i, at));
            let behind = at + 1 + usize::from(bracketed);
            let kind = described_behind(view, behind, range.end)
                .or_else(|| affiliated(view, behind, range.end))
                .or(before);
            if let Some(kind) = kind {
                told.push((view.folded(at), kind));
            }
        }
    }
    let mut votes: BTreeMap<(String, SourceKind), usize> = BTreeMap::new();
    for vote in told {
        *votes.entry(vote).or_default() += 1;
    }
    let mut best: BTreeMap<String, (usize, SourceKind)> = BTreeMap::new();
    for ((name, kind), count) in votes {
        let entry = best.entry(name).or_insert((count, kind));
        if count > entry.0 {
            *entry = (count, kind);
        }
    }
    book.kinds.extend(best.into_iter().map(|(name, (_, kind))| (name, kind)));
}

/// The kind of an armed group to which a name is tied by what stands behind it, as in *the MPX, affiliated to Al-Zorg*.
fn affiliated(view: View<'_>, at: usize, limit: usize) -> Option<SourceKind> {
    if at + 1 >= limit || view.word(at) != "," || matches!(view.pos(at + 1), Pos::Noun | Pos::Propn)
    {
        return None;
    }
    let near = at + 1..limit.min(at + 6);
    let names = near.take_while(|&i| !view.opens_predicate(i) && view.word(i) != ",");
    names
        .filter_map(|i| listed(view, i, limit))
        .find_map(|n| n.kind.filter(|&k| k == SourceKind::ArmedGroup))
}

/// The kind that a description behind a name tells, as in *the MPX, a rebel movement*.
fn described_behind(view: View<'_>, at: usize, limit: usize) -> Option<SourceKind> {
    if at >= limit || view.word(at) != "," {
        return None;
    }
    let open = |&i: &usize| view.is_determiner(i) || view.pos(i) == Pos::Adj;
    let from =
        (at + 1..limit.min(at + 4)).find(|i| !open(i) || view.noun_at(*i, limit).is_some())?;
    kind_of_noun(view, from, limit)
}

fn kind_of_noun(view: View<'_>, at: usize, limit: usize) -> Option<SourceKind> {
    if let Some((_, kind)) = view.side_at(at, limit).filter(|(_, k)| *k == SourceKind::ArmedGroup) {
        return Some(kind);
    }
    let (_, form) = view.noun_at(at, limit)?;
    let noun = view.actors().noun(form.entry);
    let body = noun.sort == NounSort::Body && !matches!(noun.kind, Some(SourceKind::Public));
    let fighters = noun.sort == NounSort::Person && noun.kind == Some(SourceKind::ArmedGroup);
    noun.kind.filter(|_| (body && !noun.weak) || fighters)
}
