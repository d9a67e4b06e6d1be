//! Explanations: why an attribution was made, what speaks for it, and what was rejected instead, for people.

use std::fmt::Write;

use crate::model::{Annotation, Attribution, Evidence, Span, cover};
use crate::rules::{Catalogue, ExplainWords, Part, write_marked};
use crate::stages::attributions::Rival;

/// So many rejected readings are shown.
const SHOWN: usize = 3;
/// So many reasons are shown for and against each.
const REASONS: usize = 3;

/// What explanations are made from.
pub struct Explanation<'a> {
    /// With offsets in bytes.
    pub annotation: &'a Annotation,
    /// The readings of every cue, the best first.
    pub rivals: &'a [Vec<Rival>],
    pub catalogue: &'a Catalogue,
    pub words: &'a ExplainWords,
    /// Whether the rules' own descriptions are in the reader's language.
    pub says: bool,
}

impl Explanation<'_> {
    /// Explains one attribution.
    pub fn of(&self, a: &Attribution) -> String {
        let mut out = String::new();
        let source: &[Span] = a.source.as_ref().map_or(&[], |s| &s.spans);
        let _ = writeln!(out, "{}\n  {}\n", a.id, self.marked(&a.cue, source, &a.content, true));
        let w = self.words;
        let _ = writeln!(out, "{}  {:.2}", w.label("confidence"), a.confidence);
        let _ =
            writeln!(out, "{}  {}", w.label("rule"), self.rule(&a.rule, a.construction.as_deref()));
        if let Some(says) = self.catalogue.find(&a.rule).map(|r| &r.says).filter(|_| self.says) {
            let _ = writeln!(out, "  {says}");
        }
        let _ = writeln!(out, "{}", w.label("evidence"));
        self.reasons(&a.evidence, &mut out);
        if let Some(link) = a.source.as_ref().and_then(|s| s.link.as_ref()) {
            let _ = writeln!(out, "{}  {:.2}", w.label("link"), link.confidence);
            self.reasons(&link.evidence, &mut out);
        }
        self.rejected(a, &mut out);
        out
    }

    /// Cues that were read and of which nothing was kept, with their best readings.
    pub fn unkept(&self) -> String {
        let kept = |cue: &[Span]| self.annotation.attributions.iter().any(|a| a.cue == cue);
        let groups = self.rivals.iter().filter_map(|g| g.first()).filter(|r| !kept(&r.cue));
        let mut out = String::new();
        for best in groups {
            if out.is_empty() {
                let _ = writeln!(out, "{}", self.words.label("unkept"));
            }
            let marked = self.marked(&best.cue, &best.source, &best.content, false);
            let _ = writeln!(out, "  {:.2}  {marked}", best.share);
        }
        out
    }

    fn rule(&self, id: &str, construction: Option<&str>) -> String {
        match construction {
            Some(c) => format!("{id}  ({c}, {})", self.words.construction(c)),
            None => id.to_owned(),
        }
    }

    /// Reasons with their weights, the heaviest first, and their sum.
    fn reasons(&self, evidence: &[Evidence], out: &mut String) {
        let mut list: Vec<&Evidence> = evidence.iter().collect();
        list.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        for e in list {
            let words = self.words.reason(&e.id).unwrap_or_else(|| e.id.clone());
            let _ = writeln!(out, "  {:+.2}  {words}  [{}]", e.weight, e.id);
        }
        let sum: f64 = evidence.iter().map(|e| e.weight).sum();
        let p = Evidence::probability(evidence);
        let _ = writeln!(out, "  {sum:+.2}  {} -> {p:.2}", self.words.label("sum"));
    }

    /// The readings of the same cue that were not chosen, and what told between them and the chosen one.
    fn rejected(&self, a: &Attribution, out: &mut String) {
        let group = self.rivals.iter().find(|g| g.iter().any(|r| r.cue == a.cue));
        let group = group.map_or(&[][..], Vec::as_slice);
        let chosen = group.iter().find(|r| r.is(a));
        let others: Vec<&Rival> = group.iter().filter(|r| !r.is(a)).take(SHOWN).collect();
        let w = self.words;
        let _ = writeln!(out, "{}", w.label("rejected"));
        if others.is_empty() {
            let _ = writeln!(out, "  {}", w.label("nothing_rejected"));
        }
        for other in others {
            let marked = self.marked(&other.cue, &other.source, &other.content, false);
            let _ = writeln!(out, "  {:.2}  {marked}", other.share);
            let rule = self.rule(&other.rule, other.construction.as_deref());
            let _ = writeln!(out, "        {}  {rule}", w.label("rule"));
            let Some(chosen) = chosen else { continue };
            if other.score > chosen.score {
                let _ = writeln!(out, "        {}", w.label("conflict"));
            }
            for (label, sign) in [("for_it", 1.0), ("against_it", -1.0)] {
                let told = self.told_between(other, chosen, sign);
                if !told.is_empty() {
                    let _ = writeln!(out, "        {}  {}", w.label(label), told.join("; "));
                }
            }
        }
        let nothing = 1.0 - group.iter().map(|r| r.share).sum::<f64>();
        if !group.is_empty() {
            let _ = writeln!(out, "  {nothing:.2}  {}", w.label("no_report"));
        }
    }

    /// The reasons that one reading has and the other has not, as far as they weigh in one direction.
    fn told_between(&self, rival: &Rival, chosen: &Rival, sign: f64) -> Vec<String> {
        let without = |list: &[Evidence], other: &[Evidence], sign: f64| -> Vec<(f64, String)> {
            let own = list.iter().filter(|e| !other.iter().any(|o| o.id == e.id));
            own.map(|e| (sign * e.weight, e.id.clone())).collect()
        };
        let mut list = without(&rival.evidence, &chosen.evidence, 1.0);
        list.extend(without(&chosen.evidence, &rival.evidence, -1.0));
        list.retain(|(weight, _)| weight * sign > 0.0);
        list.sort_by(|a, b| (b.0 * sign).total_cmp(&(a.0 * sign)).then(a.1.cmp(&b.1)));
        let words = |id: &str| self.words.reason(id).unwrap_or_else(|| id.to_owned());
        list.iter().take(REASONS).map(|(w, id)| format!("{w:+.2} {}", words(id))).collect()
    }

    /// The parts in their sentences, or between their first and last word.
    fn marked(&self, cue: &[Span], source: &[Span], content: &[Span], sentences: bool) -> String {
        let all: Vec<Span> = [cue, source, content].concat();
        let Some(mut place) = cover(&all) else { return String::new() };
        if sentences {
            for s in self.annotation.sentences.iter().map(|s| s.span()) {
                if s.overlaps(place) {
                    place = Span::new(place.start.min(s.start), place.end.max(s.end));
                }
            }
        }
        let part = |role: &str, span: &Span| Part {
            role: self.words.label(role).to_owned(),
            number: 1,
            parent: None,
            values: Vec::new(),
            span: Span::new(span.start - place.start, span.end - place.start),
        };
        let roles = [("cue", cue), ("source", source), ("content", content)];
        let parts: Vec<Part> = roles
            .iter()
            .flat_map(|(role, spans)| spans.iter().map(move |s| part(role, s)))
            .collect();
        let marked = write_marked(place.of(&self.annotation.text), &parts);
        marked.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
