//! The lists of a page: *to verify* and *to read again*.

use maud::{Markup, html};

use super::super::article::shorten;
use super::super::lists::Item;
use super::super::wording::place;
use super::Page;
use crate::model::Claim;
use crate::rules::ReportRule;

/// What is fragile, and what is easy to check.
pub fn verify(page: &Page<'_>) -> Markup {
    let lists = page.lists;
    let (shown, more) = lists.verify.split_at(lists.most.min(lists.verify.len()));
    html! {
        h2 id="verify" {
            (page.t("page.verify"))
            @if !lists.verify.is_empty() { " " span.count { (lists.verify.len()) } }
        }
        p.note { (page.t("page.verify_note")) }
        @if lists.verify.is_empty() { p.quiet { (page.t("page.verify_none")) } }
        ol.items { @for item in shown { (entry(page, item)) } }
        @if !more.is_empty() {
            details.more {
                summary { (page.labels.count("page.verify_more", more.len(), &[])) }
                ol.items start=(shown.len() + 1) { @for item in more { (entry(page, item)) } }
            }
        }
        @if !lists.easy.is_empty() {
            h3 { (page.t("page.verify_easy")) }
            ul.items.easy { @for item in &lists.easy { (entry(page, item)) } }
        }
    }
}

/// Where the tool is unsure.
pub fn reread(page: &Page<'_>) -> Markup {
    let list = &page.lists.reread;
    html! {
        h2 id="reread" {
            (page.t("page.reread"))
            @if !list.is_empty() { " " span.count { (list.len()) } }
        }
        p.note { (page.t("page.reread_note")) }
        @if list.is_empty() { p.quiet { (page.t("page.reread_none")) } }
        @else {
            details.fold open[list.len() <= FEW] {
                summary { (page.t("page.reread_show")) }
                ul.items.doubts { @for item in list { (doubt(page, item)) } }
            }
        }
    }
}

/// So many doubts are shown unfolded.
const FEW: usize = 4;

fn entry(page: &Page<'_>, item: &Item<'_>) -> Markup {
    const LONG: usize = 190;
    let claim = &page.article.annotation.claims[item.claim];
    let words = shorten(&page.article.words(&claim.spans), LONG);
    html! {
        li.item data-card=(claim.id) {
            p.where {
                a href={ "#" (claim.id) } { (place(page.article, claim, page.labels)) }
                " " (voice(page, claim))
            }
            p.what lang=[page.article.annotation.lang.as_deref()] { bdi { (words) } }
            p.why { (reasons(page, &item.rules)) }
            @if let Some(next) = item.rules.first().and_then(|r| label(page, "next", r)) {
                p.next { span.tag { (page.t("item.next")) } " " (next) }
            }
            (buttons(page, claim))
        }
    }
}

fn doubt(page: &Page<'_>, item: &Item<'_>) -> Markup {
    const LONG: usize = 110;
    let claim = &page.article.annotation.claims[item.claim];
    let words = shorten(&page.article.words(&claim.spans), LONG);
    html! {
        li.item data-card=(claim.id) {
            p.where {
                a href={ "#" (claim.id) } { (place(page.article, claim, page.labels)) }
                " " span.why { (reasons(page, &item.rules)) }
            }
            p.what lang=[page.article.annotation.lang.as_deref()] { bdi { (words) } }
        }
    }
}

/// Who speaks, in a few words.
fn voice(page: &Page<'_>, claim: &Claim) -> Markup {
    let kind = page.article.openness(claim).name();
    let name = page.article.origin(claim).map(|s| super::super::article::one_line(&s.name));
    html! {
        span.voice {
            span.key.(kind) {} " "
            @match name {
                Some(name) => bdi { (shorten(&name, 60)) },
                None => (page.labels.of("voice", kind)),
            }
        }
    }
}

/// The reasons of the rules; several that say the same begin say it once.
fn reasons(page: &Page<'_>, rules: &[&ReportRule]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for rule in rules {
        let words = label(page, "reason", rule).unwrap_or(&rule.says);
        for part in words.split(" · ") {
            // Who speaks stands above the words already.
            if part != page.t("card.no_source") && !parts.iter().any(|p| p == part) {
                parts.push(part.to_owned());
            }
        }
    }
    parts.join(" · ")
}

/// A label of a rule, if the language has one.
fn label<'p>(page: &'p Page<'_>, section: &str, rule: &ReportRule) -> Option<&'p str> {
    page.labels.find(&format!("{section}.{}", rule.name))
}

fn buttons(page: &Page<'_>, claim: &Claim) -> Markup {
    html! {
        p.buttons {
            button type="button" data-do="copy" data-card=(claim.id) { (page.t("item.copy")) }
            a.button href={ "#t-" (claim.id) } { (page.t("item.show")) }
            button type="button" data-do="done" data-card=(claim.id) aria-pressed="false" { (page.t("item.done")) }
            button type="button" data-do="dismissed" data-card=(claim.id) aria-pressed="false" { (page.t("item.dismissed")) }
        }
    }
}
