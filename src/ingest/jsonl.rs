//! Records: one article a line, as a JSON object.
//!
//! `id`, `text` or `html`, `url`, `title`, `author`, `site`, `published` or `date` are read; all other fields pass through.
//! An annotation that the program wrote itself is read back as the article that it was made from.

use serde_json::{Map, Value};

use super::{Columns, IngestError, Place, html};
use crate::model::{Annotation, Document, Meta};

/// Reads one line; `id` names the article when the record does not.
///
/// # Errors
/// If the line is no JSON object in UTF-8, or has neither `text` nor `html`.
pub fn read(
    line: &[u8],
    id: &str,
    place: &Place,
    columns: &Columns,
) -> Result<Document, IngestError> {
    let broken = |message: String| IngestError::Json { place: place.clone(), message };
    let wrong =
        |message: &str| IngestError::Record { place: place.clone(), message: message.to_owned() };
    let line = std::str::from_utf8(line).map_err(|e| broken(e.to_string()))?;
    let mut record: Map<String, Value> =
        serde_json::from_str(line).map_err(|e| broken(tell(&e)))?;
    if record.get("schema").and_then(Value::as_str) == Some(Annotation::SCHEMA) {
        record = article_of(record);
    }
    columns.arrange(&mut record).map_err(|m| wrong(&m))?;
    let own_id = match record.shift_remove("id") {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(own)) => own,
        Some(Value::Number(own)) => own.to_string(),
        Some(_) => return Err(wrong("`id` is neither a string nor a number")),
    };
    let text = body(&mut record, "text").map_err(|m| wrong(&m))?;
    let page = body(&mut record, "html").map_err(|m| wrong(&m))?;
    let mut document = match (text, page) {
        (Some(text), _) => Document { text, ..Document::default() },
        (None, Some(page)) => html::page(&page),
        (None, None) => return Err(wrong("the record has neither `text` nor `html`")),
    };
    document.id = if own_id.is_empty() { id.to_owned() } else { own_id };
    // What the record says goes before what its page says.
    let Meta { title, author, site, published, url } = &mut document.meta;
    for (slot, name) in [(title, "title"), (author, "author")] {
        fill(slot, &mut record, name);
    }
    // The others are the names that trafilatura gives them; the first that says something counts.
    for (slot, names) in [
        (site, &["site", "sitename", "source-hostname", "hostname"][..]),
        (url, &["url", "source"]),
    ] {
        if let Some(name) = names.iter().find(|n| is_told(record.get(**n))) {
            fill(slot, &mut record, name);
        }
    }
    let dated = if is_told(record.get("published")) { "published" } else { "date" };
    fill(published, &mut record, dated);
    let lang = record.get("lang").and_then(Value::as_str).and_then(html::primary_language);
    document.lang = lang.or(document.lang);
    document.input = record;
    Ok(document)
}

/// The text of `name`, taken out of the record.
fn body(record: &mut Map<String, Value>, name: &str) -> Result<Option<String>, String> {
    match record.shift_remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("`{name}` is not a string")),
    }
}

/// Moves a field into the metadata; one of another shape than a string or a list of strings passes through.
fn fill(slot: &mut Option<String>, record: &mut Map<String, Value>, name: &str) {
    if let Some(told) = record.get(name).and_then(as_line) {
        *slot = Some(told);
        record.shift_remove(name);
    }
}

fn is_told(value: Option<&Value>) -> bool {
    value.and_then(as_line).is_some()
}

fn as_line(value: &Value) -> Option<String> {
    match value {
        Value::String(s) if !s.trim().is_empty() => Some(s.trim().to_owned()),
        Value::Array(list) if !list.is_empty() => {
            let names: Option<Vec<&str>> = list.iter().map(Value::as_str).collect();
            names.map(|n| n.join(", "))
        }
        _ => None,
    }
}

/// The article of an annotation, without what the program said about it.
fn article_of(mut annotation: Map<String, Value>) -> Map<String, Value> {
    let mut record = Map::new();
    for name in ["id", "text"] {
        if let Some(value) = annotation.shift_remove(name) {
            record.insert(name.to_owned(), value);
        }
    }
    for part in ["meta", "input"] {
        if let Some(Value::Object(fields)) = annotation.shift_remove(part) {
            record.extend(fields.into_iter().filter(|(_, v)| !v.is_null()));
        }
    }
    record
}

/// What is wrong with the JSON and at which column; the line is told by the place.
fn tell(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let what = message.rsplit_once(" at line ").map_or(message.as_str(), |(what, _)| what);
    format!("{what} (column {})", error.column())
}
