//! Mentions: names that may be those of media, at places where a text cites one.

use serde::{Deserialize, Serialize};

use super::telling::count;
use super::words::{cut, key_of, letters_of};
use crate::model::{Annotation, BlockKind, LinkForm, SourceKind, Span};
use crate::rules::ProvenanceRules;

/// A name has at most so many words.
const NAME_WORDS: usize = 6;
/// A block of at most so many words that opens with a word of credit is one.
const CREDIT_WORDS: usize = 10;

/// A name at a place where the text cites something; whether it is that of a medium, the batch tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// The longest reading of the name.
    pub span: Span,
    /// The key of that reading.
    pub key: u64,
    /// All readings, longest first: key and end of the name. A name may end in small words, as far as the batch knows it.
    pub readings: Vec<(u64, usize)>,
    pub form: LinkForm,
    /// Whether the list of media or the source's kind says that it is a medium.
    pub known: bool,
    /// Whether an attribution has it as source or channel.
    pub attributed: bool,
}

/// The mentions of an article, in order.
pub fn find(annotation: &Annotation, rules: &ProvenanceRules) -> Vec<Mention> {
    let text = annotation.text.as_str();
    let mut list = Vec::new();
    for block in &annotation.blocks {
        // A credit is often taken for a date or a byline.
        if block.boilerplate && block.kind != BlockKind::Meta {
            continue;
        }
        let span = block.span();
        let words: Vec<Span> = cut(span.of(text))
            .map(|s| Span { start: s.start + span.start, end: s.end + span.start })
            .collect();
        let letters: Vec<String> = words.iter().map(|s| letters_of(s.of(text))).collect();
        let line = Line { text, words: &words, letters: &letters, rules, block: block.kind };
        line.find(annotation, &mut list);
    }
    list.extend(addresses(text, annotation));
    list.sort_by_key(|m: &Mention| (m.span.start, std::cmp::Reverse(m.span.end)));
    let mut end = 0;
    list.retain(|m| {
        let free = m.span.start >= end;
        end = end.max(m.span.end);
        free
    });
    list
}

struct Line<'a> {
    text: &'a str,
    words: &'a [Span],
    letters: &'a [String],
    rules: &'a ProvenanceRules,
    block: BlockKind,
}

impl Line<'_> {
    fn find(&self, annotation: &Annotation, list: &mut Vec<Mention>) {
        let (mut i, mut source_end) = (0, 0);
        while i < self.words.len() {
            let Some((mention, source)) = self.mention(i, annotation) else {
                i += 1;
                continue;
            };
            let end = mention.span.end;
            // The first name in the words for a source is its own; what else is named there describes it.
            if source.is_none_or(|s| s.start >= source_end) {
                source_end = source.map_or(source_end, |s| s.end);
                list.push(mention);
            }
            while i < self.words.len() && self.words[i].start < end {
                i += 1;
            }
        }
    }

    /// The mention that begins at a word, and the words for a source that it stands in.
    fn mention(&self, i: usize, annotation: &Annotation) -> Option<(Mention, Option<Span>)> {
        let capital =
            |k: usize| self.words[k].of(self.text).starts_with(|c: char| c.is_uppercase());
        let opens = self.rules.articles.contains(&self.letters[i]);
        // A citing word at the beginning of a sentence has a capital too.
        let cites = count(&self.letters[i..=i], &self.rules.phrases.triggers) > 0;
        if cites || !capital(i) || opens && !self.words.get(i + 1).is_some_and(|_| capital(i + 1)) {
            return None;
        }
        let key = |k: usize| key_of(&self.letters[if opens && k > i { i + 1 } else { i }..=k]);
        let mut run = i;
        while run + 1 < self.words.len().min(i + NAME_WORDS) && self.joined(run) {
            run += 1;
        }
        let readings = (i..=run).rev().map(|k| (key(k), self.words[k].end)).collect();
        // A name in the list of media may end in a small word; another ends with its last capital.
        let tail = (i..=run).rev().find(|&k| self.in_list(i, k));
        let small = |k: &usize| capital(*k) && (i..*k).all(|j| capital(j) || self.is_small(j));
        let last = tail.or_else(|| (i..=run).rev().find(small))?;
        let span = Span { start: self.words[i].start, end: self.words[last].end };
        let source = annotation.attributions.iter().find_map(|a| {
            let source = a.source.as_ref()?;
            let mut spans = source.spans.iter().chain(a.channel.iter().flatten());
            spans.find(|s| s.overlaps(span)).map(|s| (source.kind, *s))
        });
        let media = source.is_some_and(|s| s.0 == SourceKind::Media);
        let form = match self.is_credit(i, last) {
            true => LinkForm::Credit,
            false if media || self.is_cited(i, last) => LinkForm::Medium,
            false => return None,
        };
        let known = media || tail.is_some();
        let attributed = source.is_some();
        let mention = Mention { span, key: key(last), readings, form, known, attributed };
        Some((mention, source.map(|s| s.1)))
    }

    /// Whether only a blank, an apostrophe or a hyphen stands behind a word.
    fn joined(&self, k: usize) -> bool {
        let Some(next) = self.words.get(k + 1) else { return false };
        let gap = &self.text[self.words[k].end..next.start];
        !gap.contains('\n') && gap.chars().all(|c| c.is_whitespace() || "'\u{2019}-".contains(c))
    }

    /// Whether a word may stand small inside a name.
    fn is_small(&self, k: usize) -> bool {
        self.rules.articles.contains(&self.letters[k])
    }

    fn in_list(&self, i: usize, k: usize) -> bool {
        if (i..k).any(|j| !self.joined(j)) {
            return false;
        }
        let from = i + usize::from(k > i && self.rules.articles.contains(&self.letters[i]));
        self.rules.media.contains_key(&key_of(&self.letters[from..=k]))
    }

    /// Whether a citing word stands close by, in the same sentence.
    fn is_cited(&self, i: usize, last: usize) -> bool {
        let triggers = &self.rules.phrases.triggers;
        let reach = self.rules.reach;
        let whole = |a: usize, b: usize| {
            !self.text[self.words[a].end..self.words[b].start].contains(['.', '!', '?', '\n', ';'])
        };
        let first = (i.saturating_sub(reach + 1)..i).find(|&k| whole(k, i)).unwrap_or(i);
        let behind = (last + 1..self.words.len().min(last + 1 + reach))
            .take_while(|&k| whole(last, k))
            .last()
            .unwrap_or(last);
        count(&self.letters[first..i], triggers) > 0
            || count(&self.letters[last + 1..=behind.max(last)], triggers) > 0
    }

    /// Whether the name stands alone in brackets, or in a short line that opens with a word of credit.
    fn is_credit(&self, i: usize, last: usize) -> bool {
        let before = self.text[..self.words[i].start].trim_end();
        let after = self.text[self.words[last].end..].trim_start();
        if let Some(before) = before.strip_suffix('(')
            && after.starts_with([')', ',', '/'])
        {
            return self.in_list(i, last)
                || self.is_apart(i, before, after) && !self.expands(i, last);
        }
        let short = self.words.len() <= CREDIT_WORDS || self.block == BlockKind::Byline;
        let credits = &self.rules.phrases.credits;
        short && i > 0 && count(&self.letters[..i], credits) > 0 && {
            // A report in a short paragraph is no credit: its name stands in a sentence with a full stop.
            !self.text[self.words[last].end..self.words[self.words.len() - 1].end].contains('.')
                && !after.starts_with('.')
        }
    }
}

impl Line<'_> {
    /// Whether brackets stand where a credit does: behind a whole sentence, at its end, or behind a place at the beginning.
    fn is_apart(&self, i: usize, before: &str, after: &str) -> bool {
        const PLACE: usize = 4;
        const FINAL: [char; 5] = ['.', '!', '?', '\u{bb}', '\u{201d}'];
        let rest = after.split_once(')').map_or("", |(_, rest)| rest);
        let ends = rest.trim_start_matches([' ', '\u{a0}']).starts_with(['.', '\n']);
        i <= PLACE || ends || rest.trim().is_empty() || before.trim_end().ends_with(FINAL)
    }

    /// Whether a name in brackets is the short form of the words before it: its letters are the first of theirs.
    fn expands(&self, i: usize, last: usize) -> bool {
        const SMALL: usize = 3;
        let mut short = self.letters[i..=last].iter().flat_map(|w| w.chars()).rev();
        let Some(mut wanted) = short.next() else { return false };
        for word in self.letters[..i].iter().rev() {
            if word.starts_with(wanted) {
                match short.next() {
                    Some(letter) => wanted = letter,
                    None => return true,
                }
            } else if word.chars().count() > SMALL {
                return false;
            }
        }
        false
    }
}

/// The addresses in a text; their key is the name of the host.
fn addresses(text: &str, annotation: &Annotation) -> Vec<Mention> {
    let mut list = Vec::new();
    for (start, _) in text.match_indices("http").chain(text.match_indices("www.")) {
        let rest = &text[start..];
        let end =
            rest.find(|c: char| c.is_whitespace() || "<>\"()".contains(c)).unwrap_or(rest.len());
        let span = Span { start, end: start + end };
        let article = annotation.blocks.iter().any(|b| !b.boilerplate && b.span().contains(span));
        if let Some(key) = host_key(span.of(text)).filter(|_| article) {
            let readings = vec![(key, span.end)];
            let form = LinkForm::Url;
            list.push(Mention { span, key, readings, form, known: true, attributed: false });
        }
    }
    list
}

/// The key of an address: the name of its host without `www` and the last part.
pub fn host_key(address: &str) -> Option<u64> {
    let host = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = host.split(['/', '?', '#', ':']).next()?;
    let parts: Vec<&str> = host.split('.').filter(|p| *p != "www").collect();
    let name = parts.len().checked_sub(2).map(|i| parts[i])?;
    let letters = letters_of(name);
    (!letters.is_empty()).then(|| key_of(&[letters]))
}
