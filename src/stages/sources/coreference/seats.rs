//! Seats: *At the ministry, they say*. Who is told by a word for nobody in particular is the body, or the group, that the
//! words of place beside it name.

use super::super::entities::Sort;
use super::super::phrase::Head;
use super::Linker;
use crate::model::{Number, Pos, overlaps_any};
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
            if self.leads_to(seat, i) {
                if let Some(to) = self.cast.of[seat].filter(|&to| to != from) {
                    self.cast.entities[from].mentions.retain(|&m| m != i);
                    self.join(i, to);
                }
            } else {
                // *They say at the ministry*: somebody there, of whom no more is told.
                let told = &self.traits[seat].description;
                let entity = &mut self.cast.entities[from];
                (entity.kind, entity.identified) = (told.kind, told.identified);
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
            // Of a name alone nobody knows whether it is a town's.
            let open = there.phrase.head == Head::Name && self.traits[m].guessed;
            m != i && sort && !open && there.sentence == here.sentence && self.is_seat(m)
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
        near.is_some_and(to)
            || near.is_some_and(|i| view.is(i, classes.of))
                && far.is_some_and(|i| view.is(i, classes.side_of))
    }

    /// *At the ministry, they say*; *the ministry, where they say*.
    fn leads_to(&self, m: usize, i: usize) -> bool {
        let view = self.view;
        let (from, to) = (self.mentions[m].phrase.end, self.mentions[i].phrase.first);
        if from >= to || to - from > 4 {
            return false;
        }
        let set_off = (from..to).filter(|&k| view.word(k) == ",").count() == 1;
        let where_ = (from..to).any(|k| view.is(k, view.classes().where_));
        let light = (from..to).all(|k| {
            matches!(view.pos(k), Pos::Punct | Pos::Adv | Pos::Pron | Pos::Det)
                || view.is(k, view.classes().where_)
        });
        light && (set_off || where_)
    }

    /// *They say at the ministry*, outside what is said.
    fn follows(&self, m: usize, i: usize) -> bool {
        let view = self.view;
        let (from, to) = (self.mentions[i].phrase.end, self.mentions[m].phrase.first);
        if from >= to || to - from > FAR || (from..to).any(|k| view.pos(k) == Pos::Punct) {
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
