//! The lexicon of verb forms: which forms a verb has, and which verbs a form may belong to.
//!
//! No table of forms is built: a form is split into stem and ending in every way that the paradigms allow,
//! and a split counts when the stem belongs to a verb of that paradigm.
//! That keeps the start-up short and is as exact as a full table.

use std::collections::BTreeMap;

use crate::model::{Gender, Mood, Number, Persons, Tense, VerbForm, VerbId};
use crate::rules::{FastMap, Strings};

/// What an ending says of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Features {
    /// Mood.
    pub mood: Mood,
    /// Tense.
    pub tense: Tense,
    /// Persons.
    pub persons: Persons,
    /// Number.
    pub number: Number,
    /// Gender.
    pub gender: Gender,
}

/// A paradigm ready for use: the ending of its infinitives and all endings of forms.
#[derive(Clone, Debug, Default)]
pub struct Paradigm {
    /// Name.
    pub id: String,
    /// Ending of the infinitive.
    pub lemma: String,
    /// Endings with what they say.
    pub endings: Vec<(String, Features)>,
    /// Verbs that it holds for; empty for every verb with that ending.
    pub lemmas: Vec<String>,
}

/// The verbs of a language with their forms.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// The infinitives; a verb's id is its number here.
    lemmas: Strings,
    stems: Strings,
    /// For each stem its verbs with their paradigms.
    verbs: Vec<StemVerbs>,
    endings: FastMap<Box<str>, Vec<(u16, Features)>>,
    longest_ending: usize,
    /// The lengths that endings have, a bit each, by what they end with.
    lengths: EndingLengths,
}

/// The verbs of a stem; nearly all stems have one.
#[derive(Clone, Debug)]
struct StemVerbs {
    first: (u16, VerbId),
    others: Vec<(u16, VerbId)>,
}

/// Which lengths of endings there are for the last two bytes of a form; those of several pairs may share a place, which costs
/// a look into the table and no more.
#[derive(Clone, Debug)]
struct EndingLengths {
    by_end: Vec<u64>,
}

impl Default for EndingLengths {
    fn default() -> Self {
        EndingLengths { by_end: vec![0; Self::PLACES] }
    }
}

impl EndingLengths {
    const PLACES: usize = 1024;

    fn place(before: u8, last: u8) -> usize {
        (usize::from(before) << 5 ^ usize::from(last)) % Self::PLACES
    }

    fn bit(length: usize) -> u64 {
        1 << length.min(63)
    }

    fn add(&mut self, ending: &str) {
        let bit = Self::bit(ending.len());
        match ending.as_bytes() {
            [.., before, last] => self.by_end[Self::place(*before, *last)] |= bit,
            // What stands before a single byte, or before none, may be anything.
            [last] => {
                (0..=u8::MAX).for_each(|b| self.by_end[Self::place(b, *last)] |= bit);
            }
            [] => self.by_end.iter_mut().for_each(|lengths| *lengths |= bit),
        }
    }

    /// The lengths that an ending of a form may have.
    fn of(&self, form: &str) -> u64 {
        match form.as_bytes() {
            [.., before, last] => self.by_end[Self::place(*before, *last)],
            _ => u64::MAX,
        }
    }
}

impl Lexicon {
    /// A lexicon of these paradigms, without verbs.
    pub fn new(paradigms: &[Paradigm]) -> Self {
        let mut lexicon = Lexicon::default();
        for (i, p) in paradigms.iter().enumerate() {
            for (ending, features) in &p.endings {
                lexicon.longest_ending = lexicon.longest_ending.max(ending.len());
                lexicon.lengths.add(ending);
                let list = lexicon.endings.entry(ending.as_str().into()).or_default();
                if !list.contains(&(i as u16, *features)) {
                    list.push((i as u16, *features));
                }
            }
        }
        lexicon
    }

    /// Adds a verb with the index of its paradigm, whose infinitive ending it must have.
    pub fn add(&mut self, lemma: &str, paradigm: usize, ending: &str) -> VerbId {
        let known = self.lemmas.len();
        let number = self.lemmas.add(lemma);
        let id = VerbId(number as u32);
        if number < known {
            return id;
        }
        let stem = self.stems.add(lemma.strip_suffix(ending).unwrap_or(lemma));
        let verb = (paradigm as u16, id);
        match self.verbs.get_mut(stem) {
            Some(verbs) => verbs.others.push(verb),
            None => self.verbs.push(StemVerbs { first: verb, others: Vec::new() }),
        }
        id
    }

    /// The infinitive of a verb.
    pub fn lemma(&self, verb: VerbId) -> &str {
        self.lemmas.get(verb.0 as usize)
    }

    /// The verb with that infinitive.
    pub fn verb(&self, lemma: &str) -> Option<VerbId> {
        self.lemmas.find(lemma).map(|number| VerbId(number as u32))
    }

    /// All verbs, in order of their addition.
    pub fn verbs(&self) -> impl Iterator<Item = (VerbId, &str)> {
        (0..self.lemmas.len()).map(|i| (VerbId(i as u32), self.lemmas.get(i)))
    }

    /// Appends every reading of a folded form to `readings`.
    pub fn read(&self, form: &str, readings: &mut Vec<VerbForm>) {
        let from = form.len().saturating_sub(self.longest_ending);
        let lengths = self.lengths.of(form);
        let may_end = |i: usize| lengths & EndingLengths::bit(form.len() - i) != 0;
        for at in (from..=form.len()).filter(|&i| may_end(i) && form.is_char_boundary(i)) {
            let Some(endings) = self.endings.get(&form[at..]) else { continue };
            let Some(stem) = self.stems.find(&form[..at]) else { continue };
            let StemVerbs { first, others } = &self.verbs[stem];
            for &(paradigm, verb) in [first].into_iter().chain(others) {
                for &(_, f) in endings.iter().filter(|e| e.0 == paradigm) {
                    readings.push(VerbForm {
                        verb,
                        mood: f.mood,
                        tense: f.tense,
                        persons: f.persons,
                        number: f.number,
                        gender: f.gender,
                    });
                }
            }
        }
    }
}

/// Which paradigm a verb has: the one that lists it, or else the one with the longest fitting ending.
#[derive(Clone, Debug)]
pub struct ParadigmIndex<'a> {
    listed: FastMap<&'a str, usize>,
    open: FastMap<&'a str, usize>,
    longest: usize,
    lengths: EndingLengths,
}

impl<'a> ParadigmIndex<'a> {
    /// An index of these paradigms; of several that would do the first in the file wins.
    pub fn new(paradigms: &'a [Paradigm]) -> Self {
        let mut index = ParadigmIndex {
            listed: FastMap::default(),
            open: FastMap::default(),
            longest: 0,
            lengths: EndingLengths::default(),
        };
        for (i, p) in paradigms.iter().enumerate() {
            for lemma in p.lemmas.iter().filter(|l| l.ends_with(&p.lemma)) {
                index.listed.entry(lemma).or_insert(i);
            }
            if p.lemmas.is_empty() {
                index.longest = index.longest.max(p.lemma.len());
                index.lengths.add(&p.lemma);
                index.open.entry(&p.lemma).or_insert(i);
            }
        }
        index
    }

    /// The paradigm of a verb, by its place in the list.
    pub fn find(&self, lemma: &str) -> Option<usize> {
        let endings = || {
            let from = lemma.len().saturating_sub(self.longest);
            let lengths = self.lengths.of(lemma);
            let may_end = move |at: &usize| lengths & EndingLengths::bit(lemma.len() - at) != 0;
            (from..=lemma.len()).filter(may_end).filter_map(|at| lemma.get(at..))
        };
        let listed = self.listed.get(lemma).copied();
        listed.or_else(|| endings().find_map(|ending| self.open.get(ending).copied()))
    }
}

/// The endings of a paradigm, collected tense by tense; equal ones of one tense and number are joined.
#[derive(Debug, Default)]
pub struct EndingTable {
    rows: BTreeMap<(String, Mood, Tense, Number, Gender), u8>,
}

impl EndingTable {
    /// Adds the six persons of a tense.
    pub fn add_six(&mut self, mood: Mood, tense: Tense, forms: &[String]) {
        for (i, form) in forms.iter().enumerate().take(6) {
            self.add_person(mood, tense, i, form);
        }
    }

    /// Adds one person: 0 to 2 in the singular, 3 to 5 in the plural.
    pub fn add_person(&mut self, mood: Mood, tense: Tense, person: usize, form: &str) {
        let number = if person < 3 { Number::Singular } else { Number::Plural };
        for variant in form.split('|').filter(|v| !v.is_empty()) {
            let key = (variant.to_owned(), mood, tense, number, Gender::Unknown);
            *self.rows.entry(key).or_default() |= 1 << (person % 3);
        }
    }

    /// Adds a form without person.
    pub fn add_plain(&mut self, mood: Mood, number: Number, gender: Gender, form: &str) {
        for variant in form.split('|').filter(|v| !v.is_empty()) {
            self.rows.insert((variant.to_owned(), mood, Tense::None, number, gender), 0);
        }
    }

    /// The endings with what they say.
    pub fn into_endings(self) -> Vec<(String, Features)> {
        self.rows
            .into_iter()
            .map(|((form, mood, tense, number, gender), persons)| {
                (form, Features { mood, tense, persons: Persons(persons), number, gender })
            })
            .collect()
    }
}
