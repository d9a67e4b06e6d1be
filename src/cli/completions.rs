//! `sourcier completions`: what a shell needs to complete the command line.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use clap::{CommandFactory, Parser};
use clap_complete::Shell;

use super::Cli;

/// Print the completions for a shell
#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  sourcier completions bash > ~/.local/share/bash-completion/completions/sourcier
  sourcier completions fish > ~/.config/fish/completions/sourcier.fish")]
pub struct Args {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

/// Runs the command.
///
/// # Errors
/// If standard output is closed.
pub fn run(args: &Args) -> Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "sourcier", &mut script);
    std::io::stdout().lock().write_all(&script)?;
    Ok(ExitCode::SUCCESS)
}
