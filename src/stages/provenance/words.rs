//! Words as provenance compares them: without accents and endings, numbers by their value, days by their date.

use std::hash::Hasher;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use serde::{Deserialize, Serialize};

use crate::model::Span;
use crate::rules::{FastHasher, ProvenanceRules};

/// How a word becomes a stem: the longest known ending goes, then all but the first letters.
///
/// Cutting words off after some letters is as good as real stemming in search for French (McNamee and Mayfield 2004),
/// and needs no dictionary.
#[derive(Clone, Debug, Default)]
pub struct Stemmer {
    /// Longest first.
    pub endings: Vec<String>,
    /// How many letters are kept.
    pub letters: usize,
    /// An ending is taken off only if so many letters are left.
    pub least: usize,
}

impl Stemmer {
    /// The stem of a word that is given as letters.
    pub fn stem(&self, letters: &str) -> u32 {
        let fits =
            |e: &&String| letters.len() >= e.len() + self.least && letters.ends_with(e.as_str());
        let left = self.endings.iter().find(fits).map_or(0, |e| e.len());
        let mut end = letters.len() - left;
        if let Some((at, _)) = letters.char_indices().nth(self.letters) {
            end = end.min(at);
        }
        stem_hash(&letters[..end])
    }
}

/// A word of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// What it is compared by in reworded text; 0 when it tells nothing.
    pub stem: u32,
    /// What it is compared by word for word.
    pub exact: u32,
    /// Offset of its first byte.
    pub start: u32,
    /// Its length in bytes.
    pub len: u16,
    /// What it is.
    pub kind: WordKind,
}

impl Word {
    /// Its span.
    pub fn span(&self) -> Span {
        let start = self.start as usize;
        Span { start, end: start + usize::from(self.len) }
    }
}

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WordKind {
    /// It tells nothing by itself.
    Empty,
    Plain,
    /// It has a capital inside a sentence.
    Name,
    Number,
    Date,
}

/// Something in a text that counts as one word: a number with its value or a day with its date.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    /// Where it stands.
    pub span: Span,
    /// Its value, or the month and day as `100 × month + day`.
    pub value: f64,
    /// Whether it is a day.
    pub is_date: bool,
}

/// The letters and digits of a word in lower case without accents.
pub fn letters_of(word: &str) -> String {
    if word.is_ascii() {
        return word
            .bytes()
            .filter(u8::is_ascii_alphanumeric)
            .map(|b| b.to_ascii_lowercase() as char)
            .collect();
    }
    // The two ligatures have no decomposition.
    let parts = word.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    let mut out = String::with_capacity(word.len());
    for c in parts.filter(|c| c.is_alphanumeric()) {
        match c {
            '\u{153}' => out.push_str("oe"),
            '\u{e6}' => out.push_str("ae"),
            _ => out.push(c),
        }
    }
    out
}

/// The words of a phrase as letters.
pub fn words_of(phrase: &str) -> Vec<String> {
    cut(phrase).map(|s| letters_of(s.of(phrase))).filter(|w| !w.is_empty()).collect()
}

/// A number that stands for a stem.
pub fn stem_hash(stem: &str) -> u32 {
    (hash(stem.as_bytes()) >> 16) as u32 | 1
}

/// A number that stands for a name of several words.
pub fn key_of(words: &[String]) -> u64 {
    hash(words.concat().as_bytes())
}

/// A well mixed hash that is the same on every machine, since it goes into files.
pub fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = FastHasher::default();
    hasher.write(bytes);
    mix(hasher.finish())
}

/// Mixes the bits of a number (the finaliser of MurmurHash3).
pub fn mix(mut h: u64) -> u64 {
    h ^= h >> 33;
    h = h.wrapping_mul(0xff51_afd7_ed55_8ccd);
    h ^= h >> 33;
    h = h.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ (h >> 33)
}

/// The runs of letters and digits of a text; a point or comma between digits belongs to the number.
pub fn cut(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let start = loop {
            let (i, c) = rest.next()?;
            if c.is_alphanumeric() {
                break (i, c);
            }
        };
        let (mut end, mut last) = (start.0 + start.1.len_utf8(), start.1);
        while let Some(&(i, c)) = rest.peek() {
            let inside = matches!(c, '.' | ',') && last.is_ascii_digit() && {
                text[i + 1..].starts_with(|n: char| n.is_ascii_digit())
            };
            if !(c.is_alphanumeric() || is_combining_mark(c) || inside) {
                break;
            }
            (end, last) = (i + c.len_utf8(), c);
            rest.next();
        }
        Some(Span { start: start.0, end })
    })
}

/// What tells how words are read: the rules of the language, and names that the user says mean the same.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    pub rules: &'a ProvenanceRules,
    /// The words of a name as letters, and the stem that stands for it.
    pub same: &'a [(Vec<String>, u32)],
}

impl Reader<'_> {
    /// The words of a stretch of text; `units` are in order.
    pub fn read(&self, text: &str, span: Span, units: &[Unit]) -> Vec<Word> {
        let mut words = read(text, span, units, self.rules);
        express(&mut words, self.rules);
        if self.same.is_empty() {
            return words;
        }
        let letters: Vec<String> = words.iter().map(|w| letters_of(w.span().of(text))).collect();
        for i in 0..words.len() {
            let fits = |(name, _): &&(Vec<String>, u32)| letters[i..].starts_with(name);
            if let Some((name, stem)) = self.same.iter().find(fits) {
                // The first word stands for the whole name.
                words[i..i + name.len()].iter_mut().for_each(|w| w.stem = 0);
                (words[i].stem, words[i].kind) = (*stem, WordKind::Name);
            }
        }
        words
    }
}

/// Puts what an expression means in place of its words: the first stands for all.
fn express(words: &mut [Word], rules: &ProvenanceRules) {
    let key = |w: &Word| if w.stem == 0 { w.exact } else { w.stem };
    for i in 0..words.len() {
        let Some(list) = rules.expressions.get(&key(&words[i])) else { continue };
        let fits = |e: &&(Vec<u32>, u32)| {
            let rest = &words[i..];
            rest.len() >= e.0.len() && e.0.iter().zip(rest).all(|(k, w)| *k == key(w))
        };
        if let Some((keys, stem)) = list.iter().find(fits) {
            words[i + 1..i + keys.len()]
                .iter_mut()
                .for_each(|w| (w.stem, w.kind) = (0, WordKind::Empty));
            (words[i].stem, words[i].kind) = (*stem, WordKind::Plain);
        }
    }
}

fn read(text: &str, span: Span, units: &[Unit], rules: &ProvenanceRules) -> Vec<Word> {
    let mut words = Vec::new();
    let mut units = units.iter().skip_while(|u| u.span.end <= span.start).peekable();
    let mut covered = 0;
    for word in cut(span.of(text)) {
        let word = Span { start: span.start + word.start, end: span.start + word.end };
        if word.start < covered {
            continue;
        }
        while units.peek().is_some_and(|u| u.span.end <= word.start) {
            units.next();
        }
        if let Some(unit) = units.peek().filter(|u| u.span.start <= word.start) {
            words.push(unit_word(unit, word.start));
            covered = unit.span.end;
            continue;
        }
        words.push(plain_word(text, word, word.start == span.start, rules));
    }
    words
}

fn unit_word(unit: &Unit, start: usize) -> Word {
    let sign = if unit.is_date { b'@' } else { b'#' };
    let mut bytes = vec![sign];
    bytes.extend(unit.value.to_le_bytes());
    let stem = (hash(&bytes) >> 16) as u32 | 1;
    Word {
        stem,
        exact: stem,
        start: start as u32,
        len: u16::try_from(unit.span.end.saturating_sub(start)).unwrap_or(u16::MAX),
        kind: if unit.is_date { WordKind::Date } else { WordKind::Number },
    }
}

fn plain_word(text: &str, span: Span, first: bool, rules: &ProvenanceRules) -> Word {
    let shown = span.of(text);
    let letters = letters_of(shown);
    let exact = stem_hash(&letters);
    let capital = shown.starts_with(char::is_uppercase);
    let digits = letters.bytes().any(|b| b.is_ascii_digit());
    let tells = (letters.chars().count() >= rules.shortest || capital && !first || digits)
        && !rules.empty.contains_key(&exact);
    let kind = match (tells, digits, capital && !first) {
        (false, ..) => WordKind::Empty,
        (true, true, _) => WordKind::Number,
        (true, false, true) => WordKind::Name,
        (true, false, false) => WordKind::Plain,
    };
    Word {
        stem: if tells { rules.stem(&letters) } else { 0 },
        exact,
        start: span.start as u32,
        len: u16::try_from(span.len()).unwrap_or(u16::MAX),
        kind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_lose_accents_and_signs() {
        assert_eq!(letters_of("\u{c9}tat-Major"), "etatmajor");
        assert_eq!(letters_of("S\u{153}ur"), "soeur");
    }

    #[test]
    fn numbers_keep_their_decimals() {
        let text = "a 3,2 km, 12. l'eau";
        let cut: Vec<&str> = cut(text).map(|s| s.of(text)).collect();
        assert_eq!(cut, ["a", "3,2", "km", "12", "l", "eau"]);
    }
}
