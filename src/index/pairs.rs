//! What was found between pairs of articles, as numbers.

use super::IndexError;
use super::batch::rules_of;
use super::store::View;
use super::survey::{Articles, Row};
use super::thirds::{Raised, Thirds};
use crate::model::{GroupKind, LinkType};
use crate::rules::Rules;
use crate::stages::provenance::{Draft, Edge, Findings, Pairing, Proposals};

/// What was found between pairs of articles.
#[derive(Default)]
pub(super) struct Pairs {
    pub pairs: Vec<[u32; 2]>,
    pub rows: Vec<Row>,
    pub edges: [Vec<Edge>; 3],
    pub aliases: Proposals,
    thirds: Thirds,
    /// For each number in the store, the end of its list in `compared`: lower numbers, and how surely they hang together.
    ends: Vec<usize>,
    compared: Vec<(u32, f64)>,
}

impl Pairs {
    /// Reads what was found between an article and those before it.
    pub fn read(
        &mut self,
        view: &View<'_>,
        number: u32,
        articles: &Articles,
    ) -> Result<(), IndexError> {
        let start = self.compared.len();
        self.compared.extend(view.compared(number)?.into_iter().flatten().map(|n| (n, 0.0)));
        for (other, findings) in view.found(number)? {
            let strength: f64 =
                findings.links.iter().filter(|l| !l.waits).map(|l| l.confidence).sum();
            let known = self.compared[start..].binary_search_by_key(&other, |c| c.0);
            let at = known.expect("only what was compared has findings");
            self.compared[start + at].1 = strength.max(0.0);
            self.take([number, other], findings, articles);
        }
        self.ends.push(self.compared.len());
        Ok(())
    }

    fn take(&mut self, numbers: [u32; 2], findings: Findings, articles: &Articles) {
        let [this, that] = numbers.map(|n| articles.places[n as usize]);
        let places = [this.min(that), this.max(that)];
        let pair = self.pairs.len() as u32;
        self.pairs.push(places);
        for (number, draft) in (0..).zip(&findings.links) {
            let units = articles.units_of(draft.spots, places);
            if !draft.waits {
                self.rows.push(row(draft, places, pair, number));
                if draft.kind == LinkType::Contradicts {
                    self.thirds.tie(draft.kind, units, draft.confidence as f32);
                }
            } else if draft.basis.is_none() {
                self.thirds.wait(draft.kind, units.map(|u| u.0), pair, number);
            }
        }
        for (number, pairing) in (0..).zip(&findings.pairings) {
            if pairing.waits {
                continue;
            }
            let kind = pairing.spots[0].kind();
            let units = articles.units_of(pairing.spots, places);
            let tied = match kind {
                GroupKind::Passage => Some(LinkType::SamePassage),
                GroupKind::Claim => Some(LinkType::SameClaim),
                GroupKind::Quotation => None,
            };
            tied.into_iter().for_each(|t| self.thirds.tie(t, units, pairing.confidence));
            self.edges[kind as usize].push(Edge { units, pair, number });
        }
        findings.aliases.into_iter().for_each(|a| self.aliases.add(places, a));
    }

    /// Raises the links for which a third article speaks, and tells which these are.
    pub fn raise(
        &mut self,
        view: &View<'_>,
        rules: &Rules,
        articles: &Articles,
    ) -> Result<Raised, IndexError> {
        let thirds = std::mem::take(&mut self.thirds);
        let findings = |pair: u32| {
            let [a, b] = self.pairs[pair as usize].map(|p| articles.numbers[p as usize]);
            view.findings(a.max(b), a.min(b))
        };
        let rules_of_pair = |pair: u32| {
            let first = self.pairs[pair as usize][0] as usize;
            rules_of(rules, articles.langs[first].as_deref())
        };
        let raised = thirds.raise(findings, rules_of_pair)?;
        let mut known: Option<(u32, Findings)> = None;
        for &(pair, number) in raised.keys() {
            if known.as_ref().is_none_or(|k| k.0 != pair) {
                known = Some((pair, findings(pair)?));
            }
            let Some((_, of)) = &known else { continue };
            let (places, draft) = (self.pairs[pair as usize], &of.links[number as usize]);
            self.rows.push(row(draft, places, pair, number));
            let paired = |p: &Pairing| p.waits && p.link == Some(draft.id);
            for (number, p) in (0..).zip(&of.pairings).filter(|(_, p)| paired(p)) {
                let units = articles.units_of(p.spots, places);
                self.edges[p.spots[0].kind() as usize].push(Edge { units, pair, number });
            }
        }
        Ok(raised)
    }

    /// How surely two articles hang together; `None` when they were not compared.
    pub fn strength(&self, one: u32, other: u32) -> Option<f64> {
        let (low, high) = (one.min(other), one.max(other) as usize);
        let start = if high == 0 { 0 } else { self.ends[high - 1] };
        let list = &self.compared[start..self.ends[high]];
        list.binary_search_by_key(&low, |c| c.0).ok().map(|at| list[at].1)
    }
}

/// The row of a link between two articles.
fn row(draft: &Draft, places: [u32; 2], pair: u32, number: u32) -> Row {
    let [from, to] = if draft.turned { [1, 0] } else { [0, 1] };
    Row {
        kind: draft.kind,
        from: places[from],
        to: Some(places[to]),
        start: draft.start,
        id: draft.id,
        pair: Some(pair),
        number,
        basis: draft.basis,
    }
}
