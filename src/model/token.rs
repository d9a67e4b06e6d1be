//! Tokens: the words of the sentences with part of speech and verb features.
//!
//! A token owns no text.
//! Words that some rule names are known by a [`WordId`] of the language's vocabulary, so that every word list is an integer comparison away.

use std::ops::Range;

use super::Span;

/// A word of a language's vocabulary (all words that its rules name, in lower case with straight apostrophes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId(pub u32);

impl WordId {
    /// A word that no rule names.
    pub const UNKNOWN: WordId = WordId(u32::MAX);
}

/// A verb of the language's lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VerbId(pub u32);

/// The word classes that a word belongs to, a bit a class; which bit is which is the vocabulary's affair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClassSet(pub u128);

impl ClassSet {
    /// Whether the two share a class.
    pub fn meets(self, other: ClassSet) -> bool {
        self.0 & other.0 != 0
    }

    /// The union of the two.
    pub fn with(self, other: ClassSet) -> ClassSet {
        ClassSet(self.0 | other.0)
    }

    /// Whether it is empty.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// Parts of speech, after Universal Dependencies v2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Pos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    X,
}

impl Pos {
    /// All values in order.
    pub const ALL: [Pos; 17] = [
        Pos::Adj,
        Pos::Adp,
        Pos::Adv,
        Pos::Aux,
        Pos::Cconj,
        Pos::Det,
        Pos::Intj,
        Pos::Noun,
        Pos::Num,
        Pos::Part,
        Pos::Pron,
        Pos::Propn,
        Pos::Punct,
        Pos::Sconj,
        Pos::Sym,
        Pos::Verb,
        Pos::X,
    ];

    /// The name used by Universal Dependencies (`NOUN`).
    pub fn name(self) -> &'static str {
        [
            "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON",
            "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X",
        ][self as usize]
    }

    /// The part of speech with that name.
    pub fn from_name(name: &str) -> Option<Pos> {
        Pos::ALL.into_iter().find(|p| p.name() == name)
    }

    /// Whether it is a verb or an auxiliary.
    pub fn is_verbal(self) -> bool {
        matches!(self, Pos::Verb | Pos::Aux)
    }

    /// Whether it is a common or proper noun.
    pub fn is_nominal(self) -> bool {
        matches!(self, Pos::Noun | Pos::Propn)
    }
}

/// Mood of a verb form, non-finite ones included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mood {
    Indicative,
    Conditional,
    Subjunctive,
    Imperative,
    Infinitive,
    /// Present participle (*affirmant*).
    ParticiplePresent,
    /// Past participle (*affirmé*).
    ParticiplePast,
}

impl Mood {
    /// Whether a form of this mood has a person.
    pub fn is_finite(self) -> bool {
        matches!(self, Mood::Indicative | Mood::Conditional | Mood::Subjunctive | Mood::Imperative)
    }
}

/// Tense of a simple verb form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tense {
    Present,
    Imperfect,
    Past,
    Future,
    /// For forms without a tense.
    None,
}

/// Grammatical number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Number {
    Singular,
    Plural,
    /// Not told by the form.
    Unknown,
}

/// Grammatical gender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gender {
    Masculine,
    Feminine,
    /// Not told by the form.
    Unknown,
}

/// The persons that a finite form may have: bit 0 the first, bit 1 the second, bit 2 the third.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Persons(pub u8);

impl Persons {
    /// Whether the form may be of the third person.
    pub fn third(self) -> bool {
        self.0 & 4 != 0
    }

    /// Whether the form may be of the first person.
    pub fn first(self) -> bool {
        self.0 & 1 != 0
    }

    /// Whether the form may be of the second person.
    pub fn second(self) -> bool {
        self.0 & 2 != 0
    }
}

/// One reading of a verb form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VerbForm {
    /// The verb.
    pub verb: VerbId,
    /// Mood.
    pub mood: Mood,
    /// Tense.
    pub tense: Tense,
    /// Persons; none for non-finite forms.
    pub persons: Persons,
    /// Number of the person, or of a past participle.
    pub number: Number,
    /// Gender of a past participle.
    pub gender: Gender,
}

/// A word or mark of a sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Token {
    /// Where it stands. An elided word keeps its apostrophe (`l’`), an inverted clitic its hyphens (`-t-il`).
    pub span: Span,
    /// The word, if a rule names it.
    pub word: WordId,
    /// Classes of the word, from the language's lists.
    pub classes: ClassSet,
    /// Part of speech.
    pub pos: Pos,
    /// The verb reading that fits best, when `pos` is verbal.
    pub verb: Option<VerbForm>,
}

/// The tokens of a document.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    /// All tokens in order of the text.
    pub list: Vec<Token>,
    /// The tokens of each sentence, as ranges of `list`; as many as there are sentences.
    pub sentences: Vec<Range<usize>>,
}

impl Tokens {
    /// The first token that begins at a place or behind it, if all before `from` begin before it; quick where it is near.
    pub fn from_place(&self, from: usize, place: usize) -> usize {
        let tokens = &self.list[from..];
        let mut reach = 8;
        while tokens.get(reach).is_some_and(|t| t.span.start < place) {
            reach *= 4;
        }
        from + tokens[..tokens.len().min(reach)].partition_point(|t| t.span.start < place)
    }
}
