//! Lines: the visible lines of a page as the block rules look at them.

use std::collections::{HashMap, HashSet};

use super::elements::{Elements, Weight, is_long_end};
use super::script;
use super::wording::Wording;
use crate::model::{Document, Markup, Span};
use crate::rules::{LineIndex, fold_words};

/// A line longer than this is matched by its first characters only: no phrase of furniture is as long.
const MATCHED_CHARS: usize = 600;
/// A text is judged hard-wrapped by at least so many lines.
const WRAPPED_LINES: usize = 8;
/// Hard-wrapped lines end near one width, in characters, that no longer line passes.
const WRAP_WIDTHS: std::ops::RangeInclusive<usize> = 40..=120;

/// Lines of a wrapped paragraph have so many words at least; shorter ones that a small letter follows are lists.
const WRAPPED_WORDS: usize = 8;

/// A line with so many words and a full stop is taken as prose.
const PROSE_WORDS: usize = 10;
/// So many words are prose even without a stop.
const LONG_WORDS: usize = 25;
/// A line with so many words outside links is running text.
const TEXT_WORDS: usize = 10;
/// Furniture holds at most this share of a page's running text.
const MOST_FURNITURE: f64 = 0.6;

/// A line of the page, or a paragraph whose lines were wrapped by hand.
#[derive(Clone, Debug, Default)]
pub struct Line {
    pub span: Span,
    /// As printed, cut off behind [`MATCHED_CHARS`].
    pub printed: String,
    /// Folded, blanks joined.
    pub folded: String,
    /// Where `folded` begins and ends without the punctuation at its ends.
    bare: (usize, usize),
    pub words: usize,
    /// Whether a sentence ends with it, or goes on in the next line.
    pub has_stop: bool,
    pub all_caps: bool,
    pub link_share: f32,
    pub element: String,
    /// What the rules know of the names, ids and class words of the elements around it, by their numbers.
    pub context: Vec<u16>,
    /// The ranks of the rules that it may fall under by its own words and shape.
    pub candidates: Vec<u16>,
    /// Whether it names a phrase of a rule that cuts parts off lines; one that was cut off may do so further on.
    pub names_glued: bool,
}

impl Line {
    /// Reads a line or a part of one.
    pub fn read(text: &str, span: Span) -> Line {
        let whole = span.of(text);
        let cut = whole.char_indices().nth(MATCHED_CHARS).map_or(whole.len(), |(i, _)| i);
        let printed = &whole[..cut];
        let mut folded = String::with_capacity(printed.len());
        fold_words(printed, &mut folded);
        let from = folded.find(char::is_alphanumeric).unwrap_or(folded.len());
        let to = folded.trim_end_matches(|c: char| !c.is_alphanumeric()).len().max(from);
        let end = whole.trim_end_matches(script::closes).chars().next_back();
        Line {
            span,
            words: script::count_words(whole),
            has_stop: end.is_some_and(script::stops),
            // Most scripts have no capitals at all.
            all_caps: printed.chars().any(char::is_uppercase)
                && !whole.chars().any(char::is_lowercase),
            printed: printed.to_owned(),
            folded,
            bare: (from, to),
            ..Line::default()
        }
    }

    /// Folded, without punctuation at its ends.
    pub fn bare(&self) -> &str {
        &self.folded[self.bare.0..self.bare.1]
    }

    /// Where [`Self::bare`] begins and ends in `folded`.
    pub fn bare_range(&self) -> (usize, usize) {
        self.bare
    }

    /// Whether it opens as speech does.
    pub fn is_speech(&self) -> bool {
        self.printed.starts_with(['«', '»', '“', '„', '"', '\'', '‘', '「', '『', '–', '—'])
    }

    /// Words with a capital, its first word aside.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        /// Shorter ones are initials and first words of sentences more often than names.
        const SHORTEST: usize = 5;
        let words = self.printed.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        let capital = |w: &&str| w.starts_with(char::is_uppercase);
        words.skip(1).filter(capital).filter(|w| w.chars().count() >= SHORTEST)
    }

    /// How many sentences it seems to hold: stops before a capital, and the end.
    pub fn sentences(&self) -> usize {
        let mut words = self.printed.split_whitespace().peekable();
        let mut count = 1;
        while let Some(word) = words.next() {
            let stop = word.ends_with(['.', '!', '?', '…']) && word.chars().count() > 3;
            let opens = |next: &&str| next.starts_with(|c: char| !c.is_lowercase());
            count += usize::from(stop && words.peek().is_some_and(opens));
        }
        count
    }

    /// The rarer words, shortened so that endings do not part them, each with a mark of where the next begins.
    pub fn content_words(&self) -> impl Iterator<Item = &str> {
        /// Shorter words are grammar more often than topic.
        const SHORTEST: usize = 5;
        /// Endings lie behind so many letters.
        const STEM: usize = 7;
        let stem = |word: &'_ str| {
            word.char_indices().nth(SHORTEST - 1)?;
            Some(word.char_indices().nth(STEM).map_or(word.len(), |(i, _)| i))
        };
        let words = self.folded.split(|c: char| !c.is_alphanumeric());
        words.flat_map(move |word| {
            let unspaced = word.starts_with(script::is_unspaced);
            let whole = stem(word).filter(|_| !unspaced).map(|cut| &word[..cut]);
            whole.into_iter().chain(script::pairs(if unspaced { word } else { "" }))
        })
    }

    fn set_markup(&mut self, markup: &Markup) {
        self.element.clone_from(&markup.element);
        self.link_share = markup.link_share;
    }

    /// Whether it reads as running text.
    fn is_text(&self) -> bool {
        self.words >= TEXT_WORDS && self.link_share < 0.5
    }
}

/// The lines of a document, in order; lines of a hard-wrapped text are joined up to the end of their paragraph.
///
/// Of what markup says, only the words that rules name are kept.
pub fn read<'d>(document: &'d Document, wording: &mut Wording) -> (Vec<Line>, Elements<'d>) {
    let text = document.text.as_str();
    let mut spans = Vec::new();
    let mut start = 0;
    for raw in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}']) {
        spans.push(Span::new(start, start + raw.len()).trimmed(text));
        start += raw.len();
    }
    if document.markup.is_empty() && is_hard_wrapped(text, &spans) {
        spans = join_paragraphs(text, &spans);
    }
    let mut markup = document.markup.iter().peekable();
    let mut known = Phrases { index: wording.index(), memo: HashMap::new() };
    let mut elements = Elements::of(document);
    let mut lines = Vec::new();
    let flat = document.markup.is_empty();
    let after = spans.iter().skip(1).map(|s| s.of(text).starts_with(char::is_lowercase));
    let goes_on: Vec<bool> = after.chain([false]).collect();
    for (span, goes_on) in spans.into_iter().zip(goes_on).filter(|(s, _)| !s.is_empty()) {
        let mut line = Line::read(text, span);
        // A line of a paragraph that was wrapped by hand has its stop further down.
        line.has_stop |= flat && goes_on && (WRAPPED_WORDS..LONG_WORDS).contains(&line.words);
        while markup.peek().is_some_and(|m| m.span.end <= span.start) {
            markup.next();
        }
        let m = markup.peek().copied().filter(|m| m.span.overlaps(span));
        if let Some(m) = m {
            line.set_markup(m);
        }
        wording.find_candidates(&mut line);
        let text = if line.is_text() { line.words } else { 0 };
        let within = m.and_then(|m| m.within);
        elements.add(within, text, |word, found| known.phrases_in(word, found));
        lines.push(line);
    }
    elements.find_stories(&wording.article_names(true));
    set_context(&mut lines, &elements, None, wording.index());
    (lines, elements)
}

/// Tells each line the phrases around it, without those of the elements around `container`.
pub fn set_context(
    lines: &mut [Line],
    elements: &Elements,
    container: Option<usize>,
    index: &LineIndex,
) {
    let mut text = 0;
    // Words of running text under each phrase, and above the first line of it.
    let mut text_under: Vec<Option<(usize, usize)>> = vec![None; index.markup_words()];
    for (i, line) in lines.iter_mut().enumerate() {
        elements.phrases(i, container, &mut line.context);
        if line.is_text() {
            for &phrase in &line.context {
                text_under[usize::from(phrase)].get_or_insert((0, text)).0 += line.words;
            }
            text += line.words;
        }
    }
    // Words under which most of the text stands name the page's layout (`has-sidebar`), not furniture.
    let most = MOST_FURNITURE * text as f64;
    let furniture = |phrase: u16| {
        let (under, before) = text_under[usize::from(phrase)].unwrap_or_default();
        under as f64 <= most || is_long_end(before, under, text)
    };
    for line in lines {
        line.context.retain(|&p| furniture(p));
    }
}

/// The words of markup that rules name, found once for each word of the page.
struct Phrases<'a> {
    index: &'a LineIndex,
    memo: HashMap<&'a str, Vec<u16>>,
}

impl<'a> Phrases<'a> {
    /// Appends the known phrases in a class word: `post-share-buttons` holds `share` and `share-buttons`.
    fn phrases_in(&mut self, word: &'a str, found: &mut Vec<u16>) {
        let index = self.index;
        if !word.contains(['-', '_']) {
            found.extend(index.markup(word));
            return;
        }
        let known = self.memo.entry(word).or_insert_with(|| {
            let parts: Vec<&str> = word.split(['-', '_']).filter(|p| !p.is_empty()).collect();
            let mut known: Vec<u16> = Vec::new();
            for from in 0..parts.len() {
                known.extend(index.markup(parts[from]));
                // No phrase has more than three parts.
                for to in from + 2..=parts.len().min(from + 3) {
                    known.extend(index.markup(&parts[from..to].join("-")));
                }
            }
            known
        });
        found.extend_from_slice(known);
    }
}

/// Whether most lines end near one width without a stop and go on in the next line with a small letter.
fn is_hard_wrapped(text: &str, spans: &[Span]) -> bool {
    let widths: Vec<usize> = spans.iter().map(|s| s.of(text).chars().count()).collect();
    let widest = widths.iter().copied().max().unwrap_or(0);
    if !WRAP_WIDTHS.contains(&widest) {
        return false;
    }
    let mut full = 0;
    let mut running_on = 0;
    for (i, pair) in spans.windows(2).enumerate() {
        // Paragraphs end in a line of any length; only lines with a line below tell of wrapping.
        if pair[0].is_empty() || pair[1].is_empty() {
            continue;
        }
        full += usize::from(widths[i] * 4 >= widest * 3);
        running_on += usize::from(pair[1].of(text).starts_with(char::is_lowercase));
    }
    let below = spans.windows(2).filter(|p| !p[0].is_empty() && !p[1].is_empty()).count();
    below >= WRAPPED_LINES && full * 10 >= below * 7 && running_on * 10 >= below * 4
}

/// Joins neighbouring lines into paragraphs; one ends at an empty line, at a short line that ends a sentence, or before a list item.
fn join_paragraphs(text: &str, spans: &[Span]) -> Vec<Span> {
    let widest = spans.iter().map(|s| s.of(text).chars().count()).max().unwrap_or(0);
    let mut joined: Vec<Span> = Vec::new();
    let mut goes_on = false;
    for &span in spans {
        if span.is_empty() {
            goes_on = false;
            continue;
        }
        let line = span.of(text);
        let item = line.starts_with(['-', '•', '*', '–', '—']);
        match joined.last_mut() {
            Some(last) if goes_on && !item => last.end = span.end,
            _ => joined.push(span),
        }
        let short = line.chars().count() * 4 < widest * 3;
        goes_on = !(short && line.ends_with(['.', '!', '?', '»', '”', '"', ':']));
    }
    joined
}

/// Whether a line reads as a paragraph of prose.
pub fn is_prose(line: &Line) -> bool {
    line.words >= PROSE_WORDS && line.has_stop || line.words >= LONG_WORDS
}

/// What each line weighs as prose: its words outside links, nothing when it is furniture or too short.
pub fn weigh(lines: &[Line], flagged: &[bool]) -> Vec<Weight> {
    let weight = |(line, &flagged): (&Line, &bool)| {
        let words = if is_prose(line) && !flagged { line.words } else { 0 };
        words as Weight * Weight::from(1.0 - line.link_share)
    };
    lines.iter().zip(flagged).map(weight).collect()
}

/// Which lines repeat an earlier one; what the article's element holds is the original of what stands around it.
pub fn find_repeated(lines: &[Line], container: Option<(usize, usize)>) -> Vec<bool> {
    let (from, to) = container.map_or((0, 0), |(first, last)| (first, last + 1));
    let mut seen = HashSet::with_capacity(lines.len());
    let mut repeated = vec![false; lines.len()];
    for i in (from..to).chain(0..from).chain(to..lines.len()) {
        repeated[i] = !seen.insert(lines[i].bare());
    }
    repeated
}
