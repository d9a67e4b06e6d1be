//! Planes: the grammar of a period is read with its quotations as closed wholes, and the inside of each quotation by itself.
//!
//! A period is a sentence, or several that share a quotation.

use std::cell::OnceCell;
use std::ops::Range;

use super::Reading;
use super::shape::Tally;
use crate::model::{ClassSet, Cue, CueClass, Mood, Pos, Quotation, Span, Token};
use crate::rules::{NounSort, fold};
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
    /// Class of the cue that it belongs to, if the lexicon knows it or it is a silence.
    pub cue: Option<CueClass>,
    /// Whether it is a quotation that opens with a finite verb (*la société « prend acte » du jugement*).
    pub acts: bool,
    /// Whether a capital makes it a name: inside a sentence, or an acronym anywhere (*le Fleuve*, *la CST*).
    pub named: bool,
}

/// The items of a period outside its quotations, or of one quotation.
#[derive(Clone, Debug, Default)]
pub struct Plane {
    pub items: Vec<Item>,
    /// The quotation whose inside this is.
    pub quotation: Option<usize>,
    /// Whether other planes hold what comes before and behind this one; see [`LONGEST`].
    pub cut: (bool, bool),
    /// Verb groups, in order; `groups[i].first` is a token.
    pub groups: Vec<VerbGroup>,
    /// What is counted of the items, once somebody asks.
    pub tally: OnceCell<Tally>,
    /// The finite groups with their items, once somebody asks.
    finite: OnceCell<Vec<(usize, usize)>>,
}

impl Plane {
    /// The item that holds a token as a word of its own.
    #[inline]
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
            if from == 0 && !self.cut.0 {
                span.start = quotation.start;
            }
            if !self.cut.1 && self.items[to + 1..].iter().all(|i| i.kind == Kind::Stop) {
                span.end = quotation.end;
            }
        }
        span
    }

    /// The finite groups, with the items that they start at.
    pub fn finite(&self) -> impl DoubleEndedIterator<Item = (usize, &VerbGroup)> {
        let places = self.finite.get_or_init(|| {
            let finite = self.groups.iter().enumerate().filter(|(_, g)| g.is_finite());
            finite.filter_map(|(i, g)| Some((self.item_of(g.first)?, i))).collect()
        });
        places.iter().map(|&(item, group)| (item, &self.groups[group]))
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
    for cue in cues.iter().filter(|c| c.known || c.class == CueClass::Silent) {
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
        for piece in divide(items(reading, range, None, &reporting)) {
            let mut period = Period::default();
            build(reading, piece, None, &groups, &reporting, &mut period);
            list.push(period);
        }
        from = to;
    }
    list
}

/// A plane of more items is cut: no report reaches so far, and every operator may look at a whole plane.
const LONGEST: usize = 400;
/// Where it is cut if a sentence ends there, from so many items on.
const LONG: usize = 250;

/// Items that belong on one plane, and whether others come before and behind them.
struct Piece {
    items: Vec<Item>,
    cut: (bool, bool),
}

/// Cuts what is too long for a plane, at the end of a sentence where there is one.
fn divide(items: Vec<Item>) -> Vec<Piece> {
    if items.len() <= LONGEST {
        return vec![Piece { items, cut: (false, false) }];
    }
    let mut list = Vec::new();
    let mut rest = &items[..];
    while !rest.is_empty() {
        let stop = || rest[LONG..LONGEST].iter().rposition(|i| i.kind == Kind::Stop);
        let at = match rest.len() > LONGEST {
            true => stop().map_or(LONGEST, |s| LONG + s + 1),
            false => rest.len(),
        };
        let (head, tail) = rest.split_at(at);
        list.push(Piece { items: head.to_vec(), cut: (!list.is_empty(), !tail.is_empty()) });
        rest = tail;
    }
    list
}

/// The items of a stretch of tokens: those of its quotations that are one level deeper are wholes.
fn items(
    reading: Reading<'_>,
    range: Range<usize>,
    quotation: Option<usize>,
    reporting: &[Option<CueClass>],
) -> Vec<Item> {
    let tokens = &reading.tokens.list;
    let mut items = Vec::with_capacity(range.len());
    let mut at = range.start;
    // Quotations are in order of their opening.
    let level = quotation.map_or(0, |q| reading.quotations[q].level + 1);
    let start = tokens.get(at).map_or(0, |t| t.span.start);
    let mut next = match quotation {
        Some(q) => q + 1,
        None => reading.quotations.partition_point(|q| q.end <= start && q.level == 0),
    };
    while at < range.end {
        let token = &tokens[at];
        let passed = |q: &Quotation| {
            q.start <= token.span.start && (q.end <= token.span.start || q.level != level)
        };
        while reading.quotations.get(next).is_some_and(passed) {
            next += 1;
        }
        let holds = |q: &&Quotation| q.start <= token.span.start && token.span.start < q.end;
        let here = reading.quotations.get(next).filter(holds);
        // The verb that somebody else's words open with belongs to the sentence around them.
        let joins = here.is_some_and(|q| {
            let close = at + tokens[at..range.end].partition_point(|t| t.span.start < q.end);
            // Behind the mark a reporting clause would have a comma first.
            let parted = tokens[close.min(range.end - 1)].span.of(reading.text) == ",";
            !parted && reports_on(tokens, at..close, reporting)
        });
        next += usize::from(joins);
        let here = here.filter(|_| !joins);
        let (last, kind) = match here {
            Some(q) => (reading.tokens.from_place(at, q.end).min(range.end) - 1, Kind::Quote(next)),
            None => (at, kind_of(token, reading.text)),
        };
        let whole = here.is_some();
        let quoted = &tokens[(at + 1).min(last + 1)..=last];
        // Behind a comma nothing begins; a capital there is a name's (*lundi, Conso Plus estime*).
        let opens = at == range.start
            || tokens[at - 1].pos == Pos::Punct && tokens[at - 1].span.of(reading.text) != ",";
        // Nor is it the sentence's where another name stands right behind (*Conso Plus estime*).
        let opens = opens
            && !tokens.get(at + 1).is_some_and(|next| {
                token.pos == Pos::Noun
                    && next.pos == Pos::Propn
                    && is_named(next.span.of(reading.text), false)
            });
        items.push(Item {
            first: at,
            last,
            kind,
            classes: if whole { ClassSet::default() } else { classes_at(reading, at) },
            pos: match whole {
                true if is_name(quoted, reading.text) => Pos::Propn,
                true => Pos::X,
                false => token.pos,
            },
            group: None,
            cue: if whole { None } else { reporting[at] },
            acts: whole && opens_with_verb(quoted),
            named: !whole && is_named(token.span.of(reading.text), opens),
        });
        at = last + 1;
    }
    // Of a quotation that is nested deep little is on one plane.
    if items.capacity() > 2 * items.len() {
        items.shrink_to_fit();
    }
    items
}

/// Builds the plane of some items and those of the quotations among them.
///
/// Quotations nest at most four deep, which bounds the recursion.
fn build(
    reading: Reading<'_>,
    piece: Piece,
    quotation: Option<usize>,
    groups: &[VerbGroup],
    reporting: &[Option<CueClass>],
    period: &mut Period,
) {
    let Piece { items: own, cut } = piece;
    let start = own.first().map_or(0, |i| i.first);
    let end = own.last().map_or(start, |i| i.last + 1);
    let near =
        groups.partition_point(|g| g.first < start)..groups.partition_point(|g| g.first < end);
    let groups = &groups[near];
    let mut plane = Plane { items: own, quotation, cut, ..Plane::default() };
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
    let inner: Vec<(usize, Range<usize>)> =
        plane.items.iter().filter_map(|i| inside(reading, i)).collect();
    period.planes.push(plane);
    for (q, range) in inner {
        for piece in divide(items(reading, range, Some(q), reporting)) {
            build(reading, piece, Some(q), groups, reporting, period);
        }
    }
}

/// The tokens between the marks of a quotation.
fn inside(reading: Reading<'_>, item: &Item) -> Option<(usize, Range<usize>)> {
    let Kind::Quote(q) = item.kind else { return None };
    let inner = reading.quotations[q].inner;
    let tokens = &reading.tokens.list[item.first..=item.last];
    let opening = |t: &Token| t.span.end <= inner.start;
    let from = item.first + tokens.iter().take_while(|t| opening(t)).count();
    let to = item.first + tokens.partition_point(|t| t.span.start < inner.end);
    (from < to).then_some((q, from..to))
}

/// Whether the words behind an opening mark are a name (*« Bild » révèle que …*).
fn is_name(quoted: &[Token], text: &str) -> bool {
    /// Names in quotation marks are short.
    const LONGEST: usize = 4;
    let words = quoted.iter().take_while(|t| t.pos != Pos::Punct).count();
    // Nothing but the closing mark follows.
    let marks = quoted.iter().rev().take_while(|t| t.pos == Pos::Punct).count();
    let name = &quoted[..words];
    words <= LONGEST
        && words + marks == quoted.len()
        && name.first().is_some_and(|t| t.span.of(text).starts_with(char::is_uppercase))
        && name.last().is_some_and(|t| t.pos == Pos::Propn)
        && name.iter().all(|t| !t.pos.is_verbal())
}

/// Whether a finite verb in the third person stands right behind an opening mark: with its subject inside (*« il part »*) it is
/// a clause that is quoted.
fn opens_with_verb(quoted: &[Token]) -> bool {
    let verb = quoted.first().and_then(|t| t.verb);
    verb.is_some_and(|v| v.mood.is_finite() && v.persons.third())
}

/// Whether a quotation, whose mark opens a stretch, opens with a verb that reports and has its subject before the mark (*le maire
/// « dit craindre un effondrement »*).
fn reports_on(tokens: &[Token], range: Range<usize>, reporting: &[Option<CueClass>]) -> bool {
    let Some(before) = range.start.checked_sub(1).map(|b| &tokens[b]) else { return false };
    let words = &tokens[range.start + 1..range.end.max(range.start + 1)];
    let clitics = words.iter().take(2).take_while(|t| t.pos == Pos::Pron || t.pos == Pos::Adv);
    let at = clitics.count();
    let verb =
        words.get(at).and_then(|t| t.verb).filter(|_| reporting[range.start + 1 + at].is_some());
    verb.is_some_and(|v| match v.mood {
        Mood::ParticiplePresent => before.pos == Pos::Punct || before.pos.is_nominal(),
        // A pronoun inside is the verb's subject.
        mood => mood.is_finite() && v.persons.third() && at == 0 && before.pos.is_nominal(),
    })
}

/// The classes of a word; a noun that begins a longer one for a speaker or a document has that one's (*metteuse en scène*).
fn classes_at(reading: Reading<'_>, at: usize) -> ClassSet {
    let token = &reading.tokens.list[at];
    let classes = reading.language.attributions.classes;
    let known = classes.source_noun.with(classes.document_noun);
    if token.pos != Pos::Noun || token.classes.meets(known) {
        return token.classes;
    }
    // One part of a compound tells what it is (*ingénieur-conseil*, *ex-ministre*).
    let word = token.span.of(reading.text);
    if word.contains('-') {
        let words = &reading.language.words;
        let parts = word.split('-').map(|part| words.classes_of(words.id(&fold(part))));
        return parts.fold(token.classes, |all, part| {
            let kind = |set: ClassSet| if part.meets(set) { set } else { ClassSet::default() };
            all.with(kind(classes.source_noun)).with(kind(classes.document_noun))
        });
    }
    let actors = &reading.language.sources.actors;
    let words = reading.tokens.list[at..].iter().map(|t| t.word);
    match actors.nouns.longest(words).map(|(_, form)| actors.entries[form.entry as usize].sort) {
        Some(NounSort::Person | NounSort::Body) => token.classes.with(classes.source_noun),
        Some(NounSort::Document) => token.classes.with(classes.document_noun),
        _ => token.classes,
    }
}

/// Whether a word has the capital of a name: one that opens a sentence needs two.
fn is_named(word: &str, opens: bool) -> bool {
    let mut letters = word.chars();
    let first = letters.next().is_some_and(char::is_uppercase);
    first && (!opens || letters.next().is_some_and(char::is_uppercase))
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
