//! The counts behind the essentials of a page: how much is reported, by whom, and who carries the figures.

use std::collections::{BTreeMap, BTreeSet};

use super::article::{Article, Openness, one_line};
use crate::model::{CheckableKind, Claim, Span, Stance, Voice, total_len};
use crate::stages::claims::surely_apart;

/// What an article's page counts.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    /// Claims in a source's voice that stand in no other one.
    pub reported: usize,
    /// Claims in a source's voice inside another one.
    pub nested: usize,
    /// Share of the article's own text that is reported, from 0 to 1.
    pub reported_share: f64,
    /// Claims in the article's voice without any source.
    pub own: usize,
    /// Those that a source told elsewhere covers.
    pub global: usize,
    /// Questions, demands, silences.
    pub acts: usize,
    /// Addresses written in the text.
    pub links: usize,
    /// Claims of which nobody can find out who speaks.
    pub anonymous: usize,
    /// Their share of the reported text, from 0 to 1.
    pub anonymous_share: f64,
    /// At least so many different anonymous voices.
    pub anonymous_voices: usize,
    /// Every figure with the one who gives it, in order of the text.
    pub figures: Vec<Figure>,
    /// Claims by the side that their origin belongs to, most first; `None` where the article does not tell.
    pub sides: Vec<(Option<String>, usize)>,
    /// Words of the article's own blocks.
    pub words: usize,
}

/// A number of the article and who gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// As it is written.
    pub words: String,
    /// Its value, if it is known.
    pub value: Option<f64>,
    /// Id of the claim.
    pub claim: String,
    /// Name of its origin; `None` in the article's voice, or when the voice has no name.
    pub source: Option<String>,
    /// How far back a reader can go.
    pub openness: Openness,
    /// Where it stands.
    pub span: Span,
}

/// How often a source is used.
#[derive(Clone, Debug, Default)]
pub struct Use {
    /// Claims of which it is the origin and that stand in no other one.
    pub claims: usize,
    /// Claims inside others.
    pub nested: usize,
    /// Questions, demands, silences.
    pub acts: usize,
    /// Refusals to confirm among them.
    pub refusals: usize,
    /// The channels that are told, in order.
    pub channels: BTreeSet<String>,
    /// Ids of the sources that it relays.
    pub relays: BTreeSet<String>,
}

/// Counts an article.
pub fn count(article: &Article<'_>) -> Counts {
    let annotation = article.annotation;
    let mut counts = Counts { acts: annotation.speech_acts.len(), ..Counts::default() };
    let (mut told, mut unknown) = (Vec::new(), Vec::new());
    let mut sides: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for claim in &annotation.claims {
        let openness = article.openness(claim);
        match openness {
            Openness::Article => counts.own += 1,
            Openness::Global => counts.global += 1,
            _ if article.is_nested(claim) => counts.nested += 1,
            _ => counts.reported += 1,
        }
        if claim.voice == Voice::Article {
            continue;
        }
        told.extend(&claim.spans);
        *sides.entry(article.origin(claim).and_then(|s| s.side.as_deref())).or_default() += 1;
        if openness == Openness::Anonymous {
            counts.anonymous += 1;
            unknown.extend(&claim.spans);
        }
    }
    let told = union(told);
    let text: Vec<Span> = article.own_blocks().map(|b| b.span()).collect();
    counts.reported_share = share(total_len(&told), total_len(&text));
    counts.anonymous_share = share(total_len(&union(unknown)), total_len(&told));
    counts.anonymous_voices = surely_apart(&annotation.sources);
    counts.words = text.iter().map(|s| s.of(article.text()).split_whitespace().count()).sum();
    counts.links = text.iter().map(|s| addresses(s.of(article.text()))).sum();
    counts.figures = figures(article);
    let mut sides: Vec<(Option<String>, usize)> =
        sides.into_iter().map(|(side, n)| (side.map(str::to_owned), n)).collect();
    // Most first; what is not told comes last.
    sides.sort_by_key(|(side, n)| (side.is_none(), std::cmp::Reverse(*n)));
    counts.sides = sides;
    counts
}

/// How often each source is used, by its id.
pub fn uses(article: &Article<'_>) -> BTreeMap<String, Use> {
    let mut uses: BTreeMap<String, Use> = BTreeMap::new();
    for claim in &article.annotation.claims {
        let Some(origin) = claim.chain.last().cloned().flatten() else { continue };
        let nested = article.is_nested(claim);
        let entry = uses.entry(origin.clone()).or_default();
        if nested {
            entry.nested += 1
        } else {
            entry.claims += 1
        }
        if let Some(relay) = &claim.relayed_by {
            uses.entry(relay.clone()).or_default().relays.insert(origin);
        }
    }
    for act in &article.annotation.speech_acts {
        let source = article.attribution(&act.attribution).and_then(|a| a.source.as_ref());
        if let Some(source) = source {
            let entry = uses.entry(source.id.clone()).or_default();
            entry.acts += 1;
            entry.refusals += usize::from(act.stance == Stance::NoComment);
        }
    }
    for a in &article.annotation.attributions {
        if let (Some(source), Some(channel)) = (&a.source, &a.channel) {
            let words = article.words(channel);
            uses.entry(source.id.clone()).or_default().channels.insert(words);
        }
    }
    uses
}

/// Every figure once, with the innermost claim that holds it.
fn figures(article: &Article<'_>) -> Vec<Figure> {
    let mut by_span: BTreeMap<(usize, usize), (usize, &Claim, Option<f64>)> = BTreeMap::new();
    for claim in &article.annotation.claims {
        let length = total_len(&claim.spans);
        for k in claim.checkable.iter().filter(|k| k.kind == CheckableKind::Number) {
            let entry = by_span.entry((k.start, k.end)).or_insert((length, claim, k.value));
            if length < entry.0 {
                *entry = (length, claim, k.value);
            }
        }
    }
    let figure = |((start, end), (_, claim, value)): (_, (usize, &Claim, Option<f64>))| {
        let span = Span::new(start, end);
        Figure {
            words: one_line(span.of(article.text())),
            value,
            claim: claim.id.clone(),
            source: article.origin(claim).map(|s| s.name.clone()),
            openness: article.openness(claim),
            span,
        }
    };
    by_span.into_iter().map(figure).collect()
}

fn addresses(text: &str) -> usize {
    text.matches("https://").count() + text.matches("http://").count()
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn union(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut list: Vec<Span> = Vec::new();
    for span in spans {
        match list.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => list.push(span),
        }
    }
    list
}
