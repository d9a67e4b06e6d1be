//! The side of a source: the kind that what modifies its noun tells.

use super::super::names::name_at;
use super::{Head, Reader};
use crate::model::SourceKind;
use crate::rules::{NameSort, NounSort};

impl Reader<'_> {
    /// The kind that the modifiers tell: an adjective first, then bodies and persons, names, peoples.
    pub(super) fn sides(&mut self) {
        let view = self.view;
        let own = self.phrase.own.as_ref().map_or(0..0, |n| n.first..n.end);
        let mut best: Option<(u8, SourceKind, std::ops::Range<usize>)> = None;
        // Whoever sides with an armed group is none of the armed forces, whatever else the name says.
        let body = matches!(self.phrase.head, Head::Noun(e) if view.actors().noun(e).sort == NounSort::Body);
        let mut offer = |rank: u8, kind: SourceKind, at: std::ops::Range<usize>| {
            let rank = if body && kind == SourceKind::ArmedGroup { 0 } else { rank };
            if best.as_ref().is_none_or(|b| rank < b.0) {
                best = Some((rank, kind, at));
            }
        };
        let mut at = self.phrase.head_at.end;
        while at < self.phrase.end {
            if own.contains(&at) {
                at += 1;
                continue;
            }
            let mut step = 1;
            if let Some((len, kind)) = view.side_at(at, self.phrase.end) {
                offer(1, kind, at..at + len);
                step = len;
            } else if let Some(name) = name_at(view, at, self.phrase.end) {
                self.phrase.inner = true;
                let state = name.sort == Some(NameSort::State);
                if let Some(kind) = view.book.kind(&name, view) {
                    offer(if state { 4 } else { 2 }, kind, at..name.end);
                }
                step = name.end - at;
            } else if let Some((len, form)) = view.noun_at(at, self.phrase.end) {
                let noun = view.actors().noun(form.entry);
                if let Some(kind) = noun.kind.filter(|&k| {
                    !matches!(noun.sort, NounSort::Source | NounSort::Document)
                        && !matches!(k, SourceKind::Public | SourceKind::Other)
                }) {
                    offer(if noun.weak { 3 } else { 2 }, kind, at..at + len);
                }
                step = len;
            } else if view.is_people(at) {
                self.phrase.people = true;
                offer(4, SourceKind::Government, at..at + 1);
            }
            at += step;
        }
        if self.phrase.side.is_none() {
            self.phrase.side = best.map(|(_, kind, at)| (kind, at));
        }
    }
}
