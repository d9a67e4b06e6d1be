//! Shape: what the borders and the inside of a stretch of items show.

use super::bases::Bases;
use super::features::Base;
use super::head::{head_noun, named_behind};
use super::plane::{Item, Kind, Plane};
use crate::model::{CueClass, Mood, Number, Pos};
use crate::rules::OperatorClasses;

/// What is counted of the items of a plane.
#[derive(Clone, Copy)]
enum Count {
    Comma,
    Quote,
    Colon,
    Stop,
    Word,
    /// A finite verb group, at its head.
    Finite,
    /// A relative pronoun.
    Relative,
    Subordinator,
    /// A subordinator or relative pronoun that is not coordinated with another.
    Opener,
    Conditional,
    /// A comma with a subordinator behind it.
    CommaSubordinator,
    CommaPreposition,
    CommaApposition,
    CommaRole,
    /// A time with a comma behind it.
    TimeComma,
    Coordinator,
    Cue,
    Day,
    SilentCue,
}

const COUNTS: usize = Count::SilentCue as usize + 1;

/// How many items of each sort stand before each item of a plane, so that a stretch is counted by a difference.
///
/// Planes have a few hundred items at most.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    before: Vec<[u16; COUNTS]>,
}

impl Tally {
    fn of(plane: &Plane, classes: &OperatorClasses) -> Tally {
        let mut before = Vec::with_capacity(plane.items.len() + 1);
        let mut sum = [0u16; COUNTS];
        before.push(sum);
        for i in 0..plane.items.len() {
            let mut count = |is: bool, what: Count| {
                let at = &mut sum[what as usize];
                *at = at.wrapping_add(u16::from(is));
            };
            tally_item(plane, i, classes, &mut count);
            before.push(sum);
        }
        Tally { before }
    }

    /// How many stand from one item to another, the last one not included.
    fn count(&self, what: Count, from: usize, end: usize) -> usize {
        // The sums may run over in a plane of endless length; their difference still holds for a stretch.
        let [from, end] = [from, end.max(from)].map(|i| self.before[i][what as usize]);
        usize::from(end.wrapping_sub(from))
    }

    fn has(&self, what: Count, from: usize, end: usize) -> bool {
        self.count(what, from, end) > 0
    }
}

/// Counts one item.
fn tally_item(
    plane: &Plane,
    i: usize,
    classes: &OperatorClasses,
    count: &mut impl FnMut(bool, Count),
) {
    let items = &plane.items;
    let it = &items[i];
    let group = it.group.map(|g| &plane.groups[g]);
    count(it.kind == Kind::Word, Count::Word);
    count(it.kind == Kind::Comma, Count::Comma);
    count(matches!(it.kind, Kind::Quote(_)), Count::Quote);
    count(it.kind == Kind::Colon, Count::Colon);
    count(it.kind == Kind::Stop, Count::Stop);
    let head = group.is_some_and(|g| g.is_finite() && plane.item_of(g.head) == Some(i));
    count(head, Count::Finite);
    count(group.is_some_and(|g| g.form.mood == Mood::Conditional), Count::Conditional);
    let relative = it.pos == Pos::Pron && it.classes.meets(classes.relative);
    let subordinator = it.pos == Pos::Sconj;
    count(relative, Count::Relative);
    count(subordinator, Count::Subordinator);
    // One that is coordinated with the first, or that compares (*plus que*), opens nothing below it.
    let level = |b: &super::plane::Item| b.pos == Pos::Cconj || b.classes.meets(classes.before_of);
    let opens = (relative || subordinator) && i > 0 && !level(&items[i - 1]);
    count(opens, Count::Opener);
    count(it.pos == Pos::Cconj, Count::Coordinator);
    // A bare participle rather describes a noun (*un message diffusé lundi*).
    let describes = group.is_some_and(|g| g.form.mood == Mood::ParticiplePast);
    count(it.cue.is_some() && !describes, Count::Cue);
    count(it.classes.meets(classes.day), Count::Day);
    count(it.cue == Some(CueClass::Silent), Count::SilentCue);
    let Some(next) = items.get(i + 1) else { return };
    if it.kind == Kind::Comma {
        count(next.pos == Pos::Sconj, Count::CommaSubordinator);
        let set_off = next.pos == Pos::Adp && !next.classes.meets(classes.of);
        count(set_off, Count::CommaPreposition);
        let set_off = apposition(plane, i + 1, classes);
        count(set_off.is_some(), Count::CommaApposition);
        count(set_off == Some(Base::CommaRole), Count::CommaRole);
    }
    let time = next.kind == Kind::Comma && it.kind == Kind::Word && it.classes.meets(classes.time);
    count(time, Count::TimeComma);
}

fn tally<'a>(plane: &'a Plane, classes: &OperatorClasses) -> &'a Tally {
    plane.tally.get_or_init(|| Tally::of(plane, classes))
}

/// How many words and how many quotations a stretch of items has.
pub fn contained(
    plane: &Plane,
    from: usize,
    to: usize,
    classes: &OperatorClasses,
) -> (usize, usize) {
    let tally = tally(plane, classes);
    (tally.count(Count::Word, from, to + 1), tally.count(Count::Quote, from, to + 1))
}

/// The properties of a stretch of items that its borders and its inside show.
pub fn shape(plane: &Plane, from: usize, to: usize, classes: &OperatorClasses) -> Bases {
    let tally = tally(plane, classes);
    let count = |what: Count| tally.count(what, from, to + 1);
    let has = |what: Count| tally.has(what, from, to + 1);
    // Of two items side by side both stand inside.
    let pair = |what: Count| tally.has(what, from, to);
    let mut list = Bases::from(start(plane, from, classes));
    end(plane, to, classes, &mut list);
    let (commas, finite, relative) =
        (count(Count::Comma), count(Count::Finite), has(Count::Relative));
    let mut put = |holds: bool, base: Base| list.put(holds, base);
    put(commas == 1, Base::HasComma);
    put(commas > 1, Base::HasTwoCommas);
    put(finite == 0, Base::NoFinite);
    put(finite > 0, Base::HasFinite);
    put(finite > 1, Base::HasTwoFinite);
    let linked = relative || has(Count::Subordinator);
    put(finite > 0 && !linked, Base::HasClause);
    put(relative, Base::HasRelative);
    // Each subordinator inside has a finite verb of its own; what is left over is the stretch's.
    let openers = tally.count(Count::Opener, from + 1, to + 1);
    put(finite > 0 && openers >= finite, Base::NoMain);
    // A noun phrase has none but in its relative clauses.
    put(linked && finite > openers, Base::HasMain);
    put(pair(Count::CommaSubordinator), Base::HasCommaSubordinator);
    put(pair(Count::CommaPreposition), Base::HasCommaPreposition);
    put(has(Count::Conditional), Base::HasConditional);
    put(tally.has(Count::TimeComma, from, to.min(from + 5)), Base::HasTimeComma);
    put(has(Count::Quote), Base::HasQuote);
    put(has(Count::Colon), Base::HasColon);
    put(pair(Count::Stop), Base::HasStop);
    put(pair(Count::CommaApposition), Base::HasApposition);
    put(pair(Count::CommaRole), Base::HasRole);
    put(has(Count::Cue), Base::HasCue);
    put(has(Count::Day), Base::HasTime);
    put(has(Count::SilentCue), Base::HasSilence);
    let length = to - from + 1;
    put(length <= 2, Base::Short);
    put(length > 12, Base::Long);
    put(length > 30, Base::VeryLong);
    list
}

/// Whether a finite verb stands from an item on that no subordinator or relative pronoun opens a clause for.
pub fn has_main_clause(plane: &Plane, from: usize, classes: &OperatorClasses) -> bool {
    let (tally, end) = (tally(plane, classes), plane.items.len());
    tally.count(Count::Finite, from, end) > tally.count(Count::Opener, from, end)
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

fn end(plane: &Plane, to: usize, classes: &OperatorClasses, list: &mut Bases) {
    let Some(after) = plane.items.get(to + 1) else {
        list.insert(Base::EndStop);
        return;
    };
    let finite = |i: usize| plane.items.get(i).and_then(|it| it.group).map(|g| &plane.groups[g]);
    let base = match after.kind {
        Kind::Stop => Base::EndStop,
        Kind::Comma => {
            let next = plane.items.get(to + 2);
            list.insert(match (finite(to + 2), next, apposition(plane, to + 2, classes)) {
                (Some(g), _, _) if g.form.mood == Mood::ParticiplePresent => Base::CommaParticiple,
                (Some(g), _, _) if g.form.mood == Mood::ParticiplePast => Base::CommaPast,
                (Some(_), _, _) => Base::CommaVerb,
                (None, Some(n), _) if n.classes.meets(classes.relative) => Base::CommaRelative,
                (None, Some(n), _) if n.pos == Pos::Sconj => Base::CommaSubordinator,
                (None, Some(n), _) if n.pos == Pos::Cconj => Base::CommaCoordinator,
                (None, Some(n), _) if n.classes.meets(classes.impersonal) => Base::CommaComment,
                (_, _, Some(set_off)) => set_off,
                (None, Some(n), _) if matches!(n.pos, Pos::Noun | Pos::Adj) => Base::CommaBare,
                (None, Some(n), _) if n.pos == Pos::Adp => Base::CommaPreposition,
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
        _ if after.pos == Pos::Adv && after.classes.meets(classes.channel) => Base::EndPreposition,
        _ if after.pos == Pos::Adp => Base::EndPreposition,
        _ => Base::EndOther,
    };
    list.insert(base);
    let aside = match after.pos {
        Pos::Adp | Pos::Adv if after.classes.meets(classes.channel) => Some(Base::EndChannel),
        _ if after.kind != Kind::Word => None,
        _ if after.classes.meets(classes.time) => Some(Base::EndTime),
        Pos::Adv => Some(Base::EndAdverb),
        Pos::Cconj if finite(to + 2).is_some_and(|g| g.is_finite()) => Some(Base::EndTwin),
        _ => None,
    };
    list.extend(aside);
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
        list.insert(Base::EndCue);
    }
}

/// Whether an infinitive stands at an item, or behind a preposition, adverb or negation there.
fn infinitive(plane: &Plane, at: usize) -> bool {
    let items = plane.items.iter().skip(at).take(2);
    items
        .take_while(|i| i.kind == Kind::Word && !i.pos.is_nominal())
        .any(|i| i.group.is_some_and(|g| plane.groups[g].form.mood == Mood::Infinitive))
}

/// What starts at an item, if it may be an apposition to a name or title: a title or function, a name or an age.
pub fn apposition(plane: &Plane, at: usize, classes: &OperatorClasses) -> Option<Base> {
    let items = &plane.items;
    let mut i = at;
    while items.get(i).is_some_and(|it| {
        it.kind == Kind::Word && it.group.is_none() && matches!(it.pos, Pos::Det | Pos::Adj)
    }) && i < at + 3
    {
        i += 1;
    }
    let it = items.get(i).filter(|it| it.kind == Kind::Word)?;
    match it.pos {
        _ if it.classes.meets(classes.source_noun) => Some(Base::CommaRole),
        Pos::Propn => Some(Base::CommaApposition),
        Pos::Num if i == at => Some(Base::CommaAge),
        // One of several (*Anne Morel, l'une des voix du Trégor*).
        Pos::Pron if i > at && items.get(i + 1).is_some_and(|n| n.classes.meets(classes.of)) => {
            Some(Base::CommaRole)
        }
        _ => None,
    }
}

/// What the first word and the head noun of a phrase say about it as a source.
pub fn phrase(
    plane: &Plane,
    from: usize,
    to: usize,
    number: Number,
    classes: &OperatorClasses,
) -> Bases {
    let items = &plane.items;
    let first = &items[from];
    let titled = first.classes.meets(classes.title)
        && items[from..=to].get(1).is_some_and(|next| next.pos == Pos::Propn || next.named);
    let bare_name = first.pos == Pos::Noun && first.named;
    let mut list = Bases::from(match first.kind {
        Kind::Quote(_) => Base::FirstQuote,
        _ if first.classes.meets(classes.impersonal) && first.pos == Pos::Pron => {
            Base::FirstImpersonal
        }
        _ if first.classes.meets(classes.subject_clitic) && first.pos == Pos::Pron => {
            if first.classes.meets(classes.first_person) {
                Base::FirstSpeaker
            } else {
                Base::FirstClitic
            }
        }
        _ if first.pos == Pos::Pron => Base::FirstClitic,
        _ if first.pos == Pos::Propn || titled || bare_name => Base::FirstProper,
        _ if first.pos == Pos::Adp && !first.classes.meets(classes.determiner) => {
            Base::FirstPreposition
        }
        // A count tells of nobody in particular (*deux élus*, *54 % des Belges*).
        _ if first.classes.meets(classes.indefinite) || first.pos == Pos::Num => {
            Base::FirstIndefinite
        }
        _ if first.classes.meets(classes.determiner) || first.pos == Pos::Det => {
            Base::FirstDeterminer
        }
        _ if first.group.is_some() => Base::FirstVerb,
        _ if first.pos == Pos::Noun => Base::FirstBare,
        _ => Base::FirstOther,
    });
    // Where and before whom it was said may follow who said it (*le maire devant la presse*).
    let channel = |i: usize| {
        let it = &items[i];
        // *À* leads to many things (*la ministre à la Mer*), *au micro* is a channel.
        let led = items.get(i + 1).is_some_and(|n| n.pos == Pos::Det);
        let noun = items.get(i + 1 + usize::from(led));
        let through = !it.classes.meets(classes.to)
            || noun.is_some_and(|n| n.classes.meets(classes.channel_noun));
        // How it was said is none of it either (*un avocat en repliant sa robe*).
        let present = |g: usize| plane.groups[g].form.mood == Mood::ParticiplePresent;
        let gerund = it.classes.meets(classes.gerund)
            && items.get(i + 1).and_then(|n| n.group).is_some_and(present);
        // Some are adverbs until *of* follows (*la société auprès de l'agence*).
        matches!(it.pos, Pos::Adp | Pos::Adv)
            && (it.classes.meets(classes.channel) && through || gerund)
    };
    // That of a participle belongs to it (*un message diffusé dans la nuit*).
    let mut own = (from + 1..=to).take_while(|&i| items[i].group.is_none());
    list.put(own.any(channel), Base::HasChannel);
    // A name has nothing behind it but what *of* leads (*Anne Morel après la séance*).
    let leaves = |i: usize| {
        let of = |it: &Item| it.classes.meets(classes.of) || it.classes.meets(classes.coordinator);
        items[i].pos == Pos::Propn
            && items.get(i + 1).is_some_and(|n| n.pos == Pos::Adp && i < to && !of(n))
    };
    list.put((from..to).any(leaves), Base::NameThenPreposition);
    // Nor has anybody a day behind him (*le parquet vendredi*); what was done to a thing may (*un texte publié vendredi*).
    let timed = |i: usize| items[i].classes.meets(classes.day) && !items[i].named;
    let bare = (from + 1..=to).take_while(|&i| items[i].group.is_none());
    let noun = |i: usize| items[i].pos.is_nominal() && !items[i].classes.meets(classes.time);
    list.put(bare.into_iter().any(|i| timed(i) && noun(i - 1)), Base::NounThenTime);
    let head = head_noun(plane, from, to, classes);
    if let Some(h) = head {
        let c = items[h].classes;
        if c.meets(classes.said_noun) {
            list.insert(Base::HeadSaid);
        }
        // A council or a statement may be a cue as well; as the head of a phrase it is none.
        if items[h].cue.is_some() {
            list.insert(Base::HeadCue);
        }
        list.insert(if c.meets(classes.source_noun) {
            Base::HeadSource
        } else if c.meets(classes.document_noun) {
            Base::HeadDocument
        } else if c.meets(classes.time) {
            Base::HeadTime
        } else if items[h].pos == Pos::Propn || items[h].named || named_behind(plane, h, to) {
            Base::HeadProper
        } else {
            Base::HeadOther
        });
    }
    let plural = first.classes.meets(classes.plural);
    let singular = first.classes.meets(classes.singular);
    let counts = items[from..=to].iter().take(3).any(|it| it.classes.meets(classes.quantity));
    let joined = tally(plane, classes).has(Count::Coordinator, from, to);
    match number {
        Number::Plural if plural || joined => list.insert(Base::Agrees),
        // A noun that counts goes with either (*la plupart affirment*).
        Number::Plural if singular && !counts => list.insert(Base::Disagrees),
        Number::Singular if singular => list.insert(Base::Agrees),
        Number::Singular if plural => list.insert(Base::Disagrees),
        _ => {}
    }
    list
}
