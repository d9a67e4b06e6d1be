//! The page of an article: what is known of it, where it comes from, the essentials, the two lists, the sources, the text.

mod card;
mod head;
mod lists;
mod sources;
mod text;
mod work;

use maud::{Markup, html};
use serde_json::{Value, json};

use super::article::Article;
use super::counts::{Counts, count};
use super::lists::Lists;
use super::provenance::Links;
use super::shell::Shell;
use crate::export::Offsets;
use crate::model::Span;
use crate::rules::{Catalogue, ExplainWords, Labels};

/// All that a page is made of.
pub struct Page<'a> {
    /// The article.
    pub article: &'a Article<'a>,
    /// What stands on its lists.
    pub lists: &'a Lists<'a>,
    /// The words of the interface.
    pub labels: &'a Labels,
    /// What the reasons of the score are called, if the language has words for them.
    pub words: Option<&'a ExplainWords>,
    /// What the rules say of themselves.
    pub catalogue: &'a Catalogue,
    /// What other articles of the batch have to do with it; `None` if nobody compared them.
    pub links: Option<&'a Links>,
    /// Where the index is, if there is one.
    pub index: Option<&'a str>,
}

/// The page's script.
const SCRIPT: &str = concat!(
    include_str!("../assets/decisions.js"),
    include_str!("../assets/spans.js"),
    include_str!("../assets/article.js")
);

impl Page<'_> {
    /// The page as HTML, with its counts, which the index needs as well.
    pub fn render(&self) -> (String, Counts) {
        let counts = count(self.article);
        let body = html! {
            a.skip href="#text" { (self.t("page.skip")) }
            (head::head(self, &counts))
            main {
                (head::origin(self))
                (head::essentials(self, &counts))
                div.two {
                    section.verify aria-labelledby="verify" { (lists::verify(self)) }
                    div.beside {
                        section aria-labelledby="sources" { (sources::sources(self)) }
                        section aria-labelledby="reread" { (lists::reread(self)) }
                    }
                }
                section.reading aria-labelledby="text" {
                    (work::bar(self))
                    div.two.reading-grid {
                        (text::text(self))
                        (card::cards(self))
                    }
                }
            }
            (self.foot())
        };
        let title = super::sheet::document(self.article, self.labels);
        let data = self.data();
        let shell =
            Shell { title: &title, class: "article", script: SCRIPT, data: Some(&data), body };
        (shell.render(self.labels), counts)
    }

    fn t<'s>(&'s self, key: &'s str) -> &'s str {
        self.labels.get(key)
    }

    fn foot(&self) -> Markup {
        let annotation = self.article.annotation;
        let made =
            [("version", annotation.tool.version.as_str()), ("rules", &annotation.tool.rules)];
        html! {
            footer {
                @if !annotation.notes.is_empty() {
                    h2.small { (self.t("page.notes")) }
                    ul.plain { @for note in &annotation.notes { li { (note) } } }
                }
                p { (self.t("page.stance")) }
                p { (self.labels.fill("page.made_by", &made)) }
            }
        }
    }

    /// What the script reads: the attributions to be judged, with offsets in code points.
    fn data(&self) -> Value {
        let annotation = self.article.annotation;
        let points = Offsets::new(&annotation.text);
        let pairs = |spans: &[Span]| -> Vec<(usize, usize)> {
            spans.iter().map(|s| (points.codepoint(s.start), points.codepoint(s.end))).collect()
        };
        let cards = super::marks::cards(self.article);
        let attributions = annotation.attributions.iter().map(|a| {
            let source = a.source.as_ref().map(|s| {
                json!({ "id": s.id, "spans": pairs(&s.spans), "kind": s.kind, "identified": s.identified })
            });
            json!({
                "id": a.id, "card": cards.get(&a.id), "cue": pairs(&a.cue), "source": source,
                "content": pairs(&a.content), "mode": a.mode, "stance": a.stance,
                "hedged": a.hedged, "parent": a.parent, "construction": a.construction, "rule": a.rule,
            })
        });
        let sources = annotation
            .sources
            .iter()
            .map(|s| json!({ "id": s.id, "mentions": pairs(&s.mentions) }));
        let furniture = annotation.blocks.iter().filter(|b| b.boilerplate).map(|b| {
            json!({ "start": points.codepoint(b.start), "end": points.codepoint(b.end), "kind": b.kind })
        });
        json!({
            "id": annotation.id, "text": annotation.text, "text_sha256": annotation.text_sha256,
            "rules": annotation.tool.rules, "version": annotation.tool.version,
            "attributions": attributions.collect::<Vec<_>>(),
            "sources": sources.collect::<Vec<_>>(),
            "furniture": furniture.collect::<Vec<_>>(),
            "site": annotation.meta.site,
            "zero_is_one": self.labels.zero_is_one(),
            "colon": self.t("colon"),
            "labels": self.labels.section("script"),
        })
    }
}
