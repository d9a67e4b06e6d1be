//! A view of the tokens with the questions that this stage asks of them.

use super::name_book::NameBook;
use crate::model::{
    ClassSet, Gender, Mood, Pos, SourceKind, Span, Token, is_alphanumeric, is_capitalised,
};
use crate::rules::{Actors, Language, NounForm, SourceClasses, fold};

/// The tokens of an article or phrase, with the rules to understand them by.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The text.
    pub text: &'a str,
    /// All tokens.
    pub tokens: &'a [Token],
    /// First tokens of the sentences, in order.
    pub openings: &'a [usize],
    /// What the article as a whole tells of its names.
    pub book: &'a NameBook,
    /// The rules.
    pub language: &'a Language,
}

impl<'a> View<'a> {
    /// The nouns and names of the language.
    #[inline]
    pub fn actors(self) -> &'a Actors {
        &self.language.sources.actors
    }

    /// The word classes of the stage.
    #[inline]
    pub fn classes(self) -> &'a SourceClasses {
        &self.language.sources.classes
    }

    /// The word as written.
    #[inline]
    pub fn word(self, i: usize) -> &'a str {
        self.tokens[i].span.of(self.text)
    }

    /// The word in lower case.
    pub fn folded(self, i: usize) -> String {
        fold(self.word(i))
    }

    /// Its part of speech.
    #[inline]
    pub fn pos(self, i: usize) -> Pos {
        self.tokens[i].pos
    }

    /// Whether it belongs to the class.
    #[inline]
    pub fn is(self, i: usize, class: ClassSet) -> bool {
        self.tokens[i].classes.meets(class)
    }

    /// Whether it has a letter or digit.
    #[inline]
    pub fn is_wordy(self, i: usize) -> bool {
        self.word(i).chars().any(is_alphanumeric)
    }

    /// Whether it starts with a capital.
    #[inline]
    pub fn is_capital(self, i: usize) -> bool {
        is_capitalised(self.word(i))
    }

    /// Whether it is made of capitals, as short names are.
    #[inline]
    pub fn is_acronym(self, i: usize) -> bool {
        // Most words are none by their first letter.
        if !self.is_capital(i) {
            return false;
        }
        let word = self.word(i);
        let letters = word.chars().filter(|c| c.is_alphabetic());
        word.chars().count() <= 12
            && letters.clone().count() >= 2
            && letters.clone().filter(|c| c.is_uppercase()).count() * 3 >= letters.count() * 2
    }

    /// Whether it is the initial of a name.
    pub fn is_initial(self, i: usize) -> bool {
        let word = self.word(i).trim_end_matches('.');
        self.word(i).ends_with('.')
            && word.chars().all(|c| c.is_uppercase() || c == '-' || c == '.')
    }

    /// Whether it opens a sentence, marks before it aside.
    pub fn opens_sentence(self, i: usize) -> bool {
        let k = self.openings.partition_point(|&o| o <= i);
        let opening = if k == 0 { 0 } else { self.openings[k - 1] };
        !(opening..i).any(|j| self.is_wordy(j))
            || i > opening && matches!(self.word(i - 1), "«" | "“" | "\"" | ":" | "–" | "—")
    }

    /// Whether it is a determiner.
    #[inline]
    pub fn is_determiner(self, i: usize) -> bool {
        self.is(i, self.classes().determiner)
    }

    /// Whether it belongs to a closed class, so that a capital makes no name of it.
    pub fn is_closed(self, i: usize) -> bool {
        let closed = &self.language.tokens.closed;
        closed.contains_key(&self.tokens[i].word)
            || matches!(
                self.pos(i),
                Pos::Adp | Pos::Cconj | Pos::Sconj | Pos::Pron | Pos::Det | Pos::Num
            ) && self.opens_sentence(i)
    }

    /// Whether a name may start with it.
    #[inline]
    pub fn starts_name(self, i: usize) -> bool {
        self.is_capital(i) && !self.is_closed(i) && self.word(i).chars().any(char::is_alphabetic)
    }

    /// Whether it is a given name with a capital.
    pub fn is_given(self, i: usize) -> bool {
        self.is_capital(i) && self.given_at(i).is_some()
    }

    /// What the list says of a given name; one that is made of two by a hyphen is one if either is.
    fn given_at(self, i: usize) -> Option<Gender> {
        let given = &self.actors().given;
        let whole = given.get(&self.tokens[i].word).copied();
        whole.or_else(|| {
            let word = self.word(i);
            let parts = || word.split('-');
            let capital = |p: &str| p.chars().next().is_some_and(char::is_uppercase);
            if !word.contains('-') || parts().count() != 2 || !parts().all(capital) {
                return None;
            }
            parts().find_map(|p| given.get(&self.language.words.id(&fold(p))).copied())
        })
    }

    /// Gender of a given name.
    pub fn given_gender(self, i: usize) -> Gender {
        self.given_at(i).unwrap_or(Gender::Unknown)
    }

    /// The noun of the lists that starts there: its length and form.
    #[inline]
    pub fn noun_at(self, i: usize, limit: usize) -> Option<(usize, NounForm)> {
        // Behind a name and a comma a trade that looks like an infinitive is none: *Ana Moll, conseiller*.
        let behind_name = || i > 1 && self.word(i - 1) == "," && self.is_capital(i - 2);
        if self.tokens[i].verb.is_some_and(|v| v.mood == Mood::Infinitive) && !behind_name() {
            return None;
        }
        let words = self.tokens[i..limit].iter().map(|t| t.word);
        self.actors().nouns.longest(words).map(|(len, form)| (len, *form))
    }

    /// The kind that a modifier tells there, with its length.
    #[inline]
    pub fn side_at(self, i: usize, limit: usize) -> Option<(usize, SourceKind)> {
        let words = self.tokens[i..limit].iter().map(|t| t.word);
        self.actors().sides.longest(words).map(|(len, kind)| (len, *kind))
    }

    /// Whether it is a noun or adjective of a people.
    #[inline]
    pub fn is_people(self, i: usize) -> bool {
        self.actors().peoples.contains_key(&self.tokens[i].word)
    }

    /// Whether a pronoun between commas stands there, as in *The mayor*, *he*, *…*.
    pub fn is_set_against(self, i: usize) -> bool {
        i + 2 < self.tokens.len()
            && self.word(i) == ","
            && self.pos(i + 1) == Pos::Pron
            && self.word(i + 2) == ","
    }

    /// Whether a finite verb or a clitic before one stands there.
    pub fn opens_predicate(self, i: usize) -> bool {
        let t = &self.tokens[i];
        t.verb.is_some_and(|v| v.mood.is_finite())
            || t.classes.meets(self.language.tokens.classes.negation)
            || t.pos == Pos::Pron && t.classes.meets(self.language.tokens.classes.object_clitic)
    }

    /// The tokens that lie in a span, as a range.
    pub fn within(self, span: Span) -> std::ops::Range<usize> {
        let first = self.tokens.partition_point(|t| t.span.end <= span.start);
        let end = self.tokens.partition_point(|t| t.span.start < span.end);
        first..end.max(first)
    }

    /// The span from one token to another.
    #[inline]
    pub fn span(self, first: usize, end: usize) -> Span {
        Span::new(self.tokens[first].span.start, self.tokens[end - 1].span.end)
    }
}
