//! Joining the reviews of several readers: what they agree on becomes one review, what they do not is listed.

use std::collections::{BTreeMap, BTreeSet};

use super::{FORMAT, Judged, Review, ReviewArticle, Verdict};

/// An attribution on which readers disagree.
#[derive(Clone, Debug, PartialEq)]
pub struct Disagreement {
    /// Id of the article.
    pub article: String,
    /// Id of the attribution.
    pub attribution: String,
    /// What each reader left, by initials.
    pub sides: Vec<(String, Judged)>,
    /// The words of the content, or of the cue where there is none.
    pub words: String,
}

/// Joins reviews. An attribution is as those left it who judged it, if they agree; on a disagreement it is open again.
/// Digests of rules and days are those of all, since each says something of the joined file.
pub fn merge(reviews: &[Review]) -> (Review, Vec<Disagreement>) {
    let mut articles: BTreeMap<(&str, &str), Vec<(&str, &ReviewArticle)>> = BTreeMap::new();
    for review in reviews {
        for article in &review.articles {
            let key = (article.id.as_str(), article.text_sha256.as_str());
            articles.entry(key).or_default().push((&review.reviewer, article));
        }
    }
    let mut disagreements = Vec::new();
    let articles = articles.into_values().map(|sides| join(&sides, &mut disagreements)).collect();
    let joined = |of: fn(&Review) -> &str| {
        let values: BTreeSet<&str> = reviews.iter().map(of).filter(|v| !v.is_empty()).collect();
        values.into_iter().collect::<Vec<_>>().join("+")
    };
    let review = Review {
        format: FORMAT.to_owned(),
        reviewer: joined(|r| &r.reviewer),
        date: reviews.iter().map(|r| r.date.as_str()).max().unwrap_or_default().to_owned(),
        rules: joined(|r| &r.rules),
        version: joined(|r| &r.version),
        articles,
    };
    (review, disagreements)
}

fn join(sides: &[(&str, &ReviewArticle)], disagreements: &mut Vec<Disagreement>) -> ReviewArticle {
    let mut all: BTreeMap<&str, Vec<(&str, &Judged)>> = BTreeMap::new();
    for (reviewer, article) in sides {
        for a in &article.attributions {
            all.entry(&a.id).or_default().push((reviewer, a));
        }
    }
    let first = sides[0].1;
    let mut attributions: Vec<Judged> = Vec::new();
    for (id, told) in all {
        let judged: Vec<&(&str, &Judged)> =
            told.iter().filter(|(_, a)| a.verdict != Verdict::Open).collect();
        let mut result = judged.first().map_or(told[0].1, |(_, a)| a).clone();
        let notes: BTreeSet<String> = told
            .iter()
            .filter_map(|(who, a)| Some(format!("{who}: {}", a.note.as_deref()?)))
            .collect();
        result.note =
            Some(notes.into_iter().collect::<Vec<_>>().join("; ")).filter(|n| !n.is_empty());
        if judged.windows(2).any(|pair| !agree(pair[0].1, pair[1].1)) {
            disagreements.push(Disagreement {
                article: first.id.clone(),
                attribution: id.to_owned(),
                words: words(first, &result),
                sides: judged.iter().map(|(who, a)| ((*who).to_owned(), (*a).clone())).collect(),
            });
            // As the program had it, where somebody left it so.
            let original = told.iter().find(|(_, a)| !matches!(a.verdict, Verdict::Corrected));
            let note = result.note.take();
            result = original.map_or(result, |(_, a)| (*a).clone());
            (result.verdict, result.note) = (Verdict::Open, note);
        }
        attributions.push(result);
    }
    attributions.sort_by(|a, b| a.cue.cmp(&b.cue).then_with(|| a.id.cmp(&b.id)));
    let mut marks: BTreeMap<&str, &super::Mark> = BTreeMap::new();
    for mark in sides.iter().flat_map(|(_, a)| &a.marks) {
        marks.entry(&mark.claim).or_insert(mark);
    }
    ReviewArticle { attributions, marks: marks.into_values().cloned().collect(), ..first.clone() }
}

/// Whether two readers left the same.
fn agree(a: &Judged, b: &Judged) -> bool {
    let source = |j: &Judged| j.source.as_ref().map(|s| (s.spans.clone(), s.kind, s.identified));
    if !a.verdict.is_gold() || !b.verdict.is_gold() {
        return a.verdict == b.verdict;
    }
    a.cue == b.cue && a.content == b.content && source(a) == source(b) && a.stance == b.stance
}

fn words(article: &ReviewArticle, judged: &Judged) -> String {
    let spans = if judged.content.is_empty() { &judged.cue } else { &judged.content };
    let letters: Vec<char> = article.text.chars().collect();
    let part = |&(s, e): &(usize, usize)| letters.get(s..e).unwrap_or_default().iter().collect();
    let parts: Vec<String> = spans.iter().map(part).collect();
    parts.join(" … ").split_whitespace().collect::<Vec<_>>().join(" ")
}
