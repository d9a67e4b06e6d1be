//! What the article as a whole tells of its names, once it is read.

use std::collections::{BTreeMap, BTreeSet};

use super::names::Name;
use super::view::View;
use crate::model::{Gender, SourceKind};
use crate::rules::NameSort;

/// What the article as a whole tells of its names.
#[derive(Clone, Debug, Default)]
pub struct NameBook {
    /// Surnames of persons, with the gender if known.
    pub surnames: BTreeMap<String, Gender>,
    /// Names that stand where a place does, by their words.
    pub places: BTreeSet<String>,
    /// Names that stand where a place or an addressee does.
    pub sites: BTreeSet<String>,
    /// Names of bodies, by their words.
    pub bodies: BTreeSet<String>,
    /// Names that open with an article whose capital does not come from the start of a sentence.
    pub entitled: BTreeSet<String>,
    /// Kinds of bodies, by acronym or by the words of the name.
    pub kinds: BTreeMap<String, SourceKind>,
}

impl NameBook {
    /// What the article says of a name.
    pub fn kind(&self, name: &Name, view: View<'_>) -> Option<SourceKind> {
        if self.kinds.is_empty() {
            return name.kind;
        }
        name.kind.or_else(|| self.kinds.get(&name.joined(view)).copied())
    }

    /// Whether the article uses the name for a place and never for a person.
    pub fn is_place(&self, name: &Name, view: View<'_>) -> bool {
        name.sort.is_none()
            && !self.places.is_empty()
            && self.places.contains(&name.joined(view))
            && self.sort(name, view).is_none()
    }

    /// Whether the article uses the name as one does for a place.
    pub fn may_be_place(&self, name: &Name, view: View<'_>) -> bool {
        self.is_place(name, view)
            || name.sort.is_none()
                && !self.sites.is_empty()
                && self.sites.contains(&name.joined(view))
                && self.sort(name, view).is_none()
    }

    /// What a name names, as far as the article tells.
    pub fn sort(&self, name: &Name, view: View<'_>) -> Option<NameSort> {
        name.sort.or_else(|| {
            let joined = name.joined(view);
            if self.bodies.contains(&joined) {
                return Some(NameSort::Body);
            }
            let last = || (name.bare..name.end).rfind(|&i| view.is_wordy(i));
            let known = !self.surnames.is_empty()
                && (last().is_some_and(|i| self.surnames.contains_key(&view.folded(i)))
                    || self.surnames.contains_key(&joined));
            known.then_some(NameSort::Person)
        })
    }
}
