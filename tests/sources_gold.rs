//! The stage `sources` on the attributions of the gold articles, so that no mistake of an earlier stage counts.

use std::path::Path;

use sourcier::Rules;
use sourcier::eval::gold::{Gold, read_folder};
use sourcier::model::{
    Attribution, CueClass, Document, Identified, Mode, Source, SourceKind, SourceMention, Span,
    Stance,
};
use sourcier::pipeline;
use sourcier::stages::sources;

/// Shares of the gold sources that are told right.
#[derive(Debug, Default)]
struct Shares {
    sources: usize,
    kind: usize,
    identified: usize,
    referring: usize,
    referred: usize,
    wrong: Vec<String>,
}

#[test]
fn gold_sources_are_described_and_resolved() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let mut low = Vec::new();
    for (folder, floors) in [("seeds", (0.95, 0.92, 0.90)), ("dev/work", (0.92, 0.92, 0.85))] {
        let dir = shared.join(folder);
        if !dir.is_dir() {
            println!("skipped: there is no ../shared/corpus/{folder}");
            continue;
        }
        let shares = measure(&read_folder(&dir).unwrap());
        let of = |n: usize, all: usize| n as f64 / all.max(1) as f64;
        let kind = of(shares.kind, shares.sources);
        let identified = of(shares.identified, shares.sources);
        let coref = of(shares.referred, shares.referring);
        println!(
            "{folder}: kind {kind:.3}, identified {identified:.3} of {}; coref {coref:.3} of {}",
            shares.sources, shares.referring
        );
        if std::env::var_os("SOURCIER_SHOW").is_some() {
            println!("{}", shares.wrong.join("\n"));
        }
        if kind < floors.0 || identified < floors.1 || coref < floors.2 {
            low.push(folder);
        }
    }
    assert!(low.is_empty(), "below the floor: {low:?}");
}

fn measure(golds: &[Gold]) -> Shares {
    let rules = Rules::embedded().unwrap();
    let mut shares = Shares::default();
    for gold in golds {
        let document = Document::from_text(&gold.id, &gold.text);
        let layers = pipeline::read(&document, &rules, Some("fr"));
        let mut attributions = attributions_of(gold);
        let found = sources::resolve(layers.reading(&gold.text), &mut attributions).sources;
        for g in &gold.attributions {
            let Some(truth) = &g.source else { continue };
            let text =
                |s: &[Span]| s.iter().map(|s| s.of(&gold.text)).collect::<Vec<_>>().join(" ");
            let a = attributions.iter().find(|a| a.id == g.id);
            shares.sources += 1;
            let mention = a.and_then(|a| a.source.as_ref());
            let (kind, identified) =
                mention.map_or((None, None), |m| (Some(m.kind), Some(m.identified)));
            let right = (
                kind == kind_named(&truth.kind),
                identified == identified_named(&truth.identified),
            );
            shares.kind += usize::from(right.0);
            shares.identified += usize::from(right.1);
            let source = mention.and_then(|m| found.iter().find(|s| s.id == m.id));
            let name = source.map_or("-", |s| s.name.as_str());
            if right != (true, true) {
                shares.wrong.push(format!(
                    "{} DESC {:?} is {:?} {:?} (gold {:?} {:?}) [{name}]",
                    gold.id,
                    text(&truth.spans),
                    kind,
                    identified,
                    truth.kind,
                    truth.identified
                ));
            }
            if let Some(root) = &truth.refers {
                shares.referring += 1;
                let full =
                    |s: &Source| s.mentions.iter().any(|&m| overlap(&gold.text, &[m], root) >= 0.5);
                if source.is_some_and(full) {
                    shares.referred += 1;
                } else {
                    shares.wrong.push(format!(
                        "{} COREF {:?} @{} -> {name} (gold {:?})",
                        gold.id,
                        text(&truth.spans),
                        truth.spans[0].start,
                        text(root)
                    ));
                }
            } else if source.is_some_and(|s| {
                s.mentions.iter().any(|m| overlap(&gold.text, &[*m], &truth.spans) < 0.5)
            }) && truth.group.len() < 2
            {
                shares.wrong.push(format!("{} LINKED {:?} -> {name}", gold.id, text(&truth.spans)));
            }
        }
        // Without the annotator's Refers the nested attributions must all stay.
        for g in gold.attributions.iter().filter(|g| !attributions.iter().any(|a| a.id == g.id)) {
            shares.wrong.push(format!("{} DROPPED {}", gold.id, g.id));
        }
        dump(gold, &attributions, &found);
    }
    shares
}

/// Writes the result in the shape that outside scorers read, with code points for offsets.
fn dump(gold: &Gold, attributions: &[Attribution], found: &[Source]) {
    let Some(dir) = std::env::var_os("SOURCIER_DUMP") else { return };
    let point = |byte: usize| gold.text[..byte].chars().count();
    let list =
        |spans: &[Span]| spans.iter().map(|s| (point(s.start), point(s.end))).collect::<Vec<_>>();
    let record = serde_json::json!({
        "id": gold.id,
        "text": gold.text,
        "attributions": attributions.iter().map(|a| serde_json::json!({
            "id": a.id, "cue": list(&a.cue), "content": list(&a.content), "parent": a.parent,
            "source": a.source.as_ref().map(|s| serde_json::json!({"id": s.id, "spans": list(&s.spans), "kind": s.kind, "identified": s.identified})),
        })).collect::<Vec<_>>(),
        "sources": found.iter().map(|s| serde_json::json!({"id": s.id, "mentions": list(&s.mentions)})).collect::<Vec<_>>(),
    });
    std::fs::write(Path::new(&dir).join(format!("{}.json", gold.id)), record.to_string()).unwrap();
}

fn attributions_of(gold: &Gold) -> Vec<Attribution> {
    let mention = |spans: &[Span]| SourceMention {
        id: String::new(),
        spans: spans.to_vec(),
        kind: SourceKind::Other,
        identified: Identified::Anonymous,
        link: None,
    };
    let list = gold.attributions.iter().map(|g| Attribution {
        id: g.id.clone(),
        rule: "gold".to_owned(),
        construction: None,
        cue: g.cue.clone(),
        cue_lemma: String::new(),
        cue_class: CueClass::Neutral,
        source: g.source.as_ref().map(|s| mention(&s.spans)),
        content: g.content.clone(),
        mode: Mode::Indirect,
        stance: Stance::Asserts,
        hedged: g.hedged,
        parent: g.parent.clone(),
        channel: None,
        said_on: None,
        confidence: 0.5,
        evidence: Vec::new(),
    });
    let mut list: Vec<Attribution> = list.collect();
    list.sort_by_key(|a| a.cue[0]);
    list
}

fn kind_named(name: &Option<String>) -> Option<SourceKind> {
    let snake = match name.as_deref()? {
        "ArmedGroup" => "armed_group".to_owned(),
        other => other.to_lowercase(),
    };
    serde_json::from_value(serde_json::Value::String(snake)).ok()
}

fn identified_named(name: &Option<String>) -> Option<Identified> {
    serde_json::from_value(serde_json::Value::String(name.as_deref()?.to_lowercase())).ok()
}

/// Jaccard over letters and digits.
fn overlap(text: &str, a: &[Span], b: &[Span]) -> f64 {
    let letters = |spans: &[Span]| -> std::collections::BTreeSet<usize> {
        let places = spans
            .iter()
            .flat_map(|s| s.of(text).char_indices().map(move |(i, c)| (s.start + i, c)));
        places.filter(|(_, c)| c.is_alphanumeric()).map(|(i, _)| i).collect()
    };
    let (a, b) = (letters(a), letters(b));
    a.intersection(&b).count() as f64 / a.union(&b).count().max(1) as f64
}
