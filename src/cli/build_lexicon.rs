//! `sourcier build-lexicon`: makes a language's lexicon of open classes from a spelling dictionary.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, ensure};
use clap::Parser;

use crate::eval::hunspell::read_forms;
use crate::stages::tokens::FormTable;

/// Make the lexicon of nouns, adjectives, adverbs and names from a Hunspell dictionary with morphological tags.
#[derive(Debug, Parser)]
pub struct Args {
    /// The dictionary without its extension: NAME.aff and NAME.dic are read.
    dictionary: PathBuf,
    /// Where to write the lexicon.
    #[arg(short, long)]
    output: PathBuf,
}

/// Runs the command.
///
/// # Errors
/// If a file cannot be read or written, or the dictionary has no tags.
pub fn run(args: &Args) -> Result<ExitCode> {
    let read = |extension: &str| {
        let mut path = args.dictionary.clone().into_os_string();
        path.push(extension);
        std::fs::read_to_string(&path).with_context(|| path.display().to_string())
    };
    let forms = read_forms(&read(".aff")?, &read(".dic")?);
    ensure!(!forms.is_empty(), "no entry of the dictionary tells its part of speech (`po:nom`)");
    let bytes = FormTable::pack(forms.iter().map(|(form, &kinds)| (form.as_str(), kinds)));
    eprintln!("{} forms, {} bytes", forms.len(), bytes.len());
    std::fs::write(&args.output, bytes).with_context(|| args.output.display().to_string())?;
    Ok(ExitCode::SUCCESS)
}
