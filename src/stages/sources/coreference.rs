//! Coreference: which mentions mean the same.
//!
//! Names are compared over the whole article; descriptions and pronouns look back from their place.
//! A reading that is not clear is left open: the mention stays an entity of its own.

use super::entities::{Entity, Sort, Traits, differ, looks_back};
use super::mentions::Mention;
use super::name_index::NameIndex;
use super::phrase::Head;
use super::view::View;
use crate::model::{Attribution, Gender, Number, SourceKind, Span, overlaps_any, total_len};
use crate::rules::{DeterminerShape, Lean, Noun, NounSort, Pronoun, PronounSort};

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
    let mut linker = Linker {
        view,
        mentions,
        traits,
        attributions,
        cast: Cast { entities: Vec::new(), of: vec![None; mentions.len()] },
    };
    linker.link_names();
    for i in 0..mentions.len() {
        if linker.cast.of[i].is_none() {
            linker.link(i);
        }
    }
    linker.link_speakers();
    linker.cast
}

struct Linker<'a> {
    view: View<'a>,
    mentions: &'a [Mention],
    traits: &'a [Traits],
    attributions: &'a [Attribution],
    cast: Cast,
}

/// How far an entity is from a mention that may mean it.
struct Nearness {
    score: f64,
    entity: usize,
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
            let distance = |e: usize| {
                let places = self.cast.entities[e].mentions.iter();
                let here = self.mentions[i].span.start;
                places.map(|&m| self.mentions[m].span.start.abs_diff(here)).min()
            };
            let nearest = match fits[..] {
                [] => None,
                [only] => Some(only),
                _ => fits.into_iter().min_by_key(|&e| distance(e)),
            };
            match nearest {
                Some(e) => self.join(i, e),
                None => self.found(i),
            }
            index.learn(self.cast.of[i].unwrap_or_default(), t);
        }
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

    /// *La même source*: the source before, of the same sort if the noun tells one.
    fn same_again(&self, i: usize) -> Option<usize> {
        let t = &self.traits[i];
        self.described(i).or_else(|| {
            (t.sort == Sort::Source || t.sort == Sort::Document)
                .then(|| self.previous_source(i))
                .flatten()
        })
    }

    /// The source of the attribution before.
    fn previous_source(&self, i: usize) -> Option<usize> {
        let at = self.mentions[i].span.start;
        let before = |m: &usize| {
            !self.mentions[*m].attributions.is_empty() && self.mentions[*m].span.start < at
        };
        (0..i).rev().find(before).and_then(|m| self.cast.of[m])
    }

    /// A description that takes up somebody who was mentioned: by its noun, else by being the only one that fits.
    fn described(&self, i: usize) -> Option<usize> {
        let t = &self.traits[i];
        let head = t.head?;
        let actors = self.view.actors();
        let noun = actors.noun(head);
        let mut best: Option<(usize, usize)> = None;
        for e in self.lately(i) {
            let entity = &self.cast.entities[e];
            let Some(last) = self.last_before(e, i) else { continue };
            let named = entity.nouns.iter().any(|&n| actors.same_noun(n, head));
            let number = t.number == entity.number
                || t.number == Number::Unknown
                || entity.number == Number::Unknown;
            if !named || !number || differ(t.gender, entity.gender) && t.sort == Sort::Person {
                continue;
            }
            // What it says besides must not contradict: names and peoples must have been told.
            if !entity.allows(t) {
                continue;
            }
            let loose = noun.lean == Lean::Anonymous && entity.names.is_empty();
            if loose && !t.words.iter().all(|w| entity.words.contains(w)) {
                continue;
            }
            let at = self.mentions[last].span.start;
            if best.is_none_or(|b| at > b.0) {
                best = Some((at, e));
            }
        }
        best.map(|b| b.1).or_else(|| self.class_noun(i))
    }

    /// A noun that only says of what class somebody is.
    fn class_noun(&self, i: usize) -> Option<usize> {
        let t = &self.traits[i];
        let noun = self.view.actors().noun(t.head?);
        let phrase = &self.mentions[i].phrase;
        if t.number == Number::Plural {
            return None;
        }
        let pointing = phrase.determiner == DeterminerShape::Demonstrative;
        if pointing && noun.sort == NounSort::Person {
            return self.salient(i, PronounSort::Subject, |e| {
                e.sort == Sort::Person && !e.names.is_empty()
            });
        }
        // A noun with a complement of its own says more than a class.
        let bare = t.words.iter().all(|w| t.telling.contains(w)) && !phrase.is_capital(self.view);
        let fresh = self.mentions[i]
            .phrase
            .head_at
            .clone()
            .any(|k| self.view.is(k, self.view.classes().fresh));
        match noun.sort {
            NounSort::Person if !fresh => {
                let office =
                    |n: &Noun| n.lean == Lean::Role && n.kind == Some(SourceKind::Government);
                let holds =
                    |e: &Entity| e.nouns.iter().any(|&n| office(self.view.actors().noun(n)));
                let candidate = self.previous_source(i).filter(|&e| {
                    let entity = &self.cast.entities[e];
                    entity.sort == Sort::Person
                        && entity.allows(t)
                        && !differ(entity.gender, t.gender)
                        && !entity.names.is_empty()
                        && !(office(noun) && holds(entity))
                });
                candidate.filter(|_| !self.mentions[i].attributions.is_empty())
            }
            NounSort::Body if noun.lean == Lean::Name && bare => self.recent(i, 6, |e| {
                e.sort == Sort::Body
                    && e.allows(t)
                    && (Some(e.kind) == noun.kind || noun.weak)
                    && !e.names.is_empty()
            }),
            NounSort::Document if bare => self
                .previous_source(i)
                .filter(|&e| self.cast.entities[e].sort == Sort::Document && pointing),
            NounSort::Source => self.previous_source(i),
            _ => None,
        }
    }

    /// The last entity of a class within some sentences.
    fn recent(&self, i: usize, reach: usize, fits: impl Fn(&Entity) -> bool) -> Option<usize> {
        let entities = self.lately(i).into_iter().filter(|&e| fits(&self.cast.entities[e]));
        let placed = entities.filter_map(|e| self.last_before(e, i).map(|m| (m, e)));
        placed
            .filter(|&(m, _)| self.mentions[i].sentence - self.mentions[m].sentence <= reach)
            .max_by_key(|&(m, _)| self.mentions[m].span.start)
            .map(|(_, e)| e)
    }

    /// What a pronoun stands for; `None` when nothing fits or two fit as well.
    fn antecedent(&self, i: usize) -> Option<usize> {
        let Head::Pronoun(pronoun) = self.mentions[i].phrase.head else { return None };
        if pronoun.sort == PronounSort::Previous {
            let previous = self.previous_source(i);
            let fits = |e: &usize| {
                let entity = &self.cast.entities[*e];
                entity.sort == Sort::Person && !differ(entity.gender, pronoun.gender)
            };
            if let Some(e) = previous.filter(fits) {
                return Some(e);
            }
            return self.salient(i, pronoun.sort, |e| e.sort == Sort::Person);
        }
        self.salient(i, pronoun.sort, |_| true)
    }

    /// The entity that fits a pronoun best; `None` when none fits or two fit as well.
    fn salient(
        &self,
        i: usize,
        sort: PronounSort,
        fits: impl Fn(&Entity) -> bool,
    ) -> Option<usize> {
        let previous = self.previous_source(i);
        let mut all: Vec<Nearness> = self
            .lately(i)
            .into_iter()
            .filter(|&e| fits(&self.cast.entities[e]))
            .filter_map(|e| {
                self.nearness(i, e, sort, previous).map(|score| Nearness { score, entity: e })
            })
            .collect();
        all.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.entity.cmp(&b.entity)));
        let best = all.first()?;
        let clear = all.get(1).is_none_or(|second| best.score - second.score >= MARGIN);
        (best.score >= FLOOR && clear).then_some(best.entity)
    }

    /// How well an entity fits a pronoun; `None` when it cannot be meant.
    fn nearness(
        &self,
        i: usize,
        e: usize,
        sort: PronounSort,
        previous: Option<usize>,
    ) -> Option<f64> {
        let entity = &self.cast.entities[e];
        let (here, t) = (&self.mentions[i], &self.traits[i]);
        let plural = t.number == Number::Plural;
        let crowd = entity.number == Number::Plural || entity.sort == Sort::Group;
        if plural != crowd && t.number != Number::Unknown || differ(entity.gender, t.gender) {
            return None;
        }
        let own: Vec<Span> =
            here.attributions.iter().flat_map(|&a| self.attributions[a].content.clone()).collect();
        let at = here.span.start;
        let last = self.before(e, i).find(|&m| !overlaps_any(self.mentions[m].span, &own))?;
        let there = &self.mentions[last];
        // Speech that the pronoun's own cue frames does not add to the distance.
        let start = own.iter().map(|s| s.start).chain([at]).min().unwrap_or(at);
        let sentence = self.mentions[..i]
            .iter()
            .rev()
            .find(|m| m.span.start < start)
            .map_or(here.sentence, |m| m.sentence.max(there.sentence));
        let distance = sentence.min(here.sentence).saturating_sub(there.sentence);
        let mut score = -0.6 * distance.min(10) as f64;
        score += match entity.sort {
            Sort::Person => 1.0,
            Sort::Group => 0.5,
            Sort::Body | Sort::State => 0.0,
            Sort::Source => -0.5,
            Sort::Document => -1.5,
            Sort::Open => -0.5,
        };
        score += if entity.names.is_empty() { 0.0 } else { 0.7 };
        score += if there.subject { 1.0 } else { 0.0 };
        score -= if there.nested { 1.5 } else { 0.0 };
        score -= if there.place { 2.0 } else { 0.0 };
        score -=
            if there.quotation.is_some() && there.quotation != here.quotation { 2.0 } else { 0.0 };
        score += 0.4 * (entity.mentions.len() as f64).ln();
        if entity.gender == Gender::Unknown {
            score -= 0.4;
        }
        if sort == PronounSort::Last {
            // The one named last, whoever was spoken of more.
            score -= 0.8 * distance as f64;
            score += if there.subject { -0.5 } else { 0.5 };
        } else if previous == Some(e) {
            score += 1.5;
        }
        Some(score)
    }

    /// First persons inside speech are the speaker.
    fn link_speakers(&mut self) {
        let speakers: Vec<usize> = (0..self.mentions.len())
            .filter(|&i| {
                let speaks = |p: &Pronoun| p.sort == PronounSort::Speaker;
                matches!(&self.mentions[i].phrase.head, Head::Pronoun(p) if speaks(p))
                    && !self.mentions[i].attributions.is_empty()
            })
            .collect();
        if speakers.is_empty() {
            return;
        }
        let mut voice: Vec<Option<usize>> = vec![None; self.attributions.len()];
        for (m, mention) in self.mentions.iter().enumerate().rev() {
            for &a in &mention.attributions {
                voice[a] = self.cast.of[m];
            }
        }
        let contents: Vec<(Span, usize)> = {
            let all = self.attributions.iter().enumerate();
            let mut list: Vec<(Span, usize)> =
                all.flat_map(|(a, x)| x.content.iter().map(move |&c| (c, a))).collect();
            list.sort_unstable();
            list
        };
        for i in speakers {
            let span = self.mentions[i].span;
            // Contents begin before what stands in them; those further back are too long to matter.
            let until = contents.partition_point(|(c, _)| c.start <= span.start);
            let near = contents[until.saturating_sub(REACH)..until].iter();
            let around = near
                .filter(|(c, a)| c.contains(span) && !self.mentions[i].attributions.contains(a));
            let innermost =
                around.min_by_key(|(_, a)| (total_len(&self.attributions[*a].content), *a));
            match innermost.and_then(|&(_, a)| voice[a]) {
                Some(e) => self.join(i, e),
                None => self.found(i),
            }
        }
    }
}

/// A description or pronoun looks back over so many mentions; few articles have more.
const REACH: usize = 400;

/// Below this no antecedent is taken.
const FLOOR: f64 = -1.5;

/// By so much the best antecedent must be better than the next.
const MARGIN: f64 = 0.15;
