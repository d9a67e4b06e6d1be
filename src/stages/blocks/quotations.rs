//! Quotation marks, paired over the article.
//!
//! All marks are listed first; one pass over them then keeps a stack of the open ones.
//! A quotation goes on in the next paragraph of the article when that paragraph opens with the same mark,
//! or when the mark that closes it comes before any that opens another; else it ends, unclosed, where its paragraph ends.
//! Furniture of the page ends every quotation.

use std::collections::BTreeSet;

use crate::model::{Block, Quotation, Span};

/// A quotation that ran on for more than this many bytes is a mark that was forgotten; printed speeches come in paragraphs.
const LONGEST: usize = 8_000;
/// So many paragraphs may pass until a mark closes that no paragraph repeats; longer speech repeats its mark.
const MOST_PARAGRAPHS: usize = 4;
/// A paragraph of a speech that goes on holds so many of its words.
const FEWEST_WORDS: usize = 8;
/// No press text nests deeper; deeper marks are taken as stray, which bounds the work on hostile input.
const DEEPEST: usize = 4;

/// Pairs the quotation marks of the article blocks.
pub fn pair(text: &str, blocks: &[Block]) -> Vec<Quotation> {
    let marks = list_marks(text, blocks);
    let mut later = next_of_shape(&marks).into_iter();
    let mut pairs = Pairs::default();
    for (i, &mark) in marks.iter().enumerate() {
        let last_here = marks.get(i + 1).is_none_or(|n| n.block != mark.block);
        let next = if last_here { later.next() } else { None };
        let carried = i.checked_sub(1).is_some_and(|p| marks[p].block != mark.block) || i == 0;
        if carried && pairs.carries_on(text, blocks, mark) {
            continue;
        }
        match pairs.side(text, mark) {
            Side::Close => pairs.close(mark),
            _ => pairs.open(mark),
        }
        if let Some(next) = next {
            pairs.end_paragraph(text, blocks, &marks, next, mark.block);
        }
    }
    pairs.finish(text)
}

/// The shapes of quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// « », and << >> typed for them
    Guillemets,
    /// “ ” and „ “
    Curly,
    /// " on both sides, and '' or ’’ typed for it
    Straight,
    /// ‘ ’ and ' on both sides
    Single,
    /// ‹ ›
    Angle,
}

const SHAPES: usize = 5;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Open,
    Close,
    Either,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    span: Span,
    shape: Shape,
    side: Side,
    block: usize,
}

/// The open marks, and what was found.
#[derive(Default)]
struct Pairs {
    open: Vec<Mark>,
    found: Vec<Quotation>,
}

impl Pairs {
    /// Whether the mark at a paragraph's head repeats that of the quotation that runs on.
    fn carries_on(&self, text: &str, blocks: &[Block], mark: Mark) -> bool {
        let Some(outer) = self.open.first() else { return false };
        outer.shape == mark.shape && outer.block != mark.block && leads(text, blocks, mark)
    }

    /// Which way a mark points; the neighbours decide where the shape does not, then what is open.
    fn side(&self, text: &str, mark: Mark) -> Side {
        let is_open = self.open.iter().any(|o| o.shape == mark.shape);
        match leaning(text, mark) {
            Side::Open => Side::Open,
            Side::Close => Side::Close,
            Side::Either if is_open => Side::Close,
            Side::Either => Side::Open,
        }
    }

    fn close(&mut self, mark: Mark) {
        let Some(at) = self.open.iter().rposition(|o| o.shape == mark.shape) else { return };
        let opening = self.open[at];
        if mark.span.start - opening.span.start > LONGEST {
            return;
        }
        // Marks opened inside and never closed are stray.
        self.open.truncate(at);
        self.found.push(Quotation {
            start: opening.span.start,
            end: mark.span.end,
            inner: Span::new(opening.span.end, mark.span.start),
            level: at,
            closed: true,
        });
    }

    fn open(&mut self, mark: Mark) {
        if self.open.len() < DEEPEST {
            self.open.push(mark);
        }
    }

    /// Ends what is open at the end of a paragraph, unless it goes on behind it.
    fn end_paragraph(
        &mut self,
        text: &str,
        blocks: &[Block],
        marks: &[Mark],
        next: [Option<usize>; SHAPES],
        block: usize,
    ) {
        let goes_on = self.open.first().is_some_and(|outer| {
            let Some(mark) = next[outer.shape as usize].map(|k| marks[k]) else { return false };
            let near = mark.span.start - outer.span.start <= LONGEST
                && mark.block - block <= MOST_PARAGRAPHS
                && blocks[block..mark.block].iter().all(|b| !b.boilerplate);
            // A few words inside a sentence are a quotation whose mark was forgotten, and no speech that goes on.
            let told = text[outer.span.end..blocks[block].end].trim_start();
            let speech = outer.block != block
                || !told.starts_with(char::is_lowercase)
                || told.split_whitespace().take(FEWEST_WORDS).count() == FEWEST_WORDS;
            let reopens =
                speech && mark.block == block + 1 && mark.span.start == blocks[mark.block].start;
            near && (reopens || leaning(text, mark) == Side::Close)
        });
        if goes_on {
            self.open.truncate(1);
            return;
        }
        for (level, o) in self.open.drain(..).enumerate() {
            let end = blocks[block].end;
            let inner = Span::new(o.span.end, end);
            self.found.push(Quotation { start: o.span.start, end, inner, level, closed: false });
        }
    }

    fn finish(self, text: &str) -> Vec<Quotation> {
        let trimmed = self.found.into_iter().filter_map(|mut q| {
            q.inner = q.inner.trimmed(text);
            if !q.closed {
                q.end = q.inner.end;
            }
            (!q.inner.is_empty()).then_some(q)
        });
        let mut list: Vec<Quotation> = trimmed.collect();
        list.sort_by_key(|q| (q.start, std::cmp::Reverse(q.end)));
        drop_crossing(&mut list);
        list
    }
}

/// Which way a mark points by its shape, or else by its neighbours.
fn leaning(text: &str, mark: Mark) -> Side {
    if mark.side != Side::Either {
        return mark.side;
    }
    let before = text[..mark.span.start].chars().next_back().unwrap_or(' ');
    let after = text[mark.span.end..].chars().next().unwrap_or(' ');
    let opens = may_stand_before(before) && !after.is_whitespace() && !is_closing(after);
    // Behind an apostrophe or a dash it may do either, whatever blanks there are.
    let closes = may_stand_behind(after) && !may_stand_before(before);
    match (opens, closes) {
        (true, false) => Side::Open,
        (false, true) => Side::Close,
        _ => Side::Either,
    }
}

/// Whether the mark is the first thing in its paragraph and words follow it there.
fn leads(text: &str, blocks: &[Block], mark: Mark) -> bool {
    let block = &blocks[mark.block];
    let rest = text[mark.span.end..block.end].trim_start();
    mark.span.start == block.start && rest.starts_with(char::is_alphanumeric)
}

/// An unclosed quotation may reach over one that began before it and closed inside; what crosses is dropped.
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

/// For each block with marks, in order, the next mark of every shape in a later one.
fn next_of_shape(marks: &[Mark]) -> Vec<[Option<usize>; SHAPES]> {
    let mut list = Vec::new();
    // What lies behind the current mark.
    let mut behind = [None; SHAPES];
    for i in (0..marks.len()).rev() {
        if marks.get(i + 1).is_none_or(|n| n.block != marks[i].block) {
            list.push(behind);
        }
        behind[marks[i].shape as usize] = Some(i);
    }
    list.reverse();
    list
}

fn list_marks(text: &str, blocks: &[Block]) -> Vec<Mark> {
    let mut list: Vec<Mark> = Vec::new();
    for (block, b) in blocks.iter().enumerate().filter(|(_, b)| !b.boilerplate) {
        let bytes = text.as_bytes();
        let (mut at, first, mut guillemet) = (b.start, list.len(), None::<usize>);
        while at < b.end {
            // The first bytes of all marks; everything else is passed over unread.
            if !matches!(bytes[at], b'"' | b'\'' | b'<' | b'>' | 0xC2 | 0xE2) {
                at += 1;
                continue;
            }
            if let Some(len) = joins_letters(&bytes[..b.end], at) {
                at += len;
                continue;
            }
            match read_mark(text, at, b.end) {
                Some((len, shape, side)) => {
                    let side = turned(text, at, guillemet.map(|i| &list[i])).unwrap_or(side);
                    if shape == Shape::Guillemets {
                        guillemet = Some(list.len());
                    }
                    list.push(Mark { span: Span::new(at, at + len), shape, side, block });
                    at += len;
                }
                None => at += text[at..].chars().next().map_or(1, char::len_utf8),
            }
        }
        drop_apostrophes(text, &mut list, first);
    }
    list
}

/// The length of an apostrophe between two plain letters, which is no mark.
fn joins_letters(bytes: &[u8], at: usize) -> Option<usize> {
    let len = match bytes[at..] {
        [b'\'', ..] => 1,
        [0xe2, 0x80, 0x99, ..] => 3,
        _ => return None,
    };
    let letter = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_alphabetic);
    (at > 0 && letter(at - 1) && letter(at + len)).then_some(len)
}

/// A straight single mark before a small letter is an apostrophe (*'t Hooft*) unless the next single mark of its paragraph
/// closes.
fn drop_apostrophes(text: &str, list: &mut Vec<Mark>, first: usize) {
    let mut closes = false;
    let mut dropped = BTreeSet::new();
    for (i, mark) in list.iter().enumerate().skip(first).rev() {
        if mark.shape != Shape::Single {
            continue;
        }
        let straight = mark.side == Side::Open && mark.span.of(text) == "'";
        if straight && !closes && text[mark.span.end..].starts_with(char::is_lowercase) {
            dropped.insert(i);
        } else {
            closes = mark.side == Side::Close;
        }
    }
    if dropped.is_empty() {
        return;
    }
    let here = list.split_off(first).into_iter().enumerate();
    list.extend(here.filter(|(i, _)| !dropped.contains(&(first + i))).map(|(_, mark)| mark));
}

/// The mark at an offset: its length, shape and side.
fn read_mark(text: &str, at: usize, end: usize) -> Option<(usize, Shape, Side)> {
    let rest = &text[at..end];
    let c = rest.chars().next()?;
    let len = c.len_utf8();
    let doubled = rest[len..].starts_with(c) && !is_elision(text, at, c);
    Some(match c {
        '«' => (len, Shape::Guillemets, Side::Open),
        '»' => (len, Shape::Guillemets, Side::Close),
        '<' if doubled => (2, Shape::Guillemets, Side::Open),
        '>' if doubled => (2, Shape::Guillemets, Side::Close),
        '„' | '‟' => (len, Shape::Curly, Side::Open),
        // “ opens in most languages and closes what „ opened.
        '“' => (len, Shape::Curly, if closes_low(text, at) { Side::Close } else { Side::Open }),
        '”' => {
            (len, Shape::Curly, if leans_right(text, at, len) { Side::Open } else { Side::Close })
        }
        '"' if !is_unit(text, at) => (len, Shape::Straight, Side::Either),
        '‹' => (len, Shape::Angle, Side::Open),
        '›' => (len, Shape::Angle, Side::Close),
        '\'' | '’' | '‘' if doubled && !is_unit(text, at) => {
            (2 * len, Shape::Straight, Side::Either)
        }
        '\'' | '’' | '‘' => (len, Shape::Single, single_side(text, at, len, c)?),
        _ => return None,
    })
}

/// The side of a guillemet that is turned round (*des »pillages« ont eu lieu*).
fn turned(text: &str, at: usize, before: Option<&Mark>) -> Option<Side> {
    let open = before.filter(|m| m.side == Side::Open);
    match text[at..].chars().next()? {
        c @ '»' if open.is_none() && leans_right(text, at, c.len_utf8()) => Some(Side::Open),
        '«' if open.is_some_and(|m| m.span.of(text) == "»") => Some(Side::Close),
        _ => None,
    }
}

/// The first of three apostrophes between letters is one, and the other two are a quotation mark.
fn is_elision(text: &str, at: usize, c: char) -> bool {
    // A longer run is none of both, however long.
    let run = text[at..].chars().take(4).take_while(|&d| d == c).count();
    let letters = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    matches!(c, '\'' | '’')
        && run == 3
        && letters(text[..at].chars().next_back())
        && letters(text[at + run * c.len_utf8()..].chars().next())
}

/// “ leans on the word before it and not on the one behind it: it closes what „ opened.
fn closes_low(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back().unwrap_or(' ');
    let after = text[at + '“'.len_utf8()..].chars().next().unwrap_or(' ');
    !may_stand_before(before) && !before.is_whitespace() && !after.is_alphanumeric()
}

/// ” is typed for an opening mark here and there.
fn leans_right(text: &str, at: usize, len: usize) -> bool {
    let before = text[..at].chars().next_back().unwrap_or(' ');
    let after = text[at + len..].chars().next().unwrap_or(' ');
    before.is_whitespace() && after.is_alphanumeric()
}

/// Inches, minutes and seconds stand right behind a number that no quotation can end with: the number has no blank before the mark and a digit or sign behind it.
fn is_unit(text: &str, at: usize) -> bool {
    let mut back = text[..at].chars().rev();
    if !back.next().is_some_and(|c| c.is_ascii_digit()) {
        return false;
    }
    // 3'12'' and 5'10" have a prime before the last number; 12"5 has a digit behind.
    let before = back.find(|c| !c.is_ascii_digit());
    let after = text[at..].trim_start_matches(['"', '\'', '’']).chars().next();
    matches!(before, Some('\'' | '’' | '′' | '°')) || after.is_some_and(|c| c.is_ascii_digit())
}

/// A single mark opens or closes a quotation only where it cannot be an apostrophe.
fn single_side(text: &str, at: usize, len: usize, c: char) -> Option<Side> {
    let before = text[..at].chars().next_back().unwrap_or(' ');
    let after = text[at + len..].chars().next().unwrap_or(' ');
    if c == '‘' {
        return (after.is_alphanumeric() && !before.is_alphanumeric()).then_some(Side::Open);
    }
    if c == '\'' && may_stand_before(before) && after.is_alphabetic() {
        return Some(Side::Open);
    }
    // Behind a number it means minutes or feet, unless punctuation follows.
    let number = before.is_ascii_digit() && !after.is_whitespace();
    let closes = may_stand_behind(after)
        && (number
            || before.is_alphabetic()
            || matches!(before, '.' | '!' | '?' | '…' | '%' | ')' | '»' | '”' | '"'));
    closes.then_some(Side::Close)
}

fn may_stand_before(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '(' | '[' | '«' | '“' | '"' | '\'' | '’' | '‘' | '-' | '–' | '—' | '/' | ':' | '|'
        )
}

/// Punctuation that no quotation opens with.
fn is_closing(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '»' | '”')
}

fn may_stand_behind(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '.' | ','
                | ';'
                | ':'
                | '!'
                | '?'
                | ')'
                | ']'
                | '»'
                | '”'
                | '"'
                | '…'
                | '-'
                | '–'
                | '—'
                | '/'
                | '|'
        )
}
