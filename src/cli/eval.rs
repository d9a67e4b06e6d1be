//! `sourcier eval`: scores annotations, kept text, line verdicts or sentences against gold.

pub(super) mod families;
mod pages;
mod sentences;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow};
use clap::{ArgGroup, Parser};
use serde::de::DeserializeOwned;

use super::RuleArgs;
use crate::eval::article::{Article, article};
use crate::eval::check::problems;
use crate::eval::errors;
use crate::eval::flips::{Pair, Standing};
use crate::eval::gate::{self, Baseline, Corpus};
use crate::eval::gold::{Gold, read_folder};
use crate::eval::marked::read_marked;
use crate::eval::measure::Table;
use crate::eval::prediction::{Prediction, read_jsonl};
use crate::eval::report::{Totals, to_json, to_table, totals};
use crate::eval::review;
use crate::eval::score::{Sheet, score};
use crate::eval::verdict;
use crate::export::bytes_to_codepoints;
use crate::ingest::{Articles, Format, Walk};
use crate::model::Document;
use crate::pipeline;

/// Score annotations, kept text or sentences against gold.
#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  sourcier eval --gold articles/                    attributions, sources, blocks
  sourcier eval --families corpus/provenance        links between articles
  sourcier eval --gold articles/ --compare a.jsonl b.jsonl    what b won and lost against a
  sourcier eval --pages set/ --window 8             set/html with gold.jsonl, set/txt with labels.jsonl
  sourcier eval --pages set/ --pred kept.jsonl      of any system: {\"id\", \"text\"} or {\"id\", \"lines\"} a line
  sourcier eval --sentences set.news                set.news/*.txt with set.news.gold.jsonl")]
#[command(group(ArgGroup::new("what").required(true)))]
pub struct Args {
    /// Folders with gold (.txt and .ann), or files of reviews exported from a report; with --treebanks files of marked
    /// sentences.
    #[arg(long, num_args = 1.., group = "what")]
    gold: Vec<PathBuf>,
    /// The folder with the treebanks whose sentences the gold files mark.
    #[arg(long, value_name = "DIR", requires = "gold")]
    treebanks: Option<PathBuf>,
    /// A folder of pages: html/ with gold.jsonl, txt/ with labels.jsonl, or one of the two.
    #[arg(long, value_name = "DIR", group = "what")]
    pages: Option<PathBuf>,
    /// A folder of texts, beside which DIR.gold.jsonl holds their sentences.
    #[arg(long, value_name = "DIR", group = "what")]
    sentences: Option<PathBuf>,
    /// A folder of families of articles with the links between them as gold, a folder each.
    #[arg(long, value_name = "DIR", group = "what")]
    families: Option<PathBuf>,
    /// Of the families only those for this use, such as `test`.
    #[arg(long = "use", value_name = "USE", requires = "families")]
    purpose: Option<String>,
    /// Of flattened pages score only the article's lines and so many around them.
    #[arg(long, value_name = "LINES", requires = "pages")]
    window: Option<usize>,
    /// What any system said, as JSONL, offsets in code points; without it the program reads the texts now.
    #[arg(long)]
    pred: Option<PathBuf>,
    /// Print the measures as JSON.
    #[arg(long)]
    json: bool,
    /// Print each article's main measures.
    #[arg(long, requires = "gold")]
    per_file: bool,
    /// Fail below the floors of this folder, one file a stage.
    #[arg(long, value_name = "DIR", requires = "gold")]
    gate: Option<PathBuf>,
    /// Write the floors anew from the present figures; refused if one would fall.
    #[arg(long, requires = "gate", alias = "update-baseline")]
    update: bool,
    /// Let `--update` lower floors.
    #[arg(long, requires = "update")]
    allow_regression: bool,
    /// Show what the second of two readings won and lost against the first, attribution by attribution.
    #[arg(long, num_args = 2, value_names = ["OLD", "NEW"], requires = "gold", conflicts_with_all = ["pred", "gate", "json", "per_file", "errors"])]
    compare: Option<Vec<PathBuf>>,
    /// Print so many errors in context, those of one rule (false, span) or construction (missed) together, most first.
    /// Of families, so many of each.
    #[arg(long, default_value_t = 0)]
    errors: usize,
    /// Language to annotate in, instead of the one that each text tells.
    #[arg(long)]
    lang: Option<String>,
    #[command(flatten)]
    rules: RuleArgs,
}

/// Runs the command.
///
/// # Errors
/// If gold, predictions, rules or floors cannot be read, or floors cannot be written.
pub fn run(args: &Args) -> Result<ExitCode> {
    if let Some(dir) = &args.pages {
        let tables = pages::score(dir, args)?;
        return Ok(print(&tables, args.json));
    }
    if let Some(dir) = &args.families {
        return Ok(print(&[families::score(dir, args)?], args.json));
    }
    if let Some(dir) = &args.sentences {
        let table = sentences::score(dir, args)?;
        return Ok(print(&[table], args.json));
    }
    let mut gold = Vec::new();
    let mut marked = BTreeSet::new();
    for path in &args.gold {
        // What readers decided on the pages of a report is gold as well.
        if let Some(treebanks) = args.treebanks.as_deref().filter(|_| path.is_file()) {
            let sentences = read_marked(path, treebanks)?;
            marked.extend(sentences.iter().map(|g| g.id.clone()));
            gold.extend(sentences);
        } else if path.is_file() {
            let review = review::read(path)?;
            gold.extend(review::as_gold(&review).map_err(|e| anyhow!("{}: {e}", path.display()))?);
        } else {
            gold.extend(read_folder(path)?);
        }
    }
    // Marked sentences tell nothing of the sources' kinds.
    for g in gold.iter().filter(|g| !marked.contains(&g.id)) {
        problems(g).iter().for_each(|p| eprintln!("{}: {p}", g.id));
    }
    if let Some([old, new]) = args.compare.as_deref() {
        let (old, new) = (judge(&gold, &read_told(old)?), judge(&gold, &read_told(new)?));
        print!("{}", Pair { old: (&old.0, &old.1), new: (&new.0, &new.1) }.to_text());
        return Ok(ExitCode::SUCCESS);
    }
    let mut told: BTreeMap<String, Prediction> = match &args.pred {
        Some(path) => read_told(path)?,
        None => {
            let rules = args.rules.load()?;
            let annotate = |g: &Gold| {
                let document = Document::from_text(g.id.clone(), g.text.clone());
                let mut annotation =
                    pipeline::analyse(&document, &rules, args.lang.as_deref()).annotation;
                bytes_to_codepoints(&mut annotation);
                (g.id.clone(), Prediction::of(&annotation))
            };
            gold.iter().map(annotate).collect()
        }
    };
    for g in &gold {
        if let Some(prediction) = told.get_mut(&g.id) {
            review::leave_open(g, prediction);
        }
    }
    let (articles, sheets) = judge(&gold, &told);
    let totals = totals(&sheets);
    if args.json {
        println!("{}", to_json(&totals));
    } else {
        print!("{}", to_table(&totals));
    }
    if args.per_file {
        for (a, sheet) in articles.iter().zip(&sheets) {
            let f1 = |key| sheet.counts.get(key).copied().unwrap_or_default().f1();
            println!(
                "{}\tcue {:.2}\trelation@0.5 {:.2}\tboiler_line {:.2}",
                a.id,
                f1("cue"),
                f1("relation@0.5"),
                f1("boiler_line")
            );
        }
    }
    let errors =
        articles.iter().zip(&sheets).flat_map(|(a, s)| s.errors.iter().map(move |e| (a, e)));
    print!("{}", errors::to_text(errors, args.errors));
    match &args.gate {
        Some(dir) => guard(args, dir, &totals, &articles, &sheets),
        None => Ok(ExitCode::SUCCESS),
    }
}

/// What a system says of each text, from a file.
fn read_told(path: &Path) -> Result<BTreeMap<String, Prediction>> {
    let name = path.display().to_string();
    let file = File::open(path).with_context(|| name.clone())?;
    read_jsonl(BufReader::new(file)).map_err(|e| anyhow!("{name}: {e}"))
}

/// Gold beside what a system says, and the sheet of each article; those without a prediction are told.
fn judge(gold: &[Gold], told: &BTreeMap<String, Prediction>) -> (Vec<Article>, Vec<Sheet>) {
    let articles: Vec<_> = gold.iter().map(|g| article(g, told.get(&g.id))).collect();
    for a in articles.iter().filter(|a| a.missing) {
        eprintln!("{}: no prediction", a.id);
    }
    for a in articles.iter().filter(|a| a.other_text) {
        eprintln!("{}: the system's text differs from the gold file's", a.id);
    }
    let sheets = articles.iter().map(score).collect();
    (articles, sheets)
}

fn print(tables: &[Table], json: bool) -> ExitCode {
    if json {
        let all: serde_json::Map<_, _> =
            tables.iter().map(|t| (t.name.to_owned(), t.to_json())).collect();
        println!("{}", serde_json::Value::Object(all));
    } else {
        let texts: Vec<String> = tables.iter().map(Table::to_text).collect();
        print!("{}", texts.join("\n"));
    }
    ExitCode::SUCCESS
}

/// The records of a file with one JSON object a line, blank lines left out.
fn read_records<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).with_context(|| name.clone())?;
    let lines = text.split('\n').enumerate().filter(|(_, line)| !line.trim().is_empty());
    let parse =
        |(i, line)| serde_json::from_str(line).map_err(|e| anyhow!("{name}: line {}: {e}", i + 1));
    lines.map(parse).collect()
}

/// The text files of a folder as documents, by their names without extension.
fn read_documents(paths: Vec<PathBuf>, format: Format) -> Result<BTreeMap<String, Document>> {
    let mut list = BTreeMap::new();
    for raw in Articles::new(Walk::new(paths, None), format) {
        let document = raw?.read()?;
        list.insert(document.id.clone(), document);
    }
    Ok(list)
}

/// Compares the figures with the floors of a folder, or writes these anew.
fn guard(
    args: &Args,
    dir: &Path,
    totals: &Totals,
    articles: &[Article],
    sheets: &[Sheet],
) -> Result<ExitCode> {
    let measures = gate::measures(totals);
    let standing = Standing::of(articles, sheets);
    let corpus = Corpus {
        articles: totals.articles,
        attributions: totals.counts.iter().find(|c| c.0 == "cue").map_or(0, |c| c.1.gold),
        digest: gate::digest(&args.gold)?,
    };
    let (told, code) = if args.update {
        // A baseline that cannot be read is replaced, and all its floors are new.
        let old = Baseline::read(dir).unwrap_or_default();
        let mut new = Baseline::of(&measures, &corpus, standing);
        new.most_flips = old.most_flips;
        let lowered = new.lowers(&old);
        let changes = verdict::changes(&old, &new);
        if !lowered.is_empty() && !args.allow_regression {
            let refusal = format!(
                "{changes}Nothing was written: {} would fall; --allow-regression lets them.\n",
                lowered.join(", ")
            );
            (refusal, ExitCode::from(1))
        } else {
            new.write(dir, &measures)?;
            (changes, ExitCode::SUCCESS)
        }
    } else {
        let told = verdict::compare(&Baseline::read(dir)?, &measures, &corpus, &standing);
        let code = if told.holds() { ExitCode::SUCCESS } else { ExitCode::from(1) };
        (told.table(&corpus, articles), code)
    };
    // Beside JSON the verdict would be no data.
    if args.json {
        eprint!("{told}")
    } else {
        print!("\n{told}")
    }
    Ok(code)
}
