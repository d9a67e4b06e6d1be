//! The view of a batch: passages with their roots, claims that differ, who cites whom, names to confirm.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::super::address::from_index;
use super::super::article::shorten;
use super::super::shell::Shell;
use super::super::wording::band;
use super::{Batch, label, reason};
use crate::model::{
    AliasStatus, Basis, Group, GroupKind, Independence, Link, LinkType, Place, Root,
};
use crate::rules::Labels;

/// So many articles are named where there may be as many as in the batch.
const MOST: usize = 200;

/// The page.
pub fn view(batch: &Batch, labels: &Labels) -> String {
    let mut resting: BTreeMap<&str, Vec<&Link>> = BTreeMap::new();
    for link in &batch.provenance.links {
        for basis in &link.basis {
            resting.entry(basis).or_default().push(link);
        }
    }
    let view = View { batch, labels, resting };
    let body = html! {
        header.masthead {
            p.eyebrow { a href="index.html" { (labels.get("page.index")) } }
            h1 { (labels.get("provenance.title")) }
            p.known { (view.summary().join(" · ")) }
            p.lacking { (labels.get("provenance.limits")) }
            p.stance { (labels.get("page.stance")) }
        }
        main {
            @if batch.provenance.links.is_empty() { p.quiet { (labels.get("provenance.none")) } }
            (view.groups(GroupKind::Passage, "provenance.passage"))
            (view.groups(GroupKind::Quotation, "provenance.quotations"))
            (view.groups(GroupKind::Claim, "provenance.claims"))
            (view.loose())
            (view.circles())
            (view.cites())
            (view.aliases())
            (view.undeclared())
            @if !batch.provenance.notes.is_empty() {
                section { ul.plain { @for note in &batch.provenance.notes { li { (note) } } } }
            }
        }
        footer {
            p { (labels.fill("page.made_by", &[("version", &batch.provenance.tool.version), ("rules", &batch.provenance.tool.rules)])) }
        }
    };
    let shell = Shell {
        title: labels.get("provenance.title"),
        class: "provenance",
        script: "",
        data: None,
        body,
    };
    shell.render(labels)
}

struct View<'a> {
    batch: &'a Batch,
    labels: &'a Labels,
    /// The links that rest on another, by that one's id.
    resting: BTreeMap<&'a str, Vec<&'a Link>>,
}

impl View<'_> {
    fn summary(&self) -> Vec<String> {
        let p = &self.batch.provenance;
        let passages: Vec<&Group> =
            p.groups.iter().filter(|g| g.kind == GroupKind::Passage).collect();
        let roots: BTreeSet<&str> = passages
            .iter()
            .flat_map(|g| &g.roots)
            .filter(|r| r.basis == Basis::Declared)
            .map(|r| r.name.as_str())
            .collect();
        let mut parts = vec![
            self.labels.count("provenance.articles", p.scope.articles, &[]),
            self.labels.count("provenance.passages", passages.len(), &[]),
        ];
        if !passages.is_empty() {
            let mut told = self.labels.count("provenance.roots", roots.len(), &[]);
            if !roots.is_empty() {
                let names: Vec<String> = roots.iter().map(|r| (*r).to_owned()).collect();
                told.push_str(&format!(" ({})", self.labels.list(&names)));
            }
            parts.push(told);
        }
        parts.push(match p.circles.len() {
            0 => self.labels.get("provenance.no_loop").to_owned(),
            n => self.labels.count("provenance.loops", n, &[]),
        });
        parts
    }

    fn groups(&self, kind: GroupKind, title: &str) -> Markup {
        let p = &self.batch.provenance;
        let by_id: BTreeMap<&str, &Link> = p.links.iter().map(|l| (l.id.as_str(), l)).collect();
        let groups: Vec<&Group> = p.groups.iter().filter(|g| g.kind == kind).collect();
        html! {
            @if !groups.is_empty() {
                section {
                    h2 { (self.labels.get(title)) " " span.count { (groups.len()) } }
                    @for group in groups { (self.group(group, &by_id)) }
                }
            }
        }
    }

    fn group(&self, group: &Group, by_id: &BTreeMap<&str, &Link>) -> Markup {
        let own: Vec<&Link> =
            group.links.iter().filter_map(|l| by_id.get(l.as_str()).copied()).collect();
        let ids: BTreeSet<&str> = group.links.iter().map(String::as_str).collect();
        // What was lost or changed on the way rests on the links of the group.
        let mut on_the_way: BTreeMap<&str, &Link> = BTreeMap::new();
        for link in group.links.iter().filter_map(|l| self.resting.get(l.as_str())).flatten() {
            if !ids.contains(link.id.as_str()) {
                on_the_way.insert(&link.id, link);
            }
        }
        let kinds: BTreeSet<&str> = own.iter().map(|l| self.labels.get(label(l))).collect();
        html! {
            article.group id=(group.id) {
                p.kinds { (kinds.into_iter().collect::<Vec<_>>().join(" · ")) }
                @for root in &group.roots { (self.root(root)) }
                ul.tree {
                    @for place in &group.places {
                        li { (self.place(place)) }
                    }
                }
                @for link in self.surest(on_the_way.into_values()) { (self.finding(link)) }
                @if group.independence == Independence::NotEstablished {
                    p.independence {
                        b { (self.labels.get("link.independence")) }
                        @let reasons: Vec<&str> = group.reasons.iter().map(|r| reason(r, self.labels)).collect();
                        @if !reasons.is_empty() { (self.labels.get("colon")) (reasons.join(", ")) }
                    }
                }
            }
        }
    }

    /// Of several findings that would read alike, since they stand on the same lines, the surest.
    fn surest<'l>(&self, links: impl Iterator<Item = &'l Link>) -> Vec<&'l Link> {
        let spot = |p: &Place| {
            (p.article.clone(), self.batch.place(p).map(str::to_owned), p.source.clone())
        };
        let mut best: BTreeMap<_, &Link> = BTreeMap::new();
        for link in links {
            let key = (label(link), spot(&link.from), link.to.as_ref().map(spot));
            let entry = best.entry(key).or_insert(link);
            if link.confidence > entry.confidence {
                *entry = link;
            }
        }
        best.into_values().collect()
    }

    fn root(&self, root: &Root) -> Markup {
        let by: BTreeSet<&str> = root.by.iter().map(|p| p.article.as_str()).collect();
        let by: Vec<String> = by.into_iter().map(|id| shorten(id, 40)).collect();
        html! {
            p.root {
                b { (root.name) } " "
                span.quiet {
                    @match root.basis {
                        Basis::Declared => (self.labels.fill("provenance.root_declared", &[("names", &self.labels.list(&by))])),
                        Basis::Supposed => (self.labels.get("provenance.root_supposed")),
                    }
                }
            }
        }
    }

    /// Article, line, voice and words.
    fn place(&self, place: &Place) -> Markup {
        html! {
            (self.article_link(place))
            @if let Some(title) = self.batch.title(&place.article) { " " bdi.title-of { (title) } }
            " "
            @match &place.source {
                Some(source) => {
                    span.voice { (source) }
                    @if let Some(relay) = &place.relay { " · " (self.labels.fill("card.relayed", &[("name", relay)])) }
                }
                None => span.voice { (self.labels.get("card.no_source")) },
            }
            @if !place.text.is_empty() { " " q.words { bdi { (shorten(place.text.trim_start_matches([',', ';', ' ']), 220)) } } }
        }
    }

    fn article_link(&self, place: &Place) -> Markup {
        let anchor = place.claim.as_ref().map_or(String::new(), |c| format!("#{c}"));
        html! {
            a href={ (from_index(&place.article)) (anchor) } { (shorten(&place.article, 40)) }
            @if let Some(at) = self.batch.place(place) { " " span.where { (at) } }
        }
    }

    /// Something lost, changed or opposed, in one line.
    fn finding(&self, link: &Link) -> Markup {
        let side =
            |p: &Place| p.source.clone().unwrap_or(self.labels.get("card.no_source").to_owned());
        html! {
            p.finding {
                b { (self.labels.get(label(link))) } (self.labels.get("colon"))
                (self.article_link(&link.from)) " " span.voice { (side(&link.from)) }
                @if let Some(to) = &link.to {
                    @if link.kind.is_directed() { " → " } @else { " ≠ " }
                    (self.article_link(to)) " " span.voice { (side(to)) }
                }
                " " span.band { (self.labels.of("link_band", band(Some(link.confidence)))) }
            }
        }
    }

    /// Findings that rest on no group.
    fn loose(&self) -> Markup {
        let p = &self.batch.provenance;
        let grouped: BTreeSet<&str> =
            p.groups.iter().flat_map(|g| &g.links).map(String::as_str).collect();
        let shown = |l: &&Link| {
            let differs = matches!(
                l.kind,
                LinkType::Contradicts
                    | LinkType::SourceChanged
                    | LinkType::SourceLost
                    | LinkType::CaveatDropped
                    | LinkType::QuotationAltered
            );
            differs
                && !grouped.contains(l.id.as_str())
                && !l.basis.iter().any(|b| grouped.contains(b.as_str()))
        };
        let links: Vec<&Link> = p.links.iter().filter(shown).collect();
        html! {
            @if !links.is_empty() {
                section {
                    h2 { (self.labels.get("provenance.opposite")) " " span.count { (links.len()) } }
                    @for link in links {
                        article.group {
                            p.kinds { (self.labels.get(label(link))) " " span.band { (self.labels.of("link_band", band(Some(link.confidence)))) } }
                            ul.tree {
                                li { (self.place(&link.from)) }
                                @if let Some(to) = &link.to { li { (self.place(to)) } }
                            }
                        }
                    }
                }
            }
        }
    }

    fn circles(&self) -> Markup {
        html! {
            @for circle in &self.batch.provenance.circles {
                section {
                    h2 { (self.labels.get("link.circle")) }
                    p {
                        @for (i, id) in circle.articles.iter().chain(circle.articles.first()).enumerate() {
                            @if i > 0 { " → " }
                            a href=(from_index(id)) { (shorten(id, 40)) }
                        }
                    }
                }
            }
        }
    }

    fn cites(&self) -> Markup {
        let links: Vec<&Link> =
            self.batch.provenance.links.iter().filter(|l| l.kind == LinkType::Cites).collect();
        html! {
            @if !links.is_empty() {
                section {
                    h2 { (self.labels.get("provenance.cites")) " " span.count { (links.len()) } }
                    ul.plain {
                        @for link in links {
                            li {
                                (self.article_link(&link.from)) " → "
                                b { (link.name.as_deref().unwrap_or_default()) }
                                @if let Some(to) = &link.to { " (" (self.article_link(to)) ")" }
                                @if !link.from.text.is_empty() && link.name.as_deref() != Some(link.from.text.as_str()) { " " q.words.quiet { bdi { (shorten(&link.from.text, 140)) } } }
                            }
                        }
                    }
                }
            }
        }
    }

    fn aliases(&self) -> Markup {
        let open: Vec<_> = self
            .batch
            .provenance
            .aliases
            .iter()
            .filter(|a| a.status == AliasStatus::Proposed)
            .collect();
        html! {
            @if !open.is_empty() {
                section {
                    h2 { (self.labels.get("provenance.aliases")) " " span.count { (open.len()) } }
                    ul.plain {
                        @for alias in open {
                            li {
                                b { (alias.names[0]) } " = " b { (alias.names[1]) } " ? "
                                span.quiet { (alias.articles.iter().map(|a| shorten(a, 40)).collect::<Vec<_>>().join(", ")) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn undeclared(&self) -> Markup {
        let p = &self.batch.provenance;
        let silent: Vec<_> =
            p.articles.iter().filter(|a| a.declares.is_empty() && !a.reference).collect();
        html! {
            @if !silent.is_empty() {
                section {
                    h2 { (self.labels.get("provenance.root_undeclared")) " " span.count { (silent.len()) } }
                    p.note { (self.labels.get("provenance.undeclared_note")) }
                    p {
                        @for (i, a) in silent.iter().take(MOST).enumerate() {
                            @if i > 0 { ", " }
                            a href=(from_index(&a.id)) { (shorten(&a.id, 40)) }
                            @if let Some(title) = self.batch.title(&a.id) { " " bdi.title-of { (title) } }
                        }
                    }
                }
            }
        }
    }
}
