//! Timings of the first stages, each beside a reference that is measured in the same run.
//!
//!     cargo bench --bench stages -- [PAGES_DIR] [TEXT_DIR]
//!
//! Pages: the way from HTML to blocks, beside `scraper`'s parse of the same page alone.
//! Text: the sentence stage, beside a loop that only looks for full stops. Every figure is the best of several rounds, which is
//! what a quiet machine would show.

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;

use sourcier::Rules;
use sourcier::model::Document;
use sourcier::pipeline;
use sourcier::stages::{blocks, sentences};

/// Rounds of each measurement.
const ROUNDS: usize = 7;
/// Articles are read again until a round has so many bytes, since one alone is too short to be timed.
const TEXT_BYTES: usize = 4 << 20;

fn main() {
    // Cargo passes `--bench`; what is no option names folders.
    let mut named = std::env::args().skip(1).filter(|a| !a.starts_with("--")).map(PathBuf::from);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pages = named.next().unwrap_or_else(|| root.join("../shared/bench/pages/wcxb-dev/html"));
    let texts = named.next().unwrap_or_else(|| root.join("corpus/fr"));
    let rules = Rules::embedded().expect("the project's own tests load these rules");
    time_pages(&read(&pages, "html"), &rules);
    time_sentences(&read(&texts, "txt"), &rules);
}

/// The files of a folder with an extension, in order of their names, bytes that are no UTF-8 replaced.
fn read(dir: &Path, extension: &str) -> Vec<String> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten().map(|e| e.path());
    let mut paths: Vec<PathBuf> =
        entries.filter(|p| p.extension().is_some_and(|e| e == extension)).collect();
    paths.sort();
    if paths.is_empty() {
        println!("skipped: no .{extension} in {}", dir.display());
    }
    let bytes = paths.iter().filter_map(|p| fs::read(p).ok());
    bytes.map(|b| String::from_utf8_lossy(&b).into_owned()).collect()
}

/// Seconds of the fastest round.
fn best(mut round: impl FnMut()) -> f64 {
    let time = |_| {
        let start = Instant::now();
        round();
        start.elapsed().as_secs_f64()
    };
    (0..ROUNDS).map(time).fold(f64::INFINITY, f64::min)
}

fn time_pages(pages: &[String], rules: &Rules) {
    if pages.is_empty() {
        return;
    }
    let bytes: usize = pages.iter().map(String::len).sum();
    let parse = best(|| {
        for page in pages {
            black_box(scraper::Html::parse_document(black_box(page)));
        }
    });
    let ingest = best(|| {
        for page in pages {
            black_box(sourcier::ingest::page(black_box(page)));
        }
    });
    let whole = best(|| {
        for page in pages {
            let document = sourcier::ingest::page(black_box(page));
            black_box(pipeline::divide(&document, rules, None));
        }
    });
    let told = best(|| {
        for page in pages {
            let document = sourcier::ingest::page(black_box(page));
            black_box(pipeline::divide(&document, rules, Some("en")));
        }
    });
    println!("{} pages, {:.1} MB", pages.len(), bytes as f64 / 1e6);
    for (name, seconds) in [
        ("scraper's parse alone", parse),
        ("HTML to text and markup", ingest),
        ("the same, language given", told),
        ("HTML to blocks", whole),
    ] {
        let (rate, mb) = (pages.len() as f64 / seconds, bytes as f64 / 1e6 / seconds);
        println!(
            "  {name:<26} {rate:>7.0} pages/s {mb:>7.1} MB/s   {:.2} times the parse",
            seconds / parse
        );
    }
}

fn time_sentences(texts: &[String], rules: &Rules) {
    if texts.is_empty() {
        return;
    }
    let language = rules.language("fr").unwrap_or(&rules.neutral);
    // Articles are divided one by one, as they are in a batch.
    let articles: Vec<_> = texts
        .iter()
        .map(|article| {
            let document = Document::from_text("", article.as_str());
            let blocks = blocks::divide(&document, rules, language);
            let quotations = blocks::pair(article, &blocks);
            (article.as_str(), blocks, quotations)
        })
        .collect();
    let size: usize = texts.iter().map(String::len).sum();
    let repeats = TEXT_BYTES.div_ceil(size);
    let stage = best(|| {
        for _ in 0..repeats {
            for (article, blocks, quotations) in &articles {
                black_box(sentences::split(article, blocks, quotations, |_| &language.sentences));
            }
        }
    });
    let stops = best(|| {
        for _ in 0..repeats {
            for (article, ..) in &articles {
                black_box(
                    article
                        .char_indices()
                        .filter(|(_, c)| matches!(c, '.' | '!' | '?' | '…'))
                        .count(),
                );
            }
        }
    });
    let mb = (size * repeats) as f64 / 1e6;
    println!("{} articles, {mb:.1} MB in all rounds", texts.len());
    for (name, seconds) in [("looking for full stops", stops), ("sentences", stage)] {
        println!("  {name:<26} {:>7.1} MB/s", mb / seconds);
    }
}
