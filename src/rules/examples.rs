//! Whether the examples of a rule are written in the notation, with roles and values that there are.

use std::ops::Range;

use serde::Deserialize;
use serde::de::value::{Error as ValueError, StrDeserializer};
use toml::de::{DeTable, DeValue};

use super::{Marked, NotationError, RuleError, RuleFile, RuleHeader, Stage};
use crate::model::{CueClass, FlagKind, Identified, Mode, SourceKind, Stance, Traceability};

/// Checks every example of a rule.
///
/// # Errors
/// The first mistake, at its place in the file.
pub fn check(stage: Stage, file: &RuleFile, header: RuleHeader<'_>) -> Result<(), RuleError> {
    let roles: &[&str] = match stage {
        Stage::Cues => &["cue"],
        Stage::Attributions | Stage::Claims => &["source", "cue", "content"],
        Stage::Sources => &["source"],
        Stage::Report => &["claim"],
        // Their examples are plain text.
        Stage::Blocks
        | Stage::Sentences
        | Stage::Tokens
        | Stage::Confidence
        | Stage::Provenance => {
            return Ok(());
        }
    };
    for (field, examples) in [("match", header.matches), ("skip", header.skips)] {
        for (index, example) in examples.iter().enumerate() {
            if let Err(e) = notation(example, roles) {
                let range = place(file, header.id.span(), field, index, example, &e.at);
                return Err(RuleError::at(file, range, e.message));
            }
        }
    }
    Ok(())
}

fn notation(example: &str, roles: &[&str]) -> Result<(), NotationError> {
    // Most examples of what a rule skips are plain text.
    if !example.contains(['{', '}']) {
        return Ok(());
    }
    let marked = Marked::parse(example)?;
    for (k, part) in marked.parts.iter().enumerate() {
        let wrong = |message: String| NotationError { at: head(example, k), message };
        if !roles.contains(&part.role.as_str()) {
            let all = roles.join(", ");
            return Err(wrong(format!("no role `{}` here; there are: {all}", part.role)));
        }
        let parent = part.parent.filter(|p| !marked.parts.iter().any(|o| o.number == *p));
        if let Some(parent) = parent {
            return Err(wrong(format!("no part has the number {parent} of this parent")));
        }
        for value in &part.values {
            let known = match part.role.as_str() {
                "cue" => either::<CueClass, Stance>(value),
                "claim" => read::<super::Fact>(value),
                "source" => either::<SourceKind, Identified>(value).or_else(|told| {
                    either::<Traceability, FlagKind>(value).map_err(|e| format!("{told}, or {e}"))
                }),
                _ if value == "hedged" => Ok(()),
                _ => read::<Mode>(value).map_err(|allowed| format!("{allowed}, or `hedged`")),
            };
            known.map_err(|allowed| {
                wrong(format!("no value `{value}` of a {}; expected {allowed}", part.role))
            })?;
        }
    }
    Ok(())
}

/// Whether a name is a value of one type or the other; otherwise the names that are.
fn either<A, B>(name: &str) -> Result<(), String>
where
    A: for<'d> Deserialize<'d>,
    B: for<'d> Deserialize<'d>,
{
    read::<A>(name).or_else(|a| read::<B>(name).map_err(|b| format!("{a}, or {b}")))
}

fn read<T: for<'d> Deserialize<'d>>(name: &str) -> Result<(), String> {
    let read = T::deserialize(StrDeserializer::<ValueError>::new(name));
    read.map(|_| ()).map_err(|e| {
        let message = e.to_string();
        message.split_once("expected ").map_or(message.clone(), |(_, names)| names.to_owned())
    })
}

/// The bytes of the head of a part, from its brace to the blank behind its role.
fn head(example: &str, part: usize) -> Range<usize> {
    let bytes = example.as_bytes();
    let open = |&i: &usize| bytes[i] == b'{' && (i == 0 || bytes[i - 1] != b'\\');
    let start = (0..bytes.len()).filter(open).nth(part).unwrap_or(0);
    let length = example[start..].find(char::is_whitespace).unwrap_or(example.len() - start);
    start..start + length
}

/// Where a stretch of an example stands in its file.
///
/// Rule files are read without the places of their examples; the file is read again once a mistake was found.
fn place(
    file: &RuleFile,
    id: Range<usize>,
    field: &str,
    index: usize,
    example: &str,
    inside: &Range<usize>,
) -> Range<usize> {
    let Some(value) = find(&file.text, &id, field, index) else { return id };
    let raw = &file.text[value.clone()];
    let long = raw.starts_with("\"\"\"") || raw.starts_with("'''");
    let mut quote = if long { 3 } else { 1 };
    // A line break right behind the opening marks is no part of the text.
    quote += if long && raw[3..].starts_with('\n') { 1 } else { 0 };
    // With escapes in it, places inside cannot be told, and the whole example is meant.
    if raw.get(quote..).is_some_and(|r| r.starts_with(example)) {
        value.start + quote + inside.start..value.start + quote + inside.end
    } else {
        value
    }
}

fn find(text: &str, id: &Range<usize>, field: &str, index: usize) -> Option<Range<usize>> {
    let table = DeTable::parse(text).ok()?;
    let lists = ["rule", "flag"].into_iter().filter_map(|list| table.get_ref().get(list));
    let rules = lists.filter_map(|list| match list.get_ref() {
        DeValue::Array(rules) => Some(rules),
        _ => None,
    });
    let rule = rules.flatten().filter_map(|r| match r.get_ref() {
        DeValue::Table(t) => Some(t),
        _ => None,
    });
    let mut named = rule.filter(|t| t.get("id").is_some_and(|v| v.span() == *id));
    let DeValue::Array(examples) = named.next()?.get(field)?.get_ref() else { return None };
    examples.get(index).map(toml::Spanned::span)
}
