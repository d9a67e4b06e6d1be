//! Blocks: runs of the page's text with a kind, flagged when they are not the article's own.
//!
//! A line is judged by its words, by its markup, and by its place on a page whose prose and title were found first.

mod elements;
mod foreign;
mod glued;
mod lines;
mod marks;
mod page;
mod quotations;
mod score;
mod script;
mod verdict;
mod vocabulary;
mod wording;

pub use quotations::pair;

use crate::model::{Block, BlockKind, Document, Element, Markup, Span};
use crate::rules::{BlockRule, Language, LineWeights, Marks, Place, Rules};
use elements::Elements;
use lines::Line;
use page::Page;
use verdict::Above;
use wording::Wording;

/// Divides a document into blocks that cover all its visible text.
///
/// Rules of every language apply, the article's own first, since a page's furniture is often in another language. Where
/// weights are at hand, the score of a line decides, and the rules give kind and reason; without them the rules decide.
pub fn divide(document: &Document, rules: &Rules, language: &Language) -> Vec<Block> {
    divide_by(document, rules, language, weights_for(document, rules, language))
}

/// Does the same with these weights, or by the rules alone.
pub fn divide_by(
    document: &Document,
    rules: &Rules,
    language: &Language,
    weights: Option<&LineWeights>,
) -> Vec<Block> {
    let mut wording = Wording::new(rules, &language.code);
    let layout = lay_out(document, &mut wording);
    let named = name_lines(&layout.page, &wording);
    let scores = weights.and_then(|w| {
        let marks = layout.mark(document, &named);
        let own = (0..marks.len()).map(|i| {
            let p = w.probability(&marks, i);
            let least = match named[i] {
                Named { rule: Some(_), .. } => w.threshold,
                Named { hint: Some(_), .. } => 0.5 * (w.threshold + w.alone),
                _ => w.alone,
            };
            (p, p >= least)
        });
        score::checked(&layout.page, own.collect())
    });
    let mut blocks: Vec<Block> = Vec::with_capacity(named.len());
    for (i, line) in layout.page.lines.iter().enumerate() {
        let scored = scores.as_ref().map(|s| s[i]);
        let above = blocks.last().map(|b| b.kind);
        let verdict = score::judge(&layout.page, i, named[i], scored, above, &wording);
        let block = Block {
            start: line.span.start,
            end: line.span.end,
            kind: verdict.kind,
            boilerplate: verdict.kind.is_boilerplate(),
            confidence: verdict.confidence,
            rule: verdict.rule.to_owned(),
            lang: None,
        };
        if block.boilerplate {
            blocks.push(block);
        } else {
            glued::cut(&document.text, block, line, &mut wording, &language.sentences, &mut blocks);
        }
    }
    blocks
}

/// The lines of a document as the score sees them, for the fitting of weights.
pub fn observe(document: &Document, rules: &Rules, language: &Language) -> Observed {
    let mut wording = Wording::new(rules, &language.code);
    let layout = lay_out(document, &mut wording);
    let named = name_lines(&layout.page, &wording);
    Observed {
        spans: layout.page.lines.iter().map(|l| l.span).collect(),
        words: layout.page.lines.iter().map(|l| l.words).collect(),
        free: (0..named.len())
            .map(|i| !score::is_settled(&layout.page, i, named[i].any()))
            .collect(),
        marks: layout.mark(document, &named),
    }
}

/// The lines of a document as the score sees them.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    /// Where each line stands.
    pub spans: Vec<Span>,
    /// How many words it has.
    pub words: Vec<usize>,
    /// Whether the score decides on it.
    pub free: Vec<bool>,
    /// Its marks.
    pub marks: Vec<Marks>,
}

/// A hint that is less sure tells the kind of what is flagged anyhow, and is no mark.
const MERE_HINT: f64 = 0.6;

/// What names a line.
#[derive(Clone, Copy, Debug, Default)]
struct Named<'a> {
    /// The first rule that holds.
    rule: Option<&'a BlockRule>,
    /// The first that only speaks for its kind.
    hint: Option<&'a BlockRule>,
}

impl<'a> Named<'a> {
    /// The one that names the line's kind.
    fn any(self) -> Option<&'a BlockRule> {
        self.rule.or(self.hint)
    }
}

fn name_lines<'a>(page: &Page, wording: &Wording<'a>) -> Vec<Named<'a>> {
    let mut above: Option<Above> = None;
    let name = |i: usize| {
        let rule = first_rule(page, wording, i, above, |r| !r.hint);
        let hint = first_rule(page, wording, i, above, |r| r.hint && r.confidence >= MERE_HINT);
        let kind = rule.map_or_else(|| page.article_kind(i).0, |r| r.kind);
        above = Some(Above::new(kind, rule, above));
        Named { rule, hint }
    };
    (0..page.lines.len()).map(name).collect()
}

fn first_rule<'a>(
    page: &Page,
    wording: &Wording<'a>,
    i: usize,
    above: Option<Above>,
    wanted: impl Fn(&BlockRule) -> bool,
) -> Option<&'a BlockRule> {
    let mut candidates = page.lines[i].candidates.iter().copied();
    let first =
        candidates.find(|&r| wanted(wording.rule(r)) && verdict::holds(wording, r, page, i, above));
    first.map(|r| wording.rule(r))
}

/// The weights for a document: its language's own, or those for every language.
fn weights_for<'a>(
    document: &Document,
    rules: &'a Rules,
    language: &'a Language,
) -> Option<&'a LineWeights> {
    let of = |l: &'a Language| match document.markup.is_empty() {
        true => l.blocks.weights.text.as_ref(),
        false => l.blocks.weights.markup.as_ref(),
    };
    of(language).or_else(|| rules.languages.iter().find_map(of))
}

/// Whether a rule flags a line of an example, whatever other rules say.
///
/// In an example of one line, what the rule says of the line itself must hold; in one of several lines, its place as well.
/// A line may open with its markup: `<aside related>` is an element of that name with that class, `<li a>` one that is all link.
pub fn rule_flags(rule_id: &str, example: &str, rules: &Rules) -> bool {
    let mut wording = Wording::new(rules, "");
    let Some(rank) = (0..).zip(&wording.rules).find(|(_, r)| r.id == rule_id).map(|(rank, _)| rank)
    else {
        return false;
    };
    let document = read_example(example);
    if !document.text.contains('\n') {
        let line = lines::read(&document, &mut wording).0.pop();
        return line.is_some_and(|l| {
            l.candidates.contains(&rank) && verdict::holds_alone(&wording, rank, &l)
        });
    }
    let page = lay_out(&document, &mut wording).page;
    let mut above: Option<Above> = None;
    (0..page.lines.len()).any(|i| {
        let flags = page.lines[i].candidates.contains(&rank)
            && verdict::holds(&wording, rank, &page, i, above);
        let first = first_rule(&page, &wording, i, above, |r| !r.hint);
        let kind = first.map_or(page.article_kind(i).0, |r| r.kind);
        above = Some(Above::new(kind, first, above));
        flags
    })
}

/// A page with what was known when it was laid out.
struct Layout<'d> {
    page: Page,
    elements: Elements<'d>,
    /// The lines that words and markup alone flag.
    flagged: Vec<bool>,
}

impl Layout<'_> {
    fn mark(&self, document: &Document, named: &[Named]) -> Vec<Marks> {
        let has_markup = !document.markup.is_empty();
        marks::mark(&self.page, &self.elements, named, &self.flagged, &document.told, has_markup)
    }
}

/// Reads the lines and finds their places, from what the rules say of the lines alone.
fn lay_out<'d>(document: &'d Document, wording: &mut Wording) -> Layout<'d> {
    let (mut lines, mut elements) = lines::read(document, wording);
    let flag = |lines: &[Line], by_markup: bool| -> Vec<bool> {
        let alone = |line: &Line, rank: u16| {
            let rule = wording.rule(rank);
            !rule.asks_for_place()
                && !rule.hint
                && rule.kind.is_boilerplate()
                && (by_markup || rule.context.is_empty())
                && verdict::holds_alone(wording, rank, line)
        };
        lines.iter().map(|line| line.candidates.iter().any(|&r| alone(line, r))).collect()
    };
    let mut flagged = flag(&lines, true);
    let names = wording.article_names(false);
    let prose = lines::weigh(&lines, &flagged);
    // Where hardly any prose is left, the article itself may stand in an element that is called like furniture.
    let container = elements
        .container(&prose, &names)
        .or_else(|| elements.short_container(&lines::weigh(&lines, &flag(&lines, false)), &names));
    if container.is_some() {
        lines::set_context(&mut lines, &elements, container, wording.index());
        flagged = flag(&lines, true);
    }
    let mut page = Page::new(lines, container.map(|c| elements.lines(c)));
    let names_author = |line: &Line| {
        let rules = || line.candidates.iter().map(|&rank| (rank, wording.rule(rank)));
        let is_byline = |rule: &BlockRule| {
            rule.kind == BlockKind::Byline && matches!(rule.place, Place::Head | Place::Edge)
        };
        rules().any(|(rank, rule)| is_byline(rule) && verdict::holds_alone(wording, rank, line))
    };
    page.lay_out(&flagged, names_author, &document.meta);
    Layout { page, elements, flagged }
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
                within: Some(document.elements.len()),
            });
            document.elements.push(Element { above: None, words: names.join(" ") });
        }
    }
    document
}
