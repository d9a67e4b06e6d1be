//! Facts: what is true of each claim of an article, as the rules of `report.toml` ask for it.

use std::collections::BTreeSet;

use super::article::Article;
use crate::model::{
    BlockKind, CheckableKind, Claim, CueClass, FlagKind, Identified, Mode, SourceKind, Span,
    Stance, Traceability, Voice,
};
use crate::rules::{Fact, Language, ReportPhrases, plain_words};

/// The facts of every claim, in order of the claims; `more` adds what only other articles show.
pub fn of(
    article: &Article<'_>,
    language: &Language,
    more: impl Fn(&Claim) -> Vec<Fact>,
) -> Vec<Vec<Fact>> {
    let looker = Looker::new(article, language);
    let claims = article.annotation.claims.iter();
    claims
        .map(|claim| {
            let mut facts = looker.facts(claim);
            facts.extend(more(claim));
            facts.sort_unstable();
            facts.dedup();
            facts
        })
        .collect()
}

struct Looker<'a> {
    article: &'a Article<'a>,
    language: &'a Language,
    phrases: &'a ReportPhrases,
    /// Where the article tells first what it is about, and the words there.
    lead: Option<Span>,
    lead_words: BTreeSet<String>,
    /// Of each sentence: whether an anonymous voice speaks in it, and whether somebody refuses or denies.
    anonymous: Vec<bool>,
    refused: Vec<bool>,
}

impl<'a> Looker<'a> {
    fn new(article: &'a Article<'a>, language: &'a Language) -> Self {
        let phrases = &language.report.phrases;
        let annotation = article.annotation;
        let mut anonymous = vec![false; annotation.sentences.len()];
        for claim in &annotation.claims {
            let unknown =
                article.origin(claim).is_none_or(|s| s.identified == Identified::Anonymous);
            if claim.attribution.is_some() && unknown {
                for &s in &claim.sentences {
                    anonymous[s] = true;
                }
            }
        }
        let says_no = |s: &crate::model::Sentence| {
            has(&plain_words(s.span().of(article.text())), &phrases.refusal)
        };
        let mut refused: Vec<bool> = annotation.sentences.iter().map(says_no).collect();
        for a in &annotation.attributions {
            if matches!(a.stance, Stance::Denies | Stance::NoComment) {
                let at = a.cue.first().map_or(0, |c| c.start);
                let sentence = annotation.sentences.partition_point(|s| s.end <= at);
                if let Some(flag) = refused.get_mut(sentence) {
                    *flag = true;
                }
            }
        }
        let lead = lead(article);
        let mut looker = Looker {
            article,
            language,
            phrases,
            lead,
            lead_words: BTreeSet::new(),
            anonymous,
            refused,
        };
        let title = annotation.meta.title.as_deref().unwrap_or_default();
        let told = lead.map_or("", |span| span.of(article.text()));
        looker.lead_words = looker.telling(title).chain(looker.telling(told)).collect();
        looker
    }

    fn facts(&self, claim: &Claim) -> Vec<Fact> {
        let mut facts = self.voice(claim);
        let text = self.article.text();
        let words: Vec<String> = claim.spans.iter().flat_map(|s| plain_words(s.of(text))).collect();
        let mut add = |holds: bool, fact: Fact| {
            if holds {
                facts.push(fact);
            }
        };
        let holds_a = |kind| claim.checkable.iter().any(|c| c.kind == kind);
        add(holds_a(CheckableKind::Number), Fact::Figure);
        add(holds_a(CheckableKind::Date), Fact::Date);
        add(has(&words, &self.phrases.cause), Fact::Cause);
        add(has(&words, &self.phrases.superlative), Fact::Superlative);
        add(has(&words, &self.phrases.refusal), Fact::Refusal);
        const OPENING: usize = 5;
        add(has(&words[..words.len().min(OPENING)], &self.phrases.pointing), Fact::PointsBack);
        let start = claim.spans.first().map_or(0, |s| s.start);
        let in_lead = self.lead.is_some_and(|l| l.holds(start));
        add(in_lead, Fact::InLead);
        const SHARED: usize = 3;
        let shared: BTreeSet<&String> =
            words.iter().filter(|w| self.lead_words.contains(*w)).collect();
        add(shared.len() >= SHARED, Fact::Central);
        if let (Some(&first), Some(&last)) = (claim.sentences.first(), claim.sentences.last()) {
            let before = first.checked_sub(1).and_then(|s| self.anonymous.get(s));
            add(before.copied().unwrap_or(false), Fact::AfterAnonymous);
            add(self.refused.get(last + 1).copied().unwrap_or(false), Fact::BeforeRefusal);
            let end = claim.spans.last().map_or(0, |s| s.end);
            let rest = self.article.annotation.sentences.get(last).map(|s| s.end);
            let rest = rest.filter(|&e| e > end).map_or("", |e| &text[end..e]);
            add(has(&plain_words(rest), &self.phrases.conclusion), Fact::ConclusionDrawn);
        }
        add(!self.article.contesting(claim).is_empty(), Fact::Contested);
        add(claim.global.is_some(), Fact::SourcedElsewhere);
        add(claim.suggested.is_some(), Fact::MayContinue);
        add(claim.relayed_by.is_some(), Fact::Relayed);
        add(claim.hedged, Fact::Hedged);
        let article_voice = claim.voice == Voice::Article;
        add(article_voice && self.quotes(&claim.spans), Fact::Quotation);
        facts
    }

    /// Who speaks, and how the report is worded.
    fn voice(&self, claim: &Claim) -> Vec<Fact> {
        if claim.voice == Voice::Article {
            return vec![Fact::ArticleVoice];
        }
        let mut facts = vec![Fact::SourceVoice];
        match self.article.origin(claim) {
            None if claim.attribution.is_none() => facts.push(Fact::NoSource),
            None => facts.extend([Fact::NoSource, Fact::Hearsay]),
            Some(source) => {
                let document = matches!(source.kind, SourceKind::Document | SourceKind::Media);
                facts.push(match source.traceability {
                    _ if document && source.identified != Identified::Anonymous => Fact::Document,
                    Traceability::T1 => Fact::Document,
                    Traceability::T2 | Traceability::T3 => Fact::Named,
                    Traceability::T4 => Fact::Institution,
                    Traceability::T5 | Traceability::T6 => Fact::Anonymous,
                    Traceability::T7 => Fact::Vague,
                    Traceability::T8 => Fact::Hearsay,
                });
                let name = plain_words(&source.name);
                let flagged = |kind| source.flags.iter().find(|f| f.flag == kind);
                if flagged(FlagKind::UnverifiablePlural).is_some()
                    || self.phrases.several.iter().any(|p| name.starts_with(p))
                {
                    facts.push(Fact::Several);
                }
                // The words that justify the flag stand in one of the things said, which alone is about a side.
                let own = |s: &Span| claim.spans.iter().any(|c| c.overlaps(*s));
                if flagged(FlagKind::Party).is_some_and(|f| f.spans.iter().any(own)) {
                    facts.push(Fact::Party);
                }
                if self.phrases.pronoun.contains(&name) {
                    facts.push(Fact::PronounSource);
                }
            }
        }
        if let Some(a) = self.article.carrier(claim) {
            let told = [
                (a.mode != Mode::Indirect, Fact::Quoted),
                (a.stance == Stance::Accuses, Fact::Accuses),
                (a.cue_class == CueClass::Claims, Fact::OwnDeeds),
                (a.confidence < 0.5, Fact::Doubtful),
                (a.source.is_none(), Fact::NoSource),
            ];
            facts.extend(told.into_iter().filter(|(holds, _)| *holds).map(|(_, fact)| fact));
        }
        facts
    }

    /// Whether a quotation of several words lies in the spans.
    fn quotes(&self, spans: &[Span]) -> bool {
        const SEVERAL: usize = 3;
        let quotations = &self.article.annotation.quotations;
        spans.iter().any(|span| {
            let from = quotations.partition_point(|q| q.start < span.start);
            let inside = quotations[from..].iter().take_while(|q| q.start < span.end);
            inside.into_iter().any(|q| {
                span.contains(q.inner)
                    && plain_words(q.inner.of(self.article.text())).len() >= SEVERAL
            })
        })
    }

    /// The words that tell what a text is about: long ones that are no grammar, and numbers.
    fn telling<'t>(&'t self, text: &str) -> impl Iterator<Item = String> + use<'t, 'a> {
        const LONG: usize = 5;
        let closed = &self.language.tokens.closed;
        plain_words(text).into_iter().filter(move |w| {
            let number = w.len() > 1 && w.bytes().all(|b| b.is_ascii_digit());
            number || w.chars().count() >= LONG && !closed.contains_key(&self.language.words.id(w))
        })
    }
}

/// Title and standfirst, or else the first paragraph.
fn lead(article: &Article<'_>) -> Option<Span> {
    let text = article.text();
    let with_words = || article.own_blocks().filter(|b| !b.span().of(text).trim().is_empty());
    let head = with_words().take_while(|b| {
        matches!(b.kind, BlockKind::Title | BlockKind::Standfirst | BlockKind::Byline)
    });
    let titled = head.fold(None, |all: Option<Span>, b| {
        Some(all.map_or(b.span(), |a| Span::new(a.start, b.end)))
    });
    // A title alone is short; the first paragraph tells as much of what the article turns on.
    let first = with_words().find(|b| b.kind == BlockKind::Body).map(|b| b.span());
    match (titled, first) {
        (Some(t), Some(f)) => Some(Span::new(t.start.min(f.start), t.end.max(f.end))),
        (one, other) => one.or(other),
    }
}

/// Whether one of the phrases stands in the words.
fn has(words: &[String], phrases: &[Vec<String>]) -> bool {
    phrases.iter().any(|p| !p.is_empty() && words.windows(p.len()).any(|w| w == p.as_slice()))
}
