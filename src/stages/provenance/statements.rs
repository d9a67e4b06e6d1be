//! Statements: the same thing put forward in two articles, whatever the wording, or the opposite of it.

use super::figures::{Relation, relation};
use super::measures::{Evidence, Judged, Measure, Score};
use super::overlap::Shared;
use super::sketch::Statement;
use super::weights::Weighed;
use crate::model::{Identified, LinkForm, LinkType};
use crate::rules::ProvenanceRules;

/// Statements that share fewer telling words are not compared.
const FEWEST_SHARED: usize = 2;
/// Statements that say the same share so many words that are no names.
const FEWEST_PLAIN: usize = 2;
/// So much of the lighter one must be shared by statements that contradict each other: by numbers of one thing, by a
/// negation, by words that are opposites.
const LEAST_FIGURES: f32 = 0.12;
const LEAST_NEGATED: f32 = 0.4;
const LEAST_OPPOSITE: f32 = 0.33;
/// What is denied may stand whole in the other statement; then the rest needs no more in common than this.
const LEAST_COVERED: f32 = 0.3;
/// Articles that share so much are on one matter.
const NEAR_COUNTED: f32 = 0.16;
/// Statements that share so much are on one matter.
const MUCH: f32 = 0.5;
/// From this confidence on a statement may have a second partner.
const SURE: f64 = 0.7;
/// More names in common speak no more for one claim.
const MOST_NAMES: u8 = 3;
/// So much of what two statements share must be turned round in one of them alone.
const TURNED: f32 = 0.5;
/// And so much, if something is denied in both.
const TURNED_BOTH: f32 = 0.9;

/// Two statements that hang together, by their numbers.
#[derive(Clone, Debug)]
pub struct StatementPair {
    pub numbers: [usize; 2],
    pub kind: LinkType,
    pub form: Option<LinkForm>,
    pub confidence: f64,
    pub evidence: Vec<Evidence>,
    /// How much they share: the sum of the weights, in tens.
    pub shared: f32,
}

/// The pairs of statements that say the same or contradict each other, one partner each. `articles` tells how near the
/// articles are, `near` how much the texts around two statements have in common, `inside` whether they stand in a common
/// passage.
pub fn find(
    a: &Weighed,
    b: &Weighed,
    articles: f32,
    near: &dyn Fn(usize, usize) -> f32,
    inside: &dyn Fn([usize; 2]) -> bool,
    rules: &ProvenanceRules,
) -> Vec<StatementPair> {
    let mut found = Vec::new();
    let grid = a.statements.shared(&b.statements);
    let best = grid.best();
    let ceiling = Ceiling::new(rules);
    for (i, k) in grid.pairs(FEWEST_SHARED - 1) {
        let (shared, here) = (grid.at(i, k), near(i, k));
        if shared.contained >= LEAST_FIGURES || ceiling.admits(shared, here) {
            let best = best.mutual(i, k);
            found.extend(compare((a, i), (b, k), (shared, best), [here, articles], rules));
        }
    }
    // Surest first. Who contradicts one contradicts all that say the same; those that say the same have one partner
    // each, but a sentence may have taken up two: inside a common passage, and where that is sure.
    found.sort_by(|x, y| y.confidence.total_cmp(&x.confidence).then(x.numbers.cmp(&y.numbers)));
    let mut taken: [Vec<usize>; 2] = Default::default();
    found.retain(|p| {
        if p.kind == LinkType::Contradicts {
            return true;
        }
        let partners = |side: usize| taken[side].iter().filter(|&&n| n == p.numbers[side]).count();
        let most = if inside(p.numbers) || p.confidence >= SURE { 2 } else { 1 };
        let keep = partners(0) < most && partners(1) < most;
        if keep {
            (0..2).for_each(|side| taken[side].push(p.numbers[side]));
        }
        keep
    });
    found.sort_by_key(|p| p.numbers);
    found
}

/// The most that the score of a claim can come to, by what two statements share; told without rounding, and with as much more
/// as rounding may bring.
struct Ceiling {
    /// What weighs what is contained, shared, near, and shared of all.
    weights: [f64; 4],
    /// What all the rest can add.
    rest: f64,
    /// What a sum must reach.
    least: f64,
}

impl Ceiling {
    fn new(rules: &ProvenanceRules) -> Ceiling {
        let weight = |m| rules.weight(Judged::Link(LinkType::SameClaim), m);
        let words = [Measure::WordsContained, Measure::WordsShared];
        let near = [Measure::ArticlesNear, Measure::WordsWeighted];
        let weights = [words[0], words[1], near[0], near[1]].map(weight);
        let single = [Measure::FiguresSame, Measure::FiguresCounted, Measure::VoiceSame];
        let single = single.into_iter().chain([Measure::DatesSame, Measure::WordsBest]);
        let single: f64 = single.map(|m| weight(m).max(0.0)).sum();
        let names = weight(Measure::NamesSame).max(0.0) * f64::from(MOST_NAMES);
        // Values are rounded to thousandths, and their products to ten-thousandths.
        let rounding = weights.iter().map(|w| w.abs() * 0.001).sum::<f64>() + 0.001;
        let rest = weight(Measure::Constant) + single + names + rounding;
        Ceiling { weights, rest, least: rules.least_score() }
    }

    /// Whether statements that share too little to contradict each other may say the same. Most are told apart by this, before
    /// their words are looked at.
    fn admits(&self, shared: Shared, near: f32) -> bool {
        let values = [shared.contained, tens(shared), near, shared.jaccard];
        let sum: f64 = values.iter().zip(self.weights).map(|(v, w)| f64::from(*v) * w).sum();
        sum + self.rest >= self.least
    }
}

/// The sum of the weights of what is shared, in tens.
fn tens(shared: Shared) -> f32 {
    (shared.weight / 10.0).min(5.0)
}

/// Compares two statements; `near` tells how near the texts around them are, and the articles.
fn compare(
    (a, i): (&Weighed, usize),
    (b, k): (&Weighed, usize),
    (shared, best): (Shared, bool),
    near: [f32; 2],
    rules: &ProvenanceRules,
) -> Option<StatementPair> {
    let (s, t) = (&a.sketch.statements[i], &b.sketch.statements[k]);
    let (x, y) = (Part { of: a, number: i }, Part { of: b, number: k });
    let (here, there) = (|c: u32| x.has(c), |c: u32| y.has(c));
    let figures = relation(&s.figures, &t.figures, &here, &there, shared.contained, rules);
    let covered = turned((x, s), (y, t));
    let turned = covered > 0.0;
    // Two counts of one thing need no more in common than that thing, and what is denied no more than what is.
    let few = figures == Relation::Other || covered >= LEAST_NEGATED;
    if shared.count < FEWEST_SHARED - usize::from(few) {
        return None;
    }
    let opposite = if opposite(a, s, b, t, rules) { 1.0 } else { covered };
    // Two long sentences on one matter often differ by a negation somewhere: the rest must be much alike.
    let least = match (figures, opposite > 0.0) {
        (Relation::Other, _) => LEAST_FIGURES,
        (_, true) if turned => LEAST_NEGATED,
        (_, true) => LEAST_OPPOSITE,
        _ => 0.0,
    };
    // What shares too little to be the contrary may still say the same, if it counts the same.
    let enough = shared.contained >= least || covered >= least && shared.contained >= LEAST_COVERED;
    // Every other article counts its dead: where little else is alike the articles must be near.
    let bare = figures == Relation::Other && shared.contained < MUCH;
    let against = least > 0.0 && enough && !(bare && near[1] < NEAR_COUNTED);
    if least > 0.0 && !against && figures != Relation::Same {
        return None;
    }
    let (same_day, other_day) = days(s, t);
    let weight = tens(shared);
    let kind = if against { LinkType::Contradicts } else { LinkType::SameClaim };
    let mut score = Score::of_link(rules, kind);
    score.add(Measure::WordsContained, shared.contained).add(Measure::WordsShared, weight);
    // A passage may hold many figures, so that two of them are no nearer to each other for standing in it.
    let near = near[usize::from(against)];
    score.add(Measure::DatesOther, other_day).add(Measure::ArticlesNear, near);
    score.add(Measure::WordsWeighted, shared.jaccard).add(Measure::WordsBest, f32::from(best));
    let mut form = None;
    if against {
        score.add(Measure::SenseOpposite, opposite);
        score.add(Measure::FiguresOther, f32::from(figures == Relation::Other));
        form = Some(if figures == Relation::Other { LinkForm::Figure } else { LinkForm::Sense });
    } else {
        let same = figures == Relation::Same;
        score.add(Measure::FiguresSame, f32::from(same || figures == Relation::Equal));
        score.add(Measure::FiguresCounted, f32::from(same));
        score.add(Measure::DatesSame, same_day);
        score.add(Measure::NamesSame, names(a, s, y));
        score.add(Measure::VoiceSame, same_voice((a, s), (b, t)));
    }
    if !score.holds() {
        return None;
    }
    // Names alone, such as a list of countries, are what a statement is about, not what it says.
    let says = || {
        let counted = usize::from(figures == Relation::Same) * FEWEST_PLAIN;
        plain(a, s, y) + counted.max(usize::from(figures == Relation::Equal))
    };
    if !against && says() < FEWEST_PLAIN {
        return None;
    }
    let (confidence, evidence) = score.finish();
    Some(StatementPair { numbers: [i, k], kind, form, confidence, evidence, shared: weight })
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
}

/// How much of what is turned round in one of two statements stands straight in the other; nothing unless that is most of
/// what they share.
fn turned((x, s): (Part<'_>, &Statement), (y, t): (Part<'_>, &Statement)) -> f32 {
    if s.negated.is_empty() && t.negated.is_empty() {
        return 0.0;
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
    if against == 0.0 || against < all * if both { TURNED_BOTH } else { TURNED } {
        return 0.0;
    }
    let denied = |list: &[(u32, super::WordKind, bool)], p: Part<'_>| -> f32 {
        let denied = list.iter().filter(|w| w.2).filter(plain);
        denied.map(|w| p.of.statements.weight(p.number, w.0)).sum()
    };
    let denied = denied(&own, x).max(denied(&others, y));
    if denied > 0.0 { (against / denied).min(1.0) } else { 0.0 }
}

/// Whether one statement has a word and the other its opposite.
fn opposite(
    a: &Weighed,
    s: &Statement,
    b: &Weighed,
    t: &Statement,
    rules: &ProvenanceRules,
) -> bool {
    // Two opposites of which one is denied say the same.
    if s.negated.is_empty() != t.negated.is_empty() {
        return false;
    }
    let sides = |of: &Weighed, s: &Statement| -> Vec<(u16, bool)> {
        let words = &of.sketch.sentences[s.sentence].words;
        let stems = s.words.iter().map(|&i| words[i].stem);
        stems.filter_map(|stem| rules.opposites.get(&stem).copied()).collect()
    };
    let (x, y) = (sides(a, s), sides(b, t));
    let holds = |list: &[(u16, bool)], pair: u16, side: bool| list.contains(&(pair, side));
    x.iter().any(|&(pair, side)| {
        holds(&y, pair, !side) && !holds(&y, pair, side) && !holds(&x, pair, !side)
    })
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
