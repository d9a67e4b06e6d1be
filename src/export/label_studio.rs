//! Label Studio: a task with predictions; regions, choices for each region, and relations. Offsets are code points, which
//! is what its editor counts.
//!
//! The labelling configuration that fits stands in `docs/formats/label-studio.xml`.

use serde_json::{Value, json};

use super::offsets::Offsets;
use super::parts::{About, Parts};
use crate::model::{Annotation, Span};

/// The task of an annotation with offsets in bytes.
pub fn task(annotation: &Annotation) -> Vec<u8> {
    let text = annotation.text.as_str();
    let points = Offsets::new(text);
    let parts = Parts::of(annotation);
    let id = |number: usize| format!("p{number}");
    let value = |span: Span, name: &str, chosen: Value| {
        let mut value = json!({
            "start": points.at(span.start), "end": points.at(span.end), "text": span.of(text),
        });
        value[name] = json!([chosen]);
        value
    };
    let mut result: Vec<Value> = Vec::new();
    for (number, part) in parts.list.iter().enumerate() {
        let mut region = json!({
            "id": id(number), "from_name": "part", "to_name": "text", "type": "labels",
            "value": value(part.span, "labels", json!(part.label.name())),
        });
        let choices = match part.about {
            About::Attribution(a) => {
                region["score"] = json!(a.confidence);
                region["meta"] = json!({ "attribution": a.id, "rule": a.rule });
                let hedged = a.hedged.then(|| ("hedged", json!("hedged")));
                let told = [("stance", json!(a.stance)), ("mode", json!(a.mode))];
                told.into_iter().chain(hedged).collect()
            }
            About::Source(source, kind, identified) => {
                if let Some(s) = source {
                    region["meta"] = json!({ "source": s.id, "name": s.name });
                }
                vec![("kind", json!(kind)), ("identified", json!(identified))]
            }
            About::Block(b) => vec![("block", json!(b.kind))],
            About::Nothing => Vec::new(),
        };
        result.push(region);
        for (name, chosen) in choices {
            result.push(json!({
                "id": id(number), "from_name": name, "to_name": "text", "type": "choices",
                "value": value(part.span, "choices", chosen),
            }));
        }
    }
    for link in &parts.links {
        result.push(json!({
            "type": "relation", "from_id": id(link.from), "to_id": id(link.to), "direction": "right",
            "labels": [link.role.name()],
        }));
    }
    let meta = &annotation.meta;
    let tool = &annotation.tool;
    let sure: Vec<f64> = annotation.attributions.iter().map(|a| a.confidence).collect();
    let score = (!sure.is_empty()).then(|| sure.iter().sum::<f64>() / sure.len() as f64);
    let task = json!({
        "data": {
            "text": text, "id": annotation.id, "title": meta.title, "site": meta.site,
            "published": meta.published, "url": meta.url,
        },
        "predictions": [{
            "model_version": format!("{} {} {}", tool.name, tool.version, tool.rules),
            "score": score,
            "result": result,
        }],
    });
    task.to_string().into_bytes()
}
