//! The operators that look for a source.

use super::bases::Bases;
use super::features::{Base, Slot};
use super::inverted::{inverted, set_off_end};
use super::plane::{Kind, Plane};
use super::shape::{phrase, shape};
use super::subjects::{likely, phrases_from, starts_phrase, subjects, subjects_ending};
use super::taken_up::{framed_antecedents, narrator, opening, possessives, told_on};
use crate::model::{Cue, CueKind, Mood, Number, Pos};
use crate::rules::{AttributionRule, OperatorClasses, SourceOperator};

/// A stretch of items that may fill a slot, with what speaks for and against it.
#[derive(Clone, Debug, PartialEq)]
pub struct Filler {
    /// Ranges of items, both ends included; in order.
    pub parts: Vec<(usize, usize)>,
    pub slot: Slot,
    pub bases: Bases,
    /// A token that joins the cue (*par*).
    pub joint: Option<usize>,
}

/// At most so many readings of a slot go on to the score.
pub const MOST: usize = 7;

/// The best few places for the source of a cue.
pub fn sources(
    plane: &Plane,
    cue: &Cue,
    at: (usize, usize),
    rule: &AttributionRule,
    classes: &OperatorClasses,
) -> Vec<Filler> {
    let (first, last) = at;
    let mut list = match rule.source {
        None => Vec::new(),
        Some(SourceOperator::Subject) => {
            // Whom an infinitive is said by is sought by the rules about it.
            let shared = cue.mood != Some(Mood::Infinitive);
            subjects(plane, first, cue.number, classes, Slot::Subject, shared)
        }
        Some(SourceOperator::InvertedSubject) => {
            inverted(plane, (cue.inverted, cue.number), last, classes)
        }
        Some(SourceOperator::Agent) => agent(plane, last, rule, classes),
        Some(SourceOperator::Framed) if rule.set_off => set_off(plane, at, classes),
        Some(SourceOperator::Framed) => framed(plane, last + 1, classes),
        Some(SourceOperator::Controller) => controllers(plane, first, classes),
        Some(SourceOperator::Antecedent) => antecedents(plane, first, classes),
        Some(SourceOperator::Possessive) => possessives(plane, at, classes),
        Some(SourceOperator::FramedAntecedent) => framed_antecedents(plane, at, classes),
        Some(SourceOperator::Opening) => opening(plane, first, rule, classes),
        Some(SourceOperator::Narrator) => narrator(plane, cue, first, classes),
        Some(SourceOperator::BeforeColon) => before_colon(plane, first, classes),
        Some(SourceOperator::AfterDash) => after_dash(plane, first, classes),
        // Another sentence's; see the donors.
        Some(SourceOperator::Nearest) => told_on(plane, cue, first, classes),
    };
    list.retain(is_phrase);
    list
}

/// Whether a filler is a noun phrase.
pub fn is_phrase(f: &Filler) -> bool {
    let has = |b| f.bases.contains(b);
    // A phrase holds a verb in a relative clause only.
    let verbless = !has(Base::HasFinite) || has(Base::HasRelative) && has(Base::NoMain);
    // Where and how it was said is set off by a comma (*dit Anne Morel, dans son bureau*).
    verbless && !has(Base::HasCommaPreposition)
}

fn agent(
    plane: &Plane,
    last: usize,
    rule: &AttributionRule,
    classes: &OperatorClasses,
) -> Vec<Filler> {
    if rule.kind == CueKind::Noun && rule.joined_by.meets(classes.agent) {
        let behind = done_by(plane, last, classes);
        if let Some(by) = behind {
            let extra = Base::Far.into();
            let mut list =
                phrases_from(plane, by + 1, Number::Unknown, classes, Slot::Agent, extra);
            list.iter_mut().for_each(|f| f.joint = Some(plane.items[by].first));
            return list;
        }
    }
    // When it was said may be set off (*un appel lancé, il y a dix jours, par les élus*).
    let opens = plane.items.get(last + 1).is_some_and(|it| it.kind == Kind::Comma);
    let close = opens.then(|| set_off_end(plane, last + 2)).flatten();
    for i in close.unwrap_or(last) + 1..plane.items.len().min(close.unwrap_or(last) + 6) {
        let it = &plane.items[i];
        if it.classes.meets(rule.joined_by) && i + 1 < plane.items.len() {
            let mut extra = Bases::default();
            extra.put(i == last + 1, Base::Adjacent);
            let mut list = phrases_from(plane, i + 1, Number::Unknown, classes, Slot::Agent, extra);
            for f in &mut list {
                f.joint = Some(it.first);
            }
            return list;
        }
        // What it was called may stand between (*jugée « absurde » par les élus*).
        if !matches!(it.kind, Kind::Word | Kind::Quote(_)) || it.group.is_some() {
            break;
        }
    }
    Vec::new()
}

/// Where *by* stands behind the participle of what became of a noun (*un appel à la grève a été lancé par X*).
fn done_by(plane: &Plane, last: usize, classes: &OperatorClasses) -> Option<usize> {
    /// What the noun is about stands between.
    const REACH: usize = 16;
    let items = &plane.items;
    let verb = (last + 1..items.len().min(last + REACH)).find(|&i| {
        let group = items[i].group.map(|g| &plane.groups[g]);
        group.is_some_and(|g| g.form.mood != Mood::Infinitive) || items[i].kind != Kind::Word
    })?;
    let group = items[verb].group.map(|g| &plane.groups[g])?;
    let past = group.passive || group.form.mood == Mood::ParticiplePast;
    let by = plane.item_of(group.last)? + 1;
    let led = items.get(by).is_some_and(|it| it.classes.meets(classes.agent));
    (past && led && by + 1 < items.len()).then_some(by)
}

fn framed(plane: &Plane, from: usize, classes: &OperatorClasses) -> Vec<Filler> {
    match plane.items.get(from) {
        // No source opens with a coordinator (*L'eau sort de source et file …*).
        Some(it) if matches!(it.kind, Kind::Word | Kind::Quote(_)) && it.pos != Pos::Cconj => {
            phrases_from(plane, from, Number::Unknown, classes, Slot::Framed, Bases::default())
        }
        _ => Vec::new(),
    }
}

/// A framed phrase between the beginning of its clause and a comma (*Pour la maire, le pont tiendra*): *pour* alone has other
/// senses.
fn set_off(plane: &Plane, (first, last): (usize, usize), classes: &OperatorClasses) -> Vec<Filler> {
    let edge = first.checked_sub(1).map(|i| &plane.items[i]);
    let opens = edge.is_none_or(|it| {
        it.kind != Kind::Word
            || matches!(it.pos, Pos::Cconj | Pos::Sconj | Pos::Adv)
            || it.classes.meets(classes.complementizer)
    });
    let phrase = plane.items.get(last + 1).is_some_and(|it| {
        matches!(it.kind, Kind::Quote(_)) || it.kind == Kind::Word && it.group.is_none()
    });
    if !opens || !phrase {
        return Vec::new();
    }
    let mut list = framed(plane, last + 1, classes);
    list.retain(|f| plane.items.get(f.parts[0].1 + 1).is_some_and(|it| it.kind == Kind::Comma));
    list
}

/// Subjects of the clauses that a participle or infinitive may hang on.
fn controllers(plane: &Plane, first: usize, classes: &OperatorClasses) -> Vec<Filler> {
    let mut list = Vec::new();
    let mut add = |fillers: Vec<Filler>, extra: Base| {
        for mut f in likely(fillers) {
            f.slot = Slot::Controller;
            f.bases.insert(extra);
            list.push(f);
        }
    };
    let left = plane.finite().rev().filter(|(i, _)| *i < first);
    for (rank, (i, g)) in left.take(3).enumerate() {
        let extra = if rank == 0 { Base::Adjacent } else { Base::Far };
        if g.inverted.is_none() {
            add(subjects(plane, i, g.form.number, classes, Slot::Controller, false), extra);
        }
        // The subject of a reporting clause stands behind its verb.
        let last = plane.item_of(g.last).unwrap_or(i);
        let behind = last + 1 < first && starts_phrase(plane, last + 1, classes);
        if behind || g.inverted.is_some() || plane.items[i].cue.is_some() {
            let fillers = inverted(plane, (g.inverted, g.form.number), last, classes);
            let before = fillers.into_iter().filter(|f| f.parts[0].1 < first).collect();
            add(before, if g.inverted.is_some() { extra } else { Base::CueIncise });
        }
    }
    // One that opens the sentence has its own clauses before the main one (*Estimant que l'eau monte, le maire a fui*).
    for (rank, (i, g)) in plane.finite().filter(|(i, _)| *i > first).take(3).enumerate() {
        let fillers = subjects(plane, i, g.form.number, classes, Slot::Controller, false);
        let mut fillers: Vec<_> = fillers.into_iter().filter(|f| f.parts[0].0 > first).collect();
        if rank > 0 {
            let comma = |f: &Filler| plane.items[f.parts[0].0 - 1].kind == Kind::Comma;
            fillers.retain(|f| first == 0 && comma(f));
        }
        add(fillers, Base::StartVerb);
    }
    // The phrase right before the participle; of a gerund (*en espérant*) it is none.
    let before = first.checked_sub(1).map(|i| &plane.items[i]);
    if before.is_some_and(|it| it.kind == Kind::Word && !it.classes.meets(classes.gerund)) {
        let fillers = subjects(plane, first, Number::Unknown, classes, Slot::Controller, false);
        let inner = |f: &&Filler| f.bases.contains(Base::StartPreposition);
        // One of those named in a phrase (*un défilé d'élus réclamant …*).
        let mut inside: Vec<Filler> = fillers.iter().filter(inner).take(2).cloned().collect();
        inside.iter_mut().for_each(|f| f.bases.insert(Base::EndParticiple));
        add(fillers, Base::EndParticiple);
        list.extend(inside);
        list.dedup();
    }
    list
}

/// The phrase that a relative clause belongs to.
fn antecedents(plane: &Plane, first: usize, classes: &OperatorClasses) -> Vec<Filler> {
    /// What is set off behind the pronoun has at most so many items (*qui, selon une source, criait*).
    const MOST_BETWEEN: usize = 14;
    let is_pronoun = |i: &usize| {
        let it = &plane.items[*i];
        it.classes.meets(classes.subject_relative) && it.pos == Pos::Pron
    };
    let parted = first > 0 && plane.items[first - 1].kind == Kind::Comma;
    let reach = if parted { MOST_BETWEEN } else { 1 };
    let clause = (0..first).rev().take(reach).take_while(|&i| {
        plane.items[i].kind != Kind::Stop
            && plane.items[i].group.is_none_or(|g| !plane.groups[g].is_finite())
    });
    let found = clause.filter(is_pronoun).last();
    // A second verb of the clause (*qui habite là et dit avoir …*).
    if found.is_none() && first > 0 && plane.items[first - 1].pos == Pos::Cconj {
        let before = plane.finite().map(|(i, _)| i).take_while(|&i| i < first).last();
        let pronoun = before.and_then(|i| i.checked_sub(1)).filter(is_pronoun);
        let mut list = pronoun.map_or_else(Vec::new, |p| {
            subjects(plane, p, Number::Unknown, classes, Slot::Antecedent, false)
        });
        list.iter_mut().for_each(|f| f.bases.insert(Base::SharedCoordinated));
        return list;
    }
    let Some(pronoun) = found else { return Vec::new() };
    if parted && plane.items.get(pronoun + 1).is_none_or(|it| it.kind != Kind::Comma) {
        return Vec::new();
    }
    let mut list = subjects(plane, pronoun, Number::Unknown, classes, Slot::Antecedent, false);
    // The pronoun takes up what stands right before it (*selon le parquet, qui précise …*).
    let near = |f: &Filler| !f.bases.contains(Base::InsertLeft);
    if list.iter().any(near) {
        list.retain(near);
    }
    list
}

/// Who is named before the colon in front of a quotation: what ends there, and what opens the line.
fn before_colon(plane: &Plane, mark: usize, classes: &OperatorClasses) -> Vec<Filler> {
    /// Words between the colon and the mark that belong to what is said.
    const MOST_BETWEEN: usize = 6;
    let slot = Slot::BeforeColon;
    let near = (0..mark).rev().take(MOST_BETWEEN + 1);
    let colon = near.take_while(|&i| plane.items[i].kind != Kind::Stop);
    let Some(colon) = colon.filter(|&i| plane.items[i].kind == Kind::Colon).last() else {
        return Vec::new();
    };
    let Some(to) = colon.checked_sub(1) else { return Vec::new() };
    let mut direct = Bases::default();
    direct.put(colon + 1 == mark, Base::Adjacent);
    let own = |from: usize, to: usize, extra: Bases| {
        let bases = shape(plane, from, to, classes);
        let bases = bases.with(phrase(plane, from, to, Number::Unknown, classes));
        let bases = bases.with(extra.without(Base::Adjacent.into())).with(direct);
        Filler { parts: vec![(from, to)], slot, bases, joint: None }
    };
    let mut list = Vec::new();
    if plane.items[to].group.is_none() {
        list.extend(subjects_ending(plane, to, false, &own, classes));
    }
    let opening = phrases_from(plane, 0, Number::Unknown, classes, slot, direct);
    list.extend(opening.into_iter().filter(|f| f.parts[0].1 < to));
    // A sentence that leads to a quotation has a verb, which is its cue.
    list.retain(|f| !f.bases.contains(Base::HasFinite));
    list.truncate(MOST);
    list
}

/// Who is named behind the dash that follows a quotation.
fn after_dash(plane: &Plane, mark: usize, classes: &OperatorClasses) -> Vec<Filler> {
    let dash = plane.items.get(mark + 1).filter(|i| i.kind == Kind::Dash);
    if dash.is_none() || plane.items.get(mark + 2).is_none_or(|i| i.kind != Kind::Word) {
        return Vec::new();
    }
    phrases_from(plane, mark + 2, Number::Unknown, classes, Slot::AfterDash, Bases::default())
}
