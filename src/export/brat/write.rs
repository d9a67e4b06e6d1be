//! From an annotation to the lines of a standoff file.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use super::extras::{Extras, KeptRemark, KeptVoice};
use crate::export::bytes_to_codepoints;
use crate::export::offsets::Bytes;
use crate::export::parts::fullest;
use crate::model::{Annotation, Attribution, Span, cover};

/// The `.ann` file of an annotation with offsets in bytes; the `.txt` beside it is `annotation.text`.
pub fn standoff(annotation: &Annotation) -> String {
    let mut points = annotation.clone();
    bytes_to_codepoints(&mut points);
    let mut file =
        File { annotation, bounds: String::new(), others: String::new(), count: 0, attributes: 0 };
    file.write(&points);
    file.bounds + &file.others
}

struct File<'a> {
    annotation: &'a Annotation,
    /// Lines of text bounds.
    bounds: String,
    /// Lines of events, attributes and relations.
    others: String,
    count: usize,
    attributes: usize,
}

/// Text bounds of a source's mentions, by their spans in code points.
type Mentions = BTreeMap<Vec<Span>, usize>;

impl File<'_> {
    fn write(&mut self, points: &Annotation) {
        let attributions = &self.annotation.attributions;
        let extras = Extras::of(self.annotation);
        let numbers: BTreeMap<&str, usize> =
            attributions.iter().enumerate().map(|(i, a)| (a.id.as_str(), i + 1)).collect();
        let mut mentions: BTreeMap<&str, Mentions> = BTreeMap::new();
        let mut events = String::new();
        for (i, (a, p)) in attributions.iter().zip(&points.attributions).enumerate() {
            let event = format!("E{}", i + 1);
            let cue = self.bound("Cue", &a.cue, &p.cue);
            let mut line = format!("{event}\tAttribution:T{cue}");
            if let (Some(source), Some(at)) = (&a.source, &p.source) {
                let known = mentions.entry(&source.id).or_default();
                let bound = match known.get(&at.spans) {
                    Some(bound) => *bound,
                    None => {
                        let bound = self.bound("Source", &source.spans, &at.spans);
                        known.insert(at.spans.clone(), bound);
                        let target = format!("T{bound}");
                        self.attribute("Kind", &target, &camel(source.kind));
                        self.attribute("Identified", &target, &camel(source.identified));
                        bound
                    }
                };
                write!(line, " Source:T{bound}").expect("writing to a string");
            }
            if !a.content.is_empty() {
                let content = self.bound("Content", &a.content, &p.content);
                write!(line, " Content:T{content}").expect("writing to a string");
            }
            if let Some(parent) = a.parent.as_deref().and_then(|id| numbers.get(id)) {
                write!(line, " Parent:E{parent}").expect("writing to a string");
            }
            events.push_str(&line);
            events.push('\n');
            self.event_attributes(a, &event);
        }
        let relations = self.relations(points, &mut mentions, &extras);
        for (b, p) in
            self.annotation.blocks.iter().zip(&points.blocks).filter(|(b, _)| b.boilerplate)
        {
            let bound = self.bound("Boilerplate", &[b.span()], &[p.span()]);
            self.attribute("Kind", &format!("T{bound}"), &camel(b.kind));
        }
        self.voices(&extras.voices);
        let remarks = self.remarks(&extras.remarks, &numbers);
        self.others = events + &self.others + &relations + &remarks;
    }

    fn event_attributes(&mut self, a: &Attribution, event: &str) {
        self.attribute("Mode", event, &camel(a.mode));
        self.attribute("Stance", event, &camel(a.stance));
        if a.hedged {
            self.attribute("Hedged", event, "");
        }
        if let Some(construction) = &a.construction {
            self.attribute("Construction", event, construction);
        }
    }

    /// From each mention of a source to the fullest one. Mentions that are no source of an attribution are marked.
    fn relations<'m>(
        &mut self,
        points: &'m Annotation,
        mentions: &mut BTreeMap<&'m str, Mentions>,
        extras: &Extras,
    ) -> String
    where
        Self: 'm,
    {
        let (mut lines, mut count) = (String::new(), 0);
        for (source, at) in self.annotation.sources.iter().zip(&points.sources) {
            let known = mentions.entry(at.id.as_str()).or_default();
            let spoken: Vec<Span> = known.keys().filter_map(|spans| cover(spans)).collect();
            let told = extras.fullest.get(&source.id);
            let told = told.and_then(|m| at.mentions.iter().position(|p| p == m));
            let Some(fullest) = told.or_else(|| fullest(source, &self.annotation.text)) else {
                continue;
            };
            for (i, (&span, &point)) in source.mentions.iter().zip(&at.mentions).enumerate() {
                // Both are in order of the text, so that one look tells.
                let next = spoken.get(spoken.partition_point(|s| s.end <= point.start));
                let meets = next.is_some_and(|s| s.overlaps(point));
                if next != Some(&point) && (i == fullest || !meets) {
                    let bound = self.bound("Mention", &[span], &[point]);
                    known.insert(vec![point], bound);
                }
            }
            let there = at.mentions[fullest];
            let Some(to) = known.iter().find(|(s, _)| cover(s) == Some(there)).map(|(_, b)| *b)
            else {
                continue;
            };
            for (_, from) in known.iter().filter(|(spans, _)| cover(spans) != Some(there)) {
                count += 1;
                writeln!(lines, "R{count}\tRefers Arg1:T{from} Arg2:T{to}")
                    .expect("writing to a string");
            }
        }
        lines
    }

    /// Sentences with the voice that people heard.
    fn voices(&mut self, voices: &[KeptVoice]) {
        if voices.is_empty() {
            return;
        }
        let bytes = Bytes::of(&self.annotation.text);
        let span = |p: &Span| Some(Span::new(bytes.at(p.start)?, bytes.at(p.end)?));
        for kept in voices {
            // Offsets that are none in this text came from elsewhere.
            let inside: Option<Vec<Span>> = kept.spans.iter().map(span).collect();
            if let Some(inside) = inside.filter(|spans| spans.iter().all(|s| s.start < s.end)) {
                let bound = self.bound("Sentence", &inside, &kept.spans);
                self.attribute("Voice", &format!("T{bound}"), &kept.voice);
            }
        }
    }

    /// What annotators wrote, beside what it is about, if that is still there.
    fn remarks(&self, remarks: &[KeptRemark], events: &BTreeMap<&str, usize>) -> String {
        let mut out = String::new();
        if remarks.is_empty() {
            return out;
        }
        let bounds: BTreeMap<&str, &str> = self
            .bounds
            .lines()
            .filter_map(|line| {
                let mut fields = line.split('\t');
                let id = fields.next()?;
                Some((fields.next()?, id))
            })
            .collect();
        for (i, remark) in remarks.iter().enumerate() {
            let event = remark.attribution.as_deref().and_then(|id| events.get(id));
            let bound = remark.bound.as_ref().and_then(|(label, spans)| {
                bounds
                    .get(format!("{label} {}", offsets(spans)).as_str())
                    .map(|id| (*id).to_owned())
            });
            if let Some(target) = event.map(|n| format!("E{n}")).or(bound) {
                let text = remark.text.replace(['\n', '\r'], " ");
                writeln!(out, "#{}\t{} {target}\t{text}", i + 1, remark.sort)
                    .expect("writing to a string");
            }
        }
        out
    }

    /// Writes a text bound and returns its number.
    fn bound(&mut self, label: &str, bytes: &[Span], points: &[Span]) -> usize {
        self.count += 1;
        let texts: Vec<&str> = bytes.iter().map(|s| s.of(&self.annotation.text)).collect();
        // What some readers take for the end of a line becomes a blank, as breaks do.
        let text = texts.join(" ").replace(ends_line, " ");
        writeln!(self.bounds, "T{}\t{label} {}\t{text}", self.count, offsets(points))
            .expect("writing to a string");
        self.count
    }

    fn attribute(&mut self, name: &str, target: &str, value: &str) {
        self.attributes += 1;
        let blank = if value.is_empty() { "" } else { " " };
        writeln!(self.others, "A{}\t{name} {target}{blank}{value}", self.attributes)
            .expect("writing to a string");
    }
}

fn offsets(points: &[Span]) -> String {
    points.iter().map(|s| format!("{} {}", s.start, s.end)).collect::<Vec<_>>().join(";")
}

fn ends_line(c: char) -> bool {
    c.is_whitespace() && c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// The name of a value as the guidelines write it: `armed_group` becomes `ArmedGroup`.
fn camel(value: impl Serialize) -> String {
    let name = serde_json::to_value(value)
        .ok()
        .and_then(|v| v.as_str().map(str::to_owned))
        .unwrap_or_default();
    let mut upper = true;
    let mut out = String::new();
    for c in name.chars() {
        match c {
            '_' => upper = true,
            c => {
                out.push(if upper { c.to_ascii_uppercase() } else { c });
                upper = false;
            }
        }
    }
    out
}
