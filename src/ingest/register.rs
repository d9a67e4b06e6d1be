//! A register is the user's own list of sources and sites with what the user thinks of their reliability.
//!
//! The program rates nobody: what a register says is shown as the user's, and without one nothing is assessed.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use super::error::Place;
use crate::model::{Admiralty, Annotation, Rating, Source, SourceKind};
use crate::rules::fold;

/// What a user knows of sources and sites.
#[derive(Clone, Debug, Default)]
pub struct Register {
    entries: Vec<Entry>,
    /// Entries by their folded names and aliases.
    names: BTreeMap<String, usize>,
    /// Entries by their domains.
    domains: BTreeMap<String, usize>,
}

#[derive(Clone, Debug)]
struct Entry {
    name: String,
    kind: Option<SourceKind>,
    letter: Option<Admiralty>,
    note: Option<String>,
    author: Option<String>,
    date: Option<String>,
}

/// A register that cannot be read; every message names the file and, where it can, the line.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// The system refused it.
    #[error("{place}: {source}")]
    Io { place: Place, source: std::io::Error },
    /// Its content is wrong.
    #[error("{place}: {message}")]
    Content { place: Place, message: String },
}

/// An entry as a file writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    domains: Vec<String>,
    kind: Option<SourceKind>,
    letter: Option<Admiralty>,
    note: Option<String>,
    author: Option<String>,
    date: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TomlFile {
    #[serde(default)]
    entry: Vec<Spanned<Written>>,
}

/// A row of a CSV file; several aliases or domains in one cell stand between semicolons.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    #[serde(default)]
    aliases: String,
    #[serde(default)]
    domains: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    letter: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    author: String,
    #[serde(default)]
    date: String,
}

impl Register {
    /// Reads a register; a name that ends in `.csv` is CSV, any other TOML.
    ///
    /// # Errors
    /// If the file cannot be read, holds an unknown field, kind or letter, an entry without letter and note, or a name
    /// twice.
    pub fn read(path: &Path) -> Result<Register, RegisterError> {
        let place = Place::file(path);
        let bytes = std::fs::read(path)
            .map_err(|source| RegisterError::Io { place: place.clone(), source })?;
        let text = String::from_utf8(bytes).map_err(|_| wrong(&place, "not UTF-8"))?;
        let text = text.trim_start_matches('\u{feff}');
        let csv = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
        let entries = if csv { read_csv(text, &place)? } else { read_toml(text, &place)? };
        let mut register = Register::default();
        for (line, entry) in entries {
            register.add(entry, &place.at_line(line))?;
        }
        Ok(register)
    }

    fn add(&mut self, written: Written, place: &Place) -> Result<(), RegisterError> {
        let Written { name, aliases, domains, kind, letter, note, author, date } = written;
        if letter.is_none() && note.is_none() {
            return Err(wrong(place, &format!("`{name}` has neither a letter nor a note")));
        }
        let index = self.entries.len();
        for alias in std::iter::once(&name).chain(&aliases) {
            let key = bare(alias);
            if key.is_empty() {
                return Err(wrong(place, "an empty name"));
            }
            let before = self.names.insert(key, index);
            if before.is_some_and(|b| b != index) {
                return Err(wrong(place, &format!("`{alias}` stands in two entries")));
            }
        }
        for domain in &domains {
            let key = host(domain).to_lowercase();
            if key.is_empty() || key.contains(char::is_whitespace) {
                return Err(wrong(place, &format!("`{domain}` is no domain")));
            }
            let before = self.domains.insert(key, index);
            if before.is_some_and(|b| b != index) {
                return Err(wrong(place, &format!("`{domain}` stands in two entries")));
            }
        }
        self.entries.push(Entry { name, kind, letter, note, author, date });
        Ok(())
    }

    /// Writes into an annotation what the register says of its sources and of its own site.
    pub fn rate(&self, annotation: &mut Annotation) {
        for source in &mut annotation.sources {
            source.rating = self.of_source(source);
        }
        let meta = &annotation.meta;
        let by_domain = meta.url.as_deref().and_then(|url| self.of_domain(host(url)));
        let by_name = || {
            meta.site.as_deref().and_then(|s| self.of_name(s).or_else(|| self.of_domain(host(s))))
        };
        annotation.site_rating = by_domain.or_else(by_name);
    }

    /// By the names of the source, then by the whole of its fullest form; an entry with a kind is for that kind alone.
    fn of_source(&self, source: &Source) -> Option<Rating> {
        let names = source.names.iter().chain([&source.name]);
        let mut found = names.filter_map(|n| {
            let &index = self.names.get(&bare(n))?;
            let kind = self.entries[index].kind;
            kind.is_none_or(|k| k == source.kind).then(|| self.rating(index, n))
        });
        found.next()
    }

    fn of_name(&self, name: &str) -> Option<Rating> {
        self.names.get(&bare(name)).map(|&i| self.rating(i, name))
    }

    /// The entry of a domain or of one that it belongs to.
    fn of_domain(&self, host: &str) -> Option<Rating> {
        let host = host.to_lowercase();
        let mut part = host.as_str();
        loop {
            if let Some(&index) = self.domains.get(part) {
                return Some(self.rating(index, part));
            }
            part = part.split_once('.')?.1;
        }
    }

    fn rating(&self, index: usize, matched: &str) -> Rating {
        let e = &self.entries[index];
        Rating {
            entry: e.name.clone(),
            letter: e.letter,
            note: e.note.clone(),
            author: e.author.clone(),
            date: e.date.clone(),
            matched: matched.to_owned(),
        }
    }
}

fn read_toml(text: &str, place: &Place) -> Result<Vec<(usize, Written)>, RegisterError> {
    let line = |at: usize| text[..at.min(text.len())].matches('\n').count() + 1;
    let file: TomlFile = toml::from_str(text).map_err(|e| {
        let place = e.span().map_or(place.clone(), |s| place.at_line(line(s.start)));
        wrong(&place, e.message())
    })?;
    let entries = file.entry.into_iter();
    Ok(entries.map(|e| (line(e.span().start), e.into_inner())).collect())
}

fn read_csv(text: &str, place: &Place) -> Result<Vec<(usize, Written)>, RegisterError> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|e| of_csv(&e, place))?.clone();
    let mut entries = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| of_csv(&e, place))?;
        let line = record.position().map_or(1, |p| p.line() as usize);
        let place = place.at_line(line);
        let row: Row =
            record.deserialize(Some(&headers)).map_err(|e| wrong(&place, &reason(&e)))?;
        let value = |s: String| (!s.is_empty()).then_some(s);
        let list = |s: &str| -> Vec<String> {
            s.split(';').map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect()
        };
        entries.push((
            line,
            Written {
                aliases: list(&row.aliases),
                domains: list(&row.domains),
                kind: read_value(&row.kind, &place)?,
                letter: read_value(&row.letter, &place)?,
                name: row.name,
                note: value(row.note),
                author: value(row.author),
                date: value(row.date),
            },
        ));
    }
    Ok(entries)
}

/// A value of a closed list, by the name that files give it; an empty cell is none.
fn read_value<T: for<'d> Deserialize<'d>>(
    cell: &str,
    place: &Place,
) -> Result<Option<T>, RegisterError> {
    use serde::de::value::{Error, StrDeserializer};
    if cell.is_empty() {
        return Ok(None);
    }
    let read = T::deserialize(StrDeserializer::<Error>::new(cell));
    read.map(Some).map_err(|e| wrong(place, &e.to_string()))
}

fn of_csv(error: &csv::Error, place: &Place) -> RegisterError {
    let line = error.position().map(|p| p.line() as usize);
    wrong(&line.map_or(place.clone(), |l| place.at_line(l)), &reason(error))
}

/// What is wrong with a row, without the numbers that the place tells already.
fn reason(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Deserialize { err, .. } => err.kind().to_string(),
        _ => error.to_string(),
    }
}

fn wrong(place: &Place, message: &str) -> RegisterError {
    RegisterError::Content { place: place.clone(), message: message.to_owned() }
}

/// A name as it is compared: folded, with one blank between its words.
fn bare(name: &str) -> String {
    fold(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The host of an address, without `www.`; a domain is its own host.
fn host(address: &str) -> &str {
    let bare = address.split_once("://").map_or(address, |(_, rest)| rest);
    let end = bare.find(['/', '?', '#', ':']).unwrap_or(bare.len());
    let host = bare[..end].trim();
    host.strip_prefix("www.").unwrap_or(host)
}
