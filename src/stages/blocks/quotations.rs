//! Quotation marks, paired over the article.
//!
//! One pass keeps a stack of open marks.
//! A mark that is never closed ends where its paragraph ends, unless the next paragraph reopens it.

use crate::model::{Block, Quotation, Span};

/// A quotation that ran on for more than this many bytes is a mark that was forgotten.
const LONGEST: usize = 8_000;
/// No press text nests deeper; deeper marks are taken as stray, which bounds the work on hostile input.
const DEEPEST: usize = 4;

/// The shapes of quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// « »
    Guillemets,
    /// “ ” and „ “
    Curly,
    /// " on both sides
    Straight,
    /// ’’ or '' on both sides
    Doubled,
    /// ‘ ’ and ‹ ›
    Single,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Open,
    Close,
    Either,
}

struct Open {
    shape: Shape,
    start: usize,
    inner: usize,
}

/// Pairs the quotation marks of the article blocks.
pub fn pair(text: &str, blocks: &[Block]) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for (i, block) in blocks.iter().enumerate() {
        if block.boilerplate {
            continue;
        }
        let mut marks = Marks { text, at: block.start, end: block.end }.peekable();
        // A paragraph that opens with the mark of the quotation that is still open carries it on.
        if let (Some(o), Some((span, shape, _))) = (open.first(), marks.peek()) {
            if *shape == o.shape && span.start == block.start {
                marks.next();
            }
        }
        for (span, shape, side) in marks {
            let side = if side == Side::Either { toward(text, span, shape, &open) } else { side };
            let last = open.iter().rposition(|o| o.shape == shape);
            match (side, last) {
                (Side::Close, Some(at)) if span.start - open[at].start <= LONGEST => {
                    // Marks opened inside and never closed end with the outer one; they are stray.
                    open.truncate(at + 1);
                    if let Some(o) = open.pop() {
                        found.push((o.start, span.end, o.inner, span.start, open.len(), true));
                    }
                }
                (Side::Close, _) => {}
                (Side::Open | Side::Either, _) if open.len() < DEEPEST => {
                    open.push(Open { shape, start: span.start, inner: span.end });
                }
                _ => {}
            }
        }
        // What is still open goes on only if the next article paragraph opens with the same mark.
        let next = blocks[i + 1..].iter().find(|b| !b.boilerplate);
        let reopened = next.is_some_and(|b| {
            let first = Marks { text, at: b.start, end: b.end }.next();
            matches!((open.first(), first), (Some(o), Some((s, shape, side)))
                if shape == o.shape && s.start == b.start && side != Side::Close && b.end - o.start <= LONGEST)
        });
        if !reopened {
            for (level, o) in open.drain(..).enumerate() {
                found.push((o.start, block.end, o.inner, block.end, level, false));
            }
        } else {
            open.truncate(1);
        }
    }
    let mut list: Vec<Quotation> = found
        .into_iter()
        .filter_map(|(start, end, from, to, level, closed)| {
            let inner = Span { start: from, end: to.max(from) }.trimmed(text);
            let end = if closed { end } else { inner.end };
            (!inner.is_empty()).then_some(Quotation { start, end, inner, level, closed })
        })
        .collect();
    list.sort_by_key(|q| (q.start, std::cmp::Reverse(q.end)));
    drop_crossing(&mut list);
    list
}

/// Unclosed marks may reach over a closed quotation that began earlier; what crosses is dropped.
fn drop_crossing(list: &mut Vec<Quotation>) {
    let mut ends: Vec<usize> = Vec::new();
    list.retain_mut(|q| {
        ends.retain(|&e| e > q.start);
        if ends.iter().any(|&e| e < q.end) {
            return false;
        }
        q.level = ends.len();
        ends.push(q.end);
        true
    });
}

/// Which way a mark points that looks the same on both sides: by its neighbours, then by what is open.
fn toward(text: &str, span: Span, shape: Shape, open: &[Open]) -> Side {
    let before = text[..span.start].chars().next_back().unwrap_or(' ');
    let after = text[span.end..].chars().next().unwrap_or(' ');
    let is_open = open.iter().any(|o| o.shape == shape);
    let starts = before.is_whitespace()
        || matches!(before, '(' | '[' | '«' | '“' | '\'' | '’' | '‘' | '-' | '—');
    let ends = after.is_whitespace()
        || matches!(after, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '»' | '”' | '…');
    match (starts && !after.is_whitespace(), ends && !before.is_whitespace()) {
        (true, false) => Side::Open,
        (false, true) if is_open => Side::Close,
        _ if is_open => Side::Close,
        _ => Side::Open,
    }
}

/// The quotation marks of a stretch, in order.
struct Marks<'a> {
    text: &'a str,
    at: usize,
    end: usize,
}

impl Iterator for Marks<'_> {
    type Item = (Span, Shape, Side);

    fn next(&mut self) -> Option<Self::Item> {
        while self.at < self.end {
            let start = self.at;
            let rest = &self.text[start..self.end];
            let c = rest.chars().next()?;
            self.at += c.len_utf8();
            let doubled = ["''", "’’", "‘‘"].iter().any(|d| rest.starts_with(d));
            let (len, shape, side) = match c {
                '«' => (2, Shape::Guillemets, Side::Open),
                '»' => (2, Shape::Guillemets, Side::Close),
                '<' if rest.starts_with("<<") => (2, Shape::Guillemets, Side::Open),
                '>' if rest.starts_with(">>") => (2, Shape::Guillemets, Side::Close),
                '“' | '„' => (c.len_utf8(), Shape::Curly, Side::Open),
                '”' => (c.len_utf8(), Shape::Curly, Side::Close),
                '"' => (1, Shape::Straight, Side::Either),
                '‹' => (c.len_utf8(), Shape::Single, Side::Open),
                '›' => (c.len_utf8(), Shape::Single, Side::Close),
                '\'' | '’' | '‘' if doubled => (2 * c.len_utf8(), Shape::Doubled, Side::Either),
                '\'' | '’' | '‘' => match single(self.text, start, self.at, c) {
                    Some(side) => (c.len_utf8(), Shape::Single, side),
                    None => continue,
                },
                _ => continue,
            };
            self.at = start + len;
            return Some((Span::new(start, start + len), shape, side));
        }
        None
    }
}

/// A single mark opens or closes a quotation only where it cannot be an apostrophe.
fn single(text: &str, start: usize, end: usize, c: char) -> Option<Side> {
    let before = text[..start].chars().next_back().unwrap_or(' ');
    let after = text[end..].chars().next().unwrap_or(' ');
    if c == '‘' {
        return after.is_alphanumeric().then_some(Side::Open);
    }
    let opens =
        (before.is_whitespace() || matches!(before, '(' | '"' | '«' | '“')) && after.is_uppercase();
    let closes = (after.is_whitespace()
        || matches!(after, ',' | '.' | ')' | '"' | '»' | '”' | '?' | '!'))
        && (before.is_alphanumeric() || matches!(before, '.' | '!' | '?' | '…'));
    if opens && c == '\'' {
        Some(Side::Open)
    } else if closes {
        Some(Side::Close)
    } else {
        None
    }
}
