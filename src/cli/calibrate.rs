//! `sourcier calibrate`: fits the weights of the score on gold, and how sure a choice by them is; writes `confidence.toml`.

mod families;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Parser;

use super::RuleArgs;
use crate::eval::calibration::{features, lessons};
use crate::eval::examples::as_gold;
use crate::eval::gold::read_folder;
use crate::eval::held_out::{Fitting, Trial, tables};
use crate::eval::marked::read_marked;
use crate::eval::report::ConfidenceSheet;
use crate::rules::write_confidence;

/// Fit the weights of the score on gold annotation, and the probabilities that it gives
#[derive(Debug, Parser)]
#[command(after_help = "\
Weights are fitted on all articles. What a score is worth as a probability is fitted on articles that its weights were not
fitted on: these are divided into folds, several times, and each fold is read by weights fitted on the others. How well
the probabilities fit is printed for each division, by a certainty fitted without the article's fold.")]
pub struct Args {
    /// Folders with gold (.txt and .ann).
    #[arg(long, required_unless_present = "families", num_args = 1..)]
    gold: Vec<PathBuf>,
    /// Fit instead the weights by which statements of two articles say the same or contradict each other, on the families of this
    /// folder whose `use` begins with `tune`; `--output` names the `provenance.toml` whose tables are to be replaced.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["gold", "links", "rare", "sentences"])]
    families: Option<PathBuf>,
    /// Folders of texts on different matters, no two statements of which are to be linked.
    #[arg(long, value_name = "DIR", num_args = 1.., requires = "families")]
    apart: Vec<PathBuf>,
    /// Those of the folders that the probabilities of links are fitted on; all without it. Rules link the articles better that they
    /// were written on than others.
    #[arg(long, value_name = "DIR", num_args = 1..)]
    links: Vec<PathBuf>,
    /// Folders with gold in which rare ways of reporting are crowded; weights are fitted on them as well, each counting less, and
    /// they are in no fold.
    #[arg(long, value_name = "DIR", num_args = 1..)]
    rare: Vec<PathBuf>,
    /// Files of marked sentences of treebanks, which weights are fitted on as well; they are in no fold.
    #[arg(long, num_args = 1.., value_name = "FILE", requires = "treebanks")]
    sentences: Vec<PathBuf>,
    /// The folder with the treebanks whose sentences are marked.
    #[arg(long, value_name = "DIR", requires = "sentences")]
    treebanks: Option<PathBuf>,
    /// Language whose rules are used.
    #[arg(long, default_value = "fr")]
    lang: String,
    /// Where to write the weights; standard output without it.
    #[arg(short, long)]
    output: Option<PathBuf>,
    /// Strength of the quadratic penalty that keeps weights small, 2 without it; with --families of the one that keeps them near
    /// those of earlier fits, 1000 without it.
    #[arg(long)]
    penalty: Option<f64>,
    /// Passes over the gold.
    #[arg(long, default_value_t = 300)]
    rounds: usize,
    /// Probability that a cue reports from which on it is kept.
    #[arg(long, default_value_t = 0.55)]
    threshold: f64,
    /// Into so many folds the articles are divided.
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u8).range(2..))]
    folds: u8,
    /// So often they are divided, each time otherwise; with 0 a score is taken for the probability.
    #[arg(long, value_name = "N", default_value_t = 3)]
    divisions: usize,
    /// Print how good the readings of articles left out of fitting are, and write nothing.
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    rules: RuleArgs,
}

/// Strength of the penalty on weights of attributions.
const PENALTY: f64 = 2.0;

/// What a marked sentence leaves unmarked counts more than in an article: articles written to show reports are so rich in them
/// that they alone would make reports look commoner than they are in the news.
const UNMARKED: f64 = 2.0;

/// So much counts a cue of an article in which what is rare is crowded: with full weight it would look common.
const CROWDED: f64 = 0.2;

/// An example of a rule is short and shows nothing but its point, so it counts more than a cue of an article.
const EMPHASIS: f64 = 12.0;
/// So much counts an example of what is no report: there are many.
const SKIPPED: f64 = 4.0;

/// Runs the command.
///
/// # Errors
/// If gold or rules cannot be read, or the output cannot be written.
pub fn run(args: &Args) -> Result<ExitCode> {
    if let Some(dir) = &args.families {
        return families::run(dir, args);
    }
    let folder = args.rules.folder()?;
    let rules = args.rules.load()?;
    rules
        .language(&args.lang)
        .with_context(|| format!("no rules for the language `{}`", args.lang))?;
    let mut gold = Vec::new();
    for dir in &args.gold {
        gold.extend(read_folder(dir)?);
    }
    let mut linked = BTreeSet::new();
    for dir in &args.links {
        for article in read_folder(dir)? {
            if gold.iter().all(|g| g.id != article.id) {
                bail!("{}: `{}` is in no folder given with --gold", dir.display(), article.id);
            }
            linked.insert(article.id);
        }
    }
    let mut taught = lessons(&gold, &rules, &args.lang);
    taught.take(lessons(&as_gold(&rules, &args.lang), &rules, &args.lang), EMPHASIS, SKIPPED);
    for dir in &args.rare {
        taught.take(lessons(&read_folder(dir)?, &rules, &args.lang), CROWDED, CROWDED);
    }
    if let Some(folder) = &args.treebanks {
        for path in &args.sentences {
            let marked = read_marked(path, folder)?;
            taught.take(lessons(&marked, &rules, &args.lang), 1.0, UNMARKED);
        }
    }
    eprintln!(
        "{} articles, {} gold attributions: {} cues found, {} with a right candidate",
        taught.articles.len(),
        taught.gold,
        taught.cues_found,
        taught.reachable
    );
    let penalty = args.penalty.unwrap_or(PENALTY);
    let how = Fitting { penalty, rounds: args.rounds, threshold: args.threshold };
    let folds = usize::from(args.folds);
    let trial = Trial {
        gold: &gold,
        lessons: &taught,
        folder: &folder,
        rules: &rules,
        lang: &args.lang,
        linked: Some(&linked).filter(|ids| !ids.is_empty()),
        how,
        folds,
    };
    let mut divisions = Vec::new();
    for number in 0..args.divisions {
        let division = trial.divide(number)?;
        let fit = division.fit(folds);
        let counts = division.totals.counts.iter();
        for (name, c, _) in
            counts.filter(|c| ["cue", "relation@0.5", "relation_exact"].contains(&c.0))
        {
            eprintln!(
                "division {}  {name:<14}  P {:.3}  R {:.3}  F1 {:.3}",
                number + 1,
                c.precision(),
                c.recall(),
                c.f1()
            );
        }
        tell(number, "bare score", division.bare());
        tell(number, "confidence", fit.attributions);
        tell(number, "links", fit.links);
        divisions.push(division);
    }
    if args.check {
        return Ok(ExitCode::SUCCESS);
    }
    let all: Vec<_> = taught.articles.iter().map(Vec::as_slice).collect();
    let features = features(&all, &rules, &args.lang, penalty, args.rounds);
    let tables = if divisions.is_empty() { Vec::new() } else { tables(&divisions) };
    let out = write_confidence(&args.lang, ABOUT, args.threshold, &features, &tables);
    match &args.output {
        Some(path) => std::fs::write(path, out).with_context(|| path.display().to_string())?,
        None => print!("{out}"),
    }
    Ok(ExitCode::SUCCESS)
}

const ABOUT: &str = "Weights of the score, in log-odds; n is the number of cues with a candidate that has the feature.
A rule without a weight inherits its construction's, then its family's.
Written by `sourcier calibrate`; of the words only those of the lists that report are features.";

fn tell(division: usize, what: &str, sheet: Option<ConfidenceSheet>) {
    if let Some(sheet) = sheet {
        eprintln!("division {}  {what:<14}  {sheet}", division + 1);
    }
}
