//! A claim is a stretch of the article that puts something forward as so, in a voice.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Span, Stance, Traceability};

/// A stretch of the article that puts something forward as so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// `c-` and a hash of the spans.
    pub id: String,
    /// The stretch.
    pub spans: Vec<Span>,
    /// Indices of the sentences that it touches.
    pub sentences: Vec<usize>,
    /// Whose voice it is.
    pub voice: Voice,
    /// Id of the attribution that carries it; `null` in the article's own voice, and for speech in quotation marks of which no
    /// attribution tells who speaks.
    pub attribution: Option<String>,
    /// Ids of the sources, outermost first; an unnamed voice is `null`. Empty in the article's own voice.
    pub chain: Vec<Option<String>>,
    /// Whether it is put forward or denied.
    pub polarity: Polarity,
    /// Rung of the innermost source; `null` without an attribution.
    pub traceability: Option<Traceability>,
    /// Id of the source that relays the innermost one.
    pub relayed_by: Option<String>,
    /// Whether it is softened.
    pub hedged: bool,
    /// Confidence of the attribution; `null` without one.
    pub confidence: Option<f64>,
    /// What in it can be checked.
    pub checkable: Vec<Checkable>,
    /// Ids of claims that it contests.
    pub contests: Vec<String>,
    /// Ids of earlier claims of the article that say the same in nearly the same words.
    #[serde(default)]
    pub repeats: Vec<String>,
    /// Id of an attribution elsewhere that sources this claim too.
    pub global: Option<String>,
    /// A source whose speech this may continue.
    pub suggested: Option<Suggestion>,
}

/// Whose voice a claim is put forward in.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Voice {
    Source,
    Article,
}

/// Whether the content is put forward or denied.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Polarity {
    Positive,
    Negative,
}

/// Something in a claim that can be looked up or counted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Checkable {
    /// What it is.
    #[serde(rename = "type")]
    pub kind: CheckableKind,
    /// First unit.
    pub start: usize,
    /// Behind the last unit.
    pub end: usize,
    /// Value of a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// What a number counts or measures, as written (`euros`, `%`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// A date after ISO 8601, as far as it is known: `2025-03-03`, `2025-03`, `2025`, without a year `--03-03` or `--03`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Where the year of a date comes from that does not tell it itself; absent when the text tells it, or nobody does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year_from: Option<YearFrom>,
}

/// What tells the publication date from which a year is taken.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum YearFrom {
    /// The metadata of the page or record, or the user.
    Metadata,
    /// A line of the page that is no part of the article.
    MetaLine,
}

/// What can be checked.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum CheckableKind {
    Number,
    Date,
    /// The name of a place.
    Place,
    /// Any other name.
    Name,
}

/// A source whose speech seems to go on without a cue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Suggestion {
    /// Id of the source.
    pub source: String,
    /// The rule that suggests it.
    pub rule: String,
    /// How likely it is, from 0 to 1; `null` when not measured.
    pub probability: Option<f64>,
}

/// An attribution that puts nothing forward as so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpeechAct {
    /// Id of the attribution.
    pub attribution: String,
    /// What the source does.
    pub stance: Stance,
}
