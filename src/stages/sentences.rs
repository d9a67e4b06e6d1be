//! Sentences of the article blocks.

use crate::model::{Block, Quotation, Sentence};
use crate::rules::SentenceRules;

/// Divides the article blocks into sentences.
pub fn split(
    _text: &str,
    blocks: &[Block],
    _quotations: &[Quotation],
    _rules: &SentenceRules,
) -> Vec<Sentence> {
    blocks
        .iter()
        .enumerate()
        .filter(|(_, b)| !b.boilerplate)
        .map(|(i, b)| Sentence { start: b.start, end: b.end, block: i, quotation: None })
        .collect()
}
