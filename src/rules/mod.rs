//! How linguistic knowledge is read, matched and proved.
//!
//! A language is a folder of TOML files, one a stage, and of word lists.
//! The folders under `rules/` are embedded in the binary; a folder of the user's replaces or extends them file by file.

mod actor_words;
mod actors;
mod attributions;
mod blocks;
mod catalogue;
mod claims;
mod columns;
mod confidence;
mod cues;
mod error;
mod examples;
mod explain;
mod fast_hash;
mod fast_map;
mod flags;
mod folder;
mod forms;
mod labels;
mod language;
mod line_features;
mod line_index;
mod line_weights;
mod machine;
mod notation;
mod packed;
mod paradigms;
mod pattern;
mod provenance;
mod report;
mod sentences;
mod source_classes;
mod sources;
mod strings;
mod tokens;
mod words;

pub use actor_words::{KnownName, Lean, NameSort, Noun, NounForm, NounSort, Pronoun, PronounSort};
pub use actors::Actors;
pub use attributions::{
    AttributionRule, AttributionRules, ContentOperator, OperatorClasses, SourceOperator,
};
pub use blocks::{BlockRule, BlockRules, Place};
pub use catalogue::{Catalogue, RuleHeader, RuleInfo, Stage, is_construction};
pub use claims::{
    ClaimClasses, ClaimRules, ContinuationRule, GlobalRule, NumberRole, NumberWord, Reach,
};
pub use confidence::{Certainty, CertaintyTable, Weights, write_confidence};
pub use cues::{CueRule, CueRules, CueVerb, CueWord};
pub use error::RuleError;
pub use explain::ExplainWords;
pub use fast_hash::FastHasher;
pub use fast_map::{FastMap, FastSet, KeyedMap};
pub use flags::{FlagLook, FlagRule};
pub use folder::{RuleFile, RuleFolder};
pub use labels::Labels;
pub use language::{Language, LanguageFiles, Rules};
pub use line_features::{Group, LineFeature, Marks};
pub use line_index::{LineIndex, Stand};
pub use line_weights::{LineWeights, PageWeights, write_page_weights};
pub use notation::{Marked, NotationError, Part, write_marked};
pub use pattern::Pattern;
pub use provenance::{Phrases, ProvenanceRules};
pub use report::{
    Fact, ReportList, ReportPhrases, ReportRule, ReportRules, facts_named, plain_words,
};
pub(crate) use sentences::UNDETERMINED;
pub use sentences::{Neighbour, SentenceRules, ShortEffect, ShortForm, is_roman};
pub use source_classes::SourceClasses;
pub use sources::{DeterminerShape, HeadShape, KindShape, NumberShape, SourceRule, SourceRules};
pub use strings::Strings;
pub use tokens::{TokenClasses, TokenRules};
pub use words::{PhraseTable, WordEntry, WordList, Words, fold, fold_into, fold_words};
