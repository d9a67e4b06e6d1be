//! A source is the person, body or document behind one or more mentions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Rating, Span};

/// The person, body or document behind one or more mentions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// `s1`, `s2`, … in order of first mention.
    pub id: String,
    /// The fullest form in the article.
    pub name: String,
    /// What it is.
    pub kind: SourceKind,
    /// Whether one can find out who it is.
    pub identified: Identified,
    /// Function of a person, as told.
    pub role: Option<String>,
    /// The side that it belongs to or speaks for, as told.
    pub side: Option<String>,
    /// Its proper names and acronyms, as the article writes them, in order of the alphabet.
    #[serde(default)]
    pub names: Vec<String>,
    /// How well a reader could find it again.
    pub traceability: Traceability,
    /// The rule that told how well.
    #[serde(default)]
    pub traceability_rule: String,
    /// What a reader should know before relying on it, each with the words that justify it.
    #[serde(default)]
    pub flags: Vec<Flag>,
    /// What the user's register says of it; `null` when it is not assessed.
    #[serde(default)]
    pub rating: Option<Rating>,
    /// Where it speaks and, where it does so by less than its full form, the mentions that tell who it is; in order.
    pub mentions: Vec<Span>,
}

/// Something that a reader should know of a source before relying on it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Flag {
    /// What it is.
    pub flag: FlagKind,
    /// The rule that raised it.
    pub rule: String,
    /// The words of the article that justify it, in order; never empty.
    pub spans: Vec<Span>,
}

/// What a reader should know of a source.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum FlagKind {
    /// Several voices that nobody can count or find.
    UnverifiablePlural,
    /// The article says that the source wants no name.
    AnonymityStated,
    /// The article says why the source wants no name.
    AnonymityExplained,
    /// A medium that passes on what another source says.
    Relays,
    /// It speaks of its own side or of its opponent.
    Party,
}

/// Kinds of sources.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    Person,
    Government,
    Military,
    ArmedGroup,
    Organisation,
    Media,
    Expert,
    Witness,
    Document,
    Public,
    Source,
    Other,
}

/// Whether one can find out who the source is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Identified {
    /// By its name.
    Named,
    /// By its function.
    Role,
    /// Not at all.
    Anonymous,
}

/// How well a reader could find the source again; smaller is better.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum Traceability {
    /// A document with title, date or link.
    T1,
    /// A named person with function.
    T2,
    /// A named person or body.
    T3,
    /// A function without a name, or an institution's voice.
    T4,
    /// Anonymous, with side or reason told.
    T5,
    /// Anonymous, no more.
    T6,
    /// A vague collective.
    T7,
    /// Hearsay without a source.
    T8,
}
