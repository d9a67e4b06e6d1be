//! Foreign lines: sentences about other stories at the end of a page.

use std::collections::HashMap;

use super::lines::Line;
use super::vocabulary::Vocabulary;

/// Teasers have so many words.
const TEASER_WORDS: std::ops::RangeInclusive<usize> = 8..=45;
/// Teasers have so many sentences at most; a paragraph that says more is the article's own.
const TEASER_SENTENCES: usize = 2;
/// The article must have so many words before the teasers.
const ARTICLE_WORDS: usize = 150;
/// No page prints more teasers as sentences.
const MOST_TEASERS: usize = 12;
/// A teaser shares at most this with the article.
const SHARED: f64 = 0.25;
/// One alone shares at most this.
const SHARED_ALONE: f64 = 0.12;
/// Several that no furniture, but a label or a headline parts from the article share at most this.
const SHARED_BY_LABEL: f64 = 0.17;
/// A line with fewer rarer words has no topic of its own.
const FEWEST_WORDS: usize = 2;

/// What stands between the article and the lines that may be foreign to it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parted {
    Furniture,
    Label,
    Nothing,
}

/// Tells which lines of prose at the page's end are foreign: hardly any of their rarer words occurs earlier.
///
/// Only a run of short lines at the very end is judged: an article may wander but does not end on another story. Its own
/// last paragraphs often share no word with the others (what comes next, what was said before), so that the run counts only
/// where something else than prose parts it from the article. `inside` tells whether a line stands in the article's element.
pub fn find(
    lines: &[Line],
    vocabulary: &Vocabulary,
    flagged: &[bool],
    inside: impl Fn(usize) -> bool,
) -> Vec<bool> {
    let mut foreign = vec![false; lines.len()];
    let own: Vec<usize> = (0..lines.len()).filter(|&i| !flagged[i] && lines[i].has_stop).collect();
    let mut rest: usize = own.iter().map(|&i| lines[i].words).sum();
    let candidates: Vec<usize> = own
        .iter()
        .rev()
        .copied()
        .take(MOST_TEASERS)
        .take_while(|&i| {
            let line = &lines[i];
            rest -= line.words;
            // The element that holds the article tells more than a line's words.
            !inside(i)
                && TEASER_WORDS.contains(&line.words)
                && line.sentences() <= TEASER_SENTENCES
                && rest >= ARTICLE_WORDS
                // What somebody says belongs to the article, and so does what stands above it.
                && !line.is_speech()
        })
        .collect();
    if candidates.is_empty() {
        return foreign;
    }
    // The first of these lines that holds each word.
    let mut first = vec![usize::MAX; vocabulary.size()];
    let mut first_named: HashMap<&str, usize> = HashMap::new();
    for &i in own.iter().rev() {
        vocabulary.words(i).iter().for_each(|&word| first[word] = i);
        first_named.extend(lines[i].names().map(|name| (name, i)));
    }
    let mut run = Vec::new();
    for &i in &candidates {
        let words = vocabulary.distinct(std::iter::once(i));
        let shared = words.iter().filter(|&&word| first[word] < i).count();
        // Who is named again is still the one that the article is about.
        let named = lines[i].names().any(|n| first_named.get(n).is_some_and(|&o| o < i));
        let few = words.len() < FEWEST_WORDS;
        if few || named || shared as f64 > SHARED * words.len() as f64 {
            break;
        }
        run.push((i, shared as f64 / words.len() as f64));
    }
    let Some(&(top, _)) = run.last() else { return foreign };
    let above = own.iter().rev().find(|&&i| i < top).map_or(0, |&i| i + 1);
    let parted = match above..top {
        between if between.clone().any(|i| flagged[i]) => Parted::Furniture,
        between if !between.is_empty() => Parted::Label,
        _ => Parted::Nothing,
    };
    let most = match (run.len(), parted) {
        (_, Parted::Nothing) | (1, Parted::Label) => return foreign,
        (1, Parted::Furniture) => SHARED_ALONE,
        (_, Parted::Label) => SHARED_BY_LABEL,
        (_, Parted::Furniture) => SHARED,
    };
    for (i, _) in run.into_iter().filter(|r| r.1 <= most) {
        foreign[i] = true;
    }
    // So is a long headline among what parts them.
    for i in (above..top).filter(|&i| !flagged[i] && !inside(i)) {
        let words = vocabulary.distinct(std::iter::once(i));
        let shared = words.iter().filter(|&&word| first[word] < i).count();
        foreign[i] = TEASER_WORDS.contains(&lines[i].words)
            && words.len() >= FEWEST_WORDS
            && shared as f64 <= most * words.len() as f64;
    }
    foreign
}
