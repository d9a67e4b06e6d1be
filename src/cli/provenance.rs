//! `sourcier provenance`: links the articles of a batch.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

use anyhow::{Context, Result, bail};
use clap::{Parser, ValueEnum};
use walkdir::WalkDir;

use super::RuleArgs;
use crate::export::{self, write_links, write_provenance};
use crate::index::{Batch, Options, Sidecar, Store, read_aliases};
use crate::ingest::{Articles, Format, Walk, same_file};
use crate::model::Annotation;
use crate::pipeline::analyse;
use crate::rules::Rules;

/// Annotations are read so many at a time.
const ROUND: usize = 1024;

/// Link the articles of a batch: same passage, same claim, who cites whom, what was lost on the way
#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  sourcier annotate articles/ -o a.jsonl && sourcier provenance a.jsonl -o provenance.json
  sourcier provenance a.jsonl -t csv > links.csv               the links as a table
  sourcier provenance a.jsonl --sidecar meta.csv               columns id, url, published, site
  sourcier provenance a.jsonl --reference wires/               articles that only serve as possible roots
  sourcier provenance a.jsonl --aliases names.csv              columns name, other, same (yes or no)
  sourcier provenance a.jsonl --index news.redb -o p.json      keeps the index
  sourcier provenance b.jsonl --index news.redb --add -o p.json  adds new articles to it

Everything that it says holds in this batch only. Names that may mean the same are proposed, never merged, unless the
alias file says so. With --add the links found before stay as they were; build the index anew to weigh them anew.

Exit codes: 0 fine, 2 wrong usage, 3 some inputs failed, 4 nothing could be read.")]
pub struct Args {
    /// Files with one annotation a line, folders of such files (*.jsonl), or `-` for standard input.
    #[arg(required = true, value_name = "ANNOTATIONS")]
    paths: Vec<PathBuf>,
    /// What is written.
    #[arg(short, long, value_enum, default_value_t = To::Json)]
    to: To,
    /// Write to FILE instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// A folder of articles or annotations (*.jsonl) that only serve as possible roots.
    #[arg(long, value_name = "DIR")]
    reference: Vec<PathBuf>,
    /// A table of what is known of the articles: id, url, published, site.
    #[arg(long, value_name = "CSV")]
    sidecar: Option<PathBuf>,
    /// A table of names that mean the same or do not: name, other, same (yes or no).
    #[arg(long, value_name = "CSV")]
    aliases: Option<PathBuf>,
    /// Keep the index in this file.
    #[arg(long, value_name = "FILE")]
    index: Option<PathBuf>,
    /// Add the articles to an index that exists.
    #[arg(long, requires = "index")]
    add: bool,
    /// Threads that work [default: one a core]; the output is the same whatever N.
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    rules: RuleArgs,
}

/// The formats of the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum To {
    /// One document, by `sourcier schema --provenance`.
    Json,
    /// The links, a row each.
    Csv,
}

/// Runs the command.
///
/// # Errors
/// If rules, tables or the index are wrong, or the output cannot be written; a line that is no annotation is reported.
pub fn run(args: &Args) -> Result<ExitCode> {
    let output = args.output.as_deref().filter(|p| *p != Path::new("-"));
    if let Some(path) = args.paths.iter().find(|p| output.is_some_and(|o| same_file(p, o))) {
        bail!("{}: is both input and output", path.display());
    }
    let rules = args.rules.load()?;
    let aliases = args.aliases.as_deref().map(read_aliases).transpose()?.unwrap_or_default();
    let sidecar = args.sidecar.as_deref().map(Sidecar::read).transpose()?.unwrap_or_default();
    let jobs = args.jobs.or_else(|| thread::available_parallelism().ok());
    let jobs = jobs.unwrap_or(NonZeroUsize::MIN);
    let digest = u64::from_str_radix(&rules.digest, 16).context("the digest of the rules")?;
    let made_with = [("rules", digest), ("aliases", aliases.digest())];
    let store = Store::open(args.index.as_deref(), args.add, &made_with)?;
    let batch = Batch::new(store, &rules, Options { jobs, aliases })?;
    let mut input = Input { batch, sidecar: &sidecar, waiting: Vec::new(), added: 0, failed: 0 };
    for path in &args.paths {
        input.read(path, false)?;
    }
    let added = input.added;
    for dir in &args.reference {
        input.reference(dir, &rules)?;
    }
    let Input { mut batch, failed, .. } = input;
    for id in sidecar.unknown(|id| batch.knows(id).unwrap_or(true)) {
        tell(&format!("no article has the id `{id}` of the sidecar"));
    }
    batch.compare()?;
    let survey = batch.survey()?;
    let out: Box<dyn Write> = match output {
        Some(path) => Box::new(File::create(path).with_context(|| path.display().to_string())?),
        None => Box::new(io::stdout().lock()),
    };
    let mut out = BufWriter::with_capacity(1 << 16, out);
    let links = survey.links().map(|l| l.map_err(anyhow::Error::from));
    let groups = survey.groups().map(|g| g.map_err(anyhow::Error::from));
    match args.to {
        To::Json => write_provenance(survey.head(), links, groups, &mut out)?,
        To::Csv => write_links(links, &mut out)?,
    }
    out.flush()?;
    Ok(match (added, failed) {
        (0, _) => ExitCode::from(4),
        (_, 0) => ExitCode::SUCCESS,
        _ => ExitCode::from(3),
    })
}

/// If standard error is closed there is nobody to tell.
fn tell(message: &str) {
    let _ = writeln!(io::stderr(), "sourcier: {message}");
}

/// The articles on their way into the index.
struct Input<'a> {
    batch: Batch<'a>,
    sidecar: &'a Sidecar,
    waiting: Vec<Annotation>,
    added: usize,
    failed: usize,
}

impl Input<'_> {
    fn read(&mut self, path: &Path, reference: bool) -> Result<()> {
        if path == Path::new("-") {
            self.lines(io::stdin().lock(), "standard input", reference)?;
        } else if path.is_dir() {
            for entry in WalkDir::new(path).sort_by_file_name() {
                let entry = entry.with_context(|| path.display().to_string())?;
                let fits = entry.path().extension().is_some_and(|e| e == "jsonl" || e == "ndjson");
                if fits && entry.file_type().is_file() {
                    self.file(entry.path(), reference)?;
                }
            }
        } else {
            self.file(path, reference)?;
        }
        self.flush(reference)
    }

    /// A file that cannot be opened is reported like a bad article: the others are still worth linking.
    fn file(&mut self, path: &Path, reference: bool) -> Result<()> {
        let name = path.display().to_string();
        match File::open(path) {
            Ok(file) => self.lines(BufReader::with_capacity(1 << 20, file), &name, reference),
            Err(error) => {
                self.fail(&format!("{name}: {error}"));
                Ok(())
            }
        }
    }

    fn lines(&mut self, mut reader: impl BufRead, name: &str, reference: bool) -> Result<()> {
        let (mut line, mut number) = (String::new(), 0);
        loop {
            line.clear();
            number += 1;
            match reader.read_line(&mut line) {
                Ok(0) => return Ok(()),
                Ok(_) if line.trim().is_empty() => continue,
                Ok(_) => match export::read_line(line.trim_end(), number) {
                    Ok(annotation) => self.take(annotation, reference)?,
                    Err(error) => self.fail(&format!("{name}: {error}")),
                },
                // Bytes that are no UTF-8: the line is lost, and what follows may be fine.
                Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                    self.fail(&format!("{name}: line {number}: {error}"));
                }
                Err(error) => return Err(error).with_context(|| name.to_owned()),
            }
        }
    }

    /// A folder of annotations and of articles, which are annotated now.
    fn reference(&mut self, dir: &Path, rules: &Rules) -> Result<()> {
        if !dir.is_dir() {
            bail!("{}: is no folder", dir.display());
        }
        self.read(dir, true)?;
        for raw in Articles::new(Walk::new(vec![dir.to_owned()], None), Format::Auto) {
            let read = raw.and_then(|raw| {
                let lines = raw.place.path.as_deref().and_then(Path::extension);
                let annotated = lines.is_some_and(|e| e == "jsonl" || e == "ndjson");
                if annotated { Ok(None) } else { raw.read().map(Some) }
            });
            match read {
                Ok(Some(document)) => {
                    self.take(analyse(&document, rules, None).annotation, true)?;
                }
                Ok(None) => {}
                Err(error) => self.fail(&error.to_string()),
            }
        }
        self.flush(true)
    }

    fn take(&mut self, mut annotation: Annotation, reference: bool) -> Result<()> {
        self.sidecar.apply(&annotation.id, &mut annotation.meta);
        self.waiting.push(annotation);
        if self.waiting.len() >= ROUND { self.flush(reference) } else { Ok(()) }
    }

    fn flush(&mut self, reference: bool) -> Result<()> {
        let tally = self.batch.add(&std::mem::take(&mut self.waiting), reference)?;
        self.added += tally.added;
        tally.refused.iter().for_each(|message| self.fail(message));
        Ok(())
    }

    fn fail(&mut self, message: &str) {
        self.failed += 1;
        tell(message);
    }
}
