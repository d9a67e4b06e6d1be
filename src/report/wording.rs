//! Wording: how places, names, bands of confidence and dates are put into the words of the page.

use serde::Serialize;

use super::article::{Article, one_line, unquoted};
use crate::model::{BlockKind, CheckableKind, Claim, Flag, Rating, Source, Span, Traceability};
use crate::rules::Labels;

/// The name that a value has in the JSON and in the tables of labels.
pub fn key(value: impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The words for a rung, or the sign for none.
pub fn rung(rung: Option<Traceability>, labels: &Labels) -> &str {
    rung.map_or(labels.get("rung.none"), |r| labels.of("rung", &key(r)))
}

/// A source with its function, as a reader would name it.
pub fn name_of(source: &Source) -> String {
    let name = one_line(&source.name);
    match &source.role {
        Some(role) if !name.to_lowercase().contains(&role.to_lowercase()) => {
            format!("{name}, {}", one_line(role))
        }
        _ => name,
    }
}

/// What the user's register says, in one line: always as the user's words.
pub fn rated(rating: &Rating, labels: &Labels) -> String {
    let letter = rating.letter.map(|l| labels.fill("source.letter", &[("letter", &key(l))]));
    let told = [&rating.note, &rating.author, &rating.date].into_iter().flatten();
    let parts = letter.into_iter().chain(told.map(|t| one_line(t)));
    format!("{} ({})", one_line(&rating.entry), parts.collect::<Vec<_>>().join(" · "))
}

/// What a reader should know of a source before relying on it, with the words of the article that justify it.
pub fn flagged(article: &Article<'_>, flag: &Flag, labels: &Labels) -> String {
    let words = labels.quote(unquoted(&article.words(&flag.spans)));
    format!("{}{}{words}", labels.of("flag", &key(flag.flag)), labels.get("colon"))
}

/// Where a claim stands: its paragraph, or its line where paragraphs are not counted.
pub fn place(article: &Article<'_>, claim: &Claim, labels: &Labels) -> String {
    let start = claim.spans.first().map_or(0, |s| s.start);
    let end = claim.spans.last().map_or(start, |s| s.end.saturating_sub(1).max(start));
    match (article.paragraph_at(start), article.paragraph_at(floor(article.text(), end))) {
        (Some(a), Some(b)) if a != b => {
            labels.fill("page.paragraphs", &[("n", &a.to_string()), ("m", &b.to_string())])
        }
        _ => place_at(article, start, labels),
    }
}

/// The paragraph at an offset, or its line.
pub fn place_at(article: &Article<'_>, offset: usize, labels: &Labels) -> String {
    match article.paragraph_at(offset) {
        Some(n) => labels.fill("page.paragraph", &[("n", &n.to_string())]),
        None => line(article, offset, labels),
    }
}

/// The line at an offset.
pub fn line(article: &Article<'_>, offset: usize, labels: &Labels) -> String {
    labels.fill("page.line", &[("n", &article.line_at(offset).to_string())])
}

/// The title that the metadata tell, or else the one in the text.
pub fn title(article: &Article<'_>) -> Option<String> {
    let told = article.annotation.meta.title.as_deref().map(one_line);
    told.filter(|t| !t.is_empty()).or_else(|| title_in_text(article))
}

/// The title in the text.
pub fn title_in_text(article: &Article<'_>) -> Option<String> {
    in_text(article, BlockKind::Title)
}

/// The words of the first block of a kind.
pub fn in_text(article: &Article<'_>, kind: BlockKind) -> Option<String> {
    let block = article.annotation.blocks.iter().find(|b| b.kind == kind)?;
    Some(one_line(block.span().of(article.text()))).filter(|t| !t.is_empty())
}

/// The name of the band that a confidence lies in.
pub fn band(confidence: Option<f64>) -> &'static str {
    match confidence {
        None => "unmeasured",
        Some(c) if c >= 0.95 => "sure",
        Some(c) if c >= 0.8 => "likely",
        Some(c) if c >= 0.5 => "unsure",
        Some(_) => "lead",
    }
}

/// The dates of the article that have a day or month and no year, as they are written, each once.
pub fn dates_without_year(article: &Article<'_>) -> Vec<String> {
    let mut list: Vec<String> = Vec::new();
    let dates = article.annotation.claims.iter().flat_map(|c| &c.checkable);
    for k in dates.filter(|k| k.kind == CheckableKind::Date) {
        let words = one_line(Span::new(k.start, k.end).of(article.text()));
        let has_year = words.split(|c: char| !c.is_ascii_digit()).any(|n| n.len() == 4);
        let has_day = words.chars().any(|c| c.is_ascii_digit());
        if has_day && !has_year && !list.contains(&words) {
            list.push(words);
        }
    }
    list
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
