//! The score's verdict: what a line is when its rule and its probability are weighed.

use super::page::Page;
use crate::model::BlockKind;
use crate::rules::{BlockRule, Place};

/// Where no rule is the reason, the score is.
const BY_SCORE: &str = "blocks.score";

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict<'a> {
    pub kind: BlockKind,
    /// The probability of the verdict, where it was measured.
    pub confidence: Option<f64>,
    /// The rule that decided, or the name of the reason.
    pub rule: &'a str,
}

/// Judges line `i` by its rule and by its probability of being the article's own, with whether that is enough to keep it.
pub fn judge<'a>(
    page: &Page,
    i: usize,
    rule: Option<&'a BlockRule>,
    scored: Option<(f64, bool)>,
    above: Option<BlockKind>,
) -> Verdict<'a> {
    let flagged = rule.is_some_and(|r| r.kind.is_boilerplate());
    let scored = scored.filter(|_| !is_settled(page, i, rule));
    // The words of furniture are plain, and so is another story; what is only inferred from place or markup is weighed.
    let plain = flagged && rule.is_some_and(|r| r.asks_for_words() || r.foreign);
    let own = scored.filter(|_| !plain).map_or(!flagged, |s| s.1);
    let confidence = scored.map(|(p, _)| round(if own { p } else { 1.0 - p }));
    let (kind, name) = match (rule, own) {
        (Some(rule), false) => (rule.kind, rule.id.as_str()),
        (Some(rule), true) if !rule.kind.is_boilerplate() => (rule.kind, rule.id.as_str()),
        (None, false) => (kind_by_place(page, i, above), BY_SCORE),
        (_, true) => {
            let (kind, name) = page.article_kind(i);
            (kind, if flagged { BY_SCORE } else { name })
        }
    };
    Verdict { kind, confidence, rule: name }
}

/// Whether the score has no say: the headline, and what a rule knows as a part of the article other than its body.
pub fn is_settled(page: &Page, i: usize, rule: Option<&BlockRule>) -> bool {
    match rule {
        Some(rule) => !rule.kind.is_boilerplate(),
        None => page.title() == Some(i),
    }
}

/// The kind of furniture that no rule knows: that of the line above in a list, else what mostly stands there.
fn kind_by_place(page: &Page, i: usize, above: Option<BlockKind>) -> BlockKind {
    let goes_on = |k: &BlockKind| {
        matches!(k, BlockKind::Related | BlockKind::Comments | BlockKind::Navigation)
    };
    if page.stands(i, Place::Foot) {
        above.filter(goes_on).unwrap_or(BlockKind::Related)
    } else if page.stands(i, Place::Lead) {
        BlockKind::Meta
    } else if page.stands(i, Place::Head) {
        BlockKind::Navigation
    } else {
        above.filter(goes_on).unwrap_or(BlockKind::Related)
    }
}

/// Probabilities are told to four digits.
fn round(p: f64) -> f64 {
    (p * 1e4).round() / 1e4
}
