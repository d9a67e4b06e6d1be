//! `sourcier report`: pages for people who check facts.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow, bail};
use clap::Parser;

use super::batch::{self, InputArgs};
use super::output::Output;
use super::{RegisterArgs, RuleArgs, SurenessArgs};
use crate::export::{Format, read_line};
use crate::ingest::catch;
use crate::model::Annotation;
use crate::pipeline::analyse;
use crate::report::{Report, read_provenance};
use crate::rules::Rules;

/// Write a report for fact-checkers: a page an article, an index, tables
#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  sourcier report articles/ -o report/
  sourcier report annotations.jsonl -o report/
  sourcier provenance annotations.jsonl > provenance.json
  sourcier report annotations.jsonl --provenance provenance.json -o report/
  sourcier report article.txt --published 2024-08-02 --register mine.toml -o report/

Articles are annotated first, into DIR/annotations.jsonl. The pages need no network and no server: open DIR/index.html.

Exit codes: 0 fine, 2 wrong usage, 3 some inputs failed, 4 nothing could be read, 130 interrupted.")]
pub struct Args {
    #[command(flatten)]
    inputs: InputArgs,
    /// The folder that the report is written to.
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// What articles took from each other, by `sourcier provenance`.
    #[arg(long, value_name = "FILE")]
    provenance: Option<PathBuf>,
    /// Language of the pages' own words (`fr`, `en`) [default: each article's, else English].
    #[arg(long, value_name = "CODE")]
    ui: Option<String>,
    /// When the articles were published (YYYY-MM-DD), where they do not tell: dates without a year get theirs from it.
    #[arg(long, value_name = "DATE", value_parser = super::day)]
    published: Option<String>,
    #[command(flatten)]
    sureness: SurenessArgs,
    #[command(flatten)]
    register: RegisterArgs,
    #[command(flatten)]
    rules: RuleArgs,
}

/// Runs the command.
///
/// # Errors
/// If rules, labels or provenance are wrong, or the report cannot be written.
pub fn run(args: &Args) -> Result<ExitCode> {
    let folder = &args.output;
    if folder.is_file() {
        bail!("{}: is a file, not a folder", folder.display());
    }
    let files = args.rules.folder()?;
    let rules = Arc::new(args.rules.load()?);
    let provenance = match &args.provenance {
        Some(path) => {
            let name = path.display().to_string();
            let text = fs::read_to_string(path).with_context(|| name.clone())?;
            Some(read_provenance(&text).map_err(|e| anyhow!("{name}: {e}"))?)
        }
        None => None,
    };
    let mut report = Report::create(folder, &rules, &files, args.ui.as_deref(), provenance)?;
    let mut failed = 0;
    let mut code = ExitCode::SUCCESS;
    match annotated(&args.inputs)? {
        Some(inputs) => {
            if args.published.is_some() || args.sureness.is_given() || args.register.is_given() {
                bail!(
                    "--published, --min-confidence and --register belong to `sourcier annotate` where annotations are given"
                );
            }
            for (name, reader) in inputs {
                failed += add_all(&mut report, &name, reader)?;
            }
        }
        None => {
            let path = folder.join("annotations.jsonl");
            code = annotate(args, Arc::clone(&rules), &path)?;
            let file = File::open(&path).with_context(|| path.display().to_string())?;
            failed +=
                add_all(&mut report, &path.display().to_string(), Box::new(BufReader::new(file)))?;
        }
    }
    let written = report.len();
    report.finish(failed)?;
    Ok(match (written, failed) {
        (0, n) if n > 0 => ExitCode::from(4),
        (_, 0) => code,
        _ => ExitCode::from(3),
    })
}

type Named = (String, Box<dyn BufRead>);

/// The inputs, if they hold annotations; `None` if they hold articles.
///
/// # Errors
/// If some hold annotations and others articles, or one cannot be read.
fn annotated(inputs: &InputArgs) -> Result<Option<Vec<Named>>> {
    let mut list: Vec<Named> = Vec::new();
    let mut articles = None;
    for path in &inputs.paths {
        let is_records = path.extension().is_some_and(|e| e == "jsonl" || e == "ndjson");
        if !path.is_file() || !is_records {
            articles = Some(path);
            continue;
        }
        let name = path.display().to_string();
        let open = || File::open(path).map(BufReader::new).with_context(|| name.clone());
        let mut lines = open()?.lines().map_while(Result::ok);
        let first = lines.find(|l| !l.trim().is_empty()).unwrap_or_default();
        let schema = serde_json::from_str::<serde_json::Value>(&first).ok();
        let schema = schema.and_then(|v| v.get("schema")?.as_str().map(str::to_owned));
        if schema.is_some_and(|s| s.starts_with("sourcier/")) {
            list.push((name.clone(), Box::new(open()?)));
        } else {
            articles = Some(path);
        }
    }
    match (list.is_empty(), articles) {
        (true, _) => Ok(None),
        (false, None) => Ok(Some(list)),
        (false, Some(path)) => {
            bail!("{}: is no file of annotations, though others are", path.display())
        }
    }
}

/// Annotates the inputs into a file of the report.
fn annotate(args: &Args, rules: Arc<Rules>, path: &Path) -> Result<ExitCode> {
    let lang = args.inputs.lang.clone();
    let register = args.register.load()?;
    let (sureness, published) = (args.sureness, args.published.clone());
    let output = Output::of_format(Some(path), Format::Jsonl)?;
    batch::run(&args.inputs, output, move |document| {
        let document = super::dated(document, published.as_deref());
        let mut annotation = analyse(&document, &rules, lang.as_deref()).annotation;
        sureness.apply(&mut annotation);
        if let Some(register) = &register {
            register.rate(&mut annotation);
        }
        Format::Jsonl.write(annotation)
    })
}

/// Adds every annotation of a file; what is wrong with a line is reported and counted.
fn add_all(report: &mut Report<'_>, name: &str, reader: Box<dyn BufRead>) -> Result<usize> {
    let mut ids = BTreeSet::new();
    let mut failed = 0;
    for (i, line) in reader.lines().enumerate() {
        let line = line.with_context(|| name.to_owned())?;
        if line.trim().is_empty() {
            continue;
        }
        let added = read_line(&line, i + 1)
            .map_err(|e| e.to_string())
            .and_then(|annotation| add(report, &mut ids, annotation, i + 1));
        match added {
            Ok(result) => result?,
            Err(message) => {
                failed += 1;
                writeln!(io::stderr(), "sourcier: {name}: {message}").ok();
            }
        }
    }
    Ok(failed)
}

/// Adds one; the inner error is the report's, which cannot go on.
fn add(
    report: &mut Report<'_>,
    ids: &mut BTreeSet<String>,
    annotation: Annotation,
    line: usize,
) -> Result<Result<()>, String> {
    if !ids.insert(annotation.id.clone()) {
        return Err(format!("line {line}: another article has the id `{}`", annotation.id));
    }
    catch(|| Ok(report.add(&annotation).map_err(Into::into)))
        .unwrap_or_else(|message| Err(format!("line {line}: not a sound annotation: {message}")))
}
