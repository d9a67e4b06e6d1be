//! Heads: the noun of a phrase that tells who or what it is.

use super::plane::{Item, Kind, Plane};
use crate::model::Pos;
use crate::rules::OperatorClasses;

/// The noun of a phrase that tells who it is: not a count of those behind *of* (*une trentaine d'élus*), nor a title (*M. Roux*,
/// *le Dr Roux*) unless it is itself a noun for speakers (*le colonel Roux*).
pub fn head_noun(
    plane: &Plane,
    from: usize,
    to: usize,
    classes: &OperatorClasses,
) -> Option<usize> {
    let items = &plane.items;
    // A noun for speakers may be read as an adjective (*le mensuel Horizons*).
    let speaker =
        |i: usize| items[i].pos == Pos::Adj && items[i].classes.meets(classes.source_noun);
    let noun =
        |i: &usize| items[*i].kind == Kind::Word && (items[*i].pos.is_nominal() || speaker(*i));
    let pronoun = (from..=to).find(|&i| items[i].pos != Pos::Det)?;
    // *L'une des avocates*, *certains de ses proches*.
    let alone = |it: &Item| {
        it.pos == Pos::Pron && !it.classes.meets(classes.stressed)
            || it.classes.meets(classes.indefinite)
    };
    if alone(&items[pronoun]) && pronoun < to && items[pronoun + 1].classes.meets(classes.of) {
        return (pronoun + 2..=to.min(pronoun + 5)).find(noun);
    }
    if items[pronoun].pos == Pos::Pron {
        return None;
    }
    let mut head = (from..=to).find(noun)?;
    let counts = |i: usize| {
        items[i].classes.meets(classes.quantity) && i < to && items[i + 1].classes.meets(classes.of)
    };
    if counts(head) {
        head = (head + 1..=to.min(head + 4)).find(noun).unwrap_or(head);
    }
    let c = items[head].classes;
    let leads = c.meets(classes.title) && !c.meets(classes.source_noun);
    let name_behind = head < to && (items[head + 1].pos == Pos::Propn || items[head + 1].named);
    Some(if leads && name_behind { head + 1 } else { head })
}

/// Whether a phrase names behind a comma whom its noun describes (*le chargé du comité, Yaovi Ekoué*).
pub fn named_behind(plane: &Plane, head: usize, to: usize) -> bool {
    let items = &plane.items;
    let name = |i: usize| items[i].pos == Pos::Propn && items[i].named;
    (head + 1..to).any(|i| items[i].kind == Kind::Comma && name(i + 1))
}
