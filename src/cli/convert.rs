//! `sourcier convert`: annotations in one format become annotations in another.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{Parser, ValueEnum};

use super::RuleArgs;
use super::batch::Tally;
use super::output::{Output, WriteError};
use crate::eval::review::{self, ReviewArticle};
use crate::export::{Format, brat, read_line};
use crate::ingest::{IngestError, Input, Place, Walk, same_file};
use crate::model::{Annotation, Document};
use crate::pipeline::reviewed;
use crate::rules::Rules;

/// Turn annotations into another format, article by article
#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  sourcier convert annotations.jsonl -t csv-claims -o claims.csv
  sourcier convert annotations.jsonl -t webanno -o inception/
  sourcier annotate articles/ | sourcier convert - -t tei
  sourcier convert gold/ -o gold.jsonl                 brat standoff, completed by the rules
  sourcier convert annotations.jsonl -t brat -o ann/ --min-confidence 0.8

Folders: files ending in .jsonl, .ndjson (annotations, one a line), .ann (brat standoff, the text beside it) and
.review.json (exported from the pages of a report) are read.
What people marked has the confidence 1. docs/FORMATS.md tells what each format holds.

Exit codes: 0 fine, 2 wrong usage, 3 some inputs failed, 4 nothing could be read.")]
pub struct Args {
    /// Files of annotations, folders (read recursively), globs in quotation marks, or `-` for standard input.
    #[arg(required = true, value_name = "PATHS")]
    paths: Vec<PathBuf>,
    /// What the inputs hold; by extension unless told.
    #[arg(short, long, value_enum, default_value_t = From::Auto)]
    from: From,
    /// What is written.
    #[arg(short, long, value_enum, default_value_t = Format::Jsonl)]
    to: Format,
    /// Write to FILE, or to files for each article in DIR/, instead of standard output.
    #[arg(short, long, value_name = "FILE|DIR/")]
    output: Option<PathBuf>,
    #[command(flatten)]
    sureness: super::SurenessArgs,
    /// Language of brat articles (such as `fr`), instead of the one that each text tells.
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,
    #[command(flatten)]
    rules: RuleArgs,
}

/// What an input holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum From {
    /// By extension; standard input holds JSONL.
    Auto,
    /// Annotations, one a line.
    Jsonl,
    /// Standoff annotation (.ann) beside its text (.txt).
    Brat,
    /// What readers decided on the pages of a report (.json); what nobody has judged is left out.
    Review,
}

/// Runs the command.
///
/// # Errors
/// If an input is the output, the rules are wrong, or the output cannot be written; what is wrong with an annotation is
/// reported and counted.
pub fn run(args: &Args) -> Result<ExitCode> {
    let output = Output::of_format(args.output.as_deref(), args.to)?;
    let is_output =
        |p: &&PathBuf| !p.is_dir() && output.path().is_some_and(|target| same_file(p, target));
    if let Some(path) = args.paths.iter().find(is_output) {
        bail!("{}: is both input and output", path.display());
    }
    let mut run =
        Run { args, output, tally: Tally::default(), ids: BTreeSet::new(), rules: OnceCell::new() };
    run.output.create()?;
    let walk = Walk::new(args.paths.clone(), run.output.path()).reading(is_annotation);
    for input in walk {
        run.read(input)?;
    }
    run.output.finish()?;
    Ok(run.tally.finish())
}

/// A conversion; one article is held at a time.
struct Run<'a> {
    args: &'a Args,
    output: Output,
    tally: Tally,
    ids: BTreeSet<String>,
    /// Read when brat needs them.
    rules: OnceCell<Rules>,
}

impl Run<'_> {
    fn read(&mut self, input: Result<Input, IngestError>) -> Result<()> {
        let (path, id) = match input {
            Ok(Input::Stdin) if self.args.from == From::Brat => {
                bail!("brat standoff is two files an article; name them, or their folder")
            }
            Ok(Input::Stdin) => {
                return self.read_lines(io::stdin().lock(), &Place::default());
            }
            Ok(Input::File { path, id }) => (path, id),
            Err(error) => {
                self.tally.fail(&error.to_string());
                return Ok(());
            }
        };
        let place = Place::file(&path);
        let from = match (self.args.from, extension(&path).as_str()) {
            (From::Auto, "ann") => From::Brat,
            (From::Auto, "json") => From::Review,
            (From::Auto, "txt" | "html" | "htm" | "xhtml") => {
                let what = "no annotation (.jsonl, .ndjson or .ann); `annotate` reads articles";
                self.tally.fail(&format!("{place}: {what}"));
                return Ok(());
            }
            (From::Auto, _) => From::Jsonl,
            (told, _) => told,
        };
        if from == From::Jsonl {
            return match File::open(&path) {
                Ok(file) => self.read_lines(BufReader::new(file), &place),
                Err(error) => {
                    self.tally.fail(&format!("{place}: {error}"));
                    Ok(())
                }
            };
        }
        if self.rules.get().is_none() {
            let rules = self.args.rules.load()?;
            self.rules.get_or_init(|| rules);
        }
        let rules = self.rules.get().expect("the rules were just read");
        let lang = self.args.lang.as_deref();
        let read = match from {
            From::Review => read_review(&path, rules, lang),
            _ => read_brat(&path, id, rules, lang).map(|annotation| vec![annotation]),
        };
        match read {
            Ok(list) => list.into_iter().try_for_each(|annotation| self.write(annotation, &place)),
            Err(message) => {
                self.tally.fail(&message);
                Ok(())
            }
        }
    }

    fn read_lines(&mut self, mut reader: impl BufRead, place: &Place) -> Result<()> {
        let mut line = Vec::new();
        for number in 1.. {
            line.clear();
            let here = place.at_line(number);
            match reader.read_until(b'\n', &mut line) {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) => {
                    self.tally.fail(&format!("{here}: {error}"));
                    break;
                }
            }
            let text = line.strip_prefix(b"\xef\xbb\xbf").filter(|_| number == 1).unwrap_or(&line);
            if text.trim_ascii().is_empty() {
                continue;
            }
            let read = std::str::from_utf8(text)
                .map_err(|e| e.to_string())
                .and_then(|text| read_line(text, number).map_err(|e| e.what()));
            match read {
                Ok(annotation) => self.write(annotation, &here)?,
                Err(message) => self.tally.fail(&format!("{here}: {message}")),
            }
        }
        Ok(())
    }

    fn write(&mut self, mut annotation: Annotation, place: &Place) -> Result<()> {
        let id = annotation.id.clone();
        if !self.ids.insert(id.clone()) {
            let what = format!("another article of this run has the id `{id}`");
            self.tally.fail(&format!("{place}: {what}; name their common folder instead"));
            return Ok(());
        }
        self.args.sureness.apply(&mut annotation);
        let pieces = self.args.to.write(annotation);
        match self.output.write(&id, place.path.as_deref(), &pieces) {
            Ok(()) => self.tally.read(),
            Err(WriteError::Article(message)) => self.tally.fail(&format!("{place}: {message}")),
            Err(WriteError::Output(error)) => return Err(error.into()),
        }
        Ok(())
    }
}

/// Reads standoff annotation and the text beside it; the error names file and line.
fn read_brat(
    ann: &Path,
    id: String,
    rules: &Rules,
    lang: Option<&str>,
) -> Result<Annotation, String> {
    let read = |path: &Path| {
        let bytes = fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
        String::from_utf8(bytes).map_err(|e| {
            let at = e.utf8_error().valid_up_to();
            let line = 1 + e.as_bytes()[..at].iter().filter(|&&b| b == b'\n').count();
            format!("{}:{line}: no UTF-8", path.display())
        })
    };
    let standoff = read(ann)?;
    let txt = ann.with_extension("txt");
    let text = read(&txt)?;
    let marks = brat::read(&text, &standoff)
        .map_err(|e| format!("{}:{}: {}", ann.display(), e.line, e.message))?;
    let mut document = Document::from_text(id, text);
    document.path = Some(txt.to_string_lossy().into_owned());
    Ok(reviewed(&document, marks, rules, lang))
}

/// The articles of a review, completed by the rules.
fn read_review(path: &Path, rules: &Rules, lang: Option<&str>) -> Result<Vec<Annotation>, String> {
    let review = review::read(path).map_err(|e| e.to_string())?;
    let article = |a: ReviewArticle| {
        let marks = brat::read(&a.text, &review::standoff(&a))
            .map_err(|e| format!("{}: {}: {}", path.display(), a.id, e.message))?;
        let document = Document::from_text(a.id, a.text);
        Ok(reviewed(&document, marks, rules, lang))
    };
    review.articles.into_iter().map(article).collect()
}

fn is_annotation(path: &Path) -> bool {
    // Other JSON files in a folder are not ours.
    matches!(extension(path).as_str(), "jsonl" | "ndjson" | "ann")
        || path.to_string_lossy().ends_with(".review.json")
}

fn extension(path: &Path) -> String {
    path.extension().map_or(String::new(), |e| e.to_string_lossy().to_ascii_lowercase())
}
