//! The counts that an editor asks for.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    CheckableKind, Claim, Identified, Profile, Source, SpeechAct, Voice, VoiceRange,
};
use crate::stages::provenance::letters_of;
use crate::stages::sources::Voices;

/// The key of the article's own voice in [`Profile::figures_by_source`].
const ARTICLE: &str = "article";

/// The key of voices without a source.
const UNNAMED: &str = "unnamed";

/// Counts claims by voice, rung and source, and the figures that they carry.
pub fn profile(voices: &Voices, claims: &[Claim], acts: &[SpeechAct]) -> Profile {
    let told: Vec<&Claim> = claims.iter().filter(|c| c.voice == Voice::Source).collect();
    let share = |n: usize| (!told.is_empty()).then(|| n as f64 / told.len() as f64);
    let mut profile = Profile {
        claims_by_source: told.len(),
        claims_by_article: claims.len() - told.len(),
        speech_acts: acts.len(),
        never_heard: voices.unheard.clone(),
        ..Profile::default()
    };
    for rung in told.iter().filter_map(|c| c.traceability) {
        *profile.traceability.entry(rung).or_default() += 1;
    }
    let mut used: BTreeMap<&str, usize> = BTreeMap::new();
    for origin in told.iter().filter_map(|c| c.chain.last()?.as_deref()) {
        *used.entry(origin).or_default() += 1;
    }
    // Of equally used sources the one that is mentioned first.
    let most =
        voices.sources.iter().rev().max_by_key(|s| used.get(s.id.as_str()).copied().unwrap_or(0));
    if let Some((source, n)) = most.and_then(|s| Some((s, *used.get(s.id.as_str())?))) {
        profile.most_used = Some(source.name.clone());
        profile.most_used_share = share(n);
    }
    let named: BTreeSet<&str> = voices
        .sources
        .iter()
        .filter(|s| s.identified != Identified::Anonymous)
        .map(|s| s.id.as_str())
        .collect();
    // Nobody can find out who an origin is that is anonymous or that nobody is named for; of speech without an attribution
    // only the program does not know.
    let hidden = |c: &&&Claim| {
        c.attribution.is_some()
            && !c.chain.last().and_then(Option::as_deref).is_some_and(|id| named.contains(id))
    };
    profile.anonymous_share = share(told.iter().filter(hidden).count());
    profile.distinct_sources = range(voices);
    count_figures(claims, &mut profile);
    profile
}

/// How many different voices speak: of anonymous ones only those surely differ that [`surely_apart`] counts.
fn range(voices: &Voices) -> VoiceRange {
    let known = voices.sources.iter().filter(|s| s.identified != Identified::Anonymous).count();
    VoiceRange { min: known + surely_apart(&voices.sources), max: voices.sources.len() }
}

/// At least so many different voices are among the anonymous sources.
///
/// Two of them surely differ only when the article tells a side of each and the sides have no word in common, endings
/// aside: a rebel and somebody close to the rebellion may be the same person, and so may anybody of whom nothing is told.
pub fn surely_apart(sources: &[Source]) -> usize {
    let hidden = || sources.iter().filter(|s| s.identified == Identified::Anonymous);
    let mut camps: Vec<BTreeSet<String>> = Vec::new();
    for side in hidden().filter_map(|s| s.side.as_deref()) {
        let mut camp = stems(side);
        camps.retain(|other| {
            let apart = camp.is_disjoint(other);
            if !apart {
                camp.extend(other.iter().cloned());
            }
            apart
        });
        camps.push(camp);
    }
    camps.len().max(usize::from(hidden().next().is_some()))
}

/// How the words of a side begin; short ones and those without capitals tell nothing.
fn stems(side: &str) -> BTreeSet<String> {
    const LONG: usize = 5;
    let words = side
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| w.chars().count() >= LONG || w.chars().next().is_some_and(char::is_uppercase));
    words.map(|w| letters_of(w).chars().take(LONG).collect()).collect()
}

/// A figure in a chain of voices is its origin's.
fn count_figures(claims: &[Claim], profile: &mut Profile) {
    let mut carriers: BTreeMap<(usize, usize), &Claim> = BTreeMap::new();
    for claim in claims {
        for c in claim.checkable.iter().filter(|c| c.kind == CheckableKind::Number) {
            let carrier = carriers.entry((c.start, c.end)).or_insert(claim);
            if claim.chain.len() > carrier.chain.len() {
                *carrier = claim;
            }
        }
    }
    profile.figures = carriers.len();
    for claim in carriers.values() {
        let origin = claim.chain.last().and_then(Option::as_deref);
        let key = match claim.voice {
            Voice::Article => ARTICLE,
            Voice::Source => origin.unwrap_or(UNNAMED),
        };
        *profile.figures_by_source.entry(key.to_owned()).or_default() += 1;
    }
}
