//! Groups: what hangs together over the batch, its roots, and whether its voices are independent of each other.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::unionfind::UnionFind;
use sha2::{Digest, Sha256};

use super::compare::{Node, Pairing};
use super::words::words_of;
use crate::model::{
    Basis, Circle, Group, GroupKind, Independence, IndependenceReason, Link, LinkForm, LinkType,
    Place, Root, Span, VoiceRange,
};

/// Words of fewer letters do not tell names apart.
const TELLING_LETTERS: usize = 4;

/// What groups are made from.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    pub pairings: &'a [Pairing],
    pub links: &'a [Link],
    pub circles: &'a [Circle],
}

/// The groups of a batch, in order of kind and first place.
pub fn groups(batch: Batch<'_>) -> Vec<Group> {
    let ties = Ties::new(batch);
    let mut list = Vec::new();
    for kind in [GroupKind::Passage, GroupKind::Quotation, GroupKind::Claim] {
        let members = components(batch.pairings, kind);
        list.extend(members.into_iter().map(|m| group(kind, m, &ties)));
    }
    let key = |g: &Group| (g.kind, g.places.first().map(|p| (p.article.clone(), p.spans.clone())));
    list.sort_by_cached_key(key);
    list
}

/// The places of a component, one a stretch, and the ids of its links.
struct Members<'a> {
    nodes: Vec<&'a Node>,
    links: BTreeSet<&'a str>,
}

/// The nodes by article and spans, so that each stretch is there once.
type Stretches<'a> = BTreeMap<(&'a str, &'a [Span]), &'a Node>;

fn components(pairings: &[Pairing], kind: GroupKind) -> Vec<Members<'_>> {
    // Verbatim passages may run over several paragraphs, so a place stands for each unit that it covers.
    let mut numbers: BTreeMap<(&str, u32), usize> = BTreeMap::new();
    let of_kind: Vec<&Pairing> = pairings.iter().filter(|p| p.kind == kind).collect();
    for node in of_kind.iter().flat_map(|p| &p.nodes) {
        for unit in node.units.0..=node.units.1 {
            let next = numbers.len();
            numbers.entry((&node.place.article, unit)).or_insert(next);
        }
    }
    let mut union = UnionFind::<usize>::new(numbers.len());
    for p in &of_kind {
        let first = |n: &Node, unit: u32| numbers[&(n.place.article.as_str(), unit)];
        let home = first(&p.nodes[0], p.nodes[0].units.0);
        for node in &p.nodes {
            for unit in node.units.0..=node.units.1 {
                union.union(home, first(node, unit));
            }
        }
    }
    let mut members: BTreeMap<usize, (Stretches<'_>, BTreeSet<&str>)> = BTreeMap::new();
    for p in &of_kind {
        let node = &p.nodes[0];
        let home = union.find(numbers[&(node.place.article.as_str(), node.units.0)]);
        let (nodes, links) = members.entry(home).or_default();
        for node in &p.nodes {
            nodes.insert((&node.place.article, &node.place.spans), node);
        }
        links.extend(p.link.as_deref());
    }
    members
        .into_values()
        .map(|(nodes, links)| Members { nodes: nodes.into_values().collect(), links })
        .collect()
}

/// What is known of the articles beside the group: whom they cite, with whom they share passages, what was lost.
struct Ties<'a> {
    cites: BTreeMap<&'a str, Vec<&'a Link>>,
    shares: BTreeMap<&'a str, Vec<&'a str>>,
    lost: Vec<&'a Link>,
    circle_of: BTreeMap<&'a str, usize>,
}

impl<'a> Ties<'a> {
    fn new(batch: Batch<'a>) -> Self {
        let mut ties = Ties {
            cites: BTreeMap::new(),
            shares: BTreeMap::new(),
            lost: Vec::new(),
            circle_of: BTreeMap::new(),
        };
        for link in batch.links {
            let to = link.to.as_ref().map(|t| t.article.as_str());
            match (link.kind, to) {
                (LinkType::Cites, _) => {
                    ties.cites.entry(&link.from.article).or_default().push(link)
                }
                (LinkType::SamePassage, Some(to)) => {
                    ties.shares.entry(&link.from.article).or_default().push(to);
                    ties.shares.entry(to).or_default().push(&link.from.article);
                }
                (LinkType::SourceLost | LinkType::CaveatDropped, Some(_)) => ties.lost.push(link),
                _ => {}
            }
        }
        ties.lost.sort_by_key(|l| l.basis.clone());
        for (i, circle) in batch.circles.iter().enumerate() {
            ties.circle_of.extend(circle.articles.iter().map(|a| (a.as_str(), i)));
        }
        ties
    }

    fn cites(&self, article: &str) -> &[&'a Link] {
        self.cites.get(article).map_or(&[], Vec::as_slice)
    }
}

fn group(kind: GroupKind, members: Members<'_>, ties: &Ties<'_>) -> Group {
    let nodes = &members.nodes;
    let articles: BTreeSet<&str> = nodes.iter().map(|n| n.place.article.as_str()).collect();
    let (mut roots, in_circle) = declared(nodes, &articles, ties);
    if roots.is_empty() && kind == GroupKind::Passage && !in_circle {
        roots.extend(supposed(&articles, &members.links, ties));
    }
    let (voices, independence, reasons) = independence(nodes, &articles, &roots, in_circle, ties);
    let places: Vec<Place> = nodes.iter().map(|n| n.place.clone()).collect();
    Group {
        id: group_id(kind, &places),
        kind,
        places,
        links: members.links.iter().map(|l| (*l).to_owned()).collect(),
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
fn declared(nodes: &[&Node], articles: &BTreeSet<&str>, ties: &Ties<'_>) -> (Vec<Root>, bool) {
    let mut found: Vec<(&Link, Place)> = Vec::new();
    for node in nodes {
        for link in ties.cites(&node.place.article) {
            let inside = link.from.spans.iter().all(|s| {
                let around = node.place.spans.iter();
                // A source stands beside what it says, in the same sentence.
                around.clone().any(|p| p.overlaps(*s))
                    || node.place.source.as_deref().is_some_and(|n| n.contains(&link.from.text))
            });
            let credit = link.form == Some(LinkForm::Credit) && node.place.source.is_none()
                || link.form == Some(LinkForm::Credit) && !node.visible;
            let meant = link.to.as_ref().is_some_and(|t| articles.contains(t.article.as_str()));
            if inside || credit || meant {
                found.push((link, node.place.clone()));
            }
        }
    }
    // Who declares a root is none; where all do, they stand in a circle.
    let declares: BTreeSet<&str> = found.iter().map(|(l, _)| l.from.article.as_str()).collect();
    let through = |l: &Link| l.to.as_ref().is_some_and(|t| declares.contains(t.article.as_str()));
    let in_circle = !found.is_empty() && found.iter().all(|(l, _)| through(l));
    let mut roots: Vec<Root> = Vec::new();
    for (link, place) in found.iter().filter(|(l, _)| !through(l)) {
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
fn supposed(articles: &BTreeSet<&str>, links: &BTreeSet<&str>, ties: &Ties<'_>) -> Option<Root> {
    let mut balance: BTreeMap<&str, (i64, Vec<Place>)> = BTreeMap::new();
    for id in links {
        let from = ties.lost.partition_point(|l| l.basis.first().is_some_and(|b| b.as_str() < *id));
        let of_link =
            ties.lost[from..].iter().take_while(|l| l.basis.first().is_some_and(|b| b == id));
        for link in of_link {
            let to = link.to.as_ref().map_or("", |t| t.article.as_str());
            let entry = balance.entry(&link.from.article).or_default();
            entry.0 += 1;
            entry.1.push(link.from.clone());
            balance.entry(to).or_default().0 -= 1;
        }
    }
    balance.retain(|article, _| articles.contains(article));
    let top = balance.values().map(|b| b.0).max().filter(|&b| b > 0)?;
    let mut best = balance.into_iter().filter(|(_, b)| b.0 == top);
    let (article, (_, by)) = best.next()?;
    // Who names whom it has it from is no root.
    if best.next().is_some() || !ties.cites(article).is_empty() {
        return None;
    }
    let name = article.to_owned();
    Some(Root { name, article: Some(article.to_owned()), basis: Basis::Supposed, by })
}

/// How many voices speak and whether two of them are independent.
fn independence(
    nodes: &[&Node],
    articles: &BTreeSet<&str>,
    roots: &[Root],
    in_circle: bool,
    ties: &Ties<'_>,
) -> (VoiceRange, Independence, Vec<IndependenceReason>) {
    let numbers: BTreeMap<&str, usize> =
        articles.iter().enumerate().map(|(i, a)| (*a, i)).collect();
    let mut union = UnionFind::<usize>::new(articles.len());
    let mut reasons = BTreeSet::new();
    for (article, &i) in &numbers {
        for other in ties.shares.get(article).into_iter().flatten() {
            if let Some(&k) = numbers.get(other) {
                union.union(i, k);
                reasons.insert(IndependenceReason::SamePassage);
            }
        }
        for link in ties.cites(article) {
            let to = link.to.as_ref().and_then(|t| numbers.get(t.article.as_str()));
            if let Some(&k) = to {
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
        let mut by = root.by.iter().filter_map(|p| numbers.get(p.article.as_str()));
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
    for node in nodes {
        let Some(name) = node.place.source.as_deref() else { continue };
        any = true;
        if node.visible {
            visible = true;
            let home = union.find(numbers[node.place.article.as_str()]);
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
