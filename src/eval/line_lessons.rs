//! Pages whose lines are labelled: what the score of the blocks stage is fitted on.
//!
//! A folder holds `html/` with the pages as published, `gold.jsonl` with the article's text of each, `txt/` with the pages as
//! visible lines, and `labels.jsonl` with a label for each of these lines; either half may be missing.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::gold::Gold;
use crate::ingest;
use crate::model::{Document, Span};
use crate::pipeline;
use crate::rules::Rules;
use crate::stages::blocks::{Observed, observe};

/// A page with what is known of its lines.
#[derive(Clone, Debug, Default)]
pub struct Lesson {
    /// Name of its file without extension.
    pub id: String,
    /// Pages of one group are never parted when folds are made.
    pub group: String,
    pub document: Document,
    pub observed: Observed,
    /// Whether each line is the article's own, where that is known.
    pub labels: Vec<Option<bool>>,
    /// How much the page counts.
    pub weight: f64,
}

/// What is wrong with a folder of pages.
#[derive(Debug, thiserror::Error)]
pub enum PagesError {
    #[error("{0}: {1}")]
    Io(PathBuf, std::io::Error),
    #[error("{path}:{line}: {error}")]
    Record { path: PathBuf, line: usize, error: serde_json::Error },
    #[error("{0}")]
    Page(String),
}

#[derive(Deserialize)]
struct GoldText {
    id: String,
    text: Option<String>,
}

#[derive(Deserialize)]
struct Labels {
    id: String,
    lines: Vec<Label>,
}

#[derive(Deserialize)]
struct Label {
    text: String,
    label: String,
}

/// Reads the pages with markup of a folder; a line is the article's own when its words stand in the gold text.
///
/// # Errors
/// If a file cannot be read.
pub fn read_html(dir: &Path, rules: &Rules) -> Result<Vec<Lesson>, PagesError> {
    let mut lessons = Vec::new();
    for gold in records::<GoldText>(&dir.join("gold.jsonl"))? {
        let path = dir.join("html").join(format!("{}.html", gold.id));
        let (Some(text), Ok(bytes)) = (gold.text, std::fs::read(&path)) else { continue };
        let document = ingest::html::read(bytes, None)
            .map_err(|e| PagesError::Page(format!("{}: {e}", path.display())))?;
        let words = Words::of(&text);
        lessons.push(lesson(&gold.id, document, rules, |line| words.hold(line)));
    }
    Ok(lessons)
}

/// Reads the flattened pages of a folder with the labels of their lines.
///
/// # Errors
/// If a file cannot be read.
pub fn read_text(dir: &Path, rules: &Rules) -> Result<Vec<Lesson>, PagesError> {
    let mut lessons = Vec::new();
    for page in records::<Labels>(&dir.join("labels.jsonl"))? {
        let path = dir.join("txt").join(format!("{}.txt", page.id));
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        // A line that stands on the page several times may have several labels; they come in order.
        let mut by_text: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for line in page.lines.iter().rev() {
            by_text.entry(line.text.trim()).or_default().push(&line.label);
        }
        let document = Document::from_text(page.id.clone(), text);
        lessons.push(lesson(&page.id, document, rules, |line| {
            match by_text.get_mut(line).and_then(Vec::pop) {
                Some("content") => Some(true),
                Some("boilerplate") => Some(false),
                _ => None,
            }
        }));
    }
    Ok(lessons)
}

/// Makes lessons of gold articles: a line is furniture when most of it is annotated as such.
///
/// Articles of one outlet are a group: the name up to the number.
pub fn of_gold(gold: &[Gold], rules: &Rules, weight: f64) -> Vec<Lesson> {
    let of = |article: &Gold| {
        let document = Document::from_text(article.id.clone(), article.text.clone());
        let mut lesson = lesson(&article.id, document, rules, |_| None);
        let spans: Vec<Span> =
            article.boilerplate.iter().flat_map(|(spans, _)| spans).copied().collect();
        let covered = |line: Span| -> usize {
            spans.iter().map(|s| s.end.min(line.end).saturating_sub(s.start.max(line.start))).sum()
        };
        let own = |&line: &Span| Some(covered(line) * 2 < line.len());
        lesson.labels = lesson.observed.spans.iter().map(own).collect();
        lesson.group = article.id.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
        lesson.weight = weight;
        lesson
    };
    gold.iter().map(of).collect()
}

fn lesson(
    id: &str,
    document: Document,
    rules: &Rules,
    mut label: impl FnMut(&str) -> Option<bool>,
) -> Lesson {
    let (_, language) = pipeline::tell(&document, rules, None);
    let observed = observe(&document, rules, language);
    let labels = observed.spans.iter().map(|s| label(s.of(&document.text))).collect();
    let (id, group) = (id.to_owned(), id.to_owned());
    Lesson { id, group, document, observed, labels, weight: 1.0 }
}

fn records<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<Vec<T>, PagesError> {
    let text = std::fs::read_to_string(path).map_err(|e| PagesError::Io(path.to_owned(), e))?;
    let parse = |(i, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|error| PagesError::Record {
            path: path.to_owned(),
            line: i + 1,
            error,
        })
    };
    text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()).map(parse).collect()
}

/// The words of a gold text, as runs of neighbours.
struct Words {
    runs: HashSet<Vec<String>>,
    lines: HashSet<Vec<String>>,
}

impl Words {
    /// So many neighbouring words tell a text from others.
    const RUN: usize = 4;

    fn of(text: &str) -> Words {
        let words = words_of(text);
        Words {
            runs: words.windows(Self::RUN).map(<[String]>::to_vec).collect(),
            lines: text.lines().map(words_of).collect(),
        }
    }

    /// Whether the text holds the line; unknown when it holds half of it, or when too short a line stands there in part.
    fn hold(&self, line: &str) -> Option<bool> {
        let words = words_of(line);
        if words.is_empty() {
            return None;
        }
        if words.len() < Self::RUN {
            return Some(self.lines.contains(&words));
        }
        let runs = words.len() + 1 - Self::RUN;
        let found = words.windows(Self::RUN).filter(|run| self.runs.contains(*run)).count();
        match found as f64 / runs as f64 {
            share if share >= 0.6 => Some(true),
            share if share <= 0.3 => Some(false),
            _ => None,
        }
    }
}

fn words_of(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    parts.map(str::to_lowercase).collect()
}
