//! CSV: a row an attribution, or a row a claim, by RFC 4180 with a header and `\n` as line break.
//!
//! Spans are code points, `12-20` or in pieces `12-20;25-30`; the pieces of a text are joined by ` […] `. A cell of text
//! that a spreadsheet could take for a formula gets an apostrophe in front, as `docs/FORMATS.md` says.

use std::collections::BTreeMap;

use super::name_of;
use super::offsets::Offsets;
use crate::model::{Annotation, Attribution, CheckableKind, Claim, Source, Span, Traceability};

/// The columns of attributions.
pub const ATTRIBUTIONS: [&str; 25] = [
    "article",
    "title",
    "url",
    "attribution",
    "parent",
    "cue",
    "cue_lemma",
    "cue_class",
    "stance",
    "mode",
    "hedged",
    "source",
    "source_id",
    "source_name",
    "source_kind",
    "source_identified",
    "source_role",
    "source_side",
    "traceability",
    "content",
    "confidence",
    "construction",
    "rule",
    "source_spans",
    "content_spans",
];

/// The columns of claims.
pub const CLAIMS: [&str; 23] = [
    "article",
    "title",
    "url",
    "claim",
    "text",
    "voice",
    "polarity",
    "hedged",
    "confidence",
    "attribution",
    "source_id",
    "source_name",
    "traceability",
    "chain",
    "relayed_by",
    "numbers",
    "dates",
    "names",
    "contests",
    "global",
    "suggested_source",
    "sentences",
    "spans",
];

/// The header of a table.
pub fn header(columns: &[&str]) -> Vec<u8> {
    rows(vec![columns.iter().map(|c| (*c).to_owned()).collect()])
}

/// A row for each attribution of an annotation with offsets in bytes.
pub fn attributions(annotation: &Annotation) -> Vec<u8> {
    let table = Table::of(annotation);
    rows(annotation.attributions.iter().map(|a| table.attribution(a)).collect())
}

/// A row for each claim of an annotation with offsets in bytes.
pub fn claims(annotation: &Annotation) -> Vec<u8> {
    let table = Table::of(annotation);
    rows(annotation.claims.iter().map(|c| table.claim(c)).collect())
}

struct Table<'a> {
    annotation: &'a Annotation,
    points: Offsets,
    sources: BTreeMap<&'a str, &'a Source>,
}

impl<'a> Table<'a> {
    fn of(annotation: &'a Annotation) -> Table<'a> {
        let sources = annotation.sources.iter().map(|s| (s.id.as_str(), s)).collect();
        Table { annotation, points: Offsets::new(&annotation.text), sources }
    }

    fn attribution(&self, a: &Attribution) -> Vec<String> {
        let mention = a.source.as_ref();
        let source = mention.and_then(|m| self.sources.get(m.id.as_str()));
        let mut row = self.article();
        row.extend([
            a.id.clone(),
            a.parent.clone().unwrap_or_default(),
            self.words(&a.cue),
            text(&a.cue_lemma),
            name_of(a.cue_class),
            name_of(a.stance),
            name_of(a.mode),
            a.hedged.to_string(),
            mention.map_or(String::new(), |m| self.words(&m.spans)),
            mention.map_or(String::new(), |m| text(&m.id)),
            source.map_or(String::new(), |s| text(&s.name)),
            mention.map_or(String::new(), |m| name_of(m.kind)),
            mention.map_or(String::new(), |m| name_of(m.identified)),
            optional(source.and_then(|s| s.role.as_ref())),
            optional(source.and_then(|s| s.side.as_ref())),
            name_of(source.map_or(Traceability::T8, |s| s.traceability)),
            self.words(&a.content),
            a.confidence.to_string(),
            optional(a.construction.as_ref()),
            text(&a.rule),
            mention.map_or(String::new(), |m| self.spans(&m.spans)),
            self.spans(&a.content),
        ]);
        row
    }

    fn claim(&self, c: &Claim) -> Vec<String> {
        let origin = c.chain.last().and_then(Option::as_ref);
        let chain = c.chain.iter().map(|id| id.as_ref().map_or("?", |id| self.name(id)));
        let found = |kind| {
            let all = c.checkable.iter().filter(|k| k.kind == kind);
            let shown = all.map(|k| match k.value {
                Some(value) => value.to_string(),
                None => self.annotation.text[k.start..k.end].to_owned(),
            });
            text(&shown.collect::<Vec<_>>().join("; "))
        };
        let sentences: Vec<String> = c.sentences.iter().map(usize::to_string).collect();
        let mut row = self.article();
        row.extend([
            c.id.clone(),
            self.words(&c.spans),
            name_of(c.voice),
            name_of(c.polarity),
            c.hedged.to_string(),
            c.confidence.map_or(String::new(), |p| p.to_string()),
            c.attribution.clone().unwrap_or_default(),
            optional(origin),
            origin.map_or(String::new(), |id| text(self.name(id))),
            c.traceability.map_or(String::new(), name_of),
            text(&chain.collect::<Vec<_>>().join(" > ")),
            c.relayed_by.as_ref().map_or(String::new(), |id| text(self.name(id))),
            found(CheckableKind::Number),
            found(CheckableKind::Date),
            found(CheckableKind::Name),
            c.contests.join(";"),
            c.global.clone().unwrap_or_default(),
            c.suggested.as_ref().map_or(String::new(), |s| text(self.name(&s.source))),
            sentences.join(";"),
            self.spans(&c.spans),
        ]);
        row
    }

    /// The name of a source, or its id if it is not listed.
    fn name<'b>(&'b self, id: &'b str) -> &'b str {
        self.sources.get(id).map_or(id, |s| &s.name)
    }

    fn article(&self) -> Vec<String> {
        let meta = &self.annotation.meta;
        let title = optional(meta.title.as_ref());
        vec![text(&self.annotation.id), title, optional(meta.url.as_ref())]
    }

    fn words(&self, spans: &[Span]) -> String {
        let words: Vec<&str> = spans.iter().map(|s| s.of(&self.annotation.text)).collect();
        text(&words.join(" [\u{2026}] "))
    }

    fn spans(&self, spans: &[Span]) -> String {
        let pair = |s: &Span| format!("{}-{}", self.points.at(s.start), self.points.at(s.end));
        spans.iter().map(pair).collect::<Vec<_>>().join(";")
    }
}

fn optional(value: Option<&String>) -> String {
    value.map_or(String::new(), |v| text(v))
}

/// A cell of text. One apostrophe in front of what a spreadsheet would compute, or of an apostrophe, so that taking one
/// away gives the text back.
fn text(value: &str) -> String {
    let starts = [
        '=', '+', '-', '@', '\t', '\r', '\n', '\'', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
    ];
    // Many readers take a NUL for the end of the file.
    let value = value.replace('\0', "\u{fffd}");
    if value.starts_with(starts) { format!("'{value}") } else { value }
}

fn rows(list: Vec<Vec<String>>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in list {
        writer.write_record(&row).expect("rows of one length, written to memory");
    }
    writer.into_inner().expect("written to memory")
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(text("=1+1"), "'=1+1");
        assert_eq!(text("-5 %"), "'-5 %");
        assert_eq!(text("'quoted'"), "''quoted'");
        assert_eq!(text("a=1\0"), "a=1\u{fffd}");
    }
}
