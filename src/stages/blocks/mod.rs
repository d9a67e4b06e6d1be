//! Blocks: runs of the page's text with a kind, flagged when they are not the article's own.
//!
//! A line is judged by its words, by its markup, and by its place on a page whose prose and title were found first.

mod elements;
mod glued;
mod lines;
mod page;
mod quotations;
mod verdict;

pub use quotations::pair;

use crate::model::{Block, Document, Markup, Span};
use crate::rules::{BlockRule, Language, Rules};
use lines::Line;
use page::Page;
use verdict::Above;

/// Divides a document into blocks that cover all its visible text.
///
/// Rules of every language apply, the article's own first, since a page's furniture is often in another language.
pub fn divide(document: &Document, rules: &Rules, language: &Language) -> Vec<Block> {
    let all = rules_for(rules, &language.code);
    let glued: Vec<&BlockRule> = all.iter().copied().filter(|r| r.glued).collect();
    let page = lay_out(document, &all);
    let mut blocks = Vec::with_capacity(page.lines.len());
    let mut above: Option<Above> = None;
    for (i, line) in page.lines.iter().enumerate() {
        let rule = all.iter().find(|r| verdict::holds(r, &page, i, above));
        let (kind, confidence, name) = match rule {
            Some(rule) => (rule.kind, Some(rule.confidence), rule.id.as_str()),
            None => {
                let (kind, name) = page.article_kind(i);
                (kind, None, name)
            }
        };
        above = Some(Above::new(kind, rule.copied(), above));
        let block = Block {
            start: line.span.start,
            end: line.span.end,
            kind,
            boilerplate: kind.is_boilerplate(),
            confidence,
            rule: name.to_owned(),
            lang: None,
        };
        if block.boilerplate {
            blocks.push(block);
        } else {
            glued::cut(&document.text, block, &glued, &language.sentences, &mut blocks);
        }
    }
    blocks
}

/// Whether a rule flags a line of an example, whatever other rules say.
///
/// In an example of one line, what the rule says of the line itself must hold; in one of several lines, its place as well.
/// A line may open with its markup: `<aside related>` is an element of that name with that class, `<li a>` one that is all link.
pub fn rule_flags(rule_id: &str, example: &str, rules: &Rules) -> bool {
    let all = rules_for(rules, "");
    let Some(rule) = all.iter().find(|r| r.id == rule_id) else { return false };
    let document = read_example(example);
    if !document.text.contains('\n') {
        let line = lines::read(&document, &all).0.pop();
        return line.is_some_and(|l| verdict::holds_alone(rule, &l));
    }
    let page = lay_out(&document, &all);
    let mut above: Option<Above> = None;
    (0..page.lines.len()).any(|i| {
        let flags = verdict::holds(rule, &page, i, above);
        let first = all.iter().copied().find(|r| verdict::holds(r, &page, i, above));
        let kind = first.map_or(page.article_kind(i).0, |r| r.kind);
        above = Some(Above::new(kind, first, above));
        flags
    })
}

fn rules_for<'a>(rules: &'a Rules, code: &str) -> Vec<&'a BlockRule> {
    let (own, others): (Vec<_>, Vec<_>) = rules.languages.iter().partition(|l| l.code == code);
    own.into_iter().chain(others).flat_map(|l| &l.blocks.rules).collect()
}

/// Reads the lines and finds their places, from what the rules say of the lines alone.
fn lay_out(document: &Document, all: &[&BlockRule]) -> Page {
    let alone: Vec<&BlockRule> =
        all.iter().copied().filter(|r| !r.asks_for_place() && r.kind.is_boilerplate()).collect();
    let (mut lines, mut elements) = lines::read(document, all);
    let flag = |lines: &[Line]| -> Vec<bool> {
        lines.iter().map(|line| alone.iter().any(|r| verdict::holds_alone(r, line))).collect()
    };
    let mut flagged = flag(&lines);
    let names = all.iter().map(|r| r.outside.as_slice()).find(|names| !names.is_empty());
    let prose = lines::weigh(&lines, &flagged);
    let container = elements.container(&prose, names.unwrap_or_default());
    if container.is_some() {
        lines::set_context(&mut lines, &elements, container);
        flagged = flag(&lines);
    }
    let mut page = Page::new(lines, container.map(|c| elements.lines(c)));
    page.lay_out(&flagged, &document.meta);
    page
}

/// An example as a document, with the markup that its lines open with.
fn read_example(example: &str) -> Document {
    let mut document = Document::default();
    for line in example.lines() {
        if !document.text.is_empty() {
            document.text.push('\n');
        }
        let tag = line.strip_prefix('<').and_then(|l| l.split_once('>'));
        let (names, words) = tag.unwrap_or(("", line));
        let start = document.text.len();
        document.text.push_str(words.trim());
        let names: Vec<String> = names.split_whitespace().map(str::to_owned).collect();
        if let Some(element) = names.first() {
            document.markup.push(Markup {
                span: Span::new(start, document.text.len()),
                element: element.clone(),
                link_share: if names.iter().any(|n| n == "a") { 1.0 } else { 0.0 },
                path: vec![(document.markup.len() as u32, names.len())],
                context: names,
            });
        }
    }
    document
}
