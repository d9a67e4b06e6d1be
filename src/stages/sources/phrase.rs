//! Noun phrases: the head, what modifies it, and the source's own name if it stands there.

use super::names::{Name, listed, name_at, surname_with_article};
use super::view::View;
use crate::model::{Gender, Number, Pos, SourceKind};
use crate::rules::{DeterminerShape, Lean, NameSort, Noun, NounSort, Pronoun, PronounSort};

/// A noun phrase as far as it tells who is meant.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase {
    /// First token.
    pub first: usize,
    /// Behind the last token.
    pub end: usize,
    /// How it opens.
    pub determiner: DeterminerShape,
    /// What carries the meaning.
    pub head: Head,
    /// The head's tokens.
    pub head_at: std::ops::Range<usize>,
    /// Number, from determiner and head.
    pub number: Number,
    /// Gender, from determiner, head and name.
    pub gender: Gender,
    /// The source's own name.
    pub own: Option<Name>,
    /// Nouns of the lists that describe the source itself, the head's first.
    pub nouns: Vec<u32>,
    /// Token of the acronym that is introduced in brackets.
    pub acronym: Option<usize>,
    /// The kind that a modifier tells, and where.
    pub side: Option<(SourceKind, std::ops::Range<usize>)>,
    /// Whether a name stands in the complements.
    pub inner: bool,
    /// Whether a word of a people does.
    pub people: bool,
    /// Whether it says that it means the same as before.
    pub same: bool,
    /// Tokens that head a name or description of the same source, so that no phrase of their own starts there.
    pub described: Vec<std::ops::Range<usize>>,
}

impl Phrase {
    /// Whether a capital inside a sentence makes the head part of a name.
    pub fn is_capital(&self, view: View<'_>) -> bool {
        let at = self.head_at.start;
        !self.head_at.is_empty() && view.is_capital(at) && !view.opens_sentence(at)
    }

    /// Whether it names somebody or describes him by a noun of the lists.
    fn is_told(&self) -> bool {
        self.own.is_some() || matches!(self.head, Head::Noun(_))
    }

    /// A phrase that nothing is known of.
    pub fn unknown(first: usize, end: usize) -> Phrase {
        Phrase {
            first,
            end,
            determiner: DeterminerShape::None,
            head: Head::Unknown,
            head_at: first..first,
            number: Number::Unknown,
            gender: Gender::Unknown,
            own: None,
            nouns: Vec::new(),
            acronym: None,
            side: None,
            inner: false,
            people: false,
            same: false,
            described: Vec::new(),
        }
    }
}

/// What carries the meaning of a phrase.
#[derive(Clone, Debug, PartialEq)]
pub enum Head {
    /// A noun of the lists.
    Noun(u32),
    /// A name.
    Name,
    /// A word for a people.
    People,
    /// A word that stands for a source named elsewhere.
    Pronoun(Pronoun),
    /// A noun that no list has.
    Unknown,
}

/// Reads the phrase that starts at `first`.
///
/// `given` says that the phrase is known to reach up to `limit`, so that all that is left modifies it.
pub fn read(view: View<'_>, first: usize, limit: usize, given: bool) -> Option<Phrase> {
    let read = read_from(view, first, limit, given);
    if !given {
        return read;
    }
    // A span that somebody else chose may open with words that belong to another phrase.
    let late = match &read {
        Some(phrase) => later_start(view, phrase),
        None => None,
    };
    let again = late.and_then(|from| read_from(view, from, limit, true)).filter(Phrase::is_told);
    again.or(read)
}

fn read_from(view: View<'_>, first: usize, limit: usize, given: bool) -> Option<Phrase> {
    let mut reader = Reader { view, limit, given, phrase: Phrase::unknown(first, first) };
    if !reader.pronoun() {
        let at = reader.opening();
        reader.head(at)?;
        reader.tail();
        reader.sides();
    }
    Some(reader.phrase)
}

/// Behind a few words that name nobody and a comma, as in *Besides, the mayor*.
fn behind_adverbial(view: View<'_>, phrase: &Phrase) -> Option<usize> {
    let until = phrase.end.min(phrase.first + 4);
    let comma = (phrase.first..until).find(|&i| view.word(i) == ",")?;
    let nobody = |i: usize| {
        !matches!(view.pos(i), Pos::Noun | Pos::Propn | Pos::Pron) && view.noun_at(i, comma).is_none()
    };
    let opens = comma > phrase.first && comma + 1 < phrase.end && (phrase.first..comma).all(nobody);
    opens.then_some(comma + 1)
}

/// Where the source itself starts in a span that opens with what is none: behind the comma after a noun for no one,
/// or at a person's full name right behind a medium or a group.
fn later_start(view: View<'_>, phrase: &Phrase) -> Option<usize> {
    let end = phrase.end;
    let behind = phrase.head_at.end;
    if let Some(start) = behind_adverbial(view, phrase) {
        return Some(start);
    }
    let nobody = phrase.head == Head::Unknown && phrase.own.is_none() && phrase.acronym.is_none();
    if nobody && !phrase.is_capital(view) {
        let comma = (phrase.first..end).find(|&i| view.word(i) == ",")?;
        let clause = (phrase.first..comma).any(|i| view.opens_predicate(i));
        return (!clause && comma + 1 < end).then_some(comma + 1);
    }
    let group = match phrase.head {
        Head::Noun(_) => phrase.number == Number::Plural,
        Head::Name => phrase.own.as_ref().is_some_and(|n| n.kind == Some(SourceKind::Media)),
        _ => false,
    };
    let body = match phrase.head {
        Head::Noun(entry) => view.actors().noun(entry).sort == NounSort::Body,
        Head::Name => true,
        _ => false,
    };
    if body && behind + 1 < end && view.is(behind, view.classes().definite) {
        // *The press the mayor*: whom somebody told it is not who told it.
        let (_, form) = view.noun_at(behind + 1, end)?;
        let person = view.actors().noun(form.entry).sort == NounSort::Person;
        return (person && form.number != Number::Plural).then_some(behind);
    }
    let name = name_at(view, behind, end).filter(|_| group)?;
    (name.is_person() && name.end > name.bare + 1).then_some(behind)
}

struct Reader<'a> {
    view: View<'a>,
    limit: usize,
    given: bool,
    phrase: Phrase,
}

impl Reader<'_> {
    fn nominal(&self, i: usize) -> bool {
        i < self.limit
            && (matches!(self.view.pos(i), Pos::Noun | Pos::Propn | Pos::Adj | Pos::Num)
                || self.view.noun_at(i, self.limit).is_some() && !self.view.pos(i).is_verbal())
    }

    /// A phrase that is a pronoun, alone or with a relative clause or a part behind it.
    fn pronoun(&mut self) -> bool {
        let view = self.view;
        let first = self.phrase.first;
        let words = view.tokens[first..self.limit].iter().map(|t| t.word);
        let Some((len, &pronoun)) = view.actors().pronouns.longest(words) else { return false };
        let end = first + len;
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

    /// Determiner and what stands before it; returns the token behind.
    fn opening(&mut self) -> usize {
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
        {
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
    fn head(&mut self, from: usize) -> Option<()> {
        let view = self.view;
        let mut at = from;
        while at < self.limit && at < from + 7 {
            if view.is(at, view.classes().same) {
                self.phrase.same = true;
                at += 1;
                continue;
            }
            if let Some(name) = listed(view, at, self.limit) {
                self.take_name_as_head(name);
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

    /// A noun for persons that is written as part of a body's name, such as *le Cadre Stratégique*.
    fn opens_body_name(&self, at: usize, len: usize, noun: &Noun) -> bool {
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
    fn introduced(&self, at: usize) -> Option<usize> {
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

    fn set_head(&mut self, first: usize, end: usize) {
        self.phrase.head_at = first..end;
        self.phrase.end = end;
    }

    fn take_name_as_head(&mut self, name: Name) {
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
    fn is_adjective(&self, at: usize) -> bool {
        let next = at + 1;
        let alone = |(len, _): (usize, _)| len == 1;
        self.view.pos(at) == Pos::Adj
            && next < self.limit
            && self.view.noun_at(at, self.limit).is_none_or(alone)
            && self.view.noun_at(next, self.limit).is_some()
            && !self.view.pos(next).is_verbal()
    }

    /// What stands behind the head.
    fn tail(&mut self) {
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
            } else if let Some(end) = self.second_noun(at).or_else(|| self.apposition(at)) {
                at = end;
            } else if self.given
                && self.phrase.own.is_none()
                && self.is_person()
                && !self.ends_tail(at)
            {
                // A known phrase goes on, and the name may stand at its end.
                at += 1;
            } else {
                break;
            }
        }
        self.phrase.end = if self.given { self.limit } else { at.max(self.phrase.end) };
    }

    fn ends_tail(&self, at: usize) -> bool {
        let view = self.view;
        view.is(at, view.classes().relative)
            || view.opens_predicate(at)
            || view.is(at, view.classes().coordinator)
    }

    /// A second noun for the same person, as in *philosophe et romancier*.
    fn second_noun(&mut self, at: usize) -> Option<usize> {
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

    fn names_body(&self) -> bool {
        let noun = match self.phrase.head {
            Head::Noun(entry) => self.view.actors().noun(entry),
            _ => return self.phrase.is_capital(self.view) || self.phrase.acronym.is_some(),
        };
        noun.sort == NounSort::Body || self.phrase.is_capital(self.view)
    }

    /// The name of a body goes on behind a conjunction when it is written with a capital.
    fn body_goes_on(&self, at: usize) -> bool {
        let view = self.view;
        let next = if view.is_determiner(at) { at + 1 } else { at };
        self.names_body()
            && view.is_capital(self.phrase.head_at.start)
            && next < self.limit
            && view.is_capital(next)
    }

    fn allows_to(&self, at: usize) -> bool {
        let person = matches!(self.phrase.head, Head::Noun(e) if self.view.actors().noun(e).sort == NounSort::Person);
        self.view.is(at, self.view.classes().to) && person && self.nominal_behind(at + 1)
    }

    fn nominal_behind(&self, at: usize) -> bool {
        let view = self.view;
        at < self.limit && (self.nominal(at) || view.is_determiner(at) && self.nominal(at + 1))
    }

    /// An adjective, participle or word of a people.
    fn modifies(&self, at: usize) -> bool {
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
    fn own_name(&mut self, at: usize, complement: bool, other_person: bool) -> Option<usize> {
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
            let likely = sort.is_none() && !view.is_acronym(at);
            !other_person && (surely || likely && (!complement || name.end > name.bare + 1))
        } else {
            let body = matches!(self.phrase.head, Head::Noun(e) if view.actors().noun(e).sort == NounSort::Body);
            !complement || self.names_body() && (sort == Some(NameSort::Body) || sort.is_none() && body)
        };
        // What a trade or an affair is called after is not its name.
        let affair = self.phrase.head == Head::Unknown && !self.given && name.end == name.bare + 1
            && !self.names_body();
        if !fits || affair || name.sort == Some(NameSort::State) {
            self.phrase.inner = true;
            return Some(name.end);
        }
        Some(self.take_own(name))
    }

    /// Takes a name beside the head as the source's own; returns where it ends.
    fn take_own(&mut self, name: Name) -> usize {
        if self.phrase.gender == Gender::Unknown {
            self.phrase.gender = name.gender;
        }
        let end = name.end;
        self.phrase.described.push(name.first..end);
        self.phrase.own = Some(name);
        end
    }

    fn is_person(&self) -> bool {
        match self.phrase.head {
            Head::Noun(entry) => self.view.actors().noun(entry).sort == NounSort::Person,
            Head::Name => self.phrase.own.as_ref().is_some_and(|n| {
                self.view.book.sort(n, self.view).is_none_or(|s| s == NameSort::Person)
            }),
            _ => false,
        }
    }

    /// A preposition with what it governs: where it ends, and whether it is a person.
    fn complement(&mut self, at: usize) -> Option<(usize, bool)> {
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
            return Some((name.end, false));
        }
        let plain = self.nominal(next) || view.is_people(next) || self.given;
        plain.then_some((next + 1, false))
    }

    /// A comma with a name or a description behind it.
    fn apposition(&mut self, at: usize) -> Option<usize> {
        let view = self.view;
        if view.word(at) != "," || at + 1 >= self.limit {
            return None;
        }
        let next = at + 1;
        if self.phrase.own.is_none() && self.is_person() {
            if self.phrase.number == Number::Plural {
                return None;
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
        let described = read(view, next, self.limit, false)?;
        let Head::Noun(entry) = described.head else { return None };
        let sort = view.actors().noun(entry).sort;
        let fits = match sort {
            NounSort::Person => self.is_person(),
            NounSort::Body => {
                !self.is_person() || self.phrase.own.as_ref().is_some_and(|n| n.sort.is_none())
            }
            _ => false,
        };
        // Lists of sources are no appositions: *the mayor, the prefect and the judge*.
        let open = described.end < self.limit && view.is(described.end, view.classes().coordinator);
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

    /// The kind that the modifiers tell: an adjective first, then bodies and persons, names, peoples.
    fn sides(&mut self) {
        let view = self.view;
        let own = self.phrase.own.as_ref().map_or(0..0, |n| n.first..n.end);
        let mut best: Option<(u8, SourceKind, std::ops::Range<usize>)> = None;
        let mut offer = |rank: u8, kind: SourceKind, at: std::ops::Range<usize>| {
            if best.as_ref().is_none_or(|b| rank < b.0) {
                best = Some((rank, kind, at));
            }
        };
        let mut at = self.phrase.head_at.end;
        while at < self.phrase.end {
            if own.contains(&at) {
                at += 1;
                continue;
            }
            let mut step = 1;
            if let Some((len, kind)) = view.side_at(at, self.phrase.end) {
                offer(1, kind, at..at + len);
                step = len;
            } else if let Some(name) = name_at(view, at, self.phrase.end) {
                self.phrase.inner = true;
                let state = name.sort == Some(NameSort::State);
                if let Some(kind) = view.book.kind(&name, view) {
                    offer(if state { 4 } else { 2 }, kind, at..name.end);
                }
                step = name.end - at;
            } else if let Some((len, form)) = view.noun_at(at, self.phrase.end) {
                let noun = view.actors().noun(form.entry);
                if let Some(kind) = noun.kind.filter(|&k| {
                    !matches!(noun.sort, NounSort::Source | NounSort::Document)
                        && k != SourceKind::Public
                }) {
                    offer(if noun.weak { 3 } else { 2 }, kind, at..at + len);
                }
                step = len;
            } else if view.is_people(at) {
                self.phrase.people = true;
                offer(4, SourceKind::Government, at..at + 1);
            }
            at += step;
        }
        if self.phrase.side.is_none() {
            self.phrase.side = best.map(|(_, kind, at)| (kind, at));
        }
    }
}
