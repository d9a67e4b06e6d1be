//! Statements: the same thing put forward in two articles, whatever the wording, or the opposite of it.

use super::overlap::Bag;
use super::sketch::{Bound, Figure, Statement};
use super::weights::{Score, Weighed};
use crate::model::{Identified, LinkForm, LinkType, Reason};
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
    /// How much they share: the sum of the weights, in tens.
    pub shared: f32,
}

/// The pairs of statements that say the same or contradict each other, one partner each. `articles` tells how near the articles are, `near` how much the texts
/// around two statements have in common, `inside` whether they stand in a common passage.
pub fn find(
    a: &Weighed,
    b: &Weighed,
    articles: f32,
    near: &dyn Fn(usize, usize) -> f32,
    inside: &dyn Fn([usize; 2]) -> bool,
    rules: &ProvenanceRules,
) -> Vec<StatementPair> {
    let mut found = Vec::new();
    for i in 0..a.statements.len() {
        for k in 0..b.statements.len() {
            found.extend(compare(a, b, i, k, near(i, k), articles, rules));
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

fn compare(
    a: &Weighed,
    b: &Weighed,
    i: usize,
    k: usize,
    near: f32,
    articles: f32,
    rules: &ProvenanceRules,
) -> Option<StatementPair> {
    let (x, y) = (&a.statements[i], &b.statements[k]);
    let shared = x.shared(y);
    let (s, t) = (&a.sketch.statements[i], &b.sketch.statements[k]);
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
    // Names alone, such as a list of countries, are what a statement is about, not what it says.
    let says = plain(a, s, y) + usize::from(figures == Figures::Same);
    let same = figures != Figures::Other && opposite == 0.0;
    if shared.contained < least || same && says < FEWEST_PLAIN {
        return None;
    }
    let (same_day, other_day) = days(s, t);
    let weight = (shared.weight / 10.0).min(5.0);
    let against = figures == Figures::Other || opposite > 0.0;
    let mut score = Score::new(rules, if against { "contradicts" } else { "same_claim" });
    score.add("words.contained", shared.contained).add("words.shared", weight);
    // A passage may hold many figures, so that two of them are no nearer to each other for standing in it.
    score.add("dates.other", other_day).add("articles.near", if against { articles } else { near });
    score.add("words.weighted", shared.jaccard);
    let (kind, form) = if against {
        score.add("sense.opposite", opposite);
        score.add("figures.other", f32::from(figures == Figures::Other));
        let form = if figures == Figures::Other { LinkForm::Figure } else { LinkForm::Sense };
        (LinkType::Contradicts, Some(form))
    } else {
        score.add("figures.same", f32::from(figures == Figures::Same));
        score.add("dates.same", same_day);
        score.add("names.same", names(a, s, y));
        score.add("voice.same", same_voice((a, s), (b, t)));
        (LinkType::SameClaim, None)
    };
    score.holds().then(|| {
        let (confidence, evidence) = score.finish();
        StatementPair { numbers: [i, k], kind, form, confidence, evidence, shared: weight }
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

fn figures(
    s: &Statement,
    t: &Statement,
    x: &Bag,
    y: &Bag,
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
fn plain(a: &Weighed, s: &Statement, y: &Bag) -> usize {
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
fn names(a: &Weighed, s: &Statement, y: &Bag) -> f32 {
    let words = &a.sketch.sentences[s.sentence].words;
    let named = s.words.iter().map(|&i| &words[i]);
    let named = named.filter(|w| w.kind == super::WordKind::Name && y.has(w.stem));
    named.count().min(3) as f32
}
