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
}

impl Default for Weights {
    fn default() -> Self {
        Weights { weights: BTreeMap::new(), threshold: 0.5, fitted: false }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConfidenceFile {
    stage: Spanned<String>,
    lang: Spanned<String>,
    threshold: f64,
    features: Vec<FeatureShape>,
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
        Ok(Weights { weights, threshold: shape.threshold, fitted: true })
    }
}

/// Writes `confidence.toml`: each feature with its weight and how often it occurred in the gold that it was fitted on.
pub fn write_confidence(
    lang: &str,
    about: &str,
    threshold: f64,
    features: &[(String, f64, usize)],
) -> String {
    let mut out = String::new();
    for line in about.lines() {
        let _ = writeln!(out, "# {line}");
    }
    let _ = writeln!(
        out,
        "stage = \"confidence\"\nlang = \"{lang}\"\nthreshold = {threshold}\nfeatures = ["
    );
    for (id, weight, n) in features {
        let _ = writeln!(out, "  {{ id = \"{id}\", weight = {weight:.4}, n = {n} }},");
    }
    out.push_str("]\n");
    out
}
