//! `sourcier schema`: the JSON Schemas of what is written, made from the types.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use crate::export;

/// Print the JSON Schema of what `annotate` or `provenance` writes
#[derive(Debug, Parser)]
pub struct Args {
    /// Of what `provenance` writes.
    #[arg(long)]
    provenance: bool,
}

/// Runs the command.
///
/// # Errors
/// If standard output is closed.
pub fn run(args: &Args) -> Result<ExitCode> {
    let schema = if args.provenance { export::provenance_schema() } else { export::schema() };
    std::io::stdout().lock().write_all(schema.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}
