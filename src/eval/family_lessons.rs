//! What families teach: every two statements of two of their articles, what was measured of them, and what gold says.

use std::collections::BTreeMap;

use super::families::{GoldLink, Member, gold_links, near, passages, utterances};
use super::family_gold::Family;
use crate::index::MeasuredPair;
use crate::model::{LinkType, Place};
use crate::stages::provenance::{Likeness, Measure};

/// The two kinds of links between statements.
pub const KINDS: [LinkType; 2] = [LinkType::SameClaim, LinkType::Contradicts];

/// Two statements and what gold says of them.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// The number of the family; none for articles on different matters.
    pub family: Option<usize>,
    /// Article and number of each statement.
    pub ends: [(String, u32); 2],
    pub likeness: Likeness,
    /// For each of [`KINDS`] whether they are linked so; `None` where gold leaves it open.
    pub linked: [Option<bool>; 2],
}

impl Lesson {
    /// The value of a measure.
    pub fn value(&self, measure: Measure) -> f64 {
        let found = self.likeness.measured.iter().find(|m| m.0 == measure);
        found.map_or(0.0, |m| f64::from(m.1))
    }

    /// Whether weights of a kind are used for it: who contradicts must give a sign of it.
    pub fn tells(&self, kind: usize) -> bool {
        kind == 0 || self.likeness.against
    }
}

/// The lessons of articles on different matters, in which no two statements are linked.
pub fn apart(pairs: Vec<MeasuredPair>) -> Vec<Lesson> {
    let lesson = |p: MeasuredPair| Lesson {
        family: None,
        ends: p.ends(),
        likeness: p.likeness,
        linked: [Some(false); 2],
    };
    pairs.into_iter().map(lesson).collect()
}

/// The lessons of a family.
///
/// Of several pairs of statements that meet one link of gold the likeliest is meant, and the others are left open, as is what
/// stands in a common passage or quotation.
///
/// # Errors
/// If a place of gold is not found in its article, or found twice.
pub fn of_family(
    number: usize,
    family: &Family,
    members: &BTreeMap<String, Member>,
    pairs: Vec<MeasuredPair>,
) -> Result<Vec<Lesson>, String> {
    let gold = gold_links(family, members)?;
    let mut groups = passages(family, members)?;
    groups.extend(utterances(family, members)?);
    let mut linked: Vec<[Option<bool>; 2]> = vec![[Some(false); 2]; pairs.len()];
    for (k, kind) in KINDS.into_iter().enumerate() {
        for link in gold.iter().filter(|g| g.kind == kind) {
            let hits: Vec<usize> =
                (0..pairs.len()).filter(|&i| meets(link, &pairs[i].places)).collect();
            let best = hits.iter().copied().max_by(|&a, &b| {
                strength(&pairs[a], k).total_cmp(&strength(&pairs[b], k)).then(b.cmp(&a))
            });
            for i in hits {
                if Some(i) == best && !link.open {
                    linked[i][k] = Some(true);
                } else if linked[i][k] == Some(false) {
                    linked[i][k] = None;
                }
            }
        }
    }
    for (pair, linked) in pairs.iter().zip(&mut linked) {
        let inside = |g: &Vec<_>| pair.places.iter().all(|p| g.iter().any(|s| near(s, p)));
        if linked[0] == Some(false) && groups.iter().any(inside) {
            linked[0] = None;
        }
    }
    let lesson = |(p, linked): (MeasuredPair, [Option<bool>; 2])| Lesson {
        family: Some(number),
        ends: p.ends(),
        likeness: p.likeness,
        linked,
    };
    Ok(pairs.into_iter().zip(linked).map(lesson).collect())
}

/// How likely a pair is the one that a link means.
fn strength(pair: &MeasuredPair, kind: usize) -> f32 {
    let value = |m: Measure| pair.likeness.measured.iter().find(|x| x.0 == m).map_or(0.0, |x| x.1);
    let words = value(Measure::WordsContained) * value(Measure::WordsShared);
    words + value([Measure::FiguresSame, Measure::FiguresOther][kind])
}

fn meets(link: &GoldLink, places: &[Place; 2]) -> bool {
    let Some(to) = &link.to else { return false };
    let [a, b] = places;
    near(&link.from, a) && near(to, b) || near(&link.from, b) && near(to, a)
}
