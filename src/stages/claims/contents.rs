//! The contents of attributions as claims in their source's voice.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Attribution, Claim, Polarity, Source, Span, Stance, Traceability, Voice, hash_id,
};

/// The claims of sources. Attributions with equal content of which one stands in the other give one claim, with the
/// longest chain.
pub fn claims(attributions: &[Attribution], sources: &[Source]) -> Vec<Claim> {
    let by_id: BTreeMap<&str, &Attribution> =
        attributions.iter().map(|a| (a.id.as_str(), a)).collect();
    let rungs: BTreeMap<&str, &Source> = sources.iter().map(|s| (s.id.as_str(), s)).collect();
    let relays: BTreeSet<&str> = attributions
        .iter()
        .filter_map(|a| by_id.get(a.parent.as_deref()?).filter(|p| p.content == a.content))
        .map(|p| p.id.as_str())
        .collect();
    let mut seen: BTreeMap<&[Span], usize> = BTreeMap::new();
    let mut list = Vec::new();
    for a in attributions {
        let claimed = a.stance.puts_forward() && !a.content.is_empty();
        if !claimed || relays.contains(a.id.as_str()) {
            continue;
        }
        let chain = chain(a, &by_id);
        let origin = chain.last().cloned().flatten();
        let relayed_by = chain.len().checked_sub(2).and_then(|i| chain[i].clone());
        let salt = seen.entry(&a.content).and_modify(|n| *n += 1).or_insert(0);
        list.push(Claim {
            id: hash_id("c-", &[&a.content], *salt),
            spans: a.content.clone(),
            sentences: Vec::new(),
            voice: Voice::Source,
            attribution: Some(a.id.clone()),
            traceability: Some(
                origin
                    .as_deref()
                    .and_then(|id| rungs.get(id))
                    .map_or(Traceability::T8, |s| s.traceability),
            ),
            relayed_by,
            chain,
            polarity: match a.stance {
                Stance::Denies => Polarity::Negative,
                _ => Polarity::Positive,
            },
            hedged: a.hedged,
            confidence: Some(a.confidence),
            checkable: Vec::new(),
            contests: Vec::new(),
            repeats: Vec::new(),
            global: None,
            suggested: None,
        });
    }
    list
}

/// The voices that an attribution stands in, outermost first, its own last; an unnamed one is `None`.
fn chain(of: &Attribution, by_id: &BTreeMap<&str, &Attribution>) -> Vec<Option<String>> {
    let mut chain = Vec::new();
    let mut next = Some(of);
    while let Some(a) = next.filter(|_| chain.len() <= by_id.len()) {
        chain.push(a.source.as_ref().map(|s| s.id.clone()));
        next = a.parent.as_deref().and_then(|p| by_id.get(p).copied());
    }
    chain.reverse();
    chain
}
