//! The filter: what is less sure than a reader wants is left out.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Annotation, Attribution, Claim, Polarity, Source, Stance, Traceability};
use crate::stages::claims::profile;
use crate::stages::sources::Voices;

/// Leaves out attributions of less than `least` confidence with their claims and speech acts, and sources that then say
/// nothing. What stood inside one of them moves up to the next that stays, a claim that one relays becomes its own, and
/// chains and counts are those of what stays. Sentences whose claims are gone keep no other.
pub fn keep_sure(annotation: &mut Annotation, least: f64) {
    let (kept, unsure): (Vec<Attribution>, Vec<Attribution>) =
        std::mem::take(&mut annotation.attributions)
            .into_iter()
            .partition(|a| a.confidence >= least);
    annotation.attributions = kept;
    if unsure.is_empty() {
        return;
    }
    let unsure: BTreeMap<&str, &Attribution> = unsure.iter().map(|a| (a.id.as_str(), a)).collect();
    // The next that stays above an attribution; parents that form a circle are nobody's.
    let above = |parent: Option<&str>| -> Option<String> {
        let mut next = parent;
        for _ in 0..=unsure.len() {
            match next.and_then(|id| unsure.get(id)) {
                Some(a) => next = a.parent.as_deref(),
                None => return next.map(str::to_owned),
            }
        }
        None
    };
    for a in &mut annotation.attributions {
        a.parent = above(a.parent.as_deref());
    }
    annotation.speech_acts.retain(|s| !unsure.contains_key(s.attribution.as_str()));
    let kept: BTreeMap<&str, &Attribution> =
        annotation.attributions.iter().map(|a| (a.id.as_str(), a)).collect();
    let rungs: BTreeMap<&str, &Source> =
        annotation.sources.iter().map(|s| (s.id.as_str(), s)).collect();
    // An attribution of which another relays the very content has no claim while that one stands.
    let mut carried: BTreeSet<String> =
        annotation.claims.iter().filter_map(|c| c.attribution.clone()).collect();
    let mut claims = std::mem::take(&mut annotation.claims);
    claims.retain_mut(|claim| {
        let Some(id) = claim.attribution.as_deref() else { return true };
        let heir = above(Some(id));
        if heir.as_deref() == Some(id) {
            return true;
        }
        let heir = heir.and_then(|h| kept.get(h.as_str()));
        let heir = heir.filter(|h| h.content == claim.spans && h.stance.puts_forward());
        heir.is_some_and(|h| {
            inherit(claim, h);
            carried.insert(h.id.clone())
        })
    });
    let ids: BTreeSet<String> = claims.iter().map(|c| c.id.clone()).collect();
    for claim in &mut claims {
        claim.contests.retain(|id| ids.contains(id));
        claim.global = claim.global.take().filter(|id| kept.contains_key(id.as_str()));
        let Some(own) = claim.attribution.as_deref() else { continue };
        claim.chain = chain(own, &kept);
        claim.relayed_by = claim.chain.len().checked_sub(2).and_then(|i| claim.chain[i].clone());
        let origin = claim.chain.last().and_then(Option::as_deref);
        let rung = origin.and_then(|id| rungs.get(id)).map(|s| s.traceability);
        claim.traceability = Some(rung.unwrap_or(Traceability::T8));
    }
    let speaking = annotation.attributions.iter().filter_map(|a| a.source.as_ref());
    let suggested = claims.iter().filter_map(|c| c.suggested.as_ref());
    let named: BTreeSet<&str> =
        speaking.map(|s| s.id.as_str()).chain(suggested.map(|s| s.source.as_str())).collect();
    annotation.sources.retain(|s| named.contains(s.id.as_str()));
    let unheard = std::mem::take(&mut annotation.profile.never_heard);
    let voices = Voices { sources: std::mem::take(&mut annotation.sources), unheard };
    annotation.profile = profile(&voices, &claims, &annotation.speech_acts);
    annotation.sources = voices.sources;
    annotation.claims = claims;
}

/// Gives a claim to the attribution that relayed it.
fn inherit(claim: &mut Claim, heir: &Attribution) {
    claim.attribution = Some(heir.id.clone());
    claim.confidence = Some(heir.confidence);
    claim.hedged = heir.hedged;
    claim.polarity = match heir.stance {
        Stance::Denies => Polarity::Negative,
        _ => Polarity::Positive,
    };
}

/// The voices that an attribution stands in, outermost first.
fn chain(own: &str, kept: &BTreeMap<&str, &Attribution>) -> Vec<Option<String>> {
    let mut chain = Vec::new();
    let mut next = kept.get(own);
    while let Some(a) = next.filter(|_| chain.len() <= kept.len()) {
        chain.push(a.source.as_ref().map(|s| s.id.clone()));
        next = a.parent.as_deref().and_then(|p| kept.get(p));
    }
    chain.reverse();
    chain
}
