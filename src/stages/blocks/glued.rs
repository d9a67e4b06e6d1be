//! Glued lines: furniture that was joined to a line of the article.

use super::lines::Line;
use super::verdict::holds_alone;
use crate::model::{Block, Span};
use crate::rules::{BlockRule, SentenceRules};
use crate::stages::sentences::split_plain;

/// Furniture inside a line is no longer than this, in bytes; longer parts are not looked at.
const LONGEST_PART: usize = 400;

/// Appends the block, with every sentence of it that is furniture cut off into a block of its own.
pub fn cut(
    text: &str,
    block: Block,
    rules: &[&BlockRule],
    sentences: &SentenceRules,
    blocks: &mut Vec<Block>,
) {
    let body = block.span();
    let parts = if rules.is_empty() { Vec::new() } else { split_plain(body.of(text), sentences) };
    if parts.len() < 2 {
        blocks.push(block);
        return;
    }
    let mut from = body.start;
    for part in parts {
        let part = Span::new(part.start + body.start, part.end + body.start);
        if part.len() > LONGEST_PART {
            continue;
        }
        let line = Line::read(text, part);
        let Some(rule) = rules.iter().find(|r| holds_alone(r, &line)) else { continue };
        let before = Span::new(from, part.start).trimmed(text);
        if !before.is_empty() {
            blocks.push(Block { start: before.start, end: before.end, ..block.clone() });
        }
        blocks.push(Block {
            start: part.start,
            end: part.end,
            kind: rule.kind,
            boilerplate: rule.kind.is_boilerplate(),
            confidence: Some(rule.confidence),
            rule: rule.id.clone(),
            lang: None,
        });
        from = part.end;
    }
    let rest = Span::new(from, body.end).trimmed(text);
    if !rest.is_empty() {
        blocks.push(Block { start: rest.start, end: rest.end, ..block });
    }
}
