//! Voices: whether the same statement has the same source in two articles.

use super::cites::Outlets;
use super::measures::{Evidence, Measure, Score};
use super::sketch::{Sketch, Statement, Voice};
use crate::model::{Identified, LinkType, Traceability};
use crate::rules::ProvenanceRules;

/// What differs between the voices of two statements that say the same.
#[derive(Clone, Debug)]
pub struct Difference {
    pub kind: LinkType,
    /// Whether it is read from the second statement to the first.
    pub turned: bool,
    pub confidence: f64,
    pub evidence: Vec<Evidence>,
}

/// A statement in its article.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    pub sketch: &'a Sketch,
    pub statement: &'a Statement,
    /// The keys of the article's own outlet.
    pub own: &'a [u64],
}

impl Told<'_> {
    /// Its voice, if it has one of its own: that of the article's outlet is none.
    fn voice(&self, rules: &ProvenanceRules) -> Option<&Voice> {
        let voice = self.statement.voice.map(|v| &self.sketch.voices[v]);
        voice.filter(|v| !Outlets::all_of(v, self.own, rules))
    }

    /// Whether a voice may stand behind it that was not surely found, such as who spoke to the outlet.
    fn near(&self, rules: &ProvenanceRules) -> bool {
        self.statement.near || self.statement.voice.is_some() && self.voice(rules).is_none()
    }
}

/// How surely two statements say the same, and how much they share.
#[derive(Clone, Copy, Debug)]
pub struct Basis {
    pub confidence: f64,
    /// The sum of the weights of what they share, in tens, and the part of all.
    pub shared: f32,
    pub alike: f32,
    /// Whether they share more with each other than with any other.
    pub best: bool,
    /// Whether neither has a surer partner.
    pub first: bool,
    /// Whether one of the articles has a passage of the other or cites it.
    pub depends: bool,
}

impl Basis {
    fn weigh(self, score: &mut Score<'_>) {
        score
            .add(Measure::BasisConfidence, self.confidence as f32)
            .add(Measure::WordsShared, self.shared)
            .add(Measure::WordsWeighted, self.alike)
            .add(Measure::WordsBest, f32::from(self.best))
            .add(Measure::BasisFirst, f32::from(self.first))
            .add(Measure::ArticlesLinked, f32::from(self.depends));
    }
}

/// What differs between two statements that say the same.
pub fn differences(
    x: Told<'_>,
    y: Told<'_>,
    basis: Basis,
    rules: &ProvenanceRules,
) -> Vec<Difference> {
    let mut list = Vec::new();
    list.extend(sources(x, y, basis, rules));
    let sides = [(x, y, false), (y, x, true)];
    for (with, without, turned) in sides {
        let dropped = with.statement.hedged && !without.statement.hedged;
        // Who has a source of their own did not drop a caveat but had an answer to it.
        let bare = without.voice(rules).is_none() && !without.near(rules);
        if dropped && (basis.depends || bare) {
            let mut score = Score::of_link(rules, LinkType::CaveatDropped);
            basis.weigh(&mut score);
            score.add(Measure::CaveatWord, f32::from(with.statement.caution));
            push(&mut list, score, LinkType::CaveatDropped, turned);
        }
    }
    list
}

fn sources(x: Told<'_>, y: Told<'_>, basis: Basis, rules: &ProvenanceRules) -> Option<Difference> {
    let mut list = Vec::new();
    match (x.voice(rules), y.voice(rules)) {
        (Some(v), None) | (None, Some(v)) => {
            let turned = x.voice(rules).is_none();
            let (other, without) = if turned { (x.own, x) } else { (y.own, y) };
            // Who is cited needs no source: the article is the source itself. And who is named in the sentence can be found.
            if Outlets::all_of(v, other, rules) || names(without, v, rules) {
                return None;
            }
            let mut score = Score::of_link(rules, LinkType::SourceLost);
            basis.weigh(&mut score);
            let found = v.traceability.is_some_and(|t| t <= Traceability::T4);
            score.add(Measure::SourceTraceable, f32::from(found));
            score.add(Measure::VoiceNear, f32::from(without.near(rules)));
            push(&mut list, score, LinkType::SourceLost, turned);
        }
        (Some(v), Some(w)) => {
            let related = related(v, w, rules);
            let relays = Outlets::any_of(v, y.own, rules) || Outlets::any_of(w, x.own, rules);
            if related || relays {
                return None;
            }
            let mut score = Score::of_link(rules, LinkType::SourceChanged);
            basis.weigh(&mut score);
            let anonymous = |v: &Voice| v.identified == Identified::Anonymous;
            score.add(Measure::SourcesAnonymous, f32::from(anonymous(v) && anonymous(w)));
            score.add(Measure::SourcesSameKind, f32::from(v.kind == w.kind));
            push(&mut list, score, LinkType::SourceChanged, false);
        }
        (None, None) => {}
    }
    list.pop()
}

/// Whether two descriptions may mean one source: they share more than a word such as *source*, or one of them says no more
/// than such a word.
fn related(v: &Voice, w: &Voice, rules: &ProvenanceRules) -> bool {
    let own = |of: &Voice| -> Vec<u32> {
        let telling = of.stems.iter().filter(|s| !rules.vague.contains_key(s));
        telling.copied().collect()
    };
    let (x, y) = (own(v), own(w));
    if x.is_empty() || y.is_empty() {
        return v.stems.iter().any(|s| w.stems.contains(s));
    }
    x.iter().any(|s| y.contains(s))
}

/// Whether the sentence of a statement names a source, though it does not say that it speaks.
fn names(told: Told<'_>, voice: &Voice, rules: &ProvenanceRules) -> bool {
    let words = &told.sketch.sentences[told.statement.sentence].words;
    let mut telling = voice.stems.iter().filter(|s| !rules.vague.contains_key(s)).peekable();
    let named = voice.identified != Identified::Anonymous && telling.peek().is_some();
    named && telling.all(|s| words.iter().any(|w| w.stem == *s))
}

fn push(list: &mut Vec<Difference>, score: Score<'_>, kind: LinkType, turned: bool) {
    if score.holds() {
        let (confidence, evidence) = score.finish();
        list.push(Difference { kind, turned, confidence, evidence });
    }
}
