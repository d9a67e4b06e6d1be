//! The head of a phrase: determiner, noun or name, pronoun.

use std::cell::OnceCell;

use super::super::names::{Name, entitled, listed, name_at, surname_with_article};
use super::{Head, Reader};
use crate::model::{Gender, Number, Pos};
use crate::rules::{DeterminerShape, Lean, NameSort, Noun, NounSort, Pronoun, PronounSort};

impl Reader<'_> {
    pub(super) fn nominal(&self, i: usize) -> bool {
        i < self.limit
            && (matches!(self.view.pos(i), Pos::Noun | Pos::Propn | Pos::Adj | Pos::Num)
                || self.view.noun_at(i, self.limit).is_some() && !self.view.pos(i).is_verbal())
    }

    /// A phrase that is a pronoun, alone or with a relative clause or a part behind it.
    pub(super) fn pronoun(&mut self) -> bool {
        let view = self.view;
        let first = self.phrase.first;
        let words = view.tokens[first..self.limit].iter().map(|t| t.word);
        let Some((len, &pronoun)) = view.actors().pronouns.longest(words) else { return false };
        let end = first + len;
        if self.one_of(first).is_some() || self.some_of(end, pronoun.sort) {
            return false;
        }
        if self.nominal(end) && pronoun.sort != PronounSort::Last {
            return false;
        }
        if pronoun.sort == PronounSort::Owner && end < self.limit {
            return false;
        }
        let p = &mut self.phrase;
        p.head = Head::Pronoun(pronoun);
        p.head_at = first..end;
        p.end = if self.given { self.limit } else { end };
        p.number = pronoun.number;
        p.gender = pronoun.gender;
        true
    }

    /// *Some of the mayors*, *all the mayors*: part of those whom the noun behind means.
    fn some_of(&self, end: usize, sort: PronounSort) -> bool {
        let view = self.view;
        if sort != PronounSort::Vague || end >= self.limit {
            return false;
        }
        let mut at = end + usize::from(view.is(end, view.classes().of));
        let opens = at > end || view.is_determiner(at);
        while at < self.limit && view.is_determiner(at) {
            at += 1;
        }
        opens && self.nominal(at) && view.noun_at(at, self.limit).is_some()
    }

    /// *One of the mayors*: one of those whom the noun behind means; the token of the noun's part.
    fn one_of(&self, first: usize) -> Option<usize> {
        let view = self.view;
        let classes = view.classes();
        let one = if view.is(first, classes.one) { first } else { first + 1 };
        let of = one + 1;
        if of >= self.limit || !view.is(one, classes.one) || !view.is(of, classes.of) {
            return None;
        }
        let mut at = of + 1;
        while at < self.limit && view.is_determiner(at) {
            at += 1;
        }
        let several = view.is(of, classes.plural_determiner) && view.is(of, classes.contracted)
            || at > of + 1 && view.is(at - 1, classes.plural_determiner);
        (several && self.nominal(at)).then_some(at)
    }

    /// Determiner and what stands before it; returns the token behind.
    pub(super) fn opening(&mut self) -> usize {
        let view = self.view;
        let classes = view.classes();
        let mut at = self.phrase.first;
        while at < self.limit
            && (view.is(at, classes.predeterminer) || self.given && view.pos(at) == Pos::Punct)
        {
            at += 1;
        }
        if at >= self.limit
            || listed(view, at, self.limit).is_some()
            || surname_with_article(view, at, self.limit).is_some()
            || entitled(view, at, self.limit).is_some()
        {
            return at;
        }
        if let Some(noun) = self.one_of(at) {
            let one = if view.is(at, classes.one) { at } else { at + 1 };
            let feminine = view.is(one, classes.feminine_determiner);
            self.phrase.determiner = DeterminerShape::Indefinite;
            self.phrase.number = Number::Singular;
            self.phrase.gender = if feminine { Gender::Feminine } else { Gender::Masculine };
            return noun;
        }
        let words = view.tokens[at..self.limit].iter().map(|t| t.word);
        let vague = view.actors().pronouns.longest(words).map(|(len, p)| (at + len, p.sort));
        if let Some((end, _)) =
            vague.filter(|&(end, sort)| self.some_of(end, sort) && view.is(end, view.classes().of))
        {
            self.phrase.determiner = DeterminerShape::Indefinite;
            self.phrase.number = Number::Plural;
            let mut at = end + 1;
            while at < self.limit && view.is_determiner(at) {
                at += 1;
            }
            return at;
        }
        let shape = if view.is(at, classes.demonstrative) {
            DeterminerShape::Demonstrative
        } else if view.is(at, classes.possessive) {
            DeterminerShape::Possessive
        } else if view.is(at, classes.definite) {
            DeterminerShape::Definite
        } else if view.is(at, classes.indefinite) || view.is(at, classes.determiner) {
            DeterminerShape::Indefinite
        } else if view.pos(at) == Pos::Num {
            DeterminerShape::Count
        } else {
            return at;
        };
        self.phrase.determiner = shape;
        if view.is(at, classes.plural_determiner) || shape == DeterminerShape::Count {
            self.phrase.number = Number::Plural;
        } else if view.is(at, classes.feminine_determiner) {
            (self.phrase.number, self.phrase.gender) = (Number::Singular, Gender::Feminine);
        } else if view.is(at, classes.masculine_determiner) {
            (self.phrase.number, self.phrase.gender) = (Number::Singular, Gender::Masculine);
        }
        at + 1
    }

    /// Finds the head behind the determiner; `None` when there is none.
    pub(super) fn head(&mut self, from: usize) -> Option<()> {
        let view = self.view;
        let mut at = from;
        while at < self.limit && at < from + 7 {
            if view.is(at, view.classes().same) {
                self.phrase.same = true;
                at += 1;
                continue;
            }
            if view.word(at).ends_with('%')
                && at + 1 < self.limit
                && view.is(at + 1, view.classes().of)
            {
                // A share of people counts those whom it is taken of.
                self.phrase.determiner = DeterminerShape::Count;
                self.phrase.number = Number::Plural;
                at += 2;
                while at < self.limit && view.is_determiner(at) {
                    at += 1;
                }
                continue;
            }
            if let Some(name) = listed(view, at, self.limit) {
                self.take_name_as_head(name);
                return Some(());
            }
            if self.is_share(at) {
                self.phrase.head = Head::Pronoun(Pronoun {
                    gender: Gender::Unknown,
                    number: Number::Plural,
                    sort: PronounSort::Vague,
                });
                self.phrase.number = Number::Plural;
                self.set_head(at, at + 1);
                return Some(());
            }
            if self.is_inhabitant(at) {
                self.phrase.head = Head::People;
                self.set_head(at, at + 1);
                return Some(());
            }
            let noun = view.noun_at(at, self.limit).filter(|_| !self.is_adjective(at));
            let name = name_at(view, at, self.limit);
            // A title that is a noun as well carries the meaning when no name follows at once.
            // A given name with a surname is a name, even if it is a noun as well.
            let carries = |n: &Name| {
                noun.is_none_or(|(len, _)| {
                    n.bare > n.first && n.bare <= at + len
                        || n.is_person() && n.bare == at && n.end > at + len && view.is_given(at)
                        || self.is_surname(n, at + len)
                })
            };
            if let Some(name) = name.filter(carries) {
                if let Some((_, form)) = noun.filter(|_| name.bare > at) {
                    self.phrase.nouns.push(form.entry);
                }
                self.take_name_as_head(name);
                return Some(());
            }
            if let Some((len, form)) = noun {
                let entry = view.actors().noun(form.entry);
                if entry.sort == NounSort::Quantity {
                    self.phrase.determiner = DeterminerShape::Count;
                    self.phrase.number = Number::Plural;
                    self.phrase.gender = Gender::Unknown;
                    at += len;
                    while at < self.limit
                        && (view.is(at, view.classes().of) || view.is_determiner(at))
                    {
                        at += 1;
                    }
                    if !self.nominal(at) {
                        return None;
                    }
                    continue;
                }
                if self.opens_body_name(at, len, entry) {
                    self.set_head(at, at + len);
                    return Some(());
                }
                self.phrase.head = Head::Noun(form.entry);
                self.phrase.nouns.push(form.entry);
                self.set_head(at, at + len);
                if self.phrase.number == Number::Unknown {
                    self.phrase.number = form.number;
                }
                if self.phrase.gender == Gender::Unknown {
                    self.phrase.gender = entry.gender;
                }
                return Some(());
            }
            if view.is_people(at) && !self.nominal(at + 1) && view.pos(at) != Pos::Adj
                || view.is_people(at) && view.is_capital(at)
            {
                self.phrase.head = Head::People;
                self.set_head(at, at + 1);
                return Some(());
            }
            if view.pos(at) == Pos::Noun || view.pos(at) == Pos::Propn {
                self.set_head(at, at + 1);
                return Some(());
            }
            let skipped =
                matches!(view.pos(at), Pos::Adj | Pos::Num | Pos::Adv | Pos::Sym | Pos::Det)
                    || view.word(at) == "-"
                    || self.given && matches!(view.pos(at), Pos::Punct | Pos::Adp);
            if !skipped {
                return None;
            }
            at += 1;
        }
        None
    }

    /// A share of people of whom nothing more is told: *54%*, *the rest*.
    fn is_share(&self, at: usize) -> bool {
        let view = self.view;
        let behind = at + 1;
        let told = behind < self.limit && view.is(behind, view.classes().of);
        let stressed = |i: usize| {
            let words = std::iter::once(view.tokens[i].word);
            view.actors()
                .pronouns
                .longest(words)
                .is_some_and(|(_, p)| p.sort == PronounSort::Stressed)
        };
        let among = told && (behind + 1..self.limit.min(behind + 3)).any(stressed);
        let percent = view.word(at).ends_with('%');
        let counts = || {
            view.noun_at(at, self.limit)
                .is_some_and(|(_, form)| view.actors().noun(form.entry).sort == NounSort::Quantity)
        };
        self.given && (percent && (!told || among) || behind >= self.limit && counts())
    }

    /// An inhabitant of a place that no list has, by the ending: *the Zorgian has said*, *the Zorgian Ana Moll*.
    fn is_inhabitant(&self, at: usize) -> bool {
        let view = self.view;
        let next = at + 1;
        let word = OnceCell::new();
        let word = || word.get_or_init(|| view.folded(at));
        let ends = |e: &String| word().len() > e.len() + 3 && word().ends_with(e.as_str());
        let behind = next >= self.limit || !view.is_capital(next) || view.is_given(next);
        let one = matches!(
            self.phrase.determiner,
            DeterminerShape::Definite | DeterminerShape::Indefinite
        ) && self.phrase.number != Number::Plural;
        one && view.is_capital(at)
            && !view.is_people(at)
            && !view.is_acronym(at)
            && behind
            && view.language.sources.inhabitants.iter().any(ends)
            && view.noun_at(at, self.limit).is_none()
            && !view.book.surnames.contains_key(word())
            && !view.is_given(at)
    }

    /// Whether a name without an article is the surname of somebody whom the article has named in full, though it is a noun
    /// as well.
    fn is_surname(&self, name: &Name, end: usize) -> bool {
        let view = self.view;
        self.phrase.determiner == DeterminerShape::None
            && name.bare == name.first
            && name.end >= end
            && view.book.sort(name, view) == Some(NameSort::Person)
            && view.book.surnames.contains_key(&view.folded(name.end - 1))
    }

    /// A noun for persons that is written as part of a body's name, such as *le Cadre Stratégique*.
    pub(super) fn opens_body_name(&self, at: usize, len: usize, noun: &Noun) -> bool {
        let view = self.view;
        let next = at + len;
        noun.sort == NounSort::Person
            && noun.lean == Lean::Anonymous
            && view.is_capital(at)
            && !view.opens_sentence(at)
            && (self.introduced(at).is_some()
                || next < self.limit
                    && view.is_capital(next)
                    && !view.is_given(next)
                    && view.pos(next) == Pos::Adj)
    }

    /// The acronym that is introduced in brackets behind a body's name: its token.
    pub(super) fn introduced(&self, at: usize) -> Option<usize> {
        let view = self.view;
        let first = view.word(at).chars().next()?;
        let reach = (at + 18).min(self.limit);
        let open = (at + 1..reach)
            .take_while(|&i| !view.opens_predicate(i) && view.word(i) != ".")
            .find(|&i| view.word(i) == "(")?;
        let inside = open + 1 < self.limit && view.is_acronym(open + 1);
        let same = inside && view.word(open + 1).starts_with(first);
        (same && open + 2 < self.limit && view.word(open + 2) == ")").then_some(open + 1)
    }

    pub(super) fn set_head(&mut self, first: usize, end: usize) {
        self.phrase.head_at = first..end;
        self.phrase.end = end;
    }

    pub(super) fn take_name_as_head(&mut self, name: Name) {
        self.phrase.head = Head::Name;
        self.set_head(name.first, name.end);
        if self.phrase.number == Number::Unknown {
            self.phrase.number = name.number;
        }
        if self.phrase.gender == Gender::Unknown {
            self.phrase.gender = name.gender;
        }
        self.phrase.own = Some(name);
    }

    /// A noun form that stands before another noun and only describes it.
    pub(super) fn is_adjective(&self, at: usize) -> bool {
        let next = at + 1;
        let alone = |(len, _): (usize, _)| len == 1;
        // Words of a name stand behind a noun (*le collectif Riverains unis*).
        let opens_name = || {
            next < self.limit
                && self.view.word(next).starts_with(char::is_uppercase)
                && self.view.noun_at(at, self.limit).is_some()
        };
        self.view.pos(at) == Pos::Adj
            && next < self.limit
            && !opens_name()
            && self.view.noun_at(at, self.limit).is_none_or(alone)
            && self.view.noun_at(next, self.limit).is_some()
            && !self.view.pos(next).is_verbal()
    }
}
