//! Subjects behind their verb (*a indiqué lundi le maire*).

use super::bases::Bases;
use super::features::{Base, Slot};
use super::plane::{Kind, Plane};
use super::shape::phrase;
use super::subjects::{phrases_from, starts_phrase};
use super::who::Filler;
use crate::model::{Mood, Number, Pos};
use crate::rules::OperatorClasses;

/// Phrases behind an inverted verb, or the pronoun that is joined to it.
pub fn inverted(
    plane: &Plane,
    (clitic, number): (Option<usize>, Number),
    last: usize,
    classes: &OperatorClasses,
) -> Vec<Filler> {
    if let Some(i) = clitic.and_then(|t| plane.item_of(t)) {
        let mut bases = phrase(plane, i, i, number, classes);
        bases.insert(Base::Adjacent);
        return vec![Filler {
            parts: vec![(i, i)],
            slot: Slot::InvertedSubject,
            bases,
            joint: None,
        }];
    }
    let mut list = Vec::new();
    let mut starts = 0;
    let mut passed_preposition = false;
    let mut set_off = false;
    let mut inserted = false;
    let mut past_time = 0;
    for from in last + 1..plane.items.len().min(last + 22) {
        let it = &plane.items[from];
        // When it was said has numbers and articles of its own (*indique, lundi 12 mars, la mairie*).
        past_time = past_time.max(time_at(plane, from, classes));
        if from < past_time {
            continue;
        }
        // When and where it was said may stand between commas (*indique, mardi, la mairie*); a whole phrase that a comma
        // opened ends with another one (*indique, dans une lettre, la mairie*).
        if it.kind == Kind::Comma && (starts == 0 || passed_preposition) {
            // Behind the one who is told something only what a comma closes again is set off, and it is no phrase alone.
            inserted |= starts > 0 && !set_off;
            set_off = from == last + 1;
            passed_preposition = false;
            starts = 0;
            continue;
        }
        let told = inserted
            && plane.items[from - 1].kind == Kind::Comma
            && it.group.is_some_and(|g| plane.groups[g].form.mood == Mood::ParticiplePast);
        // The same where the participle reads as a noun (*joint par téléphone*).
        let bare = inserted
            && plane.items[from - 1].kind == Kind::Comma
            && it.pos == Pos::Noun
            && !it.classes.meets(classes.source_noun);
        // How it was said (*soupire, amer, le curé*).
        let manner = it.pos == Pos::Adj && set_off && plane.items[from - 1].kind == Kind::Comma;
        if told || bare || manner {
            continue;
        }
        // How it was said may stand between (*dit en riant la préfète*).
        let manner = it.group.is_some_and(|g| {
            plane.groups[g].form.mood == Mood::ParticiplePresent && passed_preposition
        });
        if manner {
            continue;
        }
        if it.kind != Kind::Word || it.group.is_some() && starts == 0 || it.pos == Pos::Sconj {
            break;
        }
        // Right behind the verb it is an article (*ont dit d'autres élus*, not *a dit auprès de l'agence le maire*).
        let article = from == last + 1 && it.classes.meets(classes.indefinite);
        if it.pos == Pos::Adp && !article {
            passed_preposition = true;
            continue;
        }
        let time = it.classes.meets(classes.time);
        // To whom it was said may stand right before who said it (*a confié au Courrier Anne Morel*).
        let before = &plane.items[from - 1];
        let person = passed_preposition
            && it.classes.meets(classes.given_name)
            && before.pos == Pos::Propn
            && !before.classes.meets(classes.given_name);
        // *De son côté* and the like are no subject; a name behind them is.
        let aside = |i: usize| {
            i > 0
                && plane.items[i].classes.meets(classes.possessive)
                && plane.items[i - 1].pos == Pos::Adp
        };
        let echo = passed_preposition && it.classes.meets(classes.stressed);
        if aside(from) || echo {
            continue;
        }
        let name_behind = it.pos == Pos::Propn && from > last + 2 && aside(from - 2);
        // What an agent's preposition leads did the thing that a participle tells of (*écrit par Anne Morel*).
        let agent = before.classes.meets(classes.agent);
        // A name may open with an adjective (*écrit Petit Bleu*); nothing else that does touches the verb.
        let name = it.pos == Pos::Adj && from == last + 1;
        if !time
            && !agent
            && (person || name || name_behind || starts_phrase(plane, from, classes))
            && it.pos != Pos::Cconj
        {
            let mut extra = Bases::default();
            extra.put(passed_preposition, Base::StartPreposition);
            extra.put(from == last + 1, Base::Adjacent);
            extra.put(inserted, Base::InsertLeft);
            list.extend(phrases_from(plane, from, number, classes, Slot::InvertedSubject, extra));
            starts += 1;
            // What is set off may be a phrase itself (*soupire, un dossier sous le bras, la maire*).
            let behind = set_off.then(|| behind_set_off(plane, from, classes)).flatten();
            if let Some(behind) = behind {
                list.extend(phrases_from(
                    plane,
                    behind,
                    number,
                    classes,
                    Slot::InvertedSubject,
                    Base::InsertLeft.into(),
                ));
            }
            if !passed_preposition || starts == 2 {
                break;
            }
        }
    }
    list
}

/// Where a time ends that begins at an item, an article or number before it included (*lundi 12 mars*, *le 12 mars*); the item
/// itself if none does.
fn time_at(plane: &Plane, from: usize, classes: &OperatorClasses) -> usize {
    let items = &plane.items;
    let is = |i: usize, time: bool| {
        items.get(i).is_some_and(|it| {
            // A paper may have the name of one (*écrit Le Soir*).
            let is_time = it.classes.meets(classes.time) && !it.named;
            it.kind == Kind::Word && it.group.is_none() && is_time == time
        })
    };
    let number = |i: usize| is(i, false) && items[i].pos == Pos::Num;
    // A number alone counts somebody (*douze élus*).
    let lead = usize::from(is(from, false) && items[from].pos == Pos::Det);
    let dated = number(from + lead) && is(from + lead + 1, true);
    let mut end = if dated || is(from + lead, true) { from + lead } else { return from };
    // What a number counts is somebody (*jeudi deux élus*).
    let counts = |i: usize| items.get(i).is_some_and(|it| it.pos == Pos::Noun && is(i, false));
    while is(end, true)
        || number(end) && (is(end + 1, true) || is(end - 1, true) && !counts(end + 1))
    {
        end += 1;
    }
    end
}

/// Where a phrase begins behind the comma that closes what is set off from an item on, if no clause does.
fn behind_set_off(plane: &Plane, from: usize, classes: &OperatorClasses) -> Option<usize> {
    let comma = set_off_end(plane, from)?;
    let phrase = comma + 1 < plane.items.len() && starts_phrase(plane, comma + 1, classes);
    phrase.then_some(comma + 1)
}

/// The comma that closes what is set off from an item on, if that is no clause.
pub fn set_off_end(plane: &Plane, from: usize) -> Option<usize> {
    /// What says how it was said is short.
    const LONGEST: usize = 9;
    let items = &plane.items;
    let inside = items.get(from..)?.iter().take(LONGEST);
    let comma = from + inside.clone().position(|it| it.kind == Kind::Comma)?;
    let finite = |it: &super::plane::Item| it.group.is_some_and(|g| plane.groups[g].is_finite());
    let plain = !items[from..comma].iter().any(|it| finite(it) || it.kind != Kind::Word);
    plain.then_some(comma)
}
