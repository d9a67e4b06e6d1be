//! The text of the article, with source, cue and content marked by colour and by line, and what is not its own folded.

use maud::{Markup, html};

use super::super::article::one_line;
use super::super::marks::{Segment, segments};
use super::super::wording::key;
use super::Page;
use crate::export::Offsets;
use crate::model::{Block, BlockKind, Span};

/// The whole text, block by block.
pub fn text(page: &Page<'_>) -> Markup {
    let annotation = page.article.annotation;
    let points = Offsets::new(&annotation.text);
    let all = segments(page.article);
    let marked = |block: &Block| inside(&all, block.span());
    let runs = runs(&annotation.blocks);
    html! {
        div.text-column {
            h2 id="text" tabindex="-1" { (page.t("page.text")) }
            p.legend {
                (page.t("page.legend")) (page.t("colon"))
                span.s { (page.t("card.source").to_lowercase()) } ", "
                span.k { (page.t("card.cue").to_lowercase()) } ", "
                span.c { (page.t("card.content").to_lowercase()) } ", "
                span.c.c2 { (page.t("card.part")) }
            }
            div.prose lang=[annotation.lang.as_deref()] {
                @if runs.is_empty() { p.quiet lang=(page.labels.code) { (page.t("page.no_text")) } }
                @for run in runs {
                    @if run[0].boilerplate {
                        details.furniture {
                            summary lang=(page.labels.code) { (summary(page, run)) }
                            @for block in run {
                                p lang=[block.lang.as_deref()] {
                                    span.kind lang=(page.labels.code) { (page.labels.of("block", &key(block.kind))) } " "
                                    (one_line(block.span().of(&annotation.text)))
                                }
                            }
                        }
                    } @else {
                        @for block in run { (own(page, block, &marked(block), &points)) }
                    }
                }
            }
        }
    }
}

/// What a run of furniture holds: each kind once.
fn summary(page: &Page<'_>, run: &[Block]) -> String {
    let mut kinds: Vec<&str> = Vec::new();
    for block in run {
        let label = page.labels.of("block", &key(block.kind));
        if !kinds.contains(&label) {
            kinds.push(label);
        }
    }
    format!("{}{}{}", page.t("page.furniture"), page.t("colon"), kinds.join(", "))
}

/// The blocks in runs of the same verdict; blank ones are left out at the ends.
fn runs(blocks: &[Block]) -> Vec<&[Block]> {
    blocks.chunk_by(|a, b| a.boilerplate == b.boilerplate).collect()
}

/// The segments within a span, cut at its ends.
fn inside(all: &[Segment], span: Span) -> Vec<Segment> {
    let from = all.partition_point(|s| s.span.end <= span.start);
    let within = all[from..].iter().take_while(|s| s.span.start < span.end);
    within
        .map(|s| Segment {
            span: Span::new(s.span.start.max(span.start), s.span.end.min(span.end)),
            ..s.clone()
        })
        .collect()
}

fn own(page: &Page<'_>, block: &Block, segments: &[Segment], points: &Offsets) -> Markup {
    let text = page.article.text();
    let number = page.article.block(block.start).and_then(|(i, _)| page.article.paragraph(i));
    let body = html! { @for s in segments { (segment(s, text, points)) } };
    let lang = block.lang.as_deref();
    html! {
        @match block.kind {
            BlockKind::Title => p.title lang=[lang] { (body) },
            BlockKind::Heading => p.heading lang=[lang] { (body) },
            kind => p.(key(kind)) lang=[lang] data-p=[number] { (body) },
        }
    }
}

fn segment(s: &Segment, text: &str, points: &Offsets) -> Markup {
    let words = s.span.of(text);
    let mut class = Vec::new();
    if s.source {
        class.push("s");
    }
    if s.cue {
        class.push("k");
    }
    if s.depth > 0 {
        class.push("c");
    }
    if s.depth > 1 {
        class.push("c2");
    }
    let class = (!class.is_empty()).then(|| class.join(" "));
    let cards = (!s.cards.is_empty()).then(|| s.cards.join(" "));
    let at = points.codepoint(s.span.start);
    let anchor = s.begins.first().map(|id| format!("t-{id}"));
    html! {
        // Several claims may begin at one place; each has an anchor of its own.
        @for id in s.begins.iter().skip(1) { span id={ "t-" (id) } {} }
        span id=[anchor] class=[class] data-s=(at) data-c=[cards] { (words) }
    }
}
