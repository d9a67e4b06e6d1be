//! What the word lists say of the words for those who may speak: nouns, names and pronouns.

use serde::Deserialize;

use crate::model::{Gender, Number, SourceKind};

/// A form of a noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NounForm {
    /// Index of the noun.
    pub entry: u32,
    /// Number of the form.
    pub number: Number,
}

/// What the lists say of a noun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noun {
    /// Its first form.
    pub form: String,
    /// What it means.
    pub sort: NounSort,
    /// Its gender.
    pub gender: Gender,
    /// Kind of such a body, or of a group of such persons.
    pub kind: Option<SourceKind>,
    /// Whether a modifier that tells a kind goes before the noun's own.
    pub weak: bool,
    /// What tells who is meant.
    pub lean: Lean,
    /// Whether it tells what happened to somebody, or an age, and not what he does.
    pub neutral: bool,
}

/// What a noun means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NounSort {
    Person,
    Body,
    Document,
    /// A source of which only its modifiers tell more.
    Source,
    /// A number of those who are named behind it.
    Quantity,
}

/// What tells who is meant by a noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lean {
    /// The noun itself, as an office does.
    Role,
    /// A proper name beside it.
    Name,
    /// Nothing does.
    Anonymous,
}

/// A name of the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownName {
    /// Index of the name; other names of the same body share it.
    pub id: u32,
    /// What it names.
    pub sort: NameSort,
    /// Kind of the source.
    pub kind: SourceKind,
    /// Its gender.
    pub gender: Gender,
    /// Its number.
    pub number: Number,
}

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameSort {
    Person,
    Body,
    State,
}

/// A word that stands for a source named elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pronoun {
    /// Gender that its antecedent has.
    pub gender: Gender,
    /// Number that its antecedent has.
    pub number: Number,
    /// How it finds it.
    pub sort: PronounSort,
}

/// How a pronoun finds what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PronounSort {
    Subject,
    Stressed,
    /// The one named last.
    Last,
    /// The last source.
    Previous,
    /// The one who is spoken of, rather than the last source.
    Concerned,
    /// A possessive.
    Owner,
    /// The one who is quoted.
    Speaker,
    /// Nobody in particular.
    Vague,
    Relative,
    Place,
}
