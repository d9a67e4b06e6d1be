//! Noun phrases: the head, what modifies it, and the source's own name if it stands there.

mod called;
mod head;
mod late;
mod sides;
mod tail;

use super::names::{Name, name_at};
use super::view::View;
use crate::model::{Gender, Number, Pos, SourceKind};
use crate::rules::{DeterminerShape, NounSort, Pronoun, PronounSort};

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
    /// Whether it names several persons, as *Ana Moll and Leo Zorg* does.
    pub several: bool,
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

    /// The first letters of its words from its noun on, small words aside.
    pub fn initials(&self, view: View<'_>) -> String {
        let light = |&i: &usize| {
            view.is_wordy(i)
                && !view.is_determiner(i)
                && !view.is(i, view.classes().of)
                && !matches!(view.pos(i), Pos::Adp | Pos::Det | Pos::Cconj)
        };
        let from = self.own.as_ref().map_or(self.head_at.start, |n| n.bare);
        let words = (from.min(self.head_at.start)..self.end).filter(light);
        words.filter_map(|i| view.folded(i).chars().next()).collect()
    }

    /// Whether it stands for somebody who may be told of by a clause.
    pub fn is_told_of(&self) -> bool {
        self.is_told() && self.determiner != DeterminerShape::Count
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
            several: false,
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
        match reader.head(at) {
            Some(()) => reader.tail(),
            // A known phrase without a noun tells by its determiner and modifiers alone: *another one*, *(sources) close to*.
            None if given => {
                reader.phrase.head_at = first..first;
                reader.phrase.end = limit;
            }
            None => return None,
        }
        reader.sides();
    }
    Some(reader.phrase)
}

/// Behind a few words that name nobody and a comma, as in *Besides, the mayor*.
fn behind_adverbial(view: View<'_>, phrase: &Phrase) -> Option<usize> {
    let until = phrase.end.min(phrase.first + 4);
    let comma = (phrase.first..until).find(|&i| view.word(i) == ",")?;
    let nobody = |i: usize| {
        !matches!(view.pos(i), Pos::Noun | Pos::Propn | Pos::Pron)
            && view.noun_at(i, comma).is_none()
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
    // *Her counsel, Me Moll*, *one of them, Ana Moll*: who is named behind a comma at the end is the one.
    let single = match phrase.head {
        Head::Pronoun(p) => {
            matches!(p.sort, PronounSort::Vague | PronounSort::Concerned | PronounSort::Previous)
        }
        Head::Noun(entry) => {
            view.actors().noun(entry).sort == NounSort::Body
                && phrase.number != Number::Plural
                && phrase.determiner != DeterminerShape::None
        }
        _ => false,
    };
    if single && let Some(comma) = (phrase.first..end).find(|&i| view.word(i) == ",") {
        let plain = !(phrase.first..comma).any(|i| view.opens_predicate(i));
        let name = name_at(view, comma + 1, end).filter(|n| n.end == end && n.known.is_none());
        let pronoun = matches!(phrase.head, Head::Pronoun(_));
        let person = |n: &Name| {
            n.is_person() && (n.bare > n.first || view.is_given(n.bare))
                || pronoun && n.sort.is_none() && n.end > n.bare + 1
        };
        if plain && name.as_ref().is_some_and(person) {
            return Some(comma + 1);
        }
    }
    if matches!(phrase.head, Head::Pronoun(p) if p.sort == PronounSort::Vague) {
        // *One of them, a teacher*: the description says who it is.
        let comma = (phrase.first..end).find(|&i| view.word(i) == ",")?;
        let opens = comma + 1 < end && view.is_determiner(comma + 1);
        return opens.then_some(comma + 1);
    }
    if document_in_front(view, phrase) {
        let comma = (phrase.first..end).find(|&i| view.word(i) == ",")?;
        let next = comma + 2;
        let person = next < end
            && view.is_determiner(comma + 1)
            && view
                .noun_at(next, end)
                .is_some_and(|(_, form)| view.actors().noun(form.entry).sort == NounSort::Person);
        return person.then_some(comma + 1);
    }
    if trade_in_front(view, phrase) {
        let comma = (phrase.first..end).find(|&i| view.word(i) == ",")?;
        let opens = comma + 1 < end && view.is(comma + 1, view.classes().definite);
        return opens.then_some(comma + 1);
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
    if body && phrase.determiner == DeterminerShape::None && behind > phrase.first {
        // *(For the) defence Me Moll*: a title opens whom the noun before it has nothing to do with.
        let titled = name_at(view, behind, end).filter(|n| n.is_person() && n.bare > n.first);
        if titled.is_some() && matches!(phrase.head, Head::Noun(_)) {
            return Some(behind);
        }
    }
    let definite =
        |i: usize| view.is(i, view.classes().definite) && !view.is(i, view.classes().contracted);
    if body && behind + 1 < end && definite(behind) {
        // *The press the mayor*: whom somebody told it is not who told it.
        let (_, form) = view.noun_at(behind + 1, end)?;
        let person = view.actors().noun(form.entry).sort == NounSort::Person;
        return (person && form.number != Number::Plural).then_some(behind);
    }
    let name = name_at(view, behind, end).filter(|_| group)?;
    (name.is_person() && name.end > name.bare + 1).then_some(behind)
}

/// Whether a span opens with a document that is pointed at: *This figure, a driver …*.
fn document_in_front(view: View<'_>, phrase: &Phrase) -> bool {
    let document =
        matches!(phrase.head, Head::Noun(e) if view.actors().noun(e).sort == NounSort::Document);
    document && phrase.determiner == DeterminerShape::Demonstrative && phrase.own.is_none()
}

/// Whether a span opens with a trade without an article and has no name: *A fisherman's daughter, the researcher*.
fn trade_in_front(view: View<'_>, phrase: &Phrase) -> bool {
    let person =
        matches!(phrase.head, Head::Noun(e) if view.actors().noun(e).sort == NounSort::Person);
    person && phrase.determiner == DeterminerShape::None && phrase.own.is_none()
}

struct Reader<'a> {
    view: View<'a>,
    limit: usize,
    given: bool,
    phrase: Phrase,
}
