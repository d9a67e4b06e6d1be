//! The page: where its prose, its title and its foot are, what repeats, and what is foreign to its topic.

use super::foreign;
use super::lines::{Line, find_repeated, is_prose};
use super::vocabulary::Vocabulary;
use crate::model::{BlockKind, Meta};
use crate::rules::Place;

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
/// With so many words it is no mere label.
const LONG_TITLE: usize = 5;
/// With more it is a standfirst more often.
const BRIEF_TITLE: usize = 20;
/// It stands at most so many lines above the prose.
const TITLE_DISTANCE: usize = 25;
/// So many lines of furniture part two stretches of prose that need not belong together.
const PARTING_LINES: usize = 3;
/// A stretch of prose at an end of the page shares at least this with the article, or is another one.
const SHARED_BY_PARTS: f64 = 0.2;
/// A short line of a list of links has at most so many words.
const LINK_WORDS: usize = 14;
/// A line with fewer rarer words has no topic of its own.
const FEWEST_TOPIC_WORDS: usize = 2;

/// Where a line stands that is not inside the element that holds the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// No such element is known.
    Unknown = 0,
    Above = 2,
    Below = 3,
}

/// All lines of a page with what is known of their places.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub lines: Vec<Line>,
    vocabulary: Vocabulary,
    /// First and last line of the article's prose.
    body: Option<(usize, usize)>,
    title: Option<usize>,
    repeated: Vec<bool>,
    foreign: Vec<bool>,
    topic: Vec<f64>,
    run: Vec<usize>,
    /// First and last line of the element that holds the article.
    container: Option<(usize, usize)>,
}

impl Page {
    /// A page of which only the lines and what repeats in them is known.
    pub fn new(lines: Vec<Line>, container: Option<(usize, usize)>) -> Page {
        let repeated = find_repeated(&lines, container);
        let n = lines.len();
        let vocabulary = Vocabulary::of(&lines);
        Page {
            vocabulary,
            container,
            repeated,
            foreign: vec![false; n],
            topic: vec![1.0; n],
            run: vec![0; n],
            body: None,
            title: None,
            lines,
        }
    }

    /// Finds the prose, the title and what is foreign, given the lines that phrases alone flag, and those that name the author.
    pub fn lay_out(&mut self, flagged: &[bool], signed: impl Fn(&Line) -> bool, meta: &Meta) {
        let body = self.find_body(flagged);
        self.body = body.map(|body| self.extend_body(self.trim_body(body, flagged), flagged));
        self.measure_runs(flagged);
        self.measure_topic(flagged);
        self.measure_lists(flagged);
        self.title = self.find_title(flagged, signed, meta);
        self.foreign = foreign::find(&self.lines, &self.vocabulary, flagged, |i| self.is_inside(i));
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

    /// First and last line of the article's prose.
    pub fn body(&self) -> Option<(usize, usize)> {
        self.body
    }

    /// The line of the headline.
    pub fn title(&self) -> Option<usize> {
        self.title
    }

    /// Where line `i` stands to the element that holds the article, if there is one and it stands outside.
    pub fn beside_container(&self, i: usize) -> Option<Side> {
        match self.container {
            None => Some(Side::Unknown),
            Some((first, _)) if i < first => Some(Side::Above),
            Some((_, last)) if i > last => Some(Side::Below),
            Some(_) => None,
        }
    }

    /// The rarer words of its lines.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
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

    /// Whether an element holds the article and line `i` stands outside it.
    pub fn is_outside(&self, i: usize) -> bool {
        self.container.is_some() && !self.is_inside(i)
    }

    fn is_inside(&self, i: usize) -> bool {
        self.container.is_some_and(|(first, last)| (first..=last).contains(&i))
    }

    /// How many lines away from the prose line `i` stands.
    pub fn distance(&self, i: usize) -> usize {
        self.body.map_or(0, |(first, last)| first.saturating_sub(i).max(i.saturating_sub(last)))
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
        let item = line.folded.starts_with(['-', '–', '—', '•', '*', '▪', '►']);
        let short = !line.has_stop && !item && line.words <= LINK_WORDS;
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
    ///
    /// Inside the element that holds the article short lines are its lists and subheads and cost nothing; outside, prose is another's.
    fn find_body(&self, flagged: &[bool]) -> Option<(usize, usize)> {
        let worth = |i: usize| -> i64 {
            let line = &self.lines[i];
            let words = i64::try_from(line.words).unwrap_or(i64::MAX).min(MOST_COUNTED);
            let inside = self.is_inside(i);
            match (flagged[i], is_prose(line)) {
                (true, _) | (false, false) if inside => 0,
                (true, _) => -COST_FURNITURE,
                (false, true) if inside || self.container.is_none() => words,
                _ => -COST_SHORT,
            }
        };
        let (mut best, mut found) = (0, None);
        let (mut sum, mut from, mut run) = (0, 0, 0);
        for i in 0..self.lines.len() {
            if sum <= 0 {
                sum = 0;
                from = i;
            }
            let worth = worth(i);
            if worth < 0 {
                // Costs of neighbours add up to a bound only.
                let cost = worth.max(-COST_RUN - run);
                run += cost;
                sum += cost;
            } else {
                run = 0;
                sum += worth;
            }
            if sum > best {
                best = sum;
                found = Some((from, i));
            }
        }
        found
    }

    /// Leaves out stretches at the ends that furniture parts from the longest one, that are shorter and that share no topic with it.
    fn trim_body(&self, body: (usize, usize), flagged: &[bool]) -> (usize, usize) {
        let mut parts: Vec<(usize, usize)> = Vec::new();
        for i in (body.0..=body.1).filter(|&i| !flagged[i] && is_prose(&self.lines[i])) {
            match parts.last_mut() {
                Some(part) if i - part.1 <= PARTING_LINES => part.1 = i,
                _ => parts.push((i, i)),
            }
        }
        let words = |part: &(usize, usize)| -> usize {
            (part.0..=part.1).filter(|&i| !flagged[i]).map(|i| self.lines[i].words).sum()
        };
        let Some(main) = parts.iter().max_by_key(|p| words(p)).copied() else { return body };
        let own = self.vocabulary.held(main.0..=main.1);
        let foreign = |part: &(usize, usize)| {
            let other = self.vocabulary.distinct(part.0..=part.1);
            let shared = other.iter().filter(|&&word| own[word]).count();
            words(part) * 2 < words(&main) && (shared as f64) < SHARED_BY_PARTS * other.len() as f64
        };
        let first = parts.iter().find(|p| !foreign(p)).map_or(main.0, |p| p.0);
        let last = parts.iter().rev().find(|p| !foreign(p)).map_or(main.1, |p| p.1);
        (first, last)
    }

    /// Adds what stands under the last prose in the article's own element: lists, tables, subheads.
    fn extend_body(&self, (first, last): (usize, usize), flagged: &[bool]) -> (usize, usize) {
        let Some((_, end)) = self.container else { return (first, last) };
        let own = (last..=end).rev().find(|&i| !flagged[i]);
        (first, own.unwrap_or(last).max(last))
    }

    fn measure_runs(&mut self, flagged: &[bool]) {
        let short = |(line, &flagged): (&Line, &bool)| {
            flagged || !line.has_stop && line.words <= LINK_WORDS
        };
        let short: Vec<bool> = self.lines.iter().zip(flagged).map(short).collect();
        // Inside the element that holds the article short lines are its lists and tables.
        let short: Vec<bool> =
            short.into_iter().enumerate().map(|(i, s)| s && !self.is_inside(i)).collect();
        let mut from = 0;
        for run in short.chunk_by(|a, b| a == b) {
            let to = from + run.len();
            if run[0] {
                self.run[from..to].fill(run.len());
            }
            from = to;
        }
    }

    /// Counts in how many lines of the prose each rarer word stands, and measures all other lines by that.
    fn measure_topic(&mut self, flagged: &[bool]) {
        let Some((first, last)) = self.body else { return };
        let own = self.vocabulary.held((first..=last).filter(|&i| !flagged[i]));
        let outside = (0..first).chain(last + 1..self.lines.len());
        for i in outside {
            let words = self.vocabulary.words(i);
            let (all, shared) = (words.len(), words.iter().filter(|&&word| own[word]).count());
            self.topic[i] = if all < FEWEST_TOPIC_WORDS { 0.0 } else { shared as f64 / all as f64 };
        }
    }

    /// Measures the runs of short lines inside the prose, each as a whole, by the words of the prose around them.
    fn measure_lists(&mut self, flagged: &[bool]) {
        /// Shorter runs are not looked at.
        const SHORTEST: usize = 6;
        let Some((first, last)) = self.body else { return };
        let prose = (first..=last).filter(|&i| !flagged[i] && is_prose(&self.lines[i]));
        let own = self.vocabulary.held(prose);
        let mut i = first;
        while i <= last {
            let end = (i..=last).find(|&k| self.run[k] != self.run[i]).unwrap_or(last + 1);
            if self.run[i] < SHORTEST {
                i = end;
                continue;
            }
            let words = || (i..end).flat_map(|k| self.vocabulary.words(k));
            let shared = words().filter(|&&word| own[word]).count();
            self.topic[i..end].fill(shared as f64 / words().count().max(1) as f64);
            i = end;
        }
    }

    /// The headline: the page's own word for it, else the heading-like line above the prose that shares most with it.
    fn find_title(
        &self,
        flagged: &[bool],
        signed: impl Fn(&Line) -> bool,
        meta: &Meta,
    ) -> Option<usize> {
        let (first, _) = self.body?;
        let author =
            (first.saturating_sub(TITLE_DISTANCE)..first).rev().find(|&i| signed(&self.lines[i]));
        let wanted = meta.title.as_deref().map(crate::rules::fold);
        // A long headline may count as prose itself; it is then the first line of it.
        let candidates = (first.saturating_sub(TITLE_DISTANCE)..=first).filter(|&i| {
            let line = &self.lines[i];
            let apart = i < first || !line.has_stop && i + 1 < self.lines.len();
            !flagged[i] && !signed(&self.lines[i]) && TITLE_WORDS.contains(&line.words) && apart
        });
        let rank = |&i: &usize| -> (bool, bool, bool, bool, bool, bool, i64) {
            let line = &self.lines[i];
            let told = wanted.as_deref().is_some_and(|t| t.starts_with(line.bare()));
            // A title is often printed again, a site's name is short.
            let again =
                (i + 1..=first).any(|k| self.repeated[k] && self.lines[k].bare() == line.bare());
            let heading = line.element == "h1" || !line.folded.ends_with('.');
            let long = line.words >= LONG_TITLE;
            // A standfirst shares as much with the prose, but is longer.
            let brief = line.words <= BRIEF_TITLE;
            // What stands between the author and the prose is seldom the headline.
            let above = author.is_none_or(|a| i < a);
            (
                told || line.element == "h1",
                heading,
                again,
                above,
                long,
                brief,
                (self.topic[i] * 4.0) as i64,
            )
        };
        // Of equals the first wins, since a title that is printed again is printed below.
        candidates.rev().max_by_key(rank)
    }
}
