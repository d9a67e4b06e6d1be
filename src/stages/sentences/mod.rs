//! Sentences: what a full stop, a question mark, an exclamation mark or an ellipsis ends.
//!
//! One scanner looks at every final mark with the closing marks behind it and decides by its neighbours;
//! which words are short forms and which open a sentence is told by the rules of the language.
//! A line break is a boundary, since blocks end there (hard-wrapped lines share a block); `;` and `:` are none.

mod stop;

use crate::model::{Block, BlockKind, Quotation, Sentence, Span, is_alphanumeric};
use crate::rules::{SentenceRules, ShortEffect, fold, is_roman};
use crate::stages::blocks;
use stop::{Stop, is_final, is_wide_final, may_be_final};

/// How far back an open bracket is sought; brackets in news are shorter, and the bound keeps the time linear.
const LONGEST_BRACKET: usize = 300;
/// No short form is longer, in bytes.
const LONGEST_SHORT: usize = 24;
/// No signature in brackets behind the last sentence is longer, in bytes.
const LONGEST_SIGNATURE: usize = 40;
/// A number with more digits counts nothing off at the head of a list.
const LONGEST_ENUMERATOR: usize = 3;

/// Divides the article blocks into sentences, each by the rules for its language; those that share a quotation are
/// linked to it.
pub fn split<'a>(
    text: &str,
    blocks: &[Block],
    quotations: &[Quotation],
    rules_for: impl Fn(&Block) -> &'a SentenceRules,
) -> Vec<Sentence> {
    let marks = Marks::of(quotations);
    let mut sentences = Vec::new();
    let mut spans = Vec::new();
    for (i, block) in blocks.iter().enumerate().filter(|(_, b)| !b.boilerplate) {
        scan(text, block.span(), &marks, rules_for(block), &mut spans);
        let here = spans.drain(..);
        sentences.extend(here.map(|s| Sentence {
            start: s.start,
            end: s.end,
            block: i,
            quotation: None,
        }));
    }
    // A quotation that runs over a boundary links the sentences on both sides.
    for (k, q) in quotations.iter().enumerate().filter(|(_, q)| q.level == 0) {
        let from = sentences.partition_point(|s| s.end <= q.start);
        let to = sentences.partition_point(|s| s.start < q.end);
        if to - from > 1 {
            for s in &mut sentences[from..to] {
                s.quotation = Some(k);
            }
        }
    }
    sentences
}

/// Divides a text that has no blocks; its line breaks count as blanks.
pub fn split_plain(text: &str, rules: &SentenceRules) -> Vec<Span> {
    let whole = Block {
        start: 0,
        end: text.len(),
        kind: BlockKind::Body,
        boilerplate: false,
        confidence: None,
        rule: String::new(),
        lang: None,
    };
    let quotations = blocks::pair(text, std::slice::from_ref(&whole));
    let mut spans = Vec::new();
    scan(text, whole.span(), &Marks::of(&quotations), rules, &mut spans);
    spans
}

/// Where paired quotation marks open and close, for the marks whose shape does not tell.
struct Marks {
    starts: Vec<usize>,
    ends: Vec<usize>,
}

impl Marks {
    fn of(quotations: &[Quotation]) -> Marks {
        let starts = quotations.iter().map(|q| q.start).collect();
        let mut ends: Vec<usize> = quotations.iter().filter(|q| q.closed).map(|q| q.end).collect();
        ends.sort_unstable();
        Marks { starts, ends }
    }

    fn opens_at(&self, at: usize) -> bool {
        self.starts.binary_search(&at).is_ok()
    }

    fn closes_at(&self, end: usize) -> bool {
        self.ends.binary_search(&end).is_ok()
    }
}

fn scan(text: &str, body: Span, marks: &Marks, rules: &SentenceRules, spans: &mut Vec<Span>) {
    let bytes = text.as_bytes();
    let mut start = body.start;
    let mut at = body.start;
    while at < body.end {
        if !may_be_final(bytes[at]) {
            at += 1;
            continue;
        }
        let Some(first) = text[at..body.end].chars().next() else { break };
        if !is_final(first) {
            at += first.len_utf8();
            continue;
        }
        let stop = Stop::read(text, at, body.end, marks);
        let place = Place { text, start, body, marks, rules };
        if place.ends(&stop) {
            push(text, start, stop.end, spans);
            start = stop.end;
        }
        at = stop.end;
    }
    push(text, start, body.end, spans);
}

fn push(text: &str, start: usize, end: usize, spans: &mut Vec<Span>) {
    let span = Span::new(start, end).trimmed(text);
    if !span.is_empty() {
        spans.push(span);
    }
}

/// A stop's surroundings.
#[derive(Clone, Copy)]
struct Place<'a> {
    text: &'a str,
    /// Where the sentence began.
    start: usize,
    body: Span,
    marks: &'a Marks,
    rules: &'a SentenceRules,
}

impl<'a> Place<'a> {
    /// Whether a sentence ends at the stop.
    fn ends(self, stop: &Stop) -> bool {
        let rest = &self.text[stop.end..self.body.end];
        let after = rest.trim_start();
        let Some(next) = after.chars().next() else { return false };
        if is_wide_final(stop.mark) {
            return true;
        }
        let before = &self.text[self.start..stop.start];
        // What carries a sentence on, or opens it.
        if stop.mark == '…' && !stop.bracketed && before.trim().is_empty() {
            return false;
        }
        if matches!(next, ',' | ';' | ':' | '%' | '/' | ')' | ']' | '»' | '”' | '›' | '>') {
            return false;
        }
        let blank = after.len() < rest.len();
        let ahead = self.ahead(after);
        if self.is_elision(stop) {
            return blank && self.ends_at_elision(stop, ahead);
        }
        if !blank {
            return self.ends_without_blank(stop, after, ahead);
        }
        let first = ahead.chars().next().unwrap_or(next);
        if first.is_lowercase() {
            return stop.mark == '.' && self.ends_before_small(stop, next, ahead);
        }
        stop.mark != '.' || stop.quoted || !self.stop_belongs_to_word(stop, ahead)
    }

    /// What follows without the marks that may open a sentence.
    fn ahead(self, after: &'a str) -> &'a str {
        let ahead = after.trim_start_matches(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '«' | '“'
                        | '„'
                        | '"'
                        | '‘'
                        | '’'
                        | '\''
                        | '‹'
                        | '<'
                        | '('
                        | '['
                        | '-'
                        | '–'
                        | '—'
                        | '¿'
                        | '¡'
                        | '•'
                )
        });
        if ahead.is_empty() { after } else { ahead }
    }

    /// Whether the stop stands alone between brackets: words were left out there.
    fn is_elision(self, stop: &Stop) -> bool {
        let before = &self.text[self.start..stop.start];
        stop.bracketed && stop.mark == '…' && before.trim_end().ends_with(['(', '['])
    }

    /// What was left out opens the next sentence when a stop stands before it, else it may end this one.
    fn ends_at_elision(self, stop: &Stop, ahead: &str) -> bool {
        let before = self.text[self.start..stop.start].trim();
        let opens_sentence = before.len() <= 1;
        !opens_sentence && ahead.chars().next().is_some_and(char::is_uppercase) && self.opens(ahead)
    }

    /// Without a blank, only a capital behind a small letter or a closing mark opens a sentence, and only if no host name runs on there.
    fn ends_without_blank(self, stop: &Stop, after: &str, ahead: &str) -> bool {
        let next = after.chars().next().unwrap_or(' ');
        let first = ahead.chars().next().unwrap_or(' ');
        let opening = matches!(next, '«' | '“' | '„') || self.marks.opens_at(stop.end);
        if !first.is_uppercase() || !(next == first || opening) {
            return false;
        }
        let before = &self.text[self.start..stop.start];
        let joined = before.rsplit(char::is_whitespace).next().unwrap_or(before);
        if joined.contains("://") || joined.starts_with("www.") {
            return false;
        }
        if stop.quoted || stop.bracketed || stop.mark != '.' {
            return before.chars().next_back().is_some_and(|c| !is_final(c));
        }
        let word = last_word(before);
        let Some(end) = word.chars().next_back() else { return opening };
        if matches!(end, '»' | '”') {
            return true;
        }
        let long = word.chars().count() > 2 || opening;
        let host = self.runs_into_host(after) || word.contains(['@', '/', '.']);
        let second_is_small =
            ahead.chars().nth(1).is_some_and(|c| c.is_lowercase() || is_apostrophe(c) || c == ' ');
        let ends_word = end.is_lowercase() || end.is_ascii_digit() && word.len() > 2;
        long && ends_word && !host && second_is_small && self.short_form(before, after).is_none()
    }

    /// Whether the word behind the stop is the rest of a host name, up to its last part.
    fn runs_into_host(self, after: &str) -> bool {
        let name = after.split_whitespace().next().unwrap_or(after);
        let name = name.trim_end_matches(|c: char| !is_alphanumeric(c));
        let labels = name.split('/').next().unwrap_or(name);
        labels.rsplit('.').next().is_some_and(|last| self.rules.ends_host(&fold(last)))
    }

    /// A full stop before a small letter: a boundary, unless the stop is that of a short form or stands inside brackets.
    fn ends_before_small(self, stop: &Stop, next: char, ahead: &str) -> bool {
        if stop.quoted || stop.bracketed {
            return false;
        }
        let before = &self.text[self.start..stop.start];
        let word = last_word(before);
        let letters = word.chars().filter(|c| c.is_alphanumeric()).count();
        // Few letters may be a short form; a sign or a number is none.
        let short = (1..3).contains(&letters) && !word.chars().all(|c| c.is_ascii_digit());
        if short || word.contains('.') {
            return false;
        }
        if self.is_enumerator(before) || self.short_form(before, ahead).is_some() {
            return false;
        }
        // A list dash opens an item; a bracket opens an aside of the same sentence, unless it is the last thing said.
        let aside = matches!(next, '(' | '[') && !self.ends_with_bracket(stop);
        !aside && !self.in_bracket(stop.start)
    }

    /// Whether all that follows stands in one bracket, as a signature does.
    fn ends_with_bracket(self, stop: &Stop) -> bool {
        let rest = self.text[stop.end..self.body.end].trim();
        rest.len() <= LONGEST_SIGNATURE && rest.find([')', ']']) == Some(rest.len() - 1)
    }

    fn in_bracket(self, at: usize) -> bool {
        let mut from = at.saturating_sub(LONGEST_BRACKET).max(self.start);
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let before = &self.text[from..at];
        before.rfind('(') > before.rfind(')')
    }

    /// Whether the full stop is part of a short form, an initial or an enumerator.
    fn stop_belongs_to_word(self, stop: &Stop, ahead: &str) -> bool {
        let before = &self.text[self.start..stop.start];
        if self.is_enumerator(before) {
            return true;
        }
        let next = ahead.chars().next().unwrap_or(' ');
        if let Some(effect) = self.short_form(before, ahead) {
            return match effect {
                ShortEffect::NeverEnds => true,
                ShortEffect::EndsBeforeCapital => !next.is_uppercase(),
                ShortEffect::EndsBeforeOpener => !self.opens(ahead),
            };
        }
        self.is_initial(before, ahead)
    }

    /// A number at the head of a list item.
    fn is_enumerator(self, before: &str) -> bool {
        let word = last_word(before);
        let before = &before[..before.len() - word.len()];
        let head = before.trim_end();
        // A comma without a blank behind it stands inside a number.
        let mark = if head.len() < before.len() { &[';', ':', ','][..] } else { &[';', ':'] };
        let heads_item = head.is_empty() || head.ends_with(mark) || head.trim() == "-";
        let digits = !word.is_empty()
            && word.len() <= LONGEST_ENUMERATOR
            && (word.bytes().all(|b| b.is_ascii_digit()) || is_roman(word));
        heads_item && digits
    }

    /// What the rules say of the word before a full stop, given what follows.
    fn short_form(self, before: &str, ahead: &str) -> Option<ShortEffect> {
        let word = last_word(before);
        if word.is_empty() || word.len() > LONGEST_SHORT {
            return None;
        }
        let shorts = self.rules.shorts(&fold(word));
        let found = shorts.iter().find(|s| {
            let Some((form, head)) = self.ending(before, &s.text) else { return false };
            (!s.capital || form.chars().next().is_some_and(char::is_uppercase))
                && s.before.begins(ahead)
                && s.after.ends(head)
        });
        found.map(|s| s.effect)
    }

    /// The end of `before` that reads as the folded `form`, and what stands before it.
    fn ending<'b>(self, before: &'b str, form: &str) -> Option<(&'b str, &'b str)> {
        let from = before.char_indices().rev().nth(form.chars().count() - 1)?.0;
        let (head, tail) = before.split_at(from);
        let whole = !head.chars().next_back().is_some_and(is_alphanumeric);
        (whole && fold(tail) == form).then_some((tail, head))
    }

    /// Whether a capital letter (or several with points or hyphens between) before the stop shortens a name.
    fn is_initial(self, before: &str, ahead: &str) -> bool {
        let word = last_word(before);
        let one_each = |part: &str| {
            part.is_empty() || part.chars().count() == 1 && part.chars().all(char::is_uppercase)
        };
        if word.is_empty() || !word.split(['.', '-']).all(one_each) {
            return false;
        }
        let next = ahead.chars().next().unwrap_or(' ');
        if next.is_ascii_digit() {
            return true;
        }
        let previous = last_word(before[..before.len() - word.len()].trim_end());
        let first = previous.chars().next();
        let opener = self.opens(ahead);
        // Three letters and more name a body, which has no surname.
        if opener && word.split('.').nth(2).is_some() {
            return false;
        }
        match first {
            // A letter behind a number is a unit (°C).
            Some(c) if c.is_ascii_digit() || c == '°' => false,
            // Behind a noun or a name the letter may name a thing ("plan B"); behind a small function word comes a person.
            Some(_) if previous.chars().count() > 1 && !self.rules.opens(&fold(previous)) => {
                !opener
            }
            _ => !opener || self.rules.is_particle(&fold(first_word(ahead))),
        }
    }

    fn opens(self, ahead: &str) -> bool {
        self.rules.opens(&fold(first_word(ahead)))
    }
}

/// The last word of a stretch, with points and hyphens inside.
fn last_word(before: &str) -> &str {
    let border = |c: char| {
        c.is_whitespace()
            || is_apostrophe(c)
            || matches!(
                c,
                '(' | '[' | '«' | '“' | '„' | '"' | '‘' | '‹' | '<' | '/' | ',' | ';' | ':'
            )
    };
    before.rsplit(border).next().unwrap_or(before)
}

/// The first word of a stretch, up to an apostrophe or hyphen.
fn first_word(ahead: &str) -> &str {
    let end = ahead.find(|c: char| !is_alphanumeric(c)).unwrap_or(ahead.len());
    &ahead[..end]
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}
