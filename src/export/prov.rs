//! PROV-JSON: where each claim comes from, as entities, agents and what joins them; a bundle an article.
//!
//! The article is an entity. What an attribution reports is a statement, attributed to its source: a person or body is an
//! agent, a document an entity that the statement is quoted from. A statement that reports another is derived from it. The
//! program is the agent of the activity by which all statements were found. There are no times: the program knows none.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::iri;
use super::offsets::Offsets;
use crate::model::{Annotation, Source, SourceKind, Span, Voice};

/// The beginning of a document.
pub fn head() -> String {
    let prefix = json!({ "sourcier": iri::TERMS, "article": iri::THINGS });
    format!("{{\"prefix\":{prefix},\"bundle\":{{")
}

/// The end of a document.
pub const TAIL: &str = "}}\n";

/// The bundle of an annotation with offsets in bytes, with its name.
pub fn bundle(annotation: &Annotation) -> Vec<u8> {
    let mut bundle = Bundle {
        annotation,
        points: Offsets::new(&annotation.text),
        local: iri::local(&annotation.id),
        parts: BTreeMap::new(),
        relations: 0,
    };
    bundle.fill();
    let name = json!(bundle.name("bundle"));
    format!("{name}:{}", json!(bundle.parts)).into_bytes()
}

struct Bundle<'a> {
    annotation: &'a Annotation,
    points: Offsets,
    local: String,
    /// Records by their sort (`entity`, `wasAttributedTo`) and name.
    parts: BTreeMap<&'static str, Map<String, Value>>,
    relations: usize,
}

impl Bundle<'_> {
    fn fill(&mut self) {
        let a = self.annotation;
        let article = self.name("article");
        let meta = &a.meta;
        self.add(
            "entity",
            &article,
            &[
                ("prov:type", qualified("sourcier:Article")),
                ("prov:label", json!(meta.title.as_ref().unwrap_or(&a.id))),
                ("prov:location", some(meta.url.as_deref())),
                ("sourcier:site", some(meta.site.as_deref())),
                ("sourcier:author", some(meta.author.as_deref())),
                ("sourcier:published", some(meta.published.as_deref())),
                ("sourcier:textSha256", json!(a.text_sha256)),
            ],
        );
        let (tool, run) = (self.name("tool"), self.name("reading"));
        self.add(
            "agent",
            &tool,
            &[
                ("prov:type", qualified("prov:SoftwareAgent")),
                ("prov:label", json!(format!("{} {}", a.tool.name, a.tool.version))),
                ("sourcier:rules", json!(a.tool.rules)),
            ],
        );
        self.add("activity", &run, &[("prov:type", qualified("sourcier:Reading"))]);
        self.join("wasAssociatedWith", &[("prov:activity", &run), ("prov:agent", &tool)], &[]);
        self.join("used", &[("prov:activity", &run), ("prov:entity", &article)], &[]);
        for source in &a.sources {
            self.source(source);
        }
        self.statements(&article, &run);
        for claim in a.claims.iter().filter(|c| c.voice == Voice::Article) {
            let id = self.name(&claim.id);
            self.statement(&id, "sourcier:OwnClaim", &claim.spans, &[]);
            self.quote(&id, &article, &run, "prov:Quotation");
        }
    }

    fn source(&mut self, source: &Source) {
        let document = source.kind == SourceKind::Document;
        let class = match source.kind {
            SourceKind::Document => "sourcier:Document",
            SourceKind::Person | SourceKind::Witness | SourceKind::Expert => "prov:Person",
            SourceKind::Government
            | SourceKind::Military
            | SourceKind::ArmedGroup
            | SourceKind::Organisation
            | SourceKind::Media => "prov:Organization",
            SourceKind::Public | SourceKind::Source | SourceKind::Other => "sourcier:Voice",
        };
        let sort = if document { "entity" } else { "agent" };
        let id = self.name(&source.id);
        self.add(
            sort,
            &id,
            &[
                ("prov:type", qualified(class)),
                ("prov:label", json!(source.name)),
                ("sourcier:kind", json!(source.kind)),
                ("sourcier:identified", json!(source.identified)),
                ("sourcier:traceability", json!(source.traceability)),
                ("sourcier:role", some(source.role.as_deref())),
                ("sourcier:side", some(source.side.as_deref())),
            ],
        );
    }

    fn statements(&mut self, article: &str, run: &str) {
        let a = self.annotation;
        let kinds: BTreeMap<&str, SourceKind> =
            a.sources.iter().map(|s| (s.id.as_str(), s.kind)).collect();
        let known: std::collections::BTreeSet<&str> =
            a.attributions.iter().map(|x| x.id.as_str()).collect();
        for x in &a.attributions {
            let id = self.name(&x.id);
            let class = match x.stance.puts_forward() {
                true => "sourcier:Statement",
                false => "sourcier:SpeechAct",
            };
            let spans = if x.content.is_empty() { &x.cue } else { &x.content };
            self.statement(
                &id,
                class,
                spans,
                &[
                    ("sourcier:stance", json!(x.stance)),
                    ("sourcier:mode", json!(x.mode)),
                    ("sourcier:hedged", json!(x.hedged)),
                    ("sourcier:confidence", double(x.confidence)),
                    ("sourcier:rule", json!(x.rule)),
                ],
            );
            self.quote(&id, article, run, "prov:Quotation");
            if let Some(mention) = &x.source {
                let source = self.name(&mention.id);
                match kinds.get(mention.id.as_str()) {
                    Some(SourceKind::Document) => {
                        self.quote(&id, &source, run, "prov:PrimarySource");
                    }
                    Some(_) => self.join(
                        "wasAttributedTo",
                        &[("prov:entity", &id), ("prov:agent", &source)],
                        &[("sourcier:confidence", double(x.confidence))],
                    ),
                    None => {}
                }
            }
            if let Some(parent) = x.parent.as_deref().filter(|p| known.contains(p)) {
                let outer = self.name(parent);
                self.quote(&outer, &id, run, "sourcier:Report");
            }
        }
    }

    fn statement(&mut self, id: &str, class: &str, spans: &[Span], more: &[(&str, Value)]) {
        let text = self.annotation.text.as_str();
        let words: Vec<&str> = spans.iter().map(|s| s.of(text)).collect();
        let at = |s: &Span| format!("{}-{}", self.points.at(s.start), self.points.at(s.end));
        let places: Vec<String> = spans.iter().map(at).collect();
        let mut told = vec![
            ("prov:type", qualified(class)),
            ("prov:value", json!(words.join(" [\u{2026}] "))),
            ("sourcier:spans", json!(places.join(";"))),
        ];
        told.extend(more.iter().cloned());
        self.add("entity", id, &told);
    }

    fn quote(&mut self, made: &str, from: &str, run: &str, class: &str) {
        let ends =
            [("prov:generatedEntity", made), ("prov:usedEntity", from), ("prov:activity", run)];
        self.join("wasDerivedFrom", &ends, &[("prov:type", qualified(class))]);
    }

    fn name(&self, local: &str) -> String {
        format!("article:{}_{local}", self.local)
    }

    fn add(&mut self, sort: &'static str, id: &str, told: &[(&str, Value)]) {
        let told = told.iter().filter(|(_, v)| !v.is_null());
        let record: Map<String, Value> = told.map(|(k, v)| ((*k).to_owned(), v.clone())).collect();
        self.parts.entry(sort).or_default().insert(id.to_owned(), Value::Object(record));
    }

    /// A relation; its own name is of no use to anybody, so it is a blank one.
    fn join(&mut self, sort: &'static str, ends: &[(&str, &str)], told: &[(&str, Value)]) {
        self.relations += 1;
        let id = format!("_:r{}", self.relations);
        let mut all: Vec<(&str, Value)> = ends.iter().map(|(k, v)| (*k, json!(v))).collect();
        all.extend(told.iter().cloned());
        self.add(sort, &id, &all);
    }
}

fn some(value: Option<&str>) -> Value {
    value.map_or(Value::Null, |v| json!(v))
}

fn qualified(name: &str) -> Value {
    json!({ "$": name, "type": "prov:QUALIFIED_NAME" })
}

fn double(value: f64) -> Value {
    json!({ "$": value, "type": "xsd:double" })
}
