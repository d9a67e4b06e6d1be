//! JSON-LD: what a page says about its article in the words of schema.org.

use std::collections::BTreeMap;

use scraper::Html;
use serde_json::{Map, Value};

use super::meta::line;
use crate::model::{Meta, Told};

/// Reads the article's metadata and wording from the page's scripts; of several articles the first one counts.
pub fn read(scripts: &[String]) -> (Meta, Told) {
    let values: Vec<Value> = scripts.iter().filter_map(|s| parse(s)).collect();
    let mut nodes = Vec::new();
    let mut by_id = BTreeMap::new();
    for value in &values {
        collect(value, &mut nodes, &mut by_id);
    }
    let best = |rank: u8| nodes.iter().find(|n| rank_of(n) == rank);
    let Some(article) = best(2).or_else(|| best(1)) else { return Default::default() };
    let names = |field: &str| names_of(article.get(field), &by_id);
    let text = |field: &str| article.get(field).and_then(Value::as_str).and_then(clean);
    let told = Told { body: text("articleBody"), summary: text("description") };
    let meta = Meta {
        title: text("headline").or_else(|| text("name")),
        author: names("author").or_else(|| names("creator")),
        site: names("publisher").or_else(|| names("isPartOf")),
        published: text("datePublished").or_else(|| text("dateCreated")),
        url: text("url").or_else(|| text("mainEntityOfPage")).or_else(|| {
            article
                .get("mainEntityOfPage")
                .and_then(|m| m.get("@id"))
                .and_then(Value::as_str)
                .and_then(clean)
        }),
    };
    (meta, told)
}

/// Parses a script; the wrappings and line breaks that content systems leave in it are mended.
fn parse(script: &str) -> Option<Value> {
    let mut body = script.trim();
    for (open, close) in [
        ("<!--", "-->"),
        ("//<![CDATA[", "//]]>"),
        ("/*<![CDATA[*/", "/*]]>*/"),
        ("<![CDATA[", "]]>"),
    ] {
        body = body.strip_prefix(open).unwrap_or(body).trim();
        body = body.strip_suffix(close).unwrap_or(body).trim();
    }
    let body = body.trim_end_matches(';');
    serde_json::from_str(body).ok().or_else(|| {
        // Raw control characters are forbidden inside strings and mean nothing outside them.
        let flat: String = body.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&flat).ok()
    })
}

type Nodes<'a> = BTreeMap<&'a str, &'a Map<String, Value>>;

/// All objects that may be the article, and all that others point to by `@id`; in order of the page.
fn collect<'a>(value: &'a Value, nodes: &mut Vec<&'a Map<String, Value>>, by_id: &mut Nodes<'a>) {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(list) => open.extend(list.iter().rev()),
            Value::Object(node) => {
                if let Some(id) = node.get("@id").and_then(Value::as_str) {
                    // A mere pointer has no other field and must not hide what it points to.
                    if node.len() > 1 {
                        by_id.entry(id).or_insert(node);
                    }
                }
                nodes.push(node);
                let inner = ["@graph", "mainEntity", "mainEntityOfPage", "author", "publisher"];
                open.extend(inner.iter().rev().filter_map(|f| node.get(*f)));
            }
            _ => {}
        }
    }
}

/// 2 for an article, 1 for a page, 0 for anything else.
fn rank_of(node: &Map<String, Value>) -> u8 {
    let of = |kind: &str| match kind.rsplit('/').next().unwrap_or(kind) {
        k if k.ends_with("NewsArticle") => 2,
        "Article"
        | "BlogPosting"
        | "LiveBlogPosting"
        | "SocialMediaPosting"
        | "Report"
        | "TechArticle"
        | "ScholarlyArticle"
        | "AdvertiserContentArticle"
        | "SatiricalArticle" => 2,
        "WebPage" | "ItemPage" => 1,
        _ => 0,
    };
    match node.get("@type") {
        Some(Value::String(kind)) => of(kind),
        Some(Value::Array(kinds)) => {
            kinds.iter().filter_map(Value::as_str).map(of).max().unwrap_or(0)
        }
        _ => 0,
    }
}

/// The names behind a field: strings, objects with `name`, pointers to such, or lists of these.
fn names_of(value: Option<&Value>, by_id: &Nodes<'_>) -> Option<String> {
    let list = match value? {
        Value::Array(list) => list.iter().collect(),
        one => vec![one],
    };
    let mut names: Vec<String> = Vec::new();
    for item in list {
        let name = match item {
            Value::String(name) => Some(name.as_str()),
            Value::Object(node) => node
                .get("name")
                .or_else(|| by_id.get(node.get("@id")?.as_str()?)?.get("name"))
                .and_then(|n| n.as_str().or_else(|| n.get(0)?.as_str())),
            _ => None,
        };
        let name = name.and_then(clean).filter(|n| !n.starts_with("http"));
        if let Some(name) = name.filter(|n| !names.contains(n)) {
            names.push(name);
        }
    }
    (!names.is_empty()).then(|| names.join(", "))
}

/// A line of text; character references, which have no place in JSON, are resolved.
fn clean(text: &str) -> Option<String> {
    if text.contains('&') && text.contains(';') || text.contains("</") {
        line(&Html::parse_fragment(text).root_element().text().collect::<String>())
    } else {
        line(text)
    }
}
