//! The filter: what is less sure than a reader wants is left out.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Annotation;

/// Leaves out attributions of less than `least` confidence with their claims and speech acts, and sources that then say
/// nothing. What stood inside one of them moves up to the next that stays, and chains are those of what stays.
pub fn keep_sure(annotation: &mut Annotation, least: f64) {
    let unsure: BTreeMap<String, Option<String>> = annotation
        .attributions
        .iter()
        .filter(|a| a.confidence < least)
        .map(|a| (a.id.clone(), a.parent.clone()))
        .collect();
    if unsure.is_empty() {
        return;
    }
    annotation.attributions.retain(|a| !unsure.contains_key(&a.id));
    for a in &mut annotation.attributions {
        for _ in 0..unsure.len() {
            let Some(above) = a.parent.as_ref().and_then(|p| unsure.get(p)) else { break };
            a.parent = above.clone();
        }
        // Parents that form a circle are nobody's.
        a.parent = a.parent.take().filter(|p| !unsure.contains_key(p));
    }
    let stays = |id: &Option<String>| id.as_ref().is_none_or(|id| !unsure.contains_key(id));
    annotation.claims.retain(|c| stays(&c.attribution));
    annotation.speech_acts.retain(|s| !unsure.contains_key(&s.attribution));
    let kept: BTreeSet<String> = annotation.claims.iter().map(|c| c.id.clone()).collect();
    let by_id: BTreeMap<&str, (Option<&str>, Option<String>)> = annotation
        .attributions
        .iter()
        .map(|a| {
            let source = a.source.as_ref().map(|s| s.id.clone());
            (a.id.as_str(), (a.parent.as_deref(), source))
        })
        .collect();
    for claim in &mut annotation.claims {
        claim.contests.retain(|id| kept.contains(id));
        claim.global = claim.global.take().filter(|id| !unsure.contains_key(id));
        let Some(own) = &claim.attribution else { continue };
        let mut chain = Vec::new();
        let mut next = by_id.get(own.as_str());
        while let Some((parent, source)) = next.filter(|_| chain.len() <= by_id.len()) {
            chain.push(source.clone());
            next = parent.and_then(|p| by_id.get(p));
        }
        chain.reverse();
        claim.relayed_by = chain.len().checked_sub(2).and_then(|i| chain[i].clone());
        claim.chain = chain;
    }
    let speaking: BTreeSet<&str> =
        by_id.values().filter_map(|(_, source)| source.as_deref()).collect();
    let suggested = annotation.claims.iter().filter_map(|c| c.suggested.as_ref());
    let suggested: BTreeSet<&str> = suggested.map(|s| s.source.as_str()).collect();
    annotation
        .sources
        .retain(|s| speaking.contains(s.id.as_str()) || suggested.contains(s.id.as_str()));
}
