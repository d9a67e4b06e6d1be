//! What articles have to do with each other, as the pages show it: a view of its own, and lines on each article's page.

mod view;

pub use view::view;

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::address::from_article;
use super::article::{Article, shorten};
use super::wording::key;
use crate::model::{Basis, Claim, GroupKind, Link, LinkForm, LinkType, Place, Provenance};
use crate::rules::{Fact, Labels};

/// Titles are shown up to so many characters.
const TITLE: usize = 70;

/// A document of provenance, with what is looked up in it article by article.
#[derive(Debug)]
pub struct Batch {
    /// The document, with offsets in code points.
    pub provenance: Provenance,
    /// Indices of the links that touch an article, by its id.
    by_article: BTreeMap<String, Vec<usize>>,
    /// Where the places in an article begin, by its id.
    starts: BTreeMap<String, BTreeSet<usize>>,
    /// The root that is declared for the passage of a link, by the link's id.
    roots: BTreeMap<String, String>,
    /// Where the places of the document stand, in words; known once the article was read.
    places: BTreeMap<(String, usize), String>,
    /// The titles of the articles that are linked, as far as they were read.
    titles: BTreeMap<String, String>,
}

/// What other articles have to do with one.
#[derive(Clone, Debug, Default)]
pub struct Links {
    lines: Vec<Line>,
    facts: BTreeMap<String, BTreeSet<Fact>>,
}

/// One link, from the side of one article.
#[derive(Clone, Debug)]
struct Line {
    /// Name of the label.
    label: &'static str,
    /// The other article; what is cited from outside the batch has none.
    other: Option<String>,
    /// What is cited.
    name: Option<String>,
    /// Where it stands here and there.
    here: Option<String>,
    claim: Option<String>,
    /// The words here.
    words: String,
    /// What else is to be said: a root, the sources on both sides.
    note: Option<(&'static str, String)>,
}

impl Batch {
    /// Sorts the links by article.
    pub fn new(provenance: Provenance) -> Batch {
        let mut by_article: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (i, link) in provenance.links.iter().enumerate() {
            let touched: BTreeSet<&String> = [Some(&link.from), link.to.as_ref()]
                .into_iter()
                .flatten()
                .map(|p| &p.article)
                .collect();
            for id in touched {
                by_article.entry(id.clone()).or_default().push(i);
            }
        }
        let mut starts: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        let linked = provenance.links.iter().flat_map(|l| [Some(&l.from), l.to.as_ref()]).flatten();
        for place in linked.chain(provenance.groups.iter().flat_map(|g| &g.places)) {
            if let Some(first) = place.spans.first() {
                starts.entry(place.article.clone()).or_default().insert(first.start);
            }
        }
        let mut roots = BTreeMap::new();
        for group in provenance.groups.iter().filter(|g| g.kind == GroupKind::Passage) {
            if let Some(root) = group.roots.iter().find(|r| r.basis == Basis::Declared) {
                roots.extend(group.links.iter().map(|l| (l.clone(), root.name.clone())));
            }
        }
        Batch {
            provenance,
            by_article,
            starts,
            roots,
            places: BTreeMap::new(),
            titles: BTreeMap::new(),
        }
    }

    /// The links of an article, whose text is at hand now: the words for its places are kept for the view.
    pub fn links(&mut self, article: &Article<'_>, labels: &Labels) -> Links {
        let id = article.annotation.id.as_str();
        self.note_places(article, labels);
        if let Some(title) =
            super::wording::title(article).filter(|_| self.by_article.contains_key(id))
        {
            self.titles.insert(id.to_owned(), shorten(&title, TITLE));
        }
        let mut links = Links::default();
        for &i in self.by_article.get(id).map_or(&[][..], Vec::as_slice) {
            let link = &self.provenance.links[i];
            if let Some((claim, fact)) = fact(link, id) {
                links.facts.entry(claim).or_default().insert(fact);
            }
            links.lines.extend(self.line(link, id));
        }
        links
    }

    /// Where a place stands, in words.
    fn place(&self, place: &Place) -> Option<&str> {
        let start = place.spans.first()?.start;
        self.places.get(&(place.article.clone(), start)).map(String::as_str)
    }

    /// The title of an article, if it was read and has one.
    fn title(&self, id: &str) -> Option<&str> {
        self.titles.get(id).map(String::as_str)
    }

    fn note_places(&mut self, article: &Article<'_>, labels: &Labels) {
        let id = article.annotation.id.as_str();
        let Some(starts) = self.starts.remove(id) else { return };
        let bytes: Vec<usize> = article.text().char_indices().map(|(i, _)| i).collect();
        for start in starts {
            if let Some(&byte) = bytes.get(start) {
                let words = super::wording::line(article, byte, labels);
                self.places.insert((id.to_owned(), start), words);
            }
        }
    }

    fn line(&self, link: &Link, id: &str) -> Option<Line> {
        let from_here = link.from.article == id;
        let (here, there) = match (&link.to, from_here) {
            (Some(to), true) => (&link.from, Some(to)),
            (Some(to), false) => (to, Some(&link.from)),
            (None, true) => (&link.from, None),
            (None, false) => return None,
        };
        // Being cited is told on the citing article's page.
        if link.kind == LinkType::Cites && !from_here {
            return None;
        }
        let source = |p: Option<&Place>| p.and_then(|p| p.source.clone());
        let note = match link.kind {
            LinkType::SourceLost | LinkType::SourceChanged => {
                source(there).map(|name| ("origin.there", name))
            }
            LinkType::SamePassage => {
                self.roots.get(&link.id).map(|name| ("origin.root", name.clone()))
            }
            _ => None,
        };
        Some(Line {
            label: match link.kind {
                // Seen from the side that has it, it is missing over there.
                LinkType::SourceLost if from_here => "link.source_lost_there",
                LinkType::CaveatDropped if from_here => "link.caveat_dropped_there",
                _ => label(link),
            },
            other: there.map(|p| p.article.clone()),
            name: link.name.clone().filter(|_| link.kind == LinkType::Cites),
            here: self.place(here).map(str::to_owned),
            claim: here.claim.clone(),
            words: here.text.clone(),
            note,
        })
    }
}

impl Links {
    /// Whether nothing is shared.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// What other articles show of a claim.
    pub fn facts(&self, claim: &Claim) -> Vec<Fact> {
        self.facts.get(&claim.id).into_iter().flatten().copied().collect()
    }

    /// The lines under *origin*: the first few, and the others behind a click.
    pub fn list(&self, labels: &Labels) -> Markup {
        const SHOWN: usize = 3;
        let mut seen = BTreeSet::new();
        let mut lines: Vec<&Line> = self.lines.iter().collect();
        // What was taken over and what was lost of it comes first.
        lines.sort_by_key(|l| !(l.label.contains(".same_") || l.label.contains("_lost")));
        lines.retain(|l| seen.insert((l.label, &l.other, &l.name, &l.here)));
        // What is found at one place beside the same article is told in one line.
        let mut spots: Vec<Vec<&Line>> = Vec::new();
        let mut known: BTreeMap<[&Option<String>; 3], usize> = BTreeMap::new();
        for line in lines {
            let at = *known.entry([&line.other, &line.name, &line.here]).or_insert(spots.len());
            match spots.get_mut(at) {
                Some(spot) => spot.push(line),
                None => spots.push(vec![line]),
            }
        }
        let (first, more) = spots.split_at(spots.len().min(SHOWN));
        html! {
            ul.links { @for spot in first { (show(spot, labels)) } }
            @if !more.is_empty() {
                details.more {
                    summary { (labels.count("origin.more", more.len(), &[])) }
                    ul.links { @for spot in more { (show(spot, labels)) } }
                }
            }
        }
    }
}

/// The lines of one place: what was found, where it stands else, and the words.
fn show(spot: &[&Line], labels: &Labels) -> Markup {
    const LONG: usize = 72;
    let one = spot[0];
    let claim = spot.iter().find_map(|l| l.claim.as_ref());
    let found: Vec<&str> = spot.iter().map(|l| labels.get(l.label)).collect();
    let mut notes: Vec<String> = Vec::new();
    for (key, name) in spot.iter().filter_map(|l| l.note.as_ref()) {
        let note = labels.fill(key, &[("name", name)]);
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    html! {
        li {
            @if let Some(here) = &one.here {
                @match claim {
                    Some(claim) => { a.where href={ "#" (claim) } { (here) } " " },
                    None => { span.where { (here) } " " },
                }
            }
            b { (found.join(" · ")) }
            @if let Some(name) = &one.name { " " (name) }
            @if let Some(other) = &one.other {
                (labels.get("colon")) a href=(from_article(other)) { (shorten(other, 40)) }
            }
            @for note in &notes { " · " (note) }
            @if !one.words.is_empty() && one.name.as_deref() != Some(one.words.as_str()) {
                " " span.quiet { (labels.quote(&shorten(bare(&one.words), LONG))) }
            }
        }
    }
}

/// Words that are cut lose the mark that opens a quotation, since the one that closes it is cut off.
fn bare(words: &str) -> &str {
    words.trim_start_matches(|c: char| c.is_whitespace() || "«“\"‹,".contains(c))
}

/// What a link shows of a claim in an article.
fn fact(link: &Link, id: &str) -> Option<(String, Fact)> {
    let to = link.to.as_ref()?;
    let own = if link.from.article == id { &link.from } else { to };
    let fact = match (link.kind, link.form) {
        // What was lost is missing on the second side.
        (LinkType::SourceLost, _) if to.article == id => Fact::SourceLost,
        (LinkType::CaveatDropped, _) if to.article == id => Fact::CaveatDropped,
        (LinkType::Contradicts, Some(LinkForm::Sense)) => Fact::Opposite,
        _ => return None,
    };
    Some((own.claim.clone()?, fact))
}

/// The key of the label for a link.
pub(super) fn label(link: &Link) -> &'static str {
    match (link.kind, link.form) {
        (LinkType::SamePassage, Some(LinkForm::Reworded)) => "link.same_passage_rewritten",
        (LinkType::SamePassage, _) => "link.same_passage",
        (LinkType::SameQuotation, _) => "link.same_quotation",
        (LinkType::QuotationAltered, _) => "link.quotes_changed",
        (LinkType::SameClaim, _) => "link.same_claim",
        (LinkType::Contradicts, Some(LinkForm::Sense)) => "link.opposite",
        (LinkType::Contradicts, _) => "link.figures_differ",
        (LinkType::Cites, _) => "link.cites",
        (LinkType::SourceLost, _) => "link.source_lost",
        (LinkType::SourceChanged, _) => "link.source_changed",
        (LinkType::CaveatDropped, _) => "link.caveat_dropped",
    }
}

/// The name of a reason as the labels have it.
pub(super) fn reason(reason: impl serde::Serialize, labels: &Labels) -> &str {
    labels.of("independence", &key(reason))
}

/// Reads a document of provenance.
///
/// # Errors
/// If it is none; the message says why.
pub fn read(text: &str) -> Result<Provenance, String> {
    let provenance: Provenance = serde_json::from_str(text).map_err(|e| e.to_string())?;
    if provenance.schema != Provenance::SCHEMA {
        return Err(format!("the schema is `{}`, not `{}`", provenance.schema, Provenance::SCHEMA));
    }
    Ok(provenance)
}
