//! Who a source is: the shape of `sources.toml`.
//!
//! The rules read off a phrase what kind of source it is and whether one can find out who is meant.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use toml::Spanned;

use super::actor_words::Lean;
use super::actors::{Actors, phrase};
use super::cues::class_named;
use super::flags::{self, FlagRule, FlagShape};
use super::source_classes::SourceClasses;
use super::{
    Catalogue, LanguageFiles, PhraseTable, RuleError, RuleFile, RuleHeader, Stage, TokenRules,
    Words, fold,
};
use crate::model::{ClassSet, Identified, SourceKind, Traceability, WordId};

/// Who a source is.
#[derive(Clone, Debug, Default)]
pub struct SourceRules {
    /// Nouns and names for those who may speak.
    pub actors: Actors,
    /// Wordings that say that a source wants no name.
    pub anonymity: PhraseTable<()>,
    /// Nouns that a title before a name stands for.
    pub title_nouns: HashMap<WordId, Vec<u32>>,
    /// How words for the inhabitants of a place end.
    pub inhabitants: Vec<String>,
    /// Wordings that open the reason for it.
    pub reasons: PhraseTable<()>,
    /// Rules for flags, in order of the file.
    pub flags: Vec<FlagRule>,
    /// In order of the file.
    pub rules: Vec<SourceRule>,
    /// The word classes that the stage looks at.
    pub classes: SourceClasses,
}

/// A rule that reads kind or identification off a phrase; all its conditions must hold.
#[derive(Clone, Debug)]
pub struct SourceRule {
    /// Full id.
    pub id: String,
    /// What the phrase's head may be; empty for any.
    pub head: Vec<HeadShape>,
    /// Determiners; empty for any.
    pub determiner: Vec<DeterminerShape>,
    /// Number of the head.
    pub number: Option<NumberShape>,
    /// What tells who is meant by the head noun.
    pub lean: Option<Lean>,
    /// Word class of the head.
    pub word: ClassSet,
    /// Word class of which the head may hold no word.
    pub unless: ClassSet,
    /// Whether a capital or an acronym makes a name of the head with what follows it.
    pub proper: Option<bool>,
    /// Word class of which the phrase must hold a word.
    pub with: ClassSet,
    /// Whether the source's own name stands in the phrase.
    pub named: Option<bool>,
    /// Whether a name or people stands in its complements.
    pub inner: Option<bool>,
    /// Whether a modifier tells a kind.
    pub side: Option<bool>,
    /// Whether anything modifies the head.
    pub modified: Option<bool>,
    /// Whether the phrase says that the source wants no name.
    pub anonymity: Option<bool>,
    /// Whether a date or a title in quotation marks stands in the phrase.
    pub dated: Option<bool>,
    /// Whether some of those that it means are named: *several papers, among them …*.
    pub lists: Option<bool>,
    /// Whether a people stands in it.
    pub people: Option<bool>,
    /// Whether a function of the source is told.
    pub function: Option<bool>,
    /// Kinds, as other rules gave them; empty for any.
    pub of_kind: Vec<SourceKind>,
    /// Identifications, as other rules gave them; empty for any.
    pub of_identified: Vec<Identified>,
    /// Kind that it gives.
    pub kind: Option<KindShape>,
    /// Identification that it gives.
    pub identified: Option<Identified>,
    /// Rung that it gives.
    pub traceability: Option<Traceability>,
}

/// What the head of a phrase may be, as rules name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeadShape {
    Person,
    Body,
    Document,
    Source,
    People,
    NamePerson,
    NameBody,
    NameState,
    Vague,
    Pronoun,
    Unknown,
}

/// How a phrase opens, as rules name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeterminerShape {
    Definite,
    Indefinite,
    Demonstrative,
    Possessive,
    /// A number or a noun that counts.
    Count,
    None,
}

/// Number, as rules name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberShape {
    Singular,
    Plural,
}

/// A kind, or where it is read off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KindShape {
    Person,
    Government,
    Military,
    ArmedGroup,
    Organisation,
    Media,
    Expert,
    Witness,
    Document,
    Public,
    Source,
    Other,
    /// From the head noun.
    Head,
    /// From the modifier.
    Side,
    /// From the source's own name.
    Name,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourcesFile {
    stage: Spanned<String>,
    lang: Spanned<String>,
    #[serde(default)]
    classes: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    anonymity: Vec<String>,
    #[serde(default)]
    reasons: Vec<String>,
    #[serde(default)]
    inhabitants: Vec<String>,
    #[serde(default)]
    synonyms: Vec<Vec<Spanned<String>>>,
    #[serde(default)]
    broader: Vec<Broader>,
    #[serde(default)]
    title_nouns: BTreeMap<String, Vec<Spanned<String>>>,
    #[serde(default)]
    rule: Vec<RuleShape>,
    #[serde(default)]
    flag: Vec<FlagShape>,
}

/// Nouns that name what those of other nouns are as well.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Broader {
    nouns: Vec<Spanned<String>>,
    #[serde(default)]
    of: Vec<Spanned<String>>,
    /// All nouns for persons of a kind besides.
    of_kind: Option<SourceKind>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleShape {
    id: Spanned<String>,
    says: String,
    #[serde(default)]
    head: Vec<HeadShape>,
    #[serde(default)]
    determiner: Vec<DeterminerShape>,
    number: Option<NumberShape>,
    lean: Option<Lean>,
    word: Option<Spanned<String>>,
    unless: Option<Spanned<String>>,
    proper: Option<bool>,
    with: Option<Spanned<String>>,
    named: Option<bool>,
    inner: Option<bool>,
    side: Option<bool>,
    modified: Option<bool>,
    anonymity: Option<bool>,
    dated: Option<bool>,
    lists: Option<bool>,
    people: Option<bool>,
    function: Option<bool>,
    #[serde(default)]
    of_kind: Vec<SourceKind>,
    #[serde(default)]
    of_identified: Vec<Identified>,
    kind: Option<KindShape>,
    identified: Option<Identified>,
    traceability: Option<Traceability>,
    #[serde(rename = "match")]
    matches: Vec<String>,
    #[serde(rename = "skip")]
    skips: Vec<String>,
}

impl SourceRules {
    /// Reads `sources.toml` and the word lists beside it; a language without them has sources of which nothing is told.
    ///
    /// # Errors
    /// If a file is wrong.
    pub fn read(
        files: &LanguageFiles<'_>,
        tokens: &TokenRules,
        words: &mut Words,
        catalogue: &mut Catalogue,
    ) -> Result<Self, RuleError> {
        let mut rules = SourceRules::default();
        let Some(file) = files.file("sources.toml") else { return Ok(rules) };
        let shape: SourcesFile = file.parse()?;
        file.belongs(&shape.stage, &shape.lang)?;
        for (class, members) in &shape.classes {
            for word in members {
                words.add_to_class(class, &fold(word));
            }
        }
        rules.actors = Actors::read(files, tokens, words)?;
        for wording in &shape.anonymity {
            rules.anonymity.add(&phrase(wording, tokens, words), ());
        }
        for wording in &shape.reasons {
            rules.reasons.add(&phrase(wording, tokens, words), ());
        }
        rules.inhabitants = shape.inhabitants.iter().map(|e| fold(e)).collect();
        for group in &shape.synonyms {
            rules.actors.add_synonyms(file, group)?;
        }
        for group in &shape.broader {
            rules.actors.add_broader(file, &group.nouns, &group.of, group.of_kind)?;
        }
        for (title, nouns) in &shape.title_nouns {
            let mut meant = Vec::new();
            for noun in nouns {
                meant.extend(rules.actors.nouns_named(file, noun)?);
            }
            rules.title_nouns.insert(words.intern(&fold(title)), meant);
        }
        for r in shape.rule {
            let rule = compile(files, file, words, catalogue, r)?;
            rules.rules.push(rule);
        }
        for f in shape.flag {
            rules.flags.push(flags::compile(files, file, words, catalogue, f)?);
        }
        rules.classes = SourceClasses::read(words);
        Ok(rules)
    }
}

fn compile(
    files: &LanguageFiles<'_>,
    file: &RuleFile,
    words: &Words,
    catalogue: &mut Catalogue,
    r: RuleShape,
) -> Result<SourceRule, RuleError> {
    let header = RuleHeader {
        id: &r.id,
        says: &r.says,
        construction: None,
        matches: &r.matches,
        skips: &r.skips,
    };
    let id = catalogue.add(files.code, Stage::Sources, file, header)?;
    let describes = r.kind.is_some() || r.identified.is_some();
    if !describes && r.traceability.is_none() {
        let message = "the rule gives none of `kind`, `identified` and `traceability`";
        return Err(RuleError::at(file, r.id.span(), message));
    }
    let looks_at_others =
        r.function.is_some() || !r.of_kind.is_empty() || !r.of_identified.is_empty();
    if describes && (looks_at_others || r.traceability.is_some()) {
        let message = "`function`, `of_kind` and `of_identified` are for rules that give `traceability` alone";
        return Err(RuleError::at(file, r.id.span(), message));
    }
    let class = |name: &Option<Spanned<String>>| {
        name.as_ref().map_or(Ok(ClassSet::default()), |n| class_named(file, words, n))
    };
    Ok(SourceRule {
        id,
        word: class(&r.word)?,
        unless: class(&r.unless)?,
        proper: r.proper,
        with: class(&r.with)?,
        head: r.head,
        determiner: r.determiner,
        number: r.number,
        lean: r.lean,
        named: r.named,
        inner: r.inner,
        side: r.side,
        modified: r.modified,
        anonymity: r.anonymity,
        dated: r.dated,
        lists: r.lists,
        people: r.people,
        function: r.function,
        of_kind: r.of_kind,
        of_identified: r.of_identified,
        kind: r.kind,
        identified: r.identified,
        traceability: r.traceability,
    })
}
