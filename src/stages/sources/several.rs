//! Several: persons who are named one beside the other, as *Ana Moll and Leo Zorg*, whom *both* and *they* take up.

use super::mentions::Mention;
use super::names::{Name, name_at};
use super::phrase::{self, Head, Phrase};
use super::view::View;
use crate::model::{Gender, Number};
use crate::rules::NameSort;

/// Whether a phrase that opens with a person's name has a further person's behind a conjunction.
pub fn names_several(view: View<'_>, phrase: &Phrase) -> bool {
    let Some(own) = phrase.own.as_ref().filter(|n| is_whole(view, n)) else { return false };
    let second = |i: usize| {
        view.is(i, view.classes().coordinator)
            && i + 1 < phrase.end
            && name_at(view, i + 1, phrase.end).is_some_and(|n| is_whole(view, &n))
    };
    phrase.number != Number::Plural && (own.end..phrase.end).any(second)
}

/// Those of whom such a phrase names several, each as a phrase of its own.
pub fn each(view: View<'_>, phrase: &Phrase) -> Vec<Phrase> {
    if !phrase.several {
        return Vec::new();
    }
    let mut found: Vec<Phrase> = Vec::new();
    let mut at = phrase.first;
    while at < phrase.end {
        let until = (at..phrase.end).find(|&i| view.is(i, view.classes().coordinator));
        let until = until.unwrap_or(phrase.end);
        if until > at {
            let one = phrase::read(view, at, until, false);
            found.extend(one.filter(|p| p.own.as_ref().is_some_and(|n| is_whole(view, n))));
        }
        at = until + 1;
    }
    found
}

/// Two persons named one beside the other as one mention.
pub fn both(view: View<'_>, one: &Mention, other: &Mention) -> Option<Mention> {
    let alone = |m: &Mention| {
        m.attributions.is_empty()
            && m.phrase.number != Number::Plural
            && matches!(m.phrase.head, Head::Name | Head::Noun(_))
            && m.phrase.own.as_ref().is_some_and(|n| is_whole(view, n))
    };
    let from = view.tokens.partition_point(|t| t.span.end <= one.span.end);
    let to = other.phrase.first;
    let beside = from < to && to - from <= 2 && view.is(to - 1, view.classes().coordinator);
    if !beside || one.sentence != other.sentence || !alone(one) || !alone(other) {
        return None;
    }
    let gender = match (one.phrase.gender, other.phrase.gender) {
        (Gender::Feminine, Gender::Feminine) => Gender::Feminine,
        (Gender::Masculine, _) | (_, Gender::Masculine) => Gender::Masculine,
        _ => Gender::Unknown,
    };
    let mut pair = one.clone();
    pair.span.end = other.span.end;
    pair.introduced = pair.span;
    pair.subject |= other.subject;
    pair.phrase.gender = gender;
    pair.phrase.end = other.phrase.end;
    pair.phrase.several = true;
    Some(pair)
}

/// Whether a name is a person's with the given name or a title.
fn is_whole(view: View<'_>, name: &Name) -> bool {
    let person = view.book.sort(name, view) == Some(NameSort::Person);
    person && (name.end > name.bare + 1 || name.bare > name.first)
}
