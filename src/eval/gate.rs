//! The gate: floors under which no measure may fall.
//!
//! A baseline is a folder with one file a stage.
//! Each file holds floors, the counts behind them, and a digest of the gold that they were measured on.
//! All comparisons are made in whole thousandths, so that a floor means the same on every machine.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::article::Article;
use super::flips::{self, Flip, Standing, Turn};
use super::report::Totals;
use super::score::{COUNTED, SHARED, STAGES, stage};

/// A measure as a fraction, so that it can be compared without rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Its name in the table.
    pub key: &'static str,
    /// The stage that it judges.
    pub stage: &'static str,
    top: usize,
    bottom: usize,
    /// What one more right item adds to the top.
    step: usize,
    counts: Counted,
}

/// What a measure was taken on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counted {
    F1 { right: usize, found: usize, gold: usize },
    Share { right: usize, of: usize },
}

impl Measure {
    /// The measure in thousandths, rounded down; nothing measured is nothing reached.
    pub fn thousandths(&self) -> usize {
        (self.top * 1000).checked_div(self.bottom).unwrap_or(0)
    }

    /// How many more right items would reach a floor, if no more were found.
    fn lacks(&self, floor: usize) -> usize {
        (floor * self.bottom).saturating_sub(self.top * 1000).div_ceil(1000 * self.step)
    }

    /// Whether gold holds anything that it could be taken on.
    fn is_taken(&self) -> bool {
        match self.counts {
            Counted::F1 { gold, .. } => gold > 0,
            Counted::Share { of, .. } => of > 0,
        }
    }

    fn unit(&self) -> &'static str {
        match self.key {
            "boiler_line" | "boiler_kind" | "article_line" => "lines",
            "boiler_char" => "letters",
            "nested" | "parent_of_found" => "links",
            "coref" | "coref_link" => "mentions",
            "voice" => "sentences",
            _ => "attributions",
        }
    }
}

/// The measures of a whole gold set that may have a floor: F1 and shares.
pub fn measures(totals: &Totals) -> Vec<Measure> {
    let counted = totals.counts.iter().map(|&(key, c, _)| Measure {
        key,
        stage: stage(key),
        top: 2 * c.right,
        bottom: c.predicted + c.gold,
        step: 2,
        counts: Counted::F1 { right: c.right, found: c.predicted, gold: c.gold },
    });
    let shared = totals.shares.iter().map(|&(key, right, of)| Measure {
        key,
        stage: stage(key),
        top: right,
        bottom: of,
        step: 1,
        counts: Counted::Share { right, of },
    });
    counted.chain(shared).collect()
}

/// The gold that floors were measured on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corpus {
    pub articles: usize,
    pub attributions: usize,
    /// See [`digest`].
    pub digest: String,
}

/// Floors of all stages, in thousandths.
#[derive(Clone, Debug)]
pub struct Baseline {
    /// The gold of each stage's floors.
    pub corpora: BTreeMap<String, Corpus>,
    /// The floors by measure.
    pub floors: BTreeMap<String, usize>,
    /// What the reading behind the floors got wrong, if that was written down.
    pub standing: Option<Standing>,
    /// So many single attributions may flip.
    pub most_flips: usize,
}

/// A change of the program that is meant to change nothing moves fewer attributions than these.
const MOST_FLIPS: usize = 20;

impl Default for Baseline {
    fn default() -> Self {
        Baseline {
            corpora: BTreeMap::new(),
            floors: BTreeMap::new(),
            standing: None,
            most_flips: MOST_FLIPS,
        }
    }
}

/// A baseline file as it stands.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StageFile {
    corpus: Corpus,
    floors: BTreeMap<String, f64>,
    /// Written for people; a floor is compared with what is measured now, not with what was counted then.
    #[serde(rename = "counts")]
    _counts: BTreeMap<String, BTreeMap<String, usize>>,
    flips: Option<FlipsShape>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FlipsShape {
    most: usize,
    missed: BTreeMap<String, BTreeSet<String>>,
    invented: BTreeMap<String, BTreeSet<usize>>,
}

/// What is wrong with a baseline.
#[derive(Debug, thiserror::Error)]
pub enum GateError {
    #[error("{0}: {1}")]
    Io(PathBuf, std::io::Error),
    #[error("{0}: {1}")]
    Toml(PathBuf, toml::de::Error),
    #[error("{path}: no measure of {stage} is called `{key}`; there are {known}")]
    Unknown { path: PathBuf, stage: &'static str, key: String, known: String },
    #[error("{path}: the floor of `{key}` is {floor}, which is outside 0..=1")]
    Range { path: PathBuf, key: String, floor: f64 },
}

impl Baseline {
    /// Reads a baseline folder.
    ///
    /// # Errors
    /// If a stage's file is missing or wrong.
    pub fn read(dir: &Path) -> Result<Baseline, GateError> {
        let mut baseline = Baseline::default();
        for stage in STAGES {
            let path = path(dir, stage);
            let text =
                std::fs::read_to_string(&path).map_err(|e| GateError::Io(path.clone(), e))?;
            let file: StageFile =
                toml::from_str(&text).map_err(|e| GateError::Toml(path.clone(), e))?;
            for (key, floor) in file.floors {
                let known = keys(stage);
                if !known.contains(&key.as_str()) {
                    let known = known.join(", ");
                    return Err(GateError::Unknown { path, stage, key, known });
                }
                if !(0.0..=1.0).contains(&floor) {
                    return Err(GateError::Range { path, key, floor });
                }
                baseline.floors.insert(key, (floor * 1000.0).round() as usize);
            }
            if let Some(flips) = file.flips {
                baseline.most_flips = flips.most;
                baseline.standing =
                    Some(Standing { missed: flips.missed, invented: flips.invented });
            }
            baseline.corpora.insert(stage.to_owned(), file.corpus);
        }
        Ok(baseline)
    }

    /// The floors that present figures give.
    pub fn of(measures: &[Measure], corpus: &Corpus, standing: Standing) -> Baseline {
        let taken = measures.iter().filter(|m| m.is_taken());
        Baseline {
            standing: Some(standing),
            most_flips: MOST_FLIPS,
            corpora: STAGES.iter().map(|s| ((*s).to_owned(), corpus.clone())).collect(),
            floors: taken.map(|m| (m.key.to_owned(), m.thousandths())).collect(),
        }
    }

    /// Writes the files of a baseline, and the counts that its floors come from.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn write(&self, dir: &Path, measures: &[Measure]) -> Result<(), GateError> {
        std::fs::create_dir_all(dir).map_err(|e| GateError::Io(dir.to_owned(), e))?;
        for stage in STAGES {
            let path = path(dir, stage);
            let text = self.file(stage, measures);
            std::fs::write(&path, text).map_err(|e| GateError::Io(path.clone(), e))?;
        }
        Ok(())
    }

    fn file(&self, stage: &str, measures: &[Measure]) -> String {
        let corpus = self.corpora.get(stage).cloned().unwrap_or_default();
        let mut out = format!(
            "# Floors of the stage `{stage}`: `sourcier eval --gold … --gate …` fails below them.\n\
             # Written by `--update`, from the counts at the end.\n\n\
             [corpus]\narticles = {}\nattributions = {}\ndigest = \"{}\"\n\n[floors]\n",
            corpus.articles, corpus.attributions, corpus.digest
        );
        let mut own: Vec<&Measure> = measures
            .iter()
            .filter(|m| m.stage == stage && self.floors.contains_key(m.key))
            .collect();
        own.sort_by_key(|m| m.key);
        for m in &own {
            let _ = writeln!(out, "\"{}\" = {}", m.key, decimals(self.floors[m.key]));
        }
        out.push_str("\n[counts]\n");
        for m in &own {
            let counts = match m.counts {
                Counted::F1 { right, found, gold } => {
                    format!("found = {found}, gold = {gold}, right = {right}")
                }
                Counted::Share { right, of } => format!("of = {of}, right = {right}"),
            };
            let _ = writeln!(out, "\"{}\" = {{ {counts} }}", m.key);
        }
        if let Some(standing) = self.standing.as_ref().filter(|_| stage == "attributions") {
            let _ = write!(
                out,
                "\n# So many single attributions may flip; which were missed (ids of gold) and which invented (where the cue begins).\n\
                 [flips]\nmost = {}\n",
                self.most_flips
            );
            out.push_str("\n[flips.missed]\n");
            for (article, ids) in &standing.missed {
                // *E9* before *E10*, so that a reader finds them.
                let mut ids: Vec<&String> = ids.iter().collect();
                ids.sort_by_key(|id| (id.len(), id.as_str()));
                let _ = writeln!(out, "\"{article}\" = {ids:?}");
            }
            out.push_str("\n[flips.invented]\n");
            for (article, starts) in &standing.invented {
                let starts: Vec<usize> = starts.iter().copied().collect();
                let _ = writeln!(out, "\"{article}\" = {starts:?}");
            }
        }
        out
    }

    /// The floors of an old baseline that this one lowers or drops.
    pub fn lowers<'b>(&self, old: &'b Baseline) -> Vec<&'b str> {
        let falls = |key: &&String| self.floors.get(*key) < old.floors.get(*key);
        old.floors.keys().filter(falls).map(String::as_str).collect()
    }
}

fn path(dir: &Path, stage: &str) -> PathBuf {
    dir.join(format!("{stage}.toml"))
}

fn keys(of: &str) -> Vec<&'static str> {
    COUNTED.into_iter().chain(SHARED).filter(|k| stage(k) == of).collect()
}

fn decimals(thousandths: usize) -> String {
    format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
}

/// A SHA-256 of the names and bytes of all gold files, so that a changed gold is not taken for a changed program.
///
/// # Errors
/// If a file cannot be read.
pub fn digest(dirs: &[PathBuf]) -> Result<String, GateError> {
    let mut hash = Sha256::new();
    for dir in dirs {
        let files = walkdir::WalkDir::new(dir).sort_by_file_name();
        for file in files.into_iter().filter_map(Result::ok) {
            let path = file.path();
            if path.extension().is_none_or(|e| e != "ann" && e != "txt") {
                continue;
            }
            let bytes = std::fs::read(path).map_err(|e| GateError::Io(path.to_owned(), e))?;
            // The length keeps the end of one file apart from the beginning of the next.
            hash.update(format!("{}\n{}\n", file.file_name().to_string_lossy(), bytes.len()));
            hash.update(bytes);
        }
    }
    Ok(hash.finalize().iter().map(|b| format!("{b:02x}")).collect())
}

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
