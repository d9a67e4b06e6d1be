//! `sourcier calibrate`: fits the weights of the score on gold and writes `confidence.toml`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;

use super::RuleArgs;
use crate::eval::calibration::{Example, counts, cross_validate, fit, lessons, rule_feature};
use crate::eval::examples::as_gold;
use crate::eval::gold::read_folder;
use crate::rules::write_confidence;
use crate::stages::attributions::{Feature, rule_names};

/// Fit the weights of the score on gold annotation.
#[derive(Debug, Parser)]
pub struct Args {
    /// Folders with gold (.txt and .ann).
    #[arg(long, required = true, num_args = 1..)]
    gold: Vec<PathBuf>,
    /// Language whose rules are used.
    #[arg(long, default_value = "fr")]
    lang: String,
    /// Where to write the weights; standard output without it.
    #[arg(short, long)]
    output: Option<PathBuf>,
    /// Strength of the quadratic penalty that keeps weights small.
    #[arg(long, default_value_t = 2.0)]
    penalty: f64,
    /// Passes over the gold.
    #[arg(long, default_value_t = 300)]
    rounds: usize,
    /// Probability that a cue reports from which on it is kept.
    #[arg(long, default_value_t = 0.55)]
    threshold: f64,
    /// Print how good the choices are on articles left out of fitting, in so many folds, instead of fitting on all.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(2..))]
    folds: Option<u8>,
    #[command(flatten)]
    rules: RuleArgs,
}

/// An example of a rule is short and shows nothing but its point, so it counts more than a cue of an article.
const EMPHASIS: f64 = 4.0;

/// Runs the command.
///
/// # Errors
/// If gold or rules cannot be read, or the output cannot be written.
pub fn run(args: &Args) -> Result<ExitCode> {
    let rules = args.rules.load()?;
    let language = rules
        .language(&args.lang)
        .with_context(|| format!("no rules for the language `{}`", args.lang))?;
    let mut gold = Vec::new();
    for dir in &args.gold {
        gold.extend(read_folder(dir)?);
    }
    let mut lessons = lessons(&gold, &rules, &args.lang);
    let own = lessons.articles.len();
    lessons.take(
        crate::eval::calibration::lessons(&as_gold(&rules, &args.lang), &rules, &args.lang),
        EMPHASIS,
    );
    eprintln!(
        "{} articles, {} gold attributions: {} cues found, {} with a right candidate",
        lessons.articles.len(),
        lessons.gold,
        lessons.cues_found,
        lessons.reachable
    );
    let names = &language.attributions.rules;
    let size = Feature::COUNT + names.len();
    if let Some(folds) = args.folds {
        let (articles, examples) = lessons.articles.split_at(own);
        let how = (args.penalty, args.rounds);
        let when = (usize::from(folds), args.threshold);
        let held = cross_validate(articles, examples, size, how, when);
        let (p, r) = (held.right as f64 / held.chosen as f64, held.right as f64 / held.all as f64);
        println!("P {p:.3}  R {r:.3}  F1 {:.3}  of {} cues", 2.0 * p * r / (p + r), held.all);
        return Ok(ExitCode::SUCCESS);
    }
    let all: Vec<&[Example]> = lessons.articles.iter().map(Vec::as_slice).collect();
    let weights = fit(&all, size, args.penalty, args.rounds);
    let counts = counts(&lessons.articles, size);
    let mut features = Vec::new();
    for (i, rule) in names.iter().enumerate() {
        let k = rule_feature(i) as usize;
        if counts[k] > 0 {
            let name = rule_names(&rule.id, None).remove(0);
            features.push((name, weights[k], counts[k]));
        }
    }
    for k in 0..Feature::COUNT {
        if counts[k] > 0 && weights[k].abs() >= 0.005 {
            features.push((Feature(k as u16).name(), weights[k], counts[k]));
        }
    }
    features.extend(inherited(&args.lang, &features, names));
    let about = "Weights of the score, in log-odds; n is the number of cues with a candidate that has the feature.\nWritten by `sourcier calibrate`; no word of a text is a feature.";
    let out = write_confidence(&args.lang, about, args.threshold, &features);
    match &args.output {
        Some(path) => std::fs::write(path, out).with_context(|| path.display().to_string())?,
        None => print!("{out}"),
    }
    Ok(ExitCode::SUCCESS)
}

/// Weights of constructions and families, as means of their rules', for rules that the gold did not show.
fn inherited(
    lang: &str,
    features: &[(String, f64, usize)],
    rules: &[crate::rules::AttributionRule],
) -> Vec<(String, f64, usize)> {
    let mut sums: std::collections::BTreeMap<String, (f64, usize)> = Default::default();
    debug_assert!(rules.iter().all(|r| r.id.starts_with(lang)));
    for rule in rules {
        let names = rule_names(&rule.id, rule.construction.as_deref());
        let Some((_, weight, n)) = features.iter().find(|f| f.0 == names[0]) else { continue };
        for name in &names[1..] {
            let sum = sums.entry(name.clone()).or_default();
            sum.0 += weight * *n as f64;
            sum.1 += n;
        }
    }
    sums.into_iter().map(|(name, (sum, n))| (name, sum / n.max(1) as f64, n)).collect()
}
