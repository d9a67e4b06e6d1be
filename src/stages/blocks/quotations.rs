//! Quotation marks, paired over the article.

use crate::model::{Block, Quotation};

/// Pairs the quotation marks of the article blocks.
pub fn pair(_text: &str, _blocks: &[Block]) -> Vec<Quotation> {
    Vec::new()
}
