//! Marked sentences: gold attributions over single sentences of treebanks.
//!
//! The texts stay in the treebanks, which have their own licences: a file of marked sentences holds names, offsets and a
//! check of each text. Its first line names the files of the treebank, every other line is a sentence that was read, with its
//! attributions, if it has any.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::gold::{Gold, GoldAttribution, GoldError, GoldSource};
use crate::model::Span;

/// The first line of a file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Heading {
    /// Names of CoNLL-U files.
    treebank: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkedSentence {
    /// Its `sent_id`.
    id: String,
    /// The first eight hexadecimal digits of the SHA-256 of its text.
    text: String,
    #[serde(default)]
    attributions: Vec<MarkedAttribution>,
}

/// Offsets are code points of the sentence's text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkedAttribution {
    cue: Vec<(usize, usize)>,
    #[serde(default)]
    source: Vec<(usize, usize)>,
    #[serde(default)]
    content: Vec<(usize, usize)>,
    mode: String,
    stance: String,
    #[serde(default)]
    hedged: bool,
    /// Index of the outer attribution in the same list.
    #[serde(default)]
    parent: Option<usize>,
}

/// Reads a file of marked sentences; `treebanks` is the folder with the files that it names.
///
/// # Errors
/// If a file cannot be read, or a line of it is wrong or does not fit the treebank's text.
pub fn read_marked(path: &Path, treebanks: &Path) -> Result<Vec<Gold>, GoldError> {
    let read = |p: &Path| std::fs::read_to_string(p).map_err(|e| GoldError::Io(p.to_owned(), e));
    let file = read(path)?;
    let at = |i: usize, message: String| GoldError::Line {
        path: PathBuf::from(path),
        line: i + 1,
        message,
    };
    let mut lines = file.lines().enumerate().filter(|(_, l)| !l.trim().is_empty());
    let (_, first) = lines.next().ok_or_else(|| at(0, "the file is empty".to_owned()))?;
    let heading: Heading = serde_json::from_str(first).map_err(|e| at(0, e.to_string()))?;
    let mut texts = BTreeMap::new();
    for name in &heading.treebank {
        texts.extend(sentence_texts(&read(&treebanks.join(name))?));
    }
    let gold = |(i, line): (usize, &str)| {
        let sentence: MarkedSentence =
            serde_json::from_str(line).map_err(|e| at(i, e.to_string()))?;
        let text = texts.get(&sentence.id);
        let text = text.ok_or_else(|| at(i, format!("no sentence {} there", sentence.id)))?;
        as_gold(sentence, text).map_err(|message| at(i, message))
    };
    lines.map(gold).collect()
}

/// The texts of a CoNLL-U file by the names of their sentences.
fn sentence_texts(conllu: &str) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    let mut id = "";
    for line in conllu.lines() {
        if let Some(name) = line.strip_prefix("# sent_id = ") {
            id = name.trim();
        } else if let Some(text) = line.strip_prefix("# text = ") {
            texts.insert(id.to_owned(), text.trim().to_owned());
        }
    }
    texts
}

fn as_gold(sentence: MarkedSentence, text: &str) -> Result<Gold, String> {
    let check: String =
        Sha256::digest(text).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    if check != sentence.text {
        return Err(format!("sentence {} has another text there ({check})", sentence.id));
    }
    let mut at: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
    at.push(text.len());
    let spans = |list: &[(usize, usize)]| -> Result<Vec<Span>, String> {
        let span = |&(a, b): &(usize, usize)| match (at.get(a), at.get(b)) {
            (Some(&start), Some(&end)) if start < end => Ok(Span::new(start, end)),
            _ => Err(format!("sentence {} has no letters {a} to {b}", sentence.id)),
        };
        list.iter().map(span).collect()
    };
    let mut gold = Gold { id: sentence.id.clone(), text: text.to_owned(), ..Gold::default() };
    for (i, a) in sentence.attributions.iter().enumerate() {
        if a.parent.is_some_and(|p| p >= sentence.attributions.len() || p == i) {
            return Err(format!("sentence {} has no such outer attribution", sentence.id));
        }
        let source = GoldSource {
            id: format!("T{}", i + 1),
            spans: spans(&a.source)?,
            ..GoldSource::default()
        };
        gold.attributions.push(GoldAttribution {
            id: format!("E{}", i + 1),
            cue: spans(&a.cue)?,
            source: (!a.source.is_empty()).then_some(source),
            content: spans(&a.content)?,
            mode: Some(a.mode.clone()),
            stance: Some(a.stance.clone()),
            hedged: a.hedged,
            parent: a.parent.map(|p| format!("E{}", p + 1)),
            construction: None,
        });
    }
    Ok(gold)
}
