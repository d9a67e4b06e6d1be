//! Families: articles that took from each other, with the links between them as gold.
//!
//! Gold names places and what stands in them (`corpus/README.md`); the links follow from that. Passages and facts that are the
//! same in several articles give a link for every two of them.

use std::collections::{BTreeMap, BTreeSet};

use super::bootstrap::interval;
use super::family_gold::{Family, Passage, Told};
use super::measure::{Measure, Table};
use super::score::Counts;
use crate::model::{LinkType, Place, Provenance, Span};
use crate::stages::provenance::letters_of;

/// A link that was found meets one of gold when each place covers this part of the other, or is covered by it.
const COVERED: f64 = 0.5;

/// A place of gold: an article and a stretch of it in code points.
pub(super) type Spot = (String, Span);

/// A link of gold.
#[derive(Clone, Debug)]
pub(super) struct GoldLink {
    pub kind: LinkType,
    pub from: Spot,
    /// `None` for a citation of what is not in the batch.
    pub to: Option<Spot>,
    /// Whether it may be missed.
    pub optional: bool,
    /// Whether gold leaves open that it holds at all.
    pub open: bool,
}

/// An article of a family: its text and the name of its outlet.
#[derive(Clone, Debug, Default)]
pub struct Member {
    pub text: String,
    pub site: String,
}

/// What was found in a family beside gold.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    pub counts: BTreeMap<LinkType, Counts>,
    pub roots: Counts,
    pub circles: Counts,
    /// Confidence of each link found, and whether gold has it.
    pub confidences: Vec<(f64, bool)>,
    /// What is wrong, a line each.
    pub errors: Vec<String>,
}

/// Scores what was found in a family.
///
/// # Errors
/// If a place of gold is not found in its article, or found twice.
pub fn score(
    family: &Family,
    members: &BTreeMap<String, Member>,
    found: &Provenance,
) -> Result<Outcome, String> {
    let gold = gold_links(family, members)?;
    let passages = passages(family, members)?;
    let utterances = utterances(family, members)?;
    let mut outcome = Outcome::default();
    let mut seen = vec![false; gold.len()];
    for link in &found.links {
        let hits: Vec<usize> = (0..gold.len()).filter(|&i| meets(&gold[i], link)).collect();
        hits.iter().for_each(|&i| seen[i] = true);
        let needed = hits.iter().any(|&i| !gold[i].optional);
        // A claim inside a passage that gold says is common is no news, nor is that a common quotation stands in a passage
        // and a claim; an optional link counts neither way.
        let ends: Vec<&Place> =
            [Some(&link.from), link.to.as_ref()].into_iter().flatten().collect();
        let inside = |groups: &[Vec<Spot>]| {
            groups.iter().any(|g| ends.iter().all(|e| g.iter().any(|s| near(s, e))))
        };
        let said = match link.kind {
            LinkType::SameClaim => inside(&passages) || inside(&utterances),
            LinkType::SamePassage => inside(&utterances),
            _ => false,
        };
        let idle = !needed && (!hits.is_empty() || said);
        if idle {
            continue;
        }
        let counts = outcome.counts.entry(link.kind).or_default();
        counts.predicted += 1;
        counts.right += usize::from(needed);
        outcome.confidences.push((link.confidence, needed));
        if !needed {
            let to = link.to.as_ref().map_or(("", ""), |t| (&t.article, &t.text));
            outcome.errors.push(format!(
                "false\t{}\t{:.2}\t{}: {}\t{}: {}",
                link.kind.name(),
                link.confidence,
                link.from.article,
                link.from.text,
                to.0,
                to.1
            ));
        }
    }
    for (link, seen) in gold.iter().zip(&seen) {
        if link.optional {
            continue;
        }
        outcome.counts.entry(link.kind).or_default().gold += 1;
        if !seen {
            let words = |s: &Spot| {
                let text: Vec<char> = members[&s.0].text.chars().collect();
                text[s.1.start..s.1.end].iter().collect::<String>()
            };
            let to = link.to.as_ref().map_or(String::new(), |t| format!("{}: {}", t.0, words(t)));
            let from = format!("{}: {}", link.from.0, words(&link.from));
            outcome.errors.push(format!("missed\t{}\t\t{from}\t{to}", link.kind.name()));
        }
    }
    roots(family, members, found, &mut outcome)?;
    let circles: BTreeSet<Vec<String>> = family.circles.iter().cloned().collect();
    let told: BTreeSet<Vec<String>> = found.circles.iter().map(|c| c.articles.clone()).collect();
    let right = circles.intersection(&told).count();
    outcome.circles = Counts { right, predicted: told.len(), gold: circles.len() };
    Ok(outcome)
}

/// Recall of gold counts gold links, several of which one joined link may meet; precision counts links found.
fn table_counts(outcomes: &[&Outcome], kind: LinkType) -> Counts {
    let mut sum = Counts::default();
    outcomes.iter().filter_map(|o| o.counts.get(&kind)).for_each(|c| sum.add(*c));
    sum
}

/// The measures by type of link, for people and machines.
pub fn table(outcomes: &[Outcome]) -> Table {
    let mut measures: Vec<Measure> = Vec::new();
    let mut add = |name: &'static str, counts: &dyn Fn(&[&Outcome]) -> Counts| {
        let all: Vec<&Outcome> = outcomes.iter().collect();
        let c = counts(&all);
        let drawn =
            |drawn: &[usize]| counts(&drawn.iter().map(|&i| &outcomes[i]).collect::<Vec<_>>()).f1();
        let interval = interval(outcomes.len(), drawn);
        measures.push(Measure { name, p: c.precision(), r: c.recall(), f: c.f1(), interval });
    };
    for kind in LinkType::ALL {
        add(kind.name(), &|o| table_counts(o, kind));
    }
    let sum = |o: &[&Outcome], f: &dyn Fn(&Outcome) -> Counts| {
        let mut sum = Counts::default();
        o.iter().for_each(|o| sum.add(f(o)));
        sum
    };
    add("roots", &|o| sum(o, &|o| o.roots));
    add("circles", &|o| sum(o, &|o| o.circles));
    let all: Vec<(f64, bool)> = outcomes.iter().flat_map(|o| o.confidences.clone()).collect();
    let right = |low: f64, high: f64| {
        let bin: Vec<bool> = all.iter().filter(|c| low <= c.0 && c.0 < high).map(|c| c.1).collect();
        bin.iter().filter(|r| **r).count() as f64 / bin.len().max(1) as f64
    };
    let shares = vec![
        ("right at 0.5-0.7", right(0.5, 0.7)),
        ("right at 0.7-0.9", right(0.7, 0.9)),
        ("right at 0.9-1.0", right(0.9, 1.1)),
    ];
    Table { name: "provenance", pages: outcomes.len(), measures, shares }
}

pub(super) fn gold_links(
    family: &Family,
    members: &BTreeMap<String, Member>,
) -> Result<Vec<GoldLink>, String> {
    let spot = |at: &str| find(at, members);
    let mut list = Vec::new();
    let mut passages: Vec<BTreeSet<&str>> = Vec::new();
    for p in &family.passage {
        let spots: Vec<Spot> = p.places.iter().map(|at| spot(at)).collect::<Result<_, _>>()?;
        passages.push(p.places.iter().filter_map(|at| Some(at.split_once(':')?.0)).collect());
        every_two(&spots, &mut |a, b| list.push(link(LinkType::SamePassage, a, b, false)));
    }
    for q in &family.quotation {
        let variants: Vec<Vec<Spot>> = q
            .variants
            .iter()
            .map(|v| v.iter().map(|at| spot(at)).collect())
            .collect::<Result<_, _>>()?;
        for (i, v) in variants.iter().enumerate() {
            every_two(v, &mut |a, b| list.push(link(LinkType::SameQuotation, a, b, q.optional)));
            for other in &variants[i + 1..] {
                across(v, other, &mut |a, b| {
                    list.push(link(LinkType::QuotationAltered, a, b, q.optional));
                });
            }
        }
    }
    let cites: BTreeSet<(&str, &str)> = family
        .cites
        .iter()
        .filter_map(|c| Some((c.at.split_once(':')?.0, c.article.as_deref()?)))
        .collect();
    let depends = |a: &str, b: &str| {
        passages.iter().any(|p| p.contains(a) && p.contains(b))
            || cites.contains(&(a, b))
            || cites.contains(&(b, a))
    };
    for fact in &family.fact {
        let before = list.len();
        let variants: Vec<Vec<(Spot, &Told)>> = fact
            .variant
            .iter()
            .map(|v| v.places.iter().map(|t| Ok((spot(&t.at)?, t))).collect())
            .collect::<Result<_, String>>()?;
        for (i, v) in variants.iter().enumerate() {
            for (k, (a, x)) in v.iter().enumerate() {
                for (b, y) in v[k + 1..].iter().filter(|(b, _)| b.0 != a.0) {
                    list.push(link(LinkType::SameClaim, a, b, shared(&list, a, b)));
                    differences(a, x, b, y, members, depends(&a.0, &b.0), &mut list);
                }
            }
            for other in &variants[i + 1..] {
                for (a, _) in v {
                    for (b, _) in other.iter().filter(|(b, _)| b.0 != a.0) {
                        list.push(link(LinkType::Contradicts, a, b, false));
                    }
                }
            }
        }
        for link in &mut list[before..] {
            link.optional |= fact.optional;
            link.open = fact.optional;
        }
    }
    for c in &family.cites {
        let to = c.article.as_ref().map(|a| (a.clone(), Span::default()));
        let (kind, from, optional) = (LinkType::Cites, spot(&c.at)?, c.optional);
        list.push(GoldLink { kind, from, to, optional, open: optional });
    }
    Ok(list)
}

/// Whether two places lie in a passage that gold says is common; then that they say the same need not be said.
fn shared(list: &[GoldLink], a: &Spot, b: &Spot) -> bool {
    list.iter().filter(|l| l.kind == LinkType::SamePassage).any(|l| {
        let Some(to) = &l.to else { return false };
        let inside = |x: &Spot, y: &Spot| x.0 == y.0 && x.1.overlaps(y.1);
        inside(&l.from, a) && inside(to, b) || inside(&l.from, b) && inside(to, a)
    })
}

/// What differs in the sources and caveats of two places that agree.
fn differences(
    a: &Spot,
    x: &Told,
    b: &Spot,
    y: &Told,
    members: &BTreeMap<String, Member>,
    depends: bool,
    list: &mut Vec<GoldLink>,
) {
    let site = |s: &Spot| letters_of(&members[&s.0].site);
    let is_outlet = |source: &str, s: &Spot| site(s).contains(&letters_of(source));
    match (&x.source, &y.source) {
        (Some(s), None) if !is_outlet(s, b) => list.push(link(LinkType::SourceLost, a, b, false)),
        (None, Some(s)) if !is_outlet(s, a) => list.push(link(LinkType::SourceLost, b, a, false)),
        (Some(s), Some(t)) => {
            let relays = is_outlet(s, b) || is_outlet(t, a);
            if s != t && !relays && !x.same_source && !y.same_source {
                list.push(link(LinkType::SourceChanged, a, b, false));
            }
        }
        _ => {}
    }
    for (with, without, from, to) in [(x, y, a, b), (y, x, b, a)] {
        // Who has a source of their own did not drop a caveat but had an answer to it.
        if with.caveat && !without.caveat && (depends || without.source.is_none()) {
            list.push(link(LinkType::CaveatDropped, from, to, false));
        }
    }
}

fn link(kind: LinkType, a: &Spot, b: &Spot, optional: bool) -> GoldLink {
    GoldLink { kind, from: a.clone(), to: Some(b.clone()), optional, open: false }
}

fn every_two(spots: &[Spot], add: &mut dyn FnMut(&Spot, &Spot)) {
    for (i, a) in spots.iter().enumerate() {
        for b in &spots[i + 1..] {
            add(a, b);
        }
    }
}

fn across(a: &[Spot], b: &[Spot], add: &mut dyn FnMut(&Spot, &Spot)) {
    for x in a {
        for y in b {
            add(x, y);
        }
    }
}

pub(super) fn passages(
    family: &Family,
    members: &BTreeMap<String, Member>,
) -> Result<Vec<Vec<Spot>>, String> {
    let spots = |p: &Passage| p.places.iter().map(|at| find(at, members)).collect();
    family.passage.iter().map(spots).collect()
}

/// The places of each utterance, whatever its wording.
pub(super) fn utterances(
    family: &Family,
    members: &BTreeMap<String, Member>,
) -> Result<Vec<Vec<Spot>>, String> {
    let spots = |at: &String| find(at, members);
    family.quotation.iter().map(|q| q.variants.iter().flatten().map(spots).collect()).collect()
}

/// The roots that gold names for passages beside those of the groups that hold a place of them.
fn roots(
    family: &Family,
    members: &BTreeMap<String, Member>,
    found: &Provenance,
    outcome: &mut Outcome,
) -> Result<(), String> {
    for p in family.passage.iter().filter(|p| p.basis.is_some()) {
        let spots: Vec<Spot> =
            p.places.iter().map(|at| find(at, members)).collect::<Result<_, _>>()?;
        let holds = |places: &[Place]| spots.iter().any(|s| places.iter().any(|p| near(s, p)));
        let told: BTreeSet<String> = found
            .groups
            .iter()
            .filter(|g| g.kind == crate::model::GroupKind::Passage && holds(&g.places))
            .flat_map(|g| &g.roots)
            .map(|r| r.name.clone())
            .collect();
        let gold = p.root.as_deref().map(letters_of);
        let same = |name: &&String| {
            let (name, gold) = (letters_of(name), gold.clone().unwrap_or_default());
            gold.contains(&name) || name.contains(&gold)
        };
        let right = usize::from(gold.is_some() && told.iter().any(|n| same(&n)));
        let counts = Counts { right, predicted: told.len(), gold: usize::from(gold.is_some()) };
        outcome.roots.add(counts);
        if right == 0 || told.len() > 1 {
            outcome.errors.push(format!("root\t{:?}\t{told:?}", p.root));
        }
    }
    Ok(())
}

fn meets(gold: &GoldLink, link: &crate::model::Link) -> bool {
    let ends = |from: &Place, to: Option<&Place>| {
        near(&gold.from, from)
            && match (&gold.to, to) {
                (Some(g), Some(t)) if gold.kind == LinkType::Cites => g.0 == t.article,
                (Some(g), Some(t)) => near(g, t),
                (None, _) => true,
                (Some(_), None) => false,
            }
    };
    let turned =
        !link.kind.is_directed() && link.to.as_ref().is_some_and(|to| ends(to, Some(&link.from)));
    gold.kind == link.kind && (ends(&link.from, link.to.as_ref()) || turned)
}

/// Whether a place of gold and one found cover a good part of each other.
pub(super) fn near(gold: &Spot, place: &Place) -> bool {
    let common: usize = place
        .spans
        .iter()
        .map(|s| s.end.min(gold.1.end).saturating_sub(s.start.max(gold.1.start)))
        .sum();
    let length: usize = place.spans.iter().map(|s| s.len()).sum();
    gold.0 == place.article && common as f64 >= COVERED * length.min(gold.1.len()).max(1) as f64
}

/// The stretch that `article: first words … last words` means, in code points.
fn find(at: &str, members: &BTreeMap<String, Member>) -> Result<Spot, String> {
    let (article, words) = at.split_once(": ").ok_or(format!("`{at}`: no article"))?;
    let member = members.get(article).ok_or(format!("`{at}`: there is no article `{article}`"))?;
    let text = member.text.as_str();
    let (first, last) = words.split_once(" \u{2026} ").unwrap_or((words, ""));
    let mut places = text.match_indices(first);
    let (start, _) = places.next().ok_or(format!("`{at}`: not in the article"))?;
    if places.next().is_some() {
        return Err(format!("`{at}`: stands twice in the article"));
    }
    let after = start + first.len();
    let end = match last {
        "" => after,
        last => text[after..]
            .find(last)
            .map(|i| after + i + last.len())
            .ok_or(format!("`{at}`: its last words are not in the article"))?,
    };
    let points = |byte: usize| text[..byte].chars().count();
    Ok((article.to_owned(), Span { start: points(start), end: points(end) }))
}
