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

/// What differs; `basis` is how surely they say the same and how much they share, and `depends` tells whether one of the articles has a passage of the other or cites it.
pub fn differences(
    x: Told<'_>,
    y: Told<'_>,
    basis: (f64, f32),
    depends: bool,
    rules: &ProvenanceRules,
) -> Vec<Difference> {
    let mut list = Vec::new();
    list.extend(sources(x, y, basis, rules));
    let sides = [(x, y, false), (y, x, true)];
    for (with, without, turned) in sides {
        let dropped = with.statement.hedged && !without.statement.hedged;
        // Who has a source of their own did not drop a caveat but had an answer to it.
        let bare = without.voice(rules).is_none() && !without.near(rules);
        if dropped && (depends || bare) {
            let mut score = Score::of_link(rules, LinkType::CaveatDropped);
            score.add(Measure::BasisConfidence, basis.0 as f32).add(Measure::WordsShared, basis.1);
            score.add(Measure::CaveatWord, f32::from(with.statement.caution));
            push(&mut list, score, LinkType::CaveatDropped, turned);
        }
    }
    list
}

fn sources(
    x: Told<'_>,
    y: Told<'_>,
    basis: (f64, f32),
    rules: &ProvenanceRules,
) -> Option<Difference> {
    let mut list = Vec::new();
    match (x.voice(rules), y.voice(rules)) {
        (Some(v), None) | (None, Some(v)) => {
            let turned = x.voice(rules).is_none();
            let (other, without) = if turned { (x.own, x) } else { (y.own, y) };
            // Who is cited needs no source: the article is the source itself.
            if Outlets::all_of(v, other, rules) {
                return None;
            }
            let mut score = Score::of_link(rules, LinkType::SourceLost);
            score.add(Measure::BasisConfidence, basis.0 as f32).add(Measure::WordsShared, basis.1);
            let found = v.traceability.is_some_and(|t| t <= Traceability::T4);
            score.add(Measure::SourceTraceable, f32::from(found));
            score.add(Measure::VoiceNear, f32::from(without.near(rules)));
            push(&mut list, score, LinkType::SourceLost, turned);
        }
        (Some(v), Some(w)) => {
            let related = v.stems.iter().any(|s| w.stems.contains(s));
            let relays = Outlets::any_of(v, y.own, rules) || Outlets::any_of(w, x.own, rules);
            if related || relays {
                return None;
            }
            let mut score = Score::of_link(rules, LinkType::SourceChanged);
            score.add(Measure::BasisConfidence, basis.0 as f32).add(Measure::WordsShared, basis.1);
            let anonymous = |v: &Voice| v.identified == Identified::Anonymous;
            score.add(Measure::SourcesAnonymous, f32::from(anonymous(v) && anonymous(w)));
            score.add(Measure::SourcesSameKind, f32::from(v.kind == w.kind));
            push(&mut list, score, LinkType::SourceChanged, false);
        }
        (None, None) => {}
    }
    list.pop()
}

fn push(list: &mut Vec<Difference>, score: Score<'_>, kind: LinkType, turned: bool) {
    if score.holds() {
        let (confidence, evidence) = score.finish();
        list.push(Difference { kind, turned, confidence, evidence });
    }
}
