//! The sources of an article, by how far back a reader can go, with counts as ranges.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::super::article::one_line;
use super::super::charts;
use super::super::counts::{Use, uses};
use super::super::wording::{flagged, key, name_of, rated, rung};
use super::Page;
use crate::model::{Identified, Source, Traceability};

/// Sources that may be one: those with the same words, if nobody can tell who they are.
struct Group<'a> {
    sources: Vec<&'a Source>,
    used: Use,
}

/// The list.
pub fn sources(page: &Page<'_>) -> Markup {
    let uses = uses(page.article);
    let groups = groups(page, &uses);
    let most = groups.iter().map(|g| g.used.claims).max().unwrap_or(0);
    let rated_sources = groups.iter().filter(|g| g.sources[0].rating.is_some()).count();
    let sections = [
        ("source.named", "named"),
        ("source.role", "role"),
        ("source.anonymous", "anonymous"),
        ("source.vague", "anonymous"),
    ];
    html! {
        h2 id="sources" { (page.t("page.sources")) }
        p.note {
            @match rated_sources {
                0 => (page.t("page.register_none")),
                n => (page.labels.count("page.register_some", n, &[])),
            }
        }
        @if groups.is_empty() { p.quiet { (page.t("source.none")) } }
        @for (section, style) in sections {
            @let inside: Vec<&Group> = groups.iter().filter(|g| section_of(g.sources[0]) == section).collect();
            @if !inside.is_empty() {
                h3 { (page.t(section)) }
                ul.sources { @for group in inside { (entry(page, group, most, style)) } }
            }
        }
    }
}

fn section_of(source: &Source) -> &'static str {
    match source.identified {
        Identified::Named => "source.named",
        Identified::Role => "source.role",
        Identified::Anonymous if source.traceability >= Traceability::T7 => "source.vague",
        Identified::Anonymous => "source.anonymous",
    }
}

/// The sources that speak, anonymous ones with the same words together; best traced first, then most used.
fn groups<'a>(page: &Page<'a>, uses: &BTreeMap<String, Use>) -> Vec<Group<'a>> {
    let mut list: Vec<Group<'a>> = Vec::new();
    let mut by_words: BTreeMap<String, usize> = BTreeMap::new();
    for source in &page.article.annotation.sources {
        let Some(used) = uses.get(&source.id) else { continue };
        // Only of those that nobody can tell apart the words decide.
        let words = one_line(&source.name).to_lowercase();
        let known = match source.identified {
            Identified::Anonymous => by_words.get(&words).copied(),
            _ => None,
        };
        match known.and_then(|i: usize| list.get_mut(i)) {
            Some(group) => {
                group.sources.push(source);
                group.used.claims += used.claims;
                group.used.nested += used.nested;
                group.used.acts += used.acts;
                group.used.refusals += used.refusals;
                group.used.channels.extend(used.channels.iter().cloned());
                group.used.relays.extend(used.relays.iter().cloned());
            }
            None => {
                if source.identified == Identified::Anonymous {
                    by_words.insert(words, list.len());
                }
                list.push(Group { sources: vec![source], used: used.clone() });
            }
        }
    }
    list.sort_by_key(|g| (g.sources[0].traceability, std::cmp::Reverse(g.used.claims)));
    list
}

fn entry(page: &Page<'_>, group: &Group<'_>, most: usize, style: &str) -> Markup {
    let labels = page.labels;
    let source = group.sources[0];
    let used = &group.used;
    let name = name_of(source);
    html! {
        li {
            div.line {
                span.who title=(name) { (super::super::article::shorten(&name, 110)) }
                (charts::bar(used.claims, most, style))
                span.n {
                    @if used.claims > 0 { (used.claims) } @else { "—" }
                    @if used.nested > 0 { span.quiet { " (+" (used.nested) ")" } }
                }
            }
            p.about {
                span title=(key(source.traceability)) { (rung(Some(source.traceability), labels)) }
                " · " (labels.of("kind", &key(source.kind)))
                @if let Some(side) = &source.side { " · " (one_line(side)) }
                @if group.sources.len() > 1 {
                    " · "
                    (labels.fill("source.one_or_more", &[("n", &group.sources.len().to_string()), ("m", &group.sources.len().to_string())]))
                    (page.t("colon")) (page.t("source.same"))
                }
                @if used.acts > 0 { " · " (labels.count("source.act", used.acts, &[])) }
                @for flag in group.sources.iter().flat_map(|s| &s.flags) { " · " (flagged(page.article, flag, labels)) }
                @if let Some(rating) = &source.rating {
                    " · " (labels.fill("source.rating", &[("rating", &rated(rating, labels))]))
                }
                @for channel in &used.channels { " · " (labels.fill("source.channel", &[("words", channel)])) }
                @if !used.relays.is_empty() {
                    @let names: Vec<String> = used.relays.iter().filter_map(|id| page.article.source(id)).map(|s| one_line(&s.name)).collect();
                    " · " (labels.fill("source.relays", &[("names", &labels.list(&names))]))
                }
            }
        }
    }
}
