//! The gate: floors that the measures must not fall below, a file a stage.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::report::{Totals, stage_of};

/// Stages that have floors.
pub const STAGES: [&str; 4] = ["blocks", "cues", "attributions", "sources"];

/// The floors of a stage.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// SHA-256 of the gold files that they were measured on.
    pub gold: String,
    /// How many articles those were.
    pub articles: usize,
    /// Floors by measure.
    pub floors: BTreeMap<String, Floor>,
}

/// The least that a measure may be.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floor {
    /// F1 or share, from 0 to 1, cut to three decimals.
    pub floor: f64,
    /// Gold items that it was measured on.
    pub of: usize,
}

/// What the gate found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// Measures below their floor: stage, measure, floor, value now (`None` when it is no longer measured).
    pub fallen: Vec<(String, String, Floor, Option<f64>)>,
    /// Measures that have risen: stage, measure, floor, value now.
    pub risen: Vec<(String, String, Floor, f64)>,
    /// Stages whose floors were measured on other gold.
    pub other_gold: Vec<String>,
}

/// Why floors could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum GateError {
    #[error("{0}: {1}")]
    Io(PathBuf, io::Error),
    #[error("{0}: {1}")]
    Toml(PathBuf, toml::de::Error),
}

/// A measure only falls when it loses more than what rounding can do.
const SLACK: f64 = 1e-9;

/// SHA-256 of all gold files of the folders (names and bytes, in order).
///
/// # Errors
/// If a folder or file cannot be read.
pub fn digest(folders: &[PathBuf]) -> Result<String, GateError> {
    let mut files = Vec::new();
    for folder in folders {
        let wrong = |e| GateError::Io(folder.clone(), e);
        for entry in fs::read_dir(folder).map_err(wrong)? {
            let path = entry.map_err(wrong)?.path();
            if path.extension().is_some_and(|e| e == "txt" || e == "ann") {
                files.push(path);
            }
        }
    }
    files.sort_by(|a, b| a.file_name().cmp(&b.file_name()));
    let mut hash = Sha256::new();
    for path in files {
        let bytes = fs::read(&path).map_err(|e| GateError::Io(path.clone(), e))?;
        hash.update(path.file_name().unwrap_or_default().as_encoded_bytes());
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    }
    Ok(hash.finalize().iter().map(|b| format!("{b:02x}")).collect())
}

/// The floors that the present figures give, by stage.
pub fn floors(totals: &Totals, gold: &str) -> BTreeMap<&'static str, Baseline> {
    let mut all: BTreeMap<&'static str, Baseline> = BTreeMap::new();
    for stage in STAGES {
        let made = all.entry(stage).or_default();
        made.gold = gold.to_owned();
        made.articles = totals.articles;
        for (key, value, of) in measures(totals).filter(|m| stage_of(m.0) == stage) {
            let floor = (value * 1000.0 + SLACK).floor() / 1000.0;
            made.floors.insert(key.to_owned(), Floor { floor, of });
        }
    }
    all
}

/// Compares the present figures with the floors of a folder.
///
/// # Errors
/// If a file cannot be read or is wrong.
pub fn check(totals: &Totals, gold: &str, folder: &Path) -> Result<Verdict, GateError> {
    let mut verdict = Verdict::default();
    let now: BTreeMap<&str, f64> = measures(totals).map(|(key, value, _)| (key, value)).collect();
    for stage in STAGES {
        let base = read(folder, stage)?;
        if base.gold != gold {
            verdict.other_gold.push(stage.to_owned());
        }
        for (key, floor) in &base.floors {
            let row = (stage.to_owned(), key.clone(), *floor);
            match now.get(key.as_str()) {
                Some(&value) if value + SLACK < floor.floor => {
                    verdict.fallen.push((row.0, row.1, row.2, Some(value)));
                }
                Some(&value) if value >= floor.floor + 0.001 => {
                    verdict.risen.push((row.0, row.1, row.2, value));
                }
                Some(_) => {}
                None => verdict.fallen.push((row.0, row.1, row.2, None)),
            }
        }
    }
    Ok(verdict)
}

/// Writes the floors that the present figures give.
///
/// # Errors
/// If a file cannot be written.
pub fn write(totals: &Totals, gold: &str, folder: &Path) -> Result<(), GateError> {
    fs::create_dir_all(folder).map_err(|e| GateError::Io(folder.to_owned(), e))?;
    for (stage, base) in floors(totals, gold) {
        let mut out = format!(
            "# Floors of the stage {stage}: F1 or share, and the gold items that it was measured on.\n\
             # Written by `sourcier eval --update-baseline`; raised when a figure has risen for good.\n\
             gold = \"{}\"\narticles = {}\n\n[floors]\n",
            base.gold, base.articles
        );
        for (key, floor) in &base.floors {
            let _ =
                writeln!(out, "\"{key}\" = {{ floor = {:.3}, of = {} }}", floor.floor, floor.of);
        }
        let path = path(folder, stage);
        fs::write(&path, out).map_err(|e| GateError::Io(path, e))?;
    }
    Ok(())
}

impl Verdict {
    /// Whether nothing has fallen.
    pub fn holds(&self) -> bool {
        self.fallen.is_empty()
    }
}

/// What fell, what rose and what cannot be compared, a line each.
impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for stage in &self.other_gold {
            writeln!(f, "{stage}: the floors were measured on other gold")?;
        }
        for (stage, key, floor, now) in &self.fallen {
            let least = floor.floor;
            match now {
                Some(now) => {
                    // So many gold items would have to come right again.
                    let items = ((least - now) * floor.of as f64).ceil();
                    writeln!(
                        f,
                        "FALLEN  {stage:<13} {key:<16} {now:.3} < {least:.3}  ({items} of {})",
                        floor.of
                    )?;
                }
                None => writeln!(f, "FALLEN  {stage:<13} {key:<16} is measured no longer")?,
            }
        }
        for (stage, key, floor, now) in &self.risen {
            writeln!(f, "risen   {stage:<13} {key:<16} {now:.3} > {:.3}", floor.floor)?;
        }
        Ok(())
    }
}

/// All measures that have gold: F1 of those with precision and recall, else the share.
fn measures(totals: &Totals) -> impl Iterator<Item = (&'static str, f64, usize)> {
    let counted = totals.counts.iter().filter(|(_, c, _)| c.gold > 0);
    let counted = counted.map(|(key, c, _)| (*key, c.f1(), c.gold));
    let shared = totals.shares.iter().filter(|(_, _, all)| *all > 0);
    counted.chain(shared.map(|(key, right, all)| (*key, *right as f64 / *all as f64, *all)))
}

fn path(folder: &Path, stage: &str) -> PathBuf {
    folder.join(format!("{stage}.toml"))
}

fn read(folder: &Path, stage: &str) -> Result<Baseline, GateError> {
    let path = path(folder, stage);
    let text = fs::read_to_string(&path).map_err(|e| GateError::Io(path.clone(), e))?;
    toml::from_str(&text).map_err(|e| GateError::Toml(path, e))
}
