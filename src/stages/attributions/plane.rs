//! Planes: the grammar of a period is read with its quotations as closed wholes, and the inside of each quotation by itself.
//!
//! A period is a sentence, or several that share a quotation.

use std::ops::Range;

use super::Reading;
use crate::model::{ClassSet, Cue, CueClass, Pos, Span, Token};
use crate::stages::cues::{VerbGroup, verb_groups};

/// What an item of a plane is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Word,
    Comma,
    Stop,
    Colon,
    Semicolon,
    Open,
    Close,
    Dash,
    /// A quotation, by its index.
    Quote(usize),
    /// Any other mark.
    Mark,
}

/// A word, a mark or a whole quotation.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// First token.
    pub first: usize,
    /// Last token.
    pub last: usize,
    pub kind: Kind,
    pub classes: ClassSet,
    pub pos: Pos,
    /// Index of the verb group that it belongs to.
    pub group: Option<usize>,
    /// Class of the cue that it belongs to, if the lexicon knows it.
    pub cue: Option<CueClass>,
}

/// The items of a period outside its quotations, or of one quotation.
#[derive(Clone, Debug, Default)]
pub struct Plane {
    pub items: Vec<Item>,
    /// The quotation whose inside this is.
    pub quotation: Option<usize>,
    /// Verb groups, in order; `groups[i].first` is a token.
    pub groups: Vec<VerbGroup>,
}

impl Plane {
    /// The item that holds a token as a word of its own.
    pub fn item_of(&self, token: usize) -> Option<usize> {
        let i = self.items.partition_point(|it| it.last < token);
        self.items
            .get(i)
            .filter(|it| it.first <= token && !matches!(it.kind, Kind::Quote(_)))
            .map(|_| i)
    }

    /// The stretch of text from one item to another, both included.
    ///
    /// At the edges of a quotation's inside the marks are included on demand.
    pub fn span(&self, from: usize, to: usize, marks: bool, reading: &Reading<'_>) -> Span {
        let tokens = &reading.tokens.list;
        let mut span = Span::new(
            tokens[self.items[from].first].span.start,
            tokens[self.items[to].last].span.end,
        );
        if let Kind::Quote(q) = self.items[from].kind {
            span.start = span.start.min(reading.quotations[q].start);
        }
        if let Kind::Quote(q) = self.items[to].kind {
            span.end = span.end.max(reading.quotations[q].end);
        }
        // Of an inverted pronoun (-t-il) only the pronoun itself is meant.
        let first = &tokens[self.items[from].first];
        if first.classes.meets(reading.language.tokens.classes.inverted_clitic) {
            let word = first.span.of(reading.text);
            span.start += word
                .rfind(['-', '‑'])
                .map_or(0, |i| i + word[i..].chars().next().map_or(0, char::len_utf8));
        }
        if let Some(q) = self.quotation.filter(|_| marks) {
            let quotation = &reading.quotations[q];
            if from == 0 {
                span.start = quotation.start;
            }
            if self.items[to + 1..].iter().all(|i| i.kind == Kind::Stop) {
                span.end = quotation.end;
            }
        }
        span
    }

    /// The finite groups, with the items that they start at.
    pub fn finite(&self) -> impl DoubleEndedIterator<Item = (usize, &VerbGroup)> {
        self.groups
            .iter()
            .filter(|g| g.is_finite())
            .filter_map(|g| Some((self.item_of(g.first)?, g)))
    }
}

/// A period with its planes, the outermost first.
#[derive(Clone, Debug, Default)]
pub struct Period {
    pub planes: Vec<Plane>,
}

impl Period {
    /// Whether there is nothing in it but quotations and final marks.
    pub fn is_pure_quote(&self) -> bool {
        let items = &self.planes[0].items;
        items.iter().any(|i| matches!(i.kind, Kind::Quote(_)))
            && items.iter().all(|i| !matches!(i.kind, Kind::Word))
    }
}

/// Divides the text into periods and reads their planes.
pub fn periods(reading: Reading<'_>, cues: &[Cue]) -> Vec<Period> {
    let mut reporting = vec![None; reading.tokens.list.len()];
    for cue in cues.iter().filter(|c| c.known) {
        for &part in &cue.parts {
            reporting[part] = Some(cue.class);
        }
    }
    let sentences = &reading.tokens.sentences;
    let mut list = Vec::new();
    let mut from = 0;
    while from < sentences.len() {
        let mut to = from + 1;
        let linked = |i: usize| reading.sentences[i].quotation;
        while to < sentences.len() && linked(to).is_some() && linked(to) == linked(to - 1) {
            to += 1;
        }
        let groups: Vec<VerbGroup> = sentences[from..to]
            .iter()
            .flat_map(|s| verb_groups(reading.tokens, s.clone(), reading.language))
            .collect();
        let range = sentences[from].start..sentences[to - 1].end;
        let mut period = Period::default();
        build(reading, range, None, &groups, &reporting, &mut period);
        list.push(period);
        from = to;
    }
    list
}

/// Builds the plane of a stretch of tokens and of the quotations inside it.
///
/// Quotations nest at most four deep, which bounds the recursion.
fn build(
    reading: Reading<'_>,
    range: Range<usize>,
    quotation: Option<usize>,
    groups: &[VerbGroup],
    reporting: &[Option<CueClass>],
    period: &mut Period,
) {
    let tokens = &reading.tokens.list;
    let mut plane = Plane { quotation, ..Plane::default() };
    let mut inner: Vec<(usize, Range<usize>)> = Vec::new();
    let mut at = range.start;
    // Quotations are in order of their opening; those of this stretch that are one level deeper are its items.
    let level = quotation.map_or(0, |q| reading.quotations[q].level + 1);
    let start = tokens.get(at).map_or(0, |t| t.span.start);
    let mut next = reading.quotations.partition_point(|q| q.end <= start && q.level == 0);
    if let Some(q) = quotation {
        next = q + 1;
    }
    while at < range.end {
        let token = &tokens[at];
        while next < reading.quotations.len()
            && (reading.quotations[next].end <= token.span.start
                || reading.quotations[next].level != level)
        {
            next += 1;
        }
        let here = reading
            .quotations
            .get(next)
            .filter(|q| q.start <= token.span.start && token.span.start < q.end);
        if let Some(q) = here {
            let end = at + tokens[at..range.end].partition_point(|t| t.span.start < q.end);
            let is = |t: &Token, s: usize, e: usize| t.span.start >= s && t.span.end <= e;
            let inside = at..end;
            let from =
                inside.clone().find(|&i| !is(&tokens[i], q.start, q.inner.start)).unwrap_or(end);
            let to = inside
                .clone()
                .rev()
                .find(|&i| tokens[i].span.start < q.inner.end)
                .map_or(from, |i| i + 1);
            plane.items.push(Item {
                first: at,
                last: end - 1,
                kind: Kind::Quote(next),
                classes: ClassSet::default(),
                pos: Pos::X,
                group: None,
                cue: None,
            });
            if from < to {
                inner.push((next, from..to));
            }
            at = end;
            continue;
        }
        plane.items.push(Item {
            first: at,
            last: at,
            kind: kind_of(token, reading.text),
            classes: token.classes,
            pos: token.pos,
            group: None,
            cue: reporting[at],
        });
        at += 1;
    }
    let holds = |t: usize, plane: &Plane| plane.item_of(t).is_some();
    for g in groups {
        if holds(g.head, &plane) && holds(g.first, &plane) {
            plane.groups.push(g.clone());
        }
    }
    for i in 0..plane.groups.len() {
        for part in plane.groups[i].parts.clone() {
            if let Some(k) = plane.item_of(part) {
                plane.items[k].group = Some(i);
            }
        }
    }
    period.planes.push(plane);
    for (q, range) in inner {
        build(reading, range, Some(q), groups, reporting, period);
    }
}

fn kind_of(token: &Token, text: &str) -> Kind {
    if token.pos != Pos::Punct {
        return Kind::Word;
    }
    match token.span.of(text).chars().next().unwrap_or(' ') {
        ',' => Kind::Comma,
        '.' | '!' | '?' | '…' => Kind::Stop,
        ':' => Kind::Colon,
        ';' => Kind::Semicolon,
        '(' | '[' => Kind::Open,
        ')' | ']' => Kind::Close,
        '-' | '–' | '—' => Kind::Dash,
        _ => Kind::Mark,
    }
}
