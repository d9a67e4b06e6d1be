//! A survey: all that was found in a batch, in the order in which it is written.
//!
//! A batch may have millions of links, which do not fit into memory with their words. A survey holds a row of numbers for
//! each, brings the rows into order, and looks up what is written when its turn comes.

use std::collections::BTreeMap;
use std::ops::Range;

use super::IndexError;
use super::batch::rules_of;
use super::pairs::Pairs;
use super::store::{Store, View};
use super::thirds::Raised;
use super::written::{Groups, Links};
use crate::export::Offsets;
use crate::model::{ArticleCard, Basis, GroupKind, LinkType, Place, Provenance, Root, Scope, Tool};
use crate::rules::Rules;
use crate::stages::provenance::{
    AliasBook, Citation, Edge, LinkId, Outlets, Sketch, Spot, Ties, circles, cite, components,
    whole,
};

/// The kinds of groups, in the order in which they are written.
pub(super) const KINDS: [GroupKind; 3] =
    [GroupKind::Passage, GroupKind::Quotation, GroupKind::Claim];

/// All that was found in a batch.
///
/// Inside, an article is told by its place in the order of all ids.
pub struct Survey<'a> {
    pub(super) view: View<'a>,
    pub(super) rules: &'a Rules,
    /// The document without links and groups.
    head: Provenance,
    /// The number of each article in the store.
    pub(super) numbers: Vec<u32>,
    /// The articles of each pair with findings, in order of their ids.
    pub(super) pairs: Vec<[u32; 2]>,
    /// The links, in order.
    pub(super) rows: Vec<Row>,
    /// What a third article says for those that would not hold without it.
    pub(super) raised: Raised,
    /// The rows of what was lost, in order of the links on which they rest.
    pub(super) lost: Vec<u32>,
    pub(super) ties: Ties,
    /// The pairings of each kind of group, by component.
    pub(super) edges: Vec<Vec<Edge>>,
    /// The groups, in order of kind and first article.
    pub(super) groups: Vec<Component>,
}

/// A link, as what it is sorted by and where it is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row {
    pub kind: LinkType,
    pub from: u32,
    pub to: Option<u32>,
    pub start: u32,
    pub id: LinkId,
    /// The pair in which it was found; none for a citation.
    pub pair: Option<u32>,
    /// Its number in the findings of the pair, or among the citations.
    pub number: u32,
    pub basis: Option<LinkId>,
}

/// A group, as the pairings that make it.
#[derive(Clone, Debug)]
pub(super) struct Component {
    /// Which of the lists of edges.
    pub kind: usize,
    /// The first of its articles.
    pub first: u32,
    pub edges: Range<usize>,
}

impl<'a> Survey<'a> {
    pub(super) fn new(
        store: &'a Store,
        rules: &'a Rules,
        book: &AliasBook,
        count: u32,
    ) -> Result<Self, IndexError> {
        let view = store.view()?;
        let mut articles = Articles::read(&view, rules, count)?;
        let mut found = Pairs::default();
        for number in 0..count {
            found.read(&view, number, &articles)?;
        }
        let raised = found.raise(&view, rules, &articles)?;
        let cites = articles.cite(&view, rules, &found)?;
        let Pairs { pairs, mut rows, edges, aliases, .. } = found;
        let cards = &articles.cards;
        for (number, citation) in (0..).zip(&cites) {
            let id = LinkId::default();
            let Citation { from, to, link } = citation;
            let start = link.from.spans.first().map_or(0, |s| s.start as u32);
            let (kind, from, to) = (link.kind, *from, *to);
            rows.push(Row { kind, from, to, start, id, pair: None, number, basis: None });
        }
        rows.sort_unstable();
        let is_lost = |r: &Row| matches!(r.kind, LinkType::SourceLost | LinkType::CaveatDropped);
        let mut lost: Vec<u32> =
            (0..).zip(&rows).filter(|(_, r)| is_lost(r)).map(|(i, _)| i).collect();
        lost.sort_by_key(|&i| rows[i as usize].basis);
        let ids: Vec<&str> = cards.iter().map(|c| c.id.as_str()).collect();
        let circles = circles(cites.iter().map(|c| &c.link));
        let place = |id: &String| {
            ids.binary_search(&id.as_str()).expect("a circle has articles of the batch") as u32
        };
        let in_circles: Vec<Vec<u32>> =
            circles.iter().map(|c| c.articles.iter().map(place).collect()).collect();
        let aliases = aliases.aliases(&ids, book);
        let passages = rows.iter().filter(|r| r.kind == LinkType::SamePassage);
        let passages = passages.filter_map(|r| Some((r.from, r.to?)));
        let ties = Ties::new(cites, passages, &in_circles);
        let (edges, groups) = group_edges(edges, &pairs, &articles.units);
        let scope = articles.scope();
        let head = Provenance {
            schema: Provenance::SCHEMA.to_owned(),
            offsets: "codepoint".to_owned(),
            notes: notes(&articles.unknown),
            scope,
            articles: articles.cards,
            links: Vec::new(),
            groups: Vec::new(),
            circles,
            aliases,
            tool: Tool {
                name: env!("CARGO_PKG_NAME").to_owned(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
                rules: rules.digest.clone(),
            },
        };
        let numbers = articles.numbers;
        Ok(Survey { view, rules, head, numbers, pairs, rows, raised, lost, ties, edges, groups })
    }

    /// The document without links and groups.
    pub fn head(&self) -> &Provenance {
        &self.head
    }

    /// The links, in order, with offsets in code points.
    pub fn links(&self) -> Links<'_> {
        Links::new(self)
    }

    /// The groups, in order, with offsets in code points.
    pub fn groups(&self) -> Groups<'_> {
        Groups::new(self)
    }

    /// The document in one piece.
    ///
    /// # Errors
    /// If the store refuses.
    pub fn whole(self) -> Result<Provenance, IndexError> {
        let links = self.links().collect::<Result<_, _>>()?;
        let groups = self.groups().collect::<Result<_, _>>()?;
        Ok(Provenance { links, groups, ..self.head })
    }
}

/// The articles, in order of their ids.
pub(super) struct Articles {
    cards: Vec<ArticleCard>,
    /// The number of each in the store, and the place of each number.
    pub numbers: Vec<u32>,
    pub places: Vec<u32>,
    /// The keys of the outlet of each.
    own: Vec<Vec<u64>>,
    outlets: Outlets,
    /// Whether they name a medium at all.
    citing: Vec<bool>,
    pub langs: Vec<Option<String>>,
    /// For each kind of group the number of the first unit of each article, and the number of all.
    units: [Vec<u32>; 3],
    /// Languages without rules, and how many articles have them.
    unknown: BTreeMap<String, usize>,
}

impl Articles {
    fn read(view: &View<'_>, rules: &Rules, count: u32) -> Result<Self, IndexError> {
        let mut read = Vec::new();
        let mut unknown: BTreeMap<String, usize> = BTreeMap::new();
        for number in 0..count {
            let sketch = view.sketch(number)?;
            let rules = rules_of(rules, sketch.lang.as_deref());
            if !rules.known {
                *unknown.entry(sketch.lang.clone().unwrap_or_default()).or_default() += 1;
            }
            let keys = Outlets::keys(&sketch, rules);
            let parts = [sketch.passages.len(), sketch.quotations.len(), sketch.statements.len()];
            let known = (!sketch.mentions.is_empty(), sketch.lang.clone());
            read.push((card(sketch), number, keys, known, parts));
        }
        read.sort_by(|a, b| a.0.id.cmp(&b.0.id));
        let mut articles = Articles {
            cards: Vec::new(),
            numbers: Vec::new(),
            places: vec![0; read.len()],
            own: Vec::new(),
            outlets: Outlets::default(),
            citing: Vec::new(),
            langs: Vec::new(),
            units: [vec![0], vec![0], vec![0]],
            unknown,
        };
        for (place, (card, number, keys, (citing, lang), parts)) in (0..).zip(read) {
            articles.places[number as usize] = place;
            articles.cards.push(card);
            articles.numbers.push(number);
            articles.own.push(keys);
            articles.citing.push(citing);
            articles.langs.push(lang);
            for (units, parts) in articles.units.iter_mut().zip(parts) {
                units.push(units[place as usize] + parts as u32);
            }
        }
        // Of several articles of one outlet that are as near, the one is meant that was added first.
        for number in 0..count {
            let place = articles.places[number as usize] as usize;
            articles.outlets.add(number, &articles.own[place]);
        }
        Ok(articles)
    }

    /// The numbers among all articles of the passages, quotations or statements of two spots.
    pub fn units_of(&self, spots: [Spot; 2], places: [u32; 2]) -> [(u32, u32); 2] {
        [0, 1].map(|side| {
            let base = self.units[spots[side].kind() as usize][places[side] as usize];
            let (first, last) = spots[side].units();
            (base + first, base + last)
        })
    }

    fn scope(&self) -> Scope {
        let references = self.cards.iter().filter(|c| c.reference).count();
        let articles = self.cards.len() - references;
        let plural = if articles == 1 { "" } else { "s" };
        let statement = format!("in this batch of {articles} article{plural}");
        Scope { articles, references, statement }
    }

    /// The citations, in order; the citing articles declare their roots.
    fn cite(
        &mut self,
        view: &View<'_>,
        rules: &Rules,
        found: &Pairs,
    ) -> Result<Vec<Citation>, IndexError> {
        let mut list = Vec::new();
        for place in 0..self.cards.len() {
            if !self.citing[place] {
                continue;
            }
            let number = self.numbers[place];
            let sketch = view.sketch(number)?;
            let rules = rules_of(rules, sketch.lang.as_deref());
            let points = Offsets::new(&sketch.text);
            let partner = |other: u32| found.strength(number, other);
            let own = &self.own[place];
            let mut of_article = Vec::new();
            for (mut link, to) in cite(&sketch, own, &self.outlets, &partner, rules) {
                let to = to.map(|n| self.places[n as usize]);
                link.to = to.map(|p| whole(&self.cards[p as usize].id));
                to_points(&mut link.from, &points);
                self.cards[place].declares.push(Root {
                    name: link.name.clone().unwrap_or_default(),
                    article: link.to.as_ref().map(|t| t.article.clone()),
                    basis: Basis::Declared,
                    by: vec![link.from.clone()],
                });
                of_article.push(Citation { from: place as u32, to, link });
            }
            of_article.sort_by(|a, b| order(a).cmp(&order(b)));
            list.extend(of_article);
        }
        Ok(list)
    }
}

/// The order of citations of one article.
fn order(citation: &Citation) -> (Option<u32>, usize, &str) {
    let Citation { to, link, .. } = citation;
    (*to, link.from.spans.first().map_or(0, |s| s.start), link.id.as_str())
}

/// Puts the edges of every kind together by component; `units` are the first units of the articles.
fn group_edges(
    edges: [Vec<Edge>; 3],
    pairs: &[[u32; 2]],
    units: &[Vec<u32>; 3],
) -> (Vec<Vec<Edge>>, Vec<Component>) {
    let mut groups = Vec::new();
    let mut lists = Vec::new();
    for (kind, edges) in edges.into_iter().enumerate() {
        debug_assert_eq!(KINDS[kind] as usize, kind);
        let (list, ends) = components(&edges, *units[kind].last().expect("at least 0") as usize);
        let (mut start, known) = (0, groups.len());
        for end in ends {
            let range = start..end as usize;
            let articles = list[range.clone()].iter().map(|e| pairs[e.pair as usize][0]);
            let first = articles.min().expect("a component has an edge");
            groups.push(Component { kind, first, edges: range });
            start = end as usize;
        }
        groups[known..].sort_by_key(|g| g.first);
        lists.push(list);
    }
    (lists, groups)
}

pub(super) fn to_points(place: &mut Place, points: &Offsets) {
    for s in &mut place.spans {
        (s.start, s.end) = (points.codepoint(s.start), points.codepoint(s.end));
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

fn notes(unknown: &BTreeMap<String, usize>) -> Vec<String> {
    let tell = |(lang, n): (&String, &usize)| match lang.as_str() {
        "" => format!("Articles whose language could not be told, which were not compared: {n}."),
        lang => format!(
            "Articles in the language `{lang}`, for which there are no rules, so that they were not compared: {n}."
        ),
    };
    unknown.iter().map(tell).collect()
}
