//! What the last stages find, so that what was found by the rules of several languages can be put together.

use std::collections::BTreeMap;

use crate::model::{Attribution, Claim, Cue, SpeechAct};
use crate::stages::attributions::Reading;
use crate::stages::sources::Voices;
use crate::stages::{attributions, claims, sources};

/// Attributions, their sources, and the claims of a reading.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    pub attributions: Vec<Attribution>,
    pub voices: Voices,
    pub claims: Vec<Claim>,
    pub speech_acts: Vec<SpeechAct>,
}

impl Findings {
    /// Runs the last stages over a reading and its cues.
    pub fn of(reading: Reading<'_>, cues: &[Cue]) -> Findings {
        let mut attributions = attributions::link(reading, cues);
        let voices = sources::resolve(reading, &mut attributions);
        attributions::weigh(reading.language, &mut attributions);
        sources::weigh_links(reading, &voices.sources, &mut attributions);
        let (claims, speech_acts) = claims::build(reading, &attributions, &voices);
        Findings { attributions, voices, claims, speech_acts }
    }

    /// Puts these and those of other sentences together, all in order of the text.
    ///
    /// The sources stay apart: who is named in two languages is two sources, since no rule knows both.
    pub fn join(mut self, mut other: Findings) -> Findings {
        // While both are numbered from one, those of the other need ids of their own.
        other.rename(|id| format!("other-{id}"));
        self.attributions.append(&mut other.attributions);
        self.attributions.sort_by(|a, b| a.cue.cmp(&b.cue));
        self.claims.append(&mut other.claims);
        self.claims.sort_by(|a, b| a.spans.cmp(&b.spans).then_with(|| a.id.cmp(&b.id)));
        self.voices.sources.append(&mut other.voices.sources);
        self.voices.sources.sort_by_key(|s| s.mentions[0]);
        self.voices.unheard.append(&mut other.voices.unheard);
        let silent = self.attributions.iter().filter(|a| !a.stance.puts_forward());
        self.speech_acts =
            silent.map(|a| SpeechAct { attribution: a.id.clone(), stance: a.stance }).collect();
        let order = self.voices.sources.iter().enumerate();
        let ids: BTreeMap<String, String> =
            order.map(|(i, s)| (s.id.clone(), format!("s{}", i + 1))).collect();
        self.rename(|id| ids.get(id).cloned().unwrap_or_default());
        self
    }

    /// Changes the id of every source wherever it stands.
    fn rename(&mut self, new: impl Fn(&str) -> String) {
        let change = |id: &mut String| {
            if !id.is_empty() {
                *id = new(id);
            }
        };
        self.voices.sources.iter_mut().for_each(|s| change(&mut s.id));
        let mentions = self.attributions.iter_mut().filter_map(|a| a.source.as_mut());
        mentions.for_each(|m| change(&mut m.id));
        for claim in &mut self.claims {
            claim.chain.iter_mut().flatten().for_each(change);
            claim.relayed_by.iter_mut().for_each(change);
            claim.suggested.iter_mut().for_each(|s| change(&mut s.source));
        }
    }
}
