//! Sentences of the article blocks.
//!
//! The candidates are the boundaries of Unicode's text segmentation (UAX #29) together with every mark that may end a sentence;
//! rules of the language and of the typography of news decide.
//! A line break is a boundary, since blocks end there; `;` and `:` are none.

use unicode_segmentation::UnicodeSegmentation;

use crate::model::{Block, Quotation, Sentence, Span};
use crate::rules::{SentenceRules, fold};

/// Divides the article blocks into sentences; those that share a quotation are linked to it.
pub fn split(
    text: &str,
    blocks: &[Block],
    quotations: &[Quotation],
    rules: &SentenceRules,
) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    for (i, block) in blocks.iter().enumerate().filter(|(_, b)| !b.boilerplate) {
        let spans = split_plain(block.span().of(text), rules);
        let moved = spans.iter().map(|s| Span::new(s.start + block.start, s.end + block.start));
        sentences.extend(moved.map(|s| Sentence {
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

/// Divides a text without line breaks of its own.
pub fn split_plain(text: &str, rules: &SentenceRules) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = 0;
    for at in candidates(text) {
        if at > start && ends_here(text, start, at, rules) {
            push(text, start, at, &mut spans);
            start = at;
        }
    }
    push(text, start, text.len(), &mut spans);
    spans
}

fn push(text: &str, start: usize, end: usize, spans: &mut Vec<Span>) {
    let span = Span::new(start, end).trimmed(text);
    if !span.is_empty() {
        spans.push(span);
    }
}

/// Where a sentence might end: Unicode's boundaries, and behind each final mark with the closing marks that belong to it.
fn candidates(text: &str) -> Vec<usize> {
    let mut list: Vec<usize> =
        text.split_sentence_bound_indices().map(|(i, s)| i + s.len()).collect();
    let mut chars = text.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        if !is_final(c) {
            continue;
        }
        let mut end = i + c.len_utf8();
        while let Some(&(j, d)) = chars.peek() {
            if !is_final(d) && !is_closing(text, j, d) {
                break;
            }
            end = j + d.len_utf8();
            chars.next();
        }
        list.push(end);
    }
    list.sort_unstable();
    list.dedup();
    list.retain(|&i| i < text.len());
    list
}

fn is_final(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…')
}

/// A closing mark right behind a final one, or behind a blank when it can only close.
fn is_closing(text: &str, at: usize, c: char) -> bool {
    match c {
        '»' | '”' | ')' | ']' | '›' => true,
        '"' | '\'' | '’' => {
            let after = text[at + c.len_utf8()..].chars().next();
            after.is_none_or(|a| {
                a.is_whitespace() || matches!(a, ',' | '.' | ')' | '\'' | '’' | '"')
            })
        }
        ' ' | '\u{a0}' | '\u{202f}' => {
            let after = text[at + c.len_utf8()..].chars().next();
            matches!(after, Some('»' | '”'))
        }
        _ => false,
    }
}

fn ends_here(text: &str, start: usize, at: usize, rules: &SentenceRules) -> bool {
    let before = text[start..at].trim_end();
    let after = text[at..].trim_start();
    if before.is_empty() || after.is_empty() {
        return false;
    }
    let blank =
        text[..at].ends_with(char::is_whitespace) || text[at..].starts_with(char::is_whitespace);
    let bare = before.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '»' | '”' | '"' | '\'' | '’' | ')' | ']' | '›')
    });
    let quoted = bare.len() < before.len();
    let Some(last) = bare.chars().next_back().filter(|&c| is_final(c)) else { return false };
    let mut ahead = after.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '«' | '“' | '"' | '(' | '[' | '‘' | '-' | '–' | '—')
    });
    if ahead.is_empty() {
        ahead = after;
    }
    let next = ahead.chars().next().unwrap_or(' ');
    let opens = after.starts_with(['«', '“']);
    // A comma or a closing mark carries the sentence on.
    if after.starts_with([',', ';', ':', '»', '”', ')', ']', '.', '!', '?', '…', '%']) {
        return false;
    }
    if !blank {
        // Without a blank only a capital behind a small letter opens a sentence, and no host name has one.
        let word = bare.trim_end_matches(is_final);
        let small = word.chars().next_back().is_some_and(char::is_lowercase);
        let word_len = word.chars().rev().take_while(|c| c.is_alphanumeric()).count();
        return small
            && word_len > 2
            && (next.is_uppercase() || opens)
            && !looks_like_host(text, at);
    }
    let lower = next.is_lowercase();
    match last {
        '.' => {
            if lower && !opens {
                return false;
            }
            !stop_belongs_to_word(bare, next, rules)
        }
        // After a question or an exclamation, or an ellipsis, small letters carry on: a reporting clause or the same thought.
        _ => !(lower && (quoted || last == '…' || !opens)),
    }
}

/// Whether the full stop at the end of `bare` is part of a short form or an initial.
fn stop_belongs_to_word(bare: &str, next: char, rules: &SentenceRules) -> bool {
    if bare.ends_with("...") {
        return next.is_lowercase();
    }
    let head = bare.strip_suffix('.').unwrap_or(bare);
    let word = head
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '«' | '“' | '"' | '’' | '\''))
        .next();
    let word = word.unwrap_or(head);
    if word.len() > 12 || word.is_empty() {
        return false;
    }
    let folded = fold(word);
    if rules.never.contains(folded.as_str()) {
        // A number or a small word in front of a unit or month ends a sentence all the same ("le 3 nov. Puis").
        return !next.is_whitespace();
    }
    if rules.maybe.contains(folded.as_str()) {
        return !next.is_uppercase();
    }
    // Initials: one capital, or capitals with points or hyphens between (J.-P.).
    let initials = word
        .split(['.', '-'])
        .all(|p| p.is_empty() || p.chars().count() == 1 && p.chars().all(char::is_uppercase));
    if !initials {
        return false;
    }
    // A letter that names something ("plan B.") ends a sentence; before a name it is an initial.
    let previous = head[..head.len() - word.len()].trim_end();
    let small_before = previous.chars().next_back().is_some_and(char::is_lowercase);
    let single = word.chars().count() == 1;
    next.is_uppercase()
        && !(single
            && small_before
            && previous
                .rsplit(' ')
                .next()
                .is_some_and(|w| w.chars().next().is_some_and(char::is_lowercase)))
}

/// Whether a point stands between the parts of a host name.
fn looks_like_host(text: &str, at: usize) -> bool {
    let word: String = text[at..].chars().take_while(|c| c.is_alphanumeric()).take(4).collect();
    word.chars().count() <= 3
}
