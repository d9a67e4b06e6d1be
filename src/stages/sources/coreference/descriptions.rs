//! Descriptions without a name: *the minister*, *this daily*, *the same source*.

use super::super::entities::{Entity, Sort, differ};
use super::Linker;
use super::forward::OPENING;
use super::salience::{CLEARLY, FLOOR, LIKELY};
use crate::model::{Identified, Number, Pos, SourceKind};
use crate::rules::{DeterminerShape, Lean, Noun, NounSort, PronounSort};

impl Linker<'_> {
    /// *La même source*: the source before, of the same sort if the noun tells one.
    pub(super) fn same_again(&self, i: usize) -> Option<usize> {
        let t = &self.traits[i];
        self.described(i).or_else(|| {
            (t.sort == Sort::Source || t.sort == Sort::Document)
                .then(|| self.previous_document(i).or_else(|| self.previous_source(i)))
                .flatten()
        })
    }

    /// The document or source of which nothing more is told that spoke a short while ago.
    fn previous_document(&self, i: usize) -> Option<usize> {
        let mut before = self.previous_mention(i);
        for _ in 0..LATELY {
            let m = before?;
            let e = self.cast.of[m]?;
            if matches!(self.cast.entities[e].sort, Sort::Document | Sort::Source) {
                return Some(e);
            }
            before = self.previous_mention(m);
        }
        None
    }

    /// A description that takes up somebody who was mentioned: by its noun, else by being the only one that fits.
    pub(super) fn described(&self, i: usize) -> Option<usize> {
        let t = &self.traits[i];
        let head = t.head?;
        let actors = self.view.actors();
        let noun = actors.noun(head);
        let phrase = &self.mentions[i].phrase;
        // *The institute of tides* is no other body that is called by a like noun.
        let whole = t.sort == Sort::Body && self.names_itself(i);
        let mut best: Option<(bool, bool, usize, usize)> = None;
        for e in self.lately(i) {
            let entity = &self.cast.entities[e];
            let Some(last) = self.last_before(e, i) else { continue };
            // Whose it is changes who it is: *her lawyer* is none of whom only a wider noun was told.
            let named = match phrase.determiner {
                DeterminerShape::Possessive if t.sort == Sort::Person => {
                    entity.nouns.contains(&head)
                }
                _ if whole => entity.nouns.contains(&head),
                _ => entity.nouns.iter().any(|&n| match t.sort {
                    // An official may be called by a wider noun, but no wider one by his.
                    Sort::Person => actors.takes_up(head, n),
                    _ => actors.same_noun(n, head),
                }),
            };
            let number = t.number == entity.number
                || t.number == Number::Unknown
                || entity.number == Number::Unknown;
            if !named
                || !entity.sort.may_be(t.sort)
                || !number
                || entity.part
                || differ(t.gender, entity.gender) && t.sort == Sort::Person
            {
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
            // Who shares a name with it comes first, then who was called by the same noun, then the nearest.
            let shares = t.telling.iter().any(|w| entity.telling.contains(w));
            let called = entity.nouns.contains(&head);
            let fit = (shares, called, self.mentions[last].span.start, e);
            best = best.max(Some(fit));
        }
        let Some((.., found)) = best else { return self.class_noun(i) };
        // *The paper* that was told of before without a name is the one that was named since.
        let known = &self.cast.entities[found];
        let generic = |k: usize| self.view.is(k, self.view.classes().generic_body);
        let open = noun.sort == NounSort::Body
            && known.names.is_empty()
            && known.identified != Identified::Named
            && !phrase.head_at.clone().any(generic);
        // One that was called by another noun is not meant where somebody was called by this one.
        let bare = |e: &usize| self.cast.entities[*e].nouns.is_empty();
        let named = if open { self.class_noun(i).filter(bare) } else { None };
        let later = |e: &usize| self.last_before(*e, i) > self.last_before(found, i);
        Some(named.filter(later).unwrap_or(found))
    }

    /// Whether a body's noun is written as its name, or has a complement that tells whose or what for it is.
    fn names_itself(&self, i: usize) -> bool {
        let (view, phrase) = (self.view, &self.mentions[i].phrase);
        let behind = phrase.head_at.end;
        let complement = behind < phrase.end
            && (view.is(behind, view.classes().of) || view.pos(behind) == Pos::Adp);
        complement || phrase.is_capital(view) && behind < phrase.end
    }

    /// One of a people is a person who was named, as in *the Norwegian*.
    pub(super) fn compatriot(&self, i: usize) -> Option<usize> {
        let person = self.traits[i].sort == Sort::Person
            && self.mentions[i].phrase.determiner == DeterminerShape::Definite;
        if !person {
            return None;
        }
        self.salient(i, PronounSort::Subject, CLEARLY, |e| {
            (e.sort == Sort::Person && !e.names.is_empty()).then_some(0.0)
        })
    }

    /// A noun that only says of what class somebody is.
    fn class_noun(&self, i: usize) -> Option<usize> {
        let t = &self.traits[i];
        let noun = self.view.actors().noun(t.head?);
        let here = &self.mentions[i];
        let phrase = &here.phrase;
        if t.number == Number::Plural {
            return None;
        }
        let pointing = phrase.determiner == DeterminerShape::Demonstrative;
        if pointing && noun.sort == NounSort::Person {
            return self.salient(i, PronounSort::Last, FLOOR, |e| {
                let unnamed = if e.names.is_empty() { -0.2 } else { 0.0 };
                (e.sort == Sort::Person).then_some(unnamed)
            });
        }
        // A noun with a complement of its own says more than a class.
        let plain = |k: usize| self.view.pos(k) == Pos::Adj && !self.view.is_capital(k);
        let adjectives = phrase.end <= phrase.head_at.end + 1
            && (phrase.head_at.end..phrase.end).all(plain)
            && noun.sort == NounSort::Body;
        let bare = (adjectives || t.words.iter().all(|w| t.telling.contains(w)))
            && (!phrase.is_capital(self.view) || self.view.is_acronym(phrase.head_at.start));
        let own = phrase.determiner == DeterminerShape::Possessive;
        let fresh = own
            || self.mentions[i]
                .phrase
                .head_at
                .clone()
                .any(|k| self.view.is(k, self.view.classes().fresh));
        match noun.sort {
            NounSort::Person
                if !own
                    // In speech a definite noun is somebody else than who speaks.
                    && (here.quotation.is_none() || !here.attributions.is_empty())
                    && (self.mentions[i].subject && !self.mentions[i].nested
                        || !self.mentions[i].attributions.is_empty()) =>
            {
                self.named_next(i).or_else(|| self.holder(i, Some(noun), fresh))
            }
            NounSort::Body if noun.lean == Lean::Name && bare => {
                let generic = phrase
                    .head_at
                    .clone()
                    .any(|k| self.view.is(k, self.view.classes().generic_body));
                let fits = |e: &Entity| {
                    (e.sort == Sort::Body || e.may_be_body())
                        && e.allows(t)
                        && (Some(e.kind) == noun.kind
                            || noun.weak
                            || e.guessed
                            || e.sort == Sort::Person)
                        && !e.mentions.iter().all(|&m| self.mentions[m].place)
                        && !e.names.is_empty()
                };
                let alike = |e: &Entity| if Some(e.kind) == noun.kind { 0.5 } else { 0.0 };
                // What is called by another noun, or looks like a person's name, is less likely meant.
                let other = |e: &Entity| if generic || e.nouns.is_empty() { 0.0 } else { CALLED };
                let person = |e: &Entity| if e.sort == Sort::Person { LOOKS } else { 0.0 };
                let near = |e: &Entity| fits(e).then(|| alike(e) - other(e) - person(e));
                self.salient(i, PronounSort::Subject, LIKELY, near)
            }
            NounSort::Document if bare => self
                .previous_source(i)
                .filter(|&e| self.cast.entities[e].sort == Sort::Document && pointing),
            // *The voice of her lawyer* is nobody whom another mention told.
            NounSort::Source if phrase.same && !here.attributions.is_empty() => {
                self.previous_document(i).or_else(|| self.previous_source(i))
            }
            NounSort::Source if bare && !here.attributions.is_empty() => self.previous_source(i),
            _ => None,
        }
    }

    /// Whether somebody is more than a single name in passing, which may be a feast's or a place's.
    fn acts(&self, entity: &Entity) -> bool {
        entity.mentions.iter().any(|&m| {
            let mention = &self.mentions[m];
            let own = mention.phrase.own.as_ref();
            mention.subject || own.is_some_and(|n| n.bare > n.first || n.end > n.bare + 1)
        })
    }

    /// The named person of whom an office or trade is told that the article has not yet told of anybody.
    ///
    /// One that is `fresh` usually brings in somebody new: it is taken up only right behind who spoke before.
    pub(super) fn holder(&self, i: usize, noun: Option<&Noun>, fresh: bool) -> Option<usize> {
        let t = &self.traits[i];
        let actors = self.view.actors();
        let phrase = &self.mentions[i].phrase;
        let mut words = phrase.first..phrase.end;
        let former = words.any(|k| self.view.is(k, self.view.classes().former));
        let previous = self.previous_mention(i).map(|m| self.mentions[m].span);
        let floor = if noun.is_some_and(|n| n.neutral) { LIKELY } else { CLEARLY };
        let here = self.mentions[i].sentence;
        self.salient(i, PronounSort::Subject, floor, |e| {
            let spoke = || e.mentions.iter().any(|&m| Some(self.mentions[m].span) == previous);
            // What happened to somebody, or his age, is told of him beside his trade.
            let role = noun.is_some_and(|n| n.lean == Lean::Role);
            // What the article tells of somebody further on does not speak against it in the opening.
            let later = here < OPENING
                && e.mentions.iter().all(|&m| m > i || self.traits[m].nouns.is_empty());
            let told_by = || !later && e.nouns.iter().any(|&n| !actors.noun(n).neutral);
            // Whose cousin somebody is makes him somebody else.
            let kin =
                noun.is_some_and(|n| n.kind == Some(SourceKind::Witness)) && !t.words.is_empty();
            if fresh && role && told_by() || kin {
                return None;
            }
            let neutral = noun.is_some_and(|n| n.neutral);
            let fresh = match fresh && !spoke() {
                true if !neutral => FRESH,
                _ => 0.0,
            };
            if e.sort != Sort::Person || e.names.is_empty() || !self.acts(e) {
                return None;
            }
            // Whose name it tells that nobody else has told is another.
            let surname = |w: &&String| self.view.book.surnames.contains_key(*w);
            if t.telling.iter().filter(surname).any(|w| !e.telling.contains(w)) {
                return None;
            }
            let told = t.telling.iter().any(|w| e.telling.contains(w));
            // Nobody holds two offices in one article, unless it says so, and a trade comes before an office.
            let same =
                t.head.is_some_and(|head| e.nouns.iter().any(|&n| actors.same_noun(n, head)));
            let others = match told || same || e.nouns.is_empty() || later {
                true => 0.0,
                false if !told_by() => -0.5,
                false if neutral => -0.9,
                false if role && !former => return None,
                false => -1.2,
            };
            let besides = match (told, t.telling.is_empty() || e.telling.is_empty()) {
                (true, _) => 1.0,
                (false, true) => others,
                (false, false) => others - 0.5,
            };
            Some(besides - fresh)
        })
    }
}

/// A body that was called by another noun is meant by so much less.
const CALLED: f64 = 1.0;

/// What looks like a person's name is a body by so much less.
const LOOKS: f64 = 0.3;

/// Who is told by a noun that usually brings in somebody new is somebody known by so much less.
const FRESH: f64 = 0.8;

/// *The same source* is one of the last so many that spoke.
const LATELY: usize = 3;
