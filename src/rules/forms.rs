//! Forms: the moods of a verb, as rule files name them.

use serde::Deserialize;

use crate::model::Mood;

/// Moods as rule files name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormShape {
    Finite,
    Infinitive,
    ParticiplePresent,
    ParticiplePast,
}

impl FormShape {
    /// The moods that the name stands for.
    pub fn moods(self) -> &'static [Mood] {
        match self {
            FormShape::Finite => {
                &[Mood::Indicative, Mood::Conditional, Mood::Subjunctive, Mood::Imperative]
            }
            FormShape::Infinitive => &[Mood::Infinitive],
            FormShape::ParticiplePresent => &[Mood::ParticiplePresent],
            FormShape::ParticiplePast => &[Mood::ParticiplePast],
        }
    }
}
