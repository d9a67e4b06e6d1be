//! Wording: which rules a line may fall under by its own words and shape, found in one pass over the line.

use super::lines::Line;
use crate::rules::{BlockRule, LineIndex, Pattern, Rules, Stand, UNDETERMINED};

/// The rules for a document, those of its own language first, with the index of their phrases.
///
/// A rule is known by its rank, which is its place in this order.
pub struct Wording<'a> {
    pub rules: Vec<&'a BlockRule>,
    /// Whether each of them, by its rank, may speak for furniture: those of the document's language, where it is known, and of any.
    speaks: Vec<bool>,
    index: &'a LineIndex,
    /// The rank of each rule of the index, and the way back.
    ranks: Vec<u16>,
    numbers: Vec<usize>,
    /// The ranks of rules that name no phrase.
    wordless: Vec<u16>,
    /// Whether each rule of the index cuts parts off lines, and the ranks of those such that name no phrase.
    glued: Vec<bool>,
    glued_wordless: Vec<u16>,
    /// What each rule of the index was given by the line that is searched, and which rules were given anything.
    given: Vec<u8>,
    touched: Vec<usize>,
}

impl<'a> Wording<'a> {
    /// The rules for an article in a language.
    pub fn new(rules: &'a Rules, code: &str) -> Wording<'a> {
        let index = &rules.line_index;
        let numbered = || {
            let all =
                rules.languages.iter().flat_map(|l| l.blocks.rules.iter().map(move |r| (l, r)));
            all.enumerate().map(|(number, (l, r))| (number, l.code == code, r, l.code.as_str()))
        };
        let own = numbered().filter(|(_, own, ..)| *own);
        let others = numbered().filter(|(_, own, ..)| !own);
        let known = own.clone().next().is_some();
        let mut wording = Wording {
            rules: Vec::with_capacity(index.len()),
            speaks: Vec::with_capacity(index.len()),
            index,
            ranks: vec![0; index.len()],
            numbers: Vec::with_capacity(index.len()),
            wordless: Vec::new(),
            glued: vec![false; index.len()],
            glued_wordless: Vec::new(),
            given: vec![0; index.len()],
            touched: Vec::new(),
        };
        for ((number, own, rule, language), rank) in own.chain(others).zip(0..) {
            wording.rules.push(rule);
            wording.speaks.push(own || !known || language == UNDETERMINED);
            wording.numbers.push(number);
            wording.ranks[number] = rank;
            wording.glued[number] = rule.glued;
            if index.asks(number) == 0 {
                wording.wordless.push(rank);
                if rule.glued {
                    wording.glued_wordless.push(rank);
                }
            }
        }
        wording
    }

    /// The rules by their ranks.
    pub fn rule(&self, rank: u16) -> &'a BlockRule {
        self.rules[usize::from(rank)]
    }

    /// The index of phrases and of words of markup.
    pub fn index(&self) -> &'a LineIndex {
        self.index
    }

    /// The words of markup by which an article's element goes; `text_alone` leaves out those that stand around its headline,
    /// or around a reader's comment, as well.
    pub fn article_names(&self, text_alone: bool) -> Vec<u16> {
        let names = self.rules.iter().map(|r| &r.outside).find(|names| !names.is_empty());
        let wanted = |n: &&String| !text_alone || !matches!(n.as_str(), "article" | "main");
        names.into_iter().flatten().filter(wanted).filter_map(|n| self.index.markup(n)).collect()
    }

    /// Whether a rule's words of markup, if it names any, stand around the line.
    pub fn context_holds(&self, rank: u16, line: &Line) -> bool {
        let wanted = self.index.context(self.numbers[usize::from(rank)]);
        wanted.is_empty() || line.context.iter().any(|c| wanted.contains(c))
    }

    /// Whether a part of a line may be furniture by its pattern alone, without a phrase of any rule.
    pub fn may_be_glued(&self, part: &str) -> bool {
        let fits = |p: &Pattern| p.is_match(part);
        self.glued_wordless.iter().any(|&r| self.rule(r).pattern.as_ref().is_none_or(fits))
    }

    /// Finds the candidates of a line: the ranks of the rules whose phrases and shape it has, in order.
    ///
    /// Patterns are slow: that of a rule which asks for a place, or only speaks for its kind, is left to [`pattern_holds`].
    pub fn find_candidates(&mut self, line: &mut Line) {
        let (whole, (from, to)) = (line.folded.as_str(), line.bare_range());
        let mut found: Vec<u16> = Vec::new();
        let (mut names_glued, glued) = (false, &self.glued);
        let (index, ranks, rules, speaks) = (self.index, &self.ranks, &self.rules, &self.speaks);
        let (given, touched) = (&mut self.given, &mut self.touched);
        index.search(whole, |start, end, rule, stand| {
            names_glued |= glued[rule];
            let holds = match stand {
                // A phrase ends where a word ends, lest the beginning of a longer word count.
                Stand::Starts => {
                    (start == 0 || start == from && end <= to)
                        && !whole[end..].starts_with(char::is_alphanumeric)
                }
                Stand::Ends => end == whole.len() || end == to && start >= from,
                Stand::Contains => true,
                Stand::Equals => (start, end) == (from, to),
            };
            if holds && given[rule] & stand as u8 == 0 {
                touched.push(rule);
                given[rule] |= stand as u8;
                if given[rule] == index.asks(rule) {
                    found.push(ranks[rule]);
                }
            }
        });
        for rule in touched.drain(..) {
            given[rule] = 0;
        }
        found.extend(&self.wordless);
        found.retain(|&rank| {
            let rule = rules[usize::from(rank)];
            // What only speaks for furniture does so in the page's language.
            (!rule.hint || speaks[usize::from(rank)])
                && shape_holds(rule, line)
                && (rule.asks_for_place() || rule.hint || pattern_holds(rule, line))
        });
        found.sort_unstable();
        line.candidates = found;
        line.names_glued = names_glued;
    }
}

/// Whether the line fits the rule's pattern, if it has one.
pub fn pattern_holds(rule: &BlockRule, line: &Line) -> bool {
    rule.pattern.as_ref().is_none_or(|p| p.is_match(&line.printed))
}

fn shape_holds(rule: &BlockRule, line: &Line) -> bool {
    (rule.min_words..=rule.max_words).contains(&line.words)
        && rule.lacks_stop.is_none_or(|wanted| wanted != line.has_stop)
        && rule.speech.is_none_or(|wanted| wanted == line.is_speech())
        && (!rule.all_caps || line.all_caps)
        && line.link_share >= rule.min_link_share
        && (rule.element.is_empty() || rule.element.contains(&line.element))
}
