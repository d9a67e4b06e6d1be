//! The stages, in order.

use sha2::{Digest, Sha256};

use crate::model::{
    Annotation, Block, Cue, Document, Quotation, Sentence, Span, Tokens, Tool, Violation,
};
use crate::rules::{Language, Rules};
use crate::stages::attributions::Reading;
use crate::stages::{attributions, blocks, claims, cues, language, sentences, sources, tokens};

/// An annotation with the layers that it was made from and that no file keeps.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// What the program says.
    pub annotation: Annotation,
    /// The words.
    pub tokens: Tokens,
}

impl Analysis {
    /// Checks every invariant, those that need the tokens included.
    ///
    /// # Errors
    /// All violations.
    pub fn check(&self) -> Result<(), Vec<Violation>> {
        self.annotation.check()?;
        let finite = |t: &&crate::model::Token| t.verb.is_some_and(|v| v.mood.is_finite());
        let verbs: Vec<Span> = self.tokens.list.iter().filter(finite).map(|t| t.span).collect();
        self.annotation.check_verbs(&verbs)
    }
}

/// The layers that attributions are made from.
#[derive(Clone, Debug)]
pub struct Layers<'a> {
    /// The language that the text was told to be in.
    pub lang: Option<String>,
    /// The rules for it.
    pub language: &'a Language,
    pub blocks: Vec<Block>,
    pub quotations: Vec<Quotation>,
    pub sentences: Vec<Sentence>,
    pub tokens: Tokens,
    pub cues: Vec<Cue>,
}

impl Layers<'_> {
    /// The layers as the later stages see them.
    pub fn reading<'t>(&'t self, text: &'t str) -> Reading<'t> {
        Reading {
            text,
            blocks: &self.blocks,
            quotations: &self.quotations,
            sentences: &self.sentences,
            tokens: &self.tokens,
            language: self.language,
        }
    }
}

/// The blocks alone; `language` overrides what the text tells.
pub fn divide(document: &Document, rules: &Rules, language: Option<&str>) -> Vec<Block> {
    let (_, language) = tell(document, rules, language);
    blocks::divide(document, rules, language)
}

/// The stages up to the cues; `language` overrides what the text tells.
pub fn read<'a>(document: &Document, rules: &'a Rules, language: Option<&str>) -> Layers<'a> {
    let text = document.text.as_str();
    let (lang, language) = tell(document, rules, language);
    let blocks = blocks::divide(document, rules, language);
    let quotations = blocks::pair(text, &blocks);
    let sentences = sentences::split(text, &blocks, &quotations, &language.sentences);
    let tokens = tokens::read(text, &sentences, language);
    let cues = cues::find(text, &tokens, &sentences, language);
    Layers { lang, language, blocks, quotations, sentences, tokens, cues }
}

/// Reads an article: its claims, who makes them, and how sure those links are.
pub fn annotate(document: &Document, rules: &Rules) -> Annotation {
    analyse(document, rules, None).annotation
}

/// Does the same and keeps the words; `language` overrides what the text tells.
pub fn analyse(document: &Document, rules: &Rules, language: Option<&str>) -> Analysis {
    let text = document.text.as_str();
    let layers = read(document, rules, language);
    let reading = layers.reading(text);
    let mut attributions = attributions::link(reading, &layers.cues);
    let voices = sources::resolve(reading, &mut attributions);
    let (claims, speech_acts) = claims::build(reading, &attributions, &voices);
    let profile = claims::profile(&voices, &claims, &speech_acts);

    let notes = notes(document, layers.lang.as_deref(), layers.language);
    let annotation = Annotation {
        schema: Annotation::SCHEMA.to_owned(),
        id: document.id.clone(),
        path: document.path.clone(),
        lang: layers.lang,
        meta: document.meta.clone(),
        text: document.text.clone(),
        text_sha256: Sha256::digest(text).iter().map(|b| format!("{b:02x}")).collect(),
        offsets: "codepoint".to_owned(),
        blocks: layers.blocks,
        sentences: layers.sentences,
        quotations: layers.quotations,
        sources: voices.sources,
        attributions,
        claims,
        speech_acts,
        profile,
        notes,
        input: document.input.clone(),
        tool: Tool {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            rules: rules.digest.clone(),
        },
    };
    Analysis { annotation, tokens: layers.tokens }
}

/// The language of a document and the rules for it: the one given, else the text's, else the one that the page declares.
pub(crate) fn tell<'a>(
    document: &Document,
    rules: &'a Rules,
    given: Option<&str>,
) -> (Option<String>, &'a Language) {
    let given = given.map(str::to_owned);
    let lang = given
        .or_else(|| language::tell(&document.text))
        .or_else(|| document.lang.clone())
        .or_else(|| language::tell_by_words(&document.text, rules));
    let language = lang.as_deref().and_then(|code| rules.language(code)).unwrap_or(&rules.neutral);
    (lang, language)
}

fn notes(document: &Document, told: Option<&str>, language: &Language) -> Vec<String> {
    let mut notes = document.notes.clone();
    match told {
        None => {
            notes.push("The language could not be told; no attributions were sought.".to_owned())
        }
        Some(code) if language.attributions.rules.is_empty() => {
            notes.push(format!(
                "There are no attribution rules for the language `{code}`; no attributions were sought."
            ));
        }
        Some(_) => {}
    }
    notes
}
