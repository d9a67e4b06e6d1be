//! Seats: *At the ministry, they say*. Who is told by a word for nobody in particular is the body, or the group, that the
//! words of place beside it name.

use super::super::entities::Sort;
use super::super::phrase::Head;
use super::Linker;
use crate::model::{Identified, Number, Pos, SourceKind, overlaps_any};
use crate::rules::PronounSort;

impl Linker<'_> {
    /// Gives those who are told by where they speak to the body or group that is named there.
    pub(super) fn link_seated(&mut self) {
        for i in 0..self.mentions.len() {
            let mention = &self.mentions[i];
            let vague = matches!(&mention.phrase.head,
                Head::Pronoun(p) if p.sort == PronounSort::Vague && p.number == Number::Singular);
            let Some(from) = self.cast.of[i].filter(|_| vague && !mention.attributions.is_empty())
            else {
                continue;
            };
            let Some(seat) = self.seat(i) else { continue };
            // Of those at a place, or of many, it is some; at a body they speak for it.
            let body = self.traits[seat].sort == Sort::Body
                && (matches!(self.mentions[seat].phrase.head, Head::Noun(_)) || self.is_side(seat))
                && self.mentions[seat].phrase.number != Number::Plural;
            let inside = self.mentions[seat].phrase.first.checked_sub(1);
            let inside =
                inside.is_some_and(|k| self.view.is(k, self.view.classes().inside_preposition));
            if body && !inside && self.leads_to(seat, i) {
                if let Some(to) = self.cast.of[seat].filter(|&to| to != from) {
                    self.cast.entities[from].mentions.retain(|&m| m != i);
                    self.join(i, to);
                }
            } else {
                // *They say at the ministry*: somebody there, of whom no more is told.
                let told = &self.traits[seat].description;
                // Whoever speaks at a place of which no more is known speaks for those who govern there.
                let place = self.traits[seat].guessed && !self.is_side(seat);
                // *They say at Zorg* is what is said there.
                if place && !self.leads_to(seat, i) {
                    continue;
                }
                let kind = if place { SourceKind::Government } else { told.kind };
                let identified = told.identified.max(Identified::Role);
                let entity = &mut self.cast.entities[from];
                (entity.kind, entity.identified) = (kind, identified);
            }
        }
    }

    /// The mention that says where such a one speaks from: right before it, set off by a comma, or behind its verb.
    fn seat(&self, i: usize) -> Option<usize> {
        let here = &self.mentions[i];
        let near = i.saturating_sub(NEAR)..(i + NEAR).min(self.mentions.len());
        let mut fits = near.filter(|&m| {
            let there = &self.mentions[m];
            let sort = matches!(self.traits[m].sort, Sort::Body | Sort::State | Sort::Group);
            m != i && sort && there.sentence == here.sentence && self.is_seat(m)
        });
        fits.find(|&m| self.leads_to(m, i) || self.follows(m, i))
    }

    /// Whether a preposition that tells where stands before a mention.
    fn is_seat(&self, m: usize) -> bool {
        let view = self.view;
        let classes = view.classes();
        let first = self.mentions[m].phrase.first;
        let to = |i: usize| view.is(i, classes.seat);
        let before = |n: usize| first.checked_sub(n);
        // The article of *au* and *du* belongs to the phrase.
        let (near, far) = match view.is(first, classes.contracted) {
            true => (Some(first), before(1)),
            false => (before(1), before(2)),
        };
        near.is_some_and(|i| to(i) || view.is(i, classes.side_of))
            || near.is_some_and(|i| view.is(i, classes.of))
                && far.is_some_and(|i| view.is(i, classes.side_of))
    }

    /// Whether they speak there for the one who is named: *on the side of Zorg*, not *at Zorg*.
    fn is_side(&self, m: usize) -> bool {
        let first = self.mentions[m].phrase.first;
        let at = |i: usize| {
            self.view.is(i, self.view.classes().place_preposition)
                || self.view.word(i).chars().count() == 1
        };
        first > 0 && !at(first - 1)
    }

    /// *At the ministry, they say*; *the ministry, where they say*.
    fn leads_to(&self, m: usize, i: usize) -> bool {
        let view = self.view;
        let (from, to) = (self.mentions[m].phrase.end, self.mentions[i].phrase.first);
        if from >= to || to - from > NEAR {
            return false;
        }
        let set_off = (from..to).filter(|&k| view.word(k) == ",").count() == 1;
        let where_ = (from..to).any(|k| view.is(k, view.classes().where_));
        let light = (from..to).all(|k| {
            matches!(view.pos(k), Pos::Punct | Pos::Adv | Pos::Pron | Pos::Det)
                || view.is(k, view.classes().where_)
        });
        // *At Zorg, on the other hand, they say*.
        let aside = view.word(from) == ","
            && view.word(to - 1) == ","
            && !(from..to).any(|k| view.opens_predicate(k));
        light && (set_off || where_) || aside
    }

    /// *They say at the ministry*, outside what is said.
    fn follows(&self, m: usize, i: usize) -> bool {
        let view = self.view;
        let (from, to) = (self.mentions[i].phrase.end, self.mentions[m].phrase.first);
        // The preposition may belong to the phrase, as a fused article does.
        if from > to || to - from > FAR || (from..to).any(|k| view.pos(k) == Pos::Punct) {
            return false;
        }
        let said = |&a: &usize| overlaps_any(self.mentions[m].span, &self.attributions[a].content);
        !self.mentions[i].attributions.iter().any(said)
    }
}

/// So many mentions around are looked at.
const NEAR: usize = 6;

/// So many words stand between the verb's subject and the place at most.
const FAR: usize = 9;
