//! What a standoff file can say and the model cannot, kept in `input.brat` so that the way back loses nothing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::{Annotation, Span};

/// The content of `input.brat`. Offsets are code points, since nothing turns them into bytes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Extras {
    /// The fullest mention of a source, where it is not the first with those words.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fullest: BTreeMap<String, Span>,
    /// What annotators wrote beside something.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<KeptRemark>,
    /// In whose voice people heard sentences.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub voices: Vec<KeptVoice>,
}

/// A sentence as people marked it, and its voice: that of the article, of a source, or both.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptVoice {
    pub spans: Vec<Span>,
    pub voice: String,
}

/// A remark with what it is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptRemark {
    /// `AnnotatorNotes`, or another name.
    pub sort: String,
    /// The attribution, or
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribution: Option<String>,
    /// the label of a stretch of text and its spans.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bound: Option<(String, Vec<Span>)>,
    /// What was written.
    pub text: String,
}

/// The key in [`Annotation::input`].
const KEY: &str = "brat";

impl Extras {
    /// Those of an annotation; none if the field is missing or somebody else's.
    pub fn of(annotation: &Annotation) -> Extras {
        let value = annotation.input.get(KEY).cloned();
        value.and_then(|v| serde_json::from_value(v).ok()).unwrap_or_default()
    }

    /// As fields of an input record.
    pub fn into_input(self) -> serde_json::Map<String, serde_json::Value> {
        let mut input = serde_json::Map::new();
        if self != Extras::default() {
            let value = serde_json::to_value(self).expect("extras have only string keys");
            input.insert(KEY.to_owned(), value);
        }
        input
    }
}
