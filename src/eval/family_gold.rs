//! The gold of a family of articles, as its file says it.

use serde::Deserialize;

/// The gold of a family.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// `tune` or `test`.
    #[serde(rename = "use")]
    pub purpose: String,
    #[serde(default)]
    pub circles: Vec<Vec<String>>,
    #[serde(default)]
    pub passage: Vec<Passage>,
    #[serde(default)]
    pub quotation: Vec<Utterance>,
    #[serde(default)]
    pub fact: Vec<Fact>,
    #[serde(default)]
    pub cites: Vec<Citation>,
}

/// Places of one passage.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passage {
    pub places: Vec<String>,
    pub root: Option<String>,
    pub basis: Option<String>,
    #[serde(rename = "form")]
    pub _form: Option<String>,
}

/// Places of one utterance, by wording.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Utterance {
    pub variants: Vec<Vec<String>>,
    /// Whether it may be missed.
    #[serde(default)]
    pub optional: bool,
}

/// Places that put one thing forward; the variants contradict each other.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    #[serde(rename = "says")]
    pub _says: String,
    pub variant: Vec<Variant>,
    /// Whether its links may be missed.
    #[serde(default)]
    pub optional: bool,
}

/// Places that agree.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    pub places: Vec<Told>,
}

/// A place of a fact, and how it is told there.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    pub at: String,
    pub source: Option<String>,
    #[serde(default)]
    pub caveat: bool,
    /// Whether the source is the others', by another name.
    #[serde(default)]
    pub same_source: bool,
}

/// A place that cites something.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    pub at: String,
    #[serde(rename = "name")]
    pub _name: String,
    pub article: Option<String>,
    #[serde(default)]
    pub optional: bool,
}
