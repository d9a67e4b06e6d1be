//! Figures: the numbers of a statement with what they count, and what two statements' numbers say of each other.

use serde::{Deserialize, Serialize};

use super::scope::ENDS;
use super::telling::{count, ends_with};
use super::words::{Unit, Word, WordKind};
use crate::rules::ProvenanceRules;

/// Statements that share this part of the lighter one are alike.
const ALIKE: f32 = 0.6;
/// Numbers that differ by more than this factor are hardly two counts of one thing.
const FAR: f64 = 3.0;
/// How many words behind a number may say what is counted, and how many of them are kept.
const BEHIND: usize = 5;
const KEPT: usize = 2;
/// How many words behind and before a number may say what became of those it counts.
const FATE_BEHIND: usize = 9;
const FATE_BEFORE: usize = 3;
/// A number of four digits without a blank is a year.
const YEARS: std::ops::Range<f64> = 1800.0..2100.0;
/// Smaller numbers than this stand in any text.
const FEW: f64 = 3.0;
/// Numbers that differ by less than this part are the same when one of them is rough.
const ROUGH: f64 = 0.15;
/// Who gives a bound knows about how much it is: a number further off than this is another one.
const NEAR_BOUND: f64 = 1.5;

/// A number and what it counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    pub value: f64,
    /// Stems of what is counted, as far as the words behind the number tell.
    pub counted: Vec<u32>,
    /// What became of those that are counted, such as that they died.
    pub fate: Option<u32>,
    pub bound: Bound,
    /// Whether what is counted stands before it, so that it is not clear which word says it.
    pub before: bool,
    /// Whether it is named as the wrong number.
    pub denied: bool,
    /// Whether it counts a part of what another number counts.
    pub part: bool,
    /// Whether a pronoun before it stands for what it counts.
    pub takes_up: bool,
}

/// How a number bounds what it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Bound {
    Exact,
    About,
    AtLeast,
    AtMost,
}

/// The numbers of a statement, whose words are given also as letters.
pub fn figures(
    text: &str,
    words: &[&Word],
    letters: &[String],
    units: &[Unit],
    rules: &ProvenanceRules,
) -> Vec<Figure> {
    let phrases = &rules.phrases;
    let mut list: Vec<Figure> = Vec::new();
    for (i, word) in words.iter().enumerate() {
        let of_word = |u: &&Unit| {
            !u.is_date && u.span.start <= word.span().start && word.span().start < u.span.end
        };
        let unit = units.iter().find(of_word).map(|u| u.value);
        // *No dead* counts as well as *two dead*.
        let none = || {
            // *None of the wounded died* counts the dead.
            let of = |k: usize| {
                letters.get(k).is_some_and(|w| count(std::slice::from_ref(w), &phrases.out_of) > 0)
            };
            let next = if of(i + 1) { i + 2 } else { i + 1 };
            let counts = words.get(next).is_some_and(|w| w.kind == WordKind::Plain);
            (counts && count(&letters[i..=i], &phrases.none) > 0).then_some(0.0)
        };
        let Some(value) = unit.or_else(none).filter(|v| !is_year(*v, word, text)) else { continue };
        let before = &letters[i.saturating_sub(3)..i];
        let after = &letters[i + 1..letters.len().min(i + 4)];
        let bound = if ends_with(before, &phrases.at_least) {
            Bound::AtLeast
        } else if ends_with(before, &phrases.at_most) {
            Bound::AtMost
        } else if ends_with(before, &phrases.about) || count(after, &phrases.at_most) > 0 {
            Bound::About
        } else {
            Bound::Exact
        };
        // *214 of the 380 jobs* counts jobs.
        let of_all =
            letters.get(i + 1).is_some_and(|_| count(&letters[i + 1..=i + 1], &phrases.out_of) > 0)
                && words.get(i + 2).is_some_and(|w| w.kind == WordKind::Number);
        let from = if of_all { i + 3 } else { i + 1 };
        let whole = |k: &usize| {
            let gap = text.get(words[*k - 1].span().end..words[*k].span().start);
            gap.is_some_and(|gap| !gap.contains(ENDS))
                && count(&letters[*k..=*k], &phrases.clauses) == 0
                && !matches!(words[*k].kind, WordKind::Number | WordKind::Date)
        };
        let plain = |k: usize| Some(words[k]).filter(|w| w.kind == WordKind::Plain).map(|w| w.stem);
        let behind = (from..words.len().min(from + BEHIND)).take_while(whole);
        let mut counted: Vec<u32> = behind.filter_map(plain).take(KEPT).collect();
        // *The number of jobs that go is 160.*
        let lone = counted.is_empty();
        if lone && i > 0 && !ends_with(before, &phrases.not_numbers) {
            let clause = (1..i).rev().take_while(whole).last().unwrap_or(i).saturating_sub(1);
            counted = (clause..i).rev().filter_map(plain).take(KEPT + 1).collect();
        }
        let takes_up = lone && count(&letters[..i], &phrases.taken_up) > 0;
        let measure = counted.first().is_some_and(|c| rules.measures.contains_key(c));
        let denied = ends_with(before, &phrases.not_numbers);
        let partly = unit.is_none()
            && letters
                .get(i + 1)
                .is_some_and(|w| count(std::slice::from_ref(w), &phrases.out_of) > 0);
        let part = partly || count(before, &phrases.parts) > 0;
        let fate = match (measure, partly) {
            (true, _) => None,
            (false, true) => fate(words, i + 2, rules),
            (false, false) => fate(words, i, rules),
        };
        list.push(Figure { value, counted, fate, bound, before: lone, denied, part, takes_up });
    }
    // *Not ten dead but twelve*: the number that stands alone counts what the other does.
    for i in 0..list.len() {
        let alone = list[i].counted.is_empty() || list[i].before;
        let pair = |k: &usize| list[*k].denied != list[i].denied && !list[*k].counted.is_empty();
        let other = [i.checked_sub(1), Some(i + 1)].into_iter().flatten();
        let other = other.filter(|k| *k < list.len()).find(pair);
        if let (true, Some(k)) = (alone, other) {
            (list[i].counted, list[i].fate) = (list[k].counted.clone(), list[k].fate);
        }
    }
    list
}

/// Whether a number is a year, which counts nothing.
fn is_year(value: f64, word: &Word, text: &str) -> bool {
    const DIGITS: usize = 4;
    let shown = word.span().of(text);
    YEARS.contains(&value) && shown.len() == DIGITS && shown.bytes().all(|b| b.is_ascii_digit())
}

/// The word nearest to a number that tells what became of those it counts.
fn fate(words: &[&Word], i: usize, rules: &ProvenanceRules) -> Option<u32> {
    let is_fate = |w: &&&Word| rules.fates.contains_key(&w.stem);
    let behind = words[i + 1..].iter().take(FATE_BEHIND).enumerate().find(|(_, w)| is_fate(w));
    let before = words[..i].iter().rev().take(FATE_BEFORE).enumerate().find(|(_, w)| is_fate(w));
    match (behind, before) {
        (Some(x), Some(y)) => Some(if y.0 < x.0 { y.1.stem } else { x.1.stem }),
        (x, y) => x.or(y).map(|f| f.1.stem),
    }
}

/// What the numbers of two statements say of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// One counts the same and is the same.
    Same,
    /// One is the same, whatever it counts.
    Equal,
    /// Two that count one thing differ, and neither stands in the other statement.
    Other,
    /// They count different things, or there are none.
    Unlike,
}

/// Compares the numbers of two statements. `here` and `there` tell whether a stem stands in the first and the second
/// statement, `contained` how much they share.
pub fn relation(
    s: &[Figure],
    t: &[Figure],
    here: &dyn Fn(u32) -> bool,
    there: &dyn Fn(u32) -> bool,
    contained: f32,
    rules: &ProvenanceRules,
) -> Relation {
    // What one counts must stand in the other statement, or be counted there too.
    let comparable = |f: &Figure, g: &Figure| {
        let head = |f: &Figure| f.counted.first().copied();
        let any =
            |f: &Figure, g: &Figure| f.before && head(g).is_some_and(|c| f.counted.contains(&c));
        let shares = head(f).is_some() && head(f) == head(g) || any(f, g) || any(g, f);
        // *Huit morts* and *six personnes ont péri* count the same under other nouns.
        if let (Some(x), Some(y)) = (f.fate, g.fate) {
            return x == y && (shares || !f.part && !g.part);
        }
        // Who died and who slept outside are not counted together for being people.
        let people = |f: &Figure| head(f).is_some_and(|c| rules.people.contains_key(&c));
        if f.fate != g.fate && people(f) && people(g) {
            return false;
        }
        // A number of those to whom something happened is no count of all: the three in hospital of the fifty that fell ill.
        let ratio = f.value.max(g.value) / f.value.min(g.value).max(1.0);
        if f.fate != g.fate && ratio > FAR {
            return false;
        }
        // None of one thing says nothing of others.
        if f.value == 0.0 || g.value == 0.0 {
            return shares && !f.part && !g.part;
        }
        let named = head(f).is_some_and(there) && g.counted.iter().any(|c| here(*c))
            || head(g).is_some_and(here) && f.counted.iter().any(|c| there(*c));
        let measure = |f: &Figure| head(f).is_none_or(|c| rules.measures.contains_key(&c));
        let alone = shares || named && !f.part && !g.part;
        alone && (contained >= ALIKE || !measure(f) && !measure(g))
    };
    let measured = |f: &Figure| f.counted.first().is_some_and(|c| rules.measures.contains_key(c));
    let stands = |f: &Figure, list: &[Figure]| {
        list.iter().any(|g| f.denied == g.denied && (f.value == g.value || is_about(f, g)))
    };
    let (mut other, mut same, mut equal) = (false, false, false);
    for f in s {
        for g in t {
            let fits = comparable(f, g);
            if f.denied != g.denied {
                // Who calls a number wrong means whoever gave it, whatever noun he counted.
                other |= f.value == g.value && f.value >= FEW;
            } else if f.value == g.value || fits && is_about(f, g) {
                same |= fits;
                // Six hours are not six people.
                equal |= f.value >= FEW && measured(f) == measured(g);
            } else if fits && !f.denied && !is_bounded(f, g) {
                // *At least ten* does not contradict twelve, and does not confirm it.
                other |= !stands(f, t) && !stands(g, s);
            }
        }
    }
    match (other, same, equal) {
        (true, ..) => Relation::Other,
        (_, true, _) => Relation::Same,
        (.., true) => Relation::Equal,
        _ => Relation::Unlike,
    }
}

/// Whether two numbers are the same one, told roughly.
fn is_about(f: &Figure, g: &Figure) -> bool {
    let near = (f.value - g.value).abs() <= ROUGH * f.value.abs().max(g.value.abs());
    near && (f.bound != Bound::Exact || g.bound != Bound::Exact)
}

/// Whether one number bounds the other, and is not far off.
fn is_bounded(f: &Figure, g: &Figure) -> bool {
    let allows = |f: &Figure, g: &Figure| match f.bound {
        Bound::AtLeast => g.value >= f.value && g.value <= f.value * NEAR_BOUND,
        Bound::AtMost => g.value <= f.value && g.value * NEAR_BOUND >= f.value,
        Bound::About | Bound::Exact => false,
    };
    allows(f, g) || allows(g, f)
}
