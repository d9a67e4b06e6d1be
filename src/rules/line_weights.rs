//! The weights by which the lines of a page are judged: the shape of `blocks_weights.toml`, which `sourcier train-blocks` writes.

use std::fmt::Write as _;

use serde::Deserialize;
use toml::Spanned;

use super::{LanguageFiles, LineFeature, Marks, RuleError, RuleFile};

/// The weights of one setting, in log-odds of being the article's own.
#[derive(Clone, Debug, PartialEq)]
pub struct LineWeights {
    /// By number of the feature.
    pub features: Vec<f64>,
    /// A line that a rule takes for furniture is kept when the probability that it is the article's own reaches this.
    pub threshold: f64,
    /// A line that no rule knows is kept when the probability reaches this.
    pub alone: f64,
}

impl LineWeights {
    /// The probability that line `i` is the article's own.
    pub fn probability(&self, lines: &[Marks], i: usize) -> f64 {
        let mut score = 0.0;
        LineFeature::each(lines, i, |feature| score += self.features[feature]);
        1.0 / (1.0 + (-score).exp())
    }
}

/// The weights of both settings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageWeights {
    /// For texts without markup.
    pub text: Option<LineWeights>,
    /// For pages with markup.
    pub markup: Option<LineWeights>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WeightsFile {
    stage: Spanned<String>,
    lang: Spanned<String>,
    text: Option<SettingShape>,
    markup: Option<SettingShape>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingShape {
    threshold: f64,
    alone: f64,
    features: Vec<FeatureShape>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FeatureShape {
    id: Spanned<String>,
    weight: f64,
    #[serde(rename = "n")]
    _n: usize,
}

impl PageWeights {
    /// Reads `blocks_weights.toml`; without it the rules decide alone.
    ///
    /// # Errors
    /// If the file is wrong.
    pub fn read(files: &LanguageFiles<'_>) -> Result<Self, RuleError> {
        let Some(file) = files.file("blocks_weights.toml") else { return Ok(Self::default()) };
        let shape: WeightsFile = file.parse()?;
        file.belongs(&shape.stage, &shape.lang)?;
        let read = |s: Option<SettingShape>| s.map(|s| read_setting(file, s)).transpose();
        Ok(PageWeights { text: read(shape.text)?, markup: read(shape.markup)? })
    }
}

fn read_setting(file: &RuleFile, shape: SettingShape) -> Result<LineWeights, RuleError> {
    let mut features = vec![0.0; LineFeature::COUNT];
    for feature in shape.features {
        let Some(i) = LineFeature::number(feature.id.get_ref()) else {
            let groups = LineFeature::groups().collect::<Vec<_>>().join(", ");
            let message = format!("no feature `{}`; the groups are {groups}", feature.id.get_ref());
            return Err(RuleError::at(file, feature.id.span(), message));
        };
        features[i] = feature.weight;
    }
    Ok(LineWeights { features, threshold: shape.threshold, alone: shape.alone })
}

/// Writes `blocks_weights.toml`: each feature with its weight and how many lines of the training pages had it.
pub fn write_page_weights(
    lang: &str,
    about: &str,
    settings: &[(&str, &LineWeights, &[usize])],
) -> String {
    /// Smaller weights change no verdict.
    const LEAST: f64 = 0.02;
    let mut out = String::new();
    for line in about.lines() {
        let _ = writeln!(out, "# {line}");
    }
    let _ = writeln!(out, "stage = \"blocks_weights\"\nlang = \"{lang}\"");
    for (name, weights, counts) in settings {
        let (threshold, alone) = (weights.threshold, weights.alone);
        let _ = writeln!(out, "\n[{name}]\nthreshold = {threshold}\nalone = {alone}\nfeatures = [");
        for (i, weight) in weights.features.iter().enumerate() {
            if let (Some(name), true) = (LineFeature::name(i), weight.abs() >= LEAST) {
                let n = counts[i];
                let _ = writeln!(out, "  {{ id = \"{name}\", weight = {weight:.3}, n = {n} }},");
            }
        }
        let _ = writeln!(out, "]");
    }
    out
}
