//! Noun phrases as subjects: where they may begin and end.

use super::features::{Base, Slot};
use super::plane::{Item, Kind, Plane};
use super::shape::{phrase, shape};
use super::who::{Filler, MOST};
use crate::model::{Mood, Number, Pos};
use crate::rules::OperatorClasses;

/// At most so many of them leave out what is set off before the verb.
const MOST_CUT: usize = 3;
/// A subject this many items away is none.
const REACH: usize = 45;

pub fn starts_phrase(plane: &Plane, i: usize, classes: &OperatorClasses) -> bool {
    let it = &plane.items[i];
    if it.kind != Kind::Word || it.group.is_some() {
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
            let own = |n: &Item| n.classes.meets(classes.possessive);
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
            || it.classes.meets(classes.time) && it.group.is_none();
        if !passed {
            return Some(to);
        }
        to = to.checked_sub(1)?;
    }
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
    let own = |from: usize, to: usize, extra: &[Base]| {
        let mut bases = shape(plane, from, to, classes);
        // What follows the subject says nothing new: it is the verb.
        bases.retain(|b| !b.is_end());
        bases.extend(phrase(plane, from, to, number, classes));
        bases.extend_from_slice(extra);
        Filler { parts: vec![(from, to)], slot, bases, joint: None }
    };
    if let Some(to) = subject_end(plane, verb, classes) {
        let it = &plane.items[to];
        let clitic =
            it.classes.meets(classes.subject_clitic) && it.pos == Pos::Pron && to + 1 == verb;
        if clitic {
            return vec![own(to, to, &[Base::Adjacent])];
        }
        let relative = it.classes.meets(classes.subject_relative) && it.pos == Pos::Pron;
        if !relative
            && (it.group.is_none()
                || closes_relative(plane, to, classes)
                || describes_noun(plane, to))
            && !is_hard(it.kind)
            && it.pos != Pos::Cconj
            && it.pos != Pos::Sconj
        {
            list.extend(subjects_ending(plane, to, to + 1 == verb, &own, classes));
            // What is set off before the verb may be no part of the source (*Le maire, de son côté, affirme*).
            for end in inserted_from(plane, to) {
                let mut more = subjects_ending(plane, end, false, &own, classes);
                more.truncate(MOST_CUT);
                let mut bases = shape(plane, end, end, classes);
                bases.retain(|b| b.is_end());
                bases.push(Base::InsertLeft);
                more.iter_mut().for_each(|f| f.bases.extend(&bases));
                list.extend(more);
            }
        }
        if shared {
            list.extend(shared_subjects(plane, verb, to, number, classes, slot));
        }
    }
    list
}

/// Whether a bare past participle stands right behind a noun, as an adjective does (*les voisins interrogés*).
fn describes_noun(plane: &Plane, at: usize) -> bool {
    let items = &plane.items;
    let bare = items[at].group.map(|g| &plane.groups[g]).is_some_and(|g| {
        g.form.mood == Mood::ParticiplePast && g.first == g.last && !g.coordinated
    });
    // Behind an article or adjective it is a noun itself (*le principal intéressé*).
    let noun = |it: &Item| it.pos.is_nominal() || matches!(it.pos, Pos::Det | Pos::Adj);
    bare && at > 0 && items[at - 1].kind == Kind::Word && noun(&items[at - 1])
}

/// Whether a verb ends a relative clause: a pronoun behind a noun leads to it, and no other verb stands between.
fn closes_relative(plane: &Plane, verb: usize, classes: &OperatorClasses) -> bool {
    let items = &plane.items;
    let own = items[verb].group;
    let lead = (1..verb).rev().take(REACH).find(|&i| {
        let it = &items[i];
        it.group.is_some() && it.group != own
            || is_hard(it.kind)
            || it.classes.meets(classes.relative)
    });
    lead.is_some_and(|i| {
        let behind = if items[i - 1].kind == Kind::Comma { i.checked_sub(2) } else { Some(i - 1) };
        let noun =
            behind.is_some_and(|b| items[b].pos.is_nominal() || items[b].kind == Kind::Close);
        items[i].classes.meets(classes.relative) && items[i].group.is_none() && noun
    })
}

/// Whether a phrase that opens its clause stands right before a comma or coordinator at an item: what begins there is its
/// apposition, or the second of several, and no subject alone.
fn is_second_half(plane: &Plane, from: usize, classes: &OperatorClasses) -> bool {
    let items = &plane.items;
    let Some(joint) = from.checked_sub(1).filter(|&j| {
        items[j].kind == Kind::Comma || items[j].pos == Pos::Cconj && items[j].kind == Kind::Word
    }) else {
        return false;
    };
    let Some(last) = joint.checked_sub(1) else { return false };
    if !(items[last].pos.is_nominal() || items[last].kind == Kind::Close) {
        return false;
    }
    let edge = (0..=last).rev().find(|&i| {
        is_hard(items[i].kind) || items[i].group.is_some() || items[i].pos == Pos::Sconj
    });
    let first = edge.map_or(0, |i| i + 1);
    let opens = items.get(first).is_some_and(|it| {
        it.kind == Kind::Word
            && matches!(it.pos, Pos::Det | Pos::Noun | Pos::Propn | Pos::Num)
            && !it.classes.meets(classes.time)
    });
    // A time that the clause opens with is no subject (*Le mois dernier, le maire …*).
    let head = (first..=last).find(|&i| items[i].pos.is_nominal());
    opens && head.is_some_and(|h| !items[h].classes.meets(classes.time))
}

/// Phrases that end at an item and are followed by a verb, or by what is set off before it.
pub fn subjects_ending(
    plane: &Plane,
    to: usize,
    adjacent: bool,
    own: &impl Fn(usize, usize, &[Base]) -> Filler,
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
            let rank = match list.len() {
                0 => &[][..],
                1 => &[Base::Second][..],
                _ => &[Base::Third][..],
            };
            let mut extra = rank.to_vec();
            // No comma parts a subject from its verb unless one before it opens what is set off.
            if parted && commas == 0 {
                extra.push(Base::CommaUnopened);
            }
            if adjacent {
                extra.push(Base::Adjacent);
            }
            if is_second_half(plane, from, classes) {
                extra.push(Base::SecondHalf);
            }
            list.push(own(from, to, &extra));
        }
        if from == 0 || list.len() >= MOST || to - from > REACH {
            break;
        }
        from -= 1;
    }
    list
}

/// Whether a phrase opens with a time and a comma, which belong to the sentence and not to its subject (*Le mois dernier, le
/// maire …*).
fn opens_with_time(plane: &Plane, from: usize, to: usize, classes: &OperatorClasses) -> bool {
    /// Times in front of a sentence are short.
    const LONGEST: usize = 5;
    let opening = &plane.items[from..=to];
    let comma = opening.iter().position(|it| it.kind == Kind::Comma);
    // Where it was may stand behind when it was (*Mercredi dans la Gazette, la maire …*).
    let at_once = opening[0].classes.meets(classes.time);
    comma.is_some_and(|c| {
        at_once || c < LONGEST && opening[..c].iter().any(|it| it.classes.meets(classes.time))
    })
}

/// Whether a comma stands right behind an item, and a verb behind the comma.
fn parted_by_comma(plane: &Plane, to: usize) -> bool {
    let next = plane.items.get(to + 1);
    next.is_some_and(|it| it.kind == Kind::Comma)
        && plane.items.get(to + 2).is_some_and(|it| {
            // A participle behind the comma opens what is set off (*Un témoin, cité par la cour, raconte*).
            it.group.is_some_and(|g| plane.groups[g].is_finite())
        })
}

/// A subject does not reach across these marks.
pub fn is_hard(kind: Kind) -> bool {
    matches!(kind, Kind::Semicolon | Kind::Colon | Kind::Stop | Kind::Open)
}

/// Where a phrase ends if what is set off between it and the verb does not belong to it, the longest first.
fn inserted_from(plane: &Plane, to: usize) -> Vec<usize> {
    /// More insertions before a verb are rare.
    const MOST_INSERTED: usize = 2;
    let items = &plane.items;
    let closed = |i: usize| match items.get(i).map(|it| it.kind) {
        Some(Kind::Comma) => Some(Kind::Comma),
        Some(Kind::Dash) => Some(Kind::Dash),
        Some(Kind::Close) => Some(Kind::Open),
        _ => None,
    };
    let mut ends = Vec::new();
    let Some(mark) = closed(to + 1).or_else(|| closed(to)) else { return ends };
    for i in (1..to).rev().take(REACH) {
        if is_hard(items[i].kind) && mark != Kind::Open {
            break;
        }
        let word = matches!(items[i - 1].kind, Kind::Word | Kind::Quote(_) | Kind::Close);
        if items[i].kind == mark && word {
            ends.push(i - 1);
            if ends.len() == MOST_INSERTED || mark != Kind::Comma {
                break;
            }
        }
    }
    ends
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
    for (i, g) in plane.finite().rev().filter(|(i, _)| *i < verb).take(2) {
        let mut fillers = subjects(plane, i, number, classes, slot, false);
        if let Some(clitic) = g.inverted.and_then(|t| plane.item_of(t)) {
            fillers.push(Filler {
                parts: vec![(clitic, clitic)],
                slot,
                bases: phrase(plane, clitic, clitic, number, classes),
                joint: None,
            });
        }
        // Behind a comma alone another number means another subject (*Un bac a coulé, ont indiqué les marins*).
        if kind == Base::SharedByComma {
            fillers.retain(|f| !f.bases.contains(&Base::Disagrees));
        }
        for mut f in fillers.into_iter().take(3) {
            f.bases.retain(|b| *b != Base::Adjacent);
            f.bases.push(kind);
            list.push(f);
        }
    }
    list
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
        // An article and a noun right behind a name open another phrase (*a confié à Radio Galets le maire*).
        let unlinked = to > from
            && it.pos == Pos::Det
            && plane.items[to - 1].kind == Kind::Word
            && plane.items[to - 1].pos == Pos::Propn
            && plane.items.get(to + 1).is_some_and(|n| n.pos == Pos::Noun);
        if unlinked {
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
        if closed && border && open == 0 {
            ends.push(to);
        }
        if ends.len() >= MOST {
            break;
        }
    }
    ends
}

pub fn phrases_from(
    plane: &Plane,
    from: usize,
    number: Number,
    classes: &OperatorClasses,
    slot: Slot,
    extra: &[Base],
) -> Vec<Filler> {
    let ends = phrase_ends(plane, from, slot, classes);
    ends.into_iter()
        .enumerate()
        .map(|(rank, to)| {
            let mut bases = shape(plane, from, to, classes);
            bases.retain(|b| !b.is_start());
            bases.extend(phrase(plane, from, to, number, classes));
            match rank {
                0 => {}
                1 => bases.push(Base::Second),
                _ => bases.push(Base::Third),
            }
            bases.extend_from_slice(extra);
            Filler { parts: vec![(from, to)], slot, bases, joint: None }
        })
        .collect()
}
