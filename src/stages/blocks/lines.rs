//! The lines of a page, with what the block rules look at.

use std::collections::{HashMap, HashSet};

use crate::model::{BlockKind, Document, Span};
use crate::rules::{Place, fold};

/// A line with so many words and a full stop is taken as prose.
const LONG_WORDS: usize = 14;
/// A line longer than this is matched by its first characters only: no phrase of furniture is as long.
const MATCHED_CHARS: usize = 600;

/// A line of the page.
#[derive(Clone, Debug, Default)]
pub struct Line {
    pub span: Span,
    /// As printed, cut off behind [`MATCHED_CHARS`].
    pub printed: String,
    /// Folded, blanks joined.
    pub folded: String,
    /// Folded, without punctuation at its ends.
    pub bare: String,
    pub words: usize,
    pub has_stop: bool,
    pub all_caps: bool,
    pub link_share: f32,
    pub element: String,
    pub context: Vec<String>,
}

/// All lines of a page, and where its prose begins and ends.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub lines: Vec<Line>,
    body: Option<(usize, usize)>,
    repeated: Vec<bool>,
    foreign: Vec<bool>,
}

impl Page {
    /// Reads the lines of a document.
    pub fn read(document: &Document) -> Page {
        let mut page = Page::default();
        let mut markup = document.markup.iter().peekable();
        let mut start = 0;
        for raw in document.text.split_inclusive(['\n', '\r']) {
            let span = Span::new(start, start + raw.len()).trimmed(&document.text);
            start += raw.len();
            if span.is_empty() {
                continue;
            }
            let mut line = Line::read(&document.text, span);
            while markup.peek().is_some_and(|m| m.span.end <= span.start) {
                markup.next();
            }
            if let Some(m) = markup.peek().filter(|m| m.span.overlaps(span)) {
                line.element.clone_from(&m.element);
                line.context.clone_from(&m.context);
                line.link_share = m.link_share;
            }
            page.lines.push(line);
        }
        let mut seen = HashSet::new();
        page.repeated = page.lines.iter().map(|l| !seen.insert(l.bare.clone())).collect();
        page.foreign = vec![false; page.lines.len()];
        page
    }

    /// Finds where the prose begins and ends, leaving out the lines that are flagged, and judges what is foreign to it.
    pub fn set_body(&mut self, flagged: &[bool]) {
        let prose = |i: &usize| {
            !flagged[*i] && self.lines[*i].words >= LONG_WORDS && self.lines[*i].has_stop
        };
        let mut long = (0..self.lines.len()).filter(prose);
        self.body = long.next().map(|first| (first, long.next_back().unwrap_or(first)));
        self.judge_topic(flagged);
    }

    /// Whether line `i` stands there.
    pub fn stands(&self, i: usize, place: Place) -> bool {
        let Some((first, last)) = self.body else { return true };
        match place {
            Place::Any => true,
            Place::Head => i < first,
            Place::Foot => i > last,
            Place::Edge => i < first || i > last,
        }
    }

    /// Whether line `i` repeats an earlier one.
    pub fn repeats(&self, i: usize) -> bool {
        self.repeated[i]
    }

    /// Whether line `i` shares no topic with the article.
    pub fn is_foreign(&self, i: usize) -> bool {
        self.foreign[i]
    }

    /// The kinds of the lines that no rule flags.
    pub fn article_kinds(&self, flagged: &[bool]) -> Vec<BlockKind> {
        let mut title = false;
        let (first, last) = self.body.unwrap_or((usize::MAX, 0));
        (0..self.lines.len())
            .map(|i| {
                let line = &self.lines[i];
                let heading = !line.has_stop && line.words <= 30;
                let by_element = match line.element.as_str() {
                    "h1" => Some(BlockKind::Title),
                    "h2" | "h3" | "h4" | "h5" | "h6" => Some(BlockKind::Heading),
                    "figcaption" => Some(BlockKind::Caption),
                    _ => None,
                };
                if flagged[i] {
                    BlockKind::Body
                } else if let Some(kind) = by_element {
                    kind
                } else if heading && !title && i < first {
                    title = true;
                    BlockKind::Title
                } else if heading && line.words <= 4 && i > last {
                    BlockKind::Byline
                } else if heading && line.words <= 12 && i > first && i < last {
                    BlockKind::Heading
                } else {
                    BlockKind::Body
                }
            })
            .collect()
    }

    /// A line of prose at the page's foot is foreign when hardly any of its rarer words occurs elsewhere in the article.
    ///
    /// Only a run of lines at the very end is judged, since an article may wander but does not end on another story.
    fn judge_topic(&mut self, flagged: &[bool]) {
        const LONGEST_WORD_COUNTED_AS_COMMON: usize = 4;
        let content_words = |line: &Line| -> HashSet<String> {
            let words = line.folded.split(|c: char| !c.is_alphanumeric());
            words
                .filter(|w| w.chars().count() > LONGEST_WORD_COUNTED_AS_COMMON)
                .map(|w| w.chars().take(7).collect())
                .collect()
        };
        let own: Vec<usize> = (0..self.lines.len()).filter(|&i| !flagged[i]).collect();
        let total: usize = own.iter().map(|&i| self.lines[i].words).sum();
        let sets: Vec<HashSet<String>> =
            own.iter().map(|&i| content_words(&self.lines[i])).collect();
        let mut lines_with: HashMap<&str, usize> = HashMap::new();
        for word in sets.iter().flatten() {
            *lines_with.entry(word).or_default() += 1;
        }
        // A teaser is short beside the article that it stands under.
        let (mut rest, mut judged) = (total, 0);
        for k in (1..own.len()).rev() {
            let line = &self.lines[own[k]];
            rest -= line.words;
            if !(8..=60).contains(&line.words) || rest < 150 || judged > 12 {
                break;
            }
            let shared = sets[k].iter().filter(|w| lines_with[w.as_str()] > 1).count();
            // Judged against the lines before it only; what follows is foreign already.
            let before =
                sets[k].iter().filter(|w| sets[..k].iter().any(|s| s.contains(*w))).count();
            let share = before.min(shared) as f64 / sets[k].len().max(1) as f64;
            if share > 0.25 {
                break;
            }
            self.foreign[own[k]] = true;
            judged += 1;
        }
        // One unlike line alone may be the article's own last paragraph; it takes a weaker tie still.
        if judged == 1 {
            let k = (0..own.len()).rev().find(|&k| self.foreign[own[k]]).unwrap_or(0);
            let before =
                sets[k].iter().filter(|w| sets[..k].iter().any(|s| s.contains(*w))).count();
            self.foreign[own[k]] = before == 0;
        }
    }
}

impl Line {
    fn read(text: &str, span: Span) -> Line {
        let whole = span.of(text);
        let printed: String = whole.chars().take(MATCHED_CHARS).collect();
        let folded = fold(&printed).split_whitespace().collect::<Vec<_>>().join(" ");
        let bare = folded.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        let closing =
            |c: char| c.is_whitespace() || matches!(c, '»' | '”' | '"' | '’' | '\'' | ')' | ']');
        let end = whole.trim_end_matches(closing).chars().next_back();
        let all_caps =
            whole.chars().any(char::is_alphabetic) && !whole.chars().any(char::is_lowercase);
        Line {
            span,
            words: whole.split_whitespace().count(),
            has_stop: end.is_some_and(|c| matches!(c, '.' | '!' | '?' | '…')),
            printed,
            folded,
            bare,
            all_caps,
            ..Line::default()
        }
    }
}
