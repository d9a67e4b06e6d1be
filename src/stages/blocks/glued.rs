//! Glued lines: furniture that was joined to a line of the article.

use super::lines::Line;
use super::verdict::holds_alone;
use super::wording::Wording;
use crate::model::{Block, Span};
use crate::rules::SentenceRules;
use crate::stages::sentences::split_plain;

/// Furniture inside a line is no longer than this, in bytes; longer parts are not looked at.
const LONGEST_PART: usize = 400;

/// Appends the block, with every sentence of it that is furniture cut off into a block of its own.
pub fn cut(
    text: &str,
    block: Block,
    whole: &Line,
    wording: &mut Wording,
    sentences: &SentenceRules,
    blocks: &mut Vec<Block>,
) {
    let body = block.span();
    let parts = split_plain(body.of(text), sentences);
    if parts.len() < 2 {
        blocks.push(block);
        return;
    }
    let mut from = body.start;
    let may_name = whole.names_glued || whole.printed.len() < whole.span.len();
    for part in parts {
        let part = Span::new(part.start + body.start, part.end + body.start);
        if part.len() > LONGEST_PART {
            continue;
        }
        // Most lines name no phrase that could be glued to them.
        if !may_name && !wording.may_be_glued(part.of(text)) {
            continue;
        }
        let mut line = Line::read(text, part);
        wording.find_candidates(&mut line);
        let mut rules = line.candidates.iter().copied();
        let Some(rank) = rules.find(|&r| wording.rule(r).glued && holds_alone(wording, r, &line))
        else {
            continue;
        };
        let rule = wording.rule(rank);
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
