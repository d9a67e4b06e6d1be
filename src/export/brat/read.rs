//! From the lines of a standoff file to attributions, sources and blocks.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;

use super::extras::{Extras, KeptRemark, KeptVoice};
use super::standoff::{Bound, Event, LineError, Lines, parse};
use crate::export::offsets::Offsets;
use crate::model::{
    Attribution, Block, BlockKind, CueClass, Evidence, Identified, Source, SourceKind,
    SourceMention, Span, Stance, Traceability, cover, hash_id,
};

/// What people marked in a text; offsets in bytes. Lemmas and rungs are not theirs to tell: the rules fill them in.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// Every line of the text that is visible, or the part of it that is boilerplate.
    pub blocks: Vec<Block>,
    pub attributions: Vec<Attribution>,
    /// In order of first mention.
    pub sources: Vec<Source>,
    /// What the model has no place for, as fields of an input record.
    pub input: serde_json::Map<String, serde_json::Value>,
}

/// The rule, and the only reason, of what people marked.
const GOLD: &str = "gold";

/// In whose voice a sentence may be.
const VOICES: [&str; 3] = ["Article", "Source", "Both"];

/// Log-odds whose logistic function is 1 in double precision.
const CERTAIN: f64 = 40.0;

/// Reads the standoff annotation of a text.
///
/// # Errors
/// The first line that is wrong.
pub fn read(text: &str, standoff: &str) -> Result<Marks, LineError> {
    let lines = parse(text, standoff)?;
    let bounds: BTreeMap<&str, &Bound> = lines.bounds.iter().map(|b| (b.id.as_str(), b)).collect();
    let reader = Reader { text, lines: &lines, bounds, points: Offsets::new(text) };
    reader.check_ids()?;
    let (sources, source_of, fullest) = reader.sources()?;
    let attributions = reader.attributions(&source_of)?;
    let remarks = reader.remarks(&attributions)?;
    let voices = reader.voices()?;
    let input = Extras { fullest, remarks, voices }.into_input();
    Ok(Marks { blocks: reader.blocks()?, attributions, sources, input })
}

struct Reader<'a> {
    text: &'a str,
    lines: &'a Lines,
    bounds: BTreeMap<&'a str, &'a Bound>,
    points: Offsets,
}

/// Sources, the source of each of their bounds, and the fullest mentions that their names do not tell.
type Cast<'a> = (Vec<Source>, BTreeMap<&'a str, String>, BTreeMap<String, Span>);

impl<'a> Reader<'a> {
    fn check_ids(&self) -> Result<(), LineError> {
        let bounds = self.lines.bounds.iter().map(|b| (&b.id, b.line));
        let events = self.lines.events.iter().map(|e| (&e.id, e.line));
        let mut seen = BTreeSet::new();
        for (id, line) in bounds.chain(events) {
            if !seen.insert(id) {
                return Err(wrong(line, format!("a second {id}")));
            }
        }
        for ((target, name), (_, line)) in &self.lines.attributes {
            if !seen.contains(target) {
                return Err(wrong(*line, format!("{name} of {target}, which is nowhere")));
            }
        }
        Ok(())
    }

    fn bound(&self, id: &str, labels: &[&str], line: usize) -> Result<&'a Bound, LineError> {
        match self.bounds.get(id) {
            Some(bound) if labels.contains(&bound.label.as_str()) => Ok(bound),
            Some(bound) => {
                let expected = labels.join(" or ");
                Err(wrong(line, format!("{id} is a {}, not a {expected}", bound.label)))
            }
            None => Err(wrong(line, format!("there is no {id}"))),
        }
    }

    /// The value of an attribute that must be there.
    fn value<T: DeserializeOwned>(
        &self,
        target: &str,
        name: &str,
        line: usize,
    ) -> Result<T, LineError> {
        let Some((value, line)) = self.lines.attribute(target, name) else {
            return Err(wrong(line, format!("{target} has no {name}")));
        };
        from_camel(value).ok_or_else(|| wrong(*line, format!("no {name} is called `{value}`")))
    }

    /// Mentions that refer to each other, or to one and the same, are one source.
    fn sources(&self) -> Result<Cast<'a>, LineError> {
        let mut above: BTreeMap<&str, &str> = BTreeMap::new();
        for r in &self.lines.refers {
            let labels = ["Source", "Mention"];
            let from = self.bound(&r.from, &labels, r.line)?;
            let to = self.bound(&r.to, &labels, r.line)?;
            if above.insert(&from.id, &to.id).is_some() {
                return Err(wrong(r.line, format!("{} refers to a second mention", r.from)));
            }
        }
        let root = |id: &'a str| {
            let mut at = id;
            for _ in 0..=above.len() {
                match above.get(at) {
                    Some(next) => at = next,
                    None => return Some(at),
                }
            }
            None
        };
        let mut groups: BTreeMap<&str, Vec<&Bound>> = BTreeMap::new();
        for b in &self.lines.bounds {
            if matches!(b.label.as_str(), "Source" | "Mention") {
                let root = root(&b.id)
                    .ok_or_else(|| wrong(b.line, format!("{} refers to itself", b.id)))?;
                groups.entry(root).or_default().push(b);
            }
        }
        let mut found: Vec<(Source, &str, Vec<&str>)> = Vec::new();
        for (root, group) in groups {
            let mut mentions: Vec<Span> = group.iter().filter_map(|b| cover(&b.spans)).collect();
            mentions.sort_unstable();
            mentions.dedup();
            // The fullest mention tells most of the source; if it is no source itself, one that is.
            let named = group.iter().find(|b| b.id == root && b.label == "Source");
            let told = named.or_else(|| group.iter().find(|b| b.label == "Source"));
            let (kind, identified) = match told {
                Some(b) => self.nature(b)?,
                None => (SourceKind::Other, Identified::Anonymous),
            };
            let source = Source {
                id: String::new(),
                name: self.words(&self.bounds[root].spans),
                kind,
                identified,
                role: None,
                side: None,
                names: Vec::new(),
                traceability: Traceability::T6,
                traceability_rule: String::new(),
                flags: Vec::new(),
                rating: None,
                mentions,
            };
            found.push((source, root, group.iter().map(|b| b.id.as_str()).collect()));
        }
        found.sort_by(|a, b| a.0.mentions.cmp(&b.0.mentions).then_with(|| a.1.cmp(b.1)));
        let (mut sources, mut of, mut fullest) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
        for (i, (mut source, root, group)) in found.into_iter().enumerate() {
            source.id = format!("s{}", i + 1);
            of.extend(group.into_iter().map(|id| (id, source.id.clone())));
            let at = cover(&self.bounds[root].spans);
            let first = source.mentions.iter().find(|m| m.of(self.text) == source.name);
            if let Some(at) = at.filter(|at| first != Some(at)) {
                fullest.insert(source.id.clone(), self.in_points(at));
            }
            sources.push(source);
        }
        Ok((sources, of, fullest))
    }

    fn nature(&self, b: &Bound) -> Result<(SourceKind, Identified), LineError> {
        Ok((self.value(&b.id, "Kind", b.line)?, self.value(&b.id, "Identified", b.line)?))
    }

    fn attributions(
        &self,
        source_of: &BTreeMap<&str, String>,
    ) -> Result<Vec<Attribution>, LineError> {
        let mut list = Vec::with_capacity(self.lines.events.len());
        let (mut ids, mut taken) = (BTreeMap::new(), BTreeSet::new());
        for event in &self.lines.events {
            let mut attribution = self.attribution(event, source_of)?;
            let spans = attribution.source.as_ref().map_or(&[][..], |s| &s.spans);
            let groups: [&[Span]; 3] = [&attribution.cue, spans, &attribution.content];
            let id = (0..).map(|salt| hash_id("a-", &groups, salt)).find(|id| !taken.contains(id));
            attribution.id = id.expect("one of endless ids is free");
            taken.insert(attribution.id.clone());
            ids.insert(event.id.as_str(), attribution.id.clone());
            list.push(attribution);
        }
        for (event, attribution) in self.lines.events.iter().zip(&mut list) {
            if let Some(parent) = &event.parent {
                let id = ids.get(parent.as_str());
                let id = id.ok_or_else(|| wrong(event.line, format!("there is no {parent}")))?;
                attribution.parent = Some(id.clone());
            }
        }
        list.sort_by(|a, b| a.cue.cmp(&b.cue));
        Ok(list)
    }

    fn attribution(
        &self,
        event: &Event,
        source_of: &BTreeMap<&str, String>,
    ) -> Result<Attribution, LineError> {
        let cue = self.bound(&event.cue, &["Cue"], event.line)?.spans.clone();
        let content = match &event.content {
            Some(id) => self.bound(id, &["Content"], event.line)?.spans.clone(),
            None => Vec::new(),
        };
        let stance: Stance = self.value(&event.id, "Stance", event.line)?;
        let source = match &event.source {
            Some(id) => {
                let bound = self.bound(id, &["Source"], event.line)?;
                let (kind, identified) = self.nature(bound)?;
                let id = source_of[bound.id.as_str()].clone();
                Some(SourceMention { id, spans: bound.spans.clone(), kind, identified, link: None })
            }
            None => None,
        };
        let construction = self.lines.attribute(&event.id, "Construction").map(|v| v.0.clone());
        Ok(Attribution {
            id: String::new(),
            rule: GOLD.to_owned(),
            construction,
            cue_lemma: self.words(&cue).to_lowercase(),
            cue_class: class_of(stance),
            cue,
            source,
            content,
            mode: self.value(&event.id, "Mode", event.line)?,
            stance,
            hedged: self.lines.attribute(&event.id, "Hedged").is_some(),
            parent: None,
            channel: None,
            said_on: None,
            confidence: 1.0 / (1.0 + (-CERTAIN).exp()),
            evidence: vec![Evidence { id: GOLD.to_owned(), weight: CERTAIN }],
        })
    }

    /// Remarks with what they are about by ids and spans that the annotation keeps.
    fn remarks(&self, attributions: &[Attribution]) -> Result<Vec<KeptRemark>, LineError> {
        let by_cue: BTreeMap<(&[Span], &[Span]), &str> = attributions
            .iter()
            .map(|a| ((a.cue.as_slice(), a.content.as_slice()), a.id.as_str()))
            .collect();
        let events: BTreeMap<&str, &Event> =
            self.lines.events.iter().map(|e| (e.id.as_str(), e)).collect();
        let keep = |remark: &super::standoff::Remark| {
            let mut kept = KeptRemark {
                sort: remark.sort.clone(),
                attribution: None,
                bound: None,
                text: remark.text.clone(),
            };
            if let Some(event) = events.get(remark.target.as_str()) {
                let spans = |id: &str| self.bounds.get(id).map_or(&[][..], |b| &b.spans);
                let content = event.content.as_deref().map_or(&[][..], spans);
                let id = by_cue.get(&(spans(&event.cue), content));
                kept.attribution = id.map(|id| (*id).to_owned());
            } else if let Some(bound) = self.bounds.get(remark.target.as_str()) {
                let spans = bound.spans.iter().map(|&s| self.in_points(s)).collect();
                kept.bound = Some((bound.label.clone(), spans));
            } else {
                let message = format!("a remark on {}, which is nowhere", remark.target);
                return Err(wrong(remark.line, message));
            }
            Ok(kept)
        };
        self.lines.remarks.iter().map(keep).collect()
    }

    fn voices(&self) -> Result<Vec<KeptVoice>, LineError> {
        let marked = self.lines.bounds.iter().filter(|b| b.label == "Sentence");
        let keep = |b: &Bound| {
            let Some((voice, line)) = self.lines.attribute(&b.id, "Voice") else {
                return Err(wrong(b.line, format!("{} has no Voice", b.id)));
            };
            if !VOICES.contains(&voice.as_str()) {
                return Err(wrong(*line, format!("no Voice is called `{voice}`")));
            }
            let spans = b.spans.iter().map(|&s| self.in_points(s)).collect();
            Ok(KeptVoice { spans, voice: voice.clone() })
        };
        marked.map(keep).collect()
    }

    /// Boilerplate line by line, and what is left of each line as the article's own.
    fn blocks(&self) -> Result<Vec<Block>, LineError> {
        let mut marked: Vec<(Span, BlockKind)> = Vec::new();
        for b in self.lines.bounds.iter().filter(|b| b.label == "Boilerplate") {
            let kind: BlockKind = self.value(&b.id, "Kind", b.line)?;
            if !kind.is_boilerplate() {
                let (value, line) =
                    self.lines.attribute(&b.id, "Kind").expect("the kind was just read");
                return Err(wrong(*line, format!("no kind of boilerplate is called `{value}`")));
            }
            marked.extend(b.spans.iter().map(|&s| (s, kind)));
        }
        marked.sort_unstable();
        let mut blocks = Vec::new();
        let mut at = 0;
        for (span, kind) in marked {
            let span = Span::new(span.start.max(at), span.end.max(at));
            self.add_lines(Span::new(at, span.start), BlockKind::Body, &mut blocks);
            self.add_lines(span, kind, &mut blocks);
            at = span.end;
        }
        self.add_lines(Span::new(at, self.text.len()), BlockKind::Body, &mut blocks);
        Ok(blocks)
    }

    fn add_lines(&self, span: Span, kind: BlockKind, blocks: &mut Vec<Block>) {
        let mut start = span.start;
        for line in span.of(self.text).split_inclusive('\n') {
            let line = Span::new(start, start + line.len());
            start = line.end;
            let seen = line.trimmed(self.text);
            if !seen.is_empty() {
                blocks.push(Block {
                    start: seen.start,
                    end: seen.end,
                    kind,
                    boilerplate: kind.is_boilerplate(),
                    confidence: None,
                    rule: GOLD.to_owned(),
                    lang: None,
                });
            }
        }
    }

    fn words(&self, spans: &[Span]) -> String {
        spans.iter().map(|s| s.of(self.text)).collect::<Vec<_>>().join(" ")
    }

    fn in_points(&self, span: Span) -> Span {
        Span::new(self.points.at(span.start), self.points.at(span.end))
    }
}

fn wrong(line: usize, message: String) -> LineError {
    LineError { line, message }
}

/// The class of a cue of which only the stance is told.
fn class_of(stance: Stance) -> CueClass {
    match stance {
        Stance::Asserts => CueClass::Neutral,
        Stance::Denies => CueClass::Denies,
        Stance::NoComment => CueClass::Silent,
        Stance::Asks => CueClass::Asks,
        Stance::Demands => CueClass::Demands,
        Stance::Promises => CueClass::Promises,
        Stance::Believes => CueClass::Believes,
        Stance::Accuses => CueClass::Accuses,
    }
}

/// A value as the guidelines write it: `ArmedGroup` is `armed_group`.
fn from_camel<T: DeserializeOwned>(value: &str) -> Option<T> {
    let mut snake = String::new();
    for (i, c) in value.chars().enumerate() {
        if c.is_ascii_uppercase() && i > 0 {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    serde_json::from_value(serde_json::Value::String(snake)).ok()
}
