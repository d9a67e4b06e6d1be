//! Comparing two articles: every link between them that needs no third.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::passages::{self, PassagePair};
use super::sketch::{Sketch, Statement};
use super::statements::{self, StatementPair};
use super::voices::{Told, differences};
use super::weights::Weighed;
use super::{aliases, quotations};
use crate::model::{GroupKind, Link, LinkForm, LinkType, Place, Reason, Span, Traceability};
use crate::rules::ProvenanceRules;

/// Texts of places are cut at so many characters.
const SHOWN: usize = 240;
/// Articles that share this part of their words speak of one matter, so that their names can be compared.
const NEAR: f32 = 0.12;

/// An article that is compared.
#[derive(Clone, Copy, Debug)]
pub struct Comparison<'a> {
    pub weighed: &'a Weighed,
    /// The keys of its outlet.
    pub own: &'a [u64],
}

/// What a comparison finds. Offsets are bytes of the articles' texts.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Findings {
    pub links: Vec<Link>,
    pub pairings: Vec<Pairing>,
    /// Pairs of names that may mean the same, with their reasons.
    pub aliases: Vec<(String, String, f64, Vec<Reason>)>,
}

/// Two places that belong to one group, with the link between them if there is one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pairing {
    pub kind: GroupKind,
    pub nodes: [Node; 2],
    pub link: Option<String>,
}

/// A place in a group.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Node {
    /// First and last number of its passages, quotation or statement.
    pub units: (u32, u32),
    pub place: Place,
    /// Whether a reader can tell who its source is.
    pub visible: bool,
}

/// Compares two articles; the one whose id comes first is to be given first.
pub fn compare(a: Comparison<'_>, b: Comparison<'_>, rules: &ProvenanceRules) -> Findings {
    let mut findings = Findings::default();
    let (x, y) = (a.weighed, b.weighed);
    if x.sketch.reference && y.sketch.reference {
        return findings;
    }
    let near = x.whole.shared(&y.whole).contained;
    let passages = passages::find(x, y, rules);
    let mut ids = Vec::new();
    for p in &passages {
        ids.push(findings.passage(x, y, p));
    }
    for q in quotations::find(x, y, near, rules) {
        let nodes =
            [quotation_node(&x.sketch, q.numbers[0]), quotation_node(&y.sketch, q.numbers[1])];
        findings.add(
            q.kind,
            q.form,
            nodes,
            Some(GroupKind::Quotation),
            &[],
            (q.confidence, q.evidence),
        );
    }
    // A place that serves as a root only says nothing that could be checked against the batch.
    if !x.sketch.reference && !y.sketch.reference {
        findings.statements(a, b, near, &passages, &ids, rules);
    }
    if near >= NEAR || !findings.links.is_empty() {
        findings.aliases = aliases::propose(&x.sketch.names, &y.sketch.names, rules);
    }
    findings
}

impl Findings {
    fn passage(&mut self, x: &Weighed, y: &Weighed, p: &PassagePair) -> String {
        let nodes = [passage_node(&x.sketch, p, 0), passage_node(&y.sketch, p, 1)];
        let told = (p.confidence, p.evidence.clone());
        self.add(LinkType::SamePassage, Some(p.form), nodes, Some(GroupKind::Passage), &[], told)
    }

    fn statements(
        &mut self,
        a: Comparison<'_>,
        b: Comparison<'_>,
        near: f32,
        passages: &[PassagePair],
        ids: &[String],
        rules: &ProvenanceRules,
    ) {
        let (x, y) = (a.weighed, b.weighed);
        let common = |i: usize, k: usize| {
            let at = [x.sketch.statements[i].sentence, y.sketch.statements[k].sentence];
            let holds = |p: &&PassagePair| {
                (0..2).all(|s| (p.sentences[s].0..p.sentences[s].1).contains(&at[s]))
            };
            passages.iter().position(|p| holds(&p))
        };
        // Inside a common passage the articles are as near as can be.
        let nearness = |i: usize, k: usize| if common(i, k).is_some() { 1.0 } else { near };
        let inside = |n: [usize; 2]| common(n[0], n[1]).is_some();
        let pairs = statements::find(x, y, near, &nearness, &inside, rules);
        let cites = |s: &Sketch, own: &[u64]| {
            s.mentions.iter().any(|m| m.readings.iter().any(|r| own.contains(&r.0)))
        };
        let depends = !passages.is_empty() || cites(&x.sketch, b.own) || cites(&y.sketch, a.own);
        for StatementPair { numbers: [i, k], kind, form, confidence, evidence, shared } in pairs {
            let nodes = || [statement_node(&x.sketch, i), statement_node(&y.sketch, k)];
            // A passage of several sentences says it already.
            let inside = common(i, k)
                .filter(|&p| passages[p].form == LinkForm::Verbatim || passages[p].is_long())
                .map(|p| ids[p].clone());
            let basis = match (kind, inside) {
                (LinkType::SameClaim, Some(passage)) => {
                    self.pairings.push(Pairing {
                        kind: GroupKind::Claim,
                        nodes: nodes(),
                        link: None,
                    });
                    passage
                }
                _ => {
                    let group = (kind == LinkType::SameClaim).then_some(GroupKind::Claim);
                    self.add(kind, form, nodes(), group, &[], (confidence, evidence))
                }
            };
            if kind != LinkType::SameClaim {
                continue;
            }
            let told = [
                Told { sketch: &x.sketch, statement: &x.sketch.statements[i], own: a.own },
                Told { sketch: &y.sketch, statement: &y.sketch.statements[k], own: b.own },
            ];
            for d in differences(told[0], told[1], (confidence, shared), depends, rules) {
                let [from, to] = nodes();
                let ends = if d.turned { [to, from] } else { [from, to] };
                let told = (d.confidence, d.evidence);
                self.add(d.kind, None, ends, None, std::slice::from_ref(&basis), told);
            }
        }
    }

    fn add(
        &mut self,
        kind: LinkType,
        form: Option<LinkForm>,
        nodes: [Node; 2],
        group: Option<GroupKind>,
        basis: &[String],
        (confidence, evidence): (f64, Vec<Reason>),
    ) -> String {
        let id = link_id(kind, &nodes[0].place, Some(&nodes[1].place));
        let [from, to] = [nodes[0].place.clone(), nodes[1].place.clone()];
        self.links.push(Link {
            id: id.clone(),
            kind,
            form,
            from,
            to: Some(to),
            name: None,
            basis: basis.to_vec(),
            confidence,
            evidence,
        });
        if let Some(kind) = group {
            self.pairings.push(Pairing { kind, nodes, link: Some(id.clone()) });
        }
        id
    }
}

/// `l-` and ten hexadecimal digits of the SHA-256 of type, articles and spans.
pub fn link_id(kind: LinkType, from: &Place, to: Option<&Place>) -> String {
    let mut hash = Sha256::new();
    hash.update(kind.name());
    for place in [Some(from), to].into_iter().flatten() {
        hash.update([0]);
        hash.update(&place.article);
        for s in &place.spans {
            hash.update((s.start as u64).to_le_bytes());
            hash.update((s.end as u64).to_le_bytes());
        }
    }
    let digits: String = hash.finalize().iter().take(5).map(|b| format!("{b:02x}")).collect();
    format!("l-{digits}")
}

/// A place of an article: its spans in bytes and its words.
pub fn place(sketch: &Sketch, spans: Vec<Span>) -> Place {
    let parts: Vec<&str> = spans.iter().map(|s| s.of(&sketch.text).trim()).collect();
    let whole = parts.join(" \u{2026} ").split_whitespace().collect::<Vec<_>>().join(" ");
    let text = match whole.char_indices().nth(SHOWN) {
        Some((cut, _)) => format!("{}\u{2026}", &whole[..cut]),
        None => whole,
    };
    Place {
        article: sketch.id.clone(),
        spans,
        text,
        claim: None,
        attribution: None,
        source: None,
        relay: None,
        hedged: false,
    }
}

fn passage_node(sketch: &Sketch, p: &PassagePair, side: usize) -> Node {
    let (from, to) = p.sentences[side];
    let units = (p.passages[side].0 as u32, p.passages[side].1 as u32 - 1);
    // A span a paragraph, so that a place never covers what stands between two.
    let mut spans: Vec<Span> = Vec::new();
    for &(first, last) in &sketch.passages[p.passages[side].0..p.passages[side].1] {
        let (first, last) = (first.max(from), last.min(to));
        if first < last {
            let end = sketch.sentences[last - 1].span.end;
            spans.push(Span { start: sketch.sentences[first].span.start, end });
        }
    }
    // The passage speaks in the voice that all its statements share.
    let inside: Vec<&Statement> =
        sketch.statements.iter().filter(|s| (from..to).contains(&s.sentence)).collect();
    let voice = inside.first().and_then(|s| s.voice);
    let voice = voice.filter(|_| inside.iter().all(|s| s.voice == voice));
    let mut node = Node { units, place: place(sketch, spans), visible: false };
    speak(&mut node, sketch, voice);
    node.place.hedged = inside.iter().any(|s| s.hedged);
    node
}

fn quotation_node(sketch: &Sketch, number: usize) -> Node {
    let q = &sketch.quotations[number];
    let mut node = Node {
        units: (number as u32, number as u32),
        place: place(sketch, vec![q.inner]),
        visible: false,
    };
    speak(&mut node, sketch, q.voice);
    (node.place.claim, node.place.attribution) = (q.claim.clone(), q.attribution.clone());
    node
}

fn statement_node(sketch: &Sketch, number: usize) -> Node {
    let s = &sketch.statements[number];
    let mut node = Node {
        units: (number as u32, number as u32),
        place: place(sketch, s.spans.clone()),
        visible: false,
    };
    speak(&mut node, sketch, s.voice);
    node.place.claim = Some(s.claim.clone());
    node.place.attribution = s.attribution.clone();
    node.place.hedged = s.hedged;
    node
}

fn speak(node: &mut Node, sketch: &Sketch, voice: Option<usize>) {
    let Some(voice) = voice.map(|v| &sketch.voices[v]) else { return };
    node.place.source = voice.names.last().cloned();
    node.place.relay = (voice.names.len() > 1).then(|| voice.names[0].clone());
    node.visible = voice.traceability.is_some_and(|t| t <= Traceability::T4);
}
