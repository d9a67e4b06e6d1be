//! Comparing two articles: every link between them that needs no third.

use super::drafts::{Draft, Findings, LinkId, Pairing, Spot};
use super::likeness::{Likeness, Nearness};
use super::measures::Evidence;
use super::passages::{self, PassagePair};
use super::sketch::Sketch;
use super::statements::{self, StatementPair};
use super::voices::{Basis, Told, differences};
use super::weights::Weighed;
use super::{aliases, quotations};
use crate::model::{LinkForm, LinkType};
use crate::rules::ProvenanceRules;

/// Articles that share this part of their words speak of one matter, so that their names can be compared.
const NEAR: f32 = 0.12;

/// Articles of which the share of common words and half the share of common names come to less, and that do not cite each other,
/// are on two matters: that both count their dead, or that somebody denies something in both, says nothing. Of 14,000 pairs of
/// articles on different matters one in forty lies above this.
const SAME_MATTER: f32 = 0.19;

/// An article that is compared.
#[derive(Clone, Copy, Debug)]
pub struct Comparison<'a> {
    pub weighed: &'a Weighed,
    /// The keys of its outlet.
    pub own: &'a [u64],
}

/// Compares two articles; the one whose id comes first is to be given first.
pub fn compare(a: Comparison<'_>, b: Comparison<'_>, rules: &ProvenanceRules) -> Findings {
    let mut builder =
        Builder { sketches: [&a.weighed.sketch, &b.weighed.sketch], findings: Findings::default() };
    let (x, y) = (a.weighed, b.weighed);
    if x.sketch.reference && y.sketch.reference {
        return builder.findings;
    }
    let articles = nearness(a, b);
    let Nearness { words: near, cited, .. } = articles;
    let on_one_matter = on_one_matter(articles);
    let pairs = if on_one_matter { statements::find(x, y, articles, rules) } else { Vec::new() };
    let passages = passages::find(x, y, articles, &pairs, rules);
    let mut ids = Vec::new();
    for p in &passages {
        ids.push(builder.passage(p));
    }
    let held = passages.iter().filter(|p| !p.waits).count();
    let (passages, ids) = (&passages[..held], &ids[..held]);
    for q in quotations::find(x, y, near, rules) {
        if q.kind == LinkType::QuotationAltered && !on_one_matter {
            continue;
        }
        let spots = q.numbers.map(|n| Spot::Quotation(n as u32));
        let id = builder.add(q.kind, q.form, spots, false, None, (q.confidence, q.evidence, false));
        builder.pair(spots, Some(id), q.confidence, false);
    }
    // A place that serves as a root only says nothing that could be checked against the batch.
    if !x.sketch.reference && !y.sketch.reference {
        builder.statements([a, b], cited, pairs, (passages, ids), rules);
    }
    if near >= NEAR || builder.findings.links.iter().any(|l| !l.waits) {
        builder.findings.aliases = aliases::propose(x.names(), y.names(), rules);
    }
    builder.findings
}

/// Measures every two statements of two articles, if these are on one matter; the numbers of the statements go with it.
pub fn measure(
    a: Comparison<'_>,
    b: Comparison<'_>,
    rules: &ProvenanceRules,
) -> Vec<([usize; 2], Likeness)> {
    let articles = nearness(a, b);
    if !on_one_matter(articles) {
        return Vec::new();
    }
    statements::likenesses(a.weighed, b.weighed, articles, rules)
}

fn nearness(a: Comparison<'_>, b: Comparison<'_>) -> Nearness {
    let (x, y) = (a.weighed, b.weighed);
    let cites = |s: &Sketch, own: &[u64]| {
        s.mentions.iter().any(|m| m.readings.iter().any(|r| own.contains(&r.0)))
    };
    Nearness {
        words: x.whole.shared(&y.whole).contained,
        names: x.named.shared(&y.named).contained,
        cited: cites(&x.sketch, b.own) || cites(&y.sketch, a.own),
    }
}

fn on_one_matter(articles: Nearness) -> bool {
    articles.words + articles.names / 2.0 >= SAME_MATTER || articles.cited
}

/// Collects what is found between two articles.
struct Builder<'a> {
    sketches: [&'a Sketch; 2],
    findings: Findings,
}

impl Builder<'_> {
    fn passage(&mut self, p: &PassagePair) -> LinkId {
        let spots = [0, 1].map(|side| {
            let ((first, end), (from, to)) = (p.passages[side], p.sentences[side]);
            let passages = (first as u32, end as u32 - 1);
            Spot::Passage { passages, sentences: (from as u32, to as u32) }
        });
        let told = (p.confidence, p.evidence.clone(), p.waits);
        let id = self.add(LinkType::SamePassage, Some(p.form), spots, false, None, told);
        self.pair(spots, Some(id), p.confidence, p.waits);
        id
    }

    fn statements(
        &mut self,
        [a, b]: [Comparison<'_>; 2],
        cited: bool,
        pairs: Vec<StatementPair>,
        (passages, ids): (&[PassagePair], &[LinkId]),
        rules: &ProvenanceRules,
    ) {
        let (x, y) = (a.weighed, b.weighed);
        let depends = !passages.is_empty() || cited;
        let common = |i: usize, k: usize| {
            let at = [x.sketch.statements[i].sentence, y.sketch.statements[k].sentence];
            let holds = |p: &&PassagePair| {
                (0..2).all(|s| (p.sentences[s].0..p.sentences[s].1).contains(&at[s]))
            };
            passages.iter().position(|p| holds(&p))
        };
        for pair in pairs {
            let StatementPair {
                numbers: [i, k],
                kind,
                form,
                confidence,
                evidence,
                shared,
                alike,
                best,
                first,
                waits,
            } = pair;
            let spots = [i, k].map(|n| Spot::Statement(n as u32));
            // A passage of several sentences says it already.
            let inside = common(i, k)
                .filter(|&p| passages[p].form == LinkForm::Verbatim || passages[p].is_long())
                .map(|p| ids[p]);
            let basis = match (kind, inside) {
                (LinkType::SameClaim, Some(_)) if waits => continue,
                (LinkType::SameClaim, Some(passage)) => {
                    self.pair(spots, None, confidence, false);
                    passage
                }
                _ => {
                    let id =
                        self.add(kind, form, spots, false, None, (confidence, evidence, waits));
                    if kind == LinkType::SameClaim {
                        self.pair(spots, Some(id), confidence, waits);
                    }
                    id
                }
            };
            if kind != LinkType::SameClaim {
                continue;
            }
            let told = [
                Told { sketch: &x.sketch, statement: &x.sketch.statements[i], own: a.own },
                Told { sketch: &y.sketch, statement: &y.sketch.statements[k], own: b.own },
            ];
            // What waits is taken for as sure as it could be, and weighed again when that is known.
            let confidence = if waits { 1.0 } else { confidence };
            let basis_of = Basis { confidence, shared, alike, best, first, depends };
            for d in differences(told[0], told[1], basis_of, rules) {
                let told = (d.confidence, d.evidence, waits);
                self.add(d.kind, None, spots, d.turned, Some(basis), told);
            }
        }
    }

    fn add(
        &mut self,
        kind: LinkType,
        form: Option<LinkForm>,
        spots: [Spot; 2],
        turned: bool,
        basis: Option<LinkId>,
        (confidence, evidence, waits): (f64, Vec<Evidence>, bool),
    ) -> LinkId {
        let spans = [0, 1].map(|side| spots[side].spans(self.sketches[side]));
        let ends = if turned { [1, 0] } else { [0, 1] };
        let places = ends.iter().map(|&e| (self.sketches[e].id.as_str(), spans[e].as_slice()));
        let id = LinkId::of(kind, places);
        let start = spans[ends[0]].first().map_or(0, |s| s.start as u32);
        let draft =
            Draft { id, kind, form, spots, turned, start, basis, confidence, evidence, waits };
        self.findings.links.push(draft);
        id
    }

    fn pair(&mut self, spots: [Spot; 2], link: Option<LinkId>, confidence: f64, waits: bool) {
        let confidence = confidence as f32;
        self.findings.pairings.push(Pairing { spots, link, confidence, waits });
    }
}
