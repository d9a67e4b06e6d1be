//! The command line: one file a command. Data goes to standard output, all else to standard error.

mod annotate;
mod batch;
mod build_lexicon;
mod calibrate;
mod completions;
mod convert;
mod eval;
mod explain;
mod extract;
mod man;
mod output;
mod packing;
mod provenance;
mod report;
mod resume;
mod review;
mod rules;
mod sample;
mod schema;
mod train_blocks;
mod train_tagger;

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::ingest::Register;
use crate::model::{Annotation, Document};
use crate::rules::{RuleFolder, Rules};
use crate::stages::claims::keep_surer;

/// Who says this, and how sure is that link? Attributions, sources and claims in news articles.
#[derive(Debug, Parser)]
#[command(name = "sourcier", version, arg_required_else_help = true)]
#[command(after_help = "\
Examples:
  sourcier annotate articles/ -o out.jsonl
  sourcier extract page.html

Data goes to standard output, all else to standard error. Nothing is ever sent over a network.
Exit codes: 0 fine, 1 a check failed, 2 wrong usage, 3 some inputs failed, 4 nothing could be read, 130 interrupted.")]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Annotate(annotate::Args),
    Convert(convert::Args),
    Extract(extract::Args),
    Provenance(provenance::Args),
    Report(report::Args),
    Review(review::Args),
    Rules(rules::Args),
    Explain(explain::Args),
    Eval(eval::Args),
    Calibrate(calibrate::Args),
    Sample(sample::Args),
    Schema(schema::Args),
    Completions(completions::Args),
    Man(man::Args),
    TrainBlocks(train_blocks::Args),
    TrainTagger(train_tagger::Args),
    BuildLexicon(build_lexicon::Args),
}

/// Where rules come from, for every command that uses them.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct RuleArgs {
    /// A folder of rules (LANGUAGE/STAGE.toml, LANGUAGE/words/NAME.txt) whose files replace or extend the built-in ones.
    #[arg(long = "rules", value_name = "DIR", global = true)]
    dirs: Vec<PathBuf>,
}

/// What the user knows of sources and sites.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct RegisterArgs {
    /// Your register of sources and sites (TOML or CSV): names, domains, a reliability letter A to F or a note.
    #[arg(long = "register", value_name = "FILE")]
    file: Option<PathBuf>,
}

impl RegisterArgs {
    /// Whether one is named.
    fn is_given(&self) -> bool {
        self.file.is_some()
    }

    /// Reads the register, if one is named.
    ///
    /// # Errors
    /// If it cannot be read or its content is wrong; exit code 2.
    pub fn load(&self) -> Result<Option<Register>> {
        Ok(self.file.as_deref().map(Register::read).transpose()?)
    }
}

impl RuleArgs {
    /// The rule files, before they are read.
    ///
    /// # Errors
    /// If a folder cannot be read.
    pub fn folder(&self) -> Result<RuleFolder> {
        let mut folder = RuleFolder::embedded();
        for dir in &self.dirs {
            folder.extend_from(dir)?;
        }
        Ok(folder)
    }

    /// Reads the rules.
    ///
    /// # Errors
    /// If a rule file is wrong; exit code 2.
    pub fn load(&self) -> Result<Rules> {
        Ok(Rules::with_folders(&self.dirs)?)
    }
}

/// How sure an attribution must be, for every command that writes or shows annotations.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub struct SurenessArgs {
    /// Leave out attributions with a confidence below P; what they report is in the article's own voice then.
    #[arg(long, value_name = "P", value_parser = probability)]
    min_confidence: Option<f64>,
}

impl SurenessArgs {
    /// Whether anything is to be left out.
    fn is_given(self) -> bool {
        self.min_confidence.is_some()
    }

    /// Leaves out what is not sure enough; offsets of the annotation are bytes.
    pub fn apply(self, annotation: &mut Annotation) {
        if let Some(least) = self.min_confidence {
            keep_surer(annotation, least);
        }
    }
}

/// The article with the day on which it was published, where it does not tell one itself.
fn dated<'d>(document: &'d Document, published: Option<&str>) -> Cow<'d, Document> {
    match published.filter(|_| document.meta.published.is_none()) {
        Some(day) => {
            let mut dated = document.clone();
            dated.meta.published = Some(day.to_owned());
            Cow::Owned(dated)
        }
        None => Cow::Borrowed(document),
    }
}

/// A day as `YYYY-MM-DD`.
fn day(text: &str) -> Result<String, String> {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |i: usize, len: usize, range: std::ops::RangeInclusive<u32>| {
        let part = parts.get(i).filter(|p| p.len() == len);
        part.and_then(|p| p.parse().ok()).is_some_and(|n| range.contains(&n))
    };
    let real = parts.len() == 3
        && number(0, 4, 1000..=2199)
        && number(1, 2, 1..=12)
        && number(2, 2, 1..=31);
    if real { Ok(text.to_owned()) } else { Err("a day is written YYYY-MM-DD".to_owned()) }
}

fn probability(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(p) if (0.0..=1.0).contains(&p) => Ok(p),
        _ => Err("a probability lies between 0 and 1".to_owned()),
    }
}

/// Parses the command line, runs the command and tells how it ended.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let result = match &cli.command {
        Command::Annotate(args) => annotate::run(args),
        Command::Convert(args) => convert::run(args),
        Command::Extract(args) => extract::run(args),
        Command::Provenance(args) => provenance::run(args),
        Command::Report(args) => report::run(args),
        Command::Review(args) => review::run(args),
        Command::Rules(args) => rules::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Eval(args) => eval::run(args),
        Command::Calibrate(args) => calibrate::run(args),
        Command::Sample(args) => sample::run(args),
        Command::Schema(args) => schema::run(args),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => man::run(args),
        Command::TrainBlocks(args) => train_blocks::run(args),
        Command::TrainTagger(args) => train_tagger::run(args),
        Command::BuildLexicon(args) => build_lexicon::run(args),
    };
    match result {
        Ok(code) => code,
        // Who reads only the beginning of the output has closed the pipe; that is no failure.
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "sourcier: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let kinds = error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>());
    kinds.map(io::Error::kind).any(|kind| kind == io::ErrorKind::BrokenPipe)
}
