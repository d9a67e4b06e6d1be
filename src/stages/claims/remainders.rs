//! What the sentences hold besides attributions: claims in the article's own voice, and speech in quotation marks that no
//! attribution carries.

use super::quoted;
use crate::model::{Attribution, Claim, Polarity, Span, Voice, hash_id, is_alphanumeric};
use crate::stages::attributions::Reading;

/// For each sentence one claim of the article if it has a finite verb outside of contents, cues and speech, and one for the
/// [speech](quoted) in it that no attribution carries.
pub fn claims(reading: Reading<'_>, attributions: &[Attribution]) -> Vec<Claim> {
    let taken = merged(attributions.iter().flat_map(|a| a.content.iter().chain(&a.cue)));
    let sources =
        merged(attributions.iter().filter_map(|a| a.source.as_ref()).flat_map(|s| &s.spans));
    let verbs: Vec<Span> = reading
        .tokens
        .list
        .iter()
        .filter(|t| t.verb.is_some_and(|v| v.mood.is_finite()))
        .map(|t| t.span)
        .collect();
    let has_verb = |piece: Span| {
        verbs
            .get(verbs.partition_point(|v| v.end <= piece.start))
            .is_some_and(|v| v.overlaps(piece))
    };
    let speeches = quoted::speeches(reading.text, reading.quotations, reading.sentences, has_verb);
    let mut list = Vec::new();
    for sentence in reading.sentences {
        let free = besides(reading.text, sentence.span(), &taken);
        let (quoted, mut own) = parted(reading.text, &free, &speeches);
        if !quoted.is_empty() {
            list.push(quoted_claim(quoted));
        }
        if !own.iter().any(|&p| has_verb(p)) {
            continue;
        }
        // A source without a verb of its own is told by the attribution already.
        own.retain(|&p| has_verb(p) || !besides(reading.text, p, &sources).is_empty());
        list.push(own_claim(own));
    }
    list
}

/// A claim in the article's own voice.
pub fn own_claim(spans: Vec<Span>) -> Claim {
    Claim {
        id: hash_id("c-", &[&spans], 0),
        spans,
        sentences: Vec::new(),
        voice: Voice::Article,
        attribution: None,
        chain: Vec::new(),
        polarity: Polarity::Positive,
        traceability: None,
        relayed_by: None,
        hedged: false,
        confidence: None,
        checkable: Vec::new(),
        contests: Vec::new(),
        repeats: Vec::new(),
        global: None,
        suggested: None,
    }
}

/// A claim in the voice of somebody who is quoted, and of whom was not found who it is: that says nothing of how open the
/// article is about it, so that it has no rung.
pub fn quoted_claim(spans: Vec<Span>) -> Claim {
    Claim { voice: Voice::Source, chain: vec![None], ..own_claim(spans) }
}

/// What of the pieces lies in one of the speeches, and what does not.
pub fn parted(text: &str, pieces: &[Span], speeches: &[Span]) -> (Vec<Span>, Vec<Span>) {
    let mut quoted = Vec::new();
    let mut own = Vec::new();
    for &piece in pieces {
        let outside = besides(text, piece, speeches);
        quoted.extend(besides(text, piece, &outside));
        own.extend(outside);
    }
    (quoted, own)
}

/// The spans in order, those that touch put together.
pub fn merged<'a>(spans: impl Iterator<Item = &'a Span>) -> Vec<Span> {
    let mut sorted: Vec<Span> = spans.copied().collect();
    sorted.sort_unstable();
    let mut list: Vec<Span> = Vec::new();
    for span in sorted {
        match list.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => list.push(span),
        }
    }
    list
}

/// The parts of a span that lie outside of all `taken` (in order, apart), without marks at their ends and without those
/// that hold marks only.
pub fn besides(text: &str, span: Span, taken: &[Span]) -> Vec<Span> {
    let mut list = Vec::new();
    let mut at = span.start;
    let from = taken.partition_point(|t| t.end <= span.start);
    let inside = taken[from..].iter().take_while(|t| t.start < span.end);
    for cut in inside.copied().chain([Span::new(span.end, span.end)]) {
        if at < cut.start {
            let piece = without_marks(text, Span::new(at, cut.start));
            if !piece.is_empty() {
                list.push(piece);
            }
        }
        at = at.max(cut.end);
    }
    list
}

/// The span from its first to its last letter or digit, with what closes a bracket or a share.
fn without_marks(text: &str, span: Span) -> Span {
    let inside = span.of(text);
    let Some(first) = inside.find(is_alphanumeric) else {
        return Span::new(span.start, span.start);
    };
    let last = inside
        .char_indices()
        .rfind(|&(_, c)| is_alphanumeric(c))
        .map_or(first, |(i, c)| i + c.len_utf8());
    Span::new(span.start + first, span.start + last)
}
