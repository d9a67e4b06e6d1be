//! Late names: those of persons whose office is told at length before them.

use super::super::names::name_at;
use super::{Head, Reader};
use crate::model::{Number, Pos};
use crate::rules::{DeterminerShape, NameSort, NounSort};

impl Reader<'_> {
    /// The name of a person whose office is told at length: *the head of the union of bakers and millers, Ana Moll*.
    pub(super) fn late_name(&mut self) {
        let view = self.view;
        let person = matches!(self.phrase.head, Head::Noun(_)) && self.is_person();
        let open = self.phrase.own.is_none()
            && self.phrase.number != Number::Plural
            && self.phrase.determiner != DeterminerShape::None;
        if !person || !open {
            return;
        }
        let until = self.limit.min(self.phrase.head_at.end + LONG);
        let mut other_person = false;
        for at in self.phrase.head_at.end + 1..until {
            let before = at - 1;
            // *In charge of*: behind a preposition no verb stands.
            let noun = view.pos(before - 1) == Pos::Adp;
            if self.ends_tail(before) && !view.is(before, view.classes().coordinator) && !noun {
                return;
            }
            let comma = view.word(before) == ",";
            if !comma && view.pos(before) == Pos::Punct && view.word(before) != ")" {
                return;
            }
            let noun = view.noun_at(before, self.limit);
            other_person |= noun
                .is_some_and(|(_, form)| view.actors().noun(form.entry).sort == NounSort::Person);
            let opens = comma
                || !other_person
                    && matches!(view.pos(before), Pos::Noun | Pos::Propn | Pos::Adj | Pos::X);
            let Some(name) = name_at(view, at, self.limit).filter(|_| opens) else {
                if comma && !self.given {
                    return;
                }
                continue;
            };
            let person = view.book.sort(&name, view) == Some(NameSort::Person);
            let full = name.end > name.bare + 1 || name.bare > name.first;
            // What goes on behind the name is what its bearer is besides.
            let closed = name.end >= self.limit
                || view.pos(name.end) == Pos::Punct
                || view.opens_predicate(name.end);
            if person && full && closed {
                let end = self.take_own(name);
                self.phrase.end = self.phrase.end.max(end);
                return;
            }
        }
    }
}

/// An office is told in so many words before the name at most.
const LONG: usize = 24;
