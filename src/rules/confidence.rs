//! The weights of the named features: the shape of `confidence.toml`, which `sourcier calibrate` writes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;
use toml::Spanned;

use super::{LanguageFiles, RuleError};

/// The weights of the named features.
#[derive(Clone, Debug)]
pub struct Weights {
    /// Weight by name, in log-odds.
    pub weights: BTreeMap<String, f64>,
    /// An attribution is kept when the probability that its cue reports at all reaches this.
    pub threshold: f64,
    /// Whether they were fitted on gold.
    pub fitted: bool,
    /// How the score becomes a probability.
    pub certainty: Certainty,
    /// What speaks for a link between mentions; without it links have no probability.
    pub links: Option<Certainty>,
}

/// How a sum of evidence becomes a probability: the sum is scaled and terms are added to it (Platt 1999, with named terms).
#[derive(Clone, Debug, PartialEq)]
pub struct Certainty {
    /// What each weight of the score is multiplied by.
    pub scale: f64,
    /// What is added, by name, in log-odds.
    pub terms: BTreeMap<String, f64>,
}

impl Default for Certainty {
    fn default() -> Self {
        Certainty { scale: 1.0, terms: BTreeMap::new() }
    }
}

impl Default for Weights {
    fn default() -> Self {
        Weights {
            weights: BTreeMap::new(),
            threshold: 0.5,
            fitted: false,
            certainty: Certainty::default(),
            links: None,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConfidenceFile {
    stage: Spanned<String>,
    lang: Spanned<String>,
    threshold: f64,
    features: Vec<FeatureShape>,
    certainty: Option<CertaintyShape>,
    links: Option<CertaintyShape>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CertaintyShape {
    #[serde(default = "unscaled")]
    scale: f64,
    terms: Vec<FeatureShape>,
}

fn unscaled() -> f64 {
    1.0
}

impl From<CertaintyShape> for Certainty {
    fn from(shape: CertaintyShape) -> Certainty {
        let terms = shape.terms.into_iter().map(|t| (t.id, t.weight)).collect();
        Certainty { scale: shape.scale, terms }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FeatureShape {
    id: String,
    weight: f64,
    #[serde(rename = "n")]
    _n: usize,
}

impl Weights {
    /// Reads `confidence.toml`; without it the priors work alone.
    ///
    /// # Errors
    /// If the file is wrong.
    pub fn read(files: &LanguageFiles<'_>) -> Result<Self, RuleError> {
        let Some(file) = files.file("confidence.toml") else { return Ok(Self::default()) };
        let shape: ConfidenceFile = file.parse()?;
        file.belongs(&shape.stage, &shape.lang)?;
        let weights = shape.features.into_iter().map(|f| (f.id, f.weight)).collect();
        Ok(Weights {
            weights,
            threshold: shape.threshold,
            fitted: true,
            certainty: shape.certainty.map(Certainty::from).unwrap_or_default(),
            links: shape.links.map(Certainty::from),
        })
    }
}

/// A table of `confidence.toml` that turns a sum of evidence into a probability.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CertaintyTable {
    /// Its name in the file.
    pub name: &'static str,
    /// What it is, in a line.
    pub about: String,
    /// See [`Certainty::scale`].
    pub scale: f64,
    /// Name, weight in log-odds, and how often it occurred.
    pub terms: Vec<(String, f64, usize)>,
}

/// Writes `confidence.toml`: each feature with its weight and how often it occurred in the gold that it was fitted on.
pub fn write_confidence(
    lang: &str,
    about: &str,
    threshold: f64,
    features: &[(String, f64, usize)],
    tables: &[CertaintyTable],
) -> String {
    let mut out = String::new();
    for line in about.lines() {
        let _ = writeln!(out, "# {line}");
    }
    let _ = writeln!(
        out,
        "stage = \"confidence\"\nlang = \"{lang}\"\nthreshold = {threshold}\nfeatures = ["
    );
    write_rows(&mut out, features);
    for table in tables {
        let _ = writeln!(
            out,
            "\n# {}\n[{}]\nscale = {:.4}\nterms = [",
            table.about, table.name, table.scale
        );
        write_rows(&mut out, &table.terms);
    }
    out
}

fn write_rows(out: &mut String, rows: &[(String, f64, usize)]) {
    for (id, weight, n) in rows {
        let _ = writeln!(out, "  {{ id = \"{id}\", weight = {weight:.4}, n = {n} }},");
    }
    out.push_str("]\n");
}
