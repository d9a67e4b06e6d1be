//! Called: the name of a person that stands behind a comma and an office.

use super::super::names::{Name, name_at};
use super::Reader;
use crate::model::{Number, Pos};
use crate::rules::{NameSort, NounSort};

impl Reader<'_> {
    /// Whether a comma with a person's name behind it stands there.
    pub(super) fn is_named_behind(&self, at: usize) -> bool {
        let view = self.view;
        if at + 1 >= self.limit || view.word(at) != "," {
            return false;
        }
        let person = |n: &Name| view.book.sort(n, view) == Some(NameSort::Person);
        name_at(view, at + 1, self.limit).is_some_and(|n| person(&n) && n.end > n.bare)
            || self.called(at + 1).is_some()
    }

    /// The name of a person behind an article and a title or a word of a people: *the priest of the parish, the abbot Zorg
    /// Malko*.
    pub(super) fn called(&self, at: usize) -> Option<Name> {
        let view = self.view;
        let mut next = at + 1;
        if next >= self.limit || !view.is(at, view.classes().definite) {
            return None;
        }
        let people = view.is_people(next);
        next += usize::from(people);
        if let Some(name) = self.ranked(next).filter(|_| !people) {
            return Some(name);
        }
        let name = if next < self.limit { name_at(view, next, self.limit)? } else { return None };
        let person = view.book.sort(&name, view) == Some(NameSort::Person);
        let titled = name.bare > name.first || people;
        (person && titled && name.end > name.bare).then_some(name)
    }

    /// The name of a person behind a noun for what he is besides: *the governor of the region, the brigade general Zorg Malko*.
    fn ranked(&self, at: usize) -> Option<Name> {
        let view = self.view;
        let (len, form) = view.noun_at(at, self.limit)?;
        let person = view.actors().noun(form.entry).sort == NounSort::Person;
        if !person || form.number == Number::Plural || view.is_capital(at) {
            return None;
        }
        let mut next = at + len;
        // A rank's complement, or a modifier: *general of brigade*.
        if next + 1 < self.limit && view.is(next, view.classes().of) && !view.is_capital(next + 1) {
            next += 2;
        } else if next < self.limit && view.pos(next) == Pos::Adj && !view.is_capital(next) {
            next += 1;
        }
        if next >= self.limit || !view.is_capital(next) {
            return None;
        }
        let name = name_at(view, next, self.limit)?;
        let person = matches!(view.book.sort(&name, view), Some(NameSort::Person));
        // In a list the next one follows: *the mayor, the prefect Ana Moll and the judge*.
        let listed = name.end < self.limit
            && (view.is(name.end, view.classes().coordinator)
                || view.word(name.end) == ","
                    && name.end + 1 < self.limit
                    && view.is_determiner(name.end + 1)
                    && !view.is(name.end + 1, view.classes().of));
        let whole = person && !listed && name.end > name.bare + 1;
        // The rank stands before the name as a title does.
        whole.then_some(Name { first: at, ..name })
    }
}
