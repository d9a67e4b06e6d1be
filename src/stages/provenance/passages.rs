//! Passages: paragraphs of two articles of which one was written after the other, word by word or in other words.

use std::collections::BTreeMap;

use super::likeness::{Nearness, matter};
use super::measures::{Evidence, Measure, Score};
use super::overlap::{Grid, order_share, run_share};
use super::statements::StatementPair;
use super::weights::Weighed;
use crate::model::{LinkForm, LinkType};
use crate::rules::ProvenanceRules;

/// Passages that share less than this part of their weight are not looked at more closely.
const WORTH_A_LOOK: f32 = 0.15;
/// A passage of fewer telling words can be alike by chance.
const FEWEST_SHARED: usize = 4;
/// Passages that share a smaller part of all their weight, or fewer words, name the same actors, but one is not written after
/// the other, unless a good part is copied or several sentences say the same.
const ALIKE: f32 = 0.25;
const MANY_SHARED: usize = 7;
const COPIED: f32 = 0.4;
const SEVERAL: f32 = 1.4;
/// From this share of common runs on a passage is verbatim.
const VERBATIM: f32 = 0.6;
/// A sentence at the end of a passage belongs to it when the other passage holds this part of its weight.
const BELONGS: f32 = 0.3;

/// Two passages that hang together: ranges of passages and of sentences in both.
#[derive(Clone, Debug)]
pub struct PassagePair {
    pub passages: [(usize, usize); 2],
    pub sentences: [(usize, usize); 2],
    pub form: LinkForm,
    pub confidence: f64,
    pub evidence: Vec<Evidence>,
    /// Whether it holds only if a third article speaks for it.
    pub waits: bool,
}

impl PassagePair {
    /// Whether it has several sentences on both sides.
    pub fn is_long(&self) -> bool {
        self.sentences.iter().all(|s| s.1 - s.0 > 1)
    }
}

/// The pairs of passages that hang together, in order of the first article.
pub fn find(
    a: &Weighed,
    b: &Weighed,
    articles: Nearness,
    claims: &[StatementPair],
    rules: &ProvenanceRules,
) -> Vec<PassagePair> {
    let mut found = Vec::new();
    let grid = a.passages.shared(&b.passages);
    let best = grid.best();
    let local = a.local_passages().shared(b.local_passages());
    let mut narrowed = None;
    for (i, k) in grid.pairs(FEWEST_SHARED) {
        let shared = grid.at(i, k);
        let (said, sentences) = common_claims((a, i), (b, k), claims);
        if shared.contained < WORTH_A_LOOK {
            continue;
        }
        let words = |of: &Weighed, p: usize| {
            let (first, last) = of.sketch.passages[p];
            let words = of.sketch.sentences[first..last].iter().flat_map(|s| &s.words);
            words.map(|w| (w.exact, w.stem)).unzip::<_, _, Vec<u32>, Vec<u32>>()
        };
        let ((exact_a, stems_a), (exact_b, stems_b)) = (words(a, i), words(b, k));
        let run = run_share(&exact_a, &exact_b);
        let alike = shared.jaccard >= ALIKE && shared.count >= MANY_SHARED;
        let open = !alike && run < COPIED && sentences < SEVERAL;
        let mut score = Score::of_link(rules, LinkType::SamePassage);
        score
            .add(Measure::WordsContained, shared.contained)
            .add(Measure::WordsWeighted, shared.jaccard)
            .add(Measure::WordsRun, run)
            .add(Measure::WordsOrder, order_share(&stems_a, &stems_b))
            .add(Measure::WordsShared, (shared.weight / 10.0).min(5.0))
            .add(Measure::WordsBest, f32::from(best.mutual(i, k)))
            .add(Measure::WordsLocal, local.at(i, k).contained)
            .add(Measure::ArticlesMatter, matter(articles.words))
            .add(Measure::ArticlesNames, articles.names)
            .add(Measure::ClaimsSame, said)
            .add(Measure::ArticlesLinked, f32::from(articles.cited));
        let holds = score.holds() && !open;
        if holds || score.may_hold() {
            let form = if run >= VERBATIM { LinkForm::Verbatim } else { LinkForm::Reworded };
            let [x, y] = narrowed.get_or_insert_with(|| {
                [a.sentences().shared(&b.passages), b.sentences().shared(&a.passages)]
            });
            let sentences = [narrow(a, i, x, k), narrow(b, k, y, i)];
            let (confidence, evidence) = score.finish();
            let passages = [(i, i + 1), (k, k + 1)];
            let waits = !holds;
            found.push(PassagePair { passages, sentences, form, confidence, evidence, waits });
        }
    }
    let (waiting, found): (Vec<_>, Vec<_>) = found.into_iter().partition(|p| p.waits);
    let mut list = join(surest(found));
    list.extend(nearest(waiting));
    list
}

/// Of several partners that a third article may speak for, the surest.
fn nearest(mut waiting: Vec<PassagePair>) -> Vec<PassagePair> {
    waiting.sort_by(|x, y| y.confidence.total_cmp(&x.confidence).then(x.passages.cmp(&y.passages)));
    let mut taken: [Vec<(usize, usize)>; 2] = Default::default();
    waiting.retain(|p| {
        let free = (0..2).all(|side| !taken[side].contains(&p.passages[side]));
        if free {
            (0..2).for_each(|side| taken[side].push(p.passages[side]));
        }
        free
    });
    waiting
}

/// How many sentences of two passages put forward the same, each as surely as its claims do: as a part of the shorter one, and
/// in all.
fn common_claims(
    (a, i): (&Weighed, usize),
    (b, k): (&Weighed, usize),
    claims: &[StatementPair],
) -> (f32, f32) {
    let inside = |p: &&StatementPair| {
        let [s, t] = p.numbers;
        !p.waits && p.kind == LinkType::SameClaim && a.passage_of(s) == i && b.passage_of(t) == k
    };
    let mut best: BTreeMap<usize, f64> = BTreeMap::new();
    for p in claims.iter().filter(inside) {
        let sentence = a.sketch.statements[p.numbers[0]].sentence;
        let most = best.entry(sentence).or_default();
        *most = most.max(p.confidence);
    }
    let length = |of: &Weighed, p: usize| of.sketch.passages[p].1 - of.sketch.passages[p].0;
    let shorter = length(a, i).min(length(b, k)).max(1);
    let sum = best.values().sum::<f64>() as f32;
    ((sum / shorter as f32).min(1.0), sum)
}

/// The sentences of passage `i` of `a`, without those at its ends that have nothing of passage `k` of the other article, with
/// whose passages `grid` compares them.
fn narrow(a: &Weighed, i: usize, grid: &Grid<'_>, k: usize) -> (usize, usize) {
    let (first, last) = a.sketch.passages[i];
    let belongs = |s: &usize| {
        let total = a.sentences().total(*s);
        grid.at(*s, k).weight >= BELONGS * total && total > 0.0
    };
    let from = (first..last).find(belongs).unwrap_or(first);
    let to = (first..last).rev().find(belongs).map_or(last, |s| s + 1);
    (from, to)
}

/// Of several partners of a passage only those stay that are about as sure as its best: a paragraph may have been divided,
/// but it is not taken from two paragraphs that say the same.
fn surest(found: Vec<PassagePair>) -> Vec<PassagePair> {
    let strength = |p: &PassagePair| p.confidence;
    let top = |side: usize, at: (usize, usize)| {
        found.iter().filter(|p| p.passages[side] == at).map(strength).fold(0.0, f64::max)
    };
    let tops: Vec<[f64; 2]> =
        found.iter().map(|p| [top(0, p.passages[0]), top(1, p.passages[1])]).collect();
    let near = |p: &PassagePair, top: f64| (1.0 - p.confidence) <= 4.0 * (1.0 - top) + 0.02;
    found
        .into_iter()
        .zip(tops)
        .filter(|(p, [x, y])| near(p, *x) && near(p, *y))
        .map(|(p, _)| p)
        .collect()
}

/// Joins verbatim passages that follow each other in both articles.
fn join(found: Vec<PassagePair>) -> Vec<PassagePair> {
    let mut list: Vec<PassagePair> = Vec::new();
    for pair in found {
        let before = list.iter_mut().find(|p| {
            p.form == LinkForm::Verbatim
                && pair.form == LinkForm::Verbatim
                && p.passages[0].1 == pair.passages[0].0
                && p.passages[1].1 == pair.passages[1].0
        });
        match before {
            Some(p) => {
                for side in 0..2 {
                    p.passages[side].1 = pair.passages[side].1;
                    p.sentences[side].1 = pair.sentences[side].1;
                }
                // The surest part speaks for the whole.
                if pair.confidence > p.confidence {
                    (p.confidence, p.evidence) = (pair.confidence, pair.evidence);
                }
            }
            None => list.push(pair),
        }
    }
    list
}
