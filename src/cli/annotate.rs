//! `sourcier annotate`: reads articles and writes one annotation a line.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;

use super::RuleArgs;
use crate::export::bytes_to_codepoints;
use crate::model::Document;

/// Annotate articles.
#[derive(Debug, Parser)]
pub struct Args {
    /// Files.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    rules: RuleArgs,
}

/// Runs the command.
///
/// # Errors
/// If a file cannot be read.
pub fn run(args: &Args) -> Result<ExitCode> {
    let rules = args.rules.load()?;
    let mut out = std::io::stdout().lock();
    for path in &args.paths {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let id = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        let mut annotation = crate::annotate(&Document::from_text(id, text), &rules);
        bytes_to_codepoints(&mut annotation);
        serde_json::to_writer(&mut out, &annotation)?;
        writeln!(out)?;
    }
    Ok(ExitCode::SUCCESS)
}
