//! Shape: what the borders and the inside of a stretch of items show.

use super::features::Base;
use super::plane::{Kind, Plane};
use crate::model::{ClassSet, CueClass, Mood, Number, Pos};
use crate::rules::OperatorClasses;

/// The properties of a stretch of items that its borders and its inside show.
pub fn shape(plane: &Plane, from: usize, to: usize, classes: &OperatorClasses) -> Vec<Base> {
    let items = &plane.items;
    let meets = |i: usize, c: ClassSet| items[i].classes.meets(c);
    let mut list = vec![start(plane, from, classes)];
    end(plane, to, classes, &mut list);
    let inside = &items[from..=to];
    let count = |f: &dyn Fn(usize) -> bool| (from..=to).filter(|&i| f(i)).count();
    let commas = count(&|i| items[i].kind == Kind::Comma);
    let finite = count(&|i| {
        items[i].group.is_some_and(|g| {
            plane.groups[g].is_finite() && plane.item_of(plane.groups[g].head) == Some(i)
        })
    });
    let relative = count(&|i| meets(i, classes.relative) && items[i].pos == Pos::Pron) > 0;
    let mut put = |holds: bool, base: Base| {
        if holds {
            list.push(base);
        }
    };
    put(commas == 1, Base::HasComma);
    put(commas > 1, Base::HasTwoCommas);
    put(finite == 0, Base::NoFinite);
    put(finite > 0, Base::HasFinite);
    put(finite > 1, Base::HasTwoFinite);
    let linked = relative || inside.iter().any(|i| i.pos == Pos::Sconj);
    put(finite > 0 && !linked, Base::HasClause);
    put(relative, Base::HasRelative);
    // Each subordinator inside has a finite verb of its own; what is left over is the stretch's.
    // One that is coordinated with the first, or that compares (*plus que*), opens nothing below it.
    let level =
        |i: usize| items[i - 1].pos == Pos::Cconj || items[i - 1].classes.meets(classes.before_of);
    let opens = |i: usize| {
        i > from
            && !level(i)
            && (items[i].pos == Pos::Sconj
                || meets(i, classes.relative) && items[i].pos == Pos::Pron)
    };
    put(finite > 0 && count(&opens) >= finite, Base::NoMain);
    let comma_then = |i: usize| items[i].kind == Kind::Comma && items[i + 1].pos == Pos::Sconj;
    put((from..to).any(comma_then), Base::HasCommaSubordinator);
    let set_off = |i: usize| {
        items[i].kind == Kind::Comma && items[i + 1].pos == Pos::Adp && !meets(i + 1, classes.of)
    };
    put((from..to).any(set_off), Base::HasCommaPreposition);
    let conditional = |g: usize| plane.groups[g].form.mood == Mood::Conditional;
    put(inside.iter().any(|i| i.group.is_some_and(conditional)), Base::HasConditional);
    let time_then_comma = |i: usize| {
        meets(i, classes.time) && items[i].kind == Kind::Word && items[i + 1].kind == Kind::Comma
    };
    put((from..to.min(from + 5)).any(time_then_comma), Base::HasTimeComma);
    put(inside.iter().any(|i| matches!(i.kind, Kind::Quote(_))), Base::HasQuote);
    put(inside.iter().any(|i| i.kind == Kind::Colon), Base::HasColon);
    put(inside[..inside.len() - 1].iter().any(|i| i.kind == Kind::Stop), Base::HasStop);
    put(
        (from..to).any(|i| items[i].kind == Kind::Comma && apposition(plane, i + 1, classes)),
        Base::HasApposition,
    );
    put(inside.iter().any(|i| i.cue.is_some()), Base::HasCue);
    put(inside.iter().any(|i| i.cue == Some(CueClass::Silent)), Base::HasSilence);
    let length = to - from + 1;
    put(length <= 2, Base::Short);
    put(length > 12, Base::Long);
    put(length > 30, Base::VeryLong);
    list
}

fn start(plane: &Plane, from: usize, classes: &OperatorClasses) -> Base {
    let Some(before) = from.checked_sub(1).map(|i| &plane.items[i]) else { return Base::StartEdge };
    match before.kind {
        Kind::Comma => Base::StartComma,
        Kind::Colon => Base::StartColon,
        Kind::Stop | Kind::Semicolon | Kind::Dash | Kind::Open => Base::StartEdge,
        Kind::Quote(_) => Base::StartQuote,
        _ if before.classes.meets(classes.complementizer) => Base::StartComplementizer,
        _ if before.pos == Pos::Cconj || before.classes.meets(classes.coordinator) => {
            Base::StartCoordinator
        }
        _ if before.group.is_some() => Base::StartVerb,
        _ if before.pos == Pos::Adp => Base::StartPreposition,
        _ if matches!(before.pos, Pos::Noun | Pos::Propn | Pos::Adj | Pos::Det | Pos::Num) => {
            Base::StartNoun
        }
        _ => Base::StartOther,
    }
}

fn end(plane: &Plane, to: usize, classes: &OperatorClasses, list: &mut Vec<Base>) {
    let Some(after) = plane.items.get(to + 1) else {
        list.push(Base::EndStop);
        return;
    };
    let finite = |i: usize| plane.items.get(i).and_then(|it| it.group).map(|g| &plane.groups[g]);
    let base = match after.kind {
        Kind::Stop => Base::EndStop,
        Kind::Comma => {
            let next = plane.items.get(to + 2);
            list.push(match (finite(to + 2), next) {
                (Some(g), _) if g.form.mood == Mood::ParticiplePresent => Base::CommaParticiple,
                (Some(g), _) if g.form.mood == Mood::ParticiplePast => Base::CommaPast,
                (Some(_), _) => Base::CommaVerb,
                (None, Some(n)) if n.classes.meets(classes.relative) => Base::CommaRelative,
                (None, Some(n)) if n.pos == Pos::Sconj => Base::CommaSubordinator,
                (None, Some(n)) if n.pos == Pos::Cconj => Base::CommaCoordinator,
                (None, Some(n)) if n.classes.meets(classes.impersonal) => Base::CommaComment,
                _ if apposition(plane, to + 2, classes) => Base::CommaApposition,
                (None, Some(n)) if matches!(n.pos, Pos::Noun | Pos::Adj) => Base::CommaBare,
                (None, Some(n)) if n.pos == Pos::Adp => Base::CommaPreposition,
                _ => Base::CommaPhrase,
            });
            Base::EndComma
        }
        Kind::Colon | Kind::Semicolon | Kind::Dash => Base::EndColon,
        Kind::Open | Kind::Close => Base::EndBracket,
        Kind::Quote(_) => Base::EndQuote,
        _ if after.group.is_some_and(|g| plane.groups[g].is_finite()) => Base::EndVerb,
        _ if after.group.is_some() => Base::EndParticiple,
        _ if after.classes.meets(classes.complementizer) => Base::EndComplementizer,
        _ if after.classes.meets(classes.relative) && after.pos == Pos::Pron => Base::EndRelative,
        _ if after.pos == Pos::Cconj => Base::EndCoordinator,
        _ if after.pos == Pos::Adp && infinitive(plane, to + 2) => Base::EndInfinitive,
        _ if after.classes.meets(classes.of) && after.pos != Pos::Pron => Base::EndOf,
        _ if after.pos == Pos::Adp => Base::EndPreposition,
        _ => Base::EndOther,
    };
    list.push(base);
    let mut next = to + 1;
    while plane.items.get(next).is_some_and(|i| {
        i.kind == Kind::Comma
            || i.pos == Pos::Cconj
            || i.pos == Pos::Adv
            || i.pos == Pos::Adp && next <= to + 2
    }) {
        next += 1;
    }
    if plane.items.get(next).is_some_and(|i| i.cue.is_some()) {
        list.push(Base::EndCue);
    }
}

/// Whether an infinitive stands at an item, or behind a preposition, adverb or negation there.
fn infinitive(plane: &Plane, at: usize) -> bool {
    let items = plane.items.iter().skip(at).take(2);
    items
        .take_while(|i| i.kind == Kind::Word && !i.pos.is_nominal())
        .any(|i| i.group.is_some_and(|g| plane.groups[g].form.mood == Mood::Infinitive))
}

/// Whether an apposition to a name or title starts at an item: a title, a name or an age.
fn apposition(plane: &Plane, at: usize, classes: &OperatorClasses) -> bool {
    let items = &plane.items;
    let mut i = at;
    while items.get(i).is_some_and(|it| {
        it.kind == Kind::Word && it.group.is_none() && matches!(it.pos, Pos::Det | Pos::Adj)
    }) && i < at + 3
    {
        i += 1;
    }
    let Some(it) = items.get(i).filter(|it| it.kind == Kind::Word) else { return false };
    it.classes.meets(classes.source_noun) || it.pos == Pos::Propn || it.pos == Pos::Num && i == at
}

/// What the first word and the head noun of a phrase say about it as a source.
pub fn phrase(
    plane: &Plane,
    from: usize,
    to: usize,
    number: Number,
    classes: &OperatorClasses,
) -> Vec<Base> {
    let items = &plane.items;
    let first = &items[from];
    let titled = first.classes.meets(classes.title)
        && items[from..=to].get(1).is_some_and(|next| next.pos == Pos::Propn);
    let mut list = Vec::new();
    list.push(match first.kind {
        Kind::Quote(_) => Base::FirstQuote,
        _ if first.classes.meets(classes.subject_clitic) && first.pos == Pos::Pron => {
            if first.classes.meets(classes.impersonal) {
                Base::FirstImpersonal
            } else if first.classes.meets(classes.first_person) {
                Base::FirstSpeaker
            } else {
                Base::FirstClitic
            }
        }
        _ if first.pos == Pos::Pron => Base::FirstClitic,
        _ if first.pos == Pos::Propn || titled => Base::FirstProper,
        _ if first.pos == Pos::Adp && !first.classes.meets(classes.determiner) => {
            Base::FirstPreposition
        }
        _ if first.classes.meets(classes.indefinite) => Base::FirstIndefinite,
        _ if first.classes.meets(classes.determiner) || first.pos == Pos::Det => {
            Base::FirstDeterminer
        }
        _ if first.group.is_some() => Base::FirstVerb,
        _ if first.pos == Pos::Noun => Base::FirstBare,
        _ => Base::FirstOther,
    });
    // A title only leads to the name (*M. Roux*).
    let first_noun = if titled { from + 1 } else { from };
    let head =
        (first_noun..=to).find(|&i| items[i].pos.is_nominal() && items[i].kind == Kind::Word);
    if let Some(h) = head {
        let c = items[h].classes;
        if c.meets(classes.said_noun) {
            list.push(Base::HeadSaid);
        }
        list.push(if c.meets(classes.source_noun) {
            Base::HeadSource
        } else if c.meets(classes.document_noun) {
            Base::HeadDocument
        } else if c.meets(classes.time) {
            Base::HeadTime
        } else if items[h].pos == Pos::Propn {
            Base::HeadProper
        } else {
            Base::HeadOther
        });
    }
    let plural = first.classes.meets(classes.plural);
    let singular = first.classes.meets(classes.singular);
    let joined = (from..to).any(|i| items[i].pos == Pos::Cconj);
    match number {
        Number::Plural if plural || joined => list.push(Base::Agrees),
        Number::Plural if singular => list.push(Base::Disagrees),
        Number::Singular if singular => list.push(Base::Agrees),
        Number::Singular if plural => list.push(Base::Disagrees),
        _ => {}
    }
    list
}
