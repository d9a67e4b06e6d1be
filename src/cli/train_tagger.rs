//! `sourcier train-tagger`: makes the weights of a language's tagger from treebanks.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;

use super::RuleArgs;
use crate::eval::treebank::{TreeWord, read_conllu};
use crate::model::Pos;
use crate::rules::Language;
use crate::stages::tokens::{Lesson, look, tags_of, train};

/// Train the part-of-speech tagger of a language on CoNLL-U treebanks.
#[derive(Debug, Parser)]
pub struct Args {
    /// CoNLL-U files.
    #[arg(required = true)]
    treebanks: Vec<PathBuf>,
    /// Language whose rules are used.
    #[arg(long, default_value = "fr")]
    lang: String,
    /// Where to write the weights; without it they are only measured.
    #[arg(short, long)]
    output: Option<PathBuf>,
    /// Passes over the treebanks.
    #[arg(long, default_value_t = 15)]
    rounds: usize,
    /// Keep every N-th sentence of each treebank out of training and print the accuracy on them; 0 trains on all.
    #[arg(long, default_value_t = 0)]
    hold_out: usize,
    #[command(flatten)]
    rules: RuleArgs,
}

/// Runs the command.
///
/// # Errors
/// If a file cannot be read or written, or the language has no rules.
pub fn run(args: &Args) -> Result<ExitCode> {
    let rules = args.rules.load()?;
    let language = rules
        .language(&args.lang)
        .with_context(|| format!("no rules for the language `{}`", args.lang))?;
    let mut lessons: Vec<Lesson> = Vec::new();
    let mut held = Vec::new();
    for path in &args.treebanks {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let mut kept = Vec::new();
        for (i, sentence) in read_conllu(&text).into_iter().enumerate() {
            if args.hold_out > 0 && i % args.hold_out == 0 {
                kept.push(sentence);
            } else {
                let words: Vec<&str> = sentence.iter().map(|w| w.form.as_str()).collect();
                lessons.push((look(&words, language), sentence.iter().map(|w| w.pos).collect()));
            }
        }
        held.push((path, kept));
    }
    let weights = train(&lessons, args.rounds);
    eprintln!("{} sentences, {} bytes of weights", lessons.len(), weights.len());
    let measured = with_tagger(&args.rules, &args.lang, weights.clone())?;
    for (path, sentences) in &held {
        if !sentences.is_empty() {
            let (right, all, verbs) =
                accuracy(sentences, measured.language(&args.lang).unwrap_or(language));
            println!(
                "{}\tUPOS {:.4} of {all}\tVERB F1 {verbs:.4}",
                path.display(),
                right as f64 / all as f64
            );
        }
    }
    if let Some(output) = &args.output {
        std::fs::write(output, &weights).with_context(|| output.display().to_string())?;
    }
    Ok(ExitCode::SUCCESS)
}

fn with_tagger(rules: &RuleArgs, lang: &str, weights: Vec<u8>) -> Result<crate::rules::Rules> {
    let mut loaded = rules.load()?;
    let tagger =
        crate::stages::tokens::Tagger::from_bytes(weights.into()).map_err(anyhow::Error::msg)?;
    if let Some(language) = loaded.languages.iter_mut().find(|l| l.code == lang) {
        language.tokens.tagger = Some(tagger);
    }
    Ok(loaded)
}

/// Right tags, all tags, and the F1 of verbs.
fn accuracy(sentences: &[Vec<TreeWord>], language: &Language) -> (usize, usize, f64) {
    let (mut right, mut all) = (0, 0);
    let (mut both, mut gold, mut told) = (0, 0, 0);
    for sentence in sentences {
        let words: Vec<&str> = sentence.iter().map(|w| w.form.as_str()).collect();
        for (w, tag) in sentence.iter().zip(tags_of(&words, language)) {
            all += 1;
            right += usize::from(w.pos == tag);
            both += usize::from(w.pos == Pos::Verb && tag == Pos::Verb);
            gold += usize::from(w.pos == Pos::Verb);
            told += usize::from(tag == Pos::Verb);
        }
    }
    (right, all, 2.0 * both as f64 / (gold + told).max(1) as f64)
}
