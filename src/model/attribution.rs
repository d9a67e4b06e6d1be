//! An attribution is one cue with its source and content.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Identified, Mood, Number, SourceKind, Span};

/// A set of the frames that a cue takes, a bit a frame; which bit is which is the cue rules' affair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FrameSet(pub u64);

impl FrameSet {
    /// Whether the two share a frame.
    pub fn meets(self, other: FrameSet) -> bool {
        self.0 & other.0 != 0
    }

    /// The union of the two.
    pub fn with(self, other: FrameSet) -> FrameSet {
        FrameSet(self.0 | other.0)
    }

    /// Whether it is empty.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// The words that report, before a source and a content are linked to them.
#[derive(Clone, Debug, PartialEq)]
pub struct Cue {
    /// The tokens that belong to it, in order; adverbs and inverted subjects stay out.
    pub parts: Vec<usize>,
    /// First and last token of the group that it stands in, adverbs and inverted subjects included.
    pub first: usize,
    /// See `first`.
    pub last: usize,
    /// The token that carries the meaning (the participle of *a déclaré*).
    pub head: usize,
    /// What sort of word carries it.
    pub kind: CueKind,
    /// Lemma of the verb, noun or frame.
    pub lemma: String,
    /// How the article presents the report.
    pub class: CueClass,
    /// What the source does.
    pub stance: Stance,
    /// Frames that it takes.
    pub frames: FrameSet,
    /// Frames in which it is more often no report.
    pub weak: FrameSet,
    /// Whether the lexicon knows it.
    pub known: bool,
    /// Mood of the group's first verb.
    pub mood: Option<Mood>,
    /// Number of the group's first verb.
    pub number: Number,
    /// Whether it is passive.
    pub passive: bool,
    /// Whether it is negated.
    pub negated: bool,
    /// Whether it has an auxiliary of the perfect.
    pub perfect: bool,
    /// Whether a modal or another verb governs it.
    pub governed: bool,
    /// Whether it stands where a reporting clause does.
    pub incise: bool,
    /// Whether it is a participle that shares the auxiliary of the group before it.
    pub coordinated: bool,
    /// The inverted subject pronoun.
    pub inverted: Option<usize>,
    /// The rule that found it.
    pub rule: String,
}

/// What sort of word carries a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CueKind {
    /// A verb of the cue lexicon or one carried by its position.
    Verb,
    /// A frame such as *selon*.
    Preposition,
    /// A noun such as *communiqué*.
    Noun,
    /// A quotation mark, where no word reports.
    Mark,
}

/// How a cue presents what is reported.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum CueClass {
    Neutral,
    Admits,
    Claims,
    Reveals,
    Distances,
    Believes,
    Denies,
    Accuses,
    Demands,
    Asks,
    Promises,
    Silent,
}

/// What the source does, read from the cue.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    Asserts,
    Denies,
    NoComment,
    Asks,
    Demands,
    Promises,
    Believes,
    Accuses,
}

impl Stance {
    /// Whether something is put forward as so, so that the content is a claim rather than a speech act.
    pub fn puts_forward(self) -> bool {
        !matches!(self, Stance::Asks | Stance::Demands | Stance::NoComment)
    }
}

/// How much of the content stands in quotation marks.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// All of it.
    Direct,
    /// None of it.
    Indirect,
    /// Some of it.
    Mixed,
}

/// One cue with its source and content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attribution {
    /// `a-` and a hash of the spans.
    pub id: String,
    /// The rule that made it.
    pub rule: String,
    /// Construction of the inventory (`A1` … `E16`), if the rule names one.
    pub construction: Option<String>,
    /// The words that report.
    pub cue: Vec<Span>,
    /// Lemma of the cue.
    pub cue_lemma: String,
    /// How the article presents the report.
    pub cue_class: CueClass,
    /// Who is the source; `null` when none is expressed.
    pub source: Option<SourceMention>,
    /// What is reported.
    pub content: Vec<Span>,
    /// How much of the content is quoted.
    pub mode: Mode,
    /// What the source does.
    pub stance: Stance,
    /// Whether the content stands under a conditional of report or is softened inside.
    pub hedged: bool,
    /// Id of the attribution in whose content this one stands.
    pub parent: Option<String>,
    /// Through which medium or document the source spoke, where told.
    pub channel: Option<Vec<Span>>,
    /// When the source spoke, where told.
    pub said_on: Option<Vec<Span>>,
    /// Probability that source and content are right; the logistic function of the sum of the evidence's weights.
    pub confidence: f64,
    /// The named reasons.
    pub evidence: Vec<Evidence>,
}

/// The source of an attribution, at the place where it is expressed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceMention {
    /// Id of the entity in `sources`.
    pub id: String,
    /// The words.
    pub spans: Vec<Span>,
    /// Kind of the entity.
    pub kind: SourceKind,
    /// Whether one can find out who it is.
    pub identified: Identified,
    /// How sure it is that the entity's other mentions mean the same; absent when there are none, or nothing was measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<SourceLink>,
}

/// How sure it is that a mention and the other mentions of its entity mean the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceLink {
    /// Probability, from 0 to 1; the logistic function of the sum of the evidence's weights.
    pub confidence: f64,
    /// The named reasons.
    pub evidence: Vec<Evidence>,
}

/// A named reason for or against an attribution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Name of the feature.
    pub id: String,
    /// What it adds to the log-odds.
    pub weight: f64,
}

impl Evidence {
    /// The probability that evidence adds up to: the logistic function of the sum of its weights.
    pub fn probability(list: &[Evidence]) -> f64 {
        let sum: f64 = list.iter().map(|e| e.weight).sum();
        1.0 / (1.0 + (-sum).exp())
    }
}
