//! Word lists, and the vocabulary made of them.
//!
//! A list is a text file, one entry a line, sorted; columns are separated by tabs, spellings of one entry by `|`,
//! and `_` stands for a blank inside an entry.
//! Lines that start with `#` at the top of the file are for people.

use std::collections::BTreeMap;

use super::columns::columns_of;
use super::{FastMap, RuleError, RuleFile};
use crate::model::{ClassSet, WordId};

/// One line of a word list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordEntry {
    /// The spellings, with blanks for `_`, in lower case with straight apostrophes.
    pub forms: Vec<String>,
    /// The other columns.
    pub columns: Vec<String>,
    /// Line of the file, counted from 1.
    pub line: usize,
}

/// A word list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordList {
    /// Name of the file without extension.
    pub name: String,
    /// Its entries, in order of the file.
    pub entries: Vec<WordEntry>,
}

impl WordList {
    /// Reads a list.
    ///
    /// # Errors
    /// If the entries are not sorted or repeat each other, or a column is empty, missing or too many.
    pub fn parse(file: &RuleFile) -> Result<WordList, RuleError> {
        let mut entries = Vec::new();
        let mut last = "";
        for (i, line) in file.text.lines().enumerate() {
            if line.starts_with('#') && entries.is_empty() || line.trim().is_empty() {
                continue;
            }
            // Columns are short, which a search for one byte is slow for.
            let mut columns = line.split('\t');
            let key = columns.next().unwrap_or_default();
            let entry = key.trim();
            let columns: Vec<String> = columns.map(|c| c.trim().to_owned()).collect();
            if entry.is_empty() || columns.iter().any(String::is_empty) {
                let empty = columns.iter().position(String::is_empty).map_or(0, |c| c + 1);
                let empty = if entry.is_empty() { 0 } else { empty };
                return Err(RuleError::in_column(file, i + 1, empty, "an empty column"));
            }
            if key <= last {
                let message = if key == last {
                    "the entry stands twice"
                } else {
                    "the entries are not sorted"
                };
                return Err(RuleError::in_column(file, i + 1, 0, message));
            }
            last = key;
            let forms = entry.split('|').map(|f| fold(f).replace('_', " ")).collect();
            entries.push(WordEntry { forms, columns, line: i + 1 });
        }
        let list = WordList { name: file.stem().to_owned(), entries };
        match columns_of(&list.name) {
            Some((names, needed)) => list.demand(file, names, needed),
            None => Ok(list),
        }
    }

    /// The list itself, if every entry has these columns behind it, of which the first `needed` must be there.
    fn demand(self, file: &RuleFile, names: &[&str], needed: usize) -> Result<Self, RuleError> {
        let fits = |e: &&WordEntry| (needed..=names.len()).contains(&e.columns.len());
        let Some(entry) = self.entries.iter().find(|e| !fits(e)) else { return Ok(self) };
        let all = ["entry"].iter().chain(names).copied().collect::<Vec<_>>().join(", ");
        let told = entry.columns.len();
        let message = match names.get(told) {
            Some(missing) => format!("the column `{missing}` is missing; the columns are: {all}"),
            None => format!("a column too many; the columns are: {all}"),
        };
        // A missing column is shown at the end of what is there.
        let at = if told > names.len() { names.len() + 1 } else { told };
        Err(RuleError::in_column(file, entry.line, at, message))
    }
}

/// Lower case and straight apostrophes: the form in which words are compared.
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_into(word, &mut folded);
    folded
}

/// Does the same and appends the result.
pub fn fold_into(word: &str, folded: &mut String) {
    // Most words need no change at all.
    if word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        folded.push_str(word);
        return;
    }
    for c in word.chars() {
        match c {
            '’' | 'ʼ' | '‘' => folded.push('\''),
            _ if c.is_ascii() => folded.push(c.to_ascii_lowercase()),
            _ => folded.extend(c.to_lowercase()),
        }
    }
}

/// The vocabulary of a language: every word that a rule names, and the classes that it belongs to.
#[derive(Clone, Debug, Default)]
pub struct Words {
    ids: FastMap<Box<str>, WordId>,
    classes: Vec<ClassSet>,
    class_names: BTreeMap<String, u32>,
}

impl Words {
    /// The id of a folded word, or [`WordId::UNKNOWN`].
    pub fn id(&self, folded: &str) -> WordId {
        self.ids.get(folded).copied().unwrap_or(WordId::UNKNOWN)
    }

    /// The id of a folded word, new if need be.
    pub fn intern(&mut self, folded: &str) -> WordId {
        if let Some(&id) = self.ids.get(folded) {
            return id;
        }
        let id = WordId(self.classes.len() as u32);
        self.ids.insert(folded.into(), id);
        self.classes.push(ClassSet::default());
        id
    }

    /// The classes of a word.
    pub fn classes_of(&self, word: WordId) -> ClassSet {
        self.classes.get(word.0 as usize).copied().unwrap_or_default()
    }

    /// The class with that name, or the empty set if no list has it: a language without the list has no such words.
    pub fn class(&self, name: &str) -> ClassSet {
        self.class_names.get(name).map_or(ClassSet(0), |&bit| ClassSet(1 << bit))
    }

    /// The names of all classes.
    pub fn class_names(&self) -> impl Iterator<Item = &str> {
        self.class_names.keys().map(String::as_str)
    }

    /// Puts a folded word into a class, both new if need be.
    ///
    /// # Panics
    /// If a language has more than 128 classes.
    pub fn add_to_class(&mut self, class: &str, folded: &str) {
        let next = self.class_names.len() as u32;
        let bit = match self.class_names.get(class) {
            Some(&bit) => bit,
            None => *self.class_names.entry(class.to_owned()).or_insert(next),
        };
        assert!(bit < 128, "a language has at most 128 word classes");
        let id = self.intern(folded);
        let set = &mut self.classes[id.0 as usize];
        *set = set.with(ClassSet(1 << bit));
    }
}

/// Phrases of one or more words, found by longest match.
#[derive(Clone, Debug)]
pub struct PhraseTable<T> {
    by_first: FastMap<WordId, Vec<(Vec<WordId>, T)>>,
}

impl<T> Default for PhraseTable<T> {
    fn default() -> Self {
        PhraseTable { by_first: FastMap::default() }
    }
}

impl<T> PhraseTable<T> {
    /// Adds a phrase; of two equal ones the first wins.
    pub fn add(&mut self, phrase: Vec<WordId>, value: T) {
        let Some(&first) = phrase.first() else { return };
        let list = self.by_first.entry(first).or_default();
        // Longest first, so that the first hit is the longest; equal lengths keep file order.
        let at = list.partition_point(|(p, _)| p.len() >= phrase.len());
        list.insert(at, (phrase, value));
    }

    /// The longest phrase that the words start with: its length in words, and its value.
    pub fn longest(&self, words: impl Iterator<Item = WordId> + Clone) -> Option<(usize, &T)> {
        let first = words.clone().next()?;
        let candidates = self.by_first.get(&first)?;
        candidates.iter().find_map(|(phrase, value)| {
            let mut ahead = words.clone();
            phrase.iter().all(|&w| ahead.next() == Some(w)).then_some((phrase.len(), value))
        })
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_first.is_empty()
    }
}
