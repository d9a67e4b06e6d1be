//! Which lines of a flattened page are the article's: by line, by word, by page.

use std::collections::HashMap;
use std::ops::Range;

use serde::Deserialize;

use super::bootstrap::interval;
use super::measure::{Measure, Table};
use super::score::Counts;

/// The lines of a page with their labels: a line of `labels.jsonl`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct LinesGold {
    pub id: String,
    pub lang: Option<String>,
    pub lines: Vec<Labelled>,
}

/// A line and what it is.
#[derive(Clone, Debug, Deserialize)]
pub struct Labelled {
    pub text: String,
    pub label: Label,
    /// How many words it has.
    pub n: usize,
}

/// What a line of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    Content,
    Boilerplate,
    /// It does not count.
    Ignore,
}

/// The verdicts of a program on the lines of a page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PageLines {
    pub id: String,
    pub lines: Vec<Judged>,
}

/// A line and whether it is boilerplate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Judged {
    pub text: String,
    pub boilerplate: bool,
}

/// The counts of one page; the class that counts is the article's, save for `boilerplate`.
#[derive(Clone, Debug, Default)]
struct Page {
    lines: Counts,
    words: Counts,
    boilerplate: Counts,
}

/// A page has lost something when so large a share of its article's words is flagged.
const LOSS: f64 = 0.1;

/// Scores the verdicts; with a window only the lines from so many before the article's first to so many behind its last.
///
/// A page without a prediction counts as wholly flagged, one without an article line does not count.
pub fn score<'t>(
    gold: &[LinesGold],
    told: impl Fn(&str) -> &'t [Judged],
    window: Option<usize>,
) -> Table {
    let pages: Vec<Page> =
        gold.iter().filter_map(|g| page(&g.lines, told(&g.id), window)).collect();
    let all: Vec<usize> = (0..pages.len()).collect();
    let pooled = |name, part: fn(&Page) -> Counts| {
        let sum = |drawn: &[usize]| {
            let mut sum = Counts::default();
            drawn.iter().for_each(|&i| sum.add(part(&pages[i])));
            sum
        };
        let c = sum(&all);
        let interval = interval(pages.len(), |drawn| sum(drawn).f1());
        Measure { name, p: c.precision(), r: c.recall(), f: c.f1(), interval }
    };
    let mean = |drawn: &[usize], of: fn(Counts) -> f64| {
        drawn.iter().map(|&i| of(pages[i].words)).sum::<f64>() / drawn.len().max(1) as f64
    };
    let by_page = Measure {
        name: "page",
        p: mean(&all, Counts::precision),
        r: mean(&all, Counts::recall),
        f: mean(&all, Counts::f1),
        interval: interval(pages.len(), |drawn| mean(drawn, Counts::f1)),
    };
    let lossy = pages
        .iter()
        .filter(|p| (p.words.gold - p.words.right) as f64 >= LOSS * p.words.gold as f64);
    Table {
        name: "lines",
        pages: pages.len(),
        shares: vec![("lost", lossy.count() as f64 / pages.len().max(1) as f64)],
        measures: vec![
            pooled("line", |p| p.lines),
            pooled("token", |p| p.words),
            by_page,
            pooled("boilerplate", |p| p.boilerplate),
        ],
    }
}

fn page(gold: &[Labelled], told: &[Judged], window: Option<usize>) -> Option<Page> {
    let is_content = |l: &Labelled| l.label == Label::Content;
    let first = gold.iter().position(is_content)?;
    let last = gold.iter().rposition(is_content)?;
    let scored = match window {
        Some(k) => first.saturating_sub(k)..(last + k + 1).min(gold.len()),
        None => 0..gold.len(),
    };
    let flagged = flags(gold, told);
    let mut page = Page::default();
    for (line, &flag) in gold[scored.clone()].iter().zip(&flagged[scored]) {
        if line.label == Label::Ignore {
            continue;
        }
        let content = is_content(line);
        let count = |sum: &mut Counts, n: usize, predicted: bool, gold: bool| {
            sum.add(Counts {
                right: if predicted && gold { n } else { 0 },
                predicted: if predicted { n } else { 0 },
                gold: if gold { n } else { 0 },
            });
        };
        count(&mut page.lines, 1, !flag, content);
        count(&mut page.words, line.n, !flag, content);
        count(&mut page.boilerplate, 1, flag, !content);
    }
    Some(page)
}

/// The verdict on each gold line; lines are matched by their text when the program changed their number, and one that it
/// dropped counts as flagged.
fn flags(gold: &[Labelled], told: &[Judged]) -> Vec<bool> {
    let theirs: Vec<&str> = gold.iter().map(|l| l.text.as_str()).collect();
    let mine: Vec<&str> = told.iter().map(|l| l.text.trim()).collect();
    if theirs == mine {
        return told.iter().map(|l| l.boilerplate).collect();
    }
    let mut flags = vec![true; gold.len()];
    for (a, b, n) in matching_blocks(&theirs, &mine) {
        for i in 0..n {
            flags[a + i] = told[b + i].boilerplate;
        }
    }
    flags
}

/// The stretches that two lists share: the longest first, then those on both sides of it (Ratcliff and Metzener 1988).
fn matching_blocks(a: &[&str], b: &[&str]) -> Vec<(usize, usize, usize)> {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (j, &line) in b.iter().enumerate() {
        places.entry(line).or_default().push(j);
    }
    let mut found = Vec::new();
    let mut waiting = vec![(0..a.len(), 0..b.len())];
    while let Some((left, right)) = waiting.pop() {
        let (i, j, n) = longest_match(a, &places, left.clone(), right.clone());
        if n > 0 {
            found.push((i, j, n));
            waiting.push((left.start..i, right.start..j));
            waiting.push((i + n..left.end, j + n..right.end));
        }
    }
    found
}

/// The longest stretch that both share within the bounds; of equally long ones the first.
fn longest_match(
    a: &[&str],
    places: &HashMap<&str, Vec<usize>>,
    left: Range<usize>,
    right: Range<usize>,
) -> (usize, usize, usize) {
    let mut best = (left.start, right.start, 0);
    // How long the stretch is that ends at a place of the second list.
    let mut lengths: HashMap<usize, usize> = HashMap::new();
    for i in left {
        let mut next = HashMap::new();
        let list = places.get(a[i]).map_or(&[][..], Vec::as_slice);
        for &j in list.iter().filter(|j| right.contains(j)) {
            let before = j.checked_sub(1).and_then(|j| lengths.get(&j)).copied();
            let n = before.unwrap_or_default() + 1;
            next.insert(j, n);
            if n > best.2 {
                best = (i + 1 - n, j + 1 - n, n);
            }
        }
        lengths = next;
    }
    best
}
