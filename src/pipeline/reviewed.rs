//! An annotation made by people, completed: what they marked stays, the stages tell what follows from it.
//!
//! Blocks, attributions, kinds and coreference are theirs. Sentences, quotations, lemmas of cues, functions and rungs of
//! sources, claims and counts are the program's, from the same stages as ever.

use std::collections::BTreeMap;

use super::{Annotation, Layers, Tool, tell};
use crate::export::brat::Marks;
use crate::model::{
    Attribution, Cue, Document, Identified, Source, SourceKind, Span, Tokens, Traceability, hash_id,
};
use crate::rules::Rules;
use crate::stages::sources::Voices;
use crate::stages::{blocks, claims, cues, sentences, sources, tokens};

/// The annotation of a document of which people marked blocks and attributions; `language` overrides what the text tells.
pub fn reviewed(
    document: &Document,
    marks: Marks,
    rules: &Rules,
    language: Option<&str>,
) -> Annotation {
    let text = document.text.as_str();
    let (lang, language) = tell(document, rules, language);
    let Marks { blocks, mut attributions, mut sources, mut input } = marks;
    let quotations = blocks::pair(text, &blocks);
    let sentences = sentences::split(text, &blocks, &quotations, |_| &language.sentences);
    let tokens = tokens::read_some(text, &sentences, language, |_| true);
    let cues = cues::find(text, &tokens, &quotations, language);
    let layers =
        Layers { lang, language, blocks, quotations, sentences, tokens, cues, others: Vec::new() };
    let reading = layers.reading(text);
    tell_lemmas(&mut attributions, &layers.cues, &layers.tokens);
    let mut read = attributions.clone();
    describe(&mut sources, &attributions, &sources::resolve(reading, &mut read), &read);
    let voices = Voices { sources, unheard: Vec::new() };
    let (claims, speech_acts) = claims::build(reading, &attributions, &voices);
    let profile = claims::profile(&voices, &claims, &speech_acts);
    for (key, value) in &document.input {
        input.entry(key.clone()).or_insert_with(|| value.clone());
    }
    Annotation {
        schema: Annotation::SCHEMA.to_owned(),
        id: document.id.clone(),
        path: document.path.clone(),
        lang: layers.lang,
        meta: document.meta.clone(),
        text: document.text.clone(),
        text_sha256: super::digest(text),
        offsets: "codepoint".to_owned(),
        blocks: layers.blocks,
        sentences: layers.sentences,
        quotations: layers.quotations,
        site_rating: None,
        sources: voices.sources,
        attributions,
        claims,
        speech_acts,
        profile,
        notes: document.notes.clone(),
        input,
        tool: Tool {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            rules: rules.digest.clone(),
        },
    }
}

/// Gives each cue the lemma of the cue that the rules find at the same place, and its class if both see one stance.
fn tell_lemmas(attributions: &mut [Attribution], cues: &[Cue], tokens: &Tokens) {
    let heads: BTreeMap<usize, &Cue> =
        cues.iter().map(|c| (tokens.list[c.head].span.start, c)).collect();
    for a in attributions {
        let inside = |s: &Span| heads.range(s.start..s.end).next().map(|(_, cue)| *cue);
        if let Some(cue) = a.cue.iter().find_map(inside) {
            a.cue_lemma.clone_from(&cue.lemma);
            if cue.stance == a.stance {
                a.cue_class = cue.class;
            }
        }
    }
}

/// Gives each source the function, side and rung that the rules read at one of its mentions.
fn describe(sources: &mut [Source], marked: &[Attribution], voices: &Voices, read: &[Attribution]) {
    // Both lists hold the same attributions, save those that the rules take for echoes.
    let key = |a: &Attribution| hash_id("", &[&a.cue, &a.content], 0);
    let found: BTreeMap<&str, &Source> =
        voices.sources.iter().map(|s| (s.id.as_str(), s)).collect();
    let by_spans: BTreeMap<String, &Source> = read
        .iter()
        .filter_map(|a| Some((key(a), *found.get(a.source.as_ref()?.id.as_str())?)))
        .collect();
    let mut told: BTreeMap<&str, Vec<&Source>> = BTreeMap::new();
    for a in marked {
        if let (Some(mention), Some(source)) = (&a.source, by_spans.get(&key(a))) {
            told.entry(mention.id.as_str()).or_default().push(source);
        }
    }
    for source in sources {
        let seen = told.get(source.id.as_str()).map_or(&[][..], Vec::as_slice);
        source.role = seen.iter().find_map(|s| s.role.clone());
        source.side = seen.iter().find_map(|s| s.side.clone());
        let rungs = seen
            .iter()
            .filter(|s| s.kind == source.kind && s.identified == source.identified)
            .map(|s| s.traceability);
        source.traceability = rungs.min().unwrap_or_else(|| rung(source));
    }
}

/// The rung by what people told, where the rules see the source otherwise.
fn rung(source: &Source) -> Traceability {
    match (source.kind, source.identified) {
        (SourceKind::Public, Identified::Anonymous) => Traceability::T7,
        (SourceKind::Person, Identified::Named) if source.role.is_some() => Traceability::T2,
        (_, Identified::Named) => Traceability::T3,
        (_, Identified::Role) => Traceability::T4,
        (_, Identified::Anonymous) if source.side.is_some() => Traceability::T5,
        (_, Identified::Anonymous) => Traceability::T6,
    }
}
