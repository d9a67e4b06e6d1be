//! Sources that neither a verb's subject nor a frame's phrase gives: possessives, pronouns that take a source up, documents in which
//! one reads, and tellers in front of an infinitive.

use super::bases::Bases;
use super::features::{Base, Slot};
use super::plane::{Item, Kind, Plane};
use super::shape::{has_main_clause, phrase};
use super::subjects::{phrases_from, starts_phrase, subjects};
use super::who::Filler;
use crate::model::{Cue, Mood, Number, Pos};
use crate::rules::{AttributionRule, OperatorClasses};

/// The phrase that a relative pronoun behind a frame takes up (*Anne Morel, pour qui …*); the pronoun joins the cue.
pub fn framed_antecedents(
    plane: &Plane,
    (first, last): (usize, usize),
    classes: &OperatorClasses,
) -> Vec<Filler> {
    let pronoun = plane
        .items
        .get(last + 1)
        .filter(|it| it.classes.meets(classes.subject_relative) && it.pos == Pos::Pron);
    let Some(pronoun) = pronoun else { return Vec::new() };
    let mut list = subjects(plane, first, Number::Unknown, classes, Slot::Antecedent, false);
    list.iter_mut().for_each(|f| f.joint = Some(pronoun.first));
    list
}

/// The possessive in front of a noun, adjectives between them allowed (*ses vives critiques*), or inside a frame (*à ses yeux*).
pub fn possessives(
    plane: &Plane,
    (first, last): (usize, usize),
    classes: &OperatorClasses,
) -> Vec<Filler> {
    let own = |i: &usize| classes.is_possessor(plane.items[*i].classes, plane.items[*i].pos);
    let mut before = (0..first).rev().take(3).skip_while(|&i| plane.items[i].pos == Pos::Adj);
    let noun = before.next().filter(|&i| plane.items[i].classes.meets(classes.possessive));
    let found = (first..last).find(own).or(noun);
    let filler = |i: usize| Filler {
        parts: vec![(i, i)],
        slot: Slot::Possessive,
        bases: if i + 1 == first { Base::Adjacent.into() } else { Bases::default() },
        joint: None,
    };
    found.map(filler).into_iter().collect()
}

/// What a preposition leads that opens the clause (*Dans le rapport, on lit que …*); the preposition joins the cue.
pub fn opening(
    plane: &Plane,
    first: usize,
    rule: &AttributionRule,
    classes: &OperatorClasses,
) -> Vec<Filler> {
    /// More words before the cue are another clause.
    const REACH: usize = 25;
    let lead = (0..first).rev().take(REACH).find(|&i| {
        plane.items[i].classes.meets(rule.joined_by)
            && (i == 0
                || plane.items[i - 1].kind != Kind::Word
                || plane.items[i - 1].pos == Pos::Cconj)
    });
    let Some(lead) = lead else { return Vec::new() };
    let mut list =
        phrases_from(plane, lead + 1, Number::Unknown, classes, Slot::Agent, Bases::default());
    list.retain(|f| f.parts[0].1 < first);
    list.iter_mut().for_each(|f| f.joint = Some(plane.items[lead].first));
    list
}

/// The phrase between the coordinator that opens the period and the preposition of an infinitive (*Et le maire de conclure*).
pub fn narrator(plane: &Plane, cue: &Cue, first: usize, classes: &OperatorClasses) -> Vec<Filler> {
    let items = &plane.items;
    let led = first.checked_sub(1).filter(|&i| items[i].classes.meets(classes.of));
    let starts = items.first().is_some_and(|it| it.pos == Pos::Cconj);
    let Some(of) = led.filter(|&of| starts && of > 1) else { return Vec::new() };
    // What a comma sets off does not belong to it (*Et la mairesse de lancer*, *Et le maire, amusé, de conclure*).
    let comma = items[1..of].iter().position(|it| it.kind == Kind::Comma);
    let to = comma.unwrap_or(of - 1);
    if to == 0
        || !starts_phrase(plane, 1, classes)
        || items[1..=to].iter().any(|it| it.group.is_some())
    {
        return Vec::new();
    }
    let mut bases = phrase(plane, 1, to, cue.number, classes);
    bases.insert(Base::Adjacent);
    vec![Filler { parts: vec![(1, to)], slot: Slot::Subject, bases, joint: None }]
}

/// No phrase, if a verb tells on and names nobody (*Et de préciser que …*, *Et précise que …*): who speaks stands in the sentence
/// before.
pub fn told_on(plane: &Plane, cue: &Cue, first: usize, classes: &OperatorClasses) -> Vec<Filler> {
    let items = &plane.items;
    let infinitive = first == 2 && items[1].classes.meets(classes.of) && items[1].pos == Pos::Adp;
    let finite = cue.mood == Some(Mood::Indicative)
        && cue.inverted.is_none()
        && items[1..first.max(1)].iter().all(|it| it.pos == Pos::Adv);
    let coordinated = items[0].pos == Pos::Cconj && first > 0 && (infinitive || finite);
    // A relative clause that was parted from the sentence before it (*Qui ajoute que …*), or a participle without a clause of
    // its own (*Soulignant que l'eau monte.*).
    let relative = first == 1 && finite && items[0].classes.meets(classes.subject_relative);
    let leads = |it: &Item| it.classes.meets(classes.gerund) || it.pos == Pos::Adv;
    let participle = cue.mood == Some(Mood::ParticiplePresent)
        && items[..first].iter().all(leads)
        && !has_main_clause(plane, first + 1, classes);
    if !coordinated && !relative && !participle {
        return Vec::new();
    }
    vec![Filler {
        parts: Vec::new(),
        slot: Slot::Nearest,
        bases: Base::DonorBefore.into(),
        joint: None,
    }]
}
