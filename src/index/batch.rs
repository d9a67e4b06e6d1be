//! A batch: articles go in, links between all of them come out.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use super::candidates::candidates;
use super::recent::Recent;
use super::store::{Found, View};
use super::survey::{Survey, to_points};
use super::terms::{stems, terms};
use super::{IndexError, Store, threads};
use crate::export::Offsets;
use crate::model::{Annotation, Place, Provenance};
use crate::rules::{FastMap, ProvenanceRules, Rules};
use crate::stages::provenance::{
    AliasBook, Comparison, Corpus, Findings, Likeness, Outlets, Reader, Sketch, Spot, Weighed,
    compare, measure, sketch,
};

/// Postings are written to disk when there are so many of them, at twelve bytes each.
const SEGMENT: usize = 12_000_000;
/// Articles are compared so many at a time, whose findings are then written.
const ROUND: usize = 2048;
/// A thread keeps so many articles that it compared with lately.
const KEPT: usize = 256;

/// How a batch is worked on.
#[derive(Clone, Debug)]
pub struct Options {
    /// Threads; the result is the same whatever their number.
    pub jobs: NonZeroUsize,
    pub aliases: AliasBook,
}

/// What happened to a list of articles.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    pub added: usize,
    /// Articles that were left out, and why.
    pub refused: Vec<String>,
}

/// Articles in an index.
pub struct Batch<'a> {
    store: Store,
    rules: &'a Rules,
    options: Options,
    same: Vec<(Vec<String>, u32)>,
    postings: Vec<(u16, u32, u32)>,
    spread: FastMap<u32, u32>,
    next: u32,
}

impl<'a> Batch<'a> {
    /// A batch in a store, which may hold articles already.
    ///
    /// # Errors
    /// If the store refuses.
    pub fn new(store: Store, rules: &'a Rules, options: Options) -> Result<Self, IndexError> {
        let next = store.len()?;
        let same = options.aliases.same();
        let (postings, spread) = (Vec::new(), FastMap::default());
        Ok(Batch { store, rules, options, same, postings, spread, next })
    }

    /// Adds annotations, whose offsets are bytes; `reference` marks those that serve as possible roots only. An article
    /// whose id is there already is refused.
    ///
    /// # Errors
    /// If the store refuses.
    pub fn add(&mut self, list: &[Annotation], reference: bool) -> Result<Tally, IndexError> {
        let mut tally = Tally::default();
        let mut new: BTreeMap<&str, ()> = BTreeMap::new();
        let mut taken = Vec::new();
        for annotation in list {
            if new.contains_key(annotation.id.as_str()) || self.store.knows(&annotation.id)? {
                let message = format!("another article has the id `{}`", annotation.id);
                tally.refused.push(message);
                continue;
            }
            new.insert(&annotation.id, ());
            taken.push(annotation);
        }
        let (rules, same) = (self.rules, &self.same);
        let work = |_: &mut (), annotation: &&Annotation| {
            let own = rules_of(rules, annotation.lang.as_deref());
            let sketch = sketch(annotation, Reader { rules: own, same }, reference);
            let terms = terms(&sketch, &Corpus::default(), own);
            let stems = stems(&sketch);
            (sketch, terms, stems)
        };
        let done = threads::map(self.options.jobs, &taken, || (), work);
        let first = self.next;
        let mut sketches = Vec::with_capacity(done.len());
        for (sketch, terms, stems) in done {
            self.postings.extend(terms.iter().map(|t| (t.bucket, t.rest, self.next)));
            for stem in stems {
                *self.spread.entry(stem).or_default() += 1;
            }
            sketches.push(sketch);
            self.next += 1;
        }
        self.store.add(first, &sketches)?;
        tally.added = sketches.len();
        if self.postings.len() >= SEGMENT {
            self.flush()?;
        }
        Ok(tally)
    }

    /// Whether an article with that id is there.
    ///
    /// # Errors
    /// If the store refuses.
    pub fn knows(&self, id: &str) -> Result<bool, IndexError> {
        self.store.knows(id)
    }

    fn flush(&mut self) -> Result<(), IndexError> {
        if !self.postings.is_empty() {
            let postings = std::mem::take(&mut self.postings);
            self.store.add_segment(postings, &std::mem::take(&mut self.spread))?;
        }
        Ok(())
    }

    /// Compares the articles that were not compared yet with those before them.
    ///
    /// # Errors
    /// If the store refuses.
    pub fn compare(&mut self) -> Result<(), IndexError> {
        self.flush()?;
        let corpus = Corpus { articles: self.next, spread: self.store.spread()? };
        let mut waiting = Vec::new();
        {
            let view = self.store.view()?;
            for number in 0..self.next {
                if view.compared(number)?.is_none() {
                    waiting.push(number);
                }
            }
        }
        for round in waiting.chunks(ROUND) {
            let view = self.store.view()?;
            let work = |kept: &mut Recent<Prepared>, number: &u32| {
                compare_one(&view, self.rules, &corpus, kept, *number).map(|found| (*number, found))
            };
            let done = threads::map(self.options.jobs, round, || Recent::new(KEPT), work);
            let done: Vec<(u32, Found)> = done.into_iter().collect::<Result<_, _>>()?;
            self.store.add_found(&done)?;
        }
        Ok(())
    }

    /// Measures every two statements of every two articles on one matter, so that weights can be fitted.
    ///
    /// # Errors
    /// If the store refuses.
    pub fn measure(&mut self) -> Result<Vec<MeasuredPair>, IndexError> {
        self.flush()?;
        let corpus = Corpus { articles: self.next, spread: self.store.spread()? };
        let view = self.store.view()?;
        let mut list = Vec::new();
        let mut kept = Recent::new(KEPT);
        for number in 0..self.next {
            each_pair(&view, self.rules, &corpus, &mut kept, number, |x, y, own| {
                for (numbers, likeness) in measure(x, y, own) {
                    let sketches = [&x.weighed.sketch, &y.weighed.sketch];
                    let places = [0, 1].map(|side| {
                        let sketch = sketches[side];
                        let spot = Spot::Statement(numbers[side] as u32);
                        let mut place = spot.node(sketch).place;
                        to_points(&mut place, &Offsets::new(&sketch.text));
                        place
                    });
                    list.push(MeasuredPair { places, numbers, likeness });
                }
            })?;
        }
        Ok(list)
    }

    /// All that was found, to be written piece by piece.
    ///
    /// # Errors
    /// If the store refuses.
    pub fn survey(&self) -> Result<Survey<'_>, IndexError> {
        Survey::new(&self.store, self.rules, &self.options.aliases, self.next)
    }

    /// All that was found, in one piece.
    ///
    /// # Errors
    /// If the store refuses.
    pub fn provenance(&self) -> Result<Provenance, IndexError> {
        self.survey()?.whole()
    }
}

/// Two statements and what was measured of them; offsets are code points.
#[derive(Clone, Debug)]
pub struct MeasuredPair {
    pub places: [Place; 2],
    /// The numbers of the statements in their articles.
    pub numbers: [usize; 2],
    pub likeness: Likeness,
}

impl MeasuredPair {
    /// Article and number of each statement.
    pub fn ends(&self) -> [(String, u32); 2] {
        [0, 1].map(|side| (self.places[side].article.clone(), self.numbers[side] as u32))
    }
}

/// The rules of a language; one without any has those that find nothing.
pub(super) fn rules_of<'a>(rules: &'a Rules, lang: Option<&str>) -> &'a ProvenanceRules {
    lang.and_then(|l| rules.language(l)).unwrap_or(&rules.neutral).provenance()
}

/// An article that is compared.
struct Prepared {
    weighed: Weighed,
    /// The keys of its outlet.
    own: Vec<u64>,
}

impl Prepared {
    fn new(sketch: Sketch, corpus: &Corpus, rules: &ProvenanceRules) -> Prepared {
        let own = Outlets::keys(&sketch, rules);
        Prepared { weighed: Weighed::new(sketch, corpus, rules), own }
    }

    fn comparison(&self) -> Comparison<'_> {
        Comparison { weighed: &self.weighed, own: &self.own }
    }
}

fn compare_one(
    view: &View<'_>,
    rules: &Rules,
    corpus: &Corpus,
    kept: &mut Recent<Prepared>,
    number: u32,
) -> Result<Found, IndexError> {
    let mut found = Found::default();
    let mut findings = Vec::new();
    found.compared = each_pair(view, rules, corpus, kept, number, |x, y, own| {
        let one = x.weighed.sketch.lang == y.weighed.sketch.lang;
        findings.push(if one { compare(x, y, own) } else { Findings::default() });
    })?;
    let list = found.compared.iter().copied().zip(findings);
    found.findings = list.filter(|(_, f)| !f.is_empty()).collect();
    Ok(found)
}

/// Hands an article and each of those before it with which it is worth comparing on, with the rules of their language.
fn each_pair(
    view: &View<'_>,
    rules: &Rules,
    corpus: &Corpus,
    kept: &mut Recent<Prepared>,
    number: u32,
    mut take: impl FnMut(Comparison<'_>, Comparison<'_>, &ProvenanceRules),
) -> Result<Vec<u32>, IndexError> {
    let sketch = view.sketch(number)?;
    let own = rules_of(rules, sketch.lang.as_deref());
    if !own.known {
        return Ok(Vec::new());
    }
    let compared = candidates(view, number, &terms(&sketch, corpus, own))?;
    let this = Prepared::new(sketch, corpus, own);
    for &other in &compared {
        let that = kept.get(other, || {
            let sketch = view.sketch(other)?;
            let rules = rules_of(rules, sketch.lang.as_deref());
            Ok::<_, IndexError>(Prepared::new(sketch, corpus, rules))
        })?;
        // The order in which articles were added must not show.
        let turned = that.weighed.sketch.id < this.weighed.sketch.id;
        let (x, y) = if turned { (that, &this) } else { (&this, that) };
        take(x.comparison(), y.comparison(), own);
    }
    Ok(compared)
}
