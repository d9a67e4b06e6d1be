//! Furniture that was glued into a line of the article.

use super::{shape_holds, words_hold};
use crate::model::{Block, Document, Span};
use crate::rules::BlockRule;

/// Appends the block, cut where a sentence at its end or a part between two sentences is furniture.
pub fn cut(text: &str, block: Block, all: &[&BlockRule], blocks: &mut Vec<Block>) {
    let rules: Vec<&&BlockRule> = all.iter().filter(|r| r.glued).collect();
    let body = block.span();
    if rules.is_empty() || !body.of(text).contains(' ') {
        blocks.push(block);
        return;
    }
    let mut rest = body;
    for part in parts(text, body) {
        if part == body || part.start < rest.start {
            continue;
        }
        let document = Document::from_text("", part.of(text));
        let page = super::lines::Page::read(&document);
        let Some(line) = page.lines.first() else { continue };
        let Some(rule) = rules.iter().find(|r| words_hold(r, line) && shape_holds(r, line)) else {
            continue;
        };
        let before = Span::new(rest.start, part.start).trimmed(text);
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
        });
        rest = Span::new(part.end, rest.end);
    }
    let rest = rest.trimmed(text);
    if !rest.is_empty() {
        blocks.push(Block { start: rest.start, end: rest.end, ..block });
    }
}

/// The sentence-like parts of a line: they end at a full stop before a blank.
fn parts(text: &str, body: Span) -> Vec<Span> {
    let mut list = Vec::new();
    let mut start = body.start;
    let line = body.of(text);
    for (i, c) in line.char_indices() {
        let behind = body.start + i + c.len_utf8();
        let stop = matches!(c, '.' | '!' | '?' | '…');
        if stop && text[behind..body.end].starts_with([' ', '\u{a0}']) {
            list.push(Span::new(start, behind).trimmed(text));
            start = behind;
        }
    }
    list.push(Span::new(start, body.end).trimmed(text));
    list.retain(|p| !p.is_empty());
    list
}
