//! A batch: articles go in, links between all of them come out.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use super::candidates::candidates;
use super::store::{Found, View};
use super::terms::{stems, terms};
use super::{IndexError, Store, threads};
use crate::export::Offsets;
use crate::model::{
    Annotation, ArticleCard, Basis, Link, LinkType, Place, Provenance, Root, Scope, Tool,
};
use crate::rules::{FastMap, ProvenanceRules, Rules};
use crate::stages::provenance::{
    AliasBook, Batch as Pieces, Comparison, Corpus, Findings, Outlets, Pairing, Reader, Sketch,
    Weighed, circles, cite, compare, groups, merge_aliases, sketch, whole,
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
                if view.found(number)?.is_none() {
                    waiting.push(number);
                }
            }
        }
        for round in waiting.chunks(ROUND) {
            let view = self.store.view()?;
            let work = |kept: &mut Kept, number: &u32| {
                compare_one(&view, self.rules, &corpus, kept, *number).map(|found| (*number, found))
            };
            let done = threads::map(self.options.jobs, round, Kept::default, work);
            let done: Vec<(u32, Found)> = done.into_iter().collect::<Result<_, _>>()?;
            self.store.add_found(&done)?;
        }
        Ok(())
    }

    /// All that was found, with offsets in code points.
    ///
    /// # Errors
    /// If the store refuses.
    pub fn provenance(&self) -> Result<Provenance, IndexError> {
        let view = self.store.view()?;
        let mut cards = Vec::new();
        let mut outlets = Outlets::default();
        let mut own = Vec::new();
        let mut scope = Scope::default();
        let mut unknown: BTreeMap<String, usize> = BTreeMap::new();
        for number in 0..self.next {
            let sketch = view.sketch(number)?;
            let rules = rules_of(self.rules, sketch.lang.as_deref());
            if !rules.known {
                *unknown.entry(sketch.lang.clone().unwrap_or_default()).or_default() += 1;
            }
            let keys = Outlets::keys(&sketch, rules);
            outlets.add(number, &keys);
            own.push(keys);
            let count = if sketch.reference { &mut scope.references } else { &mut scope.articles };
            *count += 1;
            cards.push(card(sketch));
        }
        let mut ties: Vec<BTreeMap<u32, f64>> = vec![BTreeMap::new(); self.next as usize];
        let (mut links, mut pairings): (Vec<Link>, Vec<Pairing>) = Default::default();
        let mut aliases = Vec::new();
        for number in 0..self.next {
            let found = view.found(number)?.unwrap_or_default();
            for other in found.compared {
                tie(&mut ties, number, other, 0.0);
            }
            for (other, findings) in found.findings {
                let strength = findings.links.iter().map(|l| l.confidence).sum();
                tie(&mut ties, number, other, strength);
                links.extend(findings.links);
                pairings.extend(findings.pairings);
                aliases.extend(findings.aliases.into_iter().map(|a| (number, other, a)));
            }
        }
        for number in 0..self.next {
            let sketch = view.sketch(number)?;
            let rules = rules_of(self.rules, sketch.lang.as_deref());
            let partner = |n: u32| ties[number as usize].get(&n).copied();
            let points = Offsets::new(&sketch.text);
            for (mut link, to) in cite(&sketch, &own[number as usize], &outlets, &partner, rules) {
                link.to = to.map(|n| whole(&cards[n as usize].id));
                to_points(&mut link.from, &points);
                cards[number as usize].declares.push(Root {
                    name: link.name.clone().unwrap_or_default(),
                    article: link.to.as_ref().map(|t| t.article.clone()),
                    basis: Basis::Declared,
                    by: vec![link.from.clone()],
                });
                links.push(link);
            }
        }
        links.sort_by(|a, b| order(a).cmp(&order(b)));
        let circles = circles(&links);
        let groups = groups(Pieces { pairings: &pairings, links: &links, circles: &circles });
        let found = aliases.iter().map(|(a, b, alias)| {
            ([cards[*a as usize].id.as_str(), cards[*b as usize].id.as_str()], alias)
        });
        let aliases = merge_aliases(found, &self.options.aliases);
        cards.sort_by(|a, b| a.id.cmp(&b.id));
        let plural = if scope.articles == 1 { "" } else { "s" };
        scope.statement = format!("in this batch of {} article{plural}", scope.articles);
        Ok(Provenance {
            schema: Provenance::SCHEMA.to_owned(),
            offsets: "codepoint".to_owned(),
            notes: notes(&unknown),
            scope,
            articles: cards,
            links,
            groups,
            circles,
            aliases,
            tool: Tool {
                name: env!("CARGO_PKG_NAME").to_owned(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
                rules: self.rules.digest.clone(),
            },
        })
    }
}

/// The rules of a language; one without any has those that find nothing.
fn rules_of<'a>(rules: &'a Rules, lang: Option<&str>) -> &'a ProvenanceRules {
    &lang.and_then(|l| rules.language(l)).unwrap_or(&rules.neutral).provenance
}

/// Articles that a thread compared with lately.
#[derive(Default)]
struct Kept {
    articles: BTreeMap<u32, (Weighed, Vec<u64>, Offsets)>,
}

impl Kept {
    fn load(
        &mut self,
        view: &View<'_>,
        rules: &Rules,
        corpus: &Corpus,
        number: u32,
    ) -> Result<(), IndexError> {
        if self.articles.contains_key(&number) {
            return Ok(());
        }
        if self.articles.len() >= KEPT {
            self.articles.pop_first();
        }
        let sketch = view.sketch(number)?;
        let own = rules_of(rules, sketch.lang.as_deref());
        let keys = Outlets::keys(&sketch, own);
        let points = Offsets::new(&sketch.text);
        self.articles.insert(number, (Weighed::new(sketch, corpus, own), keys, points));
        Ok(())
    }
}

fn compare_one(
    view: &View<'_>,
    rules: &Rules,
    corpus: &Corpus,
    kept: &mut Kept,
    number: u32,
) -> Result<Found, IndexError> {
    let mut found = Found::default();
    let sketch = view.sketch(number)?;
    let own = rules_of(rules, sketch.lang.as_deref());
    if !own.known {
        return Ok(found);
    }
    found.compared = candidates(view, number, &terms(&sketch, corpus, own))?;
    let keys = Outlets::keys(&sketch, own);
    let points = Offsets::new(&sketch.text);
    let this = Weighed::new(sketch, corpus, own);
    for &other in &found.compared {
        kept.load(view, rules, corpus, other)?;
        let (that, their_keys, their_points) = &kept.articles[&other];
        if that.sketch.lang != this.sketch.lang {
            continue;
        }
        let (x, y) = (
            Comparison { weighed: &this, own: &keys },
            Comparison { weighed: that, own: their_keys },
        );
        // The order in which articles were added must not show.
        let turned = that.sketch.id < this.sketch.id;
        let (x, y) = if turned { (y, x) } else { (x, y) };
        let mut findings = compare(x, y, own);
        let this_id = this.sketch.id.as_str();
        convert(&mut findings, &|place| {
            to_points(place, if place.article == this_id { &points } else { their_points });
        });
        if !(findings.links.is_empty() && findings.aliases.is_empty()) {
            found.findings.push((other, findings));
        }
    }
    Ok(found)
}

fn convert(findings: &mut Findings, change: &dyn Fn(&mut Place)) {
    for link in &mut findings.links {
        change(&mut link.from);
        link.to.as_mut().into_iter().for_each(change);
    }
    for pairing in &mut findings.pairings {
        pairing.nodes.iter_mut().for_each(|n| change(&mut n.place));
    }
}

fn to_points(place: &mut Place, points: &Offsets) {
    for s in &mut place.spans {
        (s.start, s.end) = (points.codepoint(s.start), points.codepoint(s.end));
    }
}

fn tie(ties: &mut [BTreeMap<u32, f64>], a: u32, b: u32, strength: f64) {
    for (x, y) in [(a, b), (b, a)] {
        let known = ties[x as usize].entry(y).or_insert(0.0);
        *known = known.max(strength);
    }
}

fn card(sketch: Sketch) -> ArticleCard {
    ArticleCard {
        id: sketch.id,
        title: sketch.title,
        site: sketch.site,
        published: sketch.published,
        url: sketch.url,
        text_sha256: sketch.text_sha256,
        reference: sketch.reference,
        declares: Vec::new(),
    }
}

fn order(link: &Link) -> (LinkType, &str, Option<&str>, usize, &str) {
    let start = link.from.spans.first().map_or(0, |s| s.start);
    let to = link.to.as_ref().map(|t| t.article.as_str());
    (link.kind, link.from.article.as_str(), to, start, link.id.as_str())
}

fn notes(unknown: &BTreeMap<String, usize>) -> Vec<String> {
    let tell = |(lang, n): (&String, &usize)| match lang.as_str() {
        "" => format!("Articles whose language could not be told, which were not compared: {n}."),
        lang => format!(
            "Articles in the language `{lang}`, for which there are no rules, so that they were not compared: {n}."
        ),
    };
    unknown.iter().map(tell).collect()
}
