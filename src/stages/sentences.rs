//! Sentences: what a full stop, a question mark, an exclamation mark or an ellipsis ends.
//!
//! One scanner looks at every final mark with the closing marks behind it and decides by its neighbours;
//! which words are short forms and which open a sentence is told by the rules of the language.
//! A line break is a boundary, since blocks end there (hard-wrapped lines share a block); `;` and `:` are none.

use crate::model::{Block, BlockKind, Quotation, Sentence, Span};
use crate::rules::{Neighbour, SentenceRules, ShortEffect, fold};
use crate::stages::blocks;

/// How far back an open bracket is sought; brackets in news are shorter, and the bound keeps the time linear.
const LONGEST_BRACKET: usize = 300;
/// No short form is longer, in bytes.
const LONGEST_SHORT: usize = 24;
/// A number with more digits counts nothing off at the head of a list.
const LONGEST_ENUMERATOR: usize = 3;

/// Divides the article blocks into sentences; those that share a quotation are linked to it.
pub fn split(
    text: &str,
    blocks: &[Block],
    quotations: &[Quotation],
    rules: &SentenceRules,
) -> Vec<Sentence> {
    let marks = Marks::of(quotations);
    let mut sentences = Vec::new();
    let mut spans = Vec::new();
    for (i, block) in blocks.iter().enumerate().filter(|(_, b)| !b.boilerplate) {
        scan(text, block.span(), &marks, rules, &mut spans);
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

/// The first bytes of the final marks.
fn may_be_final(byte: u8) -> bool {
    matches!(byte, b'.' | b'!' | b'?' | 0xE2 | 0xE3 | 0xEF | 0xD8 | 0xDB | 0xE0)
}

fn is_final(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '‼' | '⁇' | '⁈' | '⁉' | '؟' | '۔' | '।' | '॥')
        || is_wide_final(c)
}

/// The final marks of scripts that put no blank behind them.
fn is_wide_final(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡')
}

/// A run of final marks and the closing marks behind it.
struct Stop {
    /// Where the marks begin.
    start: usize,
    /// Behind the closing marks.
    end: usize,
    /// The last final mark, an ellipsis for two or more full stops.
    mark: char,
    /// Whether a quotation closes behind it.
    quoted: bool,
    /// Whether a bracket closes behind it.
    bracketed: bool,
}

impl Stop {
    fn read(text: &str, at: usize, end: usize, marks: &Marks) -> Stop {
        let mut stop = Stop { start: at, end: at, mark: '.', quoted: false, bracketed: false };
        let mut points = 0;
        loop {
            let rest = &text[stop.end..end];
            let Some(c) = rest.chars().next() else { break };
            if is_final(c) {
                points = if c == '.' { points + 1 } else { 0 };
                stop.mark = if points > 1 { '…' } else { c };
                stop.end += c.len_utf8();
                continue;
            }
            points = 0;
            // French sets a blank before some marks; one that can only close or end belongs to what it follows.
            let inner = rest.trim_start_matches(is_inline_blank);
            let skipped = rest.len() - inner.len();
            let Some(d) = inner.chars().next() else { break };
            let behind = stop.end + skipped + d.len_utf8();
            match d {
                '!' | '?' if skipped > 0 => stop.mark = d,
                '»' | '”' | '›' => stop.quoted = true,
                '"' | '\'' | '’' if marks.closes_at(behind) => stop.quoted = true,
                // A straight mark that leans on the stop closes, even if its partner is missing.
                '"' if skipped == 0
                    && leans_left(&text[behind..end])
                    && !marks.opens_at(behind - 1) =>
                {
                    stop.quoted = true;
                }
                '\'' | '’'
                    if inner[d.len_utf8()..].starts_with(d)
                        && marks.closes_at(behind + d.len_utf8()) =>
                {
                    stop.quoted = true;
                    stop.end = behind + d.len_utf8();
                    continue;
                }
                '“' if marks.closes_at(behind) => stop.quoted = true,
                ')' | ']' => stop.bracketed = true,
                _ => break,
            }
            stop.end = behind;
        }
        stop
    }
}

fn leans_left(rest: &str) -> bool {
    rest.chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, ',' | ')' | ']' | '.'))
}

fn is_inline_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
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
        // What carries a sentence on.
        if matches!(next, ',' | ';' | ':' | '%' | '/' | ')' | ']' | '»' | '”' | '›') {
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
            return stop.mark == '.' && self.ends_before_small(stop, next);
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
                        | '\''
                        | '‹'
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
        if stop.quoted || stop.bracketed || stop.mark != '.' {
            return before.chars().next_back().is_some_and(|c| !is_final(c));
        }
        let word = last_word(before);
        let Some(end) = word.chars().next_back() else { return opening };
        let long = word.chars().count() > 2 || opening;
        let host = self.rules.ends_host(&fold(first_word(after))) || word.contains(['@', '/', '.']);
        let second_is_small =
            ahead.chars().nth(1).is_some_and(|c| c.is_lowercase() || is_apostrophe(c) || c == ' ');
        let ends_word = end.is_lowercase() || end.is_ascii_digit() && word.len() > 2;
        long && ends_word && !host && second_is_small && self.short_form(before, after).is_none()
    }

    /// A full stop before a small letter: a boundary, unless the stop is that of a short form or stands inside brackets.
    fn ends_before_small(self, stop: &Stop, next: char) -> bool {
        if stop.quoted || stop.bracketed {
            return false;
        }
        let before = &self.text[self.start..stop.start];
        let word = last_word(before);
        let letters = word.chars().filter(|c| c.is_alphanumeric()).count();
        if letters < 3 && !word.chars().all(|c| c.is_ascii_digit()) || word.contains('.') {
            return false;
        }
        if self.is_enumerator(before) || !self.rules.shorts(&fold(word)).is_empty() {
            return false;
        }
        // A list dash opens an item; a bracket opens an aside of the same sentence.
        next != '(' && next != '[' && !self.in_bracket(stop.start)
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

    /// A number or letter at the head of a list item.
    fn is_enumerator(self, before: &str) -> bool {
        let word = last_word(before);
        let head = before[..before.len() - word.len()].trim_end();
        let heads_item = head.is_empty() || head.ends_with([';', ':']) || head.trim() == "-";
        let digits = !word.is_empty()
            && word.len() <= LONGEST_ENUMERATOR
            && word.bytes().all(|b| b.is_ascii_digit());
        heads_item && digits
    }

    /// What the rules say of the word before a full stop, given what follows.
    fn short_form(self, before: &str, ahead: &str) -> Option<ShortEffect> {
        let word = last_word(before);
        if word.is_empty() || word.len() > LONGEST_SHORT {
            return None;
        }
        let next = ahead.chars().next().unwrap_or(' ');
        let stands = |wanted: Neighbour, c: char| match wanted {
            Neighbour::Any => true,
            Neighbour::Number => c.is_ascii_digit(),
            Neighbour::Capital => c.is_uppercase(),
        };
        let shorts = self.rules.shorts(&fold(word));
        let found = shorts.iter().find(|s| {
            let Some((form, head)) = self.ending(before, &s.text) else { return false };
            let previous = head.trim_end().chars().next_back().unwrap_or(' ');
            (!s.capital || form.chars().next().is_some_and(char::is_uppercase))
                && stands(s.before, next)
                && stands(s.after, previous)
        });
        found.map(|s| s.effect)
    }

    /// The end of `before` that reads as the folded `form`, and what stands before it.
    fn ending<'b>(self, before: &'b str, form: &str) -> Option<(&'b str, &'b str)> {
        let from = before.char_indices().rev().nth(form.chars().count() - 1)?.0;
        let (head, tail) = before.split_at(from);
        let whole = !head.chars().next_back().is_some_and(char::is_alphanumeric);
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
            || matches!(c, '(' | '[' | '«' | '“' | '„' | '"' | '‘' | '/' | ',' | ';' | ':')
    };
    before.rsplit(border).next().unwrap_or(before)
}

/// The first word of a stretch, up to an apostrophe or hyphen.
fn first_word(ahead: &str) -> &str {
    let end = ahead.find(|c: char| !c.is_alphanumeric()).unwrap_or(ahead.len());
    &ahead[..end]
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}
