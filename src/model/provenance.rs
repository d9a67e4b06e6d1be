//! Provenance across articles: links between places of a batch, what they are grouped into, and where they come from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Span, Tool, VoiceRange};

/// All that the program says about how the articles of a batch hang together.
///
/// Everything in it holds in this batch only: an article that is not there can be the root of all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// Always `sourcier-provenance/1`.
    pub schema: String,
    /// Unit of all offsets in a file: `codepoint`.
    pub offsets: String,
    /// What was looked at.
    pub scope: Scope,
    /// The articles, in order of their ids.
    pub articles: Vec<ArticleCard>,
    /// The links, in order of type and places.
    pub links: Vec<Link>,
    /// Places that hang together, in order of kind and first place.
    pub groups: Vec<Group>,
    /// Articles that cite each other in a ring.
    pub circles: Vec<Circle>,
    /// Names that may mean the same.
    pub aliases: Vec<Alias>,
    /// What the reader must know.
    pub notes: Vec<String>,
    /// What made it.
    pub tool: Tool,
}

impl Provenance {
    /// The value of `schema`.
    pub const SCHEMA: &'static str = "sourcier-provenance/1";
}

/// What was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// Articles of the batch, without those that serve as possible roots only.
    pub articles: usize,
    /// Articles that serve as possible roots only.
    pub references: usize,
    /// The same in words, to stand beside every finding.
    pub statement: String,
}

/// An article of the batch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArticleCard {
    /// Its id.
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// Name of the site or outlet.
    pub site: Option<String>,
    /// Publication date, as told.
    pub published: Option<String>,
    /// Address of the page.
    pub url: Option<String>,
    /// SHA-256 of its text.
    pub text_sha256: String,
    /// Whether it serves as a possible root only.
    pub reference: bool,
    /// The roots that it declares, in order of the text.
    pub declares: Vec<Root>,
}

/// A stretch of an article of the batch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Id of the article.
    pub article: String,
    /// The stretch; empty when the article as a whole is meant.
    pub spans: Vec<Span>,
    /// Its words, cut at 240 characters.
    pub text: String,
    /// Id of the claim that it belongs to.
    pub claim: Option<String>,
    /// Id of the attribution that carries it.
    pub attribution: Option<String>,
    /// Name of the voice from which it comes, the innermost one.
    pub source: Option<String>,
    /// Name of who relays that voice.
    pub relay: Option<String>,
    /// Whether it is softened.
    pub hedged: bool,
}

/// How two places hang together.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum LinkType {
    /// One is written after the other, or both after a third.
    SamePassage,
    /// The same words between quotation marks.
    SameQuotation,
    /// One utterance between quotation marks, in other words.
    QuotationAltered,
    /// The same thing is put forward, whatever the wording.
    SameClaim,
    /// Another figure for the same thing, or the opposite.
    Contradicts,
    /// A medium, an agency or an article of the batch is named as where it comes from.
    Cites,
    /// A source stands in one place and is missing in the other.
    SourceLost,
    /// Different sources stand in the two places.
    SourceChanged,
    /// It is softened in one place and flat in the other.
    CaveatDropped,
}

impl LinkType {
    /// All types, in order.
    pub const ALL: [LinkType; 9] = [
        LinkType::SamePassage,
        LinkType::SameQuotation,
        LinkType::QuotationAltered,
        LinkType::SameClaim,
        LinkType::Contradicts,
        LinkType::Cites,
        LinkType::SourceLost,
        LinkType::SourceChanged,
        LinkType::CaveatDropped,
    ];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            LinkType::SamePassage => "same_passage",
            LinkType::SameQuotation => "same_quotation",
            LinkType::QuotationAltered => "quotation_altered",
            LinkType::SameClaim => "same_claim",
            LinkType::Contradicts => "contradicts",
            LinkType::Cites => "cites",
            LinkType::SourceLost => "source_lost",
            LinkType::SourceChanged => "source_changed",
            LinkType::CaveatDropped => "caveat_dropped",
        }
    }

    /// Whether `from` and `to` mean different things.
    pub fn is_directed(self) -> bool {
        matches!(self, LinkType::Cites | LinkType::SourceLost | LinkType::CaveatDropped)
    }
}

/// The sort of a link inside its type.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum LinkForm {
    /// Of passages: word by word, for the most part.
    Verbatim,
    /// Of passages: in other words.
    Reworded,
    /// Of quotations: all of it.
    Whole,
    /// Of quotations: one is a part of the other.
    Cut,
    /// Of contradictions: another figure.
    Figure,
    /// Of contradictions: the opposite.
    Sense,
    /// Of citations: the source of a report.
    Medium,
    /// Of citations: a credit, such as an agency's name in brackets.
    Credit,
    /// Of citations: an address.
    Url,
}

/// A link between two places.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// `l-` and a hash of type and places.
    pub id: String,
    /// How they hang together.
    #[serde(rename = "type")]
    pub kind: LinkType,
    /// The sort of it, where there are several.
    pub form: Option<LinkForm>,
    /// Who cites, where the source stands, where the caveat stands; else the place in the article that comes first.
    pub from: Place,
    /// The other place; `null` when what is cited is not in the batch.
    pub to: Option<Place>,
    /// The name that is cited.
    pub name: Option<String>,
    /// Ids of the links that it rests on.
    pub basis: Vec<String>,
    /// Probability that it holds; the logistic function of the sum of the reasons' weights.
    pub confidence: f64,
    /// The named reasons.
    pub evidence: Vec<Reason>,
}

/// A named reason for a link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Name of what was measured.
    pub id: String,
    /// What it adds to the log-odds.
    pub weight: f64,
    /// What was measured; `null` for the constant.
    pub value: Option<f64>,
}

/// Whether a root is told or only thought.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// An article names it.
    Declared,
    /// Only overlap speaks for it.
    Supposed,
}

/// Where something comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Root {
    /// Its name, or the id of an article whose outlet is not known.
    pub name: String,
    /// The article of the batch that it is.
    pub article: Option<String>,
    /// Whether it is told or only thought.
    pub basis: Basis,
    /// The places that declare it or speak for it.
    pub by: Vec<Place>,
}

/// What hangs together in a group.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum GroupKind {
    Passage,
    Quotation,
    Claim,
}

/// Places that hang together by links of one kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// `g-` and a hash of kind and places.
    pub id: String,
    /// What hangs together.
    pub kind: GroupKind,
    /// The places, in order of articles and spans.
    pub places: Vec<Place>,
    /// Ids of the links.
    pub links: Vec<String>,
    /// Where it comes from, as far as one can see.
    pub roots: Vec<Root>,
    /// How many voices speak; copies of one text count once.
    pub voices: VoiceRange,
    /// Whether at least two of them are independent of each other.
    pub independence: Independence,
    /// Why so.
    pub reasons: Vec<IndependenceReason>,
}

/// Whether two visible, different roots exist.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Independence {
    Established,
    NotEstablished,
}

/// Why independence is established or not.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum IndependenceReason {
    /// Two named sources stand in texts that share nothing and do not cite each other.
    TwoNamedRoots,
    /// All comes from one declared root.
    OneDeclaredRoot,
    /// The texts share a passage.
    SamePassage,
    /// One article cites the other.
    CitesEachOther,
    /// The articles stand in a circle of citations.
    Circle,
    /// Only anonymous voices speak.
    AnonymousOnly,
    /// No source is named at all.
    NoVisibleRoot,
}

/// Articles that cite each other in a ring.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Circle {
    /// Ids of the articles, in order.
    pub articles: Vec<String>,
    /// Ids of the citations among them.
    pub links: Vec<String>,
}

/// What has been decided about two names.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum AliasStatus {
    /// The program asks; nothing is merged.
    Proposed,
    /// The alias file says that they mean the same.
    Accepted,
    /// The alias file says that they do not.
    Rejected,
}

/// Two names that may mean the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Alias {
    /// The two names, in order.
    pub names: [String; 2],
    /// Ids of articles that hold one of them.
    pub articles: Vec<String>,
    /// What has been decided.
    pub status: AliasStatus,
    /// Probability that they mean the same; the logistic function of the sum of the reasons' weights.
    pub confidence: f64,
    /// The named reasons.
    pub evidence: Vec<Reason>,
}
