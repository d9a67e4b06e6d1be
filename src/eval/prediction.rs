//! Predictions: what a system, ours or another, says of a gold text; missing fields are read as empty.

use std::collections::BTreeMap;
use std::io::BufRead;

use serde::Deserialize;

use crate::model::Annotation;

/// A pair of code points.
pub type Pair = (usize, usize);

/// What a system says of one text. Offsets are code points.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Prediction {
    pub id: Option<String>,
    pub path: Option<String>,
    pub text: Option<String>,
    pub attributions: Vec<PredictedAttribution>,
    pub sources: Vec<PredictedEntity>,
    pub blocks: Vec<PredictedBlock>,
    pub claims: Vec<PredictedClaim>,
    pub speech_acts: Vec<PredictedSpeechAct>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PredictedClaim {
    pub spans: Vec<Pair>,
    pub voice: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PredictedSpeechAct {
    pub attribution: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PredictedAttribution {
    pub id: Option<String>,
    pub rule: Option<String>,
    pub construction: Option<String>,
    pub cue: Vec<Pair>,
    pub source: Option<PredictedSource>,
    pub content: Vec<Pair>,
    pub mode: Option<String>,
    pub stance: Option<String>,
    pub hedged: bool,
    pub parent: Option<String>,
    pub confidence: Option<f64>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PredictedSource {
    pub id: Option<String>,
    pub entity: Option<String>,
    pub spans: Vec<Pair>,
    pub kind: Option<String>,
    pub identified: Option<String>,
    pub link: Option<PredictedLink>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PredictedLink {
    pub confidence: Option<f64>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PredictedEntity {
    pub id: Option<String>,
    pub kind: Option<String>,
    pub identified: Option<String>,
    pub mentions: Vec<Mention>,
}

/// A mention as a pair or as an object.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(untagged)]
pub enum Mention {
    Pair(usize, usize),
    Object { start: usize, end: usize },
}

impl Mention {
    /// Its pair of code points.
    pub fn pair(self) -> Pair {
        match self {
            Mention::Pair(s, e) | Mention::Object { start: s, end: e } => (s, e),
        }
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PredictedBlock {
    pub start: usize,
    pub end: usize,
    pub kind: Option<String>,
    pub boilerplate: bool,
    pub confidence: Option<f64>,
}

impl Prediction {
    /// Our own annotation, offsets already in code points.
    pub fn of(annotation: &Annotation) -> Prediction {
        let value = serde_json::to_value(annotation).unwrap_or_default();
        serde_json::from_value(value).unwrap_or_default()
    }

    /// The name under which gold knows it: the last part of its id or path, without `.txt`.
    pub fn stem(&self) -> String {
        let name = self.id.as_deref().or(self.path.as_deref()).unwrap_or_default();
        let last = name.rsplit('/').next().unwrap_or(name);
        last.strip_suffix(".txt").unwrap_or(last).to_owned()
    }
}

/// Reads one prediction a line, by stem; of two with one stem the last counts.
///
/// # Errors
/// If a line is no JSON object of that shape; the message names the line.
pub fn read_jsonl(reader: impl BufRead) -> Result<BTreeMap<String, Prediction>, String> {
    let mut list = BTreeMap::new();
    for (i, line) in reader.lines().enumerate() {
        let line = line.map_err(|e| format!("line {}: {e}", i + 1))?;
        if line.trim().is_empty() {
            continue;
        }
        let p: Prediction =
            serde_json::from_str(&line).map_err(|e| format!("line {}: {e}", i + 1))?;
        list.insert(p.stem(), p);
    }
    Ok(list)
}
