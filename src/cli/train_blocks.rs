//! `sourcier train-blocks`: fits the weights by which the lines of a page are judged and writes `blocks_weights.toml`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;
use serde_json::json;

use super::RuleArgs;
use crate::eval::gold::read_folder;
use crate::eval::line_fit::{Fitting, counts, fit, folds};
use crate::eval::line_lessons::{Lesson, of_gold, read_html, read_text};
use crate::model::{Block, BlockKind};
use crate::pipeline;
use crate::rules::{LineWeights, Rules, write_page_weights};
use crate::stages::blocks::divide_by;

/// Fit the weights by which lines are judged on pages whose lines are labelled.
#[derive(Debug, Parser)]
pub struct Args {
    /// Folders of pages: html/ and gold.jsonl, txt/ and labels.jsonl.
    #[arg(long, num_args = 1..)]
    pages: Vec<PathBuf>,
    /// Folders with gold annotation of flattened articles (.txt and .ann).
    #[arg(long, num_args = 1..)]
    gold: Vec<PathBuf>,
    /// How much an article of these counts beside a page.
    #[arg(long, default_value_t = 10.0)]
    gold_weight: f64,
    /// The language in whose folder the weights will stand; `und` is for all.
    #[arg(long, default_value = "und")]
    lang: String,
    /// Strength of the quadratic penalty that keeps weights small.
    #[arg(long, default_value_t = 30.0)]
    penalty: f64,
    /// Passes over the pages.
    #[arg(long, default_value_t = 150)]
    rounds: usize,
    /// Probabilities from which on a line is kept: one that a rule takes for furniture, and one that no rule knows; of a
    /// text, then of a page with markup.
    #[arg(long, num_args = 4, default_values_t = [0.4, 0.25, 0.5, 0.3])]
    thresholds: Vec<f64>,
    /// Instead of fitting on all, judge each page by weights fitted on the other folds, in so many folds; the verdicts are
    /// written to the folder OUTPUT, a file for each folder of pages and setting.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(2..))]
    folds: Option<u8>,
    /// Where to write the weights, or the folder for the verdicts.
    #[arg(short, long)]
    output: PathBuf,
    #[command(flatten)]
    rules: RuleArgs,
}

/// Lessons that come from one folder, with the name of that folder.
type Source = (String, Vec<Lesson>);

/// Runs the command.
///
/// # Errors
/// If pages, gold or rules cannot be read, or the output cannot be written.
pub fn run(args: &Args) -> Result<ExitCode> {
    let rules = args.rules.load()?;
    let name =
        |dir: &Path| dir.file_name().map_or("pages".into(), |n| n.to_string_lossy().into_owned());
    let (mut text, mut markup): (Vec<Source>, Vec<Source>) = (Vec::new(), Vec::new());
    for dir in &args.pages {
        text.push((name(dir), read_text(dir, &rules)?));
        markup.push((name(dir), read_html(dir, &rules)?));
    }
    for dir in &args.gold {
        text.push((name(dir), of_gold(&read_folder(dir)?, &rules, args.gold_weight)));
    }
    let how = |k: usize| Fitting {
        penalty: args.penalty,
        rounds: args.rounds,
        thresholds: (args.thresholds[k], args.thresholds[k + 1]),
    };
    let (for_text, for_markup) = (how(0), how(2));
    if let Some(n) = args.folds {
        std::fs::create_dir_all(&args.output)?;
        for (sources, setting, how) in [(text, "text", for_text), (markup, "markup", for_markup)] {
            let n = usize::from(n);
            cross_judge(sources, setting, how, n, &rules, &args.output)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let flat =
        |sources: Vec<Source>| -> Vec<Lesson> { sources.into_iter().flat_map(|s| s.1).collect() };
    let (text, markup) = (flat(text), flat(markup));
    let weigh = |lessons: &[Lesson], how| fit(&lessons.iter().collect::<Vec<_>>(), how);
    let fitted = [("text", &text, for_text), ("markup", &markup, for_markup)]
        .map(|(name, lessons, how)| (name, weigh(lessons, how), counts(lessons)));
    let settings: Vec<(&str, &LineWeights, &[usize])> =
        fitted.iter().map(|(name, weights, n)| (*name, weights, n.as_slice())).collect();
    let out = write_page_weights(&args.lang, ABOUT, &settings);
    std::fs::write(&args.output, out).with_context(|| args.output.display().to_string())?;
    eprintln!("{} texts, {} pages with markup", text.len(), markup.len());
    Ok(ExitCode::SUCCESS)
}

const ABOUT: &str = "Weights of the score of a line, in log-odds of being the article's own; n is the number of lines with the feature.
Written by `sourcier train-blocks`; no word of a page is a feature.";

/// Judges every page by weights that were fitted without its fold.
fn cross_judge(
    sources: Vec<Source>,
    setting: &str,
    how: Fitting,
    n: usize,
    rules: &Rules,
    output: &Path,
) -> Result<()> {
    let mut files: Vec<String> = Vec::new();
    let mut lessons: Vec<Lesson> = Vec::new();
    for (name, list) in sources {
        files.extend(vec![name; list.len()]);
        lessons.extend(list);
    }
    let parts = folds(&lessons, n);
    let mut fold_of = vec![0; lessons.len()];
    for (fold, part) in parts.iter().enumerate() {
        part.iter().for_each(|&i| fold_of[i] = fold);
    }
    let fit_without = |fold: usize| {
        let others: Vec<&Lesson> =
            lessons.iter().zip(&fold_of).filter(|(_, f)| **f != fold).map(|(l, _)| l).collect();
        fit(&others, how)
    };
    let weights: Vec<LineWeights> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..n).map(|fold| scope.spawn(move || fit_without(fold))).collect();
        runs.into_iter().map(|run| run.join().expect("fitting cannot fail")).collect()
    });
    let mut records: std::collections::BTreeMap<String, String> = Default::default();
    for (i, lesson) in lessons.iter().enumerate() {
        let (_, language) = pipeline::tell(&lesson.document, rules, None);
        let blocks = divide_by(&lesson.document, rules, language, Some(&weights[fold_of[i]]));
        let file = format!("{setting}-{}.jsonl", files[i]);
        *records.entry(file).or_default() += &format!("{}\n", record(lesson, &blocks));
    }
    for (file, text) in records {
        let path = output.join(file);
        std::fs::write(&path, text).with_context(|| path.display().to_string())?;
    }
    Ok(())
}

/// The verdicts on a page, each block with its text, and the text that is kept.
fn record(lesson: &Lesson, blocks: &[Block]) -> serde_json::Value {
    let text = lesson.document.text.as_str();
    let kept = blocks.iter().filter(|b| !b.boilerplate && b.kind != BlockKind::Caption);
    let kept: Vec<&str> = kept.map(|b| b.span().of(text)).collect();
    let list: Vec<serde_json::Value> = blocks
        .iter()
        .map(|b| {
            json!({
                "bytes": [b.start, b.end], "kind": b.kind, "boilerplate": b.boilerplate,
                "rule": b.rule, "confidence": b.confidence, "text": b.span().of(text),
            })
        })
        .collect();
    json!({ "id": lesson.id, "text": kept.join("\n"), "blocks": list })
}
