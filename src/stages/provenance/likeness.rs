//! Likeness: what is measured of two statements, before anything is made of it.

use super::figures::{Relation, relation};
use super::measures::Measure;
use super::overlap::Shared;
use super::sketch::Statement;
use super::weights::Weighed;
use crate::model::Identified;
use crate::rules::ProvenanceRules;

/// More words in common that are no names speak no more for one claim.
pub const MOST_PLAIN: usize = 5;
/// More names in common speak no more for one claim.
pub const MOST_NAMES: u8 = 3;
/// So much of what two statements share must be turned round in one of them alone.
const TURNED: f32 = 0.5;
/// And so much, if something is denied in both.
const TURNED_BOTH: f32 = 0.9;
/// So many things are measured.
const MEASURED: usize = 25;

/// Whether two articles are on one matter, by what they share: below the first bound they are not, from the second on they are.
pub fn matter(near: f32) -> f32 {
    const BOUNDS: (f32, f32) = (0.12, 0.22);
    ((near - BOUNDS.0) / (BOUNDS.1 - BOUNDS.0)).clamp(0.0, 1.0)
}

/// The sum of the weights of what is shared, in tens.
pub fn tens(shared: Shared) -> f32 {
    (shared.weight / 10.0).min(5.0)
}

/// What is known of two statements before their words are looked at.
#[derive(Clone, Copy, Debug)]
pub struct Around {
    pub shared: Shared,
    /// What they share by words that are rare in their articles.
    pub local: Shared,
    /// Whether they share more with each other than with any other.
    pub best: bool,
    /// How near their passages are.
    pub passages: f32,
    /// How near the articles are.
    pub articles: Nearness,
}

/// How near two articles are.
#[derive(Clone, Copy, Debug)]
pub struct Nearness {
    /// Which part of the words of the lighter one the other holds.
    pub words: f32,
    /// Which part of its names.
    pub names: f32,
    /// Whether one cites the other.
    pub cited: bool,
}

/// What was measured of two statements.
#[derive(Clone, Debug)]
pub struct Likeness {
    /// Each measure with its value.
    pub measured: [(Measure, f32); MEASURED],
    /// Whether anything says that they contradict each other.
    pub against: bool,
    /// Whether that is a number.
    pub figures: bool,
}

/// Measures two statements.
pub fn likeness(
    (a, i): (&Weighed, usize),
    (b, k): (&Weighed, usize),
    around: Around,
    rules: &ProvenanceRules,
) -> Likeness {
    let (s, t) = (&a.sketch.statements[i], &b.sketch.statements[k]);
    let (x, y) = (Part { of: a, number: i }, Part { of: b, number: k });
    let (here, there) = (|c: u32| x.has(c), |c: u32| y.has(c));
    let Around { shared, local, best, passages, articles } = around;
    let figures = relation(&s.figures, &t.figures, &here, &there, shared.contained, rules);
    let (turned, covered) = turned((x, s), (y, t));
    let (opposite, agrees) = sides(a, s, b, t, rules);
    // Who denies what the other puts forward straight.
    let straight = |of: &Statement| !of.denied && of.negated.is_empty();
    let denied = f32::from(s.denied && straight(t) || t.denied && straight(s));
    let (same_day, other_day) = days(s, t);
    let weight = tens(shared);
    let same = figures == Relation::Same;
    let other = figures == Relation::Other;
    let measured = [
        (Measure::WordsContained, shared.contained),
        (Measure::WordsWeighted, shared.jaccard),
        (Measure::WordsShared, weight),
        (Measure::WordsLocal, local.contained),
        (Measure::WordsBest, f32::from(best)),
        (Measure::WordsPlain, plain(a, s, y).min(MOST_PLAIN) as f32),
        (Measure::WordsContext, context(x, y)),
        (Measure::PassagesNear, passages),
        (Measure::ArticlesNear, articles.words),
        (Measure::ArticlesNames, articles.names),
        (Measure::FiguresSame, f32::from(same || figures == Relation::Equal)),
        (Measure::FiguresCounted, f32::from(same)),
        (Measure::FiguresOther, f32::from(other)),
        (Measure::SenseOpposite, f32::from(opposite)),
        (Measure::SenseTurned, turned),
        (Measure::SenseCovered, covered),
        (Measure::DatesSame, same_day),
        (Measure::DatesOther, other_day),
        (Measure::NamesSame, names(a, s, y)),
        (Measure::VoiceSame, same_voice((a, s), (b, t))),
        (Measure::PlaceLead, f32::from(s.sentence == 0 && t.sentence == 0)),
        (Measure::ArticlesLinked, f32::from(articles.cited)),
        (Measure::ArticlesMatter, matter(articles.words)),
        (Measure::SenseDenied, denied),
        (Measure::SenseAgrees, f32::from(agrees)),
    ];
    let against = other || opposite || turned > 0.0 || denied > 0.0;
    Likeness { measured, against, figures: other }
}

/// How much of one statement stands in the sentence of the other and the one before it, beyond what they share.
fn context(x: Part<'_>, y: Part<'_>) -> f32 {
    let one = |x: Part<'_>, y: Part<'_>| {
        let (s, t) = (x.statement(), y.statement());
        let passage = x.of.sketch.passages.iter().find(|p| (p.0..p.1).contains(&s.sentence));
        let first = passage.map_or(s.sentence, |p| p.0.max(s.sentence.saturating_sub(1)));
        let around = &x.of.sketch.sentences[first..=s.sentence];
        let words = &y.of.sketch.sentences[t.sentence].words;
        let mut seen: Vec<u32> = Vec::new();
        let mut sum = 0.0;
        for stem in t.words.iter().map(|&i| words[i].stem).filter(|&w| w != 0 && !x.has(w)) {
            let stands = || around.iter().flat_map(|s| &s.words).any(|w| w.stem == stem);
            if !seen.contains(&stem) && stands() {
                seen.push(stem);
                sum += y.of.statements.weight(y.number, stem);
            }
        }
        let total = y.of.statements.total(y.number);
        if total > 0.0 { sum / total } else { 0.0 }
    };
    one(x, y).max(one(y, x))
}

/// The words of a statement.
#[derive(Clone, Copy)]
struct Part<'a> {
    of: &'a Weighed,
    number: usize,
}

impl Part<'_> {
    fn has(self, stem: u32) -> bool {
        self.of.statements.has(self.number, stem)
    }

    fn statement(&self) -> &Statement {
        &self.of.sketch.statements[self.number]
    }
}

/// How much of what two statements share is turned round in one of them, and how much that is of all that is turned round.
fn turned((x, s): (Part<'_>, &Statement), (y, t): (Part<'_>, &Statement)) -> (f32, f32) {
    if s.negated.is_empty() && t.negated.is_empty() {
        return (0.0, 0.0);
    }
    let words = |p: Part<'_>, s: &Statement| {
        let words = &p.of.sketch.sentences[s.sentence].words;
        let told = |&i: &usize| (words[i].stem, words[i].kind, s.negated.contains(&i));
        s.words.iter().map(told).filter(|w| w.0 != 0).collect::<Vec<_>>()
    };
    let others = words(y, t);
    let own = words(x, s);
    // Names are what a statement is about.
    let plain = |w: &&(u32, super::WordKind, bool)| w.1 == super::WordKind::Plain;
    let (mut all, mut against) = (0.0, 0.0);
    let mut seen: Vec<u32> = Vec::new();
    for &(stem, _, negated) in own.iter().filter(plain) {
        let Some(other) = others.iter().find(|o| o.0 == stem) else { continue };
        if seen.contains(&stem) {
            continue;
        }
        seen.push(stem);
        let weight = x.of.statements.weight(x.number, stem);
        all += weight;
        if negated != other.2 {
            against += weight;
        }
    }
    let both = !s.negated.is_empty() && !t.negated.is_empty();
    if against < all * if both { TURNED_BOTH } else { TURNED } || against == 0.0 {
        return (0.0, 0.0);
    }
    let denied = |list: &[(u32, super::WordKind, bool)], p: Part<'_>| -> f32 {
        let denied = list.iter().filter(|w| w.2).filter(plain);
        denied.map(|w| p.of.statements.weight(p.number, w.0)).sum()
    };
    let denied = denied(&own, x).max(denied(&others, y));
    (against / all, if denied > 0.0 { (against / denied).min(1.0) } else { 0.0 })
}

/// Whether one statement has a word and the other its opposite, and whether the other denies that opposite.
fn sides(
    a: &Weighed,
    s: &Statement,
    b: &Weighed,
    t: &Statement,
    rules: &ProvenanceRules,
) -> (bool, bool) {
    // A word that is denied says its opposite.
    let sides = |of: &Weighed, s: &Statement| -> Vec<(u16, bool, bool)> {
        let words = &of.sketch.sentences[s.sentence].words;
        let side = |&i: &usize| {
            let (pair, side) = rules.opposites.get(&words[i].stem)?;
            let denied = s.negated.contains(&i);
            Some((*pair, *side != denied, denied))
        };
        s.words.iter().filter_map(side).collect()
    };
    let (x, y) = (sides(a, s), sides(b, t));
    let holds = |list: &[(u16, bool, bool)], pair: u16, side: bool| {
        list.iter().any(|w| (w.0, w.1) == (pair, side))
    };
    let opposite = x.iter().any(|&(pair, side, _)| {
        holds(&y, pair, !side) && !holds(&y, pair, side) && !holds(&x, pair, !side)
    });
    // *It will stay closed* and *it does not open again* say one thing.
    let agrees = x.iter().any(|&(pair, side, denied)| {
        y.contains(&(pair, side, !denied))
            && !y.contains(&(pair, side, denied))
            && !holds(&y, pair, !side)
            && !holds(&x, pair, !side)
    });
    (opposite, agrees)
}

/// Whether the statements name a common day, or only different ones.
fn days(s: &Statement, t: &Statement) -> (f32, f32) {
    if s.days.is_empty() || t.days.is_empty() {
        return (0.0, 0.0);
    }
    let same = s.days.iter().any(|d| t.days.contains(d));
    if same { (1.0, 0.0) } else { (0.0, 1.0) }
}

/// How many words of the first statement that are no names and no numbers stand in the second.
fn plain(a: &Weighed, s: &Statement, y: Part<'_>) -> usize {
    let words = &a.sketch.sentences[s.sentence].words;
    let mut stems: Vec<u32> = s
        .words
        .iter()
        .map(|&i| &words[i])
        .filter(|w| w.kind == super::WordKind::Plain && y.has(w.stem))
        .map(|w| w.stem)
        .collect();
    stems.sort_unstable();
    stems.dedup();
    stems.len()
}

/// Whether a source that both articles name says both.
fn same_voice(x: (&Weighed, &Statement), y: (&Weighed, &Statement)) -> f32 {
    let (Some(v), Some(w)) = (named_voice(x.0, x.1), named_voice(y.0, y.1)) else { return 0.0 };
    f32::from(v.iter().any(|stem| w.contains(stem)))
}

/// Stems of the name and function of who says it, if that one is named.
fn named_voice<'a>(of: &'a Weighed, s: &Statement) -> Option<&'a [u32]> {
    let voice = s.voice.and_then(|v| of.sketch.voices.get(v));
    voice.filter(|v| v.identified == Identified::Named).map(|v| v.stems.as_slice())
}

/// How many names of the first statement stand in the second, at most three.
fn names(a: &Weighed, s: &Statement, y: Part<'_>) -> f32 {
    let words = &a.sketch.sentences[s.sentence].words;
    let named = s.words.iter().map(|&i| &words[i]);
    let named = named.filter(|w| w.kind == super::WordKind::Name && y.has(w.stem));
    named.count().min(usize::from(MOST_NAMES)) as f32
}
