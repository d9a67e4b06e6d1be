//! Statements: the same thing put forward in two articles, whatever the wording, or the opposite of it.

use super::measures::{Evidence, Judged, Measure, Score};
use super::overlap::Shared;
use super::sketch::{Bound, Figure, Statement};
use super::weights::Weighed;
use crate::model::{Identified, LinkForm, LinkType};
use crate::rules::ProvenanceRules;

/// Statements that share fewer telling words are not compared.
const FEWEST_SHARED: usize = 2;
/// Statements that say the same share so many words that are no names.
const FEWEST_PLAIN: usize = 2;
/// Statements that share this part of the lighter one are alike.
const ALIKE: f32 = 0.6;
/// So much of the lighter one must be shared by statements that contradict each other: by numbers of one thing, by a
/// negation, by words that are opposites.
const LEAST_FIGURES: f32 = 0.2;
const LEAST_NEGATED: f32 = 0.55;
const LEAST_OPPOSITE: f32 = 0.33;
/// More names in common speak no more for one claim.
const MOST_NAMES: u8 = 3;
/// Numbers that differ by less than this part are the same when one of them is rough.
const ROUGH: f64 = 0.15;

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
    let ceiling = Ceiling::new(rules);
    for (i, k) in grid.pairs(FEWEST_SHARED - 1) {
        let (shared, here) = (grid.at(i, k), near(i, k));
        if shared.contained >= LEAST_FIGURES || ceiling.admits(shared, here) {
            found.extend(compare((a, i), (b, k), shared, [here, articles], rules));
        }
    }
    // Surest first. Who contradicts one contradicts all that say the same; those that say the same have one partner
    // each, but inside a common passage a sentence may have taken up two.
    found.sort_by(|x, y| y.confidence.total_cmp(&x.confidence).then(x.numbers.cmp(&y.numbers)));
    let mut taken: [Vec<usize>; 2] = Default::default();
    found.retain(|p| {
        if p.kind == LinkType::Contradicts {
            return true;
        }
        let partners = |side: usize| taken[side].iter().filter(|&&n| n == p.numbers[side]).count();
        let most = if inside(p.numbers) { 2 } else { 1 };
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
        let single = [Measure::FiguresSame, Measure::VoiceSame, Measure::DatesSame];
        let single: f64 = single.map(|m| weight(m).max(0.0)).iter().sum();
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
    shared: Shared,
    near: [f32; 2],
    rules: &ProvenanceRules,
) -> Option<StatementPair> {
    let (s, t) = (&a.sketch.statements[i], &b.sketch.statements[k]);
    let (x, y) = (Part { of: a, number: i }, Part { of: b, number: k });
    let figures = figures(s, t, x, y, rules, shared.contained >= ALIKE);
    // Two counts of one thing need no more in common than that thing.
    if shared.count < FEWEST_SHARED - usize::from(figures == Figures::Other) {
        return None;
    }
    let opposite = opposite(a, s, b, t, rules);
    // Two long sentences on one matter often differ by a negation somewhere: the rest must be much alike.
    let least = match (figures, opposite > 0.0) {
        (Figures::Other, _) => LEAST_FIGURES,
        (_, true) if s.negative != t.negative => LEAST_NEGATED,
        (_, true) => LEAST_OPPOSITE,
        _ => 0.0,
    };
    if shared.contained < least {
        return None;
    }
    let (same_day, other_day) = days(s, t);
    let weight = tens(shared);
    let against = figures == Figures::Other || opposite > 0.0;
    let kind = if against { LinkType::Contradicts } else { LinkType::SameClaim };
    let mut score = Score::of_link(rules, kind);
    score.add(Measure::WordsContained, shared.contained).add(Measure::WordsShared, weight);
    // A passage may hold many figures, so that two of them are no nearer to each other for standing in it.
    let near = near[usize::from(against)];
    score.add(Measure::DatesOther, other_day).add(Measure::ArticlesNear, near);
    score.add(Measure::WordsWeighted, shared.jaccard);
    let mut form = None;
    if against {
        score.add(Measure::SenseOpposite, opposite);
        score.add(Measure::FiguresOther, f32::from(figures == Figures::Other));
        form = Some(if figures == Figures::Other { LinkForm::Figure } else { LinkForm::Sense });
    } else {
        score.add(Measure::FiguresSame, f32::from(figures == Figures::Same));
        score.add(Measure::DatesSame, same_day);
        score.add(Measure::NamesSame, names(a, s, y));
        score.add(Measure::VoiceSame, same_voice((a, s), (b, t)));
    }
    if !score.holds() {
        return None;
    }
    // Names alone, such as a list of countries, are what a statement is about, not what it says.
    let says = || plain(a, s, y) + usize::from(figures == Figures::Same);
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

/// What the numbers of two statements say of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Figures {
    /// One of them counts the same and is the same.
    Same,
    /// None is the same, and two that count one thing differ.
    Other,
    /// They count different things, or there are none.
    Unlike,
}

fn figures(
    s: &Statement,
    t: &Statement,
    x: Part<'_>,
    y: Part<'_>,
    rules: &ProvenanceRules,
    alike: bool,
) -> Figures {
    // What one counts must stand in the other statement, or be counted there too.
    let comparable = |f: &Figure, g: &Figure| {
        let shares = f.counted.first().is_some_and(|c| g.counted.contains(c))
            || g.counted.first().is_some_and(|c| f.counted.contains(c));
        // *Huit morts* and *six personnes ont péri* count the same under other nouns.
        let named = f.counted.first().is_some_and(|c| y.has(*c))
            && g.counted.iter().any(|c| x.has(*c))
            || g.counted.first().is_some_and(|c| x.has(*c)) && f.counted.iter().any(|c| y.has(*c));
        let measure = |f: &Figure| f.counted.first().is_none_or(|c| rules.measures.contains_key(c));
        (shares || named) && (alike || !measure(f) && !measure(g))
    };
    let mut result = Figures::Unlike;
    for f in &s.figures {
        for g in &t.figures {
            if f.value == g.value {
                return Figures::Same;
            }
            if comparable(f, g) {
                if is_about(f, g) {
                    return Figures::Same;
                }
                // *At least ten* does not contradict twelve, and does not confirm it.
                if is_bounded(f, g) {
                    continue;
                }
                result = Figures::Other;
            }
        }
    }
    result
}

/// Whether two numbers are the same one, told roughly.
fn is_about(f: &Figure, g: &Figure) -> bool {
    let near = (f.value - g.value).abs() <= ROUGH * f.value.abs().max(g.value.abs());
    near && (f.bound == Bound::About || g.bound == Bound::About)
}

/// Whether one number bounds the other.
fn is_bounded(f: &Figure, g: &Figure) -> bool {
    let allows = |f: &Figure, g: &Figure| match f.bound {
        Bound::AtLeast => g.value >= f.value,
        Bound::AtMost => g.value <= f.value,
        Bound::About | Bound::Exact => false,
    };
    allows(f, g) || allows(g, f)
}

/// How surely one statement says the opposite of the other: by a negation, or by words that are opposites.
fn opposite(
    a: &Weighed,
    s: &Statement,
    b: &Weighed,
    t: &Statement,
    rules: &ProvenanceRules,
) -> f32 {
    if s.negative != t.negative {
        return 1.0;
    }
    let sides = |of: &Weighed, s: &Statement| -> Vec<(u16, bool)> {
        let words = &of.sketch.sentences[s.sentence].words;
        let stems = s.words.iter().map(|&i| words[i].stem);
        stems.filter_map(|stem| rules.opposites.get(&stem).copied()).collect()
    };
    let (x, y) = (sides(a, s), sides(b, t));
    let holds = |list: &[(u16, bool)], pair: u16, side: bool| list.contains(&(pair, side));
    let turned = x.iter().any(|&(pair, side)| {
        holds(&y, pair, !side) && !holds(&y, pair, side) && !holds(&x, pair, !side)
    });
    if turned { 1.0 } else { 0.0 }
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
