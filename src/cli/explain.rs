//! `sourcier explain`: shows why an attribution was made, and what was rejected instead.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Parser;

use super::RuleArgs;
use crate::export::Explanation;
use crate::ingest::{Articles, Format, Walk};
use crate::pipeline;
use crate::rules::ExplainWords;
use crate::stages::attributions::rivals;

/// Show why an attribution was made: the sentence with its parts, the rule, the evidence, and what was rejected instead
#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  sourcier explain article.txt                         every attribution, and cues that were not taken
  sourcier explain article.txt --attribution a-5f3c    one of them, by its id or the beginning of it
  sourcier explain article.txt --words en              in English

Weights are log-odds; their sum gives the confidence. Shares of rejected readings are those among all readings of the cue.")]
pub struct Args {
    /// The article, or `-` for standard input.
    #[arg(value_name = "FILE")]
    path: PathBuf,
    /// Only this attribution: its id, or the beginning of it.
    #[arg(short, long, value_name = "ID")]
    attribution: Option<String>,
    /// Language of the explanation [default: the article's, if it has words for it, else English].
    #[arg(long, value_name = "CODE")]
    words: Option<String>,
    /// What the file holds.
    #[arg(short, long, value_enum, default_value_t = Format::Auto, hide_possible_values = false)]
    format: Format,
    /// Language of the article, instead of the one that its text tells.
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,
    #[command(flatten)]
    rules: RuleArgs,
}

/// The language of the rules' own descriptions, and of explanations when the article's has no words.
const OWN: &str = "en";

/// Runs the command.
///
/// # Errors
/// If the article or the rules cannot be read, or no attribution has that id.
pub fn run(args: &Args) -> Result<ExitCode> {
    let folder = args.rules.folder()?;
    let rules = args.rules.load()?;
    let words = |code: &str| ExplainWords::read(&folder, code);
    if let Some(code) = &args.words {
        words(code)?.with_context(|| format!("no words for explanations in `{code}`"))?;
    }
    let mut shown = 0;
    for raw in Articles::new(Walk::new(vec![args.path.clone()], None), args.format) {
        let document = raw?.read()?;
        let layers = pipeline::read(&document, &rules, args.lang.as_deref());
        let annotation = pipeline::analyse(&document, &rules, args.lang.as_deref()).annotation;
        let rivals = rivals(layers.reading(&document.text), &layers.cues);
        let told = args.words.as_deref().or(annotation.lang.as_deref()).unwrap_or(OWN);
        let (code, words) = match words(told)? {
            Some(words) => (told, words),
            None => (OWN, words(OWN)?.unwrap_or_default()),
        };
        let explanation = Explanation {
            annotation: &annotation,
            rivals: &rivals,
            catalogue: &rules.catalogue,
            words: &words,
            says: code == OWN,
        };
        let wanted =
            |id: &str| args.attribution.as_ref().is_none_or(|a| id.starts_with(a.as_str()));
        for a in annotation.attributions.iter().filter(|a| wanted(&a.id)) {
            println!("{}", explanation.of(a));
            shown += 1;
        }
        if args.attribution.is_none() {
            if annotation.attributions.is_empty() {
                println!("{}\n", words.label("nothing_found"));
            }
            print!("{}", explanation.unkept());
        }
    }
    match &args.attribution {
        Some(id) if shown == 0 => bail!("{}: no attribution `{id}`", args.path.display()),
        _ => Ok(ExitCode::SUCCESS),
    }
}
