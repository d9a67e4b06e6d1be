//! Rivals: the readings of a cue that were proposed and not chosen, so that a choice can be explained.

use super::Reading;
use super::score::overlap;
use crate::model::{Attribution, Cue, Evidence, Span};

/// A reading of a cue.
#[derive(Clone, Debug, PartialEq)]
pub struct Rival {
    /// The rule that proposed it.
    pub rule: String,
    pub construction: Option<String>,
    pub cue: Vec<Span>,
    pub source: Vec<Span>,
    pub content: Vec<Span>,
    /// Log-odds against no report.
    pub score: f64,
    /// Its share of all readings of the cue, that nothing is reported being one of them.
    pub share: f64,
    /// What its score adds up from.
    pub evidence: Vec<Evidence>,
}

/// The readings of every cue, the best first, one for each source and content.
pub fn rivals(reading: Reading<'_>, cues: &[Cue]) -> Vec<Vec<Rival>> {
    let scorer = &reading.language.scorer;
    let rules = &reading.language.attributions.rules;
    let groups = super::proposals(reading, cues);
    let readings = groups.into_iter().filter(|g| !g.is_empty()).map(|group| {
        let total: f64 = 1.0 + group.iter().map(|c| scorer.score(c).exp()).sum::<f64>();
        let mut list: Vec<Rival> = group
            .iter()
            .map(|c| {
                let score = scorer.score(c);
                Rival {
                    rule: rules[c.rule].id.clone(),
                    construction: rules[c.rule].construction.clone(),
                    cue: c.cue_spans.clone(),
                    source: c.source.clone(),
                    content: c.content.clone(),
                    score,
                    share: score.exp() / total,
                    evidence: scorer.evidence(c),
                }
            })
            .collect();
        list.sort_by(|a, b| b.score.total_cmp(&a.score));
        let mut apart: Vec<Rival> = Vec::new();
        for rival in list {
            let same = |r: &&mut Rival| r.source == rival.source && r.content == rival.content;
            // Two rules that read the same are one reading.
            match apart.iter_mut().find(same) {
                Some(kept) => kept.share += rival.share,
                None => apart.push(rival),
            }
        }
        apart
    });
    readings.collect()
}

impl Rival {
    /// Whether it is the reading that an attribution was made of.
    pub fn is(&self, a: &Attribution) -> bool {
        let source: &[Span] = a.source.as_ref().map_or(&[], |s| &s.spans);
        self.cue == a.cue && self.source == source && self.content == a.content
    }

    /// Whether it differs from an attribution by less than half, so that it speaks for it.
    pub fn is_like(&self, a: &Attribution) -> bool {
        let source: &[Span] = a.source.as_ref().map_or(&[], |s| &s.spans);
        overlap(&self.source, source) >= 0.5 && overlap(&self.content, &a.content) >= 0.5
    }
}
