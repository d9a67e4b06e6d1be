//! A batch: many articles, read one after the other, worked on by several threads, written in the order of reading.
//!
//! A bad article is reported and never stops the batch; not even a panic does.

mod interrupt;
mod queue;
mod tally;

use std::io;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;

use anyhow::{Result, bail};

use super::output::{Output, Piece, WriteError};
use super::resume::Ids;
use crate::ingest::{Articles, Columns, Format, MOST_BYTES, Walk, primary_language, same_file};
use crate::model::Document;
use interrupt::Interrupt;
use queue::{Next, Outcome, Queue};

pub use tally::Tally;

/// What a command reads and how.
#[derive(Clone, Debug, clap::Args)]
pub struct InputArgs {
    /// Files, folders (read recursively), globs in quotation marks, or `-` for standard input.
    #[arg(required = true, value_name = "PATHS")]
    pub paths: Vec<PathBuf>,
    /// What the inputs hold; by extension, then by content, unless told. Compressed ones (gz, zst) are unpacked.
    #[arg(short, long, value_enum, default_value_t = Format::Auto, hide_possible_values = false)]
    pub format: Format,
    /// Threads that work [default: one a core]; the output is the same whatever N.
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    /// Language of the articles (such as `fr`), instead of the one that each text tells.
    #[arg(long, value_name = "CODE", value_parser = language_code)]
    pub lang: Option<String>,
    #[command(flatten)]
    pub records: RecordArgs,
    #[command(flatten)]
    pub batch: BatchArgs,
}

/// What the fields of records are called.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Records (JSON, CSV, Parquet)")]
pub struct RecordArgs {
    /// Field that holds the text [default: text].
    #[arg(long, value_name = "NAME")]
    pub text_column: Option<String>,
    /// Field that holds a page [default: html].
    #[arg(long, value_name = "NAME")]
    pub html_column: Option<String>,
    /// Field that holds the article's id [default: id].
    #[arg(long, value_name = "NAME")]
    pub id_column: Option<String>,
    /// Other fields that pass through into the annotation [default: all].
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub select: Vec<String>,
}

/// How a batch is run.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Batches")]
pub struct BatchArgs {
    /// An article of more bytes is reported as failed; `k`, `M` and `G` may follow the number [default: 16M].
    #[arg(long, value_name = "N", value_parser = bytes)]
    pub max_bytes: Option<usize>,
    /// Write results as they are made, not in the order of reading.
    #[arg(long)]
    pub unordered: bool,
    /// Write a line of JSON (`place`, `error`) for every failed article to FILE.
    #[arg(long, value_name = "FILE")]
    pub errors: Option<PathBuf>,
}

/// Does `work` on every article and writes what it returns, in order unless told otherwise.
///
/// # Errors
/// If an input is the output, or the output cannot be written; what is wrong with an article is reported and counted.
pub fn run<W>(inputs: &InputArgs, mut output: Output, work: W) -> Result<ExitCode>
where
    W: Fn(&Document) -> Vec<Piece> + Send + Sync + 'static,
{
    let is_output =
        |p: &&PathBuf| !p.is_dir() && output.path().is_some_and(|target| same_file(p, target));
    if let Some(path) = inputs.paths.iter().find(is_output) {
        bail!("{}: is both input and output", path.display());
    }
    let earlier = output.create()?;
    let interrupt = Interrupt::listen()?;
    let articles = articles(inputs, &output);
    let mut tally =
        Tally::over(articles.meter(), &inputs.paths).with_errors(inputs.batch.errors.as_deref())?;
    let jobs =
        inputs.jobs.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let todo = move |document: &Document| (!earlier.holds(&document.id)).then(|| work(document));
    let mut queue = Queue::start(articles, jobs, !inputs.batch.unordered, todo);
    let mut ids = Ids::default();
    loop {
        if interrupt.is_asked() {
            output.finish()?;
            return Ok(tally.interrupted());
        }
        match queue.next(|| output.flush())? {
            Next::Result(outcome) => take(outcome, &mut output, &mut ids, &mut tally)?,
            Next::Wait => {}
            Next::End => break,
        }
    }
    output.finish()?;
    Ok(tally.finish())
}

fn articles(inputs: &InputArgs, output: &Output) -> Articles {
    let RecordArgs { text_column, html_column, id_column, select } = inputs.records.clone();
    let columns = Columns { text: text_column, html: html_column, id: id_column, select };
    Articles::new(Walk::new(inputs.paths.clone(), output.path()), inputs.format)
        .up_to(inputs.batch.max_bytes.unwrap_or(MOST_BYTES))
        .with_columns(columns)
}

/// Writes and counts what came of one article.
fn take(outcome: Outcome, output: &mut Output, ids: &mut Ids, tally: &mut Tally) -> io::Result<()> {
    let done = match outcome {
        Ok(done) => done,
        Err(failure) => {
            tally.fail_at(Some(&failure.place), &failure.message);
            return Ok(());
        }
    };
    if !ids.insert(&done.id) {
        let message = format!(
            "another article of this run has the id `{}`; name their common folder instead",
            done.id
        );
        tally.fail_at(Some(&done.place), &message);
        return Ok(());
    }
    let Some(pieces) = done.pieces else {
        tally.skip();
        return Ok(());
    };
    match output.write(&done.id, done.path.as_deref(), &pieces) {
        Ok(()) => tally.read(),
        Err(WriteError::Article(message)) => tally.fail_at(Some(&done.place), &message),
        Err(WriteError::Output(error)) => return Err(error),
    }
    Ok(())
}

/// A number of bytes, with `k`, `M` or `G` for the powers of 1024.
fn bytes(text: &str) -> Result<usize, String> {
    let wrong = || "a number of bytes, such as 500k, 16M or 1G".to_owned();
    let (digits, factor) = match text.chars().last() {
        Some('k' | 'K') => (&text[..text.len() - 1], 1 << 10),
        Some('M') => (&text[..text.len() - 1], 1 << 20),
        Some('G') => (&text[..text.len() - 1], 1 << 30),
        _ => (text, 1),
    };
    let number: usize = digits.parse().map_err(|_| wrong())?;
    number.checked_mul(factor).filter(|n| *n > 0).ok_or_else(wrong)
}

fn language_code(code: &str) -> Result<String, String> {
    match primary_language(code) {
        Some(primary) if primary == code => Ok(primary),
        _ => Err("a language code has two or three letters, such as `fr`".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_fails_its_article_only() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["a", "b", "c"] {
            std::fs::write(dir.path().join(format!("{name}.txt")), name).unwrap();
        }
        let out = tempfile::tempdir().unwrap();
        let inputs = InputArgs {
            paths: vec![dir.path().to_owned()],
            format: Format::Auto,
            jobs: NonZeroUsize::new(2),
            lang: None,
            records: RecordArgs::default(),
            batch: BatchArgs::default(),
        };
        let output = Output::new(Some(out.path()));
        let code = run(&inputs, output, |document| {
            assert!(document.text != "b", "a defect");
            vec![("out", document.text.clone().into_bytes())]
        });
        assert_eq!(format!("{:?}", code.unwrap()), format!("{:?}", ExitCode::from(3)));
        assert!(out.path().join("a.out").exists() && out.path().join("c.out").exists());
        assert!(!out.path().join("b.out").exists());
    }

    #[test]
    fn sizes_are_read_with_their_unit() {
        assert_eq!(bytes("16M"), Ok(16 << 20));
        assert_eq!(bytes("300"), Ok(300));
        assert!(bytes("0").is_err() && bytes("x").is_err() && bytes("").is_err());
    }
}
