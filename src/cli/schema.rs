//! `sourcier schema`: the JSON Schema of an annotation, made from the types.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use crate::export;

/// Print the JSON Schema of what `annotate` writes
#[derive(Debug, Parser)]
pub struct Args {}

/// Runs the command.
///
/// # Errors
/// If standard output is closed.
pub fn run(_: &Args) -> Result<ExitCode> {
    std::io::stdout().lock().write_all(export::schema().as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
