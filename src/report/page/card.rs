//! The cards: all that is known of one claim or speech act, behind a click.

use maud::{Markup, html};

use super::super::article::{Openness, one_line, shorten};
use super::super::sheet;
use super::super::wording::{band, flagged, key, line, name_of, place, place_at, rated, rung};
use super::Page;
use crate::model::{Attribution, Claim, Evidence, FlagKind, Source, Span, SpeechAct, Voice, cover};

/// What a card is about.
enum About<'a> {
    Claim(&'a Claim),
    Act(&'a SpeechAct, &'a Attribution),
}

/// All cards, in order of the text.
pub fn cards(page: &Page<'_>) -> Markup {
    let article = page.article;
    let mut list: Vec<(usize, About<'_>)> = Vec::new();
    for claim in &article.annotation.claims {
        list.push((claim.spans.first().map_or(0, |s| s.start), About::Claim(claim)));
    }
    for act in &article.annotation.speech_acts {
        if let Some(a) = article.attribution(&act.attribution) {
            let at = cover(&a.content).or(cover(&a.cue)).map_or(0, |s| s.start);
            list.push((at, About::Act(act, a)));
        }
    }
    list.sort_by_key(|(at, _)| *at);
    html! {
        aside.cards aria-labelledby="claims" {
            h2 id="claims" { (page.t("page.claims")) " " span.count { (list.len()) } }
            div.card-list id="cards" {
                @for (_, about) in &list {
                    @match about {
                        About::Claim(claim) => (claim_card(page, claim)),
                        About::Act(act, a) => (act_card(page, act, a)),
                    }
                }
            }
            p.quiet id="none-left" hidden { (page.labels.of("script", "none_left")) }
        }
    }
}

/// What the filters look at, and what is seen of a folded card.
struct Face<'a> {
    id: &'a str,
    attribution: Option<&'a Attribution>,
    source: Option<&'a Source>,
    openness: Openness,
    stance: String,
    rung: String,
    place: String,
    words: String,
    at: usize,
}

/// So many characters of a claim are seen of a folded card.
const LONG: usize = 130;

fn card(page: &Page<'_>, face: &Face<'_>, body: Markup) -> Markup {
    let kind = face.source.map(|s| key(s.kind)).unwrap_or_default();
    let link = face.attribution.map_or("", |a| band(Some(a.confidence)));
    let who = face.source.map(|s| one_line(&s.name));
    let voice = face.openness.name();
    html! {
        details.card.(voice) id=(face.id) data-a=[face.attribution.map(|a| a.id.as_str())] data-at=(face.at)
            data-source=(face.source.map_or("", |s| s.id.as_str())) data-kind=(kind) data-rung=(face.rung)
            data-stance=(face.stance) data-link=(link) {
            summary {
                span.where { (face.place) }
                span.what lang=[page.article.annotation.lang.as_deref()] { bdi { (shorten(&face.words, LONG)) } }
                span.who {
                    span.key.(voice) {} " "
                    @match &who { Some(who) => bdi { (shorten(who, 70)) }, None => (page.labels.of("voice", voice)) }
                    span.state {}
                }
            }
            div.body { (body) }
        }
    }
}

fn claim_card(page: &Page<'_>, claim: &Claim) -> Markup {
    let article = page.article;
    let labels = page.labels;
    let attribution = article.carrier(claim);
    let origin = article.origin(claim);
    let face = Face {
        id: &claim.id,
        attribution,
        source: origin,
        openness: article.openness(claim),
        stance: attribution.map(|a| key(a.stance)).unwrap_or_default(),
        rung: claim.traceability.map_or("none".to_owned(), key),
        place: place(article, claim, labels),
        words: article.words(&claim.spans),
        at: claim.spans.first().map_or(0, |s| s.start),
    };
    let body = html! {
        dl.rows {
            @if claim.voice == Voice::Article {
                dt { (page.t("card.source")) }
                dd { (page.t("card.no_source")) (global(page, claim)) (suggested(page, claim)) }
            } @else {
                (who(page, claim, origin))
            }
            // What the folded card shows whole is not told again.
            @if attribution.is_some() || face.words.chars().count() > LONG { (words_of(page, "card.content", &claim.spans)) }
            @if let Some(a) = attribution { (report(page, a, claim.hedged)) }
            @if let Some(r) = claim.traceability {
                dt { (page.t("card.traceability")) }
                dd {
                    span title=(key(r)) { (rung(Some(r), labels)) }
                    @if let Some(relay) = claim.relayed_by.as_deref().and_then(|id| article.source(id)) {
                        " · " (labels.fill("card.relayed", &[("name", &one_line(&relay.name))]))
                        " · " (page.t("card.second_hand"))
                    }
                }
            }
            (flags(page, claim, origin))
            (contest(page, claim))
            (checkable(page, claim))
            @if let Some(a) = attribution { (link(page, a)) }
        }
        (foot(page, &claim.id, &sheet::of_claim(article, claim, labels), attribution))
    };
    card(page, &face, body)
}

fn act_card(page: &Page<'_>, act: &SpeechAct, a: &Attribution) -> Markup {
    let article = page.article;
    let source = a.source.as_ref().and_then(|s| article.source(&s.id));
    let at = cover(&a.content).or(cover(&a.cue)).map_or(0, |s| s.start);
    let spans: &[Span] = if a.content.is_empty() { &a.cue } else { &a.content };
    let face = Face {
        id: &a.id,
        attribution: Some(a),
        source,
        openness: match source.map(|s| s.identified) {
            Some(crate::model::Identified::Named) => Openness::Named,
            Some(crate::model::Identified::Role) => Openness::Role,
            _ => Openness::Anonymous,
        },
        stance: key(act.stance),
        rung: source.map_or("none".to_owned(), |s| key(s.traceability)),
        place: place_at(article, at, page.labels),
        words: article.words(spans),
        at,
    };
    let body = html! {
        dl.rows {
            dt { (page.t("card.source")) }
            dd { @match source { Some(s) => (name_of(s)), None => (page.t("card.no_source_found")) } }
            @if !a.content.is_empty() { (words_of(page, "card.content", &a.content)) }
            (report(page, a, a.hedged))
            (link(page, a))
        }
        (foot(page, &a.id, &sheet::of_act(article, act, page.labels), Some(a)))
    };
    card(page, &face, body)
}

/// The source, and the chain of those through whom it speaks.
fn who(page: &Page<'_>, claim: &Claim, origin: Option<&Source>) -> Markup {
    let labels = page.labels;
    let named = |id: &Option<String>| {
        let source = id.as_deref().and_then(|id| page.article.source(id));
        source.map_or(page.t("essentials.unnamed").to_owned(), |s| one_line(&s.name))
    };
    let chain: Vec<String> = claim.chain.iter().map(named).collect();
    html! {
        dt { (page.t("card.source")) }
        dd {
            @match origin {
                Some(s) => {
                    (name_of(s))
                    span.quiet { " · " (labels.of("kind", &key(s.kind))) " · " (labels.of("identified", &key(s.identified))) }
                    @if let Some(rating) = &s.rating {
                        " · " (labels.fill("source.rating", &[("rating", &rated(rating, labels))]))
                    }
                }
                None => (page.t("card.no_source_found")),
            }
        }
        @if chain.len() > 1 {
            dt { (page.t("card.chain")) }
            dd { (chain.join(" → ")) }
        }
    }
}

/// How it is reported: cue, mode, stance.
fn report(page: &Page<'_>, a: &Attribution, hedged: bool) -> Markup {
    let labels = page.labels;
    html! {
        dt { (page.t("card.cue")) }
        dd {
            span lang=[page.article.annotation.lang.as_deref()] { (labels.quote(&page.article.words(&a.cue))) }
            span.quiet { " · " (labels.of("cue", &key(a.cue_class))) }
        }
        dt { (page.t("card.mode")) }
        dd {
            (labels.of("mode", &key(a.mode)))
            @if hedged { " · " (page.t("card.hedged")) }
            @if a.parent.is_some() { " · " (page.t("card.part")) }
        }
        dt { (page.t("card.stance")) }
        dd { (labels.of("stance", &key(a.stance))) }
        @if let Some(said_on) = &a.said_on {
            dt { (page.t("card.said_on")) }
            dd { (page.article.words(said_on)) }
        }
    }
}

fn words_of(page: &Page<'_>, label: &str, spans: &[Span]) -> Markup {
    html! {
        dt { (page.t(label)) }
        dd lang=[page.article.annotation.lang.as_deref()] { bdi { (page.article.words(spans)) } }
    }
}

fn global(page: &Page<'_>, claim: &Claim) -> Markup {
    let carrier = claim.global.as_deref().and_then(|id| page.article.attribution(id));
    html! {
        @if let Some(cue) = carrier.and_then(|a| a.cue.first()) {
            @let at = line(page.article, cue.start, page.labels);
            " · " a href={ "#t-" (carrier.map_or("", |a| a.id.as_str())) } { (page.labels.fill("card.global", &[("line", &at)])) }
        }
    }
}

fn suggested(page: &Page<'_>, claim: &Claim) -> Markup {
    let source = claim.suggested.as_ref().and_then(|s| page.article.source(&s.source));
    html! {
        @if let Some(source) = source {
            " · " (page.labels.fill("card.suggested", &[("name", &one_line(&source.name))]))
        }
    }
}

/// What is to be known of the source: that of a party only where the claim holds words that justify it.
fn flags(page: &Page<'_>, claim: &Claim, origin: Option<&Source>) -> Markup {
    let own = |s: &Span| claim.spans.iter().any(|c| c.overlaps(*s));
    let flags: Vec<String> = origin
        .into_iter()
        .flat_map(|s| &s.flags)
        .filter(|f| f.flag != FlagKind::Party || f.spans.iter().any(own))
        .map(|f| flagged(page.article, f, page.labels))
        .collect();
    html! {
        @if !flags.is_empty() {
            dt { (page.t("card.flags")) }
            @for flag in &flags { dd.flag { (flag) } }
        }
    }
}

fn contest(page: &Page<'_>, claim: &Claim) -> Markup {
    let contesting = page.article.contesting(claim);
    let name = |c: &Claim| {
        page.article
            .origin(c)
            .map_or(page.t("essentials.unnamed").to_owned(), |s| one_line(&s.name))
    };
    let claims = &page.article.annotation.claims;
    html! {
        @for other in contesting {
            dt {} dd { a href={ "#" (other.id) } { (page.labels.fill("card.contested", &[("name", &name(other))])) } }
        }
        @for other in claim.contests.iter().filter_map(|id| claims.iter().find(|c| c.id == *id)) {
            dt { (page.t("card.contests")) }
            dd { a href={ "#" (other.id) } { (shorten(&page.article.words(&other.spans), 80)) } }
        }
    }
}

fn checkable(page: &Page<'_>, claim: &Claim) -> Markup {
    html! {
        @if !claim.checkable.is_empty() {
            dt { (page.t("card.checkable")) }
            dd {
                @for (i, k) in claim.checkable.iter().enumerate() {
                    @if i > 0 { ", " }
                    span title=(page.labels.of("checkable", &key(k.kind))) {
                        (one_line(Span::new(k.start, k.end).of(page.article.text())))
                    }
                }
            }
        }
    }
}

/// How sure the link is, by which rule, and why.
fn link(page: &Page<'_>, a: &Attribution) -> Markup {
    const SHOWN: usize = 3;
    const RULES: &str = "en";
    let labels = page.labels;
    let mut evidence: Vec<&Evidence> = a.evidence.iter().filter(|e| e.weight != 0.0).collect();
    evidence.sort_by(|x, y| y.weight.abs().total_cmp(&x.weight.abs()).then(x.id.cmp(&y.id)));
    let most = evidence.first().map_or(1.0, |e| e.weight.abs());
    let rest = evidence.len().saturating_sub(SHOWN);
    // The rules describe themselves in English; elsewhere the name of the construction tells as much.
    let says =
        page.catalogue.find(&a.rule).map(|r| r.says.as_str()).filter(|_| labels.code == RULES);
    let construction = |id: &str| match page.words {
        Some(words) => format!("{} ({id})", words.construction(id)),
        None => labels.fill("card.construction", &[("id", id)]),
    };
    let reason = |id: &str| page.words.and_then(|w| w.reason(id)).unwrap_or_else(|| id.to_owned());
    let share = format!("{:.0}", a.confidence * 100.0);
    let note = labels.fill("card.link_note", &[("n", &share)]);
    html! {
        dt { (page.t("card.link")) }
        dd {
            span.band title=(note) { (labels.of("link_band", band(Some(a.confidence)))) }
            details.why-link {
                summary { (page.t("item.why")) }
                p { (note) }
                @if let Some(c) = &a.construction { p { (construction(c)) } }
                p { (page.t("card.rule")) " " code { (a.rule) }
                    @if let Some(says) = says { (page.t("colon")) (says) } }
                p { (page.t("card.evidence")) (page.t("colon")) (page.t("card.evidence_note").to_lowercase()) }
                table.evidence {
                    tbody {
                        @for e in evidence.iter().take(SHOWN) {
                            tr {
                                td title=(e.id) { (reason(&e.id)) }
                                td { (if e.weight > 0.0 { page.t("card.for") } else { page.t("card.against") }) }
                                td { (super::super::charts::bar((e.weight.abs() / most * 100.0) as usize, 100, if e.weight > 0.0 { "for" } else { "against" })) }
                            }
                        }
                    }
                }
                @if rest > 0 { p.quiet { (labels.count("card.evidence_more", rest, &[])) } }
            }
        }
    }
}

/// The sheet, and what a reader decides.
fn foot(page: &Page<'_>, id: &str, sheet: &str, attribution: Option<&Attribution>) -> Markup {
    html! {
        p.sheet id={ "s-" (id) } { (sheet) }
        p.buttons {
            button type="button" data-do="copy" data-card=(id) { (page.t("item.copy")) }
            a.button href={ "#t-" (id) } { (page.t("item.show")) }
            @if attribution.is_some() {
                button.judge type="button" data-do="accept" data-card=(id) aria-pressed="false" { (page.t("work.accept")) }
                button.judge type="button" data-do="reject" data-card=(id) aria-pressed="false" { (page.t("work.reject")) }
            }
        }
        @if attribution.is_some() {
            div.mine hidden {}
            label.note-field hidden {
                span { (page.t("work.note")) }
                input type="text" data-note=(id) placeholder=(page.t("work.note_hint"));
            }
        }
    }
}
