//! How much of a page's article was kept: the measures of three published benchmarks.
//!
//! `shingle` and `exact` are those of the article extraction benchmark by Scrapinghub (2020): four words in a row, counted as
//! often as they occur, precision and recall averaged over pages. `word` is that of WCXB: a bag of words in small letters, F1
//! averaged over pages. `chunk` is that of trafilatura (Barbaresi 2021): strings that must be kept and strings that must not.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use super::bootstrap::interval;
use super::measure::{Measure, Table};
use super::score::Counts;

/// What the article of a page is: a line of `gold.jsonl`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PageGold {
    pub id: String,
    pub lang: Option<String>,
    /// The article's text.
    pub text: Option<String>,
    /// Strings that belong to the article.
    #[serde(rename = "with")]
    pub wanted: Vec<String>,
    /// Strings that do not.
    #[serde(rename = "without")]
    pub unwanted: Vec<String>,
}

/// What a program kept of a page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PageText {
    pub id: String,
    pub text: Option<String>,
}

/// The words of a text: letters, digits and low lines, as Python's `\w` has them.
static WORD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[\p{L}\p{N}_]+").expect("the pattern is a constant"));

/// The scores of one page.
#[derive(Clone, Debug, Default)]
struct Page {
    shingle: Option<Counts>,
    exact: bool,
    word: f64,
    /// Strings kept and wanted, kept and unwanted, wanted and lost, and neither.
    chunks: [usize; 4],
}

/// Scores what was kept of the pages; a page without a prediction counts as empty.
pub fn score<'t>(gold: &[PageGold], kept: impl Fn(&str) -> &'t str) -> Table {
    let pages: Vec<Page> = gold.iter().map(|g| page(g, kept(&g.id))).collect();
    let all: Vec<usize> = (0..pages.len()).collect();
    let measure = |name, value: fn(&[&Page]) -> (f64, f64, f64)| {
        let of = |drawn: &[usize]| value(&drawn.iter().map(|&i| &pages[i]).collect::<Vec<_>>());
        let (p, r, f) = of(&all);
        Measure { name, p, r, f, interval: interval(pages.len(), |drawn| of(drawn).2) }
    };
    let mut table = Table { name: "html", pages: pages.len(), ..Table::default() };
    let texts: Vec<&Page> = pages.iter().filter(|p| p.shingle.is_some()).collect();
    if !texts.is_empty() {
        table.measures.push(measure("shingle", shingle));
        table.measures.push(measure("word", word));
        let exact = texts.iter().filter(|p| p.exact).count();
        table.shares.push(("exact", exact as f64 / texts.len() as f64));
    }
    let chunks = sum(&pages.iter().collect::<Vec<_>>());
    if chunks.iter().sum::<usize>() > 0 {
        table.measures.push(measure("chunk", chunk));
        let right = (chunks[0] + chunks[3]) as f64;
        table.shares.push(("chunk_accuracy", right / chunks.iter().sum::<usize>() as f64));
    }
    table
}

fn page(gold: &PageGold, kept: &str) -> Page {
    let mut page = Page::default();
    if let Some(text) = gold.text.as_deref().filter(|t| !t.is_empty()) {
        let (mine, theirs) = (words(kept), words(text));
        let (a, b) = (shingles(&mine), shingles(&theirs));
        page.shingle = Some(Counts {
            right: common(&a, &b),
            predicted: a.values().sum(),
            gold: b.values().sum(),
        });
        page.exact = mine == theirs;
        let (a, b) = (kept.to_lowercase(), text.to_lowercase());
        let (a, b) = (counted(words(&a)), counted(words(&b)));
        let size = a.values().sum::<usize>() + b.values().sum::<usize>();
        page.word = if size == 0 { 1.0 } else { 2.0 * common(&a, &b) as f64 / size as f64 };
    }
    if !gold.wanted.is_empty() || !gold.unwanted.is_empty() {
        let kept = with_single_blanks(kept);
        let found =
            |list: &[String]| list.iter().filter(|s| kept.contains(&with_single_blanks(s))).count();
        let (right, wrong) = (found(&gold.wanted), found(&gold.unwanted));
        page.chunks = [right, wrong, gold.wanted.len() - right, gold.unwanted.len() - wrong];
    }
    page
}

fn words(text: &str) -> Vec<&str> {
    WORD.find_iter(text).map(|m| m.as_str()).collect()
}

/// Four words in a row; a shorter text is one shingle.
fn shingles<'t>(words: &[&'t str]) -> HashMap<Vec<&'t str>, usize> {
    const LENGTH: usize = 4;
    if words.is_empty() {
        return HashMap::new();
    }
    counted(words.windows(LENGTH.min(words.len())).map(<[&str]>::to_vec).collect())
}

fn counted<T: Hash + Eq>(list: Vec<T>) -> HashMap<T, usize> {
    let mut counts = HashMap::with_capacity(list.len());
    for item in list {
        *counts.entry(item).or_default() += 1;
    }
    counts
}

fn common<T: Hash + Eq>(a: &HashMap<T, usize>, b: &HashMap<T, usize>) -> usize {
    a.iter().map(|(item, &n)| n.min(b.get(item).copied().unwrap_or_default())).sum()
}

fn with_single_blanks(text: &str) -> String {
    // These four part words in Python's eyes as well.
    let is_blank = |c: char| c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}');
    text.split(is_blank).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Mean precision of the pages with a text that kept something, mean recall, and the F1 of the two.
fn shingle(pages: &[&Page]) -> (f64, f64, f64) {
    let counts = || pages.iter().filter_map(|p| p.shingle);
    let p = mean(counts().filter(|c| c.predicted > 0).map(Counts::precision));
    let r = mean(counts().filter(|c| c.gold > 0).map(Counts::recall));
    (p, r, harmonic(p, r))
}

fn word(pages: &[&Page]) -> (f64, f64, f64) {
    let f = mean(pages.iter().filter(|p| p.shingle.is_some()).map(|p| p.word));
    (f, f, f)
}

fn chunk(pages: &[&Page]) -> (f64, f64, f64) {
    let [right, wrong, lost, _] = sum(pages);
    let share = |n: usize, of: usize| n as f64 / of.max(1) as f64;
    let (p, r) = (share(right, right + wrong), share(right, right + lost));
    (p, r, harmonic(p, r))
}

fn sum(pages: &[&Page]) -> [usize; 4] {
    let mut all = [0; 4];
    for page in pages {
        all.iter_mut().zip(page.chunks).for_each(|(a, n)| *a += n);
    }
    all
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = values.fold((0.0, 0_usize), |(sum, n), v| (sum + v, n + 1));
    sum / n.max(1) as f64
}

fn harmonic(p: f64, r: f64) -> f64 {
    if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }
}
