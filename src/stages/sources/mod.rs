//! Sources: the persons, bodies and documents behind the mentions.
//!
//! Every phrase that names or describes somebody is read ([`phrase`]), those that mean the same are brought together
//! ([`coreference`]), and of those who speak it is told what they are and how well one could find them ([`portrait`]).

mod coreference;
mod describe;
mod entities;
mod extent;
mod flags;
mod links;
mod mentions;
mod name_book;
mod name_index;
mod name_reading;
mod names;
mod phrase;
mod portrait;
mod several;
mod told;
mod view;

pub use describe::{Description, Told, describe_alone, describe_phrase};
pub use links::{FITTED as LINK_TERMS, weigh as weigh_links};

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::attributions::Reading;
use crate::model::{Attribution, Source};
use entities::Traits;
use flags::Scene;
use name_book::NameBook;
use view::View;

/// Who speaks in an article, and who does not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Voices {
    /// Those who speak, in order of first mention.
    pub sources: Vec<Source>,
    /// Names of actors that are talked about more than once and never heard, in order of first mention.
    pub unheard: Vec<String>,
}

/// Resolves the sources of the attributions to entities and writes their ids, kinds and identification into them.
///
/// Drops a nested attribution whose source is its parent's.
pub fn resolve(reading: Reading<'_>, attributions: &mut Vec<Attribution>) -> Voices {
    let openings: Vec<usize> = reading.tokens.sentences.iter().map(|r| r.start).collect();
    let unread = NameBook::default();
    let view = View {
        text: reading.text,
        tokens: &reading.tokens.list,
        openings: &openings,
        book: &unread,
        language: reading.language,
    };
    let book = name_reading::read(view, reading);
    let view = View { book: &book, ..view };
    let mentions = mentions::find(view, reading, attributions);
    let traits: Vec<Traits> = mentions.iter().map(|m| Traits::of(view, m)).collect();
    let cast = coreference::resolve(view, &mentions, &traits, attributions);

    let mut entity_of: Vec<Option<usize>> = vec![None; attributions.len()];
    let mut said: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (m, mention) in mentions.iter().enumerate() {
        let Some(entity) = cast.of[m].filter(|_| !mention.attributions.is_empty()) else {
            continue;
        };
        for &a in &mention.attributions {
            entity_of[a] = Some(entity);
        }
        said.entry(entity).or_default().push(m);
    }
    let mut sources: Vec<(usize, Source)> = said
        .iter()
        .map(|(&e, said)| (e, portrait::paint(view, &mentions, &cast.entities[e], said)))
        .collect();
    sources.sort_by_key(|(_, s)| s.mentions[0]);
    let mut ids: BTreeMap<usize, usize> = BTreeMap::new();
    for (i, (entity, source)) in sources.iter_mut().enumerate() {
        source.id = format!("s{}", i + 1);
        ids.insert(*entity, i);
    }
    for (a, attribution) in attributions.iter_mut().enumerate() {
        let Some(mention) = &mut attribution.source else { continue };
        let Some(source) = entity_of[a].and_then(|e| ids.get(&e)).map(|&i| &sources[i].1) else {
            continue;
        };
        mention.id = source.id.clone();
        mention.kind = source.kind;
    }
    let scene = Scene {
        view,
        mentions: &mentions,
        traits: &traits,
        cast: &cast,
        attributions,
        sentences: &reading.tokens.sentences,
    };
    scene.flag(&mut sources);
    // Who wants no name is anonymous, whatever the phrase alone says.
    for (a, attribution) in attributions.iter_mut().enumerate() {
        let place = entity_of[a].and_then(|e| ids.get(&e));
        if let (Some(mention), Some(&i)) = (&mut attribution.source, place) {
            mention.identified = sources[i].1.identified;
        }
    }
    drop_echoes(attributions);
    // Whoever stands in a source's mention is heard through it, as a body is through its spokesperson.
    let mut heard: BTreeSet<usize> = said.keys().copied().collect();
    let mut reach = 0;
    for (m, mention) in mentions.iter().enumerate() {
        if mention.span.end <= reach {
            heard.extend(cast.of[m]);
        }
        if !mention.attributions.is_empty() {
            reach = reach.max(mention.span.end);
        }
    }
    let unheard = cast.entities.iter().enumerate().filter(|(e, _)| !heard.contains(e));
    let mut unheard: Vec<(usize, String)> =
        unheard.filter_map(|(_, e)| portrait::unheard(view, &mentions, e)).collect();
    unheard.sort_unstable();
    Voices {
        sources: sources.into_iter().map(|(_, s)| s).collect(),
        unheard: unheard.into_iter().map(|(_, name)| name).collect(),
    }
}

/// Drops nested attributions whose source is their parent's; what hangs on them moves up.
fn drop_echoes(attributions: &mut Vec<Attribution>) {
    let index: HashMap<&str, usize> =
        attributions.iter().enumerate().map(|(i, a)| (a.id.as_str(), i)).collect();
    let parent = |a: &Attribution| a.parent.as_deref().and_then(|p| index.get(p)).copied();
    let source = |a: &Attribution| a.source.as_ref().map(|s| s.id.clone());
    let parents: Vec<Option<usize>> = attributions.iter().map(parent).collect();
    let is_echo = |(a, above): (&Attribution, &Option<usize>)| {
        above.is_some_and(|p| a.source.is_some() && source(&attributions[p]) == source(a))
    };
    let echoes: Vec<bool> = attributions.iter().zip(&parents).map(is_echo).collect();
    if !echoes.contains(&true) {
        return;
    }
    // Where the chain of echoes above each ends.
    let mut moved: Vec<(usize, Option<String>)> = Vec::new();
    for (i, &above) in parents.iter().enumerate() {
        let mut above = above;
        while let Some(p) = above.filter(|&p| echoes[p]) {
            above = parents[p];
            let parent = attributions[p].parent.clone();
            match moved.last_mut().filter(|m| m.0 == i) {
                Some(last) => last.1 = parent,
                None => moved.push((i, parent)),
            }
        }
    }
    for (i, parent) in moved {
        attributions[i].parent = parent;
    }
    let mut kept = echoes.iter().map(|echo| !echo);
    attributions.retain(|_| kept.next().unwrap_or(true));
}
