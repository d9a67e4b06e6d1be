//! Tables beside a batch: what is known of articles beyond their text, and what the user decided about names.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::IndexError;
use crate::model::Meta;
use crate::stages::provenance::{AliasBook, Decision};

/// What a table says of articles, by their ids.
#[derive(Clone, Debug, Default)]
pub struct Sidecar {
    rows: BTreeMap<String, Row>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    url: Option<String>,
    published: Option<String>,
    site: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AliasRow {
    name: String,
    other: String,
    same: String,
}

impl Sidecar {
    /// Reads a CSV table with the columns id, url, published and site; an empty field says nothing.
    ///
    /// # Errors
    /// If it cannot be read, a column is missing or not known, or an id stands twice.
    pub fn read(path: &Path) -> Result<Sidecar, IndexError> {
        let mut rows = BTreeMap::new();
        for (line, row) in table::<Row>(path)? {
            if let Some(before) = rows.insert(row.id.clone(), row) {
                let message = format!("the id `{}` stands twice", before.id);
                return Err(IndexError::Table { path: path.to_owned(), line, message });
            }
        }
        Ok(Sidecar { rows })
    }

    /// Adds what the table says of an article; it knows better than the page.
    pub fn apply(&self, id: &str, meta: &mut Meta) {
        let Some(row) = self.rows.get(id) else { return };
        let told = |field: &Option<String>| field.clone().filter(|f| !f.trim().is_empty());
        for (to, from) in [
            (&mut meta.url, &row.url),
            (&mut meta.published, &row.published),
            (&mut meta.site, &row.site),
        ] {
            if let Some(value) = told(from) {
                *to = Some(value);
            }
        }
    }

    /// The ids that the table names and `known` does not.
    pub fn unknown(&self, known: impl Fn(&str) -> bool) -> Vec<&str> {
        self.rows.keys().map(String::as_str).filter(|id| !known(id)).collect()
    }
}

/// Reads what the user decided about names: a CSV table with the columns name, other and same (`yes` or `no`).
///
/// # Errors
/// If it cannot be read, a column is missing or not known, or `same` says something else.
pub fn read_aliases(path: &Path) -> Result<AliasBook, IndexError> {
    let mut book = AliasBook::default();
    for (line, row) in table::<AliasRow>(path)? {
        let decision = match row.same.trim() {
            "yes" => Decision::Same,
            "no" => Decision::Other,
            other => {
                let message = format!("`same` is `{other}`; it is `yes` or `no`");
                return Err(IndexError::Table { path: path.to_owned(), line, message });
            }
        };
        book.decide(row.name.trim(), row.other.trim(), decision);
    }
    Ok(book)
}

fn table<T: for<'d> Deserialize<'d>>(path: &Path) -> Result<Vec<(u64, T)>, IndexError> {
    let file = std::fs::File::open(path)
        .map_err(|source| IndexError::Io { path: path.to_owned(), source })?;
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::Headers).from_reader(file);
    let wrong = |e: csv::Error| {
        let line = e.position().map_or(1, csv::Position::line);
        let message = match e.kind() {
            csv::ErrorKind::Deserialize { err, .. } => err.kind().to_string(),
            _ => e.to_string(),
        };
        IndexError::Table { path: path.to_owned(), line, message }
    };
    let headers = reader.headers().map_err(wrong)?.clone();
    let mut list = Vec::new();
    for record in reader.records() {
        let record = record.map_err(wrong)?;
        let line = record.position().map_or(1, csv::Position::line);
        let row = record.deserialize(Some(&headers)).map_err(wrong)?;
        list.push((line, row));
    }
    Ok(list)
}
