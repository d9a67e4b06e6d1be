//! The top of a page: what is known and not known of the article, where it comes from, and the essentials in words.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::super::article::{Openness, one_line, shorten};
use super::super::charts;
use super::super::counts::{Counts, Figure};
use super::super::wording::{dates_without_year, in_text, name_of, rated, title, title_in_text};
use super::Page;
use crate::model::{BlockKind, Identified, SourceKind};

/// Name, what is known, what is not, and the stance of the tool.
pub fn head(page: &Page<'_>, counts: &Counts) -> Markup {
    let (article, labels) = (page.article, page.labels);
    let annotation = article.annotation;
    let named = title(article);
    html! {
        header.masthead {
            p.eyebrow {
                @if let Some(index) = page.index {
                    a href=(index) { (page.t("page.index")) }
                }
                // Without a title the id stands below.
                @if named.is_some() {
                    @if page.index.is_some() { " · " }
                    span.id { (one_line(&annotation.id)) }
                }
            }
            h1 {
                @match &named {
                    Some(title) => bdi lang=[annotation.lang.as_deref()] { (title) },
                    None => (labels.fill("page.article", &[("name", &one_line(&annotation.id))])),
                }
            }
            @let lacking = lacking(page);
            p.known {
                @if !lacking.is_empty() { span.lacking { (lacking.join(" · ")) } " · " }
                (known(page, counts).join(" · "))
            }
            @if let Some(rating) = &annotation.site_rating {
                p.known { (labels.fill("head.site_rating", &[("rating", &rated(rating, labels))])) }
            }
            p.stance { (page.t("page.stance")) }
        }
    }
}

fn known(page: &Page<'_>, counts: &Counts) -> Vec<String> {
    let (article, labels) = (page.article, page.labels);
    let meta = &article.annotation.meta;
    let mut list: Vec<String> = Vec::new();
    list.extend([&meta.site, &meta.author].into_iter().flatten().map(|t| one_line(t)));
    if let Some(date) = &meta.published {
        list.push(labels.fill("head.published", &[("date", &one_line(date))]));
    } else if let Some(date) = date_in_text(page) {
        list.push(labels.fill("head.date_in_text", &[("date", &date)]));
    }
    // An address is shown as words: nothing in a page leads to where an article wants.
    list.extend(meta.url.as_deref().map(one_line));
    if meta.title.is_none() && title_in_text(article).is_some() {
        list.push(page.t("head.title_in_text").to_owned());
    }
    if meta.author.is_none() && in_text(article, BlockKind::Byline).is_some() {
        list.push(page.t("head.byline_in_text").to_owned());
    }
    list.push(labels.count("head.words", counts.words, &[]));
    list.push(match &article.annotation.lang {
        Some(lang) => labels.fill("head.language", &[("lang", lang)]),
        None => page.t("head.language_unknown").to_owned(),
    });
    list
}

/// What the article does not tell of itself.
fn lacking(page: &Page<'_>) -> Vec<String> {
    let (article, labels) = (page.article, page.labels);
    let meta = &article.annotation.meta;
    let told = [
        ("head.title", title(article).is_some()),
        ("head.author", meta.author.is_some() || in_text(article, BlockKind::Byline).is_some()),
        ("head.date", meta.published.is_some() || date_in_text(page).is_some()),
        ("head.site", meta.site.is_some() || in_text(article, BlockKind::Site).is_some()),
    ];
    let missing: Vec<&str> =
        told.iter().filter(|(_, told)| !told).map(|(key, _)| page.t(key)).collect();
    let mut list = Vec::new();
    match &missing[..] {
        [] => {}
        [one] => list.push(labels.fill("head.lacks_one", &[("list", one)])),
        several => {
            let joined = several.join(page.t("head.nor"));
            list.push(labels.fill("head.none_of", &[("list", &joined)]));
        }
    }
    if meta.published.is_none() && date_in_text(page).is_none() {
        let dates: Vec<String> =
            dates_without_year(article).iter().take(4).map(|d| labels.quote(d)).collect();
        if !dates.is_empty() {
            list.push(labels.fill("head.year_missing", &[("dates", &labels.list(&dates))]));
        }
    }
    list
}

/// The words of the first line about the page that hold a year.
fn date_in_text(page: &Page<'_>) -> Option<String> {
    let has_year = |words: &String| {
        let mut numbers = words.split(|c: char| !c.is_ascii_digit());
        numbers.any(|n| n.len() == 4 && (n.starts_with("19") || n.starts_with("20")))
    };
    let blocks = page.article.annotation.blocks.iter().filter(|b| b.kind == BlockKind::Meta);
    blocks.map(|b| one_line(b.span().of(page.article.text()))).find(has_year)
}

/// Whom the article says that it takes up, and what it shares with others.
pub fn origin(page: &Page<'_>) -> Markup {
    let (article, labels) = (page.article, page.labels);
    let speaks = |id: &str| {
        article.annotation.claims.iter().any(|c| c.chain.iter().flatten().any(|s| s == id))
    };
    let of = |kind: SourceKind| -> Vec<String> {
        let named =
            article.annotation.sources.iter().filter(|s| {
                s.kind == kind && s.identified != Identified::Anonymous && speaks(&s.id)
            });
        named.map(name_of).collect()
    };
    let (media, documents) = (of(SourceKind::Media), of(SourceKind::Document));
    html! {
        section.origin aria-labelledby="origin" {
            h2 id="origin" { (page.t("page.origin")) }
            div {
                p {
                    @if media.is_empty() {
                        (page.t("origin.none"))
                    } @else {
                        (labels.fill("origin.declared", &[("names", &labels.list(&media))]))
                    }
                    @if !documents.is_empty() {
                        " " (labels.fill("origin.documents", &[("names", &labels.list(&documents))]))
                    }
                }
                @match page.links {
                    None => p.quiet { (page.t("origin.alone")) },
                    Some(links) if links.is_empty() => p { (page.t("origin.compared")) },
                    Some(links) => (links.list(page.labels)),
                }
            }
        }
    }
}

/// The counts that an editor asks for, in words.
pub fn essentials(page: &Page<'_>, counts: &Counts) -> Markup {
    let labels = page.labels;
    let profile = &page.article.annotation.profile;
    html! {
        section.essentials aria-labelledby="essentials" {
            h2 id="essentials" { (page.t("page.essentials")) }
            div {
                p.lede { (reported(page, counts)) }
                (charts::strip(page.article, labels))
                dl.rows {
                    dt { (page.t("essentials.anonymous")) }
                    dd { (anonymous(page, counts)) }
                    dt { (page.t("essentials.voices")) }
                    dd { (voices(page)) }
                    @if !counts.figures.is_empty() {
                        dt { (page.t("essentials.figures")) }
                        dd { (figures(page, &counts.figures)) }
                    }
                    @if counts.sides.iter().any(|(side, _)| side.is_some()) {
                        dt title=(page.t("essentials.sides_note")) { (page.t("essentials.sides")) }
                        dd {
                            @for (i, (side, n)) in counts.sides.iter().enumerate() {
                                @if i > 0 { " · " }
                                span.nb {
                                    (side.as_deref().unwrap_or(page.t("essentials.unsaid"))) " "
                                    b { (n) }
                                }
                            }
                        }
                    }
                    @if !profile.never_heard.is_empty() {
                        dt title=(page.t("essentials.never_heard_note")) { (page.t("essentials.never_heard")) }
                        dd { (profile.never_heard.iter().map(|n| one_line(n)).collect::<Vec<_>>().join(", ")) }
                    }
                }
            }
        }
    }
}

/// One sentence: how much is reported, how much is not.
fn reported(page: &Page<'_>, counts: &Counts) -> String {
    let labels = page.labels;
    let all = counts.reported + counts.nested;
    let mut first = labels.count("essentials.reported", all, &[]);
    if all > 0 {
        let share = labels.percent(counts.reported_share);
        first = format!("{first} ({})", labels.fill("essentials.share", &[("share", &share)]));
    }
    if counts.nested > 0 {
        first.push_str(&labels.count("essentials.nested", counts.nested, &[]));
    }
    let mut parts = vec![first, labels.count("essentials.own", counts.own, &[])];
    if counts.global > 0 {
        parts.push(labels.count("essentials.global", counts.global, &[]));
    }
    if counts.acts > 0 {
        parts.push(labels.count("essentials.acts", counts.acts, &[]));
    }
    parts.push(match counts.links {
        0 => page.t("essentials.no_link").to_owned(),
        n => labels.count("essentials.links", n, &[]),
    });
    parts.join(" · ")
}

fn anonymous(page: &Page<'_>, counts: &Counts) -> String {
    let labels = page.labels;
    if counts.anonymous == 0 {
        return page.t("essentials.anonymous_none").to_owned();
    }
    let all = counts.reported + counts.nested;
    let values = [("n", counts.anonymous.to_string()), ("m", all.to_string())];
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let share = labels.percent(counts.anonymous_share);
    let mut words = labels.fill("essentials.anonymous_share", &values);
    words.push_str(&format!(" ({})", labels.fill("essentials.of_reported", &[("share", &share)])));
    if counts.anonymous_voices > 0 {
        let persons = labels.count("essentials.persons", counts.anonymous_voices, &[]);
        words.push_str(page.t("semicolon"));
        words.push_str(&persons);
    }
    words
}

fn voices(page: &Page<'_>) -> String {
    let labels = page.labels;
    let profile = &page.article.annotation.profile;
    let range = profile.distinct_sources;
    let mut parts = vec![if range.min == range.max {
        labels.count("essentials.voices_exact", range.max, &[])
    } else {
        let (n, m) = (range.min.to_string(), range.max.to_string());
        labels.fill("essentials.voices_range", &[("n", &n), ("m", &m)])
    }];
    if let (Some(name), Some(share)) = (&profile.most_used, profile.most_used_share) {
        let n = (share * profile.claims_by_source as f64).round() as usize;
        if n > 1 {
            let (n, m) = (n.to_string(), profile.claims_by_source.to_string());
            let name = one_line(name);
            let used =
                labels.fill("essentials.most_used_share", &[("name", &name), ("n", &n), ("m", &m)]);
            let most = page.t("essentials.most_used").to_lowercase();
            parts.push(format!("{most}{}{used}", page.t("colon")));
        }
    }
    parts.join(" · ")
}

/// The figures that anonymous voices give, voice by voice, in order of the text.
fn given(figures: &[Figure], colon: &str, who: impl Fn(&Figure) -> String) -> Vec<String> {
    const VOICES: usize = 3;
    const LONG: usize = 48;
    let mut list: Vec<(String, Vec<&str>)> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for f in figures.iter().filter(|f| f.openness == Openness::Anonymous) {
        let who = shorten(&who(f), LONG);
        let at = *known.entry(who.clone()).or_insert(list.len());
        match list.get_mut(at) {
            Some((_, words)) => words.push(&f.words),
            None => list.push((who, vec![&f.words])),
        }
    }
    let more = list.len() > VOICES;
    list.truncate(VOICES);
    let told = list.into_iter().map(|(who, words)| format!("{}{colon}{who}", words.join(", ")));
    told.chain(more.then(|| "…".to_owned())).collect()
}

/// Who carries the figures; each behind a click.
fn figures(page: &Page<'_>, figures: &[Figure]) -> Markup {
    let labels = page.labels;
    let unknown = figures.iter().filter(|f| f.openness == Openness::Anonymous).count();
    let who = |f: &Figure| match (&f.source, f.openness) {
        (Some(name), _) => one_line(name),
        (None, Openness::Article | Openness::Global) => {
            page.t("essentials.article_voice").to_owned()
        }
        (None, _) => page.t("essentials.unnamed").to_owned(),
    };
    html! {
        @if unknown == 0 {
            (page.t("essentials.figures_none_anonymous"))
        } @else {
            (labels.fill("essentials.figures_anonymous", &[("n", &unknown.to_string()), ("m", &figures.len().to_string())]))
            " (" (given(figures, page.t("colon"), who).join(page.t("semicolon"))) ")"
        }
        " "
        details.inline {
            summary { (page.t("essentials.figures_all")) }
            table.figures {
                thead { tr {
                    th scope="col" { (page.t("essentials.figure")) }
                    th scope="col" { (page.t("card.source")) }
                } }
                tbody {
                    @for f in figures {
                        tr {
                            td { a href={ "#" (f.claim) } { (f.words) } }
                            td { span.key.(f.openness.name()) {} " " (who(f)) }
                        }
                    }
                }
            }
        }
    }
}
