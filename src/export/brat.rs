//! brat standoff: an annotation in the shape of the gold, so that both can be read side by side or corrected by hand.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use super::bytes_to_codepoints;
use crate::model::{Annotation, Attribution, Source, Span};

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

/// Text bounds of an entity's mentions, by their spans in code points.
type Mentions = BTreeMap<(String, Vec<Span>), usize>;

impl File<'_> {
    fn write(&mut self, points: &Annotation) {
        let attributions = &self.annotation.attributions;
        let numbers: BTreeMap<&str, usize> =
            attributions.iter().enumerate().map(|(i, a)| (a.id.as_str(), i + 1)).collect();
        let mut mentions = Mentions::new();
        let mut events = String::new();
        for (i, (a, p)) in attributions.iter().zip(&points.attributions).enumerate() {
            let event = format!("E{}", i + 1);
            let cue = self.bound("Cue", &a.cue, &p.cue);
            let mut line = format!("{event}\tAttribution:T{cue}");
            if let (Some(source), Some(at)) = (&a.source, &p.source) {
                let key = (source.id.clone(), at.spans.clone());
                let bound = match mentions.get(&key) {
                    Some(bound) => *bound,
                    None => {
                        let bound = self.bound("Source", &source.spans, &at.spans);
                        mentions.insert(key, bound);
                        self.attribute("Kind", &format!("T{bound}"), &camel(source.kind));
                        self.attribute(
                            "Identified",
                            &format!("T{bound}"),
                            &camel(source.identified),
                        );
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
        let relations = self.relations(points, &mut mentions);
        for (b, p) in
            self.annotation.blocks.iter().zip(&points.blocks).filter(|(b, _)| b.boilerplate)
        {
            let bound = self.bound("Boilerplate", &[b.span()], &[p.span()]);
            self.attribute("Kind", &format!("T{bound}"), &camel(b.kind));
        }
        self.others = events + &self.others + &relations;
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

    /// From each mention that is a source to the fullest mention of the same entity, which is marked if no source is.
    fn relations(&mut self, points: &Annotation, mentions: &mut Mentions) -> String {
        let (mut lines, mut count) = (String::new(), 0);
        let sources: Vec<((String, Vec<Span>), usize)> =
            mentions.iter().map(|(k, v)| (k.clone(), *v)).collect();
        for (entity, at) in self.annotation.sources.iter().zip(&points.sources) {
            let Some(fullest) = fullest(entity, &self.annotation.text) else { continue };
            let (span, point) = (entity.mentions[fullest], at.mentions[fullest]);
            for ((_, spans), bound) in sources.iter().filter(|((id, _), _)| *id == entity.id) {
                if covers(spans, point) {
                    continue;
                }
                let there = mentions
                    .iter()
                    .find(|((id, s), _)| *id == entity.id && covers(s, point))
                    .map(|(_, b)| *b);
                let there = there.unwrap_or_else(|| {
                    let bound = self.bound("Mention", &[span], &[point]);
                    mentions.insert((entity.id.clone(), vec![point]), bound);
                    bound
                });
                count += 1;
                writeln!(lines, "R{count}\tRefers Arg1:T{bound} Arg2:T{there}")
                    .expect("writing to a string");
            }
        }
        lines
    }

    /// Writes a text bound and returns its number.
    fn bound(&mut self, label: &str, bytes: &[Span], points: &[Span]) -> usize {
        self.count += 1;
        let offsets: Vec<String> =
            points.iter().map(|s| format!("{} {}", s.start, s.end)).collect();
        let texts: Vec<&str> = bytes.iter().map(|s| s.of(&self.annotation.text)).collect();
        let text = texts.join(" ").replace(['\n', '\r', '\t'], " ");
        writeln!(self.bounds, "T{}\t{label} {}\t{text}", self.count, offsets.join(";"))
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

/// Index of the mention that gives the entity its name, else of the longest one.
fn fullest(entity: &Source, text: &str) -> Option<usize> {
    let named = entity.mentions.iter().position(|m| m.of(text) == entity.name);
    named.or_else(|| (0..entity.mentions.len()).rev().max_by_key(|&i| entity.mentions[i].len()))
}

/// Whether the spans run from the mention's first to its last character.
fn covers(spans: &[Span], mention: Span) -> bool {
    crate::model::cover(spans) == Some(mention)
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
