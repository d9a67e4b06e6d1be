//! Blocks, sentences and quotations: how the text is divided before anything is understood.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Span;

/// A run of the page's text with a kind; flagged as boilerplate when it is not the article's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// First unit.
    pub start: usize,
    /// Behind the last unit.
    pub end: usize,
    /// What it is.
    pub kind: BlockKind,
    /// Whether it is not the article's own.
    pub boilerplate: bool,
    /// How sure the verdict is, from 0 to 1; `null` when not measured.
    pub confidence: Option<f64>,
    /// The rule that decided.
    pub rule: String,
    /// Its language, when it is surely another than the article's (as in [`super::Annotation::lang`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
}

impl Block {
    /// Its span.
    pub fn span(&self) -> Span {
        Span { start: self.start, end: self.end }
    }
}

/// The kinds of blocks: of the article `title … post`, of the page around it `navigation … duplicate`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    Title,
    Standfirst,
    Byline,
    Body,
    Heading,
    Caption,
    Post,
    Navigation,
    Share,
    Related,
    Comments,
    Subscribe,
    Legal,
    Ad,
    Site,
    Meta,
    Duplicate,
}

impl BlockKind {
    /// Whether blocks of this kind are not the article's own.
    pub fn is_boilerplate(self) -> bool {
        self >= BlockKind::Navigation
    }
}

/// A sentence of an article block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sentence {
    /// First unit.
    pub start: usize,
    /// Behind the last unit.
    pub end: usize,
    /// Index of its block.
    pub block: usize,
    /// Index of the quotation that it shares with another sentence, if one runs over several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotation: Option<usize>,
}

impl Sentence {
    /// Its span.
    pub fn span(&self) -> Span {
        Span { start: self.start, end: self.end }
    }
}

/// A stretch between two quotation marks, paired over the article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quotation {
    /// First unit of the opening mark.
    pub start: usize,
    /// Behind the closing mark, or behind the last word when it is missing.
    pub end: usize,
    /// Between the marks, without blanks at the ends.
    pub inner: Span,
    /// 0 for an outermost quotation, 1 for one inside it, and so on.
    pub level: usize,
    /// Whether both marks were found.
    pub closed: bool,
}

impl Quotation {
    /// Its span with the marks.
    pub fn span(&self) -> Span {
        Span { start: self.start, end: self.end }
    }
}
