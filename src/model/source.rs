//! A source is the person, body or document behind one or more mentions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Span;

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
    /// How well a reader could find it again.
    pub traceability: Traceability,
    /// Where it is mentioned, in order.
    pub mentions: Vec<Span>,
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
