//! The bar for working in a page: filters, search, what was decided, and the keys.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::super::article::{one_line, shorten};
use super::super::wording::{band, key, rung};
use super::Page;
use crate::model::{Identified, SourceKind, Stance, Voice};

/// The bar; without a script it is hidden, since nothing in it would work.
pub fn bar(page: &Page<'_>) -> Markup {
    let article = page.article;
    let labels = page.labels;
    let claims = &article.annotation.claims;
    let told = || claims.iter().filter(|c| c.voice == Voice::Source);
    let origins: BTreeSet<&str> = told().filter_map(|c| c.chain.last()?.as_deref()).collect();
    let sources: Vec<(String, String)> = article
        .annotation
        .sources
        .iter()
        .filter(|s| origins.contains(s.id.as_str()))
        .map(|s| (s.id.clone(), shorten(&one_line(&s.name), 48)))
        .collect();
    let kinds: BTreeMap<String, String> = told()
        .filter_map(|c| article.origin(c))
        .map(|s| (key(s.kind), labels.of("kind", &key(s.kind)).to_owned()))
        .collect();
    let rungs: BTreeSet<_> = told().filter_map(|c| c.traceability).collect();
    let mut rungs: Vec<(String, String)> =
        rungs.into_iter().map(|r| (key(r), rung(Some(r), labels).to_owned())).collect();
    rungs.push(("none".to_owned(), page.t("card.no_source").to_owned()));
    let stances: BTreeSet<String> =
        article.annotation.attributions.iter().map(|a| key(a.stance)).collect();
    let stances: Vec<(String, String)> =
        stances.into_iter().map(|s| (s.clone(), labels.of("stance", &s).to_owned())).collect();
    let bands = ["sure", "likely", "unsure", "lead"];
    let used: BTreeSet<&str> = told().map(|c| band(c.confidence)).collect();
    let bands: Vec<(String, String)> = bands
        .into_iter()
        .filter(|b| used.contains(b))
        .map(|b| (b.to_owned(), labels.of("link_band", b).to_owned()))
        .collect();
    let states: Vec<(String, String)> = ["open", "accepted", "rejected", "corrected", "added"]
        .into_iter()
        .map(|s| (s.to_owned(), labels.of("script", s).to_owned()))
        .collect();
    html! {
        div.work hidden {
            h2 { (page.t("work.title")) }
            div.filters role="group" aria-label=(page.t("work.filter")) {
                label.wide { span { (page.t("work.search")) }
                    input id="search" type="search" placeholder=(page.t("work.search_hint")); }
                (choice(page, "source", "work.by_source", &sources))
                (choice(page, "kind", "work.by_kind", &kinds.into_iter().collect::<Vec<_>>()))
                (choice(page, "rung", "work.by_rung", &rungs))
                (choice(page, "stance", "work.by_stance", &stances))
                (choice(page, "link", "work.by_link", &bands))
                (choice(page, "state", "work.by_state", &states))
                button type="button" id="reset" { (page.t("work.reset")) }
            }
            p.status role="status" id="status" {}
            div.review {
                label { span { (page.t("work.initials")) } input id="initials" size="5" maxlength="12" autocomplete="off"; }
                button type="button" id="export" { (page.t("work.export")) }
                label.file { span { (page.t("work.import")) } input id="import" type="file" accept=".json,application/json"; }
                button type="button" id="clear" { (page.t("work.clear")) }
                span id="progress" {}
                details.keys {
                    summary { (page.t("work.keys")) }
                    dl {
                        @for (keys, label) in KEYS {
                            dt { kbd { (keys) } } dd { (page.t(label)) }
                        }
                    }
                }
            }
            (correction(page))
        }
    }
}

/// The keys and what they do.
const KEYS: [(&str, &str); 12] = [
    ("j", "work.key_next"),
    ("k", "work.key_previous"),
    ("a", "work.key_accept"),
    ("r", "work.key_reject"),
    ("s", "work.key_source"),
    ("p", "work.key_content"),
    ("f", "work.key_cue"),
    ("m", "work.key_missing"),
    ("n", "work.key_note"),
    ("c", "work.key_copy"),
    ("/", "work.key_search"),
    ("Esc", "work.key_close"),
];

/// What appears when words of the text are selected.
fn correction(page: &Page<'_>) -> Markup {
    let action = |act: &str, label: &str| {
        html! { button type="button" data-do=(act) { (page.t(label)) } }
    };
    let values = |names: &[String], section: &str| -> Vec<(String, String)> {
        names.iter().map(|n| (n.clone(), page.labels.of(section, n).to_owned())).collect()
    };
    let kinds: Vec<String> = KINDS.iter().map(key).collect();
    let identified: Vec<String> =
        [Identified::Named, Identified::Role, Identified::Anonymous].iter().map(key).collect();
    let stances: Vec<String> = STANCES.iter().map(key).collect();
    html! {
        div.correction id="correction" role="group" aria-label=(page.t("work.correct")) hidden {
            p.note { (page.t("work.correct_hint")) }
            (action("as-source", "work.as_source"))
            (action("as-content", "work.as_content"))
            (action("as-cue", "work.as_cue"))
            (action("missing", "work.add"))
            label.check { input type="checkbox" id="join"; span { (page.t("work.add_to")) } }
            (choice(page, "new-kind", "work.kind", &values(&kinds, "kind")))
            (choice(page, "new-identified", "work.identified", &values(&identified, "identified")))
            (choice(page, "new-stance", "work.stance", &values(&stances, "stance")))
        }
    }
}

const STANCES: [Stance; 8] = [
    Stance::Asserts,
    Stance::Denies,
    Stance::NoComment,
    Stance::Asks,
    Stance::Demands,
    Stance::Promises,
    Stance::Believes,
    Stance::Accuses,
];

const KINDS: [SourceKind; 12] = [
    SourceKind::Person,
    SourceKind::Government,
    SourceKind::Military,
    SourceKind::ArmedGroup,
    SourceKind::Organisation,
    SourceKind::Media,
    SourceKind::Expert,
    SourceKind::Witness,
    SourceKind::Document,
    SourceKind::Public,
    SourceKind::Source,
    SourceKind::Other,
];

fn choice(page: &Page<'_>, name: &str, label: &str, values: &[(String, String)]) -> Markup {
    let any = if name.starts_with("new-") { "—" } else { page.t("work.all") };
    html! {
        label {
            span { (page.t(label)) }
            select id={ "f-" (name) } data-filter=(name) {
                option value="" { (any) }
                @for (value, words) in values { option value=(value) { (words) } }
            }
        }
    }
}
