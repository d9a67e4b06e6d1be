//! Statements: the same thing put forward in two articles, whatever the wording, or the opposite of it.

use super::overlap::Bag;
use super::sketch::{Bound, Figure, Statement};
use super::weights::{Score, Weighed};
use crate::model::{LinkForm, LinkType, Reason};
use crate::rules::ProvenanceRules;

/// Statements that share fewer telling words are not compared.
const FEWEST_SHARED: usize = 2;
/// Numbers that differ by less than this part are the same when one of them is rough.
const ROUGH: f64 = 0.15;

/// Two statements that hang together, by their numbers.
#[derive(Clone, Debug)]
pub struct StatementPair {
    pub numbers: [usize; 2],
    pub kind: LinkType,
    pub form: Option<LinkForm>,
    pub confidence: f64,
    pub evidence: Vec<Reason>,
}

/// The pairs of statements that say the same or contradict each other, one partner each; `near` tells how much the texts
/// around two statements have in common.
pub fn find(
    a: &Weighed,
    b: &Weighed,
    near: &dyn Fn(usize, usize) -> f32,
    rules: &ProvenanceRules,
) -> Vec<StatementPair> {
    let mut found = Vec::new();
    for i in 0..a.statements.len() {
        for k in 0..b.statements.len() {
            found.extend(compare(a, b, i, k, near(i, k), rules));
        }
    }
    found.sort_by(|x, y| {
        y.confidence.total_cmp(&x.confidence).then(x.numbers.cmp(&y.numbers))
    });
    let mut taken: [Vec<usize>; 2] = Default::default();
    found.retain(|p| {
        let free = (0..2).all(|side| !taken[side].contains(&p.numbers[side]));
        if free {
            (0..2).for_each(|side| taken[side].push(p.numbers[side]));
        }
        free
    });
    found.sort_by_key(|p| p.numbers);
    found
}

fn compare(
    a: &Weighed,
    b: &Weighed,
    i: usize,
    k: usize,
    near: f32,
    rules: &ProvenanceRules,
) -> Option<StatementPair> {
    let (x, y) = (&a.statements[i], &b.statements[k]);
    let shared = x.shared(y);
    if shared.count < FEWEST_SHARED {
        return None;
    }
    let (s, t) = (&a.sketch.statements[i], &b.sketch.statements[k]);
    let figures = figures(s, t, x, y);
    let opposite = opposite(a, s, b, t, rules);
    let (same_day, other_day) = days(s, t);
    let weight = (shared.weight / 10.0).min(5.0);
    let against = figures == Figures::Other || opposite > 0.0;
    let mut score = Score::new(rules, if against { "contradicts" } else { "same_claim" });
    score.add("words.contained", shared.contained).add("words.shared", weight);
    score.add("dates.other", other_day).add("articles.near", near);
    let (kind, form) = if against {
        score.add("sense.opposite", opposite);
        score.add("figures.other", f32::from(figures == Figures::Other));
        let form = if figures == Figures::Other { LinkForm::Figure } else { LinkForm::Sense };
        (LinkType::Contradicts, Some(form))
    } else {
        score.add("words.weighted", shared.jaccard);
        score.add("figures.same", f32::from(figures == Figures::Same));
        score.add("dates.same", same_day);
        score.add("names.same", names(a, s, y));
        (LinkType::SameClaim, None)
    };
    score.holds().then(|| {
        let (confidence, evidence) = score.finish();
        StatementPair { numbers: [i, k], kind, form, confidence, evidence }
    })
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

fn figures(s: &Statement, t: &Statement, x: &Bag, y: &Bag) -> Figures {
    // What one counts must stand in the other statement, or be counted there too.
    let comparable = |f: &Figure, g: &Figure| {
        let shares = f.counted.first().is_some_and(|c| g.counted.contains(c))
            || g.counted.first().is_some_and(|c| f.counted.contains(c));
        // *Huit morts* and *six personnes ont péri* count the same under other nouns.
        let named = f.counted.first().is_some_and(|c| y.has(*c))
            && g.counted.iter().any(|c| x.has(*c))
            || g.counted.first().is_some_and(|c| x.has(*c)) && f.counted.iter().any(|c| y.has(*c));
        shares || named || f.counted.is_empty() != g.counted.is_empty()
    };
    let mut result = Figures::Unlike;
    for f in &s.figures {
        for g in &t.figures {
            if f.value == g.value {
                return Figures::Same;
            }
            if comparable(f, g) {
                if fits(f, g) {
                    return Figures::Same;
                }
                result = Figures::Other;
            }
        }
    }
    result
}

/// Whether two numbers may be the same one.
fn fits(f: &Figure, g: &Figure) -> bool {
    let allows = |f: &Figure, g: &Figure| match f.bound {
        Bound::AtLeast => g.value >= f.value,
        Bound::AtMost => g.value <= f.value,
        Bound::About => (f.value - g.value).abs() <= ROUGH * f.value.abs().max(g.value.abs()),
        Bound::Exact => f.value == g.value,
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

/// How many names of the first statement stand in the second, at most three.
fn names(a: &Weighed, s: &Statement, y: &Bag) -> f32 {
    let words = &a.sketch.sentences[s.sentence].words;
    let named = s.words.iter().map(|&i| &words[i]);
    let named = named.filter(|w| w.kind == super::WordKind::Name && y.has(w.stem));
    named.count().min(3) as f32
}
