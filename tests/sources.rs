//! The stage `sources` in the whole pipeline: who is meant, what they are, what a reader should know of them.

mod cases;

use libtest_mimic::Arguments;
use sourcier::Rules;
use sourcier::model::{Annotation, Document, Source, Span};
use sourcier::pipeline;

fn main() {
    let rules = Rules::embedded().unwrap_or_else(|e| panic!("{e}"));
    let trials = cases::trials("sources", move |case| {
        let document = Document::from_text("case", case.input.as_str());
        let analysis = pipeline::analyse(&document, &rules, Some("fr"));
        analysis.check().unwrap_or_else(|e| panic!("{}: {e:?}", case.title));
        render(&analysis.annotation)
    });
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

/// Each source with the mentions by which it speaks, then who is never heard and how many voices there are.
fn render(annotation: &Annotation) -> String {
    let text = annotation.text.as_str();
    let mut lines = String::new();
    for source in &annotation.sources {
        lines += &format!("{}\n", describe(source));
        for a in &annotation.attributions {
            let said = a.source.as_ref().filter(|s| s.id == source.id);
            if let Some(mention) = said {
                lines += &format!("  {} | {}\n", words(text, &mention.spans), words(text, &a.cue));
            }
        }
        for f in &source.flags {
            lines += &format!("  ! {} {}\n", value(f.flag), words(text, &f.spans));
        }
    }
    for c in annotation.claims.iter().filter(|c| c.relayed_by.is_some()) {
        let rung = c.traceability.map(value).unwrap_or_default();
        lines += &format!("chain {:?} {rung}\n", c.chain);
    }
    for name in &annotation.profile.never_heard {
        lines += &format!("never heard: {name}\n");
    }
    let voices = annotation.profile.distinct_sources;
    lines + &format!("voices {} to {}", voices.min, voices.max)
}

fn describe(source: &Source) -> String {
    let role = source.role.as_ref().map_or(String::new(), |r| format!(", {r}"));
    let (kind, identified) = (value(source.kind), value(source.identified));
    let rung = value(source.traceability);
    format!("{} {}{role}: {kind} {identified} {rung}", source.id, source.name)
}

fn words(text: &str, spans: &[Span]) -> String {
    spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ")
}

/// The name that a value has in files.
fn value<T: serde::Serialize>(value: T) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}
