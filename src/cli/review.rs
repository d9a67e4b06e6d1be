//! `sourcier review`: joins what readers decided, draws control samples, and tells precision.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use clap::{Parser, Subcommand};

use super::RuleArgs;
use crate::eval::review::{
    Disagreement, Judged, Pick, Precision, Review, Verdict, draw, merge, precision, read, standoff,
};
use crate::export::read_lines;
use crate::report::{Drawn, sample};
use crate::rules::Labels;

/// Join reviews, draw control samples, tell precision.
#[derive(Debug, Parser)]
#[command(after_help = "\
Examples:
  sourcier review merge anna.review.json bob.review.json -o joined.review.json
  sourcier review sample annotations.jsonl -n 100 -o sample.html
  sourcier review precision sample-1.AB.review.json
  sourcier review gold *.review.json -o gold/
  sourcier eval --gold joined.review.json")]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
    #[command(flatten)]
    rules: RuleArgs,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Join the reviews of several readers; disagreements are listed and stay open.
    Merge {
        /// Files exported from the pages.
        #[arg(required = true, value_name = "FILES")]
        files: Vec<PathBuf>,
        /// Where the joined review is written.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Draw a control sample by site and construction, as a page on which each attribution is marked right or wrong.
    Sample {
        /// Files of annotations, one a line.
        #[arg(required = true, value_name = "FILES")]
        files: Vec<PathBuf>,
        /// How many attributions are drawn.
        #[arg(short, value_name = "N", default_value_t = 100)]
        n: usize,
        /// Another number draws another sample.
        #[arg(long, value_name = "N", default_value_t = 1)]
        seed: u64,
        /// The page.
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
        /// Language of the page (`fr`, `en`).
        #[arg(long, value_name = "CODE", default_value = "fr")]
        ui: String,
    },
    /// Print the precision of what was marked, with its interval at 95 %, in all, by site and by construction.
    Precision {
        /// Files exported from the pages.
        #[arg(required = true, value_name = "FILES")]
        files: Vec<PathBuf>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Write reviews as gold in brat standoff (.txt and .ann).
    Gold {
        /// Files exported from the pages.
        #[arg(required = true, value_name = "FILES")]
        files: Vec<PathBuf>,
        /// The folder.
        #[arg(short, long, value_name = "DIR")]
        output: PathBuf,
    },
}

/// Runs the command.
///
/// # Errors
/// If a file cannot be read or written.
pub fn run(args: &Args) -> Result<ExitCode> {
    match &args.verb {
        Verb::Merge { files, output } => {
            let (review, disagreements) = merge(&read_all(files)?);
            if let Some(path) = output {
                let text = serde_json::to_string_pretty(&review)? + "\n";
                fs::write(path, text).with_context(|| path.display().to_string())?;
            }
            print!("{}", listing(&disagreements));
            Ok(ExitCode::SUCCESS)
        }
        Verb::Sample { files, n, seed, output, ui } => {
            let labels = Labels::read(&args.rules.folder()?, ui)?;
            let drawn = draw_from(files, *n, *seed)?;
            let page = sample(&drawn, *seed, &labels);
            fs::write(output, page).with_context(|| output.display().to_string())?;
            Ok(ExitCode::SUCCESS)
        }
        Verb::Precision { files, json } => {
            tell_precision(&read_all(files)?, *json);
            Ok(ExitCode::SUCCESS)
        }
        Verb::Gold { files, output } => write_gold(&read_all(files)?, output),
    }
}

fn read_all(files: &[PathBuf]) -> Result<Vec<Review>> {
    files.iter().map(|f| Ok(read(f)?)).collect()
}

/// A line a disagreement: article, attribution, what each reader left, and the words.
fn listing(disagreements: &[Disagreement]) -> String {
    let mut out = String::new();
    for d in disagreements {
        let sides: Vec<String> =
            d.sides.iter().map(|(who, judged)| format!("{who}: {}", left(judged))).collect();
        out += &format!("{}\t{}\t{}\t{}\n", d.article, d.attribution, sides.join(" | "), d.words);
    }
    out
}

fn left(judged: &Judged) -> String {
    let name = serde_json::to_value(judged.verdict).unwrap_or_default();
    let name = name.as_str().unwrap_or_default().to_owned();
    match judged.verdict {
        Verdict::Corrected | Verdict::Added => {
            let source = judged.source.as_ref().map(|s| format!("{:?}", s.spans));
            format!("{name} source {} content {:?}", source.unwrap_or_default(), judged.content)
        }
        _ => name,
    }
}

/// Reads the annotations twice, so that of those that are not drawn nothing is kept.
fn draw_from(files: &[PathBuf], n: usize, seed: u64) -> Result<Vec<Drawn>> {
    let mut picks = Vec::new();
    let mut number = 0;
    for path in files {
        for annotation in annotations(path)? {
            let annotation = annotation?;
            for a in &annotation.attributions {
                picks.push(Pick {
                    article: number,
                    attribution: a.id.clone(),
                    site: annotation.meta.site.clone().unwrap_or_default(),
                    construction: a.construction.clone().unwrap_or_default(),
                });
            }
            number += 1;
        }
    }
    let mut wanted: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for pick in draw(picks, n, seed) {
        wanted.entry(pick.article).or_default().push(pick.attribution);
    }
    let mut drawn = Vec::new();
    let mut number = 0;
    for path in files {
        for annotation in annotations(path)? {
            if let Some(attributions) = wanted.remove(&number) {
                drawn.push(Drawn { annotation: annotation?, attributions });
            }
            number += 1;
        }
    }
    if drawn.is_empty() {
        bail!("there is no attribution to draw from");
    }
    Ok(drawn)
}

fn annotations(path: &Path) -> Result<impl Iterator<Item = Result<crate::model::Annotation>>> {
    let name = path.display().to_string();
    let file = File::open(path).with_context(|| name.clone())?;
    Ok(read_lines(BufReader::new(file)).map(move |a| a.map_err(|e| anyhow!("{name}: {e}"))))
}

fn tell_precision(reviews: &[Review], json: bool) {
    let (all, sites, constructions) = precision(reviews);
    let groups = [("site", sites), ("construction", constructions)];
    if json {
        let value = |p: &Precision| {
            let (share, low, high) = p.with_interval();
            serde_json::json!({ "right": p.right, "judged": p.judged, "precision": share, "low": low, "high": high })
        };
        let mut out = serde_json::json!({ "all": value(&all) });
        for (name, list) in &groups {
            out[name] = list.iter().map(|(k, p)| (k.clone(), value(p))).collect();
        }
        println!("{out}");
        return;
    }
    let line = |name: &str, p: &Precision| {
        let (share, low, high) = p.with_interval();
        format!("{name}\t{share:.3}\t[{low:.3}, {high:.3}]\t{} of {}", p.right, p.judged)
    };
    println!("{}", line("all", &all));
    for (name, list) in &groups {
        for (value, p) in list {
            println!("{}", line(&format!("{name} {value}"), p));
        }
    }
}

fn write_gold(reviews: &[Review], folder: &Path) -> Result<ExitCode> {
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let mut written = BTreeSet::new();
    let mut open = 0;
    for article in reviews.iter().flat_map(|r| &r.articles) {
        let name = crate::report::page_name(&article.id);
        if !written.insert(name.clone()) {
            bail!("{}: stands in two reviews; join them first", article.id);
        }
        open += article.attributions.iter().filter(|a| a.verdict == Verdict::Open).count();
        for (extension, text) in [("txt", &article.text), ("ann", &standoff(article))] {
            let path = folder.join(format!("{name}.{extension}"));
            fs::write(&path, text).with_context(|| path.display().to_string())?;
        }
    }
    if open > 0 {
        writeln!(
            std::io::stderr(),
            "sourcier: {open} attributions were judged by nobody and are left out; `eval --gold` on the review itself knows them"
        )?;
    }
    Ok(ExitCode::SUCCESS)
}
