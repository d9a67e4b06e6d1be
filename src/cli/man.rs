//! `sourcier man`: the manual pages, made from the same text as `--help`.

use std::io::Write;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{CommandFactory, Parser};
use clap_mangen::Man;

use super::Cli;

/// Print the manual page, in roff
#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  sourcier man | man -l -
  sourcier man annotate > sourcier-annotate.1")]
pub struct Args {
    /// A command whose page is printed instead of the program's.
    command: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// If there is no such command, or standard output is closed.
pub fn run(args: &Args) -> Result<ExitCode> {
    let mut program = Cli::command();
    program.build();
    let man = match &args.command {
        None => Man::new(program),
        Some(name) => {
            let found = program
                .find_subcommand(name)
                .with_context(|| format!("there is no command `{name}`"))?;
            Man::new(found.clone()).title(format!("sourcier-{name}"))
        }
    };
    let mut page = Vec::new();
    man.render(&mut page)?;
    std::io::stdout().lock().write_all(&page)?;
    Ok(ExitCode::SUCCESS)
}
