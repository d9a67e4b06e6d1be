//! Claims and speech acts: what is put forward as so, and in whose voice.

use super::attributions::Reading;
use crate::model::{Attribution, Claim, Profile, Source, SpeechAct};

/// Builds the claims and speech acts that cover the article.
pub fn build(
    _reading: Reading<'_>,
    _attributions: &[Attribution],
    _sources: &[Source],
) -> (Vec<Claim>, Vec<SpeechAct>) {
    (Vec::new(), Vec::new())
}

/// Counts what an editor asks.
pub fn profile(
    _reading: Reading<'_>,
    _attributions: &[Attribution],
    _sources: &[Source],
    _claims: &[Claim],
    _speech_acts: &[SpeechAct],
) -> Profile {
    Profile::default()
}
