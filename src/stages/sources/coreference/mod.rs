//! Coreference: which mentions mean the same.
//!
//! Names are compared over the whole article; descriptions and pronouns look back from their place.
//! A reading that is not clear is left open: the mention stays an entity of its own.

mod descriptions;
mod forward;
mod salience;
mod seats;
mod speakers;

use std::collections::BTreeSet;

use super::entities::{Entity, Sort, Traits, looks_back, stem};
use super::mentions::Mention;
use super::name_index::NameIndex;
use super::phrase::Head;
use super::view::View;
use crate::model::{Attribution, Gender, Number, SourceKind, Span};
use crate::rules::{DeterminerShape, PronounSort};

/// Entities, and the entity of each mention.
#[derive(Debug, Default)]
pub struct Cast {
    /// All entities.
    pub entities: Vec<Entity>,
    /// The entity of each mention.
    pub of: Vec<Option<usize>>,
}

/// Finds out which mentions mean the same.
pub fn resolve(
    view: View<'_>,
    mentions: &[Mention],
    traits: &[Traits],
    attributions: &[Attribution],
) -> Cast {
    let mut previous = Vec::with_capacity(mentions.len());
    let mut last = None;
    for (i, mention) in mentions.iter().enumerate() {
        previous.push(last);
        if !mention.attributions.is_empty() {
            last = Some(i);
        }
    }
    let mut linker = Linker {
        view,
        mentions,
        traits,
        attributions,
        previous,
        reported: reported(mentions, attributions),
        cast: Cast { entities: Vec::new(), of: vec![None; mentions.len()] },
    };
    linker.link_names();
    for i in 0..mentions.len() {
        if linker.cast.of[i].is_none() {
            linker.link(i);
        }
    }
    linker.link_forward();
    linker.link_introduced();
    linker.link_headlines();
    linker.link_initials();
    linker.link_fighters();
    linker.link_seated();
    linker.link_speakers();
    linker.cast
}

/// For each mention the innermost attribution, other than its own, in whose content it stands.
fn reported(mentions: &[Mention], attributions: &[Attribution]) -> Vec<Option<usize>> {
    let mut contents: Vec<(Span, usize)> = Vec::new();
    for (a, attribution) in attributions.iter().enumerate() {
        contents.extend(attribution.content.iter().map(|&c| (c, a)));
    }
    contents.sort_unstable();
    // Contents that are open where a mention stands; few are nested.
    let mut open: Vec<(Span, usize)> = Vec::new();
    let mut next = contents.into_iter().peekable();
    let mut found = Vec::with_capacity(mentions.len());
    for mention in mentions {
        while let Some(content) = next.next_if(|(c, _)| c.start <= mention.span.start) {
            open.push(content);
        }
        open.retain(|(c, _)| c.end > mention.span.start);
        let around = open
            .iter()
            .rev()
            .filter(|(c, a)| c.contains(mention.span) && !mention.attributions.contains(a));
        found.push(around.map(|&(c, a)| (c.len(), a)).min().map(|(_, a)| a));
    }
    found
}

struct Linker<'a> {
    view: View<'a>,
    mentions: &'a [Mention],
    traits: &'a [Traits],
    attributions: &'a [Attribution],
    /// For each mention the last one before it that is the source of an attribution.
    previous: Vec<Option<usize>>,
    /// For each mention the attribution in whose content it stands, the innermost.
    reported: Vec<Option<usize>>,
    cast: Cast,
}

impl Linker<'_> {
    /// Mentions with a name, over the whole article.
    fn link_names(&mut self) {
        // Fuller names first, so that a surname finds the one that it belongs to.
        let mut order: Vec<usize> =
            (0..self.mentions.len()).filter(|&i| self.traits[i].name.is_some()).collect();
        let fullness =
            |i: usize| self.mentions[i].phrase.own.as_ref().map_or(0, |n| n.end - n.bare);
        order.sort_by_key(|&i| (std::cmp::Reverse(fullness(i)), i));
        let mut index = NameIndex::default();
        for i in order {
            let t = &self.traits[i];
            let mut fits = index.candidates(t);
            fits.retain(|&e| self.cast.entities[e].answers_to(t));
            let nearest = match fits[..] {
                [] => None,
                [only] => Some(only),
                // Who is known to be of the gender that a title tells comes before who may be.
                _ => fits.into_iter().min_by_key(|&e| {
                    let open = self.cast.entities[e].gender == Gender::Unknown;
                    (open && t.gender != Gender::Unknown, self.distance(e, i))
                }),
            };
            match nearest {
                Some(e) => self.join(i, e),
                None => self.found(i),
            }
            index.learn(self.cast.of[i].unwrap_or_default(), t);
        }
    }

    /// Bytes from a mention to the nearest of an entity.
    fn distance(&self, entity: usize, i: usize) -> usize {
        let mentions = &self.cast.entities[entity].mentions;
        let behind = mentions.partition_point(|&m| m < i);
        let near = mentions[..behind].last().into_iter().chain(mentions.get(behind));
        let here = self.mentions[i].span.start;
        near.map(|&m| self.mentions[m].span.start.abs_diff(here)).min().unwrap_or(usize::MAX)
    }

    fn join(&mut self, mention: usize, entity: usize) {
        self.cast.entities[entity].add(mention, &self.traits[mention]);
        self.cast.of[mention] = Some(entity);
    }

    fn found(&mut self, mention: usize) {
        self.cast.of[mention] = Some(self.cast.entities.len());
        self.cast.entities.push(Entity::new(mention, &self.traits[mention]));
    }

    /// A mention without a name.
    fn link(&mut self, i: usize) {
        let phrase = &self.mentions[i].phrase;
        let target = match &phrase.head {
            Head::Pronoun(p) if p.sort == PronounSort::Speaker => return,
            Head::Pronoun(p) if looks_back(p.sort) => self.antecedent(i),
            Head::Pronoun(_) => None,
            _ if phrase.same => self.same_again(i),
            Head::Unknown => self.unlisted(i),
            Head::People => self.compatriot(i),
            _ => match phrase.determiner {
                DeterminerShape::Definite
                | DeterminerShape::Demonstrative
                | DeterminerShape::Possessive => self.described(i),
                DeterminerShape::None => {
                    self.described(i).filter(|_| self.traits[i].head.is_some())
                }
                DeterminerShape::Indefinite | DeterminerShape::Count => None,
            },
        };
        match target {
            Some(e) => self.join(i, e),
            // A pronoun that is nobody's source and finds nothing is no one.
            None if matches!(phrase.head, Head::Pronoun(_))
                && self.mentions[i].attributions.is_empty() => {}
            None => self.found(i),
        }
    }

    /// A noun that no list has is somebody's trade when one person stands out.
    fn unlisted(&self, i: usize) -> Option<usize> {
        let mention = &self.mentions[i];
        let alone =
            self.traits[i].number == Number::Singular && !mention.phrase.is_capital(self.view);
        // Whoever is described at length is more often something else than somebody known.
        let short = mention.phrase.end - mention.phrase.first <= FEW;
        let definite = mention.phrase.determiner == DeterminerShape::Definite && short;
        (alone && definite && !mention.attributions.is_empty())
            .then(|| self.holder(i, None, false))
            .flatten()
    }

    /// Fighters without a name are those of the one named group that is described by their noun, wherever it stands.
    fn link_fighters(&mut self) {
        let named = |e: &Entity| e.kind == SourceKind::ArmedGroup && !e.names.is_empty();
        let groups: Vec<usize> =
            (0..self.cast.entities.len()).filter(|&e| named(&self.cast.entities[e])).collect();
        if groups.is_empty() {
            return;
        }
        let mut moves: Vec<(usize, usize, usize)> = Vec::new();
        for i in 0..self.mentions.len() {
            let (Some(from), Some(head)) = (self.cast.of[i], self.traits[i].head) else { continue };
            let told = matches!(
                self.mentions[i].phrase.determiner,
                DeterminerShape::Definite | DeterminerShape::Demonstrative
            );
            let entity = &self.cast.entities[from];
            let fighters = entity.sort == Sort::Group
                && entity.kind == SourceKind::ArmedGroup
                && entity.names.is_empty();
            if !told || !fighters {
                continue;
            }
            let word = stem(&self.view.actors().noun(head).form);
            let mut fits = groups.iter().filter(|&&g| self.cast.entities[g].words.contains(&word));
            if let (Some(&group), None) = (fits.next(), fits.next()) {
                moves.push((from, i, group));
            }
        }
        moves.sort_unstable();
        for of_one in moves.chunk_by(|a, b| a.0 == b.0) {
            let moved: BTreeSet<usize> = of_one.iter().map(|m| m.1).collect();
            self.cast.entities[of_one[0].0].mentions.retain(|m| !moved.contains(m));
        }
        for (_, i, group) in moves {
            self.join(i, group);
        }
    }

    /// The entity's mention that stands last before a place.
    fn last_before(&self, entity: usize, i: usize) -> Option<usize> {
        self.before(entity, i).next()
    }

    /// The entity's mentions before a place, the last first. Mentions are in order of the text.
    fn before(&self, entity: usize, i: usize) -> impl Iterator<Item = usize> + '_ {
        let mentions = &self.cast.entities[entity].mentions;
        let at = self.mentions[i].span.start;
        let until = mentions.partition_point(|&m| m < i);
        mentions[..until].iter().rev().copied().filter(move |&m| self.mentions[m].span.start < at)
    }

    /// The entities that were mentioned within the last [`REACH`] mentions, in order of their first.
    fn lately(&self, i: usize) -> Vec<usize> {
        let from = i.saturating_sub(REACH);
        let mut list: Vec<usize> = self.cast.of[from..i].iter().flatten().copied().collect();
        list.sort_unstable();
        list.dedup();
        list
    }

    /// The mention that is the source of the attribution before.
    fn previous_mention(&self, i: usize) -> Option<usize> {
        let at = self.mentions[i].span.start;
        let mut before = self.previous[i];
        while let Some(m) = before.filter(|&m| self.mentions[m].span.start == at) {
            before = self.previous[m];
        }
        before
    }

    /// The source of the attribution before.
    fn previous_source(&self, i: usize) -> Option<usize> {
        self.previous_mention(i).and_then(|m| self.cast.of[m])
    }
}

/// A trade takes so many words at most.
const FEW: usize = 4;

/// A description or pronoun looks back over so many mentions; few articles have more.
const REACH: usize = 400;
