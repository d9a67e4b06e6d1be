//! `sourcier eval --sentences`: where the sentences of texts end.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{Args, read_documents, read_records};
use crate::eval::boundaries::{self, Divided, SentenceList};
use crate::eval::measure::Table;
use crate::eval::prediction::Pair;
use crate::export::Offsets;
use crate::ingest::Format;
use crate::model::Document;
use crate::pipeline;

/// Scores the sentences of a folder's texts.
///
/// # Errors
/// If gold, texts, predictions or rules cannot be read, or gold names a text that is not there.
pub fn score(dir: &Path, args: &Args) -> Result<Table> {
    let gold: Vec<SentenceList> = read_records(&beside(dir))?;
    let texts = read_documents(vec![dir.to_owned()], Format::Text)?;
    let told: BTreeMap<String, Vec<Pair>> = match &args.pred {
        Some(path) => {
            let records: Vec<SentenceList> = read_records(path)?;
            records.into_iter().map(|r| (r.id, r.sentences)).collect()
        }
        None => {
            let rules = args.rules.load()?;
            let read = |document: &Document| {
                let layers = pipeline::read(document, &rules, args.lang.as_deref());
                let points = Offsets::new(&document.text);
                let pair = |s: &crate::model::Sentence| {
                    (points.codepoint(s.start), points.codepoint(s.end))
                };
                layers.sentences.iter().map(pair).collect()
            };
            texts.iter().map(|(id, document)| (id.clone(), read(document))).collect()
        }
    };
    let divided: Vec<Divided> = gold
        .iter()
        .map(|g| {
            let text = texts.get(&g.id);
            let text = text.with_context(|| format!("{}: no text `{}`", dir.display(), g.id))?;
            let told = told.get(&g.id).map_or(&[][..], Vec::as_slice);
            Ok(Divided { text: &text.text, gold: &g.sentences, told })
        })
        .collect::<Result<_>>()?;
    Ok(boundaries::score(&divided))
}

/// The gold of a folder: its name with `.gold.jsonl` behind.
fn beside(dir: &Path) -> PathBuf {
    let name = dir.file_name().unwrap_or_default().to_string_lossy();
    dir.with_file_name(format!("{name}.gold.jsonl"))
}
