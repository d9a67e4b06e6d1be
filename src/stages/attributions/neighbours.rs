//! Neighbours: who may have said a quotation that stands alone, though no cue near it says so.
//!
//! That is who acts in the sentence before or behind it (*La mère a quitté la salle. « Il a attendu. »*), and who is named in
//! the line below it, as under a pull quote.

use super::Reading;
use super::bases::Bases;
use super::features::{Base, Slot};
use super::plane::{Kind, Period, Plane};
use super::shape::phrase;
use super::subjects::{likely, phrases_from, subjects};
use super::who::{Filler, is_phrase};
use crate::model::{Number, Pos, Span};
use crate::rules::OperatorClasses;

/// A place where a speaker may be named.
pub struct Neighbour {
    pub source: Vec<Span>,
    pub bases: Bases,
}

/// Periods without a word between two sentences are few.
const REACH: usize = 3;
/// Nor is it far to whoever acted last.
const FARTHEST: usize = 4;
/// So many readings of a neighbour's subject are taken.
const MOST: usize = 4;
/// So many verbs of a neighbour may have the subject: the first may stand in a relative clause of it.
const VERBS: usize = 4;

/// Who acts right before or behind a period, and who is named in the line below it.
pub fn neighbours(reading: Reading<'_>, periods: &[Period], period: usize) -> Vec<Neighbour> {
    let classes = &reading.language.attributions.classes;
    let worded = |&p: &usize| periods[p].planes[0].items.iter().any(|it| it.kind == Kind::Word);
    // Where nobody acts in the sentence before (*Et la suite ?*), whoever acted last does.
    let before = (0..period).rev().take(FARTHEST).filter(worded).enumerate();
    let behind = (period + 1..periods.len()).take(REACH).find(worded);
    let mut list: Vec<Neighbour> = Vec::new();
    let mut add = |plane: &Plane, fillers: Vec<Filler>, side: Base, what: Base, far: bool| {
        let mut some = false;
        for f in fillers.into_iter().filter(is_phrase).take(MOST) {
            let (from, to) = f.parts[0];
            let source = vec![plane.span(from, to, false, &reading)];
            some = true;
            if list.iter().any(|n: &Neighbour| n.source == source) {
                continue;
            }
            let mut bases = shown(&f);
            bases.extend([side, what]);
            bases.put(far, Base::Far);
            list.push(Neighbour { source, bases });
        }
        some
    };
    let mut acted = false;
    let places = before.map(|(rank, p)| (Base::DonorBefore, p, rank > 0));
    for (side, at, far) in places.chain(behind.map(|p| (Base::DonorAfter, p, false))) {
        if acted && side == Base::DonorBefore {
            continue;
        }
        let plane = &periods[at].planes[0];
        let mut verbs = plane.finite().take(VERBS).peekable();
        if verbs.peek().is_none() && side == Base::DonorAfter {
            add(plane, signature(plane, classes), side, Base::DonorLine, false);
        }
        for (rank, (verb, group)) in verbs.enumerate() {
            let mut fillers =
                subjects(plane, verb, group.form.number, classes, Slot::Nearest, false);
            // The second verb tells more of the first one's subject only.
            fillers.retain(|f| rank == 0 || f.bases.contains(Base::HasRelative));
            acted |= add(plane, likely(fillers), side, Base::DonorActs, far);
        }
    }
    list
}

/// What a phrase shows by itself, and where it stands; how near to its verb tells nothing here.
fn shown(f: &Filler) -> Bases {
    f.bases.without(Base::Adjacent.into()).without_end()
}

/// Who acts in the clause before an item, by its first finite verb.
pub fn actors(reading: Reading<'_>, plane: &Plane, end: usize) -> Vec<Neighbour> {
    let classes = &reading.language.attributions.classes;
    let Some((verb, group)) = plane.finite().next().filter(|(verb, _)| *verb < end) else {
        return Vec::new();
    };
    let fillers = subjects(plane, verb, group.form.number, classes, Slot::Nearest, false);
    let actors = likely(fillers).into_iter().filter(is_phrase).take(MOST).map(|f| {
        let (from, to) = f.parts[0];
        let mut bases = shown(&f);
        bases.extend([Base::StartColon, Base::DonorActs]);
        Neighbour { source: vec![plane.span(from, to, false, &reading)], bases }
    });
    actors.collect()
}

/// The last noun phrase among these periods that acts.
pub fn actor_before(
    reading: Reading<'_>,
    periods: &[Period],
    among: std::ops::Range<usize>,
) -> Option<Neighbour> {
    let classes = &reading.language.attributions.classes;
    among.rev().find_map(|p| {
        let plane = &periods[p].planes[0];
        let (verb, group) = plane.finite().next()?;
        let fillers = subjects(plane, verb, group.form.number, classes, Slot::Nearest, false);
        fillers.into_iter().filter(is_phrase).take(1).find_map(|f| {
            let (from, to) = f.parts[0];
            let bases = phrase(plane, from, to, Number::Unknown, classes);
            let named = !bases.contains(Base::FirstClitic);
            named.then(|| Neighbour { source: vec![plane.span(from, to, false, &reading)], bases })
        })
    })
}

/// The whole of a line that opens with a name and has no verb (*Anne Morel, maire de Luzy*).
fn signature(plane: &Plane, classes: &OperatorClasses) -> Vec<Filler> {
    if plane.items[0].pos != Pos::Propn || plane.items[0].kind != Kind::Word {
        return Vec::new();
    }
    let mut list =
        phrases_from(plane, 0, Number::Unknown, classes, Slot::Nearest, Bases::default());
    list.sort_by_key(|f| std::cmp::Reverse(f.parts[0].1));
    list.truncate(1);
    list
}

/// What the words of a source show that stands in a period.
pub fn described(reading: Reading<'_>, period: &Period, source: &[Span]) -> Bases {
    let classes = &reading.language.attributions.classes;
    let Some(span) = source.first() else { return Bases::default() };
    let tokens = &reading.tokens.list;
    for plane in &period.planes {
        let from = plane.items.iter().position(|it| tokens[it.first].span.start >= span.start);
        let to = plane.items.iter().rposition(|it| tokens[it.last].span.end <= span.end);
        if let (Some(from), Some(to)) = (from, to)
            && from <= to
            && tokens[plane.items[from].first].span.start == span.start
        {
            return phrase(plane, from, to, Number::Unknown, classes);
        }
    }
    Bases::default()
}
