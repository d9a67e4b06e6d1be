//! Reviews: what readers decided on the pages of a report, as files that are gold.
//!
//! A review file holds the text and every attribution of its articles with a verdict. Accepted, corrected and added ones
//! are gold; rejected ones are not; *open* ones say nothing, so that neither gold nor prediction counts them.

mod merge;
mod precision;
mod sample;

pub use merge::{Disagreement, merge};
pub use precision::{Precision, precision, wilson};
pub use sample::{Pick, draw};

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::gold::{self, Gold};
use super::prediction::{Pair, Prediction};
use crate::model::{BlockKind, Identified, Mode, SourceKind, Stance};

/// What stands in `format`.
pub const FORMAT: &str = "sourcier-review/1";

/// A review file. Offsets are code points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// Always [`FORMAT`].
    pub format: String,
    /// Initials of the reader, or of several with `+` between them.
    pub reviewer: String,
    /// Day of the export, ISO 8601.
    pub date: String,
    /// Digest of the rules whose annotation was judged.
    pub rules: String,
    /// Version of the program.
    #[serde(default)]
    pub version: String,
    pub articles: Vec<ReviewArticle>,
}

/// One article of a review.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReviewArticle {
    pub id: String,
    #[serde(default)]
    pub site: Option<String>,
    pub text_sha256: String,
    pub text: String,
    pub offsets: String,
    pub attributions: Vec<Judged>,
    /// Where each source is mentioned, by its id.
    #[serde(default)]
    pub sources: Vec<Mentions>,
    /// What the program took for no part of the article; readers do not judge it.
    #[serde(default)]
    pub furniture: Vec<Furniture>,
    /// Items of the list *to verify* that are done or set aside.
    #[serde(default)]
    pub marks: Vec<Mark>,
}

/// An attribution as a reader left it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    pub id: String,
    pub verdict: Verdict,
    pub cue: Vec<Pair>,
    pub source: Option<JudgedSource>,
    pub content: Vec<Pair>,
    pub mode: Mode,
    pub stance: Stance,
    pub hedged: bool,
    pub parent: Option<String>,
    #[serde(default)]
    pub construction: Option<String>,
    #[serde(default)]
    pub rule: Option<String>,
    #[serde(default)]
    pub note: Option<String>,
}

/// What a reader says of an attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is right.
    Accepted,
    /// It is wrong, and nothing stands for it.
    Rejected,
    /// It is right as it is now.
    Corrected,
    /// The program had missed it.
    Added,
    /// Nobody has said.
    Open,
}

impl Verdict {
    /// Whether what it stands beside is gold.
    pub fn is_gold(self) -> bool {
        matches!(self, Verdict::Accepted | Verdict::Corrected | Verdict::Added)
    }
}

/// The source of a judged attribution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JudgedSource {
    /// Which source of the article it is.
    pub id: String,
    pub spans: Vec<Pair>,
    pub kind: SourceKind,
    pub identified: Identified,
}

/// Where a source is mentioned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mentions {
    pub id: String,
    pub mentions: Vec<Pair>,
}

/// A block that is not the article's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Furniture {
    pub start: usize,
    pub end: usize,
    pub kind: BlockKind,
}

/// What a reader did with an item of the list *to verify*.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    pub claim: String,
    pub mark: String,
}

/// What is wrong with a review file.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    #[error("{0}: {1}")]
    Io(PathBuf, std::io::Error),
    #[error("{0}: {1}")]
    Shape(PathBuf, String),
}

/// Reads a review file.
///
/// # Errors
/// If it cannot be read, or is no review.
pub fn read(path: &Path) -> Result<Review, ReviewError> {
    let text = std::fs::read_to_string(path).map_err(|e| ReviewError::Io(path.to_owned(), e))?;
    parse(&text).map_err(|message| ReviewError::Shape(path.to_owned(), message))
}

/// Reads a review.
///
/// # Errors
/// If it is none, or a place lies outside of its text.
pub fn parse(text: &str) -> Result<Review, String> {
    let review: Review = serde_json::from_str(text).map_err(|e| e.to_string())?;
    if review.format != FORMAT {
        return Err(format!("the format is `{}`, not `{FORMAT}`", review.format));
    }
    for article in &review.articles {
        if article.offsets != "codepoint" {
            return Err(format!("{}: offsets count `{}`", article.id, article.offsets));
        }
        let length = article.text.chars().count();
        let outside = |spans: &[Pair]| spans.iter().any(|&(s, e)| s >= e || e > length);
        for a in &article.attributions {
            let source = a.source.as_ref().map_or(&[][..], |s| &s.spans);
            if [&a.cue[..], &a.content, source].into_iter().any(outside) {
                return Err(format!("{}: {}: a place lies outside of the text", article.id, a.id));
            }
        }
    }
    Ok(review)
}

/// The articles of a review as gold.
///
/// # Errors
/// If one cannot be written as standoff, with its id.
pub fn as_gold(review: &Review) -> Result<Vec<Gold>, String> {
    let of = |article: &ReviewArticle| {
        let standoff = standoff(article);
        // Predictions are known by the last part of their id.
        let stem = article.id.rsplit('/').next().unwrap_or(&article.id);
        let mut gold = gold::parse(stem, article.text.clone(), &standoff)
            .map_err(|(line, message)| format!("{}: line {line}: {message}", article.id))?;
        gold.open = article
            .attributions
            .iter()
            .filter(|a| a.verdict == Verdict::Open)
            .map(|a| a.cue.clone())
            .collect();
        Ok(gold)
    };
    review.articles.iter().map(of).collect()
}

/// Takes what nobody has judged out of a prediction.
pub fn leave_open(gold: &Gold, prediction: &mut Prediction) {
    let open: BTreeSet<&Vec<Pair>> = gold.open.iter().collect();
    if !open.is_empty() {
        prediction.attributions.retain(|a| !open.contains(&a.cue));
    }
}

/// The gold of an article as brat standoff; the text beside it is the article's.
pub fn standoff(article: &ReviewArticle) -> String {
    let mut out = Standoff {
        letters: article.text.chars().collect(),
        lines: String::new(),
        bounds: 0,
        others: String::new(),
        attributes: 0,
        relations: 0,
    };
    out.article(article);
    out.lines + &out.others
}

/// The numbers of the text bounds of sources, by source and spans.
type Bounds = BTreeMap<(String, Vec<Pair>), usize>;

struct Standoff {
    letters: Vec<char>,
    lines: String,
    bounds: usize,
    others: String,
    attributes: usize,
    relations: usize,
}

impl Standoff {
    fn article(&mut self, article: &ReviewArticle) {
        let gold: Vec<&Judged> = article
            .attributions
            .iter()
            .filter(|a| a.verdict.is_gold() && !a.cue.is_empty())
            .collect();
        let numbers: BTreeMap<&str, usize> =
            gold.iter().enumerate().map(|(i, a)| (a.id.as_str(), i + 1)).collect();
        let mut bounds = Bounds::new();
        for (i, a) in gold.iter().enumerate() {
            let event = format!("E{}", i + 1);
            let mut line = format!("{event}\tAttribution:T{}", self.bound("Cue", &a.cue));
            if let Some(source) = a.source.as_ref().filter(|s| !s.spans.is_empty()) {
                let key = (source.id.clone(), source.spans.clone());
                let number = bounds.get(&key).copied().unwrap_or_else(|| {
                    let number = self.bound("Source", &source.spans);
                    self.attribute("Kind", &format!("T{number}"), &camel(source.kind));
                    self.attribute("Identified", &format!("T{number}"), &camel(source.identified));
                    bounds.insert(key, number);
                    number
                });
                write!(line, " Source:T{number}").expect("writing to a string");
            }
            if !a.content.is_empty() {
                let number = self.bound("Content", &a.content);
                write!(line, " Content:T{number}").expect("writing to a string");
            }
            if let Some(parent) = a.parent.as_deref().and_then(|id| numbers.get(id)) {
                write!(line, " Parent:E{parent}").expect("writing to a string");
            }
            writeln!(self.others, "{line}").expect("writing to a string");
            self.attribute("Mode", &event, &camel(a.mode));
            self.attribute("Stance", &event, &camel(a.stance));
            if a.hedged {
                self.attribute("Hedged", &event, "");
            }
            if let Some(construction) = &a.construction {
                self.attribute("Construction", &event, construction);
            }
        }
        self.relate(article, &bounds);
        for block in &article.furniture {
            let number = self.bound("Boilerplate", &[(block.start, block.end)]);
            self.attribute("Kind", &format!("T{number}"), &camel(block.kind));
        }
    }

    /// Every mention of a source refers to its longest one.
    fn relate(&mut self, article: &ReviewArticle, bounds: &Bounds) {
        let mut told: BTreeMap<&str, Vec<Vec<Pair>>> = BTreeMap::new();
        for source in &article.sources {
            let mentions = source.mentions.iter().map(|m| vec![*m]);
            told.entry(&source.id).or_default().extend(mentions);
        }
        let mut by_source: BTreeMap<&str, Vec<(&Vec<Pair>, usize)>> = BTreeMap::new();
        for ((id, spans), number) in bounds {
            by_source.entry(id).or_default().push((spans, *number));
        }
        for (id, own) in by_source {
            let mentions = told.get(id).into_iter().flatten();
            let all = mentions.chain(own.iter().map(|(spans, _)| *spans));
            let length = |spans: &Vec<Pair>| spans.iter().map(|(s, e)| e - s).sum::<usize>();
            // Of equally long ones the first.
            let fullest = all.min_by_key(|spans| (std::cmp::Reverse(length(spans)), *spans));
            let Some(fullest) = fullest.cloned() else { continue };
            let others: Vec<usize> =
                own.iter().filter(|(spans, _)| **spans != fullest).map(|o| o.1).collect();
            if others.is_empty() {
                continue;
            }
            let there = own.iter().find(|(spans, _)| **spans == fullest).map(|o| o.1);
            let target = there.unwrap_or_else(|| self.bound("Mention", &fullest));
            for other in others {
                self.relations += 1;
                writeln!(self.others, "R{}\tRefers Arg1:T{other} Arg2:T{target}", self.relations)
                    .expect("writing to a string");
            }
        }
    }

    fn bound(&mut self, label: &str, spans: &[Pair]) -> usize {
        self.bounds += 1;
        let offsets: Vec<String> = spans.iter().map(|(s, e)| format!("{s} {e}")).collect();
        let words = spans.iter().map(|&(s, e)| {
            let end = e.min(self.letters.len());
            self.letters[s.min(end)..end].iter().collect::<String>()
        });
        let words = words.collect::<Vec<_>>().join(" ").replace(['\n', '\r', '\t'], " ");
        writeln!(self.lines, "T{}\t{label} {}\t{words}", self.bounds, offsets.join(";"))
            .expect("writing to a string");
        self.bounds
    }

    fn attribute(&mut self, name: &str, target: &str, value: &str) {
        self.attributes += 1;
        let blank = if value.is_empty() { "" } else { " " };
        writeln!(self.others, "A{}\t{name} {target}{blank}{value}", self.attributes)
            .expect("writing to a string");
    }
}

/// The name of a value as gold files write it: `armed_group` becomes `ArmedGroup`.
fn camel(value: impl Serialize) -> String {
    let name = serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned));
    let words = name.unwrap_or_default();
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().map_or(String::new(), |c| c.to_ascii_uppercase().to_string() + chars.as_str())
    };
    words.split('_').map(capital).collect()
}
