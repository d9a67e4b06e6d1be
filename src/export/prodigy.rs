//! Prodigy: a task a line, with tokens, spans and relations; offsets in code points.
//!
//! Spans overlap, so the recipes to open them with are those of the interfaces `spans_manual` and `relations`.

use serde_json::{Value, json};

use super::offsets::Offsets;
use super::parts::{About, Parts};
use super::words::cut;
use crate::model::{Annotation, Span};

/// The line of an annotation with offsets in bytes, with its line break.
pub fn task(annotation: &Annotation) -> Vec<u8> {
    let text = annotation.text.as_str();
    let points = Offsets::new(text);
    let parts = Parts::of(annotation);
    let words: Vec<Span> = cut(text, &annotation.sentences, &parts.borders())
        .into_iter()
        .flat_map(|row| row.words)
        .collect();
    let token = |(i, w): (usize, &Span)| {
        let blank = words.get(i + 1).is_some_and(|next| next.start > w.end);
        json!({
            "text": w.of(text), "start": points.at(w.start), "end": points.at(w.end), "id": i, "ws": blank,
        })
    };
    let place = |span: Span| {
        let first = words.partition_point(|w| w.end <= span.start);
        let last = words.partition_point(|w| w.start < span.end);
        // A stretch without a word stands on nothing and cannot be shown.
        (first < last).then(|| (first, last - 1))
    };
    let spans: Vec<Option<Value>> = parts
        .list
        .iter()
        .map(|part| {
            let (first, last) = place(part.span)?;
            let mut span = json!({
                "start": points.at(part.span.start), "end": points.at(part.span.end),
                "token_start": first, "token_end": last, "label": part.label.name(),
            });
            match part.about {
                About::Attribution(a) => {
                    span["attribution"] = json!(a.id);
                    span["stance"] = json!(a.stance);
                    span["mode"] = json!(a.mode);
                    span["hedged"] = json!(a.hedged);
                    span["confidence"] = json!(a.confidence);
                }
                About::Source(source, kind, identified) => {
                    span["kind"] = json!(kind);
                    span["identified"] = json!(identified);
                    span["source"] = json!(source.map(|s| &s.id));
                    span["name"] = json!(source.map(|s| &s.name));
                }
                About::Block(b) => span["kind"] = json!(b.kind),
                About::Nothing => {}
            }
            Some(span)
        })
        .collect();
    let ends = |span: &Value| {
        let keys = ["start", "end", "token_start", "token_end", "label"];
        Value::from_iter(keys.map(|key| (key, span[key].clone())))
    };
    let relations: Vec<Value> = parts
        .links
        .iter()
        .filter_map(|link| {
            let (from, to) = (spans[link.from].as_ref()?, spans[link.to].as_ref()?);
            Some(json!({
                "head": from["token_start"], "child": to["token_start"], "label": link.role.name(),
                "head_span": ends(from), "child_span": ends(to),
            }))
        })
        .collect();
    let meta = &annotation.meta;
    let task = json!({
        "text": text,
        "meta": {
            "id": annotation.id, "title": meta.title, "site": meta.site, "published": meta.published,
            "url": meta.url, "source": format!("{} {}", annotation.tool.name, annotation.tool.version),
        },
        "tokens": words.iter().enumerate().map(token).collect::<Vec<_>>(),
        "spans": spans.iter().flatten().collect::<Vec<_>>(),
        "relations": relations,
    });
    let mut line = task.to_string().into_bytes();
    line.push(b'\n');
    line
}
