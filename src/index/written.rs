//! Links and groups as they are written, looked up one by one.

use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use super::IndexError;
use super::batch::rules_of;
use super::recent::Recent;
use super::survey::{Component, Row, Survey, to_points};
use crate::export::Offsets;
use crate::model::{Group, Link, Span};
use crate::rules::ProvenanceRules;
use crate::stages::provenance::{Edge, Findings, LinkId, Lost, Members, Node, Sketch, Spot, group};

/// So many articles and findings of pairs are kept, since the next link often needs them again.
const KEPT: usize = 1024;

/// The links of a batch, in order.
pub struct Links<'s> {
    shelf: Shelf<'s>,
    next: usize,
}

impl<'s> Links<'s> {
    pub(super) fn new(survey: &'s Survey<'_>) -> Self {
        Links { shelf: Shelf::new(survey), next: 0 }
    }
}

impl Iterator for Links<'_> {
    type Item = Result<Link, IndexError>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = self.shelf.survey.rows.get(self.next)?;
        self.next += 1;
        Some(self.shelf.link(row))
    }
}

/// The groups of a batch, in order of kind and first place.
pub struct Groups<'s> {
    shelf: Shelf<'s>,
    /// Groups that begin in one article, in order of their first places.
    waiting: VecDeque<&'s Component>,
    next: usize,
}

impl<'s> Groups<'s> {
    pub(super) fn new(survey: &'s Survey<'_>) -> Self {
        Groups { shelf: Shelf::new(survey), waiting: VecDeque::new(), next: 0 }
    }

    fn refill(&mut self) -> Result<(), IndexError> {
        let rest = &self.shelf.survey.groups[self.next..];
        let alike = |g: &&Component| (g.kind, g.first) == (rest[0].kind, rest[0].first);
        let mut list: Vec<(Vec<Span>, &Component)> = Vec::new();
        for component in rest.iter().take_while(alike) {
            list.push((self.shelf.first_spans(component)?, component));
        }
        self.next += list.len();
        list.sort_by(|a, b| a.0.cmp(&b.0));
        self.waiting.extend(list.into_iter().map(|g| g.1));
        Ok(())
    }
}

impl Iterator for Groups<'_> {
    type Item = Result<Group, IndexError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.waiting.is_empty()
            && self.next < self.shelf.survey.groups.len()
            && let Err(error) = self.refill()
        {
            self.next = self.shelf.survey.groups.len();
            return Some(Err(error));
        }
        let component = self.waiting.pop_front()?;
        Some(self.shelf.group(component))
    }
}

/// An article whose places are written.
struct Article<'s> {
    sketch: Sketch,
    points: Offsets,
    rules: &'s ProvenanceRules,
}

/// Where what is written is looked up.
struct Shelf<'s> {
    survey: &'s Survey<'s>,
    articles: Recent<Rc<Article<'s>>>,
    findings: Recent<Rc<Findings>>,
}

impl<'s> Shelf<'s> {
    fn new(survey: &'s Survey<'_>) -> Self {
        Shelf { survey, articles: Recent::new(KEPT), findings: Recent::new(KEPT) }
    }

    fn article(&mut self, place: u32) -> Result<Rc<Article<'s>>, IndexError> {
        let survey = self.survey;
        let read = || {
            let sketch = survey.view.sketch(survey.numbers[place as usize])?;
            let rules = rules_of(survey.rules, sketch.lang.as_deref());
            let points = Offsets::new(&sketch.text);
            Ok(Rc::new(Article { sketch, points, rules }))
        };
        self.articles.get(place, read).map(Rc::clone)
    }

    fn findings(&mut self, pair: u32) -> Result<Rc<Findings>, IndexError> {
        let survey = self.survey;
        let [a, b] = survey.pairs[pair as usize].map(|p| survey.numbers[p as usize]);
        let read = || survey.view.findings(a.max(b), a.min(b)).map(Rc::new);
        self.findings.get(pair, read).map(Rc::clone)
    }

    fn link(&mut self, row: &Row) -> Result<Link, IndexError> {
        let Some(pair) = row.pair else {
            return Ok(self.survey.ties.citations()[row.number as usize].link.clone());
        };
        let [a, b] = self.survey.pairs[pair as usize];
        let (a, b) = (self.article(a)?, self.article(b)?);
        let findings = self.findings(pair)?;
        let draft = &findings.links[row.number as usize];
        let raised = self.survey.raised.get(&(pair, row.number));
        let raised = raised.and_then(|(measure, value)| draft.with(*measure, *value, a.rules));
        let draft = raised.as_ref().unwrap_or(draft);
        let mut link = draft.link([&a.sketch, &b.sketch], a.rules);
        let [from, to] = if draft.turned { [&b, &a] } else { [&a, &b] };
        to_points(&mut link.from, &from.points);
        link.to.iter_mut().for_each(|place| to_points(place, &to.points));
        Ok(link)
    }

    fn node(&mut self, place: u32, spot: Spot) -> Result<Node, IndexError> {
        let article = self.article(place)?;
        let mut node = spot.node(&article.sketch);
        to_points(&mut node.place, &article.points);
        Ok(node)
    }

    fn edges(&self, component: &Component) -> &'s [Edge] {
        &self.survey.edges[component.kind][component.edges.clone()]
    }

    /// The spans of the first place of a group.
    fn first_spans(&mut self, component: &Component) -> Result<Vec<Span>, IndexError> {
        let article = self.article(component.first)?;
        let mut least: Option<Vec<Span>> = None;
        for edge in self.edges(component) {
            let places = self.survey.pairs[edge.pair as usize];
            for side in (0..2).filter(|&side| places[side] == component.first) {
                let spot = self.findings(edge.pair)?.pairings[edge.number as usize].spots[side];
                let spans = spot.spans(&article.sketch);
                if least.as_ref().is_none_or(|l| spans < *l) {
                    least = Some(spans);
                }
            }
        }
        Ok(least.unwrap_or_default())
    }

    fn group(&mut self, component: &Component) -> Result<Group, IndexError> {
        // A place stands once; the pairing that was found last tells of it.
        let mut spots: BTreeMap<(u32, Spot), usize> = BTreeMap::new();
        let mut links: Vec<LinkId> = Vec::new();
        let mut order = 0..;
        for edge in self.edges(component) {
            let pairing = &self.findings(edge.pair)?.pairings[edge.number as usize];
            let places = self.survey.pairs[edge.pair as usize];
            spots.extend(places.into_iter().zip(pairing.spots).zip(&mut order));
            links.extend(pairing.link);
        }
        links.sort_unstable();
        links.dedup();
        let mut list: Vec<(usize, (u32, Spot))> = spots.into_iter().map(|(k, v)| (v, k)).collect();
        list.sort_unstable();
        let mut nodes: BTreeMap<(u32, Vec<Span>), Node> = BTreeMap::new();
        for (_, (place, spot)) in list {
            let node = self.node(place, spot)?;
            nodes.insert((place, node.place.spans.clone()), node);
        }
        let nodes = nodes.into_iter().map(|((place, _), node)| (place, node)).collect();
        let kind = super::survey::KINDS[component.kind];
        let lost = if component.kind == 0 { self.lost(&links)? } else { Vec::new() };
        Ok(group(Members { kind, nodes, links, lost }, &self.survey.ties))
    }

    /// What was lost where links hold.
    fn lost(&mut self, links: &[LinkId]) -> Result<Vec<Lost>, IndexError> {
        let Survey { rows, lost, pairs, .. } = self.survey;
        let row = |i: &u32| &rows[*i as usize];
        let mut list = Vec::new();
        for id in links {
            let from = lost.partition_point(|i| row(i).basis < Some(*id));
            for row in lost[from..].iter().map(row).take_while(|r| r.basis == Some(*id)) {
                let (Some(pair), Some(to)) = (row.pair, row.to) else { continue };
                let draft = self.findings(pair)?.links[row.number as usize].clone();
                let side = usize::from(draft.turned);
                let place = self.node(pairs[pair as usize][side], draft.spots[side])?.place;
                list.push(Lost { from: row.from, to, place });
            }
        }
        Ok(list)
    }
}
