//! Provenance: what the articles of a batch took from each other, and what was lost or changed on the way.
//!
//! An article becomes a [`Sketch`]: its words by stem, its passages, quotations, statements and voices. Two sketches are
//! compared ([`compare`]); what hangs together over the batch is grouped and traced to roots ([`groups`], [`circles`]).
//! Which pairs are compared at all is for [`crate::index`] to say, since that needs a store.

mod aliases;
mod circles;
mod cites;
mod compare;
mod components;
mod drafts;
mod figures;
mod groups;
mod likeness;
mod measures;
mod mentions;
mod overlap;
mod passages;
mod quotations;
mod scope;
mod sketch;
mod statements;
mod telling;
mod voices;
mod weights;
mod words;

pub use aliases::{AliasBook, Decision, Proposal, Proposals};
pub use circles::circles;
pub use cites::{Outlets, cite, whole};
pub use compare::{Comparison, compare, measure};
pub use components::{Edge, components};
pub use drafts::{Draft, Findings, LinkId, Node, Pairing, Spot};
pub use groups::{Citation, Lost, Members, Ties, group};
pub use likeness::Likeness;
pub use measures::{Judged, MEASURES, Measure};
pub use sketch::{Sketch, sketch};
pub use weights::{Corpus, Weighed};
pub use words::{
    Reader, Stemmer, Word, WordKind, hash, key_of, letters_of, mix, stem_hash, words_of,
};
