//! The tail of a phrase: what stands behind the head and belongs to it, the source's own name above all.

use super::super::names::{Name, name_at};
use super::{Head, Reader, read_from};
use crate::model::{Gender, Number, Pos};
use crate::rules::{DeterminerShape, Lean, NameSort, NounSort};

impl Reader<'_> {
    /// What stands behind the head.
    pub(super) fn tail(&mut self) {
        let view = self.view;
        let classes = view.classes();
        let mut at = self.phrase.end;
        let introduced = self.introduced(self.phrase.head_at.start);
        if let Some(acronym) = introduced.filter(|_| self.names_body()) {
            self.phrase.acronym = Some(acronym);
            self.phrase.described.push(self.phrase.head_at.end..acronym + 1);
            at = acronym + 2;
        }
        // Whether a complement with a person in it was read, to whom a name behind it belongs.
        let mut other_person = false;
        let mut complement = false;
        while at < self.limit {
            if let Some(end) = self.own_name(at, complement, other_person) {
                at = end;
            } else if view.is(at, classes.of) || self.allows_to(at) {
                let Some((end, person)) = self.complement(at) else { break };
                complement = true;
                other_person |= person;
                at = end;
            } else if view.is(at, classes.coordinator)
                && at + 1 < self.limit
                && complement
                && (view.is(at + 1, classes.of) || self.body_goes_on(at + 1))
            {
                let from = if view.is(at + 1, classes.of) { at + 1 } else { at };
                let Some((end, _)) = self.complement(from) else { break };
                at = end;
            } else if self.modifies(at) {
                at += 1;
            } else if view.word(at) == "(" && at + 2 < self.limit && view.word(at + 2) == ")" {
                let whole = matches!(self.phrase.head, Head::Name) || self.names_body();
                if view.is_acronym(at + 1) && whole {
                    self.phrase.acronym = Some(at + 1);
                } else if !self.given && !view.is_acronym(at + 1) {
                    break;
                }
                at += 3;
            } else if complement
                && view.pos(at) == Pos::Noun
                && view.is_capital(at - 1)
                && !view.is_capital(at)
            {
                // *The minister of Health insurance*: a noun that describes the one before it.
                at += 1;
            } else if complement && self.portfolio_goes_on(at) {
                let Some((end, _)) = self.complement(at + 1) else { break };
                at = end;
            } else if let Some(end) = self.second_noun(at).or_else(|| self.apposition(at)) {
                at = end;
            } else if self.given
                && self.phrase.own.is_none()
                && self.is_person()
                && !self.ends_tail(at)
            {
                // A known phrase goes on, and the name may stand at its end.
                at += 1;
            } else if self.body_is_told_of(at) {
                at += 1;
            } else {
                break;
            }
        }
        self.phrase.end = if self.given { self.limit } else { at.max(self.phrase.end) };
        self.late_name();
    }

    /// Whether a word goes on with what a body is before its name, in a phrase that is known: *the paper on line Zorg Infos*.
    fn body_is_told_of(&self, at: usize) -> bool {
        let view = self.view;
        let body = matches!(self.phrase.head, Head::Noun(e) if view.actors().noun(e).sort == NounSort::Body);
        let small =
            |i: usize| !view.is_capital(i) && matches!(view.pos(i), Pos::Noun | Pos::Adj | Pos::X);
        let inside = view.is(at, view.classes().inside_preposition) && at + 1 < self.limit;
        self.given
            && self.phrase.own.is_none()
            && body
            && (small(at) && !view.opens_predicate(at) || inside && small(at + 1))
    }

    pub(super) fn ends_tail(&self, at: usize) -> bool {
        let view = self.view;
        view.is(at, view.classes().relative)
            || view.opens_predicate(at)
            || view.is(at, view.classes().coordinator)
    }

    /// A second noun for the same person, as in *philosophe et romancier*.
    pub(super) fn second_noun(&mut self, at: usize) -> Option<usize> {
        let view = self.view;
        let next = at + 1;
        if !view.is(at, view.classes().coordinator) || next >= self.limit || !self.is_person() {
            return None;
        }
        let (len, form) = view.noun_at(next, self.limit)?;
        let person = view.actors().noun(form.entry).sort == NounSort::Person;
        if !person || form.number == Number::Plural || self.phrase.number == Number::Plural {
            return None;
        }
        self.phrase.nouns.push(form.entry);
        self.phrase.described.push(next..next + len);
        Some(next + len)
    }

    pub(super) fn names_body(&self) -> bool {
        let noun = match self.phrase.head {
            Head::Noun(entry) => self.view.actors().noun(entry),
            _ => return self.phrase.is_capital(self.view) || self.phrase.acronym.is_some(),
        };
        noun.sort == NounSort::Body || self.phrase.is_capital(self.view)
    }

    /// The name of a body goes on behind a conjunction when it is written with a capital.
    pub(super) fn body_goes_on(&self, at: usize) -> bool {
        let view = self.view;
        let next = if view.is_determiner(at) { at + 1 } else { at };
        self.names_body()
            && view.is_capital(self.phrase.head_at.start)
            && next < self.limit
            && view.is_capital(next)
    }

    pub(super) fn allows_to(&self, at: usize) -> bool {
        let person = matches!(self.phrase.head, Head::Noun(e) if self.view.actors().noun(e).sort == NounSort::Person);
        self.view.is(at, self.view.classes().to) && person && self.nominal_behind(at + 1)
    }

    pub(super) fn nominal_behind(&self, at: usize) -> bool {
        let view = self.view;
        at < self.limit && (self.nominal(at) || view.is_determiner(at) && self.nominal(at + 1))
    }

    /// An adjective, participle or word of a people.
    pub(super) fn modifies(&self, at: usize) -> bool {
        let view = self.view;
        if view.opens_predicate(at) && view.pos(at).is_verbal() {
            return false;
        }
        let known = view.side_at(at, self.limit).is_some() || view.is_people(at);
        known && !view.is_determiner(at)
            || view.pos(at) == Pos::Adj
            || view.pos(at) == Pos::Num && view.word(at).len() <= 2
            || self.names_body()
                && matches!(view.pos(at), Pos::Noun | Pos::Propn)
                && view.is_capital(self.phrase.head_at.start)
    }

    /// The source's own name, right behind the head or its modifiers.
    pub(super) fn own_name(
        &mut self,
        at: usize,
        complement: bool,
        other_person: bool,
    ) -> Option<usize> {
        if self.phrase.own.is_some() {
            return None;
        }
        let view = self.view;
        let name = name_at(view, at, self.limit)?;
        let sort = view.book.sort(&name, view);
        let person = self.is_person();
        // Several persons have no name of their own: one behind them is another's.
        if person && self.phrase.number == Number::Plural && sort != Some(NameSort::Body) {
            return None;
        }
        let fits = if person {
            let surely = sort == Some(NameSort::Person);
            // Right behind a body's noun stands that body's name, unless it is surely a person's.
            let body = at > self.phrase.head_at.end
                && view
                    .noun_at(at - 1, at)
                    .is_some_and(|(_, form)| view.actors().noun(form.entry).sort == NounSort::Body);
            let likely = sort.is_none() && !view.is_acronym(at) && !body;
            // *The head of the party Ana Moll, Me Zorg Malko*: the party has the first name.
            let called = body && complement && self.is_named_behind(name.end);
            !other_person
                && !called
                && (surely || likely && (!complement || name.end > name.bare + 1))
        } else {
            let body = matches!(self.phrase.head, Head::Noun(e) if view.actors().noun(e).sort == NounSort::Body);
            !complement
                || self.names_body()
                    && !self.follows_body(at)
                    && (sort == Some(NameSort::Body) || sort.is_none() && body)
        };
        // What a trade or an affair is called after is not its name.
        let affair = self.phrase.head == Head::Unknown
            && !self.given
            && name.end == name.bare + 1
            && !self.names_body();
        if !fits || affair || name.sort == Some(NameSort::State) {
            self.phrase.inner = true;
            return Some(name.end);
        }
        Some(self.take_own(name))
    }

    /// A further part of what somebody is in charge of, behind a comma: *the minister of Health, of Hygiene and of Water*.
    fn portfolio_goes_on(&self, at: usize) -> bool {
        let view = self.view;
        let next = at + 1;
        view.word(at) == ","
            && self.phrase.own.is_none()
            && self.is_person()
            && next + 1 < self.limit
            && view.is(next, view.classes().of)
            && (next + 1..self.limit.min(next + 3)).any(|i| view.is_capital(i))
    }

    /// Whether a body's noun in a complement stands before a name, so that the name is that body's: *the shows of radio Zorg*.
    fn follows_body(&self, at: usize) -> bool {
        let view = self.view;
        let modifier = |i: &usize| view.pos(*i) != Pos::Adj || view.noun_at(*i, at).is_some();
        let Some(noun) = (self.phrase.head_at.end..at).rev().find(modifier) else { return false };
        // *The weekly of opposition Zorg*: without an article it tells what sort of weekly it is.
        let bare =
            view.is(noun - 1, view.classes().of) && !view.is(noun - 1, view.classes().contracted);
        !view.is_capital(noun)
            && view.noun_at(noun, at).is_some_and(|(_, form)| {
                let noun = view.actors().noun(form.entry);
                let sort_of = bare && noun.lean == Lean::Role;
                noun.sort == NounSort::Body && form.number != Number::Plural && !sort_of
            })
    }

    /// Where the name of a body ends that goes on in small letters: *the charity Bread without borders*.
    fn aim(&self, end: usize) -> usize {
        let view = self.view;
        let body = matches!(self.phrase.head, Head::Noun(e) if view.actors().noun(e).sort == NounSort::Body);
        if !body || end >= self.limit || !view.is(end, view.classes().aim) {
            return end;
        }
        let mut at = end + 1;
        while at < self.limit && view.is_determiner(at) {
            at += 1;
        }
        let noun = at < self.limit && matches!(view.pos(at), Pos::Noun | Pos::Pron | Pos::Propn);
        if !noun {
            return end;
        }
        at += 1;
        while at < self.limit && view.pos(at) == Pos::Adj {
            at += 1;
        }
        at
    }

    /// Takes a name beside the head as the source's own; returns where it ends.
    pub(super) fn take_own(&mut self, name: Name) -> usize {
        // *Le ministre Ana Moll*: an office may keep its gender whoever holds it.
        let held = name.gender == Gender::Feminine && name.is_person() && self.is_person();
        if self.phrase.gender == Gender::Unknown || held {
            self.phrase.gender = name.gender;
        }
        let end = self.aim(name.end);
        self.phrase.described.push(name.first..end);
        self.phrase.own = Some(name);
        end
    }

    pub(super) fn is_person(&self) -> bool {
        match self.phrase.head {
            Head::Noun(entry) => self.view.actors().noun(entry).sort == NounSort::Person,
            Head::Name => self.phrase.own.as_ref().is_some_and(|n| {
                self.view.book.sort(n, self.view).is_none_or(|s| s == NameSort::Person)
            }),
            _ => false,
        }
    }

    /// A preposition with what it governs: where it ends, and whether it is a person.
    pub(super) fn complement(&mut self, at: usize) -> Option<(usize, bool)> {
        let view = self.view;
        let mut next = at + 1;
        while next < self.limit && view.is_determiner(next) {
            next += 1;
        }
        while next < self.limit
            && matches!(view.pos(next), Pos::Adj | Pos::Num)
            && view.noun_at(next, self.limit).is_none()
            && name_at(view, next, self.limit).is_none()
        {
            next += 1;
        }
        if next >= self.limit {
            return None;
        }
        if let Some((len, form)) =
            view.noun_at(next, self.limit).filter(|_| !self.is_adjective(next))
        {
            let noun = view.actors().noun(form.entry);
            // The name of a body that is introduced with its acronym is one complement.
            let capital = view.is_capital(next) && view.word(next).len() > 1;
            let introduced = self.introduced(next).filter(|_| capital);
            // A body that is written with a capital is called so.
            self.phrase.inner |= capital && noun.sort == NounSort::Body;
            if let Some(acronym) = introduced {
                self.phrase.inner = true;
                return Some((acronym + 2, false));
            }
            let person = noun.sort == NounSort::Person;
            return Some((next + len, person && form.number != Number::Plural));
        }
        if let Some(name) = name_at(view, next, self.limit) {
            self.phrase.inner = true;
            // *The minister of Energy Ana Moll*: what somebody is in charge of is no part of the name.
            // Those who speak for a body called *Zorg Ana Moll* have no article behind the preposition.
            let article = next > at + 1 || view.is(at, view.classes().contracted);
            let office =
                article && self.is_person() && self.phrase.own.is_none() && name.known.is_none();
            if office && name.end > next + 2 && view.pos(next) == Pos::Noun && !view.is_given(next)
            {
                return Some((next + 1, false));
            }
            return Some((name.end, false));
        }
        let plain = self.nominal(next) || view.is_people(next) || self.given;
        plain.then_some((next + 1, false))
    }

    /// A comma with a name or a description behind it.
    pub(super) fn apposition(&mut self, at: usize) -> Option<usize> {
        let view = self.view;
        if view.word(at) != "," || at + 1 >= self.limit {
            return None;
        }
        let next = at + 1;
        if self.phrase.own.is_none() && self.is_person() {
            if self.phrase.number == Number::Plural {
                return None;
            }
            if let Some(name) = self.called(next) {
                return Some(self.take_own(name));
            }
            let name = name_at(view, next, self.limit)?;
            let sort = view.book.sort(&name, view);
            let fits = matches!(sort, Some(NameSort::Person) | None) && !view.is_acronym(next);
            return fits.then(|| self.take_own(name));
        }
        if self.phrase.own.is_none() && !self.names_body() {
            return None;
        }
        // Age, as in *Léa, 33 ans*: a number and a noun.
        if view.pos(next) == Pos::Num && next + 1 < self.limit {
            return Some(next + 2);
        }
        let described = read_from(view, next, self.limit, false)?;
        let Head::Noun(entry) = described.head else { return None };
        let sort = view.actors().noun(entry).sort;
        let fits = match sort {
            NounSort::Person => self.is_person(),
            NounSort::Body => {
                !self.is_person() || self.phrase.own.as_ref().is_some_and(|n| n.sort.is_none())
            }
            _ => false,
        };
        // What the lists know as one kind is not described as another: *at the Palace, the union*.
        let known = self.phrase.own.as_ref().and_then(|n| n.kind);
        let noun = view.actors().noun(entry);
        if sort == NounSort::Body
            && known.is_some_and(|k| !noun.weak && noun.kind.is_some_and(|told| told != k))
        {
            return None;
        }
        // Lists of sources are no appositions: *the mayor, the prefect and the judge*.
        let open = described.determiner != DeterminerShape::None
            && described.end < self.limit
            && view.is(described.end, view.classes().coordinator);
        if !fits || open {
            return None;
        }
        self.phrase.nouns.extend(&described.nouns);
        if self.phrase.gender == Gender::Unknown && sort == NounSort::Person {
            self.phrase.gender = described.gender;
        }
        self.phrase.described.push(described.first..described.head_at.end);
        self.phrase.inner |= described.own.is_some() || described.inner;
        self.phrase.people |= described.people;
        if sort == NounSort::Body && self.phrase.side.is_none() {
            let noun = view.actors().noun(entry);
            let kind = described.side.as_ref().filter(|_| noun.weak).map(|s| s.0).or(noun.kind);
            self.phrase.side = kind.map(|k| (k, described.first..described.end));
        }
        Some(described.end)
    }
}
