//! Attributions: cues with their sources and contents.

use crate::model::{Attribution, Block, Cue, Quotation, Sentence, Tokens};
use crate::rules::Language;

/// What the stages before have found.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    pub text: &'a str,
    pub blocks: &'a [Block],
    pub quotations: &'a [Quotation],
    pub sentences: &'a [Sentence],
    pub tokens: &'a Tokens,
    pub language: &'a Language,
}

/// Links cues to sources and contents. The sources have no entity yet: their ids are empty until the next stage.
pub fn link(_reading: Reading<'_>, _cues: &[Cue]) -> Vec<Attribution> {
    Vec::new()
}
