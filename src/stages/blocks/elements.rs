//! Elements: the block elements around the lines of a page, what rules know of their names, and which one holds the article.

use crate::model::{self, Document};

/// Prose weighs this much in the search for the article's element; the unit is a word outside links.
pub type Weight = f64;

/// An element that holds so much of a page's running text is no furniture, whatever it is called.
const MOST_FURNITURE: f64 = 0.5;
/// An element called like an article's holds at least this share of the prose, or is passed over.
const LEAST_NAMED: f64 = 0.4;
/// The search goes on into the one element that holds nearly all the prose of the element around it.
const NEARLY_ALL: f64 = 0.93;
/// So many lines of prose make an article's element; with fewer it is a paragraph.
const FEWEST_LINES: usize = 2;
/// With fewer words of prose on the page nothing is said about its elements.
const LEAST_PROSE: Weight = 60.0;
/// With fewer it is not even looked for an element that is called like an article's.
const LEAST_SHORT: Weight = 12.0;

/// A block element that holds lines.
#[derive(Clone, Debug, Default)]
struct Element {
    above: Option<usize>,
    /// The phrases of rules in its own words.
    phrases: Vec<u16>,
    first: usize,
    last: usize,
    /// Words of running text in it, and above it.
    text: usize,
    before: usize,
    prose: Weight,
    prose_lines: usize,
    /// Whether it stands around an element that is called like the text of an article and holds little else.
    is_story: bool,
}

/// The elements of a page that hold lines, in order of their beginning.
#[derive(Clone, Debug, Default)]
pub struct Elements<'a> {
    list: Vec<Element>,
    /// All elements of the page, and the place of each in `list`, if it is there.
    all: &'a [model::Element],
    places: Vec<Option<usize>>,
    /// The elements around the line that is added, innermost first.
    around: Vec<usize>,
    /// The innermost element of each line.
    of_line: Vec<Option<usize>>,
    text: usize,
    /// All the prose, as far as it was summed up.
    prose: Weight,
}

impl<'a> Elements<'a> {
    /// The elements of a document, before any line is added.
    pub fn of(document: &'a Document) -> Elements<'a> {
        let all = document.elements.as_slice();
        Elements { all, places: vec![None; all.len()], ..Elements::default() }
    }

    /// Adds the next line with its running text, in this element; `phrases` appends what rules know of one word of its markup.
    pub fn add(
        &mut self,
        within: Option<usize>,
        text: usize,
        mut phrases: impl FnMut(&'a str, &mut Vec<u16>),
    ) {
        let line = self.of_line.len();
        self.text += text;
        self.around.clear();
        self.around.extend(std::iter::successors(within, |&e| self.all[e].above));
        let mut innermost = None;
        for &number in self.around.iter().rev() {
            let at = *self.places[number].get_or_insert_with(|| {
                let mut found: Vec<u16> = Vec::new();
                for word in self.all[number].words.split(' ') {
                    phrases(word, &mut found);
                }
                found.sort_unstable();
                found.dedup();
                let element = Element {
                    above: innermost,
                    phrases: found,
                    first: line,
                    before: self.text - text,
                    ..Element::default()
                };
                self.list.push(element);
                self.list.len() - 1
            });
            self.list[at].last = line;
            self.list[at].text += text;
            innermost = Some(at);
        }
        self.of_line.push(innermost);
    }

    /// The elements around an element and itself, innermost first.
    fn around(&self, from: Option<usize>) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(from, |&e| self.list[e].above)
    }

    /// Collects the phrases around a line, without those of the elements that hold most of the page or `container`.
    pub fn phrases(&self, line: usize, container: Option<usize>, found: &mut Vec<u16>) {
        found.clear();
        for e in self.around(self.of_line[line]) {
            if Some(e) == container {
                break;
            }
            let element = &self.list[e];
            if element.phrases.is_empty()
                || element.is_story
                || self.is_layout(element)
                || container.is_some_and(|c| self.holds(e, c))
            {
                continue;
            }
            for phrase in &element.phrases {
                if !found.contains(phrase) {
                    found.push(*phrase);
                }
            }
        }
    }

    /// Finds out what is called like furniture (`paywall`) and yet is the article: it holds hardly more than the element with
    /// one of these names that has the most running text.
    pub fn find_stories(&mut self, names: &[u16]) {
        /// The named element has at least this share of the text in the one around it.
        const MOST: f64 = 0.8;
        for name in names {
            let named = self.list.iter().enumerate().filter(|(_, e)| e.phrases.contains(name));
            let Some((most, _)) = named.rev().max_by_key(|(_, e)| e.text) else { continue };
            let text = self.list[most].text as f64;
            let around: Vec<usize> = self.around(Some(most)).collect();
            for e in around {
                let element = &mut self.list[e];
                element.is_story |= text > 0.0 && text >= MOST * element.text as f64;
            }
        }
    }

    /// Whether so much stands in it that it is the page's layout; a long end under a whole article is not.
    fn is_layout(&self, element: &Element) -> bool {
        let most = element.text as f64 > MOST_FURNITURE * self.text as f64;
        most && !is_long_end(element.before, element.text, self.text)
    }

    fn holds(&self, outer: usize, inner: usize) -> bool {
        self.around(Some(inner)).any(|e| e == outer)
    }

    /// The shares of the prose in the two elements around the innermost one of a line, once [`Self::container`] has summed it up.
    pub fn prose_shares(&self, line: usize) -> [f64; 2] {
        let mut shares = [0.0; 2];
        for (share, e) in shares.iter_mut().zip(self.around(self.of_line[line]).skip(1)) {
            *share = self.list[e].prose / self.prose.max(1.0);
        }
        shares
    }

    /// First and last line of an element.
    pub fn lines(&self, element: usize) -> (usize, usize) {
        (self.list[element].first, self.list[element].last)
    }

    /// The element that holds the article: the first of `names` with enough of the prose, then inwards as far as one element has nearly all.
    ///
    /// `prose` weighs each line: nothing for furniture, else its words outside links.
    pub fn container(&mut self, prose: &[Weight], names: &[u16]) -> Option<usize> {
        let total = self.sum_up(prose, LEAST_PROSE)?;
        let mut found = names.iter().find_map(|&name| self.named(name, total));
        loop {
            let within = found.map_or(total, |e| self.list[e].prose);
            let inner = self.list.iter().enumerate().find(|(_, e)| {
                e.above == found && e.prose >= NEARLY_ALL * within && e.prose_lines >= FEWEST_LINES
            });
            match inner {
                Some((e, _)) => found = Some(e),
                None => return found,
            }
        }
    }

    /// The element that holds a short article, on a page without enough prose for [`Self::container`]: only one of `names`
    /// is trusted to.
    pub fn short_container(&mut self, prose: &[Weight], names: &[u16]) -> Option<usize> {
        if self.prose > 0.0 {
            return None;
        }
        let total = self.sum_up(prose, LEAST_SHORT)?;
        names.iter().find_map(|&name| self.named(name, total))
    }

    /// Sums up the prose of each element and returns all of it, unless there is less than that.
    fn sum_up(&mut self, prose: &[Weight], least: Weight) -> Option<Weight> {
        let total: Weight = prose.iter().sum();
        if total < least {
            return None;
        }
        self.prose = total;
        for (line, &weight) in prose.iter().enumerate().filter(|(_, w)| **w > 0.0) {
            let mut at = self.of_line[line];
            while let Some(e) = at {
                self.list[e].prose += weight;
                self.list[e].prose_lines += 1;
                at = self.list[e].above;
            }
        }
        Some(total)
    }

    /// The element of that name with the most prose; of equals the first, and of nested ones the inner.
    fn named(&self, name: u16, total: Weight) -> Option<usize> {
        let mut best: Option<usize> = None;
        for (i, e) in self.list.iter().enumerate() {
            let better = best.is_none_or(|b| e.prose > self.list[b].prose);
            if better && e.prose >= LEAST_NAMED * total && e.phrases.contains(&name) {
                best = Some(i);
            }
        }
        best
    }
}

/// Whether text with so many words above it is what readers wrote, or the like, under an article shorter than it.
pub fn is_long_end(before: usize, text: usize, page: usize) -> bool {
    /// An article above has so many words of running text.
    const ARTICLE_WORDS: usize = 150;
    /// What stands below is this share of the page at most.
    const MOST_BELOW: f64 = 0.1;
    let below = page.saturating_sub(before + text);
    before >= ARTICLE_WORDS && below as f64 <= MOST_BELOW * page as f64
}
