//! Forward: titles and openings describe those whom the article names later.

use std::collections::{BTreeMap, BTreeSet};

use super::super::entities::{Sort, differ};
use super::Linker;
use crate::model::{Identified, Number, Pos};
use crate::rules::{DeterminerShape, Lean};

impl Linker<'_> {
    /// A description that found nobody before it is of the one who is named later and described by the same noun.
    pub(super) fn link_forward(&mut self) {
        let mut bearers: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (e, entity) in self.cast.entities.iter().enumerate() {
            let longer = entity.sort == Sort::Body && !entity.words.is_empty();
            let told = entity.identified == Identified::Named || !entity.names.is_empty() || longer;
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

    /// Those without a name of whom the office is told are the ones whom the next words call by a name alone.
    pub(super) fn link_introduced(&mut self) {
        for from in 0..self.cast.entities.len() {
            let entity = &self.cast.entities[from];
            if entity.sort != Sort::Person || !entity.names.is_empty() {
                continue;
            }
            let first = entity.mentions.iter().take(MANY);
            let Some(to) = first.copied().find_map(|m| self.named_next(m)) else { continue };
            let moved = std::mem::take(&mut self.cast.entities[from].mentions);
            for m in moved {
                self.join(m, to);
            }
        }
    }

    /// Whom the opening tells of by what he is alone, and nobody calls so again, is the one person who is named first.
    ///
    /// *Marathon: the fallen champion protests. Ana Moll has been suspended …*
    pub(super) fn link_headlines(&mut self) {
        let named = |linker: &Self, m: usize| {
            !linker.mentions[m].byline
                && linker.traits[m].sort == Sort::Person
                && linker.traits[m].name.is_some()
        };
        let Some(m) = (0..self.mentions.len())
            .take_while(|&m| self.mentions[m].sentence < NAMED_BY)
            .find(|&m| named(self, m))
        else {
            return;
        };
        let Some(to) = self.cast.of[m] else { return };
        let said = |linker: &Self, e: usize| {
            let mentions = &linker.cast.entities[e].mentions;
            mentions.iter().any(|&m| !linker.mentions[m].attributions.is_empty())
        };
        if !said(self, to) {
            return;
        }
        for from in 0..self.cast.entities.len() {
            let (entity, other) = (&self.cast.entities[from], &self.cast.entities[to]);
            let Some(&first) = entity.mentions.first().filter(|&&first| first < m) else {
                continue;
            };
            let told = |w: &String| other.telling.is_empty() || other.telling.contains(w);
            let open = entity.sort == Sort::Person
                && entity.names.is_empty()
                && entity.number != Number::Plural
                && !differ(other.gender, entity.gender)
                && self.mentions[first].sentence < HEADLINES
                && self.mentions[first].phrase.determiner == DeterminerShape::Definite
                && entity.telling.iter().all(told);
            if open && said(self, from) {
                let moved = std::mem::take(&mut self.cast.entities[from].mentions);
                for m in moved {
                    self.join(m, to);
                }
            }
        }
    }

    /// A short name without a long one is that of the one body whose noun and complements have its letters as initials.
    pub(super) fn link_initials(&mut self) {
        let short: Vec<(usize, String)> =
            (0..self.cast.entities.len()).filter_map(|e| Some((e, self.letters(e)?))).collect();
        if short.is_empty() {
            return;
        }
        let mut long: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for (m, &e) in self.cast.of.iter().enumerate() {
            let Some(e) = e else { continue };
            let body = matches!(self.cast.entities[e].sort, Sort::Body | Sort::Open);
            let phrase = &self.mentions[m].phrase;
            let initials = if body { phrase.initials(self.view) } else { String::new() };
            if initials.chars().count() >= LETTERS {
                long.entry(initials).or_default().insert(e);
            }
        }
        for (from, letters) in short {
            let Some(bearers) = long.get(&letters).filter(|b| b.len() == 1) else { continue };
            let Some(&to) = bearers.first().filter(|&&to| to != from) else { continue };
            let moved = std::mem::take(&mut self.cast.entities[from].mentions);
            for m in moved {
                self.join(m, to);
            }
        }
    }

    /// The letters of a body that is called by capitals alone.
    fn letters(&self, e: usize) -> Option<String> {
        let entity = &self.cast.entities[e];
        let first = *entity.mentions.first()?;
        let own = self.mentions[first].phrase.own.as_ref()?;
        let alone = entity.sort == Sort::Body && own.end == own.bare + 1;
        let letters = self.view.folded(own.bare).replace('.', "");
        let short = alone && self.view.is_acronym(own.bare);
        (short
            && entity.acronyms.iter().all(|a| *a == letters)
            && letters.chars().count() >= LETTERS)
            .then_some(letters)
    }

    /// The person who is named for the first time right behind an office and of whom nothing else is told: *The mayor has
    /// resigned. Ana Moll said …*.
    pub(super) fn named_next(&self, i: usize) -> Option<usize> {
        let (here, t) = (&self.mentions[i], &self.traits[i]);
        let head = t.head?;
        let actors = self.view.actors();
        let office = t.sort == Sort::Person
            && t.name.is_none()
            && t.number != Number::Plural
            && actors.noun(head).lean == Lean::Role
            && here.phrase.determiner == DeterminerShape::Definite
            && (here.subject || self.ends_clause(i))
            && !here.nested;
        if !office {
            return None;
        }
        let behind = self.mentions[i + 1..].iter().zip(i + 1..);
        let near = behind.take_while(|(m, _)| m.sentence <= here.sentence + SOON);
        let person = |k: usize| {
            let e = self.cast.of[k]?;
            let entity = &self.cast.entities[e];
            (entity.sort == Sort::Person && !entity.names.is_empty()).then_some(e)
        };
        let (k, to) = near.filter_map(|(_, k)| Some((k, person(k)?))).next()?;
        let (next, other) = (&self.mentions[k], &self.cast.entities[to]);
        let own = next.phrase.own.as_ref()?;
        let alone = self.traits[k].nouns.is_empty() && next.phrase.end == own.end;
        let first = other.mentions.first() == Some(&k) || other.mentions.first() == Some(&i);
        let speaks = next.subject && !next.attributions.is_empty() && next.sentence > here.sentence;
        let fits = other.nouns.is_empty()
            || other.nouns.iter().any(|&n| actors.same_noun(n, head))
            || t.telling.iter().any(|w| other.telling.contains(w));
        let full = own.end > own.bare + 1;
        (alone && first && speaks && fits && full && !differ(other.gender, t.gender)).then_some(to)
    }

    /// Whether a mention closes its sentence without a preposition, as a subject behind its verb does.
    fn ends_clause(&self, i: usize) -> bool {
        let view = self.view;
        let phrase = &self.mentions[i].phrase;
        let closed =
            phrase.end < view.tokens.len() && matches!(view.word(phrase.end), "." | "!" | "?");
        let before = phrase.first.checked_sub(1);
        closed && before.is_some_and(|k| matches!(view.pos(k), Pos::Verb | Pos::Adv | Pos::Aux))
    }

    /// The one entity that a noun of this one describes and that is named behind its first mention.
    fn named_later(&self, from: usize, bearers: &BTreeMap<u32, Vec<usize>>) -> Option<usize> {
        let entity = &self.cast.entities[from];
        let first = *entity.mentions.first()?;
        let t = &self.traits[first];
        let opening = self.mentions[first].sentence < OPENING;
        let definite = self.mentions[first].phrase.determiner == DeterminerShape::Definite;
        let open = entity.names.is_empty()
            && (entity.identified != Identified::Named || opening && t.words.is_empty())
            && t.number != Number::Plural
            && (definite
                || opening && (entity.sort == Sort::Document || entity.sort == Sort::Person));
        let same_sort = |e: usize| self.cast.entities[e].sort == entity.sort;
        let head = t.head.filter(|_| open)?;
        // A title may call by another noun whom the article introduces by his.
        let actors = self.view.actors();
        let like = |noun: u32| noun == head || actors.takes_up(head, noun);
        let wide = opening && entity.sort == Sort::Person && !bearers.contains_key(&head);
        let mut list: Vec<usize> = match bearers.get(&head) {
            Some(list) => list.clone(),
            None if wide => {
                let alike = bearers.iter().filter(|(noun, _)| like(**noun));
                alike.flat_map(|(_, list)| list.iter().copied()).collect()
            }
            None => return None,
        };
        list.sort_unstable();
        list.dedup();
        // Few are described by one noun; of many it is not clear who is meant.
        let near = list.into_iter().take(MANY);
        let mut fits = near.filter(|&e| {
            let other = &self.cast.entities[e];
            // What a title leaves open need not have a name: *the ministry* is the Ministry of Roads.
            let named = other.identified == Identified::Named || !other.names.is_empty();
            (named || opening && entity.words.is_empty())
                && same_sort(e)
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
pub(super) const OPENING: usize = 4;

/// Title, standfirst and the first words may take so many lines.
const HEADLINES: usize = 6;

/// So many sentences in, the one of whom they tell is named.
const NAMED_BY: usize = 12;

/// Short names have so many letters at least to be told by them.
const LETTERS: usize = 3;

/// So many sentences behind an office its holder is named.
const SOON: usize = 2;

/// More entities of one noun are not looked at.
const MANY: usize = 8;
