//! The measures: how well predictions agree with gold.
//!
//! Overlap of two lists of spans is the Jaccard index over their letters and digits.
//! Pairs are matched one to one, the best overlap first, as in PolNeAR's evaluation of attribution relations.

use std::collections::BTreeMap;

use super::article::{Article, Told, lines_of};
use super::errors::Error;
use super::letters::{Letters, jaccard};

/// True positives, predictions and gold items of one measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub right: usize,
    pub predicted: usize,
    pub gold: usize,
}

impl Counts {
    /// Adds other counts.
    pub fn add(&mut self, other: Counts) {
        self.right += other.right;
        self.predicted += other.predicted;
        self.gold += other.gold;
    }

    /// Share of the predictions that are right.
    pub fn precision(self) -> f64 {
        if self.predicted == 0 { 0.0 } else { self.right as f64 / self.predicted as f64 }
    }

    /// Share of the gold items that were found.
    pub fn recall(self) -> f64 {
        if self.gold == 0 { 0.0 } else { self.right as f64 / self.gold as f64 }
    }

    /// Harmonic mean of the two.
    pub fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }
    }
}

/// How many gold attributions of a construction were found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// By `relation@0.5`.
    pub found: usize,
    /// By a cue that meets theirs.
    pub cue: usize,
    pub gold: usize,
}

/// The measures of one article.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Measures with precision and recall.
    pub counts: BTreeMap<&'static str, Counts>,
    /// Measures that are a share: right ones and all.
    pub shares: BTreeMap<&'static str, (usize, usize)>,
    /// Found gold attributions by construction.
    pub constructions: BTreeMap<String, Found>,
    /// Confidence of each prediction, and whether it was right.
    pub confidences: Vec<(f64, bool)>,
    /// Predicted attributions that are right by `relation@0.5`, by their place.
    pub right: std::collections::BTreeSet<usize>,
    /// Predicted attributions whose source is linked to other mentions, and whether that is right.
    pub links: Vec<(usize, bool)>,
    /// Confidence of each such link, where it has one, and whether it is right.
    pub link_confidences: Vec<(f64, bool)>,
    /// Confidence of the verdict on each line, where it has one, and whether gold says the same.
    pub verdicts: Vec<(f64, bool)>,
    /// What went wrong.
    pub errors: Vec<Error>,
}

/// Measures with precision and recall, in the order of the table.
pub const COUNTED: [&str; 15] = [
    "quote@0.3",
    "quote@0.8",
    "cue",
    "source_span",
    "content_exact",
    "relation@0.5",
    "relation_exact",
    "direct@0.5",
    "indirect@0.5",
    "mixed@0.5",
    "boiler_line",
    "boiler_char",
    "hedged",
    "nested",
    "coref_link",
];

/// Measures that are a share, in the order of the table.
///
/// `boiler_kind` is the kind of the gold's boilerplate lines that were flagged, `article_line` the article's own lines that
/// were not; `voice` is that of each sentence, a source's, the article's or both.
pub const SHARED: [&str; 12] = [
    "boiler_kind",
    "article_line",
    "speaker|quote@0.3",
    "speaker|quote@0.8",
    "kind",
    "identified",
    "mode",
    "stance",
    "coref",
    "deny_or_silent",
    "parent_of_found",
    "voice",
];

/// The stages that measures judge, in the order of the table.
pub const STAGES: [&str; 5] = ["blocks", "cues", "attributions", "sources", "claims"];

/// The stage that a measure judges.
pub fn stage(measure: &str) -> &'static str {
    match measure {
        "boiler_line" | "boiler_char" | "boiler_kind" | "article_line" => "blocks",
        "cue" => "cues",
        "voice" => "claims",
        "coref_link" | "kind" | "identified" | "coref" => "sources",
        _ => "attributions",
    }
}

/// Two spans agree loosely when they share half of their letters.
pub const HALF: f64 = 0.5;
/// Two spans agree exactly when hardly anything is left over.
const EXACT: f64 = 0.999;

/// A part of an attribution.
type Part = fn(&Told) -> &Letters;

/// Scores one article.
pub fn score(article: &Article) -> Sheet {
    let (gold, told) = (&article.gold, &article.told);
    let mut sheet = Sheet::default();
    let mut add = |key: &'static str, right: usize, predicted: usize, gold: usize| {
        sheet.counts.entry(key).or_default().add(Counts { right, predicted, gold });
    };
    let mut speakers = Vec::new();
    for (floor, key, speaker) in
        [(0.3, "quote@0.3", "speaker|quote@0.3"), (0.8, "quote@0.8", "speaker|quote@0.8")]
    {
        let pairs = pairs(gold, told, |g, p| {
            (!g.content.is_empty() && !p.content.is_empty() && g.content.meets(&p.content))
                .then(|| jaccard(&g.content, &p.content))
        });
        let matched = best_first(pairs, floor);
        let filled = |list: &[Told]| list.iter().filter(|a| !a.content.is_empty()).count();
        add(key, matched.len(), filled(told), filled(gold));
        let right = matched.iter().filter(|&&(i, j)| {
            let (g, p) = (&gold[i].source, &told[j].source);
            g.is_empty() && p.is_empty() || jaccard(g, p) >= floor
        });
        speakers.push((speaker, right.count(), matched.len()));
    }
    let cues = best_first(
        pairs(gold, told, |g, p| g.cue.meets(&p.cue).then(|| jaccard(&g.cue, &p.cue))),
        0.01,
    );
    add("cue", cues.len(), told.len(), gold.len());
    let exact = |part: Part| {
        cues.iter()
            .filter(|&&(i, j)| {
                !part(&gold[i]).is_empty() && jaccard(part(&gold[i]), part(&told[j])) >= EXACT
            })
            .count()
    };
    let filled = |list: &[Told], part: Part| list.iter().filter(|a| !part(a).is_empty()).count();
    let (source, content): (Part, Part) = (|a| &a.source, |a| &a.content);
    add("source_span", exact(source), filled(told, source), filled(gold, source));
    add("content_exact", exact(content), filled(told, content), filled(gold, content));
    for (floor, key) in [(HALF, "relation@0.5"), (EXACT, "relation_exact")] {
        let good = relations(gold, told, floor);
        add(key, good.len(), told.len(), gold.len());
        if floor == HALF {
            for mode in ["direct", "indirect", "mixed"] {
                let key = match mode {
                    "direct" => "direct@0.5",
                    "indirect" => "indirect@0.5",
                    _ => "mixed@0.5",
                };
                let of = |list: &[Told]| list.iter().filter(|a| a.mode == mode).count();
                add(
                    key,
                    good.iter().filter(|&&(i, _)| gold[i].mode == mode).count(),
                    of(told),
                    of(gold),
                );
            }
        }
    }
    let kinds = blocks(article, &mut add);
    sheet.verdicts = verdicts(article);
    let right = article.voices.iter().filter(|(gold, told)| gold == told).count();
    sheet.shares.insert("voice", (right, article.voices.len()));
    let good = relations(gold, told, HALF);
    for (key, right, all) in speakers {
        sheet.shares.insert(key, (right, all));
    }
    sheet.shares.extend(kinds);
    super::found::judge(article, &good, &cues, &mut sheet);
    sheet
}

/// Pairs whose source and content agree by at least `floor` and whose cues meet.
fn relations(gold: &[Told], told: &[Told], floor: f64) -> Vec<(usize, usize)> {
    let pairs = pairs(gold, told, |g, p| {
        let (content, source) = (jaccard(&g.content, &p.content), jaccard(&g.source, &p.source));
        (content >= floor && source >= floor && g.cue.meets(&p.cue))
            .then(|| content + source + jaccard(&g.cue, &p.cue))
    });
    best_first(pairs, 0.01)
}

fn pairs(
    gold: &[Told],
    told: &[Told],
    value: impl Fn(&Told, &Told) -> Option<f64>,
) -> Vec<(f64, usize, usize)> {
    let mut list = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, p) in told.iter().enumerate() {
            list.extend(value(g, p).map(|v| (v, i, j)));
        }
    }
    list
}

/// Matches one to one, the best value first; ties in order of gold, then of predictions.
fn best_first(mut pairs: Vec<(f64, usize, usize)>, floor: f64) -> Vec<(usize, usize)> {
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let mut out: Vec<(usize, usize)> = Vec::new();
    for (value, i, j) in pairs {
        if value >= floor && value > 0.0 && out.iter().all(|&(a, b)| a != i && b != j) {
            out.push((i, j));
        }
    }
    out
}

/// Boilerplate by letters and lines; returns the shares of kinds and of article lines that are right.
fn blocks(
    article: &Article,
    add: &mut impl FnMut(&'static str, usize, usize, usize),
) -> [(&'static str, (usize, usize)); 2] {
    let (gold, told) = (&article.gold_boilerplate, &article.told_boilerplate);
    add("boiler_char", gold.common(told), told.len(), gold.len());
    let (mut right, mut predicted, mut wanted, mut own, mut own_flagged) = (0, 0, 0, 0, 0);
    let (mut kinds, mut same_kind) = (0, 0);
    for line in lines_of(&article.text) {
        let letters = Letters::of(&article.text, &[line]);
        if letters.is_empty() {
            continue;
        }
        let mostly = |set: &Letters| letters.common(set) * 2 > letters.len();
        let (x, y) = (mostly(told), mostly(gold));
        right += usize::from(x && y);
        predicted += usize::from(x);
        wanted += usize::from(y);
        own += usize::from(!y);
        own_flagged += usize::from(!y && x);
        let named = kind_of(&letters, &article.gold_kinds);
        if let Some(kind) = named.filter(|_| x && y) {
            kinds += 1;
            same_kind += usize::from(kind_of(&letters, &article.told_kinds) == Some(kind));
        }
    }
    add("boiler_line", right, predicted, wanted);
    [("boiler_kind", (same_kind, kinds)), ("article_line", (own - own_flagged, own))]
}

/// The confidence of the verdict on each line that one block covers, and whether gold says the same.
fn verdicts(article: &Article) -> Vec<(f64, bool)> {
    let mut list = Vec::new();
    for line in lines_of(&article.text) {
        let letters = Letters::of(&article.text, &[line]);
        let holds = |v: &&super::article::Verdict| v.place.0 <= line.0 && line.1 <= v.place.1;
        if let Some(v) = article.verdicts.iter().find(holds).filter(|_| !letters.is_empty()) {
            let flagged = letters.common(&article.gold_boilerplate) * 2 > letters.len();
            list.extend(v.confidence.map(|c| (c, v.boilerplate == flagged)));
        }
    }
    list
}

/// The kind that most of a line's letters have; of equal ones the first by name.
fn kind_of<'k>(line: &Letters, kinds: &'k BTreeMap<String, Letters>) -> Option<&'k str> {
    let sizes = kinds.iter().map(|(kind, letters)| (line.common(letters), kind));
    let found = sizes.filter(|(n, _)| *n > 0).max_by_key(|&(n, kind)| (n, std::cmp::Reverse(kind)));
    found.map(|(_, kind)| kind.as_str())
}
