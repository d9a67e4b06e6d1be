//! Forward: titles and openings describe those whom the article names later.

use std::collections::{BTreeMap, BTreeSet};

use super::super::entities::{Sort, differ};
use super::Linker;
use super::salience::W;
use crate::model::{Identified, Number};
use crate::rules::{DeterminerShape, Lean};

impl Linker<'_> {
    /// A description that found nobody before it is of the one who is named later and described by the same noun.
    pub(super) fn link_forward(&mut self) {
        let mut bearers: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (e, entity) in self.cast.entities.iter().enumerate() {
            let told = entity.identified == Identified::Named || !entity.names.is_empty();
            if told && !entity.mentions.is_empty() {
                for &noun in &entity.nouns {
                    bearers.entry(noun).or_default().push(e);
                }
            }
        }
        for from in 0..self.cast.entities.len() {
            let Some(to) = self.named_later(from, &bearers) else { continue };
            let moved: BTreeSet<usize> =
                std::mem::take(&mut self.cast.entities[from].mentions).into_iter().collect();
            for m in moved {
                self.join(m, to);
            }
        }
    }

    /// A holder of an office without a name is the one whom the next words call by a name and nothing else: *The mayor has
    /// resigned. Ana Moll said …*.
    pub(super) fn link_introduced(&mut self) {
        for from in 0..self.cast.entities.len() {
            let Some(to) = self.named_next(from) else { continue };
            let moved = std::mem::take(&mut self.cast.entities[from].mentions);
            for m in moved {
                self.join(m, to);
            }
        }
    }

    /// The person without a function who is named for the first time right behind an office and is its only likely holder.
    fn named_next(&self, from: usize) -> Option<usize> {
        let entity = &self.cast.entities[from];
        let first = *entity.mentions.first()?;
        let t = &self.traits[first];
        let phrase = &self.mentions[first].phrase;
        let head = self.view.actors().noun(t.head?);
        let office = entity.sort == Sort::Person
            && entity.names.is_empty()
            && t.number != Number::Plural
            && head.lean == Lean::Role
            && phrase.determiner == DeterminerShape::Definite
            && self.mentions[first].subject
            && !self.mentions[first].nested;
        if !office {
            return None;
        }
        let sentence = self.mentions[first].sentence;
        let behind = self.mentions[first + 1..].iter().zip(first + 1..);
        let near = behind.take_while(|(m, _)| m.sentence <= sentence + W[24] as usize);
        // The first person who is named, if he is named here first and speaks.
        let (next, at) = near
            .filter_map(|(m, k)| Some((m, k, self.cast.of[k]?)))
            .find(|&(_, _, e)| {
                let other = &self.cast.entities[e];
                other.sort == Sort::Person && !other.names.is_empty()
            })
            .map(|(m, k, e)| ((m, e), k))?;
        let (mention, to) = next;
        let other = &self.cast.entities[to];
        let new = other.mentions.first() == Some(&at);
        let full = mention.phrase.own.as_ref().is_some_and(|n| n.end > n.bare + 1);
        let bare = self.traits[at].nouns.is_empty()
            && mention.phrase.end == mention.phrase.own.as_ref().map_or(0, |n| n.end);
        let nouns = || {
            other.nouns.is_empty()
                || other.nouns.iter().any(|&n| self.view.actors().same_noun(n, t.head.unwrap_or(n)))
        };
        (new
            && full
            && bare
            && mention.subject
            && !mention.attributions.is_empty()
            && mention.sentence > sentence
            && nouns()
            && !differ(other.gender, entity.gender))
        .then_some(to)
    }

    /// The one entity that a noun of this one describes and that is named behind its first mention.
    fn named_later(&self, from: usize, bearers: &BTreeMap<u32, Vec<usize>>) -> Option<usize> {
        let entity = &self.cast.entities[from];
        let first = *entity.mentions.first()?;
        let t = &self.traits[first];
        let opening = self.mentions[first].sentence < OPENING;
        let definite = self.mentions[first].phrase.determiner == DeterminerShape::Definite;
        let open = entity.names.is_empty()
            && entity.identified != Identified::Named
            && t.number != Number::Plural
            && (definite || opening && entity.sort == Sort::Document);
        let same_sort = |e: usize| self.cast.entities[e].sort == entity.sort;
        let list = bearers.get(&t.head.filter(|_| open)?)?;
        // Few are described by one noun; of many it is not clear who is meant.
        let near = list.iter().copied().take(MANY);
        let mut fits = near.filter(|&e| {
            let other = &self.cast.entities[e];
            same_sort(e)
                && other.mentions.first().is_some_and(|&m| m > first)
                && other.number == entity.number
                && !differ(other.gender, entity.gender)
                && entity.telling.iter().all(|w| other.telling.contains(w))
        });
        match (fits.next(), fits.next()) {
            (Some(one), None) => Some(one),
            _ => None,
        }
    }
}

/// Title, standfirst and first sentence: what they leave open the article tells.
const OPENING: usize = 4;

/// More entities of one noun are not looked at.
const MANY: usize = 8;
