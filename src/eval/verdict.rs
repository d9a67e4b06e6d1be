//! The verdict of the gate: how present figures and attributions stand to a baseline, for people.

use std::fmt::Write as _;

use super::article::Article;
use super::flips::{self, Flip, Standing, Turn};
use super::gate::{Baseline, Corpus, Measure, decimals};
use super::score::{COUNTED, SHARED, stage};

/// How present figures stand to a baseline.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Measures below their floor, and the floor.
    pub fallen: Vec<(Measure, usize)>,
    /// Measures above their floor, and the floor.
    pub raisable: Vec<(Measure, usize)>,
    /// Measures that have no floor yet.
    pub open: Vec<Measure>,
    /// Stages whose floors were measured on other gold, and that gold.
    pub other_gold: Vec<(String, Corpus)>,
    /// Single attributions that are judged otherwise than before; none if the gold is another one.
    pub flips: Vec<Flip>,
    /// So many of them may flip.
    pub most_flips: usize,
}

/// Compares present figures with a baseline.
pub fn compare(
    baseline: &Baseline,
    measures: &[Measure],
    corpus: &Corpus,
    standing: &Standing,
) -> Verdict {
    let mut verdict = Verdict { most_flips: baseline.most_flips, ..Verdict::default() };
    for m in measures {
        match baseline.floors.get(m.key) {
            Some(&floor) if m.thousandths() < floor => verdict.fallen.push((*m, floor)),
            Some(&floor) if m.thousandths() > floor => verdict.raisable.push((*m, floor)),
            Some(_) => {}
            None if m.is_taken() => verdict.open.push(*m),
            None => {}
        }
    }
    let other = baseline.corpora.iter().filter(|(_, c)| c.digest != corpus.digest);
    verdict.other_gold = other.map(|(s, c)| (s.clone(), c.clone())).collect();
    // Attributions of another gold have other names.
    if let Some(old) = baseline.standing.as_ref().filter(|_| verdict.other_gold.is_empty()) {
        verdict.flips = standing.since(old);
    }
    verdict
}

impl Verdict {
    /// Whether no measure lies below its floor, and no more attributions flipped than may.
    pub fn holds(&self) -> bool {
        self.fallen.is_empty() && self.flips.len() <= self.most_flips
    }

    /// The verdict for people.
    pub fn table(&self, corpus: &Corpus, articles: &[Article]) -> String {
        let mut out = String::new();
        if let Some((_, then)) = self.other_gold.first() {
            let stages: Vec<&str> = self.other_gold.iter().map(|(s, _)| s.as_str()).collect();
            let _ = writeln!(
                out,
                "The floors of {} were measured on other gold: {} articles with {} attributions (digest {:.12}) then, {} with {} ({:.12}) now.",
                stages.join(", "),
                then.articles,
                then.attributions,
                then.digest,
                corpus.articles,
                corpus.attributions,
                corpus.digest
            );
        }
        if !self.fallen.is_empty() {
            let _ = writeln!(out, "{:<34}  floor    now  change  lacking", "below the floor");
        }
        for (m, floor) in &self.fallen {
            let lacks = match m.lacks(*floor) {
                0 => "nothing was measured".to_owned(),
                1 => format!("1 {}", m.unit().trim_end_matches('s')),
                n => format!("{n} {}", m.unit()),
            };
            let _ = writeln!(
                out,
                "  {:<12}  {:<18}  {}  {}  -{}  {lacks}",
                m.stage,
                m.key,
                decimals(*floor),
                decimals(m.thousandths()),
                decimals(floor - m.thousandths())
            );
        }
        if !self.raisable.is_empty() {
            let _ = writeln!(out, "{:<34}  floor    now  change", "raisable");
        }
        for (m, floor) in &self.raisable {
            let _ = writeln!(
                out,
                "  {:<12}  {:<18}  {}  {}  +{}",
                m.stage,
                m.key,
                decimals(*floor),
                decimals(m.thousandths()),
                decimals(m.thousandths() - floor)
            );
        }
        for m in &self.open {
            let _ = writeln!(
                out,
                "  {:<12}  {:<18}  no floor yet, now {}",
                m.stage,
                m.key,
                decimals(m.thousandths())
            );
        }
        if !self.flips.is_empty() {
            let worse = self.flips.iter().filter(|f| f.turn == Turn::Worse).count();
            let _ = writeln!(
                out,
                "{} attributions flipped, {} may: {worse} worse, {} better",
                self.flips.len(),
                self.most_flips,
                self.flips.len() - worse
            );
            out.push_str(&flips::to_text(&self.flips, articles));
        }
        let end = if self.holds() { "The gate holds." } else { "The gate does not hold." };
        let _ = writeln!(out, "{end}");
        out
    }
}

/// What a new baseline changes in an old one, for people.
pub fn changes(old: &Baseline, new: &Baseline) -> String {
    let mut out = String::new();
    for key in COUNTED.into_iter().chain(SHARED) {
        let line = match (old.floors.get(key), new.floors.get(key)) {
            (Some(a), Some(b)) if a < b => format!("{} -> {}  raised", decimals(*a), decimals(*b)),
            (Some(a), Some(b)) if a > b => format!("{} -> {}  LOWERED", decimals(*a), decimals(*b)),
            (None, Some(b)) => format!("          {}  new", decimals(*b)),
            (Some(a), None) => format!("{}           dropped", decimals(*a)),
            _ => continue,
        };
        let _ = writeln!(out, "  {:<12}  {key:<18}  {line}", stage(key));
    }
    let moved = old.corpora != new.corpora;
    match (out.is_empty(), moved) {
        (true, true) => "No floor changed; the gold did.\n".to_owned(),
        (true, false) => "No floor changed.\n".to_owned(),
        _ => format!("Floors changed:\n{out}"),
    }
}
