//! Gold: reference annotation in brat standoff beside its text.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::model::Span;

/// A text with its gold annotation; spans are bytes of the text.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    /// Name of the files without extension.
    pub id: String,
    /// The text, as it is.
    pub text: String,
    /// Attributions in order of the file.
    pub attributions: Vec<GoldAttribution>,
    /// Boilerplate spans with their kind.
    pub boilerplate: Vec<(Vec<Span>, Option<String>)>,
    /// Sentences with their voice, in order of the text; none where gold does not tell them.
    pub sentences: Vec<(Span, Option<String>)>,
    /// Cues, in code points, that nobody has judged; only reviews have them.
    pub open: Vec<Vec<(usize, usize)>>,
}

/// An attribution of a gold file.
#[derive(Clone, Debug, Default)]
pub struct GoldAttribution {
    /// Its event, `E1`.
    pub id: String,
    pub cue: Vec<Span>,
    pub source: Option<GoldSource>,
    pub content: Vec<Span>,
    pub mode: Option<String>,
    pub stance: Option<String>,
    pub hedged: bool,
    pub parent: Option<String>,
    pub construction: Option<String>,
}

/// The source of a gold attribution.
#[derive(Clone, Debug, Default)]
pub struct GoldSource {
    /// Its text bound, `T3`.
    pub id: String,
    pub spans: Vec<Span>,
    pub kind: Option<String>,
    pub identified: Option<String>,
    /// The spans of the fullest mention of the same source, if another one.
    pub refers: Option<Vec<Span>>,
    /// The spans of all mentions of the same source, this one included.
    pub group: Vec<Vec<Span>>,
}

/// What is wrong with a gold file.
#[derive(Debug, thiserror::Error)]
pub enum GoldError {
    #[error("{0}: {1}")]
    Io(PathBuf, std::io::Error),
    #[error("{path}:{line}: {message}")]
    Line { path: PathBuf, line: usize, message: String },
    #[error("{0}: holds no .ann file")]
    Empty(PathBuf),
}

/// Reads every gold file of a folder, in order of their paths.
///
/// # Errors
/// If the folder holds none, or one cannot be read.
pub fn read_folder(dir: &Path) -> Result<Vec<Gold>, GoldError> {
    let mut paths: Vec<PathBuf> = walkdir::WalkDir::new(dir)
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|p| p.extension().is_some_and(|e| e == "ann"))
        .collect();
    paths.sort();
    if paths.is_empty() {
        return Err(GoldError::Empty(dir.to_owned()));
    }
    paths.iter().map(|p| read_file(p)).collect()
}

/// Reads one gold file (`.ann`) and the text beside it.
///
/// # Errors
/// If a file cannot be read or a line of it is wrong.
pub fn read_file(ann: &Path) -> Result<Gold, GoldError> {
    let read = |p: &Path| std::fs::read_to_string(p).map_err(|e| GoldError::Io(p.to_owned(), e));
    let text = read(&ann.with_extension("txt"))?;
    let standoff = read(ann)?;
    let id = ann.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    parse(&id, text, &standoff).map_err(|(line, message)| GoldError::Line {
        path: ann.to_owned(),
        line,
        message,
    })
}

#[derive(Default)]
struct Raw {
    bounds: BTreeMap<String, (String, Vec<Span>)>,
    events: Vec<(String, BTreeMap<String, String>)>,
    attributes: BTreeMap<String, BTreeMap<String, String>>,
    refers: BTreeMap<String, String>,
}

/// Reads a text with its standoff annotation.
///
/// # Errors
/// The number of a line, or 0, and what is wrong with it.
pub fn parse(id: &str, text: String, standoff: &str) -> Result<Gold, (usize, String)> {
    let mut at: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
    at.push(text.len());
    let mut raw = Raw::default();
    for (i, line) in standoff.lines().enumerate() {
        raw.line(line, &text, &at).map_err(|message| (i + 1, message))?;
    }
    let missing = |what: &str| (0, what.to_owned());
    let spans =
        |t: &str| raw.bounds.get(t).map(|b| b.1.clone()).ok_or_else(|| missing(&format!("no {t}")));
    let root = |t: &str| {
        let (mut t, mut seen) = (t.to_owned(), BTreeSet::new());
        while let Some(next) = raw.refers.get(&t).filter(|_| !seen.contains(&t)) {
            seen.insert(t.clone());
            t = next.clone();
        }
        t
    };
    let mut gold = Gold { id: id.to_owned(), ..Gold::default() };
    let attribute =
        |of: &str, name: &str| raw.attributes.get(of).and_then(|a| a.get(name)).cloned();
    for (event, roles) in &raw.events {
        let source = match roles.get("Source") {
            Some(t) => Some(GoldSource {
                id: t.clone(),
                spans: spans(t)?,
                kind: attribute(t, "Kind"),
                identified: attribute(t, "Identified"),
                refers: if raw.refers.contains_key(t) { Some(spans(&root(t))?) } else { None },
                group: raw
                    .bounds
                    .iter()
                    .filter(|(k, (label, _))| {
                        matches!(label.as_str(), "Source" | "Mention") && root(k) == root(t)
                    })
                    .map(|(_, (_, s))| s.clone())
                    .collect(),
            }),
            None => None,
        };
        gold.attributions.push(GoldAttribution {
            id: event.clone(),
            cue: spans(
                roles.get("Attribution").ok_or_else(|| missing(&format!("{event} has no cue")))?,
            )?,
            source,
            content: roles.get("Content").map(|t| spans(t)).transpose()?.unwrap_or_default(),
            mode: attribute(event, "Mode"),
            stance: attribute(event, "Stance"),
            hedged: attribute(event, "Hedged").is_some(),
            parent: roles.get("Parent").cloned(),
            construction: attribute(event, "Construction"),
        });
    }
    for (t, (label, s)) in &raw.bounds {
        if label == "Boilerplate" {
            let kind = attribute(t, "Kind");
            gold.boilerplate.push((s.clone(), kind));
        }
        if let ("Sentence", [first, ..]) = (label.as_str(), &s[..]) {
            gold.sentences
                .push((Span::new(first.start, s[s.len() - 1].end), attribute(t, "Voice")));
        }
    }
    gold.sentences.sort_by_key(|s| s.0);
    gold.text = text;
    Ok(gold)
}

impl Raw {
    fn line(&mut self, line: &str, text: &str, at: &[usize]) -> Result<(), String> {
        let fields: Vec<&str> = line.split('\t').collect();
        let field =
            |i: usize| fields.get(i).copied().ok_or_else(|| "a field is missing".to_owned());
        match line.chars().next() {
            Some('T') => {
                let (label, offsets) = field(1)?.split_once(' ').ok_or("no offsets")?;
                let spans =
                    offsets.split(';').map(|o| span(o, at)).collect::<Result<Vec<_>, _>>()?;
                if let Some(shown) = fields.get(2) {
                    same_words(&spans, text, shown)?;
                }
                self.bounds.insert(field(0)?.to_owned(), (label.to_owned(), spans));
            }
            Some('E') => {
                let roles = field(1)?
                    .split_whitespace()
                    .map(|p| p.split_once(':').map(|(a, b)| (a.to_owned(), b.to_owned())))
                    .collect::<Option<_>>()
                    .ok_or("a role without a colon")?;
                self.events.push((field(0)?.to_owned(), roles));
            }
            Some('A') => {
                let parts: Vec<&str> = field(1)?.split_whitespace().collect();
                let [name, target, value @ ..] = &parts[..] else {
                    return Err("no target".to_owned());
                };
                let value = value.first().copied().unwrap_or("true");
                self.attributes
                    .entry((*target).to_owned())
                    .or_default()
                    .insert((*name).to_owned(), value.to_owned());
            }
            Some('R') => {
                let parts: Vec<&str> = field(1)?.split_whitespace().collect();
                let arg =
                    |i: usize| parts.get(i).and_then(|p| p.split_once(':')).map(|p| p.1.to_owned());
                if let (Some(&"Refers"), Some(a), Some(b)) = (parts.first(), arg(1), arg(2)) {
                    self.refers.insert(a, b);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// The words in a line are there so that a shifted offset shows; blanks may differ, since a line cannot hold breaks.
fn same_words(spans: &[Span], text: &str, shown: &str) -> Result<(), String> {
    let there = spans.iter().flat_map(|s| s.of(text).split_whitespace());
    if there.clone().collect::<String>() == shown.split_whitespace().collect::<String>() {
        return Ok(());
    }
    let there = there.collect::<Vec<_>>().join(" ");
    Err(format!("the offsets give {there:?}, the line says {shown:?}"))
}

/// A pair of code points as bytes.
fn span(offsets: &str, at: &[usize]) -> Result<Span, String> {
    let numbers: Vec<usize> = offsets.split_whitespace().filter_map(|n| n.parse().ok()).collect();
    let [start, end] = numbers[..] else { return Err(format!("no offsets: {offsets:?}")) };
    match (at.get(start), at.get(end)) {
        (Some(&s), Some(&e)) if s < e => Ok(Span::new(s, e)),
        _ => Err(format!("{start} {end} is no stretch of the text")),
    }
}
