//! The command line: one file a command. Data goes to standard output, all else to standard error.

mod annotate;
mod calibrate;
mod eval;
mod train_tagger;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::rules::Rules;

/// Who says this, and how sure is that link? Attributions, sources and claims in news articles.
#[derive(Debug, Parser)]
#[command(name = "sourcier", version, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Annotate(annotate::Args),
    Calibrate(calibrate::Args),
    Eval(eval::Args),
    TrainTagger(train_tagger::Args),
}

/// Where rules come from, for every command that uses them.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct RuleArgs {
    /// A folder of rules (LANGUAGE/STAGE.toml, LANGUAGE/words/NAME.txt) whose files replace or extend the built-in ones.
    #[arg(long = "rules", value_name = "DIR")]
    dirs: Vec<PathBuf>,
}

impl RuleArgs {
    /// Reads the rules.
    ///
    /// # Errors
    /// If a rule file is wrong; exit code 2.
    pub fn load(&self) -> Result<Rules> {
        Ok(Rules::with_folders(&self.dirs)?)
    }
}

/// Parses the command line, runs the command and tells how it ended.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let result = match &cli.command {
        Command::Annotate(args) => annotate::run(args),
        Command::Calibrate(args) => calibrate::run(args),
        Command::Eval(args) => eval::run(args),
        Command::TrainTagger(args) => train_tagger::run(args),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("sourcier: {error:#}");
            ExitCode::from(2)
        }
    }
}
