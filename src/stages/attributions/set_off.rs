//! What stands between a subject and its verb, and whether a phrase before a verb is its subject at all.

use super::plane::{Item, Kind, Plane};
use super::subjects::{REACH, is_hard};
use crate::model::{Mood, Pos};
use crate::rules::OperatorClasses;

/// Whether a bare past participle stands right behind a noun, as an adjective does (*les voisins interrogés*).
pub fn describes_noun(plane: &Plane, at: usize) -> bool {
    let items = &plane.items;
    let bare = items[at].group.map(|g| &plane.groups[g]).is_some_and(|g| {
        g.form.mood == Mood::ParticiplePast && g.first == g.last && !g.coordinated
    });
    // Behind an article or adjective it is a noun itself (*le principal intéressé*).
    let noun = |it: &Item| it.pos.is_nominal() || matches!(it.pos, Pos::Det | Pos::Adj);
    bare && at > 0 && items[at - 1].kind == Kind::Word && noun(&items[at - 1])
}

/// Whether a verb ends a relative clause, or one that a comma sets off (*, comme on s'y attendait, …*): a pronoun behind a
/// noun leads to it, or a subordinator behind a comma, and no other finite verb stands between.
pub fn closes_relative(plane: &Plane, verb: usize, classes: &OperatorClasses) -> bool {
    let items = &plane.items;
    let mut own = items[verb].group;
    let is_finite = |g: Option<usize>| g.is_some_and(|g| plane.groups[g].is_finite());
    for i in (1..verb).rev().take(REACH) {
        let it = &items[i];
        if is_hard(it.kind) {
            return false;
        }
        if it.group.is_some() {
            // Infinitives and participles hang on the clause's own verb (*qui dit avoir été menacé*).
            if is_finite(it.group) && it.group != own {
                if is_finite(own) {
                    return false;
                }
                own = it.group;
            }
            continue;
        }
        let comma = items[i - 1].kind == Kind::Comma;
        if it.classes.meets(classes.relative) {
            let behind = if comma { i.checked_sub(2) } else { Some(i - 1) };
            let noun = |b: usize| items[b].pos.is_nominal() || items[b].kind == Kind::Close;
            if behind.is_some_and(noun) {
                return true;
            }
        }
        if comma && (it.pos == Pos::Sconj || it.classes.meets(classes.subordinator)) {
            return true;
        }
        if it.classes.meets(classes.relative) && it.pos == Pos::Pron {
            return false;
        }
    }
    false
}

/// Whether a phrase that opens its clause stands right before a comma or coordinator at an item: what begins there is its
/// apposition, or the second of several, and no subject alone.
pub fn is_second_half(plane: &Plane, from: usize, classes: &OperatorClasses) -> bool {
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

/// Whether a phrase opens with a time and a comma, which belong to the sentence and not to its subject (*Le mois dernier, le
/// maire …*).
pub fn opens_with_time(plane: &Plane, from: usize, to: usize, classes: &OperatorClasses) -> bool {
    /// Times in front of a sentence are short.
    const LONGEST: usize = 5;
    let opening = &plane.items[from..=to];
    let comma = opening.iter().position(|it| it.kind == Kind::Comma);
    // Where it was may stand behind when it was (*Mercredi dans la Gazette, la maire …*).
    let at_once = opening[0].classes.meets(classes.time);
    comma.is_some_and(|c| {
        // *Un peu plus tôt, le maire …*
        let adverbs = c > 0
            && opening[c - 1].pos == Pos::Adv
            && opening[..c].iter().all(|it| !it.pos.is_nominal());
        adverbs
            || at_once
            || c < LONGEST && opening[..c].iter().any(|it| it.classes.meets(classes.time))
    })
}

/// Whether a comma stands right behind an item, and a verb behind the comma.
pub fn parted_by_comma(plane: &Plane, to: usize) -> bool {
    let next = plane.items.get(to + 1);
    next.is_some_and(|it| it.kind == Kind::Comma)
        && plane.items.get(to + 2).is_some_and(|it| {
            // A participle behind the comma opens what is set off (*Un témoin, cité par la cour, raconte*).
            it.group.is_some_and(|g| plane.groups[g].is_finite())
        })
}

/// Where a phrase ends if what is set off between it and the verb does not belong to it, the longest first.
pub fn inserted_from(plane: &Plane, to: usize) -> Vec<usize> {
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

/// Whether a bare participle behind a comma ends what is set off behind a noun (*Le club, contacté mardi, dément*).
pub fn sets_off_participle(plane: &Plane, at: usize) -> bool {
    let items = &plane.items;
    let participle = items[at].group.map(|g| &plane.groups[g]).is_some_and(|g| {
        matches!(g.form.mood, Mood::ParticiplePast | Mood::ParticiplePresent) && !g.coordinated
    });
    let closed = |i: usize| items[i].kind == Kind::Comma;
    let noun = |i: usize| items[i].pos.is_nominal() || items[i].kind == Kind::Close;
    participle
        && at > 1
        && closed(at - 1)
        && noun(at - 2)
        && items[at + 1..].iter().take(3).any(|it| it.kind == Kind::Comma)
}
