//! `sourcier sample`: draws a control sample of a batch as a table to mark, and tells the precision of a marked one.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use clap::{ArgGroup, Parser};
use serde::{Deserialize, Serialize};

use crate::eval::report::confidence;
use crate::eval::review::{Pick, Precision, draw};
use crate::export::read_lines;
use crate::model::{Annotation, Span};

/// Draw a control sample of attributions by site and construction, or tell the precision of a marked one
#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  sourcier sample batch.jsonl -n 200 -o sample.csv    a table with an empty column `right`
  sourcier sample --marked sample.csv                 once that column is filled in

Mark what is right with 1, y or yes, what is wrong with 0, n or no; what is left empty is not counted.
An attribution is right when at least half of its source and half of its content are.")]
#[command(group(ArgGroup::new("what").required(true).args(["files", "marked"])))]
pub struct Args {
    /// Files of annotations, one a line.
    #[arg(value_name = "BATCH.jsonl")]
    files: Vec<PathBuf>,
    /// How many attributions are drawn.
    #[arg(short, value_name = "N", default_value_t = 200)]
    n: usize,
    /// Another number draws another sample.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Where the table is written; standard output without it.
    #[arg(short, long, value_name = "FILE", conflicts_with = "marked")]
    output: Option<PathBuf>,
    /// A table whose column `right` was filled in.
    #[arg(long, value_name = "FILE")]
    marked: Option<PathBuf>,
    /// Print the precision as JSON.
    #[arg(long, requires = "marked")]
    json: bool,
}

/// A row of the table.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Row {
    article: String,
    attribution: String,
    site: String,
    construction: String,
    confidence: Option<f64>,
    source: String,
    cue: String,
    content: String,
    context: String,
    right: String,
}

/// Runs the command.
///
/// # Errors
/// If a file cannot be read or written, or a mark is none.
pub fn run(args: &Args) -> Result<ExitCode> {
    if let Some(path) = &args.marked {
        return tell(path, args.json);
    }
    let rows = rows(&args.files, args.n, args.seed)?;
    let target: Box<dyn io::Write> = match &args.output {
        Some(path) => Box::new(File::create(path).with_context(|| path.display().to_string())?),
        None => Box::new(io::stdout().lock()),
    };
    let mut writer = csv::Writer::from_writer(target);
    for row in &rows {
        writer.serialize(row)?;
    }
    writer.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Draws rows; the files are read twice, so that of articles without a drawn attribution nothing is kept.
fn rows(files: &[PathBuf], n: usize, seed: u64) -> Result<Vec<Row>> {
    let mut picks = Vec::new();
    for (number, annotation) in annotations(files).enumerate() {
        let annotation = annotation?;
        let pick = |id: &str, construction: Option<&String>| Pick {
            article: number,
            attribution: id.to_owned(),
            site: site(&annotation),
            construction: construction.cloned().unwrap_or_default(),
        };
        picks.extend(annotation.attributions.iter().map(|a| pick(&a.id, a.construction.as_ref())));
    }
    if picks.is_empty() {
        bail!("there is no attribution to draw from");
    }
    let mut wanted: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for pick in draw(picks, n, seed) {
        wanted.entry(pick.article).or_default().push(pick.attribution);
    }
    let mut rows = Vec::new();
    for (number, annotation) in annotations(files).enumerate() {
        let Some(ids) = wanted.get(&number) else { continue };
        let annotation = annotation?;
        rows.extend(ids.iter().filter_map(|id| row(&annotation, id)));
    }
    Ok(rows)
}

fn annotations(files: &[PathBuf]) -> impl Iterator<Item = Result<Annotation>> {
    files.iter().flat_map(|path| -> Box<dyn Iterator<Item = Result<Annotation>>> {
        let name = path.display().to_string();
        match File::open(path) {
            Ok(file) => {
                let lines = read_lines(BufReader::new(file));
                Box::new(lines.map(move |a| a.map_err(|e| anyhow!("{name}: {e}"))))
            }
            Err(error) => Box::new(std::iter::once(Err(error).with_context(|| name))),
        }
    })
}

/// The site that the page names, else the host of its address.
fn site(annotation: &Annotation) -> String {
    let host = |url: &String| {
        let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        rest.split('/').next().unwrap_or_default().to_owned()
    };
    let meta = &annotation.meta;
    meta.site.clone().or_else(|| meta.url.as_ref().map(host)).unwrap_or_default()
}

fn row(annotation: &Annotation, id: &str) -> Option<Row> {
    let a = annotation.attributions.iter().find(|a| a.id == id)?;
    let text = annotation.text.as_str();
    let words =
        |spans: &[Span]| spans.iter().map(|s| one_line(s.of(text))).collect::<Vec<_>>().join(" … ");
    let place = crate::model::cover(&[a.cue.clone(), a.content.clone()].concat())?;
    let meets = annotation.sentences.iter().map(|s| s.span()).filter(|s| s.overlaps(place));
    let context: Vec<String> = meets.map(|s| one_line(s.of(text))).collect();
    Some(Row {
        article: annotation.id.clone(),
        attribution: a.id.clone(),
        site: site(annotation),
        construction: a.construction.clone().unwrap_or_default(),
        confidence: Some((a.confidence * 1e4).round() / 1e4),
        source: a.source.as_ref().map(|s| words(&s.spans)).unwrap_or_default(),
        cue: words(&a.cue),
        content: words(&a.content),
        context: context.join(" "),
        right: String::new(),
    })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Prints the precision of a marked table: in all, by site and by construction, and how well the confidences fit.
fn tell(path: &Path, json: bool) -> Result<ExitCode> {
    let name = path.display().to_string();
    let mut reader = csv::Reader::from_path(path).with_context(|| name.clone())?;
    if !reader.headers()?.iter().any(|h| h == "right") {
        bail!("{name}: no column `right`");
    }
    let (mut all, mut open) = (Precision::default(), 0);
    let mut groups: BTreeMap<(&str, String), Precision> = BTreeMap::new();
    let mut sure = Vec::new();
    for (i, row) in reader.deserialize().enumerate() {
        let row: Row = row.with_context(|| name.clone())?;
        let Some(right) = mark(&row.right).map_err(|m| anyhow!("{name}: row {}: {m}", i + 2))?
        else {
            open += 1;
            continue;
        };
        all.add(right);
        groups.entry(("site", row.site)).or_default().add(right);
        groups.entry(("construction", row.construction)).or_default().add(right);
        sure.extend(row.confidence.map(|c| (c, right)));
    }
    if all.judged == 0 {
        bail!("{name}: nothing is marked");
    }
    let sheet = confidence(&sure);
    if json {
        let value = |p: Precision| {
            let (share, low, high) = p.with_interval();
            serde_json::json!({"right": p.right, "judged": p.judged, "precision": share, "interval": [low, high]})
        };
        let mut out =
            serde_json::json!({"all": value(all), "open": open, "site": {}, "construction": {}});
        for ((group, key), p) in groups {
            out[group][key] = value(p);
        }
        out["ece"] = sheet.map(|s| s.ece).into();
        println!("{out}");
        return Ok(ExitCode::SUCCESS);
    }
    println!("{} marked, {open} open", all.judged);
    println!("{:<32} precision  95 % interval    right of marked", "");
    let line = |name: &str, p: Precision| {
        let (share, low, high) = p.with_interval();
        println!("{name:<32}     {share:.3}  {low:.3} - {high:.3}  {:>5} of {}", p.right, p.judged);
    };
    line("all", all);
    for ((group, key), p) in groups {
        line(&format!("{group} {}", if key.is_empty() { "-" } else { &key }), p);
    }
    if let Some(sheet) = sheet {
        println!("confidence  {sheet}");
    }
    Ok(ExitCode::SUCCESS)
}

/// What a mark says; an empty one says nothing.
fn mark(text: &str) -> Result<Option<bool>, String> {
    match text.trim().to_lowercase().as_str() {
        "" | "?" => Ok(None),
        "1" | "y" | "yes" | "true" => Ok(Some(true)),
        "0" | "n" | "no" | "false" => Ok(Some(false)),
        other => Err(format!("`{other}` is no mark; there are 1, y, yes and 0, n, no")),
    }
}
