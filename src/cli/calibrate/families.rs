//! `sourcier calibrate --families`: fits the weights by which statements of two articles are told to say the same or to
//! contradict each other.

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};

use super::Args;
use crate::cli::eval::families::{folders, read_family, read_members};
use crate::eval::family_fit::{Fit, PENALTY, Weights, fit};
use crate::eval::family_lessons::{KINDS, Lesson, apart, of_family};
use crate::eval::score::Counts;
use crate::index::{Batch, Options, Store};
use crate::ingest::{Articles, Format, Walk};
use crate::pipeline::analyse;
use crate::rules::Rules;
use crate::stages::provenance::{AliasBook, Measure};

/// Families whose use begins so may be fitted on.
const TUNE: &str = "tune";

/// Fits the weights and writes their tables, into the file that `--output` names if there is one: all else in it stays.
///
/// # Errors
/// If families, articles or rules cannot be read, or the output cannot be written.
pub fn run(dir: &Path, args: &Args) -> Result<ExitCode> {
    let rules = args.rules.load()?;
    let mut lessons: Vec<Lesson> = Vec::new();
    let mut names = Vec::new();
    for folder in folders(dir)? {
        let name = folder.display().to_string();
        let family = read_family(&folder)?;
        if !family.purpose.starts_with(TUNE) {
            continue;
        }
        let (members, annotations) = read_members(&folder, Some(&args.lang), &rules)?;
        let mut batch = empty(&rules)?;
        batch.add(&annotations, false)?;
        let taught = of_family(names.len(), &family, &members, batch.measure()?);
        lessons.extend(taught.map_err(|e| anyhow!("{name}: {e}"))?);
        names.push(folder.file_name().unwrap_or_default().to_string_lossy().into_owned());
    }
    if names.is_empty() {
        bail!("{}: no family that may be fitted on (`use` begins with `{TUNE}`)", dir.display());
    }
    if !args.apart.is_empty() {
        let mut batch = empty(&rules)?;
        for folder in &args.apart {
            for raw in Articles::new(Walk::new(vec![folder.clone()], None), Format::Text) {
                let mut document = raw?.read()?;
                // Two folders may hold articles of one name.
                document.id = format!("{}/{}", folder.display(), document.id);
                batch.add(&[analyse(&document, &rules, Some(&args.lang)).annotation], false)?;
            }
        }
        lessons.extend(apart(batch.measure()?));
    }
    let fitted = fit(&lessons, names.len(), args.penalty.unwrap_or(PENALTY));
    tell(&fitted, &names, &lessons);
    if args.check {
        return Ok(ExitCode::SUCCESS);
    }
    let tables: Vec<(String, String)> = KINDS
        .iter()
        .zip(&fitted.weights)
        .map(|(kind, weights)| {
            let name = format!("[weights.{}]", kind.name());
            let table = table(&name, weights);
            (name, table)
        })
        .collect();
    match &args.output {
        Some(path) => {
            let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
            let text = tables.iter().fold(text, |text, (name, table)| put(&text, name, table));
            std::fs::write(path, text).with_context(|| path.display().to_string())?;
        }
        None => tables.iter().for_each(|(_, table)| println!("{table}")),
    }
    Ok(ExitCode::SUCCESS)
}

fn empty(rules: &Rules) -> Result<Batch<'_>> {
    let options = Options { jobs: std::num::NonZeroUsize::MIN, aliases: AliasBook::default() };
    Ok(Batch::new(Store::open(None, false, &[])?, rules, options)?)
}

/// The figures of families left out, by kind and family.
fn tell(fitted: &Fit, names: &[String], lessons: &[Lesson]) {
    for (k, kind) in KINDS.iter().enumerate() {
        let count = |of: Option<bool>| {
            let told = lessons.iter().filter(|l| l.family.is_some() && l.tells(k));
            told.filter(|l| l.linked[k] == of).count()
        };
        let all = lessons.iter().filter(|l| l.family.is_none() && l.tells(k)).count();
        eprintln!(
            "{}: {} pairs linked, {} not, {} left open; {all} of articles on different matters, of which {} would be linked",
            kind.name(),
            count(Some(true)),
            count(Some(false)),
            count(None),
            fitted.apart[k]
        );
        let line = |name: &str, c: Counts, with: Counts| {
            eprintln!(
                "  {name:<14} left out: P {:.3}  R {:.3}  F1 {:.3}   with a third article: P {:.3}  R {:.3}  F1 {:.3}",
                c.precision(),
                c.recall(),
                c.f1(),
                with.precision(),
                with.recall(),
                with.f1()
            );
        };
        let (mut sum, mut sum_with) = (Counts::default(), Counts::default());
        let rows = fitted.left_out[k].iter().zip(&fitted.with_third[k]);
        for (name, (c, with)) in names.iter().zip(rows) {
            sum.add(*c);
            sum_with.add(*with);
            line(name, *c, *with);
        }
        line("all", sum, sum_with);
    }
}

/// A table of the file: each measure with its weight and how many pairs have it.
fn table(name: &str, weights: &Weights) -> String {
    let mut out = format!("{name}\nconstant = {:.2}\n", weights.constant);
    let third = (Measure::LinksThird, weights.third.0, weights.third.1);
    for (measure, weight, n) in weights.measures.iter().chain([&third]) {
        if (weight * 100.0).round() != 0.0 {
            let _ = writeln!(out, "\"{}\" = {weight:.2} # n = {n}", measure.name());
        }
    }
    out
}

/// Puts a table in the place of the one of that name, up to the next one.
fn put(text: &str, name: &str, table: &str) -> String {
    let line = format!("{name}\n");
    let Some(start) = text.find(&line) else { return format!("{text}\n{table}") };
    let rest = &text[start + line.len()..];
    let end = rest.find("\n[").map_or(rest.len(), |at| at + 1);
    let blank = if end < rest.len() { "\n" } else { "" };
    format!("{}{table}{blank}{}", &text[..start], &rest[end..])
}
