//! The page: where its prose, its title and its foot are, what repeats, and what is foreign to its topic.

use std::collections::{HashMap, HashSet};

use super::lines::Line;
use crate::model::{BlockKind, Meta};
use crate::rules::Place;

/// A line with so many words and a full stop is taken as prose.
const PROSE_WORDS: usize = 10;
/// So many words are prose even without a stop.
const LONG_WORDS: usize = 25;
/// What a line of furniture, and a short line that no rule knows, cost the stretch of prose that holds them, in words:
/// the prose that comes behind a list of links must outweigh the list.
const COST_FURNITURE: i64 = 15;
const COST_SHORT: i64 = 6;
/// What a run of short lines costs at most: a table in an article is no reason to leave out what stands below it.
const COST_RUN: i64 = 90;
/// Words that a line of prose counts at most: one line is no article.
const MOST_COUNTED: i64 = 80;
/// A headline has so many words.
const TITLE_WORDS: std::ops::RangeInclusive<usize> = 3..=32;
/// A short line of a list of links has at most so many words.
const LINK_WORDS: usize = 14;
/// A line with fewer rarer words has no topic of its own.
const FEWEST_TOPIC_WORDS: usize = 2;

/// All lines of a page with what is known of their places.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub lines: Vec<Line>,
    /// First and last line of the article's prose.
    body: Option<(usize, usize)>,
    title: Option<usize>,
    repeated: Vec<bool>,
    foreign: Vec<bool>,
    topic: Vec<f64>,
    run: Vec<usize>,
}

impl Page {
    /// A page of which only the lines and what repeats in them is known.
    pub fn new(lines: Vec<Line>) -> Page {
        let mut seen = HashSet::with_capacity(lines.len());
        let repeated = lines.iter().map(|l| !seen.insert(l.bare())).collect();
        let n = lines.len();
        Page {
            repeated,
            foreign: vec![false; n],
            topic: vec![1.0; n],
            run: vec![0; n],
            body: None,
            title: None,
            lines,
        }
    }

    /// Finds the prose, the title and what is foreign, given the lines that phrases alone flag.
    pub fn lay_out(&mut self, flagged: &[bool], meta: &Meta) {
        self.body = self.find_body(flagged);
        self.measure_runs(flagged);
        self.measure_topic(flagged);
        self.title = self.find_title(flagged, meta);
        self.find_foreign(flagged);
    }

    /// Whether line `i` stands there; on a page without prose every line stands everywhere but at an edge.
    pub fn stands(&self, i: usize, place: Place) -> bool {
        let Some((first, last)) = self.body else { return place == Place::Any };
        match place {
            Place::Any => true,
            Place::Head => i < first,
            Place::Foot => i > last,
            Place::Edge => i < first || i > last,
            Place::Top => self.title.is_some_and(|t| i < t && i < first),
            Place::Lead => i < first && self.title.is_none_or(|t| i > t),
            Place::Inside => (first..=last).contains(&i),
        }
    }

    /// Whether line `i` repeats an earlier one.
    pub fn repeats(&self, i: usize) -> bool {
        self.repeated[i]
    }

    /// Whether line `i` belongs to a run at the end that shares no topic with the article.
    pub fn is_foreign(&self, i: usize) -> bool {
        self.foreign[i]
    }

    /// The share of its rarer words that occur elsewhere in the article's prose, from 0 to 1.
    pub fn topic(&self, i: usize) -> f64 {
        self.topic[i]
    }

    /// How many short lines without a stop stand together with line `i`.
    pub fn run(&self, i: usize) -> usize {
        self.run[i]
    }

    /// The kind of line `i` when no rule knows it, and the name of the reason.
    pub fn article_kind(&self, i: usize) -> (BlockKind, &'static str) {
        let line = &self.lines[i];
        let Some((first, last)) = self.body else { return (BlockKind::Body, "blocks.line") };
        let by_element = match line.element.as_str() {
            "h1" => Some(BlockKind::Title),
            "h2" | "h3" | "h4" | "h5" | "h6" => Some(BlockKind::Heading),
            "figcaption" => Some(BlockKind::Caption),
            _ => None,
        };
        let short = !line.has_stop && line.words <= LINK_WORDS;
        match by_element {
            _ if self.title == Some(i) => (BlockKind::Title, "blocks.title"),
            Some(kind) => (kind, "blocks.element"),
            None if self.stands(i, Place::Lead) && line.words > TITLE_WORDS.start() * 2 => {
                (BlockKind::Standfirst, "blocks.before-prose")
            }
            None if i > last && line.words <= 4 && !line.has_stop => {
                (BlockKind::Byline, "blocks.signature")
            }
            None if short && i > first && i < last => (BlockKind::Heading, "blocks.short-line"),
            None => (BlockKind::Body, "blocks.line"),
        }
    }

    /// The stretch of lines with the most prose: every line adds its words or takes its cost, and the best sum wins.
    fn find_body(&self, flagged: &[bool]) -> Option<(usize, usize)> {
        let worth = |i: usize| -> i64 {
            let line = &self.lines[i];
            let words = i64::try_from(line.words).unwrap_or(i64::MAX).min(MOST_COUNTED);
            if flagged[i] {
                -COST_FURNITURE
            } else if is_prose(line) {
                words
            } else {
                -COST_SHORT
            }
        };
        let (mut best, mut found) = (0, None);
        let (mut sum, mut from, mut run) = (0, 0, 0);
        for i in 0..self.lines.len() {
            if sum <= 0 {
                sum = 0;
                from = i;
            }
            let gain = worth(i);
            // Costs of neighbours add up to a bound only.
            let gain = if gain < 0 { gain.max(-COST_RUN - run).min(0) } else { gain };
            run = if gain < 0 || worth(i) < 0 { run + gain } else { 0 };
            sum += gain;
            if sum > best {
                best = sum;
                found = Some((from, i));
            }
        }
        found
    }

    fn measure_runs(&mut self, flagged: &[bool]) {
        let mut from = 0;
        for i in 0..=self.lines.len() {
            let short = self
                .lines
                .get(i)
                .is_some_and(|l| flagged[i] || !l.has_stop && l.words <= LINK_WORDS);
            if !short {
                self.run[from..i].fill(i - from);
                from = i + 1;
            }
        }
    }

    /// Counts in how many lines of the prose each rarer word stands, and measures all other lines by that.
    fn measure_topic(&mut self, flagged: &[bool]) {
        let Some((first, last)) = self.body else { return };
        let mut own: HashSet<&str> = HashSet::new();
        for i in (first..=last).filter(|&i| !flagged[i]) {
            own.extend(self.lines[i].content_words());
        }
        let outside = (0..first).chain(last + 1..self.lines.len());
        for i in outside {
            let (mut all, mut shared) = (0, 0);
            for word in self.lines[i].content_words() {
                all += 1;
                shared += usize::from(own.contains(word));
            }
            self.topic[i] = if all < FEWEST_TOPIC_WORDS { 0.0 } else { shared as f64 / all as f64 };
        }
    }

    /// The headline: the page's own word for it, else the heading-like line above the prose that shares most with it.
    fn find_title(&self, flagged: &[bool], meta: &Meta) -> Option<usize> {
        let (first, _) = self.body?;
        let wanted = meta.title.as_deref().map(crate::rules::fold);
        let candidates = (0..first.min(self.lines.len())).filter(|&i| {
            let line = &self.lines[i];
            !flagged[i] && TITLE_WORDS.contains(&line.words)
        });
        let rank = |&i: &usize| -> (bool, bool, i64) {
            let line = &self.lines[i];
            let told = wanted.as_deref().is_some_and(|t| t.starts_with(line.bare()));
            let heading = matches!(line.element.as_str(), "h1") || !line.folded.ends_with('.');
            (told || line.element == "h1", heading, (self.topic[i] * 4.0) as i64)
        };
        // Of equals the first wins, since a title that is printed again is printed below.
        candidates.rev().max_by_key(rank)
    }

    /// A line of prose at the page's end is foreign when hardly any of its rarer words occurs elsewhere in the article.
    ///
    /// Only a run of short lines at the very end is judged: an article may wander but does not end on another story.
    fn find_foreign(&mut self, flagged: &[bool]) {
        /// Teasers have so many words.
        const TEASER_WORDS: std::ops::RangeInclusive<usize> = 8..=60;
        /// The article must have so many words before the teasers.
        const ARTICLE_WORDS: usize = 150;
        /// No page prints more teasers as sentences.
        const MOST_TEASERS: usize = 12;
        /// A teaser shares at most this with the article.
        const SHARED: f64 = 0.25;
        let own: Vec<usize> = (0..self.lines.len()).filter(|&i| !flagged[i]).collect();
        let mut rest: usize = own.iter().map(|&i| self.lines[i].words).sum();
        let candidates: Vec<usize> = own
            .iter()
            .rev()
            .copied()
            .take(MOST_TEASERS)
            .take_while(|&i| {
                let line = &self.lines[i];
                rest -= line.words;
                TEASER_WORDS.contains(&line.words) && rest >= ARTICLE_WORDS
            })
            .collect();
        let mut first: HashMap<&str, usize> = HashMap::new();
        if !candidates.is_empty() {
            for &i in &own {
                for word in self.lines[i].content_words() {
                    first.entry(word).or_insert(i);
                }
            }
        }
        let mut run = Vec::new();
        for &i in &candidates {
            let words: HashSet<&str> = self.lines[i].content_words().collect();
            let shared = words.iter().filter(|w| first.get(*w).is_some_and(|&f| f < i)).count();
            if words.len() < FEWEST_TOPIC_WORDS || shared as f64 > SHARED * words.len() as f64 {
                break;
            }
            run.push((i, shared));
        }
        // One unlike line alone may be the article's own last paragraph, unless nothing at all ties it to the rest
        // or furniture parts it from the article.
        if let [(i, shared)] = run[..] {
            let parted = i > 0 && flagged[i - 1];
            if shared > 0 && !parted {
                return;
            }
        }
        for (i, _) in run {
            self.foreign[i] = true;
        }
    }
}

fn is_prose(line: &Line) -> bool {
    line.words >= PROSE_WORDS && line.has_stop || line.words >= LONG_WORDS
}
