//! Groups: what hangs together over the batch, its roots, and whether its voices are independent of each other.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::unionfind::UnionFind;
use sha2::{Digest, Sha256};

use super::drafts::{LinkId, Node};
use super::words::words_of;
use crate::model::{
    Basis, Group, GroupKind, Independence, IndependenceReason, Link, LinkForm, Place, Root,
    VoiceRange,
};

/// Words of fewer letters do not tell names apart.
const TELLING_LETTERS: usize = 4;

/// The places of a component, one a stretch, in order of articles and spans. Articles are told by their places in the order
/// of all ids.
#[derive(Clone, Debug)]
pub struct Members {
    pub kind: GroupKind,
    pub nodes: Vec<(u32, Node)>,
    /// The ids of its links, in order.
    pub links: Vec<LinkId>,
    /// What was lost between its articles, in order of its links.
    pub lost: Vec<Lost>,
}

/// A source or a caveat that stands in one article and not in the other.
#[derive(Clone, Debug)]
pub struct Lost {
    pub from: u32,
    pub to: u32,
    /// Where it stands.
    pub place: Place,
}

/// A citation, its article, and the one that is cited if it is in the batch.
#[derive(Clone, Debug)]
pub struct Citation {
    pub from: u32,
    pub to: Option<u32>,
    pub link: Link,
}

/// What is known of the articles beside a group: whom they cite, with whom they share passages, which circle they are in.
#[derive(Clone, Debug, Default)]
pub struct Ties {
    /// In order of the citing articles.
    cites: Vec<Citation>,
    /// In order of the first article.
    shares: Vec<(u32, u32)>,
    circle_of: BTreeMap<u32, usize>,
}

impl Ties {
    /// Takes citations in order of the citing articles, the articles of every common passage, and the circles.
    pub fn new(
        cites: Vec<Citation>,
        passages: impl Iterator<Item = (u32, u32)>,
        circles: &[Vec<u32>],
    ) -> Self {
        let mut shares: Vec<(u32, u32)> = passages.flat_map(|(a, b)| [(a, b), (b, a)]).collect();
        shares.sort_by_key(|s| s.0);
        let of_circle = |(i, c): (usize, &Vec<u32>)| -> Vec<(u32, usize)> {
            c.iter().map(|a| (*a, i)).collect()
        };
        let circle_of = circles.iter().enumerate().flat_map(of_circle).collect();
        Ties { cites, shares, circle_of }
    }

    /// All citations, in order.
    pub fn citations(&self) -> &[Citation] {
        &self.cites
    }

    fn cites(&self, article: u32) -> &[Citation] {
        let from = self.cites.partition_point(|c| c.from < article);
        let to = self.cites.partition_point(|c| c.from <= article);
        &self.cites[from..to]
    }

    fn shares(&self, article: u32) -> impl Iterator<Item = u32> + '_ {
        let from = self.shares.partition_point(|s| s.0 < article);
        self.shares[from..].iter().take_while(move |s| s.0 == article).map(|s| s.1)
    }
}

/// The group of a component.
pub fn group(members: Members, ties: &Ties) -> Group {
    let Members { kind, nodes, links, lost } = members;
    let articles: BTreeSet<u32> = nodes.iter().map(|n| n.0).collect();
    let (mut roots, in_circle) = declared(&nodes, &articles, ties);
    if roots.is_empty() && kind == GroupKind::Passage && !in_circle {
        roots.extend(supposed(&articles, lost, ties));
    }
    let (voices, independence, reasons) = independence(&nodes, &articles, &roots, in_circle, ties);
    let places: Vec<Place> = nodes.into_iter().map(|n| n.1.place).collect();
    Group {
        id: group_id(kind, &places),
        kind,
        places,
        links: links.iter().map(LinkId::to_string).collect(),
        roots,
        voices,
        independence,
        reasons,
    }
}

/// The roots that the articles of a group declare, and whether they declare each other in a circle.
///
/// A citation counts for a group when it stands in its place, when it is a credit for the whole article, or when the
/// article that is cited has a place in the group.
fn declared(nodes: &[(u32, Node)], articles: &BTreeSet<u32>, ties: &Ties) -> (Vec<Root>, bool) {
    let mut found: Vec<(&Citation, Place)> = Vec::new();
    for (article, node) in nodes {
        for citation in ties.cites(*article) {
            let link = &citation.link;
            let inside = link.from.spans.iter().all(|s| {
                let around = node.place.spans.iter();
                // A source stands beside what it says, in the same sentence.
                around.clone().any(|p| p.overlaps(*s))
                    || node.place.source.as_deref().is_some_and(|n| n.contains(&link.from.text))
            });
            let credit = link.form == Some(LinkForm::Credit) && node.place.source.is_none()
                || link.form == Some(LinkForm::Credit) && !node.visible;
            let meant = citation.to.is_some_and(|t| articles.contains(&t));
            if inside || credit || meant {
                found.push((citation, node.place.clone()));
            }
        }
    }
    // Who declares a root is none; where all do, they stand in a circle.
    let declares: BTreeSet<u32> = found.iter().map(|(c, _)| c.from).collect();
    let through = |c: &Citation| c.to.is_some_and(|t| declares.contains(&t));
    let in_circle = !found.is_empty() && found.iter().all(|(c, _)| through(c));
    let mut roots: Vec<Root> = Vec::new();
    for (Citation { link, .. }, place) in found.iter().filter(|(c, _)| !through(c)) {
        let name = link.name.clone().unwrap_or_default();
        let article = link.to.as_ref().map(|t| t.article.clone());
        let same = |r: &&mut Root| {
            r.article.is_some() && r.article == article || same_name(&r.name, &name)
        };
        match roots.iter_mut().find(same) {
            Some(root) if !root.by.contains(place) => root.by.push(place.clone()),
            Some(_) => {}
            None => {
                roots.push(Root { name, article, basis: Basis::Declared, by: vec![place.clone()] })
            }
        }
    }
    roots.sort_by(|a, b| a.name.cmp(&b.name));
    (roots, in_circle)
}

/// The article that has sources or caveats which the others lost, if there is one alone. That is no proof: it may have
/// taken them from a third, so it is only supposed.
fn supposed(articles: &BTreeSet<u32>, lost: Vec<Lost>, ties: &Ties) -> Option<Root> {
    let mut balance: BTreeMap<u32, (i64, Vec<Place>)> = BTreeMap::new();
    for Lost { from, to, place } in lost {
        let entry = balance.entry(from).or_default();
        entry.0 += 1;
        entry.1.push(place);
        balance.entry(to).or_default().0 -= 1;
    }
    balance.retain(|article, _| articles.contains(article));
    let top = balance.values().map(|b| b.0).max().filter(|&b| b > 0)?;
    let mut best = balance.into_iter().filter(|(_, b)| b.0 == top);
    let (article, (_, by)) = best.next()?;
    // Who names whom it has it from is no root.
    if best.next().is_some() || !ties.cites(article).is_empty() {
        return None;
    }
    let name = by.first()?.article.clone();
    Some(Root { article: Some(name.clone()), name, basis: Basis::Supposed, by })
}

/// How many voices speak and whether two of them are independent.
fn independence(
    nodes: &[(u32, Node)],
    articles: &BTreeSet<u32>,
    roots: &[Root],
    in_circle: bool,
    ties: &Ties,
) -> (VoiceRange, Independence, Vec<IndependenceReason>) {
    let numbers: BTreeMap<u32, usize> = articles.iter().enumerate().map(|(i, a)| (*a, i)).collect();
    let by_id: BTreeMap<&str, usize> =
        nodes.iter().map(|(a, n)| (n.place.article.as_str(), numbers[a])).collect();
    let mut union = UnionFind::<usize>::new(articles.len());
    let mut reasons = BTreeSet::new();
    for (&article, &i) in &numbers {
        for other in ties.shares(article) {
            if let Some(&k) = numbers.get(&other) {
                union.union(i, k);
                reasons.insert(IndependenceReason::SamePassage);
            }
        }
        for citation in ties.cites(article) {
            if let Some(&k) = citation.to.and_then(|t| numbers.get(&t)) {
                union.union(i, k);
                reasons.insert(IndependenceReason::CitesEachOther);
            }
        }
    }
    let circles: BTreeSet<usize> =
        articles.iter().filter_map(|a| ties.circle_of.get(a).copied()).collect();
    if in_circle || !circles.is_empty() {
        reasons.insert(IndependenceReason::Circle);
    }
    for root in roots.iter().filter(|r| r.basis == Basis::Declared) {
        let mut by = root.by.iter().filter_map(|p| by_id.get(p.article.as_str()));
        if let Some(&first) = by.next() {
            by.for_each(|&k| {
                union.union(first, k);
            });
        }
        reasons.insert(IndependenceReason::OneDeclaredRoot);
    }
    // The names that a reader can find, by the cluster of articles in which they stand.
    let mut named: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    let (mut any, mut visible) = (false, false);
    for (article, node) in nodes {
        let Some(name) = node.place.source.as_deref() else { continue };
        any = true;
        if node.visible {
            visible = true;
            let home = union.find(numbers[article]);
            named.entry(home).or_default().push(name);
        }
    }
    let homes: BTreeSet<usize> = (0..articles.len()).map(|i| union.find(i)).collect();
    // A cluster counts as a voice of its own when it has a name that shares no word with those counted before.
    let mut counted: Vec<&str> = Vec::new();
    for names in named.values() {
        let new = names.iter().find(|n| !counted.iter().any(|c| same_name(c, n)));
        counted.extend(new);
    }
    let voices = VoiceRange { min: counted.len().max(1), max: homes.len() };
    if counted.len() >= 2 {
        let reasons = vec![IndependenceReason::TwoNamedRoots];
        return (voices, Independence::Established, reasons);
    }
    if !any {
        reasons.insert(IndependenceReason::NoVisibleRoot);
    } else if !visible {
        reasons.insert(IndependenceReason::AnonymousOnly);
    }
    (voices, Independence::NotEstablished, reasons.into_iter().collect())
}

/// Whether two names share a word that tells.
fn same_name(a: &str, b: &str) -> bool {
    let telling = |name: &str| -> BTreeSet<String> {
        let words = words_of(name);
        let long = words.iter().filter(|w| w.chars().count() >= TELLING_LETTERS).cloned();
        let long: BTreeSet<String> = long.collect();
        if long.is_empty() { words.into_iter().collect() } else { long }
    };
    !telling(a).is_disjoint(&telling(b))
}

fn group_id(kind: GroupKind, places: &[Place]) -> String {
    let mut hash = Sha256::new();
    hash.update([kind as u8]);
    for p in places {
        hash.update(&p.article);
        hash.update([0]);
        for s in &p.spans {
            hash.update((s.start as u64).to_le_bytes());
            hash.update((s.end as u64).to_le_bytes());
        }
    }
    let digits: String = hash.finalize().iter().take(5).map(|b| format!("{b:02x}")).collect();
    format!("g-{digits}")
}
