//! Statements: the same thing put forward in two articles, whatever the wording, or the opposite of it.

use super::likeness::{Around, Likeness, MOST_NAMES, MOST_PLAIN, Nearness, likeness, matter, tens};
use super::measures::{Evidence, Judged, Measure, Score};
use super::weights::Weighed;
use crate::model::{LinkForm, LinkType};
use crate::rules::ProvenanceRules;

/// In passages that share so much, in thousandths, a statement may have a second partner.
const NEAR_PASSAGES: i32 = 350;
/// From this confidence on a statement may have a second partner.
const SURE: f64 = 0.7;
/// Two statements that hang together, by their numbers.
#[derive(Clone, Debug)]
pub struct StatementPair {
    pub numbers: [usize; 2],
    pub kind: LinkType,
    pub form: Option<LinkForm>,
    pub confidence: f64,
    pub evidence: Vec<Evidence>,
    /// How much they share: the sum of the weights, in tens, and the part of all.
    pub shared: f32,
    pub alike: f32,
    /// Whether they share more with each other than with any other.
    pub best: bool,
    /// Whether neither has a surer partner.
    pub first: bool,
    /// Whether it holds only if a third article speaks for it.
    pub waits: bool,
}

/// The pairs of statements that say the same or contradict each other, one partner each. `articles` tells how near the
/// articles are.
pub fn find(
    a: &Weighed,
    b: &Weighed,
    articles: Nearness,
    rules: &ProvenanceRules,
) -> Vec<StatementPair> {
    let mut found = Vec::new();
    let ceilings = [LinkType::SameClaim, LinkType::Contradicts].map(|k| Ceiling::new(k, rules));
    each(a, b, articles, |[i, k], around| {
        if ceilings.iter().any(|c| c.admits(around)) {
            let likeness = likeness((a, i), (b, k), around, rules);
            found.extend(judge([i, k], &likeness, around, rules));
        }
    });
    // Surest first. Who contradicts one contradicts all that say the same; those that say the same have one partner
    // each, but a sentence may have taken up two where that is sure.
    found.sort_by(|x, y| y.confidence.total_cmp(&x.confidence).then(x.numbers.cmp(&y.numbers)));
    let (mut taken, mut waiting): ([Vec<usize>; 2], [Vec<usize>; 2]) = Default::default();
    found.retain_mut(|p| {
        if p.kind == LinkType::Contradicts {
            let free = (0..2).all(|side| !waiting[side].contains(&p.numbers[side]));
            if p.waits {
                (0..2).for_each(|side| waiting[side].push(p.numbers[side]));
            }
            return free || !p.waits;
        }
        let partners = |side: usize| taken[side].iter().filter(|&&n| n == p.numbers[side]).count();
        let near = p.evidence.iter().find(|e| e.measure == Measure::PassagesNear);
        let near = near.is_some_and(|e| e.value >= NEAR_PASSAGES);
        let several = !p.waits && (near || p.confidence >= SURE);
        let most = if several { 2 } else { 1 };
        p.first = partners(0) + partners(1) == 0;
        let keep = partners(0) < most && partners(1) < most;
        if keep {
            (0..2).for_each(|side| taken[side].push(p.numbers[side]));
        }
        keep
    });
    found.sort_by_key(|p| p.numbers);
    found
}

/// Every two statements that share a word, and what is known of them before their words are looked at.
fn each(a: &Weighed, b: &Weighed, articles: Nearness, mut take: impl FnMut([usize; 2], Around)) {
    let grid = a.statements.shared(&b.statements);
    let local = a.local().shared(b.local());
    let passages = a.passages.shared(&b.passages);
    let best = local.best();
    for (i, k) in grid.pairs(1) {
        let around = Around {
            shared: grid.at(i, k),
            local: local.at(i, k),
            best: best.mutual(i, k),
            passages: passages.at(a.passage_of(i), b.passage_of(k)).contained,
            articles,
        };
        take([i, k], around);
    }
}

/// Measures every two statements that share a word, so that weights can be fitted.
pub fn likenesses(
    a: &Weighed,
    b: &Weighed,
    articles: Nearness,
    rules: &ProvenanceRules,
) -> Vec<([usize; 2], Likeness)> {
    let mut list = Vec::new();
    each(a, b, articles, |[i, k], around| {
        list.push(([i, k], likeness((a, i), (b, k), around, rules)));
    });
    list
}

/// The most that the score of two statements can come to, by what is known before their words are looked at.
struct Ceiling {
    /// What weighs what is known.
    weights: [f64; 10],
    /// What all the rest can add.
    rest: f64,
    /// What a sum must reach.
    least: f64,
}

impl Ceiling {
    fn new(kind: LinkType, rules: &ProvenanceRules) -> Ceiling {
        use Measure::*;
        let weight = |m| rules.weight(Judged::Link(kind), m);
        let known = [WordsContained, WordsWeighted, WordsShared, WordsLocal, WordsBest];
        let near = [PassagesNear, ArticlesNear, ArticlesMatter, ArticlesNames, ArticlesLinked];
        let known: Vec<Measure> = known.into_iter().chain(near).collect();
        let others = Judged::Link(kind).measures().iter().filter(|m| !known.contains(m));
        let most = |m: &Measure| match m {
            NamesSame => f64::from(MOST_NAMES),
            WordsPlain => MOST_PLAIN as f64,
            _ => 1.0,
        };
        let others: f64 = others.map(|m| (weight(*m) * most(m)).max(0.0)).sum();
        let mut weights = [0.0; 10];
        weights.iter_mut().zip(known).for_each(|(w, m)| *w = weight(m));
        // Values are rounded to thousandths, and their products to ten-thousandths.
        let rounding = weights.iter().map(|w| w.abs() * 0.001).sum::<f64>() + 0.002;
        let rest = weight(Constant) + others + rounding;
        Ceiling { weights, rest, least: rules.least_score() }
    }

    /// Whether two statements may be linked. Most are told apart by this, before their words are looked at.
    fn admits(&self, of: Around) -> bool {
        let best = f32::from(of.best);
        let Around { shared, local, passages, articles, .. } = of;
        let words = [shared.contained, shared.jaccard, tens(shared), local.contained, best];
        let values = words.into_iter().chain([
            passages,
            articles.words,
            matter(articles.words),
            articles.names,
            f32::from(articles.cited),
        ]);
        let sum: f64 = values.zip(self.weights).map(|(v, w)| f64::from(v) * w).sum();
        sum + self.rest >= self.least
    }
}

/// What two statements that were measured say of each other; both kinds of links, if each waits for a third article.
fn judge(
    numbers: [usize; 2],
    likeness: &Likeness,
    around: Around,
    rules: &ProvenanceRules,
) -> Vec<StatementPair> {
    let Around { shared, best, .. } = around;
    let kinds = [LinkType::SameClaim, LinkType::Contradicts];
    let scored = kinds.into_iter().take(1 + usize::from(likeness.against)).map(|kind| {
        let mut score = Score::of_link(rules, kind);
        for (measure, value) in likeness.measured {
            if Judged::Link(kind).measures().contains(&measure) {
                score.add(measure, value);
            }
        }
        (kind, score)
    });
    let mut scored: Vec<(LinkType, Score<'_>)> =
        scored.filter(|(_, score)| score.holds() || score.may_hold()).collect();
    scored.sort_by(|x, y| y.1.sum().total_cmp(&x.1.sum()));
    // What holds leaves nothing open.
    if scored.first().is_some_and(|s| s.1.holds()) {
        scored.truncate(1);
    }
    let pair = |(kind, score): (LinkType, Score<'_>)| {
        let sort = if likeness.figures { LinkForm::Figure } else { LinkForm::Sense };
        let waits = !score.holds();
        let (confidence, evidence) = score.finish();
        StatementPair {
            numbers,
            kind,
            form: (kind == LinkType::Contradicts).then_some(sort),
            confidence,
            evidence,
            shared: tens(shared),
            alike: shared.jaccard,
            best,
            first: true,
            waits,
        }
    };
    scored.into_iter().map(pair).collect()
}
