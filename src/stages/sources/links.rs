//! Links: how sure it is that a mention and the other mentions of its entity mean the same.
//!
//! The reasons are read off the result, whatever found the link: what sort of words the mention is, how far the one before
//! it is, and who else speaks in between.

use std::collections::HashMap;

use super::Reading;
use crate::model::{Attribution, Evidence, Identified, Pos, Source, SourceLink, Span, cover};

/// The names of all reasons, in order.
pub const FITTED: [&str; 12] = [
    "link.offset",
    "link.pronoun",
    "link.shares-a-name",
    "link.entity-named",
    "link.same-sentence",
    "link.sentence-before",
    "link.far-before",
    "link.behind-only",
    "link.one-between",
    "link.several-between",
    "link.same-noun",
    "link.other-noun",
];

/// Gives every source mention whose entity has others the probability that they mean the same.
pub fn weigh(reading: Reading<'_>, sources: &[Source], attributions: &mut [Attribution]) {
    let Some(fitted) = &reading.language.weights.links else { return };
    let by_id: HashMap<&str, &Source> = sources.iter().map(|s| (s.id.as_str(), s)).collect();
    // Where each of those who speak is mentioned, in order.
    let mut places: Vec<(usize, &str)> =
        sources.iter().flat_map(|s| s.mentions.iter().map(|m| (m.start, s.id.as_str()))).collect();
    places.sort_unstable();
    for a in attributions {
        let Some(mention) = &mut a.source else { continue };
        let Some(source) = by_id.get(mention.id.as_str()) else { continue };
        let Some(own) = cover(&mention.spans) else { continue };
        if source.mentions.iter().all(|m| m.overlaps(own)) {
            continue;
        }
        let reasons = reasons(reading, source, own, &places);
        let weight = |k: usize| fitted.terms.get(FITTED[k]).copied().filter(|w| *w != 0.0);
        let evidence: Vec<Evidence> = reasons
            .into_iter()
            .filter_map(|k| Some(Evidence { id: FITTED[k].to_owned(), weight: weight(k)? }))
            .collect();
        mention.link = Some(SourceLink { confidence: Evidence::probability(&evidence), evidence });
    }
}

/// Which of the reasons hold for a mention of a source that has others.
fn reasons(
    reading: Reading<'_>,
    source: &Source,
    own: Span,
    places: &[(usize, &str)],
) -> Vec<usize> {
    let words = words(reading, own);
    let pronoun = words.iter().any(|t| t.pos == Pos::Pron)
        && !words.iter().any(|t| matches!(t.pos, Pos::Noun | Pos::Propn));
    let names = |span: Span| {
        self::words(reading, span)
            .iter()
            .filter(|t| t.pos == Pos::Propn)
            .map(|t| t.span.of(reading.text))
    };
    // Few mentions are compared, so that an entity which is named in every sentence costs no more than another.
    const COMPARED: usize = 20;
    let others = || source.mentions.iter().filter(|m| !m.overlaps(own)).take(COMPARED);
    let shares = others().any(|&m| names(m).any(|n| names(own).any(|o| o == n)));
    // A description may take up those who were called by its noun, or say something new of somebody.
    let nouns = |span: Span| {
        self::words(reading, span).iter().filter(|t| t.pos == Pos::Noun).map(|t| t.word)
    };
    let head = nouns(own).next();
    let again = head.is_some_and(|head| others().any(|&m| nouns(m).any(|n| n == head)));
    let before = source.mentions.partition_point(|m| m.end <= own.start);
    let last = before.checked_sub(1).map(|i| source.mentions[i]);
    let sentence = |at: usize| reading.sentences.partition_point(|s| s.end <= at);
    let distance = last.map(|m| sentence(own.start) - sentence(m.start));
    let between = last.map_or(0, |m| {
        let from = places.partition_point(|p| p.0 < m.end);
        let inside = places[from..].iter().take_while(|p| p.0 < own.start);
        let mut ids: Vec<&str> =
            inside.map(|p| p.1).filter(|id| *id != source.id).take(COMPARED).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.len()
    });
    let holds = [
        true,
        pronoun,
        shares,
        source.identified == Identified::Named,
        distance == Some(0),
        distance == Some(1),
        distance.is_some_and(|d| d > 1),
        last.is_none(),
        between == 1,
        between > 1,
        !shares && again,
        !shares && !again && head.is_some(),
    ];
    (0..holds.len()).filter(|&k| holds[k]).collect()
}

fn words<'a>(reading: Reading<'a>, span: Span) -> &'a [crate::model::Token] {
    let list = &reading.tokens.list;
    let from = list.partition_point(|t| t.span.start < span.start);
    let to = list.partition_point(|t| t.span.start < span.end);
    &list[from..to.max(from)]
}
