//! Actors: the nouns and names for those who may speak, read from the word lists.

use std::collections::BTreeSet;

use toml::Spanned;
use unicode_normalization::UnicodeNormalization;

use super::actor_words::{KnownName, Lean, NameSort, Noun, NounForm, NounSort, Pronoun};
use super::columns::{Columns, each};
use super::cues::phrase_of;
use super::{
    FastMap, FastSet, LanguageFiles, PhraseTable, RuleError, RuleFile, Strings, TokenRules,
    WordEntry, Words, fold,
};
use crate::model::{Gender, Number, SourceKind, WordId};

/// The nouns and names for those who may speak.
#[derive(Clone, Debug, Default)]
pub struct Actors {
    /// Nouns for persons, bodies, documents and sources.
    pub nouns: PhraseTable<NounForm>,
    /// What the lists say of each noun; [`NounForm::entry`] points here.
    pub entries: Vec<Noun>,
    /// Names of media, bodies and states.
    pub names: PhraseTable<KnownName>,
    /// The names' first spellings; [`KnownName::id`] points here.
    pub known: Vec<String>,
    /// Genders of given names.
    pub given: FastMap<WordId, Gender>,
    /// Titles that stand before a name.
    pub titles: FastMap<WordId, (Gender, Number)>,
    /// Modifiers that tell for whom a source speaks.
    pub sides: PhraseTable<SourceKind>,
    /// Nouns and adjectives of peoples, with the state among the known names if there is one.
    pub peoples: FastMap<WordId, Option<u32>>,
    /// Words that stand for a source named elsewhere.
    pub pronouns: PhraseTable<Pronoun>,
    /// The first forms of nouns, for each the last entry that has it, and for each entry the one before it that has the same.
    forms: Strings,
    of_form: Vec<u32>,
    same_form: Vec<Option<u32>>,
    /// Pairs of nouns that may mean the same, by their entries.
    synonyms: FastSet<(u32, u32)>,
    /// A noun and one that names what those of it are as well, both ways round.
    broader: FastSet<(u32, u32)>,
    /// A noun and one that is broader.
    narrower: FastSet<(u32, u32)>,
    /// The noun in a noun of several words.
    shorter: FastMap<u32, u32>,
}

impl Actors {
    /// Reads the word lists; a language without them knows nobody.
    ///
    /// # Errors
    /// If a list is wrong.
    pub fn read(
        files: &LanguageFiles<'_>,
        tokens: &TokenRules,
        words: &mut Words,
    ) -> Result<Self, RuleError> {
        let mut actors = Actors::default();
        actors.read_nouns(files, tokens, words)?;
        actors.add_longer();
        actors.read_names(files, tokens, words)?;
        Ok(actors)
    }

    /// The noun of an entry.
    pub fn noun(&self, entry: u32) -> &Noun {
        &self.entries[entry as usize]
    }

    /// Whether two nouns may mean the same.
    pub fn same_noun(&self, a: u32, b: u32) -> bool {
        let has = |pairs: &FastSet<(u32, u32)>, a: u32, b: u32| pairs.contains(&(a, b));
        let short = |a: u32| self.shorter.get(&a).copied().unwrap_or(a);
        // Two directors, the general and the artistic one, are two; both are directors, and what a director is as well.
        a == b
            || has(&self.synonyms, a, b)
            || has(&self.broader, a, b)
            || self.noun(a).sort != NounSort::Person && has(&self.synonyms, short(a), short(b))
            || has(&self.broader, short(a), b)
            || has(&self.broader, a, short(b))
    }

    /// Whether a noun may take up somebody who was called by another: the same or a broader one.
    pub fn takes_up(&self, noun: u32, told: u32) -> bool {
        let short = |a: u32| self.shorter.get(&a).copied().unwrap_or(a);
        let narrower = |a: u32, b: u32| self.narrower.contains(&(a, b));
        self.same_noun(noun, told)
            && !(narrower(noun, told) || narrower(short(noun), told) || narrower(noun, short(told)))
            || self.synonyms.contains(&(noun, told))
            || self.noun(noun).neutral && self.noun(told).neutral && self.same_noun(noun, told)
    }

    fn read_nouns(
        &mut self,
        files: &LanguageFiles<'_>,
        tokens: &TokenRules,
        words: &mut Words,
    ) -> Result<(), RuleError> {
        for (name, sort) in [
            ("role_nouns", NounSort::Person),
            ("body_nouns", NounSort::Body),
            ("document_nouns", NounSort::Document),
            ("source_nouns", NounSort::Source),
            ("quantity_nouns", NounSort::Quantity),
        ] {
            let mut add = |entry: WordEntry<'_>, list: &Columns<'_>| {
                self.add_noun(entry, list, sort, tokens, words)
            };
            each(files, name, &mut add)?;
        }
        each(files, "sides", &mut |entry, list| {
            let kind: SourceKind = list.value(entry, 0)?;
            for form in entry.forms() {
                self.sides.add(&phrase(form, tokens, words), kind);
            }
            Ok(())
        })?;
        each(files, "pronouns", &mut |entry, list| {
            let pronoun = Pronoun {
                gender: list.gender(entry, 0)?,
                number: list.number(entry, 1)?,
                sort: list.value(entry, 2)?,
            };
            for form in entry.forms() {
                self.pronouns.add(&phrase(form, tokens, words), pronoun);
            }
            Ok(())
        })
    }

    fn read_names(
        &mut self,
        files: &LanguageFiles<'_>,
        tokens: &TokenRules,
        words: &mut Words,
    ) -> Result<(), RuleError> {
        for (name, sort) in [
            ("media", NameSort::Body),
            ("organisations", NameSort::Body),
            ("states", NameSort::State),
            ("capitals", NameSort::State),
        ] {
            let mut add = |entry: WordEntry<'_>, list: &Columns<'_>| {
                self.add_name(entry, list, name, sort, tokens, words)
            };
            each(files, name, &mut add)?;
        }
        each(files, "given_names", &mut |entry, list| {
            let gender = list.gender(entry, 0)?;
            for form in entry.forms() {
                self.given.insert(words.intern(form), gender);
            }
            Ok(())
        })?;
        each(files, "titles", &mut |entry, list| {
            let value = (list.gender(entry, 0)?, list.number(entry, 1)?);
            for form in entry.forms() {
                self.titles.insert(words.intern(form), value);
            }
            Ok(())
        })?;
        each(files, "demonyms", &mut |entry, list| {
            let told = list.text(entry, 0);
            let state = if told == "-" { None } else { Some(self.state(entry, list, told)?) };
            for form in entry.forms() {
                self.peoples.entry(words.intern(form)).or_insert(state);
            }
            Ok(())
        })
    }

    fn add_noun(
        &mut self,
        entry: WordEntry<'_>,
        list: &Columns<'_>,
        sort: NounSort,
        tokens: &TokenRules,
        words: &mut Words,
    ) -> Result<(), RuleError> {
        let gender = list.gender(entry, 0)?;
        let plural_only = list.text(entry, 0).ends_with('p');
        let (kind, weak, lean) = match sort {
            NounSort::Person | NounSort::Body => {
                let told = list.text(entry, 1);
                let weak = told == "-" || told.ends_with('?');
                let kind = match told.trim_end_matches('?') {
                    "-" => None,
                    bare => Some(list.read(entry, 1, bare)?),
                };
                (kind, weak, list.value(entry, 2)?)
            }
            NounSort::Document => (Some(SourceKind::Document), false, Lean::Name),
            NounSort::Source => (Some(SourceKind::Source), true, Lean::Anonymous),
            NounSort::Quantity => (None, true, Lean::Anonymous),
        };
        let index = self.entries.len() as u32;
        for (i, form) in entry.forms().enumerate() {
            let number = match (plural_only, entry.forms().len(), i) {
                (true, _, _) => Number::Plural,
                (_, 1, _) => Number::Unknown,
                (_, _, 0) => Number::Singular,
                _ => Number::Plural,
            };
            self.nouns.add(&phrase(form, tokens, words), NounForm { entry: index, number });
            if let Some(bare) = unaccented(form) {
                self.nouns.add(&phrase(&bare, tokens, words), NounForm { entry: index, number });
            }
        }
        let form = entry.form().to_owned();
        self.add_form(&form, index);
        let beside = words.class("neutral");
        let neutral = sort == NounSort::Person && {
            let id = words.id(&form.replace('_', " "));
            words.classes_of(id).meets(beside)
        };
        self.entries.push(Noun { form, sort, gender, kind, weak, lean, neutral });
        Ok(())
    }

    fn add_name(
        &mut self,
        entry: WordEntry<'_>,
        list: &Columns<'_>,
        name: &str,
        sort: NameSort,
        tokens: &TokenRules,
        words: &mut Words,
    ) -> Result<(), RuleError> {
        // A capital speaks for its state and is another name of it.
        let known = match name {
            "capitals" => {
                let id = self.state(entry, list, list.text(entry, 0))?;
                let plain = (Gender::Unknown, Number::Singular);
                KnownName {
                    id,
                    sort,
                    kind: SourceKind::Government,
                    gender: plain.0,
                    number: plain.1,
                }
            }
            _ => {
                self.known.push(entry.form().to_owned());
                let id = self.known.len() as u32 - 1;
                let plural = list.text(entry, 0).ends_with('p');
                let number = if plural { Number::Plural } else { Number::Singular };
                KnownName {
                    id,
                    sort,
                    kind: list.value(entry, 1)?,
                    gender: list.gender(entry, 0)?,
                    number,
                }
            }
        };
        for form in entry.forms() {
            self.names.add(&phrase(form, tokens, words), known);
            if let Some(bare) = unaccented(form) {
                self.names.add(&phrase(&bare, tokens, words), known);
            }
        }
        Ok(())
    }

    fn state(
        &self,
        entry: WordEntry<'_>,
        list: &Columns<'_>,
        told: &str,
    ) -> Result<u32, RuleError> {
        let named = fold(&told.replace('_', " "));
        let index = self.known.iter().position(|k| *k == named).map(|i| i as u32);
        index
            .ok_or_else(|| list.wrong(entry, 0, format!("no state `{named}` in the list `states`")))
    }

    /// The entries of a noun, by its first form.
    ///
    /// # Errors
    /// If no list has it.
    pub fn nouns_named(
        &self,
        file: &RuleFile,
        noun: &Spanned<String>,
    ) -> Result<Vec<u32>, RuleError> {
        let named = fold(noun.get_ref());
        let last = self.forms.find(&named).map(|form| self.of_form[form]).ok_or_else(|| {
            let message = format!("no noun `{named}` in the lists");
            RuleError::at(file, noun.span(), message)
        })?;
        let before = |entry: &u32| self.same_form[*entry as usize];
        let mut entries: Vec<u32> = std::iter::successors(Some(last), before).collect();
        entries.reverse();
        Ok(entries)
    }

    /// Makes the next entry known by its first form.
    fn add_form(&mut self, form: &str, entry: u32) {
        let form = self.forms.add(form);
        let before = self.of_form.get(form).copied();
        match self.of_form.get_mut(form) {
            Some(last) => *last = entry,
            None => self.of_form.push(entry),
        }
        self.same_form.push(before);
    }

    /// Makes nouns of one meaning known, by their first forms.
    ///
    /// # Errors
    /// If no list has one of them.
    pub fn add_synonyms(
        &mut self,
        file: &RuleFile,
        group: &[Spanned<String>],
    ) -> Result<(), RuleError> {
        let mut members = BTreeSet::new();
        for noun in group {
            members.extend(self.nouns_named(file, noun)?);
        }
        for &m in &members {
            self.synonyms.extend(members.iter().map(|&n| (m, n)));
        }
        Ok(())
    }

    /// Makes nouns known that name what others are as well, by their first forms: a mayor is an elected official, and so is a
    /// senator, but a mayor is no senator.
    ///
    /// # Errors
    /// If no list has one of them.
    pub fn add_broader(
        &mut self,
        file: &RuleFile,
        nouns: &[Spanned<String>],
        of: &[Spanned<String>],
        of_kind: Option<SourceKind>,
    ) -> Result<(), RuleError> {
        let mut narrower = BTreeSet::new();
        if of_kind.is_some() {
            let person = |e: &Noun| e.sort == NounSort::Person && e.kind == of_kind;
            let of_kind = self.entries.iter().zip(0u32..).filter(|(e, _)| person(e));
            narrower.extend(of_kind.map(|(_, i)| i));
            for noun in nouns {
                for own in self.nouns_named(file, noun)? {
                    narrower.remove(&own);
                }
            }
        }
        for noun in of {
            narrower.extend(self.nouns_named(file, noun)?);
        }
        for noun in nouns {
            for broad in self.nouns_named(file, noun)? {
                for &n in &narrower {
                    self.broader.extend([(broad, n), (n, broad)]);
                    self.narrower.insert((n, broad));
                }
            }
        }
        Ok(())
    }

    /// Makes it known that a noun of several words means what the noun in it does: a *general director* is a director.
    fn add_longer(&mut self) {
        let mut pairs = Vec::new();
        for (entry, i) in self.entries.iter().zip(0u32..) {
            let mut words = entry.form.split(' ');
            let (first, last) = (words.next(), words.next_back());
            let entry_of = |w: &str| self.forms.find(w).map(|form| self.of_form[form]);
            let found = [first, last].into_iter().flatten().find_map(entry_of);
            // *Civil society* is no society as others are.
            let alike = |s: &Noun| {
                s.sort == entry.sort
                    && (s.sort != NounSort::Body
                        || s.weak
                        || s.kind == entry.kind && s.lean == entry.lean)
            };
            let short = found.filter(|&s| s != i && alike(&self.entries[s as usize]));
            pairs.extend(short.map(|s| (i, s)));
        }
        for (long, short) in pairs {
            self.shorter.insert(long, short);
            self.synonyms.extend([(long, short), (short, long)]);
        }
    }
}

/// A form as it is written where capitals have no accents: only the first letters of its words can be such.
fn unaccented(form: &str) -> Option<String> {
    let mut opens = true;
    let bare: String = form
        .chars()
        .map(|c| {
            let first = std::mem::replace(&mut opens, matches!(c, '_' | ' ' | '-' | '\''));
            // The letter stands before its marks.
            let letter = if first && !c.is_ascii() { c.nfd().next() } else { None };
            letter.unwrap_or(c)
        })
        .collect();
    (bare != form).then_some(bare)
}

/// The words of a phrase of a list, as the vocabulary knows them.
pub fn phrase(form: &str, tokens: &TokenRules, words: &mut Words) -> Vec<WordId> {
    // A clitic behind its verb keeps its hyphens and is one word.
    if form.starts_with('-') {
        return vec![words.intern(form)];
    }
    phrase_of(form, tokens, words)
}
