//! An index of entities by their names, so that a name finds those that may answer to it without asking all.

use std::collections::BTreeMap;

use super::entities::{NameKey, Traits};

/// Which entities have a name that shares a word with another.
#[derive(Clone, Debug, Default)]
pub struct NameIndex {
    entities: BTreeMap<String, Vec<usize>>,
}

impl NameIndex {
    /// Notes that an entity has the name and acronym of a mention.
    pub fn learn(&mut self, entity: usize, traits: &Traits) {
        for key in keys(traits) {
            let list = self.entities.entry(key).or_default();
            if list.last() != Some(&entity) && !list.contains(&entity) {
                list.push(entity);
            }
        }
    }

    /// The entities that may answer to the name of a mention, in order.
    pub fn candidates(&self, traits: &Traits) -> Vec<usize> {
        let lists = keys(traits).into_iter().filter_map(|k| self.entities.get(&k));
        let mut all: Vec<usize> = lists.flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// What two names must share to be the same: a known name's number, a body's name or acronym, a person's first or last word.
fn keys(traits: &Traits) -> Vec<String> {
    let mut list = Vec::new();
    match &traits.name {
        Some(NameKey::Known(id)) => list.push(format!("k{id}")),
        Some(NameKey::Body(name)) => list.push(format!("b{name}")),
        Some(NameKey::Person(words)) => {
            let ends = words.first().into_iter().chain(words.last());
            list.extend(ends.map(|w| format!("p{}", w.trim_end_matches('.'))));
        }
        None => {}
    }
    list.extend(traits.acronym.iter().map(|a| format!("b{a}")));
    list
}
