//! Columns: which fields of a record hold the article, and which others pass through.

use serde_json::{Map, Value};

/// Which fields of a record are read as what; the default is the fields' own names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// The field that holds the text.
    pub text: Option<String>,
    /// The field that holds a page.
    pub html: Option<String>,
    /// The field that holds the article's id.
    pub id: Option<String>,
    /// The other fields that pass through into the annotation; all if none are named.
    pub select: Vec<String>,
}

/// The fields that are read and so are no others.
const READ: [&str; 14] = [
    "id",
    "text",
    "html",
    "url",
    "title",
    "author",
    "site",
    "published",
    "date",
    "lang",
    "source",
    "hostname",
    "sitename",
    "schema",
];

impl Columns {
    /// Gives the fields of a record the names under which they are read.
    ///
    /// # Errors
    /// If a field that was asked for is not there, with the names of those that are.
    pub(super) fn arrange(&self, record: &mut Map<String, Value>) -> Result<(), String> {
        let asked = [(&self.text, "text"), (&self.html, "html"), (&self.id, "id")];
        for (own, name) in asked {
            let Some(own) = own.as_deref().filter(|o| *o != name) else { continue };
            match record.shift_remove(own) {
                Some(value) => record.insert(name.to_owned(), value),
                None => return Err(missing(own, record.keys().map(String::as_str))),
            };
        }
        // Who names a page wants it read even if there is a text beside it, and the other way round.
        match (&self.text, &self.html) {
            (Some(_), None) => drop(record.shift_remove("html")),
            (None, Some(_)) => drop(record.shift_remove("text")),
            _ => {}
        }
        if !self.select.is_empty() {
            record.retain(|name, _| {
                READ.contains(&name.as_str()) || self.select.iter().any(|s| s == name)
            });
        }
        Ok(())
    }

    /// Checks that a table has the columns that were asked for.
    ///
    /// # Errors
    /// If one is not there, with the names of those that are.
    pub(super) fn check<'h>(
        &self,
        header: impl Iterator<Item = &'h str> + Clone,
    ) -> Result<(), String> {
        let asked = [&self.text, &self.html, &self.id].into_iter().flatten().chain(&self.select);
        for own in asked {
            if !header.clone().any(|h| h == own) {
                return Err(missing(own, header));
            }
        }
        let told = self.text.is_some() || self.html.is_some();
        if !told && !header.clone().any(|h| h == "text" || h == "html") {
            return Err(format!(
                "no column is called `text` or `html`; name one with --text-column or --html-column (there are {})",
                list(header)
            ));
        }
        Ok(())
    }

    /// Whether a column of a table is needed at all.
    pub(super) fn wants(&self, name: &str) -> bool {
        let asked = [&self.text, &self.html, &self.id];
        self.select.is_empty()
            || READ.contains(&name)
            || asked.into_iter().flatten().chain(&self.select).any(|n| n == name)
    }
}

fn missing<'h>(name: &str, there: impl Iterator<Item = &'h str>) -> String {
    format!("there is no column `{name}` (there are {})", list(there))
}

fn list<'h>(names: impl Iterator<Item = &'h str>) -> String {
    names.map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ")
}
