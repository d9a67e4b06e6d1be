//! The stages, in order.

use sha2::{Digest, Sha256};

use crate::model::{Annotation, Document, Span, Tokens, Tool, Violation};
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

/// Reads an article: its claims, who makes them, and how sure those links are.
pub fn annotate(document: &Document, rules: &Rules) -> Annotation {
    analyse(document, rules, None).annotation
}

/// Does the same and keeps the words; `language` overrides what the text tells.
pub fn analyse(document: &Document, rules: &Rules, language: Option<&str>) -> Analysis {
    let text = document.text.as_str();
    let lang = language.map(str::to_owned).or_else(|| language::tell(text)).or(document.lang.clone());
    let language = lang.as_deref().and_then(|code| rules.language(code)).unwrap_or(&rules.neutral);

    let blocks = blocks::divide(document, rules, language);
    let quotations = blocks::pair(text, &blocks);
    let sentences = sentences::split(text, &blocks, &quotations, &language.sentences);
    let tokens = tokens::read(text, &sentences, language);
    let cues = cues::find(text, &tokens, language);
    let reading = Reading {
        text,
        blocks: &blocks,
        quotations: &quotations,
        sentences: &sentences,
        tokens: &tokens,
        language,
    };
    let mut attributions = attributions::link(reading, &cues);
    let sources = sources::resolve(reading, &mut attributions);
    let (claims, speech_acts) = claims::build(reading, &attributions, &sources);
    let profile = claims::profile(reading, &attributions, &sources, &claims, &speech_acts);

    let notes = notes(document, lang.as_deref(), language);
    let annotation = Annotation {
        schema: Annotation::SCHEMA.to_owned(),
        id: document.id.clone(),
        path: document.path.clone(),
        lang,
        meta: document.meta.clone(),
        text: document.text.clone(),
        text_sha256: Sha256::digest(text).iter().map(|b| format!("{b:02x}")).collect(),
        offsets: "codepoint".to_owned(),
        blocks,
        sentences,
        quotations,
        sources,
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
    Analysis { annotation, tokens }
}

fn notes(document: &Document, told: Option<&str>, language: &Language) -> Vec<String> {
    let mut notes = document.notes.clone();
    match told {
        None => {
            notes.push("The language could not be told; no attributions were sought.".to_owned())
        }
        Some(code) if language.code.is_empty() => {
            notes.push(format!(
                "There are no rules for the language `{code}`; no attributions were sought."
            ));
        }
        Some(_) => {}
    }
    notes
}
