//! The sheet of a whole gold set: sums over articles, intervals, confidence measures.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::bootstrap;
use super::score::{COUNTED, Counts, Found, SHARED, STAGES, Sheet, stage};

/// Measures over all articles.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    pub articles: usize,
    /// Measures with precision and recall, and the 95 % interval of their F1 over articles.
    pub counts: Vec<(&'static str, Counts, (f64, f64))>,
    /// Measures that are a share: right ones and all.
    pub shares: Vec<(&'static str, usize, usize)>,
    /// How many were found, by construction: *A2* before *A10*.
    pub constructions: Vec<(String, Found)>,
    /// How well the confidences of attributions fit.
    pub confidence: Option<ConfidenceSheet>,
    /// How well the confidences of links between mentions fit.
    pub links: Option<ConfidenceSheet>,
    /// How well the confidences of verdicts on lines fit.
    pub verdicts: Option<ConfidenceSheet>,
}

/// How well the confidences fit what happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConfidenceSheet {
    pub n: usize,
    /// Expected calibration error over ten bins of equal width (Naeini et al. 2015).
    pub ece: f64,
    /// Mean squared error (Brier 1950).
    pub brier: f64,
    /// Area under the ROC curve; absent when all are right or all wrong.
    pub auroc: Option<f64>,
    /// Precision on the half with the highest confidence.
    pub precision_half: f64,
}

/// Sums the sheets of all articles.
pub fn totals(sheets: &[Sheet]) -> Totals {
    let mut totals = Totals { articles: sheets.len(), ..Totals::default() };
    for key in COUNTED {
        let list: Vec<Counts> =
            sheets.iter().map(|s| s.counts.get(key).copied().unwrap_or_default()).collect();
        let mut sum = Counts::default();
        list.iter().for_each(|c| sum.add(*c));
        totals.counts.push((key, sum, interval(&list)));
    }
    for key in SHARED {
        let (right, all) = sheets
            .iter()
            .filter_map(|s| s.shares.get(key))
            .fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
        totals.shares.push((key, right, all));
    }
    let mut constructions: BTreeMap<(&str, usize, &str), Found> = BTreeMap::new();
    for (construction, found) in sheets.iter().flat_map(|s| &s.constructions) {
        let sum = constructions.entry(in_order(construction)).or_default();
        sum.found += found.found;
        sum.cue += found.cue;
        sum.gold += found.gold;
    }
    totals.constructions =
        constructions.into_iter().map(|((.., name), found)| (name.to_owned(), found)).collect();
    let confidences: Vec<(f64, bool)> =
        sheets.iter().flat_map(|s| s.confidences.iter().copied()).collect();
    totals.confidence = confidence(&confidences);
    let of = |list: fn(&Sheet) -> &[(f64, bool)]| {
        confidence(&sheets.iter().flat_map(|s| list(s).iter().copied()).collect::<Vec<_>>())
    };
    totals.links = of(|s| &s.link_confidences);
    totals.verdicts = of(|s| &s.verdicts);
    totals
}

/// The letter and the number of a construction, which order it, and its name.
fn in_order(construction: &str) -> (&str, usize, &str) {
    let letters = construction.trim_end_matches(|c: char| c.is_ascii_digit());
    (letters, construction[letters.len()..].parse().unwrap_or(0), construction)
}

/// The interval of the F1 over articles.
fn interval(list: &[Counts]) -> (f64, f64) {
    bootstrap::interval(list.len(), |drawn| {
        let mut sum = Counts::default();
        drawn.iter().for_each(|&i| sum.add(list[i]));
        sum.f1()
    })
}

/// Measures probabilities against what happened; nothing if there are none.
pub fn confidence(list: &[(f64, bool)]) -> Option<ConfidenceSheet> {
    if list.is_empty() {
        return None;
    }
    let n = list.len() as f64;
    let mut ece = 0.0;
    for bin in 0..10 {
        let (low, high) = (f64::from(bin) / 10.0, f64::from(bin + 1) / 10.0);
        let inside: Vec<_> =
            list.iter().filter(|(c, _)| low <= *c && *c < high || bin == 9 && *c == 1.0).collect();
        if !inside.is_empty() {
            let size = inside.len() as f64;
            let mean = inside.iter().map(|(c, _)| c).sum::<f64>() / size;
            let right = inside.iter().filter(|(_, r)| *r).count() as f64 / size;
            ece += size / n * (mean - right).abs();
        }
    }
    let brier = list.iter().map(|(c, r)| (c - f64::from(u8::from(*r))).powi(2)).sum::<f64>() / n;
    let (right, wrong): (Vec<_>, Vec<_>) = list.iter().copied().partition(|(_, r)| *r);
    let above = |a: f64, b: f64| {
        if a > b {
            1.0
        } else if a == b {
            0.5
        } else {
            0.0
        }
    };
    let auroc = (!right.is_empty() && !wrong.is_empty()).then(|| {
        let sum: f64 = right.iter().flat_map(|a| wrong.iter().map(|b| above(a.0, b.0))).sum();
        sum / (right.len() * wrong.len()) as f64
    });
    let mut sorted = list.to_vec();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let half = &sorted[..sorted.len().div_ceil(2)];
    let precision_half = half.iter().filter(|(_, r)| *r).count() as f64 / half.len() as f64;
    Some(ConfidenceSheet { n: list.len(), ece, brier, auroc, precision_half })
}

/// The probabilities that are measured, by the name of their row.
fn confidences(totals: &Totals) -> [(&'static str, Option<ConfidenceSheet>); 3] {
    [
        ("confidence", totals.confidence),
        ("confidence_links", totals.links),
        ("confidence_lines", totals.verdicts),
    ]
}

impl std::fmt::Display for ConfidenceSheet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let auroc = self.auroc.map_or("-".to_owned(), |a| format!("{a:.3}"));
        write!(
            f,
            "ECE {:.3}  Brier {:.3}  AUROC {auroc}  precision on the surer half {:.3}  of {}",
            self.ece, self.brier, self.precision_half, self.n
        )
    }
}

/// The totals for machines.
pub fn to_json(totals: &Totals) -> Value {
    let mut out = Map::new();
    out.insert("articles".to_owned(), json!(totals.articles));
    for (key, c, (low, high)) in &totals.counts {
        let value = json!({"p": c.precision(), "r": c.recall(), "f": c.f1(), "pred": c.predicted, "gold": c.gold, "interval": [low, high]});
        out.insert((*key).to_owned(), value);
    }
    for (key, right, all) in &totals.shares {
        let acc = (*all > 0).then(|| *right as f64 / *all as f64);
        out.insert(format!("acc:{key}"), json!({"acc": acc, "n": all}));
    }
    for (key, c) in &totals.constructions {
        let value = json!({"found": c.found, "cue": c.cue, "gold": c.gold});
        out.insert(format!("construction:{key}"), value);
    }
    for (name, sheet) in confidences(totals) {
        if let Some(c) = sheet {
            let value = json!({"n": c.n, "ece": c.ece, "brier": c.brier, "auroc": c.auroc, "precision_half": c.precision_half});
            out.insert(name.to_owned(), value);
        }
    }
    Value::Object(out)
}

/// The totals for people.
pub fn to_table(totals: &Totals) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    let _ = writeln!(out, "{} articles", totals.articles);
    for group in STAGES {
        let _ = writeln!(out, "\n{group:<18}      P      R     F1   95 % interval   found   gold");
        for (key, c, (low, high)) in totals.counts.iter().filter(|(k, ..)| stage(k) == group) {
            let _ = writeln!(
                out,
                "  {key:<16}  {:.3}  {:.3}  {:.3}   {low:.3} - {high:.3}  {:>6} {:>6}",
                c.precision(),
                c.recall(),
                c.f1(),
                c.predicted,
                c.gold
            );
        }
        for (key, right, all) in
            totals.shares.iter().filter(|(k, _, n)| stage(k) == group && *n > 0)
        {
            let _ = writeln!(out, "  {key:<30}  {:.3}  of {all}", *right as f64 / *all as f64);
        }
    }
    for (name, sheet) in confidences(totals) {
        if let Some(c) = sheet {
            let _ = write!(out, "\n{name}  {c}");
        }
    }
    out.push('\n');
    if !totals.constructions.is_empty() {
        let _ = writeln!(out, "\nrecall by construction   relation@0.5     cue   gold");
        for (key, c) in &totals.constructions {
            let _ = writeln!(out, "  {key:<24} {:>10} {:>7} {:>6}", c.found, c.cue, c.gold);
        }
    }
    out
}
