//! What a page says about its article: in JSON-LD, in OpenGraph and other `<meta>`, and in a few elements.

use std::collections::BTreeMap;

use scraper::{ElementRef, Html, Node};

use super::{attribute as attribute_of, json_ld};
use crate::model::{Meta, Told};

/// Reads the metadata, what they tell of the article's wording, and the declared language.
pub fn read(html: &Html) -> (Meta, Told, Option<String>) {
    let mut page = Page::read(html);
    let (told, mut wording) = json_ld::read(&page.scripts);
    wording.summary = page.meta(&SUMMARY).or(wording.summary);
    let is_name = |s: &String| !is_address(s);
    let author = AUTHOR.iter().find_map(|n| page.meta(&[n]).filter(is_name));
    let address = page.meta(&["og:url"]).filter(|u| is_address(u));
    let meta = Meta {
        title: told
            .title
            .or_else(|| page.meta(&TITLE))
            .or_else(|| page.heading.take())
            .or_else(|| page.title.take()),
        author: told.author.or(author).or_else(|| page.author.take()),
        site: told.site.or_else(|| page.meta(&SITE)),
        published: told
            .published
            .or_else(|| page.meta(&PUBLISHED))
            .or_else(|| page.time.take().map(|(_, date)| date)),
        url: page.canonical.take().or(address).or(told.url.filter(|u| is_address(u))),
    };
    (meta, wording, page.lang)
}

// Names of `<meta>`, the most trustworthy first.
const TITLE: [&str; 4] = ["og:title", "twitter:title", "dc.title", "dcterms.title"];
const SUMMARY: [&str; 3] = ["og:description", "description", "twitter:description"];
const AUTHOR: [&str; 6] = [
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
];
const SITE: [&str; 3] = ["og:site_name", "application-name", "dc.publisher"];
const PUBLISHED: [&str; 13] = [
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.created",
    "pubdate",
    "publish-date",
    "publication_date",
    "parsely-pub-date",
    "sailthru.date",
];

/// The language of a tag such as `fr-BE`, when it is one.
pub fn primary_language(tag: &str) -> Option<String> {
    let code = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    let is_code = (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase());
    is_code.then_some(code)
}

/// A line of text without its surplus blanks; `None` when nothing is left.
pub fn line(text: &str) -> Option<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

/// What is found in one pass over the page.
#[derive(Debug, Default)]
struct Page {
    /// The first content of each `<meta>`, by its name in lower case.
    values: BTreeMap<String, String>,
    scripts: Vec<String>,
    title: Option<String>,
    heading: Option<String>,
    author: Option<String>,
    canonical: Option<String>,
    /// The best `<time>` so far: how plainly it is the article's, and its date.
    time: Option<(u8, String)>,
    lang: Option<String>,
}

impl Page {
    fn read(html: &Html) -> Page {
        let mut page = Page::default();
        for node in html.tree.nodes() {
            if let (Node::Element(_), Some(element)) = (node.value(), ElementRef::wrap(node)) {
                page.add(element);
            }
        }
        page
    }

    fn add(&mut self, element: ElementRef<'_>) {
        let attribute = |name: &str| {
            attribute_of(element.value(), name).map(str::trim).filter(|v| !v.is_empty())
        };
        let is = |name: &str, value: &str| {
            attribute(name)
                .is_some_and(|v| v.split_ascii_whitespace().any(|w| w.eq_ignore_ascii_case(value)))
        };
        match element.value().name() {
            "meta" => {
                let content = attribute("content").and_then(line);
                let names = ["property", "name", "itemprop"].iter().filter_map(|n| attribute(n));
                for name in names.flat_map(str::split_ascii_whitespace) {
                    if let Some(content) = &content {
                        self.values
                            .entry(name.to_ascii_lowercase())
                            .or_insert_with(|| content.clone());
                    }
                }
            }
            "link" if is("rel", "canonical") => {
                let address = attribute("href").filter(|u| is_address(u)).map(str::to_owned);
                self.canonical = self.canonical.take().or(address);
            }
            "script"
                if attribute("type")
                    .is_some_and(|t| t.to_ascii_lowercase().starts_with("application/ld+json")) =>
            {
                self.scripts.push(element.text().collect());
            }
            "title" if self.title.is_none() && !in_svg(element) => self.title = text_of(element),
            "h1" if self.heading.is_none() => self.heading = text_of(element),
            "html" => {
                self.lang =
                    self.lang.take().or_else(|| attribute("lang").and_then(primary_language))
            }
            "time" => {
                let Some(date) = attribute("datetime").and_then(line) else { return };
                let inside = |name: &str| {
                    element
                        .ancestors()
                        .filter_map(ElementRef::wrap)
                        .any(|e| e.value().name() == name)
                };
                let plain = attribute_of(element.value(), "pubdate").is_some()
                    || is("itemprop", "datePublished");
                let rank = if plain { 2 } else { u8::from(inside("article") || inside("main")) };
                if self.time.as_ref().is_none_or(|(best, _)| *best < rank) {
                    self.time = Some((rank, date));
                }
            }
            _ => {
                if self.author.is_none() && (is("rel", "author") || is("itemprop", "author")) {
                    self.author = text_of(element).filter(|name| name.chars().count() <= 100);
                }
            }
        }
    }

    /// The first of these that the page gives.
    fn meta(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|n| self.values.get(*n)).cloned()
    }
}

fn is_address(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

fn in_svg(element: ElementRef<'_>) -> bool {
    element.parent().and_then(ElementRef::wrap).is_some_and(|p| p.value().name() == "svg")
}

/// The text of an element; a headline is short, so that no more than its beginning is looked at.
fn text_of(element: ElementRef<'_>) -> Option<String> {
    const MAX_PARTS: usize = 64;
    line(&element.text().take(MAX_PARTS).collect::<String>())
}
