//! WebAnno TSV 3.3, which INCEpTION reads: a row a word, a column a feature; offsets in units of UTF-16.
//!
//! Two layers must exist in the project: the spans of [`PARTS`] and the relations of [`LINKS`] between them; blanks between
//! sentences are not recorded by the format and come back as blanks and line breaks of the same length.

use std::fmt::Write;

use super::name_of;
use super::offsets::{Offsets, Unit};
use super::parts::{About, Link, Part, Parts};
use super::words::{Row, cut};
use crate::model::Annotation;

/// The layer of parts; its features are [`FEATURES`], all of them strings.
pub const PARTS: &str = "webanno.custom.AttributionPart";

/// The layer of links between parts; its feature is `role`.
pub const LINKS: &str = "webanno.custom.AttributionLink";

/// The features of a part.
pub const FEATURES: [&str; 14] = [
    "label",
    "attribution",
    "confidence",
    "construction",
    "cueClass",
    "cueLemma",
    "hedged",
    "identified",
    "kind",
    "mode",
    "name",
    "source",
    "stance",
    "traceability",
];

/// The file of an annotation with offsets in bytes.
pub fn tsv(annotation: &Annotation) -> String {
    let text = annotation.text.as_str();
    let parts = Parts::of(annotation);
    let rows = cut(text, &annotation.sentences, &parts.borders());
    let mut out = format!(
        "#FORMAT=WebAnno TSV 3.3\n#T_SP={PARTS}|{}\n#T_RL={LINKS}|role|BT_{PARTS}\n\n",
        FEATURES.join("|")
    );
    let units = Units::of(&parts, &rows);
    let offsets = Offsets::of(text, Unit::Utf16);
    let values: Vec<Vec<String>> = parts.list.iter().map(values).collect();
    let mut number = 0;
    for (r, row) in rows.iter().enumerate() {
        out.push('\n');
        for line in row.span.of(text).split('\n') {
            writeln!(out, "#Text={}", escape_text(line)).expect("writing to a string");
        }
        for (w, word) in row.words.iter().enumerate() {
            let (start, end) = (offsets.at(word.start), offsets.at(word.end));
            write!(out, "{}-{}\t{start}-{end}\t{}\t", r + 1, w + 1, plain(word.of(text)))
                .expect("writing to a string");
            let here = &units.parts_at[number];
            for (feature, _) in FEATURES.iter().enumerate() {
                let stacked: Vec<String> =
                    here.iter().map(|&p| format!("{}[{}]", values[p][feature], p + 1)).collect();
                column(&mut out, &stacked);
            }
            let links = &units.links_at[number];
            let roles: Vec<String> = links.iter().map(|l| l.role.name().to_owned()).collect();
            column(&mut out, &roles);
            let ends: Vec<String> = links.iter().map(|l| units.end(l)).collect();
            column(&mut out, &ends);
            out.push('\n');
            number += 1;
        }
    }
    out
}

/// What stands on each word, the words counted over all rows.
struct Units {
    /// Numbers of parts.
    parts_at: Vec<Vec<usize>>,
    /// Links whose second part begins there.
    links_at: Vec<Vec<Link>>,
    /// The id of the first word of each part (`3-14`); `None` for one without a word.
    first: Vec<Option<String>>,
}

impl Units {
    fn of(parts: &Parts<'_>, rows: &[Row]) -> Units {
        let words = rows.iter().enumerate().flat_map(|(r, row)| {
            row.words.iter().enumerate().map(move |(w, word)| (*word, (r + 1, w + 1)))
        });
        let words: Vec<_> = words.collect();
        let mut units = Units {
            parts_at: vec![Vec::new(); words.len()],
            links_at: vec![Vec::new(); words.len()],
            first: vec![None; parts.list.len()],
        };
        let mut start = vec![None; parts.list.len()];
        for (p, part) in parts.list.iter().enumerate() {
            let from = words.partition_point(|(w, _)| w.end <= part.span.start);
            let to = words.partition_point(|(w, _)| w.start < part.span.end);
            if from < to {
                let (row, word) = words[from].1;
                units.first[p] = Some(format!("{row}-{word}"));
                start[p] = Some(from);
                units.parts_at[from..to].iter_mut().for_each(|at| at.push(p));
            }
        }
        for link in &parts.links {
            if let (Some(_), Some(at)) = (start[link.from], start[link.to]) {
                units.links_at[at].push(*link);
            }
        }
        units
    }

    /// The first part of a link: its word, and the numbers that tell both parts from others on the same words.
    fn end(&self, link: &Link) -> String {
        let first = self.first[link.from].as_deref().unwrap_or_default();
        format!("{first}[{}_{}]", link.from + 1, link.to + 1)
    }
}

/// The features of a part, escaped; `*` for none.
fn values(part: &Part<'_>) -> Vec<String> {
    let told = |name: &str| -> Option<String> {
        if name == "label" {
            return Some(part.label.name().to_owned());
        }
        match part.about {
            About::Attribution(a) => match name {
                "attribution" => Some(a.id.clone()),
                "confidence" => Some(format!("{:.4}", a.confidence)),
                "construction" => a.construction.clone(),
                "cueClass" => Some(name_of(a.cue_class)),
                "cueLemma" => Some(a.cue_lemma.clone()),
                "hedged" => Some(a.hedged.to_string()),
                "mode" => Some(name_of(a.mode)),
                "stance" => Some(name_of(a.stance)),
                _ => None,
            },
            About::Source(source, kind, identified) => match name {
                "kind" => Some(name_of(kind)),
                "identified" => Some(name_of(identified)),
                "source" => source.map(|s| s.id.clone()),
                "name" => source.map(|s| s.name.clone()),
                "traceability" => source.map(|s| name_of(s.traceability)),
                _ => None,
            },
            About::Block(b) if name == "kind" => Some(name_of(b.kind)),
            About::Block(_) | About::Nothing => None,
        }
    };
    FEATURES.iter().map(|name| told(name).map_or("*".to_owned(), |v| escape_value(&v))).collect()
}

fn column(out: &mut String, stacked: &[String]) {
    out.push_str(&if stacked.is_empty() { "_".to_owned() } else { stacked.join("|") });
    out.push('\t');
}

/// A feature's value; what would end the line or has no name in the format becomes a blank.
fn escape_value(value: &str) -> String {
    let mut out = String::new();
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' | '[' | ']' | '|' | '_' | ';' | '*' => out.extend(['\\', c]),
            '-' if chars.peek() == Some(&'>') => out.push_str("\\-"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    if out.is_empty() { "*".to_owned() } else { out }
}

/// A line of a sentence. A control character without a name of its own is written behind a backslash.
fn escape_text(line: &str) -> String {
    let mut out = String::new();
    for c in line.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '\u{c}' => out.push_str("\\f"),
            '\u{8}' => out.push_str("\\b"),
            '\u{0}'..='\u{7}' | '\u{e}'..='\u{1f}' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// A word as its row shows it; readers take it from the sentence, so a character that would break the row may go.
fn plain(word: &str) -> String {
    word.replace(['\t', '\r', '\n'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_format_reserves_is_escaped() {
        assert_eq!(escape_value("a_b|c[1];*->\\\t\n\r"), r"a\_b\|c\[1\]\;\*\->\\\t\n ");
        assert_eq!(escape_value("a-b > c"), "a-b > c");
        assert_eq!(escape_value(""), "*");
        assert_eq!(escape_text("a\\b\tc\r\u{1}"), "a\\\\b\\tc\\r\\\u{1}");
    }
}
