//! The page of a control sample: attributions drawn by chance, each in its sentences, to be marked right or wrong.

use maud::{Markup, html};
use serde_json::json;

use super::article::{Article, one_line, shorten};
use super::shell::Shell;
use super::wording::{key, title};
use crate::eval::review::{Furniture, Judged, JudgedSource, Mentions, ReviewArticle, Verdict};
use crate::export::Offsets;
use crate::model::{Annotation, Attribution, Span};
use crate::rules::Labels;

const SCRIPT: &str = include_str!("assets/sample.js");

/// An article of the sample and the ids of its attributions that were drawn.
pub struct Drawn {
    pub annotation: Annotation,
    pub attributions: Vec<String>,
}

/// The page; `seed` names the draw.
pub fn sample(drawn: &[Drawn], seed: u64, labels: &Labels) -> String {
    let count = drawn.iter().map(|d| d.attributions.len()).sum::<usize>();
    let heading = labels.count("sample.title", count, &[]);
    let body = html! {
        header.masthead {
            h1 { (heading) }
            p.known { (labels.fill("sample.how", &[("seed", &seed.to_string())])) }
            p.stance { (labels.get("sample.stance")) }
        }
        main {
            section {
                div.work hidden {
                    div.review {
                        label { span { (labels.get("work.initials")) } input id="initials" size="5" maxlength="12" autocomplete="off"; }
                        button type="button" id="export" { (labels.get("work.export")) }
                        span id="progress" {}
                    }
                    p.status role="status" id="status" {}
                }
                ol.items {
                    @for d in drawn {
                        @let article = Article::new(&d.annotation);
                        @for a in d.annotation.attributions.iter().filter(|a| d.attributions.contains(&a.id)) {
                            (item(&article, a, labels))
                        }
                    }
                }
            }
        }
        footer { p { (labels.get("page.stance")) } }
    };
    let rules = drawn.first().map_or("", |d| d.annotation.tool.rules.as_str());
    let data = json!({
        "seed": seed, "rules": rules, "version": env!("CARGO_PKG_VERSION"),
        "articles": drawn.iter().map(|d| as_open(&d.annotation)).collect::<Vec<_>>(),
        "zero_is_one": labels.zero_is_one(), "labels": labels.section("script"),
    });
    let shell = Shell { title: &heading, class: "sample", script: SCRIPT, data: Some(&data), body };
    shell.render(labels)
}

/// An article as a review that nobody has judged yet.
fn as_open(annotation: &Annotation) -> ReviewArticle {
    let points = Offsets::new(&annotation.text);
    let pairs = |spans: &[Span]| -> Vec<(usize, usize)> {
        spans.iter().map(|s| (points.codepoint(s.start), points.codepoint(s.end))).collect()
    };
    let judged = |a: &Attribution| Judged {
        id: a.id.clone(),
        verdict: Verdict::Open,
        cue: pairs(&a.cue),
        source: a.source.as_ref().map(|s| JudgedSource {
            id: s.id.clone(),
            spans: pairs(&s.spans),
            kind: s.kind,
            identified: s.identified,
        }),
        content: pairs(&a.content),
        mode: a.mode,
        stance: a.stance,
        hedged: a.hedged,
        parent: a.parent.clone(),
        construction: a.construction.clone(),
        rule: Some(a.rule.clone()),
        note: None,
    };
    let block = |b: &crate::model::Block| Furniture {
        start: points.codepoint(b.start),
        end: points.codepoint(b.end),
        kind: b.kind,
    };
    let mentions =
        |s: &crate::model::Source| Mentions { id: s.id.clone(), mentions: pairs(&s.mentions) };
    ReviewArticle {
        id: annotation.id.clone(),
        site: annotation.meta.site.clone(),
        text_sha256: annotation.text_sha256.clone(),
        text: annotation.text.clone(),
        offsets: "codepoint".to_owned(),
        attributions: annotation.attributions.iter().map(judged).collect(),
        sources: annotation.sources.iter().map(mentions).collect(),
        furniture: annotation.blocks.iter().filter(|b| b.boilerplate).map(block).collect(),
        marks: Vec::new(),
    }
}

fn item(article: &Article<'_>, a: &Attribution, labels: &Labels) -> Markup {
    let annotation = article.annotation;
    let name = title(article).unwrap_or_else(|| one_line(&annotation.id));
    let source = a.source.as_ref().and_then(|s| article.source(&s.id));
    html! {
        li.item data-article=(annotation.text_sha256) data-a=(a.id) {
            p.where {
                bdi { (shorten(&name, 70)) }
                @if let Some(site) = &annotation.meta.site { span { (shorten(&one_line(site), 40)) } }
                @if let Some(c) = &a.construction { span { (labels.fill("card.construction", &[("id", c)])) } }
            }
            p.what lang=[annotation.lang.as_deref()] { bdi { (context(article, a)) } }
            p.why {
                (labels.get("card.source")) (labels.get("colon")) b { (source.map_or(labels.get("card.no_source_found").to_owned(), |s| one_line(&s.name))) }
                " · " (labels.of("stance", &key(a.stance)))
            }
            p.buttons {
                button type="button" data-do="accepted" aria-pressed="false" { (labels.get("work.accept")) }
                button type="button" data-do="rejected" aria-pressed="false" { (labels.get("work.reject")) }
            }
        }
    }
}

/// The sentences that the attribution touches and one before, with its parts marked.
fn context(article: &Article<'_>, a: &Attribution) -> Markup {
    let text = article.text();
    let source = a.source.as_ref().map_or(&[][..], |s| &s.spans);
    let mut parts: Vec<(Span, &str)> = Vec::new();
    for (spans, class) in [(&a.cue[..], "k"), (source, "s"), (&a.content[..], "c")] {
        parts.extend(spans.iter().map(|s| (*s, class)));
    }
    let sentences = &article.annotation.sentences;
    let first = parts.iter().map(|p| p.0.start).min().unwrap_or(0);
    let last = parts.iter().map(|p| p.0.end).max().unwrap_or(0);
    let from = sentences.partition_point(|s| s.end <= first).saturating_sub(1);
    let start = sentences.get(from).map_or(first, |s| s.start.min(first));
    let to = sentences.partition_point(|s| s.end < last);
    let end = sentences.get(to).map_or(last, |s| s.end.max(last));
    let mut borders: Vec<usize> = parts.iter().flat_map(|p| [p.0.start, p.0.end]).collect();
    borders.extend([start, end]);
    borders.sort_unstable();
    borders.dedup();
    let runs: Vec<Span> = borders.windows(2).map(|w| Span::new(w[0], w[1])).collect();
    html! {
        @for run in runs {
            @let class: Vec<&str> = parts.iter().filter(|p| p.0.contains(run)).map(|p| p.1).collect();
            @if class.is_empty() { (run.of(text)) } @else { span class=(class.join(" ")) { (run.of(text)) } }
        }
    }
}
