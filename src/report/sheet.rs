//! A sheet: one plain sentence that says who says what, where, and with which words, to be put into a note or a message.

use super::article::{Article, one_line, shorten, unquoted};
use super::wording::{line, name_of, place};
use crate::model::{Claim, Mode, SpeechAct, Stance, Voice};
use crate::rules::Labels;

/// The sentence for a claim.
pub fn of_claim(article: &Article<'_>, claim: &Claim, labels: &Labels) -> String {
    let name = document(article, labels);
    let at = place(article, claim, labels);
    let content = labels.quote(unquoted(&article.words(&claim.spans)));
    if claim.voice == Voice::Article {
        let global = claim.global.as_deref().and_then(|id| article.attribution(id));
        let values = [("content", content.as_str()), ("article", &name), ("place", &at)];
        return match global.and_then(|a| a.cue.first()) {
            Some(cue) => {
                let line = line(article, cue.start, labels);
                labels.fill("sheet.article_global", &[&values[..], &[("line", &line)]].concat())
            }
            None => labels.fill("sheet.article", &values),
        };
    }
    let attribution = article.carrier(claim);
    let mut source = match article.origin(claim) {
        Some(source) => capital(&name_of(source)),
        None => labels.get("sheet.unnamed").to_owned(),
    };
    if let Some(relay) = claim.relayed_by.as_deref().and_then(|id| article.source(id)) {
        let values = [("source", source.as_str()), ("relay", &relay.name)];
        source = labels.fill("sheet.relayed", &values);
    }
    let class = attribution.map_or("neutral".to_owned(), |a| super::wording::key(a.cue_class));
    let verb = match attribution.map(|a| a.stance) {
        Some(Stance::Asserts) | None => labels.of("verb", &class),
        Some(stance) => labels.of("stance_verb", &super::wording::key(stance)),
    };
    let mode = match attribution.map(|a| a.mode) {
        Some(mode @ (Mode::Direct | Mode::Mixed)) => {
            format!(" ({})", labels.of("mode", &super::wording::key(mode)))
        }
        _ => String::new(),
    };
    let cue = attribution.map(|a| article.words(&a.cue)).unwrap_or_default();
    let values = [
        ("source", source.as_str()),
        ("verb", verb),
        ("mode", &mode),
        ("content", &content),
        ("article", &name),
        ("place", &at),
    ];
    if cue.chars().any(char::is_alphanumeric) {
        let cue = labels.quote(&cue);
        labels.fill("sheet.claim", &[&values[..], &[("cue", &cue)]].concat())
    } else {
        labels.fill("sheet.claim_no_cue", &values)
    }
}

/// The sentence for a speech act.
pub fn of_act(article: &Article<'_>, act: &SpeechAct, labels: &Labels) -> String {
    let Some(a) = article.attribution(&act.attribution) else { return String::new() };
    let source = a.source.as_ref().and_then(|s| article.source(&s.id));
    let source = source.map_or(labels.get("sheet.unnamed").to_owned(), |s| capital(&name_of(s)));
    let at = a.content.first().or(a.cue.first()).map_or(0, |s| s.start);
    let content = match a.content.is_empty() {
        true => "…".to_owned(),
        false => labels.quote(unquoted(&article.words(&a.content))),
    };
    let values = [
        ("source", source.as_str()),
        ("verb", labels.of("stance_verb", &super::wording::key(act.stance))),
        ("mode", ""),
        ("content", &content),
        ("article", &document(article, labels)),
        ("place", &super::wording::place_at(article, at, labels)),
        ("cue", &labels.quote(&article.words(&a.cue))),
    ];
    labels.fill("sheet.claim", &values)
}

/// How the article is named: by its title, or else by its id.
pub fn document(article: &Article<'_>, labels: &Labels) -> String {
    const LONG: usize = 90;
    match super::wording::title(article) {
        Some(title) => labels.quote(&shorten(&title, LONG)),
        None => labels.fill("sheet.document", &[("name", &one_line(&article.annotation.id))]),
    }
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}
