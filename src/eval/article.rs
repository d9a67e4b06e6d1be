//! An article as the measures see it: gold and prediction in the same shape.

use std::collections::BTreeMap;

use super::gold::Gold;
use super::letters::Letters;
use super::prediction::{Pair, PredictedAttribution, Prediction};
use super::voices::SentenceVoice;
use crate::model::Span;

/// A text with what gold says of it and what a system says.
#[derive(Clone, Debug, Default)]
pub struct Article {
    pub id: String,
    pub text: Vec<char>,
    pub gold: Vec<Told>,
    pub told: Vec<Told>,
    pub gold_boilerplate: Letters,
    pub told_boilerplate: Letters,
    /// The boilerplate by its kind, as far as that is told.
    pub gold_kinds: BTreeMap<String, Letters>,
    pub told_kinds: BTreeMap<String, Letters>,
    /// The sentences whose voice gold tells, and what the system makes of each.
    pub voices: Vec<(SentenceVoice, SentenceVoice)>,
    /// The verdicts on its blocks.
    pub verdicts: Vec<Verdict>,
    /// Whether the system said anything of it.
    pub missing: bool,
    /// Whether the system's text is another one.
    pub other_text: bool,
}

/// What a system says of a block.
#[derive(Clone, Copy, Debug)]
pub struct Verdict {
    /// In code points.
    pub place: Pair,
    pub boilerplate: bool,
    pub confidence: Option<f64>,
}

/// An attribution in the shape that the measures compare.
#[derive(Clone, Debug, Default)]
pub struct Told {
    pub id: String,
    pub cue: Letters,
    pub source: Letters,
    pub content: Letters,
    pub mode: String,
    pub stance: String,
    pub hedged: bool,
    pub parent: Option<String>,
    pub kind: String,
    pub identified: String,
    pub confidence: Option<f64>,
    /// Of a prediction: how sure its source's link to other mentions is.
    pub link: Option<f64>,
    pub construction: Option<String>,
    /// Of a prediction: the rule that made it.
    pub rule: Option<String>,
    /// Of gold: the fullest mention.
    pub fullest: Letters,
    /// Of gold: all mentions of the same source.
    pub group: Vec<Letters>,
    /// Of gold: whether it refers to a fuller mention.
    pub refers: bool,
    /// Of a prediction: the mentions of its entity.
    pub mentions: Vec<Letters>,
    /// Cue, source and content in words.
    pub words: [String; 3],
    /// Cue, source and content in code points.
    pub parts: [Vec<Pair>; 3],
}

/// A mention of more words than these is no mention that a reader could use.
const LONGEST_MENTION: usize = 40;

/// Puts gold and prediction side by side.
pub fn article(gold: &Gold, prediction: Option<&Prediction>) -> Article {
    let text: Vec<char> = gold.text.chars().collect();
    let mut points = vec![0; gold.text.len() + 1];
    for (n, (i, c)) in gold.text.char_indices().enumerate() {
        points[i] = n;
        points[i + c.len_utf8()] = n + 1;
    }
    let pairs = |spans: &[Span]| -> Vec<Pair> {
        spans.iter().map(|s| (points[s.start], points[s.end])).collect()
    };
    let of = |spans: &[Pair]| Letters::of(&text, spans);
    let words = |spans: &[Pair]| -> String {
        let part =
            |&(s, e): &Pair| text[s.min(text.len())..e.min(text.len())].iter().collect::<String>();
        spans.iter().map(part).collect::<Vec<_>>().join(" ")
    };
    let wanted = gold.attributions.iter().map(|a| {
        let (cue, content) = (pairs(&a.cue), pairs(&a.content));
        let source = a.source.as_ref().map(|s| pairs(&s.spans)).unwrap_or_default();
        let full = a.source.as_ref().map(|s| pairs(s.refers.as_deref().unwrap_or(&s.spans)));
        Told {
            id: a.id.clone(),
            words: [words(&cue), words(&source), words(&content)],
            cue: of(&cue),
            source: of(&source),
            content: of(&content),
            mode: lower(a.mode.as_deref()),
            stance: lower(a.stance.as_deref()),
            hedged: a.hedged,
            parent: a.parent.clone(),
            kind: lower(a.source.as_ref().and_then(|s| s.kind.as_deref())),
            identified: lower(a.source.as_ref().and_then(|s| s.identified.as_deref())),
            confidence: None,
            link: None,
            construction: a.construction.clone(),
            fullest: full.map(|f| of(&f)).unwrap_or_default(),
            group: a.source.iter().flat_map(|s| &s.group).map(|g| of(&pairs(g))).collect(),
            refers: a.source.as_ref().is_some_and(|s| s.refers.is_some()),
            mentions: Vec::new(),
            rule: None,
            parts: [cue, source, content],
        }
    });
    let empty = Prediction::default();
    let p = prediction.unwrap_or(&empty);
    let told = p.attributions.iter().map(|a| {
        let named = a.source.as_ref().and_then(|s| s.id.as_ref().or(s.entity.as_ref()));
        let entity = p.sources.iter().rev().find(|e| named.is_some() && e.id.as_ref() == named);
        let source = a.source.as_ref().map(|s| s.spans.clone()).unwrap_or_default();
        let or_entity = |own: Option<&String>, other: Option<&String>| {
            lower(own.filter(|s| !s.is_empty()).or(other).map(String::as_str))
        };
        Told {
            id: a.id.clone().unwrap_or_default(),
            words: [words(&a.cue), words(&source), words(&a.content)],
            cue: of(&a.cue),
            source: of(&source),
            content: of(&a.content),
            mode: lower(a.mode.as_deref()),
            stance: lower(a.stance.as_deref()),
            hedged: a.hedged,
            parent: a.parent.clone(),
            kind: or_entity(
                a.source.as_ref().and_then(|s| s.kind.as_ref()),
                entity.and_then(|e| e.kind.as_ref()),
            ),
            identified: or_entity(
                a.source.as_ref().and_then(|s| s.identified.as_ref()),
                entity.and_then(|e| e.identified.as_ref()),
            ),
            confidence: a.confidence,
            link: a.source.as_ref().and_then(|s| s.link).and_then(|l| l.confidence),
            construction: a.construction.clone(),
            rule: a.rule.clone(),
            mentions: entity
                .iter()
                .flat_map(|e| &e.mentions)
                .map(|m| m.pair())
                .filter(|&m| words(&[m]).split_whitespace().count() <= LONGEST_MENTION)
                .map(|m| of(&[m]))
                .collect(),
            parts: [a.cue.clone(), source, a.content.clone()],
            ..Told::default()
        }
    });
    let boilerplate: Vec<Pair> = gold.boilerplate.iter().flat_map(|(s, _)| pairs(s)).collect();
    let flagged = || p.blocks.iter().filter(|b| b.boilerplate);
    let gold_kinds = by_kind(gold.boilerplate.iter().map(|(s, k)| (k.as_deref(), pairs(s))));
    let told_kinds = by_kind(flagged().map(|b| (b.kind.as_deref(), vec![(b.start, b.end)])));
    let flagged: Vec<Pair> = flagged().map(|b| (b.start, b.end)).collect();
    let letters = |kinds: BTreeMap<String, Vec<Pair>>| {
        kinds.into_iter().map(|(kind, spans)| (kind, of(&spans))).collect()
    };
    Article {
        id: gold.id.clone(),
        gold: wanted.collect(),
        told: told.collect(),
        gold_boilerplate: of(&boilerplate),
        told_boilerplate: of(&flagged),
        gold_kinds: letters(gold_kinds),
        told_kinds: letters(told_kinds),
        voices: {
            let acts = p.speech_acts.iter().map(|s| s.attribution.as_str());
            let acts: std::collections::BTreeSet<&str> = acts.collect();
            let silent =
                |a: &&PredictedAttribution| a.id.as_deref().is_some_and(|id| acts.contains(id));
            let claims = |voice: &'static str| {
                p.claims.iter().filter(move |c| c.voice == voice).flat_map(|c| &c.spans).copied()
            };
            let asked = p.attributions.iter().filter(silent).flat_map(|a| &a.content).copied();
            let reported = of(&claims("source").chain(asked).collect::<Vec<_>>());
            let own = of(&claims("article").collect::<Vec<_>>());
            let told = |span: Span| SentenceVoice::told(&of(&pairs(&[span])), &reported, &own);
            let known = gold.sentences.iter().filter_map(|(span, voice)| {
                Some((SentenceVoice::from_gold(voice.as_deref()?)?, told(*span)))
            });
            known.collect()
        },
        verdicts: p
            .blocks
            .iter()
            .map(|b| Verdict {
                place: (b.start, b.end),
                boilerplate: b.boilerplate,
                confidence: b.confidence,
            })
            .collect(),
        missing: prediction.is_none(),
        other_text: p.text.as_ref().is_some_and(|t| *t != gold.text),
        text,
    }
}

/// The spans of each kind that is told.
fn by_kind<'k>(
    spans: impl Iterator<Item = (Option<&'k str>, Vec<Pair>)>,
) -> BTreeMap<String, Vec<Pair>> {
    let mut kinds: BTreeMap<String, Vec<Pair>> = BTreeMap::new();
    for (kind, spans) in spans {
        if kind.is_some() {
            kinds.entry(lower(kind)).or_default().extend(spans);
        }
    }
    kinds
}

/// The lines of a text as pairs of code points.
pub fn lines_of(text: &[char]) -> Vec<Pair> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (i, &c) in text.iter().enumerate() {
        if c == '\n' {
            lines.push((start, i));
            start = i + 1;
        }
    }
    lines.push((start, text.len()));
    lines
}

/// Lower case without `_`, so that `NoComment` and `no_comment` are one.
fn lower(value: Option<&str>) -> String {
    value.unwrap_or_default().to_lowercase().replace('_', "")
}
