//! Marks: the named properties of each line of a page that is laid out, by which its score is reckoned.

use std::collections::HashMap;

use super::Named;
use super::elements::Elements;
use super::lines::{Line, is_prose};
use super::page::Page;
use super::script;
use crate::model::{BlockKind, Told, is_alphanumeric};
use crate::rules::{BlockRule, Group, Marks, Place, fold};

/// A line with fewer rarer words has no topic.
const FEWEST_TOPIC_WORDS: usize = 2;
/// A hint that is less sure says no more than that it is one.
const SURE_HINT: f64 = 0.8;
/// The lines on either side in which prose is counted.
const NEAR: usize = 4;

/// Marks the lines of a page; `rules` holds what names each line, `flagged` what words and markup alone flag.
pub fn mark(
    page: &Page,
    elements: &Elements,
    rules: &[Named],
    flagged: &[bool],
    told: &Told,
    has_markup: bool,
) -> Vec<Marks> {
    let view = View::new(page, elements, rules, flagged, told, has_markup);
    (0..page.lines.len()).map(|i| view.marks(i)).collect()
}

struct View<'a> {
    page: &'a Page,
    elements: &'a Elements<'a>,
    rules: &'a [Named<'a>],
    prose: Vec<bool>,
    /// Words of prose above each line, and in all.
    prose_above: Vec<usize>,
    /// Lines of the article's prose above each line, and in all.
    lines_above: Vec<usize>,
    /// The rarer words of each line, by their numbers, each once.
    words: Vec<Vec<usize>>,
    /// In how many lines of the article's prose each of them stands.
    topic: Vec<usize>,
    copies: HashMap<&'a str, usize>,
    /// How many lines open with the same words.
    openings: HashMap<&'a str, usize>,
    title: Vec<usize>,
    body: Option<String>,
    summary: Option<String>,
    has_markup: bool,
}

impl<'a> View<'a> {
    fn new(
        page: &'a Page,
        elements: &'a Elements<'a>,
        rules: &'a [Named<'a>],
        flagged: &[bool],
        told: &Told,
        has_markup: bool,
    ) -> View<'a> {
        let prose: Vec<bool> =
            page.lines.iter().zip(flagged).map(|(line, flag)| is_prose(line) && !flag).collect();
        let (mut prose_above, mut lines_above) = (vec![0], vec![0]);
        let once = |i: usize| page.vocabulary().distinct(std::iter::once(i));
        let words: Vec<Vec<usize>> = (0..page.lines.len()).map(once).collect();
        let mut topic = vec![0; page.vocabulary().size()];
        let (mut copies, mut openings) = (HashMap::new(), HashMap::new());
        for (i, line) in page.lines.iter().enumerate() {
            prose_above.push(prose_above[i] + if prose[i] { line.words } else { 0 });
            let own = prose[i] && matches!(place_of(page, i), INSIDE | NONE);
            lines_above.push(lines_above[i] + usize::from(own));
            if own {
                for &word in &words[i] {
                    topic[word] += 1;
                }
            }
            *copies.entry(line.bare()).or_default() += 1;
            if let Some(opening) = opening(line) {
                *openings.entry(opening).or_default() += 1;
            }
        }
        let title = page.title().map_or(Vec::new(), |t| words[t].clone());
        let folded = |text: &Option<String>| text.as_deref().map(fold);
        View {
            page,
            elements,
            rules,
            prose,
            prose_above,
            lines_above,
            words,
            topic,
            copies,
            openings,
            title,
            body: folded(&told.body),
            summary: folded(&told.summary),
            has_markup,
        }
    }

    fn marks(&self, i: usize) -> Marks {
        let line = &self.page.lines[i];
        let mut marks = Marks::default();
        let mut add = |group, number| marks.set(group, number);
        add(Group::Always, 0);
        // The wording.
        add(Group::Words, step(line.words, &[1, 2, 4, 7, 12, 20, 35, 60]));
        add(Group::End, end(line, self.has_markup));
        let sentences = line.sentences().clamp(1, 3) - 1;
        add(Group::Sentences, sentences);
        let shape = Shape::of(&line.printed);
        let capitals = match shape.share(shape.capitals) {
            _ if line.all_caps => 0,
            s if s > 0.7 => 1,
            s if s > 0.3 => 2,
            _ => 3,
        };
        add(Group::Capitals, capitals);
        add(Group::Opens, opens(&line.printed));
        add(Group::ShortWords, part(shape.share(shape.short), &[0.0, 0.2, 0.35, 0.5]));
        add(Group::Commas, shape.commas.min(3));
        add(Group::Digits, part(shape.digits as f64 / shape.letters.max(1) as f64, &[0.0, 0.15]));
        add(Group::Signs, signs(line));
        // Where nothing but words tells, their setting tells something; beside markup it misled.
        if !self.has_markup {
            add(Group::Parts, parts(line));
            let twins = opening(line).and_then(|o| self.openings.get(o)).is_some_and(|&n| n > 1);
            add(Group::Twin, usize::from(!twins));
        }
        // The markup.
        let linked = part(f64::from(line.link_share), &[0.0, 0.3, 0.7, 0.95]);
        if self.has_markup {
            add(Group::Links, linked);
            add(Group::Element, element(&line.element));
            let shares = self.elements.prose_shares(i);
            add(Group::Parent, part(shares[0], &[0.0, 0.02, 0.1, 0.3, 0.6, 0.9]));
            add(Group::Grandparent, part(shares[1], &[0.0, 0.02, 0.1, 0.3, 0.6, 0.9]));
            add(Group::Container, self.page.beside_container(i).map_or(1, |side| side as usize));
        }
        // The rules.
        let Named { rule, hint, .. } = self.rules[i];
        add(Group::Kind, rule.map_or(0, |r| kind(r.kind)));
        add(Group::Basis, basis(rule));
        if let Some(rule) = rule {
            add(Group::Prior, part(rule.confidence, &[0.75, 0.85, 0.92]));
        }
        if let Some(hint) = hint {
            add(Group::Hint, if hint.confidence < SURE_HINT { 0 } else { kind(hint.kind) });
        }
        // The place.
        let place = place_of(self.page, i);
        add(Group::Place, place);
        let distance = |n: usize| step(n, &[1, 2, 3, 6, 12, 25]);
        if let Some((first, last)) = self.page.body() {
            if i < first {
                add(Group::Before, distance(first - i));
            }
            if i > last {
                add(Group::Behind, distance(i - last));
            }
        }
        let far = |n: Option<usize>| n.map_or(6, |n| step(n, &[1, 2, 3, 6, 12]));
        let above = (0..i).rev().take(13).find(|&k| self.prose[k]).map(|k| i - k);
        let below = (i + 1..self.prose.len()).take(13).find(|&k| self.prose[k]).map(|k| k - i);
        add(Group::SinceProse, far(above));
        add(Group::UntilProse, far(below));
        let words = |from: usize, to: usize| self.prose_above[to] - self.prose_above[from];
        let n = self.prose.len();
        let own = words(i, i + 1);
        let near = words(i.saturating_sub(NEAR), (i + NEAR + 1).min(n)) - own;
        add(Group::Density, step(near, &[0, 30, 80, 150, 300]));
        let passed = words(0, i) as f64 / words(0, n).max(1) as f64;
        add(Group::Passed, part(passed, &[0.0, 0.25, 0.5, 0.75, 0.99]));
        if self.has_markup {
            let few = |n: usize| step(n, &[0, 1, 2, 5]);
            add(Group::Front, few(self.lines_above[i]));
            add(Group::Rest, few(self.lines_above[n] - self.lines_above[i + 1]));
        }
        add(Group::Run, step(self.page.run(i), &[0, 1, 2, 4, 8, 16]));
        // The topic, and what is said twice.
        let topic = self.shared(i);
        add(Group::Topic, topic.map_or(0, |t| 1 + part(t, &[0.0, 0.15, 0.3, 0.5, 0.75])));
        if let (true, Some(topic)) = (self.prose[i], topic) {
            let outside = usize::from(place != INSIDE) * 4;
            add(Group::ProseTopic, outside + part(topic, &[0.0, 0.15, 0.3]));
        }
        add(Group::Headline, self.in_title(i).map_or(0, |t| 1 + part(t, &[0.0, 0.34, 0.67])));
        let copies = self.copies.get(line.bare()).copied().unwrap_or(1);
        let repeated = if self.page.repeats(i) { 1 } else { 2 - 2 * usize::from(copies > 1) };
        add(Group::Repeated, repeated);
        if self.page.is_foreign(i) {
            add(Group::Foreign, 0);
        }
        if self.has_markup {
            add(Group::Told, told(self.body.as_deref(), line));
            if self.summary.as_deref().is_some_and(|s| line.words > 4 && holds(s, line)) {
                add(Group::Summary, 0);
            }
        }
        marks
    }

    /// The share of the line's rarer words that stand in another line of the article's prose.
    fn shared(&self, i: usize) -> Option<f64> {
        let words = &self.words[i];
        let counted = self.prose[i] && matches!(place_of(self.page, i), INSIDE | NONE);
        let own = usize::from(counted);
        let shared = words.iter().filter(|&&w| self.topic[w] > own).count();
        (words.len() >= FEWEST_TOPIC_WORDS).then(|| shared as f64 / words.len() as f64)
    }

    fn in_title(&self, i: usize) -> Option<f64> {
        let words = &self.words[i];
        let shared = words.iter().filter(|w| self.title.contains(w)).count();
        (!self.title.is_empty() && words.len() >= FEWEST_TOPIC_WORDS)
            .then(|| shared as f64 / words.len() as f64)
    }
}

/// Places by their number in [`Group::Place`].
const NONE: usize = 0;
const INSIDE: usize = 4;

fn place_of(page: &Page, i: usize) -> usize {
    if page.title() == Some(i) {
        return 2;
    }
    let places = [(Place::Inside, INSIDE), (Place::Foot, 5), (Place::Top, 1), (Place::Lead, 3)];
    places.iter().find(|(place, _)| page.stands(i, *place)).map_or(NONE, |p| p.1)
}

/// The number of the first bound that the value does not pass.
fn step(value: usize, bounds: &[usize]) -> usize {
    bounds.partition_point(|&b| b < value)
}

fn part(value: f64, bounds: &[f64]) -> usize {
    bounds.partition_point(|&b| b < value)
}

/// What the words of a line look like.
#[derive(Default)]
struct Shape {
    words: usize,
    short: usize,
    capitals: usize,
    commas: usize,
    digits: usize,
    letters: usize,
}

impl Shape {
    fn of(printed: &str) -> Shape {
        /// Words up to this length are mostly grammar.
        const SHORT: usize = 3;
        let mut shape = Shape::default();
        for word in printed.split_whitespace() {
            let bare = word.trim_matches(|c: char| !is_alphanumeric(c));
            let letters = bare.chars().count();
            shape.letters += letters;
            shape.digits += bare.chars().filter(char::is_ascii_digit).count();
            shape.commas += match word.is_ascii() {
                true => usize::from(word.ends_with(script::is_comma)),
                false => word.chars().filter(|&c| script::is_comma(c)).count(),
            };
            if let Some(first) = bare.chars().next() {
                shape.words += 1;
                // In a script without capitals a letter is a small one.
                let capital = first.is_uppercase() || !first.is_alphabetic();
                shape.short += usize::from(letters <= SHORT && !capital);
                shape.capitals += usize::from(capital);
            }
        }
        shape
    }

    fn share(&self, part: usize) -> f64 {
        part as f64 / self.words.max(1) as f64
    }
}

fn opens(printed: &str) -> usize {
    match printed.chars().next() {
        Some(c) if c.is_lowercase() => 0,
        Some(c) if c.is_alphabetic() => 1,
        Some(c) if c.is_numeric() => 2,
        Some('«' | '“' | '„' | '"' | '‘' | '\'') => 3,
        _ => 4,
    }
}

fn end(line: &Line, has_markup: bool) -> usize {
    match line.folded.trim_end_matches(script::closes) {
        _ if has_markup && line.has_stop => 0,
        _ if has_markup => 2 - usize::from(line.folded.ends_with(':')),
        text if text.ends_with('?') => 3,
        text if text.ends_with('!') => 4,
        text if text.ends_with('…') || text.ends_with("...") => 5,
        _ if line.has_stop => 0,
        _ => 2 - usize::from(line.folded.ends_with(':')),
    }
}

/// The first two words of a line that has more.
fn opening(line: &Line) -> Option<&str> {
    let bare = line.bare();
    let (end, _) = bare.match_indices(' ').nth(1)?;
    Some(&bare[..end])
}

fn parts(line: &Line) -> usize {
    /// The name of a value has so many characters at most.
    const LONGEST_NAME: usize = 30;
    let text = line.folded.as_str();
    if !line.has_stop && text.find(": ").is_some_and(|at| (1..=LONGEST_NAME).contains(&at)) {
        0
    } else if text.trim_end_matches('.').ends_with([')', ']']) {
        1
    } else if text.contains(" - ") || text.contains(" – ") || text.contains(" — ") {
        2
    } else {
        3
    }
}

fn signs(line: &Line) -> usize {
    let text = line.folded.as_str();
    if text.contains('©') {
        0
    } else if text.contains('@') || text.contains("://") || text.contains("www.") {
        1
    } else if text.contains(['|', '•', '»', '›', '·', '→']) && !text.contains('«') {
        2
    } else if line.printed.contains('\t') {
        3
    } else {
        4
    }
}

fn element(name: &str) -> usize {
    match name {
        "p" => 0,
        "li" => 1,
        "h1" => 2,
        "h2" | "h3" | "h4" | "h5" | "h6" => 3,
        "div" | "section" | "article" => 4,
        "blockquote" => 5,
        "figcaption" | "figure" => 6,
        "td" | "th" | "tr" => 7,
        "pre" => 8,
        _ => 9,
    }
}

fn kind(kind: BlockKind) -> usize {
    match kind {
        BlockKind::Navigation => 2,
        BlockKind::Share => 3,
        BlockKind::Related => 4,
        BlockKind::Comments => 5,
        BlockKind::Subscribe => 6,
        BlockKind::Legal => 7,
        BlockKind::Ad => 8,
        BlockKind::Site => 9,
        BlockKind::Meta => 10,
        BlockKind::Duplicate => 11,
        _ => 1,
    }
}

fn basis(rule: Option<&BlockRule>) -> usize {
    match rule {
        None => 0,
        Some(r) if r.asks_for_words() => 1,
        Some(r) if r.asks_for_place() => 2,
        Some(_) => 3,
    }
}

/// Whether the article as the page tells it holds the line; short lines prove nothing.
fn told(body: Option<&str>, line: &Line) -> usize {
    /// A line with fewer words may stand in any text.
    const FEWEST_WORDS: usize = 4;
    match body {
        Some(body) if line.words >= FEWEST_WORDS => 2 - usize::from(holds(body, line)),
        _ => 0,
    }
}

/// Whether a text holds the beginning of a line, since its end may differ by a link or a credit.
fn holds(text: &str, line: &Line) -> bool {
    /// So many characters make a line known.
    const KNOWN_BY: usize = 50;
    let bare = line.bare();
    let cut = bare.char_indices().nth(KNOWN_BY).map_or(bare.len(), |(i, _)| i);
    text.contains(&bare[..cut])
}
