//! `sourcier annotate`: reads articles and writes who says what in each.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use super::batch::{self, InputArgs};
use super::output::Output;
use super::{RegisterArgs, RuleArgs};
use crate::export::Format;
use crate::pipeline::analyse;
use crate::rules::Rules;

/// Annotate articles: every claim, who makes it, and how sure that link is
#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  sourcier annotate article.txt                      one article to standard output
  sourcier annotate articles/ -o out.jsonl           a folder, one annotation a line
  sourcier annotate 'web/**/*.html' -t brat -o ann/  pages, as brat standoff
  sourcier annotate articles/ -t csv-claims          a table, a row a claim
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
    #[arg(short, long, value_enum, default_value_t = Format::Jsonl)]
    to: Format,
    /// Write to FILE, or to one file an article in DIR/, instead of standard output.
    #[arg(short, long, value_name = "FILE|DIR/")]
    output: Option<PathBuf>,
    /// Go on with a run that was stopped: articles that FILE or DIR/ holds already are left as they are.
    #[arg(long)]
    resume: bool,
    /// When the articles were published (YYYY-MM-DD), where they do not tell: dates without a year get theirs from it.
    #[arg(long, value_name = "DATE", value_parser = super::day)]
    published: Option<String>,
    #[command(flatten)]
    sureness: super::SurenessArgs,
    #[command(flatten)]
    register: RegisterArgs,
    #[command(flatten)]
    rules: RuleArgs,
}

/// Runs the command.
///
/// # Errors
/// If the rules are wrong or the output cannot be written.
pub fn run(args: &Args) -> Result<ExitCode> {
    let to = args.to;
    let mut output = Output::of_format(args.output.as_deref(), to)?;
    if args.resume {
        output = output.resuming()?;
    }
    // To give the rules back piece by piece takes a twentieth of a start; they go with the process.
    let rules: &'static Rules = Box::leak(Box::new(args.rules.load()?));
    let register = args.register.load()?;
    let lang = args.inputs.lang.clone();
    let (sureness, published) = (args.sureness, args.published.clone());
    batch::run(&args.inputs, output, move |document| {
        let document = super::dated(document, published.as_deref());
        let mut annotation = analyse(&document, rules, lang.as_deref()).annotation;
        sureness.apply(&mut annotation);
        if let Some(register) = &register {
            register.rate(&mut annotation);
        }
        to.write(annotation)
    })
}
