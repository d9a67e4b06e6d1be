//! A document is an article as ingest left it: its text, fixed for good, and what the file said about it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Span;

/// One article before analysis.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Path relative to the argument without extension, or the input's own id.
    pub id: String,
    /// The file that it was read from, as the user named it.
    pub path: Option<String>,
    /// The text. For plain text the decoded file, character for character.
    pub text: String,
    /// What the file said about the article.
    pub meta: Meta,
    /// Language that the page or record declares; it counts only when the text does not tell.
    pub lang: Option<String>,
    /// The article's text as the page's metadata tell it, and its summary; evidence, not the text that is read.
    pub told: Told,
    /// What the page's markup said about runs of the text, in order and without overlap; empty for plain text.
    pub markup: Vec<Markup>,
    /// The block elements of the page, in order of their beginning.
    pub elements: Vec<Element>,
    /// Other fields of the input record, passed through.
    pub input: serde_json::Map<String, serde_json::Value>,
    /// What ingest has to tell the reader, such as undecodable bytes.
    pub notes: Vec<String>,
}

impl Document {
    /// A document that is nothing but a text.
    pub fn from_text(id: impl Into<String>, text: impl Into<String>) -> Self {
        Document { id: id.into(), text: text.into(), ..Document::default() }
    }
}

/// What is known about the article from its page or record; nothing here is guessed from the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Meta {
    /// Headline.
    pub title: Option<String>,
    /// Author or authors, as printed.
    pub author: Option<String>,
    /// Name of the site or outlet.
    pub site: Option<String>,
    /// Publication date, as the page gives it (ISO 8601 where the page does).
    pub published: Option<String>,
    /// Address of the page.
    pub url: Option<String>,
}

/// What a page's metadata tell of the article's wording.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The whole text, or a part of it.
    pub body: Option<String>,
    /// The summary, as search engines and networks show it.
    pub summary: Option<String>,
}

/// What the markup of a page said about one run of its text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Markup {
    /// The run, in bytes of the text.
    pub span: Span,
    /// Name of the innermost block element, in lower case (`p`, `h2`, `li`).
    pub element: String,
    /// The number of the innermost block element among [`Document::elements`], if it is not the page itself.
    pub within: Option<usize>,
    /// Share of the run's characters that stand in links, from 0 to 1.
    pub link_share: f32,
}

/// A block element of a page; `html` and `body`, which are around everything, are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// The number of the element around it.
    pub above: Option<usize>,
    /// Its name, id, class words, role and item properties, in lower case, with blanks between them.
    pub words: String,
}
