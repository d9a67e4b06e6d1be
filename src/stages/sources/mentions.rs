//! Mentions: every phrase of the article that names or describes somebody who may speak.
//!
//! Those that are no source of an attribution count too, since the fullest form often stands elsewhere.

use std::collections::BTreeMap;

use super::extent;
use super::phrase::{self, Head, Phrase};
use super::several;
use super::told;
use super::view::View;
use crate::model::{Attribution, Number, Pos, Span, cover};
use crate::rules::{DeterminerShape, NameSort, NounSort, PronounSort};
use crate::stages::attributions::Reading;

/// A phrase that names or describes somebody, at its place.
#[derive(Clone, Debug)]
pub struct Mention {
    /// What it says.
    pub phrase: Phrase,
    /// Where it stands.
    pub span: Span,
    /// Where it stands with what is told of it before its cue, if it is the first of its entity.
    pub introduced: Span,
    /// Index of its sentence.
    pub sentence: usize,
    /// Index of the outermost quotation that it stands in.
    pub quotation: Option<usize>,
    /// Whether it stands where a subject does.
    pub subject: bool,
    /// Whether it stands in a complement of another phrase.
    pub nested: bool,
    /// Whether it stands behind a preposition of place.
    pub place: bool,
    /// Whether it stands where the author of the article or of a picture is named.
    pub byline: bool,
    /// Indices of the attributions whose source it is.
    pub attributions: Vec<usize>,
}

/// Finds all mentions, in order of the text.
pub fn find(view: View<'_>, reading: Reading<'_>, attributions: &[Attribution]) -> Vec<Mention> {
    let mut mentions = of_attributions(view, reading, attributions);
    let mut heads: Vec<std::ops::Range<usize>> = Vec::new();
    for m in &mentions {
        heads.push(m.phrase.head_at.clone());
        heads.extend(m.phrase.described.iter().cloned());
    }
    heads.sort_unstable_by_key(|h| (h.start, h.end));
    for (sentence, range) in reading.tokens.sentences.iter().enumerate() {
        let from = heads.partition_point(|h| h.start < range.start);
        let to = heads.partition_point(|h| h.start < range.end);
        scan(view, reading, sentence, range.clone(), &heads[from..to], &mut mentions);
    }
    mentions.sort_by_key(|m| (m.span.start, m.span.end));
    let pairs: Vec<Mention> =
        mentions.windows(2).filter_map(|two| several::both(view, &two[0], &two[1])).collect();
    if !pairs.is_empty() {
        mentions.extend(pairs);
        mentions.sort_by_key(|m| (m.span.start, m.span.end));
    }
    mentions
}

/// The sources of the attributions; one that several attributions share is one mention.
fn of_attributions(
    view: View<'_>,
    reading: Reading<'_>,
    attributions: &[Attribution],
) -> Vec<Mention> {
    let mut by_spans: BTreeMap<Vec<Span>, Vec<usize>> = BTreeMap::new();
    for (i, a) in attributions.iter().enumerate() {
        if let Some(source) = a.source.as_ref().filter(|s| !s.spans.is_empty()) {
            by_spans.entry(source.spans.clone()).or_default().push(i);
        }
    }
    let mut cues: Vec<usize> =
        attributions.iter().flat_map(|a| a.cue.iter().map(|c| c.start)).collect();
    cues.sort_unstable();
    let by_cue = |list: &[usize]| {
        list.iter().flat_map(|&a| attributions[a].cue.iter().map(|c| c.start)).min()
    };
    let mut mentions = Vec::new();
    for (spans, attributions) in by_spans {
        let Some(span) = cover(&spans) else { continue };
        let span = without_report(view, span, &cues);
        // A source in parts is described by its first part and what follows it at once.
        let range = view.within(if spans.len() > 1 { spans[0] } else { span });
        let read = phrase::read(view, range.start, range.end.max(range.start), true);
        let phrase = read.unwrap_or_else(|| Phrase::unknown(range.start, range.end));
        let (mut phrase, span) = with_name(view, reading, phrase, span);
        phrase.several = several::names_several(view, &phrase);
        let span = whole(view, reading, &phrase, span);
        let spoken = by_cue(&attributions);
        let told = match spoken.filter(|&cue| cue < span.start) {
            Some(_) => told::behind_cue(view, &phrase, span, &cues),
            None => told::before_cue(view, &phrase, span, &cues),
        };
        for one in several::each(view, &phrase) {
            let span = view.span(one.first, one.end);
            mentions.push(place(view, reading, one, span, Vec::new()));
        }
        let mut mention = place(view, reading, phrase, span, attributions);
        mention.introduced = told.map_or(span, |end| Span::new(span.start, end));
        mentions.push(mention);
    }
    mentions
}

/// The span of a source without a relative clause behind a comma that itself reports: it tells what somebody says, not who
/// it is.
fn without_report(view: View<'_>, span: Span, cues: &[usize]) -> Span {
    let range = view.within(span);
    let relative = |&i: &usize| {
        view.is(i, view.classes().relative) && i > range.start + 1 && view.word(i - 1) == ","
    };
    let Some(clause) = range.clone().find(relative) else { return span };
    let from = view.tokens[clause].span.start;
    let reports =
        cues[cues.partition_point(|&c| c < from)..].first().is_some_and(|&c| c < span.end);
    let aside = !view.is(clause, view.classes().subject_relative);
    if reports || aside { Span::new(span.start, view.tokens[clause - 2].span.end) } else { span }
}

/// The office that a source's span ends with, with the name behind it if it was left out.
fn with_name(view: View<'_>, reading: Reading<'_>, phrase: Phrase, span: Span) -> (Phrase, Span) {
    let office = phrase.own.is_none()
        && matches!(phrase.determiner, DeterminerShape::Definite | DeterminerShape::Possessive)
        && phrase.number != Number::Plural
        && matches!(phrase.head, Head::Noun(e) if view.actors().noun(e).sort == NounSort::Person);
    if !office {
        return (phrase, span);
    }
    let sentences = &reading.tokens.sentences;
    let k = sentences.partition_point(|r| r.end < phrase.end).min(sentences.len() - 1);
    let further = phrase::read(view, phrase.first, sentences[k].end, false);
    let named = |p: &Phrase| {
        p.head_at == phrase.head_at
            && p.end > phrase.end
            && p.own.as_ref().is_some_and(|n| n.first >= phrase.end && n.end > n.bare + 1)
    };
    match further.filter(named) {
        Some(further) => {
            let end = further.own.as_ref().map_or(further.end, |n| n.end);
            let span = Span::new(span.start, view.tokens[end - 1].span.end);
            (Phrase { end, ..further }, span)
        }
        None => (phrase, span),
    }
}

/// The span of a source with the apposition that its attribution left out.
fn whole(view: View<'_>, reading: Reading<'_>, phrase: &Phrase, span: Span) -> Span {
    let sentences = &reading.tokens.sentences;
    let limit =
        sentences[sentences.partition_point(|r| r.end < phrase.end).min(sentences.len() - 1)].end;
    let whole = phrase.end > phrase.first && view.tokens[phrase.end - 1].span.end == span.end;
    if !whole || !extent::is_cut(view, phrase, limit) {
        return span;
    }
    let end = extent::reach(view, phrase, limit);
    Span::new(span.start, view.tokens[end - 1].span.end)
}

/// A phrase that no attribution gave has so many words at most; a line of names without end is none.
const LONGEST: usize = 100;

fn scan(
    view: View<'_>,
    reading: Reading<'_>,
    sentence: usize,
    range: std::ops::Range<usize>,
    heads: &[std::ops::Range<usize>],
    mentions: &mut Vec<Mention>,
) {
    let mut at = range.start;
    // How far the heads reach that begin no later than each: they are in order of their beginnings.
    let reaches: Vec<usize> = heads
        .iter()
        .scan(0, |reach, h| {
            *reach = h.end.max(*reach);
            Some(*reach)
        })
        .collect();
    let mut taken: Vec<std::ops::Range<usize>> = Vec::new();
    let mut outer_end = range.start;
    while at < range.end {
        if !may_open(view, at) || taken.iter().any(|t| t.contains(&at)) {
            at += 1;
            continue;
        }
        // A name that belongs to the phrase around is not taken by a phrase inside.
        let head = heads.get(heads.partition_point(|h| h.start <= at)).map(|h| h.start);
        let limit = taken.iter().map(|r| r.start).filter(|&s| s > at).chain(head).min();
        let limit = limit.map_or(range.end, |s| s.min(range.end)).min(at + LONGEST);
        let Some(phrase) = phrase::read(view, at, limit, false).filter(|p| counts(view, p)) else {
            at += 1;
            continue;
        };
        let meets = |r: &std::ops::Range<usize>| {
            r.start < phrase.head_at.end && phrase.head_at.start < r.end
        };
        let next = phrase.head_at.end.max(at + 1);
        let opened = heads.partition_point(|h| h.start < phrase.head_at.end);
        let met = opened.checked_sub(1).is_some_and(|k| phrase.head_at.start < reaches[k]);
        if met || taken.iter().any(meets) {
            at = next;
            continue;
        }
        // What lies behind is met no more.
        taken.retain(|t| t.end > at);
        taken.extend(phrase.described.iter().cloned());
        // A fused article belongs to the preposition in it.
        let fused = view.is(phrase.first, view.classes().contracted)
            && phrase.determiner == DeterminerShape::Definite;
        let first = phrase.first + usize::from(fused && phrase.first < phrase.head_at.start);
        // Of *Head of the choir, Ana Moll* the name is the mention, and what stands before it tells of her.
        let fronted = phrase.determiner == DeterminerShape::None
            && matches!(phrase.head, Head::Noun(_))
            && phrase.own.as_ref().is_some_and(|n| view.word(n.first - 1) == ",");
        let first = match &phrase.own {
            Some(own) if fronted => own.first,
            _ => first,
        };
        let span = view.span(first, extent::reach(view, &phrase, range.end));
        let nested = phrase.first < outer_end;
        outer_end = outer_end.max(phrase.end);
        let mut mention = place(view, reading, phrase, span, Vec::new());
        mention.nested = nested;
        mention.sentence = sentence;
        mentions.push(mention);
        at = next;
    }
}

/// Whether a phrase that may mean somebody can open here.
fn may_open(view: View<'_>, at: usize) -> bool {
    let classes = view.classes();
    let bare_of = view.is(at, classes.of) && !view.is(at, classes.contracted);
    view.is_determiner(at) && !bare_of
        || view.is_capital(at)
        || view.actors().titles.contains_key(&view.tokens[at].word)
        || view.actors().names.longest(view.tokens[at..].iter().take(6).map(|t| t.word)).is_some()
        || view
            .actors()
            .pronouns
            .longest(std::iter::once(view.tokens[at].word))
            .is_some_and(|(_, p)| p.sort == PronounSort::Subject)
}

/// Whether a phrase means somebody who may speak.
fn counts(view: View<'_>, phrase: &Phrase) -> bool {
    // *Every passer-by* is nobody whom a later word could take up.
    if view.is(phrase.first, view.classes().each) {
        return false;
    }
    match &phrase.head {
        Head::Noun(entry) => {
            let noun = view.actors().noun(*entry);
            noun.sort != NounSort::Quantity
                && (phrase.determiner != DeterminerShape::None || phrase.own.is_some())
        }
        Head::Name => true,
        Head::People => {
            view.is_capital(phrase.head_at.start) && phrase.determiner == DeterminerShape::Definite
        }
        Head::Pronoun(p) => p.sort == PronounSort::Subject,
        Head::Unknown => {
            let body = phrase.acronym.is_some() || phrase.is_capital(view);
            (phrase.own.is_some() || body) && phrase.determiner != DeterminerShape::None
        }
    }
}

/// Whether a phrase stands in a short line without a verb that opens with *by*, as the author's name does.
fn in_byline(view: View<'_>, phrase: &Phrase) -> bool {
    let k = view.openings.partition_point(|&o| o <= phrase.first);
    let Some(opening) = k.checked_sub(1).map(|k| view.openings[k]) else { return false };
    let end = view.openings.get(k).copied().unwrap_or(view.tokens.len());
    phrase.first > opening
        && end - opening <= BYLINE
        && (opening..phrase.first).any(|i| view.is(i, view.classes().by))
        && !(opening..end).any(|i| view.opens_predicate(i))
}

/// A line with the author's name has so many words at most.
const BYLINE: usize = 14;

/// Whether a phrase before a comma is taken up at once as the subject: *The mother, she, …*.
fn is_taken_up(view: View<'_>, phrase: &Phrase) -> bool {
    let next = phrase.end + 1;
    next + 1 < view.tokens.len()
        && view.word(next + 1) == ","
        && view.pos(next) == Pos::Pron
        && view.actors().pronouns.longest(std::iter::once(view.tokens[next].word)).is_some()
}

/// Whether a phrase that names or describes somebody opens its sentence without a preposition.
fn opens_as_subject(view: View<'_>, phrase: &Phrase) -> bool {
    let told = phrase.own.is_some() || matches!(phrase.head, Head::Noun(_));
    told && view.opens_sentence(phrase.first)
        && phrase.determiner != DeterminerShape::None
        && !view.is(phrase.first, view.classes().contracted)
}

/// Puts a phrase at its place in the article.
fn place(
    view: View<'_>,
    reading: Reading<'_>,
    phrase: Phrase,
    span: Span,
    attributions: Vec<usize>,
) -> Mention {
    let sentence = reading.sentences.partition_point(|s| s.end <= span.start);
    let quotations =
        &reading.quotations[..reading.quotations.partition_point(|q| q.start <= span.start)];
    let outermost = quotations.iter().rposition(|q| q.level == 0);
    let quotation = outermost.filter(|&q| span.end <= quotations[q].end);
    // A name or description set off by commas stands between a subject and its verb.
    let comma = phrase.end < view.tokens.len() && view.word(phrase.end) == ",";
    let behind = phrase.end + usize::from(comma && !phrase.described.is_empty());
    // *A driver sent by the town has said*: what stands behind a preposition is no subject, but what opens the sentence.
    let governed = phrase.first > 0 && view.pos(phrase.first - 1) == Pos::Adp;
    let predicate = !governed && behind < view.tokens.len() && view.opens_predicate(behind)
        || opens_as_subject(view, &phrase)
        || comma && is_taken_up(view, &phrase);
    let place = phrase.first > 0
        && view.is(phrase.first - 1, view.classes().place_preposition)
        && phrase.own.as_ref().is_some_and(|n| n.sort == Some(NameSort::State))
        || phrase.own.as_ref().is_some_and(|n| view.book.may_be_place(n, view));
    let of = phrase.first > 0 && view.is(phrase.first - 1, view.classes().of)
        || phrase.first < view.tokens.len()
            && view.is(phrase.first, view.classes().contracted)
            && phrase.determiner == DeterminerShape::Definite;
    let sentence = sentence.min(reading.sentences.len().saturating_sub(1));
    Mention {
        byline: attributions.is_empty() && in_byline(view, &phrase),
        subject: !attributions.is_empty() || predicate && !of,
        nested: of,
        place,
        introduced: span,
        span,
        sentence,
        quotation,
        phrase,
        attributions,
    }
}
