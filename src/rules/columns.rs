//! The columns of the word lists.

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as ValueError, StrDeserializer};

use super::{LanguageFiles, RuleError, RuleFile, WordEntry};
use crate::model::{Gender, Number};

/// The columns behind the entries of the lists that the program reads, and how many of them must be there.
/// Of other lists only the entries count.
pub fn columns_of(list: &str) -> Option<(&'static [&'static str], usize)> {
    let names: &[&str] = match list {
        "verbs" => return Some((&["paradigm"], 0)),
        "cue_verbs" => &["paradigm or -", "class", "stance", "frames"],
        "cue_nouns" | "cue_prepositions" => &["class", "stance", "frames"],
        "closed" => &["parts of speech"],
        "numbers" => &["value", "role"],
        "role_nouns" | "body_nouns" => &["gender", "kind", "lean"],
        "document_nouns" | "source_nouns" | "quantity_nouns" | "given_names" => &["gender"],
        "media" | "organisations" | "states" => &["gender", "kind"],
        "sides" => &["kind"],
        "pronouns" => &["gender", "number", "sort"],
        "titles" => &["gender", "number"],
        "capitals" | "demonyms" => &["state"],
        "provenance_frequent" => &["times in a million words"],
        "provenance_opposites" => &["opposites"],
        _ => return None,
    };
    Some((names, names.len()))
}

/// Reads the columns of one list's entries.
pub struct Columns<'a> {
    file: &'a RuleFile,
}

/// Calls `add` for every entry of a list, if the language has it.
///
/// # Errors
/// If the list is wrong, or `add` says so.
pub fn each(
    files: &LanguageFiles<'_>,
    name: &str,
    add: &mut dyn FnMut(WordEntry<'_>, &Columns<'_>) -> Result<(), RuleError>,
) -> Result<(), RuleError> {
    let Some(file) = files.words(name) else { return Ok(()) };
    let list = file.list()?;
    list.entries().try_for_each(|entry| add(entry, &Columns { file }))
}

impl Columns<'_> {
    /// A mistake in a column behind the entry, counted from 0.
    pub fn wrong(
        &self,
        entry: WordEntry<'_>,
        column: usize,
        message: impl Into<String>,
    ) -> RuleError {
        RuleError::in_column(self.file, entry.line, column + 1, message)
    }

    /// The text of a column; lists with a missing one are refused before.
    pub fn text<'e>(&self, entry: WordEntry<'e>, column: usize) -> &'e str {
        entry.column(column).unwrap_or_default()
    }

    /// The value that a column names.
    ///
    /// # Errors
    /// If there is no such value.
    pub fn value<T: for<'d> Deserialize<'d>>(
        &self,
        entry: WordEntry<'_>,
        column: usize,
    ) -> Result<T, RuleError> {
        self.read(entry, column, self.text(entry, column))
    }

    /// The value that a text out of a column names.
    ///
    /// # Errors
    /// If there is no such value.
    pub fn read<T: for<'d> Deserialize<'d>>(
        &self,
        entry: WordEntry<'_>,
        column: usize,
        text: &str,
    ) -> Result<T, RuleError> {
        let named: StrDeserializer<'_, ValueError> = text.into_deserializer();
        T::deserialize(named).map_err(|e| self.wrong(entry, column, e.to_string()))
    }

    /// The gender in a column.
    ///
    /// # Errors
    /// If there is no such gender.
    pub fn gender(&self, entry: WordEntry<'_>, column: usize) -> Result<Gender, RuleError> {
        match self.text(entry, column) {
            "m" | "mp" => Ok(Gender::Masculine),
            "f" | "fp" => Ok(Gender::Feminine),
            "e" => Ok(Gender::Unknown),
            other => Err(self.wrong(
                entry,
                column,
                format!("no gender `{other}`; there are: m, f, e, mp, fp"),
            )),
        }
    }

    /// The number in a column.
    ///
    /// # Errors
    /// If there is no such number.
    pub fn number(&self, entry: WordEntry<'_>, column: usize) -> Result<Number, RuleError> {
        match self.text(entry, column) {
            "s" => Ok(Number::Singular),
            "p" => Ok(Number::Plural),
            "e" => Ok(Number::Unknown),
            other => {
                Err(self.wrong(entry, column, format!("no number `{other}`; there are: s, p, e")))
            }
        }
    }
}
