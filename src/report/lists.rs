//! The two lists of a page: what is fragile in the article, and where the tool is unsure.

use super::article::Article;
use super::facts;
use crate::model::{Annotation, Claim, Span};
use crate::rules::{Fact, Language, ReportList, ReportRule};

/// The claims on the lists of a page.
#[derive(Debug, Default)]
pub struct Lists<'r> {
    /// Fragile ones, the heaviest first.
    pub verify: Vec<Item<'r>>,
    /// What is quickly looked up.
    pub easy: Vec<Item<'r>>,
    /// What the tool is unsure of, in order of the text.
    pub reread: Vec<Item<'r>>,
    /// How many of `verify` are shown at once.
    pub most: usize,
}

/// A claim on a list, with the rules that put it there, the heaviest first.
#[derive(Debug)]
pub struct Item<'r> {
    /// Index of the claim.
    pub claim: usize,
    /// Sum of the weights.
    pub weight: f64,
    /// Why it is there.
    pub rules: Vec<&'r ReportRule>,
}

/// Puts the claims of an article on the lists; each stands on one at most.
pub fn rank<'r>(
    article: &Article<'_>,
    language: &'r Language,
    more: impl Fn(&Claim) -> Vec<Fact>,
) -> Lists<'r> {
    let rules = &language.report;
    let mut lists = Lists { most: rules.most, ..Lists::default() };
    for (claim, facts) in facts::of(article, language, more).iter().enumerate() {
        let holding = rules.holding(facts);
        let item = |rules: Vec<&'r ReportRule>| Item {
            claim,
            weight: rules.iter().map(|r| r.weight).sum(),
            rules,
        };
        let of = |list: ReportList, easy: bool| {
            let fits = |r: &&&ReportRule| r.list == list && r.easy == easy;
            item(holding.iter().filter(fits).copied().collect())
        };
        // What the tool may have misread is no finding about the article.
        let reread = of(ReportList::Reread, false);
        let verify = of(ReportList::Verify, false);
        let easy = of(ReportList::Verify, true);
        if !reread.rules.is_empty() {
            lists.reread.push(reread);
        } else if !verify.rules.is_empty() && verify.weight >= rules.threshold {
            lists.verify.push(verify);
        } else if !easy.rules.is_empty() {
            let checkable = article.annotation.claims[claim].checkable.len();
            // Of those that are easy, the ones come first in which there is most to look up.
            lists.easy.push(Item { weight: easy.weight + checkable as f64, ..easy });
        }
    }
    lists.verify.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.claim.cmp(&b.claim)));
    lists.easy.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.claim.cmp(&b.claim)));
    lists.easy.truncate(rules.most_easy);
    lists
}

/// Whether a rule holds for a claim that overlaps a span, with facts that the text alone does not show.
pub fn holds_alone(
    rule: &str,
    annotation: &Annotation,
    span: Span,
    told: &[Fact],
    language: &Language,
) -> bool {
    let article = Article::new(annotation);
    let facts = facts::of(&article, language, |_| told.to_vec());
    let Some(rule) = language.report.rules.iter().find(|r| r.id == rule) else { return false };
    annotation
        .claims
        .iter()
        .zip(&facts)
        .any(|(c, facts)| c.spans.iter().any(|s| s.overlaps(span)) && rule.holds(facts))
}
