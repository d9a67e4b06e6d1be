//! W3C Web Annotation (JSON-LD): a page of annotations an article, one for each attribution, each claim in the article's
//! own voice and each block of boilerplate. Positions are code points, as the recommendation says.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::iri;
use super::offsets::Offsets;
use crate::model::{Annotation, Attribution, Source, Span, Voice};

/// The context of the recommendation, which readers know by its address.
const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// How many code points of context a quotation has on each side.
const AROUND: usize = 32;

/// The page of an annotation with offsets in bytes.
pub fn page(annotation: &Annotation) -> Vec<u8> {
    let writer = Writer {
        annotation,
        points: Offsets::new(&annotation.text),
        source: iri::article(annotation.meta.url.as_deref(), &annotation.id),
        base: format!("{}{}", iri::THINGS, iri::local(&annotation.id)),
        sources: annotation.sources.iter().map(|s| (s.id.as_str(), s)).collect(),
    };
    writer.page().to_string().into_bytes()
}

struct Writer<'a> {
    annotation: &'a Annotation,
    points: Offsets,
    source: String,
    base: String,
    sources: BTreeMap<&'a str, &'a Source>,
}

impl Writer<'_> {
    fn page(&self) -> Value {
        let a = self.annotation;
        let mut items: Vec<Value> = a.attributions.iter().map(|a| self.attribution(a)).collect();
        let own = a.claims.iter().filter(|c| c.voice == Voice::Article);
        items.extend(own.map(|c| {
            let body = json!([self.tag("claim"), self.classify("voice", json!(c.voice))]);
            self.item(&c.id, &c.spans, body)
        }));
        let around = a.blocks.iter().filter(|b| b.boilerplate);
        items.extend(around.enumerate().map(|(i, b)| {
            let body = json!([self.tag("boilerplate"), self.classify("kind", json!(b.kind))]);
            self.item(&format!("boilerplate-{}", i + 1), &[b.span()], body)
        }));
        let meta = &a.meta;
        json!({
            "@context": [CONTEXT, { "sourcier": iri::TERMS }],
            "id": format!("{}:annotations", self.base),
            "type": "AnnotationPage",
            "label": a.id,
            "generator": {
                "id": format!("urn:sourcier:tool:{}", a.tool.version),
                "type": "Software",
                "name": format!("{} {}", a.tool.name, a.tool.version),
                "sourcier:rules": a.tool.rules,
            },
            "sourcier:title": meta.title,
            "sourcier:site": meta.site,
            "sourcier:published": meta.published,
            "sourcier:textSha256": a.text_sha256,
            "items": items,
        })
    }

    fn attribution(&self, a: &Attribution) -> Value {
        let mut body = vec![
            self.tag("attribution"),
            self.classify("stance", json!(a.stance)),
            self.classify("mode", json!(a.mode)),
            self.classify("cueClass", json!(a.cue_class)),
        ];
        if let Some(mention) = &a.source {
            let source = self.sources.get(mention.id.as_str());
            body.push(json!({
                "id": format!("{}:source:{}", self.base, mention.id),
                "type": "TextualBody",
                "purpose": "identifying",
                "format": "text/plain",
                "value": source.map_or(mention.id.as_str(), |s| s.name.as_str()),
                "sourcier:kind": mention.kind,
                "sourcier:identified": mention.identified,
                "sourcier:traceability": source.map(|s| s.traceability),
                "sourcier:role": source.and_then(|s| s.role.as_ref()),
            }));
        }
        // An attribution without a content is a silence, of which the cue tells.
        let target = if a.content.is_empty() { &a.cue } else { &a.content };
        let mut item = self.item(&a.id, target, Value::Array(body));
        item["sourcier:cue"] = self.target(&a.cue);
        if let Some(mention) = &a.source {
            item["sourcier:source"] = self.target(&mention.spans);
        }
        if let Some(parent) = &a.parent {
            item["sourcier:parent"] = json!({ "id": self.id(parent) });
        }
        item["sourcier:hedged"] = json!(a.hedged);
        item["sourcier:confidence"] = json!(a.confidence);
        item["sourcier:rule"] = json!(a.rule);
        item
    }

    fn id(&self, local: &str) -> String {
        format!("{}:{local}", self.base)
    }

    fn item(&self, local: &str, spans: &[Span], body: Value) -> Value {
        json!({
            "id": self.id(local),
            "type": "Annotation",
            "motivation": "classifying",
            "body": body,
            "target": self.target(spans),
        })
    }

    fn tag(&self, value: &str) -> Value {
        json!({ "type": "TextualBody", "purpose": "tagging", "value": value })
    }

    fn classify(&self, property: &str, value: Value) -> Value {
        json!({
            "type": "TextualBody", "purpose": "classifying", "value": value, "sourcier:property": property,
        })
    }

    /// A stretch of the article; pieces make a composite, which is one target.
    fn target(&self, spans: &[Span]) -> Value {
        match spans {
            [span] => self.place(*span),
            _ => {
                let items: Vec<Value> = spans.iter().map(|&s| self.place(s)).collect();
                json!({ "type": "Composite", "items": items })
            }
        }
    }

    fn place(&self, span: Span) -> Value {
        let text = self.annotation.text.as_str();
        let before = text[..span.start].char_indices().rev().take(AROUND).last();
        let from = before.map_or(span.start, |(i, _)| i);
        let to =
            text[span.end..].char_indices().nth(AROUND).map_or(text.len(), |(i, _)| span.end + i);
        let mut quote = Map::new();
        quote.insert("type".to_owned(), json!("TextQuoteSelector"));
        quote.insert("exact".to_owned(), json!(span.of(text)));
        quote.insert("prefix".to_owned(), json!(&text[from..span.start]));
        quote.insert("suffix".to_owned(), json!(&text[span.end..to]));
        json!({
            "type": "SpecificResource",
            "source": self.source,
            "selector": [
                quote,
                {
                    "type": "TextPositionSelector",
                    "start": self.points.at(span.start),
                    "end": self.points.at(span.end),
                },
            ],
        })
    }
}
