//! Entities: who or what several mentions have in common.

use std::collections::BTreeSet;

use super::describe::{Description, describe};
use super::mentions::Mention;
use super::phrase::Head;
use super::view::View;
use crate::model::{Gender, Identified, Number, Pos, SourceKind};
use crate::rules::{DeterminerShape, NameSort, NounSort, PronounSort};

/// What sort of thing is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// One person.
    Person,
    /// Several persons.
    Group,
    Body,
    State,
    Document,
    /// A source of which only its side is told.
    Source,
    /// A pronoun or a noun that no list has.
    Open,
}

impl Sort {
    /// Whether what is of this sort may be described as one of another: persons are no bodies.
    pub fn may_be(self, other: Sort) -> bool {
        let person = |s| matches!(s, Sort::Person | Sort::Group);
        let thing = |s| matches!(s, Sort::Body | Sort::State | Sort::Document);
        !(person(self) && thing(other) || thing(self) && other == Sort::Person)
    }
}

/// What a mention says, ready for comparison.
#[derive(Clone, Debug)]
pub struct Traits {
    /// What sort of thing it means.
    pub sort: Sort,
    /// Gender.
    pub gender: Gender,
    /// Number.
    pub number: Number,
    /// Its name, if it has one.
    pub name: Option<NameKey>,
    /// The acronym that it introduces.
    pub acronym: Option<String>,
    /// Whether it means a part of those that its noun means.
    pub part: bool,
    /// Nouns that describe it.
    pub nouns: Vec<u32>,
    /// Head noun, if it has one.
    pub head: Option<u32>,
    /// What else it says, as folded words; known names under one spelling.
    pub words: BTreeSet<String>,
    /// Those of the words that tell apart: names and peoples.
    pub telling: BTreeSet<String>,
    /// Whether its kind is only what such a name mostly has.
    pub guessed: bool,
    /// Kind and identification.
    pub description: Description,
}

/// A name, as far as it can be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameKey {
    /// A name of the lists.
    Known(u32),
    /// A person's name, word by word.
    Person(Vec<String>),
    /// Any other name.
    Body(String),
}

impl Traits {
    /// What a mention says.
    pub fn of(view: View<'_>, mention: &Mention) -> Traits {
        let phrase = &mention.phrase;
        let description = describe(view, phrase);
        let number = match phrase.determiner {
            DeterminerShape::Count => Number::Plural,
            _ if phrase.several => Number::Plural,
            _ if phrase
                .own
                .as_ref()
                .is_some_and(|n| n.is_person() && n.number == Number::Singular) =>
            {
                Number::Singular
            }
            _ => phrase.number,
        };
        let head = match phrase.head {
            Head::Noun(entry) => Some(entry),
            _ => None,
        };
        let name = phrase.own.as_ref().filter(|_| !phrase.several).map(|own| {
            let words = own.words(view);
            match own.known {
                Some(id) => NameKey::Known(id),
                None if description.kind == SourceKind::Person => NameKey::Person(words),
                // *Radio Lindal* is not Lindal: a noun without an article is part of the name.
                None if head.is_some() && phrase.determiner == DeterminerShape::None => {
                    let noun = phrase.head_at.clone().map(|i| view.folded(i));
                    NameKey::Body(noun.chain(words).collect::<Vec<_>>().join(" "))
                }
                None => NameKey::Body(words.join(" ")),
            }
        });
        let name = name.or_else(|| phrase.acronym.map(|i| NameKey::Body(view.folded(i))));
        // The article may introduce a short name that the lists know as somebody else's.
        let short = phrase.own.as_ref().filter(|n| n.known.is_some() && n.end == n.bare + 1);
        let short = short.map(|n| n.bare).filter(|&i| view.is_acronym(i));
        let sort = match &phrase.head {
            _ if phrase.several => Sort::Group,
            Head::Pronoun(_) => Sort::Open,
            Head::Noun(entry) => match view.actors().noun(*entry).sort {
                NounSort::Person if number == Number::Plural && name.is_none() => Sort::Group,
                NounSort::Person => Sort::Person,
                NounSort::Body => Sort::Body,
                NounSort::Document => Sort::Document,
                NounSort::Source | NounSort::Quantity => Sort::Source,
            },
            Head::People if number == Number::Plural => Sort::Group,
            Head::People => Sort::Person,
            Head::Name if phrase.own.as_ref().is_some_and(|n| n.sort == Some(NameSort::State)) => {
                Sort::State
            }
            _ if description.kind == SourceKind::Person => Sort::Person,
            Head::Name => Sort::Body,
            Head::Unknown => Sort::Open,
        };
        let mut nouns = phrase.nouns.clone();
        let own = phrase.own.as_ref();
        if let Some(title) = own.filter(|n| n.bare > n.first).map(|n| view.tokens[n.first].word) {
            nouns.extend(view.language.sources.title_nouns.get(&title).into_iter().flatten());
        }
        // *The Court* is the Court of Auditors of the lists.
        let listed = own.filter(|n| n.known.is_some() && n.end > n.bare + 1);
        let listed = listed.filter(|n| n.kind != Some(SourceKind::Media) && sort == Sort::Body);
        // A noun in small letters only says what it is (*groupe Wagner*).
        let listed = listed.filter(|n| view.is_capital(n.bare));
        if let Some((_, form)) = listed.and_then(|n| view.noun_at(n.bare, n.end)) {
            nouns.push(form.entry);
        }
        let mut words = BTreeSet::new();
        let mut telling = BTreeSet::new();
        let own = phrase.own.as_ref().map_or(0..0, |n| n.first..n.end);
        let mut at = phrase.first;
        // A relative clause tells what happened, not who it is.
        let relative = |&i: &usize| i > phrase.head_at.end && view.is(i, view.classes().relative);
        let bare = phrase.own.is_none() && head.is_some();
        let set_off = |&i: &usize| bare && i >= phrase.head_at.end && view.word(i) == ",";
        let end = (phrase.first..phrase.end).find(|i| relative(i) || set_off(i));
        let end = end.unwrap_or(phrase.end);
        while at < end {
            let outside = !own.contains(&at) && !phrase.head_at.contains(&at);
            let known =
                view.actors().names.longest(view.tokens[at..phrase.end].iter().map(|t| t.word));
            if let Some((len, name)) = known.filter(|_| outside && !view.is_determiner(at)) {
                words.insert(view.actors().known[name.id as usize].clone());
                telling.insert(view.actors().known[name.id as usize].clone());
                at += len;
                continue;
            }
            if outside && matches!(view.pos(at), Pos::Noun | Pos::Propn | Pos::Adj | Pos::X) {
                let whole = view.folded(at);
                if view.is_people(at) {
                    telling.insert(stem(&whole));
                } else if view.is_capital(at)
                    && !view.opens_sentence(at)
                    && !view.is(at, view.classes().common_institution)
                {
                    telling.insert(whole.clone());
                    words.insert(whole.clone());
                }
                words.insert(stem(&whole));
            }
            at += 1;
        }
        let guessed = matches!(phrase.head, Head::Name)
            && sort == Sort::Body
            && description.kind == SourceKind::Organisation
            && phrase.own.as_ref().is_some_and(|n| view.book.kind(n, view).is_none());
        Traits {
            sort,
            guessed,
            gender: phrase.gender,
            number,
            name,
            acronym: phrase.acronym.or(short).map(|i| view.folded(i)),
            part: phrase.first < view.tokens.len()
                && view.is(phrase.first, view.classes().partitive),
            nouns,
            head,
            words,
            telling,
            description,
        }
    }
}

/// The opening of a word, so that its forms of either gender and number compare equal.
pub fn stem(word: &str) -> String {
    word.chars().take(STEM).collect()
}

/// So many letters tell words apart; endings stand behind them.
const STEM: usize = 5;

/// Somebody who is mentioned.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Indices of the mentions, in order.
    pub mentions: Vec<usize>,
    /// What sort of thing it is.
    pub sort: Sort,
    /// Whether it is a part of those that its noun means.
    pub part: bool,
    /// Gender.
    pub gender: Gender,
    /// Number.
    pub number: Number,
    /// Its names.
    pub names: Vec<NameKey>,
    /// Its acronyms.
    pub acronyms: BTreeSet<String>,
    /// Nouns that describe it.
    pub nouns: BTreeSet<u32>,
    /// What else is said of it.
    pub words: BTreeSet<String>,
    /// Names and peoples said of it.
    pub telling: BTreeSet<String>,
    /// Kind.
    pub kind: SourceKind,
    /// Whether the kind is only what such a name mostly has.
    pub guessed: bool,
    /// Whether one can find out who it is.
    pub identified: Identified,
}

impl Entity {
    /// An entity with its first mention.
    pub fn new(mention: usize, traits: &Traits) -> Entity {
        let mut entity = Entity {
            mentions: vec![mention],
            sort: traits.sort,
            part: traits.part,
            gender: traits.gender,
            number: traits.number,
            names: Vec::new(),
            acronyms: BTreeSet::new(),
            nouns: BTreeSet::new(),
            words: BTreeSet::new(),
            telling: BTreeSet::new(),
            kind: traits.description.kind,
            guessed: traits.guessed,
            identified: traits.description.identified,
        };
        entity.learn(traits);
        entity
    }

    /// Whether only the look of its name makes a person of it: *Old Stones*, of whom neither a title nor a given name is told.
    pub fn may_be_body(&self) -> bool {
        self.sort == Sort::Person
            && self.gender == Gender::Unknown
            && self.nouns.is_empty()
            && !self.names.is_empty()
            && self.names.iter().all(|n| matches!(n, NameKey::Person(words) if words.len() > 1))
    }

    /// Takes a further mention.
    pub fn add(&mut self, mention: usize, traits: &Traits) {
        let at = self.mentions.partition_point(|&m| m < mention);
        self.mentions.insert(at, mention);
        // The form that tells most decides what it is.
        let told = &traits.description;
        // *The officer* is as unknown as the officer of whom nothing but that was told.
        let taken_up = told.identified == Identified::Role
            && traits.words.is_empty()
            && matches!(self.sort, Sort::Person | Sort::Group)
            && traits.head.is_some();
        let fuller = told.identified < self.identified && !taken_up;
        if traits.sort == Sort::Body && traits.head.is_some() && self.may_be_body() {
            self.sort = Sort::Body;
            self.kind = told.kind;
        } else if fuller && traits.sort != Sort::Open {
            self.kind = told.kind;
            self.identified = told.identified;
            self.sort = traits.sort;
            self.guessed = traits.guessed;
        } else if self.guessed && traits.sort == Sort::Body && traits.head.is_some() {
            // The noun of a body says what its name alone left open.
            self.kind = told.kind;
            self.guessed = false;
        }
        self.learn(traits);
    }

    fn learn(&mut self, traits: &Traits) {
        if self.gender == Gender::Unknown && (traits.sort == self.sort || traits.sort == Sort::Open)
        {
            self.gender = traits.gender;
        }
        if self.number == Number::Unknown {
            self.number = traits.number;
        }
        if let Some(name) = traits.name.as_ref().filter(|n| !self.names.contains(n)) {
            self.names.push(name.clone());
        }
        self.acronyms.extend(traits.acronym.clone());
        // What a description that was linked says is wider than what somebody was introduced as, and leads astray.
        if traits.name.is_some() || self.names.is_empty() || self.nouns.is_empty() {
            self.nouns.extend(&traits.nouns);
        }
        self.words.extend(traits.words.iter().cloned());
        self.telling.extend(traits.telling.iter().cloned());
    }

    /// Whether what a mention tells besides its noun may be said of this entity.
    pub fn allows(&self, traits: &Traits) -> bool {
        let told = |w: &String| self.words.contains(w);
        let silent = self.telling.is_empty() && !self.names.is_empty();
        traits.telling.iter().all(told)
            || silent
            || traits.telling.iter().any(|w| self.telling.contains(w))
    }

    /// Whether a name may be this entity's.
    pub fn answers_to(&self, traits: &Traits) -> bool {
        let Some(name) = &traits.name else { return false };
        if differ(self.gender, traits.gender) && matches!(name, NameKey::Person(_)) {
            return false;
        }
        self.names.iter().any(|own| match (own, name) {
            (NameKey::Person(a), NameKey::Person(b)) => same_person(a, b),
            (a, b) => a == b,
        }) || match name {
            NameKey::Body(n) => self.acronyms.contains(n),
            _ => false,
        } || traits.acronym.as_ref().is_some_and(|a| {
            self.acronyms.contains(a)
                || self.names.iter().any(|n| matches!(n, NameKey::Body(own) if own == a))
        })
    }
}

/// Whether two genders cannot be of the same.
pub fn differ(a: Gender, b: Gender) -> bool {
    a != Gender::Unknown && b != Gender::Unknown && a != b
}

/// Whether two names of persons may be the same person's.
fn same_person(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let Some(last) = short.last() else { return false };
    // A surname of two words may be given by its first.
    if long.ends_with(short) || short.len() > 1 && long.starts_with(short) {
        return true;
    }
    // A given name alone.
    if short.len() == 1 {
        return long.len() > 1 && long[0] == short[0];
    }
    let initial = |x: &str, y: &str| {
        let bare = x.trim_end_matches('.');
        bare.chars().count() == 1 && y.starts_with(bare)
    };
    let first = short[0] == long[0] || initial(&short[0], &long[0]) || initial(&long[0], &short[0]);
    // A middle name that only one of them has.
    long.last() == Some(last) && first
}

/// Whether a pronoun sort may be resolved to an entity before it.
pub fn looks_back(sort: PronounSort) -> bool {
    matches!(
        sort,
        PronounSort::Subject
            | PronounSort::Stressed
            | PronounSort::Last
            | PronounSort::Previous
            | PronounSort::Concerned
            | PronounSort::Owner
            | PronounSort::Relative
            | PronounSort::Place
    )
}
