//! Checking gold: what an annotator gets wrong without noticing.

use serde::de::DeserializeOwned;

use super::gold::{Gold, GoldAttribution};
use super::voices::SentenceVoice;
use crate::model::{BlockKind, Identified, Mode, SourceKind, Span, Stance, overlaps_any};
use crate::rules::is_construction;

/// What is wrong with a gold file, one line a finding; none if it is sound.
///
/// A missing construction is none: only the project's own gold names them.
pub fn problems(gold: &Gold) -> Vec<String> {
    let mut found = Vec::new();
    let mut furniture: Vec<Span> = Vec::new();
    for (spans, kind) in &gold.boilerplate {
        edges(gold, "boilerplate", spans, &mut found);
        let good = kind.as_deref().and_then(value::<BlockKind>).is_some_and(|k| k.is_boilerplate());
        if !good {
            let words = spans.first().map_or("", |s| s.of(&gold.text));
            let kind = kind.as_deref().unwrap_or("missing");
            found.push(format!("boilerplate {words:?}: Kind is {kind}"));
        }
        furniture.extend(spans);
    }
    sentences(gold, &mut found);
    for a in &gold.attributions {
        let mut own = Vec::new();
        attribution(gold, a, &furniture, &mut own);
        found.extend(own.into_iter().map(|p| format!("{}: {p}", a.id)));
    }
    found
}

/// Sentences are apart, lie outside of boilerplate, and have a voice that the contents bear out.
fn sentences(gold: &Gold, found: &mut Vec<String>) {
    let reported: Vec<Span> =
        gold.attributions.iter().flat_map(|a| a.content.iter().copied()).collect();
    let furniture: Vec<Span> = gold.boilerplate.iter().flat_map(|b| b.0.iter().copied()).collect();
    let mut end = 0;
    for (span, voice) in &gold.sentences {
        let told = voice.as_deref().and_then(SentenceVoice::from_gold);
        let wrong = match told {
            None => Some(format!("Voice is {}", voice.as_deref().unwrap_or("missing"))),
            _ if span.start < end => Some("it overlaps the one before".to_owned()),
            _ if overlaps(&[*span], &furniture) => Some("it lies in boilerplate".to_owned()),
            Some(voice) if (voice != SentenceVoice::Article) != overlaps(&[*span], &reported) => {
                Some("its voice is not what the contents say".to_owned())
            }
            Some(_) => None,
        };
        let told = wrong.map(|w| format!("sentence {:?}: {w}", span.of(&gold.text)));
        found.extend(told);
        end = end.max(span.end);
    }
}

fn attribution(gold: &Gold, a: &GoldAttribution, furniture: &[Span], found: &mut Vec<String>) {
    let source = a.source.as_ref().map(|s| s.spans.as_slice()).unwrap_or_default();
    for (part, spans) in [("cue", a.cue.as_slice()), ("source", source), ("content", &a.content)] {
        edges(gold, part, spans, found);
        if overlaps(spans, furniture) {
            found.push(format!("its {part} lies in boilerplate"));
        }
    }
    let letters =
        |spans: &[Span]| spans.iter().any(|s| s.of(&gold.text).chars().any(char::is_alphanumeric));
    if overlaps(&a.cue, &a.content) && letters(&a.cue) {
        found.push("its cue lies in its own content".to_owned());
    }
    if overlaps(&a.cue, source) {
        found.push("its cue and its source overlap".to_owned());
    }
    // A relative clause of the source may hold the content (*ceux qui ont signé « …»*), never the other way round.
    if overlaps(source, &a.content) && !within(&a.content, source) {
        found.push("its source lies in its own content".to_owned());
    }
    let mut named = |name: &str, given: Option<&str>, good: bool| {
        if !good {
            found.push(format!("{name} is {}", given.unwrap_or("missing")));
        }
    };
    let (mode, stance) = (a.mode.as_deref(), a.stance.as_deref());
    named("Mode", mode, mode.and_then(value::<Mode>).is_some());
    named("Stance", stance, stance.and_then(value::<Stance>).is_some());
    let construction = a.construction.as_deref();
    named("Construction", construction, construction.is_none_or(is_construction));
    if let Some(s) = &a.source {
        let (kind, identified) = (s.kind.as_deref(), s.identified.as_deref());
        named("Kind", kind, kind.and_then(value::<SourceKind>).is_some());
        named("Identified", identified, identified.and_then(value::<Identified>).is_some());
    }
    if a.content.is_empty() && stance != Some("NoComment") {
        found.push("it has no content".to_owned());
    }
    if let Some(parent) = &a.parent {
        parentage(gold, a, parent, found);
    }
}

fn parentage(gold: &Gold, a: &GoldAttribution, parent: &str, found: &mut Vec<String>) {
    let of = |id: &str| gold.attributions.iter().find(|p| p.id == id);
    let Some(direct) = of(parent) else {
        found.push(format!("its parent {parent} is not there"));
        return;
    };
    if !within(&a.content, &direct.content) {
        found.push(format!("its content is not inside that of its parent {parent}"));
    }
    let same = |p: &GoldAttribution| match (&a.source, &p.source) {
        (Some(own), Some(other)) => own.group.contains(&other.spans),
        _ => false,
    };
    if same(direct) {
        found.push(format!("its source is that of its parent {parent}"));
    }
    let (mut up, mut steps) = (Some(direct), 0);
    while let Some(next) = up {
        steps += 1;
        if next.id == a.id || steps > gold.attributions.len() {
            found.push("its parents form a circle".to_owned());
            return;
        }
        up = next.parent.as_deref().and_then(of);
    }
}

fn edges(gold: &Gold, part: &str, spans: &[Span], found: &mut Vec<String>) {
    for s in spans.iter().filter(|s| s.trimmed(&gold.text) != **s) {
        found.push(format!("its {part} {:?} begins or ends with a blank", s.of(&gold.text)));
    }
}

fn overlaps(some: &[Span], others: &[Span]) -> bool {
    some.iter().any(|s| overlaps_any(*s, others))
}

fn within(inner: &[Span], outer: &[Span]) -> bool {
    inner.iter().all(|i| outer.iter().any(|o| o.contains(*i)))
}

/// Reads a value as gold files spell it: `NoComment` is the model's `no_comment`.
fn value<T: DeserializeOwned>(name: &str) -> Option<T> {
    let mut snake = String::new();
    for (i, c) in name.char_indices() {
        if c.is_ascii_uppercase() && i > 0 {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    serde_json::from_value(snake.into()).ok()
}
