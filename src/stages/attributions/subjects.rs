//! Noun phrases as subjects: where they may begin and end.

use super::bases::Bases;
use super::features::{Base, Slot};
use super::plane::{Item, Kind, Plane};
use super::set_off::{
    closes_relative, describes_noun, inserted_from, is_second_half, opens_with_time,
    parted_by_comma, sets_off_participle,
};
use super::shape::{phrase, shape};
use super::who::{Filler, MOST};
use crate::model::{Mood, Number, Pos};
use crate::rules::OperatorClasses;

/// At most so many of them leave out what is set off before the verb.
const MOST_CUT: usize = 3;
/// A subject this many items away is none.
pub const REACH: usize = 45;

pub fn starts_phrase(plane: &Plane, i: usize, classes: &OperatorClasses) -> bool {
    let it = &plane.items[i];
    // A name may stand in quotation marks.
    let named = matches!(it.kind, Kind::Quote(_)) && it.pos == Pos::Propn;
    if it.kind != Kind::Word && !named || it.group.is_some() {
        return false;
    }
    let before = i.checked_sub(1).map(|b| &plane.items[b]);
    let inside = before.is_some_and(|b: &Item| {
        b.kind == Kind::Word && matches!(b.pos, Pos::Det | Pos::Adj | Pos::Num)
            || b.classes.meets(classes.determiner) && b.pos == Pos::Adp
    });
    match it.pos {
        Pos::Det => before.is_none_or(|b| b.pos != Pos::Det),
        Pos::Pron => !it.classes.meets(classes.relative),
        // A bare noun opens a phrase at a border only; inside it belongs to what stands before it.
        Pos::Propn | Pos::Noun | Pos::Num => {
            !inside
                && before.is_none_or(|b| {
                    b.kind != Kind::Word
                        || !b.pos.is_nominal()
                        // A pronoun is a phrase of its own (*selon lui Anne Morel accuse …*).
                        || b.pos == Pos::Pron && (it.pos == Pos::Propn || it.classes.meets(classes.title))
                        || b.group.is_some()
                        || b.classes.meets(classes.time)
                })
        }
        // Not *d'après*, which is written as *d'autres* is.
        Pos::Adp => {
            // Nor *d'une voix lasse*.
            let own = |n: &Item| {
                n.classes.meets(classes.possessive)
                    // *Et de préciser*.
                    || n.group.is_some()
                    || n.pos == Pos::Det && !n.classes.meets(classes.plural)
            };
            it.classes.meets(classes.indefinite)
                && it.cue.is_none()
                && !plane.items.get(i + 1).is_some_and(own)
                && before.is_none_or(|b| {
                    b.kind != Kind::Word
                        || b.group.is_some()
                        || matches!(b.pos, Pos::Sconj | Pos::Cconj)
                })
        }
        Pos::Adj => before.is_none_or(|b| b.kind != Kind::Word),
        // *Près de 150 éleveurs*, *environ 150 éleveurs*.
        Pos::Adv => {
            let next = |k: usize| plane.items.get(i + k).filter(|n| n.kind == Kind::Word);
            let of = usize::from(next(1).is_some_and(|n| n.classes.meets(classes.of)));
            next(1 + of).is_some_and(|n| n.pos == Pos::Num)
                && before.is_none_or(|b| b.kind != Kind::Word || b.group.is_some())
        }
        // Ni X ni Y.
        Pos::Cconj => {
            before.is_none_or(|b| b.kind != Kind::Word)
                && plane.items.get(i + 1).is_some_and(|n| matches!(n.pos, Pos::Det | Pos::Propn))
        }
        _ => false,
    }
}

/// Goes left from a verb to the end of what may be its subject: commas, adverbs and times are passed over.
pub fn subject_end(plane: &Plane, verb: usize, classes: &OperatorClasses) -> Option<usize> {
    let mut to = verb.checked_sub(1)?;
    loop {
        let it = &plane.items[to];
        let passed = matches!(it.kind, Kind::Comma | Kind::Mark | Kind::Dash)
            || it.pos == Pos::Adv && !it.classes.meets(classes.subject_clitic)
            || it.classes.meets(classes.time) && it.group.is_none() && !is_noun_for(plane, to);
        if !passed {
            return Some(to);
        }
        // The day before a month is passed over with it, unless a preposition ties both to a phrase (*un avis daté du 3 mai*).
        if to > 1 && it.classes.meets(classes.time) && plane.items[to - 1].pos == Pos::Num {
            let lead = &plane.items[to - 2];
            if lead.pos == Pos::Adp {
                return Some(to);
            }
            to -= if lead.pos == Pos::Det { 2 } else { 1 };
        }
        to = to.checked_sub(1)?;
    }
}

/// Whether an adjective stands for its noun (*cette dernière affirme*, not *la semaine dernière*).
fn is_noun_for(plane: &Plane, at: usize) -> bool {
    let article = at.checked_sub(1).is_some_and(|b| plane.items[b].pos == Pos::Det);
    article && plane.items[at].pos == Pos::Adj
}

/// Phrases to the left of a verb.
pub fn subjects(
    plane: &Plane,
    verb: usize,
    number: Number,
    classes: &OperatorClasses,
    slot: Slot,
    shared: bool,
) -> Vec<Filler> {
    let mut list = Vec::new();
    let own = |from: usize, to: usize, extra: Bases| {
        // What follows the subject says nothing new: it is the verb.
        let bases = shape(plane, from, to, classes).without_end();
        let bases = bases.with(phrase(plane, from, to, number, classes)).with(extra);
        Filler { parts: vec![(from, to)], slot, bases, joint: None }
    };
    if let Some(to) = subject_end(plane, verb, classes) {
        let it = &plane.items[to];
        let clitic =
            it.classes.meets(classes.subject_clitic) && it.pos == Pos::Pron && to + 1 == verb;
        if clitic {
            return vec![own(to, to, Base::Adjacent.into())];
        }
        let relative = it.classes.meets(classes.subject_relative) && it.pos == Pos::Pron;
        if !relative
            && (it.group.is_none()
                || closes_relative(plane, to, classes)
                || describes_noun(plane, to)
                || sets_off_participle(plane, to))
            && !is_hard(it.kind)
            && it.pos != Pos::Cconj
            && it.pos != Pos::Sconj
        {
            list.extend(subjects_ending(plane, to, to + 1 == verb, &own, classes));
            // What is set off before the verb may be no part of the source (*Le maire, de son côté, affirme*).
            for end in inserted_from(plane, to) {
                let mut more = subjects_ending(plane, end, false, &own, classes);
                more.truncate(MOST_CUT);
                let behind = shape(plane, end, end, classes).end();
                let behind = behind.with(Base::InsertLeft.into());
                more.iter_mut().for_each(|f| f.bases = f.bases.with(behind));
                list.extend(more);
            }
        }
        if shared {
            list.extend(shared_subjects(plane, verb, to, number, classes, slot));
        }
    }
    list
}

/// Phrases that end at an item and are followed by a verb, or by what is set off before it.
pub fn subjects_ending(
    plane: &Plane,
    to: usize,
    adjacent: bool,
    own: &impl Fn(usize, usize, Bases) -> Filler,
    classes: &OperatorClasses,
) -> Vec<Filler> {
    let mut list: Vec<Filler> = Vec::new();
    let mut from = to;
    let mut commas = 0;
    let parted = parted_by_comma(plane, to);
    loop {
        // A bracket is passed over as a whole.
        if plane.items[from].kind == Kind::Close {
            match (0..from).rev().take(REACH).find(|&i| plane.items[i].kind == Kind::Open) {
                Some(open) if open > 0 => from = open - 1,
                _ => break,
            }
            continue;
        }
        if is_hard(plane.items[from].kind) {
            break;
        }
        commas += usize::from(plane.items[from].kind == Kind::Comma);
        if starts_phrase(plane, from, classes) && !opens_with_time(plane, from, to, classes) {
            let mut extra = match list.len() {
                0 => Bases::default(),
                1 => Base::Second.into(),
                _ => Base::Third.into(),
            };
            // No comma parts a subject from its verb unless one before it opens what is set off.
            extra.put(parted && commas == 0, Base::CommaUnopened);
            extra.put(adjacent, Base::Adjacent);
            extra.put(is_second_half(plane, from, classes), Base::SecondHalf);
            list.push(own(from, to, extra));
        }
        if from == 0 || list.len() >= MOST || to - from > REACH {
            break;
        }
        from -= 1;
    }
    list
}

/// A subject does not reach across these marks.
pub fn is_hard(kind: Kind) -> bool {
    matches!(kind, Kind::Semicolon | Kind::Colon | Kind::Stop | Kind::Open)
}

/// A verb without a subject of its own may share that of the finite verb before it.
fn shared_subjects(
    plane: &Plane,
    verb: usize,
    to: usize,
    number: Number,
    classes: &OperatorClasses,
    slot: Slot,
) -> Vec<Filler> {
    let mut list = Vec::new();
    let kind = if plane.items[to].pos == Pos::Cconj {
        Base::SharedCoordinated
    } else if plane.items[verb - 1].kind == Kind::Comma {
        Base::SharedByComma
    } else {
        Base::Shared
    };
    let mut before: Vec<(usize, Option<usize>)> =
        plane.finite().filter(|(i, _)| *i < verb).map(|(i, g)| (i, g.inverted)).collect();
    // The verb before may be quoted with its object (*la société « prend acte » du jugement et annonce …*).
    before.extend((0..verb).filter(|&i| plane.items[i].acts).map(|i| (i, None)));
    before.sort_unstable();
    // Clauses may stand between it and the verb that it goes on from (*Il dit que l'eau monte, que rien ne tient et demande …*).
    let far = before.len().saturating_sub(NEAR_VERBS);
    let reports = |i: usize| plane.items[i].cue.is_some();
    let over = before[..far].iter().rev().filter(|(i, _)| reports(*i)).take(NEAR_VERBS);
    let verbs = before[far..].iter().rev().map(|v| (v, false)).chain(over.map(|v| (v, true)));
    for (&(i, inverted), far) in verbs {
        let mut fillers = subjects(plane, i, number, classes, slot, false);
        if let Some(clitic) = inverted.and_then(|t| plane.item_of(t)) {
            fillers.push(Filler {
                parts: vec![(clitic, clitic)],
                slot,
                bases: phrase(plane, clitic, clitic, number, classes),
                joint: None,
            });
        }
        // Behind a comma alone another number means another subject (*Un bac a coulé, ont indiqué les marins*).
        if kind == Base::SharedByComma {
            fillers.retain(|f| !f.bases.contains(Base::Disagrees));
        }
        // What is listed behind one subject has one tense (*il salue, remercie et sort*; *Il partira lundi, indique un proche*).
        let form = |at: usize| plane.items[at].group.map(|g| plane.groups[g].form);
        let tense = |at: usize| form(at).map(|f| (f.mood, f.tense));
        // Behind a comma alone a perfect is another tense too (*Il a tout vendu, indique un proche*).
        let perfect = |at: usize| plane.items[at].group.map(|g| plane.groups[g].perfect);
        let parted = kind == Base::SharedByComma && perfect(i) != perfect(verb);
        let other = tense(i).is_some() && (tense(i) != tense(verb) || parted);
        for mut f in likely(fillers) {
            f.bases = f.bases.without(Base::Adjacent.into());
            f.bases.insert(kind);
            f.bases.put(other, Base::OtherTense);
            f.bases.put(reports(i), Base::SharedCue);
            f.bases.put(far, Base::SharedFar);
            list.push(f);
        }
    }
    list
}

/// So many verbs before one are looked at, whatever they are.
const NEAR_VERBS: usize = 2;

/// The phrases that the subject of another verb is sought among: those inside a longer one are left out unless there are no
/// others.
pub fn likely(mut fillers: Vec<Filler>) -> Vec<Filler> {
    /// At most so many.
    const MOST_SHARED: usize = 6;
    let whole = |f: &Filler| !f.bases.contains(Base::StartPreposition);
    if fillers.iter().any(whole) {
        fillers.retain(whole);
    }
    fillers.truncate(MOST_SHARED);
    fillers
}

/// The ends that a phrase starting at `from` may have.
pub fn phrase_ends(
    plane: &Plane,
    from: usize,
    slot: Slot,
    classes: &OperatorClasses,
) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut open = 0;
    for to in from..plane.items.len().min(from + REACH) {
        let it = &plane.items[to];
        if matches!(it.kind, Kind::Stop | Kind::Semicolon) && to > from {
            break;
        }
        // A second estimate is no part of the first one's source (*38 selon la police, 75 selon les organisateurs*).
        if to > from && it.cue.is_some() && it.pos == Pos::Adp && !it.classes.meets(classes.purpose)
        {
            break;
        }
        // An article and a noun right behind a name or noun open another phrase (*a confié à Radio Galets le maire*).
        let unlinked = to > from
            && it.pos == Pos::Det
            && plane.items[to - 1].kind == Kind::Word
            && (plane.items[to - 1].pos == Pos::Propn
                || plane.items[to - 1].pos == Pos::Noun && slot == Slot::InvertedSubject)
            && plane.items.get(to + 1).is_some_and(|n| n.pos == Pos::Noun);
        if unlinked {
            break;
        }
        if to > from && ends_frame(plane, (from, to), slot, classes) {
            break;
        }
        match it.kind {
            Kind::Open => open += 1,
            Kind::Close if open == 0 => break,
            Kind::Close => open -= 1,
            _ => {}
        }
        let next = plane.items.get(to + 1);
        // When it was said is no apposition (*indique la Gazette, vendredi 3 mai*).
        if it.kind == Kind::Comma && next.is_some_and(|n| n.classes.meets(classes.day)) {
            break;
        }
        let when =
            it.kind == Kind::Word && it.pos.is_nominal() && opens_time(plane, to + 1, classes);
        let closed = it.pos.is_nominal()
            || matches!(it.pos, Pos::Adj | Pos::Num | Pos::Pron | Pos::Sym | Pos::X | Pos::Adv)
            || it.kind == Kind::Close
            || it.group.is_some();
        let border = next.is_none_or(|n| {
            n.kind != Kind::Word
                || n.group.is_some()
                || matches!(n.pos, Pos::Cconj | Pos::Sconj | Pos::Adv)
                || n.pos == Pos::Pron
                || n.pos == Pos::Adp && (slot == Slot::Agent || !n.classes.meets(classes.of))
                // A number and a month are one date.
                || n.classes.meets(classes.time) && it.pos != Pos::Num
        });
        // An auxiliary goes with its verb (*900 d'après le comité, ont défilé*).
        let parts_verb = it.group.is_some() && next.is_some_and(|n| n.group == it.group);
        if closed && border && !parts_verb && open == 0 {
            ends.push(to);
        }
        // Nor is it a part of the phrase (*a raconté l'élue dimanche sur une radio*).
        if ends.len() >= MOST || when && !ends.is_empty() && open == 0 {
            break;
        }
    }
    ends
}

/// Whether an item behind a phrase that is framed or stands behind its verb goes on with the clause around it: an infinitive
/// that no preposition leads to (*devrait selon le maire durer un an*), or any word behind a pronoun (*sera selon lui fermé*).
fn ends_frame(
    plane: &Plane,
    (from, to): (usize, usize),
    slot: Slot,
    classes: &OperatorClasses,
) -> bool {
    let items = &plane.items;
    let infinitive = |i: usize| {
        let group = items.get(i).and_then(|it| it.group).map(|g| &plane.groups[g]);
        group.is_some_and(|g| g.form.mood == Mood::Infinitive && plane.item_of(g.first) == Some(i))
    };
    let free = infinitive(to) && items[to - 1].pos != Pos::Adp && items[to - 1].group.is_none();
    let set_off = items[to].kind == Kind::Comma && infinitive(to + 1);
    let alone = items[from].classes.meets(classes.stressed) && items[from].pos == Pos::Pron;
    let more = items[to].kind == Kind::Word && to == from + 1;
    matches!(slot, Slot::Framed | Slot::InvertedSubject) && (free || set_off)
        || slot == Slot::Framed && alone && more
}

/// Whether a time stands there, alone or behind its determiner (*dimanche matin*, *la semaine dernière*, *ces derniers mois*).
fn opens_time(plane: &Plane, at: usize, classes: &OperatorClasses) -> bool {
    let time = |it: &Item| it.classes.meets(classes.time) && !it.named && it.pos == Pos::Noun;
    let rest = &plane.items[at..];
    match rest.first() {
        Some(it) if it.pos == Pos::Det => {
            let noun = rest[1..].iter().find(|it| !matches!(it.pos, Pos::Adj | Pos::Num));
            noun.is_some_and(time)
        }
        Some(it) => it.classes.meets(classes.day) && time(it),
        None => false,
    }
}

pub fn phrases_from(
    plane: &Plane,
    from: usize,
    number: Number,
    classes: &OperatorClasses,
    slot: Slot,
    extra: Bases,
) -> Vec<Filler> {
    let ends = phrase_ends(plane, from, slot, classes);
    ends.into_iter()
        .enumerate()
        .map(|(rank, to)| {
            let mut bases = shape(plane, from, to, classes).without_start();
            // Behind a pronoun no phrase goes on, whatever follows.
            let alone = from == to && plane.items[from].classes.meets(classes.stressed);
            if alone && slot == Slot::Framed {
                bases = bases.without_end();
            }
            bases.put(rank == 1, Base::Second);
            bases.put(rank > 1, Base::Third);
            let bases = bases.with(phrase(plane, from, to, number, classes)).with(extra);
            Filler { parts: vec![(from, to)], slot, bases, joint: None }
        })
        .collect()
}
