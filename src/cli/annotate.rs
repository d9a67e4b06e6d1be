//! `sourcier annotate`: reads articles and writes who says what in each.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{Parser, ValueEnum};

use super::batch::{self, InputArgs};
use super::output::{Output, Piece};
use super::{RegisterArgs, RuleArgs};
use crate::export;
use crate::model::Annotation;
use crate::pipeline::analyse;

/// Annotate articles: every claim, who makes it, and how sure that link is
#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  sourcier annotate article.txt                      one article to standard output
  sourcier annotate articles/ -o out.jsonl           a folder, one annotation a line
  sourcier annotate 'web/**/*.html' -t brat -o ann/  pages, as brat standoff
  curl -s ADDRESS | sourcier annotate -              a page from standard input
  sourcier annotate records.jsonl -j 4               records with `id` and `text` or `html`
  sourcier annotate a.txt --register mine.toml       with what you know of its sources beside them

Folders: files ending in .txt, .html, .htm, .xhtml, .jsonl and .ndjson are read; hidden ones are not.
The id of an article is its path relative to the argument, without extension, or the record's own.

Exit codes: 0 fine, 2 wrong usage, 3 some inputs failed, 4 nothing could be read, 130 interrupted.")]
pub struct Args {
    #[command(flatten)]
    inputs: InputArgs,
    /// What is written.
    #[arg(short, long, value_enum, default_value_t = To::Jsonl)]
    to: To,
    /// Write to FILE, or to one file an article in DIR/, instead of standard output.
    #[arg(short, long, value_name = "FILE|DIR/")]
    output: Option<PathBuf>,
    #[command(flatten)]
    register: RegisterArgs,
    #[command(flatten)]
    rules: RuleArgs,
}

/// The formats of an annotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum To {
    /// One annotation a line, by `sourcier schema`.
    Jsonl,
    /// A text and its standoff annotation, for the editor brat; needs -o DIR/.
    Brat,
}

/// Runs the command.
///
/// # Errors
/// If the rules are wrong or the output cannot be written.
pub fn run(args: &Args) -> Result<ExitCode> {
    let to = args.to;
    let output = Output::new(args.output.as_deref());
    if to == To::Brat && !output.is_folder() {
        bail!("-t brat writes two files an article; name a folder with -o DIR/");
    }
    let rules = args.rules.load()?;
    let register = args.register.load()?;
    let lang = args.inputs.lang.clone();
    batch::run(&args.inputs, output, move |document| {
        let mut annotation = analyse(document, &rules, lang.as_deref()).annotation;
        if let Some(register) = &register {
            register.rate(&mut annotation);
        }
        write(annotation, to)
    })
}

fn write(annotation: Annotation, to: To) -> Vec<Piece> {
    match to {
        To::Jsonl => vec![("jsonl", export::write_line(annotation))],
        To::Brat => {
            let standoff = export::standoff(&annotation);
            vec![("txt", annotation.text.into_bytes()), ("ann", standoff.into_bytes())]
        }
    }
}
