//! The stages, in order.

mod findings;
mod reviewed;

pub use findings::Findings;
pub use reviewed::reviewed;

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::model::{
    Annotation, Block, Cue, Document, Quotation, Sentence, Span, Tokens, Tool, Violation, push_hex,
};
use crate::rules::{Language, Rules};
use crate::stages::attributions::Reading;
use crate::stages::claims::Published;
use crate::stages::{blocks, claims, cues, language, sentences, tokens};

/// An annotation with the layers that it was made from and that no file keeps.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// What the program says.
    pub annotation: Annotation,
    /// The words in the article's language.
    pub tokens: Tokens,
    /// The words of blocks in other languages that have rules, a language each.
    pub other_tokens: Vec<Tokens>,
}

impl Analysis {
    /// Checks every invariant, those that need the tokens included.
    ///
    /// # Errors
    /// All violations.
    pub fn check(&self) -> Result<(), Vec<Violation>> {
        self.annotation.check()?;
        let finite = |t: &&crate::model::Token| t.verb.is_some_and(|v| v.mood.is_finite());
        let words = self.other_tokens.iter().chain([&self.tokens]).flat_map(|t| &t.list);
        let verbs: Vec<Span> = words.filter(finite).map(|t| t.span).collect();
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
    /// The words in the article's language; sentences of blocks in another one have none.
    pub tokens: Tokens,
    pub cues: Vec<Cue>,
    /// What the blocks in other languages hold, as far as these have rules.
    pub others: Vec<OtherWords<'a>>,
}

/// The words and cues of the blocks in another language than the article's.
#[derive(Clone, Debug)]
pub struct OtherWords<'a> {
    pub language: &'a Language,
    /// Sentences of blocks in other languages have none.
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

    /// What all rules find, those of the blocks' own languages included.
    pub fn findings(&self, text: &str) -> Findings {
        let reading = self.reading(text);
        let own = Findings::of(reading, &self.cues);
        self.others.iter().fold(own, |all, other| {
            let reading = Reading { tokens: &other.tokens, language: other.language, ..reading };
            all.join(Findings::of(reading, &other.cues))
        })
    }
}

/// The blocks alone; `language` overrides what the text tells.
pub fn divide(document: &Document, rules: &Rules, language: Option<&str>) -> Vec<Block> {
    let (lang, own) = tell(document, rules, language);
    // A language that the user gives is meant for the whole article.
    divide_in(document, rules, own, lang.filter(|_| language.is_none()).as_deref())
}

/// The blocks by the rules of the article's language, and their own languages if `lang` tells what to compare them with.
fn divide_in(document: &Document, rules: &Rules, own: &Language, lang: Option<&str>) -> Vec<Block> {
    let mut blocks = blocks::divide(document, rules, own);
    if let Some(lang) = lang {
        language::tell_blocks(&document.text, &mut blocks, lang, rules);
    }
    blocks
}

/// The stages up to the cues; `language` overrides what the text tells.
pub fn read<'a>(document: &Document, rules: &'a Rules, language: Option<&str>) -> Layers<'a> {
    let text = document.text.as_str();
    let given = language.is_some();
    let (lang, language) = tell(document, rules, language);
    let blocks = divide_in(document, rules, language, lang.as_deref().filter(|_| !given));
    let quotations = blocks::pair(text, &blocks);
    let known = |block: &Block| match &block.lang {
        Some(code) => rules.language(code).unwrap_or(&rules.neutral),
        None => language,
    };
    let sentences = sentences::split(text, &blocks, &quotations, |b| &known(b).sentences);
    // The words of those sentences whose block has this code, or none.
    let words = |language: &'a Language, code: Option<&str>| {
        let tokens = tokens::read_some(text, &sentences, language, |s| {
            blocks[s.block].lang.as_deref() == code
        });
        let cues = cues::find(text, &tokens, &quotations, language);
        (tokens, cues)
    };
    let (tokens, cues) = words(language, None);
    let mut codes: Vec<&str> = blocks.iter().filter_map(|b| b.lang.as_deref()).collect();
    codes.sort_unstable();
    codes.dedup();
    let others = codes.iter().filter_map(|code| rules.language(code));
    let others = others.filter(|l| !l.attributions.rules.is_empty()).map(|language| {
        let (tokens, cues) = words(language, Some(&language.code));
        OtherWords { language, tokens, cues }
    });
    let others = others.collect();
    Layers { lang, language, blocks, quotations, sentences, tokens, cues, others }
}

/// Reads an article: its claims, who makes them, and how sure those links are.
pub fn annotate(document: &Document, rules: &Rules) -> Annotation {
    analyse(document, rules, None).annotation
}

/// Does the same and keeps the words; `language` overrides what the text tells.
pub fn analyse(document: &Document, rules: &Rules, language: Option<&str>) -> Analysis {
    let text = document.text.as_str();
    let layers = read(document, rules, language);
    let Findings { attributions, voices, mut claims, speech_acts } = layers.findings(text);
    let (meta, rules_of) = (&document.meta, layers.language);
    let published = Published::of(meta, text, &layers.blocks, &rules_of.words, &rules_of.claims);
    if let Some(published) = published {
        claims.iter_mut().flat_map(|c| &mut c.checkable).for_each(|c| published.complete(c));
    }
    let profile = claims::profile(&voices, &claims, &speech_acts);
    let notes = notes(document, &layers);
    let annotation = Annotation {
        schema: Annotation::SCHEMA.to_owned(),
        id: document.id.clone(),
        path: document.path.clone(),
        lang: layers.lang,
        meta: document.meta.clone(),
        text: document.text.clone(),
        text_sha256: digest(text),
        offsets: "codepoint".to_owned(),
        blocks: layers.blocks,
        sentences: layers.sentences,
        quotations: layers.quotations,
        sources: voices.sources,
        attributions,
        claims,
        speech_acts,
        site_rating: None,
        profile,
        notes,
        input: document.input.clone(),
        tool: Tool {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            rules: rules.digest.clone(),
        },
    };
    let other_tokens = layers.others.into_iter().map(|o| o.tokens).collect();
    Analysis { annotation, tokens: layers.tokens, other_tokens }
}

/// The SHA-256 of a text in UTF-8, in hexadecimal.
fn digest(text: &str) -> String {
    let mut digits = String::with_capacity(64);
    push_hex(&mut digits, &Sha256::digest(text));
    digits
}

/// The language of a document and the rules for it: the one given, else the text's, else the one that the page declares.
pub(crate) fn tell<'a>(
    document: &Document,
    rules: &'a Rules,
    given: Option<&str>,
) -> (Option<String>, &'a Language) {
    let given = given.map(str::to_owned);
    let lang = given
        .or_else(|| language::tell(&document.text, rules))
        .or_else(|| document.lang.clone())
        .or_else(|| language::tell_by_words(&document.text, rules));
    let language = lang.as_deref().and_then(|code| rules.language(code)).unwrap_or(&rules.neutral);
    (lang, language)
}

fn notes(document: &Document, layers: &Layers<'_>) -> Vec<String> {
    let mut notes = document.notes.clone();
    match &layers.lang {
        None => {
            notes.push("The language could not be told; no attributions were sought.".to_owned())
        }
        Some(code) if layers.language.attributions.rules.is_empty() => {
            let sought = match layers.others.is_empty() {
                true => "no attributions were sought",
                false => "attributions were sought in blocks of other languages only",
            };
            notes.push(format!(
                "There are no attribution rules for the language `{code}`; {sought}."
            ));
        }
        Some(_) => {}
    }
    let mut others: BTreeMap<&str, usize> = BTreeMap::new();
    for code in layers.blocks.iter().filter_map(|b| b.lang.as_deref()) {
        *others.entry(code).or_default() += 1;
    }
    notes.extend(others.iter().map(|(code, n)| format!("Blocks in the language `{code}`: {n}.")));
    notes
}
