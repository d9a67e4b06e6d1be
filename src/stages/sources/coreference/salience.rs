//! Salience: what a pronoun stands for is what fits it and stands out where it stands.

use super::super::entities::{Entity, Sort, differ};
use super::super::phrase::Head;
use super::Linker;
use crate::model::{Gender, Identified, Mode, Number, Pos, SourceKind, Span, overlaps_any};
use crate::rules::{DeterminerShape, PronounSort};

/// How far an entity is from a mention that may mean it.
struct Nearness {
    score: f64,
    entity: usize,
}

impl Linker<'_> {
    /// What a pronoun stands for; `None` when nothing fits or two fit as well.
    pub(super) fn antecedent(&self, i: usize) -> Option<usize> {
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
            return self
                .salient(i, pronoun.sort, FLOOR, |e| (e.sort == Sort::Person).then_some(0.0));
        }
        if pronoun.sort == PronounSort::Concerned {
            // Who spoke last tells of somebody else by it.
            let previous = self.previous_source(i);
            return self.salient(i, PronounSort::Subject, FLOOR, |e| {
                let spoke = previous.is_some_and(|p| std::ptr::eq(&self.cast.entities[p], e));
                let unnamed = if e.names.is_empty() { -UNNAMED } else { 0.0 };
                let often = 0.5 * (e.mentions.len() as f64).ln();
                let told = unnamed + often - if spoke { SPOKE } else { 0.0 };
                (e.sort == Sort::Person).then_some(told)
            });
        }
        if pronoun.sort == PronounSort::Place {
            let thing = |e: &Entity| !matches!(e.sort, Sort::Person | Sort::Group);
            return self.salient(i, PronounSort::Last, FLOOR, |e| thing(e).then_some(0.0));
        }
        self.salient(i, pronoun.sort, FLOOR, |_| Some(0.0))
    }

    /// The entity that fits a pronoun best; `None` when none fits or two fit as well.
    ///
    /// Below `floor` none is taken; `fits` tells what speaks for an entity besides its place, or that it cannot be meant.
    pub(super) fn salient(
        &self,
        i: usize,
        sort: PronounSort,
        floor: f64,
        fits: impl Fn(&Entity) -> Option<f64>,
    ) -> Option<usize> {
        let place = self.place(i, sort);
        let weigh = |entity: usize| {
            let besides = fits(&self.cast.entities[entity])?;
            let score = besides + self.nearness(i, entity, &place)?;
            Some(Nearness { score, entity })
        };
        let mut all: Vec<Nearness> = self.lately(i).into_iter().filter_map(weigh).collect();
        all.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.entity.cmp(&b.entity)));
        let best = all.first()?;
        // A pronoun means somebody; a description may be of somebody else than those known.
        let margin = match self.mentions[i].phrase.head {
            Head::Pronoun(_) => 0.0,
            _ => MARGIN,
        };
        let clear = all.get(1).is_none_or(|second| best.score - second.score >= margin);
        (best.score >= floor && clear).then_some(best.entity)
    }

    /// Where a mention looks back from.
    fn place(&self, i: usize, sort: PronounSort) -> Place {
        let here = &self.mentions[i];
        let own: Vec<Span> =
            here.attributions.iter().flat_map(|&a| self.attributions[a].content.clone()).collect();
        let at = here.span.start;
        // Speech that the pronoun's own cue frames does not add to the distance.
        let start = own.iter().map(|s| s.start).chain([at]).min().unwrap_or(at);
        let before = self.mentions[..i].partition_point(|m| m.span.start < start);
        let sentence = before.checked_sub(1).map(|m| self.mentions[m].sentence);
        // Who is quoted calls himself by the first person.
        let around = self.reported[i].filter(|_| here.quotation.is_some());
        let speaker = around.and_then(|a| self.voice(a));
        Place { own, sentence, previous: self.previous_source(i), speaker, sort }
    }

    /// The entity of an attribution's source, as far as it is known.
    fn voice(&self, attribution: usize) -> Option<usize> {
        let spans = &self.attributions[attribution].source.as_ref()?.spans;
        let start = spans.first()?.start;
        let from = self.mentions.partition_point(|m| m.span.start < start);
        let at_start = self.mentions[from..].iter().take_while(|m| m.span.start == start);
        let at = at_start.zip(from..).find(|(m, _)| m.attributions.contains(&attribution));
        at.and_then(|(_, m)| self.cast.of[m])
    }

    /// How well an entity fits a pronoun; `None` when it cannot be meant.
    fn nearness(&self, i: usize, e: usize, place: &Place) -> Option<f64> {
        if place.speaker == Some(e) {
            return None;
        }
        let entity = &self.cast.entities[e];
        let (here, t) = (&self.mentions[i], &self.traits[i]);
        // Nobody in particular is no one whom another word takes up.
        let vague = |&m: &usize| {
            matches!(self.mentions[m].phrase.head,
                Head::Pronoun(p) if p.sort == PronounSort::Vague && p.number == Number::Singular)
        };
        if entity.mentions.first().is_some_and(vague) {
            return None;
        }
        let pronoun = matches!(here.phrase.head, Head::Pronoun(_));
        let plural = t.number == Number::Plural;
        let crowd = entity.number == Number::Plural || entity.sort == Sort::Group;
        let near = |&m: &usize| {
            !self.mentions[m].byline && !overlaps_any(self.mentions[m].span, &place.own)
        };
        let last = self.before(e, i).find(near)?;
        // A body has the gender of the noun that it was called by last (*la société …, l'exploitant …, il*).
        let gender = match (entity.sort, self.traits[last].gender) {
            (Sort::Person, _) | (_, Gender::Unknown) => entity.gender,
            (_, last) => last,
        };
        let disagrees = plural != crowd && t.number != Number::Unknown || differ(gender, t.gender);
        // *The union* may be an association, and *the group* those who are called by a plural.
        // So may a body be *they*, as those who speak for it.
        let those = pronoun && plural && entity.sort == Sort::Body;
        if disagrees && t.sort != Sort::Body && !those {
            return None;
        }
        let there = &self.mentions[last];
        let sentence = place.sentence.map_or(here.sentence, |s| s.max(there.sentence));
        let distance = sentence.min(here.sentence).saturating_sub(there.sentence);
        // A trade or an office is told of who stands out in the article, however far back.
        let far = match t.sort {
            Sort::Person | Sort::Open if !pronoun => NEAR,
            _ => FAR,
        };
        let mut score = -0.9 * distance.min(far) as f64;
        score += match entity.sort {
            Sort::Person => 1.0,
            Sort::Group => 0.5,
            Sort::Body | Sort::State => 0.0,
            Sort::Source => -0.5,
            Sort::Document => -1.5,
            Sort::Open => -0.5,
        };
        let named = if place.sort == PronounSort::Last { 0.2 } else { 1.0 };
        // Persons who are named one beside the other have no name as a group.
        let called = !entity.names.is_empty()
            || entity.sort == Sort::Group && entity.identified == Identified::Named;
        score += if called { named } else { 0.0 };
        score += if there.subject && place.sort != PronounSort::Last { 1.0 } else { 0.0 };
        // Bodies are told of by those who speak for them: *the head of the Zorg*.
        let nested = if t.sort == Sort::Body { 0.9 } else { 1.5 };
        score -= if there.nested { nested } else { 0.0 };
        score -= if there.place { 1.6 } else { 0.0 };
        // A name of which nothing is known and that never does anything may be a place's.
        let acts =
            |&m: &usize| self.mentions[m].subject || !self.mentions[m].attributions.is_empty();
        let idle = entity.guessed && t.sort == Sort::Open && !entity.mentions.iter().any(acts);
        score -= if idle { 1.5 } else { 0.0 };
        // A medium is mostly where something was said, not who said it, and so is what stands behind a preposition.
        let open = t.sort == Sort::Open;
        score -= match entity.kind {
            SourceKind::Media if open => 0.9,
            SourceKind::Media => 0.5,
            _ => 0.0,
        };
        // So is a state: most of what is told of one is told of a country.
        score -= if open && entity.sort == Sort::State { 0.7 } else { 0.0 };
        let first = there.phrase.first;
        let oblique = !there.subject && first > 0 && self.view.pos(first - 1) == Pos::Adp;
        score -= if oblique { 0.3 } else { 0.0 };
        score -=
            if there.quotation.is_some() && there.quotation != here.quotation { 2.0 } else { 0.0 };
        // Who is only told of in somebody's words stands out less than who tells.
        let told = self.reported[last].filter(|_| there.quotation.is_none());
        score -= if told.is_some_and(|a| Some(a) != self.reported[i]) { TOLD } else { 0.0 };
        // Who is set against others, as in *The mayor, he, …*, stays the one who is spoken of.
        let behind = there.phrase.end;
        let set_off = open && self.view.is_set_against(behind);
        score += if set_off { 0.5 } else { 0.0 };
        if entity.gender == Gender::Unknown {
            score -= if open { 0.7 } else { 0.4 };
        }
        if place.sort == PronounSort::Last {
            // The one named last, whoever was spoken of more.
            let bytes = here.span.start.saturating_sub(there.span.end);
            score -= 0.5 * distance as f64 + (bytes as f64 / 100.0).min(3.0);
        } else if place.previous == Some(e) {
            // Who spoke last goes on, until others take the stage.
            score += (1.5 - 0.5 * distance as f64).max(0.0);
        }
        if there.subject && distance == 0 && place.sort != PronounSort::Last {
            // The subject of the last sentence that mentions anybody is what the next one goes on about.
            score += 1.0;
        }
        if place.sort != PronounSort::Last {
            score += 0.4 * (entity.mentions.len() as f64).ln();
            score += self.setting(i, last, entity, place.previous == Some(e));
        }
        Some(score)
    }

    /// What the places of a mention and of the last one of an entity tell besides: paragraphs, and how that one is told.
    fn setting(&self, i: usize, last: usize, entity: &Entity, spoke: bool) -> f64 {
        let (here, there) = (&self.mentions[i], &self.mentions[last]);
        let pronoun = self.traits[i].sort == Sort::Open;
        let between = there.span.start.min(here.span.start)..here.span.start;
        let line = self.view.text.as_bytes()[between].contains(&b'\n');
        let direct = |&a: &usize| self.attributions[a].mode == Mode::Direct;
        let against = [
            // A new paragraph goes on about somebody else.
            line,
            there.phrase.determiner == DeterminerShape::Indefinite,
            matches!(there.phrase.head, Head::Pronoun(_)),
            pronoun && entity.sort == Sort::Body,
            // A name of which nothing is known may be a place's.
            entity.guessed,
            // Who is quoted need not be whom the sentence before told of.
            pronoun && there.subject && here.attributions.iter().any(direct),
        ];
        let count = against.iter().filter(|told| **told).count() as f64;
        // Who spoke and was told of since is who goes on.
        let since = if spoke && there.attributions.is_empty() { SETTING } else { 0.0 };
        since - SETTING * count
    }
}

/// Each circumstance that speaks for or against an antecedent weighs so much.
const SETTING: f64 = 0.4;

/// So many sentences back weigh for a pronoun or a body at most.
const FAR: usize = 10;

/// So many weigh for a trade or an office.
const NEAR: usize = 3;

/// Where a mention looks back from.
struct Place {
    /// What its own cues frame: what is mentioned there cannot be meant.
    own: Vec<Span>,
    /// The sentence of the last mention before it and what its cues frame.
    sentence: Option<usize>,
    /// The source of the attribution before.
    previous: Option<usize>,
    /// Who is quoted around it.
    speaker: Option<usize>,
    /// How it looks back.
    sort: PronounSort,
}

/// The one concerned is the last speaker so much less.
const SPOKE: f64 = 5.0;

/// The one concerned is somebody without a name so much less.
const UNNAMED: f64 = 1.0;

/// What is told of in somebody's words stands out by so much less.
const TOLD: f64 = 0.4;

/// Below this no antecedent is taken.
pub(super) const FLOOR: f64 = -1.9;

/// Above this a body stands out enough for a noun that only says what sort of body it is.
pub(super) const LIKELY: f64 = -1.0;

/// Above this somebody stands out enough for an office that nobody told of him.
pub(super) const CLEARLY: f64 = 0.1;

/// By so much the best antecedent must be better than the next.
const MARGIN: f64 = 0.05;
