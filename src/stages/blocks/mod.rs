//! Blocks: runs of the page's text with a kind, flagged when they are not the article's own.

mod glued;
mod lines;
mod quotations;

pub use quotations::pair;

use crate::model::{Block, BlockKind, Document};
use crate::rules::{BlockRule, Language, Rules};
use lines::{Line, Page};

/// Divides a document into blocks that cover all its visible text.
///
/// Phrase rules of every language apply, the article's own first, since a page's furniture is often in another language.
pub fn divide(document: &Document, rules: &Rules, language: &Language) -> Vec<Block> {
    let own = &language.blocks.rules;
    let others =
        rules.languages.iter().filter(|l| l.code != language.code).flat_map(|l| &l.blocks.rules);
    let all: Vec<&BlockRule> = own.iter().chain(others).collect();
    let mut page = Page::read(document);
    let verdicts: Vec<Option<&BlockRule>> = {
        // A first pass without place finds the long lines that are the article's own; the second knows where they end.
        let first: Vec<bool> =
            page.lines.iter().map(|l| verdict(&all, l, &page, None).is_some()).collect();
        page.set_body(&first);
        (0..page.lines.len()).map(|i| verdict(&all, &page.lines[i], &page, Some(i))).collect()
    };
    let mut blocks = Vec::new();
    let own_kinds = page.article_kinds(&verdicts.iter().map(|v| v.is_some()).collect::<Vec<_>>());
    for ((line, verdict), own_kind) in page.lines.iter().zip(&verdicts).zip(own_kinds) {
        let whole = |kind: BlockKind, confidence: Option<f64>, rule: &str| Block {
            start: line.span.start,
            end: line.span.end,
            kind,
            boilerplate: kind.is_boilerplate(),
            confidence,
            rule: rule.to_owned(),
        };
        match verdict {
            Some(rule) => blocks.push(whole(rule.kind, Some(rule.confidence), &rule.id)),
            None => glued::cut(
                &document.text,
                whole(own_kind, None, own_kind_rule(own_kind)),
                &all,
                &mut blocks,
            ),
        }
    }
    blocks
}

/// Whether a rule alone flags a line, wherever it stands.
pub fn rule_flags(rule: &BlockRule, line: &str) -> bool {
    let document = Document::from_text("", line);
    let page = Page::read(&document);
    page.lines.iter().any(|l| words_hold(rule, l) && shape_holds(rule, l))
}

fn own_kind_rule(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Title => "blocks.first-heading",
        BlockKind::Heading => "blocks.short-line",
        BlockKind::Byline => "blocks.signature",
        _ => "blocks.line",
    }
}

/// The first rule that holds for a line. Without `place` the rules that ask for one are left out.
fn verdict<'a>(
    all: &[&'a BlockRule],
    line: &Line,
    page: &Page,
    place: Option<usize>,
) -> Option<&'a BlockRule> {
    all.iter()
        .find(|r| {
            let placed = r.place != Default::default() || r.repeats || r.foreign;
            words_hold(r, line)
                && shape_holds(r, line)
                && match place {
                    None => !placed,
                    Some(i) => {
                        page.stands(i, r.place)
                            && (!r.repeats || page.repeats(i))
                            && (!r.foreign || page.is_foreign(i))
                    }
                }
        })
        .copied()
}

fn words_hold(rule: &BlockRule, line: &Line) -> bool {
    let any = |list: &[String], holds: &dyn Fn(&str) -> bool| {
        list.is_empty() || list.iter().any(|p| holds(p))
    };
    // A phrase ends at a word's end: "partager" must not open "partageront".
    let border = |at: usize| !line.folded[at..].chars().next().is_some_and(char::is_alphanumeric);
    any(&rule.equals, &|p| line.bare == p)
        && any(&rule.starts, &|p| line.folded.starts_with(p) && border(p.len()))
        && any(&rule.ends, &|p| line.folded.ends_with(p) || line.bare.ends_with(p))
        && any(&rule.contains, &|p| line.folded.contains(p))
}

fn shape_holds(rule: &BlockRule, line: &Line) -> bool {
    let any = |list: &[String], holds: &dyn Fn(&str) -> bool| {
        list.is_empty() || list.iter().any(|p| holds(p))
    };
    (rule.min_words..=rule.max_words).contains(&line.words)
        && rule.lacks_stop.is_none_or(|wanted| wanted != line.has_stop)
        && (!rule.all_caps || line.all_caps)
        && line.link_share >= rule.min_link_share
        && any(&rule.element, &|p| line.element == p)
        && any(&rule.context, &|p| line.context.iter().any(|c| c == p))
        && rule.pattern.as_ref().is_none_or(|p| p.is_match(&line.printed))
}
