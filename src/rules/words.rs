//! Word lists, and the vocabulary made of them.
//!
//! A list is a text file, one entry a line, sorted; columns are separated by tabs, spellings of one entry by `|`,
//! and `_` stands for a blank inside an entry.
//! Lines that start with `#` at the top of the file are for people.

use std::collections::BTreeMap;

use super::columns::columns_of;
use super::{RuleError, RuleFile, Strings};
use crate::model::{ClassSet, WordId};

/// One line of a word list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordEntry<'l> {
    forms: &'l str,
    columns: &'l str,
    /// Line of the file, counted from 1.
    pub line: usize,
}

impl<'l> WordEntry<'l> {
    /// The spellings, with blanks for `_`, in lower case with straight apostrophes.
    pub fn forms(self) -> impl ExactSizeIterator<Item = &'l str> {
        let count = self.forms.bytes().filter(|b| *b == b'|').count() + 1;
        let mut rest = self.forms;
        (0..count).map(move |_| {
            let end = rest.bytes().position(|b| b == b'|').unwrap_or(rest.len());
            let form = &rest[..end];
            rest = rest.get(end + 1..).unwrap_or_default();
            form
        })
    }

    /// The first spelling.
    pub fn form(self) -> &'l str {
        let end = self.forms.bytes().position(|b| b == b'|').unwrap_or(self.forms.len());
        &self.forms[..end]
    }

    /// How many other columns it has.
    pub fn columns(self) -> usize {
        self.columns.bytes().filter(|b| *b == b'\t').count()
    }

    /// The other column with that number, counted from 0.
    pub fn column(self, number: usize) -> Option<&'l str> {
        // Columns are short, which a search made for long texts is slow for.
        let mut columns = self.columns.as_bytes().split(|b| *b == b'\t');
        let before: usize = columns.by_ref().take(number + 1).map(|c| c.len() + 1).sum();
        let length = columns.next()?.len();
        Some(self.columns[before..before + length].trim())
    }
}

/// A word list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordList {
    /// Name of the file without extension.
    pub name: String,
    /// The lines with an entry, one behind the other: the folded spellings, and the other columns each behind a tab.
    text: String,
    rows: Vec<Row>,
}

/// Where a line stands in the text of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Row {
    start: u32,
    /// Where the spellings end.
    middle: u32,
    end: u32,
    line: u32,
}

impl WordList {
    /// Reads a list.
    ///
    /// # Errors
    /// If the entries are not sorted or repeat each other, or a column is empty, missing or too many.
    pub fn parse(file: &RuleFile) -> Result<WordList, RuleError> {
        let mut list = WordList {
            name: file.stem().to_owned(),
            text: String::with_capacity(file.text.len()),
            rows: Vec::new(),
        };
        let mut last = "";
        for (i, line) in file.text.lines().enumerate() {
            let first = line.as_bytes().first();
            let is_blank = || !first.is_some_and(u8::is_ascii_graphic) && line.trim().is_empty();
            if first == Some(&b'#') && list.rows.is_empty() || is_blank() {
                continue;
            }
            // Columns are short, which a search made for long texts is slow for.
            let tab = line.bytes().position(|b| b == b'\t').unwrap_or(line.len());
            let (key, columns) = line.split_at(tab);
            let entry = if has_bare_ends(key) { key } else { key.trim() };
            let empty =
                |column: usize| Err(RuleError::in_column(file, i + 1, column, "an empty column"));
            if entry.is_empty() {
                return empty(0);
            }
            let mut parts = columns.as_bytes().split(|b| *b == b'\t').skip(1);
            if parts.any(|c| !c.iter().any(u8::is_ascii_graphic)) {
                let mut parts = columns.split('\t').enumerate().skip(1);
                if let Some((column, _)) = parts.find(|(_, c)| c.trim().is_empty()) {
                    return empty(column);
                }
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
            let start = list.text.len() as u32;
            // Most entries have no blank, and in a short one a loop finds it soonest.
            if entry.bytes().any(|b| b == b'_') {
                for (i, part) in entry.split('_').enumerate() {
                    if i > 0 {
                        list.text.push(' ');
                    }
                    fold_into(part, &mut list.text);
                }
            } else {
                fold_into(entry, &mut list.text);
            }
            let middle = list.text.len() as u32;
            list.text.push_str(columns);
            let end = list.text.len() as u32;
            list.rows.push(Row { start, middle, end, line: i as u32 + 1 });
        }
        match columns_of(&list.name) {
            Some((names, needed)) => list.demand(file, names, needed),
            None => Ok(list),
        }
    }

    /// Its entries, in order of the file.
    pub fn entries(&self) -> impl Iterator<Item = WordEntry<'_>> {
        self.rows.iter().map(|row| WordEntry {
            forms: &self.text[row.start as usize..row.middle as usize],
            columns: &self.text[row.middle as usize..row.end as usize],
            line: row.line as usize,
        })
    }

    /// The list itself, if every entry has these columns behind it, of which the first `needed` must be there.
    fn demand(self, file: &RuleFile, names: &[&str], needed: usize) -> Result<Self, RuleError> {
        let fits = |e: &WordEntry<'_>| (needed..=names.len()).contains(&e.columns());
        let Some(entry) = self.entries().find(|e| !fits(e)) else { return Ok(self) };
        let all = ["entry"].iter().chain(names).copied().collect::<Vec<_>>().join(", ");
        let told = entry.columns();
        let message = match names.get(told) {
            Some(missing) => format!("the column `{missing}` is missing; the columns are: {all}"),
            None => format!("a column too many; the columns are: {all}"),
        };
        // A missing column is shown at the end of what is there.
        let at = if told > names.len() { names.len() + 1 } else { told };
        Err(RuleError::in_column(file, entry.line, at, message))
    }
}

/// Whether a text surely neither begins nor ends with a blank.
fn has_bare_ends(text: &str) -> bool {
    let ends = [text.as_bytes().first(), text.as_bytes().last()];
    ends.iter().all(|b| b.is_some_and(u8::is_ascii_graphic))
}

/// Lower case and straight apostrophes: the form in which words are compared.
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_into(word, &mut folded);
    folded
}

/// Does the same and appends the result.
pub fn fold_into(word: &str, folded: &mut String) {
    let mut rest = word;
    while !rest.is_empty() {
        // Most words need no change at all.
        let plain = plain_start(rest, |_| true);
        folded.push_str(&rest[..plain]);
        rest = &rest[plain..];
        if let Some(c) = rest.chars().next() {
            fold_char(c, folded);
            rest = &rest[c.len_utf8()..];
        }
    }
}

/// The length of the beginning of a text that folding leaves as it is: small letters, Latin ones with accents among them, and
/// those other ASCII characters that the caller takes.
fn plain_start(text: &str, is_taken: impl Fn(u8) -> bool) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        match bytes[at..] {
            [b, ..] if b.is_ascii() && !b.is_ascii_uppercase() && is_taken(b) => at += 1,
            // From the first small letter with an accent on.
            [0xc3, b, ..] if b >= 0x9f => at += 2,
            _ => return at,
        }
    }
}

#[inline]
fn fold_char(c: char, folded: &mut String) {
    match c {
        _ if c.is_ascii() => folded.push(c.to_ascii_lowercase()),
        // Small letters with accents, which need no table of all writings.
        '\u{df}'..='\u{ff}' | '\u{153}' => folded.push(c),
        '’' | 'ʼ' | '‘' => folded.push('\''),
        _ => folded.extend(c.to_lowercase()),
    }
}

/// Appends the words of a line folded, with one blank between them.
pub fn fold_words(line: &str, folded: &mut String) {
    let mut gap = false;
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        if c.is_whitespace() {
            gap = !folded.is_empty();
            rest = &rest[c.len_utf8()..];
            continue;
        }
        if std::mem::take(&mut gap) {
            folded.push(' ');
        }
        let plain = plain_start(rest, |b| b.is_ascii_graphic());
        folded.push_str(&rest[..plain]);
        rest = &rest[plain..];
        if plain == 0 {
            fold_char(c, folded);
            rest = &rest[c.len_utf8()..];
        }
    }
}

/// The vocabulary of a language: every word that a rule names, and the classes that it belongs to.
#[derive(Clone, Debug, Default)]
pub struct Words {
    ids: Strings,
    classes: Vec<ClassSet>,
    class_names: BTreeMap<String, u32>,
}

impl Words {
    /// The id of a folded word, or [`WordId::UNKNOWN`].
    pub fn id(&self, folded: &str) -> WordId {
        self.ids.find(folded).map_or(WordId::UNKNOWN, |id| WordId(id as u32))
    }

    /// The id of a folded word, new if need be.
    pub fn intern(&mut self, folded: &str) -> WordId {
        let id = self.ids.add(folded);
        if id == self.classes.len() {
            self.classes.push(ClassSet::default());
        }
        WordId(id as u32)
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
    /// As [`Words::new_class`].
    pub fn add_to_class(&mut self, class: &str, folded: &str) {
        let class = self.new_class(class);
        self.put(class, folded);
    }

    /// The class with that name, new if need be.
    ///
    /// # Panics
    /// If a language has more than 128 classes.
    pub fn new_class(&mut self, name: &str) -> ClassSet {
        let next = self.class_names.len() as u32;
        let bit = match self.class_names.get(name) {
            Some(&bit) => bit,
            None => *self.class_names.entry(name.to_owned()).or_insert(next),
        };
        assert!(bit < 128, "a language has at most 128 word classes");
        ClassSet(1 << bit)
    }

    /// Puts a folded word into a class that there is.
    pub fn put(&mut self, class: ClassSet, folded: &str) {
        let id = self.intern(folded);
        let set = &mut self.classes[id.0 as usize];
        *set = set.with(class);
    }
}

/// Phrases of one or more words, found by longest match.
#[derive(Clone, Debug)]
pub struct PhraseTable<T> {
    /// Which words a phrase begins with, a bit each: most are asked for in vain, and the bits of all stay in a near cache.
    heads: Vec<u64>,
    /// For each word the number of its first phrase plus one, 0 if none begins with it.
    rows: Vec<u32>,
    /// All phrases in one piece of memory; those that begin with one word are linked, the longest first.
    phrases: Vec<Phrase<T>>,
}

#[derive(Clone, Debug)]
struct Phrase<T> {
    /// The second word, or none: most phrases that begin with an article part there.
    second: Option<WordId>,
    /// The words behind the first; most phrases have none.
    rest: Box<[WordId]>,
    value: T,
    /// The number of the next phrase that begins with the same word plus one, 0 behind the last.
    next: u32,
}

impl<T> Default for PhraseTable<T> {
    fn default() -> Self {
        PhraseTable { heads: Vec::new(), rows: Vec::new(), phrases: Vec::new() }
    }
}

impl<T> PhraseTable<T> {
    /// Adds a phrase; of two equal ones the first wins.
    pub fn add(&mut self, phrase: &[WordId], value: T) {
        let Some(&first) = phrase.first().filter(|w| **w != WordId::UNKNOWN) else { return };
        let at = first.0 as usize;
        if self.rows.len() <= at {
            self.rows.resize(at + 1, 0);
            self.heads.resize(at / 64 + 1, 0);
        }
        self.heads[at / 64] |= 1 << (at % 64);
        // Longest first, so that the first hit is the longest; equal lengths keep file order.
        let rest: Box<[WordId]> = phrase[1..].into();
        let (mut before, mut next) = (None, self.rows[at]);
        while let Some(there) = next.checked_sub(1).map(|n| n as usize)
            && self.phrases[there].rest.len() >= rest.len()
        {
            (before, next) = (Some(there), self.phrases[there].next);
        }
        self.phrases.push(Phrase { second: rest.first().copied(), rest, value, next });
        let number = self.phrases.len() as u32;
        match before {
            Some(before) => self.phrases[before].next = number,
            None => self.rows[at] = number,
        }
    }

    /// The longest phrase that the words start with: its length in words, and its value.
    #[inline]
    pub fn longest(&self, mut words: impl Iterator<Item = WordId> + Clone) -> Option<(usize, &T)> {
        let first = words.next()?.0 as usize;
        if self.heads.get(first / 64)? & (1 << (first % 64)) == 0 {
            return None;
        }
        let mut next = self.rows[first];
        let behind = words.clone().next();
        loop {
            let phrase = &self.phrases[next.checked_sub(1)? as usize];
            if phrase.second.is_none() || phrase.second == behind {
                let mut ahead = words.clone();
                if phrase.rest.iter().all(|&w| ahead.next() == Some(w)) {
                    return Some((phrase.rest.len() + 1, &phrase.value));
                }
            }
            next = phrase.next;
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty()
    }
}
