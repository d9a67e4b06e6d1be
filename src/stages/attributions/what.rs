//! The operators that look for a content.

use super::bases::Bases;
use super::features::{Base, Slot};
use super::plane::{Kind, Plane};
use super::shape::{apposition, contained, shape};
use super::who::Filler;
use crate::model::{Cue, CueKind, Mood, Pos};
use crate::rules::{AttributionRule, ContentOperator, OperatorClasses, SourceOperator};

/// At most so many readings of a slot go on to the score.
const MOST: usize = 8;
/// What shows that quotations stand in a content.
pub const QUOTED: Bases = Bases::of([Base::AllQuoted, Base::PartQuoted]);
/// A complementizer or quotation this many items behind its cue belongs to another one.
pub const REACH: usize = 18;

/// The best few places for the content of a cue whose source stands there.
pub fn contents(
    plane: &Plane,
    cue: &Cue,
    at: (usize, usize),
    source: Option<&Filler>,
    rule: &AttributionRule,
    classes: &OperatorClasses,
) -> Vec<Filler> {
    let find = Finder { plane, cue, first: at.0, last: at.1, source, rule, classes };
    let mut list = match rule.content {
        ContentOperator::Quote => find.quotes(),
        ContentOperator::Clause => find.clauses(),
        ContentOperator::Infinitive => find.infinitives(),
        ContentOperator::Object => find.objects(),
        ContentOperator::SubjectPhrase => find.subject_phrases(),
        ContentOperator::ObjectAntecedent => find.object_antecedents(),
        ContentOperator::AntecedentAndPhrase => find.antecedent_and_phrase(),
        ContentOperator::SubjectAndPhrase => find.subject_and_phrase(),
        ContentOperator::RestLeft => find.left(),
        ContentOperator::RestRight => find.right(),
        ContentOperator::RestAround => find.around(),
        ContentOperator::Colon => find.behind_colon(),
        ContentOperator::Own => find.own(),
        ContentOperator::Nothing => find.nothing(),
        // Another cue's; see the relays.
        ContentOperator::Relayed => Vec::new(),
    };
    if !rule.holds.is_empty() {
        let inside = |&(from, to): &(usize, usize)| plane.items[from..=to].iter().skip(1);
        list.retain(|f| {
            f.parts
                .iter()
                .flat_map(inside)
                .any(|i| i.classes.meets(rule.holds) || matches!(i.kind, Kind::Quote(_)))
        });
    }
    // What a noun is about ends where it is told what became of it (*un appel à la grève a été lancé par X*).
    if let Some(by) = source.and_then(|s| s.joint).filter(|_| rule.kind == CueKind::Noun) {
        let group = plane.item_of(by).and_then(|i| plane.items.get(i.checked_sub(1)?)?.group);
        let verb = group.and_then(|g| plane.item_of(plane.groups[g].first));
        if let Some(end) = verb.and_then(|v| v.checked_sub(1)) {
            let cut = list.iter().find(|f| f.parts[0].1 >= end && f.parts[0].0 <= end);
            let cut = cut.map(|f| find.filler(f.slot, vec![(f.parts[0].0, end)], Bases::default()));
            list.retain(|f| f.parts[0].1 < end);
            list.extend(cut);
        }
    }
    if rule.quoted {
        list.retain(|f| f.bases.meets(QUOTED));
    }
    if rule.indefinite {
        list.retain(|f| find.is_indefinite(f.parts[0].0));
    }
    if rule.judged {
        let judges = |&(from, to): &(usize, usize)| (from..=to).any(|i| find.judges(i));
        list.retain(|f| f.parts.iter().any(judges));
    }
    list.truncate(MOST);
    list
}

/// Looks for contents around a cue.
pub struct Finder<'a> {
    pub plane: &'a Plane,
    pub cue: &'a Cue,
    pub first: usize,
    pub last: usize,
    pub source: Option<&'a Filler>,
    pub rule: &'a AttributionRule,
    pub classes: &'a OperatorClasses,
}

impl Finder<'_> {
    /// Whether a clause stands on the other side of cue and source than a stretch that begins at an item.
    fn clause_beside(&self, from: usize) -> bool {
        let items = &self.plane.items;
        let other = if from < self.first { &items[self.behind()..] } else { &items[..self.first] };
        other.iter().any(|it| it.group.is_some_and(|g| self.plane.groups[g].is_finite()))
    }

    pub fn filler(&self, slot: Slot, parts: Vec<(usize, usize)>, extra: Bases) -> Filler {
        let (from, _) = parts[0];
        let (_, to) = parts[parts.len() - 1];
        let mut bases = if parts.len() == 1 {
            shape(self.plane, from, to, self.classes)
        } else {
            // Of a content in two parts the outer borders and the inside of the first part count.
            let head = shape(self.plane, from, parts[0].1, self.classes).without_end();
            let tail = shape(self.plane, parts[1].0, to, self.classes);
            let verbs = Bases::of([Base::NoFinite, Base::HasFinite]);
            head.with(tail.end()).with(tail.without(tail.without(verbs)))
        };
        if matches!(slot, Slot::RestLeft | Slot::RestRight | Slot::RestAround) {
            bases.put(self.parts_verb(), Base::PartsVerb);
            let opening = &self.plane.items[from];
            // What is laid on for somebody opens so (*pour les enfants, un car est prévu*), and what says where.
            let laid_on = opening.classes.meets(self.classes.indefinite);
            bases.put(laid_on, Base::FirstIndefinite);
            bases.put(opening.pos == Pos::Adp, Base::FirstPreposition);
            let clitic =
                opening.pos == Pos::Pron && opening.classes.meets(self.classes.subject_clitic);
            bases.put(clitic, Base::FirstClitic);
            if bases.contains(Base::NoFinite) {
                // Who somebody is stands beside his name, and what has no verb beside what has one is rarely all that he says.
                let role = apposition(self.plane, from, self.classes) == Some(Base::CommaRole);
                bases.put(role, Base::FirstRole);
                bases.put(self.clause_beside(from), Base::BesideClause);
            }
        }
        if self.cue.kind == CueKind::Preposition {
            self.put_frame(slot, &mut bases);
        }
        bases.put(self.goes_on_behind(to), Base::EndLikeCue);
        bases.put(self.is_listed(from, to), Base::EndListed);
        let held = parts.iter().map(|p| contained(self.plane, p.0, p.1, self.classes));
        let (words, quotes) = held.fold((0, 0), |sum, p| (sum.0 + p.0, sum.1 + p.1));
        if quotes > 0 {
            bases.insert(if words == 0 { Base::AllQuoted } else { Base::PartQuoted });
        }
        let bases = bases.with(extra);
        Filler { parts, slot, bases, joint: None }
    }

    /// Whether a coordinated verb without a subject follows that has the form of the cue's: the narration goes on with it (*il dit
    /// que tout va bien et quitte la salle*).
    fn goes_on_behind(&self, to: usize) -> bool {
        let groups = &self.plane.groups;
        let number = self.plane.items[self.first..=self.last].iter().find_map(|it| it.group);
        let Some(own) = number.map(|g| &groups[g]).filter(|g| g.is_finite()) else { return false };
        let joins = |it: &&super::plane::Item| {
            it.kind == Kind::Comma || matches!(it.pos, Pos::Cconj | Pos::Adv)
        };
        let rest = &self.plane.items[to + 1..];
        let between = rest.iter().take_while(joins).count();
        // Behind what stands before a cue comes the cue itself.
        let other = rest.get(between).and_then(|it| it.group).filter(|g| Some(*g) != number);
        let next = other.map(|g| &groups[g]);
        between > 0
            && next.is_some_and(|g| {
                let (a, b) = (g.form, own.form);
                (a.mood, a.tense, a.number, g.perfect) == (b.mood, b.tense, b.number, own.perfect)
            })
    }

    /// Where cue and source end, seen from the right.
    pub fn behind(&self) -> usize {
        let source =
            self.source.filter(|s| s.parts[0].0 > self.last).map_or(self.last, |s| s.parts[0].1);
        source.max(self.last) + 1
    }

    /// Where cue and source begin, seen from the left.
    pub fn before(&self) -> usize {
        // An infinitive that tells on has its preposition before it (*…, de dire le maire*).
        let led = self.cue.incise && self.cue.mood == Some(Mood::Infinitive);
        let first = self.first - usize::from(led && self.first > 0);
        self.source.filter(|s| s.parts[0].1 < first).map_or(first, |s| s.parts[0].0)
    }

    /// The ends that a clause or long phrase from `from` on may have.
    pub fn ends(&self, from: usize) -> Vec<usize> {
        let items = &self.plane.items;
        let finite = |i: usize| items[i].group.is_some_and(|g| self.plane.groups[g].is_finite());
        let mut ends = Vec::new();
        let mut open = 0;
        // Whether a finite verb and a relative pronoun stand inside so far.
        let (mut verb, mut relative) = (false, false);
        for to in from..items.len() {
            let it = &items[to];
            verb |= finite(to);
            relative |= to > from && it.classes.meets(self.classes.relative) && it.pos == Pos::Pron;
            match it.kind {
                Kind::Open => open += 1,
                // The bracket that the content stands in ends it.
                Kind::Close if open == 0 => break,
                Kind::Close => open -= 1,
                _ => {}
            }
            if it.kind == Kind::Stop
                && to > from
                && items[to..].iter().any(|i| i.kind == Kind::Word)
                && to + 1 < items.len()
            {
                // The stop of an earlier sentence of the period.
                if to > from {
                    break;
                }
            }
            let next = items.get(to + 1);
            let mark = matches!(
                it.kind,
                Kind::Comma | Kind::Stop | Kind::Colon | Kind::Semicolon | Kind::Open | Kind::Dash
            );
            let border = next.is_none_or(|n| match n.kind {
                Kind::Comma
                | Kind::Stop
                | Kind::Semicolon
                | Kind::Colon
                | Kind::Dash
                | Kind::Open
                | Kind::Close
                | Kind::Quote(_) => true,
                Kind::Mark => false,
                Kind::Word => {
                    matches!(it.kind, Kind::Quote(_))
                        || n.pos == Pos::Cconj
                        || n.pos == Pos::Sconj
                        || n.group.is_some_and(|g| {
                            self.plane.groups[g].form.mood == Mood::ParticiplePresent
                        })
                        || n.classes.meets(self.classes.relative) && n.pos == Pos::Pron
                        || n.pos == Pos::Adp && !n.classes.meets(self.classes.of) && to < from + 16
                        || n.cue.is_some()
                        || self.opens_clause(to + 1)
                }
            });
            // A finite verb follows that is no part of the stretch: the main one, or a second one.
            let other = to + 1 < items.len()
                && finite(to + 1)
                && (!verb || !relative && items[to + 1].group != it.group);
            let border = border || other;
            // What such a word leads to belongs to the stretch; at the sentence's end it leads to nothing (*il est pour*).
            let leads = it.kind == Kind::Word
                && it.group.is_none()
                && (matches!(it.pos, Pos::Cconj | Pos::Sconj | Pos::Det | Pos::Adp)
                    || self.opens_clause(to))
                && next.is_some_and(|n| n.kind != Kind::Stop);
            if !mark && !leads && border && open == 0 {
                ends.push(to);
            }
        }
        // The period's own end and the first borders are the likeliest; those between give way.
        if ends.len() > MOST {
            let keep = MOST - 3;
            let tail = ends.split_off(ends.len() - 3);
            ends.truncate(keep);
            ends.extend(tail);
        }
        ends
    }

    pub fn stretch(&self, slot: Slot, from: usize, extra: Bases) -> Vec<Filler> {
        let total = self.ends(from);
        let last = total.last().copied();
        total
            .into_iter()
            .filter(|&to| self.clear(from, to))
            .enumerate()
            .map(|(rank, to)| {
                let mut more = extra;
                // A relative clause that reports ends where its main clause goes on.
                // So does what hangs on a noun that is a subject itself.
                let relative = matches!(
                    self.rule.source,
                    Some(SourceOperator::Antecedent | SourceOperator::FramedAntecedent)
                ) || self.cue.kind == CueKind::Noun
                    || self.rule.content == ContentOperator::AntecedentAndPhrase;
                let verb = |i: usize| self.plane.items.get(i).is_some_and(|it| it.group.is_some());
                if relative && (verb(to + 1) || verb(to + 2)) {
                    more.insert(Base::RelativeVerb);
                }
                if Some(to) != last {
                    more.insert(match rank {
                        0 => Base::Adjacent,
                        1 => Base::Second,
                        _ => Base::Third,
                    });
                }
                self.filler(slot, vec![(from, to)], more)
            })
            .collect()
    }

    /// Whether a stretch keeps off the cue and the source.
    pub fn clear(&self, from: usize, to: usize) -> bool {
        let apart = |a: usize, b: usize| to < a || b < from;
        apart(self.first, self.last)
            && self.source.is_none_or(|s| s.parts.iter().all(|&(a, b)| apart(a, b)))
    }

    fn infinitives(&self) -> Vec<Filler> {
        let items = &self.plane.items;
        /// Whom it was said to, when and where, may stand between in so many items.
        const BETWEEN: usize = 18;
        let mut from = None;
        let mut phrase = false;
        for i in self.last + 1..items.len().min(self.last + BETWEEN) {
            let it = &items[i];
            if !self.rule.led_by.is_empty() && from.is_none() && it.classes.meets(self.rule.led_by)
            {
                from = Some(i);
                continue;
            }
            let infinitive =
                it.group.is_some_and(|g| self.plane.groups[g].form.mood == Mood::Infinitive);
            // An infinitive that a preposition leads to tells what for (*a lâché du lest pour durer*).
            let led = i > self.last + 1 && items[i - 1].pos == Pos::Adp;
            if infinitive && self.rule.led_by.is_empty() && led && phrase {
                break;
            }
            if infinitive && (self.rule.led_by.is_empty() || from.is_some()) {
                let mut start = from.unwrap_or(i);
                // Negation before the infinitive belongs to the content (ne pas avoir vu).
                while from.is_none()
                    && start > self.last + 1
                    && (items[start - 1].pos == Pos::Adv
                        || items[start - 1].classes.meets(self.classes.negator)
                        || items[start - 1].classes.meets(self.classes.negation))
                {
                    start -= 1;
                }
                let extra = if start == self.last + 1 { Base::FirstVerb } else { Base::Far }.into();
                return self.stretch(Slot::Infinitive, start, extra);
            }
            let passed = it.pos == Pos::Adv
                || it.classes.meets(self.classes.time)
                || it.classes.meets(self.classes.object_clitic)
                || it.classes.meets(self.classes.negator)
                || it.classes.meets(self.classes.negation);
            // A preposition, a time or a comma opens a phrase that may be passed over as a whole.
            let opens =
                it.pos == Pos::Adp || it.kind == Kind::Comma || it.classes.meets(self.classes.time);
            phrase |= opens;
            let finite = it.group.is_some_and(|g| self.plane.groups[g].is_finite());
            let over = phrase && !finite && matches!(it.kind, Kind::Word | Kind::Comma);
            if from.is_some_and(|f| i > f + 3) {
                // It led to a noun.
                from = None;
            }
            if from.is_none() && !over && (!passed || it.kind != Kind::Word) {
                break;
            }
        }
        Vec::new()
    }
}
