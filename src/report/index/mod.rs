//! The index of a batch: the articles with their profile, sortable and filterable, and the sources over all of them.
//!
//! Of an article no more is kept than its row, so that a batch of any length is read in bounded memory. Beside the
//! index, which finds and sorts over all rows, stand pages of a thousand rows each that need no script.

mod rows;

pub use rows::{Row, Rows, SourceRow};

use maud::{Markup, html};
use serde_json::{Value, json};

use super::address::from_index;
use super::article::shorten;
use super::shell::Shell;
use super::wording::{key, rung};
use crate::rules::Labels;

/// Rows of a page that needs no script.
pub const SHARD: usize = 1000;
/// Rows that the index shows before its script runs.
const FIRST: usize = 100;
/// Sources that the index lists at once.
const SOURCES: usize = 100;
/// Sources that its search looks at, the most used first; the table has all.
const SEARCHED: usize = 5_000;

const SCRIPT: &str = include_str!("../assets/index.js");

/// What a batch's index is made of.
pub struct Index<'a> {
    pub rows: &'a Rows,
    pub labels: &'a Labels,
    /// Whether there is a view of provenance.
    pub provenance: bool,
    /// The tables beside it, by file name.
    pub tables: &'a [&'a str],
    /// Articles that could not be read.
    pub failed: usize,
}

impl Index<'_> {
    /// The pages: file name and HTML.
    pub fn pages(&self) -> impl Iterator<Item = (String, String)> {
        let shards = self.rows.list.len().div_ceil(SHARD);
        let shards = if shards > 1 { shards } else { 0 };
        let first = std::iter::once_with(|| ("index.html".to_owned(), self.index()));
        first.chain((1..=shards).map(move |n| (shard_name(n), self.shard(n, shards))))
    }

    fn t<'s>(&'s self, key: &'s str) -> &'s str {
        self.labels.get(key)
    }

    fn index(&self) -> String {
        let rows = &self.rows.list;
        let shards = rows.len().div_ceil(SHARD);
        let sources = self.rows.sources();
        let body = html! {
            (self.masthead())
            main {
                section aria-labelledby="articles" {
                    h2 id="articles" { (self.t("index.articles")) " " span.count { (self.labels.number(rows.len() as f64)) } }
                    div.work hidden {
                        div.filters {
                            label.wide { span { (self.t("work.search")) }
                                input id="search" type="search" placeholder=(self.t("index.search_hint")); }
                            label hidden { span { (self.t("index.site")) }
                                select id="f-site" { option value="" { (self.t("work.all")) } } }
                            label.check { input type="checkbox" id="f-verify"; span { (self.t("index.only_verify")) } }
                        }
                        p.status role="status" id="status" {}
                    }
                    (self.table(&rows[..rows.len().min(FIRST)]))
                    p.pager hidden {
                        button type="button" id="previous" { (self.t("index.previous")) }
                        span id="where" {}
                        button type="button" id="next" { (self.t("index.next")) }
                    }
                    @if rows.len() > FIRST { noscript { p.note { (self.t("index.script_off")) } } }
                    @if shards > 1 {
                        details.fold {
                            summary { (self.t("index.pages")) }
                            p.shards { @for n in 1..=shards { a href=(shard_name(n)) { (n) } " " } }
                        }
                    }
                }
                (self.sources(&sources))
            }
            (self.foot())
        };
        let data = self.data(&sources);
        let title =
            self.labels.fill("index.batch", &[("n", &self.labels.number(rows.len() as f64))]);
        let shell =
            Shell { title: &title, class: "index", script: SCRIPT, data: Some(&data), body };
        shell.render(self.labels)
    }

    fn masthead(&self) -> Markup {
        let rows = &self.rows.list;
        let sum = |of: fn(&Row) -> usize| rows.iter().map(of).sum::<usize>();
        let reported = sum(|r| r.reported + r.nested);
        let values = [
            ("reported", self.labels.count("essentials.reported", reported, &[])),
            ("anonymous", self.labels.count("index.anonymous_claims", sum(|r| r.anonymous), &[])),
            ("own", self.labels.count("essentials.own", sum(|r| r.own), &[])),
        ];
        let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let n = self.labels.number(rows.len() as f64);
        html! {
            header.masthead {
                h1 {
                    @if rows.len() == 1 { (self.t("index.one")) }
                    @else { (self.labels.fill("index.batch", &[("n", &n)])) }
                }
                p.known { (self.labels.fill("index.total", &values)) }
                @if self.failed > 0 { p.lacking { (self.labels.count("index.failed", self.failed, &[])) } }
                p.stance { (self.t("page.stance")) }
                @if self.provenance { p { a href="provenance.html" { (self.t("provenance.title")) } (self.t("colon")) (self.t("provenance.summary")) } }
            }
        }
    }

    fn foot(&self) -> Markup {
        html! {
            footer {
                p { (self.t("index.tables")) " (" (self.t("index.tables_note")) ") : "
                    @for (i, name) in self.tables.iter().enumerate() {
                        @if i > 0 { ", " }
                        a href=(name) { (name) }
                    }
                }
                p { (self.labels.fill("page.made_by", &[("version", env!("CARGO_PKG_VERSION")), ("rules", &self.rows.rules)])) }
            }
        }
    }

    fn shard(&self, n: usize, shards: usize) -> String {
        let rows = &self.rows.list;
        let from = (n - 1) * SHARD;
        let title = format!("{} {n}/{shards}", self.t("index.articles"));
        let body = html! {
            header.masthead {
                p.eyebrow { a href="index.html" { (self.t("page.index")) } }
                h1 { (title) }
                p.pager {
                    @if n > 1 { a href=(shard_name(n - 1)) rel="prev" { (self.t("index.previous")) } " " }
                    @if n < shards { a href=(shard_name(n + 1)) rel="next" { (self.t("index.next")) } }
                }
            }
            main { (self.table(&rows[from..rows.len().min(from + SHARD)])) }
        };
        let shell = Shell { title: &title, class: "index", script: "", data: None, body };
        shell.render(self.labels)
    }

    fn table(&self, rows: &[Row]) -> Markup {
        html! {
            @if rows.is_empty() { p.quiet { (self.t("index.none")) } }
            @else {
                div.scroll tabindex="0" role="region" aria-label=(self.t("index.articles")) {
                    table.list.no-site[!self.tells(|r| r.site.as_deref())].no-date[!self.tells(|r| r.published.as_deref())] id="list" {
                        thead { tr {
                            @for (name, label) in COLUMNS {
                                th scope="col" data-sort=(name) class=[NUMBERS.contains(&name).then_some("n")] { (self.t(label)) }
                            }
                        } }
                        tbody { @for row in rows { (self.row(row)) } }
                    }
                }
            }
        }
    }

    /// Whether any article tells that of itself.
    fn tells(&self, what: fn(&Row) -> Option<&str>) -> bool {
        self.rows.list.iter().any(|r| what(r).is_some_and(|t| !t.is_empty()))
    }

    fn row(&self, r: &Row) -> Markup {
        let number = |n: usize| html! { td.n { (self.labels.number(n as f64)) } };
        html! {
            tr {
                th scope="row" {
                    a href=(from_index(&r.id)) { bdi { (shorten(r.title.as_deref().unwrap_or(&r.id), 90)) } }
                }
                td { (r.site.as_deref().unwrap_or_default()) }
                td { (r.published.as_deref().unwrap_or_default()) }
                (number(r.verify)) (number(r.reported + r.nested)) (number(r.anonymous)) (number(r.own))
                (number(r.figures)) (number(r.reread)) (number(r.words))
            }
        }
    }

    fn sources(&self, sources: &[SourceRow<'_>]) -> Markup {
        let shown = &sources[..sources.len().min(SOURCES)];
        html! {
            @if !shown.is_empty() {
                section aria-labelledby="sources" {
                    h2 id="sources" { (self.t("index.sources")) " " span.count { (self.labels.number(sources.len() as f64)) } }
                    @if shown.len() < sources.len() {
                        p.note { (self.labels.fill("index.shown_sources", &[("n", &shown.len().to_string())])) }
                    }
                    div.scroll tabindex="0" role="region" aria-label=(self.t("index.sources")) {
                        table.list id="source-list" {
                            thead { tr {
                                th scope="col" { (self.t("index.source")) }
                                th scope="col" { (self.t("index.kind")) }
                                th scope="col" { (self.t("index.rung")) }
                                th.n scope="col" { (self.t("index.claims")) }
                                th.n scope="col" { (self.t("index.in_articles")) }
                            } }
                            tbody {
                                @for s in shown {
                                    tr {
                                        th scope="row" { span.key.(key(s.identified)) {} " " bdi { (shorten(s.name, 90)) } }
                                        td { (self.labels.of("kind", &key(s.kind))) }
                                        td { span title=(key(s.rung)) { (rung(Some(s.rung), self.labels)) } }
                                        td.n { (self.labels.number(s.claims as f64)) }
                                        td.n { (self.labels.number(s.articles as f64)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The sources for the script's search: name, kind, rung, how far it can be found, counts.
    fn source_data(&self, sources: &[SourceRow<'_>]) -> Value {
        let shown = sources.iter().take(SEARCHED);
        let rows = shown.map(|s| {
            json!([s.name, key(s.kind), key(s.rung), key(s.identified), s.claims, s.articles])
        });
        rows.collect()
    }

    /// The rows for the script, without names of fields, since there may be a hundred thousand.
    fn data(&self, sources: &[SourceRow<'_>]) -> Value {
        let rows = self.rows.list.iter().map(|r| {
            let page = super::address::page_name(&r.id);
            let page = if page == r.id { Value::from(0) } else { Value::from(page) };
            json!([
                r.id,
                page,
                r.title,
                r.site,
                r.published,
                r.verify,
                r.reported + r.nested,
                r.anonymous,
                r.own,
                r.figures,
                r.reread,
                r.words
            ])
        });
        json!({
            "rows": rows.collect::<Vec<_>>(),
            "sources": self.source_data(sources),
            "kinds": self.labels.section("kind"),
            "rungs": self.labels.section("rung"),
            "folder": super::address::FOLDER,
            "grouping": self.labels.get("grouping"),
            "zero_is_one": self.labels.zero_is_one(),
            "labels": { "rows": self.labels.of("script", "rows"), "page_of": self.labels.of("script", "page_of") },
        })
    }
}

/// The columns, in the order of the rows of the data behind id, page and title.
const COLUMNS: [(&str, &str); 10] = [
    ("title", "index.name"),
    ("site", "index.site"),
    ("published", "index.published"),
    ("verify", "index.verify"),
    ("reported", "index.reported"),
    ("anonymous", "index.anonymous"),
    ("own", "index.own"),
    ("figures", "index.figures"),
    ("reread", "index.reread"),
    ("words", "index.words"),
];

const NUMBERS: [&str; 7] = ["verify", "reported", "anonymous", "own", "figures", "reread", "words"];

fn shard_name(n: usize) -> String {
    format!("list-{n:04}.html")
}
