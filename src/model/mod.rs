//! The nouns of the program: what an article, its annotation and their parts are.
//!
//! Every type here is plain data with public fields.
//! Offsets are bytes of [`Document::text`]; only [`crate::export`] turns them into code points.

mod annotation;
mod attribution;
mod block;
mod check;
mod claim;
mod document;
mod id;
mod letters;
mod provenance;
mod rating;
mod source;
mod span;
mod token;

pub use annotation::{Annotation, Profile, Tool, VoiceRange};
pub use attribution::{
    Attribution, Cue, CueClass, CueKind, Evidence, FrameSet, Mode, SourceLink, SourceMention,
    Stance,
};
pub use block::{Block, BlockKind, Quotation, Sentence};
pub use check::Violation;
pub use claim::{
    Checkable, CheckableKind, Claim, Polarity, SpeechAct, Suggestion, Voice, YearFrom,
};
pub use document::{Document, Element, Markup, Meta, Told};
pub use id::{hash_id, push_hex};
pub use letters::{is_alphanumeric, is_capitalised, is_uppercase};
pub use provenance::{
    Alias, AliasStatus, ArticleCard, Basis, Circle, Group, GroupKind, Independence,
    IndependenceReason, Link, LinkForm, LinkType, Place, Provenance, Reason, Root, Scope,
};
pub use rating::{Admiralty, Rating};
pub use source::{Flag, FlagKind, Identified, Source, SourceKind, Traceability};
pub use span::{Span, cover, overlaps_any, total_len};
pub use token::{
    ClassSet, Gender, Mood, Number, Persons, Pos, Tense, Token, Tokens, VerbForm, VerbId, WordId,
};
