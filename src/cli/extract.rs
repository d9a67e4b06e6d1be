//! `sourcier extract`: the article's own text, without what stands around it on the page.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, ValueEnum};
use serde_json::json;

use super::RuleArgs;
use super::batch::{self, InputArgs};
use super::output::Output;
use crate::export::Offsets;
use crate::ingest::Format;
use crate::model::{Block, BlockKind, Document};
use crate::pipeline;

/// Extract the article's own text, or show each block of the page with its verdict
#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  sourcier extract page.html                   the kept text, a block a line
  sourcier extract --blocks page.html          every block: kind, verdict, rule, text
  sourcier extract -t jsonl pages/ -o out.jsonl")]
pub struct Args {
    #[command(flatten)]
    inputs: InputArgs,
    /// Show all blocks, each with its kind, its verdict and the rule that decided.
    #[arg(long)]
    blocks: bool,
    #[command(flatten)]
    parts: Parts,
    /// What is written; of several articles, text begins with `==> ID <==`.
    #[arg(short, long, value_enum, default_value_t = To::Text)]
    to: To,
    /// Write to FILE, or to one file an article in DIR/, instead of standard output.
    #[arg(short, long, value_name = "FILE|DIR/")]
    output: Option<PathBuf>,
    #[command(flatten)]
    rules: RuleArgs,
}

/// What is printed beside the article's running text.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub(super) struct Parts {
    /// Keep the captions of pictures in the text; without these options, only running text is printed.
    #[arg(long)]
    captions: bool,
    /// Keep the headline and the line that names the author.
    #[arg(long)]
    headline: bool,
    /// Keep posts of networks that the article shows.
    #[arg(long)]
    posts: bool,
}

impl Parts {
    fn hold(self, kind: BlockKind) -> bool {
        match kind {
            BlockKind::Caption => self.captions,
            BlockKind::Title | BlockKind::Byline => self.headline,
            BlockKind::Post => self.posts,
            _ => !kind.is_boilerplate(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum To {
    /// Plain text; with --blocks a line a block, parted by tabs.
    Text,
    /// One JSON object an article.
    Jsonl,
}

/// Runs the command.
///
/// # Errors
/// If the rules are wrong or the output cannot be written.
pub fn run(args: &Args) -> Result<ExitCode> {
    let rules = args.rules.load()?;
    let output = Output::new(args.output.as_deref());
    let (blocks, parts, to) = (args.blocks, args.parts, args.to);
    let lang = args.inputs.lang.clone();
    let headed = !output.is_folder() && may_hold_several(&args.inputs);
    batch::run(&args.inputs, output, move |document| {
        let divided = pipeline::divide(document, &rules, lang.as_deref());
        match (to, blocks) {
            (To::Text, false) => {
                let text = kept(document, &divided, parts);
                let text = if headed { format!("==> {} <==\n{text}\n", document.id) } else { text };
                vec![("txt", text.into_bytes())]
            }
            (To::Text, true) => {
                let head =
                    if headed { format!("==> {} <==\n", document.id) } else { String::new() };
                vec![("tsv", (head + &table(document, &divided)).into_bytes())]
            }
            (To::Jsonl, _) => {
                let mut record = json!({
                    "id": document.id,
                    "title": headline(document, &divided),
                    "text": kept(document, &divided, parts).trim_end(),
                });
                if blocks {
                    let points = Offsets::new(&document.text);
                    let list = divided.iter().map(|b| {
                        json!({
                            "start": points.codepoint(b.start), "end": points.codepoint(b.end),
                            "kind": b.kind, "boilerplate": b.boilerplate, "rule": b.rule,
                            "text": b.span().of(&document.text),
                        })
                    });
                    record["blocks"] = list.collect();
                }
                vec![("jsonl", format!("{record}\n").into_bytes())]
            }
        }
    })
}

/// The article's running text and these parts of it, a line a block.
pub(super) fn kept(document: &Document, blocks: &[Block], parts: Parts) -> String {
    let own = blocks.iter().filter(|b| !b.boilerplate && parts.hold(b.kind));
    own.fold(String::new(), |text, b| text + b.span().of(&document.text) + "\n")
}

/// The headline as the page prints it, else as it tells it.
fn headline<'d>(document: &'d Document, blocks: &[Block]) -> Option<&'d str> {
    let printed = blocks.iter().find(|b| b.kind == BlockKind::Title);
    printed.map(|b| b.span().of(&document.text)).or(document.meta.title.as_deref())
}

/// A line for each block: kind, verdict, rule, text.
fn table(document: &Document, blocks: &[Block]) -> String {
    let mut lines = String::new();
    for b in blocks {
        let kind = json!(b.kind);
        let verdict = if b.boilerplate { "boilerplate" } else { "article" };
        let text = b.span().of(&document.text).replace(['\t', '\n', '\r'], " ");
        let kind = kind.as_str().unwrap_or_default();
        writeln!(lines, "{kind}\t{verdict}\t{}\t{text}", b.rule).expect("writing to a string");
    }
    lines
}

/// Whether the run may read more than one article.
fn may_hold_several(inputs: &InputArgs) -> bool {
    let is_one = |path: &Path| {
        let records = inputs.format.holds_many()
            || Format::of_extension(path).is_some_and(Format::holds_many);
        !records && (path == Path::new("-") || path.is_file())
    };
    !matches!(&inputs.paths[..], [path] if is_one(path))
}
