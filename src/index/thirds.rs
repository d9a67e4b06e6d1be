//! Thirds: two articles that hang together with a third also do so with each other.
//!
//! Between two articles a link may be too unsure to stand by itself. It waits until all pairs are known; if a third article
//! says the same as both, or says the same as one and contradicts the other, that speaks for it.

use std::collections::BTreeMap;

use super::IndexError;
use crate::model::LinkType;
use crate::rules::ProvenanceRules;
use crate::stages::provenance::{Draft, Findings, Measure};

/// What two places say of each other; a place is told by its number among all passages or statements.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Tie {
    kind: LinkType,
    place: u32,
    other: u32,
    confidence: f32,
}

/// A link that waits, by its places and where it is found.
#[derive(Clone, Copy, Debug)]
struct Waiting {
    kind: LinkType,
    places: [u32; 2],
    pair: u32,
    number: u32,
}

/// What is known of a link when it has been raised: a measure and its value.
pub(super) type Raised = BTreeMap<(u32, u32), (Measure, f64)>;

/// Links between all articles, and those that wait.
#[derive(Default)]
pub(super) struct Thirds {
    ties: Vec<Tie>,
    waiting: Vec<Waiting>,
}

impl Thirds {
    /// Takes two places, each a range of numbers that go side by side, which say the same or contradict each other.
    pub fn tie(&mut self, kind: LinkType, places: [(u32, u32); 2], confidence: f32) {
        let [(a, end_a), (b, end_b)] = places;
        for (x, y) in (a..=end_a).zip(b..=end_b) {
            for (place, other) in [(x, y), (y, x)] {
                self.ties.push(Tie { kind, place, other, confidence });
            }
        }
    }

    /// Takes a link that waits.
    pub fn wait(&mut self, kind: LinkType, places: [u32; 2], pair: u32, number: u32) {
        self.waiting.push(Waiting { kind, places, pair, number });
    }

    /// The links for which a third article speaks as much as they need, and what then holds because of them. `findings` and
    /// `rules` are asked for those of a pair.
    pub fn raise<'r>(
        mut self,
        mut findings: impl FnMut(u32) -> Result<Findings, IndexError>,
        rules: impl Fn(u32) -> &'r ProvenanceRules,
    ) -> Result<Raised, IndexError> {
        let key = |t: &Tie| (t.kind, t.place, t.other);
        self.ties.sort_unstable_by_key(key);
        let mut open: Vec<(Waiting, f32)> = Vec::new();
        for w in &self.waiting {
            let third = self.third(w);
            if third > 0.0 {
                open.push((*w, third));
            }
        }
        open.sort_by_key(|(w, _)| (w.pair, w.number));
        let mut raised = Raised::new();
        for pair in open.chunk_by(|a, b| a.0.pair == b.0.pair) {
            let number = pair[0].0.pair;
            let (known, rules) = (findings(number)?, rules(number));
            for (w, third) in pair {
                let value = (f64::from(*third) * 1000.0).round() / 1000.0;
                let link = &known.links[w.number as usize];
                let Some(now) = link.with(Measure::LinksThird, value, rules) else { continue };
                raised.insert((number, w.number), (Measure::LinksThird, value));
                let rests = |d: &Draft| d.waits && d.basis == Some(link.id);
                for (i, d) in (0..).zip(&known.links).filter(|(_, d)| rests(d)) {
                    if d.with(Measure::BasisConfidence, now.confidence, rules).is_some() {
                        raised.insert((number, i), (Measure::BasisConfidence, now.confidence));
                    }
                }
            }
        }
        Ok(raised)
    }

    /// How surely a third article speaks for a link: the product of the two links that lead through it.
    fn third(&self, of: &Waiting) -> f32 {
        let [x, y] = of.places;
        let same = match of.kind {
            LinkType::Contradicts => LinkType::SameClaim,
            kind => kind,
        };
        let one = self.through(self.of(of.kind, x), self.of(same, y));
        if of.kind == same {
            return one;
        }
        one.max(self.through(self.of(same, x), self.of(of.kind, y)))
    }

    fn of(&self, kind: LinkType, place: u32) -> &[Tie] {
        let from = self.ties.partition_point(|t| (t.kind, t.place) < (kind, place));
        let to = self.ties.partition_point(|t| (t.kind, t.place) <= (kind, place));
        &self.ties[from..to]
    }

    fn through(&self, mut a: &[Tie], mut b: &[Tie]) -> f32 {
        let mut most = 0.0_f32;
        while let (Some(x), Some(y)) = (a.first(), b.first()) {
            match x.other.cmp(&y.other) {
                std::cmp::Ordering::Less => a = &a[1..],
                std::cmp::Ordering::Greater => b = &b[1..],
                std::cmp::Ordering::Equal => {
                    most = most.max(x.confidence * y.confidence);
                    // A place may be tied twice, by a link and by a common passage.
                    if a.get(1).is_some_and(|n| n.other == x.other) {
                        a = &a[1..];
                    } else {
                        b = &b[1..];
                    }
                }
            }
        }
        most
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_third_speaks_for_what_it_agrees_with() {
        let mut thirds = Thirds::default();
        thirds.tie(LinkType::SameClaim, [(0, 0), (5, 5)], 0.9);
        thirds.tie(LinkType::SameClaim, [(5, 5), (9, 9)], 0.5);
        thirds.tie(LinkType::Contradicts, [(5, 5), (7, 7)], 0.8);
        thirds.ties.sort_unstable_by_key(|t| (t.kind, t.place, t.other));
        let third = |kind, places| thirds.third(&Waiting { kind, places, pair: 0, number: 0 });
        assert_eq!(third(LinkType::SameClaim, [0, 9]), 0.45);
        assert_eq!(third(LinkType::Contradicts, [0, 7]), 0.9 * 0.8);
        assert_eq!(third(LinkType::Contradicts, [7, 9]), 0.4);
        assert_eq!(third(LinkType::SameClaim, [0, 7]), 0.0);
    }
}
