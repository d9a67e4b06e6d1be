//! Errors: gold attributions that were missed, predictions that nothing in gold stands for, and those whose spans differ.
//!
//! They are listed in groups, since what one rule does wrong ten times is mended once.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::article::{Article, Told};
use super::letters::jaccard;
use super::prediction::Pair;
use super::score::HALF;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ErrorKind {
    /// A prediction whose cue no gold attribution has.
    False,
    /// Cues meet, but source or content agree by less than half.
    Span,
    /// A gold attribution whose cue was not found.
    Missed,
}

/// An error of one article; the attributions are told by their place in its lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    pub kind: ErrorKind,
    /// The rule that made the prediction, of a missed attribution its construction; empty if that is not told.
    pub group: String,
    pub gold: Option<usize>,
    pub told: Option<usize>,
}

/// The errors of an article; `good` pairs gold with right predictions, `cues` with those whose cues meet.
pub fn find(article: &Article, good: &[(usize, usize)], cues: &[(usize, usize)]) -> Vec<Error> {
    let found: BTreeSet<usize> = good.iter().map(|p| p.0).collect();
    let right: BTreeSet<usize> = good.iter().map(|p| p.1).collect();
    let near: BTreeMap<usize, usize> =
        cues.iter().copied().filter(|(i, _)| !found.contains(i)).collect();
    let beside: BTreeSet<usize> = near.values().copied().collect();
    let rule = |j: usize| article.told[j].rule.clone().unwrap_or_default();
    let mut list = Vec::new();
    for j in (0..article.told.len()).filter(|j| !right.contains(j) && !beside.contains(j)) {
        list.push(Error { kind: ErrorKind::False, group: rule(j), gold: None, told: Some(j) });
    }
    for (i, g) in article.gold.iter().enumerate().filter(|(i, _)| !found.contains(i)) {
        let construction = || g.construction.clone().unwrap_or_default();
        list.push(match near.get(&i) {
            Some(&j) => {
                Error { kind: ErrorKind::Span, group: rule(j), gold: Some(i), told: Some(j) }
            }
            None => {
                let group = construction();
                Error { kind: ErrorKind::Missed, group, gold: Some(i), told: None }
            }
        });
    }
    list
}

/// At most `most` errors for people, in groups by kind and rule or construction, the largest group first.
pub fn to_text<'a>(errors: impl Iterator<Item = (&'a Article, &'a Error)>, most: usize) -> String {
    let mut groups: BTreeMap<(ErrorKind, &str), Vec<(&Article, &Error)>> = BTreeMap::new();
    for (article, error) in errors {
        groups.entry((error.kind, &error.group)).or_default().push((article, error));
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    // The sort is stable: groups of one size stay in order of their names.
    groups.sort_by_key(|(_, list)| std::cmp::Reverse(list.len()));
    let mut out = String::new();
    let mut left = most;
    for ((kind, group), list) in groups {
        if left == 0 {
            break;
        }
        let head = match kind {
            ErrorKind::False => "FALSE",
            ErrorKind::Span => "SPAN",
            ErrorKind::Missed => "MISSED",
        };
        let group = if group.is_empty() { "-" } else { group };
        let _ = writeln!(out, "\n{head} {group}: {}", list.len());
        for (article, error) in list.into_iter().take(left) {
            left -= 1;
            let (gold, told) =
                (error.gold.map(|i| &article.gold[i]), error.told.map(|j| &article.told[j]));
            if let (Some(g), Some(t)) = (gold, told) {
                let _ = writeln!(out, "  {}, {}", article.id, difference(g, t));
                let _ = writeln!(out, "    gold  {}", context(&article.text, g));
                let _ = writeln!(out, "    told  {}", context(&article.text, t));
            } else if let Some(part) = gold.or(told) {
                let _ = writeln!(out, "  {}  {}", article.id, context(&article.text, part));
            }
        }
    }
    out
}

/// Which parts agree by less than half.
fn difference(gold: &Told, told: &Told) -> &'static str {
    let differs = |a, b| jaccard(a, b) < HALF;
    match (differs(&gold.source, &told.source), differs(&gold.content, &told.content)) {
        (true, true) => "source and content",
        (true, false) => "source",
        (false, true) => "content",
        // Both agree, but a better pair took one of the two.
        (false, false) => "found twice",
    }
}

/// So many characters of the text stand on either side of the parts.
const AROUND: usize = 40;
/// A stretch without the border of a part is cut in its middle when it is longer than twice this.
const KEPT: usize = 60;

/// The text around an attribution in one line, with its parts marked: `{source: Kim Lowe} {cue: says} {content: no}`.
pub fn context(text: &[char], told: &Told) -> String {
    // Where parts begin and end; at one place those that end come first, and the longer of two that begin.
    let mut borders: Vec<(usize, bool, usize, &str)> = Vec::new();
    for (name, spans) in ["cue", "source", "content"].iter().zip(&told.parts) {
        for &(start, end) in spans.iter().filter(|(s, e)| s < e && *e <= text.len()) {
            borders.push((start, true, text.len() - end, name));
            borders.push((end, false, text.len() - start, name));
        }
    }
    borders.sort_unstable();
    let (Some(first), Some(last)) = (borders.first(), borders.last()) else {
        return String::new();
    };
    let line = |c: &char| *c != '\n';
    let before = text[..first.0].iter().rev().take(AROUND).take_while(|c| line(c)).count();
    let behind = text[last.0..].iter().take(AROUND).take_while(|c| line(c)).count();
    let mut out = String::new();
    let mut at = first.0 - before;
    for &(place, opens, _, name) in &borders {
        push_cut(&mut out, (at, place), text);
        if opens {
            let _ = write!(out, "{{{name}: ");
        } else {
            out.push('}');
        }
        at = place;
    }
    push_cut(&mut out, (at, last.0 + behind), text);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn push_cut(out: &mut String, (start, end): Pair, text: &[char]) {
    let stretch = &text[start..end];
    if stretch.len() > 2 * KEPT {
        out.extend(&stretch[..KEPT]);
        out.push_str(" … ");
        out.extend(&stretch[stretch.len() - KEPT..]);
    } else {
        out.extend(stretch);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(parts: [Vec<Pair>; 3]) -> Told {
        Told { parts, ..Told::default() }
    }

    #[test]
    fn parts_are_marked_in_their_place() {
        let text: Vec<char> = "Noth.\nAb cdef, say Kim Lowe, holds out.\nEnd.".chars().collect();
        let told = told([vec![(15, 18)], vec![(19, 27)], vec![(6, 13), (29, 38)]]);
        assert_eq!(
            context(&text, &told),
            "{content: Ab cdef}, {cue: say} {source: Kim Lowe}, {content: holds out}."
        );
    }

    #[test]
    fn a_mark_that_is_the_cue_stands_inside_its_content() {
        let text: Vec<char> = "<Noo> (Kim)".chars().collect();
        let told = told([vec![(0, 1)], vec![(7, 10)], vec![(0, 5)]]);
        assert_eq!(context(&text, &told), "{content: {cue: <}Noo>} ({source: Kim})");
    }

    #[test]
    fn long_stretches_are_cut() {
        let text: Vec<char> = format!("Anne say {}.", "a".repeat(500)).chars().collect();
        let told = told([vec![(5, 8)], vec![(0, 4)], vec![(9, 509)]]);
        let a = "a".repeat(KEPT);
        assert_eq!(
            context(&text, &told),
            format!("{{source: Anne}} {{cue: say}} {{content: {a} … {a}}}.")
        );
    }

    #[test]
    fn nothing_has_no_context() {
        assert_eq!(context(&['a'], &told([vec![(0, 9)], vec![], vec![]])), "");
    }
}
