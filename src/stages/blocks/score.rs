//! The score's verdict: what a line is when its rule and its probability are weighed.

use super::lines::is_prose;
use super::page::Page;
use super::wording::Wording;
use super::{MERE_HINT, Named};
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

/// Judges line `i` by what names it and by its probability of being the article's own, with whether that is enough to keep it.
pub fn judge<'a>(
    page: &Page,
    i: usize,
    named: Named<'a>,
    scored: Option<(f64, bool)>,
    above: Option<BlockKind>,
    wording: &Wording<'a>,
) -> Verdict<'a> {
    /// A line of prose with so many words is a paragraph.
    const LONG_WORDS: usize = 15;
    /// The probability from which on the score is surer than that words are foreign to the article.
    const LIKELY_OWN: f64 = 0.7;
    /// The same for a phrase.
    const SURELY_OWN: f64 = 0.9;
    let scored = scored.filter(|_| !is_settled(page, i, named.any()));
    let rule = named.rule.or(named.hint.filter(|_| scored.is_some()));
    let flagged = rule.is_some_and(|r| r.kind.is_boilerplate());
    // The words of furniture are plain, and so is the title printed again; what is only inferred from place or markup is weighed.
    // Another story is one unless the score is for the article.
    let foreign = rule.is_some_and(|r| r.foreign) && scored.is_none_or(|s| s.0 < LIKELY_OWN);
    let again = page.repeats(i)
        && page.title().is_some_and(|t| page.lines[t].bare() == page.lines[i].bare());
    // A paragraph that is printed twice is told once.
    let again = again
        || page.repeats(i)
            && is_prose(&page.lines[i])
            && page.lines[i].words >= LONG_WORDS
            && rule.is_some_and(|r| r.kind == BlockKind::Duplicate);
    // A paragraph may name a phrase of furniture in passing.
    let passing = is_prose(&page.lines[i])
        && page.lines[i].words >= LONG_WORDS
        && scored.is_some_and(|s| s.0 >= SURELY_OWN);
    let plain =
        flagged && (foreign || again || rule.is_some_and(|r| r.asks_for_words() && !passing));
    let own = scored.filter(|_| !plain).map_or(!flagged, |s| s.1);
    let confidence = scored.map(|(p, _)| round(if own { p } else { 1.0 - p }));
    let rule = if own { rule } else { rule.map(|r| kind_by_words(page, i, named, r, wording)) };
    let (kind, name) = match (rule, own) {
        // A mere sign or number is what the line above it is.
        (Some(rule), false)
            if !page.lines[i].folded.contains(char::is_alphabetic) && !rule.asks_for_words() =>
        {
            (above.filter(|k| k.is_boilerplate()).unwrap_or(rule.kind), rule.id.as_str())
        }
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

/// The scores of a page (the probability of each line to be the article's own, and whether that is enough to keep it),
/// unless they cannot be trusted: a page with little prose is unlike those that they were fitted on, and scores that
/// leave out most of the prose have taken the article for something else.
pub fn checked(page: &Page, scores: Vec<(f64, bool)>) -> Option<Vec<(f64, bool)>> {
    /// A page has so many words of prose.
    const LEAST_PROSE: usize = 60;
    /// At least this share of the prose is kept.
    const LEAST_KEPT: f64 = 0.4;
    let (first, last) = page.body()?;
    let words = |i: usize| Some(page.lines[i].words).filter(|_| is_prose(&page.lines[i]));
    let prose: usize = (first..=last).filter_map(words).sum();
    let kept: usize = (first..=last).filter(|&i| scores[i].1).filter_map(words).sum();
    (prose >= LEAST_PROSE && kept as f64 >= LEAST_KEPT * prose as f64).then_some(scores)
}

/// Whether the score has no say: the headline, and what a rule knows as a part of the article other than its body.
pub fn is_settled(page: &Page, i: usize, rule: Option<&BlockRule>) -> bool {
    match rule {
        Some(rule) => !rule.kind.is_boilerplate(),
        None => page.title() == Some(i) || ends_article(page, i),
    }
}

/// Whether a text ends with this sentence right under its prose: a page with furniture does not end there.
fn ends_article(page: &Page, i: usize) -> bool {
    let under = page.body().is_some_and(|(_, last)| i == last + 1);
    under && i + 1 == page.lines.len() && page.lines[i].has_stop
}

/// The rule that tells the kind of a flagged line: place and markup tell that it is furniture better than of which kind.
fn kind_by_words<'a>(
    page: &Page,
    i: usize,
    named: Named<'a>,
    rule: &'a BlockRule,
    wording: &Wording<'a>,
) -> &'a BlockRule {
    let sure = !rule.hint && rule.names_words();
    if sure || rule.foreign || rule.kind == BlockKind::Duplicate {
        return rule;
    }
    // What would be the head of a list under an article is a link above one.
    let fits = |hint: &&BlockRule| {
        !(rule.kind == BlockKind::Navigation && hint.kind == BlockKind::Related)
    };
    let mere = super::first_rule(page, wording, i, None, |r| r.hint && r.confidence < MERE_HINT);
    mere.or(named.hint.filter(fits)).unwrap_or(rule)
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
