//! `sourcier eval --pages`: what is kept of web pages, and which lines of flattened ones are the article's.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, bail};
use serde::Deserialize;

use super::super::extract::{Parts, kept};
use super::{Args, read_documents, read_records};
use crate::eval::lines::{self, Judged, LinesGold};
use crate::eval::measure::Table;
use crate::eval::pages::{self, PageGold};
use crate::ingest::Format;
use crate::model::{Block, Document, Span};
use crate::pipeline;
use crate::rules::Rules;

/// A line of a prediction file: the kept text, or the lines with their verdicts.
#[derive(Deserialize)]
struct Record {
    id: String,
    text: Option<String>,
    lines: Option<Vec<Judged>>,
}

/// Scores the folder's pages, those with markup by `gold.jsonl` and flattened ones by `labels.jsonl`.
///
/// # Errors
/// If gold, pages, predictions or rules cannot be read, or there is nothing to score.
pub fn score(dir: &Path, args: &Args) -> Result<Vec<Table>> {
    let mut texts: Option<BTreeMap<String, String>> = None;
    let mut verdicts: Option<BTreeMap<String, Vec<Judged>>> = None;
    match &args.pred {
        Some(path) => {
            for Record { id, text, lines } in read_records(path)? {
                match lines {
                    Some(lines) => verdicts.get_or_insert_default().insert(id, lines).is_some(),
                    None => {
                        texts.get_or_insert_default().insert(id, text.unwrap_or_default()).is_some()
                    }
                };
            }
        }
        None => {
            let rules = args.rules.load()?;
            let lang = args.lang.as_deref();
            if dir.join("html").is_dir() {
                let pages = read_documents(vec![dir.join("html")], Format::Html)?;
                texts = Some(each(pages, |page| keep(page, &rules, lang)));
            }
            if dir.join("txt").is_dir() {
                let pages = read_documents(vec![dir.join("txt")], Format::Text)?;
                verdicts = Some(each(pages, |page| judge(page, &rules, lang)));
            }
        }
    }
    let mut tables = Vec::new();
    if let Some(texts) = &texts {
        let gold: Vec<PageGold> = read_records(&dir.join("gold.jsonl"))?;
        tables.push(pages::score(&gold, |id| texts.get(id).map_or("", String::as_str)));
    }
    if let Some(verdicts) = &verdicts {
        let gold: Vec<LinesGold> = read_records(&dir.join("labels.jsonl"))?;
        let told = |id: &str| verdicts.get(id).map_or(&[][..], Vec::as_slice);
        tables.push(lines::score(&gold, told, args.window));
    }
    if tables.is_empty() {
        bail!("{}: holds neither html/ nor txt/, and no prediction names a page", dir.display());
    }
    Ok(tables)
}

fn each<T>(
    pages: BTreeMap<String, Document>,
    work: impl Fn(&Document) -> T,
) -> BTreeMap<String, T> {
    pages.iter().map(|(id, page)| (id.clone(), work(page))).collect()
}

/// What `sourcier extract` prints.
fn keep(page: &Document, rules: &Rules, lang: Option<&str>) -> String {
    let blocks = pipeline::divide(page, rules, lang);
    kept(page, &blocks, Parts::default()).trim_end().to_owned()
}

/// The lines that hold anything, each with the verdict that most of its letters have.
fn judge(page: &Document, rules: &Rules, lang: Option<&str>) -> Vec<Judged> {
    let blocks = pipeline::divide(page, rules, lang);
    let mut lines = Vec::new();
    let mut start = 0;
    for raw in page.text.split('\n') {
        let line = Span::new(start, start + raw.len());
        start = line.end + 1;
        if !raw.trim().is_empty() {
            let text = raw.trim().to_owned();
            lines.push(Judged { text, boilerplate: is_flagged(page, line, &blocks) });
        }
    }
    lines
}

fn is_flagged(page: &Document, line: Span, blocks: &[Block]) -> bool {
    let letters = |span: Span| span.of(&page.text).chars().filter(|c| !c.is_whitespace()).count();
    let from = blocks.partition_point(|b| b.end <= line.start);
    let here = blocks[from..].iter().take_while(|b| b.start < line.end);
    let flagged = here
        .filter(|b| b.boilerplate)
        .map(|b| letters(Span::new(b.start.max(line.start), b.end.min(line.end))));
    2 * flagged.sum::<usize>() > letters(line)
}
